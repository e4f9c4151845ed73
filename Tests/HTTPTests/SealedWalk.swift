import Foundation
import FundCore
import HTTPTypes
import TestSupport

@testable import HTTPDoor

/// Everything that somebody can ask of a sealed round, and what they are answered: without what is
/// new with every request.
struct SealedWalk {
    let round: SealedRound
    let server: Server
    private let visitor: Visitor

    init(_ round: SealedRound) throws {
        self.round = round
        server = try Server(round.fund, people: [round.member])
        visitor = Visitor(server)
        try visitor.signIn(round.email)
    }

    private func path(_ route: Route, _ reference: String) -> String {
        let values = [
            "round": "round-2", "reference": reference, "draft": "1", "page": "groupName",
            "question": "1", "tag": "en", "number": "1", "criterion": "need", "candidate": "1",
            "kind": "cabinet", "dataset": "grants", "year": "2026",
        ]
        return route.parameters.reduce(route.pattern) {
            $0.replacing("{\($1)}", with: values[$1] ?? "?")
        }
    }

    private var endpoints: [Endpoint] {
        // What is counted of all requests is nobody's scores, and goes on with each of ours.
        Endpoint.all(example: Reference(prefix: "CF", year: 2026, number: 1)).filter {
            !$0.route.pattern.contains("metrics") && !$0.route.pattern.contains("readyz")
        }
    }

    /// Links in emails, who is signed in, and the language are nobody's scores.
    private var pages: [Page] {
        Page.all.filter { page in
            !["sign-in", "sign-out", "/account", "/language"].contains {
                page.route.pattern.contains($0)
            }
        }
    }

    /// Every page, and every endpoint with and without somebody else's name.
    func everything() throws -> [String: String] {
        var answers: [String: String] = [:]
        for reference in round.references {
            for page in pages where page.method == .get {
                let path = path(page.route, reference)
                do { answers["page \(path)"] = plain(try visitor.get(path)) } catch {
                    throw TestFailure("\(path): \(error)")
                }
            }
            for endpoint in endpoints where endpoint.method == .get {
                let path = path(endpoint.route, reference)
                for query in ["", "?member=p2%40example.org", "?limit=1"] {
                    do {
                        answers["api \(path)\(query)"] = plain(
                            try server.ask("GET", path + query, as: round.member))
                    } catch { throw TestFailure("\(path): \(error)") }
                }
            }
        }
        return answers
    }

    /// Fields of every form there is, as somebody would fill them in who wants to find something
    /// out.
    private static let typed = [
        ("email", "officer2@example.org"), ("member", "p2@example.org"), ("criterion", "need"),
        ("score", "3"), ("value", "3"), ("reason", "To see"), ("detail", "To see"),
        ("text", "To see"), ("feedback", "To see"), ("comment", "1"), ("comments", "1"),
        ("has", "no"), ("proposal", "1"), ("chair", "p2@example.org"), ("kind", "fund"),
        ("at.p2@example.org", "present"), ("perApplication", "3"), ("seed", "8"),
        ("panel", "main"), ("action", "add"), ("adds", "yes"), ("verdict", "none"),
    ]

    private static let body = JSONValue.object([
        ("email", .string("officer2@example.org")), ("member", .string("p2@example.org")),
        ("value", .int(3)), ("comment", .string("To see")), ("reason", .string("To see")),
        ("reference", .string("CF26-0001-X")), ("criterion", .string("need")),
        ("kind", .string("fund")), ("chair", .string("p2@example.org")), ("number", .int(1)),
        ("present", .array([.string("p2@example.org")])), ("text", .string("To see")),
    ]).text

    /// Sends every form, and asks everything of the endpoints that is no question: with nothing,
    /// and with what somebody curious would send. Answers are by what was sent, in order.
    func attempts() throws -> [(place: String, answer: String)] {
        var answers: [(place: String, answer: String)] = []
        let home = try visitor.get("/home").text
        let csrf = home.firstMatch(of: /name="csrf" value="([^"]*)"/).map { String($0.1) } ?? ""
        guard !csrf.isEmpty else { throw TestFailure("no form has its secret") }
        for reference in round.references {
            for page in pages where page.method != .get {
                let path = path(page.route, reference)
                for fields in [[], Self.typed + criteria] {
                    let reply = try visitor.post(path, [("csrf", csrf)] + fields)
                    answers.append(("form \(path) with \(fields.count)", timeless(reply)))
                }
            }
            let conditions: [[(String, String)]] = [
                [], [("If-Match", "*")], [("If-None-Match", "*")],
                [("If-Match", "\"\(String(repeating: "0", count: 32))\"")],
            ]
            for endpoint in endpoints where endpoint.method != .get {
                let path = path(endpoint.route, reference)
                let mayEdit = endpoint.method == .put || endpoint.method == .delete
                for query in ["", "?member=p2%40example.org"] {
                    for body in ["{}", Self.body] {
                        for headers in mayEdit ? conditions : [[]] {
                            let reply = try server.ask(
                                endpoint.method.rawValue, path + query, as: round.member, body,
                                headers: headers)
                            answers.append(
                                (
                                    "\(endpoint.method) \(path)\(query) \(body.count) \(headers)",
                                    timeless(reply)
                                ))
                        }
                    }
                }
            }
            // Another's scores just as they are, in a file: whether they are new, changed or not.
            for (place, name) in [("score-imports", "p2"), ("score-imports", round.member)] {
                let lines = TestFund.criteria.map {
                    "\(reference),\(name)@example.org,\($0),0,secret\n"
                }
                let file =
                    "application,panel_member,criterion,score,comment\n" + lines.joined()
                let reply = try server.ask(
                    "POST", "rounds/round-2/\(place)", as: round.member, file,
                    headers: [("Content-Type", "text/csv")])
                answers.append(("\(place) of \(name) for \(reference)", timeless(reply)))
            }
        }
        return answers
    }

    private var criteria: [(String, String)] {
        TestFund.criteria.flatMap { [("\($0).value", "3"), ("\($0).comment", "Mine")] }
    }

    /// The same, without the times of a fund that was made a little later than another.
    private func timeless(_ reply: Reply) -> String {
        plain(reply).replacing(/\d{4}-\d\d-\d\dT[\d:.]+Z?/, with: "").replacing(
            /\b\d{1,2}[:.]\d\d ?(am|pm)?\b/, with: "")
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
}
