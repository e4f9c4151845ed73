import Applications
import Bootstrap
import Correspondence
import Foundation
import FundCore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("What officers write into decision letters, and the letters that correct them")
struct LetterWritingTests {
    @Test("feedback is picked from comments by criterion: nobody's name, nobody's with an interest")
    func feedback() throws {
        let at = try GatedFund()
        let fund = at.fund
        try fund.addPanel(["p2", "p3"])
        func score(_ member: String, _ criterion: String, _ comment: String) throws {
            _ = try fund.workflows.recordScores(
                of: at.declined, member: nil, [(criterion, 2, comment)],
                as: fund.person(member))
        }
        try score("p3", "need", "My cousin runs this.")
        try score("p2", "reach", "Who will come is not clear.")
        try score("p1", "need", "Forty people were asked.")
        try fund.workflows.declareInterest(
            in: at.declined, has: true, detail: "My cousin", as: fund.person("p3"))
        let rows = try fund.services.reports.feedbackComments(about: at.declined, as: at.officer)
        let texts = rows.map { "\($0.map(\.plainText))" }
        #expect(
            rows.map { $0[2].plainText } == [
                "Forty people were asked.", "Who will come is not clear.",
            ]
        )
        #expect(!texts.contains { $0.contains("Panel Member") || $0.contains("@") })
        for person in ["p1", "finance"] {
            let principal = try fund.person(person)
            #expect(
                problem {
                    _ = try fund.services.reports.feedbackComments(
                        about: at.declined, as: principal)
                }?.code == "role-missing")
        }
        let whole = try fund.workflows.releaseFeedback(
            "Come again.", comments: [2, 1], to: at.declined, as: at.officer)
        #expect(whole.hasSuffix("Forty people were asked.\n\nCome again."))
        #expect(whole.contains(": Who will come is not clear."))
        #expect(
            problem {
                try fund.workflows.releaseFeedback(
                    "", comments: [3], to: at.declined, as: at.officer)
            }?.fields.first?.code == "no-comment")
        for text in ["Panel member 2 liked it.", "Ask p1@example.org."] {
            #expect(
                problem {
                    try fund.workflows.releaseFeedback(text, to: at.declined, as: at.officer)
                }?
                .fields.first?.code == "names-member")
        }
        try at.decide()
        let letter = try fund.letters(of: at.declined).last ?? ""
        #expect(letter.contains("Who will come is not clear.") && !letter.contains("cousin"))
    }

    @Test("a corrected letter is a new one: it names the old, passes the gate, and leaves once")
    func correction() throws {
        let at = try GatedFund()
        let fund = at.fund
        try at.decide()
        try at.complete()
        func correct(_ reason: String, _ feedback: String? = nil) throws {
            try fund.workflows.correctLetter(
                to: at.declined,
                LetterCorrection(reason: reason, feedback: feedback.map { LetterWords(text: $0) }),
                as: at.officer)
        }
        #expect(problem { try correct("Wrong") }?.code == "letter-nothing-to-correct")
        _ = try at.pass(as: at.officer)
        try at.release(as: at.second)
        _ = try at.send(as: at.officer)
        let old = at.messages.first { $0.contains("\(at.declined)-decline-1.") } ?? ""
        let sent = at.messages.count
        #expect(problem { try correct(" ") }?.fields.first?.code == "missing")
        try correct("The wrong name", "First try.")
        // A better one takes the place of one that nobody has let go.
        try correct("The wrong name", "We read it again.")
        let statuses =
            "SELECT group_concat(status) FROM (SELECT status FROM letter WHERE kind = 'decline' ORDER BY id)"
        #expect(try fund.value(statuses) == "sent,withdrawn,queued")
        #expect(try at.tryEverything() == 0)
        // The pass for the letters that have left is none for this one.
        #expect(try at.gate().letters.count == 1 && at.gate().pass == nil)
        #expect(problem { try at.release(as: at.second) }?.code == "letter-gate-not-passed")
        _ = try at.pass(as: at.second)
        #expect(problem { try at.release(as: at.second) }?.code == "letter-second-person")
        try at.release(as: at.officer)
        #expect(problem { try correct("Again") }?.code == "letter-correction-under-way")
        #expect(try at.tryEverything() == 1)
        #expect(try at.tryEverything() == 0)
        #expect(at.messages.count == sent + 1)
        let letters = try fund.letters(of: at.declined)
        #expect(letters.count == 3)
        #expect(letters[1].contains("Say more about who will come."))
        #expect(letters[2].contains("(\(at.declined)-decline-1)"))
        #expect(letters[2].contains("We read it again.") && !letters[2].contains("First try"))
        #expect(!letters[2].contains("The wrong name"))
        #expect(at.messages.last?.contains("Message-ID: <\(at.declined)-decline-3.") == true)
        #expect(at.messages.filter { $0.contains("\(at.declined)-decline-1.") } == [old])
        // The corrected one can be corrected in its turn; the schema lets no letter be replaced twice.
        try correct("Once more")
        #expect(
            try at.sql(
                """
                INSERT INTO letter (roundId, applicationId, reference, kind, number, language, facts,
                  messageId, queuedAt, status, isGated, replacesId, correctionReason)
                SELECT roundId, applicationId, reference, kind, 9, language, facts, '<x>', 1,
                  'queued', 1, id, 'x' FROM letter WHERE number = 1 AND kind = 'decline';
                """))
        #expect(
            try at.sql(
                """
                INSERT INTO letter (roundId, applicationId, reference, kind, number, language, facts,
                  messageId, queuedAt, status, isGated)
                SELECT roundId, applicationId, reference, kind, 9, language, facts, '<x>', 1,
                  'queued', 1 FROM letter WHERE number = 1 AND kind = 'decline';
                """))
        #expect(
            try at.sql("UPDATE letter SET correctionReason = 'y' WHERE replacesId IS NOT NULL;"))
    }

    @Test("a correction takes names as they stand now, and keeps points, amount and conditions")
    func correctedFacts() throws {
        let at = try GatedFund()
        try at.decide()
        try at.complete()
        _ = try at.pass(as: at.officer)
        try at.release(as: at.second)
        _ = try at.send(as: at.officer)
        try at.fund.workflows.changeContact(
            of: at.references[0], ContactChange(name: "Robin Example"), as: at.officer)
        try at.fund.workflows.correctLetter(
            to: at.references[0], LetterCorrection(reason: "Another person"), as: at.officer)
        let letters = try at.fund.letters(of: at.references[0])
        #expect(
            letters[1].contains("Dear Sam Example") && letters[2].contains("Dear Robin Example"))
        let points = letters[1].split(separator: "\n").filter { $0.contains(" points)") }
        #expect(points.count == 6)
        for text in ["£10,000.00", "No special conditions"] + points.map(String.init) {
            #expect(letters[2].contains(text), "\(text)")
        }
        #expect(try at.gate().incompleteCount == 0)
    }

    @Test("a letter in Urdu has its English below, in the mail and in the file for the post")
    func urdu() throws {
        let at = try GatedFund()
        let fund = at.fund
        for reference in [at.references[0], at.declined] {
            try fund.workflows.changeContact(
                of: reference, ContactChange(language: "ur"), as: at.officer)
        }
        try at.decide()
        _ = try fund.workflows.stateNoConditions(round: "round-1", as: at.officer)
        try fund.workflows.releaseFeedback(
            "دوبارہ درخواست دیں۔", english: "Apply again.", to: at.declined, as: at.officer)
        #expect(try at.gate().incompleteCount == 0)
        let award = try fund.letters(of: at.references[0]).last ?? ""
        for text in [
            "یہی خط نیچے انگریزی میں بھی موجود ہے۔", "رقم کے ساتھ کوئی خاص شرائط نہیں",
            "We are delighted to offer", "No special conditions come with this money",
        ] {
            #expect(award.contains(text), "\(text)")
        }
        let decline = try fund.letters(of: at.declined).last ?? ""
        #expect(decline.contains("دوبارہ درخواست دیں۔") && decline.contains("Apply again."))
        let english = decline.components(separatedBy: "----").last ?? ""
        #expect(english.contains("Apply again.") && !english.contains("دوبارہ"))
        _ = try at.pass(as: at.officer)
        try at.release(as: at.second)
        let before = at.messages.count
        _ = try at.send(as: at.officer)
        let message = at.messages.dropFirst(before).first {
            $0.contains("\(at.references[0])-award-1.")
        }
        #expect(message?.contains("Content-Language: ur, en") == true)
        #expect(message?.contains("lang=3D\"ur\" dir=3D\"rtl\"") == true)
        #expect(message?.contains("We are delighted to offer") == true)
        // The other groups' letters are in English alone.
        let other = at.messages.dropFirst(before).first {
            $0.contains("\(at.references[1])-award-1.")
        }
        #expect(other?.contains("Content-Language: en\r\n") == true)
    }

    @Test("a letter by post is no gap, and stands in its file in both languages")
    func post() throws {
        let fund = try TestFund(edits: [
            ("Config/rounds.yaml", "controls: {}", "controls: {letterGate: true}")
        ])
        let references = try fund.decidable([(200_000, nil)])
        let officer = try fund.person("officer")
        try fund.workflows.changeContact(
            of: references[0], ContactChange(address: "1 Example Lane", language: "ur"),
            as: officer)
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: fund.person("decider"))
        _ = try fund.workflows.stateNoConditions(round: "round-1", as: officer)
        let report = try fund.services.reports.letterGate(of: "round-1", as: officer)
        #expect(report.incompleteCount == 0 && report.letters[0].email == nil)
        _ = try fund.workflows.passLetterGate(round: "round-1", as: officer)
        // The receipt goes by post as well; a gate holds decisions only.
        #expect(try fund.workflows.releaseLetters(round: "round-1", as: officer).released == 1)
        #expect(
            try fund.workflows.releaseGatedLetters(round: "round-1", embargo: nil, as: officer)
                .count == 1)
        let transport = try fund.services.sending(ownName: "example.org")
        let dispatch = try fund.workflows.sendLetters(round: "round-1", transport, as: officer)
        #expect(dispatch.toPost == 2)
        let file = try fund.services.reports.postFile(of: "round-1", batch: 1, as: officer)
        #expect(
            file.contains("lang=\"ur\" dir=\"rtl\"") && file.contains("lang=\"en\" dir=\"ltr\""))
        #expect(file.contains("We are delighted to offer") && file.contains("1 Example Lane"))
    }
}
