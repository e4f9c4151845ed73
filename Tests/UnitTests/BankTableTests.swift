import Bootstrap
import Foundation
import FundCore
import TestSupport
import Testing
import Workflows

@testable import Payments

@Suite("Rows that tell of payments are read by their profile")
struct BankTableTests {
    private func profiles(
        _ edits: [(file: String, old: String, new: String)] = []
    ) throws -> [BankTableProfile] {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path, edits: edits)
        let settings = try Settings(
            database: "\(folder.path)/x.sqlite", configuration: "\(folder.path)/Config",
            environment: [:])
        return try Services.configuration(settings).bankResults
    }

    private func profile(_ key: String) throws -> BankTableProfile {
        try #require(try profiles().first { $0.key == key })
    }

    private func read(
        _ bytes: [UInt8], _ profile: BankTableProfile
    ) throws -> (BankFile, [BankLine]) {
        var lines: [BankLine] = []
        let file = try BankFileFormat.table(profile)
            .read(ByteSource(name: "results.csv", bytes: bytes)) { lines.append($0) }
        return (file, lines)
    }

    private let results = """
        run_reference,payment_reference,payee,amount,paid_on,status,reason
        PR26-0007-X,CF26-0001-M/1,Example Lane,"2,500.00",2027-02-10,PAID,
        PR26-0007-X,CF26-0002-P/1,Café,0.01,2027-02-10,Paid,
        PR26-0007-X,CF26-0003-Q/2,"O, Example",999.99,2027-02-11,RETURNED,No such account
        PR26-0007-X,CF26-0004-R/1,A,1,2027-02-11,rejected,Closed
        PR26-0007-X,CF26-0005-S/1,B,1,2027-02-11,Pending,
        TRAILER,5,,3502.00,,,

        """

    @Test("results of the ledger are payments with what became of them")
    func ledger() throws {
        let profile = try profile("ledger-results")
        for text in [results, "\u{FEFF}" + results, results.replacing("\n", with: "\r\n")] {
            let (file, lines) = try read(Array(text.utf8), profile)
            #expect(file.lineCount == 5 && file.statements.isEmpty)
            #expect(lines.map(\.outcome) == [.paid, .paid, .returned, .failed, .unknown])
            #expect(lines.map(\.status) == [.booked, .booked, .booked, .booked, .pending])
            #expect(lines.map(\.pence) == [-250_000, -1, -99_999, -100, -100])
            #expect(lines.map(\.line) == [2, 3, 4, 5, 6])
            #expect(
                lines[2]
                    == BankLine(
                        line: 4, bookedOn: LocalDate("2027-02-11"), pence: -99_999, kind: .debit,
                        endToEndReference: "CF26-0003-Q/2", batchReference: "PR26-0007-X",
                        counterparty: "O, Example", remittance: nil, status: .booked,
                        returnReason: "No such account", outcome: .returned))
        }
    }

    @Test("a statement in Windows-1252 with a column for each direction")
    func statement() throws {
        let text = """
            Account 12-34-56 12345678

            Date,Description,Reference,Name,Paid out,Paid in
            10/02/2027,Bacs payment,CF26-0001-M/1,Caf#,"@2,500.00",
            11/02/2027,RETURNED PAYMENT AC01,CF26-0001-M/1,,0.00,2500.00
            11/02/2027,Rates,,,,1.50
            12/02/2027,Pending: Bacs,,,3,

            """
        let bytes = text.utf8.map { byte -> UInt8 in
            byte == UInt8(ascii: "#") ? 0xE9 : byte == UInt8(ascii: "@") ? 0xA3 : byte
        }
        let (_, lines) = try read(bytes, profile("example-bank"))
        #expect(lines.map(\.pence) == [-250_000, 250_000, 150, -300])
        #expect(lines.map(\.outcome) == [.paid, .returned, .unknown, .unknown])
        #expect(lines.map(\.status) == [.booked, .booked, .booked, .pending])
        #expect(lines[0].counterparty == "Café" && lines[2].endToEndReference == nil)
        #expect(lines.map(\.line) == [4, 5, 6, 7])
        var wrong = bytes
        wrong[text.utf8.count - 20] = 0x81
        let found = problem { _ = try read(wrong, profile("example-bank")) }
        #expect(found?.fields.map(\.code) == ["not-windows-1252"])
    }

    @Test(
        "what is wrong is told with its line, and nothing counts",
        arguments: [
            ("TRAILER,5,,3502.00", "TRAILER,4,,3502.00", "line 7", "bank-trailer-count"),
            ("TRAILER,5,,3502.00", "TRAILER,5,,3502.01", "line 7: amount", "bank-trailer-total"),
            ("TRAILER,5,,3502.00", "TRAILER,5,,", "line 7: amount", "bank-trailer-total"),
            ("TRAILER,5,,3502.00,,,\n", "", "line 6", "bank-trailer-missing"),
            (
                "TRAILER,5,,3502.00,,,\n", "TRAILER,5,,3502.00,,,\nx,,,,,,\n", "line 8",
                "bank-after-trailer"
            ),
            ("0.01,2027-02-10", "0.01,10/02/2027", "line 3: paid_on", "bank-date"),
            ("0.01,", "0.015,", "line 3: amount", "not-pounds-amount"),
            ("0.01,", "=1+1,", "line 3: amount", "not-pounds-amount"),
            ("0.01,", ",", "line 3: amount", "missing"),
            ("RETURNED", "SENT BACK", "line 4: status", "not-an-option"),
            ("amount,paid_on", "sum,paid_on", "line 1", "bank-column-missing"),
            ("payee,amount", "amount,amount", "line 1: amount", "column-twice"),
            ("Café,0.01", "Café,more,0.01", "line 3", "field-count"),
            (
                "CF26-0002-P/1,Café,0.01", "CF26-0001-M/1,Café,\"2,500.00\"", "line 3",
                "bank-line-twice"
            ),
            ("TRAILER", "\"TRAILER", "line 7", "csv-quote-open"),
            ("Café", "Caf\u{0}", "line 3", "not-utf8"),
        ])
    func slips(old: String, new: String, place: String, code: String) throws {
        #expect(results.contains(old))
        let profile = try profile("ledger-results")
        let text = results.replacing(old, with: new, maxReplacements: 1)
        let found = problem { _ = try read(Array(text.utf8), profile) }
        let fields = found?.fields ?? []
        #expect(fields.contains { $0.code == code && $0.place == place }, "\(fields)")
    }

    @Test("whatever becomes of its bytes, a file of rows is read or refused", arguments: 0..<4)
    func mangled(seed: Int) throws {
        var random = Seeded(seed)
        let profile = try profile("ledger-results")
        for _ in 0..<100 {
            var bytes = Array(results.utf8)
            let odd = Array(",\"\r\n-9.x=\0 ".utf8) + [0xC3, 0x80, 0xFF]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes[place] = odd.randomElement(using: &random) ?? 0
                } else {
                    bytes.insert(odd.randomElement(using: &random) ?? 0, at: place)
                }
            }
            do {
                let (file, lines) = try read(bytes, profile)
                #expect(file.lineCount == 5 && lines.map(\.pence).reduce(0, +) == -350_200)
            } catch let invalid as InvalidInput {
                #expect(!invalid.fields.isEmpty)
            }
        }
    }

    @Test("both directions in one row, or neither, is no payment")
    func directions() throws {
        let profile = try profile("example-bank")
        for amounts in ["1.00,1.00", ","] {
            let text =
                "x\nDate,Description,Reference,Name,Paid out,Paid in\n10/02/2027,a,,,\(amounts)\n"
            let found = problem { _ = try read(Array(text.utf8), profile) }
            #expect(found?.fields.map(\.code) == ["bank-one-amount"])
        }
        #expect(problem { _ = try read([], profile) }?.fields.map(\.code) == ["file-empty"])
    }

    @Test("rows without end are refused, however they are written")
    func limits() throws {
        let profile = try profile("ledger-results")
        let start = "run_reference,payment_reference,payee,amount,paid_on,status,reason\n"
        for row in [
            String(repeating: "x", count: 200_000),
            String(repeating: String(repeating: "x", count: 300) + ",", count: 900),
        ] {
            let found = problem { _ = try read(Array((start + row + "\n").utf8), profile) }
            #expect(found?.fields.first?.code == "too-long")
        }
        let many = String(repeating: "a\n", count: 500)
        let found = problem { _ = try read(Array((start + many).utf8), profile) }
        #expect(found?.fields.count == 101)
    }

    @Test(
        "amounts and dates are read as they are written",
        arguments: ExportProfile.Amounts.allCases)
    func amounts(way: ExportProfile.Amounts) throws {
        for pence: Int64 in [1, 99, 100, 123_456, 99_999_999_999] {
            #expect(way.read(way.write(Money(pence: pence))) == pence)
            #expect(way.read("-" + way.write(Money(pence: pence))) == -pence)
        }
        for text in ["", "x", "1.2.3", "--1", "1,2", "1e3", "."] where way != .poundsComma {
            #expect(way.read(text) == nil, "\(text)")
        }
        for dates in ExportProfile.Dates.allCases {
            for day: Int64 in stride(from: 20_000, to: 20_400, by: 7) {
                let date = LocalDate(daysSince1970: day)
                #expect(dates.read(dates.write(date)) == date)
            }
            #expect(dates.read("") == nil && dates.read("31 Foo 2027") == nil)
        }
        #expect(ExportProfile.Dates.dayFirst.read("31/02/2027") == nil)
        #expect(ExportProfile.Dates.monthNamed.read("4 Feb 2027") == LocalDate("2027-02-04"))
    }

    @Test(
        "each slip in bank-results.yaml is named with its file and line",
        arguments: [
            ("encoding: utf-8\n", "encoding: latin\n", "not-an-option"),
            ("skipRows: 1 ", "skipRows: many ", "not-whole-number"),
            ("    dates: dd/mm/yyyy\n", "", "missing"),
            ("outgoing: positive", "outgoing: up", "not-an-option"),
            ("      debit: Paid out\n", "", "bank-amount-columns"),
            ("      amount: amount\n", "", "bank-amount-columns"),
            ("      name: payee", "      name: status", "twice"),
            ("      reference: payment_reference\n", "", "bank-needs-reference"),
            ("      paid: [PAID]\n", "", "missing"), ("failed: [FAILED", "failed: [PAID", "twice"),
            ("totalUnder: amount}\n", "totalUnder: payee}\n", "not-an-option"),
            ("      date: Date\n", "      day: Date\n", "unknown-key-of"),
            ("  example-bank:", "  example_bank:", "not-key"),
        ])
    func configuration(old: String, new: String, code: String) throws {
        let found = problem { _ = try profiles([("Config/bank-results.yaml", old, new)]) }
        let fields = found?.fields ?? []
        #expect(
            fields.contains { $0.code == code && $0.place.hasPrefix("bank-results.yaml:") },
            "\(fields)")
    }
}
