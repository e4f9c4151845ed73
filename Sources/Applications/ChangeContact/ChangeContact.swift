import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// Records how to reach a group. What is nil stays as it was.
    ///
    /// - Throws: `InvalidInput` for an address that cannot be one; `EditProblem`.
    public func changeContact(
        of id: ApplicationID, email: String?, name: String?, language: String?,
        if condition: EditCondition = .anything, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        try condition.check(try contact(of: id, in: tx.reading)?.tag)
        var problems: [FieldProblem] = []
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
            INSERT INTO applicationContact (applicationId, name, email, language)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (applicationId) DO UPDATE SET
              name = CASE WHEN excluded.name = '' THEN name ELSE excluded.name END,
              email = ifnull(excluded.email, email),
              language = ifnull(excluded.language, language)
            """, [id.rawValue, name?.trimmed ?? "", email?.trimmed, language])
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
            [("email", .bool(email != nil)), ("name", .bool(name != nil))])
    }
}
