import Applications
import Awards
import Commissioning
import Correspondence
import Documents
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// Something that is due to be erased.
public struct DueSubject: Sendable {
    public let subject: ErasureSubject
    /// The day that its time counts from, and the first on which it is due.
    public let since: LocalDate
    public let dueOn: LocalDate
    /// What stands in the way, where something does.
    public let obstacles: [FieldProblem]
}

/// What is due of one class on a day.
public struct DueClass: Sendable {
    public let rule: RetentionRule
    /// The one that is due for the longest first.
    public let subjects: [DueSubject]

    /// Those that nothing stands in the way of.
    public var free: [DueSubject] { subjects.filter(\.obstacles.isEmpty) }

    /// As a row of `Listing.privacyDue`.
    public var row: [JSONValue] {
        [
            .string(rule.name.rawValue), .int(subjects.count),
            .int(subjects.count - free.count), .optional(subjects.first.map { "\($0.since)" }),
            .string(subjects.map(\.subject.label).joined(separator: ", ")),
            .array(
                subjects.flatMap(\.obstacles).map {
                    .object([("place", .string($0.place)), ("code", .string($0.code))])
                }),
        ]
    }
}

extension Workflows {
    /// What of each class is due on a day; nothing changes.
    ///
    /// - Parameters:
    ///   - day: in London; nil for today.
    ///   - only: one class; nil for all.
    public func privacyDue(
        on day: LocalDate? = nil, only: RetentionClass? = nil, _ policy: RetentionPolicy?,
        as principal: Principal
    ) throws -> (day: LocalDate, classes: [DueClass]) {
        try principal.requireOperator(or: .officer, .administrator, .auditor)
        guard let policy else { throw ErasureProblem.notSetUp }
        return try store.read { tx in
            let day = day ?? LondonTime.date(tx.now)
            let finder = try DueFinder(self, on: day, in: tx)
            return (
                day,
                try policy.rules.filter { only == nil || $0.name == only }.map {
                    DueClass(rule: $0, subjects: try finder.due($0, self, in: tx))
                }
            )
        }
    }
}

/// The facts that what is due goes by, read once.
struct DueFinder {
    private let day: LocalDate
    private let rounds: [RoundID: (round: Round, days: RoundDays?)]
    private let applications: [KeptApplication]
    private let awards: [ApplicationID: KeptAward]
    private let lastSent: [ApplicationID: Instant]
    private let erased: [ErasedSubject: Set<String>]

    init(_ house: Workflows, on day: LocalDate, in tx: borrowing ReadTx) throws {
        self.day = day
        let days = try house.rounds.days(in: tx)
        rounds = Dictionary(
            uniqueKeysWithValues: try house.rounds.all(in: tx).map {
                ($0.id, (round: $0, days: days[$0.id]))
            })
        applications = try house.applications.kept(in: tx)
        awards = try house.awards.kept(in: tx)
        lastSent = try house.correspondence.lastSent(in: tx)
        erased = try house.erasures.erased(in: tx)
    }

    /// What is due of a class.
    func due(
        _ rule: RetentionRule, _ house: Workflows, in tx: borrowing ReadTx
    ) throws -> [DueSubject] {
        var found: [DueSubject] = []
        for (subject, since) in try starts(of: rule, house, in: tx) {
            let end = rule.period.end(from: since)
            guard end <= day, !isErased(subject, rule.name) else { continue }
            found.append(
                DueSubject(
                    subject: subject, since: since, dueOn: end,
                    obstacles: try house.obstacles(
                        to: subject, erasing: rule.name.kinds, in: tx)))
        }
        return found.sorted { ($0.dueOn, $0.subject.id) < ($1.dueOn, $1.subject.id) }
    }

    private func isErased(_ subject: ErasureSubject, _ name: RetentionClass) -> Bool {
        guard subject.kind != .moment,
            let before = erased[ErasedSubject(kind: subject.kind, id: subject.id)]
        else { return false }
        let whole = [
            ErasureScope.application.name, RetentionClass.awarded.rawValue,
            RetentionClass.unsuccessful.rawValue,
        ]
        return before.contains(name.rawValue)
            || subject.kind == .application && !before.isDisjoint(with: whole)
    }

