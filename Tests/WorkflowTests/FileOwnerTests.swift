import Applications
import Bootstrap
import Documents
import Forms
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite(
    "Files have a bound for their owner, may answer several questions, and go in the house's name")
struct FileOwnerTests {
    private static func fund(_ edits: [(String, String, String)] = []) throws -> TestFund {
        let question = """
                  - key: KEY
                    type: file
                    title: Letters
                    required: false

            """
        let fund = try TestFund(
            edits: [
                (
                    "Config/form.yaml", "      - key: contactName\n",
                    question.replacing("KEY", with: "letters")
                        + question.replacing("KEY", with: "photos") + "      - key: contactName\n"
                )
            ] + edits)
        try fund.open()
        return fund
    }

    private func take(
        _ fund: TestFund, _ bytes: [UInt8], _ name: String, _ who: Principal,
        _ rules: FileRules = .standard
    ) throws -> KeptFile {
        try fund.workflows.takeFile(bytes, named: name, at: "letters", rules, as: who)
    }

    private func save(
        _ fund: TestFund, _ key: String, _ ids: [Int64], _ draft: DraftID, _ who: Principal
    ) throws {
        let seen = try fund.services.reports.draft(draft, as: who).draft.tag(of: [key])
        try fund.workflows.savePage(
            [key: ids.isEmpty ? nil : .array(ids.map { .int($0) })], on: key, of: draft,
            seen: seen.description, as: who)
    }

    @Test("one person has so much in all: it is said how much, and what is given up makes room")
    func person() throws {
        let fund = try Self.fund()
        let who = try fund.volunteer("one@example.com")
        let rules = FileRules(
            greatestBytes: 2_000_000, perQuestion: 5, bytesInAll: 3_000_000,
            bytesOfPerson: 2 * FileRules.bytesPerMegabyte)
        func bytes(_ letter: UInt8) -> [UInt8] {
            MadeFiles.pdf + [UInt8](repeating: letter, count: 1_000_000)
        }
        let draft = try fund.workflows.startDraft(in: "round-1", as: who)
        let first = try take(fund, bytes(65), "a.pdf", who, rules)
        try save(fund, "letters", [first.id.rawValue], draft, who)
        let second = try take(fund, bytes(66), "b.pdf", who, rules)
        // The same content counts once, whatever it is called.
        let same = try take(fund, bytes(66), "c.pdf", who, rules)
        let full = problem { _ = try take(fund, bytes(67), "d.pdf", who, rules) }
        #expect(full?.code == "uploads-of-person", "\(String(describing: full))")
        #expect(full?.arguments == ["used": "2 MB", "maximum": "2 MB"])
        // What an officer takes down from paper does not count for the officer.
        let officer = try fund.person("officer")
        for letter in 70..<73 as Range<UInt8> {
            _ = try take(fund, bytes(letter), "p.pdf", officer, rules)
        }
        try fund.workflows.removeFile(second.id, as: who)
        try fund.workflows.removeFile(same.id, as: who)
        _ = try take(fund, bytes(67), "d.pdf", who, rules)
        #expect(problem { _ = try take(fund, bytes(68), "e.pdf", who, rules) } != nil)
        try save(fund, "letters", [], draft, who)
        _ = try take(fund, bytes(68), "e.pdf", who, rules)
    }

    @Test("the files say how much an owner may have; what is usual is not frozen into rounds")
    func configured() throws {
        let usual = try Self.fund()
        #expect(try usual.services.configuration().files == .standard)
        let other = try Self.fund([
            ("Config/fund.yaml", "megabytesPerPerson: 200", "megabytesPerPerson: 50"),
            ("Config/fund.yaml", "megabytesPerApplication: 200", "megabytesPerApplication: 120"),
        ])
        let rules = try other.services.configuration().files
        #expect(rules.mostOfPerson == 50 * 1024 * 1024)
        #expect(rules.mostOfApplication == 120 * 1024 * 1024)
        #expect(rules.taking(2).mostOfApplication == 120 * 1024 * 1024)
        let wrong = problem {
            _ = try Self.fund([
                ("Config/fund.yaml", "megabytesPerApplication: 200", "megabytesPerApplication: 119")
            ])
        }
        #expect(wrong?.code == "configuration-invalid", "\(String(describing: wrong))")
        #expect(wrong?.fields.map(\.code) == ["files-of-application-few"])
        #expect(wrong?.fields.first?.arguments["minimum"] == "120")
        let large = try Self.fund([
            ("Config/fund.yaml", "megabytesInAll: 30", "megabytesInAll: 100"),
            ("Config/fund.yaml", "  megabytesPerApplication: 200", "  # as is usual"),
        ])
        #expect(try large.services.configuration().files.mostOfApplication == 400 * 1024 * 1024)
    }

