import Awards
import Bootstrap
import FundCore
import Payments
import Publishing
import Rounds
import TestSupport
import Testing
import Workflows

/// A round whose decision is a public record, decided on Thursday 4 October 2018.
private struct RecordedRound {
    static let edits = [
        (
            file: "Config/rounds.yaml", old: "controls: {}",
            new: """
            controls: {callIn: true}
                callIn: {workingDays: 5, countPublicationDay: true}
            """
        )
    ]
    static let record = DecisionRecord(
        recommendation: "Give to the first two.", outcomes: "Neighbours who know each other.",
        alternatives: "Giving less to more groups: too little for any of them.")

    let fund: TestFund
    let references: [String]

    init(decided: Bool = true) throws {
        fund = try TestFund(now: "2018-10-04T10:00", edits: Self.edits)
        references = try fund.decidable([(100_000, nil), (200_000, nil), (2_900_000 / 3, nil)])
        _ = try fund.workflows.propose(round: "round-1", as: fund.person("officer"))
        guard decided else { return }
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Best fit", as: fund.person("decider"))
    }

    func write(
        _ record: DecisionRecord = Self.record, as person: String = "decider"
    ) throws {
        try fund.workflows.writeRecord(record, ofRound: "round-1", as: fund.person(person))
    }

    @discardableResult
    func publish(_ day: String? = nil, as person: String = "decider") throws -> Publication {
        try fund.workflows.publishDecision(
            round: "round-1", on: day.flatMap { LocalDate($0) },
            holidays: fund.services.configuration().bankHolidays, as: fund.person(person))
    }

    func callIn(_ reason: String = "Say more about the third group.") throws {
        try fund.workflows.callIn(
            round: "round-1", by: "Scrutiny committee", reason: reason,
            as: fund.person("officer"))
    }

    func end(_ verdict: CallInVerdict, on day: String? = nil) throws {
        try fund.workflows.endCallIn(
            round: "round-1", verdict, effectiveOn: day.flatMap { LocalDate($0) },
            reason: "The committee was told.", as: fund.person("decider"))
    }

    /// Approves the payments; the code of what refuses it, nil where it is done.
    func pay() throws -> String? {
        _ = try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator)
        return problem {
            _ = try fund.workflows.approvePayments(
                round: "round-1", by: fund.papers(), limits: PaymentRules(),
                as: fund.person("finance"))
        }?.code
    }

    func status() throws -> DecisionStatus? {
        try fund.services.reports.decision(of: "round-1", as: TestFund.operator)?.status
    }

    func refusedByRule(_ sql: String) throws -> String? {
        let outcome = try Command.sql(fund.databasePath, sql)
        return outcome.isRefusedByRule ? outcome.errors : nil
    }
}

