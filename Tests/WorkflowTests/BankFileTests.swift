import Bootstrap
import Foundation
import FundCore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

extension PaidRound {
    func told() throws {
        try send()
        _ = try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator)
    }

    /// Elm's details, and Oak's, entered and found right.
    func verified(_ group: String, account: String, name: String) throws {
        try enter(Self.details(account: account, name: name), for: group)
        try confirm(for: group)
        try call(for: group)
    }

    func propose() throws -> PaymentProposal {
        try fund.workflows.proposeRun(round: "round-1", as: fund.person("finance")).proposal
    }

    func approve(as person: String = "finance2") throws -> PaymentRun {
        try fund.workflows.approvePayments(
            round: "round-1", by: fund.papers(key: key), limits: PaymentRules(),
            as: fund.person(person))
    }

    func release(key: BankKey? = nil) throws -> PaymentRun {
        try fund.workflows.releaseRun(
            round: "round-1", run: nil, payOn: nil, by: fund.papers(key: key ?? self.key),
            as: fund.person("finance"))
    }

    func bytes(
        _ run: PaymentRun, _ profile: String, key: BankKey? = nil, as person: String = "finance"
    ) throws -> String {
        var bytes: [UInt8] = []
        let file = try fund.services.reports.awardsFile(
            ofRun: "\(run.reference)", profile: profile, bankKey: { key ?? self.key },
            as: fund.person(person))
        var number: Int64 = 1
        while let piece = try fund.services.reports.piece(number, of: file) {
            bytes += piece
            number += 1
        }
        #expect(SHA256Hex(of: String(decoding: bytes, as: UTF8.self)).description == file.sha256)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What keeps each group's money out of a run, or an empty text.
    func obstacles() throws -> [String: String] {
        var found: [String: String] = [:]
        try fund.services.reports.payables(of: "round-1", as: fund.person("finance")) {
            found[$0[0].plainText == elm ? "elm" : "oak"] = $0[7].plainText
        }
        return found
    }
}

@Suite(
    "A run pays to bank details that were found right, and its files for the bank are kept sealed")
struct BankFileTests {
    private static let profiles = ["bacs18", "pain.001.001.09", "pain.001.001.03"]

