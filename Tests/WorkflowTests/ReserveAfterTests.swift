import Applications
import Awards
import Bootstrap
import Correspondence
import Foundation
import FundCore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("The reserve list: what comes after, and what is in its way")
struct ReserveAfterTests {
    @Test("who is told of an award from the list gives bank details, has returns, and can give up")
    func told() throws {
        let round = try ReservedRound(bank: true)
        let (fund, flow, first) = (round.fund, round.flow, round.first)
        let (officer, decider) = (try fund.person("officer"), try fund.person("decider"))
        // As if the group had sent it itself.
        let group = try fund.volunteer("applicant@example.org")
        let sent = try Command.sql(
            fund.databasePath,
            """
            DROP TRIGGER applicationStays;
            UPDATE application
            SET enteredById = (SELECT id FROM person WHERE email = 'applicant@example.org')
            WHERE reference = '\(first)';
            """)
        #expect(sent.errors.isEmpty, "\(sent.errors)")
        let configuration = try fund.services.configuration()
        let key = try BankKey(base64: BankKey.fresh(), setting: "S")
        try round.propose(first)
        try round.decide(first)
        func survey() throws { try flow.openSurvey(first, configuration, as: officer) }
        func waiting() throws -> Int {
            try flow.askReturns(round: "round-1", configuration, as: officer).waiting
        }
        func giveUp() throws -> Money {
            try flow.giveUpAward(first, reason: "Their cook has left.", as: decider)
        }
        func enter() -> String? {
            problem {
                _ = try flow.enterBankDetails(
                    of: first, try PaidRound.details(), paperReason: nil, key: key, tables: nil,
                    as: group)
            }?.code
        }
        #expect(problem { try survey() }?.code == "survey-too-early")
        #expect(problem { _ = try giveUp() }?.code == "give-up-untold")
        #expect(try waiting() == 3)
        #expect(enter() == "payee-no-award")
        try round.send()
        #expect(enter() == nil)
        #expect(try waiting() == 0)
        try survey()
        #expect(try giveUp() == Money(pence: 600_000))
    }

    @Test("what a complaint took from a group stands as it was told, until its letter has left")
    func complaint() throws {
        let round = try ReservedRound()
        let (fund, flow, first) = (round.fund, round.flow, round.first)
        try round.propose(first)
        try round.decide(first)
        try round.send()
        let id = try flow.receiveAppeal(
            first,
            AppealArrival(
                kind: .complaint, grounds: "They moved away.", cameBy: .letter,
                isFromGroup: false, lateReason: nil), as: try fund.person("officer2"))
        try flow.reviewAppeal(
            id, .upheld, reason: "They did.", as: try fund.person("officer2"))
        try flow.decideAppeal(
            id, .withdrawal, reason: "It cannot be used.", as: try fund.person("decider2"))
        func own() throws -> ApplicationOutcome {
            try fund.services.reports.ownApplication(
                first, as: try fund.volunteer("officer@example.org")
            ).outcome
        }
        #expect(try own() == .awarded)
        try round.send()
        #expect(try own() == .reserveEnded)
    }

    @Test("those on the list are looked for again once lists are newer; who left it is not")
    func screening() throws {
        let round = try ReservedRound(screening: true)
        let (fund, flow) = (round.fund, round.flow)
        let officer = try fund.person("officer")
        func run() throws -> Int {
            try flow.runScreening(round: "round-1", as: officer).applicationCount
        }
        fund.setTime("2027-03-01T10:00")
        try fund.importList(.ukSanctions, MadeUpLists.sanctions(day: "22-Feb-2027"))
        #expect(problem { try round.propose(round.first) }?.code == "screening-awards-barred")
        // Two that have money, and three on the list.
        #expect(try run() == 5)
        try round.propose(round.first)
        #expect(try round.decide(round.first).isMade)
        try flow.endListed(round.second, .withdrawn, reason: "They rang us.", as: officer)
        #expect(try run() == 4)
    }

