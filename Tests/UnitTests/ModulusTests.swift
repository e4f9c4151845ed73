import Foundation
import FundCore
import TestSupport
import Testing

@testable import Payments

/// Tables and numbers of one test's own.
enum Modulus {
    static func tables(
        _ weights: String, substitutes: String = BankTables.substitutes
    ) throws -> ModulusTables {
        try ModulusTableReader.read(folder: "tables") { name in
            .bytes(Array((name == "valacdos.txt" ? weights : substitutes).utf8))
        }
    }

    static func verdict(
        _ sortCode: String, _ number: String, _ tables: ModulusTables
    ) throws -> AccountVerdict {
        tables.verdict(of: try BankAccount(sortCode: sortCode, number: number, source: "test"))
    }
}

@Suite("Bank account numbers are checked by Vocalink's rules")
struct ModulusTests {
    @Test(
        "all published cases come out as published",
        .enabled(
            if: Repository.sampleData("modulus-check-cases.csv") != nil,
            "skipped: no sample data (COHESION_SAMPLE_DATA)"))
    func published() throws {
        let tables = try Modulus.tables(BankTables.weights)
        let path = try #require(Repository.sampleData("modulus-check-cases.csv"))
        let cases = try String(contentsOfFile: path, encoding: .utf8).split(
            whereSeparator: \.isNewline
        ).map { $0.split(separator: ",").map(String.init) }
        #expect(cases.count == 34)
        for fields in cases {
            let verdict = try Modulus.verdict(fields[1], fields[2], tables)
            #expect(verdict == (fields[3] == "Y" ? .valid : .invalid), "case \(fields[0])")
        }
        #expect(try Modulus.verdict("123456", "12345678", tables) == .notInTable)
    }

    /// Rows with so few weights that a sum can be done in the head. Their places are told by letters.
    static func row(_ code: String, _ method: String, _ places: String, _ exception: Int?) -> String
    {
        let letters = Array("uvwxyzabcdefgh")
        var weights = Array(repeating: "0", count: 14)
        for part in places.split(separator: " ") {
            guard let letter = part.first, let place = letters.firstIndex(of: letter) else {
                continue
            }
            weights[place] = String(part.dropFirst())
        }
        return "\(code) \(code) \(method) \(weights.joined(separator: " "))"
            + (exception.map { " \($0)" } ?? "")
    }

    static let rows = [
        row("900000", "MOD10", "h1", nil),
        row("900001", "DBLAL", "h1", 1),
        row("900002", "MOD11", "h1", 2), row("900002", "MOD11", "z1 h1", 9),
        row("900003", "MOD11", "g1", nil), row("900003", "DBLAL", "h1", 3),
        row("900004", "MOD11", "a2", 4),
        row("900005", "MOD11", "z1 f1", 5), row("900005", "DBLAL", "z1 f1", 5),
        row("900006", "MOD11", "h1", 6), row("900006", "DBLAL", "h1", 6),
        row("900007", "MOD11", "u1 a1 h1", 7),
        row("900008", "MOD11", "z1 h1", 8),
        row("900010", "MOD11", "u1 a1 b1 h1", 10), row("900010", "MOD11", "c1 h1", 11),
        row("900012", "MOD11", "h1", 12), row("900012", "MOD10", "g1", 13),
        row("900014", "MOD11", "a8 b7 c6 d5 e4 f3 g2 h1", 14),
        row("900020", "MOD11", "g9 h-1", nil),
        row("900021", "DBLAL", "g7 h5", nil),
        row("900022", "MOD10", "g1", nil), row("900022", "MOD11", "h1", nil),
    ].joined(separator: "\n")

    struct Case: Sendable {
        let code: String
        let valid: [String]
        let invalid: [String]
    }

    static let cases = [
        // h is a multiple of ten, which only 0 is.
        Case(code: "900000", valid: ["00000000", "12345670"], invalid: ["00000001"]),
        // 27 and h.
        Case(code: "900001", valid: ["00000003"], invalid: ["00000000", "00000004"]),
        // a is 0: its own weights, then z of 309634, which is 4, and h. Where a is not 0, those of the
        // specification: 2 × 3 of the sort code, 6 of a, 3 × g, h; with g 9, 27 and h.
        Case(
            code: "900002", valid: ["00000000", "00000007", "10000017", "10000096", "10000097"],
            invalid: ["00000005", "10000018", "10000098"]),
        // g, and h unless c is 6 or 9.
        Case(
            code: "900003", valid: ["00000000", "00600005", "00900005"],
            invalid: ["00000005", "00600010", "00500005"]),
        // What is left of 2 × a stands in gh.
        Case(
            code: "900004", valid: ["00000000", "50000010", "70000003"],
            invalid: ["70000014", "50000000", "50000001", "70000008"]),
        // With the sort code 900007 in its place: 7 and f; g and h are what is missing to 11 and 10.
        Case(
            code: "900005", valid: ["00000043", "00000409", "00000310"],
            invalid: [
                "00000044", "00000053", "00000508", "00000518", "00000598", "00000054", "00000419",
            ]),
        // h alone; not looked at where a is 4 to 8, and g and h are the same.
        Case(
            code: "900006", valid: ["40000055", "80000055", "30000050"],
            invalid: ["40000056", "30000055", "90000055"]),
        // 9 of u, a and h; with g 9 only h.
        Case(
            code: "900007", valid: ["10000001", "10000090"], invalid: ["20000001", "10000091"]),
        // z is 6, that of 090126, and h.
        Case(code: "900008", valid: ["00000005"], invalid: ["00000003", "00000000"]),
        // 9 of u, a, b and h; with ab 09 or 99 and g 9 only h. Or c and h.
        Case(
            code: "900010",
            valid: ["20100000", "09100090", "99100090", "19000090", "19000000"],
            invalid: ["19100090", "09100000", "99100000", "09100091"]),
        Case(
            code: "900012", valid: ["00000010", "00000001", "00000000"], invalid: ["00000011"]),
        // 3 × 1 and 2 × 9 are 21; without the 0 and one place on, 2 × 1 and 9 are 11. A 2 stays.
        Case(
            code: "900014", valid: ["00000190", "00000191", "00000051"],
            invalid: ["00000192", "00000010"]),
        // 9 × g less h: 9 × 5 - 1 is 44; 0 - 1 is not whole.
        Case(code: "900020", valid: ["00000051", "00000000"], invalid: ["00000001", "00000052"]),
        // 7 × 1 and 5 × 6, 3 and 0, are 10; 7 × 3, 2 and 1, with 5 × 5, 2 and 5, are 10 too.
        Case(
            code: "900021", valid: ["00000000", "00000016", "00000035"],
            invalid: ["00000071", "00000017"]),
        // Both must pass.
        Case(code: "900022", valid: ["00000000"], invalid: ["00000001", "00000010"]),
    ]