    /// All of a class, with the day that its time counts from where it has come.
    private func starts(
        of rule: RetentionRule, _ house: Workflows, in tx: borrowing ReadTx
    ) throws -> [(ErasureSubject, LocalDate)] {
        switch rule.name {
        case .awarded, .unsuccessful, .bankDetails, .contacts, .letters, .files:
            let ofApplications = applications.compactMap { application in
                start(of: application, rule).map {
                    (subject(application), $0)
                }
            }
            guard rule.name == .bankDetails else { return ofApplications }
            let over = moment(rule)
            let entries = PaymentsModule.personalData + DocumentsModule.personalData
            let isAny = try entries.filter { $0.kind == .bankDetails }.contains {
                try $0.isAny(of: .moment, over.0.id, in: tx)
            }
            return ofApplications + (isAny ? [over] : [])
        case .draft:
            return try house.applications.unsent(in: tx).compactMap { draft in
                let start =
                    rule.start == .roundClosed
                    ? rounds[draft.round]?.days?.closed : LondonTime.date(draft.lastTouched)
                return start.map {
                    (ErasureSubject(.draft, draft.id, label: "draft \(draft.id)"), $0)
                }
            }
        case .equality, .panel:
            return rounds.values.compactMap { round, days in
                (rule.start == .roundClosed ? days?.closed : days?.decided).map {
                    (ErasureSubject(.round, round.id.rawValue, label: round.key), $0)
                }
            }
        case .tension:
            return try house.commissioning.keptTensions(in: tx).map {
                (ErasureSubject(.tension, $0.id, label: "report \($0.id)"), $0.touchedOn)
            }
        case .support:
            return try house.commissioning.keptSupport(in: tx).map {
                (ErasureSubject(.support, $0.id, label: "note \($0.id)"), $0.notedOn)
            }
                + house.commissioning.endedProviders(in: tx).map {
                    (
                        ErasureSubject(.provider, $0.id, label: "provider \($0.id)"),
                        LondonTime.date($0.endedAt)
                    )
                }
        case .sessions:
            let over = moment(rule)
            let isAny = try house.identity.hasOver(
                before: Instant(milliseconds: over.0.id), in: tx)
            return isAny ? [over] : []
        case .people:
            let writers = try house.applications.writers(in: tx)
            return try house.identity.lastSeen(in: tx).filter { !writers.contains($0.person) }
                .map {
                    (
                        ErasureSubject(
                            .person, $0.person.rawValue, label: "account \($0.person.rawValue)"),
                        LondonTime.date($0.at)
                    )
                }
        }
    }

    /// What was over before the day from which things are due now.
    private func moment(_ rule: RetentionRule) -> (ErasureSubject, LocalDate) {
        let start = rule.period.start(endingOn: day)
        return (
            ErasureSubject(
                .moment, LondonTime.start(of: start).milliseconds, label: "before \(start)"),
            // Those of the day before are the last ones.
            start.adding(days: -1)
        )
    }

    private func subject(_ application: KeptApplication) -> ErasureSubject {
        ErasureSubject(.application, application.id.rawValue, label: application.reference)
    }

    private func start(of application: KeptApplication, _ rule: RetentionRule) -> LocalDate? {
        let days = rounds[application.round]?.days
        let isOver = [.ineligible, .declined, .withdrawn].contains(application.status)
        let told = lastSent[application.id].map { LondonTime.date($0) }
        if let award = awards[application.id] {
            guard rule.name != .unsuccessful else { return nil }
            return award.overOn
        }
        guard rule.name != .awarded, rule.start != .awardClosed, isOver else { return nil }
        switch rule.start {
        case .roundClosed: return days?.closed
        case .roundDecided: return days?.decided
        // Where no letter went, the decision was known on its day.
        default: return told ?? days?.decided
        }
    }
}
