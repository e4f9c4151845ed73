import Applications
import FundCore
import FundStore
import Identity

/// An erasure with all that is kept of it.
public struct ErasureShown: Sendable {
    public let erasure: Erasure
    public let subjects: [ErasureSubject]
    public let certificate: ErasureCertificate?
    /// Of those who proposed and approved it; and of whoever is to be erased, while it waits.
    public let emails: [PersonID: String]

    /// Files of payments that still name them: as the certificate says, or of a proposal as they
    /// are now.
    public var filesKept: [NamingFile]
    /// How many rows of each kind went or were emptied, as the certificate says.
    public let rows: [(kind: String, table: String, rows: Int64)]

    init(
        _ erasure: Erasure, _ subjects: [ErasureSubject] = [],
        _ certificate: ErasureCertificate? = nil, emails: [PersonID: String]
    ) throws {
        self.erasure = erasure
        self.subjects = subjects
        self.certificate = certificate
        self.emails = emails
        let content = try certificate.map { try JSONReader.read(Array($0.content.utf8)) }
        filesKept = (content?["filesKept"]?.array ?? []).compactMap { NamingFile($0) }
        rows = (content?["rows"]?.array ?? []).map { row in
            (
                kind: row["kind"]?.string ?? "", table: row["table"]?.string ?? "",
                rows: row["rows"]?.int ?? 0
            )
        }
    }

    public var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("number", .int(erasure.number)), ("erasureOf", .string(erasure.scope.name)),
            ("class", .optional(erasure.scope.retention?.rawValue)),
            ("status", .string(erasure.status.rawValue)), ("reason", .string(erasure.reason)),
            ("proposedBy", .optional(emails[erasure.proposedBy])),
            ("proposedOn", .string("\(erasure.proposedOn)")),
            ("approvedBy", .optional(erasure.approvedBy.flatMap { emails[$0] })),
            ("approvedOn", .optional(erasure.approvedOn.map { "\($0)" })),
            (
                "subjects",
                .array(
                    subjects.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("label", .string($0.label)),
                        ])
                    })
            ),
            (
                "rows",
                .array(
                    rows.map {
                        .object([
                            ("kind", .string($0.kind)), ("table", .string($0.table)),
                            ("rows", .int($0.rows)),
                        ])
                    })
            ),
            ("sha256", .optional(certificate?.sha256)),
            ("copiesGoneOn", .optional(certificate.map { "\($0.copiesGoneOn)" })),
        ]
        if !filesKept.isEmpty {
            members.append(("filesKept", .array(filesKept.map(\.json))))
        }
        return .object(members)
    }
}

extension ErasureSubject {
    /// Whose account it is, if it is one.
    public var person: PersonID? { kind == .person ? PersonID(id) : nil }
}

/// An application whose data must stay.
public struct HoldShown: Sendable {
    public let reference: String
    public let hold: ErasureHold
    public let by: String

    public var row: [JSONValue] {
        [
            .string(reference), .string(hold.reason), .string(by), .string("\(hold.heldOn)"),
        ]
    }
}

extension Listing {
    /// How long what is kept.
    public static let retention = Listing([
        Column("class", .plain, said: "retention-class"), Column("kept", .plain),
        Column("from", .plain, said: "retention-from"), Column("because", .text),
    ])

    /// What is due to be erased, by class.
    public static let privacyDue = Listing([
        Column("class", .plain, said: "retention-class"), Column("due", .plain),
        Column("blocked", .plain), Column("oldest", .plain), Column("references", .text),
        Column("obstacles", .parts),
    ])

    public static let erasures = Listing([
        Column("number", .plain), Column("erasureOf", .plain, said: "erasure-of"),
        Column("class", .plain, said: "retention-class"),
        Column("status", .plain, said: "erasure-status"), Column("subjects", .plain),
        Column("proposedBy", .text), Column("proposedOn", .plain), Column("approvedBy", .text),
        Column("approvedOn", .plain), Column("reason", .text, inTable: false),
    ])

    public static let holds = Listing([
        Column("reference", .plain), Column("reason", .text), Column("heldBy", .text),
        Column("heldOn", .plain),
    ])
}

extension RetentionPolicy {
    /// Rows of `Listing.retention`.
    public var rows: [[JSONValue]] {
        rules.map {
            [
                .string($0.name.rawValue), .string($0.period.text), .string($0.start.rawValue),
                .string($0.because),
            ]
        }
    }
}

extension Reports {
    /// Every erasure, the latest first.
    public func erasures(as principal: Principal) throws -> [ErasureShown] {
        try principal.requireOperator(or: .officer, .administrator, .auditor)
        return try store.read { tx in
            let all = try erasures.all(in: tx)
            let people = all.flatMap { [$0.proposedBy, $0.approvedBy].compactMap(\.self) }
            let emails = try identity.emails(of: people, in: tx)
            return try all.map { try ErasureShown($0, emails: emails) }
        }
    }

    /// As `erasures`, as rows of `Listing.erasures`.
    public func erasureRows(as principal: Principal) throws -> [[JSONValue]] {
        try erasures(as: principal).map { shown in
            let erasure = shown.erasure
            return [
                .int(erasure.number), .string(erasure.scope.name),
                .optional(erasure.scope.retention?.rawValue), .string(erasure.status.rawValue),
                .int(erasure.subjectCount), .optional(shown.emails[erasure.proposedBy]),
                .string("\(erasure.proposedOn)"),
                .optional(erasure.approvedBy.flatMap { shown.emails[$0] }),
                .optional(erasure.approvedOn.map { "\($0)" }), .string(erasure.reason),
            ]
        }
    }

    /// One erasure, with its certificate where it is done.
    /// - Throws: `ErasureProblem.unknown`.
    public func erasure(_ number: Int64, as principal: Principal) throws -> ErasureShown {
        try principal.requireOperator(or: .officer, .administrator, .auditor)
        return try store.read { tx in
            let erasure = try erasures.erasure(number, in: tx)
            let subjects = try erasures.subjects(of: number, in: tx)
            let people = [erasure.proposedBy, erasure.approvedBy].compactMap(\.self)
            // Whoever approves it must know whose data it is; later nobody does.
            let erased = erasure.status == .proposed ? subjects.compactMap(\.person) : []
            return try ErasureShown(
                erasure, subjects,
                erasure.status == .done ? erasures.certificate(of: number, in: tx) : nil,
                emails: identity.emails(of: people + erased, in: tx))
        }
    }

    /// Applications whose data must stay, whatever is due.
    public func holds(as principal: Principal) throws -> [HoldShown] {
        try principal.requireOperator(or: .officer, .administrator, .auditor)
        return try store.read { tx in
            let holds = try erasures.holds(in: tx)
            let emails = try identity.emails(of: holds.map(\.heldBy), in: tx)
            return try holds.map { hold in
                HoldShown(
                    reference: try applications.kept(hold.application, in: tx).reference,
                    hold: hold, by: emails[hold.heldBy] ?? "")
            }
        }
    }
}
