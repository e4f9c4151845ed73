import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

extension Endpoint {
    static let roundEndpoints = [
        Endpoint(
            .get, .rounds, "Lists every round", for: everybody,
            .json(.list(.named("Round")), "Every round"), [.tagged]
        ) { ask in
            let reports = ask.house.reports
            return try await ask.list(.rounds) { try reports.rounds($0) }
        },
        Endpoint(
            .get, .round, "Shows one round", for: everybody, .json(.named("Round"), "The round"),
            [.tagged]
        ) { ask in
            let (reports, round) = (ask.house.reports, ask.path("round"))
            return ask.found(
                try await ask.read { Listing.rounds.json(try reports.roundRow(round)) })
        },
        Endpoint(
            .post, .opening, "Opens a round, now, and freezes its settings", for: [.officer],
            body: .json(
                .object([
                    .optional("closes", .nullable(.localTime)),
                    .optional("reason", .nullable(.text)),
                ])), .json(.named("Round"), "The round as it is now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let written = fields.text("closes", maximum: 16)
            let closes = written.flatMap { LocalDateTime($0) }
            if written != nil, closes == nil { fields.report("closes", "not-time") }
            let reason = fields.text("reason", maximum: 2000)
            try fields.refuseProblems()
            let (house, round) = (ask.house, ask.path("round"))
            let (_, isRepeat) = try await ask.once(body) { principal in
                try house.workflows.openRound(
                    round, try house.services.configuration(), closes: closes, reason: reason,
                    as: principal)
            } keeping: { (_: Round) in
                .null
            }
            return try await ask.roundAsItIs(isRepeat: isRepeat)
        },
        Endpoint(
            .post, .closing, "Closes a round to applications, now", for: [.officer],
            body: .json(.object([.optional("reason", .nullable(.text))])),
            .json(.named("Round"), "The round as it is now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text("reason", maximum: 2000)
            try fields.refuseProblems()
            let (house, round) = (ask.house, ask.path("round"))
            let (_, isRepeat) = try await ask.once(body) { principal in
                try house.workflows.closeRound(round, reason: reason, as: principal)
            } keeping: { (_: Round) in
                .null
            }
            return try await ask.roundAsItIs(isRepeat: isRepeat)
        },
    ]
}

extension Ask {
    fileprivate func roundAsItIs(isRepeat: Bool) async throws -> Response {
        let (reports, round) = (house.reports, path("round"))
        let row = try await read { try reports.roundRow(round) }
        return created(
            Listing.rounds.json(row), isRepeat: isRepeat, at: Route.round.link(round))
    }
}

extension JSONFields {
    /// - Throws: `InvalidInput` where anything is wrong with what was taken, or left over.
    consuming func refuseProblems() throws {
        let problems = finish()
        guard problems.isEmpty else { throw InvalidInput("body", problems) }
    }
}
