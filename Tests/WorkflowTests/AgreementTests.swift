import Applications
import Awards
import Bootstrap
import Correspondence
import Foundation
import FundCore
import Payments
import Publishing
import Rounds
import TestSupport
import Testing
import Workflows

/// Takes every letter.
private struct Delivering: MailTransport {
    let name = "smtp"

    func deliver(_ message: MailMessage) -> DeliveryOutcome { .delivered }
}

/// A round of £30,000 with agreements that was decided: three groups have £9,000, £8,000 and £7,000,
/// and £6,000 is left. They were told by letter on 1 February 2027.
final class AgreedRound {
    static let edits = [
        (
            file: "Config/rounds.yaml", old: "controls: {}",
            new: """
            controls: {agreement: true}
                agreement:
                  acceptWithinDays: 28
                  lastsDays: 365
                  permittedCosts: [Rooms and food.]
                  conditions: [Receipts are kept.]
            """
        )
    ]

    let fund: TestFund
    let references: [String]

    init(
        told: Bool = true, offered: Bool = true, economic: Bool = false,
        edits: [(file: String, old: String, new: String)] = [],
        before: (TestFund, [String]) throws -> Void = { _, _ in }
    ) throws {
        fund = try TestFund(edits: Self.edits + edits)
        try fund.open()
        let group = try fund.person("applicant")
        var made: [String] = []
        for (place, pence) in [900_000, 800_000, 700_000].enumerated() {
            let json = try JSONReader.read(
                Array(
                    TestFund.application(
                        "Group \(place + 1)", pence: Int64(pence),
                        email: "group\(place + 1)@example.org"
                    ).utf8))
            made.append(
                try fund.workflows.submitApplication(
                    json, source: "Group", round: "round-1", late: nil, as: group
                ).reference.description)
        }
        references = made
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        for (place, reference) in references.enumerated() {
            try fund.score(reference, by: "p1", Int64(5 - place))
        }
        try before(fund, references)
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Best fit", as: try fund.person("decider"))
        fund.setTime("2027-02-01T10:00")
        guard told else { return }
        try send()
        guard offered else { return }
        for reference in references {
            try answer(reference, economic)
        }
        _ = try offer()
    }

    var flow: Workflows { fund.workflows }

