import FundCore
import HTTPTypes
import Hummingbird
import Workflows

/// Acts on what belongs to one application, each answered with all of that as it is then.
struct ApplicationActs: Sendable {
    let shown: Schema
    /// What the answer is, in the description.
    let said: String
    let now: @Sendable (Ask) async throws -> JSONValue

    /// - Parameters:
    ///   - done: what the work gives back.
    ///   - work: what it does with the application's reference and what was sent.
    func act<Done: Sendable>(
        _ done: Done.Type, _ route: Route, _ summary: String, for roles: Set<Role>,
        _ members: [Schema.Member],
        _ work:
            @escaping @Sendable (inout JSONFields) ->
            @Sendable (
                Workflows, String, Principal
            ) throws -> Done
    ) -> Endpoint {
        Endpoint(
            .post, route, summary, for: roles, body: .json(.object(members)),
            .json(shown, said, status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let work = work(&fields)
            try fields.refuseProblems()
            let (house, reference) = (ask.house, ask.path("reference"))
            let (_, isRepeat) = try await ask.once(body) { principal in
                try work(house.workflows, reference, principal)
            } keeping: { (_: Done) in
                .null
            }
            return ask.created(try await now(ask), isRepeat: isRepeat)
        }
    }
}
