import Foundation
import FundCore
import TestSupport
import Testing

@testable import Payments

/// Payments and profiles that are plainly made up.
enum MadeUp {
    static let account = OwnAccount(
        name: "EXAMPLE COUNCIL", sortCode: "123456", account: "12345678")

    static func payments() throws -> [PaymentInstruction] {
        try [
            PaymentInstruction(
                reference: "CF26-0001-M/1", payee: "Example Lane Sewing Circle",
                sortCode: "10-79-99", account: "88837491", pence: 250_000, award: "CF26-0001-M",
                remittance: "CF26-0001-M first part"),
            PaymentInstruction(
                reference: "CF26-0002-P/1", payee: "Café Zoë & Søn (Straße)", sortCode: "202959",
                account: "63748472", pence: 1, award: "CF26-0002-P", remittance: ""),
            PaymentInstruction(
                reference: "CF26-0003-Q/2", payee: "O’Example <Choir>", sortCode: "089999",
                account: "66374958", pence: 99_999, award: "CF26-0003-Q", remittance: "a<b&c"),
        ]
    }

    static func batch(of payments: [PaymentInstruction], number: Int64 = 7) throws -> PaymentBatch {
        var totals = PaymentTotals()
        for payment in payments { try totals.add(payment) }
        return PaymentBatch(
            reference: "PR26-0007-X", number: number,
            createdAt: try #require(Instant(iso8601: "2026-11-23T09:30:00.000Z")),
            days: try days(), totals: totals)
    }

    static func days() throws -> BacsDays {
        try BacsDays(
            processing: try #require(LocalDate("2026-11-24")), BankHolidays([2026: []]))
    }

    static func bacs(
        days: BacsSettings.Days = .single, contra: Bool = true, bare: Bool = false,
        labels: BacsSettings.Labels = .init(), lineEnd: CSVFormat.LineEnd = .crlf
    ) -> BankFileProfile {
        BankFileProfile(
            key: "bacs", title: "Bacs",
            format: .bacs(
                BacsSettings(
                    userNumber: "654321", ownAccount: account, serialPrefix: "CF", days: days,
                    hasContra: contra, isBare: bare, labels: labels, lineEnd: lineEnd)))
    }

    static func pain(
        _ version: PainSettings.Version, _ level: PainSettings.ServiceLevel = .bacs
    ) -> BankFileProfile {
        BankFileProfile(
            key: "pain", title: "pain",
            format: .pain(
                PainSettings(
                    version: version, messageIDPrefix: "CF-", initiatingParty: "EXAMPLE & COUNCIL",
                    ownAccount: account, serviceLevel: level, isBookedAsBatch: false,
                    executionDay: .entry)))
    }

    static func file(
        _ profile: BankFileProfile, _ payments: [PaymentInstruction],
        batch: PaymentBatch? = nil
    ) throws -> [UInt8] {
        var writer = try profile.writer(for: batch ?? self.batch(of: payments))
        var bytes: [UInt8] = []
        try writer.begin(into: &bytes)
        for payment in payments { try writer.row(payment, into: &bytes) }
        try writer.end(into: &bytes)
        return bytes
    }
}

@Suite("A file for the bank carries the run's payments, exactly")
struct PaymentFileTests {
    @Test(
        "a Bacs file has each label and record at its place",
        arguments: [
            ("bacs18-single.txt", MadeUp.bacs()),
            (
                "bacs18-variants.txt",
                MadeUp.bacs(
                    days: .multi, contra: false,
                    labels: .init(
                        vol1At32: "HSBC", hdr1At15: "", hdr1At16: .blank, hdr1At55: .blank,
                        hdr2At51: .blank, uhl1At11: .sun, uhl1At38: .blank), lineEnd: .lf)
            ), ("bacs18-bare.txt", MadeUp.bacs(bare: true)),
        ])
    func bacsGolden(name: String, profile: BankFileProfile) throws {
        try Golden.expect(MadeUp.file(profile, MadeUp.payments()), is: name)
    }

