import Bootstrap
import Correspondence
import FundCore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("What the panel wrote of an application is erased, and its scores stay")
struct ErasedScoresTests {
    @Test("comments of a decided round go, numbers do not change")
    func comments() throws {
        let fund = try TestFund()
        let references = try fund.decidable(
            Array(repeating: (1_000_000, nil), count: 4), email: true)
        let (officer, declined) = (try fund.person("officer"), references[3])
        _ = try fund.workflows.recordScores(
            of: declined, member: nil, [(TestFund.criteria[0], 3, "Zebra comment")],
            as: try fund.person("p1"))
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Best fit", as: try fund.person("decider"))
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: KeepingTransport(),
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: officer)
        try fund.workflows.freezeReach(of: "round-1", as: officer)
        let scores = """
            SELECT count(value) || ' ' || sum(value) || ' ' || count(comment) FROM assessmentScore
            JOIN application ON application.id = applicationId WHERE reference = '\(declined)';
            """
        let before = try fund.value(scores)
        let number = try fund.workflows.proposeErasure(
            .application(declined), reason: "They asked us to",
            try fund.services.configuration().retention, as: officer)
        _ = try fund.workflows.approveErasure(
            number, PersonalRegister.all, try fund.services.configuration().retention,
            as: try fund.person("admin"))
        #expect(try fund.value(scores) == before)
        let left = "SELECT count(*) FROM assessmentScore WHERE comment = 'Zebra comment';"
        #expect(try fund.value(left) == "0")
        #expect(
            try fund.value("SELECT count(*) FROM assessmentScore WHERE comment = 'erased';") == "1")
    }
}
