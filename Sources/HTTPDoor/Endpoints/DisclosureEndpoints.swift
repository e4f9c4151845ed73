import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Publishing

/// What is held about people, and what is recorded of awards, for those who ask for it.
extension Endpoint {
    private static let givers: Set<Role> = [.officer, .administrator]
    private static let disclosure = Schema.openObject(given)
    private static let information = Schema.openObject(
        given + [
            .needed(
                "redactions",
                .list(
                    .openObject([
                        .needed("of", .text), .needed("table", .text),
                        .needed("row", .nullable(.text)), .needed("field", .nullable(.text)),
                        .needed("fieldName", .nullable(.text)), .needed("passages", .count),
                        .needed("characters", .nullable(.count)),
                        .needed("rule", .oneOf(DisclosureRule.allCases.map(\.rawValue))),
                        .needed(
                            "section", .oneOf(InformationGround.allCases.map(\.section))),
                        .needed("why", .text),
                    ])))
        ])
    private static let given: [Schema.Member] = [
        .needed("about", .text), .needed("madeAt", .instant),
        .needed("lookedFor", .list(.text)),
        .needed(
            "held",
            .list(
                .openObject([
                    .needed("kind", .nullable(.text)), .needed("table", .text),
                    .needed("rows", .list(.openObject([.needed("row", .text)]))),
                ]))),
        .needed(
            "leftOut",
            .list(
                .openObject([
                    .needed("rule", .oneOf(DisclosureRule.allCases.map(\.rawValue))),
                    .needed("count", .count), .needed("why", .text),
                ]))),
    ]

    static let disclosureEndpoints = [
        Endpoint(
            .post, .subjectAccess,
            "Gives everything that is held about a person, by email address, and notes it",
            for: givers, body: .json(.object([.needed("person", .text)])),
            .json(disclosure, "What is held, without other people's data"), [.ruled]
        ) { ask in
            var fields = JSONFields(try Ask.json(try await ask.bytes()))
            let person = fields.text("person", required: true, maximum: 254) ?? ""
            try fields.refuseProblems()
            return try await ask.given(.person(person))
        },
        Endpoint(
            .post, .informationRequests,
            "Gives what is recorded of an award or an organisation, and notes it", for: givers,
            body: .json(
                .object([
                    .optional("award", .nullable(.text)),
                    .optional("organisation", .nullable(.text)),
                ])), .json(information, "What is recorded, and what is left out"), [.ruled]
        ) { ask in
            var fields = JSONFields(try Ask.json(try await ask.bytes()))
            let award = fields.text("award", maximum: 40)
            let organisation = fields.text("organisation", maximum: 60)
            try fields.refuseProblems()
            return try await ask.given(.record(award: award, organisation: organisation))
        },
    ]
}

extension Ask {
    /// Nobody who writes waits while it is found: only the note of it is written.
    fileprivate func given(_ request: DisclosureRequest) async throws -> Response {
        let (services, asker) = (house.services, asker)
        let (found, json) = try await readSlowly {
            let found = try services.find(request, as: try asker.principal)
            return (found, found.json(try services.words()))
        }
        try await write { try services.note(found, for: request, as: try asker.principal) }
        var response = Response.json(json)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
