import TestSupport
import Testing

@Suite("The pages of advice")
struct AdvicePagesTests {
    @Test("what is tried stands in the form, mistakes are told at the field, nothing is changed")
    func pages() throws {
        let fund = try CommandLineFund()
        try fund.proposed(amounts: [1_000_000, 900_000, 800_000, 700_000, 600_000])
        let server = try Server(fund, people: [])
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        let head = try fund.good("audit head").output
        for (page, link) in [
            ("ranking", "ranking/sensitivity"), ("ranking", "decision/allocations"),
            ("decision", "decision/allocations"),
        ] {
            let text = try officer.get("/work/round-1/\(page)").text
            #expect(text.contains("href=\"/work/round-1/\(link)\""), "\(page)")
        }
        let sensitivity = try officer.get("/work/round-1/ranking/sensitivity")
        #expect(sensitivity.status == 200)
        #expect(sensitivity.text.contains("Where the meeting should spend its time"))
        #expect(sensitivity.text.contains("Applications that can be compared: 0."))
        let tried = try officer.get(
            "/work/round-1/decision/allocations?budget=25%2C000&cap=4000&threshold=&weight-need=30")
        #expect(tried.status == 200)
        #expect(tried.text.contains("value=\"25,000\"") && tried.text.contains("£25,000.00"))
        #expect(tried.text.contains("What would change against proposal 1"))
        let wrong = try officer.get(
            "/work/round-1/decision/allocations?budget=lots&weight-need=90&weight-lens=20")
        #expect(wrong.status == 422)
        #expect(wrong.text.contains("href=\"#f-budget\"") && wrong.text.contains("value=\"lots\""))
        let shares = try officer.get(
            "/work/round-1/decision/allocations?weight-need=90&weight-lens=20")
        #expect(shares.status == 422 && shares.text.contains("cannot add up to 100%"))
        #expect(try fund.good("audit head").output == head)
        let member = Visitor(server)
        try member.signIn("p1@example.org")
        #expect(try member.get("/work/round-1/ranking/sensitivity").status == 403)
        #expect(try member.get("/work/round-1/decision/allocations").status == 403)
    }
}
