import Commissioning
import FundCore
import FundStore

/// Reports of tension: from whoever saw something to the officer who says what becomes of it.
extension Workflows {
    /// - Parameter principal: a visitor, who stays unknown, or an officer whom somebody told.
    public func reportTension(
        _ entry: TensionEntry, _ rules: TensionRules, as principal: Principal
    ) throws -> TensionID {
        try store.write(as: principal) { try commissioning.take(entry, rules, in: $0) }
    }

    /// - Returns: the new version of what is said of the report.
    public func triageTension(
        _ id: TensionID, as status: TensionStatus, note: String, rootCause: String?,
        seen: Int64? = nil, _ rules: TensionRules, by principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) {
            try commissioning.triage(
                id, as: status, note: note, rootCause: rootCause, seen: seen, rules, in: $0)
        }
    }

    /// Removes a report whose content must not be kept; its number and the reason stay.
    /// - Throws: `InvalidInput`, `TensionProblem`.
    public func removeTension(
        _ id: TensionID, because reason: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { try commissioning.remove(id, reason: reason, in: $0) }
    }

    /// How to reach whoever made a report; that somebody looked stands in the trail.
    public func revealTensionContact(
        _ id: TensionID, as principal: Principal
    ) throws -> TensionContact {
        try principal.require(.officer)
        return try store.write(as: principal) { try commissioning.contact(of: id, in: $0) }
    }

    /// Deletes how to reach whoever made a report, where its day for that has come.
    ///
    /// - Parameter id: one report whose day has not come; nil for all whose day has.
    /// - Returns: of how many reports.
    public func expireTensionContacts(
        of id: TensionID? = nil, as principal: Principal
    ) throws -> Int {
        if id == nil, !principal.isMailWorker { try principal.requireOperator(or: .officer) }
        if id != nil { try principal.require(.officer) }
        if id == nil {
            // The server looks every hour: most times there is nothing to write.
            let isAnyDue = try store.read { try commissioning.hasDueContacts(in: $0) }
            guard isAnyDue else { return 0 }
        }
        return try store.write(as: principal) { tx in
            guard let id else { return try commissioning.expireContacts(in: tx) }
            try commissioning.expireContact(of: id, in: tx)
            return 1
        }
    }
}
