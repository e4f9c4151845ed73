import FundCore
import FundStore
import GRDB

/// Something that a round asks for beyond the minimum. Each is off unless `rounds.yaml` turns it on
/// for the round, which keeps it so from its opening on.
public enum Control: String, Codable, Sendable, CaseIterable {
    /// A panel member says whether they have an interest in an application before they score it,
    /// through whichever door.
    case interests
    /// A panel member reads how to score, and says so, before they score anything.
    case briefing
    /// A panel member scores only the applications that they are assigned.
    case assignment
    /// Nobody on the panel learns another's scores before the round is decided, whatever else they
    /// are besides.
    case sealed
    /// The decision is a public record: written, published, and open to be called in before it
    /// takes effect. Nothing is paid before that.
    case callIn
    /// No decision letter leaves before somebody has found all of them whole, as they stand.
    case letterGate
    /// Somebody else than who passed the gate lets the letters go.
    case secondRelease
    /// No award without a screening against the newest import of each list that the round names, with
    /// every candidate decided by a person.
    case screening
    /// Each panel meets before a proposal is made: it records who was there and what it recommends,
    /// and signs its minutes. Scores that are locked change in the meeting and nowhere else.
    case meeting
    /// A payment run is proposed by one person, approved by another and released by a third, or as
    /// the officer's files keep these duties apart. Its files are made with its release.
    case paymentRelease
    /// A group is paid only to bank details that somebody verified: the name confirmed by the bank,
    /// and the group called back by a second person.
    case bankVerification
    /// An award is only set aside until its group has agreed to what it is given for: each is
    /// offered, accepted by somebody who may, and changed by a second person alone.
    case agreement
    /// The round opens only once the Plan of the commissioning cycle that holds it is approved.
    case planApproval
}

/// The controls that are on in a round.
public struct Controls: Codable, Sendable, Equatable {
    public let on: Set<Control>

    public init(_ on: Set<Control> = []) { self.on = on }

    public func has(_ control: Control) -> Bool { on.contains(control) }

    /// Reads what a round kept: a control that it does not name was not there yet, and is off.
    public init(from decoder: any Decoder) throws {
        let kept = try decoder.singleValueContainer().decode([String: Bool].self)
        on = Set(Control.allCases.filter { kept[$0.rawValue] == true })
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(
            Dictionary(uniqueKeysWithValues: on.map { ($0.rawValue, true) }))
    }
}

extension RoundsModule {
    /// The controls that a round opened with; none before it opens.
    public func controls(of round: RoundID, in tx: borrowing ReadTx) throws -> Controls {
        try optionalSection(.controls, of: round, as: Controls.self, in: tx) ?? Controls()
    }
}
