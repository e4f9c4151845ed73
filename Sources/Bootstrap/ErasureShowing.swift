import FundCore
import FundStore
import Publishing
import Workflows

extension Services {
    /// An erasure as people read it: a proposal with the files of payments that will still name whom
    /// it is about, or what the certificate says of them.
    ///
    /// - Throws: `ErasureProblem.unknown`.
    public func erasure(
        _ number: Int64, _ policy: RetentionPolicy?, as principal: Principal
    ) throws -> ErasureShown {
        var shown = try reports.erasure(number, as: principal)
        if shown.erasure.status == .proposed {
            shown.filesKept = try workflows.filesKept(
                after: shown.erasure, shown.subjects, policy, as: principal)
        }
        return shown
    }
}
