import FundCore
import TestSupport
import Testing

@testable import Payments

@Suite("The tables for bank accounts are taken whole, or everything wrong with them is told")
struct ModulusTableTests {
    private static let good = "123456 123457 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1"

    private func problems(_ weights: String, _ substitutes: String = "938600 938611") -> [String] {
        let report = problem { _ = try Modulus.tables(weights, substitutes: substitutes) }
        #expect(report == nil || report?.code == "bank-tables-wrong")
        return report?.fields.map { "\($0.place) \($0.code)" } ?? []
    }

    @Test("either line end, blank lines, blanks around, a byte order mark, no exception or one")
    func good() throws {
        let text =
            "\u{FEFF}\r\n  \(Self.good)  \r\n\r\n\t223456  223456 DBLAL 1 1 1 1 1 1 1 1 1 1 1 1 1 -1 1\n\n"
        let tables = try Modulus.tables(text, substitutes: "938600 938611\r\n938602 938343")
        #expect(tables.version.weightCount == 2 && tables.version.substituteCount == 2)
        #expect(try Modulus.verdict("12-34-57", "00000000", tables) == .valid)
        #expect(try Modulus.verdict("12-34-57", "00000001", tables) == .invalid)
        #expect(try Modulus.verdict("12-34-55", "00000001", tables) == .notInTable)
        #expect(try Modulus.verdict("12-34-58", "00000001", tables) == .notInTable)
        let others = try Modulus.tables(text + "\n", substitutes: "938600 938611\r\n938602 938343")
        #expect(others.version != tables.version)
        #expect(
            try Modulus.tables(text, substitutes: "938600 938611\r\n938602 938343").version
                == tables.version)
    }

    @Test("rows that overlap in part are both for what they share")
    func overlap() throws {
        let tables = try Modulus.tables(
            """
            100000 100009 MOD10 0 0 0 0 0 0 0 0 0 0 0 0 0 1
            100005 100019 MOD10 0 0 0 0 0 0 0 0 0 0 0 0 1 0
            100010 100012 MOD11 0 0 0 0 0 0 0 0 0 0 0 0 0 1
            """)
        for (code, number, verdict) in [
            ("100004", "00000010", AccountVerdict.valid), ("100004", "00000001", .invalid),
            ("100005", "00000010", .invalid), ("100009", "00000001", .invalid),
            ("100012", "00000001", .invalid), ("100013", "00000001", .valid),
            ("100013", "00000010", .invalid), ("100020", "00000001", .notInTable),
        ] {
            #expect(try Modulus.verdict(code, number, tables) == verdict, "\(code) \(number)")
        }
    }

    @Test("every mistake is told by file and line, all at once")
    func mistakes() {
        let weights = "0 0 0 0 0 0 8 7 6 5 4 3 2 1"
        let name = "valacdos.txt"
        let lines: [(line: String, problems: [String])] = [
            ("1 2 3", [" field-count"]),
            ("123456 123456 MOD11 \(weights) 1 1", [" field-count"]),
            ("12345 123456 MOD11 \(weights)", [": start not-six-digits"]),
            ("123456 12345x MOD11 \(weights)", [": end not-six-digits"]),
            ("-12345 +23456 MOD11 \(weights)", [": start not-six-digits", ": end not-six-digits"]),
            ("123457 123456 MOD11 \(weights)", [": end before"]),
            ("123456 123456 MOD12 \(weights)", [": check not-an-option"]),
            ("123456 123456 mod11 \(weights)", [": check not-an-option"]),
            ("123456 123456 MOD11 \(weights) 15", [": exception exception-unknown"]),
            ("123456 123456 MOD11 \(weights) 0", [": exception exception-unknown"]),
            ("123456 123456 MOD11 \(weights) -1", [": exception exception-unknown"]),
            ("123456 123456 MOD11 \(weights) one", [": exception exception-unknown"]),
            ("123456 123456 MOD11 \(weights) 1", [": exception exception-of-check"]),
            ("123456 123456 MOD10 \(weights) 5", [": exception exception-of-check"]),
            ("123456 123456 MOD10 \(weights) 14", [": exception exception-of-check"]),
            (
                "x 123456 y 0 0 0 a 0 0 8 7 6 1.5 4 3 2 10000 99",
                [
                    ": start not-six-digits", ": check not-an-option",
                    ": weight 4 not-whole-number",
                    ": weight 10 not-whole-number", ": weight 14 out-of-range",
                    ": exception exception-unknown",
                ]
            ),
            ("123456 123456 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 -", [": weight 14 not-whole-number"]),
            (
                "123456 123456 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 99999999999999999999",
                [": weight 14 out-of-range"]
            ),
        ]
        for (line, expected) in lines {
            #expect(problems(line) == expected.map { "\(name):1\($0)" }, "\(line)")
        }
        let all = problems(lines.map(\.line).joined(separator: "\n"), "x").filter {
            !$0.contains("exception-alone") && !$0.contains("third-row")
        }
        let each = zip(1..., lines).flatMap { number, line in
            line.problems.map { "\(name):\(number)\($0)" }
        }
        #expect(all == each + ["scsubtab.txt:1 field-count"])
        #expect(
            problems(Self.good, "938600 938611\n938600 938612\n93860 x")
                == [
                    "scsubtab.txt:2: original twice", "scsubtab.txt:3: original not-six-digits",
                    "scsubtab.txt:3: substitute not-six-digits",
                ])
    }

    @Test("a sort code has two rows at the most, and exceptions that go in pairs stand in pairs")
    func together() {
        func row(_ start: String, _ end: String, _ exception: String = "") -> String {
            "\(start) \(end) MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1 \(exception)"
        }
        #expect(
            problems(
                [row("100000", "100010"), row("100005", "100020"), row("100009", "100009")].joined(
                    separator: "\n")) == ["valacdos.txt:3 modulus-third-row"])
        #expect(
            problems(
                [row("100000", "100010"), row("100011", "100020"), row("100000", "100020")].joined(
                    separator: "\n")
            ).isEmpty)
        for (first, second) in [("2", "9"), ("10", "11"), ("12", "13")] {
            let pair = [row("100000", "100001", first), row("100000", "100001", second)]
            #expect(problems(pair.joined(separator: "\n")).isEmpty)
            let alone = "valacdos.txt:1: exception exception-alone"
            #expect(problems(pair[0]) == [alone] && problems(pair[1]) == [alone])
            #expect(
                problems(pair.reversed().joined(separator: "\n"))
                    == [alone, "valacdos.txt:2: exception exception-alone"])
            #expect(
                problems([pair[0], row("100000", "100000", second)].joined(separator: "\n")) == [
                    alone
                ])
        }
    }

    @Test("what is not there, empty, too large or not text is told of both files")
    func files() {
        func problems(_ files: [String: ModulusTableFile]) -> [String] {
            let report = problem {
                _ = try ModulusTableReader.read(folder: "here") { files[$0] ?? .missing }
            }
            return report?.fields.map { "\($0.place) \($0.code)" } ?? []
        }
        #expect(problems([:]) == ["valacdos.txt file-missing", "scsubtab.txt file-missing"])
        #expect(
            problems(["valacdos.txt": .tooLarge, "scsubtab.txt": .bytes([])])
                == ["valacdos.txt file-too-large", "scsubtab.txt file-empty"])
        #expect(
            problems([
                "valacdos.txt": .bytes(Array(Self.good.utf8) + [10, 0xFF, 10]),
                "scsubtab.txt": .bytes([10, 32, 0, 10]),
            ]) == ["valacdos.txt:2 not-utf8", "scsubtab.txt:2 not-utf8"])
        let many = problem {
            _ = try ModulusTableReader.read(folder: "here") { _ in
                .bytes(Array(String(repeating: "x\n", count: 300).utf8))
            }
        }
        #expect(many?.fields.count == 100 && many?.arguments["count"] == "600")
    }
}

