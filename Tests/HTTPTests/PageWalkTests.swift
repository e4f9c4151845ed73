import FundCore
import HTTPTypes
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Every page, every role")
struct PageWalkTests {
    private static let people: [(email: String, role: Role)] = [
        ("officer@example.org", .officer), ("p1@example.org", .panelMember),
        ("decider@example.org", .decisionMaker), ("finance@example.org", .finance),
        ("auditor@example.org", .auditor), ("admin@example.org", .administrator),
        ("volunteer@example.com", .applicant),
    ]

    /// What no answer may lack, whatever it says.
    private static func lacks(_ reply: Reply) -> [String] {
        ["content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"]
            .filter { reply.headers[$0] == nil }
    }

    @Test("who may not is refused, who is not known is asked to sign in, and nothing fails")
    func everything() throws {
        let fund = try CommandLineFund()
        try fund.proposed(amounts: [100_000, 200_000, 3_000_000 / 3])
        let server = try Server(fund, people: [])
        let reference =
            try Command.sql(fund.database, "SELECT reference FROM application LIMIT 1;").output
            .trimmed
        var visitors: [Role: Visitor] = [:]
        for (email, role) in Self.people {
            let visitor = Visitor(server)
            try visitor.signIn(email)
            visitors[role] = visitor
        }
        let nobody = Visitor(server)
        let values = [
            "round": "round-1", "reference": reference, "draft": "1", "page": "groupName",
            "question": "1", "tag": "en", "number": "1", "candidate": "1",
            "run": "CFR27-0001-A", "file": "1", "indicator": "belonging", "cycle": "cycle-1",
            "stage": "plan",
            "priority": "belonging", "token": "x", "wave": "before", "part": "vision",
            "kind": "cabinet", "dataset": "grants", "year": "2026",
        ]
        var count = 0
        for page in Page.all {
            let path = page.route.parameters.reduce(page.route.pattern) {
                $0.replacing("{\($1)}", with: values[$1] ?? "?")
            }
            #expect(!path.contains("?"), "\(path): a parameter without a value")
            func ask(_ visitor: Visitor) throws -> Reply {
                page.method == .get ? try visitor.get(path) : try visitor.post(path, [])
            }
            // Whoever is not known yet is shown where to sign in, and told what was not saved.
            let stranger = try ask(nobody)
            #expect(Self.lacks(stranger).isEmpty, "\(path): \(Self.lacks(stranger))")
            switch (page.audience, page.method) {
            case (.anybody, .get):
                #expect([200, 303, 404].contains(stranger.status), "\(path): \(stranger.status)")
            case (.anybody, _):
                #expect([303, 403].contains(stranger.status), "\(path): \(stranger.status)")
            case (_, .get):
                let location = stranger.headers["location"] ?? ""
                #expect(
                    stranger.status == 303 && location.hasPrefix("/sign-in?next=/"), "\(path)")
            default: #expect(stranger.status == 401, "\(path): \(stranger.status)")
            }
            for (_, role) in Self.people {
                guard let visitor = visitors[role] else { continue }
                // Signing out is for the end.
                if page.method == .post, page.route.pattern.contains("sign-out") { continue }
                let reply = try ask(visitor)
                count += 1
                let what = "\(page.method) \(path) by \(role): \(reply.status)"
                #expect(Self.lacks(reply).isEmpty, "\(what)")
                var mayNot = false
                if case .roles(let roles) = page.audience {
                    // Whoever has signed in may apply, whatever else they are.
                    mayNot = roles.isDisjoint(with: [role, .applicant])
                }
                if mayNot || page.method == .post {
                    // No form without its secret, even for those who may.
                    #expect(reply.status == 403, "\(what)")
                } else {
                    // A file of a run that there is not yet: 409.
                    #expect([200, 303, 404, 409].contains(reply.status), "\(what)")
                }
                #expect(
                    reply.headers["content-type"]?.hasPrefix("text/html") != false
                        || reply.status == 200, "\(what)")
            }
        }
        #expect(count > 500)
        try fund.good("audit verify")
    }

    @Test("where something is wrong, a page says so, in the browser's language, with every header")
    func errors() throws {
        let server = try Server(try CommandLineFund(), people: [])
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        let cases: [(status: Int, reply: Reply)] = [
            (404, try officer.get("/nowhere")), (404, try officer.get("/rounds/round-77")),
            (404, try officer.get("/drafts/99")), (404, try officer.get("/drafts/x")),
            (404, try officer.get("/applications/CF26-0001-X")),
            (404, try officer.get("/work/round-1/applications/nonsense")),
            (403, try officer.get("/work/round-1/scoring")),
            (405, try officer.post("/home", [])),
            (
                413,
                try officer.post("/sign-in", [("email", String(repeating: "a", count: 600_000))])
            ),
            (
                415,
                try server.ask(
                    "POST", "/sign-in", "{}", headers: [("Content-Type", "application/json")])
            ),
            (
                400,
                try server.ask(
                    "POST", "/sign-in", "email=%zz",
                    headers: [("Content-Type", "application/x-www-form-urlencoded")])
            ),
        ]
        for (status, reply) in cases {
            #expect(reply.status == status, "\(status): \(reply.status) \(reply.text.prefix(300))")
            #expect(Self.lacks(reply).isEmpty)
            #expect(reply.headers["content-type"] == "text/html; charset=utf-8")
            #expect(reply.text.contains("<h1") && reply.text.contains("lang=\"en\""))
        }
        officer.headers = [("Accept-Language", "fr, ur;q=0.8, en;q=0.5")]
        let urdu = try officer.get("/nowhere")
        #expect(urdu.text.contains("lang=\"ur\" dir=\"rtl\""))
        // A round that has not opened has nothing to rank, and that is no mistake.
        let planned = try officer.get("/work/round-1/ranking")
        #expect(planned.status == 200)
        // Programs are answered as programs, whatever they accept.
        let program = try server.ask("GET", "/api/nowhere", headers: [("Accept", "text/html")])
        #expect(program.headers["content-type"] == "application/problem+json")
    }

    @Test("what people write is shown as they wrote it and never runs")
    func escaping() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let evil = "<script>alert(1)</script>\"'&{{title}}"
        let reference = try fund.submit(evil.replacing("\"", with: "\\\""))
        let server = try Server(fund, people: [])
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        for path in [
            "/work/round-1/applications", "/work/round-1/applications/\(reference)",
            "/work/round-1/letters/\(reference)", "/applications/\(reference)/copy",
            "/work/round-1/applications?search=\(evil.formEncoded)",
        ] {
            let page = try officer.get(path)
            #expect(page.status == 200, "\(path)")
            #expect(!page.text.contains("<script"), "\(path)")
            #expect(page.text.contains("&lt;script&gt;alert(1)"), "\(path)")
        }
        let file = try officer.get("/work/round-1/applications.csv?search=")
        #expect(
            file.headers["content-disposition"]
                == "attachment; filename=\"round-1-applications.csv\"")
        #expect(file.text.contains(reference))
    }
}