    @Test("a decision maker ends an approved award that cannot be made; the record says so")
    func dropped() throws {
        let round = try ReservedRound(callIn: true)
        let (fund, flow, first) = (round.fund, round.flow, round.first)
        let officer = try fund.person("officer")
        func drop(
            _ number: Int64? = nil, reason: String = "The group has gone.",
            as who: String = "decider"
        ) throws {
            try flow.dropReserve(
                first, proposal: number.map { ReserveProposalID($0) }, reason: reason,
                as: try fund.person(who))
        }
        try round.propose(first)
        #expect(problem { try drop() }?.code == "reserve-nothing-proposed")
        try round.decide(first)
        #expect(problem { try drop(as: "officer") }?.kind == .forbidden)
        #expect(problem { try drop(reason: " ") }?.fields.map(\.code) == ["missing"])
        try drop()
        #expect(try round.state(first) == .listed)
        #expect(try round.list().free == Money(pence: 1_000_000))
        let shown = try fund.services.reports.publicDecision("round-1").reserve.first
        #expect(shown?.drop?.reason == "The group has gone." && shown?.madeOn == nil)
        #expect(shown?.json["endedOn"]?.string == "2027-01-25")
        #expect(
            try fund.value("SELECT count(*) FROM auditEntry WHERE action = 'reserve.drop'") == "1")
        // Nothing more comes of it, by the schema alone.
        for (sql, code) in [
            (
                """
                INSERT INTO awardReserveMaking (proposalId, effectiveOn, madeOn, madeById)
                VALUES (1, '2027-01-30', '2027-02-01', 1);
                """, "reserve-dropped"
            ),
            (
                """
                INSERT INTO awardReserveCallIn
                  (proposalId, effectiveOn, calledInOn, reason, recordedById, recordedAt)
                VALUES (1, '2027-01-30', '2027-01-25', 'Why', 1, 1);
                """, "call-in-stands"
            ),
            ("DELETE FROM awardReserveDrop;", "decision-stands"),
        ] {
            #expect(try round.refusedByRule(sql)?.contains(code) == true, "\(code)")
        }
        // Another is proposed, and decided on by whoever read that one.
        try round.propose(first)
        func decide(_ number: Int64) throws {
            _ = try flow.decideReserve(
                first, proposal: ReserveProposalID(number), .approved, reason: "Again",
                holidays: try round.holidays(), as: try fund.person("decider"))
        }
        let other = problem { try decide(1) }
        #expect(other?.code == "reserve-another-proposal" && other?.arguments["number"] == "2")
        try decide(2)
        #expect(problem { try drop(1) }?.code == "reserve-another-proposal")
        try flow.callInReserve(
            first, proposal: ReserveProposalID(2), by: nil, reason: "Why?", as: officer)
        #expect(problem { try drop(2) }?.code == "reserve-called-in")
        try flow.endReserveCallIn(
            first, proposal: ReserveProposalID(2), .upheld, reason: "It stands.",
            as: try fund.person("decider"))
        fund.setTime("2027-02-20T10:00")
        func make(_ number: Int64) throws -> Bool {
            try flow.makeReserveAward(first, proposal: ReserveProposalID(number), as: officer)
                .isMade
        }
        #expect(problem { _ = try make(1) }?.code == "reserve-another-proposal")
        #expect(try make(2))
        #expect(problem { try drop(2) }?.code == "reserve-awarded")
        let late = try round.refusedByRule(
            """
            INSERT INTO awardReserveDrop (proposalId, reason, droppedById, droppedOn, droppedAt)
            VALUES (2, 'Late', 1, '2027-02-20', 1);
            """)
        #expect(late?.contains("decision-stands") == true)
    }

    @Test("a round that opened before there was its letter proposes nothing from its list")
    func withoutLetter() throws {
        let round = try ReservedRound()
        let old = try round.fund.copy()
        let changed = try Command.sql(
            old.databasePath,
            """
            DROP TRIGGER roundConfigurationUnchanged;
            UPDATE roundConfiguration
            SET content = json_remove(content, '$.templates.en.reserveAward')
            WHERE section = 'letters' AND content LIKE '%"reserveAward"%';
            """)
        #expect(changed.errors.isEmpty)
        let refused = problem {
            _ = try old.workflows.proposeReserve(
                round.first, amount: nil, orderReason: nil, as: try old.person("officer"))
        }
        #expect(refused?.code == "letter-kind-missing")
        #expect(try old.value("SELECT count(*) FROM awardReserveProposal") == "0")
        try round.propose(round.first)
    }

    @Test("the list ends once the decision has effect and everybody on it was told that")
    func untold() throws {
        let round = try ReservedRound(callIn: true)
        let officer = try round.fund.person("officer")
        func close() throws -> Int {
            try round.flow.closeReserve(round: "round-1", reason: "Over.", as: officer)
        }
        round.fund.setTime("2027-01-18T10:00")
        #expect(problem { _ = try close() }?.code == "decision-not-in-effect")
        round.fund.setTime("2027-01-25T10:00")
        let refused = problem { _ = try close() }
        #expect(refused?.code == "reserve-untold")
        #expect(
            refused?.arguments["references"]
                == [round.first, round.second, round.third].joined(separator: ", "))
        #expect(
            try round.fund.value("SELECT count(*) FROM letter WHERE kind = 'reserveEnd'") == "0")
        try round.send()
        #expect(try close() == 3)
    }

    @Test("a letter that tells what is no longer so is not corrected")
    func corrected() throws {
        let round = try ReservedRound()
        let officer = try round.fund.person("officer")
        func correct() throws -> LetterKind {
            try round.flow.correctLetter(
                to: round.first, LetterCorrection(reason: "The name"), as: officer)
        }
        try round.send()
        try round.propose(round.first)
        try round.decide(round.first)
        #expect(problem { _ = try correct() }?.code == "letter-reserve-unsent")
        #expect(
            try round.fund.value("SELECT count(*) FROM letter WHERE replacesId IS NOT NULL")
                == "0")
        try round.send()
        #expect(try correct() == .reserveAward)
    }

    @Test("who has an interest in the round as a panel member does nothing about its list")
    func interested() throws {
        let round = try ReservedRound(callIn: true)
        let (fund, flow) = (round.fund, round.flow)
        // As if they had been on the panel, and had said so.
        let drop = try fund.value(
            """
            SELECT group_concat('DROP TRIGGER ' || name || ';', ' ') FROM sqlite_schema
            WHERE type = 'trigger' AND tbl_name IN ('assessmentPanelMember', 'assessmentConflict');
            """)
        let kept = try Command.sql(
            fund.databasePath,
            """
            \(drop)
            INSERT INTO assessmentPanelMember (roundId, personId, addedAt, addedById)
            SELECT roundId, person.id, 1, person.id FROM application, person
            WHERE application.reference = '\(round.declined)'
              AND email = 'decider2@example.org';
            INSERT INTO assessmentConflict (applicationId, memberId, roundId)
            SELECT application.id, person.id, roundId FROM application, person
            WHERE application.reference = '\(round.declined)'
              AND email = 'decider2@example.org';
            """)
        #expect(kept.errors.isEmpty, "\(kept.errors)")
        #expect(try fund.value("SELECT count(*) FROM assessmentConflict") == "1")
        let mine = try fund.person("decider2")
        try round.propose(round.first)
        try round.decide(round.first)
        func refuses(_ what: String, _ work: () throws -> Void) {
            let code = problem(work)?.code
            #expect(code == "decider-interested", "\(what)")
        }
        refuses("call-in") {
            try flow.callInReserve(round.first, by: nil, reason: "Why?", as: mine)
        }
        refuses("drop") { try flow.dropReserve(round.first, reason: "No.", as: mine) }
        fund.setTime("2027-02-20T10:00")
        refuses("award") { _ = try flow.makeReserveAward(round.first, as: mine) }
        refuses("removal") {
            try flow.endListed(round.second, .barred, reason: "No.", as: mine)
        }
        refuses("closing") {
            _ = try flow.closeReserve(round: "round-1", reason: "Over.", as: mine)
        }
        #expect(
            try flow.makeReserveAward(round.first, as: try fund.person("officer")).isMade)
    }
}
