import FundStore

extension AwardsModule {
    /// The schema's part of offers and agreements. What is set aside for a group is what its award
    /// gave it and what variations added or took since; only this is ever agreed to.
    public static let agreementSchema = """
        ALTER TABLE awardRound ADD COLUMN needsAgreement INTEGER NOT NULL DEFAULT 0
          CHECK (needsAgreement IN (0, 1));
        CREATE TRIGGER awardRoundAgreementStays BEFORE UPDATE ON awardRound
        WHEN NEW.needsAgreement <> OLD.needsAgreement
        BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;

        -- Whether what is paid for is an economic activity: the last answer counts.
        CREATE TABLE awardSubsidyAnswer (
          id           INTEGER PRIMARY KEY,
          awardId      INTEGER NOT NULL REFERENCES award(id),
          isEconomic   INTEGER NOT NULL CHECK (isEconomic IN (0, 1)),
          reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
          answeredById INTEGER NOT NULL REFERENCES person(id),
          answeredAt   INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX awardSubsidyAnswerByAward ON awardSubsidyAnswer (awardId, id);

        -- What is asked of this group alone.
        CREATE TABLE awardCondition (
          id        INTEGER PRIMARY KEY,
          awardId   INTEGER NOT NULL REFERENCES award(id),
          text      TEXT NOT NULL CHECK (trim(text) <> ''),
          addedById INTEGER NOT NULL REFERENCES person(id),
          addedAt   INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX awardConditionByAward ON awardCondition (awardId, id);

        CREATE TABLE awardConditionRemoval (
          conditionId INTEGER PRIMARY KEY REFERENCES awardCondition(id),
          removedById INTEGER NOT NULL REFERENCES person(id),
          removedAt   INTEGER NOT NULL
        ) STRICT;

        -- What somebody asks to be changed, or that an agreement ends.
        CREATE TABLE awardVariation (
          id          INTEGER PRIMARY KEY,
          awardId     INTEGER NOT NULL REFERENCES award(id),
          kind        TEXT NOT NULL CHECK (kind IN ('change', 'end')),
          amountPence INTEGER CHECK (amountPence > 0),
          startsOn    TEXT CHECK (date(startsOn) IS startsOn),
          endsOn      TEXT CHECK (date(endsOn) IS endsOn),
          purpose     TEXT CHECK (trim(purpose) <> ''),
          reason      TEXT NOT NULL CHECK (trim(reason) <> ''),
          isFromGroup INTEGER NOT NULL CHECK (isFromGroup IN (0, 1)),
          askedById   INTEGER NOT NULL REFERENCES person(id),
          askedAt     INTEGER NOT NULL,
          CHECK ((kind = 'end') = (amountPence IS NULL)),
          CHECK ((kind = 'end') = (startsOn IS NULL)),
          CHECK ((kind = 'end') = (endsOn IS NULL)),
          CHECK ((kind = 'end') = (purpose IS NULL)),
          CHECK (kind = 'change' OR isFromGroup = 0),
          CHECK (endsOn >= startsOn)
        ) STRICT;
        CREATE INDEX awardVariationByAward ON awardVariation (awardId, id);

        -- Approved or refused by a second person, never by who asked.
        CREATE TABLE awardVariationDecision (
          variationId INTEGER PRIMARY KEY REFERENCES awardVariation(id),
          isApproved  INTEGER NOT NULL CHECK (isApproved IN (0, 1)),
          reason      TEXT CHECK (trim(reason) <> ''),
          askedById   INTEGER NOT NULL REFERENCES person(id),
          decidedById INTEGER NOT NULL REFERENCES person(id),
          decidedAt   INTEGER NOT NULL,
          CHECK (isApproved = 1 OR reason IS NOT NULL),
          CONSTRAINT "agreement-approved-own" CHECK (decidedById <> askedById)
        ) STRICT;

        -- What a group is offered, word by word: first the offer, then each change that was approved.
        CREATE TABLE awardVersion (
          id          INTEGER PRIMARY KEY,
          awardId     INTEGER NOT NULL REFERENCES award(id),
          number      INTEGER NOT NULL CHECK (number > 0),
          variationId INTEGER UNIQUE REFERENCES awardVariation(id),
          amountPence INTEGER NOT NULL CHECK (amountPence > 0),
          paidPence   INTEGER NOT NULL CHECK (paidPence >= 0),
          startsOn    TEXT NOT NULL CHECK (date(startsOn) IS startsOn),
          endsOn      TEXT NOT NULL CHECK (date(endsOn) IS endsOn),
          purpose     TEXT NOT NULL CHECK (trim(purpose) <> ''),
          text        TEXT NOT NULL CHECK (trim(text) <> ''),
          sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
          -- Whether the group must first confirm that it stays within what it may be given.
          asksConfirmation INTEGER NOT NULL CHECK (asksConfirmation IN (0, 1)),
          -- When its decision letter had told the group, which comes before any offer.
          toldAt      INTEGER NOT NULL,
          offeredById INTEGER NOT NULL REFERENCES person(id),
          offeredAt   INTEGER NOT NULL,
          offeredOn   TEXT NOT NULL CHECK (date(offeredOn) IS offeredOn),
          lapsesOn    TEXT NOT NULL CHECK (date(lapsesOn) IS lapsesOn),
          UNIQUE (awardId, number),
          CHECK (endsOn >= startsOn),
          CHECK (lapsesOn > offeredOn),
          CHECK (toldAt <= offeredAt),
          CHECK ((number = 1) = (variationId IS NULL)),
          CONSTRAINT "agreement-below-paid" CHECK (amountPence >= paidPence)
        ) STRICT;

        CREATE TABLE awardExtension (
          id           INTEGER PRIMARY KEY,
          versionId    INTEGER NOT NULL REFERENCES awardVersion(id),
          lapsesOn     TEXT NOT NULL CHECK (date(lapsesOn) IS lapsesOn),
          reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
          extendedById INTEGER NOT NULL REFERENCES person(id),
          extendedAt   INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX awardExtensionByVersion ON awardExtension (versionId, id);

        -- Minimal financial assistance (Subsidy Control Act 2022, s. 37): the group has confirmed in
        -- writing that it stays under the cap.
        CREATE TABLE awardConfirmation (
          versionId     INTEGER PRIMARY KEY REFERENCES awardVersion(id),
          name          TEXT NOT NULL CHECK (trim(name) <> ''),
          capPence      INTEGER NOT NULL CHECK (capPence > 0),
          -- Where the paper is; nothing where the group confirmed on its page.
          paperPlace    TEXT CHECK (trim(paperPlace) <> ''),
          confirmedById INTEGER NOT NULL REFERENCES person(id),
          confirmedAt   INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE awardAcceptance (
          versionId   INTEGER PRIMARY KEY REFERENCES awardVersion(id),
          sha256      TEXT NOT NULL,
          name        TEXT NOT NULL CHECK (trim(name) <> ''),
          role        TEXT NOT NULL CHECK (trim(role) <> ''),
          -- That whoever signs says they may sign for the group.
          isAuthorised INTEGER NOT NULL CHECK (isAuthorised = 1),
          acceptedOn  TEXT NOT NULL CHECK (date(acceptedOn) IS acceptedOn),
          paperPlace  TEXT CHECK (trim(paperPlace) <> ''),
          paperReason TEXT CHECK (trim(paperReason) <> ''),
          paidPence   INTEGER NOT NULL CHECK (paidPence >= 0),
          offeredById INTEGER NOT NULL REFERENCES person(id),
          recordedById INTEGER NOT NULL REFERENCES person(id),
          recordedAt  INTEGER NOT NULL,
          recordedOn  TEXT NOT NULL CHECK (date(recordedOn) IS recordedOn),
          CHECK ((paperPlace IS NULL) = (paperReason IS NULL)),
          CHECK (acceptedOn <= recordedOn AND (paperPlace IS NOT NULL OR acceptedOn = recordedOn)),
          CONSTRAINT "agreement-recorder-offered" CHECK (recordedById <> offeredById)
        ) STRICT;

        -- A version that came to nothing.
        CREATE TABLE awardVersionEnd (
          versionId INTEGER PRIMARY KEY REFERENCES awardVersion(id),
          kind      TEXT NOT NULL CHECK (kind IN ('declined', 'lapsed', 'withdrawn')),
          isByGroup INTEGER NOT NULL CHECK (isByGroup IN (0, 1)),
          reason    TEXT CHECK (trim(reason) <> ''),
          endedById INTEGER NOT NULL REFERENCES person(id),
          endedAt   INTEGER NOT NULL,
          endedOn   TEXT NOT NULL CHECK (date(endedOn) IS endedOn),
          CHECK ((kind = 'declined') <= isByGroup),
          CHECK (kind <> 'withdrawn' OR reason IS NOT NULL)
        ) STRICT;

        -- What a variation added to what is set aside for a group, or took from it.
        CREATE TABLE awardMovement (
          id        INTEGER PRIMARY KEY,
          versionId INTEGER NOT NULL REFERENCES awardVersion(id),
          pence     INTEGER NOT NULL CHECK (pence <> 0),
          entryId   INTEGER NOT NULL UNIQUE REFERENCES ledgerEntry(id)
        ) STRICT;
        CREATE UNIQUE INDEX awardMovementOnce ON awardMovement (versionId, pence > 0);

        -- The end of an offer that nobody agreed to, or of an agreement. What was paid stays.
        CREATE TABLE awardEnd (
          awardId       INTEGER PRIMARY KEY REFERENCES award(id),
          kind          TEXT NOT NULL CHECK (kind IN ('declined', 'lapsed', 'withdrawn', 'ended')),
          variationId   INTEGER UNIQUE REFERENCES awardVariation(id),
          isByGroup     INTEGER NOT NULL CHECK (isByGroup IN (0, 1)),
          reason        TEXT CHECK (trim(reason) <> ''),
          heldPence     INTEGER NOT NULL CHECK (heldPence > 0),
          paidPence     INTEGER NOT NULL CHECK (paidPence >= 0),
          releasedPence INTEGER NOT NULL CHECK (releasedPence = heldPence - paidPence),
          entryId       INTEGER UNIQUE REFERENCES ledgerEntry(id),
          endedById     INTEGER NOT NULL REFERENCES person(id),
          endedAt       INTEGER NOT NULL,
          endedOn       TEXT NOT NULL CHECK (date(endedOn) IS endedOn),
          CHECK ((kind = 'ended') = (variationId IS NOT NULL)),
          CHECK (kind = 'ended' OR paidPence = 0),
          CHECK ((releasedPence > 0) = (entryId IS NOT NULL) AND releasedPence >= 0)
        ) STRICT;

        \(agreementTriggers)
        \(agreementKept)
        """

    private static let agreementKept =
        [
            ("awardSubsidyAnswer", ["id"]), ("awardCondition", ["id"]),
            ("awardConditionRemoval", ["conditionId"]), ("awardVariation", ["id"]),
            ("awardVariationDecision", ["variationId"]), ("awardExtension", ["id"]),
            ("awardConfirmation", ["versionId"]), ("awardAcceptance", ["versionId"]),
            ("awardVersionEnd", ["versionId"]), ("awardMovement", ["id"]),
            ("awardEnd", ["awardId"]),
        ].map { Migration.appendOnly($0.0, by: [$0.1], code: "agreement-kept") }.joined(
            separator: "\n")
        + "\n"
        + Migration.appendOnly(
            "awardVersion", by: [["id"], ["awardId", "number"], ["variationId"]],
            code: "agreement-kept")
}
