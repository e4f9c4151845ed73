import Applications
import Bootstrap
import Correspondence
import FundCore
import Payments
import Publishing
import Rounds
import TestSupport
import Testing
import Workflows

@Suite("Whoever has, or had, no email address hears of its bank details by letter")
struct BankLetterTests {
    private let round: PaidRound

    init() throws {
        round = try PaidRound()
        // Elm is reached by post, as if it had never given an email address; Oak by nothing.
        let changed = try Command.sql(
            round.fund.databasePath,
            """
            UPDATE applicationContact SET email = NULL;
            UPDATE applicationContact SET address = '1 Example Lane' || char(10) || 'S1 2HH'
            WHERE applicationId = (SELECT id FROM application WHERE reference = '\(round.elm)');
            """)
        #expect(changed.status == 0, "\(changed.errors)")
    }

    private func enter(_ reference: String, account: String = "66374958") throws -> BankDetailsKept
    {
        try round.fund.workflows.enterBankDetails(
            of: reference, try PaidRound.details(account: account),
            paperReason: "They have no computer.", key: round.key, tables: nil,
            as: try round.fund.person("finance"))
    }

    private func letters() throws -> [String] {
        try round.fund.services.reports.bankLetters(
            of: "round-1", as: try round.fund.person("auditor")
        ).map {
            "\($0.number) \($0.reference == round.elm ? "elm" : "oak") "
                + "\($0.isFormer ? "former" : "present") \($0.state.rawValue)"
        }
    }

    private func printed() throws -> PrintedNotices? {
        try round.fund.workflows.printedBankLetters(
            round: "round-1", as: try round.fund.person("finance"))
    }

    private func seen() throws -> PrintedNotices? {
        try round.fund.workflows.bankLettersToPrint(
            round: "round-1", as: try round.fund.person("finance"))
    }

    private func post(through: Int64? = nil, as person: String = "officer") throws -> Int {
        try round.fund.workflows.recordBankLettersPosted(
            round: "round-1", through: through, as: try round.fund.person(person))
    }

    private func waiting(_ person: String = "finance") throws -> Int64 {
        let waiting =
            try round.fund.services.reports.home(
                as: try round.fund.volunteer("\(person)@example.org")
            )
            .rounds.first { $0.round.key == "round-1" }?.waiting ?? []
        return waiting.compactMap { if case .bankLetters(let count) = $0 { count } else { nil } }
            .first ?? 0
    }

    private func move(_ reference: String, _ change: ContactChange) throws {
        try round.fund.workflows.changeContact(
            of: reference, change, if: .anything, as: try round.fund.person("officer"))
    }

    @Test("the first details and each change make a letter, which waits until somebody posts it")
    func present() throws {
        let kept = try enter(round.elm)
        #expect(kept.letters == 1 && kept.emails == 0 && kept.payee.version == 1)
        #expect(try letters() == ["1 elm present waiting"])
        #expect(try waiting() == 1 && waiting("officer") == 1 && waiting("auditor") == 0)
        let page = try #require(try printed())
        for word in [
            "Sam Example", "Group elm", "1 Example Lane", "S1 2HH", round.elm, "were entered",
            "1 February 2027", "If nobody did, ring",
        ] { #expect(page.page.contains(word), "\(word)") }
        // Nothing that anybody could pay to, and nobody who works here.
        for word in ["4958", "089999", "08-99-99", "Elm Road", "finance@"] {
            #expect(!page.page.contains(word), "\(word)")
        }
        #expect(page.count == 1 && page.through == 1 && page.withoutAddress == 0)
        for person in ["auditor", "decider", "p1"] {
            #expect(problem { _ = try post(as: person) }?.code == "role-missing")
        }
        #expect(try enter(round.elm, account: "12345678").letters == 1)
        // Only what was printed counts as posted.
        #expect(try post(through: page.through) == 1)
        #expect(try letters() == ["1 elm present posted", "2 elm present waiting"])
        let second = try #require(try printed())
        #expect(second.page.contains("were changed on") && second.count == 1)
        #expect(try waiting() == 1)
        #expect(try post(as: "finance") == 1)
        #expect(try post() == 0)
        #expect(try printed() == nil && waiting() == 0)
        #expect(
            try round.fund.value(
                "SELECT count(*) FROM auditEntry WHERE action = 'notice.post'") == "2")
    }

