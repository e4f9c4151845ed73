import FundCore
import FundStore
import GRDB

/// What somebody does on the way from an application to its money.
public enum Duty: String, Codable, Sendable, CaseIterable {
    /// Scored an application of the round.
    case scored
    /// Decided on money of the round.
    case decided
    /// Found bank details right that the run pays to.
    case verified
    /// Proposed the run.
    case proposed
    /// Approved the run.
    case approved
    /// Released the run.
    case released

    /// Whoever has one of these can do it.
    public var roles: [Role] {
        switch self {
        case .scored: [.panelMember]
        case .decided: [.decisionMaker]
        case .verified: [.finance, .officer]
        case .proposed, .approved, .released: [.finance]
        }
    }
}

/// Which duties one person does not have together: those of a round, and those of one run of it.
public struct SeparationRules: Codable, Sendable, Equatable {
    /// Each duty with those that keep a person from it.
    public let apart: [Duty: Set<Duty>]

    public init(_ apart: [Duty: Set<Duty>]) { self.apart = apart }

    /// What holds where the officer's files say nothing else.
    public static let standard = SeparationRules([
        .proposed: [.decided],
        .approved: [.scored, .decided, .verified, .proposed],
        .released: [.scored, .decided, .approved],
    ])

    /// Each pair once in either direction.
    var pairs: [(duty: Duty, apartFrom: Duty)] {
        var found: Set<[Duty]> = []
        for (duty, others) in apart {
            for other in others where other != duty {
                found.formUnion([[duty, other], [other, duty]])
            }
        }
        return found.map { ($0[0], $0[1]) }.sorted {
            ($0.duty.rawValue, $0.apartFrom.rawValue) < ($1.duty.rawValue, $1.apartFrom.rawValue)
        }
    }

    public init(from decoder: any Decoder) throws {
        let kept = try decoder.singleValueContainer().decode([String: [Duty]].self)
        apart = Dictionary(
            uniqueKeysWithValues: kept.compactMap { key, others in
                Duty(rawValue: key).map { ($0, Set(others)) }
            })
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(
            Dictionary(
                uniqueKeysWithValues: apart.map { duty, others in
                    (duty.rawValue, others.sorted { $0.rawValue < $1.rawValue })
                }))
    }
}

