import Applications
import Awards
import Bootstrap
import Correspondence
import Foundation
import FundCore
import FundStore
import Payments
import Publishing
import Synchronization
import TestSupport
import Testing
import Workflows

/// Takes every letter.
private struct Delivering: MailTransport {
    let name = "smtp"

    func deliver(_ message: MailMessage) -> DeliveryOutcome { .delivered }
}

/// A round of £30,000 that was decided: three groups have £9,000 each, two have nothing, and £3,000
/// is left, since this round gives in full or nothing. The best of the two could work with £1,000.
/// Everybody has been told by letter on 1 February 2027.
private final class DecidedRound {
    let fund: TestFund
    let references: [String]
    /// The best of those that have nothing, and the next.
    var declined: String { references[3] }
    var other: String { references[4] }

    init(told: Bool = true) throws {
        fund = try TestFund(edits: [
            (
                "Config/rounds.yaml", "partialAwards: true        # may",
                "partialAwards: false       # may"
            )
        ])
        references = try fund.decidable(
            [
                (900_000, nil), (900_000, nil), (900_000, nil), (500_000, 100_000),
                (300_000, 100_000),
            ],
            email: true)
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Best fit", as: try fund.person("decider"))
        fund.setTime("2027-02-01T10:00")
        if told { try send() }
    }

    func send() throws {
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: Delivering(), directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: try fund.person("officer"))
    }

    @discardableResult
    func receive(
        _ reference: String, _ kind: AppealKind = .appeal, from group: Bool = true,
        late: String? = nil
    ) throws -> AppealID {
        try fund.workflows.receiveAppeal(
            reference,
            AppealArrival(
                kind: kind, grounds: "You misread us.", cameBy: .letter, isFromGroup: group,
                lateReason: late), as: try fund.person("officer2"))
    }

    func review(
        _ id: AppealID, _ outcome: AppealOutcome = .upheld, by person: String = "officer2"
    ) throws {
        try fund.workflows.reviewAppeal(
            id, outcome, reason: "We did misread it.", as: try fund.person(person))
    }

    func decide(
        _ id: AppealID, _ consequence: AppealConsequence, by person: String = "decider2"
    ) throws {
        try fund.workflows.decideAppeal(
            id, consequence, reason: "It is put right.", as: try fund.person(person))
    }

    func balance(_ account: String) throws -> String {
        try fund.value(
            """
            SELECT pence FROM ledgerBalance JOIN ledgerAccount ON id = accountId
            WHERE kind = '\(account)' AND roundId IS NOT NULL
            """)
    }

    func pay() throws {
        _ = try fund.workflows.schedulePayments(
            round: "round-1", as: try fund.person("finance"))
        _ = try fund.workflows.approvePayments(
            round: "round-1", by: try fund.papers(),
            limits: PaymentRules(),
            as: try fund.person("finance"))
    }
}

