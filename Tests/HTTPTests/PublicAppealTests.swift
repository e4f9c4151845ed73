import FundCore
import TestSupport
import Testing

@Suite("What an appeal led to is marked in the public record")
struct PublicAppealTests {
    @Test("the page, the CSV, the API and the command say that it was awarded on appeal, and when")
    func marked() throws {
        let fund = try CommandLineFund(edits: [
            (
                "Config/rounds.yaml", "controls: {}",
                """
                controls: {callIn: true}
                    callIn: {workingDays: 5, countPublicationDay: true}
                """
            ),
            (
                "Config/rounds.yaml", "partialAwards: true        # may",
                "partialAwards: false       # may"
            ),
        ])
        try fund.proposed(amounts: [500_000, 900_000, 900_000, 900_000], minimum: 100_000)
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        try fund.good(
            "decision record --round round-1 --recommendation Three --outcomes Good "
                + "--alternatives None", as: "decider")
        try fund.good("decision publish --round round-1", as: "decider")
        try fund.good("letter send --round round-1", as: "officer")
        let reference =
            try Command.sql(
                fund.database, "SELECT reference FROM application WHERE status = 'declined';"
            ).output.trimmed
        let server = try Server(fund)
        let page = "/decisions/round-1"
        #expect(!(try Visitor(server).get(page).text.contains("appeal")))
        try fund.good(
            "appeal receive \(reference) --kind appeal --grounds Misread --came-by email",
            as: "officer")
        try fund.good("appeal review 1 --outcome upheld --reason So", as: "officer2")
        let low = try fund.run("appeal award 1 --amount £0.50 --reason So", as: "decider2")
        #expect(low.status == 1 && low.errors.contains("£0.50"), "\(low.errors)")
        try fund.good("appeal award 1 --amount £2,500 --reason So", as: "decider2")
        let shown = try Visitor(server).get(page).text
        #expect(shown.contains("How it was awarded") && shown.contains("Awarded on appeal, on "))
        #expect(shown.contains("By this decision"))
        let rows = try Visitor(server).get("\(page)/awards.csv").text
            .split(whereSeparator: \.isNewline)
        #expect(rows.first?.contains(",awardedOnAppealOn,withdrawnOn,") == true)
        #expect(rows.filter { $0.contains(",published,,,") }.count == 3, "\(rows)")
        #expect(rows.last?.hasPrefix(reference) == true)
        #expect(rows.last?.contains(",published,,") == false)
        let record = try server.good("GET", "decisions/round-1")
        let marks = record["awards"]?.array?.map { $0["awardedOnAppealOn"]?.string }
        #expect(marks?.compactMap(\.self).count == 1 && marks?.count == 4)
        #expect(
            try fund.good("decision show --round round-1").output
                .contains("Awarded on appeal on "))
        #expect(
            try fund.good("score explain \(reference)").output
                .contains("changed on appeal on ") == true)

        // What a complaint took back is marked as well, and counts no more.
        let all = try Visitor(server).get(page).text
        #expect(all.contains("Awards: 4, together £29,500.00"), "\(all)")
        let taken =
            try Command.sql(
                fund.database, "SELECT reference FROM award ORDER BY id LIMIT 1;"
            ).output.trimmed
        try fund.good(
            "appeal receive \(taken) --kind complaint --grounds Misspent --came-by email "
                + "--from-others", as: "officer2")
        try fund.good("appeal review 2 --outcome upheld --reason So", as: "officer2")
        try fund.good("appeal withdraw 2 --reason So", as: "decider2")
        let now = try Visitor(server).get(page).text
        #expect(now.contains("Awards: 3, together £20,500.00") && now.contains("Withdrawn on "))
        let after = try server.good("GET", "decisions/round-1")
        #expect(after["totalPence"]?.int == 2_050_000)
        let first = after["awards"]?.array?.first { $0["reference"]?.string == taken }
        #expect(first?["withdrawnOn"]?.string != nil && first?["standsPence"]?.int == 0)
        let row = try Visitor(server).get("\(page)/awards.csv").text
            .split(whereSeparator: \.isNewline).first { $0.hasPrefix(taken) }
        #expect(row?.hasSuffix(",0,") == true, "\(row ?? "")")
        #expect(try fund.good("decision list --format json").output.contains("2050000"))
        #expect(
            try fund.good("decision show --round round-1").output.contains("Withdrawn on "))
        let explained = try fund.good("score explain \(taken)").output
        #expect(explained.contains("withdrawn on a complaint") && explained.contains("£0.00"))
    }

    @Test("before its day a decision and what is added to it are said to be unread")
    func scheduled() throws {
        let fund = try CommandLineFund(edits: [
            (
                "Config/rounds.yaml", "controls: {}",
                """
                controls: {callIn: true}
                    callIn: {workingDays: 5, countPublicationDay: true}
                """
            )
        ])
        try fund.proposed(amounts: [500_000])
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        try fund.good(
            "decision record --round round-1 --recommendation One --outcomes Good "
                + "--alternatives None", as: "decider")
        let later = try Command.sql(fund.database, "SELECT date('now', '+20 days');")
            .output.trimmed
        let published = try fund.good(
            "decision publish --round round-1 --on \(later)", as: "decider")
        #expect(published.errors.contains("nobody outside can read it before"), "\(published)")
        #expect(!published.errors.contains("Published on"))
        let corrected = try fund.good(
            "decision correct --round round-1 --text Two", as: "decider")
        #expect(corrected.errors.contains("Nobody outside can read either before"))
    }
}
