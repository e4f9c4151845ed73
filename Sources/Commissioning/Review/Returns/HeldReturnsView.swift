extension CommissioningModule {
    /// What Payments reads here while the schema is brought up to date: from which day on an award's
    /// payments wait for each of its returns, as `MonitoringReturn.heldFrom` says, none where nothing
    /// does.
    public static let heldReturnsView = """
        CREATE VIEW heldReturn AS
        SELECT awardId, number,
          CASE WHEN isSent AND verdict IS NULL THEN date(missedOn, '+1 day')
            WHEN verdict = 'accepted' OR isLetGo THEN NULL
            ELSE date(ifnull(missedOn, dueOn), '+1 day') END AS heldFrom,
          setById, setAt
        FROM (
          SELECT asked.awardId, asked.number, sent.id IS NOT NULL AS isSent, judged.verdict,
            ifnull(sent.sentById, asked.askedById) AS setById,
            ifnull(sent.sentAt, asked.askedAt) AS setAt,
            (SELECT dueOn FROM commissioningReturnDue WHERE returnId = asked.id
              ORDER BY id DESC LIMIT 1) AS dueOn,
            asked.awardId IN (SELECT awardId FROM commissioningReturnWaiver)
              OR asked.awardId IN (SELECT awardId FROM commissioningClosed)
              OR asked.moment <> 'end' AND asked.awardId IN (
                SELECT awardId FROM commissioningEndTold) AS isLetGo,
            (SELECT min(setting.dueOn) FROM commissioningReturnVersion AS late
              JOIN commissioningReturnDue AS setting ON setting.id = (
                SELECT max(id) FROM commissioningReturnDue AS before
                WHERE returnId = late.returnId AND late.number > (
                  SELECT count(*) FROM commissioningReturnDue
                  WHERE returnId = late.returnId AND cause = 'sentBack' AND id <= before.id))
              WHERE late.returnId = asked.id AND late.sentOn > setting.dueOn) AS missedOn
          FROM commissioningReturn AS asked
          LEFT JOIN commissioningReturnVersion AS sent ON sent.returnId = asked.id
            AND sent.number = (SELECT max(number) FROM commissioningReturnVersion
              WHERE returnId = asked.id)
          LEFT JOIN commissioningReturnJudgement AS judged ON judged.versionId = sent.id
        );
        """
}