    func send() throws {
        _ = try flow.sendLetters(
            round: "round-1",
            Sending(
                transport: Delivering(), directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: try fund.person("officer"))
    }

    func answer(_ reference: String, _ isEconomic: Bool) throws {
        try flow.answerSubsidy(
            reference, isEconomic: isEconomic, reason: "They sell nothing.",
            as: try fund.person("officer"))
    }

    func offer() throws -> OffersMade {
        try flow.offerAgreements(round: "round-1", as: try fund.person("officer"))
    }

    func report(_ reference: String) throws -> AgreementReport {
        try fund.services.reports.agreement(reference, as: TestFund.operator)
    }

    func agreement(_ reference: String) throws -> Agreement { try report(reference).agreement }

    func signing(
        _ reference: String, sha256: String? = nil, authorised: Bool = true,
        paper: AgreementSigning.Paper? = nil
    ) throws -> AgreementSigning {
        AgreementSigning(
            name: "Sam Example", role: "Chair", isAuthorised: authorised,
            sha256: try sha256 ?? agreement(reference).open?.sha256 ?? "", paper: paper)
    }

    func accept(_ reference: String, as person: String = "applicant") throws {
        try flow.acceptAgreement(
            reference, try signing(reference), as: try fund.person(person))
    }

    func vary(_ reference: String, _ pence: Int64, as person: String = "officer") throws {
        try flow.askVariation(
            reference, AgreementChange(amount: Money(pence: pence), reason: "Plans changed."),
            as: try fund.person(person))
    }

    func decide(_ reference: String, _ isApproved: Bool = true) throws {
        try flow.decideVariation(
            reference, isApproved: isApproved, reason: "As asked.",
            as: try fund.person("decider2"))
    }

    func schedule() throws -> PaymentsScheduled {
        try flow.schedulePayments(round: "round-1", as: try fund.person("finance"))
    }

    func pay() throws {
        _ = try schedule()
        _ = try flow.approvePayments(
            round: "round-1", by: try fund.papers(),
            limits: PaymentRules(), as: try fund.person("finance"))
    }

    /// What stands in `allotted`, `reserved`, `committed` and what the awards come to, in pence.
    func balances() throws -> String {
        try fund.value(
            """
            SELECT group_concat(pence, ' ') FROM (
              SELECT pence FROM ledgerBalance JOIN ledgerAccount ON ledgerAccount.id = accountId
              WHERE kind IN ('allotted', 'reserved', 'committed') ORDER BY kind);
            """) + " / " + fund.value("SELECT awardedPence FROM awardRound;")
    }

    func kept(_ reference: String) throws -> Money { try report(reference).award.kept }
}

private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

@Suite("Offers and agreements")
struct AgreementTests {
    @Test("offer and agreement say that bank details come next, where the round asks and has none")
    func bankDetailsNext() throws {
        let edits = [
            (
                file: "Config/rounds.yaml", old: "controls: {agreement: true}",
                new: "bank: {coolingOffDays: 5}\n"
                    + "    controls: {agreement: true, bankVerification: true}"
            )
        ]
        let round = try AgreedRound(edits: edits)
        let (first, second) = (round.references[0], round.references[1])
        let reports = round.fund.services.reports
        let next = "choose “Your bank details”"
        func last(_ reference: String) throws -> String {
            try #require(try round.fund.letters(of: reference).last)
        }
        #expect(try last(first).contains(next) && last(first).contains("Never send bank details"))
        #expect(
            try reports.agreement(first, as: round.fund.person("applicant")).wantsBankDetails)
        try round.accept(first)
        #expect(try last(first).contains("accepted the grant agreement"))
        #expect(try last(first).contains(next))
        #expect(try !last(first).contains("will be in touch with you about payment"))
        // Who has given them is not asked again.
        _ = try round.flow.enterBankDetails(
            of: second, try PaidRound.details(), paperReason: nil,
            key: try BankKey(base64: BankKey.fresh(), setting: "K"), tables: nil,
            as: try round.fund.person("applicant"))
        try round.accept(second)
        #expect(try !last(second).contains(next))
        #expect(try last(second).contains("will be in touch with you about payment"))
        #expect(
            try !reports.agreement(second, as: round.fund.person("applicant")).wantsBankDetails)
        // In the group's language too, and nowhere in a round that asks for none.
        let urdu = try AgreedRound(offered: false, edits: edits)
        try urdu.fund.workflows.changeContact(
            of: urdu.references[0], ContactChange(language: "ur"), if: .anything,
            as: try urdu.fund.person("officer"))
        try urdu.answer(urdu.references[0], false)
        _ = try urdu.offer()
        let letter = try #require(try urdu.fund.letters(of: urdu.references[0]).last)
        #expect(letter.contains("“آپ کی بینک تفصیلات”"))
        let plain = try AgreedRound()
        try plain.accept(plain.references[0])
        #expect(
            try !plain.fund.letters(of: plain.references[0]).contains { $0.contains(next) })
    }

    @Test("a decision sets money aside, and the group's acceptance makes it owed")
    func acceptance() throws {
        let round = try AgreedRound()
        let (first, fund) = (round.references[0], round.fund)
        // Allotted, committed, reserved.
        #expect(try round.balances() == "600000 0 2400000 / 2400000")
        let waiting = try round.schedule()
        #expect(waiting.count == 0 && waiting.waiting == 3)
        let version = try #require(try round.agreement(first).open)
        #expect(version.text.contains("Receipts are kept.") && version.text.contains("£9,000"))
        #expect(version.sha256 == "\(SHA256Hex(of: version.text))")
        #expect("\(version.lapsesOn)" == "2027-03-01")
        try round.accept(first)
        #expect(try round.balances() == "600000 900000 1500000 / 2400000")
        #expect(
            try round.agreement(first).state == .agreed(on: day("2027-02-01")))
        let scheduled = try round.schedule()
        #expect(scheduled.count == 1 && scheduled.waiting == 2)
        let letters = try fund.letters(of: first)
        #expect(letters.contains { $0.contains("Rooms and food.") && $0.contains("1 March 2027") })
        #expect(letters.last?.contains("Sam Example accepted the grant agreement") ?? false)
        #expect(problem { try round.accept(first) }?.code == "agreement-nothing-open")
        #expect(
            problem { try round.vary(first, 1_600_000) }?.code == "agreement-too-little-left")
        try round.pay()
    }

    @Test("no offer before the decision letter has left and it is answered whether it is a subsidy")
    func gates() throws {
        let round = try AgreedRound(told: false)
        let (officer, first) = (try round.fund.person("officer"), round.references[0])
        func offerOne() throws {
            _ = try round.flow.offerAgreements(
                round: "round-1", one: OfferDates(reference: first), as: officer)
        }
        #expect(problem { try offerOne() }?.code == "agreement-untold")
        #expect(
            problem {
                try round.flow.withdrawAgreement(first, reason: "No.", as: officer)
            }?.code == "agreement-untold")
        #expect(problem { _ = try round.offer() }?.code == "agreement-nothing-ready")
        try round.send()
        #expect(problem { try offerOne() }?.code == "agreement-unanswered")
        try round.answer(first, true)
        try round.answer(first, false)
        try round.flow.addAgreementCondition(first, "Girls from the start.", as: officer)
        try round.flow.addAgreementCondition(first, "A mistake.", as: officer)
        try round.flow.removeAgreementCondition(first, number: 2, as: officer)
        #expect(
            problem {
                try round.flow.removeAgreementCondition(first, number: 2, as: officer)
            }?.code == "agreement-no-condition")
        let made = try round.offer()
        #expect(made.references.map(\.description) == [first])
        #expect(made.waiting.map(\.cause) == ["unanswered", "unanswered"])
        let text = try #require(try round.agreement(first).open).text
        #expect(text.contains("Girls from the start.") && !text.contains("A mistake."))
        for late in [
            { try round.answer(first, true) }, { try offerOne() },
            { try round.flow.addAgreementCondition(first, "More.", as: officer) },
        ] as [() throws -> Void] {
            #expect(problem(late)?.code == "agreement-offered")
        }
        // Without the control there is nothing to offer.
        let plain = try TestFund()
        let references = try plain.decidable([(100_000, nil)])
        _ = try plain.workflows.propose(round: "round-1", as: try plain.person("officer"))
        _ = try plain.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: try plain.person("decider"))
        #expect(
            problem {
                try plain.workflows.answerSubsidy(
                    references[0], isEconomic: false, reason: "No.",
                    as: try plain.person("officer"))
            }?.code == "agreement-off")
    }

    @Test("only an authorised person of the group accepts, in time, and the words that they read")
    func who() throws {
        let round = try AgreedRound()
        let (first, group) = (round.references[0], try round.fund.person("applicant"))
        func accept(_ signing: AgreementSigning, _ person: Principal) -> String? {
            problem { try round.flow.acceptAgreement(first, signing, as: person) }?.code
        }
        let other = String(repeating: "0", count: 64)
        #expect(accept(try round.signing(first, sha256: other), group) == "agreement-text-changed")
        #expect(accept(try round.signing(first, authorised: false), group) == "invalid-input")
        #expect(
            accept(try round.signing(first), try round.fund.person("officer2"))
                == "role-missing")
        #expect(
            accept(try round.signing(first), try round.fund.person("p1"))
                == "application-unknown")
        let paper = AgreementSigning.Paper(
            signedOn: try day("2027-02-01"), place: "Cabinet 3", reason: "No computer.")
        // Whoever offered does not record that it was accepted.
        #expect(
            accept(try round.signing(first, paper: paper), try round.fund.person("officer"))
                == "agreement-recorder-offered")
        round.fund.setTime("2027-03-02T09:00")
        #expect(accept(try round.signing(first), group) == "agreement-late")
        // A paper that was signed in time counts, as long as nothing has lapsed.
        try round.flow.acceptAgreement(
            first, try round.signing(first, paper: paper), as: try round.fund.person("officer2"))
        let acceptance = try #require(try round.agreement(first).agreed?.acceptance)
        #expect(acceptance.paper?.place == "Cabinet 3" && "\(acceptance.on)" == "2027-02-01")
    }

    @Test("an offer that is declined, withdrawn or lapsed gives its money back to the round")
    func comesToNothing() throws {
        let round = try AgreedRound()
        let (officer, group) = (
            try round.fund.person("officer"), try round.fund.person("applicant")
        )
        try round.flow.declineAgreement(round.references[0], reason: nil, as: group)
        #expect(try round.balances() == "1500000 0 1500000 / 1500000")
        #expect(try round.agreement(round.references[0]).state == .declined)
        #expect(try round.kept(round.references[0]) == .zero)
        try round.flow.withdrawAgreement(
            round.references[1], reason: "The group has closed.", as: officer)
        #expect(try round.agreement(round.references[1]).state == .withdrawn)
        try round.flow.extendAgreement(
            round.references[2], to: try day("2027-03-10"), reason: "Their chair is ill.",
            as: officer)
        round.fund.setTime("2027-03-10T23:00")
        #expect(try round.flow.lapseAgreements(round: "round-1", as: officer).isEmpty)
        round.fund.setTime("2027-03-11T00:30")
        let lapsed = try round.flow.lapseAgreements(round: "round-1", as: officer)
        #expect(lapsed.map(\.released) == [Money(pence: 700_000)])
        #expect(try round.balances() == "3000000 0 0 / 0")
        #expect(try round.agreement(round.references[2]).state == .lapsed)
        #expect(try round.fund.letters(of: round.references[2]).last?.contains("lapsed") ?? false)
        for reference in round.references {
            #expect(problem { try round.accept(reference) }?.code == "agreement-closed")
        }
        let schedule = try round.schedule()
        #expect(schedule.count == 0 && schedule.waiting == 0)
    }

    @Test(
        "more money is set aside once a second person approves, and goes back when it is declined")
    func increase() throws {
        let round = try AgreedRound()
        let (first, group) = (round.references[0], try round.fund.person("applicant"))
        try round.accept(first)
        try round.vary(first, 1_100_000, as: "applicant")
        #expect(problem { try round.vary(first, 1_000_000) }?.code == "agreement-variation-open")
        try round.decide(first)
        #expect(try round.balances() == "400000 1100000 1500000 / 2600000")
        #expect(try round.kept(first) == Money(pence: 900_000))
        try round.flow.declineAgreement(first, reason: "Not needed.", as: group)
        #expect(try round.balances() == "600000 900000 1500000 / 2400000")
        try round.vary(first, 1_500_000)
        try round.decide(first)
        try round.accept(first)
        #expect(try round.balances() == "0 1500000 1500000 / 3000000")
        #expect(try round.kept(first) == Money(pence: 1_500_000))
        #expect(try round.report(first).award.amount == Money(pence: 900_000))
        #expect(try round.agreement(first).current?.number == 3)
        // Before the first acceptance as well: the later version stands in the place of the first.
        let second = round.references[1]
        try round.vary(second, 500_000)
        try round.decide(second)
        let old = try #require(try round.agreement(second).versions.first).sha256
        #expect(
            problem {
                try round.flow.acceptAgreement(
                    second, try round.signing(second, sha256: old), as: group)
            }?.code == "agreement-text-changed")
        try round.accept(second)
        #expect(try round.balances() == "300000 2000000 700000 / 2700000")
    }

    @Test("an award never falls below what was paid of it, and its end leaves that with the group")
    func paid() throws {
        let round = try AgreedRound()
        let first = round.references[0]
        try round.accept(first)
        try round.vary(first, 800_000)
        try round.pay()
        #expect(problem { try round.decide(first) }?.code == "agreement-below-paid")
        try round.decide(first, false)
        #expect(problem { try round.vary(first, 899_999) }?.code == "agreement-below-paid")
        let second = round.references[1]
        #expect(
            problem {
                try round.flow.askEnd(
                    second, reason: "Closed.", as: try round.fund.person("officer"))
            }?.code == "agreement-not-agreed")
        try round.accept(second)
        try round.flow.askEnd(second, reason: "Closed.", as: try round.fund.person("officer"))
        try round.decide(second)
        #expect(try round.agreement(second).state == .ended)
        #expect(try round.kept(second) == .zero)
        #expect(try round.balances() == "1400000 900000 700000 / 1600000")
        try round.flow.askEnd(first, reason: "Done.", as: try round.fund.person("officer"))
        try round.decide(first)
        #expect(try round.kept(first) == Money(pence: 900_000))
        #expect(try round.balances() == "1400000 900000 700000 / 1600000")
    }

    @Test(
        "an award that ends while it stands in a run stops the run; called off, its money goes back"
    )
    func endedInRun() throws {
        let round = try AgreedRound()
        let first = round.references[0]
        try round.accept(first)
        try round.pay()
        let before = try round.balances()
        try round.flow.askEnd(first, reason: "Dissolved.", as: try round.fund.person("officer"))
        try round.decide(first)
        #expect(try round.balances() == before)
        let run = try round.fund.value("SELECT reference FROM paymentRun")
        let finance = try round.fund.person("finance")
        #expect(
            problem {
                try round.flow.recordExport(of: run, profile: "ledger", as: finance)
            }?.code == "payment-award-stopped")
        let forced =
            "INSERT INTO paymentExport SELECT runId, profile, 1, 1, sha256 FROM paymentRunFile"
        #expect(
            try Command.sql(round.fund.databasePath, forced).errors.contains(
                "payment-award-stopped"))
        _ = try round.flow.cancelRun(run, reason: "It has ended", as: finance)
        let committed = try round.fund.value(
            """
            SELECT pence FROM ledgerBalance JOIN ledgerAccount ON ledgerAccount.id = accountId
            WHERE kind = 'committed'
            """)
        #expect(committed == "0")
        #expect(
            try round.fund.value("SELECT count(*) FROM paymentInstalment WHERE replacesId > 0")
                == "0")
    }

    @Test("nobody approves what they asked for themselves")
    func secondPerson() throws {
        let round = try AgreedRound(edits: [
            (
                "Config/people.yaml", "name: Officer One, roles: [officer]",
                "name: Officer One, roles: [officer, decisionMaker]"
            )
        ])
        let first = round.references[0]
        try round.accept(first)
        try round.vary(first, 950_000)
        #expect(
            problem {
                try round.flow.decideVariation(
                    first, isApproved: true, reason: nil, as: try round.fund.person("officer"))
            }?.code == "agreement-approved-own")
        #expect(
            try round.fund.value(
                "SELECT count(*) FROM auditEntry WHERE detail LIKE '%agreement-approved-own%';")
                == "1")
    }

    @Test("minimal financial assistance is agreed to only once the group has confirmed it")
    func assistance() throws {
        let round = try AgreedRound(economic: true)
        let (first, group) = (round.references[0], try round.fund.person("applicant"))
        #expect(try round.fund.letters(of: first).last?.contains("£315,000") ?? false)
        #expect(problem { try round.accept(first) }?.code == "agreement-unconfirmed")
        try round.flow.confirmAssistance(first, name: "Sam Example", place: nil, as: group)
        #expect(
            problem {
                try round.flow.confirmAssistance(first, name: "Sam", place: nil, as: group)
            }?.code == "agreement-confirmed-before")
        try round.accept(first)
        let letter = try #require(try round.fund.letters(of: first).last)
        #expect(letter.contains("37(5)") && letter.contains("£9,000"))
        // Less needs no other confirmation, more does.
        try round.vary(first, 800_000)
        try round.decide(first)
        try round.accept(first)
        try round.vary(first, 1_000_000)
        try round.decide(first)
        #expect(problem { try round.accept(first) }?.code == "agreement-unconfirmed")
        try round.flow.confirmAssistance(
            first, name: "Sam Example", place: "Cabinet 3",
            as: try round.fund.person("officer2"))
        try round.accept(first)
    }

    @Test(
        "an award that a complaint takes back before it is agreed goes back from what is set aside")
    func takenBack() throws {
        let round = try AgreedRound()
        let first = round.references[0]
        let id = try round.flow.receiveAppeal(
            first,
            AppealArrival(
                kind: .complaint, grounds: "It is not theirs.", cameBy: .letter,
                isFromGroup: false, lateReason: nil), as: try round.fund.person("officer2"))
        try round.flow.reviewAppeal(
            id, .upheld, reason: "True.", as: try round.fund.person("officer2"))
        try round.flow.decideAppeal(
            id, .withdrawal, reason: "It is taken back.", as: try round.fund.person("decider2"))
        #expect(try round.balances() == "1500000 0 1500000 / 1500000")
        #expect(try round.agreement(first).state == .withdrawn)
        #expect(problem { try round.accept(first) }?.code == "agreement-closed")
    }

    @Test("what waits for whom: offers to make, changes to decide, offers to lapse")
    func waits() throws {
        let round = try AgreedRound(offered: false)
        func waiting(_ person: String) throws -> [Waiting] {
            try round.fund.services.reports.home(
                as: try round.fund.volunteer("\(person)@example.org")
            ).rounds
                .first { $0.round.key == "round-1" }?.waiting ?? []
        }
        #expect(try waiting("officer").contains(.offers(3)))
        for reference in round.references { try round.answer(reference, false) }
        _ = try round.offer()
        #expect(try !waiting("officer").contains(.offers(3)))
        try round.accept(round.references[0])
        try round.vary(round.references[0], 950_000)
        #expect(try waiting("decider").contains(.variations(1)))
        round.fund.setTime("2027-03-02T09:00")
        #expect(try waiting("officer").contains(.lapses(2)))
    }

    @Test("what offers say is read whole, and every mistake in it told by file and line")
    func configuration() throws {
        func wrong(_ agreement: String) -> [String] {
            let refused = problem {
                _ = try TestFund(edits: [
                    (
                        "Config/rounds.yaml", "controls: {}",
                        "controls: {agreement: true}" + agreement
                    )
                ])
            }
            return refused?.fields.map { "\($0.place) \($0.code)" } ?? []
        }
        #expect(wrong("").contains { $0.contains("agreement missing") })
        let found = wrong(
            """

                agreement:
                  acceptWithinDays: 0
                  lastsDays: 365
                  startQuestion: need
                  assistanceCap: much
                  permittedCosts: []
                  conditions: [Receipts are kept.]
                  extra: yes
            """)
        for mistake in [
            "acceptWithinDays out-of-range", "startQuestion not-an-option",
            "assistanceCap not-", "permittedCosts not-list", "extra unknown-key",
        ] {
            #expect(
                found.contains { $0.contains(mistake) && $0.hasPrefix("rounds.yaml:") },
                "\(mistake): \(found)")
        }
    }

    @Test("the schema refuses what the program refuses, whoever writes", arguments: attacks)
    func attack(sql: String, code: String) throws {
        let round = try AgreedRound()
        try round.accept(round.references[0])
        try round.vary(round.references[0], 950_000)
        let outcome = try Command.sql(round.fund.databasePath, sql)
        #expect(outcome.status != 0 && outcome.errors.contains(code), "\(sql): \(outcome.errors)")
    }

    private static let acceptance = """
        INSERT INTO awardAcceptance SELECT id, %, 'Sam', 'Chair', 1, '2027-02-01', NULL, NULL, 0,
          offeredById, 99, 1, '2027-02-01' FROM awardVersion WHERE
        """
    static let attacks: [(sql: String, code: String)] = [
        // Twice, another text, the one who offered, after the end of its time.
        (acceptance.replacing("%", with: "sha256") + " awardId = 1;", "agreement-"),
        (acceptance.replacing("%", with: "'0'") + " awardId = 2;", "agreement-text-changed"),
        (
            acceptance.replacing("%", with: "sha256").replacing("99", with: "offeredById")
                + " awardId = 2;", "agreement-recorder-offered"
        ),
        (
            acceptance.replacing("%", with: "sha256").replacing("2027-02-01", with: "2027-03-02")
                + " awardId = 2;", "agreement-late"
        ),
        ("UPDATE awardAcceptance SET name = 'Else';", "agreement-kept"),
        ("DELETE FROM awardAcceptance;", "agreement-kept"),
        ("UPDATE awardVersion SET amountPence = 1;", "agreement-kept"),
        (
            """
            INSERT INTO awardVariationDecision
            SELECT id, 1, NULL, askedById, askedById, 1 FROM awardVariation;
            """, "agreement-approved-own"
        ),
        (
            """
            INSERT INTO awardVariationDecision
            SELECT id, 1, NULL, askedById + 1, askedById, 1 FROM awardVariation;
            """, "agreement-approved-own"
        ),
        (
            """
            INSERT INTO awardVariation SELECT NULL, awardId, kind, amountPence, startsOn, endsOn,
              purpose, reason, isFromGroup, askedById, askedAt FROM awardVariation;
            """, "agreement-variation-open"
        ),
        // More than was decided, or than a second person approved.
        (
            """
            INSERT INTO awardVersion SELECT NULL, awardId, 2, 1, 99999999, 0, startsOn, endsOn,
              purpose, text, sha256, asksConfirmation, toldAt, offeredById, offeredAt, offeredOn,
              lapsesOn FROM awardVersion WHERE awardId = 1;
            """, "agreement-sums"
        ),
        ("INSERT INTO awardMovement VALUES (NULL, 1, 100, 1);", "agreement-sums"),
        ("INSERT INTO awardMovement VALUES (NULL, 1, -100, 1);", "agreement-sums"),
        ("UPDATE awardRound SET awardedPence = awardedPence - 1;", "decision-stands"),
        ("UPDATE awardRound SET awardedPence = 3000001;", "award-round-overspent"),
        ("UPDATE awardRound SET needsAgreement = 0;", "decision-stands"),
        (
            """
            INSERT INTO awardVersionEnd SELECT id, 'lapsed', 0, NULL, offeredById, 1, '2027-02-20'
            FROM awardVersion WHERE awardId = 2;
            """, "agreement-not-overdue"
        ),
        (
            """
            INSERT INTO awardEnd VALUES
              (1, 'withdrawn', NULL, 0, 'x', 900000, 0, 900000, 1, 1, 1, '2027-02-01');
            """, "agreement-closed"
        ),
        (
            """
            INSERT INTO awardSubsidyAnswer VALUES (NULL, 1, 1, 'x', 1, 1);
            """, "agreement-offered"
        ),
    ]
}
