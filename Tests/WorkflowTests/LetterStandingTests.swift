import Applications
import Awards
import Bootstrap
import Correspondence
import FundCore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("What a letter says is what stands when it leaves")
struct LetterStandingTests {
    private static let callIn = (
        file: "Config/rounds.yaml", old: "secondRelease: true}",
        new: """
        secondRelease: true, callIn: true}
            callIn: {workingDays: 5, countPublicationDay: true}
        """
    )

    @discardableResult
    private func correct(
        _ reference: String, _ at: GatedFund, feedback: String? = nil
    ) throws -> LetterKind {
        try at.fund.workflows.correctLetter(
            to: reference,
            LetterCorrection(
                reason: "Another name", feedback: feedback.map { LetterWords(text: $0) }),
            as: at.officer)
    }

    private func hear(
        _ kind: AppealKind, about reference: String, _ consequence: AppealConsequence,
        _ at: GatedFund
    ) throws {
        let id = try at.fund.workflows.receiveAppeal(
            reference,
            AppealArrival(
                kind: kind, grounds: "You misread it.", cameBy: .letter,
                isFromGroup: kind == .appeal, lateReason: nil), as: at.second)
        try at.fund.workflows.reviewAppeal(id, .upheld, reason: "We did.", as: at.second)
        try at.fund.workflows.decideAppeal(
            id, consequence, reason: "It is put right.", as: at.fund.person("decider2"))
    }

    private func publish(_ at: GatedFund, on day: String? = nil) throws {
        let decider = try at.fund.person("decider")
        try at.fund.workflows.writeRecord(
            DecisionRecord(recommendation: "Three.", outcomes: "Good.", alternatives: "None."),
            ofRound: "round-1", as: decider)
        _ = try at.fund.workflows.publishDecision(
            round: "round-1", on: day.flatMap { LocalDate($0) },
            holidays: at.fund.services.configuration().bankHolidays, as: decider)
    }

    private func callIn(_ at: GatedFund) throws {
        try at.fund.workflows.callIn(
            round: "round-1", by: nil, reason: "Say more.", as: at.officer)
    }

    private func end(_ verdict: CallInVerdict, _ at: GatedFund) throws {
        try at.fund.workflows.endCallIn(
            round: "round-1", verdict, effectiveOn: nil, reason: "It was said.",
            as: at.fund.person("decider"))
    }

