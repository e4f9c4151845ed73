import Applications
import FundCore
import FundStore
import Identity

extension Workflows {
    /// Notes in the trail that somebody was given what is held about a person, before it is given.
    ///
    /// - Parameters:
    ///   - email: the person's. It is not kept: where they have an account, its number is.
    ///   - rows: how many rows were given.
    public func noteSubjectAccess(
        to email: String, rows: Int, as principal: Principal
    ) throws {
        try principal.requireOperator(or: .officer, .administrator)
        try store.write(as: principal) { tx in
            let emails = try identity.emails(in: tx.reading)
            let person = emails.first { $0.value.lowercased() == email.trimmed.lowercased() }?.key
            try tx.audit(
                "privacy.export", person.map { "person:\($0.rawValue)" } ?? "privacy:1",
                [("rows", .int(Int64(rows)))])
        }
    }

    /// Notes in the trail that what is recorded of an award or an organisation was given out.
    ///
    /// - Parameter reference: of one of the applications; nil where a number was asked about.
    public func noteInformation(
        on reference: String?, rows: Int, as principal: Principal
    ) throws {
        try principal.requireOperator(or: .officer, .administrator)
        try store.write(as: principal) { tx in
            let id = try reference.map { try applications.find($0, in: tx.reading).id.rawValue }
            try tx.audit(
                "foi.export", id.map { "application:\($0)" } ?? "foi:1",
                [("rows", .int(Int64(rows)))])
        }
    }
}
