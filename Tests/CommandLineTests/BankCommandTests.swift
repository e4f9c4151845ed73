import FundCore
import TestSupport
import Testing

@Suite("Bank accounts at the command line")
struct BankCommandTests {
    private func check(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil
    ) throws -> Outcome {
        try Command.cohesion(
            ["bank", "check"] + arguments + ["--database", "/nowhere/at-all.sqlite"],
            environment: environment, input: input)
    }

    @Test("one account: the verdict alone on standard output, its exit code, and no database")
    func one() throws {
        let folder = try TemporaryFolder()
        let tables = try BankTables.write(in: folder)
        for (code, number, verdict, status) in [
            ("08-99-99", "66374958", "valid", Int32(0)), ("089999", "66374959", "invalid", 1),
            ("12 34 56", "12345678", "not in table", 0),
        ] {
            let outcome = try check([code, number, "--tables", tables])
            #expect(outcome.output == verdict + "\n" && outcome.status == status)
            #expect(outcome.errors.isEmpty, "\(outcome.errors)")
            let set = try check([code, number], environment: ["COHESION_BANK_TABLES": tables])
            #expect(set.output == outcome.output && set.status == status)
        }
        let json = try JSONReader.read(
            Array(
                try check(["089999", "66374958", "--tables", tables, "--format", "json"]).output
                    .utf8))
        #expect(json["verdict"]?.string == "valid" && json["tables"]?["weights"]?.int == 25)
        let csv = try check(["072000", "1", "--tables", tables, "--format", "csv"])
        #expect(csv.status == 65 && csv.errors.contains("account: "), "\(csv.errors)")
        #expect(
            try check(["089999", "66374958", "--tables", tables, "--format", "csv"]).output
                == "sort_code,account,verdict\r\n089999,66374958,valid\r\n")
        #expect(try check(["089999"]).status == 64)
        #expect(try check([]).status == 64)
        #expect(try check(["089999", "66374958", "--from", "x"]).status == 64)
        #expect(try check(["089999", "--from", "x"]).status == 64)
    }

    @Test("tables that are missing or wrong are told of, by file and line, and nothing is checked")
    func tables() throws {
        let unset = try check(["089999", "66374958"])
        #expect(unset.status == 78 && unset.errors.contains("COHESION_BANK_TABLES"))
        let folder = try TemporaryFolder()
        let missing = try check(["089999", "66374958", "--tables", folder.path])
        #expect(missing.status == 78 && missing.output.isEmpty)
        #expect(
            missing.errors.contains("valacdos.txt: ") && missing.errors.contains("scsubtab.txt: "))
        try BankTables.write(in: folder, weights: "123456 123455 MOD9 0", substitutes: "1 2")
        let wrong = try check(["089999", "66374958", "--tables", folder.path])
        #expect(wrong.status == 78 && wrong.errors.contains("valacdos.txt:1"), "\(wrong.errors)")
        #expect(wrong.errors.contains("scsubtab.txt:1: original"), "\(wrong.errors)")
        try folder.write("valacdos.txt", String(repeating: "x", count: 4_000_001))
        #expect(
            try check(["089999", "66374958", "--tables", folder.path]).errors.contains("4 MB"))
    }

    @Test("a file: row by row, what is malformed told behind the last, and the worst exit code")
    func file() throws {
        let folder = try TemporaryFolder()
        let tables = try BankTables.write(in: folder)
        func from(_ text: String, _ format: String = "csv") throws -> Outcome {
            try check(
                [
                    "--from", try folder.write("pairs.csv", text), "--tables", tables, "--format",
                    format,
                ])
        }
        let good = try from("payee,sort_code,account\nElm,08-99-99,66374958\nOak,123456,12345678\n")
        #expect(
            good.output
                == "sort_code,account,verdict\r\n08-99-99,66374958,valid\r\n123456,12345678,not in table\r\n"
        )
        #expect(good.status == 0 && good.errors.isEmpty)
        #expect(try from("sort_code,account\n089999,66374959\n").status == 1)
        let mixed = try from(
            "sort_code,account\n089999,66374959\n=1+1,\"a,b\"\n089999,66374958\n")
        #expect(mixed.status == 65)
        #expect(
            mixed.output.split(separator: "\r\n").map(String.init) == [
                "sort_code,account,verdict", "089999,66374959,invalid", "'=1+1,\"a,b\",malformed",
                "089999,66374958,valid",
            ])
        #expect(mixed.errors.contains("line 3: sort_code: ") && mixed.errors.contains("(1)"))
        let many = try from(
            "sort_code,account\n" + String(repeating: "x,66374958\n", count: 250))
        #expect(many.errors.contains("(250)") && many.errors.split(separator: "\n").count == 101)
        let header = try from("a,b\n089999,66374958\n")
        #expect(header.status == 65 && header.errors.contains("sort_code"))
        #expect(try check(["--from", "/nowhere.csv", "--tables", tables]).status == 74)
        let json = try from("sort_code,account\n089999,66374958\n", "json")
        #expect(
            try JSONReader.read(Array(json.output.utf8)).array?.first?["verdict"]?.string == "valid"
        )
        #expect(
            try from("sort_code,account\n089999,66374958\n", "table").output.contains("Sort code"))
    }
}
