import FundCore
import FundStore
import GRDB

/// What is to be changed of how a group is reached; what is nil stays.
public struct ContactChange: Sendable {
    public var name: String?
    public var email: String?
    /// Lines; empty takes it away.
    public var address: String?
    public var language: String?

    public var isEmpty: Bool {
        name == nil && email == nil && address == nil && language == nil
    }

    public init(
        name: String? = nil, email: String? = nil, address: String? = nil, language: String? = nil
    ) {
        self.name = name
        self.email = email
        self.address = address
        self.language = language
    }
}

extension Contact {
    static let greatestAddressLength = 400
}

extension String {
    /// Lines parted by line feeds, without blanks around them; empty ones are left out.
    var addressLines: String {
        split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
            .joined(separator: "\n")
    }

    /// At most eight lines, empty ones aside, without control characters: what fits in the window
    /// of an envelope.
    var isAddressLines: Bool {
        let lines = addressLines.split(separator: "\n")
        return lines.count <= 8 && !lines.contains { String($0).hasControlCharacters }
    }
}

extension ApplicationsModule {
    /// Records how to reach a group. What is nil stays as it was.
    ///
    /// - Throws: `InvalidInput` for an address that cannot be one; `EditProblem`.
    public func changeContact(
        of id: ApplicationID, _ change: ContactChange,
        if condition: EditCondition = .anything, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        try condition.check(try contact(of: id, in: tx.reading)?.tag)
        let (name, email, address, language) = (
            change.name, change.email, change.address?.addressLines, change.language
        )
        var problems: [FieldProblem] = []
        if let address, address.unicodeScalars.count > Contact.greatestAddressLength {
            problems.append(
                FieldProblem(
                    "address", "too-long", ["maximum": "\(Contact.greatestAddressLength)"]))
        } else if let address, !address.isAddressLines {
            problems.append(FieldProblem("address", "address-lines"))
        }
        if let email, !email.trimmed.isEmailAddress {
            problems.append(FieldProblem("email", "not-email"))
        }
        if let name, name.hasControlCharacters || name.trimmed.isEmpty {
            problems.append(FieldProblem("name", "one-line"))
        }
        if name?.unicodeScalars.count ?? 0 > 200 {
            problems.append(FieldProblem("name", "too-long", ["maximum": "200"]))
        }
        if let language, !language.isLanguageTag {
            problems.append(FieldProblem("language", "not-language"))
        }
        guard problems.isEmpty else { throw InvalidInput("contact", problems) }
        try tx.execute(
            """
            INSERT INTO applicationContact (applicationId, name, email, address, language)
            VALUES (?, ?, ?, nullif(?, ''), ?)
            ON CONFLICT (applicationId) DO UPDATE SET
              name = CASE WHEN excluded.name = '' THEN name ELSE excluded.name END,
              email = ifnull(excluded.email, email),
              address = CASE WHEN ?6 THEN excluded.address ELSE address END,
              language = ifnull(excluded.language, language)
            """,
            [
                id.rawValue, name?.trimmed ?? "", email?.trimmed, address?.trimmed, language,
                address != nil,
            ])
        if email != nil {
            try tx.execute(
                """
                UPDATE applicationFinding SET resolvedAt = ?, resolvedById = ?
                WHERE applicationId = ? AND code = ? AND resolvedAt IS NULL
                """,
                [
                    tx.now.milliseconds, officer.rawValue, id.rawValue,
                    FindingCode.noEmail.rawValue,
                ])
        }
        try tx.audit(
            "application.contact", "application:\(id.rawValue)",
            [
                ("email", .bool(email != nil)), ("name", .bool(name != nil)),
                ("address", .bool(address != nil)),
            ])
    }
}
