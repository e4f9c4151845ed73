import FundCore
import FundStore

/// What a group was awarded moves on: the award is varied or ends, is paid, comes back, or is
/// recovered. Each is an entry of its own; the schema refuses what an application does not have in
/// the account that it is taken from.
extension LedgerModule {
    /// Adds to an award out of what the round has left.
    ///
    /// - Parameter isAgreed: whether the group has agreed to it, so that it is owed.
    @discardableResult
    public func increase(
        _ amount: Money, for application: ApplicationID, of round: RoundID, isAgreed: Bool,
        in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "increase", from: (.allotted, round),
            to: (isAgreed ? .committed : .reserved, round), application: application, in: tx)
    }

    /// Gives a part of an award that is not paid back to the round.
    @discardableResult
    public func reduce(
        _ amount: Money, of application: ApplicationID, in round: RoundID, isAgreed: Bool,
        in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "reduction", from: (isAgreed ? .committed : .reserved, round),
            to: (.allotted, round), application: application, in: tx)
    }

    /// Gives an award that was never agreed back to the round: its offer lapsed.
    @discardableResult
    public func lapse(
        _ amount: Money, of application: ApplicationID, in round: RoundID,
        in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "lapse", from: (.reserved, round), to: (.allotted, round),
            application: application, in: tx)
    }

    /// Gives an award that was never agreed back to the round: the group or the council withdrew.
    @discardableResult
    public func withdraw(
        _ amount: Money, of application: ApplicationID, in round: RoundID,
        in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "withdrawal", from: (.reserved, round), to: (.allotted, round),
            application: application, in: tx)
    }

    /// An instalment reached the group.
    ///
    /// - Parameter day: the bank's.
    @discardableResult
    public func pay(
        _ amount: Money, _ instalment: InstalmentID, of application: ApplicationID,
        in round: RoundID, on day: LocalDate, in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "payment", from: (.committed, round), to: (.paid, round),
            application: application, instalment: instalment, on: day, in: tx)
    }

    /// The bank sent a paid instalment back: it is owed again.
    @discardableResult
    public func takeReturn(
        _ amount: Money, _ instalment: InstalmentID, of application: ApplicationID,
        in round: RoundID, on day: LocalDate, in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "return", from: (.paid, round), to: (.committed, round),
            application: application, instalment: instalment, on: day, in: tx)
    }

    /// The group paid money back.
    @discardableResult
    public func recover(
        _ amount: Money, of application: ApplicationID, in round: RoundID, on day: LocalDate,
        in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "recovery", from: (.paid, round), to: (.recovered, round),
            application: application, on: day, in: tx)
    }

    /// Recovered money may be awarded again.
    @discardableResult
    public func reallot(
        _ amount: Money, of application: ApplicationID, in round: RoundID,
        in tx: borrowing WriteTx
    ) throws -> LedgerEntryID {
        try move(
            amount, "reallotment", from: (.recovered, round), to: (.allotted, round),
            application: application, in: tx)
    }
}
