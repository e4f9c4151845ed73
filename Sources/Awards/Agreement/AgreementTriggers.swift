import FundStore

extension AwardsModule {
    /// What is set aside for a group, in pence, in SQL.
    static func held(_ award: String) -> String {
        """
        (SELECT amountPence FROM award WHERE id = \(award))
          + (SELECT ifnull(sum(pence), 0) FROM awardMovement
             JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = \(award))
        """
    }

    /// That nothing more happens to an award: its offer or agreement ended, or it was taken back.
    private static func isClosed(_ award: String) -> String {
        """
        EXISTS (SELECT 1 FROM awardEnd WHERE awardId = \(award))
          OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = \(award))
        """
    }

    private static let awardOfVersion =
        "(SELECT awardId FROM awardVersion WHERE id = NEW.versionId)"

    /// Until when a version can be accepted.
    static func deadline(_ version: String) -> String {
        """
        ifnull((SELECT lapsesOn FROM awardExtension WHERE versionId = \(version)
          ORDER BY id DESC LIMIT 1), (SELECT lapsesOn FROM awardVersion WHERE id = \(version)))
        """
    }

    /// That a version neither was accepted nor came to nothing, in an award that goes on.
    private static let isOver = """
        EXISTS (SELECT 1 FROM awardAcceptance WHERE versionId = NEW.versionId)
          OR EXISTS (SELECT 1 FROM awardVersionEnd WHERE versionId = NEW.versionId)
          OR \(isClosed(awardOfVersion))
        """

    private static func refuse(
        _ name: String, on table: String, _ code: String, when condition: String
    ) -> String {
        """
        CREATE TRIGGER \(name) BEFORE INSERT ON \(table)
        WHEN \(condition)
        BEGIN SELECT RAISE(ABORT, '\(code)'); END;

        """
    }

    private static let isAccepted = """
        EXISTS (SELECT 1 FROM awardAcceptance
          JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = NEW.awardId)
        """

    static let agreementTriggers =
        beforeOffer + offering + answering + ending + money

    /// What an offer says is settled before it is made.
    private static let beforeOffer =
        ["awardSubsidyAnswer", "awardCondition"].map { table in
            refuse(
                "\(table)InTime", on: table, "agreement-offered",
                when: """
                    EXISTS (SELECT 1 FROM awardVersion WHERE awardId = NEW.awardId)
                      OR \(isClosed("NEW.awardId"))
                    """)
        }.joined()
        + refuse(
            "awardConditionRemovalInTime", on: "awardConditionRemoval", "agreement-offered",
            when: """
                EXISTS (SELECT 1 FROM awardVersion WHERE awardId =
                  (SELECT awardId FROM awardCondition WHERE id = NEW.conditionId))
                """)

    private static let offering =
        refuse(
            "awardVersionInRound", on: "awardVersion", "agreement-off",
            when: """
                (SELECT needsAgreement FROM awardRound
                 JOIN award ON award.roundId = awardRound.roundId WHERE award.id = NEW.awardId) = 0
                """)
        + refuse(
            "awardVersionGoesOn", on: "awardVersion", "agreement-closed",
            when: """
                \(isClosed("NEW.awardId")) OR NEW.number <> 1 + (
                  SELECT count(*) FROM awardVersion WHERE awardId = NEW.awardId)
                """)
        + refuse(
            "awardVersionKnowsSubsidy", on: "awardVersion", "agreement-unanswered",
            when: """
                NOT EXISTS (SELECT 1 FROM awardSubsidyAnswer WHERE awardId = NEW.awardId)
                  OR (NEW.asksConfirmation <> (
                      SELECT isEconomic FROM awardSubsidyAnswer WHERE awardId = NEW.awardId
                      ORDER BY id DESC LIMIT 1)
                    -- What is not more than was confirmed need not be confirmed again.
                    AND (NEW.asksConfirmation = 1 OR NOT EXISTS (
                      SELECT 1 FROM awardAcceptance
                      JOIN awardVersion ON awardVersion.id = versionId
                      WHERE awardId = NEW.awardId AND amountPence >= NEW.amountPence)))
                """)
        + refuse(
            "awardVersionFits", on: "awardVersion", "agreement-sums",
            when: """
                NEW.number = 1 AND NEW.amountPence <> (
                  SELECT amountPence FROM award WHERE id = NEW.awardId)
                OR NEW.number > 1 AND NOT EXISTS (
                  SELECT 1 FROM awardVariation
                  JOIN awardVariationDecision ON awardVariationDecision.variationId = awardVariation.id
                  WHERE awardVariation.id = NEW.variationId AND awardId = NEW.awardId
                    AND kind = 'change' AND isApproved = 1 AND decidedById = NEW.offeredById
                    AND amountPence = NEW.amountPence AND startsOn = NEW.startsOn
                    AND endsOn = NEW.endsOn AND purpose = NEW.purpose)
                """)
        // One change at a time: an open request, or a changed version that waits for its answer.
        + refuse(
            "awardVariationOneAtATime", on: "awardVariation", "agreement-variation-open",
            when: """
                EXISTS (SELECT 1 FROM awardVariation AS other WHERE other.awardId = NEW.awardId
                    AND other.id NOT IN (SELECT variationId FROM awardVariationDecision))
                  OR (NEW.kind = 'change' AND EXISTS (
                    SELECT 1 FROM awardVersion WHERE awardId = NEW.awardId AND number > 1
                      AND id NOT IN (SELECT versionId FROM awardAcceptance)
                      AND id NOT IN (SELECT versionId FROM awardVersionEnd)))
                """)
        + refuse(
            "awardVariationGoesOn", on: "awardVariation", "agreement-closed",
            when: """
                \(isClosed("NEW.awardId"))
                  OR NOT EXISTS (SELECT 1 FROM awardVersion WHERE awardId = NEW.awardId)
                  OR NEW.kind = 'end' AND NOT \(isAccepted)
                """)
        + refuse(
            "awardVariationDecisionFits", on: "awardVariationDecision", "agreement-approved-own",
            when: """
                NEW.askedById IS NOT (
                  SELECT askedById FROM awardVariation WHERE id = NEW.variationId)
                """)