    @Test("places of the labels are those of the standard, counted from 1")
    func bacsPlaces() throws {
        let text = String(
            decoding: try MadeUp.file(MadeUp.bacs(), MadeUp.payments()), as: UTF8.self)
        let lines = text.components(separatedBy: "\r\n")
        func at(_ line: Int, _ from: Int, _ to: Int) -> String {
            String(Array(lines[line])[(from - 1)..<to])
        }
        #expect(lines.map(\.count) == [80, 80, 80, 80, 100, 100, 100, 100, 80, 80, 80, 0])
        #expect(at(0, 1, 10) == "VOL1CF0007" && at(0, 42, 47) == "654321" && at(0, 80, 80) == "1")
        #expect(at(1, 1, 15) == "HDR1A654321S  1" && at(1, 16, 27) == "654321CF0007")
        #expect(at(1, 28, 35) == "00010001" && at(1, 42, 53) == " 26327 26336")
        #expect(at(1, 55, 60) == "000000")
        #expect(at(2, 1, 15) == "HDR2F0200000100" && at(2, 51, 52) == "00")
        #expect(at(3, 1, 16) == "UHL1 26328999999" && at(3, 21, 40) == "000000001 DAILY  001")
        #expect(at(4, 1, 17) == "10799988837491099" && at(4, 18, 31) == "12345612345678")
        #expect(at(4, 36, 46) == "00000250000" && at(4, 47, 64) == "EXAMPLE COUNCIL   ")
        #expect(at(4, 65, 82) == "CF26-0001-M/1     " && at(4, 83, 100) == "EXAMPLE LANE SEWIN")
        #expect(at(5, 83, 100) == "CAFE ZOE & SON STR")
        #expect(at(7, 1, 17) == "12345612345678017" && at(7, 36, 46) == "00000350000")
        #expect(at(7, 65, 82) == "CONTRA            ")
        #expect(at(8, 1, 4) == "EOF1" && at(8, 5, 80) == at(1, 5, 80))
        #expect(at(9, 1, 4) == "EOF2" && at(9, 5, 80) == at(2, 5, 80))
        #expect(
            at(10, 1, 44) == "UTL1" + "0000000350000" + "0000000350000" + "0000001" + "0000003")
    }

    @Test(
        "a pain.001 file is as it stands in the golden file",
        arguments: [
            ("pain.001.001.03.xml", MadeUp.pain(.third)),
            ("pain.001.001.09.xml", MadeUp.pain(.ninth, .fasterPayments)),
        ])
    func painGolden(name: String, profile: BankFileProfile) throws {
        try Golden.expect(MadeUp.file(profile, MadeUp.payments()), is: name)
    }

    @Test(
        "a pain.001 file is valid by the schema of ISO 20022, and one with a slip is not",
        .enabled(if: XMLSchemas.areHere, "Scripts/setup --tests brings the schemas"),
        arguments: ["pain.001.001.03.xml", "pain.001.001.09.xml"])
    func painSchema(name: String) throws {
        let text = String(decoding: try Golden.bytes(name), as: UTF8.self)
        let outcome = try XMLSchemas.validate(Data(text.utf8))
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        for (old, new) in [
            ("<PmtMtd>TRF</PmtMtd>", ""), ("Ccy=\"GBP\"", "Ccy=\"pounds\""), ("</GrpHdr>", ""),
            ("<NbOfTxs>3</NbOfTxs>", "<NbOfTxs>three</NbOfTxs>"),
        ] {
            let broken = text.replacing(old, with: new)
            #expect(broken != text)
            #expect(try XMLSchemas.validate(Data(broken.utf8)).status == 1, "\(old)")
        }
    }

    @Test("a writer refuses to end a file that holds other payments than the batch told of")
    func disagrees() throws {
        let payments = try MadeUp.payments()
        let batch = try MadeUp.batch(of: payments)
        // One with the same count and sum, but another account.
        let moved = try PaymentInstruction(
            reference: "CF26-0002-P/1", payee: "Somebody", sortCode: "202959", account: "63748473",
            pence: 1, award: "CF26-0002-P", remittance: "")
        for profile in [MadeUp.bacs(), MadeUp.pain(.third), MadeUp.pain(.ninth)] {
            for wrong in [
                Array(payments.dropLast()), payments + [payments[0]],
                [payments[0], moved, payments[2]],
            ] {
                let found = problem { _ = try MadeUp.file(profile, wrong, batch: batch) }
                #expect(found?.code == "payment-file-disagrees")
            }
        }
    }

