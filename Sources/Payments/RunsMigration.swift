import FundStore

extension PaymentsModule {
    /// Instalments that wait for something, runs that take several people, and what came of each
    /// payment.
    static let runs = Migration(
        39, "payment runs proposed, approved, released and settled",
        [instalmentTerms, duties, proposals, releases, outcomes, awardTerms, recoveries]
            .joined(separator: "\n"))

    /// What each instalment waits for, and what it counts.
    private static let instalmentTerms = """
        ALTER TABLE paymentInstalment ADD COLUMN trigger TEXT NOT NULL DEFAULT 'agreement'
          CHECK (trigger IN ('agreement', 'date', 'report', 'evidence'));
        ALTER TABLE paymentInstalment ADD COLUMN dueOn TEXT
          CHECK (date(dueOn) IS dueOn)
          CONSTRAINT "instalment-date" CHECK ((trigger = 'date') = (dueOn IS NOT NULL));
        -- The instalment that did not reach the group and that this one is paid in place of.
        ALTER TABLE paymentInstalment ADD COLUMN replacesId INTEGER
          REFERENCES paymentInstalment(id);
        CREATE UNIQUE INDEX paymentInstalmentReplacedOnce ON paymentInstalment (replacesId)
          WHERE replacesId IS NOT NULL;
        CREATE INDEX paymentInstalmentByAward ON paymentInstalment (awardId, id);

        -- The report came, or the receipt: an instalment that waited for it no longer does.
        CREATE TABLE paymentTriggerMet (
          instalmentId INTEGER PRIMARY KEY REFERENCES paymentInstalment(id),
          evidence     TEXT NOT NULL CHECK (trim(evidence) <> ''),
          metById      INTEGER NOT NULL REFERENCES person(id),
          metAt        INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER paymentTriggerMetFits BEFORE INSERT ON paymentTriggerMet
        WHEN (SELECT trigger FROM paymentInstalment WHERE id = NEW.instalmentId)
          NOT IN ('report', 'evidence')
        BEGIN SELECT RAISE(ABORT, 'instalment-waits-for-nothing'); END;
        \(Migration.appendOnly(
            "paymentTriggerMet", by: [["instalmentId"]], code: "instalment-stands"))

        -- A hold keeps an instalment back until somebody releases it.
        CREATE TABLE paymentHold (
          id            INTEGER PRIMARY KEY,
          instalmentId  INTEGER NOT NULL REFERENCES paymentInstalment(id),
          reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
          heldById      INTEGER NOT NULL REFERENCES person(id),
          heldAt        INTEGER NOT NULL,
          releaseReason TEXT CHECK (trim(releaseReason) <> ''),
          releasedById  INTEGER REFERENCES person(id),
          releasedAt    INTEGER CHECK (releasedAt >= heldAt),
          CHECK ((releasedAt IS NULL) = (releasedById IS NULL)),
          CHECK ((releasedAt IS NULL) = (releaseReason IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX paymentHoldOnce ON paymentHold (instalmentId)
          WHERE releasedAt IS NULL;
        CREATE TRIGGER paymentHoldInTime BEFORE INSERT ON paymentHold
        WHEN EXISTS (SELECT 1 FROM paymentRunItem WHERE instalmentId = NEW.instalmentId)
          OR NEW.releasedAt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'instalment-in-run'); END;
        CREATE TRIGGER paymentHoldStays BEFORE UPDATE ON paymentHold
        WHEN OLD.releasedAt IS NOT NULL OR NEW.releasedAt IS NULL OR NEW.id <> OLD.id
          OR NEW.instalmentId <> OLD.instalmentId OR NEW.reason <> OLD.reason
          OR NEW.heldById <> OLD.heldById OR NEW.heldAt <> OLD.heldAt
        BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
        CREATE TRIGGER paymentHoldKept BEFORE DELETE ON paymentHold
        BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
        \(Migration.neverReplaced("paymentHold", code: "instalment-stands"))

        -- An instalment that will not be paid: another schedule takes its place.
        CREATE TABLE paymentDrop (
          instalmentId INTEGER PRIMARY KEY REFERENCES paymentInstalment(id),
          reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
          droppedById  INTEGER NOT NULL REFERENCES person(id),
          droppedAt    INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER paymentDropInTime BEFORE INSERT ON paymentDrop
        WHEN EXISTS (SELECT 1 FROM paymentRunItem WHERE instalmentId = NEW.instalmentId)
        BEGIN SELECT RAISE(ABORT, 'instalment-in-run'); END;
        \(Migration.appendOnly(
            "paymentDrop", by: [["instalmentId"]], code: "instalment-stands"))
        """

