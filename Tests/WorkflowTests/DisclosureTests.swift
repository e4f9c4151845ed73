import Applications
import Bootstrap
import Foundation
import FundCore
import Payments
import TestSupport
import Testing
import Workflows

@testable import Publishing

@Suite("What is held about people, and what is recorded of awards")
struct DisclosureTests {
    private static let person = "quentin@example.org"
    private static let name = "Quentin Quibble"

    /// A decided round: a group that one made-up person speaks for, and another that names them.
    private func decided(
        title: String = "Project of Elm Gardeners"
    ) throws -> (fund: TestFund, own: String, other: String) {
        let fund = try TestFund()
        try fund.open()
        func submit(_ group: String, _ edits: [(String, String)]) throws -> String {
            let text = edits.reduce(TestFund.application(group, email: "sam@example.org")) {
                $0.replacing($1.0, with: $1.1)
            }
            return try fund.workflows.submitApplication(
                try JSONReader.read(Array(text.utf8)), source: group, round: "round-1", late: nil,
                as: TestFund.operator
            ).reference.description
        }
        let own = try submit(
            "Elm Gardeners",
            [
                ("Sam Example", Self.name), ("sam@example.org", Self.person),
                ("Project of Elm Gardeners", title),
                ("People said so.", "Ask \(Self.name), or Petra Other at petra@example.net."),
            ])
        let other = try submit(
            "Oak Gardeners",
            [
                ("People said so.", "\(Self.name) of the Elm said so."),
                ("sam@example.org", "dan.\(Self.person)"), ("Sam Example", "\(Self.name)s"),
                ("A made-up project.", #"<b>made-up</b> & \"new\"'s"#),
            ])
        try fund.workflows.noteApplication(
            own, "\(Self.name) rang; Officer Two was there.", as: try fund.person("officer"))
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        try fund.score(own, by: "p1", 5)
        try fund.score(other, by: "p1", 1)
        let officer = try fund.person("officer")
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: try fund.person("decider"))
        return (fund, own, other)
    }

