import FundCore

/// The shape of a JSON value, for the description of the door (JSON Schema 2020-12, as OpenAPI 3.1
/// has it).
indirect enum Schema: Sendable {
    case text
    case pattern(String)
    case format(String)
    case oneOf([String])
    case integer(ClosedRange<Int64>?)
    case boolean
    case nothing
    case list(Schema)
    /// A list of so many.
    case listOf(Schema, ClosedRange<Int64>)
    case object([Member])
    /// An object that may have other members too.
    case openObject([Member])
    /// An object with whatever keys.
    case map(Schema)
    case nullable(Schema)
    case either(Schema, Schema)
    /// One that `Description` names.
    case named(String)
    case anything
    case example(Schema, String)

    struct Member: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        static func needed(_ name: String, _ schema: Schema) -> Member {
            Member(name: name, schema: schema, isRequired: true)
        }

        static func optional(_ name: String, _ schema: Schema) -> Member {
            Member(name: name, schema: schema, isRequired: false)
        }
    }

    static let count = Schema.integer(0...9_007_199_254_740_991)
    static let pence = Schema.integer(nil)
    /// A step of the scale, or that the criterion does not apply.
    static let score = Schema.either(.integer(nil), .oneOf(["n/a"]))
    static let instant = Schema.pattern(#"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"#)
    static let day = Schema.pattern(#"^\d{4}-\d\d-\d\d$"#)
    static let localTime = Schema.pattern(#"^\d{4}-\d\d-\d\dT\d\d:\d\d$"#)
    static let reference = Schema.pattern(#"^[A-Z]{2,4}\d\d-\d{4,}-[A-Z]$"#)
    static let fraction = Schema.pattern(#"^-?\d+/\d+$"#)
    static let decimal = Schema.pattern(#"^-?\d+\.\d\d$"#)

    /// A page of a longer list.
    static func page(of items: Schema) -> Schema {
        .object([.needed("items", .list(items)), .needed("next", .nullable(.text))])
    }

    var json: JSONValue { .object(members) }

    private static func object(_ members: [Member]) -> [(key: String, value: JSONValue)] {
        [
            ("type", .string("object")),
            ("properties", .object(members.map { ($0.name, $0.schema.json) })),
            ("required", .array(members.filter(\.isRequired).map { .string($0.name) })),
        ]
    }

    private var members: [(key: String, value: JSONValue)] {
        switch self {
        case .text: [("type", .string("string"))]
        case .pattern(let pattern):
            [("type", .string("string")), ("pattern", .string(pattern))]
        case .format(let format): [("type", .string("string")), ("format", .string(format))]
        case .oneOf(let values):
            [("type", .string("string")), ("enum", .array(values.map { .string($0) }))]
        case .integer(let range):
            [("type", .string("integer"))]
                + (range.map {
                    [("minimum", .int($0.lowerBound)), ("maximum", .int($0.upperBound))]
                } ?? [])
        case .boolean: [("type", .string("boolean"))]
        case .nothing: [("type", .string("null"))]
        case .list(let items): [("type", .string("array")), ("items", items.json)]
        case .listOf(let items, let range):
            Schema.list(items).members + [
                ("minItems", .int(range.lowerBound)), ("maxItems", .int(range.upperBound)),
            ]
        case .object(let members):
            Self.object(members) + [("additionalProperties", .bool(false))]
        case .openObject(let members): Self.object(members)
        case .map(let values):
            [("type", .string("object")), ("additionalProperties", values.json)]
        case .nullable(let schema):
            [("anyOf", .array([schema.json, Schema.nothing.json]))]
        case .either(let one, let other):
            [("anyOf", .array([one.json, other.json]))]
        case .named(let name): [("$ref", .string("#/components/schemas/\(name)"))]
        case .anything: []
        case .example(let schema, let example):
            schema.members + [("examples", .array([.string(example)]))]
        }
    }
}
