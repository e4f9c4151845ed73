import Foundation
import FundCore
import HTTPTypes
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Nobody on a sealed panel learns others' scores")
struct SealedTests {
    /// What a member is answered everywhere, without what is new with every request.
    private func everything(
        _ server: Server, as email: String, _ references: [String]
    ) throws -> [String: String] {
        let visitor = Visitor(server)
        try visitor.signIn(email)
        var values = [
            "round": "round-2", "reference": references[0], "draft": "1", "page": "groupName",
            "question": "1", "tag": "en", "number": "1", "criterion": "need",
        ]
        var answers: [String: String] = [:]
        for reference in references {
            values["reference"] = reference
            for page in Page.all where page.method == .get {
                let path = page.route.parameters.reduce(page.route.pattern) {
                    $0.replacing("{\($1)}", with: values[$1] ?? "?")
                }
                // Links in emails and the program's own files are nobody's scores.
                guard !path.contains("sign-in"), !path.hasPrefix("/account") else { continue }
                do { answers["page \(path)"] = plain(try visitor.get(path)) } catch {
                    throw TestFailure("\(path): \(error)")
                }
            }
            let person = String(email.prefix { $0 != "@" })
            for endpoint in Endpoint.all(example: Reference(prefix: "CF", year: 2026, number: 1))
            where endpoint.method == .get {
                let path = endpoint.route.parameters.reduce(endpoint.route.pattern) {
                    $0.replacing("{\($1)}", with: values[$1] ?? "?")
                }
                guard !path.contains("metrics"), !path.contains("readyz") else { continue }
                for query in ["", "?member=p2%40example.org", "?limit=1"] {
                    do {
                        answers["api \(path)\(query)"] = plain(
                            try server.ask("GET", path + query, as: person))
                    } catch { throw TestFailure("\(path): \(error)") }
                }
            }
        }
        return answers
    }

    /// The status, the headers and the body, without secrets, times and numbers of requests.
    private func plain(_ reply: Reply) -> String {
        let headers = reply.headers.filter {
            !["date", "set-cookie", "x-request-id", "content-length"].contains($0.key)
        }
        .sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        var text = reply.text
        text.replace(/name="csrf" value="[^"]*"/, with: "")
        text.replace(/name="once" value="[^"]*"/, with: "")
        text.replace(/"requestId":"[^"]*"/, with: "")
        text.replace(/"recorded_at":"[^"]*"/, with: "")
        // A page's tag follows from its body, which holds the secrets above.
        let kept = headers.filter {
            !$0.hasPrefix("etag:") || reply.headers["content-type"]?.contains("json") == true
        }
        return "\(reply.status)\n" + kept.joined(separator: "\n") + "\n" + text
    }

    @Test(
        "every page and every endpoint answers the same, whatever others have scored, locked or said",
        arguments: ["p1@example.org", "both@example.org"])
    func nothingLeaks(email: String) throws {
        let fund = try CommandLineFund(edits: [
            (
                "Config/people.yaml", "  # Panel members score the applications.",
                "  - {email: both@example.org, name: Both, roles: [officer, panelMember]}\n"
                    + "  # Panel members score the applications."
            ), ("Config/rounds.yaml", "form: form-round-2.yaml", "form: form.yaml"),
        ])
        try fund.good("round open round-2", as: "officer")
        let references = [
            try fund.submit("Made Up Choir", round: "round-2"),
            try fund.submit("Elm Road Menders", round: "round-2"),
        ]
        try fund.good("round close round-2", as: "officer")
        try fund.good("application check --all-clear --round round-2", as: "officer")
        let member = String(email.prefix { $0 != "@" })
        let panel = [member, "p2", "p3"]
        for one in panel {
            try fund.good("panel add --round round-2 --email \(one)@example.org", as: "officer")
            try fund.good("panel brief --round round-2", as: one)
        }
        try fund.good(
            "panel assign --round round-2 --per-application 3 --seed 7", as: "officer")
        for one in panel {
            for reference in references {
                try fund.good("interest declare \(reference) --none", as: one)
            }
        }
        try fund.good("score record \(references[0]) --score need=2", as: member)
        let server = try Server(fund, people: [member])
        let before = try everything(server, as: email, references)
        #expect(before.count > 60)
        for one in ["p2", "p3"] {
            for (reference, value) in zip(references, one == "p2" ? [0, 5] : [5, 1]) {
                let scores = TestFund.criteria.map { "--score \($0)=\(value)" }
                    .joined(separator: " ")
                try fund.good("score record \(reference) \(scores) --comment secret", as: one)
            }
            try fund.good("score lock \(references[0])", as: one)
        }
        let after = try everything(server, as: email, references)
        for (place, answer) in before {
            guard let later = after[place], later != answer else { continue }
            let (old, new) = (answer.split(separator: "\n"), later.split(separator: "\n"))
            let differing = zip(old, new).filter { $0 != $1 }.prefix(3).map { "\($0) → \($1)" }
            Issue.record("\(place) tells of others' scores: \(differing)")
        }
        #expect(Set(before.keys) == Set(after.keys))
        // What they do themselves is told by nothing but their own scores either.
        let officer = try fund.good(
            "score list --round round-2 --format csv", as: "officer"
        ).output
        #expect(officer.contains("secret"))
    }
}
