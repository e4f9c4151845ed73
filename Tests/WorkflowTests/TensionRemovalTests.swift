import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("A report of tension is removed: its number and the reason stay, what was written goes")
struct TensionRemovalTests {
    private let fund: TestFund
    private let officer: Principal

    init() throws {
        fund = try TestFund()
        officer = try fund.person("officer")
    }

    private func report(_ ward: String? = "millbrook") throws -> TensionID {
        try fund.workflows.reportTension(
            TensionEntry(
                what: "Kim Example did it", ward: ward, place: "At 5 Example Row",
                day: LocalDate("2026-11-01"), isAbout: false, cause: "Kim again", goesOn: .no,
                contact: TensionContact(name: "Sam", email: "sam@example.org")),
            try fund.services.configuration().tension,
            as: Principal(.visitor, door: .http, systemUser: "tester"))
    }

    private func note(_ id: TensionID) throws {
        _ = try fund.workflows.triageTension(
            id, as: .noted, note: "Spoke with Kim Example", rootCause: nil,
            try fund.services.configuration().tension, by: officer)
    }

    private func waiting() throws -> Int {
        let home = try fund.services.reports.home(as: try fund.volunteer("officer@example.org"))
        return home.waiting.compactMap { if case .tensions(let count) = $0 { count } else { nil } }
            .first ?? 0
    }

    private func remove(_ id: TensionID, _ reason: String, as person: String = "officer") throws {
        try fund.workflows.removeTension(id, because: reason, as: try fund.person(person))
    }

    @Test("what was written is nowhere in the database, and only officers remove")
    func removed() throws {
        let ids = [try report(), try report(nil), try report()]
        try note(ids[0])
        #expect(try waiting() == 2)
        for name in ["decider", "auditor", "finance", "p1", "admin", "applicant"] {
            #expect(problem { try remove(ids[0], "x", as: name) }?.code == "role-missing")
        }
        #expect(problem { try remove(ids[0], " ") }?.fields.map(\.code) == ["missing"])
        #expect(
            problem { try remove(ids[0], String(repeating: "a", count: 501)) }?.fields.map(\.code)
                == ["too-long"])
        #expect(problem { try remove(TensionID(99), "x") }?.code == "tension-unknown")
        try remove(ids[0], "It names somebody")
        try remove(ids[1], "It names somebody")
        #expect(try waiting() == 1)
        #expect(problem { try remove(ids[0], "Again") }?.code == "tension-removed")
        #expect(problem { try note(ids[1]) }?.code == "tension-removed")
        #expect(
            problem { _ = try fund.workflows.revealTensionContact(ids[0], as: officer) }?.code
                == "tension-no-contact")
        let shown = try fund.services.reports.tension(ids[0], as: officer)
        #expect(shown.tension.status == .removed && shown.tension.removal?.reason != nil)
        #expect(shown.json["removal"]?["by"]?.string == "officer@example.org")
        #expect(!shown.json.text.contains("Kim") && !shown.json.text.contains("Row"))
        #expect(
            try fund.services.reports.tensions(TensionFilter(status: .removed), as: officer).map(
                \.id) == [ids[1], ids[0]])
        #expect(
            try fund.services.reports.tensions(TensionFilter(status: .new), as: officer).map(\.id)
                == [ids[2]])
        // It counts no more.
        let counts = try fund.services.reports.tensionCounts(as: officer)
        #expect(counts.count == 1 && counts[0][3].int == 1)
        #expect(
            try fund.value(
                "SELECT group_concat(action, ' ') FROM auditEntry WHERE subject = 'tension:2'")
                == "tension.report tension.removal")
        try remove(ids[2], "It names somebody")
        let dump = try Command.sql(fund.databasePath, ".dump").output
        for word in ["Kim", "Example Row", "sam@example.org"] {
            #expect(!dump.contains(word), "\(word)")
        }
        #expect(try waiting() == 0)
    }

    @Test("the schema removes it whole, and lets nothing else change it")
    func schema() throws {
        let (first, second) = (try report(), try report())
        try note(first)
        try remove(first, "It names somebody")
        for (statement, code) in [
            ("UPDATE commissioningTension SET what = '–' WHERE id = 2", "commissioning-kept"),
            ("UPDATE commissioningTension SET what = 'Kim' WHERE id = 1", "commissioning-kept"),
            ("UPDATE commissioningTension SET goesOn = 'yes' WHERE id = 1", "commissioning-kept"),
            ("UPDATE commissioningTensionTriage SET note = 'Kim'", "commissioning-kept"),
            ("DELETE FROM commissioningTension WHERE id = 1", "commissioning-kept"),
            ("DELETE FROM commissioningTensionRemoval", "tension-removed"),
            ("UPDATE commissioningTensionRemoval SET reason = 'x'", "tension-removed"),
            ("DELETE FROM commissioningTensionTally", "commissioning-kept"),
            (
                "INSERT INTO commissioningTensionContact VALUES (1, NULL, 'a@b.c', NULL, "
                    + "(SELECT date(receivedOn, '+9 days') FROM commissioningTension))",
                "tension-removed"
            ),
        ] {
            let done = try Command.sql(fund.databasePath, statement + ";")
            #expect(done.errors.contains(code), "\(statement): \(done.errors)")
        }
        #expect(try fund.services.reports.tension(second, as: officer).tension.what.contains("Kim"))
    }
}
