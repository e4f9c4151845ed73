import Bootstrap
import Commissioning
import Foundation
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

/// A round of three awards that are agreed; the first has a survey.
struct SurveyedRound {
    static let header = "get-on,belong,trust,friends,code\n"
    let round: AgreedRound

    var fund: TestFund { round.fund }
    var flow: Workflows { fund.workflows }
    var first: String { round.references[0] }

    init(opened: Bool = true) throws {
        round = try AgreedRound()
        for reference in round.references { try round.accept(reference) }
        if opened { try open() }
    }

    func open(_ reference: String? = nil, as person: String = "officer") throws {
        try flow.openSurvey(
            reference ?? first, try fund.services.configuration(), as: try fund.person(person))
    }

    @discardableResult
    func begin(
        _ moment: SurveyMoment, _ reference: String? = nil, as person: String = "officer"
    ) throws -> String {
        try flow.openSurveyWave(moment, of: reference ?? first, as: try fund.person(person))
    }

    func end(_ moment: SurveyMoment, _ reference: String? = nil) throws {
        try flow.closeSurveyWave(
            moment, of: reference ?? first, as: try fund.person("officer"))
    }

    /// A file of answers to the first question, with codes; nil for a sheet without one.
    func take(
        _ points: [Int], codes: [String?] = [], _ moment: SurveyMoment,
        _ reference: String? = nil, as person: String = "officer"
    ) throws {
        let rows = points.enumerated().map { place, points in
            "\(points),,,,\(codes.indices.contains(place) ? codes[place] ?? "" : "")\n"
        }
        _ = try bring(Self.header + rows.joined(), moment, reference, as: person)
    }

    func bring(
        _ text: String, _ moment: SurveyMoment, _ reference: String? = nil,
        as person: String = "officer"
    ) throws -> Int {
        try flow.importSurveyAnswers(
            ByteSource(name: "sheets.csv", bytes: Array(text.utf8)), moment,
            of: reference ?? first, as: try fund.person(person))
    }

    func answer(_ token: String, _ points: Int64, code: String? = nil, mark: String? = nil) throws {
        try flow.answerSurvey(
            SurveyEntry(answers: ["get-on": points], code: code, mark: mark), token: token,
            as: Principal(.visitor, door: .http, systemUser: "tester"))
    }

    func enter(_ points: Int64, code: String? = nil, _ moment: SurveyMoment) throws {
        try flow.enterSurveyAnswer(
            SurveyEntry(answers: ["get-on": points], code: code), moment, of: first,
            as: try fund.person("officer"))
    }

    func report(_ reference: String? = nil, as person: String? = nil) throws -> SurveyReport {
        try fund.services.reports.survey(
            reference ?? first, as: try person.map { try fund.person($0) } ?? TestFund.operator)
    }

    /// What is shown of the first question, but for its key and words.
    func told() throws -> [String] { try report().rows[0].dropFirst(2).map(\.plainText) }

    func refuses(_ sql: String, _ code: String) throws {
        let done = try Command.run(
            "/usr/bin/env", ["sqlite3", fund.databasePath, "PRAGMA foreign_keys = ON; " + sql])
        #expect(done.errors.contains(code), "\(sql): \(done.errors)")
    }

    /// Asked once before and once after, on paper.
    func ask(
        before: [Int], after: [Int], _ reference: String? = nil, codes: [String?] = [],
        codesAfter: [String?]? = nil
    ) throws {
        try begin(.before, reference)
        try take(before, codes: codes, .before, reference)
        try end(.before, reference)
        try begin(.after, reference)
        try take(after, codes: codesAfter ?? codes, .after, reference)
        try end(.after, reference)
    }
}

@Suite("Those who take part are asked before and after")
struct SurveyTests {
    private static let six = [
        "Mill Lane soup", "anvil 12", "plum tree", "harbour", "qzv8", "teapot",
    ]

