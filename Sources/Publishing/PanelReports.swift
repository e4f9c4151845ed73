import Applications
import Assessment
import Forms
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
    /// The member's address.
    public let member: String
    public let memberName: String
    /// The address of who said it; nil where nobody had to: it is the member's own application.
    public let saidBy: String?
    public let saidByName: String
    /// What was said of it; for a member's own application, that it is theirs.
    public let detail: String?
    /// When something else was said of the same member and application; nil for the last word.
    public let overtakenAt: Instant?

    /// A row of `Listing.interests`.
    public var row: [JSONValue] {
        [
            .string("\(entry.reference)"), .string(organisation), .string(member),
            .bool(entry.interest.hasInterest), .optional(detail),
            .string(entry.interest.ground.rawValue), .optional(saidBy),
            .string(entry.interest.declaredAt.iso8601), .bool(entry.stands),
            .optional(overtakenAt?.iso8601), .int(entry.setAsideCount),
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
                    .optional(member.supportingAdult),
                    .optional(member.departure?.at.iso8601),
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
            let people = try identity.people(members.map(\.person), in: tx)
            let emails = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0.email) })
            let byID = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0) })
            let standing = try assessment.standing(of: round.id, in: tx)
            // Who drops out of an application has said something of an interest.
            let isSealed = try isSealed(round, from: principal, in: tx)
            if controls.has(.assignment), !isSealed {
                let expected = try assessment.expectedScorers(of: round.id, in: tx)
                let summaries = try applications.summaries(of: round.id, in: tx)
                for id in standing {
                    guard let summary = summaries[id] else { continue }
                    let scorers = expected.members(for: id)
                    for scorer in scorers { counts[scorer, default: 0] += 1 }
                    assignments.append((summary, scorers.compactMap { emails[$0] }))
                }
            }
            return PanelReport(
                round: round, controls: controls,
                rules: try rounds.optionalSection(
                    .panel, of: round.id, as: PanelRules.self, in: tx) ?? PanelRules.one(""),
                people: members.compactMap { member in
                    byID[member.person].map {
                        PanelPerson(
                            person: $0, member: member,
                            assignedCount: controls.has(.assignment)
                                ? counts[member.person] ?? 0 : standing.count)
                    }
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
                try body([
                    .string("\(change.reference)"), .string(emails[change.member] ?? ""),
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
            let entries =
                try assessment.interestRegister(of: round.id, in: tx)
                + assessment.staffRegister(of: round.id, in: tx) {
                    try applications.summary(of: $0, in: tx).reference
                }
            let ids = Set(entries.flatMap { [$0.member, $0.interest.saidBy] })
            let emails = try identity.emails(of: ids, in: tx)
            let names = try identity.names(of: ids, in: tx)
            let groups = try applications.organisations(of: round.id, in: tx)
            let words = try text()
            // All that was said of one member and one application stands together, in order.
            let following = entries.dropFirst().map(Optional.some) + [nil]
            return (
                round,
                zip(entries, following).map { entry, next in
                    let isOwn = entry.interest.ground == .own
                    let isFollowed =
                        next?.member == entry.member && next?.application == entry.application
                    return InterestRow(
                        entry: entry, organisation: groups[entry.application] ?? "",
                        member: emails[entry.member] ?? "", memberName: names[entry.member] ?? "",
                        saidBy: isOwn ? nil : emails[entry.interest.saidBy] ?? "",
                        saidByName: isOwn ? "" : names[entry.interest.saidBy] ?? "",
                        detail: isOwn ? words.words("page.interest-own") : entry.interest.detail,
                        overtakenAt: isFollowed ? next?.interest.declaredAt : nil)
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
            let round = try rounds.round(key, in: tx).id
            let summaries = try applications.summaries(of: round, in: tx)
            return try assessment.standing(of: round, in: tx).compactMap { summaries[$0] }
        }
    }

    /// What hints at interests that nobody has spoken of.
    public func interestHints(
        of key: String, as principal: Principal
    ) throws -> (round: Round, rows: [HintRow]) {
        try principal.requireOperator(or: .officer)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status != .planned else { return (round, []) }
            try refuseSealed(round, principal, in: tx)
            let members = try assessment.panelMembers(of: round.id, in: tx)
            let emails = try identity.emails(of: members.map(\.person), in: tx)
            let names = try identity.names(of: members.map(\.person), in: tx)
            let people = members.map { member in
                let (email, name) = (emails[member.person] ?? "", names[member.person] ?? "")
                return (
                    id: member.person, email: email, name: name,
                    traits: MemberTraits(
                        name: name, email: email, postcode: member.postcode,
                        employers: member.employers)
                )
            }
            var rows: [HintRow] = []
            let spoken = try assessment.spokenOf(in: round.id, in: tx)
            let standing = Set(try assessment.standing(of: round.id, in: tx))
            let form: Form = try rounds.section(.form, of: round.id, in: tx)
            for parties in try applications.parties(of: round.id, form, in: tx)
            where standing.contains(parties.application) {
                let traits = ApplicationTraits(
                    organisation: parties.organisation, postcode: parties.postcode,
                    emails: parties.emails, people: parties.people)
                for person in people {
                    let hints = ConflictHint.hints(person.traits, traits)
                    guard !hints.isEmpty,
                        !(spoken[parties.application]?.contains(person.id) ?? false)
                    else { continue }
                    rows.append(
                        HintRow(
                            reference: parties.reference, organisation: parties.organisation,
                            member: person.email, name: person.name, hints: hints))
                }
            }
            return (round, rows)
        }
    }

    /// The applications before a member's panel of which they have not said whether they have an
    /// interest in them; none for anybody else.
    public func undeclared(
        in key: String, as principal: Principal
    ) throws -> [ApplicationSummary] {
        guard let person = principal.personID else { return [] }
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status == .closed else { return [] }
            return try assessment.undeclared(by: person, in: round.id, tx).map {
                try applications.summary(of: $0, in: tx)
            }
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
