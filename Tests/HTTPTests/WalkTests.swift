import Foundation
import FundCore
import TestSupport
import Testing

/// Walks a whole round over HTTP. At each step everybody tries: those who may not are refused, those
/// who may are answered as the description says.
private final class Walk {
    static let people: [(person: String, role: String)] = [
        ("officer", "officer"), ("p1", "panelMember"), ("decider", "decisionMaker"),
        ("finance", "finance"), ("auditor", "auditor"), ("admin", "administrator"),
        ("applicant", "applicant"),
    ]
    static let everybody = people.map(\.person)
    static let readers = ["officer", "p1", "decider", "finance", "auditor"]

    let server: Server
    private let description: DoorDescription
    private(set) var walked: Set<String> = []

    init(_ server: Server) throws {
        self.server = server
        description = try DoorDescription(server)
    }

    var undescribed: Set<String> { walked.subtracting(description.operations) }
    var unwalked: Set<String> { description.operations.subtracting(walked) }

    /// One step: who may is said here, and held against what the description says.
    ///
    /// - Parameters:
    ///   - pattern: behind `/api/v1/`, with the names of what is in braces.
    ///   - values: what stands in the braces.
    ///   - status: what those who may are answered.
    /// - Returns: the last answer.
    @discardableResult
    func step(
        _ method: String, _ pattern: String, _ values: [String] = [], query: String = "",
        _ body: String? = nil, type: String = "application/json", for allowed: [String],
        gives status: Int = 200
    ) throws -> Reply? {
        let place = pattern.hasPrefix("/") ? pattern : "/api/v1/\(pattern)"
        let operation = "\(method) \(place)"
        walked.insert(operation)
        var rest = values[...]
        let path = place.split(separator: "/", omittingEmptySubsequences: false).map {
            $0.hasPrefix("{") ? rest.popFirst() ?? "" : String($0)
        }.joined(separator: "/")
        let headers = body == nil ? [] : [("Content-Type", type)]
        func ask(_ person: String?, _ further: [(String, String)] = []) throws -> Reply {
            try server.ask(method, path + query, as: person, body, headers: headers + further)
        }
        func check(_ reply: Reply, _ expected: Int, _ who: String) {
            #expect(reply.status == expected, "\(operation) by \(who): \(reply.text)")
            let problems = description.problems(of: reply, to: operation)
            #expect(problems.isEmpty, "\(operation) by \(who): \(problems)")
        }
        let roles = Set(Self.people.filter { allowed.contains($0.person) }.map(\.role))
        #expect(description.roles(of: operation) == roles, "\(operation)")
        check(try ask(nil), 401, "nobody")
        check(
            try ask(
                nil, [("Authorization", "Bearer cohesion_\(String(repeating: "A", count: 43))")]
            ), 401, "a stranger")
        for (person, _) in Self.people where !allowed.contains(person) {
            check(try ask(person), 403, person)
        }
        var last: Reply?
        for person in allowed {
            let reply = try ask(person)
            check(reply, status, person)
            last = reply
        }
        return last
    }

    /// One step at a place that needs no token.
    ///
    /// - Parameter pattern: the path with the names of what is in braces, where it has any.
    func open(
        _ path: String, pattern: String? = nil, type: String, gives status: Int = 200
    ) throws {
        let operation = "GET \(pattern ?? path)"
        walked.insert(operation)
        #expect(description.roles(of: operation) == nil)
        for person in [nil, "officer", "applicant"] {
            let reply = try server.ask("GET", path, as: person)
            #expect(reply.status == status, "\(path): \(reply.text)")
            #expect(reply.headers["content-type"]?.hasPrefix(type) == true)
            let problems = description.problems(of: reply, to: operation)
            #expect(problems.isEmpty, "\(path): \(problems)")
        }
    }
}

@Suite("Every route, every role")
struct WalkTests {
    private let round = ["round-1"]

    @Test("everybody tries everything: who may is answered as described, who may not is refused")
    func everything() throws {
        let fund = try CommandLineFund()
        let tables = try BankTables.write(in: fund.folder)
        let walk = try Walk(try Server(fund, environment: ["COHESION_BANK_TABLES": tables]))
        try open(walk)
        let (own, others) = try applications(walk)
        try screening(walk)
        try scores(walk, others)
        try meetings(walk, others)
        try decision(walk, others, own)
        try letters(walk, others)
        #expect(try status(of: own, walk, as: "applicant") == "awarded")
        try appeals(walk, own)
        try reserve(walk, own)
        try agreements(walk, own)
        try returns(walk, own)
        try surveys(walk, own)
        try payments(walk)
        try bank(walk, own)
        try tensions(walk)
        try privacy(walk, own)
        try files(walk, own)
        try providers(walk)
        try indicators(walk)
        try cycles(walk, own)
        try publishing(walk, own)
        try reviews(walk, own)
        try reach(walk)
        try nextRounds(walk, own)
        try people(walk)
        try published(walk)
        #expect(walk.undescribed.isEmpty && walk.unwalked.isEmpty, "\(walk.unwalked)")
        try fund.good("audit verify")
    }

    private func reach(_ walk: Walk) throws {
        let see = ["officer", "decider", "auditor"]
        let place = "rounds/{round}/equality"
        try walk.step("GET", place, round, query: "?by=first-time", for: see)
        try walk.step("GET", place, round, query: "?by=shoe", for: see, gives: 422)
        try walk.step("GET", "cycles/{cycle}/equality", ["cycle-1"], for: see)
        try walk.step(
            "POST", "rounds/{round}/equality-freezings", round, "{}", for: ["officer"], gives: 201)
        try walk.step(
            "POST", "rounds/{round}/equality-freezings", round, "{}", for: ["officer"], gives: 409)
        let frozen = try walk.step("GET", place, round, for: see)
        #expect(frozen?["frozenAt"]?.string != nil)
    }

    /// A round that does without agreements refuses everything about them.
    private func agreements(_ walk: Walk, _ own: String) throws {
        let staff = ["officer", "decider", "finance", "auditor"]
        let either = ["officer", "applicant"]
        let place = "applications/{reference}/agreement"
        try walk.step("GET", "rounds/{round}/agreements", round, for: staff, gives: 409)
        try walk.step(
            "POST", "rounds/{round}/agreements", round, "{}", for: ["officer"], gives: 409)
        try walk.step(
            "POST", "rounds/{round}/agreement-lapses", round, for: ["officer"], gives: 409)
        try walk.step("GET", place, [own], for: staff + ["applicant"], gives: 409)
        let acts: [(name: String, body: String, people: [String])] = [
            ("subsidy", "{\"isEconomic\":false,\"reason\":\"x\"}", ["officer"]),
            ("conditions", "{\"text\":\"x\"}", ["officer"]),
            (
                "acceptances",
                "{\"name\":\"x\",\"role\":\"x\",\"authorised\":true,\"sha256\":\"x\"}", either
            ),
            ("confirmations", "{\"name\":\"x\"}", either), ("declines", "{}", ["applicant"]),
            ("extensions", "{\"until\":\"2030-01-01\",\"reason\":\"x\"}", ["officer"]),
            ("withdrawals", "{\"reason\":\"x\"}", either),
            ("variations", "{\"reason\":\"x\"}", either),
            ("ends", "{\"reason\":\"x\"}", ["officer"]),
            ("variation-decisions", "{\"isApproved\":true}", ["decider"]),
        ]
        for act in acts {
            try walk.step(
                "POST", "\(place)/\(act.name)", [own], act.body, for: act.people, gives: 409)
        }
    }

