import Bootstrap
import Foundation
import FundCore
import FundStore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Personal data is kept as long as the files say, and then erased by two people")
struct PrivacyTests {
    private func propose(
        _ request: ErasureRequest, _ fund: TestFund, reason: String? = "They asked us to",
        as person: String = "officer"
    ) throws -> Int64 {
        try fund.workflows.proposeErasure(
            request, reason: reason, try fund.services.configuration().retention,
            as: try fund.person(person))
    }

    private func approve(
        _ number: Int64, _ fund: TestFund, as person: String = "admin"
    ) throws -> ErasureCertificate {
        let done = try fund.workflows.approveErasure(
            number, PersonalRegister.all, try fund.services.configuration().retention,
            as: try fund.person(person))
        #expect(try fund.workflows.emptyLog())
        return done
    }

    /// Which of these words the files of the database still have in them, as bytes.
    private func found(_ words: [String], in fund: TestFund) throws -> [String] {
        var files = Data()
        for ending in ["", "-wal"] {
            files += FileManager.default.contents(atPath: fund.databasePath + ending) ?? Data()
        }
        return words.filter { files.range(of: Data($0.utf8)) != nil }
    }

    @Test("what stands in the way is told at once; what one proposes another approves; it is gone")
    func wholeApplication() throws {
        let round = try PaidRound()
        let (fund, elm) = (round.fund, round.elm)
        let officer = try fund.person("officer")
        // The letters have not left, its award runs, and somebody holds its data.
        _ = try fund.workflows.holdData(of: elm, reason: "A claim", as: officer)
        let first = problem { _ = try propose(.application(elm), fund) }
        #expect(first?.code == "erasure-stands")
        let codes = Set(first?.fields.map(\.code) ?? [])
        #expect(
            codes.isSuperset(of: [
                "erase-held", "erase-letters-wait", "erase-award-runs", "closing-unscheduled",
                "erase-reach-open",
            ]), "\(codes)")
        #expect(first?.fields.allSatisfy { $0.place.hasPrefix(elm) } == true)
        // So is what is of its whole round, and whoever writes an application whose award runs.
        let panel = try fund.workflows.privacyDue(
            on: LocalDate("2032-01-01"), only: .panel,
            try fund.services.configuration().retention, as: officer)
        #expect(
            panel.classes.flatMap(\.subjects).flatMap(\.obstacles).map(\.code) == ["erase-held"])
        #expect(try fund.value("SELECT count(*) FROM paymentNeeded;") == "2")
        _ = try fund.volunteer("writer@example.com")
        let writing = try Command.sql(
            fund.databasePath,
            """
            INSERT INTO applicationDraft (id, roundId, startedAt, startedById, applicationId)
            SELECT 90, 1, 1, 1, id FROM application WHERE reference = '\(round.oak)';
            INSERT INTO applicationDraftMember
            SELECT 90, id, 1, 1 FROM person WHERE email = 'writer@example.com';
            """)
        #expect(writing.status == 0, "\(writing.errors)")
        let writer = problem { _ = try propose(.person(email: "writer@example.com"), fund) }
        #expect(writer?.fields.contains { $0.code == "erase-award-runs" } == true)
        let again = problem {
            _ = try fund.workflows.holdData(of: elm, reason: "Twice", as: officer)
        }
        #expect(again?.code == "erasure-held-already")
        #expect(try fund.services.reports.holds(as: officer).map(\.reference) == [elm])

        try round.send()
        try round.enter()
        try round.enter(for: "oak")
        try round.call()
        try round.confirm(.closeMatch, reason: "Zebra Elm is their old name")
        let note = try Command.sql(
            fund.databasePath,
            """
            INSERT INTO applicationNote (applicationId, text, writtenById, writtenAt)
            SELECT id, 'Zebra note', 1, 1 FROM application WHERE reference = '\(elm)';
            INSERT INTO applicationQuestion (applicationId, text, askedById, askedAt)
            SELECT id, 'Zebra question', 1, 1 FROM application WHERE reference = '\(elm)';
            """)
        #expect(note.status == 0, "\(note.errors)")
        _ = try fund.workflows.giveUpAward(
            elm, reason: "Zebra moved away", as: try fund.person("decider"))
        try round.send()
        _ = try fund.workflows.releaseData(of: elm, reason: "It is settled", as: officer)
        try fund.workflows.freezeReach(of: "round-1", as: officer)
        let words = [
            "Zebra note", "Zebra question", "Zebra moved away", "Zebra Elm", "Group elm",
            "elm@example.com",
        ]
        #expect(try found(words, in: fund) == words)

        let missing = problem { _ = try propose(.application(elm), fund, reason: " ") }
        #expect(missing?.fields.map(\.code) == ["missing"])
        for named in ["Ask elm@example.com", "Ring 0114 496 0001"] {
            let refused = problem { _ = try propose(.application(elm), fund, reason: named) }
            #expect(refused?.fields.map(\.code) == ["erase-reason-personal"])
            let held = problem {
                _ = try fund.workflows.holdData(of: elm, reason: named, as: officer)
            }
            #expect(held?.fields.map(\.code) == ["erase-reason-personal"])
        }
        #expect(try fund.value("SELECT count(*) FROM paymentNeeded;") == "1")
        let number = try propose(.application(elm), fund)
        #expect(problem { _ = try propose(.application(elm), fund) }?.code == "erasure-pending")
        #expect(
            problem { _ = try approve(number, fund, as: "officer") }?.code
                == "erasure-second-person")
        // A hold that comes meanwhile stops it.
        _ = try fund.workflows.holdData(of: elm, reason: "A claim", as: officer)
        #expect(
            problem { _ = try approve(number, fund) }?.fields.map(\.code) == ["erase-held"])
        _ = try fund.workflows.releaseData(of: elm, reason: "It is settled", as: officer)
        let money =
            "SELECT group_concat(pence || kind) FROM ledgerEntry; SELECT reference FROM award;"
        let before = try fund.value(money)
        let certificate = try approve(number, fund)
        #expect(try fund.value(money) == before)
        #expect(problem { _ = try approve(number, fund) }?.code == "erasure-done")
        #expect("\(certificate.copiesGoneOn)" == "2027-03-08")
        #expect(SHA256Hex(of: certificate.content).description == certificate.sha256)
        let shown = try fund.services.reports.erasure(number, as: officer)
        #expect(shown.erasure.status == .done && shown.subjects.map(\.label) == [elm])
        let kinds = Set(shown.rows.map(\.kind))
        #expect(
            kinds.isSuperset(of: ["application", "contacts", "letters", "bankDetails"]),
            "\(kinds)")
        #expect(!certificate.content.contains("Zebra"))

        // The account is its own; what is held about the person goes with it.
        #expect(try found(words, in: fund) == ["elm@example.com"])
        let person = try propose(.person(email: "elm@example.com"), fund)
        _ = try approve(person, fund)
        #expect(try found(words, in: fund) == [])
        #expect(try found(["Group oak", "oak@example.com"], in: fund).count == 2)
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the trail does not verify")
            return
        }
        #expect(try fund.value("PRAGMA integrity_check;") == "ok")
        #expect(try fund.value("SELECT count(*) FROM pragma_foreign_key_check;") == "0")

        // Whatever is read of it reads yet, as erased.
        let reports = fund.services.reports
        let detail = try reports.application(elm, as: officer)
        #expect(detail.object.text.contains("erased"))
        _ = try reports.caseFile(elm, of: "round-1", as: officer)
        try reports.letters(of: "round-1", application: elm, as: officer) { _, _ in }
        _ = try reports.payeeFile(elm, as: TestFund.operator)
        let fresh = try BankKey(base64: BankKey.fresh(), setting: "COHESION_BANK_KEY")
        #expect(
            try fund.workflows.rotateBankKey(
                from: round.key, to: fresh, as: TestFund.operator) == 1)
    }

    @Test("the schema lets nothing by but what an approved erasure may empty")
    func schema() throws {
        let fund = try TestFund()
        try fund.open()
        let one = try fund.submit("One", email: "one@example.com")
        _ = try fund.submit("Two", email: "two@example.com")
        let set = """
            INSERT INTO applicationNote VALUES (1, 1, 'Words', 1, 1), (2, 2, 'Words', 1, 1);
            INSERT INTO erasure VALUES (1, 'application', NULL, 'x', 35, 1, 1, '2026-12-01');
            INSERT INTO erasureSubject VALUES (1, 'application', 1, '\(one)');
            """
        #expect(try Command.sql(fund.databasePath, set).status == 0)
        let refused = [
            "UPDATE applicationNote SET text = 'erased';",
            "INSERT INTO erasureInForce (erasureId) VALUES (1);",
            "INSERT INTO erasureApproval VALUES (1, 1, 1, 1, '2026-12-01');",
            "INSERT INTO erasureNever VALUES (1);",
        ]
        for sql in refused {
            #expect(try Command.sql(fund.databasePath, sql).isRefusedByRule, "\(sql)")
        }
        let approved =
            "BEGIN; INSERT INTO erasureApproval VALUES (1, 1, 2, 1, '2026-12-01');"
            + "INSERT INTO erasureInForce (erasureId) VALUES (1);"
        // In force it may empty words, and change nothing else; and no transaction ends with it.
        for sql in [
            "UPDATE applicationNote SET writtenAt = 2;", "DELETE FROM applicationNote;",
            "UPDATE application SET title = 'erased', requestedPence = 5;",
            "UPDATE applicationNote SET text = 'erased' WHERE id = 1; COMMIT;",
            // Nor anything of another application.
            "UPDATE applicationNote SET text = 'erased' WHERE id = 2;",
            "UPDATE application SET title = 'erased' WHERE id = 2;",
            "DELETE FROM applicationAnswer WHERE applicationId = 2;",
        ] {
            let tried = try Command.sql(fund.databasePath, approved + sql)
            #expect(tried.isRefusedByRule, "\(sql): \(tried.errors)")
        }
        let own = "UPDATE applicationNote SET text = 'erased' WHERE id = 1;"
        let emptied = try Command.sql(fund.databasePath, approved + own)
        #expect(emptied.status == 0, "\(emptied.errors)")
        let held = "INSERT INTO erasureHold VALUES (1, 1, 'x', 1, 1, '2026-12-01');"
        #expect(try Command.sql(fund.databasePath, held).status == 0)
        #expect(try Command.sql(fund.databasePath, approved + "COMMIT;").isRefusedByRule)
        #expect(try fund.value("SELECT group_concat(text) FROM applicationNote;") == "Words,Words")
        // What money is owed of is not erased, whatever the code says.
        let owed = try Command.sql(
            fund.databasePath,
            """
            INSERT INTO erasureHoldEnd VALUES (1, 'x', 1, 1);
            DROP VIEW awardedApplication; DROP VIEW unpaidAward;
            CREATE VIEW awardedApplication AS SELECT 1 AS awardId, 1 AS applicationId;
            CREATE VIEW unpaidAward AS SELECT 1 AS awardId;
            """)
        #expect(owed.status == 0, "\(owed.errors)")
        let unpaid = try Command.sql(fund.databasePath, approved)
        #expect(unpaid.errors.contains("erasure-unpaid"))
    }

    @Test("a person is found wherever their address stands, and goes with all that is theirs alone")
    func person() throws {
        let fund = try TestFund()
        try fund.open()
        _ = try fund.submit("One", email: "kim@example.com")
        let jo = try fund.volunteer("jo@example.com")
        let draft = try fund.workflows.startDraft(in: "round-1", as: jo)
        let id = try #require(jo.personID).rawValue
        let told = try Command.sql(
            fund.databasePath,
            """
            INSERT INTO applicationDraftAnswer VALUES (\(draft.rawValue), 'q', '"Zebra"', 1, \(id));
            INSERT INTO applicationAnswer VALUES (1, 'mail', '"Jo@example.com"');
            INSERT INTO documentFile VALUES (1, printf('%064d', 1), 'text/plain', 5, 1);
            INSERT INTO documentFilePiece VALUES (1, 1, CAST('Heron' AS BLOB));
            INSERT INTO documentUpload (fileId, name, uploadedById, uploadedAt)
            VALUES (1, 'Heron.txt', \(id), 1);
            """)
        #expect(told.status == 0, "\(told.errors)")
        let words = ["jo@example.com", "Jo@example.com", "Zebra", "Heron"]
        #expect(try found(words, in: fund) == words)
        let open = problem { _ = try propose(.person(email: "jo@example.com"), fund) }
        #expect(Set(open?.fields.map(\.code) ?? []) == ["erase-round-running"])
        try fund.close()
        // By the words of a certificate, as after a restore.
        #expect(problem { _ = try propose(.person(email: "account 999"), fund) } != nil)
        let again = try propose(.person(email: "account \(id)"), fund)
        #expect(
            try fund.services.reports.erasure(again, as: fund.person("officer")).subjects
                .contains { $0.label == "account \(id)" })
        _ = try approve(again, fund)
        #expect(try found(words, in: fund) == [])

        // One with no account: their application's round runs yet.
        let kim = problem { _ = try propose(.person(email: "KIM@example.com"), fund) }
        #expect(kim?.code == "erasure-stands")
        #expect(problem { _ = try propose(.person(email: "no@example.com"), fund) } != nil)

        // Accounts that are due because nobody used them, and somebody does.
        _ = try fund.volunteer("late@example.com")
        fund.setTime("2032-01-01T10:00")
        let number = try propose(.due(.people), fund, reason: nil)
        fund.setTime("2032-01-01T10:05")
        _ = try fund.volunteer("late@example.com")
        #expect(
            problem { _ = try approve(number, fund) }?.fields.map(\.code) == ["erase-seen-since"])
    }

    @Test("what is due is found by class and day; what is erased is due no more")
    func due() throws {
        let fund = try TestFund()
        let references = try fund.decidable([(1_000_000, nil), (1_000_000, nil)])
        let (officer, admin) = (try fund.person("officer"), try fund.person("admin"))
        let policy = try fund.services.configuration().retention
        let told = try Command.sql(
            fund.databasePath,
            """
            INSERT INTO commissioningSupport (happenedOn, kind, groupName, minutes, about, authorId,
              at, notedOn)
            VALUES ('2026-11-01', 'call', 'Zebra Club', 5, 'Zebra form', 1, 1, '2026-11-02');
            """)
        #expect(told.status == 0, "\(told.errors)")
        func names(_ day: String) throws -> [String: [String]] {
            let due = try fund.workflows.privacyDue(on: LocalDate(day), policy, as: officer)
            #expect(due.classes.map(\.rule.name) == RetentionClass.allCases)
            return Dictionary(
                uniqueKeysWithValues: due.classes.filter { !$0.subjects.isEmpty }.map {
                    ($0.rule.name.rawValue, $0.subjects.map(\.subject.label))
                })
        }
        #expect(try names("2026-12-20")["support"] == nil)
        // Nothing was paid, so no bank details are due.
        #expect(try names("2026-12-20")["bankDetails"] == nil)
        #expect(try names("2029-11-01")["support"] == nil)
        #expect(try names("2029-11-02")["support"] == ["note 1"])
        #expect(
            problem { _ = try propose(.due(.support), fund, reason: nil) }?.code
                == "erasure-nothing-due")
        fund.setTime("2029-11-02T10:00")
        let number = try propose(.due(.support), fund, reason: nil)
        for (person, count) in [(admin, 1), (officer, 0)] {
            let id = try #require(person.personID)
            let waiting = try fund.services.store.read {
                try ErasureRecords().waiting(for: id, in: $0)
            }
            #expect(waiting.count == count)
        }
        try fund.workflows.withdrawErasure(number, as: admin)
        #expect(problem { _ = try approve(number, fund) }?.code == "erasure-withdrawn")
        _ = try approve(try propose(.due(.support), fund, reason: nil), fund)
        #expect(try names("2029-11-02")["support"] == nil)
        #expect(try found(["Zebra Club", "Zebra form"], in: fund) == [])
        let shown = try fund.services.reports.erasures(as: officer)
        #expect(shown.map(\.erasure.status) == [.done, .withdrawn])
        #expect(shown.first?.erasure.reason.hasPrefix("It shows whom help") == true)
        // Applicants and the finance team do not see any of it.
        for person in ["finance", "p1"] {
            let asked = problem {
                _ = try fund.workflows.privacyDue(policy, as: try fund.person(person))
            }
            #expect(asked?.code == "role-missing")
        }
        #expect(
            problem { _ = try propose(.application(references[0]), fund, as: "auditor") } != nil)
        #expect(
            problem { _ = try propose(.person(email: "p1@example.org"), fund) }?.fields
                .map(\.code) == ["erase-on-staff"])
    }

    @Test("every entry of the register can be read and emptied, for each that it belongs to")
    func register() throws {
        let fund = try TestFund()
        let store = fund.services.store
        var count = 0
        for entry in PersonalRegister.all {
            #expect(!entry.belonging.isEmpty, "\(entry.table)")
            for subject in PersonalSubject.allCases where entry.belonging[subject] != nil {
                count += 1
                try store.read { tx in
                    try entry.rows(of: subject, -1, in: tx) { _ in
                        Issue.record("\(entry.table) has a row of nobody's")
                    }
                }
                let rows = try store.write(as: TestFund.operator) {
                    try entry.erase(subject, -1, in: $0)
                }
                #expect(rows == 0, "\(entry.table)")
            }
        }
        #expect(count > 80)
    }

    @Test("periods end on the day that people count to")
    func periods() throws {
        for (period, start, end) in [
            ("30 days", "2026-01-31", "2026-03-02"), ("1 month", "2026-01-31", "2026-02-28"),
            ("18 months", "2026-08-31", "2028-02-29"), ("6 years", "2024-02-29", "2030-02-28"),
        ] {
            let read = try #require(RetentionPeriod(period))
            let day = try #require(LocalDate(start))
            #expect("\(read.end(from: day))" == end)
        }
        for wrong in ["", "6", "years", "0 days", "-1 days", "6 weeks", "101 years", "6  years x"] {
            #expect(RetentionPeriod(wrong) == nil, "\(wrong)")
        }
        for count in -30...30 {
            let day = try #require(LocalDate("2026-12-31"))
            let moved = day.later(months: count)
            #expect(moved.year * 12 + moved.month == 2026 * 12 + 12 + count)
        }
    }
}