@Suite("Appeals are heard by those who took no part, and the round is never overspent")
struct AppealTests {
    @Test("an appeal that is upheld can lead to an award, which is told and paid")
    func wholePath() throws {
        let round = try DecidedRound()
        let fund = round.fund
        let id = try round.receive(round.declined)
        #expect(try fund.letters(of: round.declined).last?.contains("your appeal") == true)
        try round.review(id)
        #expect(try fund.value("SELECT count(*) FROM letter WHERE kind = 'appealOutcome'") == "0")
        try round.decide(id, .award(Money(pence: 250_000)))
        #expect(try round.balance("allotted") == "50000")
        #expect(try round.balance("committed") == "2950000")
        #expect(try fund.value("SELECT awardedPence FROM awardRound") == "2950000")
        #expect(
            try fund.value("SELECT status FROM application WHERE reference = '\(round.declined)'")
                == "awarded")
        let letter = try fund.letters(of: round.declined).last ?? ""
        #expect(letter.contains("We award your group £2,500.00"))
        #expect(letter.contains("We did misread it.") && letter.contains("It is put right."))
        // It is paid as every award is, and not approved by who gave it.
        #expect(
            try fund.workflows.schedulePayments(
                round: "round-1", as: try fund.person("finance")
            ).count == 4)
        #expect(
            try fund.value(
                """
                SELECT email FROM paymentAward JOIN person ON person.id = decidedById
                WHERE reference = '\(round.declined)'
                """) == "decider2@example.org")
        #expect(
            try fund.value("SELECT count(*) FROM paymentBar WHERE cause = 'decided'") == "2")
        try round.pay()
        let rows = try fund.services.reports.appeals(of: "round-1", as: TestFund.operator).rows
        #expect(rows.map { Listing.appeals.json($0)["status"]?.string } == ["ended"])
        #expect(
            try fund.services.store.read { try $0.auditRows(before: nil, limit: 500) }
                .filter { $0.action.hasPrefix("appeal.") }.count == 3)
    }

    @Test("one that is not upheld ends with the review, and nothing moves")
    func notUpheld() throws {
        let round = try DecidedRound()
        let id = try round.receive(round.declined)
        try round.review(id, .notUpheld)
        #expect(
            try round.fund.letters(of: round.declined).last?.contains("not upheld") == true)
        #expect(
            problem { try round.decide(id, .award(Money(pence: 100))) }?.code
                == "appeal-not-upheld")
        #expect(problem { try round.review(id) }?.code == "appeal-reviewed")
        #expect(try round.balance("allotted") == "300000")
    }

    @Test("whoever took part can neither review nor decide, by the program or past it")
    func tookPart() throws {
        let round = try DecidedRound()
        let fund = round.fund
        // A panel member who is an officer too, and an officer who typed in another's scores.
        _ = try fund.value(
            """
            INSERT INTO personRole (personId, role)
            SELECT id, 'officer' FROM person WHERE email = 'p1@example.org'
            """)
        let id = try round.receive(round.declined)
        // officer checked and proposed, p1 scored, decider decided.
        for person in ["officer", "p1", "decider"] {
            #expect(
                problem { try round.review(id, by: person) }?.code == "appeal-took-part",
                "\(person)")
        }
        for person in ["finance", "auditor", "p2"] {
            #expect(problem { try round.review(id, by: person) }?.code == "role-missing")
        }
        for person in ["officer", "p1", "decider"] {
            let outcome = try Command.sql(
                fund.databasePath,
                """
                INSERT INTO awardAppealReview (appealId, outcome, reason, reviewedById, reviewedAt)
                SELECT \(id.rawValue), 'upheld', 'x', id, 0 FROM person
                WHERE email = '\(person)@example.org';
                """)
            #expect(outcome.errors.contains("appeal-took-part"), "\(outcome.errors)")
        }
        #expect(
            problem { try round.decide(id, .nothing) }?.code == "appeal-not-reviewed")
        try round.review(id)
        #expect(
            problem { try round.decide(id, .nothing, by: "decider") }?.code == "appeal-took-part")
        #expect(problem { try round.decide(id, .nothing, by: "officer") }?.code == "role-missing")
        try round.decide(id, .nothing)
        #expect(problem { try round.decide(id, .nothing) }?.code == "appeal-decided")
    }

    @Test("whoever approved the payments took part, also after the appeal came")
    func payers() throws {
        let round = try DecidedRound()
        let id = try round.receive(round.declined)
        try round.pay()
        _ = try round.fund.value(
            """
            INSERT INTO personRole (personId, role)
            SELECT id, 'decisionMaker' FROM person WHERE email = 'finance@example.org'
            """)
        #expect(
            problem { try round.review(id, by: "finance") }?.code == "appeal-took-part")
    }

    @Test("the reviewer of an appeal does not decide on its money")
    func twoPeople() throws {
        let round = try DecidedRound()
        let id = try round.receive(round.declined)
        try round.review(id, by: "decider2")
        #expect(
            problem { try round.decide(id, .award(Money(pence: 100))) }?.code
                == "appeal-decider-reviewed")
    }

    @Test(
        "an appeal comes after the letter, by the last day, once; an officer may admit a late one")
    func inTime() throws {
        let untold = try DecidedRound(told: false)
        #expect(problem { try untold.receive(untold.declined) }?.code == "appeal-not-told")
        // A complaint need not wait.
        try untold.receive(untold.declined, .complaint)
        let round = try DecidedRound()
        round.fund.setTime("2027-02-21T23:59")
        try round.receive(round.declined)
        #expect(problem { try round.receive(round.declined) }?.code == "appeal-made")
        round.fund.setTime("2027-02-22T00:01")
        #expect(problem { try round.receive(round.other) }?.code == "appeal-late")
        #expect(problem { try round.receive(round.other, late: " ") }?.code == "appeal-late")
        try round.receive(round.other, late: "They were in hospital.")
        #expect(
            try round.fund.value("SELECT count(*) FROM awardAppeal WHERE lateReason <> ''") == "1")
    }

    @Test("an award on appeal is no more than was asked for or than the round has")
    func limits() throws {
        let round = try DecidedRound()
        let id = try round.receive(round.declined)
        try round.review(id, .partlyUpheld)
        func code(_ pence: Int64) -> String? {
            problem { try round.decide(id, .award(Money(pence: pence))) }?.code
        }
        #expect(code(500_001) == "appeal-award-above-request")
        #expect(code(300_001) == "appeal-too-little-left")
        #expect(code(99_999) == "appeal-award-under-minimum")
        #expect(code(0) == "invalid-input")
        #expect(try round.balance("allotted") == "300000")
        #expect(try round.fund.value("SELECT count(*) FROM awardAppealDecision") == "0")
        try round.decide(id, .award(Money(pence: 300_000)))
        #expect(try round.balance("allotted") == "0")
        // A group that has an award cannot be given another.
        let winner = try round.receive(round.references[0])
        try round.review(winner)
        #expect(
            problem { try round.decide(winner, .award(Money(pence: 1))) }?.code
                == "appeal-has-award")
        #expect(problem { try round.decide(winner, .withdrawal) }?.code == "appeal-withdraws")
    }

    @Test("two appeals decided at once never come to more than the round has")
    func race() throws {
        for _ in 0..<5 {
            let round = try DecidedRound()
            let ids = try [round.declined, round.other].map { try round.receive($0) }
            for id in ids { try round.review(id) }
            let second = try Services.open(
                Settings(
                    database: round.fund.databasePath,
                    configuration: "\(round.fund.folder.path)/Config", environment: [:]))
            let doors = [round.fund.workflows, second.workflows]
            let decider = try round.fund.person("decider2")
            let codes = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 2) { place in
                let refusal = problem {
                    try doors[place].decideAppeal(
                        ids[place], .award(Money(pence: 200_000)), reason: "Right",
                        as: decider)
                }
                codes.withLock { $0.append(refusal?.code ?? "awarded") }
            }
            #expect(
                codes.withLock { $0.sorted() } == ["appeal-too-little-left", "awarded"])
            #expect(try round.balance("allotted") == "100000")
            #expect(try round.fund.value("SELECT awardedPence FROM awardRound") == "2900000")
        }
    }

    @Test("past the program, an award needs its decision, and the round's money holds")
    func schema() throws {
        let round = try DecidedRound()
        let fund = round.fund
        let id = try round.receive(round.declined)
        func refusal(_ sql: String) throws -> String {
            try Command.sql(fund.databasePath, "PRAGMA foreign_keys = ON; " + sql).errors
        }
        let award = """
            INSERT INTO award (roundId, applicationId, reference, decisionId, amountPence,
              isPartial, reservationId, appealDecisionId)
            SELECT roundId, id, reference, 1, 100, 1, 1,
              (SELECT max(id) FROM awardAppealDecision)
            FROM application WHERE reference = '\(round.declined)';
            """
        #expect(try refusal(award).contains("award-not-proposed"))
        try round.review(id)
        let decision = { (effect: String, pence: String, by: String, reviewer: String) in
            """
            INSERT INTO awardAppealDecision (appealId, effect, amountPence, requestedPence,
              reason, reviewedById, decidedById, decidedAt, decidedOn)
            SELECT \(id.rawValue), '\(effect)', \(pence), \(pence), 'x', reviewer.id, decider.id,
              0, '2027-02-03' FROM person AS reviewer, person AS decider
            WHERE reviewer.email = '\(reviewer)@example.org'
              AND decider.email = '\(by)@example.org';
            """
        }
        #expect(
            try refusal(decision("award", "100", "officer2", "officer2"))
                .contains("appeal-decider-reviewed"))
        #expect(
            try refusal(decision("award", "100", "p1", "officer2")).contains("appeal-took-part"))
        // A reviewer who did not, and what a complaint alone can lead to.
        for sql in [
            decision("award", "100", "decider2", "auditor"),
            decision("withdrawal", "NULL", "decider2", "officer2"),
        ] { #expect(try refusal(sql).contains("appeal-not-upheld")) }
        // All the round has, and a penny more.
        #expect(
            try refusal(
                decision("award", "300001", "decider2", "officer2")
                    + award.replacing("1, 100, 1", with: "1, 300001, 1")
            ).contains("award-round-overspent"))
        #expect(
            try refusal("UPDATE awardRound SET awardedPence = 0;").contains("decision-stands"))
        #expect(
            try refusal(
                "UPDATE application SET status = 'awarded' WHERE reference = '\(round.declined)';"
            ).contains("application-decided"))
        for table in ["awardAppeal", "awardAppealPart", "awardAppealReview"] {
            #expect(try refusal("DELETE FROM \(table);").contains("appeal-kept"), "\(table)")
        }
    }
}

