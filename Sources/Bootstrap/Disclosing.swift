import FundCore
import Publishing
import Workflows

/// What is given out about people and groups, noted in the trail before it is given.
extension Services {
    /// - Throws: `InvalidInput`, `DisclosureProblem`.
    public func subjectAccess(_ email: String, as principal: Principal) throws -> Disclosure {
        let found = try reports.subjectAccess(email, as: principal)
        try workflows.noteSubjectAccess(to: email, rows: found.rowCount, as: principal)
        return found
    }

    /// - Parameters:
    ///   - award: the reference of an award.
    ///   - organisation: a number, an identifier or a reference, where no award is named.
    /// - Throws: `InvalidInput` where it is not one of the two, `DisclosureProblem`.
    public func information(
        award: String?, organisation: String?, as principal: Principal
    ) throws -> Disclosure {
        try principal.requireOperator(or: .officer, .administrator)
        let (award, organisation) = (award?.trimmed ?? "", organisation?.trimmed ?? "")
        switch (award.isEmpty, organisation.isEmpty) {
        case (true, true): throw InvalidInput("request", [FieldProblem("award", "foi-one")])
        case (false, false): throw InvalidInput("request", [FieldProblem("award", "foi-one")])
        case (false, true):
            let found = try reports.information(onAward: award, as: principal)
            try workflows.noteInformation(on: found.about, rows: found.rowCount, as: principal)
            return found
        case (true, false):
            let found = try reports.information(onOrganisation: organisation, as: principal)
            let reference = Reference(typed: organisation).map { "\($0)" }
            try workflows.noteInformation(on: reference, rows: found.rowCount, as: principal)
            return found
        }
    }
}