    private func returns(_ walk: Walk, _ own: String) throws {
        let staff = ["officer", "decider", "finance", "auditor"]
        let place = "applications/{reference}"
        // Nothing is asked for yet.
        for name in ["drafts", "submissions"] {
            try walk.step(
                "POST", "\(place)/returns/\(name)", [own], "{\"answers\":{}}",
                for: ["officer", "applicant"], gives: 409)
        }
        try walk.step("POST", "rounds/{round}/returns", round, for: ["officer"], gives: 201)
        try walk.step("GET", "rounds/{round}/returns", round, query: "?late=false", for: staff)
        try walk.step("GET", "\(place)/returns", [own], for: staff + ["applicant"])
        for name in ["acceptances", "send-backs"] {
            let reason = name == "acceptances" ? "note" : "reason"
            try walk.step(
                "POST", "\(place)/returns/\(name)", [own],
                "{\"number\":1,\"\(reason)\":\"x\"}", for: ["officer"], gives: 409)
        }
        let body = "{\"reason\":\"Nobody has seen them.\"}"
        try walk.step("POST", "\(place)/concerns", [own], body, for: ["officer"], gives: 201)
        try walk.step("POST", "\(place)/concern-ends", [own], body, for: ["officer"], gives: 201)
    }

    private func surveys(_ walk: Walk, _ own: String) throws {
        let see = ["officer", "decider", "auditor"]
        let either = ["officer", "applicant"]
        let place = "applications/{reference}/survey"
        try walk.step("POST", place, [own], for: ["officer"], gives: 201)
        try walk.step("POST", place, [own], for: ["officer"], gives: 409)
        let wave = [own, "before"]
        try walk.step("POST", "\(place)/{wave}/opening", wave, for: ["officer"], gives: 201)
        try walk.step(
            "POST", "\(place)/{wave}/opening", [own, "after"], for: ["officer"], gives: 409)
        try walk.step(
            "POST", "\(place)/{wave}/opening", [own, "x"], for: ["officer"], gives: 404)
        try walk.step(
            "POST", "\(place)/{wave}/answers", wave,
            "{\"answers\":{\"get-on\":3,\"trust\":null}}", for: either, gives: 201)
        try walk.step(
            "POST", "\(place)/{wave}/answers", wave, "{\"answers\":{\"get-on\":0}}", for: either,
            gives: 422)
        let header = "get-on,belong,trust,friends\n"
        try walk.step(
            "POST", "\(place)/{wave}/imports", wave, header + "x,,,\n", type: "text/csv",
            for: either, gives: 422)
        try walk.step("GET", place, [own], for: see + ["applicant"])
        try walk.step("POST", "\(place)/{wave}/closing", wave, for: ["officer"], gives: 201)
        try walk.step(
            "POST", "\(place)/{wave}/imports", wave, header + "1,,,\n", type: "text/csv",
            for: either, gives: 409)
        try walk.step("GET", place, [own], for: see + ["applicant"])
        try walk.step("GET", "rounds/{round}/surveys", round, for: see)
        try walk.step("GET", "rounds/{round}/survey-priorities", round, for: see)
    }

    private func files(_ walk: Walk, _ own: String) throws {
        let readers = ["officer", "decider", "finance", "auditor", "applicant"]
        let senders = ["officer", "applicant"]
        try walk.step(
            "POST", "files", query: "?name=letter.txt", "Made up.",
            type: "application/octet-stream", for: senders, gives: 201)
        try walk.step("GET", "files", for: senders)
        try walk.step("GET", "files/{file}", ["999"], for: readers + ["p1"], gives: 404)
        try walk.step("DELETE", "files/{file}", ["999"], for: senders, gives: 404)
        try walk.step("GET", "applications/{reference}/files", [own], for: readers)
        try walk.step("GET", "file-checks", for: ["officer", "auditor", "admin"])
        let number = try walk.server.good("GET", "files", as: "officer").json.array?
            .first?["file"]?.int
        #expect(try walk.server.ask("GET", "files/\(number ?? 0)", as: "officer").status == 200)
        #expect(try walk.server.ask("DELETE", "files/\(number ?? 0)", as: "officer").status == 200)
    }

