import Foundation
import FundCore
import TestSupport
import Testing

@Suite("The main job, as typed")
struct SequenceTests {
    @Test(
        "one round runs on real published grants, from applications to the export",
        .enabled(if: Repository.hasSampleData, "skipped: no sample data (COHESION_SAMPLE_DATA)"))
    func realRound() throws {
        let fund = try CommandLineFund()
        let grants = try #require(Repository.sampleData("small-grants.json"))
        let importing = "application import \(grants) --from 360giving --round round-1"
        try fund.good("round list")
        try fund.good("round open round-1", as: "officer")
        let imported = try fund.good(importing + " --format json", as: "officer").output
        #expect(
            imported.contains(
                "\"read\":195,\"imported\":195,\"skipped\":0,\"requestedPence\":156061200"))
        #expect(imported.contains("\"possible-repeat\":2"))
        let again = try fund.good(importing, as: "officer")
        #expect(again.lines.first?.contains("imported 0") == true)
        #expect(again.lines.count == 196)
        let reference = try fund.submit("Maple Street", email: "maple@example.org")
        #expect(
            try fund.good("application list --round round-1 --status submitted --format csv").lines
                .count == 197)
        try fund.good("application show \(reference) --format json")
        try fund.good("application contact \(reference) --email group@example.org", as: "officer")
        try fund.good("round close round-1", as: "officer")
        try fund.good("application check \(reference) --eligible", as: "officer")
        let clear = try fund.good(
            "application check --all-clear --round round-1 --format json", as: "officer")
        #expect(clear.output.trimmed == "{\"eligible\":193,\"waiting\":2}")
        for line in try fund.good(
            "application list --round round-1 --status submitted --format csv"
        ).lines.dropFirst() {
            let waiting = line.prefix { $0 != "," }
            try fund.good(
                "application check \(waiting) --ineligible --reason Applied␣twice.", as: "officer")
        }
        let members = ["p1", "p2", "p3"]
        for member in members {
            try fund.good("panel add --round round-1 --email \(member)@example.org", as: "officer")
        }
        try fund.good(
            "score record \(reference) --score need=4 --score lens=3 --comment Good␣=␣clear",
            as: "p1")
        var scores = "application,panel_member,criterion,score,comment\r\n"
        var place = 0
        for line in try fund.good("application list --round round-1 --status eligible --format csv")
            .lines.dropFirst()
        {
            for member in members {
                for key in TestFund.criteria {
                    place += 1
                    // Some criteria of some applications have fewer scorers.
                    if member == "p3" && place % 7 == 0 { continue }
                    scores +=
                        "\(line.prefix { $0 != "," }),\(member)@example.org,\(key),\(place * place % 11 % 6),\r\n"
                }
            }
        }
        try fund.folder.write("scores.csv", scores)
        try fund.good("score import \(fund.folder.path)/scores.csv --round round-1", as: "officer")
        let listed = try fund.good("score list --round round-1 --format csv").output
        let listPath = try fund.folder.write("list.csv", listed)
        let rankingPath = try fund.folder.write(
            "ranking.json", try fund.good("ranking show --round round-1 --format json").output)
        let recomputed = try Command.run(
            "/usr/bin/env",
            [
                "python3",
                Repository.root.appendingPathComponent("Tests/Support/recompute.py").path, listPath,
                rankingPath, "round-1",
            ])
        #expect(recomputed.output.trimmed == "194 ranks agree", "\(recomputed.errors)")
        #expect(try fund.good("ranking show --round round-1 --format table").lines.count == 195)
        try fund.good("decision propose --round round-1", as: "officer")
        try fund.good("decision approve --round round-1 --reason Best␣fit", as: "decider")
        try fund.good("letter preview --round round-1 \(reference)")
        try fund.good("letter feedback \(reference) --text Lovely.", as: "officer")
        let mail = ["COHESION_MAIL_DIR": "\(fund.folder.path)/letters"]
        let sent = try fund.good(
            "letter send --round round-1 --format json", as: "officer", environment: mail)
        #expect(
            sent.output.trimmed
                == "{\"sent\":2,\"toPost\":195,\"waiting\":0,\"failed\":0,\"unknown\":0}")
        #expect(
            FileManager.default.fileExists(
                atPath: "\(fund.folder.path)/letters/\(reference)-receipt-1.eml"))
        try publish(fund)
        try fund.good("payment schedule --round round-1")
        try fund.good("payment approve --round round-1", as: "finance")
        let export = try fund.good("export awards --round round-1 --profile ledger", as: "finance")
            .output
        #expect(
            try fund.good("export awards --round round-1 --profile ledger", as: "finance").output
                == export)
        let rows = try CSVReader.rows(of: Array(export.utf8), source: "x").map(\.fields)
        let awards = rows.dropFirst().dropLast()
        let total = awards.compactMap { Money(poundsLiteral: $0[5]) }.reduce(Money.zero, +)
        #expect(awards.allSatisfy { $0[0] == "AWARD" } && !awards.isEmpty)
        #expect(total.pence <= 3_000_000)
        #expect(
            rows.last?[0] == "TRAILER" && rows.last?[1] == "\(awards.count)"
                && rows.last?[5] == total.plainPounds)
        let head = try fund.good("audit head").output.trimmed
        try fund.good("audit verify --expect \(head)")
    }

    /// What is published of real awards passes the schemas and the rules beyond them.
    private func publish(_ fund: CommandLineFund) throws {
        let checked = try fund.good("publish check --round round-1")
        #expect(checked.errors.contains("To put right: 0."))
        let json = try fund.good("publish 360giving --round round-1 --format json").output
        let count = try #require(JSONReader.read(Array(json.utf8))["grants"]?.array?.count)
        #expect(count > 1)
        if let told = try GivingSchemas.validate(json) { #expect(told == "valid \(count)") }
        let csv = try fund.good("publish 360giving --round round-1 --format csv").output
        let rows = try CSVReader.rows(of: Array(csv.utf8), source: "x")
        #expect(rows.count == count + 1 && rows[0].fields.first == "Identifier")
        #expect(Set(rows.map(\.fields.count)).count == 1)
    }

    @Test(
        "4,116 real records come in at once, floats to the penny, doubtful ones marked",
        .enabled(if: Repository.hasSampleData, "skipped: no sample data (COHESION_SAMPLE_DATA)"))
    func manyRecords() throws {
        let fund = try CommandLineFund()
        let grants = try #require(Repository.sampleData("england-wales-grants.json"))
        try fund.good("round open round-1", as: "officer")
        let report = try JSONReader.read(
            Array(
                try fund.good(
                    "application import \(grants) --from 360giving --round round-1 --format json",
                    as: "officer"
                ).output.utf8))
        let skipped = try #require(report["skipped"]?.int)
        #expect(report["read"]?.int == 4116 && report["imported"]?.int == 4116 - skipped)
        #expect(report["requestedPence"]?.int == 11_579_563_569)
    }

    @Test("one byte of the trail changed is named, in the file itself")
    func oneByte() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let reference = try fund.submit("Maple Street")
        let mark = Array("\"reference\":\"\(reference)\"".utf8)
        let row =
            try Command.run(
                "/usr/bin/env",
                [
                    "sqlite3", fund.database,
                    "PRAGMA wal_checkpoint(TRUNCATE); SELECT sequence FROM auditEntry WHERE detail LIKE '%\(reference)%';",
                ]
            ).lines.last ?? ""
        let url = URL(fileURLWithPath: fund.database)
        var bytes = [UInt8](try Data(contentsOf: url))
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: mark) })
        bytes[place + mark.count - 2] ^= 1
        try Data(bytes).write(to: url)
        let outcome = try fund.run("audit verify")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("broken at row \(row)"), "\(outcome.errors)")
    }

    @Test(
        "exit codes say what kind of trouble it is",
        arguments: [
            ("round list --nonsense", nil, Int32(64)), ("round open", nil, 64),
            ("application check CF26-0001-M --ineligible", "officer", 64),
            ("round open round-9", "officer", 2), ("application show CF26-0001-M", nil, 2),
            ("application show nonsense", nil, 2),
            ("round open round-1", nil, 1), ("round open round-1", "finance", 1),
            ("round open round-1", "stranger", 2),
            ("round close round-1", "officer", 1),
            ("export awards --round round-1 --profile ledger", "finance", 1),
            ("application submit /nowhere.json --round round-1", nil, 74),
            ("audit verify --expect 9:" + String(repeating: "0", count: 64), nil, 1),
        ] as [(String, String?, Int32)])
    func exitCodes(line: String, person: String?, status: Int32) throws {
        let fund = try CommandLineFund()
        let outcome = try fund.run(line, as: person)
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(!outcome.errors.isEmpty && outcome.output.isEmpty)
    }

    @Test("bad input, a wrong configuration and a missing database have codes of their own")
    func moreExitCodes() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let bad = try fund.run(
            "application submit - --round round-1 --format json", input: "{\"title\":")
        #expect(bad.status == 65)
        let problem = try JSONReader.read(Array(bad.errors.utf8))
        #expect(problem["code"]?.string == "invalid-input")
        #expect(problem["errors"]?.array?.first?["place"]?.string == "- line 1")
        #expect(
            try fund.run("round list", environment: ["COHESION_SMTP_URL": "http://x"]).status == 78)
        #expect(
            try Command.cohesion(["round", "list", "--database", "/nowhere/x.sqlite"]).status == 78)
        #expect(try fund.run("application list --round round-1 --format json").output == "[]\n")
        try fund.folder.write("Config/rounds.yaml", "rounds: {}\nmore: 1\n")
        let config = try fund.run("config check")
        #expect(config.status == 78)
        #expect(config.errors.contains("rounds.yaml:2 more"))
    }

    @Test("what outsiders write cannot command the terminal or a spreadsheet")
    func hostileText() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let text = TestFund.application("=cmd()").replacing(
            "A made-up project.", with: "\\u001b[31mred")
        let reference = try fund.good("application submit - --round round-1", input: text).output
            .trimmed
        let csv = try fund.good("application list --round round-1 --format csv").output
        #expect(csv.contains(",'=cmd(),"))
        #expect(csv.contains("\r\n"))
        #expect(!(try fund.good("application show \(reference)").output.contains("\u{1B}")))
    }

    @Test("--comment goes to the first score, CRITERION=TEXT to that one")
    func comments() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let reference = try fund.submit("Maple Street")
        try fund.good("application check \(reference) --eligible", as: "officer")
        try fund.good("panel add --round round-1 --email p1@example.org", as: "officer")
        try fund.good(
            "score record \(reference) --score need=4 --score lens=3 --comment a=b␣c --comment lens=d=e",
            as: "p1")
        let lines = try fund.good("score list --round round-1 --format csv").lines
        #expect(lines[1].contains(",need,4,a=b c,") && lines[2].contains(",lens,3,d=e,"))
        #expect(try fund.run("score record \(reference) --score need=4.5", as: "p1").status == 64)
        #expect(try fund.run("score record \(reference) --score need=6", as: "p1").status == 65)
    }

    @Test("help is help: on standard output, with status 0, at every level")
    func help() throws {
        for line in ["--help", "help", "serve --help", "letter --help", "help letter resolve"] {
            let outcome = try Command.cohesion(line.split(separator: " ").map(String.init))
            #expect(outcome.status == 0 && outcome.output.contains("USAGE:"), "\(line): \(outcome)")
        }
        #expect(try Command.cohesion(["letter"]).output.contains("SUBCOMMANDS:"))
        #expect(try Command.cohesion(["letter", "send"]).status == 64)
        #expect(try Command.cohesion(["nonsense"]).status == 64)
    }

    @Test("a slip in a page's template is found with the fund's other files")
    func pageTemplate() throws {
        let fund = try CommandLineFund()
        let path = "\(fund.folder.path)/Templates/pages/page.mustache"
        let page = try String(contentsOfFile: path, encoding: .utf8)
        try fund.folder.write(
            "Templates/pages/page.mustache", page.replacing("{{title}}", with: "{{tittle}}"))
        for line in ["config check", "init"] {
            let outcome = try fund.run(line)
            #expect(outcome.status == 78 && outcome.errors.contains("page.mustache"), "\(line)")
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(try fund.run("config check").status == 78)
    }
}
