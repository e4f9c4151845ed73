import Commissioning
import FundCore
import FundStore
import Identity
import Rounds

/// A plan with all that it says, what it does not say yet, and what of it was approved.
public struct PlanReport: Sendable {
    /// A need with how far it is from where it is to be.
    public struct Gap: Sendable {
        public let need: CycleNeed
        /// nil where nobody has said.
        public let entry: PlanEntry?

        public var baseline: String { figure("fromBaseline", "baseline") }
        public var now: String { figure("fromNow", "now") }
        public var target: String {
            entry?.needsOwnTarget == true ? entry?["target"] ?? "" : figure("fromTarget", "target")
        }

        /// Whether it is of so many in one ward, and nobody has said how many there are to be.
        public var lacksOwnTarget: Bool { entry?.needsOwnTarget == true && target.isEmpty }

        private func figure(_ taken: String, _ typed: String) -> String {
            guard let entry else { return "" }
            return entry[taken].isEmpty ? entry[typed] : entry[taken]
        }

        /// How much is left to the target, in the direction that is better: nothing where it is
        /// reached; nil where there are no numbers, or neither way is better.
        public var left: IndicatorValue? {
            guard let entry, let target = IndicatorValue(target),
                let stands = IndicatorValue(now) ?? IndicatorValue(baseline)
            else { return nil }
            let nothing = IndicatorValue(thousandths: 0)
            return switch entry["way"].isEmpty ? entry["better"] : entry["way"] {
            case "higher": max(nothing, target - stands)
            case "lower": max(nothing, stands - target)
            default: nil
            }
        }
    }

    /// An option with how it does by each question.
    public struct Option: Sendable {
        public let entry: PlanEntry
        /// By the question's key.
        public let marks: [String: PlanEntry]
        /// Of a hundred: good counts in full and fair as half, each question by its weight; nil
        /// where a question is open.
        public let score: Int64?
    }

    /// A share of the money, beside what was awarded.
    public struct Share: Sendable {
        public let entry: PlanEntry
        public let planned: Money
        /// What stands of the awards that name the priority, or of the ward's part of awards; nil
        /// where nothing is known of it.
        public let awarded: Money?
        /// What was paid of it.
        public let paid: Money?
    }

    public let cycle: Cycle
    public let needs: [CycleNeed]
    public let priorities: [CyclePriority]
    /// Every version of every entry.
    public let entries: [PlanEntry]
    public let rounds: [Round]
    public let book: PlanBook
    public let shares: [Share]
    /// What is there to share.
    public let allotment: Money
    /// What was approved; nil where no approval stands, or none that kept it.
    public let frozen: FrozenPlan?
    public let emails: [PersonID: String]
    /// The parts without which Plan neither closes nor is approved.
    public let required: [PlanPart]
    /// The characteristics that it has to consider, as they were when the cycle started.
    public let requiredCharacteristics: [PlanBook.Choice]
    /// Which version of the prospectus stands; nil where none was published, or none stands.
    public let prospectus: (version: Prospectus.Version, isOutdated: Bool)?
    let words: TextCatalogue

    public func standing(_ part: PlanPart) -> [PlanEntry] { entries.standing(part) }

    /// The latest version of each entry of a part, taken back or not, as they were first written.
    public func latest(_ part: PlanPart) -> [PlanEntry] {
        entries.filter { $0.part == part && $0.isLatest }
    }

    /// What the fields of a part can be chosen from.
    public func choices(_ part: PlanPart) -> [String: [PlanBook.Choice]] {
        PlanChoices(
            part, book, needs: needs, priorities: priorities, options: standing(.option),
            rounds: rounds.map { PlanBook.Choice(key: $0.key, title: $0.plan.title) },
            characteristics: requiredCharacteristics
        ).byField
    }

    /// Each need that stands.
    public var gaps: [Gap] {
        needs.filter { !$0.isWithdrawn }.map { need in
            Gap(need: need, entry: standing(.gap).first { $0.item == "\(need.number)" })
        }
    }

    public var options: [Option] {
        let marks = standing(.mark)
        return standing(.option).map { option in
            let own = Dictionary(
                marks.filter { $0["option"] == option.item }.map { ($0["question"], $0) },
                uniquingKeysWith: { $1 })
            let points: [String: Int64] = ["good": 2, "fair": 1, "poor": 0]
            let weights = book.tests.reduce(0) { $0 + $1.weight }
            let isWhole = !book.tests.isEmpty && book.tests.allSatisfy { own[$0.key] != nil }
            let sum = book.tests.reduce(Int64(0)) {
                $0 + $1.weight * (points[own[$1.key]?["mark"] ?? ""] ?? 0)
            }
            return Option(
                entry: option, marks: own, score: isWhole ? sum * 100 / (2 * weights) : nil)
        }
    }

