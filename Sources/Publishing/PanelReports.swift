import Applications
import Assessment
import FundCore
import FundStore
import Identity
import Rounds

/// A member of a round's panel with their name.
public struct PanelPerson: Sendable {
    public let person: Person
    public let member: PanelMember
    /// How many applications are theirs to score.
    public let assignedCount: Int
}

/// A round's panels, for those who run them.
public struct PanelReport: Sendable {
    public let round: Round
    public let controls: Controls
    public let rules: PanelRules
    public let people: [PanelPerson]
    public let standingCount: Int
    /// Applications with the addresses of those who score them, in order.
    public let assignments: [(summary: ApplicationSummary, scorers: [String])]
    /// Whether whoever asks scores in this round themselves, and so leaves the panel to others.
    public let isSealed: Bool
}

/// A line of the register of interests with names.
public struct InterestRow: Sendable {
    public let entry: InterestEntry
    public let organisation: String
    public let member: String
    public let saidBy: String

    /// A row of `Listing.interests`.
    public var row: [JSONValue] {
        [
            .string("\(entry.reference)"), .string(organisation), .string(member),
            .bool(entry.interest.hasInterest), .optional(entry.interest.detail),
            .string(entry.interest.ground.rawValue), .string(saidBy),
            .string(entry.interest.declaredAt.iso8601), .bool(entry.stands),
            .int(entry.setAsideCount),
        ]
    }
}

/// What hints at an interest.
public struct HintRow: Sendable {
    public let reference: Reference
    public let organisation: String
    public let member: String
    public let name: String
    public let hints: [ConflictHint]

    /// A row of `Listing.interestHints`.
    public var row: [JSONValue] {
        [
            .string("\(reference)"), .string(organisation), .string(member),
            .string(hints.map(\.rawValue).joined(separator: " ")),
        ]
    }
}

extension Reports {
    /// The people of a round's panel: rows of `Listing.panel`.
    public func panel(
        of key: String, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(
            or: .officer, .panelMember, .decisionMaker, .finance, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let members = try assessment.panelMembers(of: round.id, in: tx)
            let emails = try identity.emails(of: members.map(\.person), in: tx)
            let rows = members.map { (emails[$0.person] ?? "", $0) }.sorted { $0.0 < $1.0 }
            for (email, member) in rows {
                try body([
                    .string(email), .string(member.panel), .string(member.kind.rawValue),
                ])
            }
        }
    }

