import FundCore
import FundStore
import GRDB

extension AwardsModule {
    /// Whether a round asks its groups to agree before anything is owed.
    public func needsAgreement(_ round: RoundID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT needsAgreement FROM awardRound WHERE roundId = ?", [round.rawValue],
            { $0[0] }) ?? false
    }

    /// How an award stands between the council and its group.
    public func agreement(of award: AwardID, in tx: borrowing ReadTx) throws -> Agreement {
        let id = award.rawValue
        return Agreement(
            award: award, held: try held(award, in: tx), versions: try versions(of: award, in: tx),
            variations: try variations(of: award, in: tx),
            conditions: try tx.list(
                """
                SELECT id, text, addedById FROM awardCondition WHERE awardId = ?
                  AND id NOT IN (SELECT conditionId FROM awardConditionRemoval) ORDER BY id
                """, [id]
            ) { AgreementCondition(id: $0[0], text: $0[1], by: PersonID($0[2])) },
            subsidy: try tx.first(
                """
                SELECT isEconomic, reason, answeredById, answeredAt FROM awardSubsidyAnswer
                WHERE awardId = ? ORDER BY id DESC LIMIT 1
                """, [id]
            ) {
                SubsidyAnswer(
                    isEconomic: $0[0], reason: $0[1], by: PersonID($0[2]),
                    at: Instant(milliseconds: $0[3]))
            },
            end: try end(of: award, in: tx),
            isTakenBack: try tx.first(
                "SELECT 1 FROM awardWithdrawal WHERE awardId = ?", [id], { _ in true }) ?? false)
    }

    /// What is set aside for a group, owed or paid to it.
    public func held(_ award: AwardID, in tx: borrowing ReadTx) throws -> Money {
        let pence: Int64? = try tx.first(
            """
            SELECT \(Self.held("?1"))
              - ifnull((SELECT releasedPence FROM awardEnd WHERE awardId = ?1), 0)
              - ifnull((SELECT releasedPence FROM awardWithdrawal WHERE awardId = ?1), 0)
              - ifnull((SELECT releasedPence FROM awardGivenUp WHERE awardId = ?1), 0)
            """, [award.rawValue], { $0[0] })
        return Money(pence: pence ?? 0)
    }

    /// How many awards of a round their groups have agreed to, without those of which nothing was
    /// paid before they came to their end.
    public func agreedCount(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            """
            SELECT count(*) FROM award WHERE roundId = ?
              AND id IN (SELECT awardId FROM awardVersion
                JOIN awardAcceptance ON versionId = awardVersion.id)
              AND id NOT IN (SELECT awardId FROM awardEnd WHERE paidPence = 0)
              AND id NOT IN (SELECT awardId FROM awardWithdrawal WHERE paidPence = 0)
            """, [round.rawValue], { $0[0] }) ?? 0
    }

    private func versions(
        of award: AwardID, in tx: borrowing ReadTx
    ) throws -> [AgreementVersion] {
        var found = try tx.list(
            """
            SELECT id, number, variationId, amountPence, startsOn, endsOn, purpose, text, sha256,
              asksConfirmation, offeredById, offeredAt, offeredOn, lapsesOn
            FROM awardVersion WHERE awardId = ? ORDER BY number
            """, [award.rawValue]
        ) { AgreementVersion($0) }
        for index in found.indices {
            let id = found[index].id.rawValue
            found[index].extensions = try tx.list(
                """
                SELECT lapsesOn, reason, extendedById, extendedAt FROM awardExtension
                WHERE versionId = ? ORDER BY id
                """, [id]
            ) {
                .init(
                    lapsesOn: storedDay($0[0]), reason: $0[1], by: PersonID($0[2]),
                    at: Instant(milliseconds: $0[3]))
            }
            found[index].confirmation = try tx.first(
                """
                SELECT name, capPence, paperPlace, confirmedById, confirmedAt
                FROM awardConfirmation WHERE versionId = ?
                """, [id]
            ) {
                AssistanceConfirmation(
                    name: $0[0], cap: Money(pence: $0[1]), paperPlace: $0[2], by: PersonID($0[3]),
                    at: Instant(milliseconds: $0[4]))
            }
            found[index].acceptance = try tx.first(
                """
                SELECT name, role, acceptedOn, sha256, paperPlace, paperReason, recordedById,
                  recordedAt
                FROM awardAcceptance WHERE versionId = ?
                """, [id]
            ) { AgreementAcceptance($0) }
            found[index].end = try tx.first(
                """
                SELECT kind, isByGroup, reason, endedById, endedAt FROM awardVersionEnd
                WHERE versionId = ?
                """, [id]
            ) {
                .init(
                    // The schema holds that it is one of the three.
                    kind: OfferEndKind(rawValue: $0[0]) ?? .withdrawn, isByGroup: $0[1],
                    reason: $0[2], by: PersonID($0[3]), at: Instant(milliseconds: $0[4]))
            }
        }
        return found
    }

    private func variations(
        of award: AwardID, in tx: borrowing ReadTx
    ) throws -> [AgreementVariation] {
        try tx.list(
            """
            SELECT id, amountPence, startsOn, endsOn, purpose, awardVariation.reason, isFromGroup,
              awardVariation.askedById, askedAt, isApproved, awardVariationDecision.reason,
              decidedById, decidedAt
            FROM awardVariation
            LEFT JOIN awardVariationDecision ON variationId = awardVariation.id
            WHERE awardId = ? ORDER BY awardVariation.id
            """, [award.rawValue]
        ) { AgreementVariation($0) }
    }

    private func end(of award: AwardID, in tx: borrowing ReadTx) throws -> AgreementEnd? {
        try tx.first(
            """
            SELECT kind, isByGroup, reason, paidPence, releasedPence, endedById, endedAt, endedOn
            FROM awardEnd WHERE awardId = ?
            """, [award.rawValue]
        ) {
            let kind = OfferEndKind(rawValue: $0[0])
            return AgreementEnd(
                state: kind.map(AgreementState.init) ?? .ended, isByGroup: $0[1], reason: $0[2],
                paid: Money(pence: $0[3]), released: Money(pence: $0[4]), by: PersonID($0[5]),
                at: Instant(milliseconds: $0[6]), on: storedDay($0[7]))
        }
    }
}

