import FundCore
import FundStore
import GRDB

/// Groups, their applications, what was found about them and whether they are eligible.
public struct ApplicationsModule: Sendable {
    public init() {}

    /// Makes ready to take a round's applications.
    public func begin(_ round: RoundID, in tx: borrowing WriteTx) throws {
        try tx.execute(
            "INSERT INTO applicationRound (roundId, revision) VALUES (?, 0)", [round.rawValue])
    }

    /// A number that grows with every change to the round's applications, findings or checks.
    public func revision(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            "SELECT revision FROM applicationRound WHERE roundId = ?", [round.rawValue],
            { $0[0] }) ?? 0
    }

    /// Finds an application by what a person typed.
    /// - Throws: `ApplicationsProblem.misread`, `.unknown`.
    public func find(
        _ typed: String, in tx: borrowing ReadTx
    ) throws -> (id: ApplicationID, reference: Reference, round: RoundID) {
        guard let reference = Reference(typed: typed) else {
            throw ApplicationsProblem.misread(reference: typed)
        }
        let found = try tx.first(
            "SELECT id, roundId FROM application WHERE reference = ?", ["\(reference)"],
            { (ApplicationID($0[0]), RoundID($0[1])) })
        guard let (id, round) = found else {
            throw ApplicationsProblem.unknown(reference: "\(reference)")
        }
        return (id, reference, round)
    }

    /// Whether this person sent the application, or is one of those who wrote it. An officer who
    /// typed it in for a group is not.
    public func isOwner(
        _ person: PersonID, of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM application WHERE id = ?1 AND enteredById = ?2
              AND NOT EXISTS (SELECT 1 FROM applicationDraft
                WHERE applicationId = ?1 AND assistedBy IS NOT NULL)
            UNION ALL SELECT 1 FROM applicationDraft
              JOIN applicationDraftMember ON draftId = applicationDraft.id
              WHERE applicationId = ?1 AND personId = ?2
            """, [id.rawValue, person.rawValue], { _ in true }) ?? false
    }

    public func summary(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> ApplicationSummary {
        let found = try tx.first(
            "\(ApplicationSummary.columns) WHERE id = ?", [id.rawValue]
        ) { ApplicationSummary($0) }
        guard let found else {
            throw ApplicationsProblem.unknown(reference: "\(id.rawValue)")
        }
        return found
    }

    public func contact(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Contact? {
        try tx.first(
            "SELECT name, email, address, language FROM applicationContact WHERE applicationId = ?",
            [id.rawValue]
        ) { Contact(name: $0[0], email: $0[1], address: $0[2], language: $0[3]) }
    }

    /// Those of a round's applications whose groups are in a public register.
    public func registered(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> Set<ApplicationID> {
        let numbered = try tx.list(
            """
            SELECT id, registrationNumber FROM application
            WHERE roundId = ? AND registrationNumber IS NOT NULL
            """, [round.rawValue]
        ) { (id: ApplicationID($0[0]), number: $0[1] as String) }
        return Set(numbered.filter { Organisation.looksRegistered($0.number) }.map(\.id))
    }

    /// The contacts of a round's applications.
    public func contacts(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: Contact] {
        var contacts: [ApplicationID: Contact] = [:]
        try tx.forEach(
            """
            SELECT applicationId, name, email, address, language FROM applicationContact
            JOIN application ON application.id = applicationId WHERE roundId = ?
            """, [round.rawValue]
        ) {
            contacts[ApplicationID($0[0])] = Contact(
                name: $0[1], email: $0[2], address: $0[3], language: $0[4])
        }
        return contacts
    }

    public func registrationNumber(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> String? {
        try tx.first(
            """
            SELECT registrationNumber FROM application WHERE id = ?
            """, [id.rawValue], { $0[0] as String? }) ?? nil
    }

    /// Records what was decided, in the transaction that decides it.
    public func recordDecision(
        awarded: Bool, _ id: ApplicationID, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            "UPDATE application SET status = ? WHERE id = ? AND status = 'eligible'",
            [awarded ? "awarded" : "declined", id.rawValue])
    }
}