@Suite("A decision is a public record, and has effect once it can no longer be called in")
struct DecisionRecordTests {
    @Test("published on Monday 8 October 2018, it has effect from Saturday 13 October (Sheffield)")
    func golden() throws {
        let round = try RecordedRound()
        try round.write()
        round.fund.setTime("2018-10-08T09:00")
        let publication = try round.publish()
        #expect("\(publication.publishedOn)" == "2018-10-08")
        #expect("\(publication.effectiveOn)" == "2018-10-13")
        let kept = "decidedOn || ' ' || publishedOn || ' ' || effectiveOn"
        #expect(
            try round.fund.value("SELECT \(kept) FROM awardPublication")
                == "2018-10-04 2018-10-08 2018-10-13")
        #expect(try round.status() == .published)
        #expect(try round.pay() == "decision-not-in-effect")
        round.fund.setTime("2018-10-12T23:59")
        #expect(try round.pay() == "decision-not-in-effect")
        round.fund.setTime("2018-10-13T00:00")
        #expect(try round.status() == .inEffect)
        #expect(try round.pay() == nil)
        #expect(
            try round.fund.value("SELECT effectiveOn || ' ' || approvedOn FROM paymentRun")
                == "2018-10-13 2018-10-13")
    }

    @Test("the public sees nothing before the day of publication, and everything from then on")
    func visibility() throws {
        let round = try RecordedRound(decided: false)
        let reports = round.fund.services.reports
        func hidden() throws -> Bool {
            let report = problem { _ = try reports.publicDecision("round-1") }
            return try reports.publicDecisions().isEmpty && report?.code == "decision-not-public"
                && report?.kind == .notFound
        }
        #expect(try hidden())
        #expect(try reports.decision(of: "round-1", as: TestFund.operator) == nil)
        _ = try round.fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Best fit", as: round.fund.person("decider"))
        try round.write()
        #expect(try hidden() && round.status() == .made)
        // A day to come: Friday 12 October.
        let publication = try round.publish("2018-10-12")
        #expect("\(publication.effectiveOn)" == "2018-10-19")
        #expect(try hidden() && round.status() == .scheduled)
        #expect(problem { try round.callIn() }?.code == "decision-unpublished")
        #expect(try round.pay() == "decision-unpublished")
        round.fund.setTime("2018-10-12T00:00")
        let shown = try reports.publicDecision("round-1").json
        #expect(shown["status"]?.string == "published" && shown["reason"]?.string == "Best fit")
        #expect(shown["recommendation"]?.string == RecordedRound.record.recommendation)
        #expect(shown["alternatives"]?.string == RecordedRound.record.alternatives)
        #expect(shown["decidedBy"]?.string == "Decision Maker One")
        #expect(
            shown["awards"]?.array?.compactMap { $0["organisation"]?.string } == [
                "Group 1 of round-1", "Group 2 of round-1", "Group 3 of round-1",
            ])
        // Nobody who wrote for a group, and no address of anybody.
        #expect(!shown.text.contains("Sam Example") && !shown.text.contains("@"))
        // A round that there is not is told from one that is not published by nobody.
        let unknown = problem { _ = try reports.publicDecision("round-9") }
        #expect(unknown?.code == "decision-not-public")
    }

    @Test("the record is written first, can be rewritten until it is published, and then stays")
    func frozen() throws {
        let round = try RecordedRound()
        #expect(problem { try round.publish() }?.code == "decision-unwritten")
        let empty = problem {
            try round.write(DecisionRecord(recommendation: "A", outcomes: " ", alternatives: ""))
        }
        #expect(empty?.fields.map(\.place) == ["outcomes", "alternatives"])
        #expect(problem { try round.write(as: "officer") }?.code == "role-missing")
        try round.write(
            DecisionRecord(recommendation: "First", outcomes: "First", alternatives: "First"))
        try round.write()
        try round.write()
        #expect(try round.fund.value("SELECT count(*) FROM awardDecisionRecord") == "2")
        #expect(problem { try round.correct("x") }?.code == "decision-unpublished")
        try round.publish(as: "officer")
        #expect(problem { try round.write() }?.code == "decision-published")
        #expect(problem { try round.publish() }?.code == "decision-published")
        try round.correct("The second group is called Elm Road.")
        let shown = try round.fund.services.reports.publicDecision("round-1").json
        #expect(
            shown["corrections"]?.array?.first?["text"]?.string
                == "The second group is called Elm Road.")
        for sql in [
            "INSERT INTO awardDecisionRecord VALUES (1, 3, 'a', 'b', 'c', 1, 1);",
            "UPDATE awardDecisionRecord SET recommendation = 'x';",
            "DELETE FROM awardDecisionRecord;",
            "INSERT OR REPLACE INTO awardDecisionRecord VALUES (1, 2, 'a', 'b', 'c', 1, 1);",
            "UPDATE awardPublication SET effectiveOn = '2018-10-05';",
            "UPDATE awardDecisionCorrection SET text = 'x';", "DELETE FROM awardPublication;",
        ] { #expect(try round.refusedByRule(sql) != nil, "\(sql)") }
    }

    @Test("a day of publication that is past, far away or in an unknown year is refused")
    func days() throws {
        let round = try RecordedRound()
        try round.write()
        for (day, code) in [("2018-10-03", "date-too-early"), ("2019-10-06", "date-too-late")] {
            let report = problem { try round.publish(day) }
            #expect(report?.fields.first?.code == code, "\(day)")
            #expect(report?.fields.first?.place == "on")
        }
        let other = try TestFund.unknownYear()
        #expect(other?.code == "bank-holidays-unknown" && other?.arguments["year"] == "2018")
        #expect(try round.status() == .made)
    }

    @Test("the schema refuses a decision that has effect before it is published")
    func constraints() throws {
        let round = try RecordedRound()
        try round.write()
        func publication(
            decided: String = "2018-10-04", recorded: String = "2018-10-08",
            published: String = "2018-10-08", effective: String, record: Int = 1
        ) -> String {
            """
            INSERT INTO awardPublication VALUES (1, \(record), '\(decided)', '\(recorded)',
              '\(published)', 5, 1, '\(effective)', 1, 1);
            """
        }
        for (sql, code) in [
            (publication(effective: "2018-10-07"), "decision-effective-early"),
            (publication(effective: "2018-10-08"), "decision-effective-early"),
            (
                publication(published: "2018-10-07", effective: "2018-10-13"),
                "decision-published-early"
            ),
            (
                publication(recorded: "2018-10-03", effective: "2018-10-13"),
                "decision-published-early"
            ),
            (
                publication(decided: "2018-10-01", effective: "2018-10-13"),
                "decision-record-stands"
            ), (publication(effective: "2018-10-13", record: 2), "decision-record-stands"),
        ] {
            #expect(try round.refusedByRule(sql)?.contains(code) == true, "\(sql)")
        }
        round.fund.setTime("2018-10-08T09:00")
        try round.publish()
        func callIn(_ day: String, effective: String = "2018-10-13") -> String {
            """
            INSERT INTO awardCallIn VALUES (1, '2018-10-08', '\(effective)', '\(day)', NULL, 'Why',
              1, 1);
            """
        }
        for (sql, code) in [
            (callIn("2018-10-07"), "call-in-too-early"), (callIn("2018-10-13"), "call-in-too-late"),
            (callIn("2018-10-14", effective: "2018-10-20"), "decision-publication-stands"),
        ] { #expect(try round.refusedByRule(sql)?.contains(code) == true, "\(sql)") }
        round.fund.setTime("2018-10-09T09:00")
        try round.callIn()
        func outcome(_ verdict: String, _ ended: String, _ effective: String?) -> String {
            """
            INSERT INTO awardCallInOutcome VALUES (1, '\(verdict)', '2018-10-09', '\(ended)',
              \(effective.map { "'\($0)'" } ?? "NULL"), 'Why', 1, 1);
            """
        }
        for (sql, code) in [
            (outcome("upheld", "2018-10-08", "2018-10-13"), "call-in-stands"),
            (outcome("upheld", "2018-10-10", "2018-10-09"), "decision-effective-early"),
            (outcome("upheld", "2018-10-10", nil), "decision-returned-without-effect"),
            (outcome("returned", "2018-10-10", "2018-10-13"), "decision-returned-without-effect"),
        ] { #expect(try round.refusedByRule(sql)?.contains(code) == true, "\(sql)") }
    }
}

@Suite("A decision that is called in pays nobody until it is upheld")
struct CallInTests {
    @Test("called in, it is suspended past its day; upheld, it has effect from the day given")
    func upheld() throws {
        let round = try RecordedRound()
        try round.write()
        round.fund.setTime("2018-10-08T09:00")
        try round.publish()
        #expect(problem { try round.end(.upheld) }?.code == "decision-not-called-in")
        #expect(problem { try round.callIn(" ") }?.fields.map(\.place) == ["reason"])
        round.fund.setTime("2018-10-12T23:00")
        try round.callIn()
        #expect(problem { try round.callIn() }?.code == "decision-called-in-before")
        round.fund.setTime("2018-10-20T09:00")
        #expect(try round.status() == .calledIn)
        #expect(try round.pay() == "decision-called-in")
        let early = problem { try round.end(.upheld, on: "2018-10-19") }
        #expect(early?.fields.map(\.code) == ["date-too-early"])
        #expect(
            problem { try round.end(.returned, on: "2018-10-22") }?.fields.map(\.code)
                == ["date-of-returned"])
        try round.end(.upheld, on: "2018-10-22")
        #expect(problem { try round.end(.returned) }?.code == "decision-settled-upheld")
        #expect(try round.status() == .upheld)
        #expect(try round.pay() == "decision-not-in-effect")
        round.fund.setTime("2018-10-22T00:00")
        #expect(try round.status() == .inEffect)
        #expect(problem { try round.callIn() }?.code == "decision-called-in-before")
        #expect(try round.pay() == nil)
        let shown = try round.fund.services.reports.publicDecision("round-1").json
        #expect(shown["callIn"]?["by"]?.string == "Scrutiny committee")
        #expect(shown["callIn"]?["outcome"]?["verdict"]?.string == "upheld")
        #expect(shown["effectiveOn"]?.string == "2018-10-22")
    }

    @Test("upheld without a day it has effect at once, even before it would have without a call-in")
    func atOnce() throws {
        let round = try RecordedRound()
        try round.write()
        try round.publish()
        try round.callIn()
        try round.end(.upheld)
        #expect(try round.status() == .inEffect)
        #expect(try round.pay() == nil)
    }

    @Test("sent back, it never pays, whatever day it is")
    func returned() throws {
        let round = try RecordedRound()
        try round.write()
        try round.publish()
        try round.callIn()
        try round.end(.returned)
        round.fund.setTime("2019-03-01T09:00")
        #expect(try round.status() == .returned)
        #expect(try round.pay() == "decision-returned")
        let shown = try round.fund.services.reports.publicDecision("round-1").json
        #expect(shown["status"]?.string == "returned")
        if case .null? = shown["effectiveOn"] {} else { Issue.record("it has a day of effect") }
    }

    @Test("once it has effect it cannot be called in")
    func late() throws {
        let round = try RecordedRound()
        try round.write()
        round.fund.setTime("2018-10-08T09:00")
        try round.publish()
        round.fund.setTime("2018-10-13T00:00")
        #expect(problem { try round.callIn() }?.code == "decision-in-effect")
    }

    @Test("the schema pays nothing before the effect, whoever asks it to")
    func payments() throws {
        let round = try RecordedRound()
        try round.write()
        round.fund.setTime("2018-10-08T09:00")
        try round.publish()
        #expect(try round.pay() == "decision-not-in-effect")
        #expect(try round.fund.value("SELECT sum(awaitsEffect) FROM paymentAward") == "3")
        func run(_ effective: String, item: Bool) -> String {
            """
            INSERT INTO paymentRun VALUES (1, 1, 'CFR18-0001-A', \(Self.finance), 1, '2018-10-12',
              1, 100000, 'x', NULL, \(effective), NULL, NULL, 0, NULL, NULL);
            \(item
                ? """
                INSERT INTO paymentRunItem
                SELECT paymentInstalment.id, 1, amountPence, \(Self.finance), decidedById, NULL
                FROM paymentInstalment JOIN paymentAward USING (awardId) LIMIT 1;
                """ : "")
            """
        }
        for sql in [
            run("'2018-10-13'", item: false), run("NULL", item: true),
            "UPDATE paymentAward SET awaitsEffect = 0;",
        ] {
            let refused = try round.refusedByRule(sql)
            #expect(refused != nil, "\(sql)")
            if sql.contains("paymentRun") {
                #expect(refused?.contains("payment-before-effect") == true, "\(refused ?? "")")
            }
        }
        round.fund.setTime("2018-10-13T09:00")
        #expect(try round.pay() == nil)
        #expect(try round.refusedByRule("UPDATE paymentRun SET effectiveOn = NULL;") != nil)
    }

    @Test("whatever is done in whatever order, it pays exactly when the decision has effect")
    func anyOrder() throws {
        var paidCount = 0
        for seed in 1...6 {
            var random = Seeded(seed)
            let round = try RecordedRound()
            var today = try #require(LocalDate("2018-10-04"))
            var (published, effective): (LocalDate?, LocalDate?)
            var (isCalledIn, isEnded, isPaid) = (false, false, false)
            for step in 1...30 where !isPaid {
                let what = "seed \(seed), step \(step), \(today)"
                switch Int.random(in: 0...6, using: &random) {
                case 0: _ = problem { try round.write() }
                case 1:
                    let day = today.adding(days: Int64.random(in: -1...4, using: &random))
                    guard problem({ try round.publish("\(day)") }) == nil else { break }
                    #expect(published == nil && day >= today, "\(what)")
                    (published, effective) = (day, Self.dayOfEffect(day))
                case 2:
                    guard problem({ try round.callIn() }) == nil else { break }
                    #expect(
                        !isCalledIn && published.map { $0 <= today } == true
                            && effective.map { today < $0 } == true, "\(what)")
                    (isCalledIn, effective) = (true, nil)
                case 3:
                    let isUpheld = Int.random(in: 0...3, using: &random) > 0
                    let day = today.adding(days: Int64.random(in: 0...3, using: &random))
                    guard
                        problem({
                            try round.end(
                                isUpheld ? .upheld : .returned, on: isUpheld ? "\(day)" : nil)
                        }) == nil
                    else { break }
                    #expect(isCalledIn && !isEnded, "\(what)")
                    (isEnded, effective) = (true, isUpheld ? day : nil)
                default:
                    today = today.adding(days: Int64.random(in: 0...3, using: &random))
                    round.fund.setTime("\(today)T12:00")
                }
                let hasEffect = effective.map { $0 <= today } ?? false
                isPaid = try round.pay() == nil
                #expect(isPaid == hasEffect, "\(what)")
                #expect(try (round.status() == .inEffect) == hasEffect, "\(what)")
            }
            if isPaid { paidCount += 1 }
        }
        // Some are paid and some never are.
        #expect((1...5).contains(paidCount))
    }

    /// Counted on its own: five days from Monday to Friday. No bank holiday comes before Christmas.
    private static func dayOfEffect(_ published: LocalDate) -> LocalDate {
        var (day, left) = (published, 5)
        while left > 0 {
            // 2018-10-01 was a Monday.
            let weekday = (day.daysSince1970 - 17_805) % 7
            if weekday < 5 { left -= 1 }
            day = day.adding(days: 1)
        }
        return day
    }

    private static let finance = "(SELECT id FROM person WHERE email LIKE 'finance@%')"

    @Test("a round without the control keeps no record, and pays at once as it always did")
    func off() throws {
        let fund = try TestFund()
        _ = try fund.decidable([(100_000, nil)])
        func write() throws {
            try fund.workflows.writeRecord(
                RecordedRound.record, ofRound: "round-1", as: fund.person("decider"))
        }
        #expect(problem { try write() }?.code == "round-undecided")
        _ = try fund.workflows.propose(round: "round-1", as: fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Best fit", as: fund.person("decider"))
        #expect(problem { try write() }?.code == "decision-record-off")
        let proposal = try fund.services.reports.proposal(
            of: "round-1", number: nil, as: TestFund.operator)
        #expect(proposal.json["record"] == nil && proposal.json["decision"]?["reason"] != nil)
        _ = try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator)
        _ = try fund.workflows.approvePayments(
            round: "round-1", by: fund.papers(),
            limits: PaymentRules(),
            as: fund.person("finance"))
        #expect(try fund.value("SELECT ifnull(effectiveOn, '-') FROM paymentRun") == "-")
        #expect(try fund.services.reports.publicDecisions().isEmpty)
        let rules = try fund.services.configuration().rules
        #expect(rules["round-1"]?.controls.has(.callIn) == false)
        #expect(rules["round-2"]?.controls.has(.callIn) == true)
        #expect(rules["round-2"]?.callIn == .standard)
    }
}

