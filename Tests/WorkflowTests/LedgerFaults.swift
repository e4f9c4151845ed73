/// What the ledger, the awards and the payments say of the same money, and where they differ.
enum LedgerFaults {
    /// A row in words for each thing that must hold and does not.
    static let query = """
        WITH item AS (
          SELECT paymentInstalment.id, paymentInstalment.awardId, applicationId, number,
            paymentInstalment.amountPence, paymentRunItem.runId, replacesId,
            (SELECT happenedOn FROM paymentOutcome
              WHERE instalmentId = paymentInstalment.id AND kind = 'paid') AS paidOn,
            (SELECT happenedOn FROM paymentOutcome
              WHERE instalmentId = paymentInstalment.id AND kind = 'returned') AS returnedOn,
            EXISTS (SELECT 1 FROM paymentOutcome WHERE instalmentId = paymentInstalment.id
              AND kind IN ('failed', 'cancelled')) AS isInVain,
            EXISTS (SELECT 1 FROM paymentDrop
              WHERE instalmentId = paymentInstalment.id) AS isDropped
          FROM paymentInstalment
          JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
          LEFT JOIN paymentRunItem ON instalmentId = paymentInstalment.id),
        live AS (
          SELECT * FROM item WHERE NOT isDropped AND NOT isInVain AND returnedOn IS NULL),
        place AS (
          SELECT award.id AS awardId, award.applicationId, account.kind,
            (SELECT ifnull(sum(iif(toAccountId = account.id, pence, 0)
                - iif(fromAccountId = account.id, pence, 0)), 0)
              FROM ledgerEntry WHERE ledgerEntry.applicationId = award.applicationId) AS pence
          FROM award JOIN ledgerAccount AS account ON account.roundId = award.roundId),
        over AS (
          SELECT awardId FROM awardEnd UNION SELECT awardId FROM paymentStop)
        SELECT 'balance of ' || kind FROM ledgerBalance
        JOIN ledgerAccount ON ledgerAccount.id = accountId
        WHERE (kind <> 'council' AND pence < 0) OR ledgerBalance.pence <> (
          SELECT ifnull(sum(iif(entry.toAccountId = accountId, entry.pence, -entry.pence)), 0)
          FROM ledgerEntry AS entry WHERE accountId IN (entry.toAccountId, entry.fromAccountId))
        UNION ALL SELECT 'an application has less than nothing as ' || kind FROM place
        WHERE pence < 0 AND kind <> 'allotted'
        UNION ALL SELECT 'paid and the ledger of instalment ' || id FROM item
        WHERE paidOn IS NOT (SELECT valueOn FROM ledgerEntry WHERE kind = 'payment'
            AND instalmentId = item.id AND pence = amountPence)
          OR returnedOn IS NOT (SELECT valueOn FROM ledgerEntry WHERE kind = 'return'
            AND instalmentId = item.id AND pence = amountPence)
        UNION ALL SELECT 'paid twice, as ' || former.id || ' and ' || item.id FROM item
        JOIN item AS former ON former.id = item.replacesId
        WHERE former.paidOn IS NOT NULL AND former.returnedOn IS NULL
        UNION ALL SELECT 'scheduled of award ' || awardId FROM paymentAward
        WHERE scheduledPence <> (SELECT ifnull(sum(amountPence), 0) FROM live
          WHERE live.awardId = paymentAward.awardId)
        UNION ALL SELECT 'not all scheduled of award ' || awardId FROM paymentAward
        WHERE scheduledPence <> awardedPence AND awardId NOT IN over
        UNION ALL SELECT 'agreed and scheduled of award ' || awardId FROM paymentAward
        WHERE awardId NOT IN over AND awardedPence <> (
          SELECT amountPence FROM awardVersion JOIN awardAcceptance ON versionId = awardVersion.id
          WHERE awardVersion.awardId = paymentAward.awardId ORDER BY number DESC LIMIT 1)
        UNION ALL SELECT 'more paid than awarded of award ' || awardId FROM paymentAward
        WHERE awardedPence < (SELECT ifnull(sum(amountPence), 0) FROM live
          WHERE live.awardId = paymentAward.awardId AND runId IS NOT NULL)
        UNION ALL SELECT 'set aside for award ' || id FROM award
        WHERE id NOT IN over AND amountPence + (SELECT ifnull(sum(pence), 0) FROM awardMovement
            JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = award.id) <> (
          SELECT sum(pence) FROM place WHERE place.awardId = award.id
            AND kind IN ('reserved', 'committed', 'paid', 'recovered'))
          + (SELECT ifnull(sum(pence), 0) FROM ledgerEntry
             WHERE ledgerEntry.applicationId = award.applicationId AND kind = 'reallotment')
        UNION ALL SELECT 'owed after the end of award ' || place.awardId FROM place
        WHERE place.awardId IN over AND kind = 'committed' AND pence <> (
          SELECT ifnull(sum(amountPence), 0) FROM live
          WHERE live.awardId = place.awardId AND runId IS NOT NULL AND paidOn IS NULL)
        UNION ALL SELECT 'kept back after the end of award ' || place.awardId FROM place
        WHERE place.awardId IN over AND kind = 'reserved' AND pence <> 0
        UNION ALL SELECT 'given and the ledger of the round' FROM awardRound
        WHERE awardedPence <> allotmentPence - (SELECT pence FROM ledgerBalance
          JOIN ledgerAccount ON ledgerAccount.id = accountId WHERE kind = 'allotted')
        UNION ALL SELECT 'recovery ' || id FROM paymentRecovery
        WHERE receivedPence <> (SELECT ifnull(sum(pence), 0) FROM paymentReceipt
          WHERE recoveryId = paymentRecovery.id)
        UNION ALL SELECT 'receipt ' || paymentReceipt.id FROM paymentReceipt
        LEFT JOIN ledgerEntry ON ledgerEntry.id = ledgerEntryId
        WHERE (kind, ledgerEntry.pence, valueOn)
          IS NOT ('recovery', paymentReceipt.pence, receivedOn);
        """
}
