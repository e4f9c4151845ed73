import FundStore

extension AwardsModule {
    /// The schema's part of publishing awards: words that an officer wrote for everybody to read,
    /// and what anybody may know of each award.
    public static let publishSchema = """
        -- Words by which an award is published in place of its group's own; the newest row counts.
        CREATE TABLE awardPublicWords (
          id          INTEGER PRIMARY KEY,
          awardId     INTEGER NOT NULL REFERENCES award(id),
          number      INTEGER NOT NULL CHECK (number > 0),
          -- Nothing where the group's own is published.
          title       TEXT CHECK (trim(title) <> ''),
          summary     TEXT CHECK (trim(summary) <> ''),
          name        TEXT CHECK (trim(name) <> ''),
          reason      TEXT NOT NULL CHECK (trim(reason) <> ''),
          writtenById INTEGER NOT NULL REFERENCES person(id),
          writtenAt   INTEGER NOT NULL,
          UNIQUE (awardId, number)
        ) STRICT;
        \(Migration.appendOnly(
            "awardPublicWords", by: [["id"], ["awardId", "number"]], code: "public-words-stand"))

        CREATE TRIGGER awardPublicWordsInTurn BEFORE INSERT ON awardPublicWords
        WHEN NEW.number <> 1 + (SELECT count(*) FROM awardPublicWords
          WHERE awardId = NEW.awardId)
        BEGIN SELECT RAISE(ABORT, 'public-words-changed'); END;

        \(publishedView(saying: "words.title, words.summary, words.name"))
        """

    /// - Parameter words: the columns of an officer's words.
    static func publishedView(saying words: String) -> String {
        """
        -- What is published of each award. Its pence are what its group has or will have of it.
        CREATE VIEW awardPublished AS
        SELECT award.id, award.roundId, award.applicationId, award.reference,
          coalesce(appealed.decidedOn, listed.decidedOn, decided.decidedOn) AS decidedOn,
          coalesce(awardWithdrawal.paidPence, awardEnd.paidPence, awardGivenUp.paidPence,
            agreed.amountPence, award.amountPence) AS pence,
          agreed.startsOn, agreed.endsOn,
          iif(closed.isClosed, closed.setOn, NULL) AS closedOn,
          ifnull(awardEnd.endedOn, awardGivenUp.givenUpOn) AS endedOn,
          \(words),
          accepted.name AS signatory,
          -- The kind of letter that tells of it.
          iif(award.appealDecisionId IS NOT NULL, 'appealOutcome',
            iif(award.reserveProposalId IS NOT NULL, 'reserveAward', 'award')) AS toldBy,
          max(coalesce(appealed.decidedAt, listed.decidedAt, decided.decidedAt),
            ifnull(taken.decidedAt, 0), ifnull(awardEnd.endedAt, 0),
            ifnull(awardGivenUp.givenUpAt, 0), ifnull(accepted.recordedAt, 0),
            ifnull(closed.setAt, 0), ifnull(words.writtenAt, 0)) AS changedAt
        FROM award
        JOIN awardDecision AS decided ON decided.id = award.decisionId
        LEFT JOIN awardAppealDecision AS appealed ON appealed.id = award.appealDecisionId
        LEFT JOIN awardReserveDecision AS listed ON listed.proposalId = award.reserveProposalId
        LEFT JOIN awardWithdrawal ON awardWithdrawal.awardId = award.id
        LEFT JOIN awardAppealDecision AS taken ON taken.id = awardWithdrawal.appealDecisionId
        LEFT JOIN awardEnd ON awardEnd.awardId = award.id
        LEFT JOIN awardGivenUp ON awardGivenUp.awardId = award.id
        LEFT JOIN awardVersion AS agreed ON agreed.id = (
          SELECT other.id FROM awardVersion AS other
          JOIN awardAcceptance ON versionId = other.id
          WHERE other.awardId = award.id ORDER BY other.number DESC LIMIT 1)
        LEFT JOIN awardAcceptance AS accepted ON accepted.versionId = agreed.id
        LEFT JOIN awardClosing AS closed ON closed.id = (
          SELECT max(id) FROM awardClosing WHERE awardId = award.id)
        LEFT JOIN awardPublicWords AS words ON words.id = (
          SELECT max(id) FROM awardPublicWords WHERE awardId = award.id);
        """
    }
}