    @Test("what no file can carry is refused before a byte is written")
    func refusals() throws {
        let one = try MadeUp.payments()
        #expect(problem { _ = try MadeUp.file(MadeUp.bacs(), []) }?.code == "payment-file-empty")
        #expect(
            problem { _ = try MadeUp.file(MadeUp.pain(.ninth), []) }?.code == "payment-file-empty")
        for number: Int64 in [0, 10_000] {
            let batch = try MadeUp.batch(of: one, number: number)
            #expect(
                problem { _ = try MadeUp.file(MadeUp.bacs(), one, batch: batch) }?.code
                    == "payment-serial-spent")
        }
        let large = try (1...2).map {
            try PaymentInstruction(
                reference: "R\($0)", payee: "A", sortCode: "000000", account: "00000000",
                pence: Money.greatest.pence, award: "A", remittance: "")
        }
        #expect(
            problem { _ = try MadeUp.file(MadeUp.bacs(), large) }?.code == "payment-file-too-large")
        let whole = try MadeUp.file(MadeUp.bacs(contra: false), large)
        #expect(String(decoding: whole, as: UTF8.self).contains("UTL100000000000000199999999998"))
        #expect(
            problem { _ = try MadeUp.file(MadeUp.pain(.ninth, .fasterPayments), large) }?.code
                == "payment-over-limit")
        var totals = PaymentTotals(count: 1, pence: PaymentTotals.greatest.pence, accounts: 0)
        #expect(problem { try totals.add(one[0]) }?.code == "payment-file-too-large")
    }

    @Test("an instruction tells everything that is wrong with it at once")
    func instruction() throws {
        let found = problem {
            _ = try PaymentInstruction(
                reference: "far too long a reference", payee: "اردو", sortCode: "12-34",
                account: "1234567x", pence: 0, award: "", remittance: "")
        }
        #expect(
            found?.fields.map(\.code) == [
                "not-bank-text", "bank-text-empty", "not-digits", "not-digits", "out-of-range",
            ])
        for reference in ["", "a", " A", "A ", "A  B", "A_B"] {
            #expect(throws: InvalidInput.self) {
                try PaymentInstruction(
                    reference: reference, payee: "A", sortCode: "123456", account: "12345678",
                    pence: 1, award: "", remittance: "")
            }
        }
    }

    @Test(
        "names are written in the letters that Bacs carries",
        arguments: [
            ("Café Zoë", "CAFE ZOE"), ("Ærøskøbing Straße", "AEROSKOBING STRASSE"),
            ("Łódź – Ålesund", "LODZ ALESUND"), ("O'Example’s", "O EXAMPLE S"),
            ("e\u{301}a\u{308}\u{200D}", "EA"), ("\u{FB01}ne \u{FF21}\u{FF11}", "FINE A1"),
            ("Þór ĳ œ đ ı", "THOR IJ OE D I"), ("a.b&c/d-e", "A.B&C/D-E"), ("  x\t\ny  ", "X Y"),
            ("اردو", ""), ("文字 A", "A"), ("\u{202E}abc", "ABC"), ("🎺", ""),
        ])
    func repertoire(text: String, written: String) {
        #expect(BankText.text(of: text) == written)
        #expect(BankText.carries(written))
    }

    @Test("a payment takes three working days, and what comes after 22:30 goes the next day")
    func days() throws {
        let holidays = BankHolidays([
            2026: [try #require(LocalDate("2026-12-25")), try #require(LocalDate("2026-12-28"))],
            2027: [try #require(LocalDate("2027-01-01"))],
        ])
        func soonest(_ text: String) throws -> [String] {
            let days = try BacsDays(sentAt: try #require(LocalDateTime(text)).instant, holidays)
            return [days.input, days.processing, days.entry].map(\.description)
        }
        #expect(
            try soonest("2026-11-23T09:00") == ["2026-11-23", "2026-11-24", "2026-11-25"])
        #expect(
            try soonest("2026-11-23T22:31") == ["2026-11-24", "2026-11-25", "2026-11-26"])
        #expect(
            try soonest("2026-12-24T22:30") == ["2026-12-24", "2026-12-29", "2026-12-30"])
        #expect(
            try soonest("2026-12-26T10:00") == ["2026-12-29", "2026-12-30", "2026-12-31"])
        let given = try BacsDays(processing: try #require(LocalDate("2026-12-29")), holidays)
        #expect("\(given.input)" == "2026-12-24" && "\(given.entry)" == "2026-12-30")
        #expect(
            problem {
                _ = try BacsDays(processing: LocalDate(daysSince1970: 20_813), BankHolidays([:]))
            }?.code == "bank-holidays-unknown")
        #expect(
            problem {
                _ = try BacsDays(
                    processing: try #require(LocalDate("2026-12-25")), holidays)
            }?.code == "payment-day-not-working")
    }
}
