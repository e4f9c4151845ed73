import FundCore

/// What somebody on a panel is there as.
public enum MemberKind: String, Codable, Sendable, CaseIterable {
    case member, resident, councillor, officer, youngCommissioner
}

/// How a round's panels are made up, as `rounds.yaml` says; frozen with the round.
public struct PanelRules: Codable, Sendable, Equatable {
    public struct Panel: Codable, Sendable, Equatable {
        public let key: String
        public let title: String
        /// How many members must be there for the panel to decide anything.
        public let quorum: Int64

        public init(key: String, title: String, quorum: Int64) {
            self.key = key
            self.title = title
            self.quorum = quorum
        }
    }

    /// At least one, in the order they are written.
    public let panels: [Panel]
    /// How many of a kind score each application, at least.
    public let mix: [MemberKind: Int]

    public init(panels: [Panel], mix: [MemberKind: Int] = [:]) {
        self.panels = panels
        self.mix = mix
    }

    /// One panel, where whoever comes may go on.
    public static func one(_ title: String) -> PanelRules {
        PanelRules(panels: [Panel(key: mainKey, title: title, quorum: 1)])
    }

    /// The panel of those who are put on none by name.
    public static let mainKey = "main"
}

/// What a round's controls ask before a score is taken.
public struct ScoreDemands: Sendable {
    public let interest: Bool
    public let briefing: Bool
    public let assignment: Bool
    public let sealed: Bool
    /// How much the panels' meetings may recommend; nil where the round holds none.
    public let meeting: Money?

    public init(
        interest: Bool = false, briefing: Bool = false, assignment: Bool = false,
        sealed: Bool = false, meeting: Money? = nil
    ) {
        self.interest = interest
        self.briefing = briefing
        self.assignment = assignment
        self.sealed = sealed
        self.meeting = meeting
    }
}
