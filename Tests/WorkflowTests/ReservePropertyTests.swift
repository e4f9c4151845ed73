import Awards
import FundCore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("The reserve list, whatever is done in whatever order")
struct ReservePropertyTests {
    @Test("awards never come to more than the round was allotted", arguments: 1...4)
    func money(seed: Int) throws {
        var random = Seeded(seed)
        let round = try ReservedRound(callIn: seed % 2 == 0)
        let officer = try round.fund.person("officer")
        let decider = try round.fund.person("decider")
        var (done, refusedCodes) = (0, Set<String>())
        for step in 1...100 {
            let reference = round.references[Int.random(in: 1...5, using: &random)]
            let pence = Int64.random(in: 1...8, using: &random) * 100_000
            let refused = problem {
                switch Int.random(in: 0..<14, using: &random) {
                case 0...2: try round.propose(reference)
                case 3: try round.propose(reference, pence)
                case 4...5: try round.propose(reference, order: "It cannot wait")
                case 6...8: try round.decide(reference)
                case 9: try round.decide(reference, .refused)
                case 10:
                    try round.flow.callInReserve(
                        reference, by: nil, reason: "Why?", as: officer)
                case 11:
                    try round.flow.endReserveCallIn(
                        reference, pence > 400_000 ? .upheld : .returned, reason: "So.",
                        as: decider)
                case 12 where pence == 100_000 && step > 20:
                    try round.flow.endListed(
                        reference, .withdrawn, reason: "No more.", as: officer)
                case 12: _ = try round.flow.makeReserveAward(reference, as: officer)
                default:
                    round.fund.advance(seconds: 86_400 * 4)
                    _ = try round.flow.makeReserveAward(reference, as: officer)
                }
            }
            if refused == nil { done += 1 }
            // Nothing fails but by a rule that says why.
            if let code = refused?.code {
                refusedCodes.insert(code)
                #expect(code.hasPrefix("reserve-"), "seed \(seed), step \(step): \(code)")
            }
            let report = try round.list()
            #expect(report.free >= .zero, "seed \(seed), step \(step)")
        }
        #expect(done > 2 && refusedCodes.count > 3, "seed \(seed): \(done), \(refusedCodes)")
        let given = try round.fund.value("SELECT sum(amountPence) FROM award;")
        #expect(Int64(given) ?? .max <= 3_000_000, "seed \(seed)")
        #expect(
            try round.fund.value("SELECT awardedPence FROM awardRound;") == given, "seed \(seed)")
        #expect(
            try round.fund.value(
                """
                SELECT sum(pence) FROM ledgerBalance
                JOIN ledgerAccount ON ledgerAccount.id = accountId
                WHERE kind IN ('reserved', 'committed');
                """) == given, "seed \(seed)")
        #expect(
            try round.fund.value(
                "SELECT count(*) FROM award GROUP BY applicationId HAVING count(*) > 1;") == "")
        // Each that was awarded from the list stands as that, and has one letter of it.
        #expect(
            try round.fund.value(
                """
                SELECT count(*) FROM award JOIN application ON application.id = applicationId
                WHERE reserveProposalId IS NOT NULL AND (status <> 'awarded' OR 1 <> (
                  SELECT count(*) FROM letter WHERE kind = 'reserveAward'
                    AND letter.applicationId = award.applicationId));
                """) == "0", "seed \(seed)")
    }
}
