import FundCore

/// Round 2, closed and checked, whose panel of three scores under seal two applications: one member
/// who is looked at, and two others. All have said that they have no interest.
public struct SealedRound: Sendable {
    public let fund: CommandLineFund
    public let references: [String]
    /// `p1`, or somebody who is something else besides.
    public let member: String

    public var email: String { "\(member)@example.org" }

    /// People who sit on the panel and have another role beside it.
    private static let others = [
        "both": "officer", "deciding": "decisionMaker", "auditing": "auditor", "paying": "finance",
    ]
    private static let here = "  # Panel members score the applications."

    /// - Parameter meets: whether the panels meet before a proposal is made.
    public init(_ member: String, meets: Bool) throws {
        var edits = [
            (file: "Config/rounds.yaml", old: "form: form-round-2.yaml", new: "form: form.yaml"),
            (
                "Config/people.yaml", "name: Officer Two, roles: [officer]",
                "name: Officer Two, roles: [officer, panelMember]"
            ),
        ]
        if let role = Self.others[member] {
            edits.append(
                (
                    "Config/people.yaml", Self.here,
                    "  - {email: \(member)@example.org, name: Somebody, "
                        + "roles: [\(role), panelMember]}\n\(Self.here)"
                ))
        }
        if !meets { edits.append(TestFund.withoutMeeting) }
        fund = try CommandLineFund(edits: edits)
        self.member = member
        try fund.good("round open round-2", as: "officer")
        references = [
            try fund.submit("Made Up Choir", round: "round-2"),
            try fund.submit("Elm Road Menders", round: "round-2"),
        ]
        try fund.good("round close round-2", as: "officer")
        try fund.good("application check --all-clear --round round-2", as: "officer")
        let panel = [member, "p2", "p3"]
        for one in panel {
            try fund.good("panel add --round round-2 --email \(one)@example.org", as: "officer")
            try fund.good("panel brief --round round-2", as: one)
        }
        try fund.good(
            "panel assign --round round-2 --per-application 3 --seed 7", as: "officer")
        for one in panel {
            for reference in references {
                try fund.good("interest declare \(reference) --none", as: one)
            }
        }
    }

    /// What goes on under the seal: the others score, and write; one locks, one says that they have
    /// an interest after all.
    public func othersScore() throws {
        for (one, values) in [("p2", [0, 5]), ("p3", [5, 1])] {
            for (reference, value) in zip(references, values) {
                let scores = TestFund.criteria.map { "--score \($0)=\(value)" }
                    .joined(separator: " ")
                try fund.good("score record \(reference) \(scores) --comment secret", as: one)
            }
            try fund.good("score lock \(references[0])", as: one)
        }
        try fund.good(
            "interest declare \(references[1]) --reason cousin", as: "p3")
        try fund.good("letter feedback \(references[0]) --text Thanks --comment 1", as: "officer")
    }

    /// An officer who does not score makes a proposal of the scores as they are.
    public func propose() throws {
        try fund.good("decision propose --round round-2", as: "officer")
    }
}
