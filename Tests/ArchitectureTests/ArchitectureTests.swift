import Foundation
import FundCore
import TestSupport
import Testing

@testable import Bootstrap

@Suite("The house keeps its plan")
struct ArchitectureTests {
    private static let libraries: Set<String> = ["Foundation", "Synchronization", "Dispatch"]
    private static let domain = [
        "Applications", "Assessment", "Awards", "Payments", "Commissioning",
    ]
    private static let tableOwners =
        domain + ["Rounds", "Identity", "Ledger", "Documents", "Correspondence"]

    /// What each target may import: arrows point down, and only down.
    private static let mayImport: [String: Set<String>] = [
        "FundCore": ["Crypto", "Synchronization"],
        "FundStore": ["FundCore", "GRDB", "Foundation", "Synchronization"],
        "Rounds": ["FundCore", "FundStore", "GRDB", "Foundation", "Synchronization"],
        "Identity": ["FundCore", "FundStore", "GRDB", "Foundation"],
        "Ledger": ["FundCore", "FundStore", "GRDB"],
        "Forms": ["FundCore"],
        "Documents": ["FundCore", "FundStore", "GRDB", "Foundation"],
        "Templating": ["FundCore", "Mustache"],
        "Correspondence": [
            "FundCore", "FundStore", "Templating", "GRDB", "Mustache", "Foundation",
            "Synchronization",
        ],
        "Mail": ["FundCore", "Correspondence", "CurlShim", "Synchronization"],
        "CurlShim": [],
        "Applications": ["FundCore", "FundStore", "Rounds", "Forms", "GRDB", "Foundation"],
        "Assessment": ["FundCore", "FundStore", "GRDB"],
        "Awards": ["FundCore", "FundStore", "GRDB"],
        "Payments": ["FundCore", "FundStore", "GRDB", "Crypto", "Foundation"],
        "Commissioning": ["FundCore", "FundStore", "Forms", "GRDB", "Foundation"],
        "Workflows": Set(
            domain + [
                "FundCore", "FundStore", "Rounds", "Identity", "Ledger", "Forms", "Documents",
                "Correspondence",
            ]),
        "Publishing": Set(
            domain + [
                "FundCore", "FundStore", "Rounds", "Identity", "Ledger", "Forms", "Documents",
                "Correspondence",
            ]),
        "Bootstrap": Set(
            domain + [
                "FundCore", "FundStore", "Rounds", "Identity", "Ledger", "Forms", "Documents",
                "Correspondence", "Mail", "Templating", "Workflows", "Publishing", "Yams",
                "Foundation",
                "Synchronization",
            ]),
        "CommandLineDoor": Set(
            domain + [
                "FundCore", "FundStore", "Rounds", "Documents", "Correspondence", "Workflows",
                "Publishing", "Bootstrap", "HTTPDoor", "Identity", "ArgumentParser", "Foundation",
            ]),
        "HTTPDoor": Set(
            domain + [
                "FundCore", "FundStore", "Rounds", "Identity", "Ledger", "Documents",
                "Correspondence", "Templating",
                "Workflows", "Publishing", "Bootstrap", "Foundation", "Synchronization",
                "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix",
                "NIOHTTP1", "NIOHTTPTypes", "Logging", "ServiceLifecycle", "UnixSignals",
                "Mustache", "Forms",
            ]),
        "cohesion": ["CommandLineDoor"],
    ]

    private static func sources() throws -> [(path: String, target: String, text: String)] {
        try Repository.files(below: "Sources", ending: ".swift").map { path in
            (path, String(path.split(separator: "/")[1]), try Repository.text(path))
        }
    }

    @Test("every import is allowed to its target, in whatever form it is written")
    func imports() throws {
        let pattern =
            /(?m)^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
        var count = 0
        for (path, target, text) in try Self.sources() {
            let allowed = try #require(Self.mayImport[target], "\(target) is not in the plan")
            for match in text.matches(of: pattern) {
                count += 1
                #expect(allowed.contains(String(match.1)), "\(path) imports \(match.1)")
            }
        }
        #expect(count > 200)
    }