    private static let answering =
        refuse(
            "awardExtensionLater", on: "awardExtension", "agreement-closed",
            when: "\(isOver) OR NEW.lapsesOn <= \(deadline("NEW.versionId"))")
        + refuse(
            "awardConfirmationAsked", on: "awardConfirmation", "agreement-closed",
            when: """
                \(isOver)
                  OR (SELECT asksConfirmation FROM awardVersion WHERE id = NEW.versionId) = 0
                """)
        + refuse(
            "awardAcceptanceOfText", on: "awardAcceptance", "agreement-text-changed",
            when: """
                NEW.sha256 IS NOT (SELECT sha256 FROM awardVersion WHERE id = NEW.versionId)
                  -- A later version stands in its place.
                  OR EXISTS (SELECT 1 FROM awardVersion AS later
                    JOIN awardVersion AS this ON this.id = NEW.versionId
                    WHERE later.awardId = this.awardId AND later.number > this.number
                      AND later.id NOT IN (SELECT versionId FROM awardVersionEnd))
                """)
        + refuse(
            "awardAcceptanceOpen", on: "awardAcceptance", "agreement-closed", when: isOver)
        + refuse(
            "awardAcceptanceInTime", on: "awardAcceptance", "agreement-late",
            when: """
                NEW.acceptedOn > \(deadline("NEW.versionId")) OR NEW.acceptedOn < (
                  SELECT offeredOn FROM awardVersion WHERE id = NEW.versionId)
                """)
        + refuse(
            "awardAcceptanceConfirmed", on: "awardAcceptance", "agreement-unconfirmed",
            when: """
                (SELECT asksConfirmation FROM awardVersion WHERE id = NEW.versionId) = 1
                  AND NOT EXISTS (
                    SELECT 1 FROM awardConfirmation WHERE versionId = NEW.versionId)
                """)
        + refuse(
            "awardAcceptanceFits", on: "awardAcceptance", "agreement-sums",
            when: """
                NOT EXISTS (SELECT 1 FROM awardVersion WHERE id = NEW.versionId
                    AND offeredById = NEW.offeredById AND amountPence >= NEW.paidPence)
                  OR (SELECT amountPence FROM awardVersion WHERE id = NEW.versionId)
                    <> \(held(awardOfVersion))
                """)