@Suite("An award that was wrongly made is taken back as far as it is not paid")
struct AwardWithdrawalTests {
    @Test("what is not paid goes back to the round, and is never paid")
    func unpaid() throws {
        let round = try DecidedRound()
        let fund = round.fund
        _ = try fund.workflows.schedulePayments(
            round: "round-1", as: try fund.person("finance"))
        let id = try round.receive(round.references[0], .complaint, from: false)
        // Somebody else's complaint is not the group's to hear of until it costs it its award.
        #expect(try fund.value("SELECT count(*) FROM letter WHERE kind LIKE 'appeal%'") == "0")
        func overview() throws -> RoundOverview {
            try fund.services.reports.overview(of: "round-1", as: try fund.person("officer"))
        }
        #expect(try overview().openAppealCount == 1)
        try round.review(id)
        #expect(
            problem { try round.decide(id, .award(Money(pence: 1))) }?.code
                == "appeal-complaint-awards")
        try round.decide(id, .withdrawal)
        #expect(try overview().openAppealCount == 0 && overview().unscheduled == 0)
        #expect(try round.balance("allotted") == "1200000")
        #expect(try round.balance("committed") == "1800000")
        #expect(try fund.value("SELECT awardedPence FROM awardRound") == "1800000")
        #expect(
            try fund.letters(of: round.references[0]).last?.contains(
                "£9,000.00 of it will not be paid") == true)
        try round.pay()
        #expect(try fund.value("SELECT sum(amountPence) FROM paymentRunItem") == "1800000")
        #expect(
            try fund.value(
                "SELECT status FROM application WHERE reference = '\(round.references[0])'")
                == "declined")
        var listed: [String] = []
        try fund.services.reports.instalments(of: "round-1", as: TestFund.operator) { row, _ in
            listed.append(row[0].plainText)
        }
        #expect(listed.count == 2 && !listed.contains(round.references[0]))
        // What came back can be given to who appealed.
        let appeal = try round.receive(round.declined)
        try round.review(appeal)
        try round.decide(appeal, .award(Money(pence: 500_000)))
        #expect(try round.balance("allotted") == "700000")
        // It is taken back once.
        let again = try round.receive(round.references[0], .complaint)
        try round.review(again)
        #expect(problem { try round.decide(again, .withdrawal) }?.code == "appeal-no-award")
    }

    @Test("what has been paid is never taken back")
    func paid() throws {
        let round = try DecidedRound()
        try round.pay()
        let id = try round.receive(round.references[0], .complaint)
        try round.review(id)
        #expect(problem { try round.decide(id, .withdrawal) }?.code == "award-paid-stays")
        #expect(try round.balance("committed") == "2700000")
        #expect(try round.fund.value("SELECT count(*) FROM awardWithdrawal") == "0")
        try round.decide(id, .nothing)
        // Past the program neither: who stops says what has been paid, and it is counted.
        let outcome = try Command.sql(
            round.fund.databasePath,
            """
            INSERT INTO paymentStop (awardId, paidPence, stoppedById, stoppedAt)
            SELECT min(id), 0, 1, 0 FROM award;
            """)
        #expect(outcome.errors.contains("payment-stopped"))
    }

    @Test("an award letter that has not left is withdrawn with the award")
    func letter() throws {
        let round = try DecidedRound(told: false)
        let id = try round.receive(round.references[0], .complaint, from: false)
        try round.review(id)
        try round.decide(id, .withdrawal)
        #expect(
            try round.fund.value(
                """
                SELECT group_concat(kind || ' ' || status, ', ') FROM (SELECT kind, status
                FROM letter WHERE reference = '\(round.references[0])' ORDER BY id)
                """) == "receipt queued, award withdrawn, appealOutcome queued")
    }
}

