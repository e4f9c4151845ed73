import Bootstrap
import Foundation
import FundCore
import FundStore
import TestSupport
import Testing

@Suite("Rehearsals, as they are started")
struct RehearsalStartTests {
    @Test("a fund at work becomes none, and a round with every control is made ready as well")
    func others() throws {
        let fund = try TestFund()
        let marked = try Command.sql(
            fund.databasePath, "INSERT INTO auditRehearsal VALUES (1, 0);")
        #expect(marked.status != 0 && marked.errors.contains("rehearsal-of-new"))
        #expect(try !fund.services.store.isRehearsal())
        let config = "\(fund.folder.path)/Config"
        let settings = try Settings(
            database: "\(fund.folder.path)/play/rehearsal.sqlite", configuration: config,
            environment: [:])
        let made = try Services.startRehearsal(
            in: "\(fund.folder.path)/play", round: "round-2", settings, as: TestFund.operator)
        #expect(made.stage == .panel && made.applications.count == 10)
        let rest = "\(fund.folder.path)/rest"
        #expect(
            problem {
                _ = try Services.startRehearsal(
                    in: rest, round: "round-9", settings, as: TestFund.operator)
            }?.code == "rehearsal-round-unknown")
        #expect(!FileManager.default.fileExists(atPath: rest))
        let store = try Services.open(settings).store
        #expect(try store.isRehearsal())
        #expect(
            problem { _ = try Services.open(settings).sending(ownName: "localhost") }?.code
                == "rehearsal-keeps")
    }
}
