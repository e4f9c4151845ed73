import Commissioning
import FundCore
import Payments
import TestSupport
import Testing

@Suite("Returns that came late before the rule of now hold as well")
struct HeldAnewTests {
    /// What the step of the schema does; a later one keeps waivers in tables of other names.
    private func bringUpToDate(_ round: MonitoredRound) throws {
        let done = try Command.sql(
            round.fund.databasePath,
            "CREATE VIEW commissioningReturnWaiver AS SELECT awardId FROM commissioningWaiver;"
                + CommissioningModule.heldReturnsView + PaymentsModule.heldAnewSchema
                + "DROP VIEW heldReturn; DROP VIEW commissioningReturnWaiver;")
        #expect(done.status == 0, "\(done.errors)")
    }

    @Test("what was sent late, and was let go by the rule before, is held until it is accepted")
    func held() throws {
        let round = try MonitoredRound()
        _ = try round.round.schedule()
        try round.ask()
        let due = try round.asked().dueOn
        round.fund.setTime("\(due.adding(days: 3))T10:00")
        try round.send()
        #expect(try round.obstacles() == ["returnLate"])
        // As the program before left it.
        let before = try Command.sql(
            round.fund.databasePath,
            """
            INSERT INTO paymentReportHold (awardId, cause, number, heldFrom, setById, setAt)
            SELECT awardId, cause, 1, NULL, setById, setAt FROM paymentReportHold LIMIT 1;
            """)
        #expect(before.status == 0, "\(before.errors)")
        #expect(try round.obstacles() == [""])
        try bringUpToDate(round)
        #expect(try round.obstacles() == ["returnLate"])
        let count = try round.fund.value("SELECT count(*) FROM paymentReportHold")
        try bringUpToDate(round)
        #expect(try round.fund.value("SELECT count(*) FROM paymentReportHold") == count)
        try round.accept()
        #expect(try round.obstacles() == [""])
    }

    @Test("the step says the same as the program, however a return stands")
    func same() throws {
        let round = try MonitoredRound()
        _ = try round.round.schedule()
        try round.ask()
        func check(_ said: String) throws {
            let count = try round.fund.value("SELECT count(*) FROM paymentReportHold")
            try bringUpToDate(round)
            #expect(
                try round.fund.value("SELECT count(*) FROM paymentReportHold") == count, "\(said)")
        }
        try check("asked")
        try round.save(MonitoredRound.answers())
        try check("begun")
        try round.send()
        try check("sent in time")
        try round.sendBack()
        try check("sent back")
        round.fund.setTime("\(try round.asked().dueOn.adding(days: 2))T10:00")
        try check("late with the group")
        try round.send()
        try check("sent late")
        try round.sendBack()
        try check("late and sent back")
        try round.send()
        try round.accept()
        try check("accepted")
    }
}
