import Applications
import Awards
import Bootstrap
import Correspondence
import FundCore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("The reserve list, and awards from it")
struct ReserveTests {
    @Test("what was not funded stands under its own name; its status stays what it was")
    func names() throws {
        let round = try ReservedRound()
        var rows: [String: (status: String?, outcome: String?)] = [:]
        try round.fund.services.reports.applications(
            of: "round-1", status: .declined, after: nil, limit: nil,
            as: try round.fund.person("officer")
        ) {
            let row = Listing.applications.json($0)
            rows[row["reference"]?.string ?? ""] = (
                row["status"]?.string, row["outcome"]?.string
            )
        }
        #expect(rows.count == 5)
        #expect(rows.values.allSatisfy { $0.status == "declined" })
        #expect(rows[round.first]?.outcome == "reserve")
        #expect(rows[round.putOff]?.outcome == "defer")
        #expect(rows[round.declined]?.outcome == "declined")
        let counts = try round.fund.services.reports.overview(
            of: "round-1", as: try round.fund.person("officer")
        ).counts
        #expect(counts[.awarded] == 2 && counts[.reserve] == 3)
        #expect(counts[.defer] == 1 && counts[.declined] == 1)
        // A look through the list finds each by its name.
        for (outcome, count) in [
            (ApplicationOutcome.reserve, 3), (.defer, 1), (.declined, 1), (.reserveEnded, 0),
        ] {
            var found = 0
            try round.fund.services.reports.search(
                of: "round-1",
                ApplicationSearch(
                    status: nil, outcome: outcome, words: "", order: .arrival,
                    isDescending: false, after: nil), limit: nil,
                as: try round.fund.person("officer")
            ) { _ in found += 1 }
            #expect(found == count, "\(outcome)")
        }
    }

