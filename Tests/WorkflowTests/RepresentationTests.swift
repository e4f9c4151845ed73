import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Who is not represented on panels: nothing of any person, and nothing of few")
struct RepresentationTests {
    @discardableResult
    private func say(
        _ fund: TestFund, _ missing: [String], answered: Int64?, seen: Int64? = nil
    ) throws -> Int64 {
        try fund.workflows.sayRepresentation(
            missing: missing, answered: answered, of: "round-1", seen: seen,
            try fund.services.configuration().areas, as: try fund.person("officer"))
    }

    private func report(_ fund: TestFund) throws -> RepresentationReport {
        try fund.services.reports.representation(
            of: "round-1", try fund.services.configuration().areas,
            as: try fund.person("auditor"))
    }

    @Test("only who is missing is kept, where at least five answered, beside their share")
    func kept() throws {
        let fund = try TestFund(edits: [
            (
                "Config/areas.yaml", "{key: older-people, title: Older people}",
                "{key: older-people, title: Older people, share: 17.5}"
            ),
            (
                "Config/areas.yaml", "{key: lgbt, title: LGBT+ people}",
                "{key: lgbt, title: LGBT+ people, shareFrom: belonging}"
            ),
        ])
        #expect(
            problem { try say(fund, ["martians"], answered: 4) }?.fields.map(\.code)
                == ["representation-too-few", "not-an-option"])
        #expect(problem { try say(fund, [], answered: nil) }?.fields.map(\.code) == ["missing"])
        #expect(
            problem { try say(fund, [], answered: 201) }?.fields.map(\.code) == ["out-of-range"])
        #expect(try report(fund).standing == nil)
        _ = try fund.workflows.importIndicator(
            ByteSource(name: "f.csv", bytes: Array("ward,period,value\nall,2025,6\n".utf8)),
            of: "belonging", try fund.services.configuration().indicatorBook,
            as: try fund.person("officer"))
        #expect(try say(fund, ["older-people", "lgbt", "low-income"], answered: 5, seen: 0) == 1)
        let shown = try report(fund)
        #expect(shown.standing?.missing == ["lgbt", "low-income", "older-people"])
        #expect(shown.shares.mapValues(\.plain) == ["older-people": "17.5", "lgbt": "6"])
        #expect(
            problem { try say(fund, [], answered: 6, seen: 0) }?.code == "representation-changed")
        #expect(try say(fund, [], answered: 6, seen: 1) == 2)
        #expect(try report(fund).standing?.missing == [])
        // No table has more than who is missing, and nobody's name beside it but the officer's.
        #expect(
            try fund.value(
                "SELECT group_concat(community) FROM commissioningUnrepresented;")
                == "lgbt,low-income,older-people")
        #expect(
            try Command.sql(
                fund.databasePath,
                "INSERT INTO commissioningRepresentation (roundId, version, answered, authorId, at, saidOn) VALUES (1, 3, 4, 1, 1, '2026-12-01');"
            ).errors.contains("representation-too-few"))
        for person in ["p1", "finance", "applicant"] {
            let principal = try fund.person(person)
            #expect(
                problem {
                    _ = try fund.services.reports.representation(
                        of: "round-1", try fund.services.configuration().areas, as: principal)
                }?.code == "role-missing", "\(person)")
        }
    }
}
