import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("A group that types in sheets cannot work out what others said")
struct SurveyPrivacyTests {
    private static let kept =
        "not shown: the group typed in sheets or may know them, and fewer than 5 people answered in "
        + "another way"

    /// A wave from its beginning to its end: by link, from the group's typing and an officer's.
    private func ask(
        _ round: SurveyedRound, _ moment: SurveyMoment, link: [Int64] = [], group: [Int] = [],
        officer: [Int] = [], codes: [String?] = [], linkCodes: [String?] = []
    ) throws {
        let token = try round.begin(moment)
        for (place, points) in link.enumerated() {
            try round.answer(
                token, points, code: linkCodes.indices.contains(place) ? linkCodes[place] : nil)
        }
        if !group.isEmpty { try round.take(group, codes: codes, moment, as: "applicant") }
        if !officer.isEmpty { try round.take(officer, codes: group.isEmpty ? codes : [], moment) }
        try round.end(moment)
    }

    @Test("one answer over the link beside sheets of the group is shown to nobody, with the reason")
    func withheld() throws {
        let round = try SurveyedRound()
        try ask(round, .before, link: [1], group: [5, 5, 5, 5, 5])
        for person in ["officer", "decider", "auditor", "applicant", nil] {
            let report = try round.report(as: person)
            #expect(
                report.rows[0].dropFirst(2).map(\.plainText)
                    == [Self.kept] + Array(repeating: "", count: 11), "\(person ?? "-")")
            #expect(report.withheldBecause?.contains("fewer than 5 people") == true)
            // Neither the mean nor the share stands anywhere in what programs are given.
            let json = report.json { $0 }
            let first = json["results"]?.array?.first
            #expect(first?["meanBefore"]?.text == "null" && first?["agreeBefore"]?.text == "null")
            #expect(json["withheldBecause"]?.string == report.withheldBecause)
            #expect(!json.text.contains("4.3") && !json.text.contains("83"))
        }
        let thread = try round.fund.services.reports.awardThread(
            of: round.first, as: try round.fund.person("auditor")
        ).json["outcomes"]?["survey"]
        let own = try round.report().json { $0 }
        #expect(thread?["results"] != nil && thread?["results"]?.text == own["results"]?.text)
        #expect(thread?["withheldBecause"]?.string != nil)
        // After, all by link: that is told, and no change.
        try ask(round, .after, link: [3, 4, 4, 5, 5])
        #expect(
            try round.told() == [
                Self.kept, "", "", "5", "4.2", "80", "", "", "", "", "", "",
            ])
        #expect(
            try round.fund.services.reports.surveyPriorityRows(
                of: "round-1", as: try round.fund.person("officer")
            ).isEmpty)
    }

    @Test("enough others, or none at all, are shown; also question by question")
    func enough() throws {
        let round = try SurveyedRound()
        let token = try round.begin(.before)
        for place in 0..<5 {
            let both: [String: Int64] = ["get-on": 4, "belong": 2]
            try round.flow.answerSurvey(
                SurveyEntry(answers: place < 2 ? both : ["get-on": 4]), token: token,
                as: Principal(.visitor, door: .http, systemUser: "tester"))
        }
        let rows = Array(repeating: "3,3,5,,\n", count: 6).joined()
        #expect(
            try round.bring(SurveyedRound.header + rows, .before, as: "applicant") == 6)
        try round.end(.before)
        let report = try round.report()
        let told = report.rows.map { $0[2...3].map(\.plainText) }
        // 5 and 6 answered the first; 2 and 6 the second; 0 and 6 the third.
        #expect(told[0] == ["11", "3.5"] && told[1] == [Self.kept, ""])
        #expect(told[2] == ["6", "5.0"] && told[3] == ["fewer than 5", ""], "\(told)")
        // All on the group's own sheets: nobody else is in it.
        try ask(round, .after, group: [3, 4, 4, 5, 5])
        #expect(try Array(round.told()[3...5]) == ["5", "4.2", "80"])
        #expect(
            try round.fund.value(
                "SELECT group_concat(way || n) FROM (SELECT way, count(*) AS n "
                    + "FROM commissioningSurveyAnswer GROUP BY way ORDER BY way);")
                == "group11,link5")
    }

    @Test("an officer's typing is hidden from the group, and hides few answers from nobody")
    func officers() throws {
        let all = try SurveyedRound()
        try ask(all, .before, officer: [5, 5, 5, 5, 1])
        #expect(try Array(all.told()[0...1]) == ["5", "4.2"])
        try ask(all, .after, link: [3, 3, 3, 3, 3], officer: [5])
        #expect(try Array(all.told()[3...4]) == ["6", "3.3"])
        // The group may have collected the sheets, and know what they say.
        let round = try SurveyedRound()
        try ask(round, .before, link: [1], officer: [5, 5, 5, 5])
        #expect(try Array(round.told()[0...1]) == [Self.kept, ""])
        try ask(round, .after, group: [5, 5, 5, 5], officer: [1])
        #expect(try Array(round.told()[3...5]) == [Self.kept, "", ""])
    }

    @Test("pairs are not shown where they, or all but they, would leave a few others")
    func pairs() throws {
        let codes: [String?] = (1...10).map { "code number \($0)" }
        // Before: five sheets with codes, five without, and six over the link, one without.
        let round = try SurveyedRound()
        try ask(
            round, .before, link: [1, 2, 3, 2, 4, 3], group: [2, 3, 2, 3, 2, 3, 3, 3, 3, 3],
            codes: Array(codes[..<5]), linkCodes: Array(codes[5...]))
        try ask(
            round, .after, link: [3, 4, 3, 4, 3, 4, 3, 4, 3, 4], linkCodes: codes)
        #expect(try round.fund.value("SELECT count(*) FROM commissioningSurveyPair;") == "10")
        let told = try round.told()
        #expect(told[0] == "16" && told[3] == "10" && told[9] == "unpaired", "\(told)")

        // The one over the link stays away, and everybody answers the way they did before: then
        // there is nobody whom pairs would tell of.
        let other = try SurveyedRound()
        try ask(
            other, .before, link: [1, 2, 3, 2, 4], group: [2, 3, 2, 3, 2, 3, 3, 3, 3, 3],
            codes: Array(codes[..<5]), linkCodes: Array(codes[5...]))
        try ask(
            other, .after, link: [3, 4, 3, 4, 3], group: [4, 3, 4, 3, 4],
            codes: Array(codes[..<5]), linkCodes: Array(codes[5...]))
        let shown = try other.told()
        #expect(shown[0] == "15" && shown[9] == "paired" && shown[10] == "10", "\(shown)")

        // Where the group knows what each of them said before, pairs would tell it what one said
        // after: how much changes vary weighs the one with the other.
        let half = try SurveyedRound()
        try ask(half, .before, group: [1, 1, 1, 1, 1, 5], codes: Array(codes[..<6]))
        try ask(half, .after, link: [3, 4, 3, 4, 3, 2], linkCodes: Array(codes[..<6]))
        #expect(try half.fund.value("SELECT count(*) FROM commissioningSurveyPair;") == "6")
        #expect(try half.told()[9] == "unpaired")

        // Likewise of sheets that an officer typed in: the group may have collected them.
        let collected = try SurveyedRound()
        try ask(collected, .before, officer: [1, 1, 1, 1, 1, 5], codes: Array(codes[..<6]))
        try ask(collected, .after, link: [3, 4, 3, 4, 3, 2], linkCodes: Array(codes[..<6]))
        #expect(try collected.fund.value("SELECT count(*) FROM commissioningSurveyPair;") == "6")
        #expect(try collected.told()[9] == "unpaired")
    }

    @Test("the schema takes no answer of which nobody knows how it came, and none changes")
    func schema() throws {
        let round = try SurveyedRound()
        let token = try round.begin(.before)
        try round.answer(token, 3)
        try round.refuses(
            "INSERT INTO commissioningSurveyAnswer (id, waveId) "
                + "SELECT 7, id FROM commissioningSurveyWave;", "survey-way-missing")
        try round.refuses(
            "INSERT INTO commissioningSurveyAnswer (id, waveId, way) "
                + "SELECT 7, id, 'post' FROM commissioningSurveyWave;", "CHECK constraint failed")
        try round.refuses("UPDATE commissioningSurveyAnswer SET way = 'officer';", "survey-kept")
    }
}
