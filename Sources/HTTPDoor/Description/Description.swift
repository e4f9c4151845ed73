import FundCore
import HTTPTypes

/// The description of the door (OpenAPI 3.1), made of the endpoints themselves.
struct Description: Sendable {
    let json: JSONValue

    /// - Parameter example: a reference that path parameters show.
    init(_ endpoints: [Endpoint], example: Reference) {
        var paths: [(key: String, value: JSONValue)] = []
        var byRoute: [Route: [Endpoint]] = [:]
        var routes: [Route] = []
        for endpoint in endpoints {
            if byRoute[endpoint.route] == nil { routes.append(endpoint.route) }
            byRoute[endpoint.route, default: []].append(endpoint)
        }
        for route in routes {
            let operations = (byRoute[route] ?? []).map {
                ($0.method.rawValue.lowercased(), Self.operation($0, example: example))
            }
            paths.append((route.pattern, .object(operations)))
        }
        json = .object([
            ("openapi", .string("3.1.0")),
            (
                "info",
                .object([
                    ("title", .string("Cohesion Fund")), ("version", .string("1")),
                    (
                        "description",
                        .string(
                            "Runs a community fund. Money is whole pence; moments are UTC; "
                                + "deadlines are London time. Send a token as Authorization: "
                                + "Bearer TOKEN. Errors are RFC 9457 problems.")
                    ),
                ])
            ),
            ("paths", .object(paths)),
            (
                "components",
                .object([
                    (
                        "schemas",
                        .object(
                            (Self.schemas + Self.decisionSchemas + Self.agreementSchemas).map {
                                ($0.name, $0.schema.json)
                            })
                    ),
                    (
                        "securitySchemes",
                        .object([
                            (
                                "token",
                                .object([("type", .string("http")), ("scheme", .string("bearer"))])
                            )
                        ])
                    ),
                ])
            ),
        ])
    }

    private static func operation(_ endpoint: Endpoint, example: Reference) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("operationId", .string(endpoint.name)), ("summary", .string(endpoint.summary)),
        ]
        if let roles = endpoint.roles {
            let names = Role.allCases.filter(roles.contains).map(\.rawValue)
            members.append(
                ("description", .string("For: \(names.joined(separator: ", ")).")))
            members.append(("x-roles", .array(names.map { .string($0) })))
            members.append(
                ("security", .array([.object([("token", .array([]))])])))
        } else {
            members.append(("security", .array([])))
        }
        members.append(("parameters", .array(parameters(of: endpoint, example: example))))
        if let body = endpoint.body {
            members.append(
                (
                    "requestBody",
                    .object([
                        ("required", .bool(true)),
                        ("description", .string("At most \(body.limitInWords).")),
                        ("content", content(body.mediaType, body.schema)),
                    ])
                ))
        }
        members.append(("responses", .object(responses(of: endpoint))))
        return .object(members)
    }

    private static func parameters(of endpoint: Endpoint, example: Reference) -> [JSONValue] {
        func parameter(
            _ name: String, in place: String, _ summary: String, _ schema: Schema,
            required: Bool
        ) -> JSONValue {
            .object([
                ("name", .string(name)), ("in", .string(place)), ("required", .bool(required)),
                ("description", .string(summary)), ("schema", schema.json),
            ])
        }
        var parameters = endpoint.route.parameters.map { name in
            let (summary, value) = pathParameters[name] ?? ("", "1")
            return parameter(
                name, in: "path", summary,
                .example(.text, name == "reference" ? "\(example)" : value), required: true)
        }
        parameters += endpoint.query.map {
            parameter($0.name, in: "query", $0.summary, $0.schema, required: $0.isRequired)
        }
        if endpoint.traits.contains(.creating) {
            parameters.append(
                parameter(
                    "Idempotency-Key", in: "header",
                    "Any 1 to 200 visible characters: sent again with the same body, the request "
                        + "is not done again and the answer is the same.",
                    .pattern("^[!-~]{1,200}$"), required: false))
        }
        if endpoint.traits.contains(.editing) {
            parameters.append(
                parameter(
                    "If-Match", in: "header", "The ETag that was seen: 412 if it has changed.",
                    .pattern(#"^(\*|"[0-9a-f]{32}")$"#), required: false))
        }
        return parameters
    }

    private static let pathParameters: [String: (summary: String, example: String)] = [
        "round": ("A round's key.", "round-1"),
        "reference": ("An application's reference.", ""),
        "criterion": ("A criterion's key.", "need"),
        "cycle": ("A commissioning cycle's key.", "cycle-1"),
        "number": ("A number from 1.", "1"),
        "wave": ("before or after.", "before"),
        "dataset": ("grants or spend.", "grants"),
        "kind": ("cabinet or evaluation.", "cabinet"),
        "id": ("A token's id.", "1"),
    ]

    private static func content(
        _ mediaType: String, _ schema: Schema, others: [String] = []
    ) -> JSONValue {
        .object(([mediaType] + others).map { ($0, .object([("schema", schema.json)])) })
    }

    private static func responses(of endpoint: Endpoint) -> [(key: String, value: JSONValue)] {
        let success = endpoint.success
        var responses: [(key: String, value: JSONValue)] = [
            (
                "\(success.status.code)",
                .object([
                    ("description", .string(success.summary)),
                    (
                        "content",
                        content(success.mediaType, success.schema, others: success.otherMediaTypes)
                    ),
                ])
            )
        ]
        if endpoint.traits.contains(.tagged) {
            responses.append(
                ("304", .object([("description", .string("The asker has it already"))])))
        }
        if endpoint.route == .readiness {
            responses.append(
                (
                    "503",
                    .object([
                        ("description", .string("Something keeps it from working")),
                        ("content", content(success.mediaType, success.schema)),
                    ])
                ))
            return responses
        }
        for (status, summary) in endpoint.problems {
            responses.append(
                (
                    "\(status)",
                    .object([
                        ("description", .string(summary)),
                        ("content", content("application/problem+json", .named("Problem"))),
                    ])
                ))
        }
        return responses
    }
}

extension Endpoint {
    /// `getRoundsRanking`: unique, because the path and the method are.
    var name: String {
        let parts = route.pattern.split(whereSeparator: { "/{}.-".contains($0) })
            .filter { $0 != "api" && $0 != "v1" }
        return method.rawValue.lowercased()
            + parts.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// Every refusal that it may answer.
    var problems: [(status: Int, summary: String)] {
        var problems: [Int: String] = [
            500: "Something failed inside; the log says what, under the request's id"
        ]
        if roles != nil {
            problems[401] = "No token, or one that is not good any more"
            problems[403] = "The asker's roles do not include this"
            problems[503] = "Busy: try again"
        }
        if !route.parameters.isEmpty || (roles != nil && !query.isEmpty) {
            problems[404] = "There is no such thing, or the asker may not know of it"
        }
        if !query.isEmpty || roles != nil { problems[422] = "What was sent is wrong" }
        if body != nil {
            problems[400] = "The body or a header cannot be read"
            problems[413] = "The body is too large"
            problems[415] = "The body is of another media type"
            problems[404] = problems[404] ?? "It names something that is not there"
        }
        if traits.contains(.creating) {
            problems[400] = "The body or a header cannot be read"
            problems[409] = "A rule of the fund refuses it as things stand"
        }
        if traits.contains(.ruled) {
            problems[409] = "A rule of the fund refuses it as things stand"
        }
        if traits.contains(.editing) {
            problems[400] = "The body or a header cannot be read"
            problems[412] = "It has changed since the asker saw it"
        }
        if roles == nil { problems[422] = "What was sent is wrong" }
        return problems.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