@Suite("Rows of sort codes and account numbers are checked as they come")
struct AccountPairTests {
    private struct Checked: Equatable {
        let row: String
        let outcome: String
    }

    /// Hands the bytes over in pieces of one size.
    private func check(_ text: [UInt8], piece size: Int) throws -> [Checked] {
        let tables = try Modulus.tables(BankTables.weights)
        let source = ByteSource(name: "pairs.csv") {
            var rest = text[...]
            return {
                defer { rest = rest.dropFirst(size) }
                return Array(rest.prefix(size))
            }
        }
        var found: [Checked] = []
        try AccountPairs.check(source, by: tables) { pair in
            let fields = [pair.sortCode, pair.account].map { String(decoding: $0, as: UTF8.self) }
            let outcome =
                switch pair.outcome {
                case .checked(let verdict): verdict.rawValue
                case .malformed(let problems):
                    problems.map { "\($0.place) \($0.code)" }.joined(separator: "; ")
                }
            found.append(Checked(row: fields.joined(separator: "|"), outcome: outcome))
        }
        return found
    }

    @Test(
        "columns by name, quotes, every line end; rows that cannot be read are told and passed over"
    )
    func rows() throws {
        // Quotation marks are written ~ here.
        let text = [
            "\u{FEFF}name,~account~,sort_code\r\n", "~Elm, ~~Road~~~,66374958,08-99-99\r\n\n",
            ",66374959,089999\r\n", ",,\r", "x,~12345678~,~12 34 56~\n", "x,1,089999\n",
            "x,~6637\n4958~,089999\n", "x,66374958\n", "x,66374958,089999,y\n",
            "x,6637~4958,089999\n", "x,~66374958~x,089999\n", "x,é,089999\n",
            "=x, 66374958 ,\t089999\n", "x,66374958,~08",
        ].joined().replacing("~", with: "\"")
        let expected = [
            Checked(row: "08-99-99|66374958", outcome: "valid"),
            Checked(row: "089999|66374959", outcome: "invalid"),
            Checked(row: "12 34 56|12345678", outcome: "not in table"),
            Checked(row: "089999|1", outcome: "line 7: account account-number-length"),
            Checked(row: "089999|6637\n4958", outcome: "line 8: account not-account-number"),
            Checked(row: "|66374958", outcome: "line 10 field-count"),
            Checked(row: "089999|66374958", outcome: "line 11 field-count"),
            Checked(row: "089999|66374958", outcome: "line 12 csv-quote-stray"),
            Checked(row: "089999|66374958x", outcome: "line 13 csv-quote-stray"),
            Checked(row: "089999|é", outcome: "line 14: account not-account-number"),
            Checked(row: "089999|66374958", outcome: "valid"),
            Checked(row: "08|66374958", outcome: "line 16 csv-quote-open"),
        ]
        for size in [1, 2, 3, 7, 64, 10_000] {
            #expect(try check(Array(text.utf8), piece: size) == expected, "pieces of \(size)")
        }
    }