    @Test("once an appeal changed what a group gets, only the letter that says so is corrected")
    func overruled() throws {
        let at = try GatedFund()
        let (lost, won) = (at.references[0], at.declined)
        try at.decide()
        try at.complete()
        _ = try at.pass(as: at.officer)
        try at.release(as: at.second)
        _ = try at.send(as: at.officer)
        // Corrections that wait when the appeal is decided are taken back with it.
        #expect(try correct(lost, at) == .award)
        #expect(try correct(won, at) == .decline)
        #expect(try at.gate().letters.count == 2)
        try hear(.complaint, about: lost, .withdrawal, at)
        try hear(.appeal, about: won, .award(Money(pence: 500_000)), at)
        #expect(try at.gate().letters.isEmpty)
        for reference in [lost, won] {
            #expect(problem { try correct(reference, at) }?.code == "letter-outcome-unsent")
        }
        _ = try at.send(as: at.officer)
        #expect(
            problem { try correct(lost, at, feedback: "Come again.") }?.code
                == "letter-outcome-no-words")
        try at.fund.workflows.changeContact(
            of: lost, ContactChange(name: "Robin Example"), as: at.officer)
        #expect(try correct(lost, at) == .appealOutcome)
        #expect(try correct(won, at) == .appealOutcome)
        #expect(try at.gate().letters.isEmpty)
        let withdrawn = try at.fund.letters(of: lost).last ?? ""
        for text in ["Dear Robin Example", "The award is withdrawn", "\(lost)-appealOutcome-1"] {
            #expect(withdrawn.contains(text), "\(text)")
        }
        let awarded = try at.fund.letters(of: won).last ?? ""
        #expect(awarded.contains("We award your group £5,000.00"))
        let before = at.messages.count
        _ = try at.send(as: at.officer)
        #expect(at.messages.count == before + 2)
        #expect(!at.messages.dropFirst(before).contains { $0.contains("delighted to offer") })
        // Past the program as well.
        for kind in ["award", "decline"] {
            let outcome = try Command.sql(
                at.fund.databasePath,
                """
                INSERT INTO letter (roundId, applicationId, reference, kind, number, language, facts,
                  messageId, queuedAt, status, isGated, replacesId, correctionReason)
                SELECT roundId, applicationId, reference, kind, 9, language, facts, '<x>', 1,
                  'queued', 1, id, 'x' FROM letter
                WHERE number = 1 AND kind = '\(kind)' AND applicationId IN (
                  SELECT applicationId FROM letterOverruled);
                """)
            #expect(outcome.errors.contains("letter-overruled"), "\(outcome.errors)")
        }
        #expect(try at.sql("DELETE FROM letterOverruled;"))
    }

    @Test("called in, what was let go waits; upheld, it leaves")
    func calledIn() throws {
        let at = try GatedFund([Self.callIn])
        try at.decide()
        try at.complete()
        try publish(at)
        _ = try at.pass(as: at.officer)
        try at.release(as: at.second)
        let award = try at.fund.letters(of: at.references[0]).last ?? ""
        #expect(award.contains("Our decision takes effect once it has been published"))
        try callIn(at)
        #expect(try at.tryEverything() == 0)
        #expect(try at.send(as: at.officer).suspended == 4)
        let outcome = try Command.sql(
            at.fund.databasePath,
            """
            UPDATE letter SET status = 'sending', transport = 'smtp',
              recipientEmail = 'a@b.example', claimedAt = 5 WHERE kind = 'award';
            """)
        #expect(outcome.errors.contains("letter-held"), "\(outcome.errors)")
        #expect(try at.sql("DELETE FROM letterHold;"))
        try end(.upheld, at)
        #expect(try at.tryEverything() == 4)
    }

    @Test("sent back, nothing leaves before the decision made anew is public")
    func returned() throws {
        for wasLetGo in [true, false] {
            let at = try GatedFund([Self.callIn])
            func release() -> String? { problem { try at.release(as: at.second) }?.code }
            try at.decide()
            try at.complete()
            try publish(at)
            _ = try at.pass(as: at.officer)
            if wasLetGo { try at.release(as: at.second) }
            try callIn(at)
            if !wasLetGo { #expect(release() == "letter-decision-called-in") }
            try end(.returned, at)
            if !wasLetGo { #expect(release() == "letter-decision-returned") }
            _ = try at.fund.workflows.decideAnew(
                round: "round-1", reason: "Said more.", as: at.fund.person("decider"))
            if !wasLetGo { #expect(release() == "decision-unpublished") }
            #expect(try at.tryEverything() == 0)
            try publish(at, on: "2027-02-02")
            if !wasLetGo { #expect(release() == "decision-unpublished") }
            #expect(try at.tryEverything() == 0)
            at.fund.setTime("2027-02-02T00:00")
            if !wasLetGo { try at.release(as: at.second) }
            #expect(try at.tryEverything() == 4)
        }
    }

    @Test("a round without a gate holds its decision letters the same, and no other")
    func ungated() throws {
        let at = try GatedFund([
            (
                "Config/rounds.yaml", "{letterGate: true, secondRelease: true}",
                "{callIn: true}\n    callIn: {workingDays: 5, countPublicationDay: true}"
            )
        ])
        try at.decide()
        try publish(at)
        _ = try at.fund.workflows.releaseLetters(round: "round-1", as: at.officer)
        try callIn(at)
        #expect(problem { try at.release(as: at.officer) }?.code == "letter-decision-called-in")
        // That a complaint has come is told all the same.
        _ = try at.fund.workflows.receiveAppeal(
            at.declined,
            AppealArrival(
                kind: .complaint, grounds: "You were late.", cameBy: .letter, isFromGroup: true,
                lateReason: nil), as: at.second)
        let before = at.messages.count
        #expect(try at.send(as: at.officer).sent == 1)
        #expect(at.messages.count == before + 1)
        try end(.upheld, at)
        #expect(try at.send(as: at.officer).sent == 4)
    }

    @Test("feedback and conditions in one language alone are a gap of a letter in two")
    func translation() throws {
        let at = try GatedFund()
        let (award, decline) = (at.references[0], at.declined)
        for reference in [award, decline] {
            try at.fund.workflows.changeContact(
                of: reference, ContactChange(language: "ur"), as: at.officer)
        }
        try at.decide()
        try at.complete()
        func gaps(_ reference: String) throws -> [LetterGap]? {
            try at.gate().letters.first { "\($0.summary.reference)" == reference }?.gaps
        }
        #expect(try gaps(decline) == [.translation] && gaps(award) == [])
        #expect(problem { _ = try at.pass(as: at.officer) }?.code == "letter-gate-incomplete")
        try at.fund.workflows.releaseFeedback(
            "Come again.", english: "Come  again.", to: decline, as: at.officer)
        #expect(try gaps(decline) == [.translation])
        try at.fund.workflows.releaseFeedback(
            "دوبارہ درخواست دیں۔", english: "Apply again.", to: decline, as: at.officer)
        #expect(try gaps(decline) == [])
        try at.fund.workflows.stateConditions("A lease.", of: award, as: at.officer)
        #expect(try gaps(award) == [.translation])
    }
}