    /// All that those who run a round's panels need to know of them.
    public func panels(of key: String, as principal: Principal) throws -> PanelReport {
        try principal.require(.officer)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let members = try assessment.panelMembers(of: round.id, in: tx)
            let controls = try rounds.controls(of: round.id, in: tx)
            var assignments: [(summary: ApplicationSummary, scorers: [String])] = []
            var counts: [PersonID: Int] = [:]
            let emails = try identity.emails(of: members.map(\.person), in: tx)
            let standing = try assessment.standing(of: round.id, in: tx)
            // Who drops out of an application has said something of an interest.
            let isSealed = try isSealed(round, from: principal, in: tx)
            if controls.has(.assignment), !isSealed {
                let expected = try assessment.expectedScorers(of: round.id, in: tx)
                for id in standing {
                    let scorers = expected.members(for: id)
                    for scorer in scorers { counts[scorer, default: 0] += 1 }
                    assignments.append(
                        (
                            try applications.summary(of: id, in: tx),
                            scorers.compactMap { emails[$0] }
                        ))
                }
            }
            return PanelReport(
                round: round, controls: controls,
                rules: try rounds.optionalSection(
                    .panel, of: round.id, as: PanelRules.self, in: tx) ?? PanelRules.one(""),
                people: try members.compactMap { member in
                    guard let person = try identity.person(emails[member.person] ?? "", in: tx)
                    else { return nil }
                    return PanelPerson(
                        person: person, member: member,
                        assignedCount: controls.has(.assignment)
                            ? counts[member.person] ?? 0 : standing.count)
                }, standingCount: standing.count, assignments: assignments,
                isSealed: isSealed)
        }
    }

    /// Who scores what: rows of `Listing.assignments`.
    public func assignments(
        of key: String, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try refuseSealed(round, principal, in: tx)
            let emails = try identity.emails(in: tx)
            for change in try assessment.assignmentChanges(of: round.id, in: tx) {
                let summary = try applications.summary(of: change.application, in: tx)
                try body([
                    .string("\(summary.reference)"), .string(emails[change.member] ?? ""),
                    .string(change.isAddition ? "added" : "removed"), .optional(change.seed),
                    .optional(change.reason), .string(emails[change.changedBy] ?? ""),
                    .string(change.changedAt.iso8601),
                ])
            }
        }
    }

    /// All that was ever said of interests in a round.
    public func interestRegister(
        of key: String, as principal: Principal
    ) throws -> (round: Round, rows: [InterestRow]) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try refuseSealed(round, principal, in: tx)
            let entries = try assessment.interestRegister(of: round.id, in: tx)
            let emails = try identity.emails(
                of: entries.flatMap { [$0.member, $0.interest.saidBy] }, in: tx)
            return (
                round,
                try entries.map { entry in
                    InterestRow(
                        entry: entry,
                        organisation: try applications.summary(of: entry.application, in: tx)
                            .organisation,
                        member: emails[entry.member] ?? "",
                        saidBy: emails[entry.interest.saidBy] ?? "")
                }
            )
        }
    }

    /// The applications of a round that may be scored.
    public func standing(
        of key: String, as principal: Principal
    ) throws -> [ApplicationSummary] {
        try principal.require(.officer)
        return try store.read { tx in
            try assessment.standing(of: try rounds.round(key, in: tx).id, in: tx).map {
                try applications.summary(of: $0, in: tx)
            }
        }
    }

    /// What hints at interests that nobody has spoken of.
    public func interestHints(
        of key: String, as principal: Principal
    ) throws -> (round: Round, rows: [HintRow]) {
        try principal.requireOperator(or: .officer)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try refuseSealed(round, principal, in: tx)
            let members = try assessment.panelMembers(of: round.id, in: tx)
            let emails = try identity.emails(of: members.map(\.person), in: tx)
            let people = try members.map { member in
                let email = emails[member.person] ?? ""
                let name = try identity.person(email, in: tx)?.name ?? ""
                return (
                    id: member.person, email: email, name: name,
                    traits: MemberTraits(
                        name: name, email: email, postcode: member.postcode,
                        employers: member.employers)
                )
            }
            var rows: [HintRow] = []
            for id in try assessment.standing(of: round.id, in: tx) {
                let summary = try applications.summary(of: id, in: tx)
                let contact = try applications.contact(of: id, in: tx)
                let traits = ApplicationTraits(
                    organisation: summary.organisation, postcode: summary.postcode,
                    email: contact?.email, people: [contact?.name].compactMap(\.self))
                for person in people {
                    let hints = ConflictHint.hints(person.traits, traits)
                    guard !hints.isEmpty,
                        try assessment.interest(
                            of: person.id, in: id, round: round.id, in: tx) == nil
                    else { continue }
                    rows.append(
                        HintRow(
                            reference: summary.reference, organisation: summary.organisation,
                            member: person.email, name: person.name, hints: hints))
                }
            }
            return (round, rows)
        }
    }

    /// Whether somebody is on a panel whose scores are sealed to its members until it meets, or else
    /// until the decision.
    func isSealed(
        _ round: Round, from principal: Principal, in tx: borrowing ReadTx
    ) throws -> Bool {
        guard let person = principal.personID else { return false }
        return try assessment.isSealed(round.id, from: person, in: tx)
    }

    /// Refuses those who score in a round what would tell them of others' scores in it.
    func refuseSealed(
        _ round: Round, _ principal: Principal, in tx: borrowing ReadTx
    ) throws {
        try assessment.refuseSealed(round.id, key: round.key, to: principal, in: tx)
    }

    /// Refuses whoever scores in any round that is sealed what covers every round.
    func refuseSealedAnywhere(_ principal: Principal, in tx: borrowing ReadTx) throws {
        for round in try rounds.all(in: tx) where round.status != .planned {
            try refuseSealed(round, principal, in: tx)
        }
    }
}