    private static let ending =
        refuse(
            "awardVersionEndOpen", on: "awardVersionEnd", "agreement-closed", when: isOver)
        + refuse(
            "awardVersionEndOverdue", on: "awardVersionEnd", "agreement-not-overdue",
            when: "NEW.kind = 'lapsed' AND NEW.endedOn <= \(deadline("NEW.versionId"))")
        + refuse(
            "awardEndFits", on: "awardEnd", "agreement-closed",
            when: """
                \(isClosed("NEW.awardId")) OR (NEW.kind = 'ended') <> \(isAccepted)
                  OR (SELECT needsAgreement FROM awardRound
                      JOIN award ON award.roundId = awardRound.roundId
                      WHERE award.id = NEW.awardId) IS NOT 1
                  OR NEW.kind = 'ended' AND NOT EXISTS (
                    SELECT 1 FROM awardVariation
                    JOIN awardVariationDecision
                      ON awardVariationDecision.variationId = awardVariation.id
                    WHERE awardVariation.id = NEW.variationId AND awardId = NEW.awardId
                      AND kind = 'end' AND isApproved = 1 AND decidedById = NEW.endedById)
                  -- Nothing is left open behind an end.
                  OR EXISTS (SELECT 1 FROM awardVersion WHERE awardId = NEW.awardId
                    AND id NOT IN (SELECT versionId FROM awardVersionEnd)
                    AND id NOT IN (SELECT versionId FROM awardAcceptance)
                    AND NEW.kind <> 'ended')
                  OR NEW.kind IN ('declined', 'lapsed') AND NEW.kind IS NOT (
                    SELECT awardVersionEnd.kind FROM awardVersionEnd
                    JOIN awardVersion ON awardVersion.id = versionId
                    WHERE awardId = NEW.awardId ORDER BY number LIMIT 1)
                """)
        + refuse(
            "awardEndSums", on: "awardEnd", "agreement-sums",
            when: "NEW.heldPence <> \(held("NEW.awardId"))")

    private static let money =
        refuse(
            "awardMovementFits", on: "awardMovement", "agreement-sums",
            when: """
                \(isClosed(awardOfVersion))
                  -- What an approval adds is what the version offers beyond what is set aside; what
                  -- goes back is at most what an open or an agreed version does not need.
                  OR NEW.pence > 0 AND (SELECT amountPence FROM awardVersion WHERE id = NEW.versionId)
                    <> NEW.pence + \(held(awardOfVersion))
                  OR NEW.pence < 0 AND NOT EXISTS (
                    SELECT 1 FROM awardVersion WHERE awardId = \(awardOfVersion)
                      AND id NOT IN (SELECT versionId FROM awardVersionEnd)
                      AND amountPence = NEW.pence + \(held(awardOfVersion)))
                """)
            + """
            CREATE TRIGGER awardMovementCounts AFTER INSERT ON awardMovement
            BEGIN
              UPDATE awardRound SET awardedPence = awardedPence + NEW.pence
              WHERE roundId = (SELECT roundId FROM award WHERE id = \(awardOfVersion));
            END;

            CREATE TRIGGER awardEndReturns AFTER INSERT ON awardEnd
            WHEN NEW.releasedPence > 0
            BEGIN
              UPDATE awardRound SET awardedPence = awardedPence - NEW.releasedPence
              WHERE roundId = (SELECT roundId FROM award WHERE id = NEW.awardId);
            END;

            DROP TRIGGER awardRoundAllotmentStays;
            CREATE TRIGGER awardRoundAllotmentStays BEFORE UPDATE ON awardRound
            WHEN NEW.roundId <> OLD.roundId OR NEW.allotmentPence <> OLD.allotmentPence
              -- It falls only to what its awards come to without what was taken back or came to nothing.
              OR (NEW.awardedPence < OLD.awardedPence AND NEW.awardedPence <>
                (SELECT ifnull(sum(amountPence), 0) FROM award WHERE roundId = NEW.roundId)
                - (SELECT ifnull(sum(releasedPence), 0) FROM awardWithdrawal
                   JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
                - (SELECT ifnull(sum(releasedPence), 0) FROM awardEnd
                   JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
                + (SELECT ifnull(sum(pence), 0) FROM awardMovement
                   JOIN awardVersion ON awardVersion.id = versionId
                   JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId))
            BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

            DROP TRIGGER awardWithdrawalFits;
            CREATE TRIGGER awardWithdrawalFits BEFORE INSERT ON awardWithdrawal
            WHEN NOT EXISTS (
              SELECT 1 FROM award
              JOIN awardAppeal ON awardAppeal.applicationId = award.applicationId
              JOIN awardAppealDecision ON awardAppealDecision.appealId = awardAppeal.id
              WHERE award.id = NEW.awardId AND awardAppealDecision.id = NEW.appealDecisionId
                AND effect = 'withdrawal' AND \(held("NEW.awardId")) = NEW.awardedPence
                AND NOT EXISTS (SELECT 1 FROM awardEnd WHERE awardId = NEW.awardId))
            BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
            """
}
