import Applications
import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Providers known by area and community, and help given to groups")
struct ProviderTests {
    private func rules(_ fund: TestFund) throws -> AreaRules {
        try fund.services.configuration().areas
    }

    private func entry(
        _ name: String, kind: ProviderKind = .group, wards: [String] = ["millbrook"],
        communities: [String] = ["older-people"], offers: String = "Lunch on Tuesdays",
        contact: String? = nil, organisation: String? = nil
    ) -> ProviderEntry {
        ProviderEntry(
            name: name, kind: kind, wards: wards, communities: communities, offers: offers,
            contact: contact, organisation: organisation)
    }

    @discardableResult
    private func add(_ fund: TestFund, _ entry: ProviderEntry) throws -> ProviderID {
        try fund.workflows.addProvider(entry, try rules(fund), as: try fund.person("officer"))
    }

    private func bring(_ fund: TestFund, _ text: String) throws -> ProvidersTaken {
        try fund.workflows.importProviders(
            Array(text.utf8), source: "providers.csv", try rules(fund),
            as: try fund.person("officer"))
    }

    private func file(_ fund: TestFund) throws -> String {
        Listing.providerFile.csvHeader
            + (try fund.services.reports.providerFile(as: try fund.person("auditor"))
                .map(Listing.providerFile.csv).joined())
    }

    private func places(_ work: () throws -> Void) -> [String] {
        problem(work)?.fields.map { "\($0.place):\($0.code)" } ?? []
    }