    @Test("each exception by hand", arguments: cases)
    func exception(_ one: Case) throws {
        let tables = try Modulus.tables(Self.rows, substitutes: "900005 900007")
        for number in one.valid {
            #expect(try Modulus.verdict(one.code, number, tables) == .valid, "\(number)")
        }
        for number in one.invalid {
            #expect(try Modulus.verdict(one.code, number, tables) == .invalid, "\(number)")
        }
    }

    @Test("by tables of any make, every verdict is that of the rules written out plainly")
    func plainly() throws {
        var dice = Seeded(770)
        var seen: [Int: Set<AccountVerdict>] = [:]
        for _ in 0..<60 {
            let made = PlainTables(&dice)
            let tables = try Modulus.tables(made.weights, substitutes: made.substitutes)
            for _ in 0..<400 {
                let code = made.someCode(&dice)
                let number = PlainTables.someNumber(&dice)
                let verdict = try Modulus.verdict(code, number, tables)
                let expected = made.verdict(code, number)
                #expect(verdict == expected, "\(code) \(number)\n\(made.weights)")
                for exception in made.exceptions(of: code) {
                    seen[exception, default: []].insert(verdict)
                }
            }
        }
        for exception in 0...14 {
            #expect(seen[exception]?.isSuperset(of: [.valid, .invalid]) == true, "\(exception)")
        }
    }

    @Test("sort codes and account numbers are read as people and banks write them")
    func written() throws {
        func read(_ sortCode: String, _ number: String) throws -> String {
            let account = try BankAccount(sortCode: sortCode, number: number, source: "test")
            return "\(account.sortCode) \(account.number)"
        }
        for code in ["123456", "12-34-56", "12 34 56", "  12-34-56\t"] {
            #expect(try read(code, "12345678") == "123456 12345678")
        }
        #expect(try read("000001", "123456") == "000001 00123456")
        #expect(try read("000001", "1234567") == "000001 01234567")
        #expect(try read("12-34-56", "1234 5678") == "123456 12345678")
        #expect(try read("72-00-00", "912345678") == "720009 12345678")
        #expect(try read("60-00-01", "01-12345678") == "600001 12345678")
        #expect(try read("01-00-01", "0112345678") == "010001 12345678")
        #expect(try read("08-92-50", "1234567899") == "089250 12345678")
        let wrong: [(String, String, [String])] = [
            ("", "", ["sort_code missing", "account missing"]),
            (" ", "x", ["sort_code missing", "account not-account-number"]),
            ("12345", "12345678", ["sort_code not-sort-code"]),
            ("1234567", "12345678", ["sort_code not-sort-code"]),
            ("12-34-5x", "12345678", ["sort_code not-sort-code"]),
            ("1-23-456", "12345678", ["sort_code not-sort-code"]),
            ("12--3456", "12345678", ["sort_code not-sort-code"]),
            ("-123456", "12345678", ["sort_code not-sort-code"]),
            ("123456-", "12345678", ["sort_code not-sort-code"]),
            ("１２３４５６", "12345678", ["sort_code not-sort-code"]),
            ("123456", "12345", ["account account-number-length"]),
            ("123456", "12345678901", ["account account-number-length"]),
            ("123456", String(repeating: "9", count: 400), ["account account-number-length"]),
            ("123456", "1234567890", ["account account-number-ten"]),
            ("123456", "1234567a", ["account not-account-number"]),
            ("123456", "+1234567", ["account not-account-number"]),
            ("12345", "123", ["sort_code not-sort-code", "account account-number-length"]),
        ]
        for (code, number, expected) in wrong {
            let report = problem { _ = try read(code, number) }
            #expect(
                report?.fields.map { "\($0.place) \($0.code)" } == expected, "\(code) \(number)")
        }
    }
}
