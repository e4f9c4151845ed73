import Assessment
import Bootstrap
import FundCore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Who stands down takes nobody else with them")
struct StandDownTests {
    private typealias Said = (criterion: String, value: Int64?, comment: String?)

    /// A closed and checked round whose members are briefed, say that they have no interest, and
    /// score everything but what `unassigned` says.
    private func round(
        _ count: Int, members: [String], in fund: TestFund? = nil,
        unassigned: (String, String) -> Bool = { _, _ in false }
    ) throws -> (fund: TestFund, references: [String]) {
        let fund = try fund ?? Self.fund()
        fund.setTime("2027-03-02T10:00")
        try fund.open("round-2")
        let references = try (1...count).map {
            try fund.submit("Group \($0)", pence: 200_000 + Int64($0 % 2), round: "round-2")
        }
        try fund.close("round-2")
        try fund.checkAll("round-2")
        try fund.addPanel(members, round: "round-2")
        for member in members {
            let person = try fund.person(member)
            try fund.workflows.acknowledgeBriefing(of: "round-2", as: person)
            for reference in references {
                try fund.workflows.declareInterest(
                    in: reference, has: false, detail: "", as: person)
                if unassigned(member, reference) { continue }
                try fund.workflows.reassign(
                    reference, to: "\(member)@example.org", adds: true, reason: "Test.",
                    as: try fund.person("officer"))
            }
        }
        return (fund, references)
    }

    private static func fund() throws -> TestFund {
        try TestFund(
            now: "2026-12-01T10:00",
            edits: [
                ("Config/rounds.yaml", "form: form-round-2.yaml", "form: form.yaml"),
                ("Config/rounds.yaml", "      # least: ", "      least: "),
                ("Config/rounds.yaml", "      #   score: 40", "        score: 40"),
                ("Config/rounds.yaml", "      #   need: 2", "        need: 2"),
                // Each of the two rounds.
                ("Config/rounds.yaml", "allotment: £30,000", "allotment: £6,000"),
                ("Config/rounds.yaml", "allotment: £30,000", "allotment: £6,000"),
                TestFund.withoutMeeting,
            ])
    }

    private func score(
        _ reference: String, by member: String, in fund: TestFund, sparing: Set<String> = []
    ) throws {
        let said: [Said] = TestFund.criteria.map { ($0, sparing.contains($0) ? nil : 4, nil) }
        _ = try fund.workflows.recordScores(
            of: reference, member: nil, said, as: try fund.person(member))
    }

    private func leave(
        _ member: String, _ round: String = "round-2", keeps: Bool, in fund: TestFund
    ) throws {
        _ = try fund.workflows.standDown(
            "\(member)@example.org", of: round, keepsScores: keeps, reason: "Ill.",
            as: try fund.person("officer"))
    }

    private func explained(_ reference: String, in fund: TestFund) throws -> ScoreExplanation {
        try fund.services.reports.explanation(of: reference, as: try fund.person("officer"))
    }

    @Test("scores that stay still count, whoever else leaves the panel and takes theirs along")
    func kept() throws {
        let (fund, references) = try round(2, members: ["p1", "p2", "p3"])
        try score(references[0], by: "p2", in: fund, sparing: ["lens"])
        try leave("p2", keeps: true, in: fund)
        let before = try explained(references[0], in: fund)
        #expect(before.criteria.map(\.missing.count) == [2, 2, 2, 2, 2, 2])
        try leave("p3", keeps: false, in: fund)
        // p1 is still to score it: nothing of it is whole, and what may apply is not left out.
        let after = try explained(references[0], in: fund)
        #expect(after.criteria.map(\.missing.count) == [1, 1, 1, 1, 1, 1])
        #expect(after.ranked.missingCount == 6 && after.ranked.score == nil)
        #expect(!after.criteria.contains { !$0.result.applies })
        // What p2 had not finished, they left behind.
        #expect(try explained(references[1], in: fund).ranked.missingCount == 6)
    }