    @Test("the same people are compared by their codes, and then nothing is left to try a code by")
    func paired() throws {
        let round = try SurveyedRound()
        try round.begin(.before)
        try round.take([2, 3, 3, 2, 4, 3], codes: Self.six, .before)
        // Nothing shows before it is closed.
        #expect(try round.told() == Array(repeating: "", count: 12))
        try round.end(.before)
        #expect(
            try round.told() == ["6", "2.8", "17", "", "", "", "", "", "", "", "", ""])
        try round.begin(.after)
        try round.take(
            [3, 4, 3, 4, 4, 4], codes: Self.six.map { " " + $0.uppercased() + "  " }, .after)
        #expect(try round.fund.value("SELECT count(*) FROM commissioningSurveyCode;") == "12")
        try round.end(.after)
        // By hand: changes 1 1 0 2 0 1, mean 0.833, standard error 0.307, t 2.571 of 5 degrees.
        #expect(
            try round.told() == [
                "6", "2.8", "17", "6", "3.7", "67", "0.8", "0.0", "1.6", "paired", "6", "rose",
            ])
        for table in ["Secret", "Code", "File"] {
            #expect(
                try round.fund.value("SELECT count(*) FROM commissioningSurvey\(table);") == "0")
        }
        #expect(try round.fund.value("SELECT count(*) FROM commissioningSurveyPair;") == "6")
        for name in ["", "-wal"] {
            let path = round.fund.databasePath + name
            guard let bytes = FileManager.default.contents(atPath: path) else { continue }
            for code in ["Mill Lane", "mill lane", "MILL LANE", "teapot", "TEAPOT"] {
                #expect(bytes.range(of: Data(code.utf8)) == nil, "\(code) in \(path)")
            }
        }
    }

    @Test("nothing is shown of fewer than the minimum, in a wave or of a question")
    func minimum() throws {
        let round = try SurveyedRound()
        try round.begin(.before)
        let rows = "4,,,,\n5,,,,\n4,2,,,\n3,2,,,\n"
        #expect(try round.bring(SurveyedRound.header + rows, .before) == 4)
        #expect(try round.report().wave(.before)?.count.told == nil)
        try round.enter(5, .before)
        #expect(try round.report().wave(.before)?.count.told == 5)
        try round.end(.before)
        let told = try round.report().rows.map { $0[2...4].map(\.plainText) }
        #expect(told[0] == ["5", "4.2", "80"])
        for question in told[1...] { #expect(question == ["fewer than 5", "", ""]) }
        try round.begin(.after)
        try round.take([4, 4, 5], .after)
        try round.end(.after)
        #expect(
            try round.told() == [
                "5", "4.2", "80", "fewer than 5", "", "", "", "", "", "", "", "",
            ])
    }

    @Test("pairs are not shown beside all where the difference would tell of a few")
    func differences() throws {
        let round = try SurveyedRound()
        // One who did not come again: all before less the pairs would be that one.
        try round.ask(
            before: [2, 3, 3, 2, 4, 3, 1], after: [3, 4, 3, 4, 4, 4], codes: Self.six)
        let told = try round.told()
        #expect(told[0] == "7" && told[3] == "6")
        #expect(told[9] == "unpaired" && told[10].isEmpty, "\(told)")

        let other = round.round.references[1]
        try round.open(other)
        let more = Array(repeating: 3, count: 5)
        try round.ask(
            before: [2, 3, 3, 2, 4, 3] + more, after: [3, 4, 3, 4, 4, 4], other,
            codes: Self.six)
        let row = try round.report(other).rows[0].map(\.plainText)
        #expect(row[2] == "11" && row[5] == "6" && row[11] == "paired" && row[12] == "6")
        #expect(row[8] == "0.8" && row[13] == "rose")
    }

    @Test("fewer pairs than the minimum are compared as two groups, and chance is called chance")
    func unpaired() throws {
        let round = try SurveyedRound()
        try round.ask(
            before: [2, 3, 3, 2, 4, 3], after: [3, 3, 2, 3, 4, 3],
            codes: ["teapot", "harbour"])
        let told = try round.told()
        // Welch by hand: means 17/6 and 18/6, squared errors 0.0944 and 0.0667.
        #expect(
            Array(told[6...]) == ["0.2", "-0.7", "1.1", "unpaired", "", "noClearChange"], "\(told)")
        #expect(SurveyRows.decimal(-49) == "0.0" && SurveyRows.decimal(-50) == "-0.1")
    }

    @Test(
        "a code that two chose pairs neither, and nobody is told that it was chosen before")
    func sameCode() throws {
        let round = try SurveyedRound()
        let token = try round.begin(.before)
        try round.answer(token, 3, code: "teapot")
        try round.answer(token, 4, code: "Teapot")
        let file = problem { try round.take([3, 3], codes: ["new words", "tea pot"], .before) }
        #expect(file == nil)
        #expect(try round.fund.value("SELECT count(*) FROM commissioningSurveyAnswer;") == "4")
        // A form that comes twice counts once; with other answers it is another person's.
        for points: Int64 in [3, 3, 4] { try round.answer(token, points, mark: "one tablet") }
        #expect(try round.fund.value("SELECT count(*) FROM commissioningSurveyAnswer;") == "6")
        try round.end(.before)
        try round.begin(.after)
        try round.take([3, 3], codes: ["teapot", "new words"], .after)
        try round.end(.after)
        #expect(try round.fund.value("SELECT count(*) FROM commissioningSurveyPair;") == "1")
    }

    @Test("each wave opens and closes once, in turn, and so the schema has it")
    func turns() throws {
        let round = try SurveyedRound(opened: false)
        let database = round.fund
        #expect(problem { try round.begin(.before) }?.code == "survey-none")
        try round.open()
        #expect(problem { try round.open() }?.code == "survey-exists")
        #expect(problem { try round.begin(.after) }?.code == "survey-before-open")
        #expect(problem { try round.end(.before) }?.code == "survey-wave-not-opened")
        #expect(problem { try round.enter(3, .before) }?.code == "survey-not-open")
        let token = try round.begin(.before)
        #expect(token.utf8.count == 43)
        #expect(problem { try round.begin(.before) }?.code == "survey-wave-opened")
        #expect(problem { try round.begin(.after) }?.code == "survey-before-open")
        try round.answer(token, 4)
        let off = problem { try round.answer(token, 6) }
        #expect(off?.fields.map(\.code) == ["out-of-range"])
        let scale = """
            INSERT INTO commissioningSurveyPoint SELECT id, 'belong', 6
              FROM commissioningSurveyAnswer;
            """
        try round.refuses(scale, "survey-off-scale")
        try round.refuses("DELETE FROM commissioningSurveySecret;", "survey-kept")
        try round.refuses("DELETE FROM commissioningSurveyAnswer;", "survey-kept")
        try round.refuses("UPDATE commissioningSurvey SET form = '{}';", "survey-kept")
        try round.refuses(
            "INSERT OR REPLACE INTO commissioningSurvey SELECT * FROM commissioningSurvey;",
            "survey-exists")
        try round.end(.before)
        #expect(problem { try round.end(.before) }?.code == "survey-wave-closed")
        #expect(problem { try round.answer(token, 4) }?.code == "survey-not-open")
        #expect(problem { try round.begin(.before) }?.code == "survey-wave-opened")
        try round.refuses("DELETE FROM commissioningSurveyClosing;", "survey-kept")
        try round.refuses(
            "INSERT INTO commissioningSurveyAnswer SELECT 7, id, 'link' FROM commissioningSurveyWave;",
            "survey-not-open")
        try round.refuses(
            scale.replacing("6", with: "5"), "survey-not-open")
        try round.refuses(
            """
            INSERT INTO commissioningSurveyWave (surveyId, moment, token, openedById, openedAt,
              openedOn) SELECT surveyId, 'before', token || 'x', openedById, openedAt, openedOn
              FROM commissioningSurveyWave;
            """, "survey-wave-opened")
        #expect(try database.value("SELECT count(*) FROM commissioningSurveyAnswer;") == "1")
    }

    @Test("no row and no entry of the trail says who answered or when, and a form counts once")
    func anonymous() throws {
        let round = try SurveyedRound()
        let token = try round.begin(.before)
        let before = try round.fund.value("SELECT count(*) FROM auditEntry;")
        let mark = String(repeating: "m", count: 43)
        for points in [1, 2, 3] as [Int64] { try round.answer(token, points) }
        try round.answer(token, 5, code: "teapot", mark: mark)
        try round.answer(token, 5, code: "teapot", mark: mark)
        #expect(try round.fund.value("SELECT count(*) FROM commissioningSurveyAnswer;") == "4")
        #expect(try round.fund.value("SELECT count(*) FROM commissioningSurveyCode;") == "1")
        #expect(try round.fund.value("SELECT count(*) FROM auditEntry;") == before)
        for table in ["Answer", "Point", "Code", "Pair"] {
            let columns = try round.fund.value(
                "SELECT group_concat(name) FROM pragma_table_info('commissioningSurvey\(table)');")
            #expect(
                !["At", "On", "By", "person", "address"].contains { columns.contains($0) },
                "\(columns)")
        }
        // Random numbers, and not in the order in which people came.
        let numbers = try round.fund.value(
            "SELECT group_concat(id) FROM commissioningSurveyAnswer;"
        ).split(separator: ",").compactMap { Int64($0) }
        #expect(numbers.count == 4 && numbers.max() ?? 0 > 1_000_000_000_000)
        // Typed in from paper: that somebody did so stands in the trail, not what they typed.
        try round.enter(2, code: "harbour", .before)
        let trail = try round.fund.value(
            "SELECT action || detail FROM auditEntry ORDER BY sequence DESC LIMIT 1;")
        #expect(trail == #"survey.entry{"wave":"before"}"#, "\(trail)")
    }

    @Test(
        "everything that is wrong with a file is named by line and column, and none of it is taken")
    func files() throws {
        let round = try SurveyedRound()
        try round.begin(.before)
        func codes(_ text: String) -> [String] {
            (problem { _ = try round.bring(text, .before) }?.fields ?? []).map {
                "\($0.place) \($0.code)"
            }
        }
        #expect(codes("") == ["line 1 file-empty"])
        #expect(
            codes("get-on,colour,get-on\n1,2,3\n") == [
                "line 1 column-unknown", "line 1 column-missing", "line 1 column-missing",
                "line 1 column-missing", "line 1 column-twice",
            ])
        let wrong =
            SurveyedRound.header
            + "6,,11,,\n1,x,,,abc\n,,,,\n,,,,teapot\n2,,,,Tea\u{202E}pot\n1,2\n"
            + "3,,,,harbour\n4,,,,Harbour\n=1+1,,,,\n\"1,,,,\n"
        #expect(
            codes(wrong) == [
                "line 2: get-on out-of-range", "line 2: trust out-of-range",
                "line 3: belong not-whole-number", "line 3: code survey-code-short",
                "line 5 survey-nothing", "line 6: code one-line", "line 7 field-count",
                "line 9: code survey-code-line", "line 10: get-on not-whole-number",
                "line 11 csv-quote-open",
            ], "\(codes(wrong))")
        let large = SurveyedRound.header + String(repeating: "1,,,,\n", count: 5001)
        #expect(codes(large) == ["line 5002 too-many-rows"])
        let bytes = [UInt8](repeating: 0xFF, count: 40)
        let binary = problem {
            _ = try round.flow.importSurveyAnswers(
                ByteSource(name: "x", bytes: bytes), .before, of: round.first,
                as: try round.fund.person("officer"))
        }
        #expect(binary?.kind == .invalid)
        #expect(try round.fund.value("SELECT count(*) FROM commissioningSurveyAnswer;") == "0")
        // A good one counts once, its columns in any order, with quotes where a program puts them.
        let good = "\u{FEFF}CODE,friends,trust,belong,Get-On\r\n\"teapot\",5,10,1,1\r\n,,0,,\r\n"
        #expect(try round.bring(good, .before) == 2)
        #expect(problem { _ = try round.bring(good, .before) }?.code == "survey-file-twice")
        #expect(
            try round.fund.value(
                "SELECT group_concat(points) FROM (SELECT points FROM commissioningSurveyPoint"
                    + " ORDER BY points);") == "0,1,1,5,10")
    }

    @Test("officers run it, the group types in and reads its own, others read or see nothing")
    func roles() throws {
        let round = try SurveyedRound(opened: false)
        for person in ["decider", "finance", "auditor", "applicant"] {
            #expect(problem { try round.open(as: person) }?.kind == .forbidden, "\(person)")
        }
        #expect(problem { _ = try round.report(as: "applicant") }?.code == "survey-none")
        #expect(try round.report(as: "officer").survey == nil)
        try round.open()
        #expect(problem { try round.begin(.before, as: "applicant") }?.kind == .forbidden)
        try round.begin(.before)
        try round.take([3, 3, 4, 4, 5], .before, as: "applicant")
        let own = try round.report(as: "applicant")
        #expect(own.isOwn && own.isWorkedOn)
        #expect(own.json { "LINK \($0)" }.text.contains("LINK "))
        for person in ["decider", "auditor"] {
            let report = try round.report(as: person)
            #expect(!report.isWorkedOn && !report.json { "LINK \($0)" }.text.contains("LINK "))
            #expect(problem { try round.take([3], .before, as: person) }?.kind == .forbidden)
        }
        #expect(problem { _ = try round.report(as: "finance") }?.kind == .forbidden)
        let stranger = try round.fund.volunteer("stranger@example.org")
        #expect(
            problem {
                _ = try round.fund.services.reports.survey(round.first, as: stranger)
            }?.kind == .notFound)
        #expect(
            problem {
                _ = try round.flow.importSurveyAnswers(
                    ByteSource(name: "x", bytes: Array((SurveyedRound.header + "3,,,,\n").utf8)),
                    .before, of: round.first, as: stranger)
            }?.kind == .notFound)
        try round.end(.before)
        #expect(try round.report(as: "applicant").rows[0][3].plainText == "3.8")
    }

    @Test("by priority only what each survey tells by itself is summed up")
    func priorities() throws {
        let round = try SurveyedRound()
        let references = round.round.references
        try round.open(references[1])
        try round.open(references[2])
        try round.ask(before: [2, 3, 3, 2, 4, 3], after: [3, 4, 3, 4, 4, 4])
        try round.ask(before: [1, 2, 3, 4, 5], after: [5, 5, 5, 5, 5], references[1])
        // So few that the sum must not hold them: what it has beyond the two would be theirs.
        try round.ask(before: [1, 1, 1], after: [5, 5, 5], references[2])
        let rows = try round.fund.services.reports.surveyPriorityRows(
            of: "round-1", as: try round.fund.person("officer"))
        #expect(rows.count == 1 && rows[0][0].plainText == "belonging")
        let row = rows[0].dropFirst(2).map(\.plainText)
        // 32/11 and 47/11.
        #expect(
            Array(row[..<9]) == [
                "2", "get-on", row[2], "11", "2.9", "27", "11", "4.3", "82",
            ], "\(row)")
        #expect(row[12] == "unpaired" && row[14] == "rose", "\(row)")
        let lines = try round.fund.services.reports.surveys(
            of: "round-1", as: try round.fund.person("auditor")
        ).lines
        #expect(lines.map { $0.row[3].plainText } == ["6", "5", "fewer than 5"])
        #expect(
            problem {
                _ = try round.fund.services.reports.surveyPriorityRows(
                    of: "round-1", as: try round.fund.person("finance"))
            }?.kind == .forbidden)
    }

    @Test("a survey keeps its questions and its minimum when the files change")
    func kept() throws {
        let round = try SurveyedRound()
        let path = round.fund.services.settings.configurationFolder + "/surveys.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try Data(
            text.replacing("minimum: 5", with: "minimum: 3").replacing(
                "I feel that I belong where I live", with: "Something else"
            ).utf8
        ).write(to: URL(fileURLWithPath: path))
        let form = try #require(try round.report().survey?.form)
        #expect(form.minimum == 5 && form.questions[1].title.hasPrefix("I feel"))
        let other = round.round.references[1]
        try round.open(other)
        let later = try #require(try round.report(other).survey?.form)
        #expect(later.minimum == 3 && later.questions[1].title == "Something else")
        try round.ask(before: [2, 3, 4], after: [3, 4, 5], other)
        #expect(try round.report(other).rows[0][2].plainText == "3")
    }

    @Test("nobody is asked of an award whose group was not told, or that does not stand")
    func early() throws {
        let untold = try AgreedRound()
        let configuration = try untold.fund.services.configuration()
        let officer = try untold.fund.person("officer")
        #expect(
            problem {
                try untold.flow.openSurvey(untold.references[0], configuration, as: officer)
            }?.code == "survey-too-early")
        let round = try SurveyedRound(opened: false)
        try FileManager.default.removeItem(
            atPath: round.fund.services.settings.configurationFolder + "/surveys.yaml")
        #expect(problem { try round.open() }?.code == "surveys-not-set-up")
    }
}
