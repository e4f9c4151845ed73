import Applications
import Bootstrap
import Correspondence
import Foundation
import FundCore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Money goes to bank details that were verified, and nobody reads them by chance")
struct PayeeTests {
    @Test("entered by the group, confirmed by the bank, called back: usable at once the first time")
    func wholePath() throws {
        let round = try PaidRound()
        #expect(problem { try round.enter() }?.code == "payee-no-award")
        try round.send()
        #expect(try round.state() == .missing)
        #expect(problem { try round.confirm() }?.code == "payee-missing")
        let payee = try round.enter()
        #expect(payee.version == 1 && payee.mask == "••••4958" && payee.verdict == nil)
        #expect(try round.state() == .unverified([.unconfirmed, .uncalled]))
        try round.confirm(.noMatch)
        #expect(try round.state() == .unverified([.noMatch, .uncalled]))
        try round.confirm(.noMatch, reason: "A trading name; seen on a statement")
        #expect(try round.state().gaps == [.uncalled])
        try round.call(confirmed: false)
        #expect(try round.state().gaps == [.denied])
        try round.call("+44 114 496 0001", by: "officer")
        guard case .usable(payee.id, _) = try round.state() else {
            throw TestFailure("it is \(try round.state())")
        }
        #expect(
            try round.fund.value("SELECT payeeId FROM paymentPayeeVerified")
                == "\(payee.id.rawValue)")
        #expect(
            try round.fund.value("SELECT source IS NULL FROM paymentCallBack WHERE isConfirmed")
                == "1")
        let trail = try round.fund.value(
            "SELECT group_concat(action || detail) FROM auditEntry WHERE action LIKE 'payee%'")
        #expect(trail.contains("payee.entry") && trail.contains("payee.call"))
        #expect(!trail.contains("4958") && !trail.contains("Elm") && !trail.contains("114"))
    }

    @Test("a change is told to every address, waits its days, and ends what stood before")
    func change() throws {
        let round = try PaidRound()
        try round.send()
        try round.enter()
        try round.confirm()
        try round.call()
        // Somebody changes how the group is reached, and then where its money goes.
        try round.fund.workflows.changeContact(
            of: round.elm, ContactChange(email: "new@example.com"), if: .anything,
            as: try round.fund.person("officer")
        )
        let told = round.transport.messages.count
        try round.enter(try PaidRound.details(account: "66374958", name: "Somebody Else"))
        try round.send()
        let notices = round.transport.messages.dropFirst(told).filter {
            $0.text.contains("changed")
        }
        #expect(Set(notices.map(\.recipient)) == ["elm@example.com", "new@example.com"])
        #expect(!notices.contains { $0.text.contains("4958") || $0.text.contains("Somebody") })
        #expect(notices.allSatisfy { $0.text.contains(round.elm) })
        try round.send()
        #expect(round.transport.messages.count == told + 2)
        #expect(try round.state().gaps == [.unconfirmed, .uncalled])
        #expect(try round.fund.value("SELECT count(*) FROM paymentPayeeVerified") == "0")
        try round.confirm()
        try round.call()
        guard case .cooling(let until) = try round.state() else {
            throw TestFailure("it is \(try round.state())")
        }
        #expect(LocalDateTime(until).description == "2027-02-06T10:00")
        round.fund.setTime("2027-02-06T09:59")
        #expect(try round.state() == .cooling(until: until))
        round.fund.setTime("2027-02-06T10:00")
        #expect(try round.state().name == "usable")
    }

    @Test("only the group's own people and finance, on paper, enter; a second person calls")
    func who() throws {
        let round = try PaidRound()
        let fund = round.fund
        try round.send()
        let details = try PaidRound.details()
        func enter(_ person: Principal, paper: String? = nil) -> String? {
            problem {
                _ = try fund.workflows.enterBankDetails(
                    of: round.elm, details, paperReason: paper, key: round.key, tables: nil,
                    as: person)
            }?.code
        }
        #expect(try enter(fund.volunteer("oak@example.com")) == "application-unknown")
        #expect(try enter(fund.person("officer")) == "payee-not-yours")
        #expect(try enter(fund.person("officer"), paper: "By email") == "role-missing")
        #expect(try enter(fund.person("finance")) == "payee-not-yours")
        #expect(try enter(fund.person("finance"), paper: "  ") == "payee-reason-missing")
        #expect(try enter(fund.volunteer("elm@example.com"), paper: "x") == "role-missing")
        #expect(enter(TestFund.operator) == "nobody-named")
        #expect(try fund.value("SELECT count(*) FROM paymentPayee") == "0")
        #expect(try enter(fund.person("finance"), paper: "Nobody there has email") == nil)
        try round.confirm()
        #expect(problem { try round.call() }?.code == "payee-second-person")
        #expect(problem { try round.call(by: "p1") }?.code == "role-missing")
        #expect(problem { try round.confirm(by: "officer") }?.code == "role-missing")
        let unknown = problem { try round.call("0114 496 0999", by: "officer") }
        #expect(unknown?.fields.map(\.code) == ["number-unknown"])
        #expect(
            problem { try round.call("ring me", source: "a note", by: "officer") }?.fields.map(
                \.code)
                == ["not-phone"])
        try round.call("0114 496 0999", source: "The register of charities", by: "officer")
        #expect(try round.state().name == "usable")
        #expect(
            problem {
                _ = try fund.workflows.revealPayee(
                    of: round.elm, key: round.key, as: try fund.person("officer"))
            }?.code == "role-missing")
        #expect(
            problem {
                _ = try fund.services.reports.payeeFile(round.elm, as: try fund.person("p1"))
            }?
            .code == "role-missing")
        let future = problem {
            try fund.workflows.confirmPayee(
                of: round.elm, .match, on: try #require(LocalDate("2027-02-02")), reason: nil,
                as: try fund.person("finance"))
        }
        #expect(future?.fields.map(\.code) == ["payee-date"])
    }

    @Test("nothing in the file can be read without the key, and looking leaves a row")
    func sealed() throws {
        let round = try PaidRound()
        try round.send()
        let payee = try round.enter()
        // By another process: one that closes the file itself loses the locks of its own database.
        for name in round.fund.folder.names where name.hasPrefix("fund.sqlite") {
            for secret in ["66374958", "089999", "08-99-99", "Elm Road"] {
                let found = try Command.run(
                    "/usr/bin/env",
                    ["grep", "-a", "-c", "-F", secret, "\(round.fund.folder.path)/\(name)"])
                #expect(found.status == 1, "\(secret) in \(name)")
            }
        }
        let found = try round.fund.workflows.revealPayee(
            of: round.elm, key: round.key, as: try round.fund.person("finance"))
        #expect(try found == PaidRound.details())
        #expect(
            try round.fund.value("SELECT count(*) FROM auditEntry WHERE action = 'payee.reveal'")
                == "1")
        let shown = try round.fund.services.reports.payee(round.elm, as: TestFund.operator).text
        #expect(shown.contains("••••4958") && !shown.contains("66374958"))
        // What is sealed for one place opens at no other.
        try round.enter(try PaidRound.details(account: "12345678", name: "Oak"), for: "oak")
        let moved = try Command.sql(
            round.fund.databasePath,
            """
            DROP TRIGGER paymentPayeeSealedAnew;
            UPDATE paymentPayee SET sealed = (
              SELECT sealed FROM paymentPayee WHERE id <> \(payee.id.rawValue))
            WHERE id = \(payee.id.rawValue);
            """)
        #expect(moved.status == 0, "\(moved.errors)")
        #expect(
            problem {
                _ = try round.fund.workflows.revealPayee(
                    of: round.elm, key: round.key, as: try round.fund.person("finance"))
            }?.code == "bank-details-unreadable")
    }

    @Test("a wrong key is told before anything is written; another key takes over all or nothing")
    func keys() throws {
        let round = try PaidRound()
        let fund = round.fund
        try round.send()
        func key() throws -> BankKey { try BankKey(base64: BankKey.fresh(), setting: "S") }
        for text in [
            "", "x", "AAAA", BankKey.fresh() + "AA", Data(count: 31).base64EncodedString(),
        ] {
            #expect(
                problem { _ = try BankKey(base64: text, setting: "S") }?.code
                    == "bank-key-malformed")
        }
        let (other, new) = (try key(), try key())
        #expect(
            problem {
                _ = try fund.workflows.rotateBankKey(from: other, to: new, as: TestFund.operator)
            }?.code == "bank-key-nothing")
        let first = try round.enter()
        try round.enter(for: "oak")
        let before = try fund.value(
            "SELECT group_concat(hex(sealed) || fingerprint) FROM paymentPayee")
        #expect(problem { try round.enter(key: other) }?.code == "bank-key-wrong")
        #expect(
            problem {
                _ = try fund.workflows.rotateBankKey(from: other, to: new, as: TestFund.operator)
            }?.code == "bank-key-wrong")
        #expect(
            problem {
                _ = try fund.workflows.rotateBankKey(
                    from: round.key, to: round.key, as: TestFund.operator)
            }?.code == "bank-key-same")
        #expect(
            problem {
                _ = try fund.workflows.rotateBankKey(
                    from: round.key, to: new, as: try fund.person("finance"))
            }?.code == "role-missing")
        #expect(
            try fund.value("SELECT group_concat(hex(sealed) || fingerprint) FROM paymentPayee")
                == before)
        #expect(
            try fund.workflows.rotateBankKey(from: round.key, to: new, as: TestFund.operator) == 2)
        #expect(problem { try round.enter() }?.code == "bank-key-wrong")
        let found = try fund.workflows.revealPayee(
            of: round.elm, key: new, as: try fund.person("finance"))
        #expect(try found == PaidRound.details())
        #expect(
            try fund.services.reports.payeeFile(round.elm, as: TestFund.operator).payee?.id
                == first.id)
        var shared: [[JSONValue]] = []
        try fund.services.reports.sharedAccounts(as: TestFund.operator) { shared.append($0) }
        #expect(shared.map { $0[3].plainText } == [round.oak, round.elm])
        // A key does not come back.
        #expect(
            problem {
                _ = try fund.workflows.rotateBankKey(
                    from: new, to: round.key, as: TestFund.operator)
            }?.code == "bank-key-same")
    }

    @Test("one account for two groups is found by its mark, before and after a change")
    func shared() throws {
        let round = try PaidRound()
        try round.send()
        func rows() throws -> [String] {
            var rows: [String] = []
            try round.fund.services.reports.sharedAccounts(as: try round.fund.person("auditor")) {
                rows.append($0.map(\.plainText).joined(separator: " "))
            }
            return rows
        }
        try round.enter()
        #expect(try rows().isEmpty)
        try round.enter(try PaidRound.details(name: "Oak Street"), for: "oak")
        #expect(
            try rows() == [
                "\(round.elm) Group elm ••••4958 \(round.oak)",
                "\(round.oak) Group oak ••••4958 \(round.elm)",
            ])
        try round.enter(try PaidRound.details(account: "12345678"), for: "oak")
        #expect(try rows().isEmpty)
    }

    @Test(
        "the numbers are checked where there are tables: what cannot be is refused, or never used")
    func checked() throws {
        let round = try PaidRound()
        try round.send()
        let folder = try TemporaryFolder()
        let tables = try Settings(
            database: nil, configuration: nil,
            environment: ["COHESION_BANK_TABLES": try BankTables.write(in: folder)]
        ).bankTablesIfSet()
        let wrong = problem {
            try round.enter(try PaidRound.details(account: "66374959"), tables: tables)
        }
        #expect(wrong?.fields.map { "\($0.place) \($0.code)" } == ["account account-impossible"])
        let good = try round.enter(tables: tables)
        #expect(good.verdict == .valid && good.tables?.rowCount == 25)
        _ = try round.fund.workflows.enterBankDetails(
            of: round.elm, try PaidRound.details(account: "66374959"), paperReason: "From a form",
            key: round.key, tables: tables, as: try round.fund.person("finance"))
        try round.confirm()
        try round.call(by: "officer")
        #expect(try round.state() == .unverified([.invalidNumber]))
        #expect(try round.fund.value("SELECT count(*) FROM paymentPayeeVerified") == "0")
    }

    @Test("every field is wrong in its own way, all told at once")
    func fields() {
        func codes(_ values: (String, String, String, String?)) -> [String] {
            problem {
                _ = try PayeeDetails(
                    accountName: values.0, sortCode: values.1, account: values.2,
                    rollNumber: values.3)
            }?.fields.map { "\($0.place) \($0.code)" } ?? []
        }
        #expect(
            codes((" ", "", "", "é")) == [
                "accountName missing", "sortCode missing", "account missing",
                "rollNumber not-roll-number",
            ])
        #expect(
            codes(("a\nb", "1", "x", String(repeating: "1", count: 19))) == [
                "accountName one-line", "sortCode not-sort-code", "account not-account-number",
                "rollNumber not-roll-number",
            ])
        #expect(
            codes((String(repeating: "a", count: 71), "123456", "1234567890", nil)) == [
                "accountName too-long", "account account-number-ten",
            ])
        #expect(codes(("Elm", "12-34-56", "1234 5678", " D/12345-678.9 ")).isEmpty)
    }

    @Test("what code explains, the database refuses too")
    func schema() throws {
        let round = try PaidRound()
        let fund = round.fund
        try round.send()
        try round.enter()
        try round.enter()
        func refused(_ sql: String, _ code: String) throws {
            let outcome = try Command.sql(fund.databasePath, sql)
            #expect(
                outcome.isRefusedByRule && (code.isEmpty || outcome.errors.contains(code)),
                "\(sql): \(outcome.errors)")
        }
        for column in [
            "lastDigits = '0000'", "usableFrom = enteredAt", "enteredById = 1, verdict = 'valid'",
            "version = 9", "keyId = keyId", "sealed = randomblob(60)", "paperReason = 'x'",
        ] {
            try refused("UPDATE paymentPayee SET \(column) WHERE version = 2;", "")
        }
        try refused("DELETE FROM paymentPayee;", "payee-stands")
        let copy = """
            INSERT INTO paymentPayee SELECT 99, roundId, applicationId, VERSION, keyId, sealed,
              fingerprint, lastDigits, verdict, tablesHash, tablesRowCount, cameBy, paperReason,
              enteredById, enteredAt, coolingDays, USABLE FROM paymentPayee WHERE version = 2;
            """
        try refused(
            copy.replacing("VERSION", with: "4").replacing("USABLE", with: "usableFrom"),
            "payee-stands")
        try refused(
            copy.replacing("VERSION", with: "2").replacing("USABLE", with: "usableFrom")
                .replacing("INSERT", with: "INSERT OR REPLACE"), "payee-stands")
        try refused(
            copy.replacing("VERSION", with: "3").replacing("USABLE", with: "enteredAt"),
            "payee-cooling")
        let first = try fund.value("SELECT id FROM paymentPayee WHERE version = 1")
        let newest = try fund.value("SELECT id FROM paymentPayee WHERE version = 2")
        let enterer = try fund.value("SELECT enteredById FROM paymentPayee WHERE version = 2")
        func confirmation(_ id: String, _ rest: String) -> String {
            "INSERT INTO paymentPayeeConfirmation VALUES (NULL, \(id), \(rest), 1, 1);"
        }
        try refused(confirmation(first, "'match', '2027-02-01', NULL"), "payee-superseded")
        try refused(confirmation(newest, "'perhaps', '2027-02-01', NULL"), "")
        try refused(confirmation(newest, "'match', '2027-13-01', NULL"), "")
        try refused(confirmation(newest, "'noMatch', '2027-02-01', ' '"), "")
        func call(_ id: String, entered: String, by: String, number: String = "'0114'") -> String {
            """
            INSERT INTO paymentCallBack
            VALUES (NULL, \(id), \(entered), \(number), NULL, 1, \(by), 1);
            """
        }
        try refused(call(first, entered: enterer, by: "1"), "payee-superseded")
        try refused(call(newest, entered: enterer, by: enterer), "payee-second-person")
        try refused(call(newest, entered: "1", by: "2"), "payee-second-person")
        try refused(call(newest, entered: enterer, by: "1", number: "' '"), "")
        #expect(
            try Command.sql(fund.databasePath, call(newest, entered: enterer, by: "1")).status == 0)
        try refused("UPDATE paymentCallBack SET isConfirmed = 0;", "payee-stands")
        try refused("UPDATE paymentBankKey SET keyCheck = hex(randomblob(32));", "bank-key-stands")
        try refused("UPDATE letterNotice SET recipientEmail = 'x@example.com';", "letter-final")
        try refused("DELETE FROM letterNotice;", "letter-final")
    }

    @Test("a round that does not ask for bank details takes none; what the file says is checked")
    func control() throws {
        let fund = try TestFund()
        let references = try fund.decidable([(100_000, nil)])
        let key = try BankKey(base64: BankKey.fresh(), setting: "S")
        #expect(
            problem {
                _ = try fund.workflows.enterBankDetails(
                    of: references[0], try PaidRound.details(), paperReason: "From a form",
                    key: key,
                    tables: nil, as: try fund.person("finance"))
            }?.code == "payee-off")
        for (block, code) in [
            ("", "missing"), ("\n    bank: {coolingOffDays: 91}", "out-of-range"),
            ("\n    bank: {coolingOffDays: soon}", "not-whole-number"),
            ("\n    bank: {days: 5}", "missing"),
        ] {
            let found = problem {
                _ = try TestFund(edits: [
                    (
                        "Config/rounds.yaml", "    controls: {} ",
                        "    controls: {bankVerification: true}\(block) "
                    )
                ])
            }
            #expect(found?.fields.contains { $0.code == code } == true, "\(block) \(found as Any)")
        }
    }
}
