import FundCore
import FundStore
import GRDB

extension IdentityModule {
    /// The person with this address, who is made known if they are not yet.
    public func personToInvite(_ email: String, in tx: borrowing WriteTx) throws -> PersonID {
        let email = email.trimmed
        guard email.isEmailAddress else {
            throw InvalidInput(
                "invitation", [FieldProblem("email", email.isEmpty ? "missing" : "not-email")])
        }
        return try knownPerson(email, in: tx)
    }

    func knownPerson(_ email: String, in tx: borrowing WriteTx) throws -> PersonID {
        if let known = try person(email, in: tx.reading) { return known.id }
        let id = try tx.insert(
            "INSERT INTO person (email, name) VALUES (?, ?)", [email, email])
        try tx.audit("person.addition", "person:\(id)", [("roles", .array([]))])
        return PersonID(id)
    }
}