    @Test("one photo answers two questions of one draft, each as a file of its own")
    func twice() throws {
        let fund = try Self.fund()
        let (who, other) = (
            try fund.volunteer("one@example.com"), try fund.volunteer("two@example.com")
        )
        let draft = try fund.workflows.startDraft(in: "round-1", as: who)
        let photo = try take(fund, MadeFiles.jpeg(), "us.jpg", who).id.rawValue
        func named(_ key: String) throws -> [Int64] {
            try fund.services.reports.draft(draft, as: who).draft.values[key]?.fileAnswers.map(
                \.id.rawValue) ?? []
        }
        try save(fund, "letters", [photo], draft, who)
        try save(fund, "photos", [photo], draft, who)
        let second = try named("photos")
        #expect(try named("letters") == [photo] && second.count == 1 && second != [photo])
        // Named once more, by either number, it stays the one that it is.
        try save(fund, "photos", [photo], draft, who)
        try save(fund, "photos", [second[0], photo], draft, who)
        #expect(try named("photos") == second)
        #expect(
            try fund.value(
                "SELECT count(*) || ' ' || count(DISTINCT fileId) FROM documentUpload") == "2 1")
        // Taken out of one, the other still has it.
        try save(fund, "letters", [], draft, who)
        #expect(try named("photos") == second)
        #expect(try fund.value("SELECT count(*) FROM documentFilePiece") == "1")
        // Nobody else uses it, in a draft of their own or before it is placed.
        let theirs = try fund.workflows.startDraft(in: "round-1", as: other)
        let waiting = try take(fund, MadeFiles.pdf, "a.pdf", who).id.rawValue
        for id in [second[0], waiting] {
            #expect(
                problem { try save(fund, "photos", [id], theirs, other) }?.fields.map(\.code)
                    == ["upload-gone"])
        }
        // Nor does its owner, in another draft.
        let next = try fund.workflows.startDraft(in: "round-1", as: who)
        #expect(problem { try save(fund, "photos", [second[0]], next, who) } != nil)
    }

    @Test("a program names one file under two questions of what it sends")
    func program() throws {
        let fund = try Self.fund()
        let officer = try fund.person("officer")
        let file = try take(fund, MadeFiles.docx, "Rules.docx", officer).id.rawValue
        let json = TestFund.application("Elm Road").replacing(
            "\"answers\":{", with: "\"answers\":{\"letters\":[\(file)],\"photos\":[\(file)],")
        let sent = try fund.workflows.submitApplication(
            try JSONReader.read(Array(json.utf8)), source: "x", round: "round-1", late: nil,
            as: officer)
        let rows = try fund.services.reports.files(of: "\(sent.reference)", as: officer).rows
        #expect(rows.map { $0[3].string } == ["letters", "photos"])
        #expect(rows.allSatisfy { $0[9].text == "true" })
    }

    @Test("what waited a week goes in the house's name, by the server or beside the next upload")
    func expiry() throws {
        let fund = try Self.fund()
        let (one, two) = (
            try fund.volunteer("one@example.com"), try fund.volunteer("two@example.com")
        )
        let worker = Principal(.mailWorker, door: .http, systemUser: "tester")
        _ = try take(fund, MadeFiles.text, "t.csv", one)
        #expect(try fund.workflows.expireFiles(beside: worker) == 0)
        fund.advance(seconds: 8 * 86_400)
        _ = try take(fund, MadeFiles.pdf, "a.pdf", two)
        let actors = "SELECT group_concat(actor) FROM auditEntry WHERE action = 'file.expiry'"
        #expect(try fund.value(actors).hasPrefix("mailWorker "))
        #expect(try fund.value("SELECT count(*) FROM documentFile") == "1")
        fund.advance(seconds: 8 * 86_400)
        #expect(try fund.workflows.expireFiles(beside: worker) == 1)
        #expect(try fund.value("SELECT count(*) FROM documentFilePiece") == "0")
        #expect(
            try fund.value("SELECT count(*) FROM auditEntry WHERE action = 'file.removal'") == "0")
    }
}