    @Test("a file that does not name the columns is refused, with everything that is missing")
    func headers() throws {
        func problems(_ text: String) -> [String] {
            let report = problem { _ = try check(Array(text.utf8), piece: 100) }
            return report?.fields.map { "\($0.place) \($0.code)" } ?? []
        }
        #expect(problems("") == ["line 1 file-empty"] && problems("\n\n") == ["line 1 file-empty"])
        #expect(problems("a,b\n1,2") == ["line 1 column-missing", "line 1 column-missing"])
        #expect(problems("\n\nsort_code,b") == ["line 3 column-missing"])
        #expect(problems("sort_code,account,account\n") == ["line 1: account column-twice"])
        #expect(problems("sort_code,acc\"ount\n") == ["line 1 csv-quote-stray"])
        #expect(try check(Array("sort_code,account".utf8), piece: 3).isEmpty)
    }

    @Test("a row without an end is not held in memory, and is told")
    func endless() throws {
        let long = Array("sort_code,account\n089999,".utf8) + Array(repeating: 49, count: 300_000)
        let rows = try check(long + Array("\n089999,66374958\n".utf8), piece: 65_536)
        #expect(rows.map(\.outcome) == ["line 2 too-long", "valid"])
        #expect(rows[0].row.utf8.count <= CSVReader.greatestFieldBytes + 1)
        let commas = "sort_code,account\n" + String(repeating: ",", count: 5000) + "x\n"
        #expect(
            try check(Array(commas.utf8), piece: 512).map(\.outcome) == ["line 2 too-many-fields"])
    }
}
