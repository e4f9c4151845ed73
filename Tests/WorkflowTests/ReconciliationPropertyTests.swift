import FundCore
import Ledger
import Payments
import TestSupport
import Testing
import Workflows

@Suite("Whatever statements say, in whatever order and how often, each pound is settled once")
struct ReconciliationPropertyTests {
    @Test("random statements, overlapping and repeated", arguments: 0..<6)
    func random(seed: Int) throws {
        var dice = Seeded(seed)
        let amounts = (0..<5).map { _ in Int64.random(in: 100_000...300_000, using: &dice) }
        let paid = try ExportedRound(amounts)
        let fund = paid.round.fund
        // What the account really did: some payments, some of which came back, and other things.
        var movements: [BankEntry] = []
        var (paidPence, returnedPence): (Int64, Int64) = (0, 0)
        func move(_ entry: BankEntry) { movements.append(entry) }
        for (place, amount) in amounts.enumerated() where Int.random(in: 0...3, using: &dice) > 0 {
            move(BankEntry(-amount, paid.names[place], bank: "P\(place)"))
            paidPence += amount
            guard Bool.random(using: &dice) else { continue }
            move(
                BankEntry(
                    amount, paid.names[place], bank: "R\(place)", on: "2026-12-07",
                    isReturn: true))
            returnedPence += amount
        }
        for number in 0..<4 {
            let place = Int.random(in: 0..<5, using: &dice)
            let slip = Int64.random(in: 1...99, using: &dice)
            move(
                [
                    BankEntry(-amounts[place] - slip, paid.names[place], bank: "X\(number)"),
                    BankEntry(-slip, nil, bank: "X\(number)"),
                    BankEntry(slip, paid.names[place], bank: "X\(number)"),
                    BankEntry(
                        -amounts.reduce(0, +) - slip, nil, batch: "\(paid.run.reference)",
                        bank: "X\(number)"),
                ][number])
        }
        // Told in windows that overlap, and then again.
        var start = 0
        while start < movements.count {
            let end = min(movements.count, start + Int.random(in: 1...4, using: &dice))
            let from = max(0, start - Int.random(in: 0...3, using: &dice))
            try paid.reconcile(
                BankEntry.statement(
                    Array(movements[from..<end]), id: "S\(start)-\(from)"))
            start = end
        }
        try paid.reconcile(BankEntry.statement(movements.shuffled(using: &dice), id: "ALL"))
        let standing = try paid.round.standing()
        #expect(standing.paid == Money(pence: paidPence))
        #expect(standing.returned == Money(pence: returnedPence))
        #expect(
            standing.committed
                == Money(pence: amounts.reduce(0, +) - paidPence + returnedPence))
        // The entries, the outcomes and the lines that prove them tell the same.
        func sum(_ query: String) throws -> Int64? { Int64(try fund.value(query)) }
        for (kind, entry, pence) in [
            ("paid", "payment", paidPence), ("returned", "return", returnedPence),
        ] {
            #expect(
                try sum(
                    "SELECT ifnull(sum(pence), 0) FROM ledgerEntry WHERE kind = '\(entry)'")
                    == pence)
            #expect(
                try sum(
                    """
                    SELECT ifnull(sum(abs(pence)), 0) FROM paymentOutcomeLine
                    JOIN paymentBankLine ON id = lineId WHERE paymentOutcomeLine.kind = '\(kind)'
                    """) == pence)
        }
        #expect(
            try fund.value(
                "SELECT count(*) FROM paymentOutcomeLine GROUP BY lineId HAVING count(*) > 1")
                == "")
        #expect(
            try sum("SELECT count(*) FROM paymentBankMatch")
                == sum("SELECT count(*) FROM paymentBankLine"))
        // Of what was told several times, each unmatched line stands in the list once.
        #expect(try paid.unmatched().filter { $0.hasPrefix("bank") }.count == 4)
    }
}