@Suite("A group appeals for itself, and hears of the outcome by letter first")
struct OwnAppealTests {
    @Test("only who wrote the application, online; they read the outcome once a letter has left")
    func own() throws {
        let fund = try TestFund()
        try fund.open()
        let (sam, stranger) = (
            try fund.volunteer("sam@example.com"), try fund.volunteer("else@example.com")
        )
        let draft = try fund.workflows.startDraft(in: "round-1", as: sam)
        try fund.fill(draft, as: sam)
        let reference = "\(try fund.workflows.sendDraft(draft, language: "en", as: sam).reference)"
        _ = try fund.workflows.checkApplication(
            reference, .ineligible(reason: "Outside the city"), as: try fund.person("officer"))
        let arrival = AppealArrival(kind: .appeal, grounds: "We are inside.", cameBy: .online)
        func appeal(_ who: Principal, _ arrival: AppealArrival) -> ProblemReport? {
            problem { _ = try fund.workflows.receiveAppeal(reference, arrival, as: who) }
        }
        #expect(try fund.services.reports.ownApplication(reference, as: sam).appealsUntil == nil)
        #expect(appeal(sam, arrival)?.code == "appeal-not-told")
        #expect(appeal(stranger, arrival)?.code == "application-unknown")
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: Delivering(), directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: try fund.person("officer"))
        #expect(
            try fund.services.reports.ownApplication(reference, as: sam).appealsUntil
                == LocalDate("2026-12-21"))
        // How it came is not for them to say, and an officer must say it.
        #expect(
            appeal(sam, AppealArrival(kind: .appeal, grounds: "x", cameBy: .letter))?.fields
                .map(\.code) == ["appeal-own"])
        #expect(
            appeal(try fund.person("officer2"), arrival)?.fields.map(\.code) == ["choose-one"])
        #expect(
            appeal(sam, AppealArrival(kind: .appeal, grounds: " ", cameBy: .online))?.fields
                .map(\.code) == ["missing"])
        #expect(appeal(sam, arrival) == nil)
        let id = try #require(
            try fund.services.reports.caseFile(
                reference, of: "round-1", as: try fund.person("officer")
            ).appeals.first?.id)
        try fund.workflows.reviewAppeal(
            id, .notUpheld, reason: "You are not.", as: try fund.person("officer2"))
        func own() throws -> OwnAppeal? {
            try fund.services.reports.ownApplication(reference, as: sam).appeals?.first
        }
        #expect(try own()?.grounds == "We are inside.")
        #expect(try own()?.told == nil)
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: Delivering(), directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: try fund.person("officer"))
        #expect(try own()?.told?.review.reason == "You are not.")
        #expect(
            try fund.services.reports.ownApplication(
                reference, as: try fund.volunteer("officer@example.org")
            ).appeals == nil)
    }

    @Test("a round without days for it takes no appeals, and complaints all the same")
    func withoutDays() throws {
        let lines = """
                appeals:                   # without these two lines, the round takes no appeals
                  days: 20                 # how many days after its letter a group may appeal

            """
        let fund = try TestFund(edits: [("Config/rounds.yaml", lines, "")])
        try fund.open()
        let reference = try fund.submit("Elm Road")
        func receive(_ kind: AppealKind) -> String? {
            problem {
                _ = try fund.workflows.receiveAppeal(
                    reference, AppealArrival(kind: kind, grounds: "x", cameBy: .telephone),
                    as: try fund.person("officer"))
            }?.code
        }
        #expect(receive(.appeal) == "appeal-not-taken")
        #expect(receive(.complaint) == nil)
        for _ in 2...20 { #expect(receive(.complaint) == nil) }
        #expect(receive(.complaint) == "appeals-too-many")
    }
}
