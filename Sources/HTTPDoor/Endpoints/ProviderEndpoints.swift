import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// The register of providers and groups, what was agreed with them, and who is not reached.
extension Endpoint {
    private static let seeing: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let numbered = Schema.object([.needed("number", .count)])
    private static let entry: [Schema.Member] = [
        .needed("name", .text), .needed("kind", .oneOf(ProviderKind.allCases.map(\.rawValue))),
        .needed("wards", .list(.text)), .needed("communities", .list(.text)),
        .needed("offers", .text), .optional("contact", .nullable(.text)),
        .optional("organisation", .nullable(.text)),
    ]
    private static let rows = Schema.list(
        .openObject([.needed("number", .count), .needed("name", .text)]))

    static let providerEndpoints = [
        Endpoint(
            .get, .providerList, "Lists the providers and groups that are known, by name",
            for: seeing,
            query: [
                .init(name: "ward", summary: "Only those that work in it", schema: .text),
                .init(name: "community", summary: "Only those that reach it", schema: .text),
            ], .json(rows, "The providers"), [.tagged]
        ) { ask in
            let (house, asker) = (ask.house, ask.asker)
            let (ward, community) = (ask.query["ward"], ask.query["community"])
            return try await ask.list(.providers) { row in
                try house.reports.providers(
                    ward: ward.flatMap { $0.isEmpty ? nil : $0 },
                    community: community.flatMap { $0.isEmpty ? nil : $0 }, house.areas,
                    as: try asker.principal
                ).map(\.row).forEach(row)
            }
        },
        Endpoint(
            .get, .providerShown,
            "Shows a provider: what was said of it, what was agreed, its applications",
            for: seeing,
            .json(
                .openObject([
                    .needed("number", .count), .needed("name", .text),
                    .needed("version", .count), .needed("notes", .list(.anything)),
                ]), "The provider"), [.tagged]
        ) { ask in
            let (reports, asker, id) = (ask.house.reports, ask.asker, try ask.provider)
            return ask.found(
                try await ask.read { try reports.provider(id, as: asker.principal).json })
        },
        Endpoint(
            .post, .providerList, "Takes a provider into the register", for: [.officer],
            body: .json(.object(entry)), .json(numbered, "It is in", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let entry = fields.provider()
            try fields.refuseProblems()
            let (workflows, areas) = (ask.house.workflows, ask.house.areas)
            return try await ask.creating(
                body, at: { Route.providerShown.link("\($0["number"]?.int ?? 0)") }
            ) { principal in
                try workflows.addProvider(entry, areas, as: principal)
            } keeping: {
                .object([("number", .int($0.rawValue))])
            }
        },
        Endpoint(
            .post, .providerChanges, "Says anew what is known of a provider; what stood is kept",
            for: [.officer], body: .json(.object(entry)),
            .json(
                .object([.needed("number", .count), .needed("version", .count)]), "It is said",
                status: .created), [.ruled, .creating]
        ) { ask in
            let (body, id) = (try await ask.bytes(), try ask.provider)
            var fields = JSONFields(try Ask.json(body))
            let entry = fields.provider()
            try fields.refuseProblems()
            let (workflows, areas) = (ask.house.workflows, ask.house.areas)
            return try await ask.creating(body) { principal in
                try workflows.changeProvider(id, to: entry, areas, as: principal)
            } keeping: {
                .object([("number", .int(id.rawValue)), ("version", .int($0))])
            }
        },
        Endpoint(
            .post, .providerNotes, "Notes what was agreed with a provider on a day; for good",
            for: [.officer],
            body: .json(.object([.needed("day", .day), .needed("text", .text)])),
            .json(numbered, "It is noted", status: .created), [.ruled, .creating]
        ) { ask in
            let (body, id) = (try await ask.bytes(), try ask.provider)
            var fields = JSONFields(try Ask.json(body))
            let day = fields.day("day", required: true)
            let text = fields.text(
                "text", required: true, maximum: CommissioningModule.greatestProviderNoteLength)
            try fields.refuseProblems()
            let workflows = ask.house.workflows
            return try await ask.creating(body) { principal in
                try workflows.noteProvider(id, text ?? "", on: day, as: principal)
            } keeping: { _ in
                .object([("number", .int(id.rawValue))])
            }
        },
        Endpoint(
            .post, .providerEnds, "Takes a provider out of the register, with a reason",
            for: [.officer], body: .json(.object([.needed("reason", .text)])),
            .json(numbered, "It is out", status: .created), [.ruled, .creating]
        ) { ask in
            let (body, id) = (try await ask.bytes(), try ask.provider)
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text("reason", required: true, maximum: 2000)
            try fields.refuseProblems()
            let workflows = ask.house.workflows
            return try await ask.creating(body) { principal in
                try workflows.endProvider(id, reason: reason ?? "", as: principal)
            } keeping: { _ in
                .object([("number", .int(id.rawValue))])
            }
        },
        Endpoint(
            .post, .providerImports,
            "Takes in a file of providers, all or none; a name that is known is said anew",
            for: [.officer],
            body: Body(
                mediaType: "text/csv", greatestBytes: ProviderFile.greatestBytes, schema: .text),
            .json(
                .object([
                    .needed("added", .count), .needed("changed", .count),
                    .needed("unchanged", .count),
                ]), "What it changed", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            let (workflows, areas) = (ask.house.workflows, ask.house.areas)
            return try await ask.creating(body) { principal in
                try workflows.importProviders(body, source: "body", areas, as: principal)
            } keeping: { (taken: ProvidersTaken) in
                taken.json
            }
        },
        Endpoint(
            .get, .providerGaps,
            "Counts, ward by ward and community by community, who is known, applied, was awarded",
            for: seeing,
            query: [
                .init(
                    name: "cycle", summary: "Only applications to its rounds", schema: .text)
            ],
            .json(
                .list(
                    .object([
                        .needed("ward", .text), .needed("community", .text),
                        .needed("known", .count), .needed("applied", .count),
                        .needed("awarded", .count),
                        .needed(
                            "standing", .oneOf(ProviderReach.Standing.allCases.map(\.rawValue))),
                    ])), "The counts"), [.tagged]
        ) { ask in
            let (house, asker) = (ask.house, ask.asker)
            let cycle = ask.query["cycle"].flatMap { $0.isEmpty ? nil : $0 }
            return try await ask.list(.providerGaps) { row in
                try house.reports.providerGaps(
                    cycle: cycle, house.areas, as: try asker.principal
                ).map(\.row).forEach(row)
            }
        },
    ]
}

extension Ask {
    /// The provider that the path names.
    fileprivate var provider: ProviderID {
        get throws {
            guard let number = Int64(path("number")) else {
                throw ProviderProblem.unknown(number: path("number"))
            }
            return ProviderID(number)
        }
    }
}

extension JSONFields {
    /// A provider; what its texts may say is checked where it is taken.
    fileprivate mutating func provider() -> ProviderEntry {
        ProviderEntry(
            name: text("name", required: true, maximum: 200) ?? "",
            kind: choice("kind", of: ProviderKind.self) ?? .provider, wards: textList("wards"),
            communities: textList("communities"),
            offers: text(
                "offers", required: true, maximum: CommissioningModule.greatestOffersLength) ?? "",
            contact: text("contact", maximum: 200),
            organisation: text("organisation", maximum: 60))
    }
}