extension PaymentsModule {
    /// Makes a round ready for its payments.
    ///
    /// - Parameter needsRelease: whether its runs are proposed, approved and released by people whom
    ///   `rules` keep apart.
    /// - Parameter needsPayee: whether its runs pay to bank details that were found right, and to
    ///   nothing else. Who found them right is kept from other duties there too.
    public func begin(
        _ round: RoundID, needsRelease: Bool, needsPayee: Bool, _ rules: SeparationRules,
        in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            "INSERT INTO paymentRound (roundId, needsRelease, needsPayee) VALUES (?, ?, ?)",
            [round.rawValue, needsRelease, needsPayee])
        // A run that one person approves is still not paid to details that this person found right.
        for pair in rules.pairs
        where needsRelease || needsPayee && [pair.duty, pair.apartFrom].contains(.verified) {
            try tx.execute(
                "INSERT INTO paymentSeparation (roundId, duty, apartFrom) VALUES (?, ?, ?)",
                [round.rawValue, pair.duty.rawValue, pair.apartFrom.rawValue])
        }
    }

    /// Which duties a round keeps apart, each with those that keep a person from it.
    public func separation(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [(duty: Duty, apartFrom: [Duty])] {
        var apart: [Duty: [Duty]] = [:]
        try tx.forEach(
            "SELECT duty, apartFrom FROM paymentSeparation WHERE roundId = ?", [round.rawValue]
        ) {
            guard let duty = Duty(rawValue: $0[0]), let other = Duty(rawValue: $0[1]) else {
                return
            }
            apart[duty, default: []].append(other)
        }
        let order = Duty.allCases
        return order.compactMap { duty in
            // Of a pair, the later duty is the one that somebody is kept from.
            let others = order.prefix { $0 != duty }.filter { apart[duty]?.contains($0) == true }
            return others.isEmpty ? nil : (duty, Array(others))
        }
    }

    /// Whether a round's runs are proposed by one person, approved by another and released.
    public func needsRelease(of round: RoundID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT needsRelease FROM paymentRound WHERE roundId = ?", [round.rawValue],
            { $0[0] }) ?? false
    }

    /// Whether a round's runs pay to bank details that were found right, and to nothing else.
    public func needsPayee(of round: RoundID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT needsPayee FROM paymentRound WHERE roundId = ?", [round.rawValue],
            { $0[0] }) ?? false
    }

    /// Refuses somebody a duty that what they did keeps them from.
    ///
    /// - Parameter run: whose other duties count as well; nil before there is a run.
    /// - Throws: `PaymentsProblem.dutiesApart`, `.approverDecided`, `.approverScored`.
    func refuseApart(
        _ person: PersonID, _ duty: Duty, _ round: RoundID, run: PaymentRunID? = nil,
        on day: LocalDate, in tx: borrowing ReadTx
    ) throws {
        let others: [String] = try tx.list(
            """
            SELECT apart.apartFrom FROM paymentSeparation AS apart
            WHERE apart.roundId = ?1 AND apart.duty = ?2
              AND (EXISTS (SELECT 1 FROM paymentBar WHERE roundId = ?1 AND personId = ?3
                  AND cause = apart.apartFrom)
                OR EXISTS (SELECT 1 FROM paymentDuty WHERE runId = ?4 AND personId = ?3
                  AND duty = apart.apartFrom))
              AND NOT EXISTS (SELECT 1 FROM paymentExemptionStanding AS exemption
                WHERE exemption.roundId = ?1 AND exemption.personId = ?3
                  AND (exemption.duty, exemption.apartFrom) IN (
                    VALUES (apart.duty, apart.apartFrom), (apart.apartFrom, apart.duty))
                  AND exemption.endsOn >= ?5)
            ORDER BY 1
            """, [round.rawValue, duty.rawValue, person.rawValue, run?.rawValue, "\(day)"],
            { $0[0] })
        guard let first = others.first else { return }
        throw PaymentsProblem.dutiesApart(duty: duty, other: Duty(rawValue: first) ?? .decided)
    }

    /// Whoever proposed and approved a run leaves its release to somebody else, whatever was granted.
    /// - Throws: `PaymentsProblem.allDuties`.
    func refuseAll(
        _ person: PersonID, _ run: PaymentRunID, in tx: borrowing ReadTx
    ) throws {
        let done: Int64? = try tx.first(
            """
            SELECT count(*) FROM paymentDuty
            WHERE runId = ? AND personId = ? AND duty IN ('proposed', 'approved')
            """, [run.rawValue, person.rawValue], { $0[0] })
        if done == 2 { throw PaymentsProblem.allDuties }
    }

    /// Records what somebody did in a run; the schema refuses what the round keeps apart.
    func note(
        _ duty: Duty, by person: PersonID, in run: PaymentRunID, _ round: RoundID,
        in tx: borrowing WriteTx
    ) throws {
        let day = LondonTime.date(tx.now)
        try refuseApart(person, duty, round, run: run, on: day, in: tx.reading)
        if duty == .released { try refuseAll(person, run, in: tx.reading) }
        try tx.execute(
            """
            INSERT INTO paymentDuty (runId, personId, duty, doneOn) SELECT ?1, ?2, ?3, ?4
            WHERE NOT EXISTS (SELECT 1 FROM paymentDuty
              WHERE runId = ?1 AND personId = ?2 AND duty = ?3)
            """, [run.rawValue, person.rawValue, duty.rawValue, "\(day)"])
    }

    /// Who did what in a run, in the order of doing.
    public func duties(
        in run: PaymentRunID, in tx: borrowing ReadTx
    ) throws -> [(person: PersonID, duty: Duty, on: String)] {
        try tx.list(
            """
            SELECT personId, duty, doneOn FROM paymentDuty WHERE runId = ?
            ORDER BY instr('verified proposed approved released', duty), personId
            """, [run.rawValue]
        ) { (PersonID($0[0]), Duty(rawValue: $0[1]) ?? .approved, $0[2]) }
    }
}