    @Test("who leaves one round changes nothing in another")
    func otherRound() throws {
        let fund = try Self.fund()
        try fund.open("round-1")
        try fund.addPanel(["p3"])
        let (_, references) = try round(1, members: ["p1", "p2"], in: fund)
        try score(references[0], by: "p2", in: fund, sparing: ["lens"])
        try leave("p2", keeps: true, in: fund)
        let before = try explained(references[0], in: fund).json.text
        try leave("p3", "round-1", keeps: false, in: fund)
        #expect(try explained(references[0], in: fund).json.text == before)
        #expect(try explained(references[0], in: fund).ranked.missingCount == 6)
    }

    @Test("an explanation tells who left apart from who has an interest")
    func told() throws {
        let (fund, references) = try round(3, members: ["p1", "p2", "p3"])
        for member in ["p1", "p2", "p3"] {
            for reference in references.prefix(2) {
                try score(reference, by: member, in: fund)
            }
        }
        try fund.workflows.setInterest(
            of: "p2@example.org", in: references[1], has: true, detail: "A friend.",
            as: try fund.person("officer"))
        try leave("p3", keeps: false, in: fund)
        let words = try fund.services.words()
        func counts(_ reference: String) throws -> [Int] {
            let found = try explained(reference, in: fund)
            #expect(found.disagreements.isEmpty)
            let text = words.summary(of: found).joined(separator: "\n")
            #expect(text.contains("interest in it") == (found.barredCount > 0))
            #expect(text.contains("Members who left the panel") == (found.leftCount > 0))
            #expect(found.json["membersWithInterest"]?.int == Int64(found.barredCount))
            #expect(found.json["membersWhoLeft"]?.int == Int64(found.leftCount))
            return [found.barredCount, found.leftCount]
        }
        #expect(try references.map(counts) == [[0, 1], [1, 1], [0, 0]])
    }

    @Test("a ranking without a member is what it is once they stand down and take theirs along")
    func asTold() throws {
        var (unscored, swings) = (0, 0)
        for seed in 0..<8 {
            var dice = Seeded(seed)
            let skipped = (0..<3).map { _ in Int.random(in: 0..<5, using: &dice) }
            let members = ["p1", "p2", "p3"]
            let (fund, references) = try round(5, members: members) { member, reference in
                skipped[members.firstIndex(of: member) ?? 0] == Int(reference.dropLast(2).suffix(1))
            }
            let officer = try fund.person("officer")
            for member in members {
                for reference in references where Int.random(in: 0..<8, using: &dice) > 0 {
                    let said: [Said] = TestFund.criteria.map { criterion in
                        let isSpared =
                            criterion != "need" && Int.random(in: 0..<2, using: &dice) == 0
                        return (
                            criterion, isSpared ? nil : Int64.random(in: 1...5, using: &dice), nil
                        )
                    }
                    // Who is not assigned is refused.
                    _ = problem {
                        _ = try fund.workflows.recordScores(
                            of: reference, member: nil, said, as: try fund.person(member))
                    }
                }
            }
            if seed % 2 == 0 {
                try fund.workflows.setInterest(
                    of: "p1@example.org", in: references[0], has: true, detail: "A friend.",
                    as: officer)
            }
            let found = try fund.services.reports.sensitivity(of: "round-2", as: officer)
            let funded = Set(found.applications.filter(\.isFunded).map(\.reference))
            for (place, change) in found.changes.enumerated() {
                guard let email = change.member else { continue }
                let gone = try fund.copy()
                try leave(String(email.prefix(2)), keeps: false, in: gone)
                for application in found.applications {
                    let rank = try explained("\(application.reference)", in: gone).ranked.rank
                    #expect(application.ranks[place] == rank, "seed \(seed), \(email)")
                }
                let lines = try gone.services.reports.allocations(of: "round-2", as: officer)
                    .methods[0].lines
                #expect(
                    Set(lines.map(\.reference))
                        == funded.union(change.enters).subtracting(change.leaves),
                    "seed \(seed), \(email)")
                unscored += change.unscored
                if change.swings { swings += 1 }
            }
        }
        #expect(unscored > 0 && swings > 5)
    }
}
