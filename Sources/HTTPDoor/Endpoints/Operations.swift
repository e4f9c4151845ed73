import Bootstrap
import Correspondence
import FundCore
import FundStore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

/// What whoever runs the server asks of it.
extension Endpoint {
    static let operations = [
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
                    ("rehearsal", .bool(ask.house.isRehearsal)),
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
