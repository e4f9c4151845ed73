import Bootstrap
import Commissioning
import Foundation
import FundCore
import FundStore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Files of payments that name people outlast their erasure, and that is said")
struct FilesKeptTests {
    private func propose(
        _ request: ErasureRequest, _ fund: TestFund, reason: String? = "They asked us to"
    ) throws -> Int64 {
        try fund.workflows.proposeErasure(
            request, reason: reason, try fund.services.configuration().retention,
            as: try fund.person("officer"))
    }

    private func approve(_ number: Int64, _ fund: TestFund) throws -> ErasureCertificate {
        let done = try fund.workflows.approveErasure(
            number, PersonalRegister.all, try fund.services.configuration().retention,
            as: try fund.person("admin"))
        #expect(try fund.workflows.emptyLog())
        return done
    }

    /// Which of these words the database still has in it, as bytes.
    private func found(_ words: [String], in fund: TestFund) throws -> [String] {
        let file = FileManager.default.contents(atPath: fund.databasePath) ?? Data()
        return words.filter { file.range(of: Data($0.utf8)) != nil }
    }

    @Test("files of payments that name them stay until their own day, and it is said which")
    func paymentFiles() throws {
        let award = try PartlyPaid()
        let (fund, flow) = (award.fund, award.flow)
        let (officer, decider) = (try fund.person("officer"), try fund.person("decider"))
        try award.hold(3)
        let run = try award.run()
        try award.pay(run, number: run.firstNumber(of: award.first, in: fund))
        try award.sendLetters()
        try award.giveUp()
        try flow.waiveReturns(of: award.first, reason: "They have left.", as: decider)
        try flow.writeOff(
            Money(pence: 400_000), of: award.first, reason: "It was spent.", as: decider)
        let review = try fund.services.reports.awardReview(
            award.first, as: try fund.person("auditor"))
        try flow.assessAward(
            award.first, review.promised.map { OutcomeSaid($0.key, "cannotTell", "They left.") },
            worth: "Half of it.", as: officer)
        try flow.closeAward(award.first, note: nil, as: officer)
        try award.sendLetters()
        try flow.freezeReach(of: "round-1", as: officer)

        let policy = try fund.services.configuration().retention
        let stored = try #require(LocalDate(run.approvedOn))
        let day = stored.adding(days: 1).later(months: 18)
        let file = NamingFile(name: "\(run.reference)-ledger", dueOn: day)
        func due(_ day: LocalDate) throws -> [String] {
            try flow.privacyDue(on: day, only: .bankDetails, policy, as: officer).classes
                .flatMap(\.subjects).map(\.subject.label)
        }
        #expect(try due(fund.services.today()).isEmpty)
        let number = try propose(.application(award.first), fund)
        #expect(try fund.services.erasure(number, policy, as: officer).filesKept == [file])
        let certificate = try approve(number, fund)
        #expect(SHA256Hex(of: certificate.content).description == certificate.sha256)
        let shown = try fund.services.erasure(number, policy, as: officer)
        #expect(shown.filesKept == [file])
        #expect(shown.json["filesKept"]?.array?.first?["keptUntil"]?.string == "\(day)")
        // Nobody is found by an address in what has none; nor is it said that nothing is held.
        let words = ["Group 1 of round-1"]
        #expect(try found(words, in: fund) == words)
        let asked = try fund.services.disclose(.person("group1@example.org"), as: officer)
        #expect(asked.rowCount == 0 && asked.leftOut.map(\.rule) == [.erasedNames])

        #expect(try due(day.adding(days: -1)).isEmpty)
        #expect(try due(day).count == 1)
        fund.setTime("\(day)T10:00")
        let later = try approve(try propose(.due(.bankDetails), fund, reason: nil), fund)
        #expect(later.content.contains("documentChunk") && !later.content.contains("filesKept"))
        #expect(try found(words, in: fund) == [])
        #expect(try due(day).isEmpty)
        let nothing = problem {
            _ = try fund.services.disclose(.person("group1@example.org"), as: officer)
        }
        #expect(nothing?.code == "disclosure-nothing")
    }

    @Test("the day on which it goes is the first on which it is due, whatever the month")
    func days() throws {
        for period in ["18 months", "1 month", "30 days", "6 years"] {
            let rule = RetentionRule(
                name: .bankDetails, period: try #require(RetentionPeriod(period)),
                start: .applicationOver, because: "x")
            for offset in Int64(0)..<800 {
                let stored = try #require(LocalDate("2027-01-01")).adding(days: offset)
                let due = rule.dueOn(storedOn: stored)
                #expect(rule.period.start(endingOn: due) > stored)
                #expect(rule.period.start(endingOn: due.adding(days: -1)) <= stored)
            }
        }
    }
}
