import TestSupport
import Testing

@testable import Commissioning

/// A made-up survey of one question, and what each answer truly came by.
private struct MadeUpSurvey {
    /// One answer that somebody gave to the question.
    struct Unknown: Hashable {
        let isBefore: Bool
        let id: Int64
    }

    let minimum: Int
    private(set) var answers = SurveyAnswers()
    private var truth: [Unknown: SurveyWay] = [:]

    init(_ dice: inout Seeded) {
        minimum = Int.random(in: 3...5, using: &dice)
        let counts = Self.counts(&dice)
        // Half of the time as many answer after each way as did before.
        let later = Bool.random(using: &dice) ? counts : Self.counts(&dice)
        answers.before = wave(isBefore: true, counts, &dice)
        answers.after = wave(isBefore: false, later, &dice)
        var early = (answers.before?.ways.keys.sorted() ?? []).shuffled(using: &dice)
        var late = (answers.after?.ways.keys.sorted() ?? []).shuffled(using: &dice)
        if Bool.random(using: &dice) {
            // Everybody answers after the way they did before, where as many do.
            early.sort()
            late.sort()
        }
        // Mostly nearly everybody comes again.
        let most = min(early.count, late.count)
        let count = max(0, most - Self.one(of: [0, 0, 1, 5, most], &dice))
        answers.pairs = zip(early, late).prefix(count).map { (before: $0, after: $1) }
    }

    private static func one(of counts: [Int], _ dice: inout Seeded) -> Int {
        counts[Int.random(in: counts.indices, using: &dice)]
    }

    private static func counts(_ dice: inout Seeded) -> [(way: SurveyWay, count: Int)] {
        var counts: [(way: SurveyWay, count: Int)] = []
        for way in [SurveyWay.link, .group, .officer] {
            counts.append((way, one(of: [0, 0, 1, 2, 4, 5, 6, 9], &dice)))
        }
        return counts
    }

    private mutating func wave(
        isBefore: Bool, _ counts: [(way: SurveyWay, count: Int)], _ dice: inout Seeded
    ) -> SurveyAnswers.Wave {
        var wave = SurveyAnswers.Wave()
        let isOld = Int.random(in: 0..<8, using: &dice) == 0
        let skips = Int.random(in: 0..<3, using: &dice) == 0
        var id: Int64 = 0
        for (way, count) in counts {
            for _ in 0..<count {
                id += 1
                wave.ways[id] = isOld ? .unknown : way
                if skips, Int.random(in: 0..<4, using: &dice) == 0 { continue }
                wave.points["q", default: [:]][id] = Int16.random(in: 1...5, using: &dice)
                truth[Unknown(isBefore: isBefore, id: id)] = way
            }
        }
        return wave
    }

    func result() -> SurveyResult {
        CommissioningModule.result(
            SurveyQuestion(key: "q", title: "Q", scale: .five, points: [], agreeFrom: 4),
            answers.of("q", minimum: minimum), minimum: minimum)
    }

    /// What a mind of its own would show, that counts everybody alike.
    func shownByCountsAlone() -> (before: Bool, after: Bool, pairs: Bool) {
        func enough(_ isBefore: Bool) -> Bool {
            truth.keys.count { $0.isBefore == isBefore } >= minimum
        }
        return (enough(true), enough(false), false)
    }

    private var paired: Set<Unknown> {
        let both = answers.pairs.filter {
            truth[Unknown(isBefore: true, id: $0.before)] != nil
                && truth[Unknown(isBefore: false, id: $0.after)] != nil
        }
        return Set(
            both.flatMap {
                [
                    Unknown(isBefore: true, id: $0.before),
                    Unknown(isBefore: false, id: $0.after),
                ]
            })
    }

    /// Whether somebody could work out a figure of fewer than `minimum` answers from what is shown.
    ///
    /// Whatever is shown is a sum over answers, or made of such sums; who knows some answers takes
    /// these away, and then adds up sums, each times a number of their choice. A figure of a few
    /// answers is a sum in which no others are left: there is one where the rest of the table of
    /// sums and answers loses rank without those few.
    func tellsOfFew(
        _ shown: (before: Bool, after: Bool, pairs: Bool), knowing known: Set<SurveyWay>,
        seeing seen: (before: Bool, after: Bool) = (true, true)
    ) -> Bool {
        let paired = paired
        var kinds: [[Int]: Int] = [:]
        for (answer, way) in truth {
            // Of officers' sheets of a wave, whoever has seen them knows.
            let isSeen = answer.isBefore ? seen.before : seen.after
            if known.contains(way), way == .group || isSeen { continue }
            var column: [Int] = []
            if shown.before { column.append(answer.isBefore ? 1 : 0) }
            if shown.after { column.append(answer.isBefore ? 0 : 1) }
            if shown.pairs {
                column.append(paired.contains(answer) ? (answer.isBefore ? -1 : 1) : 0)
            }
            kinds[column, default: 0] += 1
        }
        let all = Array(kinds)
        let whole = Self.rank(all.map(\.key))
        return (1..<(1 << all.count)).contains { chosen in
            let few = all.indices.filter { chosen & (1 << $0) != 0 }
            let count = few.map { all[$0].value }.reduce(0, +)
            guard count < minimum else { return false }
            return Self.rank(all.indices.filter { !few.contains($0) }.map { all[$0].key }) < whole
        }
    }