    /// Which duties one person may not have in the same run, and who may all the same.
    private static let duties = """
        CREATE TABLE paymentRound (
          roundId      INTEGER PRIMARY KEY REFERENCES round(id),
          -- Whether a run is proposed, approved and released by people whom the table below keeps
          -- apart; otherwise an approval is all that a run needs.
          needsRelease INTEGER NOT NULL CHECK (needsRelease IN (0, 1))
        ) STRICT;
        \(Migration.appendOnly("paymentRound", by: [["roundId"]], code: "payment-bar-stands"))

        -- Whoever did one of these does not do the other.
        CREATE TABLE paymentSeparation (
          roundId   INTEGER NOT NULL REFERENCES paymentRound(roundId),
          duty      TEXT NOT NULL CHECK (duty IN (
            'scored', 'decided', 'verified', 'proposed', 'approved', 'released')),
          apartFrom TEXT NOT NULL CHECK (apartFrom IN (
            'scored', 'decided', 'verified', 'proposed', 'approved', 'released')),
          PRIMARY KEY (roundId, duty, apartFrom),
          CHECK (duty <> apartFrom)
        ) STRICT, WITHOUT ROWID;
        \(Migration.appendOnly(
            "paymentSeparation", by: [["roundId", "duty", "apartFrom"]],
            code: "payment-bar-stands"))

        CREATE TABLE paymentExemption (
          id          INTEGER PRIMARY KEY,
          roundId     INTEGER NOT NULL REFERENCES round(id),
          personId    INTEGER NOT NULL REFERENCES person(id),
          duty        TEXT NOT NULL CHECK (duty IN (
            'scored', 'decided', 'verified', 'proposed', 'approved', 'released')),
          apartFrom   TEXT NOT NULL CHECK (apartFrom IN (
            'scored', 'decided', 'verified', 'proposed', 'approved', 'released')),
          reason      TEXT NOT NULL CHECK (trim(reason) <> ''),
          endsOn      TEXT NOT NULL CHECK (date(endsOn) IS endsOn),
          grantedById INTEGER NOT NULL REFERENCES person(id),
          grantedAt   INTEGER NOT NULL,
          CHECK (duty <> apartFrom),
          CONSTRAINT "exemption-own" CHECK (grantedById <> personId),
          -- Whoever decided on an award never approves its payment, whatever anybody grants.
          CONSTRAINT "exemption-never" CHECK (
            NOT ('decided' IN (duty, apartFrom) AND 'approved' IN (duty, apartFrom)))
        ) STRICT;
        CREATE INDEX paymentExemptionByPerson ON paymentExemption (roundId, personId);
        \(Migration.appendOnly("paymentExemption", code: "payment-bar-stands"))

        -- Who did what in a run.
        CREATE TABLE paymentDuty (
          runId    INTEGER NOT NULL REFERENCES paymentRun(id),
          personId INTEGER NOT NULL REFERENCES person(id),
          duty     TEXT NOT NULL CHECK (duty IN (
            'verified', 'proposed', 'approved', 'released')),
          doneOn   TEXT NOT NULL CHECK (date(doneOn) IS doneOn),
          PRIMARY KEY (runId, personId, duty)
        ) STRICT, WITHOUT ROWID;
        \(Migration.appendOnly(
            "paymentDuty", by: [["runId", "personId", "duty"]], code: "payment-bar-stands"))
        CREATE TRIGGER paymentDutyApart BEFORE INSERT ON paymentDuty
        WHEN EXISTS (
          SELECT 1 FROM paymentSeparation AS apart
          JOIN paymentRun ON paymentRun.id = NEW.runId
          WHERE apart.roundId = paymentRun.roundId AND apart.duty = NEW.duty
            AND (EXISTS (SELECT 1 FROM paymentBar WHERE paymentBar.roundId = apart.roundId
                AND personId = NEW.personId AND cause = apart.apartFrom)
              OR EXISTS (SELECT 1 FROM paymentDuty WHERE runId = NEW.runId
                AND personId = NEW.personId AND duty = apart.apartFrom))
            AND NOT EXISTS (SELECT 1 FROM paymentExemption AS exemption
              WHERE exemption.roundId = apart.roundId AND exemption.personId = NEW.personId
                AND (exemption.duty, exemption.apartFrom) IN (
                  VALUES (apart.duty, apart.apartFrom), (apart.apartFrom, apart.duty))
                AND exemption.endsOn >= NEW.doneOn))
        BEGIN SELECT RAISE(ABORT, 'payment-duties-apart'); END;

        DROP TRIGGER paymentRunApproverFree;
        CREATE TRIGGER paymentRunApproverFree BEFORE INSERT ON paymentRun
        BEGIN
          SELECT RAISE(ABORT, 'payment-approver-decided') WHERE EXISTS (
            SELECT 1 FROM paymentBar WHERE roundId = NEW.roundId
              AND personId = NEW.approvedById AND cause = 'decided');
          SELECT RAISE(ABORT, 'payment-approver-scored') WHERE EXISTS (
            SELECT 1 FROM paymentBar WHERE roundId = NEW.roundId
              AND personId = NEW.approvedById AND cause = 'scored')
            AND NOT EXISTS (SELECT 1 FROM paymentExemption
              WHERE roundId = NEW.roundId AND personId = NEW.approvedById
                AND (duty, apartFrom) IN (
                  VALUES ('approved', 'scored'), ('scored', 'approved'))
                AND endsOn >= NEW.approvedOn);
        END;
        """

