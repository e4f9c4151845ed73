import Bootstrap
import Correspondence
import FundCore
import FundStore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

/// What whoever runs the server asks of it, and the front page.
extension Endpoint {
    static let operations = [
        Endpoint(
            .get, .front, "The front page: which round is open", for: nil,
            Success(status: .ok, mediaType: "text/html", summary: "The page", schema: .text),
            [.tagged]
        ) { ask in
            let house = ask.house
            let html = try await ask.read {
                house.frontPage.html(
                    try house.reports.frontPageFacts(), words: house.words)
            }
            return ask.shown(html, type: "text/html", cache: "public, no-cache")
        },
        Endpoint(
            .get, .styleSheet, "The style of the front page", for: nil,
            Success(status: .ok, mediaType: "text/css", summary: "The style", schema: .text),
            [.tagged]
        ) { ask in
            ask.shown(
                ask.house.frontPage.style, type: "text/css", cache: "public, max-age=3600")
        },
        Endpoint(
            .get, .health, "Whether the server answers at all", for: nil,
            .json(.object([.needed("status", .oneOf(["ok"]))]), "It does")
        ) { _ in Response.json(.object([("status", .string("ok"))])) },
        Endpoint(
            .get, .readiness, "Whether the database can be used and letters can leave", for: nil,
            .json(.named("Readiness"), "Both, 200; or not, 503"), [.ruled]
        ) { ask in
            let checks = await ask.readiness()
            let isReady = checks.allSatisfy { $0.problem == nil }
            return Response.json(
                .object([
                    ("status", .string(isReady ? "ready" : "not ready")),
                    (
                        "checks",
                        .array(
                            checks.map {
                                .object([
                                    ("name", .string($0.name)),
                                    ("ok", .bool($0.problem == nil)),
                                    ("problem", .optional($0.problem)),
                                ])
                            })
                    ),
                ]), status: isReady ? .ok : .serviceUnavailable)
        },
        Endpoint(
            .get, .metrics, "Counts of what the server does, for Prometheus", for: nil,
            Success(
                status: .ok, mediaType: "text/plain", summary: "The counts", schema: .text)
        ) { ask in
            let (house, state) = (ask.house, ask.house.mail.state)
            let waiting = try await ask.read { try house.workflows.lettersWaiting() }
            let text = house.metrics.text(mail: (waiting, state != .running))
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        },
    ]
}

extension Ask {
    /// Text that anybody may see and keep, as `cache` says.
    fileprivate func shown(_ text: String, type: String, cache: String) -> Response {
        let tag = EntityTag(of: [text])
        var response =
            isKnown(tag)
            ? notModified(tag)
            : Response(
                status: .ok,
                headers: [.contentType: "\(type); charset=utf-8", .eTag: tag.quoted],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        response.headers[.cacheControl] = cache
        response.headers[.vary] = nil
        return response
    }

    fileprivate func readiness() async -> [(name: String, problem: String?)] {
        let (services, words) = (house.services, house.words)
        var database: String?
        do {
            try await read { try services.checkReadiness() }
        } catch let problem as any Problem {
            // The code alone: what stands behind it may name files of this machine.
            database = problem.report.code
        } catch {
            database = "database-failed"
        }
        let mail: String? =
            switch house.mail.state {
            case .running: nil
            case .stopped(let why): words.words("talk.mail-stopped", ["why": why])
            }
        return [("database", database), ("mail", mail)]
    }
}
