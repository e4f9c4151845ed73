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
        #expect(rows.first?.hasSuffix(",awardedOnAppealOn") == true)
        #expect(rows.filter { $0.hasSuffix(",") }.count == 3, "\(rows)")
        #expect(rows.last?.hasPrefix(reference) == true && rows.last?.hasSuffix(",") == false)
        let record = try server.good("GET", "decisions/round-1")
        let marks = record["awards"]?.array?.map { $0["awardedOnAppealOn"]?.string }
        #expect(marks?.compactMap(\.self).count == 1 && marks?.count == 4)
        #expect(
            try fund.good("decision show --round round-1").output
                .contains("Awarded on appeal on "))
    }
}