extension AgreementState {
    fileprivate init(_ kind: OfferEndKind) {
        self =
            switch kind {
            case .declined: .declined
            case .lapsed: .lapsed
            case .withdrawn: .withdrawn
            }
    }
}

extension AgreementVersion {
    fileprivate init(_ row: Row) {
        self.init(
            id: AgreementVersionID(row[0]), number: row[1],
            variation: (row[2] as Int64?).map { AgreementVariationID($0) },
            terms: AgreementTerms(
                amount: Money(pence: row[3]), startsOn: storedDay(row[4]),
                endsOn: storedDay(row[5]), purpose: row[6]),
            text: row[7], sha256: row[8], asksConfirmation: row[9], offeredBy: PersonID(row[10]),
            offeredAt: Instant(milliseconds: row[11]), offeredOn: storedDay(row[12]),
            firstLapsesOn: storedDay(row[13]))
    }
}

extension AgreementAcceptance {
    fileprivate init(_ row: Row) {
        let place: String? = row[4]
        let reason: String? = row[5]
        self.init(
            name: row[0], role: row[1], on: storedDay(row[2]), sha256: row[3],
            paper: place.map { ($0, reason ?? "") }, recordedBy: PersonID(row[6]),
            recordedAt: Instant(milliseconds: row[7]))
    }
}

extension AgreementVariation {
    fileprivate init(_ row: Row) {
        let pence: Int64? = row[1]
        let isApproved: Bool? = row[9]
        self.init(
            id: AgreementVariationID(row[0]),
            terms: pence.map {
                AgreementTerms(
                    amount: Money(pence: $0), startsOn: storedDay(row[2]),
                    endsOn: storedDay(row[3]), purpose: row[4])
            },
            reason: row[5], isFromGroup: row[6], askedBy: PersonID(row[7]),
            askedAt: Instant(milliseconds: row[8]),
            decision: isApproved.map {
                Decision(
                    isApproved: $0, reason: row[10], by: PersonID(row[11]),
                    at: Instant(milliseconds: row[12]))
            })
    }
}

/// The schema's CHECKs hold that what is stored reads as a date.
private func storedDay(_ text: String) -> LocalDate {
    LocalDate(text) ?? LocalDate(daysSince1970: 0)
}

/// What waits for somebody.
extension AwardsModule {
    /// The awards of a round that nobody has offered, and that nothing has ended.
    public func unoffered(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        try tx.list(
            """
            SELECT applicationId FROM award WHERE roundId = ?
              AND id NOT IN (SELECT awardId FROM awardVersion)
              AND id NOT IN (SELECT awardId FROM awardEnd)
              AND id NOT IN (SELECT awardId FROM awardWithdrawal)
            """, [round.rawValue], { ApplicationID($0[0]) })
    }

    /// Who asked for what waits for a second person.
    public func requesters(of round: RoundID, in tx: borrowing ReadTx) throws -> [PersonID] {
        try tx.list(
            """
            SELECT askedById FROM awardVariation JOIN award ON award.id = awardId
            WHERE roundId = ? AND awardVariation.id NOT IN (
                SELECT variationId FROM awardVariationDecision)
              AND awardId NOT IN (SELECT awardId FROM awardEnd)
              AND awardId NOT IN (SELECT awardId FROM awardWithdrawal)
            """, [round.rawValue], { PersonID($0[0]) })
    }

    /// How many offers and changes of a round wait for an answer although their last day is past.
    public func overdueCount(
        of round: RoundID, on day: LocalDate, in tx: borrowing ReadTx
    ) throws -> Int64 {
        try tx.first(
            """
            SELECT count(*) FROM awardVersion AS version JOIN award ON award.id = awardId
            WHERE roundId = ?1 AND \(Self.isAwaited) AND \(Self.deadline("version.id")) < ?2
            """, [round.rawValue, "\(day)"], { $0[0] }) ?? 0
    }
}