    /// Whether in some pair one answer is known and the other is not. How much changes vary holds
    /// the product of both, and the known one may be nothing for all but a few.
    func hasHalfKnownPairs(
        knowing known: Set<SurveyWay>, seeing seen: (before: Bool, after: Bool) = (true, true)
    ) -> Bool {
        answers.pairs.contains { pair in
            guard let early = truth[Unknown(isBefore: true, id: pair.before)],
                let late = truth[Unknown(isBefore: false, id: pair.after)]
            else { return false }
            func isKnown(_ way: SurveyWay, _ isSeen: Bool) -> Bool {
                known.contains(way) && (way == .group || isSeen)
            }
            return isKnown(early, seen.before) != isKnown(late, seen.after)
        }
    }

    /// Of a table, column by column.
    private static func rank(_ columns: [[Int]]) -> Int {
        var left = columns
        var rank = 0
        for row in 0..<(columns.first?.count ?? 0) {
            guard let place = left.firstIndex(where: { $0[row] != 0 }) else { continue }
            let pivot = left.remove(at: place)
            rank += 1
            left = left.map { column in
                zip(column, pivot).map { $0 * pivot[row] - $1 * column[row] }
            }
        }
        return rank
    }

    func typedByGroup() -> (before: Bool, after: Bool) {
        func typed(_ isBefore: Bool) -> Bool {
            truth.contains { $0.key.isBefore == isBefore && $0.value == .group }
        }
        return (typed(true), typed(false))
    }
}

@Suite("What surveys show tells of nobody, whatever a group knows of its sheets")
struct SurveyDisclosureTests {
    @Test("no figures that are shown leave fewer than the minimum, taken from or added up")
    func property() {
        var (told, paired, both, withheld, naive) = (0, 0, 0, 0, 0)
        for seed in 0..<6000 {
            var dice = Seeded(seed)
            let survey = MadeUpSurvey(&dice)
            let result = survey.result()
            let shown = (
                before: result.before.figure != nil, after: result.after.figure != nil,
                pairs: result.way == .paired
            )
            #expect(!survey.tellsOfFew(shown, knowing: []), "seed \(seed)")
            #expect(!survey.tellsOfFew(shown, knowing: [.group]), "seed \(seed)")
            #expect(
                !survey.tellsOfFew(
                    shown, knowing: [.group, .officer], seeing: survey.typedByGroup()),
                "seed \(seed)")
            if shown.pairs {
                #expect(!survey.hasHalfKnownPairs(knowing: [.group]), "seed \(seed)")
                #expect(
                    !survey.hasHalfKnownPairs(
                        knowing: [.group, .officer], seeing: survey.typedByGroup()),
                    "seed \(seed)")
            }
            // Whatever sheets it typed in: it may have collected all those that officers typed in.
            #expect(!survey.tellsOfFew(shown, knowing: [.group, .officer]), "seed \(seed)")
            if shown.pairs {
                #expect(
                    !survey.hasHalfKnownPairs(knowing: [.group, .officer]), "seed \(seed)")
            }
            if result.isWithheld { withheld += 1 }
            if shown.before || shown.after { told += 1 }
            if shown.pairs { paired += 1 }
            if shown.pairs, survey.typedByGroup() == (true, true) { both += 1 }
            if survey.tellsOfFew(survey.shownByCountsAlone(), knowing: [.group]) { naive += 1 }
        }
        // It is no rule that shows nothing, and counts alone would have told.
        #expect(
            told > 1000 && paired > 60 && both > 20 && withheld > 1000 && naive > 500,
            "\(told) \(paired) \(both) \(withheld) \(naive)")
    }

    @Test("of the few who answer another way than on the group's sheets, there are none or enough")
    func crowds() {
        func hides(
            link: Int, group: Int = 0, officer: Int = 0, unknown: Int = 0
        ) -> Bool {
            let ways =
                Array(repeating: SurveyWay.link, count: link)
                + Array(repeating: .group, count: group)
                + Array(repeating: .officer, count: officer)
                + Array(repeating: .unknown, count: unknown)
            let crowd = SurveyCrowd(ways)
            return crowd.hidesFew(5, isKnownInPart: crowd.isKnownInPart)
        }
        #expect(hides(link: 0, group: 9) && hides(link: 5, group: 1) && hides(link: 1))
        // The group may have collected what an officer typed in.
        #expect(hides(link: 0, officer: 9) && hides(link: 5, officer: 1))
        for link in 1...4 {
            #expect(!hides(link: link, officer: 9))
            #expect(!hides(link: link, group: 4) && !hides(link: link, group: 1, officer: 9))
        }
        // A sheet that an officer typed in is not the group's to work out either.
        #expect(!hides(link: 0, group: 6, officer: 1) && hides(link: 0, group: 6, officer: 5))
        // Whether those of before are the group's or not: any of them may have come over the link.
        #expect(!hides(link: 0, unknown: 9) && !hides(link: 4, unknown: 9))
        #expect(hides(link: 5, unknown: 9))
    }
}