    /// The criteria that no priority of the plan looks for.
    public var untracedCriteria: [PlanBook.Criterion] {
        let traced = Set(priorities.filter { !$0.needs.isEmpty }.flatMap(\.criteria))
        return book.criteria.filter { !traced.contains($0.key) }
    }

    /// The questions of the rounds' forms that are asked for no priority, and speak to no criterion
    /// that one looks for. What every application has needs no reason.
    public var untracedQuestions: [(round: String, asked: PlanBook.Asked)] {
        let traced = Set(priorities.filter { !$0.needs.isEmpty }.flatMap(\.criteria))
        let kept = Set(priorities.filter { !$0.needs.isEmpty }.map(\.key))
        let linked = Set(
            standing(.question).filter { kept.contains($0["priority"]) }.map(\.item))
        return rounds.flatMap { round in
            (book.questions[round.key] ?? []).filter { asked in
                !asked.isStandard && !linked.contains("\(round.key)/\(asked.key)")
                    && traced.isDisjoint(with: asked.criteria)
            }.map { (round.key, $0) }
        }
    }

    /// What the plan does not say yet, part by part. It keeps Plan from being closed where the part
    /// is one of `required`.
    public var lacks: [(part: PlanPart, field: FieldProblem)] {
        var found: [(part: PlanPart, field: FieldProblem)] = []
        func lack(_ part: PlanPart, _ code: String, _ arguments: [String: String] = [:]) {
            found.append((part, FieldProblem(part.rawValue, code, arguments)))
        }
        if standing(.vision).isEmpty { lack(.vision, "plan-no-vision") }
        for gap in gaps where gap.entry == nil {
            lack(.gap, "plan-no-gap", ["number": "\(gap.need.number)"])
        }
        let options = standing(.option)
        if options.isEmpty {
            lack(.option, "plan-no-options")
        } else if !options.contains(where: { $0["kind"] == "nothing" }) {
            lack(.option, "plan-no-nothing")
        }
        for option in self.options where option.score == nil && !book.tests.isEmpty {
            lack(.mark, "plan-not-judged", ["title": option.entry["title"]])
        }
        if standing(.talk).isEmpty { lack(.talk, "plan-no-talk") }
        for priority in priorities
        where !standing(.outcome).contains(where: { $0["priority"] == priority.key }) {
            lack(.outcome, "plan-no-outcome", ["title": priority.title])
        }
        let considered = Set(standing(.impact).map(\.item))
        for one in choices(.impact)["characteristic"] ?? [] where !considered.contains(one.key) {
            lack(.impact, "plan-no-impact", ["title": one.title])
        }
        if standing(.dates).isEmpty { lack(.dates, "plan-no-dates") }
        if required.contains(.share), standing(.share).isEmpty { lack(.share, "plan-no-shares") }
        return found
    }

    public var json: JSONValue {
        .object([
            ("cycle", .string(cycle.key)), ("isOpen", .bool(cycle.isOpen(.plan))),
            ("sha256", .optional(frozen?.sha256)),
            ("approvedAt", .optional(frozen?.at.iso8601)),
            ("prospectusVersion", .optional(prospectus?.version.version)),
            ("prospectusPublishedOn", .optional(prospectus.map { "\($0.version.on)" })),
            ("prospectusIsOutdated", .bool(prospectus?.isOutdated ?? false)),
            ("entries", .array(rows.map(Listing.planEntries.json))),
            ("gaps", .array(gaps.map(json(of:)))),
            (
                "options",
                .array(
                    options.map {
                        .object([
                            ("option", .string($0.entry.item)),
                            ("title", .string($0.entry["title"])),
                            ("choice", .string($0.entry["choice"])),
                            ("score", .optional($0.score)),
                        ])
                    })
            ),
            (
                "shares",
                .array(
                    shares.map {
                        .object([
                            ("by", .string($0.entry["by"])), ("key", .string($0.entry["key"])),
                            ("plannedPence", .int($0.planned.pence)),
                            ("awardedPence", .optional($0.awarded?.pence)),
                            ("paidPence", .optional($0.paid?.pence)),
                        ])
                    })
            ), ("allotmentPence", .int(allotment.pence)),
            (
                "withoutNeed",
                .object([
                    ("criteria", .array(untracedCriteria.map { .string($0.key) })),
                    (
                        "questions",
                        .array(
                            untracedQuestions.map { .string("\($0.round)/\($0.asked.key)") })
                    ),
                ])
            ), ("required", .array(required.map { .string($0.rawValue) })),
            ("lacks", .array(lacks.map { .string(words.words($0.field)) })),
        ])
    }

    private func json(of gap: Gap) -> JSONValue {
        .object([
            ("need", .int(gap.need.number)), ("baseline", .string(gap.baseline)),
            ("now", .string(gap.now)), ("target", .string(gap.target)),
            ("left", gap.left.map { .number($0.plain) } ?? .null),
            (
                "unknownBecause",
                .optional(
                    gap.lacksOwnTarget ? words.words("page.cycle-plan-no-ward-target") : nil)
            ),
            ("exists", .optional(gap.entry?["existing"])),
        ])
    }

