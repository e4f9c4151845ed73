import FundCore
import GRDB

/// What personal data is about, and so how long it is kept: a class of the officer's
/// retention.yaml names one or several of these.
public enum PersonalKind: String, Sendable, CaseIterable {
    /// What a group wrote in its application, and what people wrote about it.
    case application
    /// Names, addresses and e-mail addresses of those who speak for a group.
    case contacts
    /// The words of letters and notices, and to whom they went.
    case letters
    /// What stands in files that were sent.
    case files
    /// Accounts that money was paid to.
    case bankDetails
    /// Answers on the equality page.
    case equality
    /// Applications that were begun and not sent.
    case draft
    /// What panel members told about themselves, and what they said at meetings.
    case panel
    /// Reports of tension.
    case tension
    /// Help given to groups, and those who help them.
    case support
    /// Sessions, links to sign in, and answers kept for requests that are sent again.
    case sessions
    /// Names and e-mail addresses of accounts.
    case people
}

/// To whom or to what a row of personal data belongs.
public enum PersonalSubject: String, Sendable, CaseIterable {
    case application
    /// An award of an application.
    case award
    /// An application that is being written, or that was sent as one.
    case draft
    /// Somebody with an account: the row is about them. What a person wrote about others is found
    /// by the columns that refer to `person`.
    case person
    case round
    /// A report of tension.
    case tension
    /// A note of help given to a group.
    case support
    /// An organisation that helps groups, in the list of providers.
    case provider
    /// What was over before a moment: `?1` is in milliseconds since 1970.
    case moment
    /// What belongs to nobody any more, by the condition alone. Erased with whatever is erased.
    case everything
}

/// One column of personal data, and what erasing leaves in it.
public struct PersonalColumn: Sendable, ExpressibleByStringLiteral {
    public let name: String
    /// SQL: what stands in it once it is erased. May name the row's other columns.
    let left: String

    /// A text that may not be empty: the word `erased` is left.
    public init(stringLiteral name: String) {
        self.init(name, leaving: "'erased'")
    }

    private init(_ name: String, leaving left: String) {
        self.name = name
        self.left = left
    }

    /// A column that may be empty, and then is.
    public static func emptied(_ name: String) -> PersonalColumn {
        PersonalColumn(name, leaving: "NULL")
    }

    /// A text of which the word `erased` is left where there was one.
    public static func ifThere(_ name: String) -> PersonalColumn {
        PersonalColumn(name, leaving: "iif(\(name) IS NULL, NULL, 'erased')")
    }

    /// - Parameter left: SQL, of this module's tables alone.
    public static func leaving(_ left: String, in name: String) -> PersonalColumn {
        PersonalColumn(name, leaving: left)
    }
}

/// An entry of the register of personal data: each module declares its own tables'.
///
/// The register drives erasing (what is emptied, in this order), and what a person is told that is
/// held about them.
public struct PersonalData: Sendable {
    public enum Erasing: Sendable, Equatable {
        /// The whole row goes.
        case rows
        /// The row stays, with its ids, days, amounts and references; its personal columns are
        /// emptied.
        case columns
    }

    public let table: String
    public let kind: PersonalKind
    public let columns: [PersonalColumn]
    public let erasing: Erasing
    /// By whom or what rows are found: SQL conditions with `?1` for the id. Rows may be found by
    /// several: those of an application and those of a person.
    public let belonging: [PersonalSubject: String]
    /// Those that may be found but are not erased with a subject: what is erased is what both
    /// conditions hold for. nil for all.
    let erasedWhere: String?
    /// The same, by one subject alone.
    let narrowed: [PersonalSubject: String]

    /// - Parameters:
    ///   - belonging: SQL conditions with `?1` for the id of a subject.
    ///   - erasedWhere: SQL; which of the rows found are erased, where not all.
    ///   - narrowed: SQL; which of the rows found by a subject are erased with it, where not all.
    public init(
        _ table: String, _ kind: PersonalKind, _ erasing: Erasing, _ columns: [PersonalColumn],
        _ belonging: [PersonalSubject: String], erasedWhere: String? = nil,
        narrowed: [PersonalSubject: String] = [:]
    ) {
        self.table = table
        self.kind = kind
        self.erasing = erasing
        self.columns = columns
        self.belonging = belonging
        self.erasedWhere = erasedWhere
        self.narrowed = narrowed
    }

    /// The rows that belong to a subject, each as its columns in their order.
    public func rows(
        of subject: PersonalSubject, _ id: Int64, in tx: borrowing ReadTx,
        _ body: (Row) throws -> Void
    ) throws {
        guard let condition = belonging[subject] else { return }
        try tx.forEach(
            "SELECT * FROM \(table) WHERE \(condition)", arguments(condition, id), body)
    }

    /// Empties the rows that belong to a subject; the schema allows it within an approved erasure
    /// alone.
    ///
    /// - Returns: how many rows.
    public func erase(
        _ subject: PersonalSubject, _ id: Int64, in tx: borrowing WriteTx
    ) throws -> Int {
        guard let found = erasable(subject) else { return 0 }
        switch erasing {
        case .rows:
            return try tx.execute(
                "DELETE FROM \(table) WHERE \(found)", arguments(found, id))
        case .columns:
            let assignments = columns.map { "\($0.name) = \($0.left)" }.joined(separator: ", ")
            return try tx.execute(
                "UPDATE \(table) SET \(assignments) WHERE \(found)", arguments(found, id))
        }
    }

    /// Whether `erase` would empty anything.
    public func isAny(
        of subject: PersonalSubject, _ id: Int64, in tx: borrowing ReadTx
    ) throws -> Bool {
        guard let found = erasable(subject) else { return false }
        return try tx.first(
            "SELECT 1 FROM \(table) WHERE \(found) LIMIT 1", arguments(found, id), { _ in true })
            ?? false
    }

    /// SQL: which rows of a subject are erased; nil where none belong to it.
    private func erasable(_ subject: PersonalSubject) -> String? {
        guard let condition = belonging[subject] else { return nil }
        var found = "(\(condition))"
        for further in [erasedWhere, narrowed[subject]] {
            if let further { found += " AND (\(further))" }
        }
        guard erasing == .columns else { return found }
        // What is empty already is not counted again.
        let isLeft = columns.map { "\($0.name) IS \($0.left)" }.joined(separator: " AND ")
        return "\(found) AND NOT (\(isLeft))"
    }

    private func arguments(_ condition: String, _ id: Int64) -> StatementArguments {
        condition.contains("?1") ? [id] : []
    }
}
