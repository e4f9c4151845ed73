import Applications
import Bootstrap
import FundCore
import Identity
import Publishing
import Synchronization
import TestSupport
import Testing
import Workflows

@Suite("Due diligence: the program finds, people decide, and no award comes before")
struct ScreeningTests {
    /// Round 2 with a proposal that gives money to the first two of three.
    private func proposed() throws -> (fund: TestFund, references: [String]) {
        let fund = try TestFund(
            now: "2027-03-02T10:00",
            edits: [
                (
                    "Config/rounds.yaml",
                    "      interests: true          # members say whether they have an interest before they score\n",
                    ""
                ), ("Config/rounds.yaml", "    form: form-round-2.yaml", "    form: form.yaml"),
                ("Config/rounds.yaml", "      briefing: true ", "      briefing: false "),
                ("Config/rounds.yaml", "      assignment: true ", "      assignment: false "),
                TestFund.withoutMeeting,
                ("Config/rounds.yaml", "      maximum: £5,000", "      maximum: £20,000"),
            ])
        let references = try fund.decidable(
            [(1_500_000, nil), (1_500_000, nil), (100_000, nil)], round: "round-2")
        _ = try fund.workflows.propose(round: "round-2", as: try fund.person("officer"))
        return (fund, references)
    }

    private func approve(_ fund: TestFund) throws {
        _ = try fund.workflows.approve(
            round: "round-2", proposal: nil, reason: "The best fit",
            as: try fund.person("decider"))
    }

    private func barred(_ fund: TestFund) -> [String] {
        let report = problem { try approve(fund) }
        #expect(report?.code == "screening-awards-barred", "\(String(describing: report))")
        return report?.fields.map(\.code) ?? []
    }

    private func decide(
        _ fund: TestFund, _ id: Int64, _ verdict: ScreeningVerdict, by person: String = "officer"
    ) throws -> ScreeningStanding {
        try fund.workflows.decideCandidate(
            ScreeningCandidateID(id), verdict, reason: "Looked into it", as: fund.person(person)
        ).standing
    }

    /// A list on which the first group of round 2 stands.
    private func listNamingFirst(day: String = "21-Feb-2027", regime: String = "Freedonia")
        -> String
    {
        MadeUpLists.sanctions(
            day: day,
            more: [
                MadeUpLists.row([
                    "Unique ID": "MUP0009", "Designation Type": "Entity", "Regime Name": regime,
                    "Name 6": "GROUP 1 OF ROUND-2", "Name type": "Primary Name",
                ])
            ])
    }

    private func screen(_ fund: TestFund) throws {
        _ = try fund.workflows.runScreening(round: "round-2", as: try fund.person("officer"))
    }

