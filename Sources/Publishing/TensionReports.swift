import Commissioning
import FundCore
import FundStore
import Identity

/// A report of tension with all that officers made of it. How to reach whoever made it is not in it.
public struct TensionShown: Sendable {
    public let tension: Tension
    /// In order; the last one stands.
    public let triages: [TensionTriage]
    public let emails: [PersonID: String]

    public var json: JSONValue {
        .object([
            ("number", .int(tension.id.rawValue)), ("status", .string(tension.status.rawValue)),
            ("what", .string(tension.what)), ("ward", .optional(tension.ward)),
            ("wardTitle", .optional(tension.wardTitle)), ("place", .optional(tension.place)),
            ("day", .string(tension.day)), ("about", .bool(tension.isAbout)),
            ("cause", .optional(tension.cause)), ("goesOn", .string(tension.goesOn.rawValue)),
            ("takenBy", email(tension.takenBy)),
            ("receivedAt", .string(tension.receivedAt.iso8601)),
            ("contactUntil", .optional(tension.contactUntil)),
            ("triage", .array(triages.map(json(of:)))),
            ("removal", removal),
        ])
    }

    private var removal: JSONValue {
        guard let removal = tension.removal else { return .null }
        return .object([
            ("reason", .string(removal.reason)), ("by", email(removal.by)),
            ("at", .string(removal.at.iso8601)),
        ])
    }

    private func json(of triage: TensionTriage) -> JSONValue {
        .object([
            ("version", .int(triage.version)), ("status", .string(triage.status.rawValue)),
            ("note", .string(triage.note)), ("rootCause", .optional(triage.rootCause)),
            ("rootCauseTitle", .optional(triage.rootCauseTitle)),
            ("by", email(triage.author)), ("at", .string(triage.at.iso8601)),
        ])
    }

    private func email(_ person: PersonID?) -> JSONValue {
        .optional(person.flatMap { emails[$0] })
    }
}

extension Listing {
    public static let tensions = Listing([
        Column("number", .plain), Column("status", .plain, said: "tension-status"),
        Column("receivedAt", .plain),
        Column("ward", .plain), Column("place", .text), Column("day", .plain),
        Column("about", .plain, inTable: false), Column("goesOn", .plain, said: "tension-goes-on"),
        Column("rootCause", .plain), Column("what", .text),
        Column("cause", .text, inTable: false),
    ])

    /// How many reports there are, by month and ward.
    public static let tensionCounts = Listing([
        Column("month", .plain), Column("ward", .plain), Column("wardTitle", .text),
        Column("reports", .plain),
    ])
}

extension Reports {
    /// Fewer than so many reports are shown as that to everybody but officers: who made them could be
    /// guessed.
    static let leastTensionCount: Int64 = 5

    /// Reports of tension, the latest first.
    public func tensions(
        _ filter: TensionFilter = TensionFilter(), as principal: Principal
    ) throws -> [Tension] {
        try principal.require(.officer, .decisionMaker, .auditor)
        return try store.read { try commissioning.tensions(filter, in: $0) }
    }

    /// As `tensions`, as rows of `Listing.tensions`.
    public func tensionRows(
        _ filter: TensionFilter = TensionFilter(), as principal: Principal
    ) throws -> [[JSONValue]] {
        try tensions(filter, as: principal).map { tension in
            [
                .int(tension.id.rawValue), .string(tension.status.rawValue),
                .string(tension.receivedAt.iso8601), .optional(tension.ward),
                .optional(tension.place), .string(tension.day), .bool(tension.isAbout),
                .string(tension.goesOn.rawValue), .optional(tension.triage?.rootCause),
                .string(tension.what), .optional(tension.cause),
            ]
        }
    }

    /// One report.
    /// - Throws: `TensionProblem.unknown`.
    public func tension(_ id: TensionID, as principal: Principal) throws -> TensionShown {
        try principal.require(.officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let tension = try commissioning.tension(id, in: tx)
            let triages = try commissioning.triages(of: id, in: tx)
            let others = [tension.takenBy, tension.removal?.by].compactMap(\.self)
            let people = triages.map(\.author) + others
            return TensionShown(
                tension: tension, triages: triages,
                emails: try identity.emails(of: people, in: tx))
        }
    }

    /// How many reports there are of each month and ward; a small number is shown as such, but to
    /// officers.
    ///
    /// - Parameter fewer: the words for a small number; nil for those of the program.
    /// - Returns: rows of `Listing.tensionCounts`.
    public func tensionCounts(
        fewer: String? = nil, as principal: Principal
    ) throws -> [[JSONValue]] {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        let least = Self.leastTensionCount
        let words = try fewer ?? text().words("page.fewer-than", ["count": "\(least)"])
        return try store.read { tx in
            try commissioning.tensionCounts(in: tx).map { row in
                let isShown = row.count >= least || principal.has(.officer)
                return [
                    .string(row.month), .optional(row.ward), .optional(row.wardTitle),
                    isShown ? .int(row.count) : .string(words),
                ]
            }
        }
    }
}

extension TensionContact {
    public var json: JSONValue {
        .object([
            ("name", .optional(name)), ("email", .optional(email)), ("phone", .optional(phone)),
        ])
    }
}
