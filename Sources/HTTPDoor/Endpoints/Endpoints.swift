import FundCore
import HTTPTypes
import Hummingbird
import Publishing

extension Endpoint {
    /// Everything that can be asked of the door.
    ///
    /// - Parameter example: the reference that the description shows.
    static func all(example: Reference) -> [Endpoint] {
        let others =
            operations + roundEndpoints + applicationEndpoints + panelEndpoints
            + scoreEndpoints
            + adviceEndpoints + decisionEndpoints + decisionRecordEndpoints + appealEndpoints
            + reserveEndpoints + agreementEndpoints
            + meetingEndpoints + letterEndpoints + letterGateEndpoints + paymentEndpoints
            + runEndpoints + adviseEndpoints + instalmentEndpoints + recoveryEndpoints
            + reconcileEndpoints
            + auditEndpoints
            + peopleEndpoints + screeningEndpoints + bankEndpoints + payeeEndpoints
            + cycleEndpoints + indicatorEndpoints + lessonEndpoints + threadEndpoints + dueEndpoints
            + bankLetterEndpoints + returnEndpoints + tensionEndpoints + surveyEndpoints
            + fileEndpoints + awardEndpoints + evaluationEndpoints + planEndpoints
            + providerEndpoints + supportEndpoints + benefitEndpoints
            + representationEndpoints + publishEndpoints + awardListEndpoints
            + printedReportEndpoints + reachEndpoints + cloneEndpoints + disclosureEndpoints
            + privacyEndpoints
        let description = Description(others + [describing("")], example: example)
        return others + [describing(description.json.text + "\n")]
    }

    private static func describing(_ text: String) -> Endpoint {
        Endpoint(
            .get, .description, "This description", for: nil, .json(.anything, "OpenAPI 3.1"),
            [.tagged]
        ) { ask in
            var response = ask.found(text: text)
            response.headers[.cacheControl] = "public, no-cache"
            return response
        }
    }

    /// Who may read a fund's cases.
    static let readers: Set<Role> = [.officer, .panelMember, .decisionMaker, .finance, .auditor]
    static let everybody = Set(Role.allCases)

    static let pageParameters = [
        Parameter(
            name: "limit", summary: "How many at the most, 50 if left out.",
            schema: .integer(1...500)),
        Parameter(
            name: "cursor", summary: "What an earlier page gave as next: the list goes on there.",
            schema: .text),
    ]
}

extension Ask {
    /// A page of a list.
    ///
    /// - Parameter rows: calls back with each row and where a list would go on behind it; it is
    ///   asked for one row more than the page holds, to see whether anything follows.
    func page(
        _ listing: Listing,
        _ rows:
            @escaping @Sendable (
                _ limit: Int, _ row: ([JSONValue], _ place: String) throws -> Void
            ) throws -> Void
    ) async throws -> Response {
        let limit = try limit()
        let (items, next) = try await read {
            var items: [JSONValue] = []
            var place: String?
            var isMore = false
            try rows(limit + 1) { row, itsPlace in
                if items.count == limit {
                    isMore = true
                } else {
                    items.append(listing.json(row))
                    place = itsPlace
                }
            }
            return (items, isMore ? place : nil)
        }
        return found(.object([("items", .array(items)), ("next", .optional(next))]))
    }

    /// A whole list, as the command line prints it.
    func list(
        _ listing: Listing,
        _ rows: @escaping @Sendable (_ row: ([JSONValue]) throws -> Void) throws -> Void
    ) async throws -> Response {
        let bytes = try await read {
            var list = JSONLines(listing)
            try rows { list.add($0) }
            return list.finish()
        }
        return found(bytes: bytes)
    }
}
