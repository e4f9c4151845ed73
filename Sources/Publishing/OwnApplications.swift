import Applications
import Correspondence
import FundCore
import FundStore

/// What whoever sent an application may read of it: what they sent, and how it stands as far as a
/// letter has told them.
extension Reports {
    func ownApplications(
        of round: RoundID, _ owner: PersonID, status: ApplicationStatus?, after: String?,
        limit: Int?, in tx: borrowing ReadTx, _ body: ([JSONValue]) throws -> Void
    ) throws {
        var start = try after.map { try find($0, ownedBy: owner, in: tx) }
        var left = limit ?? .max
        var isMore = true
        while left > 0, isMore {
            let piece = min(left, 500)
            var found: [ApplicationSummary] = []
            try applications.list(
                round, ApplicationFilter(after: start, limit: piece, owner: owner), in: tx
            ) { found.append($0) }
            for application in found {
                let told = try told(application, in: tx)
                // Chosen by what they have been told: the choice itself would tell.
                guard status == nil || told == status else { continue }
                left -= 1
                try body(Shape.row(application, toldStatus: told))
            }
            start = found.last?.id
            isMore = found.count == piece
        }
    }

    /// - Throws: `ApplicationsProblem.unknown` for another's, as if there were none.
    func find(
        _ typed: String, ownedBy owner: PersonID, in tx: borrowing ReadTx
    ) throws -> ApplicationID {
        let (id, reference, _) = try applications.find(typed, in: tx)
        guard try applications.isOwner(owner, of: id, in: tx) else {
            throw ApplicationsProblem.unknown(reference: "\(reference)")
        }
        return id
    }

    /// How an application stands as far as its group has been told: a decision is told by letter,
    /// and letters leave when an officer says so.
    func told(
        _ application: ApplicationSummary, in tx: borrowing ReadTx
    ) throws -> ApplicationStatus {
        if let again = try applications.redecision(of: application.id, in: tx),
            again.to == application.status
        {
            let isTold = try correspondence.toldAt(
                application.id, LetterKind.tellingAgain(fromReserve: again.isFromReserve),
                since: again.at, in: tx)
            return isTold == nil ? try told(again.from, application.id, in: tx) : again.to
        }
        return try told(application.status, application.id, in: tx)
    }

    private func told(
        _ status: ApplicationStatus, _ id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> ApplicationStatus {
        let (kinds, before): (Set<LetterKind>, ApplicationStatus)
        switch status {
        case .submitted, .eligible, .withdrawn: return status
        case .ineligible: (kinds, before) = ([.ineligible], .submitted)
        case .awarded: (kinds, before) = (LetterKind.tellingAward, .eligible)
        case .declined: (kinds, before) = ([.decline], .eligible)
        }
        return try correspondence.hasTold(id, kinds, in: tx) ? status : before
    }
}