    private func nextRounds(_ walk: Walk, _ own: String) throws {
        let see = ["officer", "decider", "auditor"]
        try walk.step(
            "POST", "rounds/{round}/clones", round, "{\"to\":\"round-1\"}", for: ["officer"],
            gives: 422)
        let made = try walk.step(
            "POST", "rounds/{round}/clones", round,
            #"{"to":"round-5","title":null,"opens":null,"allotmentPence":100000}"#,
            for: ["officer"], gives: 201)
        #expect(made?["round"]?.string == "round-5")
        try walk.step("GET", "rounds/{round}/learned", ["round-5"], for: see)
        try walk.step(
            "POST", "rounds/{round}/learned-verdicts", ["round-5"],
            #"{"proposal":99,"verdict":"taken","reason":"x"}"#, for: ["officer"], gives: 404)
        let givers = ["officer", "admin"]
        try walk.step(
            "POST", "subject-access", [], #"{"person":"nobody@example.org"}"#, for: givers,
            gives: 404)
        let held = try walk.step(
            "POST", "subject-access", [], #"{"person":"officer@example.org"}"#, for: givers)
        #expect(held?["held"]?.array?.isEmpty == false)
        try walk.step(
            "POST", "information-requests", [], "{\"award\":\"\(own)\"}", for: givers)
        try walk.step("POST", "information-requests", [], "{}", for: givers, gives: 422)
    }

    /// Nothing of an award has come to its end yet.
    private func reviews(_ walk: Walk, _ own: String) throws {
        let staff = ["officer", "decider", "finance", "auditor"]
        let place = "applications/{reference}"
        try walk.step(
            "GET", "rounds/{round}/award-reviews", round, query: "?closable=false", for: staff)
        try walk.step("GET", "\(place)/review", [own], for: staff)
        try walk.step(
            "POST", "\(place)/assessments", [own], "{\"outcomes\":[],\"worth\":\"Yes\"}",
            for: ["officer"], gives: 422)
        try walk.step(
            "POST", "\(place)/feedback", [own],
            "{\"capacity\":\"councillor\",\"seenOn\":\"2026-01-01\",\"saw\":\"A full hall\","
                + "\"wouldFund\":\"yes\"}", for: ["officer"], gives: 201)
        try walk.step(
            "POST", "\(place)/budgets", [own],
            "{\"lines\":[{\"what\":\"Room hire\",\"amountPence\":10000}],\"reason\":\"Agreed\"}",
            for: ["officer"], gives: 201)
        try walk.step("POST", "\(place)/closings", [own], "{}", for: ["officer"], gives: 409)
        try walk.step("POST", "\(place)/surrenders", [own], "{}", for: ["decider"], gives: 422)
        for name in ["write-offs", "reopenings"] {
            let amount = name == "write-offs" ? "\"amountPence\":90000000," : ""
            try walk.step(
                "POST", "\(place)/\(name)", [own], "{\(amount)\"reason\":\"x\"}",
                for: ["decider"], gives: 409)
        }
        try walk.step(
            "POST", "\(place)/return-waivers", [own], "{\"reason\":\"They have moved\"}",
            for: ["decider"], gives: 201)
    }

    /// What anybody may take, what is wrong with it, and an officer's words for it.
    private func publishing(_ walk: Walk, _ own: String) throws {
        let readers = ["officer", "decider", "auditor"]
        for format in ["json", "csv"] {
            let type = format == "json" ? "application/json" : "text/csv"
            try walk.open(
                "/api/v1/rounds/round-1/360giving?format=\(format)",
                pattern: "/api/v1/rounds/{round}/360giving", type: type)
            try walk.open(
                "/api/v1/open-data/360giving?format=\(format)",
                pattern: "/api/v1/open-data/360giving", type: type)
        }
        try walk.step("GET", "rounds/{round}/publish-checks", round, for: readers)
        try walk.step(
            "POST", "applications/{reference}/public-words", [own],
            "{\"title\":\"Mending\",\"recipient\":\"group\",\"reason\":\"Shorter\"}",
            for: ["officer"], gives: 201)
        try walk.step("GET", "applications/{reference}/public-words", [own], for: readers)
    }

    private func open(_ walk: Walk) throws {
        try walk.open("/healthz", type: "application/json")
        try walk.open("/readyz", type: "application/json")
        try walk.open("/metrics", type: "text/plain")
        try walk.open("/api/openapi.json", type: "application/json")
        try walk.step("GET", "rounds", for: Walk.everybody)
        try walk.step("POST", "rounds/{round}/opening", round, "{}", for: ["officer"], gives: 201)
        try walk.step("GET", "rounds/{round}", round, for: Walk.everybody)
        #expect(try walk.server.ask("GET", "/").text.contains("Cohesion Fund round 1 is open"))
    }

    private func applications(_ walk: Walk) throws -> (own: String, others: String) {
        let server = walk.server
        try walk.step(
            "POST", "rounds/{round}/panel", round, "{\"email\":\"p1@example.org\"}",
            for: ["officer"], gives: 201)
        try walk.step(
            "POST", "rounds/{round}/applications", round, TestFund.application("Elm Road"),
            for: ["officer", "applicant"], gives: 201)
        let listing = "rounds/round-1/applications"
        let own = server.ask(own: listing)
        #expect(own.count == 1)
        let all = try server.good("GET", listing, as: "officer")["items"]?.array ?? []
        #expect(all.count == 2)
        let others = all.compactMap { $0["reference"]?.string }.first { $0 != own[0] } ?? ""
        try walk.step(
            "GET", "rounds/{round}/applications", round, query: "?limit=1&status=submitted",
            for: Walk.readers + ["applicant"])
        try walk.step(
            "GET", "applications/{reference}", [own[0]], for: Walk.readers + ["applicant"])
        // What one may not know of is not there.
        let hidden = try server.ask("GET", "applications/\(others)", as: "applicant")
        let year = 2000 + (Int(others.dropFirst(2).prefix(2)) ?? 0)
        let free = Reference(prefix: "CF", year: year, number: 7777).description
        let absent = try server.ask("GET", "applications/\(free)", as: "applicant")
        #expect(
            hidden["title"]?.string?.replacing(others, with: free) == absent["title"]?.string
                && hidden.code == absent.code)
        #expect(
            try server.ask("GET", listing + "?cursor=\(others)", as: "applicant").status == 404)
        #expect(hidden.status == 404 && hidden.code == "application-unknown")
        #expect(absent.status == 404)
        #expect(
            try server.good("GET", "applications/\(own[0])", as: "applicant")["findings"] == nil)
        #expect(try server.good("GET", "applications/\(others)", as: "p1")["findings"] != nil)
        let grants = """
            {"grants":[{"id":"g1","title":"T","description":"D","currency":"GBP","amountAwarded":600,
            "recipientOrganization":[{"name":"Made Up Choir"}]}]}
            """
        try walk.step("POST", "rounds/{round}/imports", round, grants, for: ["officer"], gives: 201)
        try walk.step(
            "PATCH", "applications/{reference}/contact", [others],
            "{\"email\":\"elm@example.org\"}", for: ["officer"])
        try walk.step(
            "GET", "applications/{reference}/contact", [others],
            for: Walk.readers.filter { $0 != "p1" })
        try walk.step(
            "POST", "applications/{reference}/checks", [others], "{\"eligible\":true}",
            for: ["officer"], gives: 201)
        try walk.step("POST", "rounds/{round}/closing", round, "{}", for: ["officer"], gives: 201)
        // The second application bears the same name, which is for information only.
        try walk.step("POST", "rounds/{round}/checks", round, for: ["officer"], gives: 201)
        return (own[0], others)
    }

    private func bank(_ walk: Walk, _ own: String) throws {
        let see = ["officer", "finance", "decider", "auditor"]
        try walk.step("GET", "rounds/{round}/payees", round, for: see)
        try walk.step("GET", "bank/shared-accounts", for: see)
        let letters = "rounds/{round}/bank-letters"
        try walk.step("GET", letters, round, for: see)
        // Nobody had to be told by letter.
        let both = ["officer", "finance"]
        for method in ["GET", "POST"] {
            try walk.step(method, "\(letters).html", round, for: both, gives: 404)
        }
        try walk.step("POST", "\(letters)/posted", round, "{}", for: both, gives: 201)
        let payee = "applications/{reference}/payee"
        try walk.step("GET", payee, [own], for: see + ["applicant"])
        // This round asks for no bank details, so there are none.
        let details = #"{"accountName":"Elm Road","sortCode":"08-99-99","account":"66374958"}"#
        try walk.step("POST", payee, [own], details, for: ["applicant", "finance"], gives: 409)
        try walk.step(
            "POST", "\(payee)/confirmations", [own], #"{"result":"match"}"#, for: ["finance"],
            gives: 404)
        try walk.step(
            "POST", "\(payee)/call-backs", [own], #"{"number":"0114 496 0001","confirmed":true}"#,
            for: ["finance", "officer"], gives: 404)
        // The server has no key.
        try walk.step("POST", "\(payee)/disclosures", [own], for: ["finance"], gives: 409)
        let good = try walk.step(
            "POST", "bank/checks", [], #"{"sortCode":"08-99-99","account":"66374958"}"#,
            for: ["finance"])
        #expect(good?["verdict"]?.string == "valid")
        let wrong = try walk.server.ask(
            "POST", "bank/checks", as: "finance", #"{"sortCode":"1","account":"2"}"#)
        #expect(wrong.status == 422 && wrong["errors"]?.array?.count == 2, "\(wrong.text)")
        let unset = try Server(walk.server.fund, people: ["finance"]).ask(
            "POST", "bank/checks", as: "finance",
            #"{"sortCode":"08-99-99","account":"66374958"}"#)
        #expect(unset.status == 409 && unset.code == "bank-tables-unusable", "\(unset.text)")
    }

    private func screening(_ walk: Walk) throws {
        let see = ["officer", "decider", "auditor"]
        let list = MadeUpLists.sanctions(
            day: "01-Jan-2026",
            more: [
                MadeUpLists.row([
                    "Unique ID": "MUP0009", "Designation Type": "Entity", "Name 6": "ELM ROAD",
                ])
            ])
        try walk.step(
            "POST", "screening/imports", query: "?list=uk-sanctions", list,
            type: "application/octet-stream", for: ["officer"], gives: 201)
        let wrong = try walk.server.ask(
            "POST", "screening/imports?list=proscribed", as: "officer", "name\n\"x",
            headers: [("Content-Type", "application/octet-stream")])
        #expect(wrong.status == 422 && wrong.code == "screening-list-refused", "\(wrong.text)")
        try walk.step("GET", "screening/imports", for: see)
        try walk.step(
            "POST", "rounds/{round}/screening-runs", round, for: ["officer"], gives: 201)
        try walk.step("GET", "rounds/{round}/screening-runs", round, for: see)
        let found = try walk.step(
            "GET", "rounds/{round}/screening-candidates", round, query: "?limit=1", for: see)
        let id = "\(found?["items"]?.array?.first?["candidate"]?.int ?? 0)"
        let one = "screening/candidates/{candidate}"
        try walk.step("GET", one, [id], for: see)
        try walk.step(
            "POST", "\(one)/verdicts", [id], "{\"verdict\":\"match\",\"reason\":\"The same\"}",
            for: ["officer"], gives: 201)
        // The officer decided, so it is somebody else who confirms.
        let own = try walk.server.ask(
            "POST", "screening/candidates/\(id)/confirmation", as: "officer")
        #expect(own.status == 409 && own.code == "screening-second-person")
        let done = try walk.server.good(
            "POST", "screening/candidates/\(id)/confirmation", as: "decider")
        #expect(done["standing"]?.string == "match")
        try walk.step(
            "POST", "\(one)/confirmation", [id], for: ["officer", "decider"], gives: 409)
    }

    /// The round of the walk holds no meeting: who may is told so, who may not is refused.
    private func meetings(_ walk: Walk, _ reference: String) throws {
        let place = "rounds/{round}/meetings"
        for (path, body) in [
            ("", "{}"), ("/attendance", "{\"present\":[\"p1@example.org\"]}"),
            ("/recommendations", "{\"reference\":\"\(reference)\",\"kind\":\"decline\"}"),
            (
                "/moderations",
                "{\"reference\":\"\(reference)\",\"member\":\"p1@example.org\","
                    + "\"criterion\":\"need\",\"value\":1,\"reason\":\"Why\"}"
            ), ("/signatures", "{\"chair\":\"p1@example.org\"}"),
        ] {
            try walk.step("POST", place + path, round, body, for: ["officer"], gives: 409)
        }
        // Nor does it ask for interests, so there is nothing to say.
        try walk.step(
            "POST", "\(place)/no-other-interests", round, "{\"member\":\"p1@example.org\"}",
            for: ["officer", "p1"], gives: 201)
        try walk.step(
            "GET", "\(place)/minutes", round,
            for: ["officer", "decider", "auditor", "p1"], gives: 409)
    }

    /// Those who run the panel do so over HTTP too; in this round nobody has to be asked.
    private func panel(_ walk: Walk, _ reference: String) throws {
        let see = ["officer", "decider", "auditor"]
        let p4 = "{\"email\":\"p4@example.org\",\"kind\":\"resident\"}"
        #expect(
            try walk.server.ask("POST", "rounds/round-1/panel", as: "officer", p4).status == 201)
        try walk.step(
            "POST", "rounds/{round}/panel/removals", round, "{\"email\":\"p4@example.org\"}",
            for: ["officer"], gives: 201)
        try walk.step("POST", "rounds/{round}/panel/briefings", round, for: ["p1"], gives: 201)
        let interests = "applications/{reference}/interests"
        try walk.step(
            "POST", interests, [reference], "{}", for: ["officer", "p1", "decider", "finance"],
            gives: 422)
        for (person, body) in [
            ("p1", "{\"hasInterest\":true,\"detail\":\"A friend\"}"),
            (
                "officer",
                "{\"hasInterest\":false,\"member\":\"p1@example.org\",\"detail\":\"No\"}"
            ),
        ] {
            let said = try walk.server.ask(
                "POST", interests.replacing("{reference}", with: reference), as: person, body)
            #expect(said.status == 201, "\(said.text)")
        }
        try walk.step("GET", "rounds/{round}/interest-hints", round, for: ["officer"])
        try walk.step(
            "POST", "rounds/{round}/assignments", round,
            "{\"perApplication\":1,\"seed\":7,\"mix\":{\"member\":1}}", for: ["officer"],
            gives: 201)
        let scorer = "{\"member\":\"p1@example.org\",\"reason\":\"Away\"}"
        try walk.step(
            "POST", "applications/{reference}/scorer-removals", [reference], scorer,
            for: ["officer"], gives: 201)
        try walk.step(
            "POST", "applications/{reference}/scorers", [reference], scorer, for: ["officer"],
            gives: 201)
        try walk.step("GET", "rounds/{round}/assignments", round, for: see)
        let p5 = "{\"email\":\"p5@example.org\"}"
        #expect(
            try walk.server.ask("POST", "rounds/round-1/panel", as: "officer", p5).status == 201)
        try walk.step(
            "POST", "rounds/{round}/panel/departures", round,
            "{\"email\":\"p5@example.org\",\"keepsScores\":true,\"reason\":\"Ill\"}",
            for: ["officer"], gives: 201)
    }

    private func scores(_ walk: Walk, _ reference: String) throws {
        try walk.step("GET", "rounds/{round}/panel", round, for: Walk.readers)
        try panel(walk, reference)
        let score = "applications/{reference}/scores/{criterion}"
        let member = "?member=p1%40example.org"
        // An officer says whose; a panel member's own needs no saying, and no other's can be asked.
        let mine = try walk.server.ask(
            "PUT", "applications/\(reference)/scores/need", as: "p1", "{\"value\":4}")
        #expect(mine.status == 200 && mine["score"]?.int == 4)
        try walk.step(
            "PUT", score, [reference, "need"], query: member, "{\"value\":3,\"comment\":\"Clear\"}",
            for: ["officer", "p1"])
        try walk.step("GET", score, [reference, "need"], query: member, for: ["officer", "p1"])
        let references = try walk.server.good(
            "GET", "rounds/round-1/applications?status=eligible", as: "officer")["items"]?.array
        var csv = "application,panel_member,criterion,score,comment\n"
        for item in references ?? [] {
            for key in TestFund.criteria {
                csv += "\(item["reference"]?.string ?? ""),p1@example.org,\(key),3,\n"
            }
        }
        try walk.step("GET", "rounds/{round}/score-sheet", round, for: ["p1"])
        try walk.step(
            "POST", "rounds/{round}/score-imports", round, csv, type: "text/csv",
            for: ["officer", "p1"], gives: 201)
        try walk.step("GET", "rounds/{round}/scores", round, query: "?limit=500", for: Walk.readers)
        let see = ["officer", "decider", "auditor"]
        try walk.step("GET", "rounds/{round}/ranking", round, for: see)
        try walk.step("GET", "rounds/{round}/interests", round, for: see)
        try walk.step("GET", "applications/{reference}/explanation", [reference], for: see)
        try walk.step("GET", "rounds/{round}/ranking/sensitivity", round, for: see)
        try walk.step(
            "GET", "rounds/{round}/allocations", round,
            query: "?budget=25000&cap=%C2%A34%2C000&weights=need%3D30%25,lens%3D10&threshold=20",
            for: see)
    }

    private func decision(_ walk: Walk, _ reference: String, _ own: String) throws {
        try walk.step("POST", "rounds/{round}/proposals", round, for: ["officer"], gives: 201)
        try walk.step(
            "GET", "rounds/{round}/proposals/{number}", round + ["latest"],
            for: ["officer", "decider", "finance", "auditor"])
        try walk.step(
            "POST", "rounds/{round}/approvals", round, "{\"proposal\":1,\"reason\":\"Fit\"}",
            for: ["decider"], gives: 201)
        try record(walk)
        try walk.step(
            "PUT", "applications/{reference}/feedback", [reference], "{\"text\":\"Lovely\"}",
            for: ["officer"])
        try walk.step(
            "GET", "applications/{reference}/feedback", [reference],
            for: ["officer", "decider", "auditor"])
        try walk.step(
            "GET", "applications/{reference}/feedback/comments", [reference],
            for: ["officer", "decider", "auditor"])
        try walk.step(
            "PUT", "applications/{reference}/conditions", [reference], "{\"text\":\"A lease\"}",
            for: ["officer"])
        try walk.step(
            "GET", "applications/{reference}/conditions", [reference],
            for: ["officer", "decider", "auditor"])
        // Decided, and not told yet: whoever sent it hears of it by letter first.
        #expect(try status(of: own, walk, as: "officer") == "awarded")
        #expect(try status(of: own, walk, as: "applicant") == "eligible")
        for (status, count) in [("awarded", 0), ("eligible", 1)] {
            let listed = try walk.server.good(
                "GET", "rounds/round-1/applications?status=\(status)", as: "applicant")
            #expect(listed["items"]?.array?.count == count)
        }
    }

    /// This round keeps no public record of its decision, and nobody reads one.
    private func record(_ walk: Walk) throws {
        let both = ["officer", "decider"]
        try walk.step(
            "POST", "rounds/{round}/decision-records", round,
            "{\"recommendation\":\"A\",\"outcomes\":\"B\",\"alternatives\":\"C\"}",
            for: ["decider"], gives: 409)
        for (place, body) in [
            ("publications", "{}"), ("call-ins", "{\"reason\":\"Why\"}"),
            ("call-in-outcomes", "{\"outcome\":\"upheld\",\"reason\":\"Why\"}"),
            ("decision-corrections", "{\"text\":\"Elm\"}"),
        ] { try walk.step("POST", "rounds/{round}/\(place)", round, body, for: both, gives: 409) }
        try walk.step(
            "POST", "rounds/{round}/decisions-anew", round, "{\"reason\":\"Still\"}",
            for: ["decider"], gives: 409)
        try walk.open("/api/v1/decisions", type: "application/json")
        try walk.open(
            "/api/v1/decisions/round-1", pattern: "/api/v1/decisions/{round}",
            type: "application/problem+json", gives: 404)
    }

    private func status(of reference: String, _ walk: Walk, as person: String) throws -> String? {
        try walk.server.good("GET", "applications/\(reference)", as: person)["status"]?.string
    }

    /// What anybody reads of awards; what comes of them is tested where they are made.
    private func published(_ walk: Walk) throws {
        try walk.open("/api/v1/awards", type: "application/json")
        try walk.open("/api/v1/awards.csv", type: "text/csv")
        try walk.open(
            "/api/v1/awards/x", pattern: "/api/v1/awards/{reference}",
            type: "application/problem+json", gives: 404)
        try walk.open(
            "/api/v1/transparency/grants?year=2025", pattern: "/api/v1/transparency/{dataset}",
            type: "text/csv")
        for place in ["statistics", "statistics.csv"] {
            try walk.open(
                "/api/v1/rounds/round-2/\(place)", pattern: "/api/v1/rounds/{round}/\(place)",
                type: "application/problem+json", gives: 404)
        }
        for place in ["reports/{kind}", "reports/{kind}/report.html"] {
            try walk.step(
                "GET", "rounds/{round}/\(place)", ["round-1", "cabinet"],
                for: ["officer", "decider", "auditor"])
        }
    }

    private func letters(_ walk: Walk, _ reference: String) throws {
        let see = ["officer", "decider", "auditor"]
        try walk.step("GET", "rounds/{round}/letters", round, query: "?limit=2", for: see)
        try walk.step("GET", "rounds/{round}/letters/counts", round, for: see)
        try walk.step("GET", "rounds/{round}/letters/gate", round, for: see)
        // This round has no gate.
        try walk.step(
            "POST", "rounds/{round}/letters/gate", round, "{}", for: ["officer"], gives: 409)
        try walk.step(
            "POST", "rounds/{round}/letters/no-conditions", round, for: ["officer"], gives: 201)
        try walk.step("POST", "rounds/{round}/letters/send", round, for: ["officer"], gives: 202)
        try walk.step(
            "POST", "rounds/{round}/letters/release", round, "{}", for: ["officer"], gives: 202)
        let end = Date().addingTimeInterval(20)
        while Date() < end {
            let counts = try walk.server.good(
                "GET", "rounds/round-1/letters/counts", as: "officer")
            if counts["queued"]?.int == 0, counts["sending"]?.int == 0 { break }
            usleep(20_000)
        }
        try walk.step(
            "GET", "rounds/{round}/letters/post-files/{number}", round + ["1"], for: see)
        try walk.step(
            "POST", "applications/{reference}/letters/retry", [reference], for: ["officer"],
            gives: 409)
        try walk.step(
            "POST", "applications/{reference}/letters/resolution", [reference],
            "{\"verdict\":\"sent\"}", for: ["officer"], gives: 409)
        try walk.step(
            "POST", "applications/{reference}/letters/correction", [reference],
            "{\"reason\":\"The name\",\"feedback\":{\"text\":\"Lovely indeed\"}}",
            for: ["officer"], gives: 201)
    }

    private func appeals(_ walk: Walk, _ own: String) throws {
        let see = ["officer", "decider", "auditor"]
        try walk.step(
            "POST", "applications/{reference}/appeals", [own],
            "{\"kind\":\"complaint\",\"grounds\":\" \"}", for: ["officer", "applicant"], gives: 422)
        let made = try walk.server.ask(
            "POST", "applications/\(own)/appeals", as: "applicant",
            "{\"kind\":\"complaint\",\"grounds\":\"Too slow.\"}")
        #expect(made.status == 201, "\(made.text)")
        let id = ["\(made["id"]?.int ?? 0)"]
        try walk.step("GET", "rounds/{round}/appeals", round, for: see)
        try walk.step("GET", "appeals/{id}", id, for: see)
        // Both took part in what it is about.
        try walk.step(
            "POST", "appeals/{id}/review", id, "{\"outcome\":\"upheld\",\"reason\":\"It was.\"}",
            for: ["officer", "decider"], gives: 403)
        try walk.step(
            "POST", "appeals/{id}/decision", id, "{\"effect\":\"none\",\"reason\":\"Sorry.\"}",
            for: ["decider"], gives: 403)
    }

    /// A round whose panel put nobody on a reserve list.
    private func reserve(_ walk: Walk, _ own: String) throws {
        let see = ["officer", "decider", "auditor"]
        let reason = "{\"reason\":\"So\"}"
        try walk.step("GET", "rounds/{round}/reserve", round, for: see)
        try walk.step(
            "POST", "rounds/{round}/reserve/closing", round, reason, for: ["officer", "decider"],
            gives: 409)
        try walk.step("GET", "applications/{reference}/reserve", [own], for: see, gives: 404)
        for (place, body, people) in [
            ("proposals", "{}", ["officer"]),
            ("decisions", "{\"verdict\":\"approved\",\"reason\":\"So\"}", ["decider"]),
            ("call-ins", reason, ["officer", "decider"]),
            (
                "call-in-outcomes", "{\"outcome\":\"upheld\",\"reason\":\"So\"}",
                ["officer", "decider"]
            ),
            ("awards", "{}", ["officer", "decider"]),
            ("drops", reason, ["decider"]),
            ("removals", "{\"ground\":\"barred\",\"reason\":\"So\"}", ["officer"]),
        ] {
            try walk.step(
                "POST", "applications/{reference}/reserve/\(place)", [own], body, for: people,
                gives: 409)
        }
    }

    private func payments(_ walk: Walk) throws {
        try walk.step(
            "POST", "rounds/{round}/instalments", round, for: ["officer", "finance"], gives: 201)
        try walk.step(
            "GET", "rounds/{round}/instalments", round,
            for: ["officer", "finance", "decider", "auditor"])
        let see = ["officer", "finance", "decider", "auditor"]
        let listed = try walk.server.good(
            "GET", "rounds/round-1/instalments", as: "finance")["items"]?.array
        let paid = try #require(listed?.first?["reference"]?.string)
        try walk.step(
            "GET", "rounds/{round}/instalments/{reference}", round + [paid], for: see)
        try walk.step("GET", "rounds/{round}/payables", round, for: see)
        let both = ["officer", "finance"]
        try walk.step(
            "POST", "rounds/{round}/payment-plans", round,
            "{\"reference\":\"\(paid)\",\"parts\":[\"rest agreement\"],\"reason\":\"At once\"}",
            for: both, gives: 201)
        for (place, why) in [
            ("payment-holds", "reason"), ("payment-hold-releases", "reason"),
            ("payment-triggers", "evidence"),
        ] {
            // No award has so many.
            try walk.step(
                "POST", "rounds/{round}/\(place)", round,
                "{\"reference\":\"\(paid)\",\"instalment\":99,\"\(why)\":\"Why\"}", for: both,
                gives: 404)
        }
        try walk.step(
            "POST", "rounds/{round}/payment-proposals", round, for: ["finance"], gives: 201)
        let made = try walk.step(
            "POST", "rounds/{round}/payment-runs", round, for: ["finance"], gives: 201)
        try walk.step("GET", "rounds/{round}/payment-runs", round, for: see)
        // This round needs no release.
        try walk.step(
            "POST", "rounds/{round}/payment-releases", round, "{}", for: ["finance"], gives: 409)
        let file = try walk.step(
            "GET", "rounds/{round}/exports/awards", round, query: "?profile=ledger",
            for: ["finance", "auditor"])
        let exported = try walk.server.fund.good(
            "export awards --round round-1 --profile ledger", as: "finance")
        #expect(file?.text == exported.output)
        try run(walk, try #require(made?["reference"]?.string), paid)
    }

    private func run(_ walk: Walk, _ reference: String, _ paid: String) throws {
        let see = ["officer", "finance", "decider", "auditor"]
        let run = [reference]
        let place = "payment-runs/{run}"
        try walk.step("GET", place, run, for: see)
        try walk.step("GET", "\(place)/payments", run, for: see)
        try walk.step(
            "GET", "\(place)/files/{profile}", run + ["ledger"], for: ["finance", "auditor"])
        try walk.step("POST", "\(place)/advice", run, for: ["officer", "finance"], gives: 201)
        try walk.step("GET", "\(place)/advice", run, for: see)
        try walk.step("GET", "\(place)/advice.html", run, for: ["officer", "finance"])
        try walk.step(
            "POST", "\(place)/advice/posted", run, for: ["officer", "finance"], gives: 201)
        try walk.step(
            "POST", "\(place)/acknowledgement", run, "{\"reference\":\"B-1\"}", for: ["finance"],
            gives: 201)
        try walk.step(
            "POST", "\(place)/outcomes", run,
            "{\"application\":\"\(paid)\",\"outcome\":\"paid\",\"evidence\":\"Line 1\"}",
            for: ["finance"], gives: 201)
        // The bank paid one of it, so it took the file.
        try walk.step(
            "POST", "\(place)/refusal", run, "{\"reason\":\"Wrong header\"}", for: ["finance"],
            gives: 409)
        try walk.step(
            "POST", "\(place)/refusal/withdrawal", run, "{\"reason\":\"Paid\"}",
            for: ["finance"], gives: 409)
        try walk.step(
            "POST", "\(place)/cancellation", run, "{\"reason\":\"Late\"}", for: ["finance"],
            gives: 409)
        try walk.step(
            "POST", "rounds/{round}/recoveries", round,
            "{\"reference\":\"\(paid)\",\"amountPence\":100,\"kind\":\"unspent\",\"reason\":\"Left\"}",
            for: ["officer", "finance"], gives: 201)
        try walk.step("GET", "rounds/{round}/recoveries", round, for: see)
        try walk.step(
            "POST", "rounds/{round}/receipts", round,
            "{\"recovery\":1,\"amountPence\":100,\"evidence\":\"Line 2\"}", for: ["finance"],
            gives: 201)
        try walk.step(
            "POST", "rounds/{round}/reallotments", round, "{\"recovery\":1}", for: ["decider"],
            gives: 201)
        try walk.step(
            "POST", "rounds/{round}/exemptions", round,
            "{\"person\":\"finance@example.org\",\"duty\":\"released\",\"although\":\"approved\","
                + "\"until\":\"2001-01-01\",\"reason\":\"Ill\"}", for: ["decider"], gives: 422)
        try walk.step("GET", "rounds/{round}/exemptions", round, for: see)
        try walk.step(
            "POST", "rounds/{round}/exemptions/{number}/end", round + ["1"],
            "{\"reason\":\"Back\"}", for: ["decider"], gives: 404)
        try walk.step("GET", "rounds/{round}/statement", round, for: see)
        try bank(walk)
    }

    private func bank(_ walk: Walk) throws {
        let see = ["finance", "auditor"]
        let text = BankEntry.statement([BankEntry(5, bank: "B1", on: "2026-01-02")])
        try walk.step(
            "POST", "bank/files", query: "?profile=camt.053&name=s.xml", text,
            type: "application/octet-stream", for: ["finance"], gives: 201)
        try walk.step("GET", "bank/files", for: see)
        try walk.step("GET", "bank/files/{file}", ["1"], for: see)
        try walk.step("GET", "bank/files/{file}/lines", ["1"], for: see)
        try walk.step("GET", "bank/unmatched", query: "?round=round-1", for: see)
        try walk.step(
            "POST", "bank/retries", [], "{\"round\":\"round-1\"}", for: ["finance"], gives: 201)
        try walk.step(
            "POST", "bank/lines/{line}/resolution", ["1"], "{\"reason\":\"Interest\"}",
            for: ["finance"], gives: 201)
    }

    private func tensions(_ walk: Walk) throws {
        let see = ["officer", "decider", "auditor"]
        let report = ["1"]
        try walk.step(
            "POST", "tensions", [],
            "{\"what\":\"Shouting\",\"ward\":\"millbrook\",\"day\":\"2026-01-02\",\"about\":true,"
                + "\"goesOn\":\"yes\",\"email\":\"sam@example.org\"}", for: ["officer"], gives: 201)
        try walk.step("GET", "tensions", query: "?status=new&ward=millbrook", for: see)
        try walk.step("GET", "tensions", query: "?status=old", for: see, gives: 422)
        let shown = try walk.step("GET", "tensions/{number}", report, for: see)
        #expect(shown?["what"]?.string == "Shouting" && shown?.text.contains("sam@") == false)
        try walk.step("GET", "tensions/{number}", ["x"], for: see, gives: 404)
        try walk.step(
            "POST", "tensions/{number}/triages", report,
            "{\"status\":\"noted\",\"note\":\"Seen\",\"rootCause\":\"rumour\"}", for: ["officer"],
            gives: 201)
        let contact = try walk.step(
            "POST", "tensions/{number}/disclosures", report, for: ["officer"])
        #expect(contact?["email"]?.string == "sam@example.org")
        try walk.step("POST", "tension-expiries", [], "{}", for: ["officer"], gives: 201)
        let expired = try walk.step(
            "POST", "tension-expiries", [], "{\"number\":1}", for: ["officer"], gives: 201)
        #expect(expired?["deleted"]?.int == 1)
        // The first is evidence of a need further on.
        try walk.step(
            "POST", "tensions", [],
            "{\"what\":\"A name\",\"ward\":\"millbrook\",\"day\":\"2026-01-02\","
                + "\"goesOn\":\"no\"}", for: ["officer"], gives: 201)
        let removed = try walk.step(
            "POST", "tensions/{number}/removals", ["2"], "{\"reason\":\"It named a child\"}",
            for: ["officer"], gives: 201)
        #expect(removed?["number"]?.int == 2)
        try walk.step("GET", "tension-counts", for: see)
    }

    private func privacy(_ walk: Walk, _ own: String) throws {
        let (see, act) = (["officer", "admin", "auditor"], ["officer", "admin"])
        let json = [("Content-Type", "application/json")]
        func post(_ path: String, _ person: String, _ body: String?) throws -> Reply {
            try walk.server.ask(
                "POST", "/api/v1/\(path)", as: person, body, headers: body == nil ? [] : json)
        }
        try walk.open("/api/v1/privacy/policy", type: "application/json")
        try walk.step("GET", "privacy/due", query: "?on=2040-01-01&class=panel", for: see)
        try walk.step("GET", "privacy/due", query: "?on=soon", for: see, gives: 422)
        // Nobody does twice what another has done, so the acts themselves stand between.
        let claim = "{\"reason\":\"A claim\"}"
        #expect(try post("applications/\(own)/erasure-holds", "officer", claim).status == 201)
        try walk.step("GET", "erasure-holds", for: see)
        try walk.step(
            "POST", "applications/{reference}/erasure-holds", [own], claim, for: act, gives: 409)
        let body = "{\"application\":\"\(own)\",\"reason\":\"x\"}"
        let stands = try walk.step("POST", "erasures", [], body, for: act, gives: 409)
        #expect(stands?.text.contains("erase-held") == true)
        #expect(try post("applications/\(own)/erasure-hold-ends", "admin", claim).status == 201)
        try walk.step(
            "POST", "applications/{reference}/erasure-hold-ends", [own], claim, for: act,
            gives: 409)
        let person = "{\"person\":\"late@example.com\",\"reason\":\"They asked\"}"
        try Visitor(walk.server).signIn("late@example.com")
        #expect(try post("erasures", "officer", person).status == 201)
        try walk.step("GET", "erasures", for: see)
        try walk.step("GET", "erasures/{number}", ["1"], for: see)
        #expect(try post("erasures/1/approvals", "officer", nil).status == 403)
        #expect(try post("erasures/1/approvals", "admin", nil).status == 201)
        try walk.step("GET", "erasures/{number}", ["1"], for: see)
        try walk.step("POST", "erasures/{number}/approvals", ["1"], for: act, gives: 409)
        try walk.step("POST", "erasures/{number}/withdrawals", ["1"], for: act, gives: 409)
    }

    private func providers(_ walk: Walk) throws {
        let see = ["officer", "decider", "auditor"]
        let one = ["1"]
        let entry =
            "{\"name\":\"Lunch Club\",\"kind\":\"group\",\"wards\":[\"all\"],"
            + "\"communities\":[\"everyone\"],\"offers\":\"Lunch\"}"
        try walk.step("POST", "providers", [], entry, for: ["officer"], gives: 201)
        try walk.step(
            "POST", "providers/{number}/versions", one, entry, for: ["officer"], gives: 201)
        try walk.step("GET", "providers", query: "?ward=millbrook&community=everyone", for: see)
        try walk.step("GET", "providers", query: "?ward=atlantis", for: see, gives: 422)
        try walk.step(
            "POST", "providers/{number}/notes", one,
            "{\"day\":\"2026-01-02\",\"text\":\"They host us\"}", for: ["officer"], gives: 201)
        try walk.step("GET", "providers/{number}", one, for: see)
        try walk.step("GET", "providers/{number}", ["x"], for: see, gives: 404)
        try walk.step(
            "POST", "provider-imports", [],
            "name,kind,wards,communities,offers,contact,organisation\nTea,service,all,everyone,T,,\n",
            type: "text/csv", for: ["officer"], gives: 201)
        try walk.step("GET", "provider-gaps", for: see)
        try walk.step(
            "POST", "rounds/{round}/representation", round,
            // Fewer are on the panels of this round.
            "{\"answered\":5,\"missing\":[\"lgbt\"]}", for: ["officer"], gives: 422)
        try walk.step("GET", "rounds/{round}/representation", round, for: see)
        try walk.step(
            "POST", "providers/{number}/endings", one, "{\"reason\":\"x\"}", for: ["officer"],
            gives: 201)
        try walk.step(
            "POST", "support", [],
            "{\"day\":\"2026-01-02\",\"kind\":\"drop-in\",\"group\":\"Lunch Club\","
                + "\"minutes\":30,\"about\":\"The form\"}", for: ["officer"], gives: 201)
        try walk.step("GET", "support", for: see)
        try walk.step("GET", "supported-groups", for: see)
        try walk.step(
            "POST", "support/{number}/withdrawals", one, "{\"reason\":\"x\"}", for: ["officer"],
            gives: 201)
    }

    private func cycles(_ walk: Walk, _ own: String) throws {
        let (see, both) = (["officer", "decider", "auditor"], ["officer", "decider"])
        let cycle = ["cycle-1"]
        let place = "cycles/{cycle}"
        try walk.step(
            "POST", "cycles", [], "{\"key\":\"cycle-1\",\"title\":\"A cycle\"}", for: ["officer"],
            gives: 201)
        try walk.step("GET", "cycles", for: see)
        try walk.step(
            "POST", "\(place)/rounds", cycle, "{\"round\":\"round-1\"}", for: ["officer"],
            gives: 201)
        try walk.step(
            "POST", "\(place)/answers", cycle,
            "{\"question\":\"vision\",\"text\":\"A town at ease\"}", for: both, gives: 201)
        // Nobody co-signs the answers of Analyse.
        try walk.step(
            "POST", "\(place)/signatures", cycle, "{\"question\":\"vision\"}", for: both,
            gives: 409)
        try walk.step(
            "POST", "\(place)/needs", cycle, "{\"text\":\"To meet\",\"place\":\"Millbrook\"}",
            for: ["officer"], gives: 201)
        try walk.step(
            "POST", "\(place)/evidence", cycle, "{\"need\":1,\"source\":\"A survey\"}",
            for: ["officer"], gives: 201)
        // Noted, and so evidence.
        try walk.step(
            "POST", "\(place)/evidence", cycle, "{\"need\":1,\"tension\":1}", for: ["officer"],
            gives: 201)
        try walk.step(
            "POST", "\(place)/evidence", cycle, "{\"need\":1,\"indicator\":\"belonging\"}",
            for: ["officer"], gives: 201)
        try walk.step("GET", "\(place)/needs", cycle, for: see)
        try walk.step(
            "POST", "\(place)/priorities", cycle,
            "{\"priority\":\"belonging\",\"needs\":[1],\"criteria\":[\"need\"]}",
            for: ["officer"], gives: 201)
        try walk.step("GET", "\(place)/priorities", cycle, for: see)
        try walk.step("GET", "\(place)/needs/{number}/thread", ["cycle-1", "1"], for: see)
        try walk.step(
            "GET", "\(place)/needs/{number}/thread", ["cycle-1", "9"], for: see, gives: 404)
        try walk.step("GET", "\(place)/money", cycle, for: see)
        try walk.step("GET", "\(place)/evaluation", cycle, for: see)
        try walk.step(
            "GET", "\(place)/money/wards", cycle, query: "?need=belonging", for: see)
        try walk.step(
            "GET", "\(place)/money/wards", cycle, query: "?need=joy", for: see, gives: 422)
        try walk.step("GET", "applications/{reference}/thread", [own], for: see)
        try walk.step(
            "POST", "\(place)/need-withdrawals", cycle, "{\"need\":1,\"reason\":\"x\"}",
            for: ["officer"], gives: 409)
        try walk.step(
            "POST", "\(place)/benefits", cycle,
            "{\"benefit\":\"They meet\",\"priority\":\"belonging\",\"owner\":\"Manager\","
                + "\"indicator\":\"belonging\"}", for: ["officer"], gives: 201)
        try walk.step(
            "POST", "\(place)/benefit-verdicts", cycle,
            "{\"benefit\":1,\"realised\":\"partly\",\"because\":\"x\"}", for: ["officer"],
            gives: 201)
        try walk.step("GET", "\(place)/benefits", cycle, for: see)
        try walk.step(
            "POST", "\(place)/priority-withdrawals", cycle,
            "{\"priority\":\"belonging\",\"reason\":\"x\"}", for: ["officer"], gives: 201)
        try walk.step("POST", "\(place)/advances", cycle, "{}", for: ["officer"], gives: 409)
        try walk.step("POST", "\(place)/approvals", cycle, "{}", for: ["decider"], gives: 409)
        try walk.step(
            "POST", "\(place)/reopenings", cycle,
            "{\"stage\":\"plan\",\"reason\":\"x\"}", for: both, gives: 409)
        // Nothing is learned yet in Analyse, and nobody learned anything before it.
        try walk.step(
            "POST", "\(place)/lessons", cycle,
            "{\"lesson\":\"x\",\"evidence\":\"x\",\"meaning\":\"x\"}", for: ["officer"], gives: 409)
        try walk.step(
            "POST", "\(place)/lesson-verdicts", cycle,
            "{\"lesson\":1,\"verdict\":\"adopted\",\"reason\":\"x\"}", for: ["officer"], gives: 404)
        try walk.step(
            "POST", "\(place)/lesson-withdrawals", cycle, "{\"lesson\":1,\"reason\":\"x\"}",
            for: ["officer"], gives: 404)
        try walk.step("GET", "\(place)/lessons", cycle, for: see)
        try walk.step("GET", "lessons", for: see)
        try walk.step("GET", "due", query: "?late=true&limit=1", for: see + ["finance"])
        try walk.step("GET", "due", query: "?cursor=x", for: see + ["finance"], gives: 422)
        try walk.step("POST", "due/reminders", for: ["officer"], gives: 201)
        try plans(walk, cycle)
        try walk.step("GET", place, cycle, for: see)
    }

    /// A plan is written while Plan is open, and this cycle is in Analyse.
    private func plans(_ walk: Walk, _ cycle: [String]) throws {
        let see = ["officer", "decider", "auditor"]
        let place = "cycles/{cycle}"
        let bodies = [
            "vision": "{\"text\":\"A town at ease\"}",
            "gap":
                "{\"need\":1,\"existing\":\"A club\",\"baseline\":\"few\",\"target\":\"many\"}",
            "option":
                "{\"title\":\"Nothing\",\"kind\":\"nothing\",\"description\":\"x\","
                + "\"choice\":\"open\",\"costFromPence\":0}",
            "talk":
                "{\"day\":\"2026-01-02\",\"who\":\"Parents\",\"how\":\"walk\",\"said\":\"x\","
                + "\"changed\":\"no\",\"outcome\":\"x\"}",
            "impact":
                "{\"characteristic\":\"age\",\"effect\":\"none\",\"evidence\":\"x\","
                + "\"action\":\"x\"}",
            "share": "{\"by\":\"ward\",\"key\":\"millbrook\",\"amountPence\":100}",
            "dates":
                "{\"opens\":\"2027-01-04\",\"closes\":\"2027-02-15\",\"panel\":\"2027-03-08\","
                + "\"decision\":\"2027-03-15\",\"payments\":\"2027-04-07\"}",
        ]
        for (part, body) in bodies.sorted(by: { $0.key < $1.key }) {
            try walk.step(
                "POST", "\(place)/plan/\(part)", cycle, body, for: ["officer"], gives: 409)
        }
        // There is no option to judge, and no priority that asks or brings anything about.
        for (part, body) in [
            (
                "mark",
                "{\"option\":1,\"question\":\"need\",\"mark\":\"good\",\"reason\":\"x\"}"
            ), ("outcome", "{\"priority\":\"belonging\",\"text\":\"x\"}"),
            (
                "question",
                "{\"round\":\"round-1\",\"question\":\"need\",\"priority\":\"belonging\"}"
            ),
        ] {
            try walk.step(
                "POST", "\(place)/plan/\(part)", cycle, body, for: ["officer"], gives: 422)
        }
        try walk.step(
            "POST", "\(place)/plan-withdrawals", cycle,
            "{\"part\":\"vision\",\"entry\":\"all\",\"reason\":\"x\"}", for: ["officer"],
            gives: 404)
        try walk.step("GET", "\(place)/plan", cycle, for: see)
        try walk.step("GET", "\(place)/timetable", cycle, query: "?from=2027-01-01", for: see)
        try walk.step("GET", "\(place)/timetable", cycle, query: "?from=soon", for: see, gives: 422)
        try walk.step(
            "POST", "\(place)/prospectus-versions", cycle, "{}", for: ["officer"], gives: 409)
        try walk.open(
            "/api/v1/cycles/cycle-1/prospectus", pattern: "/api/v1/cycles/{cycle}/prospectus",
            type: "application/problem+json", gives: 404)
    }

    private func indicators(_ walk: Walk) throws {
        let see = ["officer", "decider", "auditor"]
        try walk.step(
            "POST", "indicators/{indicator}/imports", ["belonging"],
            "ward,period,value\nall,2025,61.5\n", type: "text/csv", for: ["officer"], gives: 201)
        try walk.step("GET", "indicators", for: see)
        try walk.step("GET", "indicators/{indicator}", ["belonging"], for: see)
    }

    private func people(_ walk: Walk) throws {
        let see = ["officer", "decider", "finance", "auditor", "admin"]
        try walk.step("GET", "audit/head", for: see)
        try walk.step("GET", "audit/verification", for: see)
        try walk.step("GET", "people", for: ["admin"])
        let given = try walk.step(
            "POST", "tokens", [], "{\"email\":\"p2@example.org\",\"label\":\"test\"}",
            for: ["admin"],
            gives: 201)
        try walk.step("GET", "tokens", for: ["admin"])
        let id = "\(given?["id"]?.int ?? 0)"
        try walk.step("DELETE", "tokens/{id}", [id], for: ["admin"])
        // Nobody's case data for an administrator, by any route.
        #expect(given?["token"]?.string?.hasPrefix("cohesion_") == true)
    }
}

extension Server {
    /// The references of an applicant's own applications.
    fileprivate func ask(own listing: String) -> [String] {
        let reply = try? good("GET", listing, as: "applicant")
        return reply?["items"]?.array?.compactMap { $0["reference"]?.string } ?? []
    }
}
