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

@Suite("Files that groups send are kept once, and stay once they are sent")
struct FileTests {
    private let fund: TestFund
    private let one: Principal
    private let two: Principal

    static let question = (
        file: "Config/form.yaml", old: "      - key: contactName\n",
        new: """
              - key: letters
                type: file
                title: Letters
                required: REQUIRED
                maximumFiles: 2

              - key: contactName

        """
    )

    init() throws {
        let edit = Self.question
        fund = try TestFund(edits: [
            (edit.file, edit.old, edit.new.replacing("REQUIRED", with: "true")),
            ("Config/fund.yaml", "megabytesInAll: 30", "megabytesInAll: 1"),
        ])
        try fund.open()
        (one, two) = (try fund.volunteer("one@example.com"), try fund.volunteer("two@example.com"))
    }

    private func take(
        _ bytes: [UInt8], _ name: String, _ who: Principal
    ) throws -> KeptFile {
        try fund.workflows.takeFile(bytes, named: name, at: "letters", .standard, as: who)
    }

    private func save(_ ids: [FileID], _ draft: DraftID, _ who: Principal) throws {
        let seen = try fund.services.reports.draft(draft, as: who).draft.tag(of: ["letters"])
        try fund.workflows.savePage(
            ["letters": ids.isEmpty ? nil : .array(ids.map { .int($0.rawValue) })],
            on: "letters", of: draft, seen: seen.description, as: who)
    }

    private func codes(_ work: () throws -> Void) -> [String] {
        problem(work).map { [$0.code] + $0.fields.map(\.code) } ?? []
    }

    private var counts: String {
        get throws {
            try fund.value(
                """
                SELECT (SELECT count(*) FROM documentUpload) || ' '
                  || (SELECT count(*) FROM documentFile) || ' '
                  || (SELECT count(DISTINCT fileId) FROM documentFilePiece)
                """)
        }
    }