extension RecordedRound {
    fileprivate func correct(_ text: String) throws {
        try fund.workflows.correctDecision(
            round: "round-1", text: text, as: fund.person("officer"))
    }
}

extension TestFund {
    /// What publishing says where the file of bank holidays lacks the year.
    fileprivate static func unknownYear() throws -> ProblemReport? {
        let round = try RecordedRound()
        try round.write()
        let holidays = BankHolidays([2019: []])
        return problem {
            _ = try round.fund.workflows.publishDecision(
                round: "round-1", on: nil, holidays: holidays, as: round.fund.person("decider"))
        }
    }

    @Test(
        "a decision that was sent back is decided anew, on the same awards, and the record shows both"
    )
    func anew() throws {
        let round = try RecordedRound()
        let (fund, decider) = (round.fund, try round.fund.person("decider2"))
        func anew(_ reason: String = "Said more about the third group.") throws {
            _ = try fund.workflows.decideAnew(round: "round-1", reason: reason, as: decider)
        }
        #expect(problem { try anew() }?.code == "decision-not-returned")
        try round.write()
        let first = try round.publish()
        try round.callIn()
        #expect(problem { try anew() }?.code == "decision-not-returned")
        try round.end(.returned)
        fund.setTime("2018-10-15T10:00")
        #expect(problem { try anew(" ") }?.fields.first?.code == "missing")
        // Other awards, or no return, and the schema refuses.
        let forced = """
            INSERT INTO awardDecision
              (roundId, proposalId, decidedById, decidedAt, decidedOn, reason, scoresRevision,
               applicationsRevision, ledgerEntryId, followsId)
            SELECT roundId, proposalId, decidedById, 1, decidedOn, 'x', scoresRevision,
              applicationsRevision, ledgerEntryId, % FROM awardDecision;
            """
        for follows in ["NULL", "id"] {
            #expect(
                try Command.sql(
                    fund.databasePath, forced.replacing("%", with: follows)
                ).errors.contains("decision-stands"))
        }
        try anew()
        #expect(problem { try anew() }?.code == "decision-not-returned")
        #expect(
            try fund.value("SELECT count(*) || ':' || max(number) FROM awardProposal;") == "2:2")
        #expect(try fund.value("SELECT count(*) FROM award;") == "3")
        // Until the new one is published, anybody reads what was sent back.
        let before = try fund.services.reports.publicDecision("round-1")
        #expect(before.status == .returned && before.former.isEmpty)
        #expect(
            problem {
                _ = try fund.workflows.approvePayments(
                    round: "round-1", by: fund.papers(), limits: PaymentRules(),
                    as: try fund.person("finance"))
            }?.code == "decision-unpublished")
        try round.write(as: "decider2")
        let second = try round.publish(as: "decider2")
        #expect(second.publishedOn > first.publishedOn && second.effectiveOn > first.effectiveOn)
        let after = try fund.services.reports.publicDecision("round-1")
        #expect(after.status == .published && after.former.map(\.status) == [.returned])
        #expect(after.standing.decision.reason == "Said more about the third group.")
        #expect(
            after.json.text.contains("Best fit") && after.json.text.contains("third group"))
        // It can be called in again, and sent back again.
        try round.callIn()
        try round.end(.returned)
        try anew("Third time.")
        #expect(try fund.services.reports.publicDecision("round-1").former.count == 1)
        #expect(
            try Command.sql(fund.databasePath, "DELETE FROM awardDecision;").errors.contains(
                "decision-stands"))
    }
}