    /// Pays all of it, and takes the file for the ledger away.
    private func pay(_ fund: TestFund) throws {
        _ = try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator)
        let run = try fund.workflows.approvePayments(
            round: "round-1", by: fund.papers(), limits: PaymentRules(),
            as: fund.person("finance"))
        try fund.workflows.recordExport(
            of: "\(run.reference)", profile: "ledger", as: fund.person("finance"))
    }

    /// A line of a dump with its bytes as the text that they may be.
    private static func decoded(_ line: String) -> String {
        line.replacing(/X'([0-9a-f]*)'/) { match -> String in
            let hex = Array(match.1.utf8)
            let bytes = stride(from: 0, to: hex.count - 1, by: 2).compactMap { place in
                UInt8(String(decoding: hex[place...place + 1], as: UTF8.self), radix: 16)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// How many rows of each table name the person, in the database itself, texts and bytes.
    private func hits(_ fund: TestFund) throws -> [String: Int] {
        let dump = try Command.run(
            "/usr/bin/env", ["sqlite3", fund.databasePath, ".dump"]
        ).lines
        var found: [String: Int] = [:]
        for line in dump where line.hasPrefix("INSERT INTO ") {
            // Without those whose names are only alike.
            let small = Self.decoded(line).lowercased().replacing(
                "quentin quibbles", with: ""
            )
            .replacing("dan.quentin@example.org", with: "")
            guard small.contains("quibble") || small.contains(Self.person) else { continue }
            let table = line.dropFirst("INSERT INTO ".count).prefix { $0 != " " && $0 != "(" }
            found[String(table).replacing("\"", with: ""), default: 0] += 1
        }
        return found
    }

    @Test("a person gets all that the database has of them, and nobody else's data")
    func person() throws {
        let (fund, own, _) = try decided(title: "\(Self.name) paints the estate")
        try pay(fund)
        let officer = try fund.person("officer")
        let hits = try hits(fund)
        #expect(hits["documentChunk"] == 1, "\(hits)")
        #expect(hits["applicationContact"] == 1 && hits["applicationAnswer"] == 2, "\(hits)")
        let found = try fund.services.disclose(.person(" Quentin@example.org"), as: officer)
        let words = try fund.services.words()
        let text = found.json(words).text
        for (table, count) in hits {
            // Pieces of files are shown as the files that they belong to.
            let place = table == "documentChunk" ? "paymentRunFile" : table
            let rows = found.sections.first { $0.table == place }?.rows ?? []
            let naming = rows.filter { row in
                row.values.contains {
                    $0.value.text.lowercased().contains("quibble")
                        || $0.value.text.contains(Self.person)
                }
            }
            #expect(naming.count >= count, "\(table): \(naming.count) of \(count)")
        }
        #expect(text.contains("Elm Gardeners") && text.contains(own))
        func file(_ found: Disclosure) -> Disclosure.Shown? {
            found.sections.first { $0.table == "paymentRunFile" }?.rows.first
        }
        let lines = file(found)?.values.first { $0.name == "lines" }?.value.string ?? ""
        #expect(lines.hasPrefix("AWARD,\(own),Elm Gardeners"), "\(lines)")
        #expect(lines.contains(",[another person],") && !lines.contains("\n"), "\(lines)")
        #expect(found.lookedFor.contains(Self.name))
        for other in [
            "Officer Two", "officer@example.org", "petra@example.net", "dan.\(Self.person)",
            "\(Self.name)s", "p1@example.org", "Oak Gardeners",
        ] { #expect(!text.contains(other), "\(other)") }
        #expect(found.leftOut.contains { $0.rule == .otherPeople && $0.count > 0 })
        let page = found.html("What is held", words)
        #expect(page.contains("<dt>") && page.contains(Self.name) && !page.contains("Officer Two"))
        #expect(
            try fund.value("SELECT count(*) FROM auditEntry WHERE action = 'privacy.export';")
                == "1")
        #expect(
            try fund.value("SELECT count(*) FROM auditEntry WHERE detail LIKE '%uentin%';") == "0")
        // Somebody with an account is told what they did.
        let staff = try fund.services.disclose(.person("officer@example.org"), as: officer)
        #expect(staff.sections.contains { $0.table == "auditEntry" && $0.rows.count > 3 })
        let accounts = try #require(staff.sections.first { $0.table == "person" })
        #expect(
            accounts.rows.contains { row in
                row.values.contains { $0.value.string == "officer@example.org" }
            })
        // Whose name only ends like theirs.
        #expect(!staff.json(words).text.contains("Finance Officer One"))
        // Who decided stands in each line of the file, and learns nothing of whom it pays.
        let decider = try fund.services.disclose(.person("decider@example.org"), as: officer)
        let signed = file(decider)?.values.first { $0.name == "lines" }?.value.string ?? ""
        #expect(signed.hasPrefix("decider@example.org, [another person]"), "\(signed)")
        #expect(!signed.contains(own) && !signed.contains("Gardeners"))
        // What is no text is listed by its name.
        let sealed = try Command.sql(
            fund.databasePath,
            "DROP TRIGGER documentUnchanged; UPDATE document SET mediaType = 'application/x';")
        #expect(sealed.status == 0, "\(sealed.errors)")
        let unread = try fund.services.disclose(.person(Self.person), as: officer)
        #expect(unread.leftOut.contains { $0.rule == .paymentFiles && $0.count == 1 })
        #expect(file(unread)?.key.hasSuffix("-ledger") == true)
    }

    @Test("who asks for nobody, or may not ask, is told so, and nothing is noted")
    func refused() throws {
        let fund = try TestFund()
        let officer = try fund.person("officer")
        func code(_ email: String, _ who: Principal) -> String? {
            problem { _ = try fund.services.disclose(.person(email), as: who) }?.code
        }
        #expect(code("nobody@example.org", officer) == "disclosure-nothing")
        #expect(code("nobody", officer) == "invalid-input")
        #expect(code("officer@example.org", try fund.person("p1")) == "role-missing")
        #expect(code("officer@example.org", try fund.person("finance")) == "role-missing")
        #expect(
            problem {
                _ = try fund.services.disclose(
                    .record(award: "x", organisation: "y"), as: officer)
            }?.fields.map(\.code) == ["foi-one"])
        #expect(
            problem {
                _ = try fund.services.disclose(
                    .record(award: nil, organisation: "1234567"), as: officer)
            }?.code == "disclosure-organisation")
        // An application without an award is held, and how it is asked for is said.
        try fund.open()
        let reference = try fund.submit("Elm Gardeners")
        let none = try #require(
            problem {
                _ = try fund.services.disclose(
                    .record(award: reference, organisation: nil), as: officer)
            })
        #expect(none.code == "disclosure-no-award" && none.kind == .notFound)
        let words = try fund.services.words()
        #expect(words.words(none).contains("foi export --organisation \(reference)"))
        for said in [words.words(none), words.words(none, at: .http), words.onPage(none)] {
            #expect(said.contains("has no award") && !said.contains("Nothing is held"), "\(said)")
        }
        #expect(
            try fund.value("SELECT count(*) FROM auditEntry WHERE action LIKE '%.export';") == "0")
    }

    @Test("of an award its record is given, without people, and what is left out is listed")
    func award() throws {
        let (fund, own, other) = try decided()
        let officer = try fund.person("officer")
        _ = try fund.workflows.holdData(of: own, reason: "A claim is made", as: officer)
        let found = try fund.services.disclose(
            .record(award: own, organisation: nil), as: officer)
        let words = try fund.services.words()
        let text = found.json(words).text
        #expect(text.contains("Project of Elm Gardeners") && text.contains("\"amountPence\""))
        for hidden in [
            Self.name, Self.person, "petra@example.net", "Officer Two", "p1@example.org", "S1 2HH",
            "A claim is made",
        ] { #expect(!text.contains(hidden), "\(hidden)") }
        // Nor by their numbers.
        let scores = try #require(found.sections.first { $0.table == "assessmentScore" })
        #expect(!scores.rows.contains { row in row.values.contains { $0.name == "memberId" } })
        let rules = Set(found.leftOut.map(\.rule))
        #expect(rules.isSuperset(of: [.personal, .otherPeople, .advice]), "\(rules)")
        #expect(found.html("What is recorded", words).contains("Project of Elm Gardeners"))
        // Each thing that is gone is listed with its row, field and section of the Act.
        let redactions = try #require(found.redactions)
        let counted = found.leftOut.map(\.count).reduce(0, +)
        #expect(redactions.map(\.passages).reduce(0, +) == counted)
        let need = try #require(
            redactions.first { $0.table == "applicationAnswer" && $0.field == "value" })
        #expect(need.row == "applicationId=1,questionKey=\"need\"", "\(need)")
        #expect(need.passages == 2 && need.ground.section == "40(2)", "\(need)")
        #expect(need.characters == "\(Self.name)petra@example.net".count, "\(need)")
        let contact = try #require(redactions.first { $0.table == "applicationContact" })
        #expect(contact.field == nil && contact.row == "applicationId=1", "\(contact)")
        #expect(redactions.contains { $0.table == "applicationNote" && $0.ground == .advice })
        #expect(redactions.contains { $0.table == "assessmentScore" && $0.field == "memberId" })
        let listed = try #require(found.json(words)["redactions"]?.array?.first)
        #expect(listed["section"]?.string != nil && listed["why"]?.string?.isEmpty == false)
        let page = found.html("What is recorded", words)
        #expect(page.contains("<caption>") && page.contains("Section 40(2)"))
        // The page says answers and truths in words, and has no keys.
        let form = try fund.value(
            """
            SELECT json_extract(value, '$.title')
            FROM roundConfiguration, json_each(content, '$.questions')
            WHERE section = 'form' AND json_extract(value, '$.key') = 'need';
            """)
        #expect(page.contains("<dt>\(form)</dt><dd>Ask [another person], or Petra"), "\(page)")
        #expect(page.contains("<dt>Is partial</dt><dd>No</dd>"))
        for raw in ["question key", "name key", "group id", "<dt>Id</dt>", "&quot;Ask"] {
            #expect(!page.lowercased().contains(raw.lowercased()), "\(raw)")
        }
        // By one of its references, an organisation has all its applications given.
        let group = try fund.services.disclose(
            .record(award: nil, organisation: other), as: officer)
        #expect(group.json(words).text.contains("Project of Oak Gardeners"))
        #expect(
            group.html("Record", words).contains(
                "<dd>&lt;b&gt;made-up&lt;/b&gt; &amp; &quot;new&quot;&#39;s</dd>"))
        #expect(
            try fund.value("SELECT count(*) FROM auditEntry WHERE action = 'foi.export';") == "2")
    }

    @Test("what a person wrote who applied in their own name stays out, and what names them")
    func individual() throws {
        let fund = try TestFund()
        try fund.open()
        func submit(_ name: String, _ edits: [(String, String)]) throws -> String {
            let text = edits.reduce(TestFund.application(name, email: "sam@example.org")) {
                $0.replacing($1.0, with: $1.1)
            }
            return try fund.workflows.submitApplication(
                try JSONReader.read(Array(text.utf8)), source: name, round: "round-1", late: nil,
                as: TestFund.operator
            ).reference.description
        }
        let own = try submit(
            "Quentin Quibble",
            [("Sam Example", Self.name), ("A made-up project.", "I Quentin paint murals.")])
        let other = try submit("Oak Gardeners", [])
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        _ = try fund.workflows.recordScores(
            of: own, member: nil,
            TestFund.criteria.enumerated().map { place, key in
                (key, 5, place == 0 ? "QUENTIN's <b>walls</b> are lovely" : "Well thought out")
            }, as: fund.person("p1"))
        try fund.score(other, by: "p1", 1)
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: try fund.person("decider"))
        let found = try fund.services.disclose(
            .record(award: own, organisation: nil), as: try fund.person("officer"))
        let words = try fund.services.words()
        let texts = [found.json(words).text, found.html("What is recorded", words)]
        for text in texts {
            for hidden in ["quentin", "murals", "People said so", "By eating", "walls"] {
                #expect(!text.lowercased().contains(hidden.lowercased()), "\(hidden)")
            }
            #expect(text.contains("Well thought out"))
        }
        let redactions = try #require(found.redactions).filter { $0.rule == .individual }
        #expect(
            Set(redactions.filter { $0.table == "application" }.compactMap(\.field)) == [
                "organisation", "nameKey", "title", "summary",
            ])
        #expect(redactions.contains { $0.table == "assessmentScore" && $0.field == "comment" })
        #expect(redactions.allSatisfy { $0.ground == .personal })
    }

    /// A round with a proposal and no decision, whose form asks for people.
    private func proposed() throws -> (fund: TestFund, own: String, officer: Principal) {
        let fund = try TestFund(edits: [
            (
                "Config/form.yaml", "      - key: need\n",
                """
                      - key: whoRuns
                        type: longText
                        title: Who runs your group?
                        required: false
                        screens: person
                      - key: reachThem
                        forPanel: false
                        type: text
                        title: How can we reach them?
                        required: false
                      - key: ringUs
                        forPanel: false
                        type: phone
                        title: What is your number?
                        required: false
                      - key: need

                """
            )
        ])
        try fund.open()
        func submit(_ group: String, _ email: String, _ edits: [(String, String)]) throws -> String
        {
            let text = edits.reduce(TestFund.application(group, email: email)) {
                $0.replacing($1.0, with: $1.1)
            }
            return try fund.workflows.submitApplication(
                try JSONReader.read(Array(text.utf8)), source: group, round: "round-1", late: nil,
                as: TestFund.operator
            ).reference.description
        }
        let people = """
            "answers":{"whoRuns":"Petra Other\\n\(Self.name)","reachThem":"0114 496 0999",\
            "ringUs":"0114 496 0001",
            """
        let own = try submit(
            "Elm Gardeners", Self.person,
            [
                ("Sam Example", Self.name), ("\"answers\":{", people),
                ("People said so.", "Ring PETRA other on (0114) 496-0123."),
            ])
        let rival = try submit("Oak Gardeners", "sam@example.org", [])
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1", "p2"])
        try fund.workflows.declareInterest(
            in: own, has: true, detail: "My cousin runs it", as: fund.person("p1"))
        try fund.score(own, by: "p2", 5)
        try fund.score(rival, by: "p1", 1)
        _ = try fund.workflows.recordScores(
            of: rival, member: nil, TestFund.criteria.map { ($0, 2, "\(Self.name) told me") },
            as: fund.person("p2"))
        let officer = try fund.person("officer")
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        return (fund, own, officer)
    }

    @Test("strangers' applications, other people's answers and what is sealed stay where they are")
    func apart() throws {
        let (fund, own, officer) = try proposed()
        let words = try fund.services.words()
        // Whoever declares an interest has no part in the application.
        let member = try fund.services.disclose(.person("p1@example.org"), as: officer)
        let said = member.json(words).text
        #expect(said.contains("My cousin runs it"))
        #expect(!member.sections.contains { $0.table.hasPrefix("application") })
        for strange in ["Elm Gardeners", Self.name, Self.person, "0114 496 0001"] {
            #expect(!said.contains(strange), "\(strange)")
        }
        // Who speaks for the group has what is theirs, and not who else stands in the answers.
        let person = try fund.services.disclose(.person(Self.person), as: officer)
        let held = person.json(words).text
        #expect(person.lookedFor.contains("0114 496 0001"))
        #expect(held.contains("Ring [another person] on ([another person]."), "\(held)")
        #expect(held.contains("\(Self.name), [another person]"), "\(held)")
        for other in ["Petra Other", "496 0999", "496-0123", "told me"] {
            #expect(!held.contains(other), "\(other)")
        }
        #expect(person.leftOut.contains { $0.rule == .undecided })
        // Before the decision only what was sent can be had.
        #expect(try fund.value("SELECT count(*) FROM awardProposalLine;") == "2")
        let record = try fund.services.disclose(
            .record(award: nil, organisation: own), as: officer)
        #expect(
            Set(record.sections.map(\.table)).isSubset(of: [
                "application", "applicationAnswer", "applicationPriority",
            ]))
        #expect(record.leftOut.contains { $0.rule == .undecided })
        let sealed = try #require(record.redactions).filter { $0.rule == .undecided }
        #expect(sealed.map(\.table) == ["application"] && sealed[0].row == nil)
        let given = record.json(words).text
        #expect(given.contains("Project of Elm Gardeners"))
        for other in ["Petra", "PETRA", "496 0999", "496-0123", "496 0001", Self.name] {
            #expect(!given.contains(other), "\(other)")
        }
    }

    @Test(
        "names, addresses and numbers of others go, however they are written, and one's own stay",
        arguments: [
            ("PETRA\nother's van", "[another person]'s van"),
            (#""a\nPetra Other\nQuentin Quibble""#, #""a\n[another person]\nQuentin Quibble""#),
            ("Quentin Quibble and Quentin", "Quentin Quibble and [another person]"),
            ("No hope. Hopes.", "No hope. Hopes."),
            ("quentin@example.org p@example.org", "quentin@example.org [another person]"),
            (#"\nquentin@example.org"#, #"\nquentin@example.org"#),
            ("+44 (0)114 496 0001 or 0114 496-0002.", "+44 (0)114 496 0001 or [another person]."),
            ("erased on 2026-12-01: 00123456, £10,000", "erased on 2026-12-01: 00123456, £10,000"),
        ])
    func scrubbing(_ text: String, _ wanted: String) {
        let scrubbing = Scrubbing(
            others: ["Petra Other", "Quentin", "Hope", "erased"],
            own: [Self.person, Self.name, "0114 496 0001"])
        #expect(scrubbing.scrub(text).text == wanted)
    }
}
