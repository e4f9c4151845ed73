import Applications
import Awards
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Refuses words for the public record of a decision that tell of somebody: an email address,
    /// a phone number, or the name of a contact of the round. What is published stays for good.
    ///
    /// - Parameters:
    ///   - texts: each by the name of its field; nil where nothing was written.
    ///   - name: of what is written.
    /// - Throws: `InvalidInput` with each thing that was found.
    func refusePrivate(
        _ texts: [(field: String, text: String?)], in name: String, of round: RoundID,
        _ tx: borrowing ReadTx
    ) throws {
        guard try rounds.controls(of: round, in: tx).has(.callIn) else { return }
        let look = PrivateText(
            names: try applications.privateNames(
                of: round, individuals: awards.said(.individual, of: round, in: tx),
                groups: awards.said(.group, of: round, in: tx), in: tx))
        var problems: [FieldProblem] = []
        for (field, text) in texts {
            guard let text else { continue }
            for found in look.found(in: text) where found.isOfRecord {
                problems.append(
                    FieldProblem(
                        field, "record-\(found.rawValue)",
                        found == .name ? ["name": look.name(in: text) ?? ""] : [:]))
            }
        }
        guard problems.isEmpty else { throw InvalidInput(name, problems) }
    }

    func refusePrivate(
        _ record: DecisionRecord, of round: RoundID, _ tx: borrowing ReadTx
    ) throws {
        try refusePrivate(
            record.parts.map { ($0.name, $0.text) }, in: "record", of: round, tx)
    }
}
