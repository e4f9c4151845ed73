import Applications
import Bootstrap
import Forms
import FundCore
import FundStore
import Identity
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("A group writes its application together, in sittings")
struct DraftTests {
    private let fund: TestFund
    private let one: Principal
    private let two: Principal

    init() throws {
        fund = try TestFund()
        try fund.open()
        (one, two) = (try fund.volunteer("one@example.com"), try fund.volunteer("two@example.com"))
    }

    @Test("what is filled in becomes the application that a program would have sent")
    func becomes() throws {
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        #expect(
            problem { _ = try fund.workflows.sendDraft(id, language: "en", as: one) }?.code
                == "draft-unfinished")
        try fund.fill(id, as: one)
        let sent = try fund.workflows.sendDraft(id, language: "ur", as: one)
        let object = try fund.services.reports.application(
            "\(sent.reference)", as: try fund.person("officer")
        ).object
        #expect(object["organisation"]?["name"]?.string == "Made Up Menders")
        #expect(object["organisation"]?["postcode"]?.string == "S1 2HH")
        #expect(object["amountPence"]?.int == 250_000)
        #expect(object["contact"]?["language"]?.string == "ur")
        #expect(object["answers"]?["need"]?.string == "People said so.")
        #expect(object["answers"]?["groupName"] == nil)
        // Once: it is sent, and its answers are the application's alone.
        #expect(
            problem { _ = try fund.workflows.sendDraft(id, language: "en", as: one) }?.code
                == "draft-sent")
        #expect(try fund.value("SELECT count(*) FROM applicationDraftAnswer") == "0")
        // Everything that was written comes back in the receipt, in the group's language.
        let letters = try fund.letters(of: "\(sent.reference)")
        #expect(letters.count == 1 && letters[0].contains("People said so."))
        #expect(letters[0].contains("فنڈ"))
    }

    @Test("the second who saves is told, and nothing is lost; the same answer is no conflict")
    func together() throws {
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        #expect(
            problem { _ = try fund.services.reports.draft(id, as: two) }?.code == "draft-unknown")
        try fund.workflows.addDraftMember("two@example.com", to: id, as: one)
        #expect(
            problem { try fund.workflows.addDraftMember("TWO@example.com", to: id, as: one) }?.code
                == "draft-member-already")
        let seen = try fund.services.reports.draft(id, as: two).draft.tag(of: ["need"]).description
        func save(_ text: String, _ seen: String, _ who: Principal) -> String? {
            problem {
                try fund.workflows.savePage(
                    ["need": .string(text)], on: "need", of: id, seen: seen, as: who)
            }?.code
        }
        #expect(save("First", seen, one) == nil)
        #expect(save("Second", seen, two) == "changed-meanwhile")
        #expect(save("First", seen, two) == nil)
        let now = try fund.services.reports.draft(id, as: two).draft
        #expect(
            now.values["need"]?.string == "First" && now.answers["need"]?.savedBy == one.personID)
        #expect(save("Both", now.tag(of: ["need"]).description, two) == nil)
        try fund.fill(id, as: two)
        let sent = try fund.workflows.sendDraft(id, language: "en", as: two)
        // Both see what became of it, and nobody else of their kind does.
        for who in [one, two] {
            #expect(
                try fund.services.reports.home(as: who).sent.map(\.summary.reference) == [
                    sent.reference
                ])
        }
        let third = try fund.volunteer("three@example.com")
        #expect(
            problem {
                _ = try fund.services.reports.ownApplication("\(sent.reference)", as: third)
            }?
            .code == "application-unknown")
    }

    @Test("everything wrong with a page is told at once, and none of it is kept")
    func wrong() throws {
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        let seen = try fund.services.reports.draft(id, as: one).draft.tag(of: []).description
        let report = problem {
            try fund.workflows.savePage(
                [
                    "amount": .int(1), "people": .int(0), "contactEmail": .string("no address"),
                    "need": nil,
                ], on: "amount", of: id, seen: seen, as: one)
        }
        #expect(
            Set(report?.fields.map { "\($0.place) \($0.code)" } ?? []) == [
                "amount amount-limits", "people too-small", "contactEmail not-email",
                "need missing",
            ])
        #expect(try fund.services.reports.draft(id, as: one).draft.answers.isEmpty)
    }

    @Test("answers of an earlier application are offered to its group and to nobody else")
    func offered() throws {
        let first = try fund.workflows.startDraft(in: "round-1", as: one)
        try fund.fill(first, as: one)
        let sent = try fund.workflows.sendDraft(first, language: "en", as: one)
        let again = try fund.workflows.startDraft(
            in: "round-1", from: "\(sent.reference)", as: one)
        let draft = try fund.services.reports.draft(again, as: one).draft
        #expect(draft.values["groupName"]?.string == "Made Up Menders")
        // Promises are made anew, and every page is looked at again.
        #expect(draft.values["commitment"] == nil && draft.savedPages.isEmpty)
        let stolen = problem {
            _ = try fund.workflows.startDraft(in: "round-1", from: "\(sent.reference)", as: two)
        }
        #expect(stolen?.code == "application-unknown")
    }

    @Test("an officer types in for a group, with how it came; after the deadline with a reason")
    func assisted() throws {
        let officer = try fund.person("officer")
        #expect(
            problem {
                _ = try fund.workflows.startDraft(in: "round-1", assistedBy: .phone, as: one)
            }?.code == "role-missing")
        let id = try fund.workflows.startDraft(in: "round-1", assistedBy: .paper, as: officer)
        let other = try fund.person("officer2")
        try fund.fill(id, as: other)
        try fund.close()
        #expect(
            problem { _ = try fund.workflows.sendDraft(id, language: "en", as: other) }?.code
                == "round-not-open-closed")
        let sent = try fund.workflows.sendDraft(
            id, language: "en", late: "It was in the post box.", as: other)
        let file = try fund.services.reports.caseFile(
            "\(sent.reference)", of: "round-1", as: officer)
        #expect(file.assistedBy == .paper && file.detail.lateReason == "It was in the post box.")
        #expect(
            problem { _ = try fund.workflows.startDraft(in: "round-1", as: one) }?.code
                == "round-not-open-closed")
    }

    @Test("equality answers stand apart: of no page, list or export that assesses")
    func equality() throws {
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        try fund.fill(id, as: one)
        let form = try fund.services.reports.draft(id, as: one).equality
        let question = try #require(form?.questions.first)
        let option = question.options[0].key
        try fund.workflows.saveEquality(
            [question.key: [option, "made-up"], "unknown": ["x"]], of: id, as: one)
        let sent = try fund.workflows.sendDraft(id, language: "en", as: one)
        #expect(
            try fund.value("SELECT questionKey || value FROM applicationEqualityAnswer")
                == "\(question.key)[\"\(option)\"]")
        let officer = try fund.person("officer")
        let object = try fund.services.reports.application(
            "\(sent.reference)", as: officer
        ).object
        #expect(!object.text.contains(option))
        let own = try fund.services.reports.ownApplication("\(sent.reference)", as: one)
        #expect(own.detail.answers.allSatisfy { !$0.value.text.contains(option) })
    }

    @Test("taking back is for good: no check, no score, a letter; and only before the decision")
    func withdrawal() throws {
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        try fund.fill(id, as: one)
        let reference = "\(try fund.workflows.sendDraft(id, language: "en", as: one).reference)"
        let others = try fund.submit("Another Made Up Group")
        #expect(
            problem { try fund.workflows.withdraw(others, reason: nil, as: one) }?.code
                == "application-unknown")
        try fund.checkAll()
        try fund.workflows.withdraw(reference, reason: "We found other money.", as: one)
        #expect(try fund.services.reports.ownApplication(reference, as: one).status == .withdrawn)
        let officer = try fund.person("officer")
        #expect(
            problem {
                _ = try fund.workflows.checkApplication(reference, .eligible, as: officer)
            }?.code == "application-decided-status")
        #expect(
            problem { try fund.workflows.withdraw(reference, reason: nil, as: one) }?.code
                == "application-decided-status")
        #expect(try fund.letters(of: reference).contains { $0.contains("taken back") })
        #expect(
            try Command.sql(fund.databasePath, "UPDATE application SET status = 'eligible';")
                .isRefusedByRule)
        #expect(
            try fund.value(
                "SELECT isStanding FROM assessmentCandidate JOIN application ON id = applicationId "
                    + "WHERE application.reference = '\(reference)'") == "0")
    }

    @Test("a question is answered once, by the group or by an officer who heard it")
    func questions() throws {
        let id = try fund.workflows.startDraft(in: "round-1", as: one)
        try fund.fill(id, as: one)
        let reference = "\(try fund.workflows.sendDraft(id, language: "en", as: one).reference)"
        let officer = try fund.person("officer")
        #expect(problem { _ = try fund.workflows.askApplicant(reference, "Why?", as: one) } != nil)
        let question = try fund.workflows.askApplicant(reference, "How many?", as: officer)
        #expect(try fund.letters(of: reference).contains { $0.contains("How many?") })
        #expect(
            problem { try fund.workflows.answerQuestion(question, of: reference, " ", as: one) }?
                .fields.first?.code == "missing")
        try fund.workflows.answerQuestion(question, of: reference, "Forty", as: one)
        for who in [one, officer] {
            #expect(
                problem {
                    try fund.workflows.answerQuestion(question, of: reference, "Fifty", as: who)
                }?.code == "question-answered")
        }
        #expect(
            try Command.sql(
                fund.databasePath, "UPDATE applicationQuestion SET answer = 'Fifty';"
            ).isRefusedByRule)
        let file = try fund.services.reports.caseFile(reference, of: "round-1", as: officer)
        #expect(file.questions.map(\.answer) == ["Forty"])
    }

    @Test("locked scores stay, and an interest is declared by a member of the panel alone")
    func locks() throws {
        let reference = try fund.submit("Made Up Choir")
        try fund.checkAll()
        try fund.close()
        try fund.addPanel(["p1"])
        let (p1, p2) = (try fund.person("p1"), try fund.person("p2"))
        #expect(
            problem {
                try fund.workflows.declareInterest(in: reference, has: false, detail: "", as: p2)
            }?.code == "panel-other")
        let sheet = { try fund.services.reports.scoringSheet(reference, of: "round-1", as: p1) }
        guard case .undeclared = try sheet() else {
            Issue.record("open before declared")
            return
        }
        #expect(
            problem {
                try fund.workflows.declareInterest(in: reference, has: true, detail: " ", as: p1)
            }?.fields.first?.code == "missing")
        try fund.workflows.declareInterest(in: reference, has: true, detail: "My sister.", as: p1)
        guard case .barred = try sheet() else {
            Issue.record("open with an interest")
            return
        }
        // Who said yes does not take it back: an officer does, and says why.
        #expect(
            problem {
                try fund.workflows.declareInterest(in: reference, has: false, detail: "", as: p1)
            }?.code == "interest-stands")
        try fund.workflows.setInterest(
            of: "p1@example.org", in: reference, has: false, detail: "Another choir.",
            as: try fund.person("officer"))
        guard case .open = try sheet() else {
            Issue.record("closed without an interest")
            return
        }
        #expect(
            problem { try fund.workflows.lockScores(of: reference, as: p1) }?.fields.count == 6)
        let scores = TestFund.criteria.map { ($0, Int64(3) as Int64?, nil as String?) }
        _ = try fund.workflows.recordScores(of: reference, member: nil, scores, as: p1)
        try fund.workflows.lockScores(of: reference, as: p1)
        let changed = problem {
            _ = try fund.workflows.recordScores(
                of: reference, member: nil, [("need", 5, nil)], as: p1)
        }
        #expect(changed?.code == "score-locked")
        let byOfficer = problem {
            _ = try fund.workflows.recordScores(
                of: reference, member: "p1@example.org", [("need", 5, nil)],
                as: try fund.person("officer"))
        }
        #expect(byOfficer?.code == "score-locked")
    }
}