    /// A run that somebody proposes and somebody else approves, within their limits.
    private static let proposals = """
        CREATE TABLE paymentProposal (
          id              INTEGER PRIMARY KEY,
          roundId         INTEGER NOT NULL REFERENCES round(id),
          proposedById    INTEGER NOT NULL REFERENCES person(id),
          proposedAt      INTEGER NOT NULL,
          instalmentCount INTEGER NOT NULL CHECK (instalmentCount > 0),
          totalPence      INTEGER NOT NULL CHECK (totalPence > 0),
          -- Of what it would pay, one line for each instalment.
          contentSha256   TEXT NOT NULL CHECK (length(contentSha256) = 64)
        ) STRICT;
        CREATE INDEX paymentProposalByRound ON paymentProposal (roundId, id);
        \(Migration.appendOnly("paymentProposal", code: "payment-run-frozen"))

        ALTER TABLE paymentRun ADD COLUMN proposalId INTEGER REFERENCES paymentProposal(id);
        CREATE UNIQUE INDEX paymentRunOfProposal ON paymentRun (proposalId)
          WHERE proposalId IS NOT NULL;
        ALTER TABLE paymentRun ADD COLUMN contentSha256 TEXT CHECK (length(contentSha256) = 64);
        ALTER TABLE paymentRun ADD COLUMN needsRelease INTEGER NOT NULL DEFAULT 0
          CHECK (needsRelease IN (0, 1));
        -- The most that this approver may approve at once; none where nobody set one.
        ALTER TABLE paymentRun ADD COLUMN limitPence INTEGER
          CONSTRAINT "payment-over-run-limit" CHECK (totalPence <= limitPence);
        ALTER TABLE paymentRun ADD COLUMN instalmentLimitPence INTEGER
          CHECK (instalmentLimitPence > 0);

        CREATE TRIGGER paymentRunProposed BEFORE INSERT ON paymentRun
        BEGIN
          SELECT RAISE(ABORT, 'payment-run-unproposed')
          WHERE (NEW.needsRelease OR NEW.proposalId IS NOT NULL) AND NOT EXISTS (
            SELECT 1 FROM paymentProposal
            WHERE id = NEW.proposalId AND roundId = NEW.roundId
              AND instalmentCount = NEW.instalmentCount AND totalPence = NEW.totalPence
              AND contentSha256 = NEW.contentSha256
              AND id = (SELECT max(id) FROM paymentProposal WHERE roundId = NEW.roundId));
          SELECT RAISE(ABORT, 'payment-run-unproposed')
          WHERE NEW.needsRelease <> ifnull(
            (SELECT needsRelease FROM paymentRound WHERE roundId = NEW.roundId), 0);
        END;
        CREATE TRIGGER paymentRunProposalStays BEFORE UPDATE ON paymentRun
        WHEN NEW.proposalId IS NOT OLD.proposalId
          OR NEW.contentSha256 IS NOT OLD.contentSha256
          OR NEW.needsRelease <> OLD.needsRelease OR NEW.limitPence IS NOT OLD.limitPence
          OR NEW.instalmentLimitPence IS NOT OLD.instalmentLimitPence
        BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
        -- Nothing is frozen before it is known who proposed and who approved it.
        CREATE TRIGGER paymentRunFrozenWithDuties BEFORE UPDATE ON paymentRun
        WHEN NEW.frozenAt IS NOT NULL AND (
          NOT EXISTS (SELECT 1 FROM paymentDuty WHERE runId = NEW.id
            AND personId = NEW.approvedById AND duty = 'approved')
          OR (NEW.proposalId IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM paymentDuty JOIN paymentProposal
              ON paymentProposal.id = NEW.proposalId AND personId = proposedById
            WHERE runId = NEW.id AND duty = 'proposed')))
        BEGIN SELECT RAISE(ABORT, 'payment-run-unproposed'); END;

        CREATE TRIGGER paymentRunItemPayable BEFORE INSERT ON paymentRunItem
        BEGIN
          SELECT RAISE(ABORT, 'payment-over-instalment-limit') WHERE NEW.amountPence > (
            SELECT instalmentLimitPence FROM paymentRun WHERE id = NEW.runId);
          SELECT RAISE(ABORT, 'instalment-held') WHERE EXISTS (
            SELECT 1 FROM paymentHold
            WHERE instalmentId = NEW.instalmentId AND releasedAt IS NULL);
          SELECT RAISE(ABORT, 'instalment-dropped') WHERE EXISTS (
            SELECT 1 FROM paymentDrop WHERE instalmentId = NEW.instalmentId);
          SELECT RAISE(ABORT, 'instalment-not-due') WHERE EXISTS (
            SELECT 1 FROM paymentInstalment JOIN paymentRun ON paymentRun.id = NEW.runId
            WHERE paymentInstalment.id = NEW.instalmentId
              AND (dueOn > approvedOn OR (trigger IN ('report', 'evidence') AND NOT EXISTS (
                SELECT 1 FROM paymentTriggerMet
                WHERE instalmentId = paymentInstalment.id))));
        END;
        """
}