    @Test("a round that screens awards nothing before, and awards after")
    func gate() throws {
        let (fund, _) = try proposed()
        #expect(
            barred(fund) == [
                "screening-list-absent", "screening-list-absent", "screening-never",
                "screening-never",
            ])
        try fund.importList(.ukSanctions, MadeUpLists.sanctions())
        #expect(barred(fund).filter { $0 == "screening-list-absent" }.count == 1)
        try fund.importList(.proscribed, MadeUpLists.proscribed())
        #expect(barred(fund) == ["screening-never", "screening-never"])
        try screen(fund)
        #expect(try fund.candidates().isEmpty)
        // A newer list than the one that was looked in.
        try fund.importList(.ukSanctions, MadeUpLists.sanctions(day: "22-Feb-2027"))
        #expect(barred(fund) == ["screening-before-list", "screening-before-list"])
        try screen(fund)
        try approve(fund)
        #expect(
            try fund.value(
                "SELECT count(*), sum(screeningGroundId = applicationId) FROM award;") == "2|2")
        #expect(try fund.value("SELECT count(*) FROM applicationScreeningGround;") == "2")
    }

    @Test("a round that does not screen awards as ever; it can be screened all the same")
    func without() throws {
        let fund = try TestFund(now: "2026-12-01T10:00")
        _ = try fund.decidable([(250_000, nil)])
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        try fund.importList(.ukSanctions, MadeUpLists.sanctions(day: "20-Nov-2026"))
        let result = try fund.workflows.runScreening(
            round: "round-1", as: try fund.person("officer"))
        #expect(result.applicationCount == 1 && result.candidateCount == 0)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fits", as: try fund.person("decider"))
    }

    @Test("a candidate bars the award until a person has said that it is none")
    func candidate() throws {
        let (fund, references) = try proposed()
        try fund.importList(.ukSanctions, listNamingFirst())
        try fund.importList(.proscribed, MadeUpLists.proscribed())
        try screen(fund)
        let rows = try fund.candidates()
        #expect(rows.map { $0[1].plainText } == [references[0]])
        let id = try #require(rows[0][0].int)
        #expect(rows[0][4].int ?? 0 >= 980 && rows[0][6].plainText == "MUP0009")
        #expect(barred(fund) == ["screening-candidate-open"])
        #expect(try decide(fund, id, .refer) == .referred)
        #expect(barred(fund) == ["screening-candidate-referred"])
        #expect(try decide(fund, id, .notAMatch, by: "officer2") == .notAMatch)
        // Found again with the same grounds it is the same, and what was decided stands.
        try fund.importList(.ukSanctions, listNamingFirst(day: "22-Feb-2027"))
        try screen(fund)
        #expect(try fund.candidates().map { $0[0].int } == [id])
        // The list says something else of it: it is another candidate.
        try fund.importList(
            .ukSanctions, listNamingFirst(day: "23-Feb-2027", regime: "Sylvania"))
        try screen(fund)
        let other = try #require(try fund.candidates().first?[0].int)
        #expect(other != id)
        #expect(barred(fund) == ["screening-candidate-open"])
        #expect(try decide(fund, other, .notAMatch) == .notAMatch)
        try approve(fund)
    }

    @Test("a match takes two people, and so does taking it back")
    func match() throws {
        let (fund, _) = try proposed()
        try fund.importList(.ukSanctions, listNamingFirst())
        try fund.importList(.proscribed, MadeUpLists.proscribed())
        try screen(fund)
        let id = try #require(try fund.candidates().first?[0].int)
        let candidate = ScreeningCandidateID(id)
        #expect(
            problem {
                _ = try fund.workflows.confirmCandidate(candidate, as: fund.person("officer2"))
            }?.code == "screening-nothing-to-confirm")
        #expect(try decide(fund, id, .match) == .unconfirmed)
        #expect(barred(fund) == ["screening-candidate-unconfirmed"])
        #expect(
            problem {
                _ = try fund.workflows.confirmCandidate(candidate, as: fund.person("officer"))
            }?.code == "screening-second-person")
        #expect(
            try Command.sql(
                fund.databasePath,
                """
                INSERT INTO applicationScreeningConfirmation
                  SELECT id, decidedById, decidedById, 1 FROM applicationScreeningVerdict;
                """
            ).errors.contains("screening-second-person"))
        #expect(
            try fund.workflows.confirmCandidate(candidate, as: fund.person("decider2")).standing
                == .match)
        #expect(barred(fund) == ["screening-candidate-match"])
        #expect(try decide(fund, id, .notAMatch) == .unconfirmed)
        #expect(barred(fund) == ["screening-candidate-unconfirmed"])
        #expect(
            try fund.workflows.confirmCandidate(candidate, as: fund.person("officer2")).standing
                == .notAMatch)
        try approve(fund)
    }

    @Test("whoever has an interest in an application neither clears nor confirms its candidate")
    func interested() throws {
        let (fund, references) = try proposed()
        try fund.importList(.ukSanctions, listNamingFirst())
        try fund.importList(.proscribed, MadeUpLists.proscribed())
        try screen(fund)
        let id = try #require(try fund.candidates().first?[0].int)
        for name in ["officer", "decider2"] {
            try fund.workflows.declareInterest(
                in: references[0], has: true, detail: "My sister runs it.",
                as: try fund.person(name))
        }
        #expect(
            problem { _ = try decide(fund, id, .notAMatch) }?.code == "judge-with-interest")
        #expect(try decide(fund, id, .match, by: "officer2") == .unconfirmed)
        func confirm(_ person: String) throws -> ScreeningStanding {
            try fund.workflows.confirmCandidate(
                ScreeningCandidateID(id), as: try fund.person(person)
            ).standing
        }
        for name in ["officer", "decider2"] {
            #expect(problem { _ = try confirm(name) }?.code == "judge-with-interest", "\(name)")
        }
        #expect(
            try fund.value("SELECT count(*) FROM auditEntry WHERE action = 'attempt.refusal';")
                == "3")
        #expect(try confirm("decider") == .match)
    }

    @Test("another name in an application wants another screening; an old list a newer one")
    func moved() throws {
        let (fund, references) = try proposed()
        try fund.screen()
        try fund.workflows.changeContact(
            of: references[1], ContactChange(name: "Somebody Else"), as: fund.person("officer"))
        #expect(barred(fund) == ["screening-other-names"])
        try screen(fund)
        fund.setTime("2027-03-20T10:00")
        #expect(barred(fund) == ["screening-list-old"])
    }

    @Test("who may: officers take in, screen and decide; others read, and applicants do not")
    func roles() throws {
        let (fund, _) = try proposed()
        for name in ["decider", "auditor", "finance", "p1", "admin"] {
            let who = try fund.person(name)
            for work: () throws -> Void in [
                { _ = try fund.workflows.runScreening(round: "round-2", as: who) },
                {
                    _ = try fund.workflows.importList(
                        .proscribed, ByteSource(name: "x", bytes: []), reportedOn: nil, as: who)
                },
                {
                    _ = try fund.workflows.decideCandidate(
                        ScreeningCandidateID(1), .refer, reason: "x", as: who)
                },
            ] { #expect(problem(work)?.kind == .forbidden, "\(name)") }
        }
        for name in ["finance", "p1", "applicant"] {
            let who = try fund.person(name)
            #expect(
                problem { try fund.services.reports.listImports(as: who) { _ in } }?.kind
                    == .forbidden)
        }
    }

    @Test(
        "the same file twice changes nothing; an older one, one from tomorrow and half of one not")
    func imports() throws {
        let fund = try TestFund(now: "2027-03-02T10:00")
        let first = try fund.importList(.ukSanctions, MadeUpLists.sanctions())
        #expect(!first.isRepeat && first.imported.entryCount == 3)
        let state =
            "SELECT count(*) || '/' || (SELECT count(*) FROM auditEntry) FROM applicationListName;"
        let before = try fund.value(state)
        let again = try fund.importList(.ukSanctions, MadeUpLists.sanctions())
        #expect(again.isRepeat && again.imported.id == first.imported.id)
        #expect(try fund.value(state) == before)
        #expect(
            problem {
                try fund.importList(.ukSanctions, MadeUpLists.sanctions(day: "19-Feb-2027"))
            }?
            .code == "screening-list-older")
        #expect(
            problem {
                try fund.importList(.ukSanctions, MadeUpLists.sanctions(day: "03-Mar-2027"))
            }?
            .code == "screening-date-ahead")
        // What was wrong leaves nothing behind.
        #expect(problem { try fund.importList(.proscribed, "name\n\"x") }?.kind == .invalid)
        #expect(try fund.value("SELECT count(*) FROM applicationListImport;") == "1")
        // The newer takes the older one's place; when it was, and its hash, stay.
        try fund.importList(.ukSanctions, MadeUpLists.sanctions(day: "21-Feb-2027"))
        #expect(try fund.value("SELECT count(DISTINCT importId) FROM applicationListName;") == "1")
        #expect(try fund.value("SELECT count(*) FROM applicationListImport;") == "2")
        let hash = SHA256Hex(of: MadeUpLists.sanctions())
        #expect(
            try fund.value("SELECT count(*) FROM applicationListImport WHERE fileHash = '\(hash)';")
                == "1")
        #expect(
            try Command.sql(fund.databasePath, "DELETE FROM applicationListName;").errors.contains(
                "screening-kept"))
    }

    @Test("an import that stopped half way is not looked in, and the next takes its place")
    func half() throws {
        let fund = try TestFund(now: "2027-03-02T10:00")
        let rows = (0..<3000).map {
            MadeUpLists.row([
                "Unique ID": "X\($0)", "Name 6": "PRETEND \($0)", "Designation Type": "Entity",
            ])
        }
        let text = MadeUpLists.sanctions(more: rows)
        let count = Reads()
        let breaking = ByteSource(name: "list") {
            // Read whole to be checked; while it is taken in, it changes.
            let isSecond = count.next() == 2
            var rest = Array(text.utf8)[...]
            if isSecond {
                rest = Array(text.replacing("PRETEND 2999", with: "PRETEND X").utf8)[...]
            }
            return {
                defer { rest = [] }
                return Array(rest)
            }
        }
        let officer = try fund.person("officer")
        let report = problem {
            _ = try fund.workflows.importList(
                .ukSanctions, breaking, reportedOn: nil, as: officer)
        }
        #expect(report?.code == "screening-file-changed")
        try fund.open("round-1")
        try fund.submit("Pretend 7")
        #expect(
            problem { _ = try fund.workflows.runScreening(round: "round-1", as: officer) }?.code
                == "screening-no-list")
        try fund.importList(.ukSanctions, text)
        #expect(try fund.value("SELECT count(*) FROM applicationListImport;") == "1")
        #expect(try fund.value("SELECT count(*) FROM applicationListEntry;") == "3003")
    }

    @Test(
        "people named in an application, other days of birth, charities that are not what they say")
    func subjects() throws {
        let fund = try TestFund(
            now: "2027-03-02T10:00",
            edits: [
                (
                    "Config/rounds.yaml", "        proscribed: 100\n",
                    "        proscribed: 100\n        charity-register: 30\n"
                ), ("Config/rounds.yaml", "    form: form-round-2.yaml", "    form: form.yaml"),
                ("Config/rounds.yaml", "      briefing: true ", "      briefing: false "),
                ("Config/rounds.yaml", "      assignment: true ", "      assignment: false "),
                TestFund.withoutMeeting,
                (
                    "Config/form.yaml", "      - key: need\n",
                    """
                          - key: helper
                            type: text
                            title: Who helps?
                            required: false
                            screens: person
                          - key: helperBorn
                            type: date
                            title: When were they born?
                            required: false
                            screens: birthDate
                          - key: need

                    """
                ),
            ])
        try fund.open("round-2")
        func submit(_ name: String, helper: String, born: String, number: String?) throws {
            let json = TestFund.application(name, number: number).replacing(
                "\"answers\":{",
                with: "\"answers\":{\"helper\":\"\(helper)\",\"helperBorn\":\"\(born)\",")
            _ = try fund.workflows.submitApplication(
                JSONReader.read(Array(json.utf8)), source: name, round: "round-2", late: nil,
                as: TestFund.operator)
        }
        try submit(
            "Elm Road Lunch Club", helper: "Tarek Muhammad Zarifian", born: "1975-06-01",
            number: "7000001")
        try submit(
            "Old Mill Singers", helper: "Muhammed Zarifian", born: "1999-06-01", number: "7000002")
        try submit("Third Made Up", helper: "Sam Ordinary", born: "1999-06-01", number: "7000003")
        try submit("Fourth Made Up", helper: "Ann Ordinary", born: "1999-06-01", number: "7000001")
        try fund.importList(.ukSanctions, MadeUpLists.sanctions())
        try fund.importList(.charityRegister, MadeUpLists.charities())
        try screen(fund)
        let found = try fund.candidates().map { row in
            "\(row[2].plainText): \(row[7].plainText) \(row[6].plainText)"
        }
        #expect(
            found == [
                "Elm Road Lunch Club: name MUP0001", "Old Mill Singers: name MUP0001",
                "Old Mill Singers: charity-removed 7000002",
                "Third Made Up: charity-unknown 7000003",
                "Fourth Made Up: charity-other-name 7000001",
            ])
        let rows = try fund.candidates()
        #expect((rows[1][4].int ?? 0) < (rows[0][4].int ?? 0))
        let file = try fund.services.reports.candidate(
            ScreeningCandidateID(rows[1][0].int ?? 0), as: try fund.person("auditor"))
        #expect(file["why"]?["lowered"]?.array?.compactMap(\.string) == ["birth-date"])
        #expect(file["listed"]?["births"]?.array?.compactMap(\.string) == ["dd/mm/1975"])
    }

    @Test("the schema itself refuses an award without a screening, and a screening of an old list")
    func schema() throws {
        let (fund, _) = try proposed()
        try fund.screen()
        try fund.importList(.ukSanctions, listNamingFirst())
        for (change, code) in [
            (
                "INSERT INTO applicationScreeningGround SELECT applicationId, id, '2027-03-02' FROM applicationScreening LIMIT 1;",
                "screening-not-newest"
            ),
            (
                "INSERT INTO applicationScreeningList VALUES (1, 'charity-register', 1);",
                "screening-list-not-newest"
            ),
            ("UPDATE awardRound SET needsScreening = 0;", "decision-stands"),
            ("DELETE FROM applicationScreening;", "screening-kept"),
            ("UPDATE applicationScreeningRun SET threshold = 900;", "screening-kept"),
            ("DELETE FROM applicationScreeningDemand;", "screening-kept"),
            (
                "INSERT INTO applicationListName VALUES (1, 'MUP0001', 'X', 'alias');",
                "screening-import-over"
            ),
        ] {
            #expect(
                try Command.sql(fund.databasePath, change).errors.contains(code), "\(change)")
        }
        try screen(fund)
        #expect(
            try Command.sql(
                fund.databasePath,
                """
                INSERT INTO applicationScreeningGround SELECT applicationId, max(id), '2027-03-02'
                FROM applicationScreening WHERE applicationId = 1;
                """
            ).errors.contains("screening-candidate-stands"))
    }

    @Test("a round's two hundred applications are looked for among thousands of names in seconds")
    func speed() throws {
        let fund = try TestFund(now: "2026-12-01T10:00")
        let words = (0..<600).map {
            "Pretend\($0 % 7)ika\(Character(Unicode.Scalar(97 + UInt8($0 % 26))))\($0 % 11 == 0 ? "u" : "o")"
        }
        let rows = (0..<2000).map { number in
            MadeUpLists.row([
                "Unique ID": "P\(number)", "Designation Type": "Individual",
                "Name 1": words[number % 600], "Name 2": words[number * 7 % 600],
                "Name 6": words[number * 13 % 600],
            ])
        }
        try fund.open()
        for number in 0..<50 { try fund.submit("Group \(words[number]) of Example") }
        try fund.importList(.ukSanctions, MadeUpLists.sanctions(day: "20-Nov-2026", more: rows))
        let began = ContinuousClock.now
        let result = try fund.workflows.runScreening(
            round: "round-1", as: try fund.person("officer"))
        #expect(result.applicationCount == 50)
        // Without optimisation, and beside other tests.
        #expect(began.duration(to: .now) < .seconds(30))
    }
}

/// Counts how often something was begun.
private final class Reads: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