    @Test("the first in order is given what is free, by two people, with a letter of its own")
    func inOrder() throws {
        let round = try ReservedRound()
        let list = try round.list()
        #expect(list.free == Money(pence: 1_000_000) && list.closing == nil)
        #expect(list.entries.map(\.place) == [1, 2, 3, nil])
        #expect(
            list.entries.map { "\($0.listed.reference)" }
                == [round.first, round.second, round.third, round.putOff])
        #expect(problem { try round.propose(round.second) }?.code == "reserve-out-of-order")
        #expect(
            problem { try round.propose(round.first, order: "Now") }?.code
                == "reserve-order-unneeded")
        #expect(problem { try round.propose(round.first, 299_999) }?.code == "reserve-amount")
        #expect(problem { try round.propose(round.first, 600_001) }?.code == "reserve-amount")
        #expect(problem { try round.propose(round.putOff) }?.code == "reserve-not-listed")
        #expect(problem { try round.propose(round.declined) }?.code == "reserve-not-listed")
        #expect(problem { try round.decide(round.first) }?.code == "reserve-nothing-proposed")
        try round.propose(round.first)
        #expect(problem { try round.propose(round.first) }?.code == "reserve-under-way")
        let waiting = try round.fund.services.reports.home(
            as: try round.fund.volunteer("decider@example.org"))
        #expect(waiting.rounds.flatMap(\.waiting).contains(.reserveDecisions(1)))
        let decided = try round.decide(round.first)
        #expect(decided.isMade && decided.amount == Money(pence: 600_000))
        #expect(try round.state(round.first) == .awarded)
        #expect(try round.list().free == Money(pence: 400_000))
        #expect(try round.fund.value("SELECT awardedPence FROM awardRound;") == "2600000")
        // What had not left would tell what is no longer so.
        #expect(
            try round.fund.value(
                """
                SELECT group_concat(kind || ' ' || letter.status, ', ') FROM letter
                JOIN application ON application.id = applicationId
                WHERE application.reference = '\(round.first)' AND kind <> 'receipt';
                """) == "decline withdrawn, reserveAward queued")
        let letters = try round.fund.letters(of: round.first).joined()
        #expect(letters.contains("was on its reserve list") && letters.contains("£6,000"))
        // Never twice.
        #expect(problem { try round.propose(round.first) }?.code == "reserve-awarded")
        // £4,000 is too little for the second, and enough for the third, who comes after it.
        #expect(problem { try round.propose(round.second) }?.code == "reserve-over-left")
        try round.propose(round.third, order: "The one before needs more than there is")
        try round.decide(round.third)
        #expect(try round.list().free == Money(pence: 200_000))
        // It is paid like any other, and not by whoever decided.
        let scheduled = try round.flow.schedulePayments(
            round: "round-1", as: try round.fund.person("finance"))
        #expect(scheduled.count == 4)
        #expect(
            try round.fund.value(
                "SELECT count(*) FROM paymentAward WHERE awardId IN "
                    + "(SELECT id FROM award WHERE reserveProposalId IS NOT NULL);") == "2")
    }

    @Test("of a part that is left, the group gets what it could work with")
    func part() throws {
        let round = try ReservedRound()
        try round.propose(round.second, order: "It begins first")
        try round.decide(round.second)
        // £5,000 is left; the first asked for £6,000 and could work with £3,000.
        try round.propose(round.first)
        let decided = try round.decide(round.first)
        #expect(decided.amount == Money(pence: 500_000))
        let letter = try round.fund.letters(of: round.first).joined()
        #expect(letter.contains("this is part of the amount"))
        #expect(
            try round.fund.value(
                "SELECT orderReason FROM awardReserveProposal ORDER BY id LIMIT 1;")
                == "It begins first")
    }

    @Test("a letter that has left stays; the new one says that it takes its place")
    func told() throws {
        let round = try ReservedRound()
        try round.send()
        let before = try round.fund.letters(of: round.first).joined()
        #expect(before.contains("Yours is on its reserve list"))
        #expect(before.contains("We cannot promise that."))
        #expect(try round.fund.letters(of: round.declined).joined().contains("no further in this"))
        try round.propose(round.first)
        try round.decide(round.first)
        try round.send()
        let kinds = try round.fund.value(
            """
            SELECT group_concat(kind || ' ' || letter.status, ', ') FROM letter
            JOIN application ON application.id = applicationId
            WHERE application.reference = '\(round.first)' AND kind <> 'receipt';
            """)
        #expect(kinds == "decline sent, reserveAward sent")
        // Conditions of the award are said in its letter, and only until that has left.
        #expect(
            problem {
                try round.flow.stateConditions(
                    "None.", of: round.first, as: try round.fund.person("officer"))
            }?.code == "feedback-too-late")
    }

    @Test("its letter waits at the gate, where it says what comes with the money")
    func gate() throws {
        let round = try ReservedRound(gate: true)
        let officer = try round.fund.person("officer")
        func pass() throws {
            _ = try round.flow.passLetterGate(round: "round-1", as: officer)
        }
        func release() throws -> Int {
            try round.flow.releaseGatedLetters(round: "round-1", embargo: nil, as: officer).count
        }
        for reference in round.references.dropFirst(2) {
            _ = try round.flow.releaseFeedback("Come again.", to: reference, as: officer)
        }
        _ = try round.flow.stateNoConditions(round: "round-1", as: officer)
        try pass()
        #expect(try release() == 7)
        try round.send()
        try round.propose(round.first)
        try round.decide(round.first)
        #expect(problem { try pass() }?.code == "letter-gate-incomplete")
        try round.flow.stateConditions("A plan by June.", of: round.first, as: officer)
        try pass()
        #expect(try release() == 1)
        try round.send()
        #expect(try round.fund.letters(of: round.first).joined().contains("A plan by June."))
        // A correction is of the letter that left last.
        let corrected = try round.flow.correctLetter(
            to: round.first, LetterCorrection(reason: "The name"), as: officer)
        #expect(corrected == .reserveAward)
    }

    @Test("whoever proposed does not decide, nor who scored or has an interest; also by SQL")
    func twoPeople() throws {
        let round = try ReservedRound()
        try round.propose(round.first, as: "decider2")
        #expect(
            problem { try round.decide(round.first, as: "decider2") }?.code
                == "reserve-decider-proposed")
        #expect(problem { try round.decide(round.first, as: "officer") }?.kind == .forbidden)
        let insert = """
            INSERT INTO awardReserveDecision (proposalId, verdict, reason, proposedById,
              decidedById, decidedAt, decidedOn, effectiveOn)
            SELECT 1, 'approved', 'Mine', proposedById,
              (SELECT id FROM person WHERE email = '%@example.org'), 1, '2027-01-15', '2027-01-15'
            FROM awardReserveProposal WHERE id = 1;
            """
        for (person, code) in [
            ("decider2", "reserve-decider-proposed"), ("p1", "decider-scored"),
        ] {
            #expect(
                try round.refusedByRule(insert.replacing("%", with: person))?.contains(code)
                    == true, "\(person)")
        }
        try round.decide(round.first, .refused)
        #expect(try round.state(round.first) == .listed)
        try round.propose(round.first)
        #expect(try round.decide(round.first).isMade)
    }

    @Test("the schema gives no money out of order, twice, above what is left, or to others")
    func schema() throws {
        let round = try ReservedRound()
        func propose(_ reference: String, _ pence: Int64) -> String {
            """
            INSERT INTO awardReserveProposal
              (roundId, applicationId, amountPence, proposedById, proposedAt)
            SELECT roundId, id, \(pence),
              (SELECT id FROM person WHERE email = 'officer@example.org'), 1
            FROM application WHERE reference = '\(reference)';
            """
        }
        func approve(_ number: Int) -> String {
            """
            INSERT INTO awardReserveDecision (proposalId, verdict, reason, proposedById,
              decidedById, decidedAt, decidedOn, effectiveOn)
            SELECT id, 'approved', 'Yes', proposedById,
              (SELECT id FROM person WHERE email = 'decider@example.org'), 1, '2027-01-15',
              '2027-01-15'
            FROM awardReserveProposal WHERE id = \(number);
            """
        }
        func isRefused(_ sql: String, _ code: String) throws {
            #expect(try round.refusedByRule(sql)?.contains(code) == true, "\(code)")
        }
        try isRefused(propose(round.putOff, 300_000), "reserve-not-listed")
        try isRefused(propose(round.references[0], 300_000), "reserve-not-listed")
        try isRefused(propose(round.first, 299_999), "reserve-amount")
        // Out of order without a reason: it can be proposed, and not be approved.
        #expect(try round.refusedByRule(propose(round.second, 500_000)) == nil)
        try isRefused(propose(round.second, 500_000), "reserve-under-way")
        try isRefused(approve(1), "reserve-out-of-order")
        #expect(try round.refusedByRule(propose(round.first, 600_000)) == nil)
        #expect(try round.refusedByRule(approve(2)) == nil)
        // What is approved and not made yet is spoken for: £4,000 is left.
        try isRefused(approve(1), "reserve-over-left")
        // Whom due diligence keeps from it is passed by, as long as that is kept before the decision.
        #expect(try round.refusedByRule(propose(round.third, 200_000)) == nil)
        try isRefused(approve(3), "reserve-out-of-order")
        let skip = """
            INSERT INTO awardReserveSkip (proposalId, applicationId)
            SELECT 3, id FROM application WHERE reference = '%';
            """
        #expect(try round.refusedByRule(skip.replacing("%", with: round.second)) == nil)
        #expect(try round.refusedByRule(approve(3)) == nil)
        try isRefused(skip.replacing("%", with: round.first), "proposal-frozen")
        try isRefused(
            "UPDATE awardReserveProposal SET amountPence = 1;", "proposal-frozen")
        try isRefused("DELETE FROM awardListed;", "decision-stands")
        // No award without the decision, nor for another amount.
        try isRefused(
            """
            INSERT INTO award (roundId, applicationId, reference, decisionId, amountPence,
              isPartial, reservationId, reserveProposalId)
            SELECT roundId, applicationId, reference, (SELECT id FROM awardDecision), 600000, 0,
              (SELECT max(id) FROM ledgerEntry), 2
            FROM awardListed WHERE reference = '\(round.first)';
            """, "award-not-proposed")
        try isRefused(
            """
            INSERT INTO applicationRedecision
              (applicationId, fromStatus, toStatus, at, reserveProposalId)
            SELECT id, 'declined', 'awarded', 1, 2 FROM application
            WHERE reference = '\(round.declined)';
            """, "reserve-not-listed")
        try isRefused(
            """
            INSERT INTO awardReserveMaking (proposalId, effectiveOn, madeOn, madeById)
            VALUES (2, '2027-01-15', '2027-01-14', 1);
            """, "reserve-not-in-effect")
    }

    @Test("where decisions can be called in, the award waits for its own to have effect")
    func calledIn() throws {
        let round = try ReservedRound(callIn: true)
        let officer = try round.fund.person("officer")
        func callIn() throws {
            try round.flow.callInReserve(
                round.first, by: "Scrutiny committee", reason: "Say more.", as: officer)
        }
        func settle(_ verdict: CallInVerdict) throws {
            try round.flow.endReserveCallIn(
                round.first, verdict, reason: "It was looked at.",
                as: try round.fund.person("decider"))
        }
        func make() throws -> Bool {
            try round.flow.makeReserveAward(round.first, as: officer).isMade
        }
        try round.propose(round.first)
        #expect(problem { try callIn() }?.code == "reserve-nothing-proposed")
        // Monday 25 January and five working days: from Saturday the 30th.
        let decided = try round.decide(round.first)
        #expect(!decided.isMade && "\(decided.effectiveOn?.description ?? "")" == "2027-01-30")
        #expect(try round.list().free == Money(pence: 400_000))
        #expect(try round.list().left == Money(pence: 1_000_000))
        #expect(problem { _ = try make() }?.code == "reserve-not-in-effect")
        #expect(problem { try settle(.upheld) }?.code == "reserve-not-called-in")
        let record = try round.fund.services.reports.publicDecision("round-1")
        #expect(record.reserve.map(\.reference) == [round.first] && record.awards.count == 2)
        try callIn()
        #expect(problem { try callIn() }?.code == "reserve-called-in")
        #expect(try round.state(round.first) == .calledIn)
        round.fund.setTime("2027-02-01T10:00")
        #expect(problem { _ = try make() }?.code == "reserve-called-in")
        #expect(
            try round.refusedByRule(
                """
                INSERT INTO awardReserveMaking (proposalId, effectiveOn, madeOn, madeById)
                VALUES (1, '2027-01-30', '2027-02-01', 1);
                """)?.contains("reserve-called-in") == true)
        try settle(.returned)
        #expect(try round.state(round.first) == .listed)
        #expect(try round.list().free == Money(pence: 1_000_000))
        // Proposed and approved once more, and upheld.
        try round.propose(round.first)
        try round.decide(round.first)
        try callIn()
        try settle(.upheld)
        round.fund.setTime("2027-02-20T10:00")
        let waiting = try round.fund.services.reports.home(
            as: try round.fund.volunteer("officer@example.org"))
        #expect(waiting.rounds.flatMap(\.waiting).contains(.reserveAwards(1)))
        #expect(problem { try callIn() }?.code == "reserve-called-in")
        #expect(try make())
        let made = try round.fund.services.reports.publicDecision("round-1")
        #expect(made.awards.count == 3 && made.reserve.count == 2)
        #expect(made.awards.last?.reservedOn?.description == "2027-02-01")
        #expect(made.reserve.first?.callIn?.verdict == .returned)
    }

    @Test("nothing comes of the list before the round's own decision has effect")
    func beforeEffect() throws {
        let round = try ReservedRound(callIn: true)
        round.fund.setTime("2027-01-18T10:00")
        #expect(problem { try round.propose(round.first) }?.code == "decision-not-in-effect")
    }

    @Test("what needs an agreement is set aside, and offered once the group was told")
    func agreement() throws {
        let round = try ReservedRound(agreement: true)
        try round.propose(round.first)
        try round.decide(round.first)
        #expect(
            try round.fund.value(
                """
                SELECT pence FROM ledgerBalance JOIN ledgerAccount ON ledgerAccount.id = accountId
                WHERE kind = 'reserved';
                """) == "2600000")
        func own() throws -> ApplicationOutcome {
            try round.fund.services.reports.ownApplication(
                round.first, as: try round.fund.volunteer("officer@example.org")
            ).outcome
        }
        // No letter has told anything yet; then the one that stands does.
        #expect(try own() == .eligible)
        try round.send()
        #expect(try own() == .awarded)
    }

    @Test("the list ends for good, and each group that is still on it is told once")
    func closing() throws {
        let round = try ReservedRound()
        let officer = try round.fund.person("officer")
        try round.send()
        try round.flow.endListed(
            round.second, .withdrawn, reason: "They rang us.", as: officer)
        #expect(try round.state(round.second) == .ended)
        #expect(problem { try round.propose(round.second) }?.code == "reserve-not-listed")
        try round.propose(round.first)
        func close() throws -> Int {
            try round.flow.closeReserve(
                round: "round-1", reason: "The round is over.", as: officer)
        }
        #expect(problem { _ = try close() }?.code == "reserve-under-way")
        #expect(
            problem {
                try round.flow.endListed(round.first, .barred, reason: "No.", as: officer)
            }?.code == "reserve-under-way")
        try round.decide(round.first)
        #expect(try close() == 1)
        #expect(problem { _ = try close() }?.code == "reserve-closed")
        #expect(problem { try round.propose(round.third) }?.code == "reserve-closed")
        #expect(
            try round.fund.value(
                """
                SELECT group_concat(reference) FROM letter WHERE kind = 'reserveEnd'
                  AND releasedAt IS NOT NULL;
                """) == round.third)
        #expect(
            try round.fund.letters(of: round.third).joined().contains("The list has ended"))
        let counts = try round.fund.services.reports.overview(
            of: "round-1", as: officer
        ).counts
        #expect(counts[.reserveEnded] == 2 && counts[.reserve] ?? 0 == 0)
    }
}