    /// The prefixes of each module's tables.
    private static let prefixes: [String: [String]] = [
        "FundStore": ["audit", "request", "erasure"], "Rounds": ["round", "fund"],
        "Identity": ["person"],
        "Ledger": ["ledger"],
        "Documents": ["document"], "Applications": ["application"], "Correspondence": ["letter"],
        "Assessment": ["assessment"], "Awards": ["award"], "Payments": ["payment"],
        "Commissioning": ["commissioning"],
    ]

    private static func owner(of table: String) -> String? {
        prefixes.first {
            $0.value.contains { prefix in
                table == prefix
                    || (table.hasPrefix(prefix)
                        && table.dropFirst(prefix.count).first?.isUppercase == true)
            }
        }?.key
    }

    @Test("a module names its own tables only; a foreign key may point at another's id")
    func tables() throws {
        let named = /(?:FROM|JOIN|INTO|UPDATE|TABLE|ON|REFERENCES)\s+([a-z]\w*)(\(id\))?/
        var count = 0
        for (path, target, text) in try Self.sources()
        where Self.prefixes[target] != nil || text.contains("SELECT ") {
            for match in text.matches(of: named) {
                guard let owner = Self.owner(of: String(match.1)) else { continue }
                count += 1
                let isForeignKey = match.0.hasPrefix("REFERENCES") && match.2 != nil
                #expect(owner == target || isForeignKey, "\(path) names \(match.1) of \(owner)")
            }
        }
        #expect(count > 100)
    }

    @Test(
        "every table is strict and begins with its owner's prefix; money and rules are the schema's"
    )
    func schema() throws {
        let fund = try TestFund()
        let tables = try Command.run(
            "/usr/bin/env",
            [
                "sqlite3", fund.databasePath,
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND strict = 0;",
            ])
        #expect(tables.output.isEmpty)
        let names = try Command.run(
            "/usr/bin/env",
            [
                "sqlite3", fund.databasePath,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%';",
            ]
        ).lines
        for name in names { #expect(Self.owner(of: name) != nil, "\(name) has no owner") }
        #expect(names.count > 25)
    }

    @Test("the whole schema is as it stands in schema.sql (RECORD=1 writes it anew)")
    func golden() throws {
        let fund = try TestFund()
        let dump = try Command.run(
            "/usr/bin/env",
            [
                "sqlite3", fund.databasePath,
                "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY type DESC, name;",
            ]
        ).output
        let path = "Tests/ArchitectureTests/schema.sql"
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(dump.utf8).write(to: Repository.root.appendingPathComponent(path))
        }
        #expect(try Repository.text(path) == dump, "the schema differs from \(path)")
    }

    @Test(
        "words that have no place in the source",
        arguments: [
            #"\btry!"#, #"\bas!"#, #"\bfatalError\("#, #"\bTODO\b"#, #"\bFIXME\b"#, #"\bXXX\b"#,
            #"\bDateFormatter\b"#,
            #"\bDecimal\("#, #"\bDouble\b"#, #"\bFloat\b"#, #"\bDate\(\)"#,
            #"@unchecked Sendable"#,
            #"\bnonisolated\(unsafe\)"#, #"swiftlint:"#, #"\bNSNumber\b"#, #"\w!\."#,
            #"\bUtils?\b"#, #"\bHelper\b"#,
        ])
    func banned(token: String) throws {
        let pattern = try Regex(token)
        for (path, _, text) in try Self.sources() {
            let code = text.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
            #expect(code.firstMatch(of: pattern) == nil, "\(path) has \(token)")
        }
    }

