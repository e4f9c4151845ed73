import FundCore
import Publishing
import Workflows

/// What somebody asks to be given.
public enum DisclosureRequest: Sendable {
    /// What is held about a person, by email address.
    case person(String)
    /// What is recorded of an award, by its reference, or else of an organisation: by a number, an
    /// identifier or a reference.
    case record(award: String?, organisation: String?)
}

/// What is given out about people and groups, noted in the trail before it is given.
extension Services {
    /// Finds what is asked for. It takes long and only reads; `note` it before it is given.
    /// - Throws: `InvalidInput`, `DisclosureProblem`.
    public func find(_ request: DisclosureRequest, as principal: Principal) throws -> Disclosure {
        try principal.requireOperator(or: .officer, .administrator)
        switch request {
        case .person(let email): return try reports.subjectAccess(email, as: principal)
        case .record(let award, let organisation):
            let (award, organisation) = (award?.trimmed ?? "", organisation?.trimmed ?? "")
            guard award.isEmpty != organisation.isEmpty else {
                throw InvalidInput("request", [FieldProblem("award", "foi-one")])
            }
            return try award.isEmpty
                ? reports.information(onOrganisation: organisation, as: principal)
                : reports.information(onAward: award, as: principal)
        }
    }

    /// Notes that what was found is given to whoever asked for it.
    public func note(
        _ found: Disclosure, for request: DisclosureRequest, as principal: Principal
    ) throws {
        switch request {
        case .person(let email):
            try workflows.noteSubjectAccess(to: email, rows: found.rowCount, as: principal)
        case .record:
            // The reference of an award, or what an organisation was asked for by.
            let reference = Reference(typed: found.about).map { "\($0)" }
            try workflows.noteInformation(on: reference, rows: found.rowCount, as: principal)
        }
    }

    /// Finds and notes.
    /// - Throws: `InvalidInput`, `DisclosureProblem`.
    public func disclose(
        _ request: DisclosureRequest, as principal: Principal
    ) throws -> Disclosure {
        let found = try find(request, as: principal)
        try note(found, for: request, as: principal)
        return found
    }
}