    @Test("the same content is kept once, and goes with the last that names it")
    func once() throws {
        let draft = try fund.workflows.startDraft(in: "round-1", as: one)
        let first = try take(MadeFiles.pdf, "a.pdf", one)
        #expect(try take(MadeFiles.pdf, "a.pdf", one).id == first.id)
        let second = try take(MadeFiles.pdf, "b.pdf", one)
        #expect(try counts == "2 1 1")
        try save([first.id, second.id], draft, one)
        let known = try fund.services.reports.draft(draft, as: one).draft.values["letters"]
        #expect(known?.fileAnswers.map(\.name) == ["a.pdf", "b.pdf"])
        #expect(known?.fileAnswers.map(\.sha256) == [first.sha256, first.sha256])
        try save([second.id], draft, one)
        #expect(try counts == "1 1 1")
        try fund.workflows.discardDraft(draft, as: one)
        #expect(try counts == "0 0 0")
        // What no answer names for a week goes by itself.
        let waiting = try take(MadeFiles.text, "t.csv", one)
        fund.advance(seconds: 8 * 86_400)
        _ = try take(MadeFiles.pdf, "c.pdf", two)
        #expect(
            problem { _ = try fund.services.reports.file(waiting.id, as: one) }?.code
                == "upload-unknown")
        #expect(try counts == "1 1 1")
    }

    @Test("limits hold, and nobody uses what another sent")
    func limits() throws {
        let draft = try fund.workflows.startDraft(in: "round-1", as: one)
        let files = try (1...3).map { try take(MadeFiles.pdf + [UInt8($0)], "\($0).pdf", one) }
        #expect(
            codes { try save(files.map(\.id), draft, one) }
                == ["invalid-input", "uploads-too-many"])
        let theirs = try take(MadeFiles.text, "t.csv", two)
        #expect(
            codes { try save([theirs.id, FileID(999)], draft, one) }.contains("upload-gone"))
        #expect(
            codes { _ = try take(Array("<html>".utf8), "a.pdf", one) }
                == ["invalid-input", "upload-kind"])
        let large = try (0..<2).map {
            try take(
                MadeFiles.pdf + [UInt8](repeating: 65 + UInt8($0), count: 600_000), "\($0).pdf", one
            )
        }
        #expect(
            codes { try save(large.map(\.id), draft, one) }
                == ["invalid-input", "uploads-too-large"])
        try save([large[0].id], draft, one)
        // It answers this question of this draft, and nothing else.
        let other = try fund.workflows.startDraft(in: "round-1", as: one)
        #expect(codes { try save([large[0].id], other, one) }.contains("upload-gone"))
        #expect(
            codes { try fund.workflows.removeFile(large[0].id, as: one) } == ["upload-placed"])
        #expect(codes { try fund.workflows.removeFile(theirs.id, as: one) } == ["upload-unknown"])
        try fund.workflows.removeFile(theirs.id, as: two)
        // Somebody else of the group may keep it as it is.
        try fund.workflows.addDraftMember("two@example.com", to: draft, as: one)
        try save([large[0].id], draft, two)
        for number in 0..<16 { _ = try take(MadeFiles.text + [65 + UInt8(number)], "x.txt", one) }
        #expect(codes { _ = try take([66, 66], "y.txt", one) } == ["uploads-waiting"])
    }

    @Test("what must be sent is asked for, goes with the application, and stays")
    func sent() throws {
        let draft = try fund.workflows.startDraft(in: "round-1", as: one)
        for page in try fund.services.reports.draft(draft, as: one).form.sections.flatMap(\.pages)
        where page != ["letters"] {
            var values: [String: JSONValue?] = [:]
            for key in page {
                values[key] = .some(TestFund.draftAnswers.first { $0.0 == key }?.1)
            }
            let seen = try fund.services.reports.draft(draft, as: one).draft.tag(of: page.sorted())
            try fund.workflows.savePage(
                values, on: page[0], of: draft, seen: seen.description, as: one)
        }
        #expect(
            codes { _ = try fund.workflows.sendDraft(draft, language: "en", as: one) }
                == ["draft-unfinished", "upload-missing"])
        let file = try take(MadeFiles.jpeg(), "Us in the park.JPG", one)
        try save([file.id], draft, one)
        let sent = try fund.workflows.sendDraft(draft, language: "en", as: one)
        #expect(try fund.value("SELECT sentAt IS NOT NULL FROM documentUpload") == "1")
        for line in [
            "DELETE FROM documentUpload", "UPDATE documentUpload SET name = 'x'",
            "DELETE FROM documentFilePiece", "DELETE FROM documentFile",
            "UPDATE documentFilePiece SET bytes = x'00'",
            "INSERT INTO documentFilePiece VALUES (1, 9, x'00')",
            "INSERT OR REPLACE INTO documentFile SELECT * FROM documentFile",
        ] {
            let tried = try Command.run(
                "/usr/bin/env",
                ["sqlite3", fund.databasePath, "PRAGMA foreign_keys = ON; \(line);"])
            #expect(tried.errors.contains("upload-"), "\(line): \(tried.errors)")
        }
        // The receipt and what officers export say its name and hash.
        let letter = try #require(try fund.letters(of: "\(sent.reference)").first)
        #expect(letter.contains("Us in the park.jpg") && letter.contains(file.sha256.prefix(16)))
        let object = try fund.services.reports.application(
            "\(sent.reference)", as: try fund.person("officer")
        ).object
        #expect(object.text.contains(file.sha256))
        let check = try fund.services.reports.checkFiles(as: try fund.person("auditor"))
        #expect(check.count == 1 && check.damaged.isEmpty)
        // Who may read it, and who may not.
        let readers: [(String, Bool)] = [
            ("officer", true), ("decider", true), ("auditor", true), ("finance", false),
            ("p1", false), ("admin", false),
        ]
        for (name, may) in readers {
            let who = try fund.person(name)
            let found = try? fund.services.reports.file(file.id, as: who)
            #expect((found != nil) == may, "\(name)")
        }
        #expect(try fund.services.reports.file(file.id, as: one).id == file.id)
        #expect(
            problem { _ = try fund.services.reports.file(file.id, as: two) }?.code
                == "upload-unknown")
        // A panel member reads neither the file nor that there is one.
        let panel = try fund.person("p1")
        try fund.addPanel(["p1"])
        let shown = try fund.services.reports.application("\(sent.reference)", as: panel)
        #expect(!shown.object.text.contains("park") && !shown.said.text.contains("park"))
    }

    @Test("the panel reads a file where the form says so, and nobody who is not on it")
    func panel() throws {
        let edit = Self.question
        let other = try TestFund(edits: [
            (
                edit.file, edit.old,
                edit.new.replacing("REQUIRED", with: "true\n        panelSees: true")
            )
        ])
        try other.open()
        let officer = try other.person("officer")
        let file = try other.workflows.takeFile(
            MadeFiles.docx, named: "Plan.docx", at: "x", .standard, as: officer)
        let json = TestFund.application("Elm Road").replacing(
            "\"answers\":{", with: "\"answers\":{\"letters\":[\(file.id.rawValue)],")
        let sent = try other.workflows.submitApplication(
            try JSONReader.read(Array(json.utf8)), source: "x", round: "round-1", late: nil,
            as: officer)
        try other.addPanel(["p1"])
        let (member, stranger) = (try other.person("p1"), try other.person("p2"))
        #expect(try other.services.reports.file(file.id, as: member).id == file.id)
        #expect(
            try other.services.reports.application("\(sent.reference)", as: member).object.text
                .contains("Plan.docx"))
        #expect(
            problem { _ = try other.services.reports.file(file.id, as: stranger) }?.code
                == "upload-unknown")
    }

    @Test("a program names files in the application that it sends")
    func program() throws {
        let officer = try fund.person("officer")
        let file = try take(MadeFiles.docx, "Rules.docx", officer)
        func json(_ answer: String) throws -> JSONValue {
            try JSONReader.read(
                Array(
                    TestFund.application("Elm Road").replacing(
                        "\"answers\":{", with: "\"answers\":{\"letters\":\(answer),"
                    ).utf8))
        }
        func submit(_ answer: String) throws -> String {
            "\(try fund.workflows.submitApplication(try json(answer), source: "x", round: "round-1", late: nil, as: officer).reference)"
        }
        #expect(codes { _ = try submit("[]") }.contains("upload-missing"))
        #expect(codes { _ = try submit("\"Rules.docx\"") }.contains("not-files"))
        #expect(codes { _ = try submit("[77]") }.contains("upload-gone"))
        // What the sender says of a file counts for nothing.
        let reference = try submit(
            "[{\"file\":\(file.id.rawValue),\"name\":\"forged.pdf\",\"bytes\":1}]")
        let rows = try fund.services.reports.files(of: reference, as: officer).rows
        #expect(rows.count == 1 && rows[0][4].string == "Rules.docx" && rows[0][9].text == "true")
        #expect(codes { _ = try submit("[\(file.id.rawValue)]") }.contains("upload-gone"))
    }
}