    @Test("a file fits in the head")
    func length() throws {
        // The list of the text's keys is a list, and no code.
        for (path, _, text) in try Self.sources() where !path.hasSuffix("/TextKeys.swift") {
            #expect(
                text.split(separator: "\n", omittingEmptySubsequences: false).count <= 400,
                "\(path) is long")
        }
    }

    @Test("README explains every setting and every command")
    func readme() throws {
        let readme = try Repository.text("README.md")
        for name in Settings.names { #expect(readme.contains(name), "README lacks \(name)") }
        let environment = try Self.sources().filter { $0.text.contains("COHESION_") }.flatMap {
            $0.text.matches(of: /COHESION_[A-Z_]+[A-Z]/).map { String($0.0) }
        }
        for name in Set(environment) {
            #expect(Settings.names.contains(name), "\(name) is not in Settings.names")
        }
        for command in [
            "init", "config check", "round list", "round open", "round close", "application import",
            "application submit",
            "application list", "application show", "application contact", "application check",
            "panel add", "score record",
            "score import", "score list", "score explain", "interest register",
            "interest set", "interest lift", "interest hints", "panel assign", "panel brief",
            "panel remove", "panel stand-down", "panel add-scorer", "panel remove-scorer",
            "panel assignments",
            "ranking show", "ranking sensitivity", "allocation compare",
            "decision propose", "decision show", "decision approve", "decision record",
            "decision publish", "decision call-in", "decision resume", "decision anew",
            "decision correct",
            "decision list",
            "letter preview", "letter feedback", "letter send", "payment schedule",
            "letter gate", "letter release", "letter conditions", "letter correct",
            "payment approve", "export awards",
            "audit head", "audit verify", "serve", "person token", "person tokens", "person list",
            "person revoke", "letter retry", "letter resolve", "payment list", "panel list",
            "round show", "person sign-in", "application ask", "application answer",
            "application note", "application withdraw", "interest declare", "score lock",
            "translations check", "appeal receive", "appeal list", "appeal show", "appeal review",
            "appeal award", "appeal withdraw", "appeal close", "reserve list", "reserve show",
            "reserve propose", "reserve approve", "reserve refuse", "reserve call-in",
            "reserve resume", "reserve award", "reserve drop", "reserve remove", "reserve close",
            "agreement subsidy",
            "agreement condition", "agreement offer", "agreement list", "agreement show",
            "agreement accept", "agreement confirm", "agreement decline", "agreement extend",
            "agreement lapse", "agreement withdraw", "agreement vary", "agreement end",
            "agreement approve",
            "score sheet",
            "translations check", "screening import", "screening run", "screening list",
            "screening show", "screening decide", "screening confirm",
            "reconcile FILE", "reconciliation list", "reconciliation show",
            "reconciliation unmatched", "reconciliation resolve",
            "reconciliation retry", "run fail",
            "bank check", "bank enter", "bank list", "bank show", "bank confirm", "bank call-back",
            "bank findings", "bank letters", "bank reveal", "bank key new", "bank key rotate",
            "meeting open",
            "meeting record", "meeting sign", "meeting minutes", "cycle start", "cycle list",
            "cycle show",
            "cycle round", "cycle answer", "cycle sign", "cycle need add", "cycle need evidence",
            "cycle need withdraw", "cycle need list", "cycle priority choose",
            "cycle priority withdraw", "cycle priority list", "cycle advance", "cycle approve",
            "cycle reopen", "indicator import", "indicator list", "indicator show",
            "lesson add", "lesson list", "lesson adopt", "lesson adapt",
            "lesson reject", "lesson withdraw", "due", "due remind",
            "cycle thread", "cycle money", "cycle evaluation", "award list", "award show",
            "award assess", "award feedback", "award waive", "award write-off", "award close",
            "award reopen", "award budget", "cycle plan write", "cycle plan withdraw",
            "cycle plan show", "award give-up", "cycle timetable", "cycle prospectus",
            "cycle publish",
            "return ask", "return list", "return show",
            "return save", "return submit", "return accept", "return send-back",
            "return concern", "return concern-end",
            "file add", "file list", "file get", "file remove", "file check",
            "tension list", "tension show", "tension add", "tension triage",
            "tension contact", "tension remove", "tension expire", "tension counts",
            "survey open", "survey open-wave", "survey close-wave", "survey link", "survey enter",
            "survey import", "survey show", "survey list", "survey priorities", "provider list",
            "provider show", "provider add", "provider change", "provider note", "provider end",
            "provider import", "provider export", "provider gaps", "support add", "support list",
            "support groups", "support withdraw", "benefit add", "benefit realise",
            "benefit list", "panel missing", "panel representation", "publish check",
            "publish 360giving", "publish describe", "publish words", "publish transparency",
            "publish awards", "publish award", "publish statistics", "publish report",
            "equality report", "equality freeze", "privacy policy", "privacy due",
            "privacy erase", "privacy list", "privacy certificate", "privacy hold",
            "privacy release", "round clone", "round proposals", "round take", "round leave",
            "rehearsal start", "privacy export", "foi export",
        ] {
            let isThere = readme.contains("cohesion \(command)") || readme.contains("`\(command)")
            #expect(isThere, "README lacks \(command)")
        }
        #expect(readme.contains("Scripts/run") && readme.contains("Scripts/test"))
    }

    @Test("every key of the text catalogue is used, and every key that is used is there")
    func text() throws {
        let all = Set(TextKeys.all)
        var used: Set<String> = []
        for (_, _, text) in try Self.sources() {
            for match in text.matches(of: /ProblemReport\(\s*"([a-z-]+)"/) {
                used.insert("problem.\(match.1)")
            }
            for match in text.matches(of: /RAISE\(ABORT, '([a-z-]+)'\)/) {
                used.insert("problem.\(match.1)")
            }
            for match in text.matches(of: /CONSTRAINT "([a-z-]+)"/) {
                used.insert("problem.\(match.1)")
            }
            for match in text.matches(of: /talk\(\s*"([a-z-]+)"/) { used.insert("talk.\(match.1)") }
            // What the pages say.
            for match in text.matches(of: /\bw\(\s*"([a-z-]+\.[A-Za-z0-9-]+)"/) {
                used.insert(String(match.1))
            }
            for match in text.matches(of: /"((?:talk|time)\.[a-z-]+)"/) {
                used.insert(String(match.1))
            }
            for match in text.matches(of: /Column\("(\w+)", \.\w+\)/)
            where !text.contains("Column(\"\(match.1)\", .parts") {
                used.insert("column.\(match.1)")
            }
        }
        let missing = used.subtracting(all)
        #expect(missing.isEmpty, "not in TextKeys: \(missing.sorted())")
        let source = try Self.sources().filter {
            $0.target != "Bootstrap" || !$0.path.hasSuffix("TextKeys.swift")
        }.map(\.text).joined().utf8CString
        // By its bytes: letter by letter takes minutes for so many keys.
        func stands(_ text: String) -> Bool {
            source.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { strstr($0, text) != nil } ?? false
            }
        }
        for key in all {
            // The last part of a key stands in the source as it is, or is made from an enum's case.
            let name = key.split(separator: ".", maxSplits: 1)[1]
            if key.hasPrefix("month.") { continue }
            let part = name.hasPrefix("audit-") ? name.dropFirst(6) : name
            let isUsed =
                stands("\"\(name)") || stands("\"\(key)\"")
                || stands("\"\(part)\"")
                || stands("'\(name)'") || stands("\(name):")
                || stands("case \(name)") || key.hasPrefix("finding")
                // A code of the audit trail, with its full stop.
                || key.hasPrefix("action.")
                    && [name.firstIndex(of: "-"), name.lastIndex(of: "-")].contains { dash in
                        dash.map {
                            stands("\"\(name[..<$0]).\(name[name.index(after: $0)...])\"")
                        } ?? false
                    }
                // Every entry of the ledger is in the trail by its kind.
                || key.hasPrefix("action.ledger-") && stands("\"ledger.\\(kind)\"")
                    && stands("\"\(name.drop { $0 != "-" }.dropFirst())\", from:")
                || stands(", \(name)")
                || key.lastIndex(of: "-").map { dash in
                    let start = key[...dash]
                    let short = start.drop { $0 != "." }.dropFirst()
                    return stands("\"\(start)\\(")
                        || stands("\"\(short)\\(")
                } ?? false
            #expect(isUsed, "\(key) is used nowhere")
        }
    }
}