    @Test("what is said of a provider is checked whole, said anew, and ended; all of it stays")
    func register() throws {
        let fund = try TestFund()
        #expect(
            places {
                try add(
                    fund,
                    entry(
                        " ", wards: [], communities: ["martians"], offers: "",
                        contact: String(repeating: "x", count: 201), organisation: "a\nb"))
            } == [
                "name:missing", "wards:missing", "communities:not-an-option", "offers:missing",
                "contact:too-long", "organisation:one-line",
            ])
        let id = try add(
            fund, entry("  Lunch Club  ", communities: ["low-income", "older-people"]))
        let officer = try fund.person("officer")
        #expect(
            problem { try add(fund, entry("LUNCH  club")) }?.code == "provider-name-taken")
        // The same once more changes nothing, and a version that somebody else said is seen first.
        let same = entry("Lunch Club", communities: ["older-people", "low-income"])
        #expect(
            try fund.workflows.changeProvider(id, to: same, try rules(fund), as: officer) == 1)
        #expect(
            try fund.workflows.changeProvider(
                id, to: entry("Lunch Club", wards: ["all"]), seen: 1, try rules(fund), as: officer)
                == 2)
        #expect(
            problem {
                _ = try fund.workflows.changeProvider(
                    id, to: same, seen: 1, try rules(fund), as: officer)
            }?.code == "provider-changed")
        try fund.workflows.noteProvider(
            id, "They hold a table for us", on: LocalDate("2026-11-30"), as: officer)
        #expect(
            places {
                try fund.workflows.noteProvider(
                    id, "", on: LocalDate("2026-12-02"), as: officer)
            } == ["day:in-the-future", "text:missing"])
        try fund.workflows.endProvider(id, reason: "It closed", as: officer)
        #expect(
            problem {
                _ = try fund.workflows.changeProvider(id, to: same, try rules(fund), as: officer)
            }?.code == "provider-ended")
        let shown = try fund.services.reports.provider(id, as: try fund.person("auditor"))
        #expect(shown.provider.endedBecause == "It closed" && shown.earlier.count == 2)
        #expect(shown.earlier[0].entry.communities == ["low-income", "older-people"])
        #expect(shown.notes.map(\.text) == ["They hold a table for us"])
        // Its name is free again, and it is listed no more.
        let second = try add(fund, entry("Lunch Club"))
        let listed = try fund.services.reports.providers(
            try rules(fund), as: try fund.person("decider"))
        #expect(listed.map(\.provider.id) == [second])
        for sql in [
            "UPDATE commissioningProviderVersion SET name = 'x';",
            "DELETE FROM commissioningProviderReach;",
            "UPDATE commissioningProviderNote SET text = 'x';",
        ] {
            #expect(
                try Command.sql(fund.databasePath, sql).errors.contains("commissioning-kept"))
        }
        for person in ["finance", "p1", "applicant"] {
            let principal = try fund.person(person)
            #expect(
                problem { _ = try fund.services.reports.provider(id, as: principal) }?.code
                    == "role-missing", "\(person)")
        }
    }

    @Test("a file says everything that is wrong with it by line and column, and nothing is taken")
    func wrongFile() throws {
        let fund = try TestFund()
        #expect(
            places {
                _ = try bring(
                    fund,
                    """
                    name,kind,wards,communities,offers,contact,organisation
                    Lunch Club,club,Millbrook;atlantis,older-people,Lunch,,
                    ,group,all,,Talk,,
                    lunch club,group,canal-side,everyone,Tea,,
                    Short,group

                    """)
            } == [
                "line 2: kind:not-an-option", "line 2: wards:not-an-option",
                "line 3: name:missing", "line 3: communities:missing",
                "line 4: name:provider-twice", "line 5:field-count",
            ])
        #expect(
            places { _ = try bring(fund, "name,kind,place\nx,y,z\n") } == [
                "line 1:column-missing", "line 1:column-missing", "line 1:column-missing",
                "line 1:column-missing", "line 1:column-missing", "line 1:column-unknown",
            ])
        #expect(places { _ = try bring(fund, "") } == ["line 1:file-empty"])
        #expect(try fund.value("SELECT count(*) FROM commissioningProvider;") == "0")
    }

    @Test("what is exported is taken in again unchanged, and no cell of it is a formula")
    func roundTrip() throws {
        let fund = try TestFund()
        let text = """
            Organisation,Offers,name,kind,wards,communities,contact
            gb-chc-1234567,"=HYPERLINK(""x"")",Lunch Club,Group,Millbrook; canal-side,Older people,@office
            ,"Two
            lines",+Tea,service,all,everyone,

            """
        let taken = try bring(fund, text)
        #expect(taken.added == 2 && taken.changed == 0)
        let file = try file(fund)
        #expect(file.contains("\"'=HYPERLINK(\"\"x\"\")\"") && file.contains("'+Tea"))
        #expect(file.contains("'@office") && file.contains("GB-CHC-1234567"))
        let again = try bring(fund, file)
        #expect(again.added == 0 && again.changed == 0 && again.unchanged == 2)
        #expect(try self.file(fund) == file)
        let other = try bring(fund, file.replacing("Two\nlines", with: "One line"))
        #expect(other.changed == 1 && other.unchanged == 1)
        #expect(try fund.value("SELECT count(*) FROM commissioningProviderVersion;") == "3")
    }

    @Test("gaps: who is known, who applied and who was awarded, by ward and community")
    func gaps() throws {
        let fund = try TestFund()
        try MadeUpCycle(fund.services).approvePlan(of: "round-1")
        // The first is told by its name, the second by nothing that is known here.
        try add(fund, entry("group 1 of ROUND-1", wards: ["all"], communities: ["older-people"]))
        try add(
            fund,
            entry("Elsewhere", wards: ["millbrook"], communities: ["older-people", "lgbt"]))
        try add(fund, entry("Open House", wards: ["millbrook"], communities: ["everyone"]))
        _ = try fund.decidable([(200_000, nil), (300_000, nil)])
        let auditor = try fund.person("auditor")
        func reach(_ ward: String, _ community: String) throws -> ProviderReach? {
            try fund.services.reports.providerGaps(try rules(fund), as: auditor).first {
                $0.ward.key == ward && $0.community.key == community
            }
        }
        let before = try #require(try reach("millbrook", "older-people"))
        #expect(before.known == 2 && before.applied == 1 && before.awarded == 0)
        #expect(before.standing == .nobodyAwarded)
        #expect(try reach("millbrook", "lgbt")?.standing == .nobodyApplied)
        #expect(try reach("quarry-row", "lgbt")?.standing == .nobodyKnown)
        // Being open to everyone closes no community's gap.
        #expect(try reach("millbrook", "young-people")?.known == 0)
        #expect(try reach("millbrook", "everyone")?.known == 1)
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: try fund.person("decider"))
        #expect(try reach("quarry-row", "older-people")?.standing == .reached)
        let ofCycle = try fund.services.reports.providerGaps(
            cycle: MadeUpCycle.key, try rules(fund), as: auditor)
        #expect(ofCycle.contains { $0.standing == .reached })
        #expect(
            problem {
                _ = try fund.services.reports.providerGaps(
                    cycle: "nothing", try rules(fund), as: auditor)
            }?.code == "cycle-unknown")
        #expect(ofCycle.count == 8 * 9)
    }

    @Test("an identifier tells who applied, and another's identifier is not taken for a name")
    func identified() throws {
        let fund = try TestFund()
        try fund.open()
        let own = try fund.submit("Mending Trust", number: "1234567")
        try fund.submit("Lunch Club", number: "7654321")
        try add(fund, entry("The Menders", organisation: "gb-chc-1234567"))
        try add(fund, entry("Lunch Club", organisation: "GB-CHC-1111111"))
        let found = try fund.services.reports.providers(
            try rules(fund), as: try fund.person("officer"))
        #expect(found.map { $0.row[8].plainText } == ["0", "1"])
        let shown = try fund.services.reports.provider(
            found[1].provider.id, as: try fund.person("officer"))
        #expect(shown.applications.map { "\($0.reference)" } == [own])
    }

    private func help(
        _ fund: TestFund, _ group: String, _ day: String, minutes: Int64? = 30,
        organisation: String? = nil
    ) throws -> SupportID {
        try fund.workflows.recordSupport(
            SupportEntry(
                day: LocalDate(day), kind: .dropIn, group: group, organisation: organisation,
                givenBy: nil, minutes: minutes, about: "The form"),
            as: try fund.person("officer"))
    }

    @Test("help given shows who came and then applied, was awarded money, or did not apply")
    func support() throws {
        let fund = try TestFund()
        #expect(
            places { _ = try help(fund, " ", "2026-12-02", minutes: 0) } == [
                "day:in-the-future", "group:missing", "minutes:out-of-range",
            ])
        _ = try help(fund, "Group 1 of round-1", "2026-11-20")
        _ = try help(fund, "group 1 of round-1", "2026-11-25", minutes: 45)
        _ = try help(fund, "Nobody Yet", "2026-11-30")
        let wrong = try help(fund, "Typed Wrongly", "2026-11-30")
        try fund.workflows.withdrawSupport(
            wrong, reason: "Another group", as: try fund.person("officer"))
        #expect(
            problem {
                try fund.workflows.withdrawSupport(
                    wrong, reason: "Again", as: try fund.person("officer"))
            }?.code == "support-withdrawn")
        let auditor = try fund.person("auditor")
        func report() throws -> SupportReport {
            try fund.services.reports.supportReport(as: auditor)
        }
        #expect(try report().groups.map(\.standing) == [.notApplied, .notApplied])
        let references = try fund.decidable([(200_000, nil), (300_000, nil)])
        let applied = try report().groups
        #expect(applied.map(\.group) == ["Nobody Yet", "group 1 of round-1"])
        #expect(applied.map(\.standing) == [.notApplied, .applied])
        #expect(applied[1].times == 2 && applied[1].minutes == 75)
        #expect(applied[1].first == "2026-11-20" && applied[1].last == "2026-11-25")
        #expect(applied[1].applications.map { "\($0.reference)" } == [references[0]])
        // Whoever was helped only after they had applied did not apply because of it.
        fund.setTime("2026-12-03T10:00")
        _ = try help(fund, "Group 2 of round-1", "2026-12-03")
        #expect(try report().support.count == 5 && report().rows.last?[8].string == nil)
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: try fund.person("decider"))
        let awarded = try report()
        #expect(awarded.count(.awarded) == 1 && awarded.count(.notApplied) == 2)
        #expect(
            try Command.sql(fund.databasePath, "UPDATE commissioningSupport SET minutes = 5;")
                .errors.contains("commissioning-kept"))
    }
}
