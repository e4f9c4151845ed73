import Applications
import FundCore
import FundStore
import Payments

extension Workflows {
    /// Nobody screens, pays or ends what they applied for themselves, or have an interest in.
    func refuseInvolved(_ application: ApplicationID, in tx: borrowing WriteTx) throws {
        try refuseOwn(application, in: tx)
        try refuseInterested(in: application, in: tx)
    }

    /// The same of a scheduled award, by its reference. What is not scheduled is left to the act.
    func refuseInvolved(
        inAwardOf reference: String, _ round: RoundID, in tx: borrowing WriteTx
    ) throws {
        let found = try payments.application(of: reference, in: round, tx.reading)
        if let found { try refuseInvolved(found, in: tx) }
    }
}
