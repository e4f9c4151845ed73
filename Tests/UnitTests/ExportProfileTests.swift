import Bootstrap
import Foundation
import FundCore
import Payments
import TestSupport
import Testing
import Workflows

@Suite("Files for finance and for the bank are made as exports.yaml says")
struct ExportProfileTests {
    private func configuration(
        _ edits: [(file: String, old: String, new: String)] = []
    ) throws -> FundFiles {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path, edits: edits)
        let settings = try Settings(
            database: "\(folder.path)/x.sqlite", configuration: "\(folder.path)/Config",
            environment: [:])
        let read = try Services.configuration(settings)
        return FundFiles(columns: read.exports, bank: read.bankFiles)
    }

    private struct FundFiles {
        let columns: [ExportProfile]
        let bank: [BankFileProfile]
    }

    private func facts(_ fact: ExportFact) -> String {
        switch fact {
        case .awardReference: "CF26-0001-M"
        case .organisationName: "=Example; Lane | \"Sewing\", Circle"
        case .registrationNumber: "9999901"
        case .purpose: "Stitching\ttogether"
        case .amount: "1234.50"
        case .decidedOn, .approvedOn, .paymentOn: "2027-02-04"
        case .payeeAccount: "88837491"
        case .runCount: "1"
        case .instalmentNumber: "2"
        case .decidedBy, .approvedBy: "somebody@example.org"
        default: ""
        }
    }

    private func file(_ profile: ExportProfile) -> [UInt8] {
        let total = Money(pence: 123_450)
        let text =
            profile.head(count: 1, total: total) + profile.row(facts)
            + profile.trailerRow(count: 1, total: total)
        return Array(text.utf8)
    }

    @Test("the shipped profiles are the ledger's and three for a bank")
    func shipped() throws {
        let files = try configuration()
        #expect(files.columns.map(\.key) == ["ledger"])
        #expect(files.bank.map(\.key) == ["bacs18", "pain.001.001.09", "pain.001.001.03"])
        try Golden.expect(file(files.columns[0]), is: "ledger.csv")
        for profile in files.bank {
            try Golden.expect(
                MadeUp.file(profile, MadeUp.payments()),
                is: "shipped-\(profile.key).\(profile.fileExtension)")
        }
    }

    @Test(
        "a shipped pain.001 profile makes a valid file",
        .enabled(if: XMLSchemas.areHere, "Scripts/setup --tests brings the schemas"))
    func shippedIsValid() throws {
        for profile in try configuration().bank where profile.fileExtension == "xml" {
            let bytes = try MadeUp.file(profile, MadeUp.payments())
            #expect(try XMLSchemas.validate(Data(bytes)).status == 0, "\(profile.key)")
        }
    }

    @Test("dates, amounts, what parts the columns and the lines are the profile's choice")
    func layouts() throws {
        let files = try configuration([
            (
                "Config/exports.yaml", "  ledger:\n",
                """
                  bureau:
                    kind: columns
                    title: For the bureau
                    dates: dd/mm/yyyy
                    amounts: pounds-comma
                    delimiter: semicolon
                    quotes: always
                    lineEnds: lf
                    opening: {label: HEADER, totalUnder: sum}
                    columns:
                      - {name: reference, from: award.reference}
                      - {name: group, from: organisation.name}
                      - {name: sum, from: award.amount}
                      - {name: paid, from: payment.on}
                      - {name: part, from: instalment.number}
                  tabs:
                    title: Tabs
                    columnNames: no
                    amounts: thousands
                    dates: ddmmyyyy
                    delimiter: tab
                    columns:
                      - {name: group, from: organisation.name}
                      - {name: purpose, from: award.purpose}
                      - {name: sum, from: award.amount}
                      - {name: on, from: decision.on}
                  pipes:
                    title: Pipes
                    amounts: pence
                    dates: yyyymmdd
                    delimiter: pipe
                    columns:
                      - {name: group, from: organisation.name}
                      - {name: sum, from: award.amount}
                      - {name: on, from: decision.on}
                      - {name: released, from: release.on}
                      - {name: account, from: payee.account}
                    trailer: {label: T, totalUnder: sum}
                  ledger:

                """
            )
        ])
        func text(_ key: String) throws -> String {
            String(
                decoding: file(try #require(files.columns.first { $0.key == key })), as: UTF8.self)
        }
        #expect(
            try text("bureau") == """
                "HEADER";"1";"1234,50";"";""
                "reference";"group";"sum";"paid";"part"
                "CF26-0001-M";"'=Example; Lane | ""Sewing"", Circle";"1234,50";"04/02/2027";"2"

                """)
        #expect(
            try text("tabs")
                == "\"'=Example; Lane | \"\"Sewing\"\", Circle\"\t\"Stitching\ttogether\"\t1,234.50\t04022027\r\n"
        )
        #expect(
            try text("pipes")
                == [
                    "group|sum|on|released|account",
                    "\"'=Example; Lane | \"\"Sewing\"\", Circle\"|123450|20270204||****7491",
                    "T|123450|||", "",
                ].joined(separator: "\r\n"))
    }

    @Test(
        "each slip in a profile is named with its file and line",
        arguments: [
            ("from: decision.on", "from: decision.when", "not-an-option"),
            ("kind: bacs18", "kind: bacs19", "not-an-option"),
            ("    sun: \"123456\" ", "    # ", "missing"),
            ("sun: \"123456\"", "sun: \"12345\"", "not-digits"),
            ("sortCode: \"12-34-56\"", "sortCode: \"12-34-5x\"", "not-digits"),
            ("account: \"12345678\"", "account: \"1234567\"", "not-digits"),
            ("name: EXAMPLE COUNCIL  ", "name: EXAMPLE COUNCIL OF NOWHERE  ", "not-bank-text"),
            ("name: EXAMPLE COUNCIL  ", "name: Café Council  ", "not-bank-text"),
            ("serialPrefix: CF", "serialPrefix: CFCF", "not-bank-text"),
            ("days: single", "days: each", "not-an-option"),
            ("contra: yes", "contra: maybe", "not-true-false"),
            ("bare: no", "bear: no", "unknown-key-of"),
            ("uhl1At11: nines", "uhl1At11: 9", "not-an-option"),
            ("uhl1At11: nines", "uhl1At12: nines", "unknown-key-of"),
            ("vol1At32: \"\"", "vol1At32: \"SEVENTH\"", "not-bank-text"),
            ("serviceLevel: NURG", "serviceLevel: SEPA", "not-an-option"),
            ("batchBooking: true", "batchBooking: 1", "not-true-false"),
            ("messageIdPrefix: CF-", "messageIdPrefix: \"CF_\"", "not-bank-text"),
            ("executionDay: processing", "executionDay: tomorrow", "not-an-option"),
            ("  bacs18:\n", "  bacs..18:\n", "not-key"),
            ("    trailer: {", "    dates: soon\n    trailer: {", "not-an-option"),
            ("    trailer: {", "    columnNames: x\n    trailer: {", "not-true-false"),
            (
                "    trailer: {", "    opening: {label: H, totalUnder: x}\n    trailer: {",
                "not-an-option"
            ),
        ])
    func slips(old: String, new: String, code: String) throws {
        let found = problem { _ = try configuration([("Config/exports.yaml", old, new)]) }
        let fields = found?.fields ?? []
        #expect(
            fields.contains { $0.code == code && $0.place.hasPrefix("exports.yaml:") }, "\(fields)")
    }
}
