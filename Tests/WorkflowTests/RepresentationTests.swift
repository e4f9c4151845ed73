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
            problem { try say(fund, [], answered: 5) }?.fields.map(\.code)
                == ["representation-no-panel"])
        #expect(
            try Command.sql(
                fund.databasePath,
                "INSERT INTO commissioningRepresentation (roundId, version, answered, members, authorId, at, saidOn) VALUES (1, 1, 4, 9, 1, 1, '2026-12-01');"
            ).errors.contains("representation-too-few"))
        try fund.open()
        try fund.addPanel(["p1", "p2", "p3", "p4", "p5"])
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
            problem { try say(fund, [], answered: 5, seen: 0) }?.code == "representation-changed")
        #expect(
            problem { try say(fund, [], answered: 6, seen: 1) }?.fields.map(\.code)
                == ["representation-too-many"])
        // A slip in what is missing is put right with the same number.
        #expect(try say(fund, [], answered: 5, seen: 1) == 2)
        #expect(try report(fund).standing?.missing == [])
        // No table has more than who is missing, and nobody's name beside it but the officer's.
        #expect(
            try fund.value(
                "SELECT group_concat(community) FROM commissioningUnrepresented;")
                == "lgbt,low-income,older-people")
        #expect(
            try Command.sql(
                fund.databasePath,
                "INSERT INTO commissioningRepresentation (roundId, version, answered, authorId, at, saidOn) VALUES (1, 3, 5, 1, 1, '2026-12-01');"
            ).errors.contains("representation-too-many"))
        // The trail says that it was said, and no number.
        #expect(
            try fund.value(
                "SELECT group_concat(detail) FROM auditEntry WHERE action = 'representation.entry';"
            ) == #"{"version":1},{"version":2}"#)
        for person in ["p1", "finance", "applicant"] {
            let principal = try fund.person(person)
            #expect(
                problem {
                    _ = try fund.services.reports.representation(
                        of: "round-1", try fund.services.configuration().areas, as: principal)
                }?.code == "role-missing", "\(person)")
        }
    }

    @Test("a number that differs by fewer than five from any former one would tell of those few")
    func apart() throws {
        let people = (6...12).map {
            "  - {email: p\($0)@example.org, name: Panel Member \($0), roles: [panelMember]}\n"
        }.joined()
        let last = "  - {email: p5@example.org, name: Panel Member 5, roles: [panelMember]}\n"
        let fund = try TestFund(edits: [("Config/people.yaml", last, last + people)])
        try fund.open()
        try fund.addPanel((1...12).map { "p\($0)" })
        #expect(try say(fund, ["lgbt"], answered: 5) == 1)
        for near in Int64(6)...9 {
            let refused = problem { try say(fund, [], answered: near) }
            #expect(refused?.fields.map(\.code) == ["representation-too-near"], "\(near)")
        }
        #expect(try say(fund, ["lgbt"], answered: 10) == 2)
        // Not only the last one: the first is near too.
        #expect(
            problem { try say(fund, [], answered: 6) }?.fields.map(\.code)
                == ["representation-too-near"])
        #expect(
            problem { try say(fund, ["martians"], answered: 12) }?.fields.map(\.code)
                == ["representation-too-near", "not-an-option"])
        #expect(
            try Command.sql(
                fund.databasePath,
                "INSERT INTO commissioningRepresentation (roundId, version, answered, members, authorId, at, saidOn) VALUES (1, 3, 7, 12, 1, 1, '2026-12-01');"
            ).errors.contains("representation-too-near"))
        let shown = try report(fund)
        #expect(shown.standing?.version == 2 && shown.standing?.missing == ["lgbt"])
        #expect(!shown.json.text.contains("\"answered\":5"))
    }
}
