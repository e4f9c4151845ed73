import FundCore
import TestSupport
import Testing

@Suite("Nobody on a sealed panel learns others' scores")
struct SealedTests {
    /// Where two answers to the same question part, in a few words.
    private func difference(_ one: String, _ other: String) -> String {
        let (old, new) = (one.split(separator: "\n"), other.split(separator: "\n"))
        let differing = zip(old, new).filter { $0 != $1 }.prefix(3).map { "\($0) → \($1)" }
        return "\(differing), \(old.count) → \(new.count) lines"
    }

    private func compare(_ before: [String: String], _ after: [String: String]) {
        for (place, answer) in before {
            guard let later = after[place], later != answer else { continue }
            Issue.record("\(place) tells of others' scores: \(difference(answer, later))")
        }
        #expect(Set(before.keys) == Set(after.keys) && before.count > 60)
    }

    @Test(
        "every page and endpoint answers the same, whatever others scored, locked, wrote or said",
        arguments: ["p1", "both"])
    func nothingLeaks(member: String) throws {
        let round = try SealedRound(member, meets: true)
        try round.fund.good("score record \(round.references[0]) --score need=2", as: member)
        let walk = try SealedWalk(round)
        let before = try walk.everything()
        try round.othersScore()
        compare(before, try walk.everything())
        // They did score: those who may read it do.
        let read = try round.fund.good(
            "score list --round round-2 --format csv", as: "officer"
        ).output
        #expect(read.contains("secret"))
    }

    @Test(
        "nor does it show that a proposal was made of them, whatever else a member may be here",
        arguments: ["p1", "both", "deciding", "auditing", "paying"])
    func proposal(member: String) throws {
        let round = try SealedRound(member, meets: false)
        let walk = try SealedWalk(round)
        let before = try walk.everything()
        try round.othersScore()
        try round.propose()
        compare(before, try walk.everything())
        #expect(
            try round.fund.good("decision show --round round-2", as: "officer").output
                .contains(round.references[0]))
    }

    @Test(
        "what is refused is refused alike: no form, file or condition tells whether others scored",
        arguments: ["p1", "both", "deciding"])
    func attempts(member: String) throws {
        let quiet = try SealedRound(member, meets: false)
        let scored = try SealedRound(member, meets: false)
        #expect(quiet.references == scored.references)
        try scored.othersScore()
        try scored.propose()
        let before = try SealedWalk(quiet).attempts()
        let after = try SealedWalk(scored).attempts()
        #expect(before.map(\.place) == after.map(\.place) && before.count > 200)
        for ((place, answer), (_, later)) in zip(before, after) where answer != later {
            Issue.record("\(place) tells of others' scores: \(difference(answer, later))")
        }
    }
}