    @Test("nothing is paid before its details are there, found right, and rested")
    func obstacles() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        #expect(try round.obstacles() == ["elm": "payeeMissing", "oak": "payeeMissing"])
        #expect(problem { _ = try round.propose() }?.code == "payment-nothing-due")
        try round.enter()
        try round.verified("oak", account: "66374959", name: "Oak")
        #expect(try round.obstacles() == ["elm": "payeeUnverified", "oak": ""])
        try round.confirm()
        #expect(try round.obstacles()["elm"] == "payeeUnverified")
        try round.call(confirmed: false)
        #expect(try round.obstacles()["elm"] == "payeeUnverified")
        // Who was told "no" does not turn it into a "yes".
        try round.call()
        #expect(try round.obstacles()["elm"] == "payeeUnverified")
        try round.call(by: "officer")
        #expect(try round.obstacles() == ["elm": "", "oak": ""])
        // Changed: found right again, and rested for five days.
        try round.enter(PaidRound.details(account: "10000001"))
        #expect(try round.obstacles()["elm"] == "payeeUnverified")
        try round.confirm()
        try round.call()
        #expect(try round.obstacles()["elm"] == "payeeCooling")
        round.fund.setTime("2027-02-08T10:00")
        #expect(try round.obstacles()["elm"] == "")
    }

    @Test("who found the details right does not approve, and changed details are not paid to")
    func apart() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        try round.enter(for: "oak")
        try round.confirm(for: "oak")
        try round.call(for: "oak", by: "officer")
        let first = try round.propose()
        #expect(problem { _ = try round.approve(as: "finance") } != nil)
        // The proposal says to which version of the details it pays.
        try round.enter(PaidRound.details(account: "10000001"), for: "oak")
        #expect(problem { _ = try round.approve() }?.code == "payment-proposal-moved")
        let second = try round.propose()
        #expect(second.instalmentCount == 1)
        #expect(second.contentSha256 != first.contentSha256)
        let run = try round.approve()
        try round.enter(PaidRound.details(account: "10000002"))
        let refused = problem { _ = try round.release() }
        #expect(refused?.code == "payment-payee-moved")
        #expect(refused?.arguments["references"] == round.elm)
        _ = try round.fund.workflows.cancelRun(
            "\(run.reference)", reason: "Other details", as: round.fund.person("finance"))
        #expect(try round.obstacles()["elm"] == "payeeUnverified")
    }

    @Test("details denied after the release stop the first taking, and no later one")
    func deniedLater() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        _ = try round.propose()
        _ = try round.approve()
        let run = try round.release()
        func take(_ profile: String) throws {
            try round.fund.workflows.recordExport(
                of: "\(run.reference)", profile: profile, as: round.fund.person("finance"))
        }
        try round.call(confirmed: false, by: "officer")
        for profile in ["ledger", "bacs18"] {
            #expect(problem { try take(profile) }?.code == "payment-payee-moved")
            let forced = """
                INSERT INTO paymentExport SELECT runId, profile, 1, 1, sha256 FROM paymentRunFile
                WHERE profile = '\(profile)'
                """
            #expect(
                try Command.sql(round.fund.databasePath, forced).errors.contains(
                    "payment-payee-moved"))
        }
        try round.call(by: "finance")
        try take("bacs18")
        try round.call(confirmed: false, by: "finance")
        try take("bacs18")
        try take("ledger")
    }

    @Test("the approver cannot find details right after the approval either")
    func approverVerifies() throws {
        for isCall in [true, false] {
            let round = try PaidRound(isReleased: true)
            try round.told()
            try round.verified("elm", account: "66374958", name: "Elm")
            _ = try round.propose()
            _ = try round.approve()
            if isCall {
                try round.call(confirmed: false, by: "officer")
                try round.call(by: "finance2")
            } else {
                try round.confirm(by: "finance2")
            }
            // The approval stands beside what the same person did to the details since.
            #expect(
                problem { _ = try round.release() }?.code == "payment-verified-since")
            let forced = """
                INSERT INTO paymentDuty SELECT id, (SELECT id FROM person
                  WHERE email = 'finance@example.org'), 'released', approvedOn FROM paymentRun;
                INSERT INTO paymentRelease SELECT id, (SELECT id FROM person
                  WHERE email = 'finance@example.org'), 1, '2027-02-03' FROM paymentRun;
                """
            #expect(
                try Command.sql(round.fund.databasePath, forced).errors.contains(
                    "payment-duties-apart"))
        }
    }

    @Test("whoever took details down from paper does not approve, whoever confirmed them since")
    func paper() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        _ = try round.fund.workflows.enterBankDetails(
            of: round.elm, PaidRound.details(), paperReason: "No computer", key: round.key,
            tables: nil, as: round.fund.person("finance2"))
        try round.confirm()
        try round.call()
        _ = try round.propose()
        #expect(problem { _ = try round.approve() }?.code == "payment-duties-approved-verified")
    }

    @Test("where one approval is enough, it is not by who found the details right")
    func oneApproval() throws {
        let round = try PaidRound()
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        #expect(
            problem { _ = try round.approve(as: "finance") }?.code
                == "payment-duties-approved-verified")
        _ = try round.approve()
    }

    @Test("what is approved is what was looked at")
    func lookedAt() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        let first = try round.propose()
        try round.verified("oak", account: "10000001", name: "Oak")
        let second = try round.propose()
        func approve(_ content: String) throws -> PaymentRun {
            try round.fund.workflows.approvePayments(
                round: "round-1", content: content, by: round.fund.papers(key: round.key),
                limits: PaymentRules(), as: round.fund.person("finance2"))
        }
        #expect(
            problem { _ = try approve(first.contentSha256) }?.code == "payment-proposal-moved")
        #expect(try approve(second.contentSha256).instalmentCount == 2)
    }

    @Test("no person does all three acts, whatever is granted to them")
    func allThree() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        try round.enter()
        try round.confirm(by: "finance2")
        try round.call(by: "officer")
        for (duty, other) in [(Duty.approved, Duty.proposed), (.released, .approved)] {
            try round.fund.workflows.exempt(
                "finance@example.org", duty, apartFrom: other, round: "round-1",
                until: #require(LocalDate("2027-03-01")), reason: "Holidays",
                as: round.fund.person("decider"))
        }
        _ = try round.propose()
        _ = try round.approve(as: "finance")
        #expect(problem { _ = try round.release() }?.code == "payment-duties-all")
        let forced = """
            INSERT INTO paymentDuty SELECT id, approvedById, 'released', approvedOn FROM paymentRun
            """
        #expect(
            try Command.sql(round.fund.databasePath, forced).errors.contains("payment-duties-all"))
    }

    @Test("who called the group back, or recorded the bank's answer, does not approve its payment")
    func verifiers() throws {
        for isCaller in [true, false] {
            let round = try PaidRound(isReleased: true)
            try round.told()
            try round.enter()
            try round.confirm(by: isCaller ? "finance" : "finance2")
            try round.call(by: isCaller ? "finance2" : "officer")
            _ = try round.propose()
            #expect(
                problem { _ = try round.approve() }?.code == "payment-duties-approved-verified")
        }
    }

    @Test("the files hold the accounts, come out the same for ever, and the database tells nobody")
    func files() throws {
        let round = try PaidRound(
            isReleased: true,
            edits: [
                (
                    file: "Config/exports.yaml",
                    old: "      - {name: supplier_number, constant: \"\"}",
                    new: "      - {name: account, from: payee.account}"
                )
            ])
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm & Söhne")
        try round.verified("oak", account: "10000001", name: "Oak")
        _ = try round.propose()
        let run = try round.approve()
        #expect(problem { _ = try round.bytes(run, "bacs18") }?.code == "payment-run-unreleased")
        let stranger = try BankKey(base64: BankKey.fresh(), setting: "COHESION_BANK_KEY")
        #expect(problem { _ = try round.release(key: stranger) }?.code == "bank-key-wrong")
        #expect(try round.fund.value("SELECT count(*) FROM paymentBatch") == "0")
        let released = try round.release()
        var before: [String: String] = [:]
        for profile in Self.profiles {
            let text = try round.bytes(released, profile)
            before[profile] = text
            for part in ["66374958", "10000001", "089999", "\(round.elm)-1"] {
                #expect(text.contains(part), "\(profile) lacks \(part)")
            }
            for person in ["auditor", "officer", "decider"] {
                #expect(problem { _ = try round.bytes(released, profile, as: person) } != nil)
            }
            #expect(
                problem { _ = try round.bytes(released, profile, key: stranger) }?.code
                    == "bank-key-wrong")
        }
        #expect(before["bacs18"]?.contains("ELM & S") == true)
        #expect(before["pain.001.001.09"]?.contains("ELM &amp; S") == true)
        // The ledger's file is for the auditor too, and shows no account.
        let ledger = try round.bytes(released, "ledger", as: "auditor")
        #expect(!ledger.contains("66374958"))
        #expect(ledger.contains(",****4958"))

        let other = try BankKey(base64: BankKey.fresh(), setting: "COHESION_BANK_KEY")
        #expect(
            try round.fund.workflows.rotateBankKey(
                from: round.key, to: other, as: TestFund.operator) == 2)
        for profile in Self.profiles {
            #expect(try round.bytes(released, profile, key: other) == before[profile])
            #expect(problem { _ = try round.bytes(released, profile) }?.code == "bank-key-wrong")
        }
        // Not in the database, not in its journal.
        for suffix in ["", "-wal"] {
            let path = round.fund.databasePath + suffix
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            for part in ["66374958", "10000001"] {
                #expect(data.range(of: Data(part.utf8)) == nil, "\(part) in \(path)")
            }
        }
    }

    @Test("a file for the bank is first taken before its day has gone, and never after")
    func past() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        _ = try round.propose()
        _ = try round.approve()
        let run = try round.release()
        let finance = try round.fund.person("finance")
        func take() throws {
            try round.fund.workflows.recordExport(
                of: "\(run.reference)", profile: "bacs18", as: finance)
        }
        round.fund.setTime("2027-02-20T10:00")
        #expect(problem { try take() }?.code == "payment-day-past")
        let attack = """
            INSERT INTO paymentExport (runId, profile, takenById, takenAt, sha256)
            SELECT id, 'bacs18', approvedById, approvedAt + 30 * 86400000,
              (SELECT sha256 FROM paymentRunFile
                WHERE runId = paymentRun.id AND profile = 'bacs18')
            FROM paymentRun
            """
        let errors = try Command.sql(round.fund.databasePath, attack).errors
        #expect(errors.contains("payment-day-past"), "\(errors)")
        _ = try round.fund.workflows.cancelRun(
            "\(run.reference)", reason: "Too late", as: finance)
        _ = try round.propose()
        _ = try round.approve()
        let again = try round.release()
        for time in ["2027-02-22T10:00", "2027-08-22T10:00"] {
            round.fund.setTime(time)
            try round.fund.workflows.recordExport(
                of: "\(again.reference)", profile: "bacs18", as: finance)
        }
    }

    @Test("an account that money did not reach is paid to again after another call")
    func bounced() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        let finance = try round.fund.person("finance")
        func run(_ outcomes: [PaymentOutcome]) throws {
            _ = try round.propose()
            _ = try round.approve()
            let run = try round.release()
            try round.fund.workflows.recordExport(
                of: "\(run.reference)", profile: "bacs18", as: finance)
            for outcome in outcomes {
                if outcome == .paid { round.fund.setTime("\(run.payOn ?? "")T10:00") }
                _ = try round.fund.workflows.settlePayment(
                    of: round.elm, number: nil, inRun: "\(run.reference)", outcome,
                    on: try round.fund.services.today(),
                    reason: outcome == .paid ? nil : "Account closed", evidence: "Statement 7",
                    as: finance)
            }
        }
        func free(_ number: Int64) throws {
            _ = try round.fund.workflows.releasePayment(
                of: round.elm, number: number, round: "round-1", reason: "Asked",
                as: try round.fund.person("finance2"))
        }
        try run([.failed])
        try free(2)
        #expect(try round.state() == .unverified([.bounced]))
        #expect(try round.obstacles()["elm"] == "payeeBounced")
        #expect(problem { _ = try round.propose() }?.code == "payment-nothing-due")
        // What the bank says to the name is no call.
        try round.confirm()
        #expect(try round.state() == .unverified([.bounced]))
        try round.call()
        #expect(try round.obstacles()["elm"] == "")
        try run([.paid, .returned])
        try free(3)
        #expect(try round.obstacles()["elm"] == "payeeBounced")
        #expect(
            try round.fund.value("SELECT count(*) FROM paymentPayeeVerified") == "0")
        // New details start anew.
        try round.enter(PaidRound.details(account: "10000001"))
        try round.confirm()
        try round.call()
        round.fund.setTime("2027-02-08T10:00")
        #expect(try round.obstacles()["elm"] == "")
        try run([.paid])
        let changes = [
            "DELETE FROM paymentPayeeBounce", "UPDATE paymentPayeeBounce SET kind = kind",
        ]
        for change in changes {
            let errors = try Command.sql(round.fund.databasePath, change).errors
            #expect(errors.contains("payee-stands"), "\(errors)")
        }
    }

    @Test("each taking of a file for the bank stands in the trail")
    func trail() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        _ = try round.propose()
        _ = try round.approve()
        let run = try round.release()
        func take(_ person: String) throws {
            try round.fund.workflows.recordExport(
                of: "\(run.reference)", profile: "bacs18", as: round.fund.person(person))
        }
        try take("finance")
        try take("finance2")
        #expect(problem { try take("auditor") }?.code == "role-missing")
        let rows = try round.fund.value(
            "SELECT count(*) FROM auditEntry WHERE action = 'paymentRun.export'")
        #expect(rows == "2")
        #expect(try round.fund.value("SELECT count(*) FROM paymentExport") == "1")
    }

    @Test("a round without a release has its files when it is approved")
    func unreleased() throws {
        let round = try PaidRound()
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        let run = try round.approve()
        #expect(run.instalmentCount == 1)
        #expect(try round.bytes(run, "bacs18").contains("66374958"))
        try round.verified("oak", account: "10000001", name: "Oak")
        let next = try round.approve()
        let (first, second) = (try round.bytes(run, "bacs18"), try round.bytes(next, "bacs18"))
        // Its number is in the first label: no two files have the same.
        #expect(first.prefix(80) != second.prefix(80))
    }

    @Test("a name that no bank carries is refused where it is entered")
    func unwritable() throws {
        for name in ["東西", "مجموعہ", "!!!", "- . -"] {
            let refused = problem { _ = try PaidRound.details(name: name) }
            #expect(refused?.fields.first?.code == "bank-text-empty", "\(name)")
        }
        _ = try PaidRound.details(name: "Ärzte 東")
    }

    @Test("the schema lets no run pay to anything else")
    func attacks() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        try round.enter(for: "oak")
        _ = try round.propose()
        let run = try round.approve()
        let path = round.fund.databasePath
        let make = """
            INSERT INTO paymentProposal (roundId, proposedById, proposedAt, instalmentCount,
              totalPence, contentSha256) SELECT roundId, proposedById, 1, 1, 1, contentSha256
              FROM paymentProposal;
            INSERT INTO paymentRun (id, roundId, reference, approvedById, approvedAt, approvedOn,
              instalmentCount, totalPence, auditHead, proposalId, contentSha256, needsRelease)
              SELECT 9, roundId, 'X-1', approvedById, approvedAt, approvedOn, 1, 1, '',
                (SELECT max(id) FROM paymentProposal), contentSha256, 1 FROM paymentRun;
            INSERT INTO paymentDuty SELECT 9, personId, duty, doneOn FROM paymentDuty;
            """
        #expect(try Command.sql(path, make).errors == "")
        let item = """
            INSERT INTO paymentRunItem (instalmentId, runId, amountPence, approvedById, decidedById,
              payeeId) SELECT paymentInstalment.id, 9, amountPence, (SELECT approvedById
              FROM paymentRun WHERE id = 9), decidedById, PAYEE FROM paymentInstalment
              JOIN paymentAward USING (awardId) WHERE reference = '\(round.oak)';
            """
        for payee in ["NULL", "1", "(SELECT max(id) FROM paymentPayee)"] {
            let errors = try Command.sql(path, item.replacing("PAYEE", with: payee)).errors
            #expect(errors.contains("payment-payee-unverified"), "\(payee): \(errors)")
        }
        try round.enter(PaidRound.details(account: "10000002"))
        let attacks = [
            (
                "INSERT INTO paymentRelease SELECT id, 1, 1, '2027-02-03' FROM paymentRun",
                "payment-payee-moved"
            ),
            ("INSERT INTO paymentBatch VALUES (\(run.id.rawValue), 7)", "payment-run-frozen"),
            ("UPDATE paymentRunItem SET payeeId = NULL", "payment-run-frozen"),
        ]
        for (sql, code) in attacks {
            let errors = try Command.sql(path, sql).errors
            #expect(errors.contains(code), "\(sql): \(errors)")
        }
    }
}
