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
    public let groups: [ApplicationID: String]
    /// Whether the reader is on one of the round's panels: others run its meetings.
    public let isReaderOnPanel: Bool
    /// Of how many applications members of the panel have still to say whether they have an
    /// interest in them; nobody stands here who has said it of all.
    public let undeclared: [PersonID: Int]
    /// The score sheets on its agenda that were complete, and that nobody locked before a meeting froze
    /// them; without those that the reader has an interest in.
    public let frozen: [(reference: Reference, member: String)]
    /// How many meetings the panel has held, this one included.
    public let count: Int64
    /// Nil before the meeting is opened.
    fileprivate let minutes: MeetingMinutes?
    fileprivate let words: TextCatalogue

    /// What is recorded; nil before the meeting is opened.
    public var record: MeetingRecord? { minutes?.record }
    public var names: [PersonID: String] { minutes?.names ?? [:] }

    /// Changes with everything that is recorded: the whole of the minutes is worded for it.
    public var state: String { minutes?.state(in: words) ?? "" }

    /// Changes with everything that is recorded of one application on the agenda.
    public func state(of item: MeetingRecord.Item) -> String {
        minutes?.state(of: item.entry.application, in: words) ?? ""
    }

    /// Whose application it is.
    public func group(of item: MeetingRecord.Item) -> String {
        groups[item.entry.application] ?? "\(item.reference)"
    }
}

/// The minutes of a meeting.
public struct MinutesReport: Sendable {
    public let round: Round
    public let panel: String
    public let number: Int64
    public let text: String
    public let isSigned: Bool
    /// SHA-256 of the bytes that were signed; nil for a draft, which is written anew each time, and
    /// for who does not read the whole: they could try out what is left out.
    public let hash: String?
    /// Whether something is left out that the reader has an interest in.
    public let isCut: Bool

    public var json: JSONValue {
        .object([
            ("round", .string(round.key)), ("panel", .string(panel)),
            ("number", .int(number)), ("isSigned", .bool(isSigned)),
            ("sha256", .optional(hash)), ("isWhole", .bool(!isCut)), ("text", .string(text)),
        ])
    }
}

extension Reports {
    /// A panel's meeting as it stands, without the applications that the reader has an interest in.
    ///
    /// - Parameters:
    ///   - panel: which one; nil for the reader's own, or the round's first.
    ///   - number: which of its meetings; nil for the last.
    public func meeting(
        of key: String, panel: String? = nil, number: Int64? = nil, as principal: Principal
    ) throws -> MeetingReport {
        try store.read { tx in
            let (round, panel, meeting) = try found(key, panel, number, as: principal, in: tx)
            let barred = try barred(principal, in: round, tx)
            let minutes = try meeting.map {
                try self.minutes(of: $0, round, head: nil, leavingOut: barred, in: tx)
            }
            let people = try identity.people(
                assessment.panelMembers(of: round.id, in: tx).filter { $0.panel == panel }
                    .map(\.person), in: tx)
            let onAgenda = minutes?.record.items.map(\.entry.application) ?? []
            let frozen = try assessment.unlockedSheets(
                among: onAgenda, of: round.id, onlyOpen: false, in: tx)
            let emails = try identity.emails(of: frozen.map(\.member), in: tx)
            return MeetingReport(
                round: round, isOn: try assessment.holdsMeetings(round.id, in: tx),
                rules: try panelRules(of: round, in: tx), panel: panel,
                scheme: try rounds.section(.scoring, of: round.id, in: tx), people: people,
                groups: try applications.organisations(of: round.id, in: tx),
                isReaderOnPanel: try isOnPanel(principal, of: round, tx),
                undeclared: try assessment.undeclaredCounts(on: panel, of: round.id, in: tx),
                frozen: frozen.map { ($0.reference, emails[$0.member] ?? "") },
                count: try assessment.meeting(of: round.id, panel: panel, in: tx)?.number ?? 0,
                minutes: minutes, words: try text())
        }
    }

    /// The minutes of a panel's meeting: once it is signed the bytes that were signed, before that a
    /// draft of what is recorded; without what the reader has an interest in.
    ///
    /// - Parameter number: which meeting; nil for the last.
    public func minutes(
        of key: String, panel: String? = nil, number: Int64? = nil, as principal: Principal
    ) throws -> MinutesReport {
        try store.read { tx in
            let (round, panel, meeting) = try found(key, panel, number, as: principal, in: tx)
            guard let meeting else {
                throw try assessment.holdsMeetings(round.id, in: tx)
                    ? MeetingProblem.none : MeetingProblem.off
            }
            let barred = try barred(principal, in: round, tx)
            let text: String
            if let signature = meeting.signature {
                let references = try barred.map {
                    try applications.summary(of: $0, in: tx).reference
                }
                text = assessment.signedMinutes(
                    signature, without: Set(references),
                    saying: try self.text().words("minutes.not-yours"))
            } else {
                text = try minutes(
                    of: meeting, round,
                    head: try isOnPanel(principal, of: round, tx) ? nil : try tx.auditHead(),
                    leavingOut: barred,
                    in: tx
                ).text(in: try self.text())
            }
            return MinutesReport(
                round: round, panel: panel, number: meeting.number, text: text,
                isSigned: meeting.signature != nil,
                hash: barred.isEmpty ? meeting.signature?.hash : nil, isCut: !barred.isEmpty)
        }
    }

    /// Whether a round's panels meet before a proposal is made.
    public func holdsMeetings(_ key: String) throws -> Bool {
        try store.read { try assessment.holdsMeetings(try rounds.round(key, in: $0).id, in: $0) }
    }

    private func minutes(
        of meeting: Meeting, _ round: Round, head: AuditHead?,
        leavingOut applications: Set<ApplicationID>, in tx: borrowing ReadTx
    ) throws -> MeetingMinutes {
        try assessment.minutes(
            of: meeting, round: round.plan.title, rules: try panelRules(of: round, in: tx),
            scheme: try rounds.section(.scoring, of: round.id, in: tx),
            groups: try self.applications.organisations(of: round.id, in: tx), head: head,
            leavingOut: applications, in: tx
        ) { try identity.names(of: $0, in: tx) }
    }

    private func isOnPanel(
        _ principal: Principal, of round: Round, _ tx: borrowing ReadTx
    ) throws -> Bool {
        try principal.personID.map { try assessment.isOnPanel($0, of: round.id, in: tx) } ?? false
    }

    private func barred(
        _ principal: Principal, in round: Round, _ tx: borrowing ReadTx
    ) throws -> Set<ApplicationID> {
        try principal.personID.map { try assessment.barred($0, in: round.id, in: tx) } ?? []
    }

    /// Those who run the fund read of each meeting; a member of the panel, of one they were at.
    private func found(
        _ key: String, _ panel: String?, _ number: Int64?, as principal: Principal,
        in tx: borrowing ReadTx
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
        let meeting = try assessment.meeting(
            of: round.id, panel: wanted, number: number, in: tx)
        if let number, meeting == nil { throw MeetingProblem.unknown(number: number) }
        let isOn = try assessment.holdsMeetings(round.id, in: tx)
        let person = principal.personID
        let wasThere = try person.map { person in
            try meeting.map { try assessment.isPresent(person, at: $0, in: tx) } ?? false
        }
        if isOn, wasThere == true { return (round, wanted, meeting) }
        guard !isMember || !isOn else { throw MeetingProblem.notOnPanel }
        try refuseSealed(round, principal, in: tx)
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
