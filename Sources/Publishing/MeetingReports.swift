import Applications
import Assessment
import FundCore
import FundStore
import Identity
import Rounds

/// A panel's meeting, for those who hold it and those who read of it.
public struct MeetingReport: Sendable {
    public let round: Round
    /// Whether the round's panels meet before a proposal is made.
    public let isOn: Bool
    public let rules: PanelRules
    /// Which panel this is about.
    public let panel: String
    public let scheme: ScoringScheme
    /// The panel's members, with their addresses.
    public let people: [Person]
    /// What is recorded; nil before the meeting is opened.
    public let record: MeetingRecord?
    public let names: [PersonID: String]
    public let groups: [ApplicationID: String]
    /// Changes with everything that is recorded.
    public let state: String

    public func title(of item: MeetingRecord.Item) -> String {
        "\(item.reference) – \(groups[item.entry.application] ?? "")"
    }
}

/// The minutes of a meeting.
public struct MinutesReport: Sendable {
    public let round: Round
    public let panel: String
    public let text: String
    /// SHA-256 of the text's bytes; nil for a draft, which is written anew each time.
    public let hash: String?

    public var json: JSONValue {
        .object([
            ("round", .string(round.key)), ("panel", .string(panel)),
            ("isSigned", .bool(hash != nil)), ("sha256", .optional(hash)),
            ("text", .string(text)),
        ])
    }
}

extension Reports {
    /// A panel's meeting as it stands.
    ///
    /// - Parameter panel: which one; nil for the reader's own, or the round's first.
    public func meeting(
        of key: String, panel: String? = nil, as principal: Principal
    ) throws -> MeetingReport {
        try store.read { tx in
            let (round, panel, meeting) = try found(key, panel, as: principal, in: tx)
            let scheme: ScoringScheme = try rounds.section(.scoring, of: round.id, in: tx)
            let record = try meeting.map { try assessment.record(of: $0, in: tx) }
            let emails = try identity.emails(
                of: assessment.panelMembers(of: round.id, in: tx).filter { $0.panel == panel }
                    .map(\.person), in: tx)
            var names: [PersonID: String] = [:]
            for person in record?.people ?? [] {
                names[person] = try identity.name(of: person, in: tx)
            }
            let people = try emails.values.sorted().compactMap {
                try identity.person($0, in: tx)
            }
            return MeetingReport(
                round: round, isOn: try assessment.holdsMeetings(round.id, in: tx),
                rules: try panelRules(of: round, in: tx), panel: panel, scheme: scheme,
                people: people, record: record,
                names: names, groups: try applications.organisations(of: round.id, in: tx),
                state: try meeting.map { try assessment.state(of: $0, in: tx) } ?? "")
        }
    }

    /// The minutes of a panel's last meeting: once it is signed the bytes that were signed, before
    /// that a draft of what is recorded.
    public func minutes(
        of key: String, panel: String? = nil, as principal: Principal
    ) throws -> MinutesReport {
        try store.read { tx in
            let (round, panel, meeting) = try found(key, panel, as: principal, in: tx)
            guard let meeting else {
                throw try assessment.holdsMeetings(round.id, in: tx)
                    ? MeetingProblem.none : MeetingProblem.off
            }
            if let signature = meeting.signature {
                return MinutesReport(
                    round: round, panel: panel, text: signature.minutes, hash: signature.hash)
            }
            let minutes = try assessment.minutes(
                of: meeting, round: round.plan.title, rules: try panelRules(of: round, in: tx),
                scheme: try rounds.section(.scoring, of: round.id, in: tx),
                groups: try applications.organisations(of: round.id, in: tx),
                head: try principal.isMemberAlone
                    || assessment.isSealedAnywhere(from: principal, in: tx)
                    ? nil : tx.auditHead(), in: tx
            ) { try identity.name(of: $0, in: tx) }
            return MinutesReport(
                round: round, panel: panel, text: minutes.text(in: try text()), hash: nil)
        }
    }

    /// Those who run the fund read of each meeting; a member of the panel, of one they were at.
    private func found(
        _ key: String, _ panel: String?, as principal: Principal, in tx: borrowing ReadTx
    ) throws -> (Round, panel: String, Meeting?) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor, .panelMember)
        let round = try rounds.round(key, in: tx)
        guard round.status != .planned else {
            throw RoundsProblem.notOpen(round: key, status: round.status)
        }
        let keys = try assessment.panels(of: round.id, in: tx).map(\.key)
        let isMember = principal.isMemberAlone
        var wanted = panel ?? ""
        if wanted.isEmpty, isMember, let person = principal.personID {
            wanted = try assessment.metPanel(of: person, in: round.id, in: tx) ?? ""
        }
        if wanted.isEmpty { wanted = keys.first ?? PanelRules.mainKey }
        guard keys.contains(wanted) else {
            throw InvalidInput(
                key,
                [
                    FieldProblem(
                        "panel", "not-an-option",
                        ["value": wanted, "options": keys.joined(separator: ", ")])
                ])
        }
        let meeting = try assessment.meeting(of: round.id, panel: wanted, in: tx)
        let isOn = try assessment.holdsMeetings(round.id, in: tx)
        if isMember, isOn, let person = principal.personID {
            guard let meeting, try assessment.isPresent(person, at: meeting, in: tx) else {
                throw MeetingProblem.notOnPanel
            }
        } else {
            try refuseSealed(round, principal, in: tx)
        }
        return (round, wanted, meeting)
    }

    private func panelRules(of round: Round, in tx: borrowing ReadTx) throws -> PanelRules {
        try rounds.optionalSection(.panel, of: round.id, as: PanelRules.self, in: tx)
            ?? PanelRules.one("")
    }
}

extension Principal {
    /// Somebody on panels who does not run the fund.
    fileprivate var isMemberAlone: Bool {
        personID != nil && ![.officer, .decisionMaker, .auditor].contains(where: has)
    }
}
