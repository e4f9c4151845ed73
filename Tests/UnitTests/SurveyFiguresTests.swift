import Foundation
import TestSupport
import Testing

@testable import Commissioning

/// Figures that scipy and numpy worked out, apart from this program: how is in
/// Tests/Support/survey_figures.py.
private enum SciPy {
    static let name = "survey-figures.txt"

    /// By the first Python that has it; with the status 77 where none has.
    static func run() throws -> Outcome {
        let own = Repository.root.appendingPathComponent(".build/python/bin/python3").path
        let script = Repository.root.appendingPathComponent("Tests/Support/survey_figures.py").path
        var outcome = try Command.run("/usr/bin/env", ["python3", script])
        if outcome.status != 0, FileManager.default.isExecutableFile(atPath: own) {
            outcome = try Command.run("/usr/bin/env", [own, script])
        }
        return outcome
    }

    static let isHere = (try? run().status) == 0

    struct Case {
        let text: String
        let kind: String
        /// The numbers that go in, group by group.
        let given: [[Int64]]
        let expected: [Int64]
    }

    static func cases() throws -> [Case] {
        func numbers(_ text: Substring) -> [Int64] {
            text.split(separator: " ").compactMap { Int64($0) }
        }
        return try String(decoding: Golden.bytes(name), as: UTF8.self).split(separator: "\n").map {
            let parts = $0.split(separator: ";")
            guard parts.count == 3 else { throw TestFailure("\($0)") }
            return Case(
                text: String($0), kind: String(parts[0]),
                given: parts[1].split(separator: ",").map(numbers), expected: numbers(parts[2]))
        }
    }
}

@Suite("Figures of surveys and of segregation against scipy's")
struct SurveyFiguresTests {
    @Test("the mean change, the paired change, their intervals, shares and the index are scipy's")
    func figures() throws {
        var counts: [String: Int] = [:]
        for each in try SciPy.cases() {
            counts[each.kind, default: 0] += 1
            let reckoned = try #require(self.reckoned(each), "\(each.text)")
            // The last place may be rounded the other way; quantiles are good to eight millionths.
            let most: Int64 = each.kind == "quantile" ? 8 : 1
            #expect(
                reckoned.count == each.expected.count
                    && zip(reckoned, each.expected).allSatisfy { abs($0 - $1) <= most },
                "\(each.text): \(reckoned)")
        }
        #expect(
            counts == [
                "quantile": 12, "paired": 120, "unpaired": 160, "shares": 80, "dissimilarity": 60,
            ])
    }

    private func reckoned(_ each: SciPy.Case) -> [Int64]? {
        switch each.kind {
        case "quantile":
            return [Int64(StudentT.quantile(degrees: Int128(each.given[0][0])))]
        case "paired":
            return told(
                .paired(
                    zip(each.given[0], each.given[1]).map {
                        (before: Int16($0), after: Int16($1))
                    }, minimum: 3))
        case "unpaired":
            return told(
                .unpaired(
                    before: each.given[0].map { Int16($0) }, after: each.given[1].map { Int16($0) },
                    minimum: 3))
        case "shares":
            let both = each.given.compactMap { Proportion(yes: Int($0[0]), of: Int($0[1])) }
            guard both.count == 2 else { return nil }
            return told(.shares(before: both[0], after: both[1], minimum: 3))
        case "dissimilarity":
            let areas = zip(each.given[0], each.given[1]).map { (one: $0, others: $1) }
            return Segregation.dissimilarity(areas).map { [Int64($0)] }
        default: return nil
        }
    }

    private func told(_ comparison: SurveyComparison) -> [Int64]? {
        guard case .change(let change) = comparison else { return nil }
        return [change.before, change.after, change.difference, change.lowest, change.highest]
    }

    @Test("what a survey shows is those figures", arguments: ["paired", "unpaired"])
    func shown(_ kind: String) throws {
        for each in try SciPy.cases().filter({ $0.kind == kind }) {
            let before = each.given[0].map { Given(points: Int16($0), way: .link) }
            let after = each.given[1].map { Given(points: Int16($0), way: .link) }
            let result = CommissioningModule.result(
                SurveyQuestion(key: "q", title: "Q", scale: .ten, points: [], agreeFrom: 4),
                SurveyAnswers.OfQuestion(
                    before: side(before), after: side(after),
                    pairs: kind == "paired"
                        ? zip(before, after).map { (before: $0, after: $1) } : []),
                minimum: 3)
            #expect(result.way?.rawValue == kind)
            let change = try #require(result.change, "\(each.text)")
            let found = [
                result.before.figure?.mean, result.after.figure?.mean, change.difference,
                change.lowest, change.highest,
            ].compactMap(\.self)
            #expect(
                found.count == 5 && zip(found, each.expected).allSatisfy { abs($0 - $1) <= 1 },
                "\(each.text): \(found)")
        }
    }

    private typealias Given = SurveyAnswers.Given

    private func side(_ given: [Given]) -> SurveyAnswers.Side {
        SurveyAnswers.Side(given: given, isKnownInPart: false, isTold: true)
    }

    @Test("the figures are what scipy says here and now", .enabled(if: SciPy.isHere))
    func fresh() throws {
        let made = try SciPy.run()
        try Golden.expect(Array(made.output.utf8), is: SciPy.name)
    }
}