    /// Rows of `Listing.planEntries`: what stands.
    public var rows: [[JSONValue]] {
        entries.filter(\.stands).map { entry in
            [
                .string(entry.part.rawValue), .string(entry.item), .int(entry.version),
                .string(
                    entry.part.fields.compactMap { entry.values[$0.name] }
                        .joined(separator: " – ")),
                .object(
                    entry.values.sorted { $0.key < $1.key }.map { name, value in
                        (name, name.hasSuffix("Pence") ? .number(value) : .string(value))
                    }), .string(entry.on), .optional(emails[entry.author]),
            ]
        }
    }
}

extension Listing {
    public static let planEntries = Listing([
        Column("part", .plain, said: "plan-part"), Column("entry", .plain),
        Column("version", .plain),
        Column("summary", .text), Column("says", .parts), Column("writtenOn", .plain),
        Column("writtenBy", .text),
    ])

    public static let planSteps = Listing([
        Column("step", .plain), Column("day", .plain), Column("obstacle", .text),
        Column("unchecked", .text),
    ])
}

extension Reports {
    /// The plan of a cycle.
    /// - Throws: `CommissioningProblem.unknown`, `PlanProblem.differs`.
    public func plan(
        of key: String, _ book: PlanBook, as principal: Principal
    ) throws -> PlanReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        let money = try cycleMoney(key, as: principal)
        let isByWard = try store.read { tx in
            try plannedSplit(of: try commissioning.cycle(key, in: tx), by: "ward", in: tx).total
                != nil
        }
        let wards =
            isByWard
            ? try wardMoney(key, AreaRules(book.indicators), book.indicators, as: principal) : nil
        return try store.read { tx in
            let cycle = try commissioning.cycle(key, in: tx)
            let entries = try commissioning.planEntries(of: cycle.id, in: tx)
            let held = try commissioning.rounds(of: cycle.id, in: tx).map {
                try rounds.round($0, in: tx)
            }
            return PlanReport(
                cycle: cycle, needs: try commissioning.needs(of: cycle.id, in: tx),
                priorities: try commissioning.priorities(of: cycle.id, in: tx), entries: entries,
                rounds: held, book: book,
                shares: entries.standing(.share).map { entry in
                    let sum = money.byPriority.first { $0.key == entry["key"] }?.sum
                    let line = wards?.lines.first { $0.ward == entry["key"] }
                    let isOfWard = entry["by"] == "ward"
                    return PlanReport.Share(
                        entry: entry, planned: Money(pence: Int64(entry["amountPence"]) ?? 0),
                        awarded: isOfWard ? line?.stands : sum?.stands,
                        paid: isOfWard ? line?.paid : sum?.paid)
                }, allotment: try allotment(of: cycle, in: tx),
                frozen: try commissioning.frozenPlan(of: cycle, in: tx),
                emails: try identity.emails(of: entries.map(\.author), in: tx),
                required: try commissioning.requiredParts(of: cycle.id, in: tx),
                requiredCharacteristics: try commissioning.requiredCharacteristics(
                    of: cycle.id, in: tx),
                prospectus: try publishedProspectus(of: cycle, book, in: tx),
                words: try text())
        }
    }

    private static let lastPlannedYear = 2200

    /// The days of a plan's steps as they stand, or as they could be from a day on: rows of
    /// `Listing.planSteps`, with what keeps a step from its day, and what the day could not be
    /// checked for.
    ///
    /// - Parameter start: proposes days from then on; nil for those that stand.
    /// - Throws: `InvalidInput` at `from` for a day that nobody plans for yet.
    public func timetable(
        of key: String, from start: LocalDate?, _ book: PlanBook, as principal: Principal
    ) throws -> [[JSONValue]] {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        let words = try text()
        if let start, start.year > Self.lastPlannedYear {
            throw InvalidInput(
                "from",
                [FieldProblem("from", "date-too-late", ["date": "\(Self.lastPlannedYear)-12-31"])])
        }
        let entries = try store.read { tx in
            try commissioning.planEntries(of: try commissioning.cycle(key, in: tx).id, in: tx)
        }
        let days =
            start.map { book.days.propose(from: $0) }
            ?? entries.standing(.dates).first?.values.steps ?? [:]
        let (problems, unchecked) = (book.days.problems(days), book.days.unchecked(days))
        func said(_ fields: [FieldProblem], of step: PlanStep) -> JSONValue {
            let own = fields.filter { $0.place == step.rawValue }.map { words.words($0) }
            return own.isEmpty ? .null : .string(own.joined(separator: " "))
        }
        return PlanStep.allCases.compactMap { step -> [JSONValue]? in
            days[step].map { day -> [JSONValue] in
                [
                    .string(step.rawValue), .string("\(day)"), said(problems, of: step),
                    said(unchecked, of: step),
                ]
            }
        }
    }
}
