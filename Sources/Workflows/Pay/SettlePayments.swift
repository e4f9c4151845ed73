import Awards
import FundCore
import FundStore
import Ledger
import Payments
import Rounds

extension Workflows {
    /// The bank, or the ledger, says that it has a run.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func acknowledgeRun(
        _ name: String, theirReference: String, on day: LocalDate?,
        as principal: Principal
    ) throws -> PaymentRun {
        try store.write(as: principal) { tx in
            let run = try payments.run(named: name, in: tx.reading)
            try payments.acknowledge(
                run, theirReference: theirReference, on: day ?? LondonTime.date(tx.now), in: tx)
            return try payments.run(named: name, in: tx.reading)
        }
    }

    /// Records that the bank refused the file of a run as a whole: everything of it that is open has
    /// failed, and can go into another run. Where runs need a release, once two people have said so.
    ///
    /// - Parameter day: when the bank said so; nil for today.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func refuseRun(
        _ name: String, reason: String, on day: LocalDate?, as principal: Principal
    ) throws -> PaymentRun {
        try store.write(as: principal) { tx in
            let run = try payments.run(named: name, in: tx.reading)
            let day = day ?? LondonTime.date(tx.now)
            for item in try payments.refuse(run, reason: reason, on: day, in: tx) {
                try move(item, in: run.round, .failed, on: day, tx)
            }
            return try payments.run(named: name, in: tx.reading)
        }
    }

    /// Takes back what somebody said of a run that the bank refused, before anybody confirmed it.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func withdrawRefusal(
        ofRun name: String, reason: String, as principal: Principal
    ) throws -> PaymentRun {
        try store.write(as: principal) { tx in
            let run = try payments.run(named: name, in: tx.reading)
            try payments.withdrawRefusal(of: run, reason: reason, in: tx)
            return try payments.run(named: name, in: tx.reading)
        }
    }

    /// Records what came of one payment, and moves its money in the ledger: nobody does of what they
    /// have an interest in.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func settlePayment(
        of reference: String, number: Int64?, inRun name: String, _ outcome: PaymentOutcome,
        on day: LocalDate, reason: String?, evidence: String,
        as principal: Principal
    ) throws -> PaymentRun {
        try principal.require(.finance)
        return try store.write(as: principal) { tx in
            let run = try payments.run(named: name, in: tx.reading)
            let round = run.round
            try refuseInvolved(inAwardOf: reference, round, in: tx)
            let item = try payments.settle(
                reference, number: number, of: run, outcome, on: day, reason: reason,
                evidence: evidence, in: tx)
            try move(item, in: round, outcome, on: day, tx)
            return try payments.run(named: name, in: tx.reading)
        }
    }

    /// Moves the money of a payment in the ledger as the bank says that it moved.
    func move(
        _ item: Instalment, in round: RoundID, _ outcome: PaymentOutcome, on day: LocalDate,
        _ tx: borrowing WriteTx
    ) throws {
        switch outcome {
        case .paid:
            try ledger.pay(item.amount, item.id, of: item.application, in: round, on: day, in: tx)
        case .returned:
            let there = try ledger.least(
                .paid, of: item.application, in: round, since: day, in: tx.reading)
            guard item.amount <= there else {
                throw PaymentsProblem.notThereYet(day: day, left: there)
            }
            try ledger.takeReturn(
                item.amount, item.id, of: item.application, in: round, on: day, in: tx)
            // What was taken back before it came back is owed to nobody.
            try releaseStopped(item, in: round, tx)
        case .failed:
            try releaseStopped(item, in: round, tx)
        case .cancelled: break
        }
    }

    /// Gives the money of a payment that did not come about back to the round, where nothing more is
    /// paid of its award.
    func releaseStopped(
        _ item: Instalment, in round: RoundID, _ tx: borrowing WriteTx
    ) throws {
        guard try payments.isStopped(item.award, in: tx.reading) else { return }
        let entry = try ledger.reduce(
            item.amount, of: item.application, in: round, isAgreed: true, in: tx)
        try awards.giveBack(item.amount, of: item.award, entry: entry, in: tx)
    }

    /// Asks a group to pay money back.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func demandMoney(
        _ amount: Money, _ kind: RecoveryKind, from reference: String, round key: String,
        reason: String, as principal: Principal
    ) throws -> Recovery {
        try principal.require(.finance, .officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseInvolved(inAwardOf: reference, round.id, in: tx)
            return try payments.demand(
                amount, kind, from: reference, of: round.id, reason: reason, in: tx)
        }
    }

    /// A group has paid money back.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func receiveMoney(
        _ amount: Money, forRecovery number: Int64, round key: String, on day: LocalDate,
        evidence: String, as principal: Principal
    ) throws -> Recovery {
        try principal.require(.finance)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            let recovery = try payments.recovery(number, of: round.id, in: tx.reading)
            try refuseInvolved(recovery.application, in: tx)
            var problems: [FieldProblem] = []
            if amount <= .zero { problems.append(FieldProblem("amount", "not-pounds-amount")) }
            if evidence.trimmed.isEmpty { problems.append(FieldProblem("evidence", "missing")) }
            if day > LondonTime.date(tx.now) {
                problems.append(FieldProblem("on", "in-the-future"))
            }
            guard problems.isEmpty else { throw InvalidInput("receipt", problems) }
            guard amount <= recovery.due - recovery.received else {
                throw PaymentsProblem.recoveryTooMuch(left: recovery.due - recovery.received)
            }
            let there = try ledger.least(
                .paid, of: recovery.application, in: round.id, since: day, in: tx.reading)
            guard amount <= there else {
                throw PaymentsProblem.notThereYet(day: day, left: there)
            }
            let entry = try ledger.recover(
                amount, of: recovery.application, in: round.id, on: day, in: tx)
            try payments.receive(
                amount, for: recovery, on: day, evidence: evidence, entry: entry, in: tx)
            return try payments.recovery(number, of: round.id, in: tx.reading)
        }
    }

    /// Recovered money may be awarded again.
    ///
    /// - Returns: how much that is.
    /// - Throws: `InvalidInput`, `PaymentsProblem`.
    public func reallot(
        recovery number: Int64, round key: String, as principal: Principal
    ) throws -> Money {
        try principal.require(.decisionMaker)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            let recovery = try payments.recovery(number, of: round.id, in: tx.reading)
            let held = try ledger.recoveredHeld(of: recovery.application, in: tx.reading)
            let amount = min(held, recovery.received)
            guard amount > .zero else { throw PaymentsProblem.nothingToReallot }
            let entry = try ledger.reallot(
                amount, of: recovery.application, in: round.id, in: tx)
            try awards.giveBack(amount, of: recovery.award, entry: entry, in: tx)
            return amount
        }
    }
}
