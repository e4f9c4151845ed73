import Awards
import FundCore
import TestSupport
import Testing
import Workflows

@Suite("Offers and agreements, whatever happens to them")
struct AgreementPropertyTests {
    private static let groups = 3

    @Test(
        "balances are what the entries come to, and what is set aside is what stands",
        arguments: 1...4)
    func money(seed: Int) throws {
        var random = Seeded(seed)
        let round = try AgreedRound()
        let (officer, group) = (
            try round.fund.person("officer"), try round.fund.person("applicant")
        )
        var done = 0
        for step in 1...40 {
            let reference = round.references[Int.random(in: 0..<Self.groups, using: &random)]
            let pence = Int64.random(in: 1...1_500_000, using: &random)
            let refused = problem {
                switch Int.random(in: 0..<12, using: &random) {
                case 0...3: try round.accept(reference)
                case 4...6:
                    try round.vary(
                        reference, pence, as: step % 2 == 0 ? "officer" : "applicant")
                case 7...8: try round.decide(reference, pence % 5 != 0)
                case 9: try round.flow.declineAgreement(reference, reason: nil, as: group)
                case 10 where pence % 3 == 0:
                    try round.flow.withdrawAgreement(reference, reason: "No.", as: officer)
                case 10: try round.flow.askEnd(reference, reason: "Over.", as: officer)
                default:
                    round.fund.advance(seconds: pence % 2 == 0 ? 86_400 * 9 : 3_600)
                    _ = try round.flow.lapseAgreements(round: "round-1", as: officer)
                }
            }
            if refused == nil { done += 1 }
            // Nothing fails but by a rule that says why.
            if let code = refused?.code {
                #expect(
                    code.hasPrefix("agreement-"), "seed \(seed), step \(step): \(code)")
            }
        }
        #expect(done > 4, "seed \(seed)")
        // Each account of the round is what its entries come to.
        #expect(
            try round.fund.value(
                """
                SELECT count(*) FROM ledgerBalance JOIN ledgerAccount ON ledgerAccount.id = accountId
                WHERE roundId IS NOT NULL AND ledgerBalance.pence <> (
                  SELECT ifnull(sum(iif(entry.toAccountId = accountId, entry.pence, -entry.pence)), 0)
                  FROM ledgerEntry AS entry
                  WHERE accountId IN (entry.toAccountId, entry.fromAccountId));
                """) == "0", "seed \(seed)")
        let held = try round.references.map { try round.agreement($0).held.pence }
            .reduce(0, +)
        #expect(
            try round.fund.value(
                """
                SELECT sum(pence) FROM ledgerBalance
                JOIN ledgerAccount ON ledgerAccount.id = accountId
                WHERE kind IN ('reserved', 'committed');
                """) == "\(held)", "seed \(seed)")
        #expect(
            try round.fund.value("SELECT awardedPence FROM awardRound;") == "\(held)",
            "seed \(seed)")
        #expect(
            try round.fund.value(
                "SELECT sum(pence) FROM ledgerBalance JOIN ledgerAccount ON ledgerAccount.id = accountId "
                    + "WHERE roundId IS NOT NULL;") == "3000000", "seed \(seed)")
    }
}