    @Test("the address before hears too: of a move, and of an email address given meanwhile")
    func former() throws {
        try move(round.elm, ContactChange(address: "2 Example Hill"))
        #expect(try enter(round.elm).letters == 2)
        #expect(try letters() == ["1 elm present waiting", "2 elm former waiting"])
        let page = try #require(try printed()).page
        #expect(page.contains("1 Example Lane") && page.contains("2 Example Hill"))
        // Back again: no address gets two.
        try move(round.elm, ContactChange(address: "1 Example Lane\nS1 2HH"))
        #expect(try enter(round.elm, account: "12345678").letters == 2)
        try move(round.elm, ContactChange(email: "new@example.com"))
        let kept = try enter(round.elm, account: "12345679")
        #expect(kept.emails == 1 && kept.letters == 2)
        #expect(
            try letters().suffix(2) == ["5 elm former waiting", "6 elm former waiting"])
        #expect(
            try round.fund.value("SELECT recipientEmail FROM letterNotice") == "new@example.com")
        _ = try printed()
        // Whoever moves the contact past the program is kept too, and nothing of it goes.
        for (statement, code) in [
            ("DELETE FROM applicationFormerAddress", "former-address-stands"),
            ("UPDATE applicationFormerAddress SET address = 'x'", "former-address-stands"),
            ("DELETE FROM letterPaperNotice", "paper-notice-stands"),
            ("UPDATE letterPaperNotice SET address = 'x'", "paper-notice-stands"),
            (
                """
                INSERT INTO letterPaperPosting
                SELECT id, 'Elsewhere', 1, 1 FROM letterPaperNotice LIMIT 1
                """, "paper-notice-address"
            ),
        ] {
            let outcome = try Command.sql(round.fund.databasePath, statement)
            #expect(outcome.errors.contains(code), "\(statement): \(outcome.errors)")
        }
    }

    @Test("a group that nobody can write to waits for an address, and is not said to be told")
    func nowhere() throws {
        let kept = try enter(round.oak)
        #expect(kept.emails == 0 && kept.letters == 1)
        #expect(try letters() == ["1 oak present noAddress"])
        #expect(try printed() == nil && post() == 0 && waiting() == 1)
        _ = try enter(round.elm)
        #expect(try #require(try printed()).withoutAddress == 1)
        try move(round.oak, ContactChange(address: "9 Example Row"))
        #expect(try #require(try printed()).page.contains("9 Example Row"))
        #expect(try post() == 2)
        #expect(
            try round.fund.value(
                "SELECT address FROM letterPaperPosting WHERE noticeId = 1") == "9 Example Row")
        #expect(try letters() == ["1 oak present posted", "2 elm present posted"])
    }

    @Test("what came after the letters were printed is not said to be in the post")
    func unprinted() throws {
        _ = try enter(round.elm)
        let never = problem { _ = try post() }
        #expect(never?.code == "paper-notice-unprinted")
        #expect(never?.arguments == ["letters": "\(round.elm) (1)"])
        // To look at them is not to print them, nor is it to know their number.
        #expect(try seen()?.through == 1)
        #expect(problem { _ = try post(through: 1) }?.code == "paper-notice-unprinted")
        let past = try Command.sql(
            round.fund.databasePath,
            """
            INSERT INTO letterPaperPosting
            SELECT id, address, 1, 1 FROM letterPaperNotice;
            """)
        #expect(past.errors.contains("paper-notice-not-printed"), "\(past.errors)")
        #expect(try printed()?.through == 1)
        // Printed again, nothing more is written.
        _ = try printed()
        #expect(
            try round.fund.value(
                "SELECT count(*) FROM auditEntry WHERE action = 'notice.print'") == "1")
        _ = try enter(round.elm, account: "12345678")
        _ = try enter(round.elm, account: "12345679")
        let both = "\(round.elm) (2), \(round.elm) (3)"
        #expect(problem { _ = try post() }?.arguments == ["letters": both])
        #expect(problem { _ = try post(through: 3) }?.arguments == ["letters": both])
        #expect(problem { _ = try post(through: 2) } != nil)
        #expect(try letters().filter { $0.contains("waiting") }.count == 3)
        #expect(try post(through: 1) == 1)
        #expect(try printed()?.count == 2)
        #expect(try post() == 2)
        let outcome = try Command.sql(
            round.fund.databasePath, "DELETE FROM letterPaperPrinting;")
        #expect(outcome.errors.contains("paper-notice-stands"))
    }

    @Test("groups with an email address are told by that alone, of changes")
    func email() throws {
        let other = try PaidRound()
        try other.send()
        try other.enter()
        try other.enter(try PaidRound.details(account: "12345678"))
        #expect(
            try other.fund.services.reports.bankLetters(
                of: "round-1", as: try other.fund.person("finance")
            ).isEmpty)
        #expect(try other.fund.value("SELECT count(*) FROM letterNotice") == "1")
    }
}
