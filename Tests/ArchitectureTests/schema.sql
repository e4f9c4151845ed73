CREATE VIEW applicationScreeningStanding AS
  SELECT candidate.id AS candidateId, candidate.applicationId, verdict.id AS verdictId,
    CASE
      WHEN verdict.id IS NULL THEN 'open'
      WHEN verdict.verdict = 'refer' THEN 'referred'
      WHEN verdict.needsSecond = 1 AND confirmation.verdictId IS NULL THEN 'unconfirmed'
      ELSE verdict.verdict
    END AS standing
  FROM applicationScreeningCandidate AS candidate
    LEFT JOIN applicationScreeningVerdict AS verdict ON verdict.id = (
      SELECT max(id) FROM applicationScreeningVerdict WHERE candidateId = candidate.id)
    LEFT JOIN applicationScreeningConfirmation AS confirmation
      ON confirmation.verdictId = verdict.id;
CREATE VIEW assessmentAnyConflict AS
SELECT roundId, applicationId, memberId AS personId FROM assessmentConflict
UNION SELECT roundId, applicationId, personId FROM assessmentStaffConflict;
CREATE VIEW assessmentCandidatePanel AS
  SELECT applicationId, roundId, requestedPence, minimumPence, isStanding,
    ifnull(panel, (SELECT min(key) FROM assessmentPanel
      WHERE assessmentPanel.roundId = assessmentCandidate.roundId)) AS panel
  FROM assessmentCandidate;
CREATE VIEW assessmentLook AS
  SELECT roundId, key AS panel,
    (SELECT ifnull(group_concat(line, ''), '') FROM (
      SELECT applicationId || ' ' || requestedPence || ' ' || minimumPence || char(10)
        AS line
      FROM assessmentCandidatePanel AS candidate
      WHERE candidate.roundId = assessmentPanel.roundId
        AND candidate.panel = assessmentPanel.key AND isStanding = 1
      ORDER BY applicationId))
    || (SELECT ifnull(group_concat(line, ''), '') FROM (
      SELECT assessmentScore.id || '=' || ifnull(value, 'n/a') || char(10) AS line
      FROM assessmentScore
      JOIN assessmentCandidatePanel AS candidate USING (applicationId)
      WHERE candidate.roundId = assessmentPanel.roundId
        AND candidate.panel = assessmentPanel.key AND isStanding = 1
        AND isSetAside = 0
      ORDER BY assessmentScore.id))
    -- Of those who were there, who has an interest in what.
    || (SELECT ifnull(group_concat(line, ''), '') FROM (
      SELECT DISTINCT conflict.applicationId || ' without ' || conflict.memberId
        || char(10) AS line
      FROM assessmentConflict AS conflict
      JOIN assessmentCandidatePanel AS candidate
        ON candidate.applicationId = conflict.applicationId
      JOIN assessmentAttendance AS attendance
        ON attendance.memberId = conflict.memberId
      JOIN assessmentMeeting AS meeting ON meeting.id = attendance.meetingId
      WHERE candidate.roundId = assessmentPanel.roundId
        AND candidate.panel = assessmentPanel.key AND isStanding = 1
        AND meeting.roundId = assessmentPanel.roundId
        AND meeting.panel = assessmentPanel.key AND isPresent = 1
      ORDER BY line)) AS look
  FROM assessmentPanel;
CREATE VIEW assessmentOut AS
  SELECT roundId, applicationId, memberId, 1 AS hasInterest FROM assessmentConflict
  UNION ALL
  SELECT gone.roundId, candidate.applicationId, gone.memberId, 0
  FROM assessmentDeparture AS gone
  JOIN assessmentCandidate AS candidate ON candidate.roundId = gone.roundId
  WHERE (gone.keepsScores = 0
      OR (SELECT count(*) FROM assessmentScore AS given
          WHERE given.applicationId = candidate.applicationId
            AND given.memberId = gone.memberId)
        < (SELECT count(*) FROM assessmentCriterion AS asked
          WHERE asked.roundId = gone.roundId))
    AND NOT EXISTS (SELECT 1 FROM assessmentConflict AS conflict
      WHERE conflict.applicationId = candidate.applicationId
        AND conflict.memberId = gone.memberId);
CREATE VIEW assessmentRecommendedNow AS
  SELECT known.id AS groundId, candidate.applicationId,
    ifnull((SELECT amountPence FROM assessmentRecommendation AS said
      JOIN assessmentMeeting ON assessmentMeeting.id = said.meetingId
      WHERE said.applicationId = candidate.applicationId AND signedAt IS NOT NULL
      ORDER BY said.id DESC LIMIT 1), 0) AS amountPence
  FROM assessmentProposalGround AS known
  JOIN assessmentRound USING (roundId, revision)
  JOIN assessmentCandidate AS candidate USING (roundId)
  WHERE isStanding = 1 AND meetingAllotmentPence IS NOT NULL;
CREATE VIEW assessmentStaffConflict AS
SELECT roundId, applicationId, personId FROM assessmentStaffInterest AS said
WHERE hasInterest AND id = (SELECT max(id) FROM assessmentStaffInterest AS other
  WHERE other.applicationId = said.applicationId AND other.personId = said.personId);
CREATE VIEW assessmentVoter AS
  SELECT meetingId, applicationId, memberId
  FROM assessmentAttendance
  JOIN assessmentMeeting ON assessmentMeeting.id = meetingId
  JOIN assessmentCandidatePanel
    ON assessmentCandidatePanel.roundId = assessmentMeeting.roundId
    AND assessmentCandidatePanel.panel = assessmentMeeting.panel
  JOIN assessmentRound ON assessmentRound.roundId = assessmentMeeting.roundId
  WHERE isPresent = 1
    AND (asksInterest = 0 OR EXISTS (SELECT 1 FROM assessmentInterest AS said
      WHERE said.roundId = assessmentMeeting.roundId
        AND said.memberId = assessmentAttendance.memberId
        AND said.applicationId = assessmentCandidatePanel.applicationId))
    AND NOT EXISTS (SELECT 1 FROM assessmentAbsence AS absence
      WHERE absence.meetingId = assessmentAttendance.meetingId
        AND absence.applicationId = assessmentCandidatePanel.applicationId
        AND absence.memberId = assessmentAttendance.memberId)
    AND NOT EXISTS (SELECT 1 FROM assessmentConflict AS conflict
      WHERE conflict.applicationId = assessmentCandidatePanel.applicationId
        AND conflict.memberId = assessmentAttendance.memberId);
CREATE VIEW awardChangeOpen AS
SELECT awardId FROM awardVariation
WHERE id NOT IN (SELECT variationId FROM awardVariationDecision)
  AND awardId NOT IN (SELECT awardId FROM awardEnd)
  AND awardId NOT IN (SELECT awardId FROM awardWithdrawal)
UNION SELECT awardId FROM awardVersion
WHERE id NOT IN (SELECT versionId FROM awardAcceptance)
  AND id NOT IN (SELECT versionId FROM awardVersionEnd)
  AND awardId NOT IN (SELECT awardId FROM awardEnd)
  AND awardId NOT IN (SELECT awardId FROM awardWithdrawal);
CREATE VIEW awardClosed AS
SELECT awardId FROM awardClosing AS newest
WHERE isClosed AND id = (SELECT max(id) FROM awardClosing AS same
  WHERE same.awardId = newest.awardId);
CREATE VIEW awardPublished AS
SELECT award.id, award.roundId, award.applicationId, award.reference,
  coalesce(appealed.decidedOn, listed.decidedOn, decided.decidedOn) AS decidedOn,
  coalesce(awardWithdrawal.paidPence, awardEnd.paidPence, awardGivenUp.paidPence,
    agreed.amountPence, award.amountPence) AS pence,
  agreed.startsOn, agreed.endsOn,
  iif(closed.isClosed, closed.setOn, NULL) AS closedOn,
  ifnull(awardEnd.endedOn, awardGivenUp.givenUpOn) AS endedOn,
  words.title, words.summary, words.name, words.recipient,
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
CREATE VIEW awardedApplication AS
SELECT award.id AS awardId, applicationId, coalesce(
  (SELECT max(setOn) FROM awardClosing WHERE awardId = award.id AND isClosed
    AND award.id IN (SELECT awardId FROM awardClosed)),
  (SELECT endedOn FROM awardEnd WHERE awardId = award.id AND paidPence = 0),
  (SELECT givenUpOn FROM awardGivenUp WHERE awardId = award.id AND paidPence = 0),
  (SELECT decidedOn FROM awardWithdrawal
    JOIN awardAppealDecision ON awardAppealDecision.id = appealDecisionId
    WHERE awardId = award.id)) AS overOn
FROM award;
CREATE VIEW commissioningClosed AS
SELECT awardId FROM commissioningClosing AS newest
WHERE isClosed AND id = (SELECT max(id) FROM commissioningClosing AS same
  WHERE same.awardId = newest.awardId);
CREATE VIEW commissioningEndTold AS
SELECT asked.awardId, asked.roundId, spentPence, people FROM commissioningReturn AS asked
JOIN commissioningReturnVersion AS sent ON sent.returnId = asked.id
JOIN commissioningReturnJudgement ON versionId = sent.id
WHERE moment = 'end' AND verdict = 'accepted';
CREATE VIEW commissioningLetGo AS
SELECT id, awardId, roundId FROM commissioningWaiver AS waiver
WHERE id NOT IN (SELECT waiverId FROM commissioningWaiverEnd)
  AND (isOfAll OR EXISTS (SELECT 1 FROM commissioningWaivedReturn
    JOIN commissioningReturn AS asked ON asked.id = returnId
    WHERE waiverId = waiver.id AND moment = 'end'));
CREATE VIEW commissioningOpenLesson AS
  SELECT cycle.id AS cycleId, lesson.id AS lessonId FROM commissioningLesson AS lesson
  JOIN commissioningCycle AS cycle ON cycle.id > lesson.cycleId
  WHERE NOT EXISTS (SELECT 1 FROM commissioningLessonWithdrawal
      WHERE lessonId = lesson.id)
    AND NOT EXISTS (SELECT 1 FROM commissioningLessonVerdict
      WHERE lessonId = lesson.id AND cycleId <= cycle.id);
CREATE VIEW commissioningPlanStanding AS
  SELECT * FROM commissioningPlanEntry AS entry
  WHERE withdrawnBecause IS NULL AND version = (SELECT max(version)
    FROM commissioningPlanEntry WHERE cycleId = entry.cycleId AND part = entry.part
      AND item = entry.item);
CREATE VIEW commissioningPlanUnmet AS
  SELECT wanted.cycleId, wanted.part, wanted.item, wanted.title
  FROM commissioningPlanRequirement AS wanted
  WHERE wanted.part NOT IN ('gap', 'outcome') AND NOT EXISTS (SELECT 1
    FROM commissioningPlanStanding AS entry WHERE entry.cycleId = wanted.cycleId
      AND entry.part = wanted.part
      AND (wanted.item = '' OR entry.item = wanted.item))
  UNION ALL
  SELECT wanted.cycleId, wanted.part, CAST(need.number AS TEXT), need.text
  FROM commissioningPlanRequirement AS wanted
  JOIN commissioningNeed AS need ON need.cycleId = wanted.cycleId
  WHERE wanted.part = 'gap' AND NOT EXISTS (SELECT 1
      FROM commissioningNeedWithdrawal WHERE needId = need.id)
    AND NOT EXISTS (SELECT 1 FROM commissioningPlanStanding AS entry
      WHERE entry.cycleId = wanted.cycleId AND entry.part = 'gap'
        AND entry.item = CAST(need.number AS TEXT))
  UNION ALL
  SELECT wanted.cycleId, wanted.part, priority.key, priority.title
  FROM commissioningPlanRequirement AS wanted
  JOIN commissioningPriority AS priority ON priority.cycleId = wanted.cycleId
  WHERE wanted.part = 'outcome' AND NOT EXISTS (SELECT 1
      FROM commissioningPriorityWithdrawal WHERE priorityId = priority.id)
    AND NOT EXISTS (SELECT 1 FROM commissioningPlanStanding AS entry
      WHERE entry.cycleId = wanted.cycleId AND entry.part = 'outcome'
        AND json_extract(entry.body, '$.priority') = priority.key);
CREATE VIEW commissioningReturnOpen AS
SELECT asked.id FROM commissioningReturn AS asked
WHERE ifnull((
  SELECT verdict FROM commissioningReturnVersion AS sent
  LEFT JOIN commissioningReturnJudgement ON versionId = sent.id
  WHERE sent.returnId = asked.id AND sent.number = (
    SELECT max(number) FROM commissioningReturnVersion WHERE returnId = asked.id)
), iif(EXISTS (SELECT 1 FROM commissioningReturnVersion WHERE returnId = asked.id),
  'waits', 'sentBack')) = 'sentBack'
  AND asked.id NOT IN (SELECT returnId FROM commissioningWaived)
  AND asked.awardId NOT IN (SELECT awardId FROM commissioningClosed);
CREATE VIEW commissioningStageOrder AS
  SELECT 'analyse' AS stage, 1 AS place UNION ALL SELECT 'plan', 2
  UNION ALL SELECT 'do', 3 UNION ALL SELECT 'review', 4;
CREATE VIEW commissioningStandingAnswer AS
  SELECT question.cycleId, question.stage, question.id AS questionId,
    question.needsEvidence, question.coSigner, answer.id AS answerId, answer.evidence,
    answer.authorId, signature.answerId AS signedId
  FROM commissioningQuestion AS question
  LEFT JOIN commissioningAnswer AS answer ON answer.questionId = question.id
    AND answer.version = (SELECT max(version) FROM commissioningAnswer
      WHERE questionId = question.id)
  LEFT JOIN commissioningCoSignature AS signature ON signature.answerId = answer.id;
CREATE VIEW commissioningSurveyOver AS
SELECT surveyId AS id FROM commissioningSurveyWave
JOIN commissioningSurveyClosing ON waveId = commissioningSurveyWave.id
GROUP BY surveyId HAVING count(*) = 2;
CREATE VIEW commissioningUnread AS
SELECT asked.awardId FROM commissioningReturn AS asked
JOIN commissioningReturnVersion AS sent ON sent.returnId = asked.id
WHERE sent.id NOT IN (SELECT versionId FROM commissioningReturnJudgement);
CREATE VIEW commissioningWaived AS
SELECT asked.id AS returnId, asked.awardId FROM commissioningReturn AS asked
WHERE EXISTS (SELECT 1 FROM commissioningWaiver AS waiver
  WHERE waiver.awardId = asked.awardId
    AND waiver.id NOT IN (SELECT waiverId FROM commissioningWaiverEnd)
    AND (isOfAll OR EXISTS (SELECT 1 FROM commissioningWaivedReturn
      WHERE waiverId = waiver.id AND returnId = asked.id)));
CREATE VIEW enteredRound AS
SELECT id AS applicationId, roundId AS enteredId FROM application;
CREATE VIEW erasureTouched AS
SELECT erasureId, kind, subjectId AS applicationId FROM erasureSubject
WHERE kind = 'application'
UNION ALL SELECT erasureId, kind, applicationId FROM erasureSubject
  JOIN writingPerson ON writerId = subjectId
WHERE kind = 'person'
UNION ALL SELECT erasureId, kind, applicationId FROM erasureSubject
  JOIN enteredRound ON enteredId = subjectId
WHERE kind = 'round';
CREATE VIEW heldApplication AS
SELECT applicationId FROM erasureHold
WHERE id NOT IN (SELECT holdId FROM erasureHoldEnd);
CREATE VIEW namedPerson AS SELECT id AS personId, email, name FROM person;
CREATE VIEW neededDocument AS
SELECT documentId FROM paymentRunFile
WHERE runId IN (SELECT runId FROM paymentRunNeeded);
CREATE VIEW paymentClosed AS
SELECT awardId FROM paymentClosing AS newest
WHERE isClosed AND id = (SELECT max(id) FROM paymentClosing AS same
  WHERE same.awardId = newest.awardId);
CREATE VIEW paymentExemptionStanding AS
SELECT * FROM paymentExemption
WHERE id NOT IN (SELECT exemptionId FROM paymentExemptionEnd);
CREATE VIEW paymentKept AS
SELECT awardId,
  (SELECT ifnull(sum(amountPence), 0) FROM paymentInstalment
    WHERE awardId = paymentAward.awardId
      AND EXISTS (SELECT 1 FROM paymentOutcome
        WHERE instalmentId = paymentInstalment.id AND kind = 'paid')
      AND NOT EXISTS (SELECT 1 FROM paymentOutcome
        WHERE instalmentId = paymentInstalment.id AND kind = 'returned')) AS paidPence,
  (SELECT ifnull(sum(duePence), 0) FROM paymentRecovery
    WHERE awardId = paymentAward.awardId AND kind = 'unspent') AS unspentPence,
  (SELECT ifnull(sum(duePence), 0) FROM paymentRecovery
    WHERE awardId = paymentAward.awardId AND kind = 'clawback') AS misusedPence,
  (SELECT ifnull(sum(receivedPence), 0) FROM paymentRecovery
    WHERE awardId = paymentAward.awardId) AS backPence,
  (SELECT ifnull(sum(pence), 0) FROM paymentWriteOff
    WHERE awardId = paymentAward.awardId) AS offPence
FROM paymentAward;
CREATE VIEW paymentLineNeeded AS
SELECT lineId FROM paymentBankMatch
WHERE runId IN (SELECT runId FROM paymentRunNeeded)
  OR instalmentId IN (SELECT id FROM paymentInstalment
    WHERE awardId IN (SELECT awardId FROM paymentNeeded))
  OR receiptId IN (SELECT paymentReceipt.id FROM paymentReceipt
    JOIN paymentRecovery ON paymentRecovery.id = recoveryId
    WHERE awardId IN (SELECT awardId FROM paymentNeeded));
CREATE VIEW paymentNeeded AS
SELECT awardId FROM awardedApplication
WHERE overOn IS NULL OR applicationId IN (SELECT applicationId FROM heldApplication)
  OR awardId IN (SELECT awardId FROM unpaidAward);
CREATE VIEW paymentPayeeVerified AS
SELECT payee.id AS payeeId, payee.applicationId, payee.usableFrom
FROM paymentPayee AS payee
JOIN paymentPayeeConfirmation AS confirmed ON confirmed.id = (
  SELECT max(id) FROM paymentPayeeConfirmation WHERE payeeId = payee.id)
JOIN paymentCallBack AS call ON call.id = (
  SELECT max(id) FROM paymentCallBack WHERE payeeId = payee.id)
WHERE payee.version = (SELECT max(version) FROM paymentPayee
    WHERE applicationId = payee.applicationId)
  AND payee.verdict <> 'invalid' AND call.isConfirmed = 1
  AND NOT EXISTS (SELECT 1 FROM paymentCallBack AS denied
    WHERE denied.payeeId = payee.id AND denied.isConfirmed = 0
      AND denied.calledById = call.calledById)
  AND NOT EXISTS (SELECT 1 FROM paymentPayeeBounce AS bounced
    WHERE bounced.payeeId = payee.id AND bounced.lastCallId >= call.id)
  AND (confirmed.result <> 'noMatch' OR confirmed.reason IS NOT NULL);
CREATE VIEW paymentPayeeVerifier AS
SELECT id AS payeeId, enteredById AS personId FROM paymentPayee WHERE cameBy = 'paper'
UNION SELECT payeeId, calledById FROM paymentCallBack
UNION SELECT payeeId, recordedById FROM paymentPayeeConfirmation;
CREATE VIEW paymentReportHeld AS
SELECT awardId, cause, number, heldFrom FROM paymentReportHold AS newest
WHERE heldFrom IS NOT NULL AND id = (
  SELECT max(id) FROM paymentReportHold AS same
  WHERE same.awardId = newest.awardId AND same.cause = newest.cause
    AND same.number = newest.number);
CREATE VIEW paymentRunNeeded AS
SELECT runId FROM paymentRunItem
JOIN paymentInstalment ON paymentInstalment.id = paymentRunItem.instalmentId
JOIN paymentNeeded ON paymentNeeded.awardId = paymentInstalment.awardId;
CREATE VIEW publishedAnswer AS
SELECT applicationId, questionKey, value FROM applicationAnswer
WHERE length(value) <= 20000 AND value NOT GLOB '*[^]a-zA-Z0-9",[-]*';
CREATE VIEW publishedApplication AS
SELECT application.id, groupId, organisation, organisationKey, registrationNumber, title,
  summary, requestedPence, applicationContact.name AS contactName
FROM application
JOIN applicationGroup ON applicationGroup.id = groupId
LEFT JOIN applicationContact ON applicationContact.applicationId = application.id;
CREATE VIEW publishedNotice AS
SELECT applicationId, iif(kind = 'partial', 'award', kind) AS kind FROM letter
WHERE kind IN ('award', 'partial', 'appealOutcome', 'reserveAward')
  AND status IN ('sent', 'toPost');
CREATE VIEW publishedOutcome AS
SELECT instalment.awardId, outcome.kind, outcome.recordedAt
FROM paymentInstalment AS instalment
JOIN paymentOutcome AS outcome ON outcome.instalmentId = instalment.id
WHERE outcome.kind IN ('paid', 'returned');
CREATE VIEW publishedPayment AS
SELECT instalment.awardId, instalment.number, instalment.amountPence AS pence,
  outcome.happenedOn AS paidOn, outcome.recordedAt
FROM paymentInstalment AS instalment
JOIN paymentOutcome AS outcome
  ON outcome.instalmentId = instalment.id AND outcome.kind = 'paid'
WHERE NOT EXISTS (SELECT 1 FROM paymentOutcome AS back
  WHERE back.instalmentId = instalment.id AND back.kind = 'returned');
CREATE VIEW publishedPriority AS
SELECT applicationId, priorityKey FROM applicationPriority;
CREATE VIEW publishedReceipt AS
SELECT paymentRecovery.awardId, receipt.id, receipt.pence, receipt.receivedOn,
  receipt.recordedAt
FROM paymentReceipt AS receipt
JOIN paymentRecovery ON paymentRecovery.id = receipt.recoveryId;
CREATE VIEW rehearsal AS SELECT startedAt FROM auditRehearsal;
CREATE VIEW unpaidAward AS
SELECT awardId FROM paymentAward AS award
WHERE EXISTS (SELECT 1 FROM paymentInstalment
    WHERE awardId = award.awardId
      AND NOT EXISTS (SELECT 1 FROM paymentDrop
        WHERE instalmentId = paymentInstalment.id)
      AND NOT EXISTS (SELECT 1 FROM paymentOutcome
        WHERE instalmentId = paymentInstalment.id)
      AND (EXISTS (SELECT 1 FROM paymentRunItem
          WHERE instalmentId = paymentInstalment.id)
        OR award.awardId NOT IN (SELECT awardId FROM paymentStop)))
  -- What was told to be spent is known once it is closed.
  OR EXISTS (SELECT 1 FROM paymentKept WHERE awardId = award.awardId
    AND min(paidPence, misusedPence + max(unspentPence, paidPence - ifnull(
        (SELECT spentPence FROM paymentClosing WHERE awardId = award.awardId
          ORDER BY id DESC LIMIT 1), paidPence)))
      > backPence + offPence);
CREATE VIEW writingPerson AS
SELECT personId AS writerId, applicationId FROM applicationDraftMember
JOIN applicationDraft ON applicationDraft.id = draftId
WHERE applicationId IS NOT NULL;
CREATE TRIGGER applicationAdded AFTER INSERT ON application
BEGIN
  UPDATE applicationRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER applicationAnswerKept BEFORE DELETE ON applicationAnswer
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ('person')
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))))
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationAnswerNeverReplaced BEFORE INSERT ON applicationAnswer
WHEN EXISTS (SELECT 1 FROM applicationAnswer WHERE applicationId = NEW.applicationId AND questionKey = NEW.questionKey)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationAnswerUnchanged BEFORE UPDATE ON applicationAnswer
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationChanged AFTER UPDATE ON application
BEGIN
  UPDATE applicationRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER applicationCheckKept BEFORE DELETE ON applicationCheck
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationCheckNeverReplaced BEFORE INSERT ON applicationCheck
WHEN EXISTS (SELECT 1 FROM applicationCheck WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationCheckUnchanged BEFORE UPDATE ON applicationCheck
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.applicationId IS OLD.applicationId AND NEW.eligible IS OLD.eligible AND NEW.checkedById IS OLD.checkedById AND NEW.checkedAt IS OLD.checkedAt)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationContactMoves AFTER UPDATE ON applicationContact
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.applicationId IS OLD.applicationId AND NEW.language IS OLD.language) AND ( OLD.email IS NULL AND OLD.address IS NOT NULL
  AND (NEW.email IS NOT NULL OR NEW.address IS NOT OLD.address)
)
BEGIN
  INSERT INTO applicationFormerAddress (applicationId, address)
  SELECT OLD.applicationId, OLD.address
  WHERE NOT EXISTS (SELECT 1 FROM applicationFormerAddress
    WHERE applicationId = OLD.applicationId AND address = OLD.address);
END;
CREATE TRIGGER applicationDecidedOnce BEFORE UPDATE OF status ON application
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.id))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.reference IS OLD.reference AND NEW.groupId IS OLD.groupId AND NEW.registrationNumber IS OLD.registrationNumber AND NEW.requestedPence IS OLD.requestedPence AND NEW.minimumPence IS OLD.minimumPence AND NEW.status IS OLD.status AND NEW.source IS OLD.source AND NEW.sourceId IS OLD.sourceId AND NEW.submittedAt IS OLD.submittedAt AND NEW.enteredById IS OLD.enteredById) AND ( OLD.status IN ('awarded', 'declined', 'withdrawn') AND NOT EXISTS (
  SELECT 1 FROM applicationRedecision
  WHERE id = (SELECT max(id) FROM applicationRedecision WHERE applicationId = OLD.id)
    AND fromStatus = OLD.status AND toStatus = NEW.status)
)
BEGIN SELECT RAISE(ABORT, 'application-decided'); END;
CREATE TRIGGER applicationDraftAnswerInTime BEFORE INSERT ON applicationDraftAnswer
WHEN (SELECT applicationId IS NOT NULL OR discardedAt IS NOT NULL
  FROM applicationDraft WHERE id = NEW.draftId)
BEGIN SELECT RAISE(ABORT, 'draft-final'); END;
CREATE TRIGGER applicationDraftMembersEnd BEFORE INSERT ON applicationDraftMember
WHEN 20 <= (SELECT count(*) FROM applicationDraftMember WHERE draftId = NEW.draftId)
BEGIN SELECT RAISE(ABORT, 'members-too-many'); END;
CREATE TRIGGER applicationDraftStays BEFORE UPDATE ON applicationDraft
WHEN OLD.applicationId IS NOT NULL OR OLD.discardedAt IS NOT NULL
  OR NEW.roundId <> OLD.roundId OR NEW.startedAt <> OLD.startedAt
  OR NEW.startedById <> OLD.startedById OR NEW.assistedBy IS NOT OLD.assistedBy
BEGIN SELECT RAISE(ABORT, 'draft-final'); END;
CREATE TRIGGER applicationDraftsEnd BEFORE INSERT ON applicationDraft
WHEN NEW.assistedBy IS NULL AND 10 <= (
  SELECT count(*) FROM applicationDraft WHERE startedById = NEW.startedById
    AND assistedBy IS NULL AND applicationId IS NULL AND discardedAt IS NULL)
BEGIN SELECT RAISE(ABORT, 'drafts-too-many'); END;
CREATE TRIGGER applicationEligibleWithoutFindings BEFORE UPDATE OF status
ON application
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.id))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.reference IS OLD.reference AND NEW.groupId IS OLD.groupId AND NEW.registrationNumber IS OLD.registrationNumber AND NEW.requestedPence IS OLD.requestedPence AND NEW.minimumPence IS OLD.minimumPence AND NEW.status IS OLD.status AND NEW.source IS OLD.source AND NEW.sourceId IS OLD.sourceId AND NEW.submittedAt IS OLD.submittedAt AND NEW.enteredById IS OLD.enteredById) AND ( NEW.status = 'eligible' AND EXISTS (
  SELECT 1 FROM applicationFinding
  WHERE applicationId = NEW.id AND blocking = 1 AND resolvedAt IS NULL)
)
BEGIN SELECT RAISE(ABORT, 'application-finding-open'); END;
CREATE TRIGGER applicationEqualityAnswerInTime BEFORE INSERT ON applicationEqualityAnswer
WHEN (SELECT applicationId IS NOT NULL OR discardedAt IS NOT NULL
  FROM applicationDraft WHERE id = NEW.draftId)
BEGIN SELECT RAISE(ABORT, 'draft-final'); END;
CREATE TRIGGER applicationEqualityAnswerKept BEFORE DELETE ON applicationEqualityAnswer
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce)) AND ( EXISTS (SELECT 1 FROM applicationDraft AS draft
  WHERE draft.id = OLD.draftId AND draft.applicationId IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM applicationReach WHERE roundId = draft.roundId))
)
BEGIN SELECT RAISE(ABORT, 'reach-not-frozen'); END;
CREATE TRIGGER applicationEqualityAnswerStays BEFORE UPDATE ON applicationEqualityAnswer
WHEN NEW.draftId <> OLD.draftId OR (SELECT applicationId IS NOT NULL
  FROM applicationDraft WHERE id = OLD.draftId)
BEGIN SELECT RAISE(ABORT, 'draft-final'); END;
CREATE TRIGGER applicationFindingAdded AFTER INSERT ON applicationFinding
WHEN NEW.blocking = 1
BEGIN
  UPDATE applicationRound SET revision = revision + 1 WHERE roundId =
    (SELECT roundId FROM application WHERE id = NEW.applicationId);
END;
CREATE TRIGGER applicationFindingChanged AFTER UPDATE ON applicationFinding
WHEN NEW.blocking = 1
BEGIN
  UPDATE applicationRound SET revision = revision + 1 WHERE roundId =
    (SELECT roundId FROM application WHERE id = NEW.applicationId);
END;
CREATE TRIGGER applicationFindingKept BEFORE DELETE ON applicationFinding
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationFormerAddressKept BEFORE DELETE ON applicationFormerAddress
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))))
BEGIN SELECT RAISE(ABORT, 'former-address-stands'); END;
CREATE TRIGGER applicationFormerAddressNeverReplaced BEFORE INSERT ON applicationFormerAddress
WHEN EXISTS (SELECT 1 FROM applicationFormerAddress WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM applicationFormerAddress WHERE applicationId = NEW.applicationId AND address = NEW.address)
BEGIN SELECT RAISE(ABORT, 'former-address-stands'); END;
CREATE TRIGGER applicationFormerAddressUnchanged BEFORE UPDATE ON applicationFormerAddress
BEGIN SELECT RAISE(ABORT, 'former-address-stands'); END;
CREATE TRIGGER applicationKept BEFORE DELETE ON application
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationListCharityKept BEFORE DELETE ON applicationListCharity
WHEN EXISTS (SELECT 1 FROM applicationListImport AS own
  WHERE own.id = OLD.importId AND own.completedAt IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM applicationListImport AS newer
      WHERE newer.list = own.list AND newer.completedAt IS NOT NULL
        AND (newer.reportedOn, newer.id) > (own.reportedOn, own.id)))
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListCharityUnchanged BEFORE UPDATE ON applicationListCharity
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListCharityWhileImported BEFORE INSERT ON applicationListCharity
WHEN NOT EXISTS (SELECT 1 FROM applicationListImport
  WHERE id = NEW.importId AND completedAt IS NULL)
BEGIN SELECT RAISE(ABORT, 'screening-import-over'); END;
CREATE TRIGGER applicationListEntryKept BEFORE DELETE ON applicationListEntry
WHEN EXISTS (SELECT 1 FROM applicationListImport AS own
  WHERE own.id = OLD.importId AND own.completedAt IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM applicationListImport AS newer
      WHERE newer.list = own.list AND newer.completedAt IS NOT NULL
        AND (newer.reportedOn, newer.id) > (own.reportedOn, own.id)))
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListEntryUnchanged BEFORE UPDATE ON applicationListEntry
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListEntryWhileImported BEFORE INSERT ON applicationListEntry
WHEN NOT EXISTS (SELECT 1 FROM applicationListImport
  WHERE id = NEW.importId AND completedAt IS NULL)
BEGIN SELECT RAISE(ABORT, 'screening-import-over'); END;
CREATE TRIGGER applicationListFactKept BEFORE DELETE ON applicationListFact
WHEN EXISTS (SELECT 1 FROM applicationListImport AS own
  WHERE own.id = OLD.importId AND own.completedAt IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM applicationListImport AS newer
      WHERE newer.list = own.list AND newer.completedAt IS NOT NULL
        AND (newer.reportedOn, newer.id) > (own.reportedOn, own.id)))
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListFactUnchanged BEFORE UPDATE ON applicationListFact
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListFactWhileImported BEFORE INSERT ON applicationListFact
WHEN NOT EXISTS (SELECT 1 FROM applicationListImport
  WHERE id = NEW.importId AND completedAt IS NULL)
BEGIN SELECT RAISE(ABORT, 'screening-import-over'); END;
CREATE TRIGGER applicationListImportCompletedOnce BEFORE UPDATE ON applicationListImport
WHEN OLD.completedAt IS NOT NULL OR NEW.completedAt IS NULL OR NEW.id <> OLD.id
  OR NEW.list <> OLD.list OR NEW.reportedOn <> OLD.reportedOn
  OR NEW.fileHash <> OLD.fileHash OR NEW.importedById <> OLD.importedById
  OR NEW.importedAt <> OLD.importedAt
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListImportKept BEFORE DELETE ON applicationListImport
WHEN OLD.completedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListImportNeverReplaced BEFORE INSERT ON applicationListImport
WHEN EXISTS (SELECT 1 FROM applicationListImport WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListNameKept BEFORE DELETE ON applicationListName
WHEN EXISTS (SELECT 1 FROM applicationListImport AS own
  WHERE own.id = OLD.importId AND own.completedAt IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM applicationListImport AS newer
      WHERE newer.list = own.list AND newer.completedAt IS NOT NULL
        AND (newer.reportedOn, newer.id) > (own.reportedOn, own.id)))
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListNameUnchanged BEFORE UPDATE ON applicationListName
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationListNameWhileImported BEFORE INSERT ON applicationListName
WHEN NOT EXISTS (SELECT 1 FROM applicationListImport
  WHERE id = NEW.importId AND completedAt IS NULL)
BEGIN SELECT RAISE(ABORT, 'screening-import-over'); END;
CREATE TRIGGER applicationListingEndKept BEFORE DELETE ON applicationListingEnd
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationListingEndNeverReplaced BEFORE INSERT ON applicationListingEnd
WHEN EXISTS (SELECT 1 FROM applicationListingEnd WHERE applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationListingEndUnchanged BEFORE UPDATE ON applicationListingEnd
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationListingKept BEFORE DELETE ON applicationListing
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationListingNeverReplaced BEFORE INSERT ON applicationListing
WHEN EXISTS (SELECT 1 FROM applicationListing WHERE applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationListingOfDeclined BEFORE INSERT ON applicationListing
WHEN 'declined' IS NOT (SELECT status FROM application WHERE id = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'application-decided'); END;
CREATE TRIGGER applicationListingUnchanged BEFORE UPDATE ON applicationListing
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationNeverReplaced BEFORE INSERT ON application
WHEN EXISTS (SELECT 1 FROM application WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM application WHERE reference = NEW.reference)
  OR EXISTS (SELECT 1 FROM application WHERE roundId = NEW.roundId AND sourceId = NEW.sourceId)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationNoteKept BEFORE DELETE ON applicationNote
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationNoteNeverReplaced BEFORE INSERT ON applicationNote
WHEN EXISTS (SELECT 1 FROM applicationNote WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationNoteUnchanged BEFORE UPDATE ON applicationNote
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.applicationId IS OLD.applicationId AND NEW.writtenById IS OLD.writtenById AND NEW.writtenAt IS OLD.writtenAt)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationQuestionKept BEFORE DELETE ON applicationQuestion
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationQuestionStays BEFORE UPDATE ON applicationQuestion
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.applicationId IS OLD.applicationId AND NEW.askedById IS OLD.askedById AND NEW.askedAt IS OLD.askedAt AND NEW.answeredById IS OLD.answeredById AND NEW.answeredAt IS OLD.answeredAt) AND ( OLD.answer IS NOT NULL OR NEW.text <> OLD.text OR NEW.askedAt <> OLD.askedAt
  OR NEW.applicationId <> OLD.applicationId OR NEW.askedById <> OLD.askedById
)
BEGIN SELECT RAISE(ABORT, 'question-answered'); END;
CREATE TRIGGER applicationReachKept BEFORE DELETE ON applicationReach
BEGIN SELECT RAISE(ABORT, 'reach-frozen'); END;
CREATE TRIGGER applicationReachNeverReplaced BEFORE INSERT ON applicationReach
WHEN EXISTS (SELECT 1 FROM applicationReach WHERE roundId = NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'reach-frozen'); END;
CREATE TRIGGER applicationReachRowKept BEFORE DELETE ON applicationReachRow
BEGIN SELECT RAISE(ABORT, 'reach-frozen'); END;
CREATE TRIGGER applicationReachRowKnown BEFORE INSERT ON applicationReachRow
WHEN NEW.place > ifnull((SELECT rowCount FROM applicationReach
  WHERE roundId = NEW.roundId), 0)
BEGIN SELECT RAISE(ABORT, 'reach-frozen'); END;
CREATE TRIGGER applicationReachRowLarge BEFORE INSERT ON applicationReachRow
WHEN EXISTS (SELECT 1 FROM applicationReach AS figures
  WHERE figures.roundId = NEW.roundId AND (NEW.applied < figures.minimum
    OR NEW.funded < figures.minimum OR NEW.applied - NEW.funded < figures.minimum))
BEGIN SELECT RAISE(ABORT, 'reach-too-few'); END;
CREATE TRIGGER applicationReachRowNeverReplaced BEFORE INSERT ON applicationReachRow
WHEN EXISTS (SELECT 1 FROM applicationReachRow WHERE roundId = NEW.roundId AND place = NEW.place)
  OR EXISTS (SELECT 1 FROM applicationReachRow WHERE roundId = NEW.roundId AND tableKey = NEW.tableKey AND rowKey = NEW.rowKey)
BEGIN SELECT RAISE(ABORT, 'reach-frozen'); END;
CREATE TRIGGER applicationReachRowUnchanged BEFORE UPDATE ON applicationReachRow
BEGIN SELECT RAISE(ABORT, 'reach-frozen'); END;
CREATE TRIGGER applicationReachUnchanged BEFORE UPDATE ON applicationReach
BEGIN SELECT RAISE(ABORT, 'reach-frozen'); END;
CREATE TRIGGER applicationRedecided AFTER INSERT ON applicationRedecision
BEGIN
  UPDATE application SET status = NEW.toStatus WHERE id = NEW.applicationId;
END;
CREATE TRIGGER applicationRedecidedFromList BEFORE INSERT ON applicationRedecision
WHEN NEW.reserveProposalId IS NOT NULL AND (
  'reserve' IS NOT (SELECT kind FROM applicationListing
    WHERE applicationId = NEW.applicationId)
  OR EXISTS (SELECT 1 FROM applicationListingEnd
    WHERE applicationId = NEW.applicationId))
BEGIN SELECT RAISE(ABORT, 'reserve-not-listed'); END;
CREATE TRIGGER applicationRedecisionFits BEFORE INSERT ON applicationRedecision
WHEN NEW.fromStatus IS NOT (SELECT status FROM application
  WHERE id = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'application-decided'); END;
CREATE TRIGGER applicationRedecisionKept BEFORE DELETE ON applicationRedecision
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationRedecisionNeverReplaced BEFORE INSERT ON applicationRedecision
WHEN EXISTS (SELECT 1 FROM applicationRedecision WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM applicationRedecision WHERE appealId = NEW.appealId)
  OR EXISTS (SELECT 1 FROM applicationRedecision WHERE reserveProposalId = NEW.reserveProposalId)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationRedecisionUnchanged BEFORE UPDATE ON applicationRedecision
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationRoundCountsUp BEFORE UPDATE ON applicationRound
WHEN NEW.revision < OLD.revision OR NEW.roundId <> OLD.roundId
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationRoundNeverReplaced BEFORE INSERT ON applicationRound
WHEN EXISTS (SELECT 1 FROM applicationRound WHERE roundId = NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationScreeningCandidateKept BEFORE DELETE ON applicationScreeningCandidate
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningCandidateNeverReplaced BEFORE INSERT ON applicationScreeningCandidate
WHEN EXISTS (SELECT 1 FROM applicationScreeningCandidate WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM applicationScreeningCandidate WHERE applicationId = NEW.applicationId AND list = NEW.list AND entryKey = NEW.entryKey AND grounds = NEW.grounds)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningCandidateUnchanged BEFORE UPDATE ON applicationScreeningCandidate
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.applicationId IS OLD.applicationId AND NEW.list IS OLD.list AND NEW.entryKey IS OLD.entryKey AND NEW.score IS OLD.score AND NEW.grounds IS OLD.grounds AND NEW.foundAt IS OLD.foundAt)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningConfirmationKept BEFORE DELETE ON applicationScreeningConfirmation
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningConfirmationNeverReplaced BEFORE INSERT ON applicationScreeningConfirmation
WHEN EXISTS (SELECT 1 FROM applicationScreeningConfirmation WHERE verdictId = NEW.verdictId)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningConfirmationOfLatest
BEFORE INSERT ON applicationScreeningConfirmation
WHEN NOT EXISTS (SELECT 1 FROM applicationScreeningVerdict AS verdict
  WHERE verdict.id = NEW.verdictId AND verdict.needsSecond = 1
    AND verdict.decidedById = NEW.decidedById
    AND NOT EXISTS (SELECT 1 FROM applicationScreeningVerdict AS later
      WHERE later.candidateId = verdict.candidateId AND later.id > verdict.id))
BEGIN SELECT RAISE(ABORT, 'screening-nothing-to-confirm'); END;
CREATE TRIGGER applicationScreeningConfirmationUnchanged BEFORE UPDATE ON applicationScreeningConfirmation
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningDemandKept BEFORE DELETE ON applicationScreeningDemand
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningDemandNeverReplaced BEFORE INSERT ON applicationScreeningDemand
WHEN EXISTS (SELECT 1 FROM applicationScreeningDemand WHERE roundId = NEW.roundId AND list = NEW.list)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningDemandUnchanged BEFORE UPDATE ON applicationScreeningDemand
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningGroundDecided
BEFORE INSERT ON applicationScreeningGround
WHEN EXISTS (SELECT 1 FROM applicationScreeningHit AS hit
    JOIN applicationScreeningStanding AS standing
      ON standing.candidateId = hit.candidateId
  WHERE hit.screeningId = NEW.screeningId AND standing.standing <> 'not-a-match')
BEGIN SELECT RAISE(ABORT, 'screening-candidate-stands'); END;
CREATE TRIGGER applicationScreeningGroundKept BEFORE DELETE ON applicationScreeningGround
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningGroundNeverReplaced BEFORE INSERT ON applicationScreeningGround
WHEN EXISTS (SELECT 1 FROM applicationScreeningGround WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningGroundNewest
BEFORE INSERT ON applicationScreeningGround
WHEN NEW.screeningId IS NOT (
    SELECT max(id) FROM applicationScreening WHERE applicationId = NEW.id)
  OR EXISTS (
    SELECT 1 FROM application
      JOIN applicationScreeningDemand AS demand ON demand.roundId = application.roundId
      LEFT JOIN applicationScreening AS screening ON screening.id = NEW.screeningId
      LEFT JOIN applicationScreeningList AS looked
        ON looked.runId = screening.runId AND looked.list = demand.list
      LEFT JOIN applicationListImport AS import ON import.id = looked.importId
    WHERE application.id = NEW.id AND (import.id IS NULL
      OR julianday(NEW.restsOn) - julianday(import.reportedOn) > demand.greatestAgeDays
      OR import.id IS NOT (SELECT newest.id FROM applicationListImport AS newest
        WHERE newest.list = demand.list AND newest.completedAt IS NOT NULL
        ORDER BY newest.reportedOn DESC, newest.id DESC LIMIT 1)))
BEGIN SELECT RAISE(ABORT, 'screening-not-newest'); END;
CREATE TRIGGER applicationScreeningGroundUnchanged BEFORE UPDATE ON applicationScreeningGround
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningHitKept BEFORE DELETE ON applicationScreeningHit
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningHitNeverReplaced BEFORE INSERT ON applicationScreeningHit
WHEN EXISTS (SELECT 1 FROM applicationScreeningHit WHERE screeningId = NEW.screeningId AND candidateId = NEW.candidateId)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningHitOfItsApplication
BEFORE INSERT ON applicationScreeningHit
WHEN (SELECT applicationId FROM applicationScreening WHERE id = NEW.screeningId)
  IS NOT (SELECT applicationId FROM applicationScreeningCandidate
    WHERE id = NEW.candidateId)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningHitUnchanged BEFORE UPDATE ON applicationScreeningHit
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningKept BEFORE DELETE ON applicationScreening
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningListKept BEFORE DELETE ON applicationScreeningList
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningListNeverReplaced BEFORE INSERT ON applicationScreeningList
WHEN EXISTS (SELECT 1 FROM applicationScreeningList WHERE runId = NEW.runId AND list = NEW.list)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningListNewest BEFORE INSERT ON applicationScreeningList
WHEN NEW.importId IS NOT (SELECT id FROM applicationListImport
  WHERE list = NEW.list AND completedAt IS NOT NULL
  ORDER BY reportedOn DESC, id DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'screening-list-not-newest'); END;
CREATE TRIGGER applicationScreeningListUnchanged BEFORE UPDATE ON applicationScreeningList
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningNeverReplaced BEFORE INSERT ON applicationScreening
WHEN EXISTS (SELECT 1 FROM applicationScreening WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM applicationScreening WHERE runId = NEW.runId AND applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningOfItsRound BEFORE INSERT ON applicationScreening
WHEN (SELECT roundId FROM applicationScreeningRun WHERE id = NEW.runId)
  IS NOT (SELECT roundId FROM application WHERE id = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningRunKept BEFORE DELETE ON applicationScreeningRun
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningRunNeverReplaced BEFORE INSERT ON applicationScreeningRun
WHEN EXISTS (SELECT 1 FROM applicationScreeningRun WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningRunUnchanged BEFORE UPDATE ON applicationScreeningRun
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningUnchanged BEFORE UPDATE ON applicationScreening
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningVerdictKept BEFORE DELETE ON applicationScreeningVerdict
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningVerdictNeverReplaced BEFORE INSERT ON applicationScreeningVerdict
WHEN EXISTS (SELECT 1 FROM applicationScreeningVerdict WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationScreeningVerdictOverMatch
BEFORE INSERT ON applicationScreeningVerdict
WHEN NEW.verdict = 'not-a-match' AND NEW.needsSecond = 0 AND EXISTS (
  SELECT 1 FROM applicationScreeningVerdict AS earlier
    JOIN applicationScreeningConfirmation ON verdictId = earlier.id
  WHERE earlier.candidateId = NEW.candidateId AND earlier.verdict = 'match')
BEGIN SELECT RAISE(ABORT, 'screening-second-person'); END;
CREATE TRIGGER applicationScreeningVerdictUnchanged BEFORE UPDATE ON applicationScreeningVerdict
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.candidateId IS OLD.candidateId AND NEW.verdict IS OLD.verdict AND NEW.needsSecond IS OLD.needsSecond AND NEW.decidedById IS OLD.decidedById AND NEW.decidedAt IS OLD.decidedAt)
BEGIN SELECT RAISE(ABORT, 'screening-kept'); END;
CREATE TRIGGER applicationStays BEFORE UPDATE ON application
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.id))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.reference IS OLD.reference AND NEW.groupId IS OLD.groupId AND NEW.registrationNumber IS OLD.registrationNumber AND NEW.requestedPence IS OLD.requestedPence AND NEW.minimumPence IS OLD.minimumPence AND NEW.status IS OLD.status AND NEW.source IS OLD.source AND NEW.sourceId IS OLD.sourceId AND NEW.submittedAt IS OLD.submittedAt AND NEW.enteredById IS OLD.enteredById) AND ( NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId
  OR NEW.reference <> OLD.reference OR NEW.groupId <> OLD.groupId
  OR NEW.organisation <> OLD.organisation OR NEW.nameKey <> OLD.nameKey
  OR NEW.registrationNumber IS NOT OLD.registrationNumber
  OR NEW.postcode IS NOT OLD.postcode OR NEW.title <> OLD.title
  OR NEW.summary <> OLD.summary OR NEW.requestedPence IS NOT OLD.requestedPence
  OR NEW.minimumPence IS NOT OLD.minimumPence OR NEW.source <> OLD.source
  OR NEW.sourceId IS NOT OLD.sourceId OR NEW.submittedAt <> OLD.submittedAt
  OR NEW.enteredById IS NOT OLD.enteredById OR NEW.lateReason IS NOT OLD.lateReason
)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationTallied AFTER INSERT ON application
BEGIN
  INSERT INTO applicationTally VALUES (NEW.roundId, NEW.status, 1)
    ON CONFLICT (roundId, status) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER applicationTalliedAnew AFTER UPDATE OF status ON application
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.id))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.reference IS OLD.reference AND NEW.groupId IS OLD.groupId AND NEW.registrationNumber IS OLD.registrationNumber AND NEW.requestedPence IS OLD.requestedPence AND NEW.minimumPence IS OLD.minimumPence AND NEW.status IS OLD.status AND NEW.source IS OLD.source AND NEW.sourceId IS OLD.sourceId AND NEW.submittedAt IS OLD.submittedAt AND NEW.enteredById IS OLD.enteredById) AND ( NEW.status <> OLD.status
)
BEGIN
  UPDATE applicationTally SET count = count - 1
    WHERE roundId = OLD.roundId AND status = OLD.status;
  INSERT INTO applicationTally VALUES (NEW.roundId, NEW.status, 1)
    ON CONFLICT (roundId, status) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER applicationWithdrawalKept BEFORE DELETE ON applicationWithdrawal
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationWithdrawalNeverReplaced BEFORE INSERT ON applicationWithdrawal
WHEN EXISTS (SELECT 1 FROM applicationWithdrawal WHERE applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER applicationWithdrawalUnchanged BEFORE UPDATE ON applicationWithdrawal
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.applicationId IS OLD.applicationId AND NEW.withdrawnById IS OLD.withdrawnById AND NEW.withdrawnAt IS OLD.withdrawnAt)
BEGIN SELECT RAISE(ABORT, 'application-kept'); END;
CREATE TRIGGER assessmentAbsenceEnds BEFORE DELETE ON assessmentAbsence
WHEN EXISTS (SELECT 1 FROM assessmentMeeting
  WHERE id = OLD.meetingId AND signedAt IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'meeting-signed'); END;
CREATE TRIGGER assessmentAbsenceFits BEFORE INSERT ON assessmentAbsence
BEGIN
  SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
  SELECT 1 FROM assessmentMeeting WHERE id = NEW.meetingId AND signedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'absence-not-present') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentAttendance
    WHERE meetingId = NEW.meetingId AND memberId = NEW.memberId AND isPresent = 1);
END;
CREATE TRIGGER assessmentAbsenceNeverReplaced BEFORE INSERT ON assessmentAbsence
WHEN EXISTS (SELECT 1 FROM assessmentAbsence WHERE meetingId = NEW.meetingId AND applicationId = NEW.applicationId AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentAbsenceStays BEFORE UPDATE ON assessmentAbsence
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentAssignmentAdded AFTER INSERT ON assessmentAssignmentChange
WHEN NEW.isAddition = 1
BEGIN
  INSERT INTO assessmentAssignment (applicationId, memberId, roundId)
  VALUES (NEW.applicationId, NEW.memberId, NEW.roundId);
  UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER assessmentAssignmentBeforeMeeting BEFORE INSERT ON assessmentAssignmentChange
WHEN NEW.isAddition = 1 AND EXISTS (SELECT 1 FROM assessmentMeetingItem
  WHERE applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'scores-in-meeting'); END;
CREATE TRIGGER assessmentAssignmentChangeFits BEFORE INSERT ON assessmentAssignmentChange
BEGIN
  SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
    SELECT 1 FROM assessmentRound
    WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'score-not-standing') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentCandidate WHERE applicationId = NEW.applicationId
      AND roundId = NEW.roundId AND (isStanding = 1 OR NEW.isAddition = 0));
  SELECT RAISE(ABORT, 'assignment-with-interest') WHERE NEW.isAddition = 1 AND EXISTS (
    SELECT 1 FROM assessmentConflict
    WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
  SELECT RAISE(ABORT, 'member-stood-down') WHERE NEW.isAddition = 1
    AND EXISTS (SELECT 1 FROM assessmentDeparture
  WHERE assessmentDeparture.roundId = NEW.roundId
    AND assessmentDeparture.memberId = NEW.memberId);
  SELECT RAISE(ABORT, 'assignment-twice') WHERE NEW.isAddition = EXISTS (
    SELECT 1 FROM assessmentAssignment
    WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
  -- What was set aside keeps nobody.
  SELECT RAISE(ABORT, 'assignment-scored') WHERE NEW.isAddition = 0 AND EXISTS (
    SELECT 1 FROM assessmentScore WHERE applicationId = NEW.applicationId
      AND memberId = NEW.memberId AND isSetAside = 0);
  -- By hand, nobody says who scores what they have an interest in.
  SELECT RAISE(ABORT, 'judge-with-interest') WHERE NEW.seed IS NULL AND EXISTS (
    SELECT 1 FROM assessmentConflict
    WHERE applicationId = NEW.applicationId AND memberId = NEW.changedById);
END;
CREATE TRIGGER assessmentAssignmentChangeKept BEFORE DELETE ON assessmentAssignmentChange
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentAssignmentChangeNeverReplaced BEFORE INSERT ON assessmentAssignmentChange
WHEN EXISTS (SELECT 1 FROM assessmentAssignmentChange WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentAssignmentChangeUnchanged BEFORE UPDATE ON assessmentAssignmentChange
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.memberId IS OLD.memberId AND NEW.isAddition IS OLD.isAddition AND NEW.seed IS OLD.seed AND NEW.changedAt IS OLD.changedAt AND NEW.changedById IS OLD.changedById)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentAssignmentFollows BEFORE INSERT ON assessmentAssignment
WHEN NOT ifnull((SELECT isAddition FROM assessmentAssignmentChange
  WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId
  ORDER BY id DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentAssignmentLeaves BEFORE DELETE ON assessmentAssignment
WHEN (SELECT isAddition FROM assessmentAssignmentChange
  WHERE applicationId = OLD.applicationId AND memberId = OLD.memberId
  ORDER BY id DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentAssignmentNeverReplaced BEFORE INSERT ON assessmentAssignment
WHEN EXISTS (SELECT 1 FROM assessmentAssignment WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentAssignmentRemoved AFTER INSERT ON assessmentAssignmentChange
WHEN NEW.isAddition = 0
BEGIN
  DELETE FROM assessmentAssignment
  WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId;
  UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER assessmentAssignmentUnchanged BEFORE UPDATE ON assessmentAssignment
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentAttendanceByOneWhoStays BEFORE INSERT ON assessmentAttendance
WHEN NEW.isPresent = 1 AND EXISTS (SELECT 1 FROM assessmentDeparture
  WHERE assessmentDeparture.roundId = NEW.roundId
    AND assessmentDeparture.memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;
CREATE TRIGGER assessmentAttendanceChanges BEFORE UPDATE ON assessmentAttendance
BEGIN
  SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
  SELECT 1 FROM assessmentMeeting WHERE id = NEW.meetingId AND signedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'meeting-kept')
  WHERE NEW.meetingId <> OLD.meetingId OR NEW.memberId <> OLD.memberId
    OR NEW.roundId <> OLD.roundId;
  SELECT RAISE(ABORT, 'meeting-own-panel') WHERE EXISTS (
  SELECT 1 FROM assessmentPanelMember
  WHERE roundId = (SELECT roundId FROM assessmentMeeting WHERE id = NEW.meetingId) AND personId = NEW.recordedById);
  -- Whoever took part in what is recorded was there.
  SELECT RAISE(ABORT, 'attendance-kept') WHERE NEW.isPresent = 0 AND OLD.isPresent = 1
    AND (EXISTS (SELECT 1 FROM assessmentRecommendation
        WHERE meetingId = NEW.meetingId)
      OR EXISTS (SELECT 1 FROM assessmentModeration
        WHERE meetingId = NEW.meetingId));
END;
CREATE TRIGGER assessmentAttendanceFits BEFORE INSERT ON assessmentAttendance
BEGIN
  SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
  SELECT 1 FROM assessmentMeeting WHERE id = NEW.meetingId AND signedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'meeting-not-member') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentMeeting JOIN assessmentPanelMember USING (roundId, panel)
    WHERE id = NEW.meetingId AND personId = NEW.memberId);
  SELECT RAISE(ABORT, 'meeting-own-panel') WHERE EXISTS (
  SELECT 1 FROM assessmentPanelMember
  WHERE roundId = (SELECT roundId FROM assessmentMeeting WHERE id = NEW.meetingId) AND personId = NEW.recordedById);
END;
CREATE TRIGGER assessmentAttendanceKept BEFORE DELETE ON assessmentAttendance
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentAttendanceNeverReplaced BEFORE INSERT ON assessmentAttendance
WHEN EXISTS (SELECT 1 FROM assessmentAttendance WHERE meetingId = NEW.meetingId AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentAttendanceStillByOneWhoStays BEFORE UPDATE OF isPresent
ON assessmentAttendance
WHEN NEW.isPresent = 1 AND EXISTS (SELECT 1 FROM assessmentDeparture
  WHERE assessmentDeparture.roundId = NEW.roundId
    AND assessmentDeparture.memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;
CREATE TRIGGER assessmentBriefingKept BEFORE DELETE ON assessmentBriefing
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentBriefingNeverReplaced BEFORE INSERT ON assessmentBriefing
WHEN EXISTS (SELECT 1 FROM assessmentBriefing WHERE roundId = NEW.roundId AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentBriefingUnchanged BEFORE UPDATE ON assessmentBriefing
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentCandidateAdded AFTER INSERT ON assessmentCandidate
BEGIN
  UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER assessmentCandidateChanged AFTER UPDATE ON assessmentCandidate
BEGIN
  UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER assessmentCandidateChangedInTime BEFORE UPDATE ON assessmentCandidate
WHEN (SELECT sealedAt FROM assessmentRound WHERE roundId = NEW.roundId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'scores-sealed'); END;
CREATE TRIGGER assessmentCandidateInTime BEFORE INSERT ON assessmentCandidate
WHEN (SELECT sealedAt FROM assessmentRound WHERE roundId = NEW.roundId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'scores-sealed'); END;
CREATE TRIGGER assessmentCandidateOfPanel BEFORE UPDATE OF panel ON assessmentCandidate
WHEN NOT EXISTS (SELECT 1 FROM assessmentPanel
  WHERE roundId = NEW.roundId AND key = NEW.panel)
BEGIN SELECT RAISE(ABORT, 'panel-unknown'); END;
CREATE TRIGGER assessmentCandidateStaysBefore BEFORE UPDATE OF panel
ON assessmentCandidate
WHEN EXISTS (SELECT 1 FROM assessmentMeetingItem WHERE applicationId = NEW.applicationId) AND NEW.panel IS NOT ifnull(OLD.panel,
  (SELECT min(key) FROM assessmentPanel WHERE roundId = NEW.roundId))
BEGIN SELECT RAISE(ABORT, 'scores-in-meeting'); END;
CREATE TRIGGER assessmentConflictFollows BEFORE INSERT ON assessmentConflict
WHEN NOT ifnull((SELECT hasInterest FROM assessmentInterest
  WHERE roundId = NEW.roundId AND memberId = NEW.memberId
    AND applicationId = NEW.applicationId ORDER BY id DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentConflictLeaves BEFORE DELETE ON assessmentConflict
WHEN (SELECT hasInterest FROM assessmentInterest
  WHERE roundId = OLD.roundId AND memberId = OLD.memberId
    AND applicationId = OLD.applicationId ORDER BY id DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentConflictNeverReplaced BEFORE INSERT ON assessmentConflict
WHEN EXISTS (SELECT 1 FROM assessmentConflict WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentConflictSetsAside AFTER INSERT ON assessmentConflict
BEGIN
  UPDATE assessmentScore SET isSetAside = 1
  WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId;
  UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER assessmentConflictTakesBack AFTER DELETE ON assessmentConflict
BEGIN
  UPDATE assessmentScore SET isSetAside =
    EXISTS (SELECT 1 FROM assessmentDeparture AS gone
  WHERE gone.roundId = OLD.roundId AND gone.memberId = OLD.memberId
    AND (gone.keepsScores = 0
      OR (SELECT count(*) FROM assessmentScore AS given
          WHERE given.applicationId = OLD.applicationId AND given.memberId = OLD.memberId)
        < (SELECT count(*) FROM assessmentCriterion AS asked
          WHERE asked.roundId = OLD.roundId)))
  WHERE applicationId = OLD.applicationId AND memberId = OLD.memberId;
  UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = OLD.roundId;
END;
CREATE TRIGGER assessmentConflictUnchanged BEFORE UPDATE ON assessmentConflict
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentCriterionKept BEFORE DELETE ON assessmentCriterion
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentCriterionNeverReplaced BEFORE INSERT ON assessmentCriterion
WHEN EXISTS (SELECT 1 FROM assessmentCriterion WHERE roundId = NEW.roundId AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentCriterionUnchanged BEFORE UPDATE ON assessmentCriterion
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentDepartureInTime BEFORE INSERT ON assessmentDeparture
WHEN (SELECT sealedAt FROM assessmentRound WHERE roundId = NEW.roundId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'scores-sealed'); END;
CREATE TRIGGER assessmentDepartureKept BEFORE DELETE ON assessmentDeparture
BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;
CREATE TRIGGER assessmentDepartureNeverReplaced BEFORE INSERT ON assessmentDeparture
WHEN EXISTS (SELECT 1 FROM assessmentDeparture WHERE roundId = NEW.roundId AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;
CREATE TRIGGER assessmentDepartureTakesEffect AFTER INSERT ON assessmentDeparture
BEGIN
  UPDATE assessmentScore SET isSetAside = 1
  WHERE roundId = NEW.roundId AND memberId = NEW.memberId AND isSetAside = 0
    AND EXISTS (SELECT 1 FROM assessmentDeparture AS gone
  WHERE gone.roundId = NEW.roundId AND gone.memberId = NEW.memberId
    AND (gone.keepsScores = 0
      OR (SELECT count(*) FROM assessmentScore AS given
          WHERE given.applicationId = assessmentScore.applicationId AND given.memberId = NEW.memberId)
        < (SELECT count(*) FROM assessmentCriterion AS asked
          WHERE asked.roundId = NEW.roundId)));
  -- What is left behind goes back to the draw.
  INSERT INTO assessmentAssignmentChange
    (roundId, applicationId, memberId, isAddition, reason, changedAt, changedById)
  SELECT roundId, applicationId, memberId, 0, NEW.reason, NEW.stoodDownAt,
    NEW.stoodDownById
  FROM assessmentAssignment
  WHERE roundId = NEW.roundId AND memberId = NEW.memberId
    AND EXISTS (SELECT 1 FROM assessmentDeparture AS gone
  WHERE gone.roundId = NEW.roundId AND gone.memberId = NEW.memberId
    AND (gone.keepsScores = 0
      OR (SELECT count(*) FROM assessmentScore AS given
          WHERE given.applicationId = assessmentAssignment.applicationId AND given.memberId = NEW.memberId)
        < (SELECT count(*) FROM assessmentCriterion AS asked
          WHERE asked.roundId = NEW.roundId)))
  ORDER BY applicationId;
  UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER assessmentDepartureUnchanged BEFORE UPDATE ON assessmentDeparture
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.roundId IS OLD.roundId AND NEW.memberId IS OLD.memberId AND NEW.keepsScores IS OLD.keepsScores AND NEW.stoodDownAt IS OLD.stoodDownAt AND NEW.stoodDownById IS OLD.stoodDownById)
BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;
CREATE TRIGGER assessmentDissentFits BEFORE INSERT ON assessmentDissent
BEGIN
  SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
    SELECT 1 FROM assessmentRecommendation AS said
    JOIN assessmentMeeting ON assessmentMeeting.id = meetingId
    WHERE said.id = NEW.recommendationId AND signedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'dissent-no-vote') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentRecommendationVoter
    WHERE recommendationId = NEW.recommendationId AND memberId = NEW.memberId);
  -- Whoever voted for it has no dissent from it.
  SELECT RAISE(ABORT, 'dissent-over-votes') WHERE (
    SELECT 1 + count(*) FROM assessmentDissent
    WHERE recommendationId = NEW.recommendationId)
    > (SELECT votesAgainst + abstentions FROM assessmentRecommendation
      WHERE id = NEW.recommendationId);
END;
CREATE TRIGGER assessmentDissentKept BEFORE DELETE ON assessmentDissent
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentDissentNeverReplaced BEFORE INSERT ON assessmentDissent
WHEN EXISTS (SELECT 1 FROM assessmentDissent WHERE recommendationId = NEW.recommendationId AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentDissentUnchanged BEFORE UPDATE ON assessmentDissent
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.recommendationId IS OLD.recommendationId AND NEW.memberId IS OLD.memberId)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentInterestBars AFTER INSERT ON assessmentInterest
WHEN NEW.hasInterest = 1 AND NOT EXISTS (SELECT 1 FROM assessmentConflict
  WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
BEGIN
  INSERT INTO assessmentConflict (applicationId, memberId, roundId)
  VALUES (NEW.applicationId, NEW.memberId, NEW.roundId);
END;
CREATE TRIGGER assessmentInterestByOneFree BEFORE INSERT ON assessmentInterest
WHEN NEW.saidById <> NEW.memberId AND EXISTS (SELECT 1 FROM assessmentConflict
  WHERE applicationId = NEW.applicationId AND memberId = NEW.saidById)
BEGIN SELECT RAISE(ABORT, 'judge-with-interest'); END;
CREATE TRIGGER assessmentInterestFits BEFORE INSERT ON assessmentInterest
BEGIN
  SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
    SELECT 1 FROM assessmentRound
    WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'interest-stands') WHERE NEW.hasInterest = 0
    AND ifnull(NEW.saidById, NEW.memberId) = NEW.memberId
    AND EXISTS (SELECT 1 FROM assessmentConflict
      WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
  SELECT RAISE(ABORT, 'interest-own') WHERE NEW.hasInterest = 0
    AND EXISTS (SELECT 1 FROM assessmentInterest
      WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId
        AND ground = 'own');
END;
CREATE TRIGGER assessmentInterestFrees AFTER INSERT ON assessmentInterest
WHEN NEW.hasInterest = 0
BEGIN
  DELETE FROM assessmentConflict
  WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId;
END;
CREATE TRIGGER assessmentInterestKept BEFORE DELETE ON assessmentInterest
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentInterestNeverReplaced BEFORE INSERT ON assessmentInterest
WHEN EXISTS (SELECT 1 FROM assessmentInterest WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentInterestUnchanged BEFORE UPDATE ON assessmentInterest
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.memberId IS OLD.memberId AND NEW.hasInterest IS OLD.hasInterest AND NEW.declaredAt IS OLD.declaredAt AND NEW.saidById IS OLD.saidById AND NEW.ground IS OLD.ground)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentLockBySomeoneFree BEFORE INSERT ON assessmentLock
WHEN EXISTS (SELECT 1 FROM assessmentConflict
  WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'score-with-interest'); END;
CREATE TRIGGER assessmentLockKept BEFORE DELETE ON assessmentLock
BEGIN SELECT RAISE(ABORT, 'score-locked'); END;
CREATE TRIGGER assessmentLockNeverReplaced BEFORE INSERT ON assessmentLock
WHEN EXISTS (SELECT 1 FROM assessmentLock WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'score-locked'); END;
CREATE TRIGGER assessmentLockUnchanged BEFORE UPDATE ON assessmentLock
BEGIN SELECT RAISE(ABORT, 'score-locked'); END;
CREATE TRIGGER assessmentLockWhole BEFORE INSERT ON assessmentLock
BEGIN
  SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
    SELECT 1 FROM assessmentRound
    WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'member-stood-down')
  WHERE EXISTS (SELECT 1 FROM assessmentDeparture
  WHERE assessmentDeparture.roundId = NEW.roundId
    AND assessmentDeparture.memberId = NEW.memberId);
  SELECT RAISE(ABORT, 'scores-unfinished') WHERE EXISTS (
    SELECT 1 FROM assessmentCriterion AS asked WHERE asked.roundId = NEW.roundId
      AND NOT EXISTS (SELECT 1 FROM assessmentScore AS given
        WHERE given.applicationId = NEW.applicationId
          AND given.memberId = NEW.memberId AND given.criterion = asked.key));
END;
CREATE TRIGGER assessmentMeetingChairVoted BEFORE UPDATE OF signedAt ON assessmentMeeting
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.panel IS OLD.panel AND NEW.number IS OLD.number AND NEW.openedAt IS OLD.openedAt AND NEW.openedById IS OLD.openedById AND NEW.openedDespite IS OLD.openedDespite AND NEW.signedAt IS OLD.signedAt AND NEW.signedById IS OLD.signedById AND NEW.chairId IS OLD.chairId AND NEW.minutesHash IS OLD.minutesHash) AND ( NEW.signedAt IS NOT NULL AND EXISTS (
  SELECT 1 FROM (SELECT max(id) AS id FROM assessmentRecommendation
    WHERE meetingId = NEW.id GROUP BY applicationId) AS last
  JOIN assessmentRecommendation AS said ON said.id = last.id
  WHERE castingVote = 1
    AND (NOT EXISTS (SELECT 1 FROM assessmentRecommendationVoter
        WHERE recommendationId = said.id AND memberId = NEW.chairId)
      OR EXISTS (SELECT 1 FROM assessmentDissent
        WHERE recommendationId = said.id AND memberId = NEW.chairId)))
)
BEGIN SELECT RAISE(ABORT, 'chair-took-no-part'); END;
CREATE TRIGGER assessmentMeetingItemFits BEFORE INSERT ON assessmentMeetingItem
BEGIN
  SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
  SELECT 1 FROM assessmentMeeting WHERE id = NEW.meetingId AND signedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'meeting-not-item') WHERE NOT EXISTS (
  SELECT 1 FROM assessmentMeeting
  JOIN assessmentCandidatePanel USING (roundId, panel)
  WHERE id = NEW.meetingId AND applicationId = NEW.applicationId AND isStanding = 1);
END;
CREATE TRIGGER assessmentMeetingItemKept BEFORE DELETE ON assessmentMeetingItem
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentMeetingItemNeverReplaced BEFORE INSERT ON assessmentMeetingItem
WHEN EXISTS (SELECT 1 FROM assessmentMeetingItem WHERE meetingId = NEW.meetingId AND applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentMeetingItemUnchanged BEFORE UPDATE ON assessmentMeetingItem
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentMeetingKept BEFORE DELETE ON assessmentMeeting
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentMeetingLookKept BEFORE DELETE ON assessmentMeetingLook
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentMeetingLookNeverReplaced BEFORE INSERT ON assessmentMeetingLook
WHEN EXISTS (SELECT 1 FROM assessmentMeetingLook WHERE meetingId = NEW.meetingId)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentMeetingLookOfSigned BEFORE INSERT ON assessmentMeetingLook
WHEN NOT EXISTS (SELECT 1 FROM assessmentMeeting
  JOIN assessmentLook USING (roundId, panel)
  WHERE assessmentMeeting.id = NEW.meetingId AND signedAt IS NOT NULL
    AND assessmentLook.look = NEW.look)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentMeetingLookUnchanged BEFORE UPDATE ON assessmentMeetingLook
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentMeetingLooked AFTER UPDATE OF signedAt ON assessmentMeeting
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.panel IS OLD.panel AND NEW.number IS OLD.number AND NEW.openedAt IS OLD.openedAt AND NEW.openedById IS OLD.openedById AND NEW.openedDespite IS OLD.openedDespite AND NEW.signedAt IS OLD.signedAt AND NEW.signedById IS OLD.signedById AND NEW.chairId IS OLD.chairId AND NEW.minutesHash IS OLD.minutesHash)
BEGIN
  INSERT INTO assessmentMeetingLook (meetingId, look)
  SELECT NEW.id, look FROM assessmentLook
  WHERE roundId = NEW.roundId AND panel = NEW.panel;
END;
CREATE TRIGGER assessmentMeetingNeverReplaced BEFORE INSERT ON assessmentMeeting
WHEN EXISTS (SELECT 1 FROM assessmentMeeting WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM assessmentMeeting WHERE roundId = NEW.roundId AND panel = NEW.panel AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentMeetingOpened AFTER INSERT ON assessmentMeeting
BEGIN
  UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER assessmentMeetingOpens BEFORE INSERT ON assessmentMeeting
BEGIN
  SELECT RAISE(ABORT, 'meeting-off') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentRound
    WHERE roundId = NEW.roundId AND meetingAllotmentPence IS NOT NULL);
  SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
    SELECT 1 FROM assessmentRound
    WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'meeting-open') WHERE EXISTS (
    SELECT 1 FROM assessmentMeeting
    WHERE roundId = NEW.roundId AND panel = NEW.panel AND signedAt IS NULL);
  SELECT RAISE(ABORT, 'meeting-own-panel') WHERE EXISTS (
  SELECT 1 FROM assessmentPanelMember
  WHERE roundId = NEW.roundId AND personId = NEW.openedById);
  SELECT RAISE(ABORT, 'meeting-kept') WHERE NEW.signedAt IS NOT NULL
    OR NEW.number <> 1 + (SELECT count(*) FROM assessmentMeeting
      WHERE roundId = NEW.roundId AND panel = NEW.panel);
END;
CREATE TRIGGER assessmentMeetingSigned AFTER UPDATE ON assessmentMeeting
BEGIN
  UPDATE assessmentRound SET revision = revision + 1
  WHERE roundId = NEW.roundId AND sealedAt IS NULL;
END;
CREATE TRIGGER assessmentMeetingSigns BEFORE UPDATE ON assessmentMeeting
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.panel IS OLD.panel AND NEW.number IS OLD.number AND NEW.openedAt IS OLD.openedAt AND NEW.openedById IS OLD.openedById AND NEW.openedDespite IS OLD.openedDespite AND NEW.signedAt IS OLD.signedAt AND NEW.signedById IS OLD.signedById AND NEW.chairId IS OLD.chairId AND NEW.minutesHash IS OLD.minutesHash)
BEGIN
  SELECT RAISE(ABORT, 'meeting-signed') WHERE OLD.signedAt IS NOT NULL;
  SELECT RAISE(ABORT, 'meeting-kept') WHERE NEW.signedAt IS NULL
    OR NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId OR NEW.panel <> OLD.panel
    OR NEW.number <> OLD.number OR NEW.openedAt <> OLD.openedAt
    OR NEW.openedById <> OLD.openedById OR NEW.openedDespite IS NOT OLD.openedDespite;
  SELECT RAISE(ABORT, 'meeting-own-panel') WHERE EXISTS (
  SELECT 1 FROM assessmentPanelMember
  WHERE roundId = NEW.roundId AND personId = NEW.signedById);
  SELECT RAISE(ABORT, 'meeting-no-quorum') WHERE
    (SELECT count(*) FROM assessmentAttendance
      WHERE meetingId = NEW.id AND isPresent = 1)
    < (SELECT quorum FROM assessmentPanel
      WHERE roundId = NEW.roundId AND key = NEW.panel);
  SELECT RAISE(ABORT, 'meeting-chair-absent') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentAttendance
    WHERE meetingId = NEW.id AND memberId = NEW.chairId AND isPresent = 1);
  SELECT RAISE(ABORT, 'meeting-unfinished') WHERE EXISTS (
    SELECT 1 FROM assessmentCandidatePanel AS candidate
    WHERE candidate.roundId = NEW.roundId AND candidate.panel = NEW.panel
      AND isStanding = 1
      AND NOT EXISTS (SELECT 1 FROM assessmentRecommendation
        WHERE meetingId = NEW.id AND applicationId = candidate.applicationId));
  -- Somebody who took part may have said since that they have an interest.
  SELECT RAISE(ABORT, 'recommendation-stale') WHERE EXISTS (
    SELECT 1 FROM assessmentRecommendation AS said
    JOIN assessmentCandidate ON assessmentCandidate.applicationId = said.applicationId
      AND isStanding = 1
    WHERE meetingId = NEW.id
      AND id = (SELECT max(id) FROM assessmentRecommendation
        WHERE meetingId = NEW.id AND applicationId = said.applicationId)
      AND ((SELECT count(*) FROM assessmentVoter
   WHERE meetingId = NEW.id AND applicationId = said.applicationId)
  < (SELECT quorum FROM assessmentMeeting JOIN assessmentPanel
     ON assessmentPanel.roundId = assessmentMeeting.roundId AND key = panel
     WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM assessmentRecommendationVoter
          WHERE recommendationId = said.id AND memberId NOT IN (
            SELECT memberId FROM assessmentVoter
            WHERE meetingId = NEW.id AND applicationId = said.applicationId))));
  -- One may stand again that did not when the others were recorded.
  SELECT RAISE(ABORT, 'recommendation-over-allotment')
  WHERE (SELECT ifnull(sum(amountPence), 0)
  FROM assessmentRecommendation AS said
  JOIN assessmentCandidate AS candidate USING (applicationId)
  WHERE candidate.isStanding = 1 AND candidate.applicationId IS NOT NULL
    AND candidate.roundId = NEW.roundId
    AND said.id = (SELECT max(id) FROM assessmentRecommendation
      WHERE applicationId = candidate.applicationId))
    > (SELECT meetingAllotmentPence FROM assessmentRound WHERE roundId = NEW.roundId);
END;
CREATE TRIGGER assessmentModerationCounts AFTER INSERT ON assessmentModeration
BEGIN
  UPDATE assessmentScore
  SET value = NEW.valueAfter, enteredById = NEW.recordedById,
    recordedAt = NEW.recordedAt
  WHERE id = NEW.scoreId;
END;
CREATE TRIGGER assessmentModerationFits BEFORE INSERT ON assessmentModeration
BEGIN
  SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
  SELECT 1 FROM assessmentMeeting WHERE id = NEW.meetingId AND signedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'meeting-not-item') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentScore AS score
    JOIN assessmentCandidatePanel AS candidate USING (applicationId)
    JOIN assessmentMeeting AS meeting ON meeting.roundId = candidate.roundId
      AND meeting.panel = candidate.panel
    WHERE score.id = NEW.scoreId AND meeting.id = NEW.meetingId AND isStanding = 1);
  SELECT RAISE(ABORT, 'meeting-own-panel') WHERE EXISTS (
  SELECT 1 FROM assessmentPanelMember
  WHERE roundId = (SELECT roundId FROM assessmentMeeting WHERE id = NEW.meetingId) AND personId = NEW.recordedById);
  SELECT RAISE(ABORT, 'moderation-moved') WHERE NEW.valueBefore IS NOT (
    SELECT value FROM assessmentScore WHERE id = NEW.scoreId);
  SELECT RAISE(ABORT, 'item-no-quorum') WHERE EXISTS (
    SELECT 1 FROM assessmentScore WHERE id = NEW.scoreId
      AND (SELECT count(*) FROM assessmentVoter
   WHERE meetingId = NEW.meetingId AND applicationId = assessmentScore.applicationId)
  < (SELECT quorum FROM assessmentMeeting JOIN assessmentPanel
     ON assessmentPanel.roundId = assessmentMeeting.roundId AND key = panel
     WHERE id = NEW.meetingId));
  SELECT RAISE(ABORT, 'moderation-absent') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentScore JOIN assessmentVoter USING (applicationId, memberId)
    WHERE assessmentScore.id = NEW.scoreId AND meetingId = NEW.meetingId);
END;
CREATE TRIGGER assessmentModerationKept BEFORE DELETE ON assessmentModeration
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentModerationNeverReplaced BEFORE INSERT ON assessmentModeration
WHEN EXISTS (SELECT 1 FROM assessmentModeration WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentModerationUnchanged BEFORE UPDATE ON assessmentModeration
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.meetingId IS OLD.meetingId AND NEW.scoreId IS OLD.scoreId AND NEW.valueBefore IS OLD.valueBefore AND NEW.valueAfter IS OLD.valueAfter AND NEW.recordedAt IS OLD.recordedAt AND NEW.recordedById IS OLD.recordedById)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentPanelGrows AFTER INSERT ON assessmentPanelMember
BEGIN
  UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER assessmentPanelKept BEFORE DELETE ON assessmentPanel
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentPanelLimit BEFORE INSERT ON assessmentPanelMember
WHEN (SELECT count(*) FROM assessmentPanelMember WHERE roundId = NEW.roundId) >= 40
BEGIN SELECT RAISE(ABORT, 'panel-full'); END;
CREATE TRIGGER assessmentPanelMemberAttended BEFORE DELETE ON assessmentPanelMember
WHEN EXISTS (SELECT 1 FROM assessmentAttendance
  WHERE roundId = OLD.roundId AND memberId = OLD.personId)
BEGIN SELECT RAISE(ABORT, 'panel-member-began'); END;
CREATE TRIGGER assessmentPanelMemberLeavesInTime BEFORE DELETE ON assessmentPanelMember
WHEN (SELECT sealedAt FROM assessmentRound WHERE roundId = OLD.roundId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'scores-sealed'); END;
CREATE TRIGGER assessmentPanelMemberOfPanel BEFORE INSERT ON assessmentPanelMember
WHEN NOT EXISTS (SELECT 1 FROM assessmentPanel
  WHERE roundId = NEW.roundId AND key = NEW.panel)
BEGIN SELECT RAISE(ABORT, 'panel-unknown'); END;
CREATE TRIGGER assessmentPanelMemberRead BEFORE UPDATE OF readsScores
ON assessmentPanelMember
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.roundId IS OLD.roundId AND NEW.personId IS OLD.personId AND NEW.addedAt IS OLD.addedAt AND NEW.addedById IS OLD.addedById AND NEW.panel IS OLD.panel AND NEW.kind IS OLD.kind AND NEW.readsScores IS OLD.readsScores)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentPanelMemberReadsNone BEFORE INSERT ON assessmentPanelMember
WHEN (SELECT sealsScores FROM assessmentRound WHERE roundId = NEW.roundId) = 1
  AND (NEW.personId = NEW.addedById OR (NEW.readsScores IS NOT 0 AND EXISTS (
    SELECT 1 FROM assessmentScore WHERE roundId = NEW.roundId)))
BEGIN SELECT RAISE(ABORT, 'panel-reads-scores'); END;
CREATE TRIGGER assessmentPanelMemberStays BEFORE UPDATE ON assessmentPanelMember
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.roundId IS OLD.roundId AND NEW.personId IS OLD.personId AND NEW.addedAt IS OLD.addedAt AND NEW.addedById IS OLD.addedById AND NEW.panel IS OLD.panel AND NEW.kind IS OLD.kind AND NEW.readsScores IS OLD.readsScores) AND ( NEW.roundId <> OLD.roundId OR NEW.personId <> OLD.personId
  OR NEW.panel <> OLD.panel OR NEW.addedAt <> OLD.addedAt
  OR NEW.addedById <> OLD.addedById
)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentPanelNeverReplaced BEFORE INSERT ON assessmentPanel
WHEN EXISTS (SELECT 1 FROM assessmentPanel WHERE roundId = NEW.roundId AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentPanelShrinks AFTER DELETE ON assessmentPanelMember
BEGIN
  UPDATE assessmentRound SET revision = revision + 1
  WHERE roundId = OLD.roundId AND sealedAt IS NULL;
END;
CREATE TRIGGER assessmentPanelUnchanged BEFORE UPDATE ON assessmentPanel
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentProposalGroundHolds BEFORE INSERT ON assessmentProposalGround
BEGIN
  SELECT RAISE(ABORT, 'score-kept') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentRound
    WHERE roundId = NEW.roundId AND revision = NEW.revision);
  SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
    SELECT 1 FROM assessmentRound
    WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'proposal-unscored') WHERE NOT EXISTS (
      SELECT 1 FROM assessmentCandidate
      WHERE roundId = NEW.roundId AND isStanding = 1)
    OR EXISTS (
      SELECT 1 FROM assessmentCandidate AS candidate
      JOIN assessmentCriterion AS asked ON asked.roundId = candidate.roundId
      WHERE candidate.roundId = NEW.roundId AND isStanding = 1
        AND NOT EXISTS (SELECT 1 FROM assessmentScore AS given
          WHERE given.applicationId = candidate.applicationId
            AND given.criterion = asked.key AND isSetAside = 0));
  SELECT RAISE(ABORT, 'meetings-unsigned') WHERE EXISTS (
    SELECT 1 FROM assessmentRound JOIN assessmentPanel USING (roundId)
    WHERE roundId = NEW.roundId AND meetingAllotmentPence IS NOT NULL
      AND EXISTS (SELECT 1 FROM assessmentCandidatePanel AS candidate
        WHERE candidate.roundId = NEW.roundId AND candidate.panel = key
          AND isStanding = 1)
      AND (SELECT signedAt FROM assessmentMeeting AS meeting
        WHERE meeting.roundId = NEW.roundId AND meeting.panel = key
        ORDER BY number DESC LIMIT 1) IS NULL);
  SELECT RAISE(ABORT, 'meetings-moved') WHERE EXISTS (
    SELECT 1 FROM assessmentRound
    JOIN assessmentMeeting AS meeting USING (roundId)
    JOIN assessmentMeetingLook AS seen ON seen.meetingId = meeting.id
    JOIN assessmentLook AS now ON now.roundId = meeting.roundId
      AND now.panel = meeting.panel
    WHERE meeting.roundId = NEW.roundId AND meetingAllotmentPence IS NOT NULL
      AND meeting.number = (SELECT max(number) FROM assessmentMeeting
        WHERE roundId = NEW.roundId AND panel = meeting.panel)
      AND seen.look <> now.look);
END;
CREATE TRIGGER assessmentProposalGroundKept BEFORE DELETE ON assessmentProposalGround
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentProposalGroundNeverReplaced BEFORE INSERT ON assessmentProposalGround
WHEN EXISTS (SELECT 1 FROM assessmentProposalGround WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentProposalGroundRecommends
AFTER INSERT ON assessmentProposalGround
BEGIN
  INSERT INTO assessmentRecommended (id, groundId, applicationId, amountPence)
SELECT groundId || ':' || applicationId || ':' || amountPence, groundId, applicationId,
  amountPence
FROM assessmentRecommendedNow WHERE groundId = NEW.id;
END;
CREATE TRIGGER assessmentProposalGroundUnchanged BEFORE UPDATE ON assessmentProposalGround
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentRecommendationFits BEFORE INSERT ON assessmentRecommendation
BEGIN
  SELECT RAISE(ABORT, 'meeting-signed') WHERE EXISTS (
  SELECT 1 FROM assessmentMeeting WHERE id = NEW.meetingId AND signedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'meeting-not-item') WHERE NOT EXISTS (
  SELECT 1 FROM assessmentMeeting
  JOIN assessmentCandidatePanel USING (roundId, panel)
  WHERE id = NEW.meetingId AND applicationId = NEW.applicationId AND isStanding = 1);
  SELECT RAISE(ABORT, 'meeting-own-panel') WHERE EXISTS (
  SELECT 1 FROM assessmentPanelMember
  WHERE roundId = (SELECT roundId FROM assessmentMeeting WHERE id = NEW.meetingId) AND personId = NEW.recordedById);
  SELECT RAISE(ABORT, 'item-no-quorum')
  WHERE (SELECT count(*) FROM assessmentVoter
   WHERE meetingId = NEW.meetingId AND applicationId = NEW.applicationId)
  < (SELECT quorum FROM assessmentMeeting JOIN assessmentPanel
     ON assessmentPanel.roundId = assessmentMeeting.roundId AND key = panel
     WHERE id = NEW.meetingId);
  SELECT RAISE(ABORT, 'recommendation-votes')
  WHERE NEW.votesFor + NEW.votesAgainst + NEW.abstentions <> (SELECT count(*)
    FROM assessmentVoter
    WHERE meetingId = NEW.meetingId AND applicationId = NEW.applicationId);
  SELECT RAISE(ABORT, 'recommendation-lost')
  WHERE NEW.votesFor <= NEW.votesAgainst AND NEW.castingVote = 0;
  SELECT RAISE(ABORT, 'recommendation-under-minimum') WHERE EXISTS (
    SELECT 1 FROM assessmentCandidate
    WHERE applicationId = NEW.applicationId AND NEW.amountPence < minimumPence);
  SELECT RAISE(ABORT, 'recommendation-over-request') WHERE EXISTS (
    SELECT 1 FROM assessmentCandidate
    WHERE applicationId = NEW.applicationId AND (NEW.amountPence > requestedPence
      OR (NEW.kind = 'part' AND NEW.amountPence = requestedPence)));
  SELECT RAISE(ABORT, 'recommendation-not-whole') WHERE NEW.kind = 'fund' AND EXISTS (
    SELECT 1 FROM assessmentCandidate
    WHERE applicationId = NEW.applicationId AND NEW.amountPence < requestedPence);
  SELECT RAISE(ABORT, 'recommendation-over-allotment')
  WHERE NEW.amountPence + (SELECT ifnull(sum(amountPence), 0)
  FROM assessmentRecommendation AS said
  JOIN assessmentCandidate AS candidate USING (applicationId)
  WHERE candidate.isStanding = 1 AND candidate.applicationId IS NOT NEW.applicationId
    AND candidate.roundId = (SELECT roundId FROM assessmentMeeting WHERE id = NEW.meetingId)
    AND said.id = (SELECT max(id) FROM assessmentRecommendation
      WHERE applicationId = candidate.applicationId))
    > (SELECT meetingAllotmentPence FROM assessmentMeeting
      JOIN assessmentRound USING (roundId) WHERE id = NEW.meetingId);
END;
CREATE TRIGGER assessmentRecommendationKept BEFORE DELETE ON assessmentRecommendation
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentRecommendationNeverReplaced BEFORE INSERT ON assessmentRecommendation
WHEN EXISTS (SELECT 1 FROM assessmentRecommendation WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentRecommendationTaken AFTER INSERT ON assessmentRecommendation
BEGIN
  INSERT INTO assessmentRecommendationVoter (recommendationId, memberId)
  SELECT NEW.id, memberId FROM assessmentVoter
  WHERE meetingId = NEW.meetingId AND applicationId = NEW.applicationId;
END;
CREATE TRIGGER assessmentRecommendationUnchanged BEFORE UPDATE ON assessmentRecommendation
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.meetingId IS OLD.meetingId AND NEW.applicationId IS OLD.applicationId AND NEW.kind IS OLD.kind AND NEW.amountPence IS OLD.amountPence AND NEW.votesFor IS OLD.votesFor AND NEW.votesAgainst IS OLD.votesAgainst AND NEW.abstentions IS OLD.abstentions AND NEW.castingVote IS OLD.castingVote AND NEW.recordedAt IS OLD.recordedAt AND NEW.recordedById IS OLD.recordedById)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentRecommendationVoterFits
BEFORE INSERT ON assessmentRecommendationVoter
BEGIN
  SELECT RAISE(ABORT, 'meeting-kept') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentRecommendation AS said
    JOIN assessmentVoter USING (meetingId, applicationId)
    JOIN assessmentMeeting ON assessmentMeeting.id = meetingId
    WHERE said.id = NEW.recommendationId AND memberId = NEW.memberId
      AND signedAt IS NULL);
END;
CREATE TRIGGER assessmentRecommendationVoterKept BEFORE DELETE ON assessmentRecommendationVoter
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentRecommendationVoterNeverReplaced BEFORE INSERT ON assessmentRecommendationVoter
WHEN EXISTS (SELECT 1 FROM assessmentRecommendationVoter WHERE recommendationId = NEW.recommendationId AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentRecommendationVoterUnchanged BEFORE UPDATE ON assessmentRecommendationVoter
BEGIN SELECT RAISE(ABORT, 'meeting-kept'); END;
CREATE TRIGGER assessmentRecommendedKept BEFORE DELETE ON assessmentRecommended
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentRecommendedNeverReplaced BEFORE INSERT ON assessmentRecommended
WHEN EXISTS (SELECT 1 FROM assessmentRecommended WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentRecommendedSo BEFORE INSERT ON assessmentRecommended
WHEN NOT EXISTS (SELECT 1 FROM assessmentRecommendedNow AS said
  WHERE said.groundId = NEW.groundId AND said.applicationId = NEW.applicationId
    AND said.amountPence = NEW.amountPence)
BEGIN SELECT RAISE(ABORT, 'award-not-recommended'); END;
CREATE TRIGGER assessmentRecommendedUnchanged BEFORE UPDATE ON assessmentRecommended
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentRoundCountsUp BEFORE UPDATE ON assessmentRound
WHEN NEW.revision < OLD.revision OR NEW.roundId <> OLD.roundId
  OR NEW.scaleMinimum <> OLD.scaleMinimum OR NEW.scaleMaximum <> OLD.scaleMaximum
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentRoundKept BEFORE DELETE ON assessmentRound
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentRoundMeetingsStay BEFORE UPDATE ON assessmentRound
WHEN NEW.meetingAllotmentPence IS NOT OLD.meetingAllotmentPence
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentRoundNeverReplaced BEFORE INSERT ON assessmentRound
WHEN EXISTS (SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentRoundRulesStay BEFORE UPDATE ON assessmentRound
WHEN NEW.asksInterest <> OLD.asksInterest OR NEW.asksBriefing <> OLD.asksBriefing
  OR NEW.asksAssignment <> OLD.asksAssignment
  OR NEW.allowsNotApplicable <> OLD.allowsNotApplicable
  OR NEW.sealsScores <> OLD.sealsScores
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentRoundSealedStays BEFORE UPDATE ON assessmentRound
WHEN OLD.sealedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'scores-sealed'); END;
CREATE TRIGGER assessmentScoreApplies BEFORE INSERT ON assessmentScore
WHEN NEW.value IS NULL AND EXISTS (SELECT 1 FROM assessmentCriterion
  WHERE roundId = NEW.roundId AND key = NEW.criterion AND alwaysApplies = 1)
BEGIN SELECT RAISE(ABORT, 'score-applies'); END;
CREATE TRIGGER assessmentScoreBeforeMeeting BEFORE INSERT ON assessmentScore
WHEN EXISTS (SELECT 1 FROM assessmentMeetingItem WHERE applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'scores-in-meeting'); END;
CREATE TRIGGER assessmentScoreByOneWhoStays BEFORE INSERT ON assessmentScore
WHEN EXISTS (SELECT 1 FROM assessmentDeparture
  WHERE assessmentDeparture.roundId = NEW.roundId
    AND assessmentDeparture.memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;
CREATE TRIGGER assessmentScoreChanges AFTER UPDATE ON assessmentScore
BEGIN
  UPDATE assessmentRound SET revision = revision + 1
  WHERE roundId = NEW.roundId AND sealedAt IS NULL;
END;
CREATE TRIGGER assessmentScoreCounts AFTER INSERT ON assessmentScore
BEGIN
  UPDATE assessmentRound SET revision = revision + 1 WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER assessmentScoreFits BEFORE INSERT ON assessmentScore
BEGIN
  SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
  SELECT 1 FROM assessmentRound
  WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
SELECT RAISE(ABORT, 'score-off-scale') WHERE NOT EXISTS (
  SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId
    AND (NEW.value BETWEEN scaleMinimum AND scaleMaximum
      OR (NEW.value IS NULL AND allowsNotApplicable = 1)));
SELECT RAISE(ABORT, 'score-not-standing') WHERE NOT EXISTS (
  SELECT 1 FROM assessmentCandidate WHERE applicationId = NEW.applicationId
    AND roundId = NEW.roundId AND isStanding = 1);
SELECT RAISE(ABORT, 'score-with-interest') WHERE EXISTS (
  SELECT 1 FROM assessmentConflict WHERE applicationId = NEW.applicationId
    AND memberId IN (NEW.memberId, NEW.enteredById));
SELECT RAISE(ABORT, 'score-undeclared') WHERE EXISTS (
  SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId AND asksInterest = 1)
  AND NOT EXISTS (SELECT 1 FROM assessmentInterest WHERE roundId = NEW.roundId
    AND memberId = NEW.memberId AND applicationId = NEW.applicationId);
SELECT RAISE(ABORT, 'score-unbriefed') WHERE EXISTS (
  SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId AND asksBriefing = 1)
  AND NOT EXISTS (SELECT 1 FROM assessmentBriefing
    WHERE roundId = NEW.roundId AND memberId = NEW.memberId);
SELECT RAISE(ABORT, 'score-unassigned') WHERE EXISTS (
  SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId AND asksAssignment = 1)
  AND NOT EXISTS (SELECT 1 FROM assessmentAssignment
    WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
SELECT RAISE(ABORT, 'score-locked') WHERE EXISTS (
  SELECT 1 FROM assessmentLock
  WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
  SELECT RAISE(ABORT, 'score-kept') WHERE NEW.isSetAside <> 0;
END;
CREATE TRIGGER assessmentScoreFitsModerated
BEFORE UPDATE OF value, comment, enteredById, recordedAt ON assessmentScore
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.memberId IS OLD.memberId AND NEW.criterion IS OLD.criterion AND NEW.value IS OLD.value AND NEW.enteredById IS OLD.enteredById AND NEW.recordedAt IS OLD.recordedAt AND NEW.isSetAside IS OLD.isSetAside) AND ( EXISTS (SELECT 1 FROM assessmentModeration
  WHERE id = (SELECT max(id) FROM assessmentModeration WHERE scoreId = NEW.id)
    AND valueBefore IS OLD.value AND valueAfter IS NEW.value
    AND NEW.comment IS OLD.comment
    AND recordedAt = NEW.recordedAt AND recordedById = NEW.enteredById)
)
BEGIN
  SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
    SELECT 1 FROM assessmentRound
    WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
  SELECT RAISE(ABORT, 'score-off-scale') WHERE NOT EXISTS (
    SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId
      AND (NEW.value BETWEEN scaleMinimum AND scaleMaximum
        OR (NEW.value IS NULL AND allowsNotApplicable = 1)));
  SELECT RAISE(ABORT, 'score-with-interest') WHERE EXISTS (
    SELECT 1 FROM assessmentConflict WHERE applicationId = NEW.applicationId
      AND memberId IN (NEW.memberId, NEW.enteredById));
END;
CREATE TRIGGER assessmentScoreHistoryKept BEFORE DELETE ON assessmentScoreHistory
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentScoreHistoryNeverReplaced BEFORE INSERT ON assessmentScoreHistory
WHEN EXISTS (SELECT 1 FROM assessmentScoreHistory WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentScoreHistoryUnchanged BEFORE UPDATE ON assessmentScoreHistory
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.scoreId IS OLD.scoreId AND NEW.value IS OLD.value AND NEW.enteredById IS OLD.enteredById AND NEW.recordedAt IS OLD.recordedAt AND NEW.replacedAt IS OLD.replacedAt)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentScoreKept BEFORE DELETE ON assessmentScore
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentScoreNeverReplaced BEFORE INSERT ON assessmentScore
WHEN EXISTS (SELECT 1 FROM assessmentScore WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM assessmentScore WHERE applicationId = NEW.applicationId AND criterion = NEW.criterion AND memberId = NEW.memberId)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentScoreOwnerFixed BEFORE UPDATE ON assessmentScore
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.memberId IS OLD.memberId AND NEW.criterion IS OLD.criterion AND NEW.value IS OLD.value AND NEW.enteredById IS OLD.enteredById AND NEW.recordedAt IS OLD.recordedAt AND NEW.isSetAside IS OLD.isSetAside) AND ( NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId
  OR NEW.applicationId <> OLD.applicationId OR NEW.memberId <> OLD.memberId
  OR NEW.criterion <> OLD.criterion
)
BEGIN SELECT RAISE(ABORT, 'score-owner-fixed'); END;
CREATE TRIGGER assessmentScoreReplaced
AFTER UPDATE OF value, comment, enteredById, recordedAt ON assessmentScore
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.memberId IS OLD.memberId AND NEW.criterion IS OLD.criterion AND NEW.value IS OLD.value AND NEW.enteredById IS OLD.enteredById AND NEW.recordedAt IS OLD.recordedAt AND NEW.isSetAside IS OLD.isSetAside)
BEGIN
  INSERT INTO assessmentScoreHistory
    (scoreId, value, comment, enteredById, recordedAt, replacedAt)
  VALUES (OLD.id, OLD.value, OLD.comment, OLD.enteredById, OLD.recordedAt,
    NEW.recordedAt);
END;
CREATE TRIGGER assessmentScoreSetAside BEFORE UPDATE OF isSetAside ON assessmentScore
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.memberId IS OLD.memberId AND NEW.criterion IS OLD.criterion AND NEW.value IS OLD.value AND NEW.enteredById IS OLD.enteredById AND NEW.recordedAt IS OLD.recordedAt AND NEW.isSetAside IS OLD.isSetAside) AND ( NEW.isSetAside <> (EXISTS (SELECT 1 FROM assessmentConflict
    WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId)
  OR EXISTS (SELECT 1 FROM assessmentDeparture AS gone
  WHERE gone.roundId = NEW.roundId AND gone.memberId = NEW.memberId
    AND (gone.keepsScores = 0
      OR (SELECT count(*) FROM assessmentScore AS given
          WHERE given.applicationId = NEW.applicationId AND given.memberId = NEW.memberId)
        < (SELECT count(*) FROM assessmentCriterion AS asked
          WHERE asked.roundId = NEW.roundId))))
)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentScoreStillApplies BEFORE UPDATE OF value ON assessmentScore
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.memberId IS OLD.memberId AND NEW.criterion IS OLD.criterion AND NEW.value IS OLD.value AND NEW.enteredById IS OLD.enteredById AND NEW.recordedAt IS OLD.recordedAt AND NEW.isSetAside IS OLD.isSetAside) AND ( NEW.value IS NULL AND EXISTS (SELECT 1 FROM assessmentCriterion
  WHERE roundId = NEW.roundId AND key = NEW.criterion AND alwaysApplies = 1)
)
BEGIN SELECT RAISE(ABORT, 'score-applies'); END;
CREATE TRIGGER assessmentScoreStillByOneWhoStays
BEFORE UPDATE OF value, comment, enteredById, recordedAt ON assessmentScore
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.memberId IS OLD.memberId AND NEW.criterion IS OLD.criterion AND NEW.value IS OLD.value AND NEW.enteredById IS OLD.enteredById AND NEW.recordedAt IS OLD.recordedAt AND NEW.isSetAside IS OLD.isSetAside) AND ( EXISTS (SELECT 1 FROM assessmentDeparture
  WHERE assessmentDeparture.roundId = NEW.roundId
    AND assessmentDeparture.memberId = NEW.memberId)
)
BEGIN SELECT RAISE(ABORT, 'member-stood-down'); END;
CREATE TRIGGER assessmentScoreStillFits
BEFORE UPDATE OF value, comment, enteredById, recordedAt ON assessmentScore
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.memberId IS OLD.memberId AND NEW.criterion IS OLD.criterion AND NEW.value IS OLD.value AND NEW.enteredById IS OLD.enteredById AND NEW.recordedAt IS OLD.recordedAt AND NEW.isSetAside IS OLD.isSetAside) AND ( NOT EXISTS (SELECT 1 FROM assessmentModeration
  WHERE id = (SELECT max(id) FROM assessmentModeration WHERE scoreId = NEW.id)
    AND valueBefore IS OLD.value AND valueAfter IS NEW.value
    AND NEW.comment IS OLD.comment
    AND recordedAt = NEW.recordedAt AND recordedById = NEW.enteredById)
)
BEGIN
  SELECT RAISE(ABORT, 'scores-sealed') WHERE EXISTS (
  SELECT 1 FROM assessmentRound
  WHERE roundId = NEW.roundId AND sealedAt IS NOT NULL);
SELECT RAISE(ABORT, 'score-off-scale') WHERE NOT EXISTS (
  SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId
    AND (NEW.value BETWEEN scaleMinimum AND scaleMaximum
      OR (NEW.value IS NULL AND allowsNotApplicable = 1)));
SELECT RAISE(ABORT, 'score-not-standing') WHERE NOT EXISTS (
  SELECT 1 FROM assessmentCandidate WHERE applicationId = NEW.applicationId
    AND roundId = NEW.roundId AND isStanding = 1);
SELECT RAISE(ABORT, 'score-with-interest') WHERE EXISTS (
  SELECT 1 FROM assessmentConflict WHERE applicationId = NEW.applicationId
    AND memberId IN (NEW.memberId, NEW.enteredById));
SELECT RAISE(ABORT, 'score-undeclared') WHERE EXISTS (
  SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId AND asksInterest = 1)
  AND NOT EXISTS (SELECT 1 FROM assessmentInterest WHERE roundId = NEW.roundId
    AND memberId = NEW.memberId AND applicationId = NEW.applicationId);
SELECT RAISE(ABORT, 'score-unbriefed') WHERE EXISTS (
  SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId AND asksBriefing = 1)
  AND NOT EXISTS (SELECT 1 FROM assessmentBriefing
    WHERE roundId = NEW.roundId AND memberId = NEW.memberId);
SELECT RAISE(ABORT, 'score-unassigned') WHERE EXISTS (
  SELECT 1 FROM assessmentRound WHERE roundId = NEW.roundId AND asksAssignment = 1)
  AND NOT EXISTS (SELECT 1 FROM assessmentAssignment
    WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
SELECT RAISE(ABORT, 'score-locked') WHERE EXISTS (
  SELECT 1 FROM assessmentLock
  WHERE applicationId = NEW.applicationId AND memberId = NEW.memberId);
  SELECT RAISE(ABORT, 'scores-in-meeting') WHERE EXISTS (SELECT 1 FROM assessmentMeetingItem WHERE applicationId = NEW.applicationId);
END;
CREATE TRIGGER assessmentStaffInterestFits BEFORE INSERT ON assessmentStaffInterest
BEGIN
  SELECT RAISE(ABORT, 'interest-stands') WHERE NEW.hasInterest = 0
    AND NEW.saidById = NEW.personId
    AND EXISTS (SELECT 1 FROM assessmentStaffConflict
      WHERE applicationId = NEW.applicationId AND personId = NEW.personId);
  SELECT RAISE(ABORT, 'judge-with-interest') WHERE NEW.saidById <> NEW.personId
    AND EXISTS (SELECT 1 FROM assessmentAnyConflict
      WHERE applicationId = NEW.applicationId AND personId = NEW.saidById);
END;
CREATE TRIGGER assessmentStaffInterestKept BEFORE DELETE ON assessmentStaffInterest
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentStaffInterestMoves AFTER INSERT ON assessmentStaffInterest
WHEN NEW.hasInterest = 1
BEGIN
  UPDATE assessmentRound SET revision = revision + 1
  WHERE roundId = NEW.roundId AND sealedAt IS NULL;
END;
CREATE TRIGGER assessmentStaffInterestNeverReplaced BEFORE INSERT ON assessmentStaffInterest
WHEN EXISTS (SELECT 1 FROM assessmentStaffInterest WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER assessmentStaffInterestUnchanged BEFORE UPDATE ON assessmentStaffInterest
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.personId IS OLD.personId AND NEW.hasInterest IS OLD.hasInterest AND NEW.declaredAt IS OLD.declaredAt AND NEW.saidById IS OLD.saidById)
BEGIN SELECT RAISE(ABORT, 'score-kept'); END;
CREATE TRIGGER auditEntryContinues BEFORE INSERT ON auditEntry
WHEN NEW.sequence <> 1 + ifnull((SELECT max(sequence) FROM auditEntry), 0)
  OR NEW.previousHash <> ifnull(
       (SELECT hash FROM auditEntry ORDER BY sequence DESC LIMIT 1),
       printf('%064d', 0))
BEGIN SELECT RAISE(ABORT, 'audit-chain-broken'); END;
CREATE TRIGGER auditEntryKept BEFORE DELETE ON auditEntry
BEGIN SELECT RAISE(ABORT, 'audit-append-only'); END;
CREATE TRIGGER auditEntryNeverReplaced BEFORE INSERT ON auditEntry
WHEN EXISTS (SELECT 1 FROM auditEntry WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'audit-append-only'); END;
CREATE TRIGGER auditEntryUnchanged BEFORE UPDATE ON auditEntry
BEGIN SELECT RAISE(ABORT, 'audit-append-only'); END;
CREATE TRIGGER auditRehearsalKept BEFORE DELETE ON auditRehearsal
BEGIN SELECT RAISE(ABORT, 'rehearsal-stays-one'); END;
CREATE TRIGGER auditRehearsalNeverReplaced BEFORE INSERT ON auditRehearsal
WHEN EXISTS (SELECT 1 FROM auditRehearsal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'rehearsal-stays-one'); END;
CREATE TRIGGER auditRehearsalOfNew BEFORE INSERT ON auditRehearsal
WHEN EXISTS (SELECT 1 FROM auditEntry)
BEGIN SELECT RAISE(ABORT, 'rehearsal-of-new'); END;
CREATE TRIGGER auditRehearsalUnchanged BEFORE UPDATE ON auditRehearsal
BEGIN SELECT RAISE(ABORT, 'rehearsal-stays-one'); END;
CREATE TRIGGER awardAcceptanceConfirmed BEFORE INSERT ON awardAcceptance
WHEN (SELECT asksConfirmation FROM awardVersion WHERE id = NEW.versionId) = 1
  AND NOT EXISTS (
    SELECT 1 FROM awardConfirmation WHERE versionId = NEW.versionId)
BEGIN SELECT RAISE(ABORT, 'agreement-unconfirmed'); END;
CREATE TRIGGER awardAcceptanceFits BEFORE INSERT ON awardAcceptance
WHEN NOT EXISTS (SELECT 1 FROM awardVersion WHERE id = NEW.versionId
    AND offeredById = NEW.offeredById AND amountPence >= NEW.paidPence)
  OR (SELECT amountPence FROM awardVersion WHERE id = NEW.versionId)
    <> (SELECT amountPence FROM award WHERE id = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  + (SELECT ifnull(sum(pence), 0) FROM awardMovement
     JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
BEGIN SELECT RAISE(ABORT, 'agreement-sums'); END;
CREATE TRIGGER awardAcceptanceInTime BEFORE INSERT ON awardAcceptance
WHEN NEW.acceptedOn > ifnull((SELECT lapsesOn FROM awardExtension WHERE versionId = NEW.versionId
  ORDER BY id DESC LIMIT 1), (SELECT lapsesOn FROM awardVersion WHERE id = NEW.versionId)) OR NEW.acceptedOn < (
  SELECT offeredOn FROM awardVersion WHERE id = NEW.versionId)
BEGIN SELECT RAISE(ABORT, 'agreement-late'); END;
CREATE TRIGGER awardAcceptanceKept BEFORE DELETE ON awardAcceptance
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardAcceptanceNeverReplaced BEFORE INSERT ON awardAcceptance
WHEN EXISTS (SELECT 1 FROM awardAcceptance WHERE versionId = NEW.versionId)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardAcceptanceOfText BEFORE INSERT ON awardAcceptance
WHEN NEW.sha256 IS NOT (SELECT sha256 FROM awardVersion WHERE id = NEW.versionId)
  -- A later version stands in its place.
  OR EXISTS (SELECT 1 FROM awardVersion AS later
    JOIN awardVersion AS this ON this.id = NEW.versionId
    WHERE later.awardId = this.awardId AND later.number > this.number
      AND later.id NOT IN (SELECT versionId FROM awardVersionEnd))
BEGIN SELECT RAISE(ABORT, 'agreement-text-changed'); END;
CREATE TRIGGER awardAcceptanceOpen BEFORE INSERT ON awardAcceptance
WHEN EXISTS (SELECT 1 FROM awardAcceptance WHERE versionId = NEW.versionId)
  OR EXISTS (SELECT 1 FROM awardVersionEnd WHERE versionId = NEW.versionId)
  OR EXISTS (SELECT 1 FROM awardEnd WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
BEGIN SELECT RAISE(ABORT, 'agreement-closed'); END;
CREATE TRIGGER awardAcceptanceUnchanged BEFORE UPDATE ON awardAcceptance
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.versionId IS OLD.versionId AND NEW.sha256 IS OLD.sha256 AND NEW.isAuthorised IS OLD.isAuthorised AND NEW.acceptedOn IS OLD.acceptedOn AND NEW.paidPence IS OLD.paidPence AND NEW.offeredById IS OLD.offeredById AND NEW.recordedById IS OLD.recordedById AND NEW.recordedAt IS OLD.recordedAt AND NEW.recordedOn IS OLD.recordedOn)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardAppealDeciderFree BEFORE INSERT ON awardAppealDecision
WHEN EXISTS (SELECT 1 FROM awardAppealPart
  WHERE appealId = NEW.appealId AND personId = NEW.decidedById)
OR EXISTS (SELECT 1 FROM awardAppeal
  JOIN awardProposal ON awardProposal.roundId = awardAppeal.roundId
  LEFT JOIN awardProposalScorer ON proposalId = awardProposal.id
  WHERE awardAppeal.id = NEW.appealId
    AND NEW.decidedById IN (proposedById, awardProposalScorer.personId))
OR EXISTS (SELECT 1 FROM awardAppeal
  JOIN awardDecision ON awardDecision.roundId = awardAppeal.roundId
  WHERE awardAppeal.id = NEW.appealId AND decidedById = NEW.decidedById)
BEGIN SELECT RAISE(ABORT, 'appeal-took-part'); END;
CREATE TRIGGER awardAppealDecisionFits BEFORE INSERT ON awardAppealDecision
WHEN NOT EXISTS (
  SELECT 1 FROM awardAppeal
  JOIN awardAppealReview ON awardAppealReview.appealId = awardAppeal.id
  WHERE awardAppeal.id = NEW.appealId AND outcome <> 'notUpheld'
    AND awardAppealReview.reviewedById = NEW.reviewedById
    AND (NEW.effect = 'none' OR (NEW.effect = 'award') = (kind = 'appeal')))
BEGIN SELECT RAISE(ABORT, 'appeal-not-upheld'); END;
CREATE TRIGGER awardAppealDecisionKept BEFORE DELETE ON awardAppealDecision
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealDecisionNeverReplaced BEFORE INSERT ON awardAppealDecision
WHEN EXISTS (SELECT 1 FROM awardAppealDecision WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM awardAppealDecision WHERE appealId = NEW.appealId)
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealDecisionUnchanged BEFORE UPDATE ON awardAppealDecision
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.appealId IS OLD.appealId AND NEW.effect IS OLD.effect AND NEW.amountPence IS OLD.amountPence AND NEW.requestedPence IS OLD.requestedPence AND NEW.reviewedById IS OLD.reviewedById AND NEW.decidedById IS OLD.decidedById AND NEW.decidedAt IS OLD.decidedAt AND NEW.decidedOn IS OLD.decidedOn)
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealKept BEFORE DELETE ON awardAppeal
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealNeverReplaced BEFORE INSERT ON awardAppeal
WHEN EXISTS (SELECT 1 FROM awardAppeal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealPartKept BEFORE DELETE ON awardAppealPart
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealPartNeverReplaced BEFORE INSERT ON awardAppealPart
WHEN EXISTS (SELECT 1 FROM awardAppealPart WHERE appealId = NEW.appealId AND personId = NEW.personId AND part = NEW.part)
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealPartUnchanged BEFORE UPDATE ON awardAppealPart
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealReviewKept BEFORE DELETE ON awardAppealReview
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealReviewNeverReplaced BEFORE INSERT ON awardAppealReview
WHEN EXISTS (SELECT 1 FROM awardAppealReview WHERE appealId = NEW.appealId)
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealReviewUnchanged BEFORE UPDATE ON awardAppealReview
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.appealId IS OLD.appealId AND NEW.outcome IS OLD.outcome AND NEW.reviewedById IS OLD.reviewedById AND NEW.reviewedAt IS OLD.reviewedAt)
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealReviewerFree BEFORE INSERT ON awardAppealReview
WHEN EXISTS (SELECT 1 FROM awardAppealPart
  WHERE appealId = NEW.appealId AND personId = NEW.reviewedById)
OR EXISTS (SELECT 1 FROM awardAppeal
  JOIN awardProposal ON awardProposal.roundId = awardAppeal.roundId
  LEFT JOIN awardProposalScorer ON proposalId = awardProposal.id
  WHERE awardAppeal.id = NEW.appealId
    AND NEW.reviewedById IN (proposedById, awardProposalScorer.personId))
OR EXISTS (SELECT 1 FROM awardAppeal
  JOIN awardDecision ON awardDecision.roundId = awardAppeal.roundId
  WHERE awardAppeal.id = NEW.appealId AND decidedById = NEW.reviewedById)
BEGIN SELECT RAISE(ABORT, 'appeal-took-part'); END;
CREATE TRIGGER awardAppealUnchanged BEFORE UPDATE ON awardAppeal
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.reference IS OLD.reference AND NEW.kind IS OLD.kind AND NEW.cameBy IS OLD.cameBy AND NEW.isFromGroup IS OLD.isFromGroup AND NEW.receivedById IS OLD.receivedById AND NEW.receivedAt IS OLD.receivedAt AND NEW.receivedOn IS OLD.receivedOn AND NEW.lastDay IS OLD.lastDay)
BEGIN SELECT RAISE(ABORT, 'appeal-kept'); END;
CREATE TRIGGER awardAppealsEnd BEFORE INSERT ON awardAppeal
BEGIN
  SELECT RAISE(ABORT, 'appeal-made') WHERE NEW.kind = 'appeal' AND EXISTS (
    SELECT 1 FROM awardAppeal
    WHERE applicationId = NEW.applicationId AND kind = 'appeal');
  SELECT RAISE(ABORT, 'appeals-too-many') WHERE 20 <= (
    SELECT count(*) FROM awardAppeal WHERE applicationId = NEW.applicationId);
END;
CREATE TRIGGER awardCallInKept BEFORE DELETE ON awardCallIn
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardCallInNeverReplaced BEFORE INSERT ON awardCallIn
WHEN EXISTS (SELECT 1 FROM awardCallIn WHERE decisionId = NEW.decisionId)
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardCallInOfItsPublication BEFORE INSERT ON awardCallIn
WHEN NOT EXISTS (SELECT 1 FROM awardPublication WHERE decisionId = NEW.decisionId
  AND publishedOn = NEW.publishedOn AND effectiveOn = NEW.effectiveOn)
BEGIN SELECT RAISE(ABORT, 'decision-publication-stands'); END;
CREATE TRIGGER awardCallInOutcomeByOneFree BEFORE INSERT ON awardCallInOutcome
WHEN EXISTS (SELECT 1 FROM awardDecision
  JOIN awardProposalBar ON awardProposalBar.proposalId = awardDecision.proposalId
  WHERE awardDecision.id = NEW.decisionId AND personId = NEW.recordedById)
BEGIN SELECT RAISE(ABORT, 'decider-interested'); END;
CREATE TRIGGER awardCallInOutcomeKept BEFORE DELETE ON awardCallInOutcome
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardCallInOutcomeNeverReplaced BEFORE INSERT ON awardCallInOutcome
WHEN EXISTS (SELECT 1 FROM awardCallInOutcome WHERE decisionId = NEW.decisionId)
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardCallInOutcomeOfItsCallIn BEFORE INSERT ON awardCallInOutcome
WHEN NOT EXISTS (SELECT 1 FROM awardCallIn WHERE decisionId = NEW.decisionId
  AND calledInOn = NEW.calledInOn)
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardCallInOutcomeUnchanged BEFORE UPDATE ON awardCallInOutcome
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardCallInUnchanged BEFORE UPDATE ON awardCallIn
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardClosingInTurn BEFORE INSERT ON awardClosing
BEGIN
  SELECT RAISE(ABORT, 'award-closed') WHERE NEW.isClosed = 1
    AND NEW.awardId IN (SELECT awardId FROM awardClosed);
  SELECT RAISE(ABORT, 'award-not-closed') WHERE NEW.isClosed = 0
    AND NEW.awardId NOT IN (SELECT awardId FROM awardClosed);
  SELECT RAISE(ABORT, 'award-lacks') WHERE NEW.isClosed = 1
    AND NEW.awardId IN (SELECT awardId FROM awardChangeOpen);
END;
CREATE TRIGGER awardClosingKept BEFORE DELETE ON awardClosing
BEGIN SELECT RAISE(ABORT, 'closing-stands'); END;
CREATE TRIGGER awardClosingNeverReplaced BEFORE INSERT ON awardClosing
WHEN EXISTS (SELECT 1 FROM awardClosing WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'closing-stands'); END;
CREATE TRIGGER awardClosingUnchanged BEFORE UPDATE ON awardClosing
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.isClosed IS OLD.isClosed AND NEW.setById IS OLD.setById AND NEW.setAt IS OLD.setAt AND NEW.setOn IS OLD.setOn)
BEGIN SELECT RAISE(ABORT, 'closing-stands'); END;
CREATE TRIGGER awardConditionInTime BEFORE INSERT ON awardCondition
WHEN EXISTS (SELECT 1 FROM awardVersion WHERE awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM awardEnd WHERE awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'agreement-offered'); END;
CREATE TRIGGER awardConditionKept BEFORE DELETE ON awardCondition
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardConditionNeverReplaced BEFORE INSERT ON awardCondition
WHEN EXISTS (SELECT 1 FROM awardCondition WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardConditionRemovalInTime BEFORE INSERT ON awardConditionRemoval
WHEN EXISTS (SELECT 1 FROM awardVersion WHERE awardId =
  (SELECT awardId FROM awardCondition WHERE id = NEW.conditionId))
BEGIN SELECT RAISE(ABORT, 'agreement-offered'); END;
CREATE TRIGGER awardConditionRemovalKept BEFORE DELETE ON awardConditionRemoval
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardConditionRemovalNeverReplaced BEFORE INSERT ON awardConditionRemoval
WHEN EXISTS (SELECT 1 FROM awardConditionRemoval WHERE conditionId = NEW.conditionId)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardConditionRemovalUnchanged BEFORE UPDATE ON awardConditionRemoval
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardConditionUnchanged BEFORE UPDATE ON awardCondition
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.addedById IS OLD.addedById AND NEW.addedAt IS OLD.addedAt)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardConfirmationAsked BEFORE INSERT ON awardConfirmation
WHEN EXISTS (SELECT 1 FROM awardAcceptance WHERE versionId = NEW.versionId)
  OR EXISTS (SELECT 1 FROM awardVersionEnd WHERE versionId = NEW.versionId)
  OR EXISTS (SELECT 1 FROM awardEnd WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  OR (SELECT asksConfirmation FROM awardVersion WHERE id = NEW.versionId) = 0
BEGIN SELECT RAISE(ABORT, 'agreement-closed'); END;
CREATE TRIGGER awardConfirmationKept BEFORE DELETE ON awardConfirmation
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardConfirmationNeverReplaced BEFORE INSERT ON awardConfirmation
WHEN EXISTS (SELECT 1 FROM awardConfirmation WHERE versionId = NEW.versionId)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardConfirmationUnchanged BEFORE UPDATE ON awardConfirmation
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.versionId IS OLD.versionId AND NEW.capPence IS OLD.capPence AND NEW.confirmedById IS OLD.confirmedById AND NEW.confirmedAt IS OLD.confirmedAt)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardDecisionByNoScorer BEFORE INSERT ON awardDecision
WHEN EXISTS (SELECT 1 FROM awardProposalScorer
  WHERE proposalId = NEW.proposalId AND personId = NEW.decidedById)
BEGIN SELECT RAISE(ABORT, 'decider-scored'); END;
CREATE TRIGGER awardDecisionByOneFree BEFORE INSERT ON awardDecision
WHEN EXISTS (SELECT 1 FROM awardProposalBar
  WHERE proposalId = NEW.proposalId AND personId = NEW.decidedById)
BEGIN SELECT RAISE(ABORT, 'decider-interested'); END;
CREATE TRIGGER awardDecisionCorrectionKept BEFORE DELETE ON awardDecisionCorrection
BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;
CREATE TRIGGER awardDecisionCorrectionNeverReplaced BEFORE INSERT ON awardDecisionCorrection
WHEN EXISTS (SELECT 1 FROM awardDecisionCorrection WHERE decisionId = NEW.decisionId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;
CREATE TRIGGER awardDecisionCorrectionUnchanged BEFORE UPDATE ON awardDecisionCorrection
BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;
CREATE TRIGGER awardDecisionKept BEFORE DELETE ON awardDecision
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardDecisionNeverReplaced BEFORE INSERT ON awardDecision
BEGIN
  SELECT RAISE(ABORT, 'decision-stands') WHERE EXISTS (
    SELECT 1 FROM awardDecision WHERE id = NEW.id OR proposalId = NEW.proposalId);
  SELECT RAISE(ABORT, 'decision-stands') WHERE NEW.followsId IS NULL AND EXISTS (
    SELECT 1 FROM awardDecision WHERE roundId = NEW.roundId);
  SELECT RAISE(ABORT, 'decision-stands') WHERE NEW.followsId IS NOT NULL
    AND (EXISTS (SELECT 1 FROM awardDecision WHERE followsId = NEW.followsId)
      OR NOT EXISTS (
        SELECT 1 FROM awardDecision AS former
        JOIN awardCallInOutcome AS outcome ON outcome.decisionId = former.id
        WHERE former.id = NEW.followsId AND former.roundId = NEW.roundId
          AND verdict = 'returned'));
  SELECT RAISE(ABORT, 'decision-other-awards') WHERE NEW.followsId IS NOT NULL
    AND (SELECT count(*) FROM awardProposalLine AS mine
        JOIN awardDecision AS former ON former.id = NEW.followsId
        JOIN awardProposalLine AS theirs ON theirs.proposalId = former.proposalId
          AND theirs.applicationId = mine.applicationId
          AND theirs.awardPence = mine.awardPence
        WHERE mine.proposalId = NEW.proposalId)
      <> max((SELECT count(*) FROM awardProposalLine WHERE proposalId = NEW.proposalId),
        (SELECT count(*) FROM awardProposalLine
         JOIN awardDecision AS former ON former.id = NEW.followsId
         WHERE awardProposalLine.proposalId = former.proposalId));
END;
CREATE TRIGGER awardDecisionOnSameGround BEFORE INSERT ON awardDecision
WHEN NOT EXISTS (SELECT 1 FROM awardProposal WHERE id = NEW.proposalId
  AND scoresRevision IS NEW.scoresRevision
  AND applicationsRevision IS NEW.applicationsRevision
  AND ledgerEntryId IS NEW.ledgerEntryId)
BEGIN SELECT RAISE(ABORT, 'proposal-moved'); END;
CREATE TRIGGER awardDecisionOnSealed BEFORE INSERT ON awardDecision
WHEN NOT EXISTS (SELECT 1 FROM awardProposal WHERE id = NEW.proposalId
  AND roundId = NEW.roundId AND sealedAt IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardDecisionRecordFollows BEFORE INSERT ON awardDecisionRecord
WHEN NEW.number <> 1 + (SELECT count(*) FROM awardDecisionRecord
  WHERE decisionId = NEW.decisionId)
BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;
CREATE TRIGGER awardDecisionRecordInTime BEFORE INSERT ON awardDecisionRecord
WHEN EXISTS (SELECT 1 FROM awardPublication WHERE decisionId = NEW.decisionId)
BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;
CREATE TRIGGER awardDecisionRecordKept BEFORE DELETE ON awardDecisionRecord
BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;
CREATE TRIGGER awardDecisionRecordNeverReplaced BEFORE INSERT ON awardDecisionRecord
WHEN EXISTS (SELECT 1 FROM awardDecisionRecord WHERE decisionId = NEW.decisionId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;
CREATE TRIGGER awardDecisionRecordUnchanged BEFORE UPDATE ON awardDecisionRecord
BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;
CREATE TRIGGER awardDecisionUnchanged BEFORE UPDATE ON awardDecision
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardEndFits BEFORE INSERT ON awardEnd
WHEN EXISTS (SELECT 1 FROM awardEnd WHERE awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = NEW.awardId) OR (NEW.kind = 'ended') <> EXISTS (SELECT 1 FROM awardAcceptance
  JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = NEW.awardId)
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
BEGIN SELECT RAISE(ABORT, 'agreement-closed'); END;
CREATE TRIGGER awardEndKept BEFORE DELETE ON awardEnd
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardEndNeverReplaced BEFORE INSERT ON awardEnd
WHEN EXISTS (SELECT 1 FROM awardEnd WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardEndNotClosed BEFORE INSERT ON awardEnd
WHEN NEW.awardId IN (SELECT awardId FROM awardClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER awardEndReturns AFTER INSERT ON awardEnd
WHEN NEW.releasedPence > 0
BEGIN
  UPDATE awardRound SET awardedPence = awardedPence - NEW.releasedPence
  WHERE roundId = (SELECT roundId FROM award WHERE id = NEW.awardId);
END;
CREATE TRIGGER awardEndSums BEFORE INSERT ON awardEnd
WHEN NEW.heldPence <> (SELECT amountPence FROM award WHERE id = NEW.awardId)
  + (SELECT ifnull(sum(pence), 0) FROM awardMovement
     JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'agreement-sums'); END;
CREATE TRIGGER awardEndUnchanged BEFORE UPDATE ON awardEnd
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.awardId IS OLD.awardId AND NEW.kind IS OLD.kind AND NEW.variationId IS OLD.variationId AND NEW.isByGroup IS OLD.isByGroup AND NEW.heldPence IS OLD.heldPence AND NEW.paidPence IS OLD.paidPence AND NEW.releasedPence IS OLD.releasedPence AND NEW.entryId IS OLD.entryId AND NEW.endedById IS OLD.endedById AND NEW.endedAt IS OLD.endedAt AND NEW.endedOn IS OLD.endedOn)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardExtensionKept BEFORE DELETE ON awardExtension
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardExtensionLater BEFORE INSERT ON awardExtension
WHEN EXISTS (SELECT 1 FROM awardAcceptance WHERE versionId = NEW.versionId)
  OR EXISTS (SELECT 1 FROM awardVersionEnd WHERE versionId = NEW.versionId)
  OR EXISTS (SELECT 1 FROM awardEnd WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId)) OR NEW.lapsesOn <= ifnull((SELECT lapsesOn FROM awardExtension WHERE versionId = NEW.versionId
  ORDER BY id DESC LIMIT 1), (SELECT lapsesOn FROM awardVersion WHERE id = NEW.versionId))
BEGIN SELECT RAISE(ABORT, 'agreement-closed'); END;
CREATE TRIGGER awardExtensionNeverReplaced BEFORE INSERT ON awardExtension
WHEN EXISTS (SELECT 1 FROM awardExtension WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardExtensionUnchanged BEFORE UPDATE ON awardExtension
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.versionId IS OLD.versionId AND NEW.lapsesOn IS OLD.lapsesOn AND NEW.extendedById IS OLD.extendedById AND NEW.extendedAt IS OLD.extendedAt)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardGivenBackCounts AFTER INSERT ON awardGivenBack
BEGIN
  UPDATE awardRound SET awardedPence = awardedPence - NEW.pence
  WHERE roundId = (SELECT roundId FROM award WHERE id = NEW.awardId);
END;
CREATE TRIGGER awardGivenBackFits BEFORE INSERT ON awardGivenBack
WHEN NEW.pence > (SELECT amountPence FROM award WHERE id = NEW.awardId)
  + (SELECT ifnull(sum(pence), 0) FROM awardMovement
     JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = NEW.awardId)
  - ifnull((SELECT releasedPence FROM awardEnd WHERE awardId = NEW.awardId), 0)
  - ifnull((SELECT releasedPence FROM awardWithdrawal WHERE awardId = NEW.awardId), 0)
  - ifnull((SELECT releasedPence FROM awardGivenUp WHERE awardId = NEW.awardId), 0)
  - (SELECT ifnull(sum(pence), 0) FROM awardGivenBack WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardGivenBackKept BEFORE DELETE ON awardGivenBack
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardGivenBackNeverReplaced BEFORE INSERT ON awardGivenBack
WHEN EXISTS (SELECT 1 FROM awardGivenBack WHERE entryId = NEW.entryId)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardGivenBackUnchanged BEFORE UPDATE ON awardGivenBack
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardGivenUpFits BEFORE INSERT ON awardGivenUp
BEGIN
  SELECT RAISE(ABORT, 'give-up-agreement') WHERE (
    SELECT needsAgreement FROM awardRound
    JOIN award ON award.roundId = awardRound.roundId WHERE award.id = NEW.awardId) IS NOT 0;
  SELECT RAISE(ABORT, 'award-closed')
  WHERE NEW.awardId IN (SELECT awardId FROM awardClosed);
  SELECT RAISE(ABORT, 'give-up-over')
  WHERE NEW.awardId IN (SELECT awardId FROM awardWithdrawal)
    OR NEW.awardId IN (SELECT awardId FROM awardEnd);
  SELECT RAISE(ABORT, 'agreement-sums') WHERE NEW.heldPence <> (SELECT amountPence FROM award WHERE id = NEW.awardId)
  + (SELECT ifnull(sum(pence), 0) FROM awardMovement
     JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = NEW.awardId);
END;
CREATE TRIGGER awardGivenUpKept BEFORE DELETE ON awardGivenUp
BEGIN SELECT RAISE(ABORT, 'giving-up-stands'); END;
CREATE TRIGGER awardGivenUpNeverReplaced BEFORE INSERT ON awardGivenUp
WHEN EXISTS (SELECT 1 FROM awardGivenUp WHERE awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM awardGivenUp WHERE entryId = NEW.entryId)
BEGIN SELECT RAISE(ABORT, 'giving-up-stands'); END;
CREATE TRIGGER awardGivenUpReturns AFTER INSERT ON awardGivenUp
BEGIN
  UPDATE awardRound SET awardedPence = awardedPence - NEW.releasedPence
  WHERE roundId = (SELECT roundId FROM award WHERE id = NEW.awardId);
END;
CREATE TRIGGER awardGivenUpUnchanged BEFORE UPDATE ON awardGivenUp
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.awardId IS OLD.awardId AND NEW.heldPence IS OLD.heldPence AND NEW.paidPence IS OLD.paidPence AND NEW.releasedPence IS OLD.releasedPence AND NEW.entryId IS OLD.entryId AND NEW.givenUpById IS OLD.givenUpById AND NEW.givenUpAt IS OLD.givenUpAt AND NEW.givenUpOn IS OLD.givenUpOn)
BEGIN SELECT RAISE(ABORT, 'giving-up-stands'); END;
CREATE TRIGGER awardIsAsProposed BEFORE INSERT ON award
WHEN NOT EXISTS (
  SELECT 1 FROM awardDecision
  JOIN awardProposalLine ON awardProposalLine.proposalId = awardDecision.proposalId
  WHERE awardDecision.id = NEW.decisionId AND awardDecision.roundId = NEW.roundId
    AND NEW.appealDecisionId IS NULL AND NEW.reserveProposalId IS NULL
    AND awardProposalLine.applicationId = NEW.applicationId
    AND awardPence = NEW.amountPence)
AND NOT EXISTS (
  SELECT 1 FROM awardAppealDecision
  JOIN awardAppeal ON awardAppeal.id = appealId
  JOIN awardDecision ON awardDecision.roundId = awardAppeal.roundId
  WHERE awardAppealDecision.id = NEW.appealDecisionId AND effect = 'award'
    AND NEW.reserveProposalId IS NULL
    AND awardDecision.id = NEW.decisionId AND awardAppeal.roundId = NEW.roundId
    AND awardAppeal.applicationId = NEW.applicationId
    AND awardAppealDecision.amountPence = NEW.amountPence)
AND NOT EXISTS (
  SELECT 1 FROM awardReserveMaking
  JOIN awardReserveProposal AS mine ON mine.id = awardReserveMaking.proposalId
  JOIN awardDecision ON awardDecision.roundId = mine.roundId
  WHERE mine.id = NEW.reserveProposalId AND NEW.appealDecisionId IS NULL
    AND awardDecision.id = NEW.decisionId AND mine.roundId = NEW.roundId
    AND mine.applicationId = NEW.applicationId AND mine.amountPence = NEW.amountPence)
BEGIN SELECT RAISE(ABORT, 'award-not-proposed'); END;
CREATE TRIGGER awardKept BEFORE DELETE ON award
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardListedAsDecided BEFORE INSERT ON awardListed
WHEN NOT EXISTS (
  SELECT 1 FROM awardDecision
  JOIN awardProposalLine AS line ON line.proposalId = awardDecision.proposalId
  WHERE awardDecision.roundId = NEW.roundId AND line.applicationId = NEW.applicationId
    AND line.rank = NEW.rank AND line.awardPence = 0
    AND line.requestedPence = NEW.requestedPence
    AND line.minimumPence = NEW.minimumPence
    AND (NEW.kind = 'defer' OR line.isFundable = 1))
BEGIN SELECT RAISE(ABORT, 'reserve-not-listed'); END;
CREATE TRIGGER awardListedEndFits BEFORE INSERT ON awardListedEnd
BEGIN
  SELECT RAISE(ABORT, 'reserve-awarded') WHERE EXISTS (
    SELECT 1 FROM award WHERE applicationId = NEW.applicationId);
  SELECT RAISE(ABORT, 'reserve-under-way') WHERE EXISTS (
  SELECT 1 FROM awardReserveProposal AS other
  LEFT JOIN awardReserveDecision AS said ON said.proposalId = other.id
  LEFT JOIN awardReserveCallInOutcome AS outcome ON outcome.proposalId = other.id
  WHERE other.applicationId = NEW.applicationId AND said.verdict IS NOT 'refused'
    AND outcome.verdict IS NOT 'returned'
    AND other.id NOT IN (SELECT proposalId FROM awardReserveDrop));
  SELECT RAISE(ABORT, 'reserve-not-listed') WHERE NOT EXISTS (
    SELECT 1 FROM awardListed
    WHERE applicationId = NEW.applicationId AND kind = 'reserve');
  SELECT RAISE(ABORT, 'reserve-closed') WHERE (NEW.ground = 'closed') <> EXISTS (
    SELECT 1 FROM awardReserveClosing JOIN awardListed USING (roundId)
    WHERE awardListed.applicationId = NEW.applicationId);
END;
CREATE TRIGGER awardListedEndKept BEFORE DELETE ON awardListedEnd
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardListedEndNeverReplaced BEFORE INSERT ON awardListedEnd
WHEN EXISTS (SELECT 1 FROM awardListedEnd WHERE applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardListedEndUnchanged BEFORE UPDATE ON awardListedEnd
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.applicationId IS OLD.applicationId AND NEW.ground IS OLD.ground AND NEW.endedById IS OLD.endedById AND NEW.endedAt IS OLD.endedAt)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardListedKept BEFORE DELETE ON awardListed
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardListedNeverReplaced BEFORE INSERT ON awardListed
WHEN EXISTS (SELECT 1 FROM awardListed WHERE applicationId = NEW.applicationId)
  OR EXISTS (SELECT 1 FROM awardListed WHERE roundId = NEW.roundId AND rank = NEW.rank)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardListedUnchanged BEFORE UPDATE ON awardListed
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardMovementCounts AFTER INSERT ON awardMovement
BEGIN
  UPDATE awardRound SET awardedPence = awardedPence + NEW.pence
  WHERE roundId = (SELECT roundId FROM award WHERE id = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId));
END;
CREATE TRIGGER awardMovementFits BEFORE INSERT ON awardMovement
WHEN EXISTS (SELECT 1 FROM awardEnd WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  -- What an approval adds is what the version offers beyond what is set aside; what
  -- goes back is at most what an open or an agreed version does not need.
  OR NEW.pence > 0 AND (SELECT amountPence FROM awardVersion WHERE id = NEW.versionId)
    <> NEW.pence + (SELECT amountPence FROM award WHERE id = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  + (SELECT ifnull(sum(pence), 0) FROM awardMovement
     JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  OR NEW.pence < 0 AND NOT EXISTS (
    SELECT 1 FROM awardVersion WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId)
      AND id NOT IN (SELECT versionId FROM awardVersionEnd)
      AND amountPence = NEW.pence + (SELECT amountPence FROM award WHERE id = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  + (SELECT ifnull(sum(pence), 0) FROM awardMovement
     JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId)))
BEGIN SELECT RAISE(ABORT, 'agreement-sums'); END;
CREATE TRIGGER awardMovementKept BEFORE DELETE ON awardMovement
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardMovementNeverReplaced BEFORE INSERT ON awardMovement
WHEN EXISTS (SELECT 1 FROM awardMovement WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardMovementUnchanged BEFORE UPDATE ON awardMovement
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardNeverReplaced BEFORE INSERT ON award
WHEN EXISTS (SELECT 1 FROM award WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM award WHERE applicationId = NEW.applicationId)
  OR EXISTS (SELECT 1 FROM award WHERE reference = NEW.reference)
  OR EXISTS (SELECT 1 FROM award WHERE reservationId = NEW.reservationId)
  OR EXISTS (SELECT 1 FROM award WHERE appealDecisionId = NEW.appealDecisionId)
  OR EXISTS (SELECT 1 FROM award WHERE reserveProposalId = NEW.reserveProposalId)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardProposalBarInTime BEFORE INSERT ON awardProposalBar
WHEN (SELECT sealedAt FROM awardProposal WHERE id = NEW.proposalId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalBarKept BEFORE DELETE ON awardProposalBar
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalBarNeverReplaced BEFORE INSERT ON awardProposalBar
WHEN EXISTS (SELECT 1 FROM awardProposalBar WHERE proposalId = NEW.proposalId AND personId = NEW.personId AND ground = NEW.ground)
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalBarUnchanged BEFORE UPDATE ON awardProposalBar
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalByOneFree BEFORE UPDATE OF sealedAt ON awardProposal
BEGIN
  SELECT RAISE(ABORT, 'decider-interested') WHERE EXISTS (
    SELECT 1 FROM awardProposalBar
    WHERE proposalId = NEW.id AND personId = NEW.proposedById);
  SELECT RAISE(ABORT, 'proposal-empty') WHERE NOT EXISTS (
    SELECT 1 FROM awardProposalLine WHERE proposalId = NEW.id);
END;
CREATE TRIGGER awardProposalGroundStays BEFORE UPDATE OF scoresGroundId ON awardProposal
WHEN NEW.scoresGroundId IS NOT OLD.scoresGroundId
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalKept BEFORE DELETE ON awardProposal
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalLineInTime BEFORE INSERT ON awardProposalLine
WHEN (SELECT sealedAt FROM awardProposal WHERE id = NEW.proposalId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalLineIsRecommended BEFORE INSERT ON awardProposalLine
WHEN EXISTS (SELECT 1 FROM awardProposal JOIN awardRound USING (roundId)
  WHERE awardProposal.id = NEW.proposalId AND followsMeetings = 1
    AND NEW.recommendedId IS NOT
      scoresGroundId || ':' || NEW.applicationId || ':' || NEW.awardPence
    AND NOT EXISTS (SELECT 1 FROM awardDecision
      WHERE awardDecision.roundId = awardProposal.roundId))
BEGIN SELECT RAISE(ABORT, 'award-not-recommended'); END;
CREATE TRIGGER awardProposalLineKept BEFORE DELETE ON awardProposalLine
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalLineNeverReplaced BEFORE INSERT ON awardProposalLine
WHEN EXISTS (SELECT 1 FROM awardProposalLine WHERE proposalId = NEW.proposalId AND rank = NEW.rank)
  OR EXISTS (SELECT 1 FROM awardProposalLine WHERE proposalId = NEW.proposalId AND applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalLineUnchanged BEFORE UPDATE ON awardProposalLine
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalNeverReplaced BEFORE INSERT ON awardProposal
WHEN EXISTS (SELECT 1 FROM awardProposal WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM awardProposal WHERE roundId = NEW.roundId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalOnGround BEFORE INSERT ON awardProposal
WHEN NEW.scoresGroundId IS NOT NEW.roundId * 4294967296 + NEW.scoresRevision
BEGIN SELECT RAISE(ABORT, 'proposal-groundless'); END;
CREATE TRIGGER awardProposalScorerInTime BEFORE INSERT ON awardProposalScorer
WHEN (SELECT sealedAt FROM awardProposal WHERE id = NEW.proposalId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalScorerKept BEFORE DELETE ON awardProposalScorer
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalScorerNeverReplaced BEFORE INSERT ON awardProposalScorer
WHEN EXISTS (SELECT 1 FROM awardProposalScorer WHERE proposalId = NEW.proposalId AND personId = NEW.personId)
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalScorerUnchanged BEFORE UPDATE ON awardProposalScorer
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardProposalSealedOnce BEFORE UPDATE ON awardProposal
WHEN OLD.sealedAt IS NOT NULL OR NEW.sealedAt IS NULL OR NEW.id <> OLD.id
  OR NEW.roundId <> OLD.roundId OR NEW.number <> OLD.number
  OR NEW.proposedById <> OLD.proposedById OR NEW.proposedAt <> OLD.proposedAt
  OR NEW.availablePence <> OLD.availablePence OR NEW.totalPence <> OLD.totalPence
  OR NEW.scoresRevision <> OLD.scoresRevision
  OR NEW.applicationsRevision <> OLD.applicationsRevision
  OR NEW.ledgerEntryId <> OLD.ledgerEntryId
  OR NEW.totalPence <> (SELECT ifnull(sum(awardPence), 0) FROM awardProposalLine
    WHERE proposalId = NEW.id)
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardPublicWordsInTurn BEFORE INSERT ON awardPublicWords
WHEN NEW.number <> 1 + (SELECT count(*) FROM awardPublicWords
  WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'public-words-changed'); END;
CREATE TRIGGER awardPublicWordsKept BEFORE DELETE ON awardPublicWords
BEGIN SELECT RAISE(ABORT, 'public-words-stand'); END;
CREATE TRIGGER awardPublicWordsNeverReplaced BEFORE INSERT ON awardPublicWords
WHEN EXISTS (SELECT 1 FROM awardPublicWords WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM awardPublicWords WHERE awardId = NEW.awardId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'public-words-stand'); END;
CREATE TRIGGER awardPublicWordsUnchanged BEFORE UPDATE ON awardPublicWords
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.number IS OLD.number AND NEW.writtenById IS OLD.writtenById AND NEW.writtenAt IS OLD.writtenAt AND NEW.recipient IS OLD.recipient)
BEGIN SELECT RAISE(ABORT, 'public-words-stand'); END;
CREATE TRIGGER awardPublicationKept BEFORE DELETE ON awardPublication
BEGIN SELECT RAISE(ABORT, 'decision-publication-stands'); END;
CREATE TRIGGER awardPublicationNeverReplaced BEFORE INSERT ON awardPublication
WHEN EXISTS (SELECT 1 FROM awardPublication WHERE decisionId = NEW.decisionId)
BEGIN SELECT RAISE(ABORT, 'decision-publication-stands'); END;
CREATE TRIGGER awardPublicationOfItsDecision BEFORE INSERT ON awardPublication
WHEN NOT EXISTS (SELECT 1 FROM awardDecision
    WHERE id = NEW.decisionId AND decidedOn = NEW.decidedOn)
  OR NEW.recordNumber <> (SELECT max(number) FROM awardDecisionRecord
    WHERE decisionId = NEW.decisionId)
BEGIN SELECT RAISE(ABORT, 'decision-record-stands'); END;
CREATE TRIGGER awardPublicationUnchanged BEFORE UPDATE ON awardPublication
BEGIN SELECT RAISE(ABORT, 'decision-publication-stands'); END;
CREATE TRIGGER awardReserveCallInFits BEFORE INSERT ON awardReserveCallIn
WHEN NOT EXISTS (SELECT 1 FROM awardReserveDecision
    WHERE proposalId = NEW.proposalId AND verdict = 'approved'
      AND effectiveOn = NEW.effectiveOn AND decidedOn <= NEW.calledInOn)
  OR EXISTS (SELECT 1 FROM awardReserveMaking WHERE proposalId = NEW.proposalId)
  OR EXISTS (SELECT 1 FROM awardReserveDrop WHERE proposalId = NEW.proposalId)
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardReserveCallInKept BEFORE DELETE ON awardReserveCallIn
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardReserveCallInNeverReplaced BEFORE INSERT ON awardReserveCallIn
WHEN EXISTS (SELECT 1 FROM awardReserveCallIn WHERE proposalId = NEW.proposalId)
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardReserveCallInOutcomeKept BEFORE DELETE ON awardReserveCallInOutcome
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardReserveCallInOutcomeNeverReplaced BEFORE INSERT ON awardReserveCallInOutcome
WHEN EXISTS (SELECT 1 FROM awardReserveCallInOutcome WHERE proposalId = NEW.proposalId)
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardReserveCallInOutcomeUnchanged BEFORE UPDATE ON awardReserveCallInOutcome
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardReserveCallInUnchanged BEFORE UPDATE ON awardReserveCallIn
BEGIN SELECT RAISE(ABORT, 'call-in-stands'); END;
CREATE TRIGGER awardReserveClosingFits BEFORE INSERT ON awardReserveClosing
WHEN EXISTS (SELECT 1 FROM awardListed WHERE roundId = NEW.roundId
  AND applicationId NOT IN (SELECT applicationId FROM award)
  AND EXISTS (
  SELECT 1 FROM awardReserveProposal AS other
  LEFT JOIN awardReserveDecision AS said ON said.proposalId = other.id
  LEFT JOIN awardReserveCallInOutcome AS outcome ON outcome.proposalId = other.id
  WHERE other.applicationId = awardListed.applicationId AND said.verdict IS NOT 'refused'
    AND outcome.verdict IS NOT 'returned'
    AND other.id NOT IN (SELECT proposalId FROM awardReserveDrop)))
BEGIN SELECT RAISE(ABORT, 'reserve-under-way'); END;
CREATE TRIGGER awardReserveClosingKept BEFORE DELETE ON awardReserveClosing
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveClosingNeverReplaced BEFORE INSERT ON awardReserveClosing
WHEN EXISTS (SELECT 1 FROM awardReserveClosing WHERE roundId = NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveClosingUnchanged BEFORE UPDATE ON awardReserveClosing
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveDecisionFits BEFORE INSERT ON awardReserveDecision
BEGIN
  SELECT RAISE(ABORT, 'proposal-frozen') WHERE NOT EXISTS (
    SELECT 1 FROM awardReserveProposal
    WHERE id = NEW.proposalId AND proposedById = NEW.proposedById);
  SELECT RAISE(ABORT, 'decider-interested') WHERE EXISTS (SELECT 1 FROM awardProposalBar
  JOIN awardDecision ON awardDecision.proposalId = awardProposalBar.proposalId
  WHERE awardDecision.roundId = (SELECT roundId FROM awardReserveProposal WHERE id = NEW.proposalId) AND personId = NEW.decidedById);
  SELECT RAISE(ABORT, 'decider-scored') WHERE EXISTS (
    SELECT 1 FROM awardReserveProposal AS mine
    JOIN awardDecision ON awardDecision.roundId = mine.roundId
    JOIN awardProposalScorer ON awardProposalScorer.proposalId = awardDecision.proposalId
    WHERE mine.id = NEW.proposalId AND personId = NEW.decidedById);
  SELECT RAISE(ABORT, 'reserve-out-of-order') WHERE NEW.verdict = 'approved' AND EXISTS (
    SELECT 1 FROM awardReserveProposal AS mine
    JOIN awardListed AS own ON own.applicationId = mine.applicationId
    JOIN awardListed AS first ON first.roundId = own.roundId AND first.rank < own.rank
    WHERE mine.id = NEW.proposalId AND mine.orderReason IS NULL
      AND first.kind = 'reserve'
      AND first.applicationId NOT IN (SELECT applicationId FROM award)
      AND first.applicationId NOT IN (SELECT applicationId FROM awardListedEnd)
      AND first.applicationId NOT IN (
        SELECT applicationId FROM awardReserveSkip WHERE proposalId = mine.id)
      -- What is approved before it, and waits to have effect, was given its turn.
      AND first.applicationId NOT IN (
        SELECT held.applicationId FROM awardReserveProposal AS held
        JOIN awardReserveDecision AS said ON said.proposalId = held.id
        LEFT JOIN awardReserveCallInOutcome AS outcome ON outcome.proposalId = held.id
        WHERE said.verdict = 'approved' AND outcome.verdict IS NOT 'returned'
          AND held.id NOT IN (SELECT proposalId FROM awardReserveDrop)));
  SELECT RAISE(ABORT, 'reserve-over-left') WHERE NEW.verdict = 'approved' AND EXISTS (
    SELECT 1 FROM awardReserveProposal AS mine JOIN awardRound USING (roundId)
    WHERE mine.id = NEW.proposalId
      AND mine.amountPence > allotmentPence - awardedPence - (SELECT ifnull(sum(held.amountPence), 0) FROM awardReserveProposal AS held
 JOIN awardReserveDecision AS said ON said.proposalId = held.id
 LEFT JOIN awardReserveCallInOutcome AS outcome ON outcome.proposalId = held.id
 WHERE held.roundId = mine.roundId AND said.verdict = 'approved'
   AND outcome.verdict IS NOT 'returned'
   AND held.id NOT IN (SELECT proposalId FROM awardReserveMaking)
   AND held.id NOT IN (SELECT proposalId FROM awardReserveDrop)
   -- An appeal may have led to an award meanwhile.
   AND held.applicationId NOT IN (SELECT applicationId FROM award)));
END;
CREATE TRIGGER awardReserveDecisionKept BEFORE DELETE ON awardReserveDecision
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveDecisionNeverReplaced BEFORE INSERT ON awardReserveDecision
WHEN EXISTS (SELECT 1 FROM awardReserveDecision WHERE proposalId = NEW.proposalId)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveDecisionUnchanged BEFORE UPDATE ON awardReserveDecision
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.proposalId IS OLD.proposalId AND NEW.verdict IS OLD.verdict AND NEW.proposedById IS OLD.proposedById AND NEW.decidedById IS OLD.decidedById AND NEW.decidedAt IS OLD.decidedAt AND NEW.decidedOn IS OLD.decidedOn AND NEW.effectiveOn IS OLD.effectiveOn)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveDropFits BEFORE INSERT ON awardReserveDrop
BEGIN
  SELECT RAISE(ABORT, 'decision-stands') WHERE NOT EXISTS (
    SELECT 1 FROM awardReserveDecision
    LEFT JOIN awardReserveCallInOutcome AS outcome USING (proposalId)
    WHERE proposalId = NEW.proposalId AND awardReserveDecision.verdict = 'approved'
      AND outcome.verdict IS NOT 'returned')
    OR EXISTS (SELECT 1 FROM awardReserveMaking WHERE proposalId = NEW.proposalId);
  SELECT RAISE(ABORT, 'reserve-called-in') WHERE EXISTS (
    SELECT 1 FROM awardReserveCallIn
    WHERE proposalId = NEW.proposalId
      AND proposalId NOT IN (SELECT proposalId FROM awardReserveCallInOutcome));
  SELECT RAISE(ABORT, 'decider-interested') WHERE EXISTS (SELECT 1 FROM awardProposalBar
  JOIN awardDecision ON awardDecision.proposalId = awardProposalBar.proposalId
  WHERE awardDecision.roundId = (SELECT roundId FROM awardReserveProposal WHERE id = NEW.proposalId) AND personId = NEW.droppedById);
END;
CREATE TRIGGER awardReserveDropKept BEFORE DELETE ON awardReserveDrop
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveDropNeverReplaced BEFORE INSERT ON awardReserveDrop
WHEN EXISTS (SELECT 1 FROM awardReserveDrop WHERE proposalId = NEW.proposalId)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveDropUnchanged BEFORE UPDATE ON awardReserveDrop
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.proposalId IS OLD.proposalId AND NEW.droppedById IS OLD.droppedById AND NEW.droppedOn IS OLD.droppedOn AND NEW.droppedAt IS OLD.droppedAt)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveMakingFits BEFORE INSERT ON awardReserveMaking
BEGIN
  SELECT RAISE(ABORT, 'award-not-proposed') WHERE NOT EXISTS (
    SELECT 1 FROM awardReserveDecision WHERE proposalId = NEW.proposalId
      AND verdict = 'approved' AND effectiveOn = NEW.effectiveOn);
  SELECT RAISE(ABORT, 'reserve-called-in') WHERE EXISTS (
    SELECT 1 FROM awardReserveCallIn
    LEFT JOIN awardReserveCallInOutcome AS outcome USING (proposalId)
    WHERE proposalId = NEW.proposalId AND outcome.verdict IS NOT 'upheld');
  SELECT RAISE(ABORT, 'reserve-dropped') WHERE EXISTS (
    SELECT 1 FROM awardReserveDrop WHERE proposalId = NEW.proposalId);
END;
CREATE TRIGGER awardReserveMakingKept BEFORE DELETE ON awardReserveMaking
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveMakingNeverReplaced BEFORE INSERT ON awardReserveMaking
WHEN EXISTS (SELECT 1 FROM awardReserveMaking WHERE proposalId = NEW.proposalId)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveMakingUnchanged BEFORE UPDATE ON awardReserveMaking
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardReserveProposalFits BEFORE INSERT ON awardReserveProposal
BEGIN
  SELECT RAISE(ABORT, 'reserve-closed') WHERE EXISTS (
    SELECT 1 FROM awardReserveClosing WHERE roundId = NEW.roundId);
  SELECT RAISE(ABORT, 'reserve-not-listed') WHERE NOT EXISTS (
    SELECT 1 FROM awardListed WHERE applicationId = NEW.applicationId
      AND roundId = NEW.roundId AND kind = 'reserve'
      AND applicationId NOT IN (SELECT applicationId FROM awardListedEnd));
  SELECT RAISE(ABORT, 'reserve-awarded') WHERE EXISTS (
    SELECT 1 FROM award WHERE applicationId = NEW.applicationId);
  SELECT RAISE(ABORT, 'reserve-under-way') WHERE EXISTS (
  SELECT 1 FROM awardReserveProposal AS other
  LEFT JOIN awardReserveDecision AS said ON said.proposalId = other.id
  LEFT JOIN awardReserveCallInOutcome AS outcome ON outcome.proposalId = other.id
  WHERE other.applicationId = NEW.applicationId AND said.verdict IS NOT 'refused'
    AND outcome.verdict IS NOT 'returned'
    AND other.id NOT IN (SELECT proposalId FROM awardReserveDrop));
  SELECT RAISE(ABORT, 'reserve-amount') WHERE NEW.amountPence NOT BETWEEN
    (SELECT minimumPence FROM awardListed WHERE applicationId = NEW.applicationId)
    AND (SELECT requestedPence FROM awardListed WHERE applicationId = NEW.applicationId);
  SELECT RAISE(ABORT, 'decider-interested')
  WHERE EXISTS (SELECT 1 FROM awardProposalBar
  JOIN awardDecision ON awardDecision.proposalId = awardProposalBar.proposalId
  WHERE awardDecision.roundId = NEW.roundId AND personId = NEW.proposedById);
END;
CREATE TRIGGER awardReserveProposalKept BEFORE DELETE ON awardReserveProposal
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardReserveProposalNeverReplaced BEFORE INSERT ON awardReserveProposal
WHEN EXISTS (SELECT 1 FROM awardReserveProposal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardReserveProposalUnchanged BEFORE UPDATE ON awardReserveProposal
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.amountPence IS OLD.amountPence AND NEW.proposedById IS OLD.proposedById AND NEW.proposedAt IS OLD.proposedAt)
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardReserveSkipInTime BEFORE INSERT ON awardReserveSkip
WHEN EXISTS (SELECT 1 FROM awardReserveDecision WHERE proposalId = NEW.proposalId)
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardReserveSkipKept BEFORE DELETE ON awardReserveSkip
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardReserveSkipNeverReplaced BEFORE INSERT ON awardReserveSkip
WHEN EXISTS (SELECT 1 FROM awardReserveSkip WHERE proposalId = NEW.proposalId AND applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardReserveSkipUnchanged BEFORE UPDATE ON awardReserveSkip
BEGIN SELECT RAISE(ABORT, 'proposal-frozen'); END;
CREATE TRIGGER awardRestsOnScreening BEFORE INSERT ON award
WHEN NEW.screeningGroundId IS NULL
  AND (SELECT needsScreening FROM awardRound WHERE roundId = NEW.roundId) = 1
BEGIN SELECT RAISE(ABORT, 'award-unscreened'); END;
CREATE TRIGGER awardRoundAgreementStays BEFORE UPDATE ON awardRound
WHEN NEW.needsAgreement <> OLD.needsAgreement
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardRoundAllotmentStays BEFORE UPDATE ON awardRound
WHEN NEW.roundId <> OLD.roundId OR NEW.allotmentPence <> OLD.allotmentPence
  -- It falls only to what its awards come to without what was taken back, was given up, came
  -- to nothing or came back.
  OR (NEW.awardedPence < OLD.awardedPence AND NEW.awardedPence <>
    (SELECT ifnull(sum(amountPence), 0) FROM award WHERE roundId = NEW.roundId)
    - (SELECT ifnull(sum(releasedPence), 0) FROM awardWithdrawal
       JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
    - (SELECT ifnull(sum(releasedPence), 0) FROM awardEnd
       JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
    - (SELECT ifnull(sum(releasedPence), 0) FROM awardGivenUp
       JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
    - (SELECT ifnull(sum(pence), 0) FROM awardGivenBack
       JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId)
    + (SELECT ifnull(sum(pence), 0) FROM awardMovement
       JOIN awardVersion ON awardVersion.id = versionId
       JOIN award ON award.id = awardId WHERE award.roundId = NEW.roundId))
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardRoundMeetingsStay BEFORE UPDATE ON awardRound
WHEN NEW.followsMeetings <> OLD.followsMeetings
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardRoundNeverReplaced BEFORE INSERT ON awardRound
WHEN EXISTS (SELECT 1 FROM awardRound WHERE roundId = NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardRoundScreeningStays BEFORE UPDATE ON awardRound
WHEN NEW.needsScreening <> OLD.needsScreening
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardSpends AFTER INSERT ON award
BEGIN
  UPDATE awardRound SET awardedPence = awardedPence + NEW.amountPence
  WHERE roundId = NEW.roundId;
END;
CREATE TRIGGER awardSubsidyAnswerInTime BEFORE INSERT ON awardSubsidyAnswer
WHEN EXISTS (SELECT 1 FROM awardVersion WHERE awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM awardEnd WHERE awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'agreement-offered'); END;
CREATE TRIGGER awardSubsidyAnswerKept BEFORE DELETE ON awardSubsidyAnswer
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardSubsidyAnswerNeverReplaced BEFORE INSERT ON awardSubsidyAnswer
WHEN EXISTS (SELECT 1 FROM awardSubsidyAnswer WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardSubsidyAnswerUnchanged BEFORE UPDATE ON awardSubsidyAnswer
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.isEconomic IS OLD.isEconomic AND NEW.answeredById IS OLD.answeredById AND NEW.answeredAt IS OLD.answeredAt)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardUnchanged BEFORE UPDATE ON award
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardVariationDecisionFits BEFORE INSERT ON awardVariationDecision
WHEN NEW.askedById IS NOT (
  SELECT askedById FROM awardVariation WHERE id = NEW.variationId)
BEGIN SELECT RAISE(ABORT, 'agreement-approved-own'); END;
CREATE TRIGGER awardVariationDecisionKept BEFORE DELETE ON awardVariationDecision
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVariationDecisionNeverReplaced BEFORE INSERT ON awardVariationDecision
WHEN EXISTS (SELECT 1 FROM awardVariationDecision WHERE variationId = NEW.variationId)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVariationDecisionUnchanged BEFORE UPDATE ON awardVariationDecision
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.variationId IS OLD.variationId AND NEW.isApproved IS OLD.isApproved AND NEW.askedById IS OLD.askedById AND NEW.decidedById IS OLD.decidedById AND NEW.decidedAt IS OLD.decidedAt)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVariationGoesOn BEFORE INSERT ON awardVariation
WHEN EXISTS (SELECT 1 FROM awardEnd WHERE awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = NEW.awardId)
  OR NOT EXISTS (SELECT 1 FROM awardVersion WHERE awardId = NEW.awardId)
  OR NEW.kind = 'end' AND NOT EXISTS (SELECT 1 FROM awardAcceptance
  JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'agreement-closed'); END;
CREATE TRIGGER awardVariationKept BEFORE DELETE ON awardVariation
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVariationNeverReplaced BEFORE INSERT ON awardVariation
WHEN EXISTS (SELECT 1 FROM awardVariation WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVariationNotClosed BEFORE INSERT ON awardVariation
WHEN NEW.awardId IN (SELECT awardId FROM awardClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER awardVariationOneAtATime BEFORE INSERT ON awardVariation
WHEN EXISTS (SELECT 1 FROM awardVariation AS other WHERE other.awardId = NEW.awardId
    AND other.id NOT IN (SELECT variationId FROM awardVariationDecision))
  OR (NEW.kind = 'change' AND EXISTS (
    SELECT 1 FROM awardVersion WHERE awardId = NEW.awardId AND number > 1
      AND id NOT IN (SELECT versionId FROM awardAcceptance)
      AND id NOT IN (SELECT versionId FROM awardVersionEnd)))
BEGIN SELECT RAISE(ABORT, 'agreement-variation-open'); END;
CREATE TRIGGER awardVariationUnchanged BEFORE UPDATE ON awardVariation
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.kind IS OLD.kind AND NEW.amountPence IS OLD.amountPence AND NEW.startsOn IS OLD.startsOn AND NEW.endsOn IS OLD.endsOn AND NEW.isFromGroup IS OLD.isFromGroup AND NEW.askedById IS OLD.askedById AND NEW.askedAt IS OLD.askedAt)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVersionEndKept BEFORE DELETE ON awardVersionEnd
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVersionEndNeverReplaced BEFORE INSERT ON awardVersionEnd
WHEN EXISTS (SELECT 1 FROM awardVersionEnd WHERE versionId = NEW.versionId)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVersionEndOpen BEFORE INSERT ON awardVersionEnd
WHEN EXISTS (SELECT 1 FROM awardAcceptance WHERE versionId = NEW.versionId)
  OR EXISTS (SELECT 1 FROM awardVersionEnd WHERE versionId = NEW.versionId)
  OR EXISTS (SELECT 1 FROM awardEnd WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = (SELECT awardId FROM awardVersion WHERE id = NEW.versionId))
BEGIN SELECT RAISE(ABORT, 'agreement-closed'); END;
CREATE TRIGGER awardVersionEndOverdue BEFORE INSERT ON awardVersionEnd
WHEN NEW.kind = 'lapsed' AND NEW.endedOn <= ifnull((SELECT lapsesOn FROM awardExtension WHERE versionId = NEW.versionId
  ORDER BY id DESC LIMIT 1), (SELECT lapsesOn FROM awardVersion WHERE id = NEW.versionId))
BEGIN SELECT RAISE(ABORT, 'agreement-not-overdue'); END;
CREATE TRIGGER awardVersionEndUnchanged BEFORE UPDATE ON awardVersionEnd
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.versionId IS OLD.versionId AND NEW.kind IS OLD.kind AND NEW.isByGroup IS OLD.isByGroup AND NEW.endedById IS OLD.endedById AND NEW.endedAt IS OLD.endedAt AND NEW.endedOn IS OLD.endedOn)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVersionFits BEFORE INSERT ON awardVersion
WHEN NEW.number = 1 AND NEW.amountPence <> (
  SELECT amountPence FROM award WHERE id = NEW.awardId)
OR NEW.number > 1 AND NOT EXISTS (
  SELECT 1 FROM awardVariation
  JOIN awardVariationDecision ON awardVariationDecision.variationId = awardVariation.id
  WHERE awardVariation.id = NEW.variationId AND awardId = NEW.awardId
    AND kind = 'change' AND isApproved = 1 AND decidedById = NEW.offeredById
    AND amountPence = NEW.amountPence AND startsOn = NEW.startsOn
    AND endsOn = NEW.endsOn AND purpose = NEW.purpose)
BEGIN SELECT RAISE(ABORT, 'agreement-sums'); END;
CREATE TRIGGER awardVersionGoesOn BEFORE INSERT ON awardVersion
WHEN EXISTS (SELECT 1 FROM awardEnd WHERE awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = NEW.awardId) OR NEW.number <> 1 + (
  SELECT count(*) FROM awardVersion WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'agreement-closed'); END;
CREATE TRIGGER awardVersionInRound BEFORE INSERT ON awardVersion
WHEN (SELECT needsAgreement FROM awardRound
 JOIN award ON award.roundId = awardRound.roundId WHERE award.id = NEW.awardId) = 0
BEGIN SELECT RAISE(ABORT, 'agreement-off'); END;
CREATE TRIGGER awardVersionKept BEFORE DELETE ON awardVersion
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVersionKnowsSubsidy BEFORE INSERT ON awardVersion
WHEN NOT EXISTS (SELECT 1 FROM awardSubsidyAnswer WHERE awardId = NEW.awardId)
  OR (NEW.asksConfirmation <> (
      SELECT isEconomic FROM awardSubsidyAnswer WHERE awardId = NEW.awardId
      ORDER BY id DESC LIMIT 1)
    -- What is not more than was confirmed need not be confirmed again.
    AND (NEW.asksConfirmation = 1 OR NOT EXISTS (
      SELECT 1 FROM awardAcceptance
      JOIN awardVersion ON awardVersion.id = versionId
      WHERE awardId = NEW.awardId AND amountPence >= NEW.amountPence)))
BEGIN SELECT RAISE(ABORT, 'agreement-unanswered'); END;
CREATE TRIGGER awardVersionNeverReplaced BEFORE INSERT ON awardVersion
WHEN EXISTS (SELECT 1 FROM awardVersion WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM awardVersion WHERE awardId = NEW.awardId AND number = NEW.number)
  OR EXISTS (SELECT 1 FROM awardVersion WHERE variationId = NEW.variationId)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardVersionNotClosed BEFORE INSERT ON awardVersion
WHEN NEW.awardId IN (SELECT awardId FROM awardClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER awardVersionUnchanged BEFORE UPDATE ON awardVersion
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.number IS OLD.number AND NEW.variationId IS OLD.variationId AND NEW.amountPence IS OLD.amountPence AND NEW.paidPence IS OLD.paidPence AND NEW.startsOn IS OLD.startsOn AND NEW.endsOn IS OLD.endsOn AND NEW.sha256 IS OLD.sha256 AND NEW.asksConfirmation IS OLD.asksConfirmation AND NEW.toldAt IS OLD.toldAt AND NEW.offeredById IS OLD.offeredById AND NEW.offeredAt IS OLD.offeredAt AND NEW.offeredOn IS OLD.offeredOn AND NEW.lapsesOn IS OLD.lapsesOn)
BEGIN SELECT RAISE(ABORT, 'agreement-kept'); END;
CREATE TRIGGER awardWithdrawalFits BEFORE INSERT ON awardWithdrawal
WHEN NOT EXISTS (
  SELECT 1 FROM award
  JOIN awardAppeal ON awardAppeal.applicationId = award.applicationId
  JOIN awardAppealDecision ON awardAppealDecision.appealId = awardAppeal.id
  WHERE award.id = NEW.awardId AND awardAppealDecision.id = NEW.appealDecisionId
    AND effect = 'withdrawal' AND (SELECT amountPence FROM award WHERE id = NEW.awardId)
  + (SELECT ifnull(sum(pence), 0) FROM awardMovement
     JOIN awardVersion ON awardVersion.id = versionId WHERE awardId = NEW.awardId) = NEW.awardedPence
    AND NOT EXISTS (SELECT 1 FROM awardEnd WHERE awardId = NEW.awardId))
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardWithdrawalKept BEFORE DELETE ON awardWithdrawal
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardWithdrawalNeverReplaced BEFORE INSERT ON awardWithdrawal
WHEN EXISTS (SELECT 1 FROM awardWithdrawal WHERE awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE appealDecisionId = NEW.appealDecisionId)
  OR EXISTS (SELECT 1 FROM awardWithdrawal WHERE releaseId = NEW.releaseId)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardWithdrawalNotGivenUp BEFORE INSERT ON awardWithdrawal
WHEN NEW.awardId IN (SELECT awardId FROM awardGivenUp)
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER awardWithdrawalReturns AFTER INSERT ON awardWithdrawal
BEGIN
  UPDATE awardRound SET awardedPence = awardedPence - NEW.releasedPence
  WHERE roundId = (SELECT roundId FROM award WHERE id = NEW.awardId);
END;
CREATE TRIGGER awardWithdrawalUnchanged BEFORE UPDATE ON awardWithdrawal
BEGIN SELECT RAISE(ABORT, 'decision-stands'); END;
CREATE TRIGGER commissioningAnswerInTime BEFORE INSERT ON commissioningAnswer
WHEN NOT EXISTS (SELECT 1 FROM commissioningQuestion AS question
  JOIN commissioningCycle AS cycle ON cycle.id = question.cycleId
  WHERE question.id = NEW.questionId AND cycle.stage = question.stage
    AND cycle.status = 'open')
BEGIN SELECT RAISE(ABORT, 'stage-not-open'); END;
CREATE TRIGGER commissioningAnswerKept BEFORE DELETE ON commissioningAnswer
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningAnswerNeverReplaced BEFORE INSERT ON commissioningAnswer
WHEN EXISTS (SELECT 1 FROM commissioningAnswer WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningAnswer WHERE questionId = NEW.questionId AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningAnswerNext BEFORE INSERT ON commissioningAnswer
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningAnswer
  WHERE questionId = NEW.questionId), 0)
BEGIN SELECT RAISE(ABORT, 'stage-answer-changed'); END;
CREATE TRIGGER commissioningAnswerUnchanged BEFORE UPDATE ON commissioningAnswer
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningApproverApart BEFORE INSERT ON commissioningStageEvent
WHEN NEW.kind = 'approved' AND EXISTS (SELECT 1 FROM commissioningStandingAnswer
  WHERE cycleId = NEW.cycleId AND stage = NEW.stage AND authorId = NEW.personId)
BEGIN SELECT RAISE(ABORT, 'stage-approver-wrote'); END;
CREATE TRIGGER commissioningAssessedOutcomeKept BEFORE DELETE ON commissioningAssessedOutcome
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningAssessedOutcomeNeverReplaced BEFORE INSERT ON commissioningAssessedOutcome
WHEN EXISTS (SELECT 1 FROM commissioningAssessedOutcome WHERE assessmentId = NEW.assessmentId AND outcome = NEW.outcome)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningAssessedOutcomeUnchanged BEFORE UPDATE ON commissioningAssessedOutcome
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.assessmentId IS OLD.assessmentId AND NEW.priority IS OLD.priority AND NEW.outcome IS OLD.outcome AND NEW.verdict IS OLD.verdict)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningAssessmentInTurn BEFORE INSERT ON commissioningAssessment
BEGIN
  SELECT RAISE(ABORT, 'assessment-changed') WHERE NEW.number <> 1 + ifnull((
    SELECT max(number) FROM commissioningAssessment WHERE awardId = NEW.awardId), 0);
  SELECT RAISE(ABORT, 'assessment-too-early')
  WHERE NEW.awardId NOT IN (SELECT awardId FROM commissioningEndTold
    UNION SELECT awardId FROM commissioningLetGo);
END;
CREATE TRIGGER commissioningAssessmentKept BEFORE DELETE ON commissioningAssessment
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningAssessmentNeverReplaced BEFORE INSERT ON commissioningAssessment
WHEN EXISTS (SELECT 1 FROM commissioningAssessment WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningAssessment WHERE awardId = NEW.awardId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningAssessmentNotClosed BEFORE INSERT ON commissioningAssessment
WHEN NEW.awardId IN (SELECT awardId FROM commissioningClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER commissioningAssessmentUnchanged BEFORE UPDATE ON commissioningAssessment
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.number IS OLD.number AND NEW.assessedById IS OLD.assessedById AND NEW.assessedAt IS OLD.assessedAt AND NEW.assessedOn IS OLD.assessedOn)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningBenefitInTime BEFORE INSERT ON commissioningBenefit
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle
  WHERE id = NEW.cycleId AND status <> 'ended')
BEGIN SELECT RAISE(ABORT, 'benefit-cycle-ended'); END;
CREATE TRIGGER commissioningBenefitKept BEFORE DELETE ON commissioningBenefit
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningBenefitNeverReplaced BEFORE INSERT ON commissioningBenefit
WHEN EXISTS (SELECT 1 FROM commissioningBenefit WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningBenefit WHERE cycleId = NEW.cycleId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningBenefitServes BEFORE INSERT ON commissioningBenefit
WHEN NOT EXISTS (SELECT 1 FROM commissioningPriority AS priority
  WHERE priority.cycleId = NEW.cycleId AND priority.key = NEW.priorityKey
    AND NOT EXISTS (SELECT 1 FROM commissioningPriorityWithdrawal
      WHERE priorityId = priority.id))
BEGIN SELECT RAISE(ABORT, 'cycle-priority-unknown'); END;
CREATE TRIGGER commissioningBenefitUnchanged BEFORE UPDATE ON commissioningBenefit
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningBenefitVerdictInTime
BEFORE INSERT ON commissioningBenefitVerdict
WHEN NOT EXISTS (SELECT 1 FROM commissioningBenefit AS benefit
  JOIN commissioningCycle AS cycle ON cycle.id = benefit.cycleId
  WHERE benefit.id = NEW.benefitId AND cycle.status <> 'ended')
BEGIN SELECT RAISE(ABORT, 'benefit-cycle-ended'); END;
CREATE TRIGGER commissioningBenefitVerdictKept BEFORE DELETE ON commissioningBenefitVerdict
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningBenefitVerdictNeverReplaced BEFORE INSERT ON commissioningBenefitVerdict
WHEN EXISTS (SELECT 1 FROM commissioningBenefitVerdict WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningBenefitVerdict WHERE benefitId = NEW.benefitId AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningBenefitVerdictNext
BEFORE INSERT ON commissioningBenefitVerdict
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningBenefitVerdict
  WHERE benefitId = NEW.benefitId), 0)
BEGIN SELECT RAISE(ABORT, 'benefit-changed'); END;
CREATE TRIGGER commissioningBenefitVerdictUnchanged BEFORE UPDATE ON commissioningBenefitVerdict
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningBudgetInTurn BEFORE INSERT ON commissioningBudget
BEGIN
  SELECT RAISE(ABORT, 'award-closed')
  WHERE NEW.awardId IN (SELECT awardId FROM commissioningClosed);
  SELECT RAISE(ABORT, 'budget-changed')
  WHERE NEW.number <> 1 + ifnull((
      SELECT max(number) FROM commissioningBudget WHERE awardId = NEW.awardId), 0)
    OR NEW.source = 'applied' AND NEW.number > 1;
  SELECT RAISE(ABORT, 'budget-lines')
  WHERE NEW.totalPence <> (
      SELECT sum(ifnull(json_extract(value, '$.amountPence'), 0))
      FROM json_each(NEW.lines))
    OR EXISTS (
      SELECT 1 FROM json_each(NEW.lines)
      WHERE json_type(value, '$.what') IS NOT 'text'
        OR json_type(value, '$.amountPence') IS NOT 'integer'
        OR json_extract(value, '$.amountPence') < 1);
END;
CREATE TRIGGER commissioningBudgetKept BEFORE DELETE ON commissioningBudget
BEGIN SELECT RAISE(ABORT, 'budget-kept'); END;
CREATE TRIGGER commissioningBudgetNeverReplaced BEFORE INSERT ON commissioningBudget
WHEN EXISTS (SELECT 1 FROM commissioningBudget WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningBudget WHERE awardId = NEW.awardId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'budget-kept'); END;
CREATE TRIGGER commissioningBudgetUnchanged BEFORE UPDATE ON commissioningBudget
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.number IS OLD.number AND NEW.source IS OLD.source AND NEW.awardedPence IS OLD.awardedPence AND NEW.totalPence IS OLD.totalPence AND NEW.setById IS OLD.setById AND NEW.setAt IS OLD.setAt AND NEW.setOn IS OLD.setOn)
BEGIN SELECT RAISE(ABORT, 'budget-kept'); END;
CREATE TRIGGER commissioningClosingInTurn BEFORE INSERT ON commissioningClosing
BEGIN
  SELECT RAISE(ABORT, 'award-closed') WHERE NEW.isClosed = 1
    AND NEW.awardId IN (SELECT awardId FROM commissioningClosed);
  SELECT RAISE(ABORT, 'award-not-closed') WHERE NEW.isClosed = 0
    AND NEW.awardId NOT IN (SELECT awardId FROM commissioningClosed);
  SELECT RAISE(ABORT, 'award-lacks') WHERE NEW.isClosed = 1 AND (
    NEW.awardId NOT IN (SELECT awardId FROM commissioningEndTold
      UNION SELECT awardId FROM commissioningLetGo)
    OR NEW.awardId NOT IN (SELECT awardId FROM commissioningAssessment)
    OR NEW.awardId IN (SELECT awardId FROM commissioningUnread)
    OR ifnull((SELECT isRaised FROM commissioningConcern
      WHERE awardId = NEW.awardId ORDER BY id DESC LIMIT 1), 0));
END;
CREATE TRIGGER commissioningClosingKept BEFORE DELETE ON commissioningClosing
BEGIN SELECT RAISE(ABORT, 'closing-stands'); END;
CREATE TRIGGER commissioningClosingNeverReplaced BEFORE INSERT ON commissioningClosing
WHEN EXISTS (SELECT 1 FROM commissioningClosing WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'closing-stands'); END;
CREATE TRIGGER commissioningClosingUnchanged BEFORE UPDATE ON commissioningClosing
BEGIN SELECT RAISE(ABORT, 'closing-stands'); END;
CREATE TRIGGER commissioningCoSignatureAsked BEFORE INSERT ON commissioningCoSignature
WHEN NOT EXISTS (SELECT 1 FROM commissioningAnswer AS answer
  JOIN commissioningQuestion AS question ON question.id = answer.questionId
  WHERE answer.id = NEW.answerId AND question.coSigner = NEW.role)
BEGIN SELECT RAISE(ABORT, 'co-sign-not-asked'); END;
CREATE TRIGGER commissioningCoSignatureInTime BEFORE INSERT ON commissioningCoSignature
WHEN NOT EXISTS (SELECT 1 FROM commissioningAnswer AS answer
  JOIN commissioningQuestion AS question ON question.id = answer.questionId
  JOIN commissioningCycle AS cycle ON cycle.id = question.cycleId
  WHERE answer.id = NEW.answerId AND cycle.stage = question.stage
    AND cycle.status = 'open')
BEGIN SELECT RAISE(ABORT, 'stage-not-open'); END;
CREATE TRIGGER commissioningCoSignatureKept BEFORE DELETE ON commissioningCoSignature
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningCoSignatureNeverReplaced BEFORE INSERT ON commissioningCoSignature
WHEN EXISTS (SELECT 1 FROM commissioningCoSignature WHERE answerId = NEW.answerId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningCoSignatureOfLast BEFORE INSERT ON commissioningCoSignature
WHEN EXISTS (SELECT 1 FROM commissioningAnswer AS answer
  JOIN commissioningAnswer AS later ON later.questionId = answer.questionId
    AND later.version > answer.version WHERE answer.id = NEW.answerId)
BEGIN SELECT RAISE(ABORT, 'stage-answer-changed'); END;
CREATE TRIGGER commissioningCoSignatureUnchanged BEFORE UPDATE ON commissioningCoSignature
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningConcernInTurn BEFORE INSERT ON commissioningConcern
BEGIN
  SELECT RAISE(ABORT, 'concern-raised') WHERE NEW.isRaised = 1 AND ifnull((
    SELECT isRaised FROM commissioningConcern WHERE awardId = NEW.awardId
    ORDER BY id DESC LIMIT 1), 0) = 1;
  SELECT RAISE(ABORT, 'concern-none') WHERE NEW.isRaised = 0 AND ifnull((
    SELECT isRaised FROM commissioningConcern WHERE awardId = NEW.awardId
    ORDER BY id DESC LIMIT 1), 0) = 0;
END;
CREATE TRIGGER commissioningConcernKept BEFORE DELETE ON commissioningConcern
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningConcernNeverReplaced BEFORE INSERT ON commissioningConcern
WHEN EXISTS (SELECT 1 FROM commissioningConcern WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningConcernNotClosed BEFORE INSERT ON commissioningConcern
WHEN NEW.isRaised = 1 AND NEW.awardId IN (SELECT awardId FROM commissioningClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER commissioningConcernUnchanged BEFORE UPDATE ON commissioningConcern
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.isRaised IS OLD.isRaised AND NEW.setById IS OLD.setById AND NEW.setAt IS OLD.setAt AND NEW.setOn IS OLD.setOn)
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningCriterionInTime BEFORE INSERT ON commissioningCriterion
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = (SELECT cycleId FROM commissioningPriority WHERE id = NEW.priorityId)
  AND stage IN ('analyse', 'plan') AND status = 'open')
BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;
CREATE TRIGGER commissioningCriterionKept BEFORE DELETE ON commissioningCriterion
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningCriterionNeverReplaced BEFORE INSERT ON commissioningCriterion
WHEN EXISTS (SELECT 1 FROM commissioningCriterion WHERE priorityId = NEW.priorityId AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningCriterionUnchanged BEFORE UPDATE ON commissioningCriterion
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningCycleAlone BEFORE INSERT ON commissioningCycle
WHEN EXISTS (SELECT 1 FROM commissioningCycle WHERE stage <> 'review')
BEGIN SELECT RAISE(ABORT, 'cycle-other-ahead'); END;
CREATE TRIGGER commissioningCycleBegins BEFORE INSERT ON commissioningCycle
WHEN NEW.stage <> 'analyse' OR NEW.status <> 'new' OR NEW.planApprovalId IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'stage-order'); END;
CREATE TRIGGER commissioningCycleFollows BEFORE UPDATE ON commissioningCycle
WHEN NOT EXISTS (SELECT 1 FROM commissioningStageEvent AS event
  WHERE event.id = (SELECT max(id) FROM commissioningStageEvent
    WHERE cycleId = NEW.id) AND event.stage = NEW.stage
    AND NEW.status IS CASE event.kind WHEN 'closed' THEN
        CASE WHEN event.stage IN ('plan', 'review') THEN 'closed' ELSE 'open' END
      WHEN 'approved' THEN CASE event.stage WHEN 'plan' THEN 'closed' ELSE 'approved' END
      WHEN 'ended' THEN 'ended' ELSE 'open' END
    AND NEW.planApprovalId IS CASE
      WHEN event.kind = 'approved' AND event.stage = 'plan' THEN event.id
      WHEN event.kind = 'reopened' AND event.stage IN ('analyse', 'plan') THEN NULL
      ELSE OLD.planApprovalId END)
BEGIN SELECT RAISE(ABORT, 'stage-order'); END;
CREATE TRIGGER commissioningCycleKept BEFORE DELETE ON commissioningCycle
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningCycleNeverReplaced BEFORE INSERT ON commissioningCycle
WHEN EXISTS (SELECT 1 FROM commissioningCycle WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningCycle WHERE key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningCycleSame BEFORE UPDATE ON commissioningCycle
WHEN NEW.id <> OLD.id OR NEW.key <> OLD.key OR NEW.title <> OLD.title
  OR NEW.startedById <> OLD.startedById OR NEW.startedAt <> OLD.startedAt
  OR NEW.startedOn <> OLD.startedOn
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningFeedbackInTurn BEFORE INSERT ON commissioningFeedback
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningFeedback
    WHERE awardId = NEW.awardId AND number = NEW.number), 0)
  OR NEW.number > 1 + ifnull((SELECT max(number) FROM commissioningFeedback
    WHERE awardId = NEW.awardId), 0)
BEGIN SELECT RAISE(ABORT, 'feedback-changed'); END;
CREATE TRIGGER commissioningFeedbackKept BEFORE DELETE ON commissioningFeedback
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningFeedbackNeverReplaced BEFORE INSERT ON commissioningFeedback
WHEN EXISTS (SELECT 1 FROM commissioningFeedback WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningFeedback WHERE awardId = NEW.awardId AND number = NEW.number AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningFeedbackUnchanged BEFORE UPDATE ON commissioningFeedback
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.number IS OLD.number AND NEW.version IS OLD.version AND NEW.capacity IS OLD.capacity AND NEW.seenOn IS OLD.seenOn AND NEW.wouldFund IS OLD.wouldFund AND NEW.recordedById IS OLD.recordedById AND NEW.recordedAt IS OLD.recordedAt AND NEW.recordedOn IS OLD.recordedOn)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningGroupCountKept BEFORE DELETE ON commissioningGroupCount
BEGIN SELECT RAISE(ABORT, 'indicator-kept'); END;
CREATE TRIGGER commissioningGroupCountNeverReplaced BEFORE INSERT ON commissioningGroupCount
WHEN EXISTS (SELECT 1 FROM commissioningGroupCount WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningGroupCount WHERE indicator = NEW.indicator AND area = NEW.area AND month = NEW.month AND groupKey = NEW.groupKey AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'indicator-kept'); END;
CREATE TRIGGER commissioningGroupCountNext BEFORE INSERT ON commissioningGroupCount
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningGroupCount
    WHERE indicator = NEW.indicator AND area = NEW.area AND month = NEW.month AND groupKey = NEW.groupKey), 0)
  OR NOT EXISTS (SELECT 1 FROM commissioningIndicatorImport AS import
    WHERE import.id = NEW.importId AND import.indicator = NEW.indicator)
BEGIN SELECT RAISE(ABORT, 'indicator-changed'); END;
CREATE TRIGGER commissioningGroupCountOneFrequency BEFORE INSERT ON commissioningGroupCount
WHEN (SELECT length(period) || (substr(period, 6, 1) = 'Q') FROM commissioningGroupCount
  WHERE indicator = NEW.indicator LIMIT 1) <> (length(NEW.period) || (substr(NEW.period, 6, 1) = 'Q'))
BEGIN SELECT RAISE(ABORT, 'indicator-frequency-changed'); END;
CREATE TRIGGER commissioningGroupCountUnchanged BEFORE UPDATE ON commissioningGroupCount
BEGIN SELECT RAISE(ABORT, 'indicator-kept'); END;
CREATE TRIGGER commissioningIndicatorImportKept BEFORE DELETE ON commissioningIndicatorImport
BEGIN SELECT RAISE(ABORT, 'indicator-kept'); END;
CREATE TRIGGER commissioningIndicatorImportNeverReplaced BEFORE INSERT ON commissioningIndicatorImport
WHEN EXISTS (SELECT 1 FROM commissioningIndicatorImport WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'indicator-kept'); END;
CREATE TRIGGER commissioningIndicatorImportUnchanged BEFORE UPDATE ON commissioningIndicatorImport
BEGIN SELECT RAISE(ABORT, 'indicator-kept'); END;
CREATE TRIGGER commissioningIndicatorValueKept BEFORE DELETE ON commissioningIndicatorValue
BEGIN SELECT RAISE(ABORT, 'indicator-kept'); END;
CREATE TRIGGER commissioningIndicatorValueNeverReplaced BEFORE INSERT ON commissioningIndicatorValue
WHEN EXISTS (SELECT 1 FROM commissioningIndicatorValue WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningIndicatorValue WHERE indicator = NEW.indicator AND ward = NEW.ward AND month = NEW.month AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'indicator-kept'); END;
CREATE TRIGGER commissioningIndicatorValueNext BEFORE INSERT ON commissioningIndicatorValue
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningIndicatorValue
    WHERE indicator = NEW.indicator AND ward = NEW.ward AND month = NEW.month), 0)
  OR NOT EXISTS (SELECT 1 FROM commissioningIndicatorImport AS import
    WHERE import.id = NEW.importId AND import.indicator = NEW.indicator)
BEGIN SELECT RAISE(ABORT, 'indicator-changed'); END;
CREATE TRIGGER commissioningIndicatorValueOneFrequency BEFORE INSERT ON commissioningIndicatorValue
WHEN (SELECT length(period) || (substr(period, 6, 1) = 'Q') FROM commissioningIndicatorValue
  WHERE indicator = NEW.indicator LIMIT 1) <> (length(NEW.period) || (substr(NEW.period, 6, 1) = 'Q'))
BEGIN SELECT RAISE(ABORT, 'indicator-frequency-changed'); END;
CREATE TRIGGER commissioningIndicatorValueUnchanged BEFORE UPDATE ON commissioningIndicatorValue
BEGIN SELECT RAISE(ABORT, 'indicator-kept'); END;
CREATE TRIGGER commissioningLessonInTime BEFORE INSERT ON commissioningLesson
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = NEW.cycleId
  AND stage IN ('do', 'review') AND status = 'open')
BEGIN SELECT RAISE(ABORT, 'lesson-not-now'); END;
CREATE TRIGGER commissioningLessonKept BEFORE DELETE ON commissioningLesson
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningLessonNeverReplaced BEFORE INSERT ON commissioningLesson
WHEN EXISTS (SELECT 1 FROM commissioningLesson WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningLessonOfOwn BEFORE INSERT ON commissioningLesson
WHEN NEW.priorityId IS NOT NULL AND NOT EXISTS (SELECT 1 FROM commissioningPriority
  WHERE id = NEW.priorityId AND cycleId = NEW.cycleId)
BEGIN SELECT RAISE(ABORT, 'cycle-priority-unknown'); END;
CREATE TRIGGER commissioningLessonTakenUp BEFORE INSERT ON commissioningLessonWithdrawal
WHEN EXISTS (SELECT 1 FROM commissioningLessonVerdict WHERE lessonId = NEW.lessonId)
BEGIN SELECT RAISE(ABORT, 'lesson-decided'); END;
CREATE TRIGGER commissioningLessonUnchanged BEFORE UPDATE ON commissioningLesson
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningLessonVerdictInTime BEFORE INSERT ON commissioningLessonVerdict
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = NEW.cycleId
  AND stage IN ('analyse', 'plan') AND status = 'open')
BEGIN SELECT RAISE(ABORT, 'lesson-decided-in-plan'); END;
CREATE TRIGGER commissioningLessonVerdictKept BEFORE DELETE ON commissioningLessonVerdict
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningLessonVerdictLater BEFORE INSERT ON commissioningLessonVerdict
WHEN NOT EXISTS (SELECT 1 FROM commissioningLesson AS lesson
  WHERE lesson.id = NEW.lessonId AND lesson.cycleId < NEW.cycleId AND NOT EXISTS (
    SELECT 1 FROM commissioningLessonWithdrawal WHERE lessonId = lesson.id))
BEGIN SELECT RAISE(ABORT, 'lesson-own-cycle'); END;
CREATE TRIGGER commissioningLessonVerdictNeverReplaced BEFORE INSERT ON commissioningLessonVerdict
WHEN EXISTS (SELECT 1 FROM commissioningLessonVerdict WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningLessonVerdict WHERE lessonId = NEW.lessonId AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningLessonVerdictNext BEFORE INSERT ON commissioningLessonVerdict
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningLessonVerdict
  WHERE lessonId = NEW.lessonId), 0)
BEGIN SELECT RAISE(ABORT, 'lesson-changed'); END;
CREATE TRIGGER commissioningLessonVerdictOnce BEFORE INSERT ON commissioningLessonVerdict
WHEN EXISTS (SELECT 1 FROM commissioningLessonVerdict
  WHERE lessonId = NEW.lessonId AND cycleId <> NEW.cycleId)
BEGIN SELECT RAISE(ABORT, 'lesson-decided'); END;
CREATE TRIGGER commissioningLessonVerdictUnchanged BEFORE UPDATE ON commissioningLessonVerdict
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningLessonWithdrawalKept BEFORE DELETE ON commissioningLessonWithdrawal
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningLessonWithdrawalNeverReplaced BEFORE INSERT ON commissioningLessonWithdrawal
WHEN EXISTS (SELECT 1 FROM commissioningLessonWithdrawal WHERE lessonId = NEW.lessonId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningLessonWithdrawalUnchanged BEFORE UPDATE ON commissioningLessonWithdrawal
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningLessonWithdrawnInTime
BEFORE INSERT ON commissioningLessonWithdrawal
WHEN NOT EXISTS (SELECT 1 FROM commissioningLesson AS lesson
  JOIN commissioningCycle AS cycle ON cycle.id = lesson.cycleId
  WHERE lesson.id = NEW.lessonId AND cycle.stage IN ('do', 'review')
    AND cycle.status = 'open')
BEGIN SELECT RAISE(ABORT, 'lesson-not-now'); END;
CREATE TRIGGER commissioningLessonsLearned BEFORE INSERT ON commissioningStageEvent
WHEN NEW.kind = 'closed' AND NEW.stage = 'review' AND NOT EXISTS (SELECT 1
  FROM commissioningLesson WHERE cycleId = NEW.cycleId AND NOT EXISTS (SELECT 1
    FROM commissioningLessonWithdrawal WHERE lessonId = commissioningLesson.id))
BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;
CREATE TRIGGER commissioningLessonsTaken BEFORE INSERT ON commissioningStageEvent
WHEN NEW.kind = 'closed' AND NEW.stage IN ('analyse', 'plan') AND EXISTS (SELECT 1
  FROM commissioningOpenLesson WHERE cycleId = NEW.cycleId)
BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;
CREATE TRIGGER commissioningNeedEvidenceInTime BEFORE INSERT ON commissioningNeedEvidence
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = (SELECT cycleId FROM commissioningNeed WHERE id = NEW.needId)
  AND stage IN ('analyse', 'plan') AND status = 'open')
BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;
CREATE TRIGGER commissioningNeedEvidenceKept BEFORE DELETE ON commissioningNeedEvidence
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedEvidenceNeverReplaced BEFORE INSERT ON commissioningNeedEvidence
WHEN EXISTS (SELECT 1 FROM commissioningNeedEvidence WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedEvidenceUnchanged BEFORE UPDATE ON commissioningNeedEvidence
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedFigureInTime BEFORE INSERT ON commissioningNeedFigure
WHEN NOT EXISTS (SELECT 1 FROM commissioningNeedEvidence AS evidence
  JOIN commissioningNeed AS need ON need.id = evidence.needId
  JOIN commissioningCycle AS cycle ON cycle.id = need.cycleId
  WHERE evidence.id = NEW.evidenceId AND cycle.stage IN ('analyse', 'plan')
    AND cycle.status = 'open')
BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;
CREATE TRIGGER commissioningNeedFigureKept BEFORE DELETE ON commissioningNeedFigure
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedFigureNeverReplaced BEFORE INSERT ON commissioningNeedFigure
WHEN EXISTS (SELECT 1 FROM commissioningNeedFigure WHERE evidenceId = NEW.evidenceId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedFigureStands BEFORE INSERT ON commissioningNeedFigure
WHEN NOT EXISTS (SELECT 1 FROM commissioningIndicatorValue AS figure
  WHERE figure.id = NEW.valueId AND figure.thousandths IS NOT NULL
    AND figure.version = (SELECT max(version) FROM commissioningIndicatorValue
      WHERE indicator = figure.indicator AND ward = figure.ward
        AND month = figure.month))
BEGIN SELECT RAISE(ABORT, 'figure-replaced'); END;
CREATE TRIGGER commissioningNeedFigureUnchanged BEFORE UPDATE ON commissioningNeedFigure
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedInTime BEFORE INSERT ON commissioningNeed
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = (NEW.cycleId)
  AND stage IN ('analyse', 'plan') AND status = 'open')
BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;
CREATE TRIGGER commissioningNeedKept BEFORE DELETE ON commissioningNeed
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedNeverReplaced BEFORE INSERT ON commissioningNeed
WHEN EXISTS (SELECT 1 FROM commissioningNeed WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningNeed WHERE cycleId = NEW.cycleId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedServes BEFORE INSERT ON commissioningNeedWithdrawal
WHEN EXISTS (SELECT 1 FROM commissioningPriorityNeed AS link
  WHERE link.needId = NEW.needId AND NOT EXISTS (SELECT 1
    FROM commissioningPriorityWithdrawal WHERE priorityId = link.priorityId))
BEGIN SELECT RAISE(ABORT, 'need-serves-priority'); END;
CREATE TRIGGER commissioningNeedTensionGone BEFORE INSERT ON commissioningNeedTension
WHEN NEW.tensionId IN (SELECT tensionId FROM commissioningTensionRemoval)
BEGIN SELECT RAISE(ABORT, 'tension-not-evidence'); END;
CREATE TRIGGER commissioningNeedTensionInTime BEFORE INSERT ON commissioningNeedTension
WHEN NOT EXISTS (SELECT 1 FROM commissioningNeedEvidence AS evidence
  JOIN commissioningNeed AS need ON need.id = evidence.needId
  JOIN commissioningCycle AS cycle ON cycle.id = need.cycleId
  WHERE evidence.id = NEW.evidenceId AND cycle.stage IN ('analyse', 'plan')
    AND cycle.status = 'open')
BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;
CREATE TRIGGER commissioningNeedTensionKept BEFORE DELETE ON commissioningNeedTension
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedTensionNeverReplaced BEFORE INSERT ON commissioningNeedTension
WHEN EXISTS (SELECT 1 FROM commissioningNeedTension WHERE evidenceId = NEW.evidenceId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedTensionStands BEFORE INSERT ON commissioningNeedTension
WHEN ifnull((SELECT status FROM commissioningTensionTriage
  WHERE tensionId = NEW.tensionId ORDER BY version DESC LIMIT 1), 'new')
  NOT IN ('noted', 'passed-on')
BEGIN SELECT RAISE(ABORT, 'tension-not-evidence'); END;
CREATE TRIGGER commissioningNeedTensionUnchanged BEFORE UPDATE ON commissioningNeedTension
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedUnchanged BEFORE UPDATE ON commissioningNeed
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedWithdrawalInTime BEFORE INSERT ON commissioningNeedWithdrawal
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = (SELECT cycleId FROM commissioningNeed WHERE id = NEW.needId)
  AND stage IN ('analyse', 'plan') AND status = 'open')
BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;
CREATE TRIGGER commissioningNeedWithdrawalKept BEFORE DELETE ON commissioningNeedWithdrawal
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedWithdrawalNeverReplaced BEFORE INSERT ON commissioningNeedWithdrawal
WHEN EXISTS (SELECT 1 FROM commissioningNeedWithdrawal WHERE needId = NEW.needId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningNeedWithdrawalUnchanged BEFORE UPDATE ON commissioningNeedWithdrawal
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningOpeningKept BEFORE DELETE ON commissioningOpening
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningOpeningNeverReplaced BEFORE INSERT ON commissioningOpening
WHEN EXISTS (SELECT 1 FROM commissioningOpening WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningOpeningPlanned BEFORE INSERT ON commissioningOpening
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle AS cycle
  JOIN commissioningRound AS held ON held.cycleId = cycle.id
  WHERE cycle.id = NEW.cycleId AND held.roundId = NEW.id AND cycle.stage = 'do'
    AND cycle.planApprovalId = NEW.approvalId)
BEGIN SELECT RAISE(ABORT, 'round-plan-unapproved'); END;
CREATE TRIGGER commissioningOpeningUnchanged BEFORE UPDATE ON commissioningOpening
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPlanAppraised BEFORE INSERT ON commissioningStageEvent
WHEN NEW.kind = 'closed' AND NEW.stage = 'plan'
  AND EXISTS (SELECT 1 FROM commissioningPlanStanding
    WHERE cycleId = NEW.cycleId AND part = 'option')
  AND (EXISTS (SELECT 1 FROM commissioningPlanStanding WHERE cycleId = NEW.cycleId
      AND part = 'option' AND json_extract(body, '$.choice') = 'open')
    OR NOT EXISTS (SELECT 1 FROM commissioningPlanStanding WHERE cycleId = NEW.cycleId
      AND part = 'option' AND json_extract(body, '$.choice') = 'chosen'))
BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;
CREATE TRIGGER commissioningPlanEntryInTime BEFORE INSERT ON commissioningPlanEntry
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle
  WHERE id = NEW.cycleId AND stage = 'plan' AND status = 'open')
BEGIN SELECT RAISE(ABORT, 'plan-not-open'); END;
CREATE TRIGGER commissioningPlanEntryKept BEFORE DELETE ON commissioningPlanEntry
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPlanEntryNeverReplaced BEFORE INSERT ON commissioningPlanEntry
WHEN EXISTS (SELECT 1 FROM commissioningPlanEntry WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningPlanEntry WHERE cycleId = NEW.cycleId AND part = NEW.part AND item = NEW.item AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPlanEntryNext BEFORE INSERT ON commissioningPlanEntry
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningPlanEntry
  WHERE cycleId = NEW.cycleId AND part = NEW.part AND item = NEW.item), 0)
BEGIN SELECT RAISE(ABORT, 'plan-entry-changed'); END;
CREATE TRIGGER commissioningPlanEntryUnchanged BEFORE UPDATE ON commissioningPlanEntry
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPlanFrozenApproved BEFORE INSERT ON commissioningPlanFrozen
WHEN NOT EXISTS (SELECT 1 FROM commissioningStageEvent
  WHERE id = NEW.approvalId AND stage = 'plan' AND kind = 'approved')
BEGIN SELECT RAISE(ABORT, 'plan-not-approved'); END;
CREATE TRIGGER commissioningPlanFrozenKept BEFORE DELETE ON commissioningPlanFrozen
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPlanFrozenNeverReplaced BEFORE INSERT ON commissioningPlanFrozen
WHEN EXISTS (SELECT 1 FROM commissioningPlanFrozen WHERE approvalId = NEW.approvalId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPlanFrozenUnchanged BEFORE UPDATE ON commissioningPlanFrozen
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPlanGapOfNeed BEFORE INSERT ON commissioningPlanEntry
WHEN NEW.part = 'gap' AND NEW.withdrawnBecause IS NULL AND NOT EXISTS (SELECT 1
  FROM commissioningNeed AS need WHERE need.cycleId = NEW.cycleId
    AND CAST(need.number AS TEXT) = NEW.item AND NOT EXISTS (SELECT 1
      FROM commissioningNeedWithdrawal WHERE needId = need.id))
BEGIN SELECT RAISE(ABORT, 'need-withdrawn'); END;
CREATE TRIGGER commissioningPlanIsFrozen BEFORE INSERT ON commissioningStageEvent
WHEN NEW.kind = 'opened' AND NEW.stage = 'do' AND EXISTS (SELECT 1
  FROM commissioningCycle AS cycle WHERE cycle.id = NEW.cycleId AND cycle.stage = 'plan'
    AND cycle.planApprovalId IS NOT NULL AND NOT EXISTS (SELECT 1
      FROM commissioningPlanFrozen WHERE approvalId = cycle.planApprovalId))
BEGIN SELECT RAISE(ABORT, 'plan-not-frozen'); END;
CREATE TRIGGER commissioningPlanMarkOfOption BEFORE INSERT ON commissioningPlanEntry
WHEN NEW.part = 'mark' AND NEW.withdrawnBecause IS NULL AND NOT EXISTS (SELECT 1
  FROM commissioningPlanStanding WHERE cycleId = NEW.cycleId AND part = 'option'
    AND item = CAST(json_extract(NEW.body, '$.option') AS TEXT))
BEGIN SELECT RAISE(ABORT, 'plan-option-gone'); END;
CREATE TRIGGER commissioningPlanOfPriority BEFORE INSERT ON commissioningPlanEntry
WHEN (NEW.part IN ('outcome', 'question')
    OR NEW.part = 'share' AND json_extract(NEW.body, '$.by') = 'priority')
  AND NEW.withdrawnBecause IS NULL AND NOT EXISTS (SELECT 1
    FROM commissioningPriority AS priority WHERE priority.cycleId = NEW.cycleId
      AND priority.key = CASE NEW.part WHEN 'share' THEN json_extract(NEW.body, '$.key')
        ELSE json_extract(NEW.body, '$.priority') END
      AND NOT EXISTS (SELECT 1 FROM commissioningPriorityWithdrawal
        WHERE priorityId = priority.id))
BEGIN SELECT RAISE(ABORT, 'plan-priority-gone'); END;
CREATE TRIGGER commissioningPlanOneChosen BEFORE INSERT ON commissioningPlanEntry
WHEN NEW.part = 'option' AND NEW.withdrawnBecause IS NULL
  AND json_extract(NEW.body, '$.choice') = 'chosen' AND EXISTS (SELECT 1
    FROM commissioningPlanStanding WHERE cycleId = NEW.cycleId AND part = 'option'
      AND item <> NEW.item AND json_extract(body, '$.choice') = 'chosen')
BEGIN SELECT RAISE(ABORT, 'plan-option-chosen'); END;
CREATE TRIGGER commissioningPlanOneSplit BEFORE INSERT ON commissioningPlanEntry
WHEN NEW.part = 'share' AND NEW.withdrawnBecause IS NULL AND EXISTS (SELECT 1
  FROM commissioningPlanStanding WHERE cycleId = NEW.cycleId AND part = 'share'
    AND json_extract(body, '$.by') <> json_extract(NEW.body, '$.by'))
BEGIN SELECT RAISE(ABORT, 'plan-one-split'); END;
CREATE TRIGGER commissioningPlanRequired BEFORE INSERT ON commissioningStageEvent
WHEN NEW.stage = 'plan' AND NEW.kind IN ('closed', 'approved')
  AND EXISTS (SELECT 1 FROM commissioningPlanUnmet WHERE cycleId = NEW.cycleId)
BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;
CREATE TRIGGER commissioningPlanRequirementFrozen
BEFORE INSERT ON commissioningPlanRequirement
WHEN (SELECT status FROM commissioningCycle WHERE id = NEW.cycleId) <> 'new'
BEGIN SELECT RAISE(ABORT, 'cycle-questions-fixed'); END;
CREATE TRIGGER commissioningPlanRequirementKept BEFORE DELETE ON commissioningPlanRequirement
BEGIN SELECT RAISE(ABORT, 'cycle-questions-fixed'); END;
CREATE TRIGGER commissioningPlanRequirementNeverReplaced BEFORE INSERT ON commissioningPlanRequirement
WHEN EXISTS (SELECT 1 FROM commissioningPlanRequirement WHERE cycleId = NEW.cycleId AND part = NEW.part AND item = NEW.item)
BEGIN SELECT RAISE(ABORT, 'cycle-questions-fixed'); END;
CREATE TRIGGER commissioningPlanRequirementUnchanged BEFORE UPDATE ON commissioningPlanRequirement
BEGIN SELECT RAISE(ABORT, 'cycle-questions-fixed'); END;
CREATE TRIGGER commissioningPlanTraced BEFORE INSERT ON commissioningStageEvent
WHEN NEW.kind = 'closed' AND NEW.stage = 'plan' AND (
  NOT EXISTS (SELECT 1 FROM commissioningPriority AS priority
    WHERE priority.cycleId = NEW.cycleId AND NOT EXISTS (SELECT 1
      FROM commissioningPriorityWithdrawal WHERE priorityId = priority.id))
  OR EXISTS (SELECT 1 FROM commissioningPriority AS priority
    WHERE priority.cycleId = NEW.cycleId
      AND NOT EXISTS (SELECT 1 FROM commissioningPriorityWithdrawal
        WHERE priorityId = priority.id)
      AND NOT EXISTS (SELECT 1 FROM commissioningPriorityNeed
        WHERE priorityId = priority.id))
  OR EXISTS (SELECT 1 FROM commissioningNeed AS need
    WHERE need.cycleId = NEW.cycleId
      AND NOT EXISTS (SELECT 1 FROM commissioningNeedWithdrawal
        WHERE needId = need.id)
      AND NOT EXISTS (SELECT 1 FROM commissioningNeedEvidence
        WHERE needId = need.id)))
BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;
CREATE TRIGGER commissioningPlannerApart BEFORE INSERT ON commissioningStageEvent
WHEN NEW.kind = 'approved' AND NEW.stage = 'plan' AND EXISTS (SELECT 1
  FROM commissioningPlanStanding AS entry
  WHERE entry.cycleId = NEW.cycleId AND entry.writtenById = NEW.personId)
BEGIN SELECT RAISE(ABORT, 'stage-approver-wrote'); END;
CREATE TRIGGER commissioningPriorityInTime BEFORE INSERT ON commissioningPriority
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = (NEW.cycleId)
  AND stage IN ('analyse', 'plan') AND status = 'open')
BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;
CREATE TRIGGER commissioningPriorityKept BEFORE DELETE ON commissioningPriority
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPriorityNeedInTime BEFORE INSERT ON commissioningPriorityNeed
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = (SELECT cycleId FROM commissioningPriority WHERE id = NEW.priorityId)
  AND stage IN ('analyse', 'plan') AND status = 'open')
BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;
CREATE TRIGGER commissioningPriorityNeedKept BEFORE DELETE ON commissioningPriorityNeed
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPriorityNeedNeverReplaced BEFORE INSERT ON commissioningPriorityNeed
WHEN EXISTS (SELECT 1 FROM commissioningPriorityNeed WHERE priorityId = NEW.priorityId AND needId = NEW.needId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPriorityNeedStands BEFORE INSERT ON commissioningPriorityNeed
WHEN EXISTS (SELECT 1 FROM commissioningNeedWithdrawal WHERE needId = NEW.needId)
  OR (SELECT cycleId FROM commissioningNeed WHERE id = NEW.needId) <> (SELECT cycleId FROM commissioningPriority WHERE id = NEW.priorityId)
BEGIN SELECT RAISE(ABORT, 'need-withdrawn'); END;
CREATE TRIGGER commissioningPriorityNeedUnchanged BEFORE UPDATE ON commissioningPriorityNeed
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPriorityNeverReplaced BEFORE INSERT ON commissioningPriority
WHEN EXISTS (SELECT 1 FROM commissioningPriority WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPriorityOnce BEFORE INSERT ON commissioningPriority
WHEN EXISTS (SELECT 1 FROM commissioningPriority AS before
  WHERE before.cycleId = NEW.cycleId AND before.key = NEW.key AND NOT EXISTS (SELECT 1
    FROM commissioningPriorityWithdrawal WHERE priorityId = before.id))
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPriorityUnchanged BEFORE UPDATE ON commissioningPriority
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPriorityWithdrawalInTime BEFORE INSERT ON commissioningPriorityWithdrawal
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle WHERE id = (SELECT cycleId FROM commissioningPriority WHERE id = NEW.priorityId)
  AND stage IN ('analyse', 'plan') AND status = 'open')
BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;
CREATE TRIGGER commissioningPriorityWithdrawalKept BEFORE DELETE ON commissioningPriorityWithdrawal
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPriorityWithdrawalNeverReplaced BEFORE INSERT ON commissioningPriorityWithdrawal
WHEN EXISTS (SELECT 1 FROM commissioningPriorityWithdrawal WHERE priorityId = NEW.priorityId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningPriorityWithdrawalUnchanged BEFORE UPDATE ON commissioningPriorityWithdrawal
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProposalKept BEFORE DELETE ON commissioningProposal
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProposalNeverReplaced BEFORE INSERT ON commissioningProposal
WHEN EXISTS (SELECT 1 FROM commissioningProposal WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningProposal WHERE roundId = NEW.roundId AND lessonId = NEW.lessonId)
  OR EXISTS (SELECT 1 FROM commissioningProposal WHERE roundId = NEW.roundId AND answerId = NEW.answerId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProposalStands BEFORE INSERT ON commissioningProposal
WHEN EXISTS (SELECT 1 FROM commissioningLessonWithdrawal WHERE lessonId = NEW.lessonId)
BEGIN SELECT RAISE(ABORT, 'lesson-withdrawn'); END;
CREATE TRIGGER commissioningProposalUnchanged BEFORE UPDATE ON commissioningProposal
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProposalVerdictKept BEFORE DELETE ON commissioningProposalVerdict
BEGIN SELECT RAISE(ABORT, 'proposal-decided'); END;
CREATE TRIGGER commissioningProposalVerdictNeverReplaced BEFORE INSERT ON commissioningProposalVerdict
WHEN EXISTS (SELECT 1 FROM commissioningProposalVerdict WHERE proposalId = NEW.proposalId)
BEGIN SELECT RAISE(ABORT, 'proposal-decided'); END;
CREATE TRIGGER commissioningProposalVerdictUnchanged BEFORE UPDATE ON commissioningProposalVerdict
BEGIN SELECT RAISE(ABORT, 'proposal-decided'); END;
CREATE TRIGGER commissioningProspectusApproved BEFORE INSERT ON commissioningProspectus
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle
  WHERE id = NEW.cycleId AND planApprovalId = NEW.approvalId)
BEGIN SELECT RAISE(ABORT, 'plan-not-approved'); END;
CREATE TRIGGER commissioningProspectusKept BEFORE DELETE ON commissioningProspectus
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProspectusNeverReplaced BEFORE INSERT ON commissioningProspectus
WHEN EXISTS (SELECT 1 FROM commissioningProspectus WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningProspectus WHERE cycleId = NEW.cycleId AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProspectusNext BEFORE INSERT ON commissioningProspectus
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningProspectus
  WHERE cycleId = NEW.cycleId), 0)
BEGIN SELECT RAISE(ABORT, 'prospectus-version'); END;
CREATE TRIGGER commissioningProspectusPublished BEFORE INSERT ON commissioningStageEvent
WHEN NEW.kind = 'opened' AND NEW.stage = 'do' AND EXISTS (SELECT 1
  FROM commissioningCycle AS cycle WHERE cycle.id = NEW.cycleId AND cycle.stage = 'plan'
    AND cycle.planApprovalId IS NOT NULL AND NOT EXISTS (SELECT 1
      FROM commissioningProspectus WHERE approvalId = cycle.planApprovalId))
BEGIN SELECT RAISE(ABORT, 'prospectus-not-published'); END;
CREATE TRIGGER commissioningProspectusUnchanged BEFORE UPDATE ON commissioningProspectus
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderKept BEFORE DELETE ON commissioningProvider
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderNeverReplaced BEFORE INSERT ON commissioningProvider
WHEN EXISTS (SELECT 1 FROM commissioningProvider WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderNoteKept BEFORE DELETE ON commissioningProviderNote
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderNoteNeverReplaced BEFORE INSERT ON commissioningProviderNote
WHEN EXISTS (SELECT 1 FROM commissioningProviderNote WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderNoteUnchanged BEFORE UPDATE ON commissioningProviderNote
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.providerId IS OLD.providerId AND NEW.happenedOn IS OLD.happenedOn AND NEW.authorId IS OLD.authorId AND NEW.at IS OLD.at AND NEW.notedOn IS OLD.notedOn)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderReachKept BEFORE DELETE ON commissioningProviderReach
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderReachNeverReplaced BEFORE INSERT ON commissioningProviderReach
WHEN EXISTS (SELECT 1 FROM commissioningProviderReach WHERE versionId = NEW.versionId AND kind = NEW.kind AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderReachUnchanged BEFORE UPDATE ON commissioningProviderReach
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderUnchanged BEFORE UPDATE ON commissioningProvider
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderVersionKept BEFORE DELETE ON commissioningProviderVersion
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderVersionNeverReplaced BEFORE INSERT ON commissioningProviderVersion
WHEN EXISTS (SELECT 1 FROM commissioningProviderVersion WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningProviderVersion WHERE providerId = NEW.providerId AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningProviderVersionNext
BEFORE INSERT ON commissioningProviderVersion
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningProviderVersion
  WHERE providerId = NEW.providerId), 0)
BEGIN SELECT RAISE(ABORT, 'provider-changed'); END;
CREATE TRIGGER commissioningProviderVersionOnce
BEFORE INSERT ON commissioningProviderVersion
WHEN EXISTS (SELECT 1 FROM commissioningProviderVersion AS other
  WHERE other.nameKey = NEW.nameKey AND other.providerId <> NEW.providerId
    AND other.endedBecause IS NULL AND NOT EXISTS (SELECT 1
      FROM commissioningProviderVersion AS later
      WHERE later.providerId = other.providerId AND later.version > other.version))
BEGIN SELECT RAISE(ABORT, 'provider-name-taken'); END;
CREATE TRIGGER commissioningProviderVersionStands
BEFORE INSERT ON commissioningProviderVersion
WHEN (SELECT endedBecause FROM commissioningProviderVersion
  WHERE providerId = NEW.providerId ORDER BY version DESC LIMIT 1) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'provider-ended'); END;
CREATE TRIGGER commissioningProviderVersionUnchanged BEFORE UPDATE ON commissioningProviderVersion
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.providerId IS OLD.providerId AND NEW.version IS OLD.version AND NEW.kind IS OLD.kind AND NEW.organisation IS OLD.organisation AND NEW.authorId IS OLD.authorId AND NEW.at IS OLD.at)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningQuestionFrozen BEFORE INSERT ON commissioningQuestion
WHEN (SELECT status FROM commissioningCycle WHERE id = NEW.cycleId) <> 'new'
BEGIN SELECT RAISE(ABORT, 'cycle-questions-fixed'); END;
CREATE TRIGGER commissioningQuestionKept BEFORE DELETE ON commissioningQuestion
BEGIN SELECT RAISE(ABORT, 'cycle-questions-fixed'); END;
CREATE TRIGGER commissioningQuestionNeverReplaced BEFORE INSERT ON commissioningQuestion
WHEN EXISTS (SELECT 1 FROM commissioningQuestion WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningQuestion WHERE cycleId = NEW.cycleId AND key = NEW.key)
  OR EXISTS (SELECT 1 FROM commissioningQuestion WHERE cycleId = NEW.cycleId AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'cycle-questions-fixed'); END;
CREATE TRIGGER commissioningQuestionUnchanged BEFORE UPDATE ON commissioningQuestion
BEGIN SELECT RAISE(ABORT, 'cycle-questions-fixed'); END;
CREATE TRIGGER commissioningRepresentationApart
BEFORE INSERT ON commissioningRepresentation
WHEN EXISTS (SELECT 1 FROM commissioningRepresentation AS former
  WHERE former.roundId = NEW.roundId
    AND abs(former.answered - NEW.answered) BETWEEN 1 AND 4)
BEGIN SELECT RAISE(ABORT, 'representation-too-near'); END;
CREATE TRIGGER commissioningRepresentationHeld
BEFORE INSERT ON commissioningRepresentation
WHEN NEW.members IS NULL OR NEW.answered > NEW.members
BEGIN SELECT RAISE(ABORT, 'representation-too-many'); END;
CREATE TRIGGER commissioningRepresentationKept BEFORE DELETE ON commissioningRepresentation
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningRepresentationNeverReplaced BEFORE INSERT ON commissioningRepresentation
WHEN EXISTS (SELECT 1 FROM commissioningRepresentation WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningRepresentation WHERE roundId = NEW.roundId AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningRepresentationNext
BEFORE INSERT ON commissioningRepresentation
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningRepresentation
  WHERE roundId = NEW.roundId), 0)
BEGIN SELECT RAISE(ABORT, 'representation-changed'); END;
CREATE TRIGGER commissioningRepresentationUnchanged BEFORE UPDATE ON commissioningRepresentation
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningReturnDraftInTime BEFORE INSERT ON commissioningReturnDraft
WHEN NEW.returnId NOT IN (SELECT id FROM commissioningReturnOpen)
BEGIN SELECT RAISE(ABORT, 'return-not-open'); END;
CREATE TRIGGER commissioningReturnDraftWritten BEFORE UPDATE ON commissioningReturnDraft
BEGIN
  SELECT RAISE(ABORT, 'return-not-open')
  WHERE NEW.returnId NOT IN (SELECT id FROM commissioningReturnOpen);
  SELECT RAISE(ABORT, 'return-changed')
  WHERE NEW.returnId <> OLD.returnId OR NEW.version <> OLD.version + 1;
END;
CREATE TRIGGER commissioningReturnDueKept BEFORE DELETE ON commissioningReturnDue
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnDueNeverReplaced BEFORE INSERT ON commissioningReturnDue
WHEN EXISTS (SELECT 1 FROM commissioningReturnDue WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnDueUnchanged BEFORE UPDATE ON commissioningReturnDue
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnJudgementKept BEFORE DELETE ON commissioningReturnJudgement
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnJudgementNeverReplaced BEFORE INSERT ON commissioningReturnJudgement
WHEN EXISTS (SELECT 1 FROM commissioningReturnJudgement WHERE versionId = NEW.versionId)
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnJudgementUnchanged BEFORE UPDATE ON commissioningReturnJudgement
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.versionId IS OLD.versionId AND NEW.verdict IS OLD.verdict AND NEW.judgedById IS OLD.judgedById AND NEW.judgedAt IS OLD.judgedAt AND NEW.judgedOn IS OLD.judgedOn)
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnKept BEFORE DELETE ON commissioningReturn
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnNeverReplaced BEFORE INSERT ON commissioningReturn
WHEN EXISTS (SELECT 1 FROM commissioningReturn WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningReturn WHERE awardId = NEW.awardId AND number = NEW.number)
  OR EXISTS (SELECT 1 FROM commissioningReturn WHERE awardId = NEW.awardId AND moment = NEW.moment)
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnNotClosed BEFORE INSERT ON commissioningReturn
WHEN NEW.awardId IN (SELECT awardId FROM commissioningClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER commissioningReturnNotOwn BEFORE INSERT ON commissioningReturnJudgement
WHEN NEW.verdict = 'accepted' AND NEW.judgedById = (
  SELECT sentById FROM commissioningReturnVersion WHERE id = NEW.versionId)
BEGIN SELECT RAISE(ABORT, 'return-accepted-own'); END;
CREATE TRIGGER commissioningReturnNotWritten BEFORE INSERT ON commissioningReturnJudgement
WHEN NEW.verdict = 'accepted' AND EXISTS (
  SELECT 1 FROM commissioningReturnVersion AS sent
  JOIN commissioningReturnWriter AS writer ON writer.returnId = sent.returnId
    AND writer.number = sent.number
  WHERE sent.id = NEW.versionId AND writer.personId = NEW.judgedById)
BEGIN SELECT RAISE(ABORT, 'return-accepted-own'); END;
CREATE TRIGGER commissioningReturnUnchanged BEFORE UPDATE ON commissioningReturn
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnVersionInTurn
BEFORE INSERT ON commissioningReturnVersion
WHEN NEW.returnId NOT IN (SELECT id FROM commissioningReturnOpen)
  OR NEW.number <> 1 + ifnull((SELECT max(number) FROM commissioningReturnVersion
    WHERE returnId = NEW.returnId), 0)
BEGIN SELECT RAISE(ABORT, 'return-not-open'); END;
CREATE TRIGGER commissioningReturnVersionKept BEFORE DELETE ON commissioningReturnVersion
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnVersionNeverReplaced BEFORE INSERT ON commissioningReturnVersion
WHEN EXISTS (SELECT 1 FROM commissioningReturnVersion WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningReturnVersion WHERE returnId = NEW.returnId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnVersionUnchanged BEFORE UPDATE ON commissioningReturnVersion
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.returnId IS OLD.returnId AND NEW.number IS OLD.number AND NEW.awardedPence IS OLD.awardedPence AND NEW.spentPence IS OLD.spentPence AND NEW.people IS OLD.people AND NEW.sentById IS OLD.sentById AND NEW.sentAt IS OLD.sentAt AND NEW.sentOn IS OLD.sentOn)
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnWriterKept BEFORE DELETE ON commissioningReturnWriter
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnWriterNeverReplaced BEFORE INSERT ON commissioningReturnWriter
WHEN EXISTS (SELECT 1 FROM commissioningReturnWriter WHERE returnId = NEW.returnId AND number = NEW.number AND personId = NEW.personId)
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnWriterUnchanged BEFORE UPDATE ON commissioningReturnWriter
BEGIN SELECT RAISE(ABORT, 'return-kept'); END;
CREATE TRIGGER commissioningReturnWritingBegun
AFTER INSERT ON commissioningReturnDraft
WHEN NOT EXISTS (SELECT 1 FROM commissioningReturnWriter
  WHERE returnId = NEW.returnId AND personId = NEW.savedById
    AND number = 1 + ifnull((SELECT max(number) FROM commissioningReturnVersion
    WHERE returnId = NEW.returnId), 0))
BEGIN
  INSERT INTO commissioningReturnWriter (returnId, number, personId)
  VALUES (NEW.returnId, 1 + ifnull((SELECT max(number) FROM commissioningReturnVersion
    WHERE returnId = NEW.returnId), 0), NEW.savedById);
END;
CREATE TRIGGER commissioningReturnWritingGoneOn
AFTER UPDATE ON commissioningReturnDraft
WHEN NOT EXISTS (SELECT 1 FROM commissioningReturnWriter
  WHERE returnId = NEW.returnId AND personId = NEW.savedById
    AND number = 1 + ifnull((SELECT max(number) FROM commissioningReturnVersion
    WHERE returnId = NEW.returnId), 0))
BEGIN
  INSERT INTO commissioningReturnWriter (returnId, number, personId)
  VALUES (NEW.returnId, 1 + ifnull((SELECT max(number) FROM commissioningReturnVersion
    WHERE returnId = NEW.returnId), 0), NEW.savedById);
END;
CREATE TRIGGER commissioningRoundInTime BEFORE INSERT ON commissioningRound
WHEN (SELECT stage FROM commissioningCycle WHERE id = NEW.cycleId) = 'review'
BEGIN SELECT RAISE(ABORT, 'cycle-takes-no-round'); END;
CREATE TRIGGER commissioningRoundKept BEFORE DELETE ON commissioningRound
BEGIN SELECT RAISE(ABORT, 'round-in-cycle'); END;
CREATE TRIGGER commissioningRoundNeverReplaced BEFORE INSERT ON commissioningRound
WHEN EXISTS (SELECT 1 FROM commissioningRound WHERE roundId = NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'round-in-cycle'); END;
CREATE TRIGGER commissioningRoundUnchanged BEFORE UPDATE ON commissioningRound
BEGIN SELECT RAISE(ABORT, 'round-in-cycle'); END;
CREATE TRIGGER commissioningStageAlone BEFORE INSERT ON commissioningStageEvent
WHEN NEW.kind = 'reopened' AND NEW.stage <> 'review' AND EXISTS (SELECT 1
  FROM commissioningCycle WHERE id <> NEW.cycleId AND stage <> 'review')
BEGIN SELECT RAISE(ABORT, 'cycle-other-ahead'); END;
CREATE TRIGGER commissioningStageEventKept BEFORE DELETE ON commissioningStageEvent
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningStageEventNeverReplaced BEFORE INSERT ON commissioningStageEvent
WHEN EXISTS (SELECT 1 FROM commissioningStageEvent WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningStageEventUnchanged BEFORE UPDATE ON commissioningStageEvent
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningStageInOrder BEFORE INSERT ON commissioningStageEvent
WHEN NOT EXISTS (SELECT 1 FROM commissioningCycle AS cycle
  JOIN commissioningStageOrder AS there ON there.stage = cycle.stage
  JOIN commissioningStageOrder AS wanted ON wanted.stage = NEW.stage
  WHERE cycle.id = NEW.cycleId AND CASE NEW.kind
    WHEN 'opened' THEN cycle.status = 'new' AND NEW.stage = 'analyse'
      OR wanted.place = there.place + 1 AND (
        cycle.status = 'closed' AND cycle.stage = 'plan'
          AND cycle.planApprovalId IS NOT NULL
        OR (SELECT kind = 'closed' AND stage IN ('analyse', 'do')
          FROM commissioningStageEvent WHERE cycleId = cycle.id
          ORDER BY id DESC LIMIT 1))
    WHEN 'closed' THEN cycle.status = 'open' AND cycle.stage = NEW.stage
      AND (SELECT kind IN ('opened', 'reopened') FROM commissioningStageEvent
        WHERE cycleId = cycle.id ORDER BY id DESC LIMIT 1)
    WHEN 'approved' THEN cycle.status = 'closed' AND cycle.stage = NEW.stage
      AND cycle.planApprovalId IS (CASE NEW.stage WHEN 'plan' THEN NULL
        ELSE cycle.planApprovalId END)
    WHEN 'reopened' THEN cycle.status IN ('open', 'closed', 'approved')
      AND (wanted.place < there.place
        OR wanted.place = there.place AND cycle.status <> 'open')
    WHEN 'ended' THEN cycle.status = 'approved' AND NEW.stage = 'review'
  END)
BEGIN SELECT RAISE(ABORT, 'stage-order'); END;
CREATE TRIGGER commissioningStageMoves AFTER INSERT ON commissioningStageEvent
BEGIN
  UPDATE commissioningCycle SET stage = NEW.stage,
    status = CASE NEW.kind WHEN 'closed' THEN
        CASE WHEN NEW.stage IN ('plan', 'review') THEN 'closed' ELSE 'open' END
      WHEN 'approved' THEN CASE NEW.stage WHEN 'plan' THEN 'closed' ELSE 'approved' END
      WHEN 'ended' THEN 'ended' ELSE 'open' END,
    planApprovalId = CASE WHEN NEW.kind = 'approved' AND NEW.stage = 'plan' THEN NEW.id
      WHEN NEW.kind = 'reopened' AND NEW.stage IN ('analyse', 'plan') THEN NULL
      ELSE planApprovalId END
  WHERE id = NEW.cycleId;
END;
CREATE TRIGGER commissioningStageWhole BEFORE INSERT ON commissioningStageEvent
WHEN NEW.kind = 'closed' AND EXISTS (SELECT 1 FROM commissioningStandingAnswer
  WHERE cycleId = NEW.cycleId AND stage = NEW.stage AND (answerId IS NULL
    OR needsEvidence AND evidence IS NULL
    OR coSigner IS NOT NULL AND signedId IS NULL))
BEGIN SELECT RAISE(ABORT, 'stage-lacks'); END;
CREATE TRIGGER commissioningSupportKept BEFORE DELETE ON commissioningSupport
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningSupportNeverReplaced BEFORE INSERT ON commissioningSupport
WHEN EXISTS (SELECT 1 FROM commissioningSupport WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningSupportUnchanged BEFORE UPDATE ON commissioningSupport
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.happenedOn IS OLD.happenedOn AND NEW.kind IS OLD.kind AND NEW.minutes IS OLD.minutes AND NEW.authorId IS OLD.authorId AND NEW.at IS OLD.at AND NEW.notedOn IS OLD.notedOn)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningSupportWithdrawalKept BEFORE DELETE ON commissioningSupportWithdrawal
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningSupportWithdrawalNeverReplaced BEFORE INSERT ON commissioningSupportWithdrawal
WHEN EXISTS (SELECT 1 FROM commissioningSupportWithdrawal WHERE supportId = NEW.supportId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningSupportWithdrawalUnchanged BEFORE UPDATE ON commissioningSupportWithdrawal
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.supportId IS OLD.supportId AND NEW.withdrawnById IS OLD.withdrawnById AND NEW.withdrawnAt IS OLD.withdrawnAt)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningSurveyAnswerHasWay BEFORE INSERT ON commissioningSurveyAnswer
WHEN NEW.way = 'unknown'
BEGIN SELECT RAISE(ABORT, 'survey-way-missing'); END;
CREATE TRIGGER commissioningSurveyAnswerInTime BEFORE INSERT ON commissioningSurveyAnswer
WHEN EXISTS (SELECT 1 FROM commissioningSurveyClosing WHERE waveId = NEW.waveId)
BEGIN SELECT RAISE(ABORT, 'survey-not-open'); END;
CREATE TRIGGER commissioningSurveyAnswerKept BEFORE DELETE ON commissioningSurveyAnswer
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyAnswerNeverReplaced BEFORE INSERT ON commissioningSurveyAnswer
WHEN EXISTS (SELECT 1 FROM commissioningSurveyAnswer WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyAnswerUnchanged BEFORE UPDATE ON commissioningSurveyAnswer
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyClosingKept BEFORE DELETE ON commissioningSurveyClosing
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyClosingNeverReplaced BEFORE INSERT ON commissioningSurveyClosing
WHEN EXISTS (SELECT 1 FROM commissioningSurveyClosing WHERE waveId = NEW.waveId)
BEGIN SELECT RAISE(ABORT, 'survey-wave-closed'); END;
CREATE TRIGGER commissioningSurveyClosingUnchanged BEFORE UPDATE ON commissioningSurveyClosing
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyCodeInTime BEFORE INSERT ON commissioningSurveyCode
WHEN EXISTS (SELECT 1 FROM commissioningSurveyCode WHERE answerId = NEW.answerId)
  OR EXISTS (SELECT 1 FROM commissioningSurveyAnswer AS answer
    JOIN commissioningSurveyClosing AS closing ON closing.waveId = answer.waveId
    WHERE answer.id = NEW.answerId)
BEGIN SELECT RAISE(ABORT, 'survey-not-open'); END;
CREATE TRIGGER commissioningSurveyCodeUnchanged BEFORE UPDATE ON commissioningSurveyCode
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyCodeUntilOver BEFORE DELETE ON commissioningSurveyCode
WHEN (SELECT surveyId FROM commissioningSurveyWave AS wave
    JOIN commissioningSurveyAnswer AS answer ON answer.waveId = wave.id
    WHERE answer.id = OLD.answerId) NOT IN (SELECT id FROM commissioningSurveyOver)
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyFileNeverReplaced BEFORE INSERT ON commissioningSurveyFile
WHEN EXISTS (SELECT 1 FROM commissioningSurveyFile WHERE waveId = NEW.waveId AND file = NEW.file)
BEGIN SELECT RAISE(ABORT, 'survey-file-twice'); END;
CREATE TRIGGER commissioningSurveyFileUnchanged BEFORE UPDATE ON commissioningSurveyFile
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyFileUntilOver BEFORE DELETE ON commissioningSurveyFile
WHEN (SELECT surveyId FROM commissioningSurveyWave WHERE id = OLD.waveId) NOT IN (SELECT id FROM commissioningSurveyOver)
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyKept BEFORE DELETE ON commissioningSurvey
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyNeverReplaced BEFORE INSERT ON commissioningSurvey
WHEN EXISTS (SELECT 1 FROM commissioningSurvey WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningSurvey WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'survey-exists'); END;
CREATE TRIGGER commissioningSurveyPairKept BEFORE DELETE ON commissioningSurveyPair
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyPairNeverReplaced BEFORE INSERT ON commissioningSurveyPair
WHEN EXISTS (SELECT 1 FROM commissioningSurveyPair WHERE beforeId = NEW.beforeId)
  OR EXISTS (SELECT 1 FROM commissioningSurveyPair WHERE afterId = NEW.afterId)
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyPairOnce BEFORE INSERT ON commissioningSurveyPair
WHEN NOT EXISTS (SELECT 1 FROM commissioningSurveyAnswer AS one
  JOIN commissioningSurveyWave AS early ON early.id = one.waveId
  JOIN commissioningSurveyWave AS late ON late.surveyId = early.surveyId
  JOIN commissioningSurveyAnswer AS other ON other.waveId = late.id
  JOIN commissioningSurveyOver AS whole ON whole.id = early.surveyId
  JOIN commissioningSurveySecret AS secret ON secret.surveyId = early.surveyId
  WHERE one.id = NEW.beforeId AND early.moment = 'before'
    AND other.id = NEW.afterId AND late.moment = 'after')
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyPairUnchanged BEFORE UPDATE ON commissioningSurveyPair
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyPointInTime BEFORE INSERT ON commissioningSurveyPoint
WHEN EXISTS (SELECT 1 FROM commissioningSurveyAnswer AS answer
  JOIN commissioningSurveyClosing AS closing ON closing.waveId = answer.waveId
  WHERE answer.id = NEW.answerId)
BEGIN SELECT RAISE(ABORT, 'survey-not-open'); END;
CREATE TRIGGER commissioningSurveyPointKept BEFORE DELETE ON commissioningSurveyPoint
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyPointNeverReplaced BEFORE INSERT ON commissioningSurveyPoint
WHEN EXISTS (SELECT 1 FROM commissioningSurveyPoint WHERE answerId = NEW.answerId AND question = NEW.question)
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyPointOnScale BEFORE INSERT ON commissioningSurveyPoint
WHEN NOT EXISTS (SELECT 1 FROM commissioningSurveyAnswer AS answer
  JOIN commissioningSurveyWave AS wave ON wave.id = answer.waveId
  JOIN commissioningSurveyQuestion AS asked ON asked.surveyId = wave.surveyId
  WHERE answer.id = NEW.answerId AND asked.key = NEW.question
    AND NEW.points BETWEEN asked.lowest AND asked.highest)
BEGIN SELECT RAISE(ABORT, 'survey-off-scale'); END;
CREATE TRIGGER commissioningSurveyPointUnchanged BEFORE UPDATE ON commissioningSurveyPoint
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyQuestionFixed
BEFORE INSERT ON commissioningSurveyQuestion
WHEN EXISTS (SELECT 1 FROM commissioningSurveyWave WHERE surveyId = NEW.surveyId)
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyQuestionKept BEFORE DELETE ON commissioningSurveyQuestion
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyQuestionNeverReplaced BEFORE INSERT ON commissioningSurveyQuestion
WHEN EXISTS (SELECT 1 FROM commissioningSurveyQuestion WHERE surveyId = NEW.surveyId AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyQuestionUnchanged BEFORE UPDATE ON commissioningSurveyQuestion
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveySecretOnce BEFORE INSERT ON commissioningSurveySecret
WHEN EXISTS (SELECT 1 FROM commissioningSurveySecret WHERE surveyId = NEW.surveyId)
  OR EXISTS (SELECT 1 FROM commissioningSurveyWave WHERE surveyId = NEW.surveyId)
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveySecretUnchanged BEFORE UPDATE ON commissioningSurveySecret
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveySecretUntilOver BEFORE DELETE ON commissioningSurveySecret
WHEN (OLD.surveyId) NOT IN (SELECT id FROM commissioningSurveyOver)
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyUnchanged BEFORE UPDATE ON commissioningSurvey
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyWaveInTurn BEFORE INSERT ON commissioningSurveyWave
WHEN NEW.moment = 'after' AND NOT EXISTS (
  SELECT 1 FROM commissioningSurveyWave AS early
  JOIN commissioningSurveyClosing ON waveId = early.id
  WHERE early.surveyId = NEW.surveyId AND early.moment = 'before')
BEGIN SELECT RAISE(ABORT, 'survey-before-open'); END;
CREATE TRIGGER commissioningSurveyWaveKept BEFORE DELETE ON commissioningSurveyWave
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningSurveyWaveNeverReplaced BEFORE INSERT ON commissioningSurveyWave
WHEN EXISTS (SELECT 1 FROM commissioningSurveyWave WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningSurveyWave WHERE token = NEW.token)
  OR EXISTS (SELECT 1 FROM commissioningSurveyWave WHERE surveyId = NEW.surveyId AND moment = NEW.moment)
BEGIN SELECT RAISE(ABORT, 'survey-wave-opened'); END;
CREATE TRIGGER commissioningSurveyWaveUnchanged BEFORE UPDATE ON commissioningSurveyWave
BEGIN SELECT RAISE(ABORT, 'survey-kept'); END;
CREATE TRIGGER commissioningTensionContactBrief
BEFORE INSERT ON commissioningTensionContact
WHEN NOT EXISTS (SELECT 1 FROM commissioningTension WHERE id = NEW.tensionId
  AND NEW.expiresOn > receivedOn AND NEW.expiresOn <= date(receivedOn, '+365 days'))
BEGIN SELECT RAISE(ABORT, 'tension-contact-days'); END;
CREATE TRIGGER commissioningTensionContactGone
BEFORE INSERT ON commissioningTensionContact
WHEN NEW.tensionId IN (SELECT tensionId FROM commissioningTensionRemoval)
BEGIN SELECT RAISE(ABORT, 'tension-removed'); END;
CREATE TRIGGER commissioningTensionContactNeverReplaced BEFORE INSERT ON commissioningTensionContact
WHEN EXISTS (SELECT 1 FROM commissioningTensionContact WHERE tensionId = NEW.tensionId)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningTensionContactUnchanged
BEFORE UPDATE ON commissioningTensionContact
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningTensionCounted AFTER INSERT ON commissioningTension
BEGIN UPDATE commissioningTensionTally SET newCount = newCount + 1; END;
CREATE TRIGGER commissioningTensionEmptied AFTER INSERT ON commissioningTensionRemoval
BEGIN
  UPDATE commissioningTensionTally SET newCount = newCount - 1
  WHERE NEW.tensionId NOT IN (SELECT tensionId FROM commissioningTensionTriage);
  DELETE FROM commissioningTensionContact WHERE tensionId = NEW.tensionId;
  UPDATE commissioningTension
  SET what = '–', cause = NULL, place = iif(ward IS NULL, '–', NULL)
  WHERE id = NEW.tensionId;
  UPDATE commissioningTensionTriage SET note = '–'
  WHERE tensionId = NEW.tensionId;
END;
CREATE TRIGGER commissioningTensionKept BEFORE DELETE ON commissioningTension
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningTensionLookedAt AFTER INSERT ON commissioningTensionTriage
WHEN NEW.version = 1
BEGIN UPDATE commissioningTensionTally SET newCount = newCount - 1; END;
CREATE TRIGGER commissioningTensionNeverReplaced BEFORE INSERT ON commissioningTension
WHEN EXISTS (SELECT 1 FROM commissioningTension WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningTensionRemovalKept BEFORE DELETE ON commissioningTensionRemoval
BEGIN SELECT RAISE(ABORT, 'tension-removed'); END;
CREATE TRIGGER commissioningTensionRemovalNeverReplaced BEFORE INSERT ON commissioningTensionRemoval
WHEN EXISTS (SELECT 1 FROM commissioningTensionRemoval WHERE tensionId = NEW.tensionId)
BEGIN SELECT RAISE(ABORT, 'tension-removed'); END;
CREATE TRIGGER commissioningTensionRemovalUnchanged BEFORE UPDATE ON commissioningTensionRemoval
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.tensionId IS OLD.tensionId AND NEW.removedById IS OLD.removedById AND NEW.removedAt IS OLD.removedAt AND NEW.removedOn IS OLD.removedOn)
BEGIN SELECT RAISE(ABORT, 'tension-removed'); END;
CREATE TRIGGER commissioningTensionTallyKept BEFORE DELETE ON commissioningTensionTally
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningTensionTallyNeverReplaced BEFORE INSERT ON commissioningTensionTally
WHEN EXISTS (SELECT 1 FROM commissioningTensionTally WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningTensionTriageGone BEFORE INSERT ON commissioningTensionTriage
WHEN NEW.tensionId IN (SELECT tensionId FROM commissioningTensionRemoval)
BEGIN SELECT RAISE(ABORT, 'tension-removed'); END;
CREATE TRIGGER commissioningTensionTriageKept BEFORE DELETE ON commissioningTensionTriage
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningTensionTriageNeverReplaced BEFORE INSERT ON commissioningTensionTriage
WHEN EXISTS (SELECT 1 FROM commissioningTensionTriage WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM commissioningTensionTriage WHERE tensionId = NEW.tensionId AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningTensionTriageNext BEFORE INSERT ON commissioningTensionTriage
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningTensionTriage
  WHERE tensionId = NEW.tensionId), 0)
BEGIN SELECT RAISE(ABORT, 'tension-changed'); END;
CREATE TRIGGER commissioningTensionTriageUnchanged
BEFORE UPDATE ON commissioningTensionTriage
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.tensionId IS OLD.tensionId AND NEW.version IS OLD.version AND NEW.status IS OLD.status AND NEW.rootCause IS OLD.rootCause AND NEW.rootCauseTitle IS OLD.rootCauseTitle AND NEW.authorId IS OLD.authorId AND NEW.at IS OLD.at AND NEW.triagedOn IS OLD.triagedOn) AND ( OLD.tensionId NOT IN (SELECT tensionId FROM commissioningTensionRemoval)
  OR NEW.note <> '–'
  OR NEW.id IS NOT OLD.id OR NEW.tensionId IS NOT OLD.tensionId OR NEW.version IS NOT OLD.version OR NEW.status IS NOT OLD.status OR NEW.rootCause IS NOT OLD.rootCause OR NEW.rootCauseTitle IS NOT OLD.rootCauseTitle OR NEW.authorId IS NOT OLD.authorId OR NEW.at IS NOT OLD.at OR NEW.triagedOn IS NOT OLD.triagedOn
)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningTensionUnchanged BEFORE UPDATE ON commissioningTension
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.ward IS OLD.ward AND NEW.wardTitle IS OLD.wardTitle AND NEW.happenedOn IS OLD.happenedOn AND NEW.isAbout IS OLD.isAbout AND NEW.goesOn IS OLD.goesOn AND NEW.takenById IS OLD.takenById AND NEW.receivedAt IS OLD.receivedAt AND NEW.receivedOn IS OLD.receivedOn) AND ( OLD.id NOT IN (SELECT tensionId FROM commissioningTensionRemoval)
  OR NEW.what <> '–' OR NEW.cause IS NOT NULL
  OR NEW.place IS NOT iif(OLD.ward IS NULL, '–', NULL)
  OR NEW.id IS NOT OLD.id OR NEW.ward IS NOT OLD.ward OR NEW.wardTitle IS NOT OLD.wardTitle OR NEW.happenedOn IS NOT OLD.happenedOn OR NEW.isAbout IS NOT OLD.isAbout OR NEW.goesOn IS NOT OLD.goesOn OR NEW.takenById IS NOT OLD.takenById OR NEW.receivedAt IS NOT OLD.receivedAt OR NEW.receivedOn IS NOT OLD.receivedOn
)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningUnrepresentedKept BEFORE DELETE ON commissioningUnrepresented
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningUnrepresentedNeverReplaced BEFORE INSERT ON commissioningUnrepresented
WHEN EXISTS (SELECT 1 FROM commissioningUnrepresented WHERE representationId = NEW.representationId AND community = NEW.community)
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningUnrepresentedUnchanged BEFORE UPDATE ON commissioningUnrepresented
BEGIN SELECT RAISE(ABORT, 'commissioning-kept'); END;
CREATE TRIGGER commissioningWaivedReturnInTime
BEFORE INSERT ON commissioningWaivedReturn
WHEN NEW.returnId NOT IN (SELECT id FROM commissioningReturnOpen)
  OR NOT EXISTS (SELECT 1 FROM commissioningWaiver AS waiver
    JOIN commissioningReturn AS asked ON asked.awardId = waiver.awardId
    WHERE waiver.id = NEW.waiverId AND asked.id = NEW.returnId AND NOT isOfAll
      AND waiver.id NOT IN (SELECT waiverId FROM commissioningWaiverEnd))
BEGIN SELECT RAISE(ABORT, 'return-not-open'); END;
CREATE TRIGGER commissioningWaivedReturnKept BEFORE DELETE ON commissioningWaivedReturn
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningWaivedReturnNeverReplaced BEFORE INSERT ON commissioningWaivedReturn
WHEN EXISTS (SELECT 1 FROM commissioningWaivedReturn WHERE waiverId = NEW.waiverId AND returnId = NEW.returnId)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningWaivedReturnUnchanged BEFORE UPDATE ON commissioningWaivedReturn
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningWaiverEndKept BEFORE DELETE ON commissioningWaiverEnd
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningWaiverEndNeverReplaced BEFORE INSERT ON commissioningWaiverEnd
WHEN EXISTS (SELECT 1 FROM commissioningWaiverEnd WHERE waiverId = NEW.waiverId)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningWaiverEndOpen BEFORE INSERT ON commissioningWaiverEnd
WHEN (SELECT awardId FROM commissioningWaiver WHERE id = NEW.waiverId)
  IN (SELECT awardId FROM commissioningClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER commissioningWaiverEndUnchanged BEFORE UPDATE ON commissioningWaiverEnd
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.waiverId IS OLD.waiverId AND NEW.endedById IS OLD.endedById AND NEW.endedAt IS OLD.endedAt AND NEW.endedOn IS OLD.endedOn)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningWaiverInTime BEFORE INSERT ON commissioningWaiver
BEGIN
  SELECT RAISE(ABORT, 'award-closed')
  WHERE NEW.awardId IN (SELECT awardId FROM commissioningClosed);
  SELECT RAISE(ABORT, 'waiver-end-accepted')
  WHERE NEW.awardId IN (SELECT awardId FROM commissioningEndTold);
  SELECT RAISE(ABORT, 'waiver-return-unread')
  WHERE NEW.isOfAll AND NEW.awardId IN (SELECT awardId FROM commissioningUnread);
  SELECT RAISE(ABORT, 'waiver-stands') WHERE EXISTS (
    SELECT 1 FROM commissioningWaiver WHERE awardId = NEW.awardId AND isOfAll
      AND id NOT IN (SELECT waiverId FROM commissioningWaiverEnd));
END;
CREATE TRIGGER commissioningWaiverKept BEFORE DELETE ON commissioningWaiver
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningWaiverNeverReplaced BEFORE INSERT ON commissioningWaiver
WHEN EXISTS (SELECT 1 FROM commissioningWaiver WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER commissioningWaiverUnchanged BEFORE UPDATE ON commissioningWaiver
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.roundId IS OLD.roundId AND NEW.isOfAll IS OLD.isOfAll AND NEW.waivedById IS OLD.waivedById AND NEW.waivedAt IS OLD.waivedAt AND NEW.waivedOn IS OLD.waivedOn)
BEGIN SELECT RAISE(ABORT, 'review-kept'); END;
CREATE TRIGGER documentChunkInTime BEFORE INSERT ON documentChunk
WHEN (SELECT sha256 FROM document WHERE id = NEW.documentId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'document-append-only'); END;
CREATE TRIGGER documentChunkKept BEFORE DELETE ON documentChunk
BEGIN SELECT RAISE(ABORT, 'document-append-only'); END;
CREATE TRIGGER documentChunkNeverReplaced BEFORE INSERT ON documentChunk
WHEN EXISTS (SELECT 1 FROM documentChunk WHERE documentId = NEW.documentId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'document-append-only'); END;
CREATE TRIGGER documentChunkUnchanged BEFORE UPDATE ON documentChunk
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.documentId IS OLD.documentId AND NEW.number IS OLD.number)
BEGIN SELECT RAISE(ABORT, 'document-append-only'); END;
CREATE TRIGGER documentFileNeeded BEFORE DELETE ON documentFile
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce)) AND ( EXISTS (SELECT 1 FROM documentUpload WHERE fileId = OLD.id)
)
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER documentFileNeverReplaced BEFORE INSERT ON documentFile
WHEN EXISTS (SELECT 1 FROM documentFile WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM documentFile WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER documentFilePieceInTime BEFORE INSERT ON documentFilePiece
WHEN EXISTS (SELECT 1 FROM documentUpload WHERE fileId = NEW.fileId)
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER documentFilePieceNeeded BEFORE DELETE ON documentFilePiece
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce)) AND ( EXISTS (SELECT 1 FROM documentUpload WHERE fileId = OLD.fileId)
)
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER documentFilePieceNeverReplaced BEFORE INSERT ON documentFilePiece
WHEN EXISTS (SELECT 1 FROM documentFilePiece WHERE fileId = NEW.fileId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER documentFilePieceUnchanged BEFORE UPDATE ON documentFilePiece
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER documentFileUnchanged BEFORE UPDATE ON documentFile
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER documentKept BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'document-append-only'); END;
CREATE TRIGGER documentNeverReplaced BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM document WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'document-append-only'); END;
CREATE TRIGGER documentUnchanged BEFORE UPDATE ON document
WHEN OLD.sha256 IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'document-append-only'); END;
CREATE TRIGGER documentUploadNeverReplaced BEFORE INSERT ON documentUpload
WHEN EXISTS (SELECT 1 FROM documentUpload WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER documentUploadNumbered BEFORE UPDATE ON documentUpload
WHEN NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER documentUploadSent BEFORE DELETE ON documentUpload
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ('draft', 'person')
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId)))) AND ( OLD.sentAt IS NOT NULL
)
BEGIN SELECT RAISE(ABORT, 'upload-sent'); END;
CREATE TRIGGER documentUploadUnchanged BEFORE UPDATE ON documentUpload
WHEN OLD.sentAt IS NOT NULL OR NEW.fileId <> OLD.fileId OR NEW.name <> OLD.name
  OR NEW.uploadedById <> OLD.uploadedById OR NEW.uploadedAt <> OLD.uploadedAt
  OR (OLD.questionKey IS NOT NULL AND (NEW.questionKey IS NOT OLD.questionKey
    OR NEW.draftId IS NOT OLD.draftId OR NEW.returnId IS NOT OLD.returnId))
BEGIN SELECT RAISE(ABORT, 'upload-sent'); END;
CREATE TRIGGER documentUploadWaits BEFORE INSERT ON documentUpload
WHEN NEW.questionKey IS NOT NULL OR NEW.sentAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER documentUploadWhole BEFORE INSERT ON documentUpload
WHEN (SELECT byteCount FROM documentFile WHERE id = NEW.fileId) IS NOT
  (SELECT sum(length(bytes)) FROM documentFilePiece WHERE fileId = NEW.fileId)
BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
CREATE TRIGGER erasureApprovalFits BEFORE INSERT ON erasureApproval
BEGIN
  SELECT RAISE(ABORT, 'erasure-kept') WHERE NEW.proposedById IS NOT (
    SELECT proposedById FROM erasure WHERE id = NEW.erasureId);
  SELECT RAISE(ABORT, 'erasure-withdrawn') WHERE EXISTS (
    SELECT 1 FROM erasureWithdrawal WHERE erasureId = NEW.erasureId);
  SELECT RAISE(ABORT, 'erasure-held') WHERE EXISTS (
    SELECT 1 FROM erasureTouched AS touched
      JOIN heldApplication ON heldApplication.applicationId = touched.applicationId
    WHERE touched.erasureId = NEW.erasureId);
  SELECT RAISE(ABORT, 'erasure-unpaid') WHERE EXISTS (
    SELECT 1 FROM erasureTouched AS touched
      JOIN awardedApplication AS awarded
        ON awarded.applicationId = touched.applicationId
      JOIN unpaidAward ON unpaidAward.awardId = awarded.awardId
    WHERE touched.erasureId = NEW.erasureId AND touched.kind <> 'round');
END;
CREATE TRIGGER erasureApprovalKept BEFORE DELETE ON erasureApproval
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureApprovalNeverReplaced BEFORE INSERT ON erasureApproval
WHEN EXISTS (SELECT 1 FROM erasureApproval WHERE erasureId = NEW.erasureId)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureApprovalUnchanged BEFORE UPDATE ON erasureApproval
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureCertificateInForce BEFORE INSERT ON erasureCertificate
WHEN NOT EXISTS (SELECT 1 FROM erasureInForce WHERE erasureId = NEW.erasureId)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureCertificateKept BEFORE DELETE ON erasureCertificate
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureCertificateNeverReplaced BEFORE INSERT ON erasureCertificate
WHEN EXISTS (SELECT 1 FROM erasureCertificate WHERE erasureId = NEW.erasureId)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureCertificateUnchanged BEFORE UPDATE ON erasureCertificate
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureCountInForce BEFORE INSERT ON erasureCount
WHEN NOT EXISTS (SELECT 1 FROM erasureInForce WHERE erasureId = NEW.erasureId)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureCountKept BEFORE DELETE ON erasureCount
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureCountNeverReplaced BEFORE INSERT ON erasureCount
WHEN EXISTS (SELECT 1 FROM erasureCount WHERE erasureId = NEW.erasureId AND kind = NEW.kind AND dataTable = NEW.dataTable)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureCountUnchanged BEFORE UPDATE ON erasureCount
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureHoldEndKept BEFORE DELETE ON erasureHoldEnd
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureHoldEndNeverReplaced BEFORE INSERT ON erasureHoldEnd
WHEN EXISTS (SELECT 1 FROM erasureHoldEnd WHERE holdId = NEW.holdId)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureHoldEndUnchanged BEFORE UPDATE ON erasureHoldEnd
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureHoldKept BEFORE DELETE ON erasureHold
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureHoldNeverReplaced BEFORE INSERT ON erasureHold
WHEN EXISTS (SELECT 1 FROM erasureHold WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureHoldOnce BEFORE INSERT ON erasureHold
WHEN EXISTS (SELECT 1 FROM erasureHold AS hold
  WHERE hold.applicationId = NEW.applicationId
    AND NOT EXISTS (SELECT 1 FROM erasureHoldEnd WHERE holdId = hold.id))
BEGIN SELECT RAISE(ABORT, 'erasure-held-already'); END;
CREATE TRIGGER erasureHoldUnchanged BEFORE UPDATE ON erasureHold
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureInForceOnce BEFORE INSERT ON erasureInForce
WHEN EXISTS (SELECT 1 FROM erasureCertificate WHERE erasureId = NEW.erasureId)
  OR NOT EXISTS (SELECT 1 FROM erasureApproval WHERE erasureId = NEW.erasureId)
BEGIN SELECT RAISE(ABORT, 'erasure-done'); END;
CREATE TRIGGER erasureInForceStays BEFORE UPDATE ON erasureInForce
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureKept BEFORE DELETE ON erasure
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureNeverReplaced BEFORE INSERT ON erasure
WHEN EXISTS (SELECT 1 FROM erasure WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureSubjectInTime BEFORE INSERT ON erasureSubject
WHEN EXISTS (SELECT 1 FROM erasureApproval WHERE erasureId = NEW.erasureId)
  OR EXISTS (SELECT 1 FROM erasureWithdrawal WHERE erasureId = NEW.erasureId)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureSubjectKept BEFORE DELETE ON erasureSubject
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureSubjectNeverReplaced BEFORE INSERT ON erasureSubject
WHEN EXISTS (SELECT 1 FROM erasureSubject WHERE erasureId = NEW.erasureId AND kind = NEW.kind AND subjectId = NEW.subjectId)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureSubjectUnchanged BEFORE UPDATE ON erasureSubject
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureUnchanged BEFORE UPDATE ON erasure
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureWithdrawalKept BEFORE DELETE ON erasureWithdrawal
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureWithdrawalNeverReplaced BEFORE INSERT ON erasureWithdrawal
WHEN EXISTS (SELECT 1 FROM erasureWithdrawal WHERE erasureId = NEW.erasureId)
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureWithdrawalUnchanged BEFORE UPDATE ON erasureWithdrawal
BEGIN SELECT RAISE(ABORT, 'erasure-kept'); END;
CREATE TRIGGER erasureWithdrawnInTime BEFORE INSERT ON erasureWithdrawal
WHEN EXISTS (SELECT 1 FROM erasureApproval WHERE erasureId = NEW.erasureId)
BEGIN SELECT RAISE(ABORT, 'erasure-done'); END;
CREATE TRIGGER fundKept BEFORE DELETE ON fund
BEGIN SELECT RAISE(ABORT, 'fund-total-fixed'); END;
CREATE TRIGGER fundNeverReplaced BEFORE INSERT ON fund
WHEN EXISTS (SELECT 1 FROM fund WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'fund-total-fixed'); END;
CREATE TRIGGER fundTotalKept BEFORE UPDATE OF totalPence, referencePrefix ON fund
WHEN NEW.totalPence <> OLD.totalPence OR NEW.referencePrefix <> OLD.referencePrefix
BEGIN SELECT RAISE(ABORT, 'fund-total-fixed'); END;
CREATE TRIGGER ledgerAccountNeverReplaced BEFORE INSERT ON ledgerAccount
WHEN EXISTS (SELECT 1 FROM ledgerAccount WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM ledgerAccount WHERE kind = NEW.kind AND roundId = NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;
CREATE TRIGGER ledgerAccountStartsEmpty AFTER INSERT ON ledgerAccount
BEGIN
  INSERT INTO ledgerBalance (accountId, mayBeShort, pence, lastEntryId)
  VALUES (NEW.id, NEW.kind = 'council', 0, 0);
END;
CREATE TRIGGER ledgerAccountStays BEFORE UPDATE ON ledgerAccount
BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;
CREATE TRIGGER ledgerBalanceFollows BEFORE UPDATE ON ledgerBalance
WHEN NEW.accountId <> OLD.accountId OR NEW.mayBeShort <> OLD.mayBeShort
  OR NOT EXISTS (
    SELECT 1 FROM ledgerEntry WHERE id = NEW.lastEntryId AND id > OLD.lastEntryId
      AND ((fromAccountId = OLD.accountId AND NEW.pence = OLD.pence - pence)
        OR (toAccountId = OLD.accountId AND NEW.pence = OLD.pence + pence)))
BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;
CREATE TRIGGER ledgerBalanceKept BEFORE DELETE ON ledgerBalance
BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;
CREATE TRIGGER ledgerBalanceNeverReplaced BEFORE INSERT ON ledgerBalance
WHEN EXISTS (SELECT 1 FROM ledgerBalance WHERE accountId = NEW.accountId)
BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;
CREATE TRIGGER ledgerEntryGoesItsWay BEFORE INSERT ON ledgerEntry
BEGIN
  SELECT RAISE(ABORT, 'ledger-wrong-way') WHERE NOT EXISTS (
    SELECT 1 FROM ledgerAccount AS source, ledgerAccount AS target
    WHERE source.id = NEW.fromAccountId AND target.id = NEW.toAccountId
      AND (source.roundId IS NULL OR source.roundId = target.roundId)
      AND (NEW.kind, source.kind, target.kind) IN (VALUES
        ('foundation', 'council', 'fund'), ('allotment', 'fund', 'allotted'),
        ('reservation', 'allotted', 'reserved'),
        ('commitment', 'reserved', 'committed'),
        ('release', 'committed', 'allotted'),
        ('increase', 'allotted', 'reserved'),
        ('increase', 'allotted', 'committed'),
        ('reduction', 'reserved', 'allotted'),
        ('reduction', 'committed', 'allotted'),
        ('lapse', 'reserved', 'allotted'), ('withdrawal', 'reserved', 'allotted'),
        ('payment', 'committed', 'paid'), ('return', 'paid', 'committed'),
        ('recovery', 'paid', 'recovered'),
        ('reallotment', 'recovered', 'allotted')));
  SELECT RAISE(ABORT, 'ledger-append-only')
  WHERE NEW.kind IN ('foundation', 'allotment') AND EXISTS (
    SELECT 1 FROM ledgerEntry
    WHERE kind = NEW.kind AND toAccountId = NEW.toAccountId);
  SELECT RAISE(ABORT, 'ledger-append-only')
  WHERE NEW.kind IN ('reservation', 'commitment', 'release', 'lapse', 'withdrawal')
    AND EXISTS (SELECT 1 FROM ledgerEntry
      WHERE applicationId = NEW.applicationId AND kind = NEW.kind);
  SELECT RAISE(ABORT, 'ledger-append-only')
  WHERE EXISTS (SELECT 1 FROM ledgerEntry
    WHERE instalmentId = NEW.instalmentId AND kind = NEW.kind);
  SELECT RAISE(ABORT, 'ledger-return-unpaid')
  WHERE NEW.kind = 'return' AND NOT EXISTS (
    SELECT 1 FROM ledgerEntry
    WHERE kind = 'payment' AND instalmentId = NEW.instalmentId
      AND pence = NEW.pence AND applicationId = NEW.applicationId
      AND toAccountId = NEW.fromAccountId AND valueOn <= NEW.valueOn);
  SELECT RAISE(ABORT, 'ledger-beyond-application')
  WHERE NEW.applicationId IS NOT NULL
    AND NEW.kind NOT IN ('reservation', 'increase') AND NEW.pence > (
    SELECT ifnull(sum(iif(toAccountId = NEW.fromAccountId, pence, 0)
      - iif(fromAccountId = NEW.fromAccountId, pence, 0)), 0)
    FROM ledgerEntry WHERE applicationId = NEW.applicationId);
END;
CREATE TRIGGER ledgerEntryInTime BEFORE INSERT ON ledgerEntry
WHEN NEW.kind IN ('payment', 'return', 'recovery') AND NEW.pence > (
  SELECT min((
    SELECT ifnull(sum(iif(toAccountId = NEW.fromAccountId, pence, -pence)), 0)
    FROM ledgerEntry
    WHERE applicationId = NEW.applicationId AND valueOn <= point.day
      AND NEW.fromAccountId IN (toAccountId, fromAccountId)))
  FROM (SELECT NEW.valueOn AS day UNION SELECT valueOn FROM ledgerEntry
    WHERE applicationId = NEW.applicationId AND valueOn > NEW.valueOn) AS point)
BEGIN SELECT RAISE(ABORT, 'ledger-not-there-yet'); END;
CREATE TRIGGER ledgerEntryKept BEFORE DELETE ON ledgerEntry
BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;
CREATE TRIGGER ledgerEntryMoves AFTER INSERT ON ledgerEntry
BEGIN
  UPDATE ledgerBalance SET pence = pence - NEW.pence, lastEntryId = NEW.id
  WHERE accountId = NEW.fromAccountId;
  UPDATE ledgerBalance SET pence = pence + NEW.pence, lastEntryId = NEW.id
  WHERE accountId = NEW.toAccountId;
END;
CREATE TRIGGER ledgerEntryNeverReplaced BEFORE INSERT ON ledgerEntry
WHEN EXISTS (SELECT 1 FROM ledgerEntry WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;
CREATE TRIGGER ledgerEntryUnchanged BEFORE UPDATE ON ledgerEntry
BEGIN SELECT RAISE(ABORT, 'ledger-append-only'); END;
CREATE TRIGGER letterAttemptKept BEFORE DELETE ON letterAttempt
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterAttemptNeverReplaced BEFORE INSERT ON letterAttempt
WHEN EXISTS (SELECT 1 FROM letterAttempt WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterAttemptReleased BEFORE INSERT ON letterAttempt
WHEN EXISTS (SELECT 1 FROM letter WHERE id = NEW.letterId
  AND (releasedAt IS NULL OR (isGated = 1 AND releaseId IS NULL) OR NEW.at < notBefore))
BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;
CREATE TRIGGER letterAttemptUnchanged BEFORE UPDATE ON letterAttempt
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.letterId IS OLD.letterId AND NEW.at IS OLD.at AND NEW.transport IS OLD.transport AND NEW.outcome IS OLD.outcome)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterBegins BEFORE INSERT ON letter
WHEN NEW.status <> 'queued' OR NEW.attemptCount <> 0 OR NEW.releaseId IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;
CREATE TRIGGER letterConditionsAddedBeforeRelease BEFORE INSERT ON letterConditions
WHEN EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
  AND (kind = 'reserveAward' OR kind IN ('award', 'partial', 'decline') AND NOT EXISTS (
    SELECT 1 FROM letter
    WHERE applicationId = NEW.applicationId AND kind = 'reserveAward'))
  AND (attemptCount > 0 OR status <> 'queued' OR releaseId IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;
CREATE TRIGGER letterConditionsChangedBeforeRelease BEFORE UPDATE ON letterConditions
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.applicationId IS OLD.applicationId AND NEW.statedById IS OLD.statedById AND NEW.statedAt IS OLD.statedAt) AND ( EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
  AND (kind = 'reserveAward' OR kind IN ('award', 'partial', 'decline') AND NOT EXISTS (
    SELECT 1 FROM letter
    WHERE applicationId = NEW.applicationId AND kind = 'reserveAward'))
  AND (attemptCount > 0 OR status <> 'queued' OR releaseId IS NOT NULL))
)
BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;
CREATE TRIGGER letterFeedbackAddedBeforeRelease BEFORE INSERT ON letterFeedback
WHEN EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
  AND kind IN ('award', 'partial', 'decline')
  AND (attemptCount > 0 OR status <> 'queued' OR releaseId IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;
CREATE TRIGGER letterFeedbackChangedBeforeRelease BEFORE UPDATE ON letterFeedback
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.applicationId IS OLD.applicationId AND NEW.releasedById IS OLD.releasedById AND NEW.releasedAt IS OLD.releasedAt) AND ( EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
  AND kind IN ('award', 'partial', 'decline')
  AND (attemptCount > 0 OR status <> 'queued' OR releaseId IS NOT NULL))
)
BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;
CREATE TRIGGER letterFeedbackChangedInTime BEFORE UPDATE ON letterFeedback
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.applicationId IS OLD.applicationId AND NEW.releasedById IS OLD.releasedById AND NEW.releasedAt IS OLD.releasedAt) AND ( EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
  AND kind IN ('award', 'partial', 'decline')
  AND (attemptCount > 0 OR status <> 'queued'))
)
BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;
CREATE TRIGGER letterFeedbackInTime BEFORE INSERT ON letterFeedback
WHEN EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
  AND kind IN ('award', 'partial', 'decline')
  AND (attemptCount > 0 OR status <> 'queued'))
BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;
CREATE TRIGGER letterGatePassKept BEFORE DELETE ON letterGatePass
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterGatePassNeverReplaced BEFORE INSERT ON letterGatePass
WHEN EXISTS (SELECT 1 FROM letterGatePass WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterGatePassUnchanged BEFORE UPDATE ON letterGatePass
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterGateStays BEFORE UPDATE ON letter
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.reference IS OLD.reference AND NEW.kind IS OLD.kind AND NEW.number IS OLD.number AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport AND NEW.postBatch IS OLD.postBatch AND NEW.releasedAt IS OLD.releasedAt AND NEW.withdrawnAt IS OLD.withdrawnAt AND NEW.isGated IS OLD.isGated AND NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS OLD.notBefore AND NEW.claimedAt IS OLD.claimedAt AND NEW.replacesId IS OLD.replacesId) AND ( NEW.isGated <> OLD.isGated OR NEW.replacesId IS NOT OLD.replacesId
  OR NEW.correctionReason IS NOT OLD.correctionReason OR NEW.roundId <> OLD.roundId
  OR (OLD.releasedAt IS NOT NULL AND NEW.releasedAt IS NOT OLD.releasedAt)
  OR (OLD.releaseId IS NOT NULL AND NEW.releaseId IS NOT OLD.releaseId)
  OR (NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS NOT OLD.notBefore)
)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterHeldWaits BEFORE UPDATE OF status ON letter
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.reference IS OLD.reference AND NEW.kind IS OLD.kind AND NEW.number IS OLD.number AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport AND NEW.postBatch IS OLD.postBatch AND NEW.releasedAt IS OLD.releasedAt AND NEW.withdrawnAt IS OLD.withdrawnAt AND NEW.isGated IS OLD.isGated AND NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS OLD.notBefore AND NEW.claimedAt IS OLD.claimedAt AND NEW.replacesId IS OLD.replacesId) AND ( NEW.kind IN ('award', 'partial', 'decline') AND OLD.status IN ('queued', 'waiting', 'failed')
  AND NEW.status NOT IN ('queued', 'waiting', 'failed', 'withdrawn') AND EXISTS (
  SELECT 1 FROM letterHold LEFT JOIN letterHoldEnd ON holdId = letterHold.id
  WHERE letterHold.roundId = NEW.roundId
    AND (endsAt IS NULL OR endsAt > ifnull(NEW.claimedAt, 0)))
)
BEGIN SELECT RAISE(ABORT, 'letter-held'); END;
CREATE TRIGGER letterHoldEndKept BEFORE DELETE ON letterHoldEnd
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterHoldEndNeverReplaced BEFORE INSERT ON letterHoldEnd
WHEN EXISTS (SELECT 1 FROM letterHoldEnd WHERE holdId = NEW.holdId)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterHoldEndUnchanged BEFORE UPDATE ON letterHoldEnd
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterHoldKept BEFORE DELETE ON letterHold
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterHoldNeverReplaced BEFORE INSERT ON letterHold
WHEN EXISTS (SELECT 1 FROM letterHold WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterHoldUnchanged BEFORE UPDATE ON letterHold
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterKept BEFORE DELETE ON letter
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterLeavesReleased BEFORE UPDATE OF status ON letter
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.reference IS OLD.reference AND NEW.kind IS OLD.kind AND NEW.number IS OLD.number AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport AND NEW.postBatch IS OLD.postBatch AND NEW.releasedAt IS OLD.releasedAt AND NEW.withdrawnAt IS OLD.withdrawnAt AND NEW.isGated IS OLD.isGated AND NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS OLD.notBefore AND NEW.claimedAt IS OLD.claimedAt AND NEW.replacesId IS OLD.replacesId) AND ( NEW.status NOT IN ('queued', 'withdrawn') AND (
  (NEW.isGated = 1 AND NEW.releaseId IS NULL)
  OR (NEW.releasedAt IS NULL AND (NEW.status = 'sending' OR OLD.status = 'queued')))
)
BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;
CREATE TRIGGER letterNeverReplaced BEFORE INSERT ON letter
WHEN EXISTS (SELECT 1 FROM letter WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM letter WHERE messageId = NEW.messageId)
  OR EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId AND kind = NEW.kind AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterNoticeBegins BEFORE INSERT ON letterNotice
WHEN NEW.status <> 'queued' OR NEW.attemptCount <> 0
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterNoticeKept BEFORE DELETE ON letterNotice
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterNoticeNeverReplaced BEFORE INSERT ON letterNotice
WHEN EXISTS (SELECT 1 FROM letterNotice WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM letterNotice WHERE messageId = NEW.messageId)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterNoticeStays BEFORE UPDATE ON letterNotice
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.kind IS OLD.kind AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport) AND ( OLD.status IN ('sent', 'failed', 'unknown') OR NEW.id <> OLD.id
  OR NEW.roundId <> OLD.roundId OR NEW.applicationId <> OLD.applicationId
  OR NEW.kind <> OLD.kind OR NEW.recipientEmail <> OLD.recipientEmail
  OR NEW.language <> OLD.language OR NEW.subject <> OLD.subject OR NEW.body <> OLD.body
  OR NEW.messageId <> OLD.messageId OR NEW.queuedAt <> OLD.queuedAt
)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterNoticeStaysInRehearsal BEFORE UPDATE OF status ON letterNotice
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.kind IS OLD.kind AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport) AND ( EXISTS (SELECT 1 FROM rehearsal) AND NEW.status IN ('sending', 'sent')
)
BEGIN SELECT RAISE(ABORT, 'rehearsal-keeps'); END;
CREATE TRIGGER letterOverruledKept BEFORE DELETE ON letterOverruled
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterOverruledNeverReplaced BEFORE INSERT ON letterOverruled
WHEN EXISTS (SELECT 1 FROM letterOverruled WHERE applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterOverruledUnchanged BEFORE UPDATE ON letterOverruled
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterOverruledUnsaid BEFORE INSERT ON letter
WHEN NEW.kind IN ('award', 'partial', 'decline') AND EXISTS (
  SELECT 1 FROM letterOverruled WHERE applicationId = NEW.applicationId)
BEGIN SELECT RAISE(ABORT, 'letter-overruled'); END;
CREATE TRIGGER letterOverruledUnsent BEFORE UPDATE OF status ON letter
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.reference IS OLD.reference AND NEW.kind IS OLD.kind AND NEW.number IS OLD.number AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport AND NEW.postBatch IS OLD.postBatch AND NEW.releasedAt IS OLD.releasedAt AND NEW.withdrawnAt IS OLD.withdrawnAt AND NEW.isGated IS OLD.isGated AND NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS OLD.notBefore AND NEW.claimedAt IS OLD.claimedAt AND NEW.replacesId IS OLD.replacesId) AND ( NEW.kind IN ('award', 'partial', 'decline') AND OLD.status IN ('queued', 'waiting', 'failed')
  AND NEW.status NOT IN ('queued', 'waiting', 'failed', 'withdrawn') AND EXISTS (
  SELECT 1 FROM letterOverruled WHERE applicationId = NEW.applicationId)
)
BEGIN SELECT RAISE(ABORT, 'letter-overruled'); END;
CREATE TRIGGER letterPaperNoticeKept BEFORE DELETE ON letterPaperNotice
BEGIN SELECT RAISE(ABORT, 'paper-notice-stands'); END;
CREATE TRIGGER letterPaperNoticeNeverReplaced BEFORE INSERT ON letterPaperNotice
WHEN EXISTS (SELECT 1 FROM letterPaperNotice WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'paper-notice-stands'); END;
CREATE TRIGGER letterPaperNoticeUnchanged BEFORE UPDATE ON letterPaperNotice
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.kind IS OLD.kind AND NEW.isFormer IS OLD.isFormer AND NEW.language IS OLD.language AND NEW.queuedAt IS OLD.queuedAt)
BEGIN SELECT RAISE(ABORT, 'paper-notice-stands'); END;
CREATE TRIGGER letterPaperPostingFits BEFORE INSERT ON letterPaperPosting
WHEN NEW.address IS NOT (SELECT ifnull(address, NEW.address) FROM letterPaperNotice
  WHERE id = NEW.noticeId)
BEGIN SELECT RAISE(ABORT, 'paper-notice-address'); END;
CREATE TRIGGER letterPaperPostingKept BEFORE DELETE ON letterPaperPosting
BEGIN SELECT RAISE(ABORT, 'paper-notice-stands'); END;
CREATE TRIGGER letterPaperPostingNeverReplaced BEFORE INSERT ON letterPaperPosting
WHEN EXISTS (SELECT 1 FROM letterPaperPosting WHERE noticeId = NEW.noticeId)
BEGIN SELECT RAISE(ABORT, 'paper-notice-stands'); END;
CREATE TRIGGER letterPaperPostingPrinted BEFORE INSERT ON letterPaperPosting
WHEN NOT EXISTS (SELECT 1 FROM letterPaperPrinting WHERE noticeId = NEW.noticeId)
BEGIN SELECT RAISE(ABORT, 'paper-notice-not-printed'); END;
CREATE TRIGGER letterPaperPostingUnchanged BEFORE UPDATE ON letterPaperPosting
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.noticeId IS OLD.noticeId AND NEW.postedById IS OLD.postedById AND NEW.postedAt IS OLD.postedAt)
BEGIN SELECT RAISE(ABORT, 'paper-notice-stands'); END;
CREATE TRIGGER letterPaperPrintingKept BEFORE DELETE ON letterPaperPrinting
BEGIN SELECT RAISE(ABORT, 'paper-notice-stands'); END;
CREATE TRIGGER letterPaperPrintingNeverReplaced BEFORE INSERT ON letterPaperPrinting
WHEN EXISTS (SELECT 1 FROM letterPaperPrinting WHERE noticeId = NEW.noticeId)
BEGIN SELECT RAISE(ABORT, 'paper-notice-stands'); END;
CREATE TRIGGER letterPaperPrintingUnchanged BEFORE UPDATE ON letterPaperPrinting
BEGIN SELECT RAISE(ABORT, 'paper-notice-stands'); END;
CREATE TRIGGER letterPaperStaysInRehearsal BEFORE INSERT ON letterPaperPosting
WHEN EXISTS (SELECT 1 FROM rehearsal)
BEGIN SELECT RAISE(ABORT, 'rehearsal-keeps'); END;
CREATE TRIGGER letterPrintingStaysInRehearsal BEFORE INSERT ON letterPaperPrinting
WHEN EXISTS (SELECT 1 FROM rehearsal)
BEGIN SELECT RAISE(ABORT, 'rehearsal-keeps'); END;
CREATE TRIGGER letterReleaseFits BEFORE UPDATE OF releaseId ON letter
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.reference IS OLD.reference AND NEW.kind IS OLD.kind AND NEW.number IS OLD.number AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport AND NEW.postBatch IS OLD.postBatch AND NEW.releasedAt IS OLD.releasedAt AND NEW.withdrawnAt IS OLD.withdrawnAt AND NEW.isGated IS OLD.isGated AND NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS OLD.notBefore AND NEW.claimedAt IS OLD.claimedAt AND NEW.replacesId IS OLD.replacesId) AND ( OLD.releaseId IS NULL AND NEW.releaseId IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM letterRelease JOIN letterGatePass AS pass ON pass.id = passId
  WHERE letterRelease.id = NEW.releaseId AND letterRelease.roundId = NEW.roundId
    AND letterRelease.notBefore IS NEW.notBefore
    AND letterRelease.releasedAt = NEW.releasedAt AND pass.passedAt >= NEW.queuedAt)
)
BEGIN SELECT RAISE(ABORT, 'letter-not-released'); END;
CREATE TRIGGER letterReleaseKept BEFORE DELETE ON letterRelease
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterReleaseNeverReplaced BEFORE INSERT ON letterRelease
WHEN EXISTS (SELECT 1 FROM letterRelease WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM letterRelease WHERE passId = NEW.passId)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterReleaseOfGated BEFORE INSERT ON letterRelease
WHEN NOT EXISTS (
  SELECT 1 FROM letterGatePass AS pass
  WHERE pass.id = NEW.passId AND pass.roundId = NEW.roundId
    AND pass.passedById = NEW.gatedById AND pass.sha256 = NEW.sha256
    AND pass.id = (SELECT max(id) FROM letterGatePass WHERE roundId = NEW.roundId))
BEGIN SELECT RAISE(ABORT, 'letter-gate-moved'); END;
CREATE TRIGGER letterReleaseOfHeld BEFORE INSERT ON letterRelease
WHEN EXISTS (
  SELECT 1 FROM letterHold LEFT JOIN letterHoldEnd ON holdId = letterHold.id
  WHERE letterHold.roundId = NEW.roundId
    AND (endsAt IS NULL OR endsAt > NEW.releasedAt))
BEGIN SELECT RAISE(ABORT, 'letter-held'); END;
CREATE TRIGGER letterReleaseUnchanged BEFORE UPDATE ON letterRelease
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterReminderKept BEFORE DELETE ON letterReminder
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterReminderNeverReplaced BEFORE INSERT ON letterReminder
WHEN EXISTS (SELECT 1 FROM letterReminder WHERE noticeId = NEW.noticeId)
  OR EXISTS (SELECT 1 FROM letterReminder WHERE applicationId = NEW.applicationId AND kind = NEW.kind AND item = NEW.item AND dueOn = NEW.dueOn AND isLate = NEW.isLate)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterReminderUnchanged BEFORE UPDATE ON letterReminder
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterReplacesSent BEFORE INSERT ON letter
WHEN NEW.replacesId IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM letter AS old
  WHERE old.id = NEW.replacesId AND old.applicationId = NEW.applicationId
    AND old.kind = NEW.kind AND old.status IN ('sent', 'toPost'))
BEGIN SELECT RAISE(ABORT, 'letter-correction'); END;
CREATE TRIGGER letterResolutionKept BEFORE DELETE ON letterResolution
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterResolutionNeverReplaced BEFORE INSERT ON letterResolution
WHEN EXISTS (SELECT 1 FROM letterResolution WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterResolutionOfUnknown BEFORE INSERT ON letterResolution
WHEN (SELECT status FROM letter WHERE id = NEW.letterId) IS NOT 'unknown'
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterResolutionUnchanged BEFORE UPDATE ON letterResolution
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterSentStays BEFORE UPDATE OF status ON letter
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.reference IS OLD.reference AND NEW.kind IS OLD.kind AND NEW.number IS OLD.number AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport AND NEW.postBatch IS OLD.postBatch AND NEW.releasedAt IS OLD.releasedAt AND NEW.withdrawnAt IS OLD.withdrawnAt AND NEW.isGated IS OLD.isGated AND NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS OLD.notBefore AND NEW.claimedAt IS OLD.claimedAt AND NEW.replacesId IS OLD.replacesId) AND ( OLD.status IN ('sent', 'toPost', 'withdrawn')
  -- Tried again only because an officer says so.
  OR (OLD.status = 'failed' AND NEW.status NOT IN ('waiting', 'withdrawn'))
  -- IS, because where nobody has said anything there is nothing to compare with.
  OR (OLD.status = 'unknown' AND NEW.status NOT IN ('waiting', 'withdrawn') AND NOT (
    NEW.status = 'sent' AND 'sent' IS (
      SELECT verdict FROM letterResolution WHERE letterId = OLD.id
      ORDER BY id DESC LIMIT 1)))
  -- What is no longer true never leaves again.
  OR (OLD.withdrawnAt IS NOT NULL AND NEW.status IN ('queued', 'waiting', 'sending'))
)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterStaysInRehearsal BEFORE UPDATE OF status ON letter
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.reference IS OLD.reference AND NEW.kind IS OLD.kind AND NEW.number IS OLD.number AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport AND NEW.postBatch IS OLD.postBatch AND NEW.releasedAt IS OLD.releasedAt AND NEW.withdrawnAt IS OLD.withdrawnAt AND NEW.isGated IS OLD.isGated AND NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS OLD.notBefore AND NEW.claimedAt IS OLD.claimedAt AND NEW.replacesId IS OLD.replacesId) AND ( EXISTS (SELECT 1 FROM rehearsal) AND NEW.status IN ('sending', 'sent', 'toPost')
)
BEGIN SELECT RAISE(ABORT, 'rehearsal-keeps'); END;
CREATE TRIGGER letterWithdrawnStays BEFORE UPDATE OF withdrawnAt ON letter
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.reference IS OLD.reference AND NEW.kind IS OLD.kind AND NEW.number IS OLD.number AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport AND NEW.postBatch IS OLD.postBatch AND NEW.releasedAt IS OLD.releasedAt AND NEW.withdrawnAt IS OLD.withdrawnAt AND NEW.isGated IS OLD.isGated AND NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS OLD.notBefore AND NEW.claimedAt IS OLD.claimedAt AND NEW.replacesId IS OLD.replacesId) AND ( OLD.withdrawnAt IS NOT NULL AND NEW.withdrawnAt IS NOT OLD.withdrawnAt
)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER letterWordsStay BEFORE UPDATE ON letter
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.reference IS OLD.reference AND NEW.kind IS OLD.kind AND NEW.number IS OLD.number AND NEW.language IS OLD.language AND NEW.messageId IS OLD.messageId AND NEW.queuedAt IS OLD.queuedAt AND NEW.status IS OLD.status AND NEW.attemptCount IS OLD.attemptCount AND NEW.nextAttemptAt IS OLD.nextAttemptAt AND NEW.transport IS OLD.transport AND NEW.postBatch IS OLD.postBatch AND NEW.releasedAt IS OLD.releasedAt AND NEW.withdrawnAt IS OLD.withdrawnAt AND NEW.isGated IS OLD.isGated AND NEW.releaseId IS OLD.releaseId AND NEW.notBefore IS OLD.notBefore AND NEW.claimedAt IS OLD.claimedAt AND NEW.replacesId IS OLD.replacesId) AND ( NEW.facts <> OLD.facts OR NEW.messageId <> OLD.messageId OR NEW.kind <> OLD.kind
  OR NEW.applicationId <> OLD.applicationId OR NEW.language <> OLD.language
  OR NEW.queuedAt <> OLD.queuedAt
  OR (OLD.status IN ('sent', 'toPost') AND (
    NEW.recipientEmail IS NOT OLD.recipientEmail OR NEW.transport <> OLD.transport))
)
BEGIN SELECT RAISE(ABORT, 'letter-final'); END;
CREATE TRIGGER paymentAcceptedInRehearsal BEFORE INSERT ON paymentAcknowledgement
WHEN EXISTS (SELECT 1 FROM rehearsal)
BEGIN SELECT RAISE(ABORT, 'rehearsal-keeps'); END;
CREATE TRIGGER paymentAcknowledgementKept BEFORE DELETE ON paymentAcknowledgement
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentAcknowledgementNeverReplaced BEFORE INSERT ON paymentAcknowledgement
WHEN EXISTS (SELECT 1 FROM paymentAcknowledgement WHERE runId = NEW.runId)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentAcknowledgementOfExported BEFORE INSERT ON paymentAcknowledgement
WHEN NOT EXISTS (SELECT 1 FROM paymentExport WHERE runId = NEW.runId)
BEGIN SELECT RAISE(ABORT, 'payment-run-not-exported'); END;
CREATE TRIGGER paymentAcknowledgementUnchanged BEFORE UPDATE ON paymentAcknowledgement
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentAdviceFits BEFORE INSERT ON paymentAdvice
BEGIN
  SELECT RAISE(ABORT, 'payment-run-not-exported')
  WHERE NOT EXISTS (SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
  SELECT RAISE(ABORT, 'payment-run-totals') WHERE NEW.pence IS NOT (
    SELECT sum(paymentRunItem.amountPence) FROM paymentRunItem
    JOIN paymentInstalment ON paymentInstalment.id = paymentRunItem.instalmentId
    WHERE runId = NEW.runId AND awardId = NEW.awardId AND NOT EXISTS (
      SELECT 1 FROM paymentOutcome
      WHERE paymentOutcome.instalmentId = paymentRunItem.instalmentId
        AND kind IN ('failed', 'returned')));
END;
CREATE TRIGGER paymentAdviceKept BEFORE DELETE ON paymentAdvice
BEGIN SELECT RAISE(ABORT, 'advice-stands'); END;
CREATE TRIGGER paymentAdviceNeverReplaced BEFORE INSERT ON paymentAdvice
WHEN EXISTS (SELECT 1 FROM paymentAdvice WHERE runId = NEW.runId AND awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM paymentAdvice WHERE noticeId = NEW.noticeId)
BEGIN SELECT RAISE(ABORT, 'advice-stands'); END;
CREATE TRIGGER paymentAdviceUnchanged BEFORE UPDATE ON paymentAdvice
BEGIN SELECT RAISE(ABORT, 'advice-stands'); END;
CREATE TRIGGER paymentAgreementKept BEFORE DELETE ON paymentAgreement
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentAgreementNeverReplaced BEFORE INSERT ON paymentAgreement
WHEN EXISTS (SELECT 1 FROM paymentAgreement WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentAgreementUnchanged BEFORE UPDATE ON paymentAgreement
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentAmendmentContinues BEFORE INSERT ON paymentAmendment
WHEN NEW.formerPence <> (SELECT awardedPence FROM paymentAward
    WHERE awardId = NEW.awardId)
  OR NEW.number <> 1 + (SELECT count(*) FROM paymentAmendment
    WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentAmendmentCounts AFTER INSERT ON paymentAmendment
BEGIN
  UPDATE paymentAward SET awardedPence = NEW.awardedPence WHERE awardId = NEW.awardId;
END;
CREATE TRIGGER paymentAmendmentKept BEFORE DELETE ON paymentAmendment
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentAmendmentNeverReplaced BEFORE INSERT ON paymentAmendment
WHEN EXISTS (SELECT 1 FROM paymentAmendment WHERE awardId = NEW.awardId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentAmendmentNotClosed BEFORE INSERT ON paymentAmendment
WHEN NEW.awardId IN (SELECT awardId FROM paymentClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER paymentAmendmentUnchanged BEFORE UPDATE ON paymentAmendment
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentAwardKept BEFORE DELETE ON paymentAward
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentAwardNeverReplaced BEFORE INSERT ON paymentAward
WHEN EXISTS (SELECT 1 FROM paymentAward WHERE awardId = NEW.awardId)
  OR EXISTS (SELECT 1 FROM paymentAward WHERE reference = NEW.reference)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentAwardNotStopped BEFORE INSERT ON paymentAward
WHEN EXISTS (SELECT 1 FROM paymentStop WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'payment-stopped'); END;
CREATE TRIGGER paymentAwardStays BEFORE UPDATE ON paymentAward
WHEN NEW.awardId <> OLD.awardId OR NEW.roundId <> OLD.roundId
  OR NEW.applicationId <> OLD.applicationId OR NEW.reference <> OLD.reference
  OR NEW.decidedById <> OLD.decidedById OR NEW.decidedOn <> OLD.decidedOn
  OR NEW.awaitsAgreement <> OLD.awaitsAgreement
  OR NEW.scheduledPence <> (
    SELECT ifnull(sum(amountPence), 0) FROM paymentInstalment
    WHERE awardId = NEW.awardId
      AND NOT EXISTS (SELECT 1 FROM paymentDrop
        WHERE instalmentId = paymentInstalment.id)
      AND NOT EXISTS (SELECT 1 FROM paymentOutcome
        WHERE instalmentId = paymentInstalment.id
          AND kind IN ('failed', 'returned', 'cancelled')))
  OR (NEW.awardedPence <> OLD.awardedPence AND NEW.awardedPence IS NOT (
    SELECT awardedPence FROM paymentAmendment
    WHERE awardId = NEW.awardId ORDER BY number DESC LIMIT 1))
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentAwardWaitStays BEFORE UPDATE ON paymentAward
WHEN NEW.awaitsEffect <> OLD.awaitsEffect
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentBankFileKept BEFORE DELETE ON paymentBankFile
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankFileNeverReplaced BEFORE INSERT ON paymentBankFile
WHEN EXISTS (SELECT 1 FROM paymentBankFile WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM paymentBankFile WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankFileUnchanged BEFORE UPDATE ON paymentBankFile
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankKeyKept BEFORE DELETE ON paymentBankKey
BEGIN SELECT RAISE(ABORT, 'bank-key-stands'); END;
CREATE TRIGGER paymentBankKeyNeverReplaced BEFORE INSERT ON paymentBankKey
WHEN EXISTS (SELECT 1 FROM paymentBankKey WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM paymentBankKey WHERE keyCheck = NEW.keyCheck)
BEGIN SELECT RAISE(ABORT, 'bank-key-stands'); END;
CREATE TRIGGER paymentBankKeyUnchanged BEFORE UPDATE ON paymentBankKey
BEGIN SELECT RAISE(ABORT, 'bank-key-stands'); END;
CREATE TRIGGER paymentBankLineKept BEFORE DELETE ON paymentBankLine
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankLineNeverReplaced BEFORE INSERT ON paymentBankLine
WHEN EXISTS (SELECT 1 FROM paymentBankLine WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM paymentBankLine WHERE fileId = NEW.fileId AND position = NEW.position)
  OR EXISTS (SELECT 1 FROM paymentBankLine WHERE movement = NEW.movement AND occurrence = NEW.occurrence AND fileId = NEW.fileId)
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankLineOfFile BEFORE INSERT ON paymentBankLine
WHEN NEW.position > (SELECT lineCount FROM paymentBankFile WHERE id = NEW.fileId)
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankLineUnchanged BEFORE UPDATE ON paymentBankLine
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankMatchEndsRetry AFTER INSERT ON paymentBankMatch
BEGIN
  UPDATE paymentBankRetry SET isOver = 1 WHERE lineId = NEW.lineId AND isOver = 0;
END;
CREATE TRIGGER paymentBankMatchFits BEFORE INSERT ON paymentBankMatch
WHEN NEW.verdict = 'batch' OR NEW.verdict = 'recovery'
BEGIN
  SELECT RAISE(ABORT, 'bank-line-claimed') WHERE NEW.verdict = 'batch' AND EXISTS (
    SELECT 1 FROM paymentBankMatch WHERE runId = NEW.runId AND verdict = 'batch');
  SELECT RAISE(ABORT, 'bank-line-claimed') WHERE NEW.verdict = 'recovery' AND EXISTS (
    SELECT 1 FROM paymentBankMatch WHERE receiptId = NEW.receiptId);
  SELECT RAISE(ABORT, 'bank-match-differs') WHERE NEW.verdict = 'batch' AND NOT EXISTS (
    SELECT 1 FROM paymentBankLine AS line
    WHERE line.id = NEW.lineId AND line.status = 'booked' AND line.outcome = 'paid'
      AND line.kind = 'debit' AND abs(line.pence) = (
        SELECT sum(amountPence) FROM paymentRunItem WHERE runId = NEW.runId
          AND NOT EXISTS (SELECT 1 FROM paymentOutcome
            WHERE paymentOutcome.instalmentId = paymentRunItem.instalmentId)));
  SELECT RAISE(ABORT, 'bank-match-differs') WHERE NEW.verdict = 'recovery' AND NOT EXISTS (
    SELECT 1 FROM paymentBankLine AS line
    JOIN paymentReceipt ON paymentReceipt.id = NEW.receiptId
    WHERE line.id = NEW.lineId AND line.status = 'booked' AND line.kind = 'credit'
      AND line.pence = paymentReceipt.pence AND line.bookedOn = receivedOn);
END;
CREATE TRIGGER paymentBankMatchKept BEFORE DELETE ON paymentBankMatch
WHEN OLD.how <> 'none'
  OR EXISTS (SELECT 1 FROM paymentBankResolution WHERE lineId = OLD.lineId)
  OR NOT EXISTS (SELECT 1 FROM paymentBankRetry
    WHERE lineId = OLD.lineId AND isOver = 0)
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankMatchNeverReplaced BEFORE INSERT ON paymentBankMatch
WHEN EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = NEW.lineId)
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankMatchUnchanged BEFORE UPDATE ON paymentBankMatch
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankResolutionKept BEFORE DELETE ON paymentBankResolution
BEGIN SELECT RAISE(ABORT, 'bank-line-resolved'); END;
CREATE TRIGGER paymentBankResolutionNeverReplaced BEFORE INSERT ON paymentBankResolution
WHEN EXISTS (SELECT 1 FROM paymentBankResolution WHERE lineId = NEW.lineId)
BEGIN SELECT RAISE(ABORT, 'bank-line-resolved'); END;
CREATE TRIGGER paymentBankResolutionOfUnmatched BEFORE INSERT ON paymentBankResolution
WHEN NOT EXISTS (
  SELECT 1 FROM paymentBankMatch WHERE lineId = NEW.lineId AND how = 'none')
BEGIN SELECT RAISE(ABORT, 'bank-line-matched'); END;
CREATE TRIGGER paymentBankResolutionUnchanged BEFORE UPDATE ON paymentBankResolution
BEGIN SELECT RAISE(ABORT, 'bank-line-resolved'); END;
CREATE TRIGGER paymentBankRetryBegins AFTER INSERT ON paymentBankRetry
BEGIN DELETE FROM paymentBankMatch WHERE lineId = NEW.lineId; END;
CREATE TRIGGER paymentBankRetryKept BEFORE DELETE ON paymentBankRetry
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankRetryNeverReplaced BEFORE INSERT ON paymentBankRetry
WHEN EXISTS (SELECT 1 FROM paymentBankRetry WHERE lineId = NEW.lineId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankRetryOfUnmatched BEFORE INSERT ON paymentBankRetry
WHEN NEW.isOver <> 0 OR NEW.number <> 1 + (
    SELECT count(*) FROM paymentBankRetry WHERE lineId = NEW.lineId)
  OR NOT EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = NEW.lineId
    AND how = 'none' AND verdict = NEW.verdict)
  OR EXISTS (SELECT 1 FROM paymentBankResolution WHERE lineId = NEW.lineId)
BEGIN SELECT RAISE(ABORT, 'bank-line-matched'); END;
CREATE TRIGGER paymentBankRetryUnchanged BEFORE UPDATE ON paymentBankRetry
WHEN NOT (OLD.isOver = 0 AND NEW.isOver = 1 AND NEW.lineId = OLD.lineId
  AND NEW.number = OLD.number AND NEW.verdict = OLD.verdict
  AND NEW.retriedById = OLD.retriedById AND NEW.retriedAt = OLD.retriedAt
  AND EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = OLD.lineId))
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankStatementKept BEFORE DELETE ON paymentBankStatement
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankStatementNeverReplaced BEFORE INSERT ON paymentBankStatement
WHEN EXISTS (SELECT 1 FROM paymentBankStatement WHERE fileId = NEW.fileId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankStatementUnchanged BEFORE UPDATE ON paymentBankStatement
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankWordsInTime BEFORE INSERT ON paymentBankWords
WHEN EXISTS (SELECT 1 FROM paymentBankMatch WHERE lineId = NEW.lineId)
  OR EXISTS (SELECT 1 FROM paymentBankWords WHERE lineId = NEW.lineId)
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBankWordsKept BEFORE DELETE ON paymentBankWords
WHEN NOT EXISTS (
    SELECT 1 FROM paymentBankMatch WHERE lineId = OLD.lineId AND how <> 'none')
  AND NOT EXISTS (SELECT 1 FROM paymentBankResolution WHERE lineId = OLD.lineId)
BEGIN SELECT RAISE(ABORT, 'bank-words-wanted'); END;
CREATE TRIGGER paymentBankWordsUnchanged BEFORE UPDATE ON paymentBankWords
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.lineId IS OLD.lineId)
BEGIN SELECT RAISE(ABORT, 'bank-file-stands'); END;
CREATE TRIGGER paymentBarKept BEFORE DELETE ON paymentBar
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentBarNeverReplaced BEFORE INSERT ON paymentBar
WHEN EXISTS (SELECT 1 FROM paymentBar WHERE roundId = NEW.roundId AND personId = NEW.personId AND cause = NEW.cause)
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentBarUnchanged BEFORE UPDATE ON paymentBar
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentBatchFollows BEFORE INSERT ON paymentBatch
WHEN NEW.number <> 1 + (SELECT ifnull(max(number), 0) FROM paymentBatch)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentBatchKept BEFORE DELETE ON paymentBatch
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentBatchNeverReplaced BEFORE INSERT ON paymentBatch
WHEN EXISTS (SELECT 1 FROM paymentBatch WHERE runId = NEW.runId)
  OR EXISTS (SELECT 1 FROM paymentBatch WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentBatchUnchanged BEFORE UPDATE ON paymentBatch
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentCallBackKept BEFORE DELETE ON paymentCallBack
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentCallBackKnowsEntry BEFORE INSERT ON paymentCallBack
WHEN NEW.enteredById IS NOT (SELECT enteredById FROM paymentPayee WHERE id = NEW.payeeId)
BEGIN SELECT RAISE(ABORT, 'payee-second-person'); END;
CREATE TRIGGER paymentCallBackNeverReplaced BEFORE INSERT ON paymentCallBack
WHEN EXISTS (SELECT 1 FROM paymentCallBack WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentCallBackOfNewest BEFORE INSERT ON paymentCallBack
WHEN EXISTS (SELECT 1 FROM paymentPayee AS old
  JOIN paymentPayee AS new ON new.applicationId = old.applicationId
    AND new.version > old.version
  WHERE old.id = NEW.payeeId)
BEGIN SELECT RAISE(ABORT, 'payee-superseded'); END;
CREATE TRIGGER paymentCallBackUnchanged BEFORE UPDATE ON paymentCallBack
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.payeeId IS OLD.payeeId AND NEW.enteredById IS OLD.enteredById AND NEW.isConfirmed IS OLD.isConfirmed AND NEW.calledById IS OLD.calledById AND NEW.calledAt IS OLD.calledAt)
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentCancelInTime BEFORE INSERT ON paymentCancel
BEGIN
  SELECT RAISE(ABORT, 'payment-run-exported') WHERE EXISTS (
    SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
  SELECT RAISE(ABORT, 'payment-run-frozen') WHERE NOT EXISTS (
    SELECT 1 FROM paymentRun WHERE id = NEW.runId AND frozenAt IS NOT NULL);
END;
CREATE TRIGGER paymentCancelKept BEFORE DELETE ON paymentCancel
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentCancelNeverReplaced BEFORE INSERT ON paymentCancel
WHEN EXISTS (SELECT 1 FROM paymentCancel WHERE runId = NEW.runId)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentCancelUnchanged BEFORE UPDATE ON paymentCancel
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentClosingInTurn BEFORE INSERT ON paymentClosing
BEGIN
  SELECT RAISE(ABORT, 'award-closed') WHERE NEW.isClosed = 1
    AND NEW.awardId IN (SELECT awardId FROM paymentClosed);
  SELECT RAISE(ABORT, 'award-not-closed') WHERE NEW.isClosed = 0
    AND NEW.awardId NOT IN (SELECT awardId FROM paymentClosed);
END;
CREATE TRIGGER paymentClosingKept BEFORE DELETE ON paymentClosing
BEGIN SELECT RAISE(ABORT, 'closing-stands'); END;
CREATE TRIGGER paymentClosingNeverReplaced BEFORE INSERT ON paymentClosing
WHEN EXISTS (SELECT 1 FROM paymentClosing WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'closing-stands'); END;
CREATE TRIGGER paymentClosingReady BEFORE INSERT ON paymentClosing
WHEN NEW.isClosed = 1 AND (
  -- What was given up before it was scheduled is never scheduled.
  NEW.awardId NOT IN (SELECT awardId FROM paymentAward
    UNION ALL SELECT awardId FROM paymentGivenUp)
  -- Something is still to be paid, or on its way.
  OR EXISTS (SELECT 1 FROM paymentInstalment
    WHERE awardId = NEW.awardId
      AND NOT EXISTS (SELECT 1 FROM paymentDrop
        WHERE instalmentId = paymentInstalment.id)
      AND NOT EXISTS (SELECT 1 FROM paymentOutcome
        WHERE instalmentId = paymentInstalment.id)
      AND (EXISTS (SELECT 1 FROM paymentRunItem
          WHERE instalmentId = paymentInstalment.id)
        OR NEW.awardId NOT IN (SELECT awardId FROM paymentStop)))
  -- The group still owes money.
  OR EXISTS (SELECT 1 FROM paymentKept WHERE awardId = NEW.awardId
    -- What was used wrongly was spent; what was not spent comes on top of it.
    AND min(paidPence, misusedPence
        + max(unspentPence, paidPence - ifnull(NEW.spentPence, paidPence)))
      > backPence + offPence))
BEGIN SELECT RAISE(ABORT, 'award-lacks'); END;
CREATE TRIGGER paymentClosingUnchanged BEFORE UPDATE ON paymentClosing
BEGIN SELECT RAISE(ABORT, 'closing-stands'); END;
CREATE TRIGGER paymentDropFrees AFTER INSERT ON paymentDrop
BEGIN
  UPDATE paymentAward SET scheduledPence = scheduledPence
    - (SELECT amountPence FROM paymentInstalment WHERE id = NEW.instalmentId)
  WHERE awardId = (SELECT awardId FROM paymentInstalment WHERE id = NEW.instalmentId);
END;
CREATE TRIGGER paymentDropInTime BEFORE INSERT ON paymentDrop
WHEN EXISTS (SELECT 1 FROM paymentRunItem WHERE instalmentId = NEW.instalmentId)
BEGIN SELECT RAISE(ABORT, 'instalment-in-run'); END;
CREATE TRIGGER paymentDropKept BEFORE DELETE ON paymentDrop
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentDropNeverReplaced BEFORE INSERT ON paymentDrop
WHEN EXISTS (SELECT 1 FROM paymentDrop WHERE instalmentId = NEW.instalmentId)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentDropUnchanged BEFORE UPDATE ON paymentDrop
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.instalmentId IS OLD.instalmentId AND NEW.droppedById IS OLD.droppedById AND NEW.droppedAt IS OLD.droppedAt)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentDutyApart BEFORE INSERT ON paymentDuty
WHEN EXISTS (
  SELECT 1 FROM paymentSeparation AS apart
  JOIN paymentRun ON paymentRun.id = NEW.runId
  WHERE apart.roundId = paymentRun.roundId AND apart.duty = NEW.duty
    AND (EXISTS (SELECT 1 FROM paymentBar WHERE paymentBar.roundId = apart.roundId
        AND personId = NEW.personId AND cause = apart.apartFrom)
      OR EXISTS (SELECT 1 FROM paymentDuty WHERE runId = NEW.runId
        AND personId = NEW.personId AND duty = apart.apartFrom))
    AND NOT EXISTS (SELECT 1 FROM paymentExemptionStanding AS exemption
      WHERE exemption.roundId = apart.roundId AND exemption.personId = NEW.personId
        AND (exemption.duty, exemption.apartFrom) IN (
          VALUES (apart.duty, apart.apartFrom), (apart.apartFrom, apart.duty))
        AND exemption.endsOn >= NEW.doneOn))
BEGIN SELECT RAISE(ABORT, 'payment-duties-apart'); END;
CREATE TRIGGER paymentDutyKept BEFORE DELETE ON paymentDuty
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentDutyNeverReplaced BEFORE INSERT ON paymentDuty
WHEN EXISTS (SELECT 1 FROM paymentDuty WHERE runId = NEW.runId AND personId = NEW.personId AND duty = NEW.duty)
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentDutyNotAll BEFORE INSERT ON paymentDuty
WHEN NEW.duty = 'released' AND 2 = (SELECT count(*) FROM paymentDuty
  WHERE runId = NEW.runId AND personId = NEW.personId AND duty IN ('proposed', 'approved'))
BEGIN SELECT RAISE(ABORT, 'payment-duties-all'); END;
CREATE TRIGGER paymentDutyUnchanged BEFORE UPDATE ON paymentDuty
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentExemptionEndInTime BEFORE INSERT ON paymentExemptionEnd
WHEN EXISTS (SELECT 1 FROM paymentExemption WHERE id = NEW.exemptionId
  AND (NEW.endedAt < grantedAt OR endsOn < date(NEW.endedAt / 1000, 'unixepoch')))
BEGIN SELECT RAISE(ABORT, 'exemption-over'); END;
CREATE TRIGGER paymentExemptionEndKept BEFORE DELETE ON paymentExemptionEnd
BEGIN SELECT RAISE(ABORT, 'exemption-ended'); END;
CREATE TRIGGER paymentExemptionEndNeverReplaced BEFORE INSERT ON paymentExemptionEnd
WHEN EXISTS (SELECT 1 FROM paymentExemptionEnd WHERE exemptionId = NEW.exemptionId)
BEGIN SELECT RAISE(ABORT, 'exemption-ended'); END;
CREATE TRIGGER paymentExemptionEndUnchanged BEFORE UPDATE ON paymentExemptionEnd
BEGIN SELECT RAISE(ABORT, 'exemption-ended'); END;
CREATE TRIGGER paymentExemptionKept BEFORE DELETE ON paymentExemption
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentExemptionNeverReplaced BEFORE INSERT ON paymentExemption
WHEN EXISTS (SELECT 1 FROM paymentExemption WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentExemptionUnchanged BEFORE UPDATE ON paymentExemption
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentExportInRehearsal BEFORE INSERT ON paymentExport
WHEN EXISTS (SELECT 1 FROM rehearsal)
BEGIN SELECT RAISE(ABORT, 'rehearsal-keeps'); END;
CREATE TRIGGER paymentExportInTime BEFORE INSERT ON paymentExport
WHEN EXISTS (SELECT 1 FROM paymentRelease WHERE runId = NEW.runId
    AND payOn < date(NEW.takenAt / 1000, 'unixepoch'))
  AND EXISTS (SELECT 1 FROM paymentSealedFile AS bank
    WHERE bank.runId = NEW.runId AND bank.profile = NEW.profile)
  -- Once one is out, it can be taken again for the record.
  AND NOT EXISTS (SELECT 1 FROM paymentExport AS taken
    JOIN paymentSealedFile AS bank
      ON bank.runId = taken.runId AND bank.profile = taken.profile
    WHERE taken.runId = NEW.runId)
BEGIN SELECT RAISE(ABORT, 'payment-day-past'); END;
CREATE TRIGGER paymentExportKept BEFORE DELETE ON paymentExport
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentExportNeverReplaced BEFORE INSERT ON paymentExport
WHEN EXISTS (SELECT 1 FROM paymentExport WHERE runId = NEW.runId AND profile = NEW.profile)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentExportNotClaimed BEFORE INSERT ON paymentExport
WHEN EXISTS (SELECT 1 FROM paymentRefusalClaim
  WHERE runId = NEW.runId AND withdrawnAt IS NULL) AND NOT EXISTS (
  SELECT 1 FROM paymentRunRefusal WHERE runId = NEW.runId)
BEGIN SELECT RAISE(ABORT, 'payment-refusal-open'); END;
CREATE TRIGGER paymentExportNotRefused BEFORE INSERT ON paymentExport
WHEN EXISTS (SELECT 1 FROM paymentRunRefusal WHERE runId = NEW.runId)
BEGIN SELECT RAISE(ABORT, 'payment-run-refused-file'); END;
CREATE TRIGGER paymentExportOfReleased BEFORE INSERT ON paymentExport
BEGIN
  SELECT RAISE(ABORT, 'payment-run-unreleased') WHERE NOT EXISTS (
    SELECT 1 FROM paymentRun
    JOIN paymentRunFile ON paymentRunFile.runId = paymentRun.id
    WHERE paymentRun.id = NEW.runId AND frozenAt IS NOT NULL
      AND profile = NEW.profile AND sha256 = NEW.sha256
      AND (needsRelease = 0
        OR EXISTS (SELECT 1 FROM paymentRelease WHERE runId = NEW.runId)));
  SELECT RAISE(ABORT, 'payment-run-cancelled') WHERE EXISTS (
    SELECT 1 FROM paymentCancel WHERE runId = NEW.runId);
END;
CREATE TRIGGER paymentExportReported BEFORE INSERT ON paymentExport
WHEN NOT EXISTS (SELECT 1 FROM paymentExport AS taken WHERE taken.runId = NEW.runId)
  AND EXISTS (
    SELECT 1 FROM paymentRunItem
    JOIN paymentInstalment ON paymentInstalment.id = instalmentId
    JOIN paymentReportHeld AS held ON held.awardId = paymentInstalment.awardId
    WHERE runId = NEW.runId AND heldFrom <= date(NEW.takenAt / 1000, 'unixepoch'))
BEGIN SELECT RAISE(ABORT, 'payment-reports-owed'); END;
CREATE TRIGGER paymentExportToPayees BEFORE INSERT ON paymentExport
-- Once it is out, a file can be taken again for the record, whatever happened since.
WHEN NOT EXISTS (SELECT 1 FROM paymentExport AS taken WHERE taken.runId = NEW.runId AND (
  EXISTS (SELECT 1 FROM paymentSealedFile AS bank
    WHERE bank.runId = NEW.runId AND bank.profile = taken.profile)
  >= EXISTS (SELECT 1 FROM paymentSealedFile AS bank
    WHERE bank.runId = NEW.runId AND bank.profile = NEW.profile)))
BEGIN
  SELECT RAISE(ABORT, 'payment-payee-moved') WHERE EXISTS (
  SELECT 1 FROM paymentRunItem WHERE runId = NEW.runId AND payeeId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM paymentPayeeVerified AS payee
      WHERE payee.payeeId = paymentRunItem.payeeId));
SELECT RAISE(ABORT, 'payment-award-stopped') WHERE EXISTS (
  SELECT 1 FROM paymentRunItem
  JOIN paymentInstalment ON paymentInstalment.id = instalmentId
  JOIN paymentStop ON paymentStop.awardId = paymentInstalment.awardId
  WHERE runId = NEW.runId);
END;
CREATE TRIGGER paymentExportUnchanged BEFORE UPDATE ON paymentExport
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentGivenUpKept BEFORE DELETE ON paymentGivenUp
BEGIN SELECT RAISE(ABORT, 'giving-up-stands'); END;
CREATE TRIGGER paymentGivenUpNeverReplaced BEFORE INSERT ON paymentGivenUp
WHEN EXISTS (SELECT 1 FROM paymentGivenUp WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'giving-up-stands'); END;
CREATE TRIGGER paymentGivenUpReady BEFORE INSERT ON paymentGivenUp
WHEN EXISTS (SELECT 1 FROM paymentInstalment
  JOIN paymentRunItem ON instalmentId = paymentInstalment.id
  WHERE awardId = NEW.awardId AND NOT EXISTS (SELECT 1 FROM paymentOutcome
    WHERE paymentOutcome.instalmentId = paymentInstalment.id))
BEGIN SELECT RAISE(ABORT, 'give-up-under-way'); END;
CREATE TRIGGER paymentGivenUpUnchanged BEFORE UPDATE ON paymentGivenUp
BEGIN SELECT RAISE(ABORT, 'giving-up-stands'); END;
CREATE TRIGGER paymentHoldByTwo BEFORE UPDATE ON paymentHold
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.instalmentId IS OLD.instalmentId AND NEW.heldById IS OLD.heldById AND NEW.heldAt IS OLD.heldAt AND NEW.releasedById IS OLD.releasedById AND NEW.releasedAt IS OLD.releasedAt) AND ( NEW.releasedAt IS NOT NULL AND EXISTS (
  SELECT 1 FROM paymentInstalment AS anew
  JOIN paymentOutcome AS told ON told.instalmentId = anew.replacesId
    AND told.kind IN ('failed', 'returned')
  JOIN paymentRun AS run ON run.id = told.runId
  WHERE anew.id = NEW.instalmentId AND needsRelease
    AND told.recordedById = NEW.releasedById)
)
BEGIN SELECT RAISE(ABORT, 'hold-by-two'); END;
CREATE TRIGGER paymentHoldInTime BEFORE INSERT ON paymentHold
WHEN EXISTS (SELECT 1 FROM paymentRunItem WHERE instalmentId = NEW.instalmentId)
  OR NEW.releasedAt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'instalment-in-run'); END;
CREATE TRIGGER paymentHoldKept BEFORE DELETE ON paymentHold
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentHoldNeverReplaced BEFORE INSERT ON paymentHold
WHEN EXISTS (SELECT 1 FROM paymentHold WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentHoldStays BEFORE UPDATE ON paymentHold
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.instalmentId IS OLD.instalmentId AND NEW.heldById IS OLD.heldById AND NEW.heldAt IS OLD.heldAt AND NEW.releasedById IS OLD.releasedById AND NEW.releasedAt IS OLD.releasedAt) AND ( OLD.releasedAt IS NOT NULL OR NEW.releasedAt IS NULL OR NEW.id <> OLD.id
  OR NEW.instalmentId <> OLD.instalmentId OR NEW.reason <> OLD.reason
  OR NEW.heldById <> OLD.heldById OR NEW.heldAt <> OLD.heldAt
)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentInstalmentCounts AFTER INSERT ON paymentInstalment
BEGIN
  UPDATE paymentAward SET scheduledPence = scheduledPence + NEW.amountPence
  WHERE awardId = NEW.awardId;
END;
CREATE TRIGGER paymentInstalmentKept BEFORE DELETE ON paymentInstalment
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentInstalmentNeverReplaced BEFORE INSERT ON paymentInstalment
WHEN EXISTS (SELECT 1 FROM paymentInstalment WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM paymentInstalment WHERE awardId = NEW.awardId AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentInstalmentNotClosed BEFORE INSERT ON paymentInstalment
WHEN NEW.replacesId IS NULL AND NEW.awardId IN (SELECT awardId FROM paymentClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER paymentInstalmentReplaces BEFORE INSERT ON paymentInstalment
WHEN NEW.replacesId IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM paymentInstalment AS former
  JOIN paymentOutcome ON instalmentId = former.id
  WHERE former.id = NEW.replacesId AND former.awardId = NEW.awardId
    AND former.amountPence = NEW.amountPence
    AND kind IN ('failed', 'returned', 'cancelled'))
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentInstalmentUnchanged BEFORE UPDATE ON paymentInstalment
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentOutcomeBounces AFTER INSERT ON paymentOutcome
WHEN NEW.kind IN ('failed', 'returned') AND NOT EXISTS (
  -- What failed because the whole file was refused, in the same act.
  SELECT 1 FROM paymentRunRefusal
  WHERE runId = NEW.runId AND recordedAt = NEW.recordedAt)
BEGIN
  INSERT INTO paymentPayeeBounce (payeeId, instalmentId, kind, lastCallId)
  SELECT payeeId, NEW.instalmentId, NEW.kind, (
    SELECT max(id) FROM paymentCallBack WHERE payeeId = item.payeeId)
  FROM paymentRunItem AS item
  WHERE instalmentId = NEW.instalmentId AND payeeId IS NOT NULL;
END;
CREATE TRIGGER paymentOutcomeFollows BEFORE INSERT ON paymentOutcome
BEGIN
  SELECT RAISE(ABORT, 'payment-run-totals') WHERE NOT EXISTS (
    SELECT 1 FROM paymentRunItem
    WHERE instalmentId = NEW.instalmentId AND runId = NEW.runId);
  SELECT RAISE(ABORT, 'payment-run-not-exported')
  WHERE NEW.kind <> 'cancelled'
    AND NOT EXISTS (SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
  SELECT RAISE(ABORT, 'payment-run-exported')
  WHERE NEW.kind = 'cancelled'
    AND NOT EXISTS (SELECT 1 FROM paymentCancel WHERE runId = NEW.runId);
  SELECT RAISE(ABORT, 'outcome-not-paid')
  WHERE NEW.kind = 'returned' AND NOT EXISTS (
    SELECT 1 FROM paymentOutcome
    WHERE instalmentId = NEW.instalmentId AND kind = 'paid'
      AND happenedOn <= NEW.happenedOn);
  SELECT RAISE(ABORT, 'outcome-stands')
  WHERE NEW.kind <> 'returned' AND EXISTS (
    SELECT 1 FROM paymentOutcome WHERE instalmentId = NEW.instalmentId);
  SELECT RAISE(ABORT, 'outcome-before-approval')
  WHERE NEW.happenedOn < (SELECT approvedOn FROM paymentRun WHERE id = NEW.runId);
END;
CREATE TRIGGER paymentOutcomeFrees AFTER INSERT ON paymentOutcome
WHEN NEW.kind <> 'paid'
BEGIN
  UPDATE paymentAward SET scheduledPence = scheduledPence
    - (SELECT amountPence FROM paymentInstalment WHERE id = NEW.instalmentId)
  WHERE awardId = (SELECT awardId FROM paymentInstalment WHERE id = NEW.instalmentId);
END;
CREATE TRIGGER paymentOutcomeKept BEFORE DELETE ON paymentOutcome
BEGIN SELECT RAISE(ABORT, 'outcome-stands'); END;
CREATE TRIGGER paymentOutcomeLineFits BEFORE INSERT ON paymentOutcomeLine
BEGIN
  SELECT RAISE(ABORT, 'bank-line-claimed') WHERE EXISTS (
    SELECT 1 FROM paymentBankMatch WHERE lineId = NEW.lineId AND how <> 'batch')
    AND EXISTS (SELECT 1 FROM paymentOutcomeLine WHERE lineId = NEW.lineId);
  SELECT RAISE(ABORT, 'bank-match-differs') WHERE NOT EXISTS (
    SELECT 1 FROM paymentBankMatch AS match
    JOIN paymentBankLine AS line ON line.id = match.lineId
    JOIN paymentBankFile AS file ON file.id = line.fileId
    JOIN paymentOutcome AS told
      ON told.instalmentId = NEW.instalmentId AND told.kind = NEW.kind
    JOIN paymentRunItem AS item ON item.instalmentId = NEW.instalmentId
    WHERE match.lineId = NEW.lineId AND line.status = 'booked' AND (
      (match.how IN ('exact', 'known') AND match.instalmentId = NEW.instalmentId
        AND line.outcome = NEW.kind AND abs(line.pence) = item.amountPence)
      OR (match.how = 'batch' AND match.runId = told.runId AND NEW.kind = 'paid'))
      AND (match.how = 'known' OR (told.happenedOn = line.bookedOn
        AND (told.recordedAt = file.importedAt OR told.recordedAt = (
          SELECT retriedAt FROM paymentBankRetry
          WHERE lineId = line.id ORDER BY number DESC LIMIT 1)))));
END;
CREATE TRIGGER paymentOutcomeLineKept BEFORE DELETE ON paymentOutcomeLine
BEGIN SELECT RAISE(ABORT, 'bank-line-claimed'); END;
CREATE TRIGGER paymentOutcomeLineNeverReplaced BEFORE INSERT ON paymentOutcomeLine
WHEN EXISTS (SELECT 1 FROM paymentOutcomeLine WHERE instalmentId = NEW.instalmentId AND kind = NEW.kind)
BEGIN SELECT RAISE(ABORT, 'bank-line-claimed'); END;
CREATE TRIGGER paymentOutcomeLineUnchanged BEFORE UPDATE ON paymentOutcomeLine
BEGIN SELECT RAISE(ABORT, 'bank-line-claimed'); END;
CREATE TRIGGER paymentOutcomeNeverReplaced BEFORE INSERT ON paymentOutcome
WHEN EXISTS (SELECT 1 FROM paymentOutcome WHERE instalmentId = NEW.instalmentId AND kind = NEW.kind)
BEGIN SELECT RAISE(ABORT, 'outcome-stands'); END;
CREATE TRIGGER paymentOutcomeNotBeforePayDay BEFORE INSERT ON paymentOutcome
WHEN NEW.kind = 'paid' AND EXISTS (SELECT 1 FROM paymentRelease
  WHERE runId = NEW.runId AND payOn > NEW.happenedOn)
BEGIN SELECT RAISE(ABORT, 'outcome-before-pay-day'); END;
CREATE TRIGGER paymentOutcomeOfRefused BEFORE INSERT ON paymentOutcome
WHEN NEW.kind <> 'failed' AND EXISTS (
  SELECT 1 FROM paymentRunRefusal WHERE runId = NEW.runId)
BEGIN SELECT RAISE(ABORT, 'payment-run-refused'); END;
CREATE TRIGGER paymentOutcomeUnchanged BEFORE UPDATE ON paymentOutcome
BEGIN SELECT RAISE(ABORT, 'outcome-stands'); END;
CREATE TRIGGER paymentPayeeBounceFits BEFORE INSERT ON paymentPayeeBounce
WHEN NOT EXISTS (SELECT 1 FROM paymentOutcome AS told
    JOIN paymentRunItem AS item ON item.instalmentId = told.instalmentId
    WHERE told.instalmentId = NEW.instalmentId AND told.kind = NEW.kind
      AND item.payeeId = NEW.payeeId)
  OR NEW.lastCallId IS NOT (
    SELECT max(id) FROM paymentCallBack WHERE payeeId = NEW.payeeId)
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentPayeeBounceKept BEFORE DELETE ON paymentPayeeBounce
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentPayeeBounceNeverReplaced BEFORE INSERT ON paymentPayeeBounce
WHEN EXISTS (SELECT 1 FROM paymentPayeeBounce WHERE payeeId = NEW.payeeId AND instalmentId = NEW.instalmentId AND kind = NEW.kind)
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentPayeeBounceUnchanged BEFORE UPDATE ON paymentPayeeBounce
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentPayeeConfirmationKept BEFORE DELETE ON paymentPayeeConfirmation
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentPayeeConfirmationNeverReplaced BEFORE INSERT ON paymentPayeeConfirmation
WHEN EXISTS (SELECT 1 FROM paymentPayeeConfirmation WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentPayeeConfirmationOfNewest BEFORE INSERT ON paymentPayeeConfirmation
WHEN EXISTS (SELECT 1 FROM paymentPayee AS old
  JOIN paymentPayee AS new ON new.applicationId = old.applicationId
    AND new.version > old.version
  WHERE old.id = NEW.payeeId)
BEGIN SELECT RAISE(ABORT, 'payee-superseded'); END;
CREATE TRIGGER paymentPayeeConfirmationUnchanged BEFORE UPDATE ON paymentPayeeConfirmation
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.payeeId IS OLD.payeeId AND NEW.result IS OLD.result AND NEW.checkedOn IS OLD.checkedOn AND NEW.recordedById IS OLD.recordedById AND NEW.recordedAt IS OLD.recordedAt)
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentPayeeFollows BEFORE INSERT ON paymentPayee
WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM paymentPayee
    WHERE applicationId = NEW.applicationId), 0)
  OR NEW.keyId <> (SELECT max(id) FROM paymentBankKey)
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentPayeeKept BEFORE DELETE ON paymentPayee
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentPayeeNeverReplaced BEFORE INSERT ON paymentPayee
WHEN EXISTS (SELECT 1 FROM paymentPayee WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM paymentPayee WHERE applicationId = NEW.applicationId AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentPayeeSealedAnew BEFORE UPDATE ON paymentPayee
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = OLD.applicationId))) AND NEW.id IS OLD.id AND NEW.roundId IS OLD.roundId AND NEW.applicationId IS OLD.applicationId AND NEW.version IS OLD.version AND NEW.keyId IS OLD.keyId AND NEW.verdict IS OLD.verdict AND NEW.tablesHash IS OLD.tablesHash AND NEW.tablesRowCount IS OLD.tablesRowCount AND NEW.cameBy IS OLD.cameBy AND NEW.enteredById IS OLD.enteredById AND NEW.enteredAt IS OLD.enteredAt AND NEW.coolingDays IS OLD.coolingDays AND NEW.usableFrom IS OLD.usableFrom) AND ( NEW.keyId <= OLD.keyId OR NEW.keyId <> (SELECT max(id) FROM paymentBankKey)
  OR NEW.sealed = OLD.sealed OR NEW.fingerprint = OLD.fingerprint
  OR NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId
  OR NEW.applicationId <> OLD.applicationId OR NEW.version <> OLD.version
  OR NEW.lastDigits <> OLD.lastDigits OR NEW.verdict <> OLD.verdict
  OR NEW.tablesHash IS NOT OLD.tablesHash
  OR NEW.tablesRowCount IS NOT OLD.tablesRowCount
  OR NEW.cameBy <> OLD.cameBy OR NEW.paperReason IS NOT OLD.paperReason
  OR NEW.enteredById <> OLD.enteredById OR NEW.enteredAt <> OLD.enteredAt
  OR NEW.coolingDays <> OLD.coolingDays OR NEW.usableFrom <> OLD.usableFrom
)
BEGIN SELECT RAISE(ABORT, 'payee-stands'); END;
CREATE TRIGGER paymentProposalKept BEFORE DELETE ON paymentProposal
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentProposalNeverReplaced BEFORE INSERT ON paymentProposal
WHEN EXISTS (SELECT 1 FROM paymentProposal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentProposalUnchanged BEFORE UPDATE ON paymentProposal
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentReceiptCounts AFTER INSERT ON paymentReceipt
BEGIN
  UPDATE paymentRecovery SET receivedPence = receivedPence + NEW.pence
  WHERE id = NEW.recoveryId;
END;
CREATE TRIGGER paymentReceiptKept BEFORE DELETE ON paymentReceipt
BEGIN SELECT RAISE(ABORT, 'recovery-stands'); END;
CREATE TRIGGER paymentReceiptNeverReplaced BEFORE INSERT ON paymentReceipt
WHEN EXISTS (SELECT 1 FROM paymentReceipt WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM paymentReceipt WHERE ledgerEntryId = NEW.ledgerEntryId)
BEGIN SELECT RAISE(ABORT, 'recovery-stands'); END;
CREATE TRIGGER paymentReceiptUnchanged BEFORE UPDATE ON paymentReceipt
BEGIN SELECT RAISE(ABORT, 'recovery-stands'); END;
CREATE TRIGGER paymentRecoveryKept BEFORE DELETE ON paymentRecovery
BEGIN SELECT RAISE(ABORT, 'recovery-stands'); END;
CREATE TRIGGER paymentRecoveryNeverReplaced BEFORE INSERT ON paymentRecovery
WHEN EXISTS (SELECT 1 FROM paymentRecovery WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'recovery-stands'); END;
CREATE TRIGGER paymentRecoveryNotClosed BEFORE INSERT ON paymentRecovery
WHEN NEW.awardId IN (SELECT awardId FROM paymentClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER paymentRecoveryOfPaid BEFORE INSERT ON paymentRecovery
BEGIN
  SELECT RAISE(ABORT, 'recovery-beyond-paid') WHERE NEW.receivedPence <> 0
    OR NEW.duePence + (SELECT ifnull(sum(duePence), 0) FROM paymentRecovery
      WHERE awardId = NEW.awardId) > (
    SELECT ifnull(sum(amountPence), 0) FROM paymentInstalment
    WHERE awardId = NEW.awardId
      AND EXISTS (SELECT 1 FROM paymentOutcome
        WHERE instalmentId = paymentInstalment.id AND kind = 'paid')
      AND NOT EXISTS (SELECT 1 FROM paymentOutcome
        WHERE instalmentId = paymentInstalment.id AND kind = 'returned'));
END;
CREATE TRIGGER paymentRecoveryStays BEFORE UPDATE ON paymentRecovery
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.kind IS OLD.kind AND NEW.duePence IS OLD.duePence AND NEW.receivedPence IS OLD.receivedPence AND NEW.demandedById IS OLD.demandedById AND NEW.demandedAt IS OLD.demandedAt) AND ( NEW.id <> OLD.id OR NEW.awardId <> OLD.awardId OR NEW.kind <> OLD.kind
  OR NEW.duePence <> OLD.duePence OR NEW.reason <> OLD.reason
  OR NEW.demandedById <> OLD.demandedById OR NEW.demandedAt <> OLD.demandedAt
  OR NEW.receivedPence <> (SELECT ifnull(sum(pence), 0) FROM paymentReceipt
    WHERE recoveryId = NEW.id)
)
BEGIN SELECT RAISE(ABORT, 'recovery-stands'); END;
CREATE TRIGGER paymentRefusalClaimFits BEFORE INSERT ON paymentRefusalClaim
BEGIN
  SELECT RAISE(ABORT, 'payment-refusal-claimed') WHERE EXISTS (
    SELECT 1 FROM paymentRefusalClaim
    WHERE runId = NEW.runId AND withdrawnAt IS NULL);
  SELECT RAISE(ABORT, 'payment-refusal-stands') WHERE NEW.withdrawnAt IS NOT NULL;
  SELECT RAISE(ABORT, 'payment-run-refused') WHERE EXISTS (
    SELECT 1 FROM paymentRunRefusal WHERE runId = NEW.runId);
  SELECT RAISE(ABORT, 'payment-run-not-exported') WHERE NOT EXISTS (
    SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
END;
CREATE TRIGGER paymentRefusalClaimKept BEFORE DELETE ON paymentRefusalClaim
BEGIN SELECT RAISE(ABORT, 'payment-refusal-stands'); END;
CREATE TRIGGER paymentRefusalClaimNeverReplaced BEFORE INSERT ON paymentRefusalClaim
WHEN EXISTS (SELECT 1 FROM paymentRefusalClaim WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'payment-refusal-stands'); END;
CREATE TRIGGER paymentRefusalClaimUnchanged BEFORE UPDATE ON paymentRefusalClaim
WHEN OLD.withdrawnAt IS NOT NULL OR NEW.withdrawnAt IS NULL OR NEW.id <> OLD.id
  OR NEW.runId <> OLD.runId OR NEW.reason <> OLD.reason
  OR NEW.refusedOn <> OLD.refusedOn OR NEW.claimedById <> OLD.claimedById
  OR NEW.claimedAt <> OLD.claimedAt OR EXISTS (
    SELECT 1 FROM paymentRunRefusal WHERE runId = OLD.runId)
BEGIN SELECT RAISE(ABORT, 'payment-refusal-stands'); END;
CREATE TRIGGER paymentReleaseKept BEFORE DELETE ON paymentRelease
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentReleaseNeverReplaced BEFORE INSERT ON paymentRelease
WHEN EXISTS (SELECT 1 FROM paymentRelease WHERE runId = NEW.runId)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentReleaseNotFar AFTER INSERT ON paymentRelease
WHEN NEW.payOn > date(NEW.releasedAt / 1000, 'unixepoch', '+31 days')
BEGIN SELECT RAISE(ABORT, 'payment-day-far'); END;
CREATE TRIGGER paymentReleaseOfWhole BEFORE INSERT ON paymentRelease
BEGIN
  SELECT RAISE(ABORT, 'payment-run-frozen') WHERE NOT EXISTS (
    SELECT 1 FROM paymentRun WHERE id = NEW.runId AND frozenAt IS NOT NULL)
    OR EXISTS (SELECT 1 FROM paymentCancel WHERE runId = NEW.runId);
  SELECT RAISE(ABORT, 'payment-duties-apart') WHERE NOT EXISTS (
    SELECT 1 FROM paymentDuty WHERE runId = NEW.runId
      AND personId = NEW.releasedById AND duty = 'released');
  SELECT RAISE(ABORT, 'payment-run-frozen') WHERE NOT EXISTS (
    SELECT 1 FROM paymentRunFile WHERE runId = NEW.runId);
END;
CREATE TRIGGER paymentReleaseReported BEFORE INSERT ON paymentRelease
WHEN EXISTS (
  SELECT 1 FROM paymentRunItem
  JOIN paymentInstalment ON paymentInstalment.id = instalmentId
  JOIN paymentReportHeld AS held ON held.awardId = paymentInstalment.awardId
  WHERE runId = NEW.runId
    AND heldFrom <= date(NEW.releasedAt / 1000, 'unixepoch'))
BEGIN SELECT RAISE(ABORT, 'payment-reports-owed'); END;
CREATE TRIGGER paymentReleaseToPayees BEFORE INSERT ON paymentRelease
BEGIN
  SELECT RAISE(ABORT, 'payment-payee-moved') WHERE EXISTS (
  SELECT 1 FROM paymentRunItem WHERE runId = NEW.runId AND payeeId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM paymentPayeeVerified AS payee
      WHERE payee.payeeId = paymentRunItem.payeeId));
SELECT RAISE(ABORT, 'payment-award-stopped') WHERE EXISTS (
  SELECT 1 FROM paymentRunItem
  JOIN paymentInstalment ON paymentInstalment.id = instalmentId
  JOIN paymentStop ON paymentStop.awardId = paymentInstalment.awardId
  WHERE runId = NEW.runId);
  -- So does whoever found them right since the run was approved.
  SELECT RAISE(ABORT, 'payment-duties-apart') WHERE EXISTS (
    SELECT 1 FROM paymentRunItem
    JOIN paymentPayeeVerifier AS verifier ON verifier.payeeId = paymentRunItem.payeeId
    WHERE runId = NEW.runId AND NOT EXISTS (SELECT 1 FROM paymentDuty
      WHERE paymentDuty.runId = NEW.runId AND duty = 'verified'
        AND paymentDuty.personId = verifier.personId));
END;
CREATE TRIGGER paymentReleaseUnchanged BEFORE UPDATE ON paymentRelease
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentReportHoldKept BEFORE DELETE ON paymentReportHold
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentReportHoldNeverReplaced BEFORE INSERT ON paymentReportHold
WHEN EXISTS (SELECT 1 FROM paymentReportHold WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentReportHoldUnchanged BEFORE UPDATE ON paymentReportHold
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentRoundKept BEFORE DELETE ON paymentRound
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentRoundNeverReplaced BEFORE INSERT ON paymentRound
WHEN EXISTS (SELECT 1 FROM paymentRound WHERE roundId = NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentRoundUnchanged BEFORE UPDATE ON paymentRound
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentRunApproverFree BEFORE INSERT ON paymentRun
BEGIN
  SELECT RAISE(ABORT, 'payment-approver-decided') WHERE EXISTS (
    SELECT 1 FROM paymentBar WHERE roundId = NEW.roundId
      AND personId = NEW.approvedById AND cause = 'decided');
  SELECT RAISE(ABORT, 'payment-approver-scored') WHERE EXISTS (
    SELECT 1 FROM paymentBar WHERE roundId = NEW.roundId
      AND personId = NEW.approvedById AND cause = 'scored')
    AND NOT EXISTS (SELECT 1 FROM paymentExemptionStanding
      WHERE roundId = NEW.roundId AND personId = NEW.approvedById
        AND (duty, apartFrom) IN (
          VALUES ('approved', 'scored'), ('scored', 'approved'))
        AND endsOn >= NEW.approvedOn);
END;
CREATE TRIGGER paymentRunEffectStays BEFORE UPDATE ON paymentRun
WHEN NEW.effectiveOn IS NOT OLD.effectiveOn
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunFileInTime BEFORE INSERT ON paymentRunFile
WHEN EXISTS (
  SELECT 1 FROM paymentRun WHERE id = NEW.runId AND (
    EXISTS (SELECT 1 FROM paymentRelease WHERE runId = NEW.runId)
    OR iif(needsRelease, frozenAt IS NULL, frozenAt IS NOT NULL)))
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunFileKept BEFORE DELETE ON paymentRunFile
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunFileNeverReplaced BEFORE INSERT ON paymentRunFile
WHEN EXISTS (SELECT 1 FROM paymentRunFile WHERE runId = NEW.runId AND profile = NEW.profile)
  OR EXISTS (SELECT 1 FROM paymentRunFile WHERE documentId = NEW.documentId)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunFileUnchanged BEFORE UPDATE ON paymentRunFile
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunFrozen BEFORE UPDATE ON paymentRun
BEGIN
  SELECT RAISE(ABORT, 'payment-run-frozen') WHERE OLD.frozenAt IS NOT NULL
    OR NEW.id <> OLD.id OR NEW.roundId <> OLD.roundId
    OR NEW.reference <> OLD.reference OR NEW.approvedById <> OLD.approvedById
    OR NEW.approvedAt <> OLD.approvedAt OR NEW.approvedOn <> OLD.approvedOn
    OR NEW.auditHead <> OLD.auditHead
    OR NEW.totalPence <> OLD.totalPence
    OR NEW.instalmentCount <> OLD.instalmentCount;
  SELECT RAISE(ABORT, 'payment-run-totals') WHERE
    (SELECT count(*) FROM paymentRunItem WHERE runId = NEW.id)
      <> NEW.instalmentCount
    OR (SELECT sum(amountPence) FROM paymentRunItem WHERE runId = NEW.id)
      <> NEW.totalPence;
END;
CREATE TRIGGER paymentRunFrozenWithDuties BEFORE UPDATE ON paymentRun
WHEN NEW.frozenAt IS NOT NULL AND (
  NOT EXISTS (SELECT 1 FROM paymentDuty WHERE runId = NEW.id
    AND personId = NEW.approvedById AND duty = 'approved')
  OR (NEW.proposalId IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM paymentDuty JOIN paymentProposal
      ON paymentProposal.id = NEW.proposalId AND personId = proposedById
    WHERE runId = NEW.id AND duty = 'proposed')))
BEGIN SELECT RAISE(ABORT, 'payment-run-unproposed'); END;
CREATE TRIGGER paymentRunItemAgreed BEFORE INSERT ON paymentRunItem
WHEN EXISTS (
  SELECT 1 FROM paymentInstalment
  JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
  WHERE paymentInstalment.id = NEW.instalmentId AND awaitsAgreement
    AND NOT EXISTS (SELECT 1 FROM paymentAgreement
      WHERE awardId = paymentAward.awardId))
BEGIN SELECT RAISE(ABORT, 'payment-before-agreement'); END;
CREATE TRIGGER paymentRunItemInEffect BEFORE INSERT ON paymentRunItem
WHEN (SELECT awaitsEffect FROM paymentInstalment
    JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
    WHERE paymentInstalment.id = NEW.instalmentId)
  AND (SELECT effectiveOn FROM paymentRun WHERE id = NEW.runId) IS NULL
BEGIN SELECT RAISE(ABORT, 'payment-before-effect'); END;
CREATE TRIGGER paymentRunItemInTime BEFORE INSERT ON paymentRunItem
WHEN (SELECT frozenAt FROM paymentRun WHERE id = NEW.runId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunItemIsItsInstalment BEFORE INSERT ON paymentRunItem
WHEN NOT EXISTS (
  SELECT 1 FROM paymentInstalment
  JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
  JOIN paymentRun ON paymentRun.id = NEW.runId
  WHERE paymentInstalment.id = NEW.instalmentId
    AND paymentInstalment.amountPence = NEW.amountPence
    AND paymentAward.decidedById = NEW.decidedById
    AND paymentAward.roundId = paymentRun.roundId
    AND paymentRun.approvedById = NEW.approvedById)
BEGIN SELECT RAISE(ABORT, 'payment-run-totals'); END;
CREATE TRIGGER paymentRunItemKept BEFORE DELETE ON paymentRunItem
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunItemNeverReplaced BEFORE INSERT ON paymentRunItem
WHEN EXISTS (SELECT 1 FROM paymentRunItem WHERE instalmentId = NEW.instalmentId)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunItemNotClosed BEFORE INSERT ON paymentRunItem
WHEN EXISTS (SELECT 1 FROM paymentInstalment
  JOIN paymentClosed ON paymentClosed.awardId = paymentInstalment.awardId
  WHERE paymentInstalment.id = NEW.instalmentId)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER paymentRunItemNotStopped BEFORE INSERT ON paymentRunItem
WHEN EXISTS (
  SELECT 1 FROM paymentInstalment
  JOIN paymentStop ON paymentStop.awardId = paymentInstalment.awardId
  WHERE paymentInstalment.id = NEW.instalmentId)
BEGIN SELECT RAISE(ABORT, 'payment-stopped'); END;
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
CREATE TRIGGER paymentRunItemReported BEFORE INSERT ON paymentRunItem
BEGIN
  SELECT RAISE(ABORT, 'instalment-return-late') WHERE EXISTS (
    SELECT 1 FROM paymentInstalment
    JOIN paymentRun ON paymentRun.id = NEW.runId
    JOIN paymentReportHeld AS held ON held.awardId = paymentInstalment.awardId
    WHERE paymentInstalment.id = NEW.instalmentId AND cause = 'return'
      AND heldFrom <= approvedOn);
  SELECT RAISE(ABORT, 'instalment-concern') WHERE EXISTS (
    SELECT 1 FROM paymentInstalment
    JOIN paymentRun ON paymentRun.id = NEW.runId
    JOIN paymentReportHeld AS held ON held.awardId = paymentInstalment.awardId
    WHERE paymentInstalment.id = NEW.instalmentId AND cause = 'concern'
      AND heldFrom <= approvedOn);
END;
CREATE TRIGGER paymentRunItemToPayee BEFORE INSERT ON paymentRunItem
WHEN NEW.payeeId IS NOT NULL OR EXISTS (
  SELECT 1 FROM paymentRun JOIN paymentRound ON paymentRound.roundId = paymentRun.roundId
  WHERE paymentRun.id = NEW.runId AND needsPayee)
BEGIN
  SELECT RAISE(ABORT, 'payment-payee-unverified') WHERE NOT EXISTS (
    SELECT 1 FROM paymentPayeeVerified AS payee
    JOIN paymentInstalment ON paymentInstalment.id = NEW.instalmentId
    JOIN paymentAward ON paymentAward.awardId = paymentInstalment.awardId
      AND paymentAward.applicationId = payee.applicationId
    JOIN paymentRun ON paymentRun.id = NEW.runId
    WHERE payee.payeeId = NEW.payeeId AND payee.usableFrom <= approvedAt);
  -- Who found the details right counts among those who did something in the run.
  SELECT RAISE(ABORT, 'payment-duties-apart') WHERE EXISTS (
    SELECT 1 FROM paymentPayeeVerifier AS verifier
    WHERE verifier.payeeId = NEW.payeeId
      AND NOT EXISTS (SELECT 1 FROM paymentDuty WHERE runId = NEW.runId
        AND duty = 'verified' AND paymentDuty.personId = verifier.personId));
END;
CREATE TRIGGER paymentRunItemUnchanged BEFORE UPDATE ON paymentRunItem
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunKept BEFORE DELETE ON paymentRun
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunNeverReplaced BEFORE INSERT ON paymentRun
WHEN EXISTS (SELECT 1 FROM paymentRun WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM paymentRun WHERE reference = NEW.reference)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentRunProposalStays BEFORE UPDATE ON paymentRun
WHEN NEW.proposalId IS NOT OLD.proposalId
  OR NEW.contentSha256 IS NOT OLD.contentSha256
  OR NEW.needsRelease <> OLD.needsRelease OR NEW.limitPence IS NOT OLD.limitPence
  OR NEW.instalmentLimitPence IS NOT OLD.instalmentLimitPence
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
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
CREATE TRIGGER paymentRunRefusalByTwo BEFORE INSERT ON paymentRunRefusal
WHEN (SELECT needsRelease FROM paymentRun WHERE id = NEW.runId) AND NOT EXISTS (
  SELECT 1 FROM paymentRefusalClaim WHERE runId = NEW.runId
    AND withdrawnAt IS NULL AND claimedById <> NEW.recordedById)
BEGIN SELECT RAISE(ABORT, 'payment-refusal-by-two'); END;
CREATE TRIGGER paymentRunRefusalKept BEFORE DELETE ON paymentRunRefusal
BEGIN SELECT RAISE(ABORT, 'payment-run-refused'); END;
CREATE TRIGGER paymentRunRefusalNeverReplaced BEFORE INSERT ON paymentRunRefusal
WHEN EXISTS (SELECT 1 FROM paymentRunRefusal WHERE runId = NEW.runId)
BEGIN SELECT RAISE(ABORT, 'payment-run-refused'); END;
CREATE TRIGGER paymentRunRefusalOfUnpaid BEFORE INSERT ON paymentRunRefusal
BEGIN
  SELECT RAISE(ABORT, 'payment-run-not-exported') WHERE NOT EXISTS (
    SELECT 1 FROM paymentExport WHERE runId = NEW.runId);
  SELECT RAISE(ABORT, 'payment-run-partly-paid') WHERE EXISTS (
    SELECT 1 FROM paymentOutcome WHERE runId = NEW.runId AND kind = 'paid');
  -- What the bank had no file of, it cannot have refused.
  SELECT RAISE(ABORT, 'payment-run-not-exported') WHERE EXISTS (
    SELECT 1 FROM paymentSealedFile WHERE runId = NEW.runId) AND NOT EXISTS (
    SELECT 1 FROM paymentSealedFile AS bank JOIN paymentExport AS taken
      ON taken.runId = bank.runId AND taken.profile = bank.profile
    WHERE bank.runId = NEW.runId);
  SELECT RAISE(ABORT, 'payment-run-lines-open') WHERE EXISTS (SELECT 1 FROM paymentBankMatch AS match
JOIN paymentBankLine AS line ON line.id = match.lineId
WHERE match.runId = NEW.runId AND match.how = 'none' AND line.status = 'booked'
  AND line.kind = 'debit' AND line.outcome = 'paid' AND NOT EXISTS (
    SELECT 1 FROM paymentBankResolution WHERE lineId = line.id));
END;
CREATE TRIGGER paymentRunRefusalUnchanged BEFORE UPDATE ON paymentRunRefusal
BEGIN SELECT RAISE(ABORT, 'payment-run-refused'); END;
CREATE TRIGGER paymentRunWithinDay BEFORE INSERT ON paymentRun
WHEN NEW.totalPence <= NEW.limitPence AND NEW.limitPence < NEW.totalPence + (
  SELECT ifnull(sum(totalPence), 0) FROM paymentRun AS earlier
  WHERE earlier.roundId = NEW.roundId AND earlier.approvedById = NEW.approvedById
    AND earlier.approvedOn = NEW.approvedOn
    AND earlier.id NOT IN (SELECT runId FROM paymentCancel))
BEGIN SELECT RAISE(ABORT, 'payment-over-day-limit'); END;
CREATE TRIGGER paymentSealedFileInTime BEFORE INSERT ON paymentSealedFile
WHEN NEW.keyId <> (SELECT max(id) FROM paymentBankKey)
  OR EXISTS (
    SELECT 1 FROM paymentRun WHERE id = NEW.runId AND (
      EXISTS (SELECT 1 FROM paymentRelease WHERE runId = NEW.runId)
      OR iif(needsRelease, frozenAt IS NULL, frozenAt IS NOT NULL)))
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentSealedFileKept BEFORE DELETE ON paymentSealedFile
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentSealedFileNeverReplaced BEFORE INSERT ON paymentSealedFile
WHEN EXISTS (SELECT 1 FROM paymentSealedFile WHERE runId = NEW.runId AND profile = NEW.profile)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentSealedFileSealedAnew BEFORE UPDATE ON paymentSealedFile
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.runId IS OLD.runId AND NEW.profile IS OLD.profile AND NEW.mediaType IS OLD.mediaType AND NEW.keyId IS OLD.keyId) AND ( NEW.keyId <= OLD.keyId OR NEW.keyId <> (SELECT max(id) FROM paymentBankKey)
  OR NEW.sealed = OLD.sealed OR NEW.runId <> OLD.runId OR NEW.profile <> OLD.profile
  OR NEW.mediaType <> OLD.mediaType
)
BEGIN SELECT RAISE(ABORT, 'payment-run-frozen'); END;
CREATE TRIGGER paymentSeparationKept BEFORE DELETE ON paymentSeparation
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentSeparationNeverReplaced BEFORE INSERT ON paymentSeparation
WHEN EXISTS (SELECT 1 FROM paymentSeparation WHERE roundId = NEW.roundId AND duty = NEW.duty AND apartFrom = NEW.apartFrom)
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentSeparationUnchanged BEFORE UPDATE ON paymentSeparation
BEGIN SELECT RAISE(ABORT, 'payment-bar-stands'); END;
CREATE TRIGGER paymentStopKept BEFORE DELETE ON paymentStop
BEGIN SELECT RAISE(ABORT, 'payment-stopped'); END;
CREATE TRIGGER paymentStopKnowsPaid BEFORE INSERT ON paymentStop
WHEN NEW.paidPence <> (
  SELECT ifnull(sum(paymentRunItem.amountPence), 0) FROM paymentInstalment
  JOIN paymentRunItem ON instalmentId = paymentInstalment.id
  WHERE awardId = NEW.awardId AND NOT EXISTS (
    SELECT 1 FROM paymentOutcome WHERE instalmentId = paymentInstalment.id
      AND kind IN ('failed', 'returned', 'cancelled')))
BEGIN SELECT RAISE(ABORT, 'payment-stopped'); END;
CREATE TRIGGER paymentStopNeverReplaced BEFORE INSERT ON paymentStop
WHEN EXISTS (SELECT 1 FROM paymentStop WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'payment-stopped'); END;
CREATE TRIGGER paymentStopUnchanged BEFORE UPDATE ON paymentStop
BEGIN SELECT RAISE(ABORT, 'payment-stopped'); END;
CREATE TRIGGER paymentTriggerMetFits BEFORE INSERT ON paymentTriggerMet
WHEN (SELECT trigger FROM paymentInstalment WHERE id = NEW.instalmentId)
  NOT IN ('report', 'evidence')
BEGIN SELECT RAISE(ABORT, 'instalment-waits-for-nothing'); END;
CREATE TRIGGER paymentTriggerMetKept BEFORE DELETE ON paymentTriggerMet
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentTriggerMetNeverReplaced BEFORE INSERT ON paymentTriggerMet
WHEN EXISTS (SELECT 1 FROM paymentTriggerMet WHERE instalmentId = NEW.instalmentId)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentTriggerMetUnchanged BEFORE UPDATE ON paymentTriggerMet
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.instalmentId IS OLD.instalmentId AND NEW.metById IS OLD.metById AND NEW.metAt IS OLD.metAt)
BEGIN SELECT RAISE(ABORT, 'instalment-stands'); END;
CREATE TRIGGER paymentWriteOffByAnother BEFORE INSERT ON paymentWriteOff
WHEN NEW.writtenOffById IN (SELECT demandedById FROM paymentRecovery
  WHERE awardId = NEW.awardId)
BEGIN SELECT RAISE(ABORT, 'write-off-own-demand'); END;
CREATE TRIGGER paymentWriteOffFits BEFORE INSERT ON paymentWriteOff
WHEN NOT EXISTS (SELECT 1 FROM paymentKept WHERE awardId = NEW.awardId
  AND NEW.pence <= paidPence - backPence - offPence)
BEGIN SELECT RAISE(ABORT, 'write-off-too-much'); END;
CREATE TRIGGER paymentWriteOffKept BEFORE DELETE ON paymentWriteOff
BEGIN SELECT RAISE(ABORT, 'write-off-stands'); END;
CREATE TRIGGER paymentWriteOffNeverReplaced BEFORE INSERT ON paymentWriteOff
WHEN EXISTS (SELECT 1 FROM paymentWriteOff WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'write-off-stands'); END;
CREATE TRIGGER paymentWriteOffNotClosed BEFORE INSERT ON paymentWriteOff
WHEN NEW.awardId IN (SELECT awardId FROM paymentClosed)
BEGIN SELECT RAISE(ABORT, 'award-closed'); END;
CREATE TRIGGER paymentWriteOffUnchanged BEFORE UPDATE ON paymentWriteOff
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND EXISTS (SELECT 1 FROM erasureSubject AS subject
  WHERE subject.erasureId IN (SELECT erasureId FROM erasureInForce)
  AND (subject.kind IN ()
    OR (subject.kind = 'application' AND subject.subjectId = (SELECT applicationId FROM awardedApplication WHERE awardId = OLD.awardId)))) AND NEW.id IS OLD.id AND NEW.awardId IS OLD.awardId AND NEW.pence IS OLD.pence AND NEW.writtenOffById IS OLD.writtenOffById AND NEW.writtenOffAt IS OLD.writtenOffAt)
BEGIN SELECT RAISE(ABORT, 'write-off-stands'); END;
CREATE TRIGGER personSessionStays BEFORE UPDATE ON personSession
WHEN OLD.endedAt IS NOT NULL OR NEW.personId <> OLD.personId OR NEW.hash <> OLD.hash
  OR NEW.startedAt <> OLD.startedAt OR NEW.endsAt <> OLD.endsAt
  OR NEW.lastSeenAt < OLD.lastSeenAt
BEGIN SELECT RAISE(ABORT, 'session-final'); END;
CREATE TRIGGER personSignInOnce BEFORE UPDATE ON personSignIn
WHEN OLD.usedAt IS NOT NULL OR NEW.failureCount < OLD.failureCount
  OR NEW.email <> OLD.email OR NEW.linkHash <> OLD.linkHash
  OR NEW.codeHash <> OLD.codeHash OR NEW.browserHash <> OLD.browserHash
  OR NEW.askedAt <> OLD.askedAt OR NEW.expiresAt <> OLD.expiresAt
BEGIN SELECT RAISE(ABORT, 'sign-in-once'); END;
CREATE TRIGGER personTokenKept BEFORE DELETE ON personToken
BEGIN SELECT RAISE(ABORT, 'token-final'); END;
CREATE TRIGGER personTokenNeverReplaced BEFORE INSERT ON personToken
WHEN EXISTS (SELECT 1 FROM personToken WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM personToken WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'token-final'); END;
CREATE TRIGGER personTokenStays BEFORE UPDATE ON personToken
WHEN NOT (EXISTS (SELECT 1 FROM erasureInForce) AND NEW.id IS OLD.id AND NEW.personId IS OLD.personId AND NEW.hash IS OLD.hash AND NEW.createdAt IS OLD.createdAt AND NEW.createdById IS OLD.createdById AND NEW.expiresAt IS OLD.expiresAt) AND ( OLD.revokedAt IS NOT NULL OR NEW.revokedAt IS NULL OR NEW.id <> OLD.id
  OR NEW.personId <> OLD.personId OR NEW.label <> OLD.label OR NEW.hash <> OLD.hash
  OR NEW.createdAt <> OLD.createdAt OR NEW.createdById IS NOT OLD.createdById
  OR NEW.expiresAt <> OLD.expiresAt
)
BEGIN SELECT RAISE(ABORT, 'token-final'); END;
CREATE TRIGGER roundCloneInTime BEFORE INSERT ON roundClone
WHEN (SELECT status FROM round WHERE id = NEW.roundId) IS NOT 'planned'
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundCloneKept BEFORE DELETE ON roundClone
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundCloneNeverReplaced BEFORE INSERT ON roundClone
WHEN EXISTS (SELECT 1 FROM roundClone WHERE roundId = NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundCloneUnchanged BEFORE UPDATE ON roundClone
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundConfigurationInTime BEFORE INSERT ON roundConfiguration
WHEN (SELECT status FROM round WHERE id = NEW.roundId) <> 'planned'
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundConfigurationKept BEFORE DELETE ON roundConfiguration
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundConfigurationNeverReplaced BEFORE INSERT ON roundConfiguration
WHEN EXISTS (SELECT 1 FROM roundConfiguration WHERE roundId = NEW.roundId AND section = NEW.section)
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundConfigurationUnchanged BEFORE UPDATE ON roundConfiguration
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundEventKept BEFORE DELETE ON roundEvent
BEGIN SELECT RAISE(ABORT, 'round-status-order'); END;
CREATE TRIGGER roundEventNeverReplaced BEFORE INSERT ON roundEvent
WHEN EXISTS (SELECT 1 FROM roundEvent WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM roundEvent WHERE roundId = NEW.roundId AND kind = NEW.kind)
BEGIN SELECT RAISE(ABORT, 'round-status-order'); END;
CREATE TRIGGER roundEventUnchanged BEFORE UPDATE ON roundEvent
BEGIN SELECT RAISE(ABORT, 'round-status-order'); END;
CREATE TRIGGER roundKept BEFORE DELETE ON round
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundNeedsPlan BEFORE UPDATE OF status ON round
WHEN OLD.status = 'planned' AND NEW.status = 'open'
  AND EXISTS (SELECT 1 FROM roundConfiguration WHERE roundId = NEW.id
    AND section = 'controls' AND json_extract(content, '$.planApproval') = 1)
  AND NOT EXISTS (SELECT 1 FROM roundPlanApproval WHERE roundId = NEW.id)
BEGIN SELECT RAISE(ABORT, 'round-plan-unapproved'); END;
CREATE TRIGGER roundNeverReplaced BEFORE INSERT ON round
WHEN EXISTS (SELECT 1 FROM round WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM round WHERE key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundPlanApprovalKept BEFORE DELETE ON roundPlanApproval
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundPlanApprovalNeverReplaced BEFORE INSERT ON roundPlanApproval
WHEN EXISTS (SELECT 1 FROM roundPlanApproval WHERE roundId = NEW.roundId)
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundPlanApprovalUnchanged BEFORE UPDATE ON roundPlanApproval
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundSettingsStay BEFORE UPDATE ON round
WHEN OLD.status <> 'planned' AND (NEW.key <> OLD.key
  OR NEW.allotmentPence <> OLD.allotmentPence
  OR NEW.minimumRequestPence <> OLD.minimumRequestPence
  OR NEW.maximumRequestPence <> OLD.maximumRequestPence
  OR NEW.partialAwards <> OLD.partialAwards OR NEW.closesAt <> OLD.closesAt)
BEGIN SELECT RAISE(ABORT, 'round-configuration-frozen'); END;
CREATE TRIGGER roundStatusGoesForward BEFORE UPDATE OF status ON round
WHEN OLD.status || '>' || NEW.status
  NOT IN ('planned>open', 'open>closed', 'closed>decided')
BEGIN SELECT RAISE(ABORT, 'round-status-order'); END;
CREATE TABLE application (
  id             INTEGER PRIMARY KEY,
  roundId        INTEGER NOT NULL REFERENCES applicationRound(roundId),
  reference      TEXT NOT NULL UNIQUE,
  groupId        INTEGER NOT NULL REFERENCES applicationGroup(id),
  organisation   TEXT NOT NULL,
  nameKey        TEXT NOT NULL,
  registrationNumber TEXT,
  postcode       TEXT,
  title          TEXT NOT NULL,
  summary        TEXT NOT NULL,
  requestedPence INTEGER CHECK (requestedPence >= 0),
  minimumPence   INTEGER,
  status         TEXT NOT NULL CHECK (status IN (
    'submitted', 'eligible', 'ineligible', 'awarded', 'declined', 'withdrawn')),
  source         TEXT NOT NULL CHECK (source IN ('form', '360giving')),
  sourceId       TEXT,
  submittedAt    INTEGER NOT NULL,
  enteredById    INTEGER REFERENCES person(id),
  lateReason     TEXT CHECK (lateReason <> ''),
  UNIQUE (roundId, sourceId),
  CHECK (minimumPence > 0 AND minimumPence <= requestedPence),
  CHECK (status IN ('submitted', 'ineligible', 'withdrawn') OR
    (organisation <> '' AND title <> '' AND requestedPence > 0
     AND minimumPence IS NOT NULL))
) STRICT;
CREATE TABLE applicationAnswer (
  applicationId INTEGER NOT NULL REFERENCES application(id),
  questionKey   TEXT NOT NULL,
  value         TEXT NOT NULL CHECK (json_valid(value)),
  PRIMARY KEY (applicationId, questionKey)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationCheck (
  id            INTEGER PRIMARY KEY,
  applicationId INTEGER NOT NULL REFERENCES application(id),
  eligible      INTEGER NOT NULL CHECK (eligible IN (0, 1)),
  reason        TEXT CHECK (reason <> ''),
  checkedById   INTEGER NOT NULL REFERENCES person(id),
  checkedAt     INTEGER NOT NULL,
  CHECK (eligible = 1 OR reason IS NOT NULL)
) STRICT;
CREATE TABLE applicationContact (
  applicationId INTEGER PRIMARY KEY REFERENCES application(id),
  name          TEXT NOT NULL,
  email         TEXT CHECK (email LIKE '_%@_%.%'),
  language      TEXT
, address TEXT CHECK (address <> '')) STRICT;
CREATE TABLE applicationDraft (
  id            INTEGER PRIMARY KEY,
  roundId       INTEGER NOT NULL REFERENCES applicationRound(roundId),
  startedAt     INTEGER NOT NULL,
  startedById   INTEGER NOT NULL REFERENCES person(id),
  -- How it reached the officer who types it; nobody's where the group does.
  assistedBy    TEXT CHECK (assistedBy IN ('phone', 'paper')),
  applicationId INTEGER UNIQUE REFERENCES application(id),
  discardedAt   INTEGER,
  CHECK (applicationId IS NULL OR discardedAt IS NULL)
) STRICT;
CREATE TABLE applicationDraftAnswer (
  draftId     INTEGER NOT NULL REFERENCES applicationDraft(id),
  questionKey TEXT NOT NULL,
  value       TEXT NOT NULL CHECK (json_valid(value)),
  savedAt     INTEGER NOT NULL,
  savedById   INTEGER NOT NULL REFERENCES person(id),
  PRIMARY KEY (draftId, questionKey)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationDraftMember (
  draftId   INTEGER NOT NULL REFERENCES applicationDraft(id),
  personId  INTEGER NOT NULL REFERENCES person(id),
  addedAt   INTEGER NOT NULL,
  addedById INTEGER NOT NULL REFERENCES person(id),
  PRIMARY KEY (draftId, personId)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationDraftPage (
  draftId   INTEGER NOT NULL REFERENCES applicationDraft(id),
  pageKey   TEXT NOT NULL,
  savedAt   INTEGER NOT NULL,
  savedById INTEGER NOT NULL REFERENCES person(id),
  PRIMARY KEY (draftId, pageKey)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationEqualityAnswer (
  draftId     INTEGER NOT NULL REFERENCES applicationDraft(id),
  questionKey TEXT NOT NULL,
  value       TEXT NOT NULL CHECK (json_valid(value)),
  PRIMARY KEY (draftId, questionKey)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationFinding (
  id            INTEGER PRIMARY KEY,
  applicationId INTEGER NOT NULL REFERENCES application(id),
  code          TEXT NOT NULL,
  blocking      INTEGER NOT NULL CHECK (blocking IN (0, 1)),
  detail        TEXT NOT NULL,
  foundAt       INTEGER NOT NULL,
  resolvedAt    INTEGER,
  resolvedById  INTEGER REFERENCES person(id),
  UNIQUE (applicationId, code),
  CHECK (resolvedAt IS NOT NULL OR resolvedById IS NULL)
) STRICT;
CREATE TABLE applicationFormerAddress (
  id            INTEGER PRIMARY KEY,
  applicationId INTEGER NOT NULL REFERENCES application(id),
  -- Lines, parted by line feeds.
  address       TEXT NOT NULL CHECK (address <> ''),
  UNIQUE (applicationId, address)
) STRICT;
CREATE TABLE applicationGroup (
  id              INTEGER PRIMARY KEY,
  organisationKey TEXT UNIQUE CHECK (organisationKey <> '')
) STRICT;
CREATE TABLE applicationInvitation (
  id       INTEGER PRIMARY KEY,
  sentById INTEGER NOT NULL REFERENCES person(id),
  sentAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE applicationListCharity (
  importId     INTEGER NOT NULL REFERENCES applicationListImport(id),
  number       TEXT NOT NULL CHECK (number <> ''),
  name         TEXT NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('registered', 'removed')),
  registeredOn TEXT,
  removedOn    TEXT,
  PRIMARY KEY (importId, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationListEntry (
  importId INTEGER NOT NULL REFERENCES applicationListImport(id),
  entryKey TEXT NOT NULL CHECK (entryKey <> ''),
  type     TEXT NOT NULL CHECK (type IN ('individual', 'entity', 'ship', 'unknown')),
  regime   TEXT NOT NULL,
  listedOn TEXT NOT NULL,
  PRIMARY KEY (importId, entryKey)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationListFact (
  importId INTEGER NOT NULL,
  entryKey TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('birth', 'country')),
  value    TEXT NOT NULL CHECK (value <> ''),
  PRIMARY KEY (importId, entryKey, kind, value),
  FOREIGN KEY (importId, entryKey) REFERENCES applicationListEntry
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationListImport (
  id           INTEGER PRIMARY KEY,
  list         TEXT NOT NULL
    CHECK (list IN ('uk-sanctions', 'proscribed', 'charity-register')),
  reportedOn   TEXT NOT NULL CHECK (date(reportedOn) IS reportedOn),
  fileHash     TEXT NOT NULL CHECK (length(fileHash) = 64),
  importedById INTEGER NOT NULL REFERENCES person(id),
  importedAt   INTEGER NOT NULL,
  entryCount   INTEGER CHECK (entryCount > 0),
  -- Set when all of it is there: until then nothing is looked for in it.
  completedAt  INTEGER,
  CHECK ((completedAt IS NULL) = (entryCount IS NULL))
) STRICT;
CREATE TABLE applicationListName (
  importId INTEGER NOT NULL,
  entryKey TEXT NOT NULL,
  name     TEXT NOT NULL CHECK (name <> ''),
  kind     TEXT NOT NULL CHECK (kind IN
    ('primary', 'variation', 'alias', 'weak-alias', 'non-latin')),
  PRIMARY KEY (importId, entryKey, name),
  FOREIGN KEY (importId, entryKey) REFERENCES applicationListEntry
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationListing (
  applicationId INTEGER PRIMARY KEY REFERENCES application(id),
  kind          TEXT NOT NULL CHECK (kind IN ('reserve', 'defer'))
) STRICT;
CREATE TABLE applicationListingEnd (
  applicationId INTEGER PRIMARY KEY REFERENCES applicationListing(applicationId),
  endedAt       INTEGER NOT NULL
) STRICT;
CREATE TABLE applicationNote (
  id            INTEGER PRIMARY KEY,
  applicationId INTEGER NOT NULL REFERENCES application(id),
  text          TEXT NOT NULL CHECK (text <> ''),
  writtenById   INTEGER NOT NULL REFERENCES person(id),
  writtenAt     INTEGER NOT NULL
) STRICT;
CREATE TABLE applicationPriority (
  applicationId INTEGER NOT NULL REFERENCES application(id),
  priorityKey   TEXT NOT NULL,
  PRIMARY KEY (applicationId, priorityKey)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationQuestion (
  id            INTEGER PRIMARY KEY,
  applicationId INTEGER NOT NULL REFERENCES application(id),
  text          TEXT NOT NULL CHECK (text <> ''),
  askedById     INTEGER NOT NULL REFERENCES person(id),
  askedAt       INTEGER NOT NULL,
  answer        TEXT CHECK (answer <> ''),
  answeredById  INTEGER REFERENCES person(id),
  answeredAt    INTEGER,
  CHECK ((answer IS NULL) = (answeredById IS NULL)),
  CHECK ((answer IS NULL) = (answeredAt IS NULL))
) STRICT;
CREATE TABLE applicationReach (
  roundId      INTEGER PRIMARY KEY REFERENCES applicationRound(roundId),
  minimum      INTEGER NOT NULL CHECK (minimum >= 3),
  -- Nothing where so few were declined that it would tell of them.
  applied      INTEGER CHECK (applied >= 0),
  funded       INTEGER NOT NULL CHECK (funded >= 0),
  awardedPence INTEGER NOT NULL CHECK (awardedPence >= 0),
  rowCount     INTEGER NOT NULL CHECK (rowCount > 0),
  -- Nothing is counted before the round is decided.
  decidedOn    TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
  frozenAt     INTEGER NOT NULL,
  frozenById   INTEGER NOT NULL REFERENCES person(id),
  CONSTRAINT "reach-too-few"
    CHECK (applied = funded OR applied - funded >= minimum)
) STRICT;
CREATE TABLE applicationReachRow (
  roundId      INTEGER NOT NULL REFERENCES applicationReach(roundId),
  place        INTEGER NOT NULL CHECK (place > 0),
  tableKey     TEXT NOT NULL CHECK (tableKey <> ''),
  isExclusive  INTEGER NOT NULL CHECK (isExclusive IN (0, 1)),
  rowKey       TEXT NOT NULL CHECK (rowKey <> ''),
  applied      INTEGER,
  funded       INTEGER,
  awardedPence INTEGER CHECK (awardedPence >= 0),
  PRIMARY KEY (roundId, place),
  UNIQUE (roundId, tableKey, rowKey),
  CHECK (funded IS NULL OR applied IS NOT NULL),
  CHECK ((funded IS NULL) = (awardedPence IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationRedecision (
  id                INTEGER PRIMARY KEY,
  applicationId     INTEGER NOT NULL REFERENCES application(id),
  appealId          INTEGER UNIQUE REFERENCES awardAppeal(id),
  fromStatus        TEXT NOT NULL,
  toStatus          TEXT NOT NULL,
  at                INTEGER NOT NULL,
  -- Where no appeal led to it: what gave it money from the reserve list.
  reserveProposalId INTEGER UNIQUE REFERENCES awardReserveProposal(id),
  CHECK ((appealId IS NULL) <> (reserveProposalId IS NULL)),
  CHECK (reserveProposalId IS NULL
    OR (fromStatus = 'declined' AND toStatus = 'awarded')),
  CHECK ((fromStatus IN ('declined', 'ineligible') AND toStatus = 'awarded')
    OR (fromStatus = 'awarded' AND toStatus = 'declined'))
) STRICT;
CREATE TABLE applicationRound (
  roundId  INTEGER PRIMARY KEY REFERENCES round(id),
  revision INTEGER NOT NULL
) STRICT;
CREATE TABLE applicationScreening (
  id            INTEGER PRIMARY KEY,
  runId         INTEGER NOT NULL REFERENCES applicationScreeningRun(id),
  applicationId INTEGER NOT NULL REFERENCES application(id),
  -- Of the names that were looked for: other names want another screening.
  namesHash     TEXT NOT NULL CHECK (length(namesHash) = 64),
  UNIQUE (runId, applicationId)
) STRICT;
CREATE TABLE applicationScreeningCandidate (
  id            INTEGER PRIMARY KEY,
  applicationId INTEGER NOT NULL REFERENCES application(id),
  list          TEXT NOT NULL
    CHECK (list IN ('uk-sanctions', 'proscribed', 'charity-register')),
  entryKey      TEXT NOT NULL CHECK (entryKey <> ''),
  score         INTEGER NOT NULL CHECK (score BETWEEN 0 AND 1000),
  why           TEXT NOT NULL CHECK (json_valid(why)),
  listed        TEXT NOT NULL CHECK (json_valid(listed)),
  grounds       TEXT NOT NULL CHECK (length(grounds) = 64),
  foundAt       INTEGER NOT NULL,
  UNIQUE (applicationId, list, entryKey, grounds)
) STRICT;
CREATE TABLE applicationScreeningConfirmation (
  verdictId     INTEGER PRIMARY KEY REFERENCES applicationScreeningVerdict(id),
  decidedById   INTEGER NOT NULL,
  confirmedById INTEGER NOT NULL REFERENCES person(id),
  confirmedAt   INTEGER NOT NULL,
  CONSTRAINT "screening-second-person" CHECK (confirmedById <> decidedById)
) STRICT;
CREATE TABLE applicationScreeningDemand (
  roundId         INTEGER NOT NULL REFERENCES applicationRound(roundId),
  list            TEXT NOT NULL
    CHECK (list IN ('uk-sanctions', 'proscribed', 'charity-register')),
  greatestAgeDays INTEGER NOT NULL CHECK (greatestAgeDays > 0),
  PRIMARY KEY (roundId, list)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationScreeningGround (
  id          INTEGER PRIMARY KEY REFERENCES application(id),
  screeningId INTEGER NOT NULL REFERENCES applicationScreening(id),
  restsOn     TEXT NOT NULL CHECK (date(restsOn) IS restsOn)
) STRICT;
CREATE TABLE applicationScreeningHit (
  screeningId INTEGER NOT NULL REFERENCES applicationScreening(id),
  candidateId INTEGER NOT NULL REFERENCES applicationScreeningCandidate(id),
  PRIMARY KEY (screeningId, candidateId)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationScreeningList (
  runId    INTEGER NOT NULL REFERENCES applicationScreeningRun(id),
  list     TEXT NOT NULL,
  importId INTEGER NOT NULL REFERENCES applicationListImport(id),
  PRIMARY KEY (runId, list)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationScreeningRun (
  id        INTEGER PRIMARY KEY,
  roundId   INTEGER NOT NULL REFERENCES applicationRound(roundId),
  threshold INTEGER NOT NULL CHECK (threshold BETWEEN 500 AND 950),
  ranById   INTEGER NOT NULL REFERENCES person(id),
  ranAt     INTEGER NOT NULL
) STRICT;
CREATE TABLE applicationScreeningVerdict (
  id           INTEGER PRIMARY KEY,
  candidateId  INTEGER NOT NULL REFERENCES applicationScreeningCandidate(id),
  verdict      TEXT NOT NULL CHECK (verdict IN ('not-a-match', 'match', 'refer')),
  reason       TEXT NOT NULL CHECK (reason <> ''),
  -- Whether it counts only once a second person has confirmed it.
  needsSecond  INTEGER NOT NULL CHECK (needsSecond IN (0, 1)),
  decidedById  INTEGER NOT NULL REFERENCES person(id),
  decidedAt    INTEGER NOT NULL,
  CHECK (verdict <> 'match' OR needsSecond = 1)
) STRICT;
CREATE TABLE applicationSequence (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last > 0)
) STRICT;
CREATE TABLE applicationTally (
  roundId INTEGER NOT NULL REFERENCES applicationRound(roundId),
  status  TEXT NOT NULL,
  count   INTEGER NOT NULL CHECK (count >= 0),
  PRIMARY KEY (roundId, status)
) STRICT, WITHOUT ROWID;
CREATE TABLE applicationWithdrawal (
  applicationId INTEGER PRIMARY KEY REFERENCES application(id),
  withdrawnById INTEGER NOT NULL REFERENCES person(id),
  withdrawnAt   INTEGER NOT NULL,
  reason        TEXT CHECK (reason <> '')
) STRICT;
CREATE TABLE assessmentAbsence (
  meetingId     INTEGER NOT NULL,
  applicationId INTEGER NOT NULL,
  memberId      INTEGER NOT NULL,
  PRIMARY KEY (meetingId, applicationId, memberId),
  FOREIGN KEY (meetingId, applicationId)
    REFERENCES assessmentMeetingItem(meetingId, applicationId),
  FOREIGN KEY (meetingId, memberId) REFERENCES assessmentAttendance(meetingId, memberId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentAssignment (
  applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
  memberId      INTEGER NOT NULL,
  roundId       INTEGER NOT NULL,
  PRIMARY KEY (applicationId, memberId),
  FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentAssignmentChange (
  id            INTEGER PRIMARY KEY,
  roundId       INTEGER NOT NULL,
  applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
  memberId      INTEGER NOT NULL REFERENCES person(id),
  isAddition    INTEGER NOT NULL CHECK (isAddition IN (0, 1)),
  -- By the seeded draw, or by an officer with a reason.
  seed          INTEGER,
  reason        TEXT CHECK (reason <> ''),
  changedAt     INTEGER NOT NULL,
  changedById   INTEGER NOT NULL REFERENCES person(id),
  CHECK ((seed IS NULL) <> (reason IS NULL))
) STRICT;
CREATE TABLE assessmentAttendance (
  meetingId    INTEGER NOT NULL,
  roundId      INTEGER NOT NULL,
  memberId     INTEGER NOT NULL,
  isPresent    INTEGER NOT NULL CHECK (isPresent IN (0, 1)),
  recordedAt   INTEGER NOT NULL,
  recordedById INTEGER NOT NULL REFERENCES person(id),
  PRIMARY KEY (meetingId, memberId),
  FOREIGN KEY (meetingId, roundId) REFERENCES assessmentMeeting(id, roundId),
  FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentBriefing (
  roundId        INTEGER NOT NULL,
  memberId       INTEGER NOT NULL,
  acknowledgedAt INTEGER NOT NULL,
  PRIMARY KEY (roundId, memberId),
  FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentCandidate (
  applicationId  INTEGER PRIMARY KEY REFERENCES application(id),
  roundId        INTEGER NOT NULL REFERENCES assessmentRound(roundId),
  reference      TEXT NOT NULL UNIQUE,
  requestedPence INTEGER NOT NULL CHECK (requestedPence > 0),
  minimumPence   INTEGER NOT NULL
    CHECK (minimumPence > 0 AND minimumPence <= requestedPence),
  isStanding     INTEGER NOT NULL CHECK (isStanding IN (0, 1))
, panel TEXT) STRICT;
CREATE TABLE assessmentConflict (
  applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
  memberId      INTEGER NOT NULL,
  roundId       INTEGER NOT NULL,
  PRIMARY KEY (applicationId, memberId),
  FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentCriterion (
  roundId           INTEGER NOT NULL REFERENCES assessmentRound(roundId),
  key               TEXT NOT NULL,
  place             INTEGER NOT NULL,
  weightBasisPoints INTEGER NOT NULL CHECK (weightBasisPoints BETWEEN 1 AND 10000), alwaysApplies INTEGER NOT NULL DEFAULT 0
  CHECK (alwaysApplies IN (0, 1)),
  PRIMARY KEY (roundId, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentDeparture (
  roundId       INTEGER NOT NULL,
  memberId      INTEGER NOT NULL,
  keepsScores   INTEGER NOT NULL CHECK (keepsScores IN (0, 1)),
  reason        TEXT NOT NULL CHECK (reason <> ''),
  stoodDownAt   INTEGER NOT NULL,
  stoodDownById INTEGER NOT NULL REFERENCES person(id),
  PRIMARY KEY (roundId, memberId),
  FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId),
  CONSTRAINT "stand-down-own" CHECK (stoodDownById <> memberId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentDissent (
  recommendationId INTEGER NOT NULL REFERENCES assessmentRecommendation(id),
  memberId         INTEGER NOT NULL REFERENCES person(id),
  text             TEXT NOT NULL CHECK (text <> ''),
  PRIMARY KEY (recommendationId, memberId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentInterest (
  id            INTEGER PRIMARY KEY,
  roundId       INTEGER NOT NULL,
  applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
  memberId      INTEGER NOT NULL,
  hasInterest   INTEGER NOT NULL CHECK (hasInterest IN (0, 1)),
  detail        TEXT CHECK (detail <> ''),
  declaredAt    INTEGER NOT NULL, saidById INTEGER REFERENCES person(id), ground TEXT NOT NULL DEFAULT 'declared'
  CHECK (ground IN ('declared', 'officer', 'own')),
  FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId),
  CHECK (hasInterest = 0 OR detail IS NOT NULL)
) STRICT;
CREATE TABLE assessmentLock (
  applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
  memberId      INTEGER NOT NULL,
  roundId       INTEGER NOT NULL,
  lockedAt      INTEGER NOT NULL,
  PRIMARY KEY (applicationId, memberId),
  FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentMeeting (
  id          INTEGER PRIMARY KEY,
  roundId     INTEGER NOT NULL,
  panel       TEXT NOT NULL,
  number      INTEGER NOT NULL CHECK (number > 0),
  openedAt    INTEGER NOT NULL,
  openedById  INTEGER NOT NULL REFERENCES person(id),
  -- Why it opened although not everybody had scored; NULL where everybody had.
  openedDespite TEXT CHECK (openedDespite <> ''),
  signedAt    INTEGER,
  signedById  INTEGER REFERENCES person(id),
  chairId     INTEGER,
  minutes     TEXT CHECK (minutes <> ''),
  minutesHash TEXT CHECK (length(minutesHash) = 64),
  FOREIGN KEY (roundId, panel) REFERENCES assessmentPanel(roundId, key),
  FOREIGN KEY (roundId, chairId) REFERENCES assessmentPanelMember(roundId, personId),
  CHECK ((signedAt IS NULL) = (signedById IS NULL)
    AND (signedAt IS NULL) = (chairId IS NULL)
    AND (signedAt IS NULL) = (minutes IS NULL)
    AND (signedAt IS NULL) = (minutesHash IS NULL)),
  CHECK (signedAt >= openedAt)
) STRICT;
CREATE TABLE assessmentMeetingItem (
  meetingId     INTEGER NOT NULL REFERENCES assessmentMeeting(id),
  applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
  place         INTEGER NOT NULL CHECK (place > 0),
  rank          INTEGER NOT NULL CHECK (rank > 0),
  score         TEXT NOT NULL CHECK (score <> ''),
  PRIMARY KEY (meetingId, applicationId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentMeetingLook (
  meetingId INTEGER PRIMARY KEY REFERENCES assessmentMeeting(id),
  look      TEXT NOT NULL
) STRICT;
CREATE TABLE assessmentModeration (
  id           INTEGER PRIMARY KEY,
  meetingId    INTEGER NOT NULL REFERENCES assessmentMeeting(id),
  scoreId      INTEGER NOT NULL REFERENCES assessmentScore(id),
  valueBefore  INTEGER,
  valueAfter   INTEGER,
  reason       TEXT NOT NULL CHECK (reason <> ''),
  recordedAt   INTEGER NOT NULL,
  recordedById INTEGER NOT NULL REFERENCES person(id),
  CHECK (valueBefore IS NOT valueAfter)
) STRICT;
CREATE TABLE assessmentPanel (
  roundId INTEGER NOT NULL REFERENCES assessmentRound(roundId),
  key     TEXT NOT NULL CHECK (key <> ''),
  quorum  INTEGER NOT NULL CHECK (quorum BETWEEN 1 AND 40),
  PRIMARY KEY (roundId, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentPanelMember (
  roundId   INTEGER NOT NULL REFERENCES assessmentRound(roundId),
  personId  INTEGER NOT NULL REFERENCES person(id),
  addedAt   INTEGER NOT NULL,
  addedById INTEGER NOT NULL REFERENCES person(id), panel TEXT NOT NULL DEFAULT 'main', kind TEXT NOT NULL DEFAULT 'member'
  CHECK (kind IN ('member', 'resident', 'councillor', 'officer', 'youngCommissioner')), supportingAdult TEXT
  CHECK ((supportingAdult IS NOT NULL) = (kind = 'youngCommissioner')
    AND supportingAdult <> ''), postcode TEXT CHECK (postcode <> ''), employers TEXT CHECK (employers <> ''), readsScores INTEGER
  CHECK (readsScores IN (0, 1)),
  PRIMARY KEY (roundId, personId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentProposalGround (
  id       INTEGER PRIMARY KEY,
  roundId  INTEGER NOT NULL REFERENCES assessmentRound(roundId),
  revision INTEGER NOT NULL CHECK (revision BETWEEN 0 AND 4294967295),
  CHECK (id = roundId * 4294967296 + revision)
) STRICT;
CREATE TABLE assessmentRecommendation (
  id            INTEGER PRIMARY KEY,
  meetingId     INTEGER NOT NULL REFERENCES assessmentMeeting(id),
  applicationId INTEGER NOT NULL,
  kind          TEXT NOT NULL
    CHECK (kind IN ('fund', 'part', 'reserve', 'decline', 'defer')),
  amountPence   INTEGER CHECK (amountPence > 0),
  conditions    TEXT CHECK (conditions <> ''),
  -- NULL where it was agreed without a vote.
  votesFor      INTEGER CHECK (votesFor >= 0),
  votesAgainst  INTEGER CHECK (votesAgainst >= 0),
  abstentions   INTEGER CHECK (abstentions >= 0),
  -- Whether the chair decided an even vote.
  castingVote   INTEGER NOT NULL DEFAULT 0 CHECK (castingVote IN (0, 1)),
  recordedAt    INTEGER NOT NULL,
  recordedById  INTEGER NOT NULL REFERENCES person(id),
  FOREIGN KEY (meetingId, applicationId)
    REFERENCES assessmentMeetingItem(meetingId, applicationId),
  CHECK (castingVote = 0
    OR (votesFor IS NOT NULL AND votesFor > 0 AND votesFor = votesAgainst)),
  CHECK ((amountPence IS NOT NULL) = (kind IN ('fund', 'part'))),
  CHECK (conditions IS NULL OR kind IN ('fund', 'part', 'reserve')),
  CHECK ((votesFor IS NULL) = (votesAgainst IS NULL)
    AND (votesFor IS NULL) = (abstentions IS NULL))
) STRICT;
CREATE TABLE assessmentRecommendationVoter (
  recommendationId INTEGER NOT NULL REFERENCES assessmentRecommendation(id),
  memberId         INTEGER NOT NULL REFERENCES person(id),
  PRIMARY KEY (recommendationId, memberId)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentRecommended (
  id            TEXT PRIMARY KEY,
  groundId      INTEGER NOT NULL REFERENCES assessmentProposalGround(id),
  applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
  amountPence   INTEGER NOT NULL CHECK (amountPence >= 0),
  CHECK (id = groundId || ':' || applicationId || ':' || amountPence)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessmentRound (
  roundId      INTEGER PRIMARY KEY REFERENCES round(id),
  scaleMinimum INTEGER NOT NULL,
  scaleMaximum INTEGER NOT NULL,
  revision     INTEGER NOT NULL,
  sealedAt     INTEGER, asksInterest INTEGER NOT NULL DEFAULT 0
  CHECK (asksInterest IN (0, 1)), asksBriefing INTEGER NOT NULL DEFAULT 0
  CHECK (asksBriefing IN (0, 1)), asksAssignment INTEGER NOT NULL DEFAULT 0
  CHECK (asksAssignment IN (0, 1)), allowsNotApplicable INTEGER NOT NULL DEFAULT 0
  CHECK (allowsNotApplicable IN (0, 1)), meetingAllotmentPence INTEGER
  CHECK (meetingAllotmentPence > 0), sealsScores INTEGER NOT NULL DEFAULT 0
  CHECK (sealsScores IN (0, 1)),
  CHECK (scaleMinimum < scaleMaximum)
) STRICT;
CREATE TABLE assessmentScore (
  id            INTEGER PRIMARY KEY,
  roundId       INTEGER NOT NULL,
  applicationId INTEGER NOT NULL REFERENCES assessmentCandidate(applicationId),
  memberId      INTEGER NOT NULL,
  criterion     TEXT NOT NULL,
  value         INTEGER,
  comment       TEXT CHECK (comment <> ''),
  enteredById   INTEGER NOT NULL REFERENCES person(id),
  recordedAt    INTEGER NOT NULL, isSetAside INTEGER NOT NULL DEFAULT 0
  CHECK (isSetAside IN (0, 1)),
  FOREIGN KEY (roundId, memberId) REFERENCES assessmentPanelMember(roundId, personId),
  FOREIGN KEY (roundId, criterion) REFERENCES assessmentCriterion(roundId, key)
) STRICT;
CREATE TABLE assessmentScoreHistory (
  id          INTEGER PRIMARY KEY,
  scoreId     INTEGER NOT NULL REFERENCES assessmentScore(id),
  value       INTEGER,
  comment     TEXT,
  enteredById INTEGER NOT NULL,
  recordedAt  INTEGER NOT NULL,
  replacedAt  INTEGER NOT NULL
) STRICT;
CREATE TABLE assessmentStaffInterest (
  id            INTEGER PRIMARY KEY,
  roundId       INTEGER NOT NULL REFERENCES round(id),
  applicationId INTEGER NOT NULL REFERENCES application(id),
  personId      INTEGER NOT NULL REFERENCES person(id),
  hasInterest   INTEGER NOT NULL CHECK (hasInterest IN (0, 1)),
  detail        TEXT CHECK (trim(detail) <> ''),
  declaredAt    INTEGER NOT NULL,
  saidById      INTEGER NOT NULL REFERENCES person(id),
  CHECK (hasInterest = 0 OR detail IS NOT NULL)
) STRICT;
CREATE TABLE auditEntry (
  sequence     INTEGER PRIMARY KEY,
  at           INTEGER NOT NULL,
  actor        TEXT NOT NULL CHECK (instr(actor, char(10)) = 0),
  action       TEXT NOT NULL CHECK (instr(action, char(10)) = 0),
  subject      TEXT NOT NULL CHECK (instr(subject, char(10)) = 0),
  detail       TEXT NOT NULL CHECK (instr(detail, char(10)) = 0),
  previousHash TEXT NOT NULL CHECK (length(previousHash) = 64),
  hash         TEXT NOT NULL CHECK (length(hash) = 64),
  CHECK (instr(actor || action || subject || detail, char(0)) = 0)
) STRICT;
CREATE TABLE auditRehearsal (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  startedAt INTEGER NOT NULL
) STRICT;
CREATE TABLE award (
  id            INTEGER PRIMARY KEY,
  roundId       INTEGER NOT NULL REFERENCES awardRound(roundId),
  applicationId INTEGER NOT NULL UNIQUE REFERENCES application(id),
  reference     TEXT NOT NULL UNIQUE,
  decisionId    INTEGER NOT NULL REFERENCES awardDecision(id),
  amountPence   INTEGER NOT NULL CHECK (amountPence > 0),
  isPartial     INTEGER NOT NULL CHECK (isPartial IN (0, 1)),
  -- The money was set aside before there is an award.
  reservationId INTEGER NOT NULL UNIQUE REFERENCES ledgerEntry(id)
, appealDecisionId INTEGER REFERENCES awardAppealDecision(id), screeningGroundId INTEGER
  REFERENCES applicationScreeningGround(id)
  CHECK (screeningGroundId = applicationId), reserveProposalId INTEGER
  REFERENCES awardReserveMaking(proposalId)) STRICT;
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
CREATE TABLE awardAppeal (
  id            INTEGER PRIMARY KEY,
  roundId       INTEGER NOT NULL REFERENCES awardRound(roundId),
  applicationId INTEGER NOT NULL REFERENCES application(id),
  reference     TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('appeal', 'complaint')),
  grounds       TEXT NOT NULL CHECK (grounds <> ''),
  cameBy        TEXT NOT NULL CHECK (cameBy IN (
    'online', 'email', 'letter', 'telephone', 'inPerson')),
  isFromGroup   INTEGER NOT NULL CHECK (isFromGroup IN (0, 1)),
  receivedById  INTEGER NOT NULL REFERENCES person(id),
  receivedAt    INTEGER NOT NULL,
  receivedOn    TEXT NOT NULL CHECK (date(receivedOn) IS receivedOn),
  -- The last day for an appeal, counted from the letter that told the decision.
  lastDay       TEXT CHECK (date(lastDay) IS lastDay),
  lateReason    TEXT CHECK (lateReason <> ''),
  CHECK ((kind = 'appeal') = (lastDay IS NOT NULL)),
  CHECK (isFromGroup = 1 OR (kind = 'complaint' AND cameBy <> 'online')),
  CHECK (lateReason IS NULL OR (kind = 'appeal' AND cameBy <> 'online')),
  CONSTRAINT "appeal-late"
    CHECK (kind = 'complaint' OR receivedOn <= lastDay OR lateReason IS NOT NULL)
) STRICT;
CREATE TABLE awardAppealDecision (
  id             INTEGER PRIMARY KEY,
  appealId       INTEGER NOT NULL UNIQUE REFERENCES awardAppealReview(appealId),
  effect         TEXT NOT NULL CHECK (effect IN ('award', 'withdrawal', 'none')),
  amountPence    INTEGER CHECK (amountPence > 0),
  requestedPence INTEGER,
  reason         TEXT NOT NULL CHECK (reason <> ''),
  reviewedById   INTEGER NOT NULL REFERENCES person(id),
  decidedById    INTEGER NOT NULL REFERENCES person(id),
  decidedAt      INTEGER NOT NULL,
  decidedOn      TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
  CHECK ((effect = 'award') = (amountPence IS NOT NULL)),
  CHECK ((effect = 'award') = (requestedPence IS NOT NULL)),
  CONSTRAINT "appeal-award-above-request" CHECK (amountPence <= requestedPence),
  CONSTRAINT "appeal-decider-reviewed" CHECK (decidedById <> reviewedById)
) STRICT;
CREATE TABLE awardAppealPart (
  appealId INTEGER NOT NULL REFERENCES awardAppeal(id),
  personId INTEGER NOT NULL REFERENCES person(id),
  part     TEXT NOT NULL CHECK (part IN (
    'applied', 'checked', 'scored', 'interested', 'proposed', 'decided', 'paid')),
  PRIMARY KEY (appealId, personId, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE awardAppealReview (
  appealId     INTEGER PRIMARY KEY REFERENCES awardAppeal(id),
  outcome      TEXT NOT NULL CHECK (outcome IN ('upheld', 'partlyUpheld', 'notUpheld')),
  reason       TEXT NOT NULL CHECK (reason <> ''),
  reviewedById INTEGER NOT NULL REFERENCES person(id),
  reviewedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE awardCallIn (
  decisionId   INTEGER PRIMARY KEY REFERENCES awardPublication(decisionId),
  publishedOn  TEXT NOT NULL,
  effectiveOn  TEXT NOT NULL,
  calledInOn   TEXT NOT NULL CHECK (date(calledInOn) IS calledInOn),
  -- Who wanted it: a person or a body, as they are known.
  calledInBy   TEXT CHECK (calledInBy <> ''),
  reason       TEXT NOT NULL CHECK (reason <> ''),
  recordedById INTEGER NOT NULL REFERENCES person(id),
  recordedAt   INTEGER NOT NULL,
  CONSTRAINT "call-in-too-early" CHECK (calledInOn >= publishedOn),
  CONSTRAINT "call-in-too-late" CHECK (calledInOn < effectiveOn)
) STRICT;
CREATE TABLE awardCallInOutcome (
  decisionId   INTEGER PRIMARY KEY REFERENCES awardCallIn(decisionId),
  verdict      TEXT NOT NULL CHECK (verdict IN ('upheld', 'returned')),
  calledInOn   TEXT NOT NULL,
  endedOn      TEXT NOT NULL CHECK (date(endedOn) IS endedOn),
  effectiveOn  TEXT CHECK (date(effectiveOn) IS effectiveOn),
  reason       TEXT NOT NULL CHECK (reason <> ''),
  recordedById INTEGER NOT NULL REFERENCES person(id),
  recordedAt   INTEGER NOT NULL,
  CONSTRAINT "call-in-stands" CHECK (endedOn >= calledInOn),
  CONSTRAINT "decision-effective-early" CHECK (effectiveOn >= endedOn),
  CONSTRAINT "decision-returned-without-effect"
    CHECK ((verdict = 'upheld') = (effectiveOn IS NOT NULL))
) STRICT;
CREATE TABLE awardClosing (
  id       INTEGER PRIMARY KEY,
  awardId  INTEGER NOT NULL REFERENCES award(id),
  isClosed INTEGER NOT NULL CHECK (isClosed IN (0, 1)),
  reason   TEXT CHECK (trim(reason) <> ''),
  setById  INTEGER NOT NULL REFERENCES person(id),
  setAt    INTEGER NOT NULL,
  setOn    TEXT NOT NULL CHECK (date(setOn) IS setOn),
  CHECK (isClosed = 1 OR reason IS NOT NULL)
) STRICT;
CREATE TABLE awardCondition (
  id        INTEGER PRIMARY KEY,
  awardId   INTEGER NOT NULL REFERENCES award(id),
  text      TEXT NOT NULL CHECK (trim(text) <> ''),
  addedById INTEGER NOT NULL REFERENCES person(id),
  addedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE awardConditionRemoval (
  conditionId INTEGER PRIMARY KEY REFERENCES awardCondition(id),
  removedById INTEGER NOT NULL REFERENCES person(id),
  removedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE awardConfirmation (
  versionId     INTEGER PRIMARY KEY REFERENCES awardVersion(id),
  name          TEXT NOT NULL CHECK (trim(name) <> ''),
  capPence      INTEGER NOT NULL CHECK (capPence > 0),
  -- Where the paper is; nothing where the group confirmed on its page.
  paperPlace    TEXT CHECK (trim(paperPlace) <> ''),
  confirmedById INTEGER NOT NULL REFERENCES person(id),
  confirmedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE awardDecision (
  id          INTEGER PRIMARY KEY,
  roundId     INTEGER NOT NULL REFERENCES awardRound(roundId),
  proposalId  INTEGER NOT NULL UNIQUE REFERENCES awardProposal(id),
  decidedById INTEGER NOT NULL REFERENCES person(id),
  decidedAt   INTEGER NOT NULL,
  decidedOn   TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
  reason      TEXT NOT NULL CHECK (reason <> '')
, followsId INTEGER REFERENCES awardDecision(id), scoresRevision INTEGER, applicationsRevision INTEGER, ledgerEntryId INTEGER REFERENCES ledgerEntry(id)) STRICT;
CREATE TABLE awardDecisionCorrection (
  decisionId    INTEGER NOT NULL REFERENCES awardPublication(decisionId),
  number        INTEGER NOT NULL CHECK (number > 0),
  correctedOn   TEXT NOT NULL CHECK (date(correctedOn) IS correctedOn),
  text          TEXT NOT NULL CHECK (text <> ''),
  correctedById INTEGER NOT NULL REFERENCES person(id),
  correctedAt   INTEGER NOT NULL,
  PRIMARY KEY (decisionId, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE awardDecisionRecord (
  decisionId     INTEGER NOT NULL REFERENCES awardDecision(id),
  number         INTEGER NOT NULL CHECK (number > 0),
  recommendation TEXT NOT NULL CHECK (recommendation <> ''),
  outcomes       TEXT NOT NULL CHECK (outcomes <> ''),
  alternatives   TEXT NOT NULL CHECK (alternatives <> ''),
  writtenById    INTEGER NOT NULL REFERENCES person(id),
  writtenAt      INTEGER NOT NULL,
  PRIMARY KEY (decisionId, number)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE awardExtension (
  id           INTEGER PRIMARY KEY,
  versionId    INTEGER NOT NULL REFERENCES awardVersion(id),
  lapsesOn     TEXT NOT NULL CHECK (date(lapsesOn) IS lapsesOn),
  reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
  extendedById INTEGER NOT NULL REFERENCES person(id),
  extendedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE awardGivenBack (
  entryId INTEGER PRIMARY KEY REFERENCES ledgerEntry(id),
  awardId INTEGER NOT NULL REFERENCES award(id),
  pence   INTEGER NOT NULL CHECK (pence > 0)
) STRICT;
CREATE TABLE awardGivenUp (
  awardId       INTEGER PRIMARY KEY REFERENCES award(id),
  reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
  heldPence     INTEGER NOT NULL,
  paidPence     INTEGER NOT NULL CHECK (paidPence >= 0),
  releasedPence INTEGER NOT NULL
    CHECK (releasedPence > 0 AND releasedPence = heldPence - paidPence),
  entryId       INTEGER NOT NULL UNIQUE REFERENCES ledgerEntry(id),
  givenUpById   INTEGER NOT NULL REFERENCES person(id),
  givenUpAt     INTEGER NOT NULL,
  givenUpOn     TEXT NOT NULL CHECK (date(givenUpOn) IS givenUpOn)
) STRICT;
CREATE TABLE awardListed (
  applicationId  INTEGER PRIMARY KEY REFERENCES application(id),
  roundId        INTEGER NOT NULL REFERENCES awardRound(roundId),
  reference      TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('reserve', 'defer')),
  rank           INTEGER NOT NULL CHECK (rank > 0),
  requestedPence INTEGER NOT NULL CHECK (requestedPence > 0),
  minimumPence   INTEGER NOT NULL CHECK (minimumPence BETWEEN 1 AND requestedPence)
) STRICT;
CREATE TABLE awardListedEnd (
  applicationId INTEGER PRIMARY KEY REFERENCES awardListed(applicationId),
  ground        TEXT NOT NULL CHECK (ground IN ('withdrawn', 'barred', 'closed')),
  reason        TEXT NOT NULL CHECK (reason <> ''),
  endedById     INTEGER NOT NULL REFERENCES person(id),
  endedAt       INTEGER NOT NULL
) STRICT;
CREATE TABLE awardMovement (
  id        INTEGER PRIMARY KEY,
  versionId INTEGER NOT NULL REFERENCES awardVersion(id),
  pence     INTEGER NOT NULL CHECK (pence <> 0),
  entryId   INTEGER NOT NULL UNIQUE REFERENCES ledgerEntry(id)
) STRICT;
CREATE TABLE awardProposal (
  id                   INTEGER PRIMARY KEY,
  roundId              INTEGER NOT NULL REFERENCES awardRound(roundId),
  number               INTEGER NOT NULL CHECK (number > 0),
  proposedById         INTEGER NOT NULL REFERENCES person(id),
  proposedAt           INTEGER NOT NULL,
  availablePence       INTEGER NOT NULL CHECK (availablePence >= 0),
  totalPence           INTEGER NOT NULL CHECK (totalPence BETWEEN 0 AND availablePence),
  scoresRevision       INTEGER NOT NULL,
  applicationsRevision INTEGER NOT NULL,
  ledgerEntryId        INTEGER NOT NULL,
  -- Set when every line is there; from then on nothing is added.
  sealedAt             INTEGER, scoresGroundId INTEGER
  REFERENCES assessmentProposalGround(id),
  UNIQUE (roundId, number)
) STRICT;
CREATE TABLE awardProposalBar (
  proposalId INTEGER NOT NULL REFERENCES awardProposal(id),
  personId   INTEGER NOT NULL REFERENCES person(id),
  ground     TEXT NOT NULL CHECK (ground IN ('interest', 'own')),
  PRIMARY KEY (proposalId, personId, ground)
) STRICT, WITHOUT ROWID;
CREATE TABLE awardProposalLine (
  proposalId     INTEGER NOT NULL REFERENCES awardProposal(id),
  rank           INTEGER NOT NULL CHECK (rank > 0),
  applicationId  INTEGER NOT NULL REFERENCES application(id),
  reference      TEXT NOT NULL,
  score          TEXT NOT NULL,
  requestedPence INTEGER NOT NULL CHECK (requestedPence > 0),
  minimumPence   INTEGER NOT NULL
    CHECK (minimumPence > 0 AND minimumPence <= requestedPence),
  awardPence     INTEGER NOT NULL, isFundable INTEGER NOT NULL DEFAULT 1
  CHECK (isFundable IN (0, 1) AND (isFundable = 1 OR awardPence = 0)), recommendedId TEXT
  REFERENCES assessmentRecommended(id),
  PRIMARY KEY (proposalId, rank),
  UNIQUE (proposalId, applicationId),
  CHECK (awardPence = 0 OR awardPence BETWEEN minimumPence AND requestedPence)
) STRICT, WITHOUT ROWID;
CREATE TABLE awardProposalScorer (
  proposalId INTEGER NOT NULL REFERENCES awardProposal(id),
  personId   INTEGER NOT NULL REFERENCES person(id),
  PRIMARY KEY (proposalId, personId)
) STRICT, WITHOUT ROWID;
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
  writtenAt   INTEGER NOT NULL, recipient TEXT
  CHECK (recipient IN ('individual', 'group')),
  UNIQUE (awardId, number)
) STRICT;
CREATE TABLE awardPublication (
  decisionId           INTEGER PRIMARY KEY REFERENCES awardDecision(id),
  recordNumber         INTEGER NOT NULL,
  decidedOn            TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
  -- The day on which somebody said so: nothing is published in the past.
  recordedOn           TEXT NOT NULL CHECK (date(recordedOn) IS recordedOn),
  publishedOn          TEXT NOT NULL CHECK (date(publishedOn) IS publishedOn),
  workingDays          INTEGER NOT NULL CHECK (workingDays > 0),
  countsPublicationDay INTEGER NOT NULL CHECK (countsPublicationDay IN (0, 1)),
  -- From when it has effect where nobody calls it in.
  effectiveOn          TEXT NOT NULL CHECK (date(effectiveOn) IS effectiveOn),
  publishedById        INTEGER NOT NULL REFERENCES person(id),
  publishedAt          INTEGER NOT NULL,
  FOREIGN KEY (decisionId, recordNumber)
    REFERENCES awardDecisionRecord (decisionId, number),
  CONSTRAINT "decision-published-early"
    CHECK (publishedOn >= recordedOn AND recordedOn >= decidedOn),
  CONSTRAINT "decision-effective-early" CHECK (effectiveOn > publishedOn)
) STRICT;
CREATE TABLE awardReserveCallIn (
  proposalId   INTEGER PRIMARY KEY REFERENCES awardReserveDecision(proposalId),
  effectiveOn  TEXT NOT NULL,
  calledInOn   TEXT NOT NULL CHECK (date(calledInOn) IS calledInOn),
  -- Who wanted it: a person or a body, as they are known.
  calledInBy   TEXT CHECK (calledInBy <> ''),
  reason       TEXT NOT NULL CHECK (reason <> ''),
  recordedById INTEGER NOT NULL REFERENCES person(id),
  recordedAt   INTEGER NOT NULL,
  CONSTRAINT "call-in-too-late" CHECK (calledInOn < effectiveOn)
) STRICT;
CREATE TABLE awardReserveCallInOutcome (
  proposalId   INTEGER PRIMARY KEY REFERENCES awardReserveCallIn(proposalId),
  verdict      TEXT NOT NULL CHECK (verdict IN ('upheld', 'returned')),
  reason       TEXT NOT NULL CHECK (reason <> ''),
  recordedById INTEGER NOT NULL REFERENCES person(id),
  recordedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE awardReserveClosing (
  roundId    INTEGER PRIMARY KEY REFERENCES awardRound(roundId),
  reason     TEXT NOT NULL CHECK (reason <> ''),
  closedById INTEGER NOT NULL REFERENCES person(id),
  closedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE awardReserveDecision (
  proposalId   INTEGER PRIMARY KEY REFERENCES awardReserveProposal(id),
  verdict      TEXT NOT NULL CHECK (verdict IN ('approved', 'refused')),
  reason       TEXT NOT NULL CHECK (reason <> ''),
  proposedById INTEGER NOT NULL REFERENCES person(id),
  decidedById  INTEGER NOT NULL REFERENCES person(id),
  decidedAt    INTEGER NOT NULL,
  decidedOn    TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
  -- From when it has effect where nobody calls it in.
  effectiveOn  TEXT CHECK (date(effectiveOn) IS effectiveOn),
  CHECK ((verdict = 'approved') = (effectiveOn IS NOT NULL)),
  CONSTRAINT "decision-effective-early" CHECK (effectiveOn >= decidedOn),
  CONSTRAINT "reserve-decider-proposed" CHECK (decidedById <> proposedById)
) STRICT;
CREATE TABLE awardReserveDrop (
  proposalId  INTEGER PRIMARY KEY REFERENCES awardReserveDecision(proposalId),
  reason      TEXT NOT NULL CHECK (reason <> ''),
  droppedById INTEGER NOT NULL REFERENCES person(id),
  droppedOn   TEXT NOT NULL CHECK (date(droppedOn) IS droppedOn),
  droppedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE awardReserveMaking (
  proposalId  INTEGER PRIMARY KEY REFERENCES awardReserveDecision(proposalId),
  effectiveOn TEXT NOT NULL CHECK (date(effectiveOn) IS effectiveOn),
  madeOn      TEXT NOT NULL CHECK (date(madeOn) IS madeOn),
  madeById    INTEGER NOT NULL REFERENCES person(id),
  CONSTRAINT "reserve-not-in-effect" CHECK (effectiveOn <= madeOn)
) STRICT;
CREATE TABLE awardReserveProposal (
  id             INTEGER PRIMARY KEY,
  roundId        INTEGER NOT NULL REFERENCES awardRound(roundId),
  applicationId  INTEGER NOT NULL REFERENCES awardListed(applicationId),
  amountPence    INTEGER NOT NULL CHECK (amountPence > 0),
  -- Why before those that come first; NULL where it is their turn.
  orderReason    TEXT CHECK (orderReason <> ''),
  proposedById   INTEGER NOT NULL REFERENCES person(id),
  proposedAt     INTEGER NOT NULL
) STRICT;
CREATE TABLE awardReserveSkip (
  proposalId    INTEGER NOT NULL REFERENCES awardReserveProposal(id),
  applicationId INTEGER NOT NULL REFERENCES awardListed(applicationId),
  PRIMARY KEY (proposalId, applicationId)
) STRICT, WITHOUT ROWID;
CREATE TABLE awardRound (
  roundId        INTEGER PRIMARY KEY REFERENCES round(id),
  allotmentPence INTEGER NOT NULL CHECK (allotmentPence > 0),
  awardedPence   INTEGER NOT NULL CHECK (awardedPence >= 0), needsScreening INTEGER NOT NULL DEFAULT 0
  CHECK (needsScreening IN (0, 1)), followsMeetings INTEGER NOT NULL DEFAULT 0
  CHECK (followsMeetings IN (0, 1)), needsAgreement INTEGER NOT NULL DEFAULT 0
  CHECK (needsAgreement IN (0, 1)),
  CONSTRAINT "award-round-overspent" CHECK (awardedPence <= allotmentPence)
) STRICT;
CREATE TABLE awardSubsidyAnswer (
  id           INTEGER PRIMARY KEY,
  awardId      INTEGER NOT NULL REFERENCES award(id),
  isEconomic   INTEGER NOT NULL CHECK (isEconomic IN (0, 1)),
  reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
  answeredById INTEGER NOT NULL REFERENCES person(id),
  answeredAt   INTEGER NOT NULL
) STRICT;
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
CREATE TABLE awardWithdrawal (
  awardId          INTEGER PRIMARY KEY REFERENCES award(id),
  appealDecisionId INTEGER NOT NULL UNIQUE REFERENCES awardAppealDecision(id),
  awardedPence     INTEGER NOT NULL,
  paidPence        INTEGER NOT NULL CHECK (paidPence >= 0),
  releasedPence    INTEGER NOT NULL,
  releaseId        INTEGER NOT NULL UNIQUE REFERENCES ledgerEntry(id),
  CONSTRAINT "award-paid-stays"
    CHECK (releasedPence > 0 AND releasedPence = awardedPence - paidPence)
) STRICT;
CREATE TABLE commissioningAnswer (
  id         INTEGER PRIMARY KEY,
  questionId INTEGER NOT NULL REFERENCES commissioningQuestion(id),
  version    INTEGER NOT NULL CHECK (version > 0),
  text       TEXT NOT NULL CHECK (trim(text) <> ''),
  evidence   TEXT CHECK (trim(evidence) <> ''),
  authorId   INTEGER NOT NULL REFERENCES person(id),
  at         INTEGER NOT NULL,
  answeredOn TEXT NOT NULL CHECK (date(answeredOn) IS answeredOn),
  UNIQUE (questionId, version), UNIQUE (id, authorId)
) STRICT;
CREATE TABLE commissioningAssessedOutcome (
  assessmentId INTEGER NOT NULL REFERENCES commissioningAssessment(id),
  priority     TEXT NOT NULL CHECK (priority <> ''),
  outcome      TEXT NOT NULL CHECK (outcome <> ''),
  verdict      TEXT NOT NULL CHECK (verdict IN ('met', 'partly', 'notMet', 'cannotTell')),
  evidence     TEXT NOT NULL CHECK (trim(evidence) <> ''),
  PRIMARY KEY (assessmentId, outcome)
) STRICT;
CREATE TABLE commissioningAssessment (
  id           INTEGER PRIMARY KEY,
  awardId      INTEGER NOT NULL REFERENCES award(id),
  number       INTEGER NOT NULL CHECK (number > 0),
  -- Whether it was worth its money, in a sentence.
  worth        TEXT NOT NULL CHECK (trim(worth) <> ''),
  assessedById INTEGER NOT NULL REFERENCES person(id),
  assessedAt   INTEGER NOT NULL,
  assessedOn   TEXT NOT NULL CHECK (date(assessedOn) IS assessedOn),
  UNIQUE (awardId, number)
) STRICT;
CREATE TABLE commissioningBenefit (
  id          INTEGER PRIMARY KEY,
  cycleId     INTEGER NOT NULL REFERENCES commissioningCycle(id),
  number      INTEGER NOT NULL CHECK (number > 0),
  priorityKey TEXT NOT NULL CHECK (priorityKey <> ''),
  text        TEXT NOT NULL CHECK (trim(text) <> ''),
  knownBy     TEXT CHECK (trim(knownBy) <> ''),
  -- The figure before.
  valueId     INTEGER REFERENCES commissioningIndicatorValue(id),
  owner       TEXT NOT NULL CHECK (trim(owner) <> ''),
  authorId    INTEGER NOT NULL REFERENCES person(id),
  at          INTEGER NOT NULL,
  namedOn     TEXT NOT NULL CHECK (date(namedOn) IS namedOn),
  UNIQUE (cycleId, number),
  CONSTRAINT "benefit-not-known-by" CHECK (knownBy IS NOT NULL OR valueId IS NOT NULL)
) STRICT;
CREATE TABLE commissioningBenefitVerdict (
  id        INTEGER PRIMARY KEY,
  benefitId INTEGER NOT NULL REFERENCES commissioningBenefit(id),
  version   INTEGER NOT NULL CHECK (version > 0),
  realised  TEXT NOT NULL CHECK (realised IN ('yes', 'partly', 'no')),
  because   TEXT NOT NULL CHECK (trim(because) <> ''),
  -- The figure after.
  valueId   INTEGER REFERENCES commissioningIndicatorValue(id),
  authorId  INTEGER NOT NULL REFERENCES person(id),
  at        INTEGER NOT NULL,
  saidOn    TEXT NOT NULL CHECK (date(saidOn) IS saidOn),
  UNIQUE (benefitId, version)
) STRICT;
CREATE TABLE commissioningBudget (
  id           INTEGER PRIMARY KEY,
  awardId      INTEGER NOT NULL REFERENCES award(id),
  number       INTEGER NOT NULL CHECK (number > 0),
  source       TEXT NOT NULL CHECK (source IN ('applied', 'agreed')),
  awardedPence INTEGER NOT NULL CHECK (awardedPence >= 0),
  totalPence   INTEGER NOT NULL CHECK (totalPence > 0),
  -- A list of objects with what, amountPence and perhaps kind.
  lines        TEXT NOT NULL CHECK (json_valid(lines) AND json_type(lines) = 'array'
                 AND json_array_length(lines) BETWEEN 1 AND 30),
  reason       TEXT CHECK (trim(reason) <> ''),
  setById      INTEGER NOT NULL REFERENCES person(id),
  setAt        INTEGER NOT NULL,
  setOn        TEXT NOT NULL CHECK (date(setOn) IS setOn),
  UNIQUE (awardId, number),
  CHECK ((source = 'agreed') = (reason IS NOT NULL)),
  -- What was asked for may be more than was awarded; what is agreed may not.
  CONSTRAINT "budget-over-award" CHECK (source = 'applied' OR totalPence <= awardedPence)
) STRICT;
CREATE TABLE commissioningClosing (
  id       INTEGER PRIMARY KEY,
  awardId  INTEGER NOT NULL REFERENCES award(id),
  isClosed INTEGER NOT NULL CHECK (isClosed IN (0, 1)),
  setById  INTEGER NOT NULL REFERENCES person(id),
  setAt    INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningCoSignature (
  answerId   INTEGER PRIMARY KEY,
  authorId   INTEGER NOT NULL,
  signedById INTEGER NOT NULL REFERENCES person(id),
  role       TEXT NOT NULL CHECK (role IN ('officer', 'decisionMaker')),
  signedAt   INTEGER NOT NULL,
  signedOn   TEXT NOT NULL CHECK (date(signedOn) IS signedOn),
  FOREIGN KEY (answerId, authorId) REFERENCES commissioningAnswer (id, authorId),
  CONSTRAINT "co-sign-own" CHECK (signedById <> authorId)
) STRICT;
CREATE TABLE commissioningConcern (
  id       INTEGER PRIMARY KEY,
  awardId  INTEGER NOT NULL REFERENCES award(id),
  isRaised INTEGER NOT NULL CHECK (isRaised IN (0, 1)),
  reason   TEXT NOT NULL CHECK (trim(reason) <> ''),
  setById  INTEGER NOT NULL REFERENCES person(id),
  setAt    INTEGER NOT NULL,
  setOn    TEXT NOT NULL CHECK (date(setOn) IS setOn)
) STRICT;
CREATE TABLE commissioningCriterion (
  priorityId INTEGER NOT NULL REFERENCES commissioningPriority(id),
  key        TEXT NOT NULL CHECK (key <> ''),
  PRIMARY KEY (priorityId, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE commissioningCycle (
  id             INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE CHECK (key <> ''),
  title          TEXT NOT NULL CHECK (title <> ''),
  stage          TEXT NOT NULL CHECK (stage IN ('analyse', 'plan', 'do', 'review')),
  status         TEXT NOT NULL
    CHECK (status IN ('new', 'open', 'closed', 'approved', 'ended')),
  startedById    INTEGER NOT NULL REFERENCES person(id),
  startedAt      INTEGER NOT NULL,
  startedOn      TEXT NOT NULL CHECK (date(startedOn) IS startedOn),
  planApprovalId INTEGER REFERENCES commissioningStageEvent(id),
  CHECK (status NOT IN ('closed', 'approved') OR stage IN ('plan', 'review')),
  CHECK (status <> 'approved' OR stage = 'review'),
  CHECK (status <> 'ended' OR stage = 'review'),
  CHECK (stage NOT IN ('do', 'review') OR planApprovalId IS NOT NULL)
) STRICT;
CREATE TABLE commissioningFeedback (
  id           INTEGER PRIMARY KEY,
  awardId      INTEGER NOT NULL REFERENCES award(id),
  number       INTEGER NOT NULL CHECK (number > 0),
  version      INTEGER NOT NULL CHECK (version > 0),
  capacity     TEXT NOT NULL CHECK (capacity IN ('councillor', 'communityWorker')),
  seenOn       TEXT NOT NULL CHECK (date(seenOn) IS seenOn),
  saw          TEXT NOT NULL CHECK (trim(saw) <> ''),
  wouldFund    TEXT NOT NULL CHECK (wouldFund IN ('yes', 'no', 'unsure')),
  recordedById INTEGER NOT NULL REFERENCES person(id),
  recordedAt   INTEGER NOT NULL,
  recordedOn   TEXT NOT NULL CHECK (date(recordedOn) IS recordedOn),
  UNIQUE (awardId, number, version),
  CHECK (seenOn <= recordedOn)
) STRICT;
CREATE TABLE commissioningGroupCount (
  id        INTEGER PRIMARY KEY,
  importId  INTEGER NOT NULL REFERENCES commissioningIndicatorImport(id),
  indicator TEXT NOT NULL,
  area      TEXT NOT NULL CHECK (area <> ''),
  ward      TEXT NOT NULL CHECK (ward <> ''),
  period    TEXT NOT NULL CHECK (period GLOB '[12][0-9][0-9][0-9]'
    OR period GLOB '[12][0-9][0-9][0-9]-Q[1-4]'
    OR period GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
  month     INTEGER NOT NULL CHECK (month = CAST(substr(period, 1, 4) AS INTEGER) * 12 + CASE
  WHEN length(period) = 4 THEN 0
  WHEN substr(period, 6, 1) = 'Q' THEN CAST(substr(period, 7) AS INTEGER) * 3 - 3
  ELSE CAST(substr(period, 6) AS INTEGER) - 1 END),
  groupKey  TEXT NOT NULL CHECK (groupKey <> ''),
  version   INTEGER NOT NULL CHECK (version > 0),
  people    INTEGER NOT NULL CHECK (people BETWEEN 0 AND 100000000),
  UNIQUE (indicator, area, month, groupKey, version)
) STRICT;
CREATE TABLE commissioningIndicatorImport (
  id             INTEGER PRIMARY KEY,
  indicator      TEXT NOT NULL CHECK (indicator <> ''),
  sha256         TEXT NOT NULL CHECK (length(sha256) = 64),
  addedCount     INTEGER NOT NULL CHECK (addedCount >= 0),
  correctedCount INTEGER NOT NULL CHECK (correctedCount >= 0),
  unchangedCount INTEGER NOT NULL CHECK (unchangedCount >= 0),
  importedById   INTEGER NOT NULL REFERENCES person(id),
  importedAt     INTEGER NOT NULL,
  CHECK (addedCount + correctedCount > 0)
) STRICT;
CREATE TABLE commissioningIndicatorPeriod (
  indicator   TEXT NOT NULL,
  period    TEXT NOT NULL CHECK (period GLOB '[12][0-9][0-9][0-9]'
    OR period GLOB '[12][0-9][0-9][0-9]-Q[1-4]'
    OR period GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
  month     INTEGER NOT NULL CHECK (month = CAST(substr(period, 1, 4) AS INTEGER) * 12 + CASE
  WHEN length(period) = 4 THEN 0
  WHEN substr(period, 6, 1) = 'Q' THEN CAST(substr(period, 7) AS INTEGER) * 3 - 3
  ELSE CAST(substr(period, 6) AS INTEGER) - 1 END),
  wardCount   INTEGER NOT NULL CHECK (wardCount >= 0),
  whole       INTEGER,
  lowest      INTEGER,
  lowestWard  TEXT,
  middle      INTEGER,
  highest     INTEGER,
  highestWard TEXT,
  PRIMARY KEY (indicator, month),
  CHECK ((wardCount > 0) = (lowest IS NOT NULL)),
  CHECK (wardCount = 0 OR lowest <= middle AND middle <= highest
    AND lowestWard IS NOT NULL AND highestWard IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE TABLE commissioningIndicatorValue (
  id          INTEGER PRIMARY KEY,
  importId    INTEGER NOT NULL REFERENCES commissioningIndicatorImport(id),
  indicator   TEXT NOT NULL,
  -- A ward, or all for the whole area.
  ward        TEXT NOT NULL CHECK (ward <> ''),
  period    TEXT NOT NULL CHECK (period GLOB '[12][0-9][0-9][0-9]'
    OR period GLOB '[12][0-9][0-9][0-9]-Q[1-4]'
    OR period GLOB '[12][0-9][0-9][0-9]-[01][0-9]'),
  month     INTEGER NOT NULL CHECK (month = CAST(substr(period, 1, 4) AS INTEGER) * 12 + CASE
  WHEN length(period) = 4 THEN 0
  WHEN substr(period, 6, 1) = 'Q' THEN CAST(substr(period, 7) AS INTEGER) * 3 - 3
  ELSE CAST(substr(period, 6) AS INTEGER) - 1 END),
  version     INTEGER NOT NULL CHECK (version > 0),
  -- Nothing where a corrected count leaves nothing to compute it from.
  thousandths INTEGER,
  UNIQUE (indicator, ward, month, version)
) STRICT;
CREATE TABLE commissioningLesson (
  id         INTEGER PRIMARY KEY,
  cycleId    INTEGER NOT NULL REFERENCES commissioningCycle(id),
  text       TEXT NOT NULL CHECK (trim(text) <> ''),
  evidence   TEXT NOT NULL CHECK (trim(evidence) <> ''),
  meaning    TEXT NOT NULL CHECK (trim(meaning) <> ''),
  priorityId INTEGER REFERENCES commissioningPriority(id),
  addedById  INTEGER NOT NULL REFERENCES person(id),
  addedAt    INTEGER NOT NULL,
  addedOn    TEXT NOT NULL CHECK (date(addedOn) IS addedOn)
) STRICT;
CREATE TABLE commissioningLessonVerdict (
  id          INTEGER PRIMARY KEY,
  lessonId    INTEGER NOT NULL REFERENCES commissioningLesson(id),
  cycleId     INTEGER NOT NULL REFERENCES commissioningCycle(id),
  version     INTEGER NOT NULL CHECK (version > 0),
  verdict     TEXT NOT NULL CHECK (verdict IN ('adopted', 'adapted', 'rejected')),
  reason      TEXT NOT NULL CHECK (trim(reason) <> ''),
  decidedById INTEGER NOT NULL REFERENCES person(id),
  decidedAt   INTEGER NOT NULL,
  decidedOn   TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn),
  UNIQUE (lessonId, version)
) STRICT;
CREATE TABLE commissioningLessonWithdrawal (
  lessonId      INTEGER PRIMARY KEY REFERENCES commissioningLesson(id),
  reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
  withdrawnById INTEGER NOT NULL REFERENCES person(id),
  withdrawnAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningNeed (
  id        INTEGER PRIMARY KEY,
  cycleId   INTEGER NOT NULL REFERENCES commissioningCycle(id),
  number    INTEGER NOT NULL CHECK (number > 0),
  text      TEXT NOT NULL CHECK (trim(text) <> ''),
  place     TEXT NOT NULL CHECK (trim(place) <> ''),
  addedById INTEGER NOT NULL REFERENCES person(id),
  addedAt   INTEGER NOT NULL,
  addedOn   TEXT NOT NULL CHECK (date(addedOn) IS addedOn),
  UNIQUE (cycleId, number)
) STRICT;
CREATE TABLE commissioningNeedEvidence (
  id        INTEGER PRIMARY KEY,
  needId    INTEGER NOT NULL REFERENCES commissioningNeed(id),
  source    TEXT NOT NULL CHECK (trim(source) <> ''),
  url       TEXT CHECK (url GLOB 'http://?*' OR url GLOB 'https://?*'),
  addedById INTEGER NOT NULL REFERENCES person(id),
  addedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningNeedFigure (
  evidenceId INTEGER PRIMARY KEY REFERENCES commissioningNeedEvidence(id),
  valueId    INTEGER NOT NULL REFERENCES commissioningIndicatorValue(id)
) STRICT;
CREATE TABLE commissioningNeedTension (
  evidenceId INTEGER PRIMARY KEY REFERENCES commissioningNeedEvidence(id),
  tensionId  INTEGER NOT NULL REFERENCES commissioningTension(id)
) STRICT;
CREATE TABLE commissioningNeedWithdrawal (
  needId        INTEGER PRIMARY KEY REFERENCES commissioningNeed(id),
  reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
  withdrawnById INTEGER NOT NULL REFERENCES person(id),
  withdrawnAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningOpening (
  id         INTEGER PRIMARY KEY REFERENCES round(id),
  cycleId    INTEGER NOT NULL REFERENCES commissioningCycle(id),
  approvalId INTEGER NOT NULL REFERENCES commissioningStageEvent(id),
  openedById INTEGER NOT NULL REFERENCES person(id),
  openedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningPlanEntry (
  id               INTEGER PRIMARY KEY,
  cycleId          INTEGER NOT NULL REFERENCES commissioningCycle(id),
  part             TEXT NOT NULL CHECK (part IN ('vision', 'gap', 'option', 'mark', 'talk',
    'outcome', 'question', 'share', 'impact', 'dates')),
  item             TEXT NOT NULL CHECK (item <> ''),
  version          INTEGER NOT NULL CHECK (version > 0),
  body             TEXT NOT NULL CHECK (json_valid(body) AND json_type(body) = 'object'),
  withdrawnBecause TEXT CHECK (trim(withdrawnBecause) <> ''),
  writtenById      INTEGER NOT NULL REFERENCES person(id),
  writtenAt        INTEGER NOT NULL,
  writtenOn        TEXT NOT NULL CHECK (date(writtenOn) IS writtenOn),
  UNIQUE (cycleId, part, item, version),
  CONSTRAINT "plan-entry-wrong" CHECK (ifnull(CASE part
    WHEN 'vision' THEN item = 'all' AND nullif(trim(CAST(json_extract(body, '$.text') AS TEXT)), '') IS NOT NULL
    WHEN 'gap' THEN item = nullif(trim(CAST(json_extract(body, '$.need') AS TEXT)), '') AND nullif(trim(CAST(json_extract(body, '$.existing') AS TEXT)), '') IS NOT NULL
    WHEN 'option' THEN item GLOB '[1-9]*' AND nullif(trim(CAST(json_extract(body, '$.title') AS TEXT)), '') IS NOT NULL AND nullif(trim(CAST(json_extract(body, '$.description') AS TEXT)), '') IS NOT NULL
      AND json_extract(body, '$.kind') IN ('nothing', 'other')
      AND json_extract(body, '$.choice') IN ('open', 'chosen', 'declined')
      AND (json_extract(body, '$.choice') = 'open' OR nullif(trim(CAST(json_extract(body, '$.why') AS TEXT)), '') IS NOT NULL)
      AND ifnull(json_type(body, '$.costFromPence'), 'integer') = 'integer'
    AND ifnull(json_extract(body, '$.costFromPence'), 0) BETWEEN 0 AND 99999999999 AND ifnull(json_type(body, '$.costToPence'), 'integer') = 'integer'
    AND ifnull(json_extract(body, '$.costToPence'), 0) BETWEEN 0 AND 99999999999
      AND ifnull(json_extract(body, '$.costFromPence'), 0)
        <= ifnull(json_extract(body, '$.costToPence'), 99999999999)
    WHEN 'mark' THEN item = nullif(trim(CAST(json_extract(body, '$.option') AS TEXT)), '') || '/' || nullif(trim(CAST(json_extract(body, '$.question') AS TEXT)), '')
      AND json_extract(body, '$.mark') IN ('good', 'fair', 'poor') AND nullif(trim(CAST(json_extract(body, '$.reason') AS TEXT)), '') IS NOT NULL
    WHEN 'talk' THEN item GLOB '[1-9]*' AND nullif(trim(CAST(json_extract(body, '$.who') AS TEXT)), '') IS NOT NULL AND nullif(trim(CAST(json_extract(body, '$.how') AS TEXT)), '') IS NOT NULL AND nullif(trim(CAST(json_extract(body, '$.said') AS TEXT)), '') IS NOT NULL AND nullif(trim(CAST(json_extract(body, '$.outcome') AS TEXT)), '') IS NOT NULL
      AND json_extract(body, '$.changed') IN ('yes', 'no')
      AND date(nullif(trim(CAST(json_extract(body, '$.day') AS TEXT)), '')) IS nullif(trim(CAST(json_extract(body, '$.day') AS TEXT)), '') AND nullif(trim(CAST(json_extract(body, '$.day') AS TEXT)), '') <= writtenOn
    WHEN 'outcome' THEN item GLOB '[1-9]*' AND nullif(trim(CAST(json_extract(body, '$.priority') AS TEXT)), '') IS NOT NULL AND nullif(trim(CAST(json_extract(body, '$.text') AS TEXT)), '') IS NOT NULL
    WHEN 'question' THEN item = nullif(trim(CAST(json_extract(body, '$.round') AS TEXT)), '') || '/' || nullif(trim(CAST(json_extract(body, '$.question') AS TEXT)), '')
      AND nullif(trim(CAST(json_extract(body, '$.priority') AS TEXT)), '') IS NOT NULL
    WHEN 'share' THEN item = nullif(trim(CAST(json_extract(body, '$.by') AS TEXT)), '') || '/' || nullif(trim(CAST(json_extract(body, '$.key') AS TEXT)), '')
      AND nullif(trim(CAST(json_extract(body, '$.by') AS TEXT)), '') IN ('priority', 'ward')
      AND nullif(trim(CAST(json_extract(body, '$.amountPence') AS TEXT)), '') IS NOT NULL AND ifnull(json_type(body, '$.amountPence'), 'integer') = 'integer'
    AND ifnull(json_extract(body, '$.amountPence'), 0) BETWEEN 0 AND 99999999999
    WHEN 'impact' THEN item = nullif(trim(CAST(json_extract(body, '$.characteristic') AS TEXT)), '')
      AND json_extract(body, '$.effect') IN ('positive', 'negative', 'none', 'unknown')
      AND nullif(trim(CAST(json_extract(body, '$.evidence') AS TEXT)), '') IS NOT NULL AND nullif(trim(CAST(json_extract(body, '$.action') AS TEXT)), '') IS NOT NULL
    WHEN 'dates' THEN item = 'all' AND date(nullif(trim(CAST(json_extract(body, '$.opens') AS TEXT)), '')) IS nullif(trim(CAST(json_extract(body, '$.opens') AS TEXT)), '') AND strftime('%w', nullif(trim(CAST(json_extract(body, '$.opens') AS TEXT)), '')) NOT IN ('0', '6') AND date(nullif(trim(CAST(json_extract(body, '$.closes') AS TEXT)), '')) IS nullif(trim(CAST(json_extract(body, '$.closes') AS TEXT)), '') AND strftime('%w', nullif(trim(CAST(json_extract(body, '$.closes') AS TEXT)), '')) NOT IN ('0', '6')
      AND date(nullif(trim(CAST(json_extract(body, '$.panel') AS TEXT)), '')) IS nullif(trim(CAST(json_extract(body, '$.panel') AS TEXT)), '') AND strftime('%w', nullif(trim(CAST(json_extract(body, '$.panel') AS TEXT)), '')) NOT IN ('0', '6') AND date(nullif(trim(CAST(json_extract(body, '$.decision') AS TEXT)), '')) IS nullif(trim(CAST(json_extract(body, '$.decision') AS TEXT)), '') AND strftime('%w', nullif(trim(CAST(json_extract(body, '$.decision') AS TEXT)), '')) NOT IN ('0', '6') AND date(nullif(trim(CAST(json_extract(body, '$.payments') AS TEXT)), '')) IS nullif(trim(CAST(json_extract(body, '$.payments') AS TEXT)), '') AND strftime('%w', nullif(trim(CAST(json_extract(body, '$.payments') AS TEXT)), '')) NOT IN ('0', '6')
      AND nullif(trim(CAST(json_extract(body, '$.opens') AS TEXT)), '') < nullif(trim(CAST(json_extract(body, '$.closes') AS TEXT)), '') AND nullif(trim(CAST(json_extract(body, '$.closes') AS TEXT)), '') < nullif(trim(CAST(json_extract(body, '$.panel') AS TEXT)), '')
      AND nullif(trim(CAST(json_extract(body, '$.panel') AS TEXT)), '') <= nullif(trim(CAST(json_extract(body, '$.decision') AS TEXT)), '')
      AND nullif(trim(CAST(json_extract(body, '$.decision') AS TEXT)), '') < nullif(trim(CAST(json_extract(body, '$.payments') AS TEXT)), '')
  END, 0))
) STRICT;
CREATE TABLE commissioningPlanFrozen (
  approvalId INTEGER PRIMARY KEY REFERENCES commissioningStageEvent(id),
  sha256     TEXT NOT NULL
    CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  content    TEXT NOT NULL CHECK (json_valid(content)),
  frozenAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningPlanRequirement (
  cycleId INTEGER NOT NULL REFERENCES commissioningCycle(id),
  part    TEXT NOT NULL CHECK (part IN ('vision', 'gap', 'option', 'talk', 'outcome',
    'share', 'impact', 'dates')),
  -- A characteristic where each of them is to be considered; else empty.
  item    TEXT NOT NULL CHECK (item = '' OR part = 'impact'),
  title   TEXT NOT NULL,
  PRIMARY KEY (cycleId, part, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE commissioningPriority (
  id         INTEGER PRIMARY KEY,
  cycleId    INTEGER NOT NULL REFERENCES commissioningCycle(id),
  key        TEXT NOT NULL CHECK (key <> ''),
  title      TEXT NOT NULL CHECK (title <> ''),
  chosenById INTEGER NOT NULL REFERENCES person(id),
  chosenAt   INTEGER NOT NULL,
  chosenOn   TEXT NOT NULL CHECK (date(chosenOn) IS chosenOn)
) STRICT;
CREATE TABLE commissioningPriorityNeed (
  priorityId INTEGER NOT NULL REFERENCES commissioningPriority(id),
  needId     INTEGER NOT NULL REFERENCES commissioningNeed(id),
  PRIMARY KEY (priorityId, needId)
) STRICT, WITHOUT ROWID;
CREATE TABLE commissioningPriorityWithdrawal (
  priorityId    INTEGER PRIMARY KEY REFERENCES commissioningPriority(id),
  reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
  withdrawnById INTEGER NOT NULL REFERENCES person(id),
  withdrawnAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningProposal (
  id       INTEGER PRIMARY KEY,
  roundId  INTEGER NOT NULL REFERENCES round(id),
  -- A lesson, or the answer to a question of Review.
  lessonId INTEGER REFERENCES commissioningLesson(id),
  answerId INTEGER REFERENCES commissioningAnswer(id),
  text     TEXT NOT NULL CHECK (trim(text) <> ''),
  evidence TEXT CHECK (trim(evidence) <> ''),
  at       INTEGER NOT NULL,
  CHECK ((lessonId IS NULL) <> (answerId IS NULL)),
  UNIQUE (roundId, lessonId), UNIQUE (roundId, answerId)
) STRICT;
CREATE TABLE commissioningProposalVerdict (
  proposalId  INTEGER PRIMARY KEY REFERENCES commissioningProposal(id),
  verdict     TEXT NOT NULL CHECK (verdict IN ('taken', 'left')),
  reason      TEXT NOT NULL CHECK (trim(reason) <> ''),
  decidedById INTEGER NOT NULL REFERENCES person(id),
  decidedAt   INTEGER NOT NULL,
  decidedOn   TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn)
) STRICT;
CREATE TABLE commissioningProspectus (
  id            INTEGER PRIMARY KEY,
  cycleId       INTEGER NOT NULL REFERENCES commissioningCycle(id),
  version       INTEGER NOT NULL CHECK (version > 0),
  approvalId    INTEGER NOT NULL REFERENCES commissioningPlanFrozen(approvalId),
  content       TEXT NOT NULL CHECK (json_valid(content)),
  publishedById INTEGER NOT NULL REFERENCES person(id),
  publishedAt   INTEGER NOT NULL,
  publishedOn   TEXT NOT NULL CHECK (date(publishedOn) IS publishedOn),
  UNIQUE (cycleId, version)
) STRICT;
CREATE TABLE commissioningProvider (
  id        INTEGER PRIMARY KEY,
  addedById INTEGER NOT NULL REFERENCES person(id),
  addedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningProviderNote (
  id         INTEGER PRIMARY KEY,
  providerId INTEGER NOT NULL REFERENCES commissioningProvider(id),
  happenedOn TEXT NOT NULL CHECK (date(happenedOn) IS happenedOn),
  text       TEXT NOT NULL CHECK (trim(text) <> '' AND length(text) <= 2000),
  authorId   INTEGER NOT NULL REFERENCES person(id),
  at         INTEGER NOT NULL,
  notedOn    TEXT NOT NULL CHECK (date(notedOn) IS notedOn),
  CONSTRAINT "provider-note-not-yet" CHECK (happenedOn <= notedOn)
) STRICT;
CREATE TABLE commissioningProviderReach (
  versionId INTEGER NOT NULL REFERENCES commissioningProviderVersion(id),
  kind      TEXT NOT NULL CHECK (kind IN ('ward', 'community')),
  key       TEXT NOT NULL CHECK (key <> ''),
  PRIMARY KEY (versionId, kind, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE commissioningProviderVersion (
  id           INTEGER PRIMARY KEY,
  providerId   INTEGER NOT NULL REFERENCES commissioningProvider(id),
  version      INTEGER NOT NULL CHECK (version > 0),
  name         TEXT NOT NULL CHECK (trim(name) <> '' AND length(name) <= 200),
  -- The name as names are compared.
  nameKey      TEXT NOT NULL CHECK (nameKey <> ''),
  kind         TEXT NOT NULL CHECK (kind IN ('provider', 'group', 'service')),
  offers       TEXT NOT NULL CHECK (trim(offers) <> '' AND length(offers) <= 2000),
  contact      TEXT CHECK (trim(contact) <> '' AND length(contact) <= 200),
  organisation TEXT CHECK (trim(organisation) <> '' AND length(organisation) <= 60),
  endedBecause TEXT CHECK (trim(endedBecause) <> ''),
  authorId     INTEGER NOT NULL REFERENCES person(id),
  at           INTEGER NOT NULL,
  UNIQUE (providerId, version)
) STRICT;
CREATE TABLE commissioningQuestion (
  id            INTEGER PRIMARY KEY,
  cycleId       INTEGER NOT NULL REFERENCES commissioningCycle(id),
  stage         TEXT NOT NULL CHECK (stage IN ('analyse', 'plan', 'do', 'review')),
  position      INTEGER NOT NULL CHECK (position > 0),
  key           TEXT NOT NULL CHECK (key <> ''),
  text          TEXT NOT NULL CHECK (text <> ''),
  needsEvidence INTEGER NOT NULL CHECK (needsEvidence IN (0, 1)),
  coSigner      TEXT CHECK (coSigner IN ('officer', 'decisionMaker')),
  UNIQUE (cycleId, key), UNIQUE (cycleId, position)
) STRICT;
CREATE TABLE commissioningRepresentation (
  id       INTEGER PRIMARY KEY,
  roundId  INTEGER NOT NULL REFERENCES round(id),
  version  INTEGER NOT NULL CHECK (version > 0),
  answered INTEGER NOT NULL CHECK (answered <= 200),
  authorId INTEGER NOT NULL REFERENCES person(id),
  at       INTEGER NOT NULL,
  saidOn   TEXT NOT NULL CHECK (date(saidOn) IS saidOn), members INTEGER
  CHECK (members BETWEEN 1 AND 1000),
  UNIQUE (roundId, version),
  CONSTRAINT "representation-too-few" CHECK (answered >= 5)
) STRICT;
CREATE TABLE commissioningReturn (
  id            INTEGER PRIMARY KEY,
  awardId       INTEGER NOT NULL REFERENCES award(id),
  applicationId INTEGER NOT NULL REFERENCES application(id),
  roundId       INTEGER NOT NULL REFERENCES round(id),
  number        INTEGER NOT NULL CHECK (number > 0),
  moment        TEXT NOT NULL CHECK (moment IN ('halfway', 'end')),
  -- Its questions, as they stood when it was asked for.
  form          TEXT NOT NULL CHECK (json_valid(form)),
  askedById     INTEGER NOT NULL REFERENCES person(id),
  askedAt       INTEGER NOT NULL,
  askedOn       TEXT NOT NULL CHECK (date(askedOn) IS askedOn),
  UNIQUE (awardId, number),
  UNIQUE (awardId, moment)
) STRICT;
CREATE TABLE commissioningReturnDraft (
  returnId  INTEGER PRIMARY KEY REFERENCES commissioningReturn(id),
  answers   TEXT NOT NULL CHECK (json_valid(answers)),
  version   INTEGER NOT NULL CHECK (version > 0),
  savedById INTEGER NOT NULL REFERENCES person(id),
  savedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningReturnDue (
  id       INTEGER PRIMARY KEY,
  returnId INTEGER NOT NULL REFERENCES commissioningReturn(id),
  dueOn    TEXT NOT NULL CHECK (date(dueOn) IS dueOn),
  cause    TEXT NOT NULL
    CHECK (cause IN ('asked', 'moved', 'sentBack', 'reopened')),
  setById  INTEGER NOT NULL REFERENCES person(id),
  setAt    INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningReturnJudgement (
  versionId  INTEGER PRIMARY KEY REFERENCES commissioningReturnVersion(id),
  verdict    TEXT NOT NULL CHECK (verdict IN ('accepted', 'sentBack')),
  note       TEXT CHECK (trim(note) <> ''),
  judgedById INTEGER NOT NULL REFERENCES person(id),
  judgedAt   INTEGER NOT NULL,
  judgedOn   TEXT NOT NULL CHECK (date(judgedOn) IS judgedOn),
  CHECK (verdict = 'accepted' OR note IS NOT NULL)
) STRICT;
CREATE TABLE commissioningReturnVersion (
  id           INTEGER PRIMARY KEY,
  returnId     INTEGER NOT NULL REFERENCES commissioningReturn(id),
  number       INTEGER NOT NULL CHECK (number > 0),
  answers      TEXT NOT NULL CHECK (json_valid(answers)),
  -- What the group had when it was sent: nobody has spent more.
  awardedPence INTEGER NOT NULL CHECK (awardedPence >= 0),
  spentPence   INTEGER NOT NULL CHECK (spentPence >= 0),
  people       INTEGER NOT NULL CHECK (people >= 0),
  -- Why an officer sent it for the group, from paper.
  paperReason  TEXT CHECK (trim(paperReason) <> ''),
  sentById     INTEGER NOT NULL REFERENCES person(id),
  sentAt       INTEGER NOT NULL,
  sentOn       TEXT NOT NULL CHECK (date(sentOn) IS sentOn),
  UNIQUE (returnId, number),
  CONSTRAINT "return-over-award" CHECK (spentPence <= awardedPence)
) STRICT;
CREATE TABLE commissioningReturnWriter (
  returnId INTEGER NOT NULL REFERENCES commissioningReturn(id),
  number   INTEGER NOT NULL CHECK (number > 0),
  personId INTEGER NOT NULL REFERENCES person(id),
  PRIMARY KEY (returnId, number, personId)
) STRICT;
CREATE TABLE commissioningRound (
  roundId   INTEGER PRIMARY KEY REFERENCES round(id),
  cycleId   INTEGER NOT NULL REFERENCES commissioningCycle(id),
  addedById INTEGER NOT NULL REFERENCES person(id),
  addedAt   INTEGER NOT NULL,
  addedOn   TEXT NOT NULL CHECK (date(addedOn) IS addedOn)
) STRICT;
CREATE TABLE commissioningStageEvent (
  id         INTEGER PRIMARY KEY,
  cycleId    INTEGER NOT NULL REFERENCES commissioningCycle(id),
  stage      TEXT NOT NULL CHECK (stage IN ('analyse', 'plan', 'do', 'review')),
  kind       TEXT NOT NULL
    CHECK (kind IN ('opened', 'closed', 'approved', 'reopened', 'ended')),
  personId   INTEGER NOT NULL REFERENCES person(id),
  at         INTEGER NOT NULL,
  happenedOn TEXT NOT NULL CHECK (date(happenedOn) IS happenedOn),
  reason     TEXT,
  CHECK ((kind = 'reopened') = (reason IS NOT NULL AND trim(reason) <> '')),
  CHECK (kind <> 'approved' OR stage IN ('plan', 'review'))
) STRICT;
CREATE TABLE commissioningSupport (
  id           INTEGER PRIMARY KEY,
  happenedOn   TEXT NOT NULL CHECK (date(happenedOn) IS happenedOn),
  kind         TEXT NOT NULL CHECK (kind IN (
    'drop-in', 'call', 'visit', 'workshop', 'writing', 'other')),
  groupName    TEXT NOT NULL CHECK (trim(groupName) <> '' AND length(groupName) <= 200),
  organisation TEXT CHECK (trim(organisation) <> '' AND length(organisation) <= 60),
  givenBy      TEXT CHECK (trim(givenBy) <> '' AND length(givenBy) <= 200),
  minutes      INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  about        TEXT NOT NULL
    CHECK (trim(about) <> '' AND length(about) <= 2000),
  authorId     INTEGER NOT NULL REFERENCES person(id),
  at           INTEGER NOT NULL,
  notedOn      TEXT NOT NULL CHECK (date(notedOn) IS notedOn),
  CONSTRAINT "support-not-yet" CHECK (happenedOn <= notedOn)
) STRICT;
CREATE TABLE commissioningSupportWithdrawal (
  supportId     INTEGER PRIMARY KEY REFERENCES commissioningSupport(id),
  reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
  withdrawnById INTEGER NOT NULL REFERENCES person(id),
  withdrawnAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE commissioningSurvey (
  id            INTEGER PRIMARY KEY,
  awardId       INTEGER NOT NULL UNIQUE REFERENCES award(id),
  applicationId INTEGER NOT NULL REFERENCES application(id),
  roundId       INTEGER NOT NULL REFERENCES round(id),
  -- Its questions and the smallest group that is shown, as they stood when it was opened.
  form          TEXT NOT NULL CHECK (json_valid(form)),
  openedById    INTEGER NOT NULL REFERENCES person(id),
  openedAt      INTEGER NOT NULL,
  openedOn      TEXT NOT NULL CHECK (date(openedOn) IS openedOn),
  CHECK (json_extract(form, '$.minimum') >= 3)
) STRICT;
CREATE TABLE commissioningSurveyAnswer (
  -- Random.
  id     INTEGER PRIMARY KEY CHECK (id > 0),
  waveId INTEGER NOT NULL REFERENCES commissioningSurveyWave(id)
, way TEXT NOT NULL DEFAULT 'unknown'
  CHECK (way IN ('link', 'group', 'officer', 'unknown'))) STRICT;
CREATE TABLE commissioningSurveyClosing (
  waveId     INTEGER PRIMARY KEY REFERENCES commissioningSurveyWave(id),
  closedById INTEGER NOT NULL REFERENCES person(id),
  closedAt   INTEGER NOT NULL,
  closedOn   TEXT NOT NULL CHECK (date(closedOn) IS closedOn)
) STRICT;
CREATE TABLE commissioningSurveyCode (
  answerId INTEGER PRIMARY KEY REFERENCES commissioningSurveyAnswer(id),
  code     BLOB NOT NULL CHECK (length(code) = 32)
) STRICT;
CREATE TABLE commissioningSurveyFile (
  waveId INTEGER NOT NULL REFERENCES commissioningSurveyWave(id),
  file   BLOB NOT NULL CHECK (length(file) = 32),
  PRIMARY KEY (waveId, file)
) STRICT, WITHOUT ROWID;
CREATE TABLE commissioningSurveyPair (
  beforeId INTEGER PRIMARY KEY REFERENCES commissioningSurveyAnswer(id),
  afterId  INTEGER NOT NULL UNIQUE REFERENCES commissioningSurveyAnswer(id)
) STRICT;
CREATE TABLE commissioningSurveyPoint (
  answerId INTEGER NOT NULL REFERENCES commissioningSurveyAnswer(id),
  question TEXT NOT NULL,
  points   INTEGER NOT NULL,
  PRIMARY KEY (answerId, question)
) STRICT, WITHOUT ROWID;
CREATE TABLE commissioningSurveyQuestion (
  surveyId INTEGER NOT NULL REFERENCES commissioningSurvey(id),
  key      TEXT NOT NULL CHECK (key <> ''),
  lowest   INTEGER NOT NULL,
  highest  INTEGER NOT NULL CHECK (highest > lowest),
  PRIMARY KEY (surveyId, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE commissioningSurveySecret (
  surveyId INTEGER PRIMARY KEY REFERENCES commissioningSurvey(id),
  secret   BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT;
CREATE TABLE commissioningSurveyWave (
  id         INTEGER PRIMARY KEY,
  surveyId   INTEGER NOT NULL REFERENCES commissioningSurvey(id),
  moment     TEXT NOT NULL CHECK (moment IN ('before', 'after')),
  token      TEXT NOT NULL UNIQUE CHECK (length(token) >= 43),
  openedById INTEGER NOT NULL REFERENCES person(id),
  openedAt   INTEGER NOT NULL,
  openedOn   TEXT NOT NULL CHECK (date(openedOn) IS openedOn),
  UNIQUE (surveyId, moment)
) STRICT;
CREATE TABLE commissioningTension (
  id         INTEGER PRIMARY KEY,
  what       TEXT NOT NULL CHECK (trim(what) <> '' AND length(what) <= 4000),
  ward       TEXT CHECK (ward <> ''),
  wardTitle  TEXT CHECK (wardTitle <> ''),
  place      TEXT CHECK (trim(place) <> '' AND length(place) <= 200),
  happenedOn TEXT NOT NULL CHECK (date(happenedOn) IS happenedOn),
  isAbout    INTEGER NOT NULL CHECK (isAbout IN (0, 1)),
  cause      TEXT CHECK (trim(cause) <> '' AND length(cause) <= 2000),
  goesOn     TEXT NOT NULL CHECK (goesOn IN ('yes', 'no', 'unsure')),
  -- The officer who took it down; nobody where it came over the public page.
  takenById  INTEGER REFERENCES person(id),
  receivedAt INTEGER NOT NULL,
  receivedOn TEXT NOT NULL CHECK (date(receivedOn) IS receivedOn),
  CHECK ((ward IS NULL) = (wardTitle IS NULL)),
  CONSTRAINT "tension-without-place" CHECK (ward IS NOT NULL OR place IS NOT NULL),
  CONSTRAINT "tension-not-yet" CHECK (happenedOn <= receivedOn)
) STRICT;
CREATE TABLE commissioningTensionContact (
  tensionId INTEGER PRIMARY KEY REFERENCES commissioningTension(id),
  name      TEXT CHECK (trim(name) <> '' AND length(name) <= 100),
  email     TEXT CHECK (email LIKE '%_@_%' AND length(email) <= 254),
  phone     TEXT CHECK (trim(phone) <> '' AND length(phone) <= 30),
  expiresOn TEXT NOT NULL CHECK (date(expiresOn) IS expiresOn),
  CONSTRAINT "tension-no-reach" CHECK (email IS NOT NULL OR phone IS NOT NULL)
) STRICT;
CREATE TABLE commissioningTensionRemoval (
  tensionId   INTEGER PRIMARY KEY REFERENCES commissioningTension(id),
  reason      TEXT NOT NULL CHECK (trim(reason) <> '' AND length(reason) <= 500),
  removedById INTEGER NOT NULL REFERENCES person(id),
  removedAt   INTEGER NOT NULL,
  removedOn   TEXT NOT NULL CHECK (date(removedOn) IS removedOn)
) STRICT;
CREATE TABLE commissioningTensionTally (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  newCount INTEGER NOT NULL CHECK (newCount >= 0)
) STRICT;
CREATE TABLE commissioningTensionTriage (
  id             INTEGER PRIMARY KEY,
  tensionId      INTEGER NOT NULL REFERENCES commissioningTension(id),
  version        INTEGER NOT NULL CHECK (version > 0),
  status         TEXT NOT NULL
    CHECK (status IN ('noted', 'passed-on', 'not-for-us')),
  note           TEXT NOT NULL CHECK (trim(note) <> '' AND length(note) <= 2000),
  rootCause      TEXT CHECK (rootCause <> ''),
  rootCauseTitle TEXT CHECK (rootCauseTitle <> ''),
  authorId       INTEGER NOT NULL REFERENCES person(id),
  at             INTEGER NOT NULL,
  triagedOn      TEXT NOT NULL CHECK (date(triagedOn) IS triagedOn),
  CHECK ((rootCause IS NULL) = (rootCauseTitle IS NULL)),
  UNIQUE (tensionId, version)
) STRICT;
CREATE TABLE commissioningUnrepresented (
  representationId INTEGER NOT NULL REFERENCES commissioningRepresentation(id),
  community        TEXT NOT NULL CHECK (community <> ''),
  PRIMARY KEY (representationId, community)
) STRICT, WITHOUT ROWID;
CREATE TABLE commissioningWaivedReturn (
  waiverId INTEGER NOT NULL REFERENCES commissioningWaiver(id),
  returnId INTEGER NOT NULL REFERENCES commissioningReturn(id),
  PRIMARY KEY (waiverId, returnId)
) STRICT;
CREATE TABLE commissioningWaiver (
  id         INTEGER PRIMARY KEY,
  awardId    INTEGER NOT NULL REFERENCES award(id),
  roundId    INTEGER NOT NULL REFERENCES round(id),
  isOfAll    INTEGER NOT NULL CHECK (isOfAll IN (0, 1)),
  reason     TEXT NOT NULL CHECK (trim(reason) <> ''),
  waivedById INTEGER NOT NULL REFERENCES person(id),
  waivedAt   INTEGER NOT NULL,
  waivedOn   TEXT NOT NULL CHECK (date(waivedOn) IS waivedOn)
) STRICT;
CREATE TABLE commissioningWaiverEnd (
  waiverId  INTEGER PRIMARY KEY REFERENCES commissioningWaiver(id),
  reason    TEXT NOT NULL CHECK (trim(reason) <> ''),
  endedById INTEGER NOT NULL REFERENCES person(id),
  endedAt   INTEGER NOT NULL,
  endedOn   TEXT NOT NULL CHECK (date(endedOn) IS endedOn)
) STRICT;
CREATE TABLE document (
  id        INTEGER PRIMARY KEY,
  mediaType TEXT NOT NULL CHECK (mediaType LIKE '_%/_%'),
  storedAt  INTEGER NOT NULL,
  byteCount INTEGER,
  sha256    TEXT CHECK (length(sha256) = 64),
  CHECK ((byteCount IS NULL) = (sha256 IS NULL))
) STRICT;
CREATE TABLE documentChunk (
  documentId INTEGER NOT NULL REFERENCES document(id),
  number     INTEGER NOT NULL,
  bytes      BLOB NOT NULL,
  PRIMARY KEY (documentId, number)
) STRICT;
CREATE TABLE documentFile (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256    TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  mediaType TEXT NOT NULL CHECK (mediaType LIKE '_%/_%'),
  byteCount INTEGER NOT NULL CHECK (byteCount BETWEEN 1 AND 26214400),
  storedAt  INTEGER NOT NULL
) STRICT;
CREATE TABLE documentFilePiece (
  fileId INTEGER NOT NULL REFERENCES documentFile(id),
  number INTEGER NOT NULL CHECK (number > 0),
  bytes  BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 262144),
  PRIMARY KEY (fileId, number)
) STRICT;
CREATE TABLE documentUpload (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  fileId        INTEGER NOT NULL REFERENCES documentFile(id),
  -- Without folders, control characters and marks of direction.
  name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120
    AND instr(name, '/') = 0 AND instr(name, char(92)) = 0 AND instr(name, char(10)) = 0),
  uploadedById  INTEGER NOT NULL REFERENCES person(id),
  uploadedAt    INTEGER NOT NULL,
  draftId       INTEGER REFERENCES applicationDraft(id),
  applicationId INTEGER REFERENCES application(id),
  returnId      INTEGER REFERENCES commissioningReturn(id),
  questionKey   TEXT CHECK (questionKey <> ''),
  -- When it was sent with what it belongs to; from then on it stays.
  sentAt        INTEGER,
  CHECK (returnId IS NULL OR (draftId IS NULL AND applicationId IS NOT NULL)),
  CHECK ((questionKey IS NULL) = (coalesce(draftId, applicationId) IS NULL)),
  CHECK (sentAt IS NULL OR applicationId IS NOT NULL)
) STRICT;
CREATE TABLE erasure (
  id           INTEGER PRIMARY KEY,
  scope        TEXT NOT NULL CHECK (scope IN ('class', 'application', 'person')),
  -- Of what is due by its class.
  class        TEXT CHECK (class <> ''),
  reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
  -- For how long copies of the database are kept.
  backupDays   INTEGER NOT NULL CHECK (backupDays BETWEEN 0 AND 3650),
  proposedById INTEGER NOT NULL REFERENCES person(id),
  proposedAt   INTEGER NOT NULL,
  proposedOn   TEXT NOT NULL CHECK (date(proposedOn) IS proposedOn),
  CHECK ((scope = 'class') = (class IS NOT NULL))
) STRICT;
CREATE TABLE erasureApproval (
  erasureId    INTEGER PRIMARY KEY REFERENCES erasure(id),
  proposedById INTEGER NOT NULL,
  approvedById INTEGER NOT NULL REFERENCES person(id),
  approvedAt   INTEGER NOT NULL,
  approvedOn   TEXT NOT NULL CHECK (date(approvedOn) IS approvedOn),
  CONSTRAINT "erasure-second-person" CHECK (approvedById <> proposedById)
) STRICT;
CREATE TABLE erasureCertificate (
  erasureId    INTEGER PRIMARY KEY REFERENCES erasureApproval(erasureId),
  content      TEXT NOT NULL CHECK (json_valid(content)),
  sha256       TEXT NOT NULL CHECK (length(sha256) = 64),
  -- When the last copy of the database of before is gone.
  copiesGoneOn TEXT NOT NULL CHECK (date(copiesGoneOn) IS copiesGoneOn)
) STRICT;
CREATE TABLE erasureCount (
  erasureId INTEGER NOT NULL REFERENCES erasureApproval(erasureId),
  kind      TEXT NOT NULL CHECK (kind <> ''),
  dataTable TEXT NOT NULL CHECK (dataTable <> ''),
  rowCount  INTEGER NOT NULL CHECK (rowCount > 0),
  PRIMARY KEY (erasureId, kind, dataTable)
) STRICT;
CREATE TABLE erasureHold (
  id            INTEGER PRIMARY KEY,
  applicationId INTEGER NOT NULL REFERENCES application(id),
  reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
  heldById      INTEGER NOT NULL REFERENCES person(id),
  heldAt        INTEGER NOT NULL,
  heldOn        TEXT NOT NULL CHECK (date(heldOn) IS heldOn)
) STRICT;
CREATE TABLE erasureHoldEnd (
  holdId    INTEGER PRIMARY KEY REFERENCES erasureHold(id),
  reason    TEXT NOT NULL CHECK (trim(reason) <> ''),
  endedById INTEGER NOT NULL REFERENCES person(id),
  endedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE erasureInForce (
  erasureId INTEGER PRIMARY KEY REFERENCES erasureApproval(erasureId),
  never     INTEGER NOT NULL DEFAULT 1
    REFERENCES erasureNever(id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE erasureNever (id INTEGER PRIMARY KEY CHECK (id <> id)) STRICT;
CREATE TABLE erasureSubject (
  erasureId INTEGER NOT NULL REFERENCES erasure(id),
  kind      TEXT NOT NULL CHECK (kind IN (
    'application', 'draft', 'person', 'round', 'tension', 'support', 'provider',
    'moment')),
  subjectId INTEGER NOT NULL,
  label     TEXT NOT NULL CHECK (label <> ''),
  PRIMARY KEY (erasureId, kind, subjectId)
) STRICT;
CREATE TABLE erasureWithdrawal (
  erasureId     INTEGER PRIMARY KEY REFERENCES erasure(id),
  withdrawnById INTEGER NOT NULL REFERENCES person(id),
  withdrawnAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE fund (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  name            TEXT NOT NULL CHECK (name <> ''),
  totalPence      INTEGER NOT NULL CHECK (totalPence > 0),
  referencePrefix TEXT NOT NULL CHECK (referencePrefix GLOB '[A-Z][A-Z]*'),
  council         TEXT NOT NULL CHECK (council <> ''),
  department      TEXT NOT NULL CHECK (department <> '')
) STRICT;
CREATE TABLE ledgerAccount (
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL CHECK (kind IN (
    'council', 'fund', 'allotted', 'reserved', 'committed', 'paid', 'recovered')),
  roundId INTEGER REFERENCES round(id),
  CHECK ((kind IN ('council', 'fund')) = (roundId IS NULL))
) STRICT;
CREATE TABLE ledgerBalance (
  accountId   INTEGER PRIMARY KEY REFERENCES ledgerAccount(id),
  mayBeShort  INTEGER NOT NULL CHECK (mayBeShort IN (0, 1)),
  pence       INTEGER NOT NULL,
  lastEntryId INTEGER NOT NULL,
  CONSTRAINT "ledger-overdrawn" CHECK (pence >= 0 OR mayBeShort = 1)
) STRICT;
CREATE TABLE ledgerEntry (
  id            INTEGER PRIMARY KEY,
  at            INTEGER NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN (
    'foundation', 'allotment', 'reservation', 'commitment', 'release', 'increase',
    'reduction', 'lapse', 'withdrawal', 'payment', 'return', 'recovery',
    'reallotment')),
  fromAccountId INTEGER NOT NULL REFERENCES ledgerAccount(id),
  toAccountId   INTEGER NOT NULL REFERENCES ledgerAccount(id),
  pence         INTEGER NOT NULL CHECK (pence > 0),
  applicationId INTEGER REFERENCES application(id),
  instalmentId  INTEGER REFERENCES paymentInstalment(id),
  -- The day on which it counts: for money that moved, the bank's.
  valueOn       TEXT NOT NULL CHECK (date(valueOn) IS valueOn),
  CHECK (fromAccountId <> toAccountId),
  CHECK ((kind IN ('foundation', 'allotment')) = (applicationId IS NULL)),
  CHECK ((kind IN ('payment', 'return')) = (instalmentId IS NOT NULL))
) STRICT;
CREATE TABLE letter (
  id               INTEGER PRIMARY KEY,
  roundId          INTEGER NOT NULL REFERENCES round(id),
  applicationId    INTEGER NOT NULL REFERENCES application(id),
  reference        TEXT NOT NULL,
  kind             TEXT NOT NULL CHECK (kind IN (
    'receipt', 'ineligible', 'award', 'partial', 'decline', 'question', 'withdrawal',
    'appealReceipt', 'appealOutcome', 'offer', 'agreed', 'offerEnd', 'reserveAward', 'reserveEnd')),
  number           INTEGER NOT NULL CHECK (number > 0),
  language         TEXT NOT NULL,
  facts            TEXT NOT NULL CHECK (json_valid(facts)),
  messageId        TEXT NOT NULL UNIQUE,
  queuedAt         INTEGER NOT NULL,
  status           TEXT NOT NULL CHECK (status IN (
    'queued', 'sending', 'sent', 'toPost', 'waiting', 'failed', 'unknown', 'withdrawn')),
  attemptCount     INTEGER NOT NULL DEFAULT 0 CHECK (attemptCount >= 0),
  nextAttemptAt    INTEGER,
  recipientEmail   TEXT,
  -- How the last attempt goes or went: tells what an interrupted one may have done.
  transport        TEXT CHECK (transport IN ('smtp', 'file', 'post')),
  postBatch        INTEGER,
  releasedAt       INTEGER,
  withdrawnAt      INTEGER,
  isGated          INTEGER NOT NULL DEFAULT 0 CHECK (isGated IN (0, 1)),
  releaseId        INTEGER REFERENCES letterRelease(id)
    CHECK (isGated = 0 OR (releaseId IS NULL) = (releasedAt IS NULL)),
  notBefore        INTEGER,
  claimedAt        INTEGER
    CONSTRAINT "letter-embargo" CHECK (status <> 'sending' OR notBefore IS NULL
      OR ifnull(claimedAt, notBefore - 1) >= notBefore),
  replacesId       INTEGER REFERENCES letter(id),
  correctionReason TEXT
    CHECK ((replacesId IS NULL) = (correctionReason IS NULL) AND correctionReason <> ''),
  UNIQUE (applicationId, kind, number),
  CHECK (status <> 'waiting' OR nextAttemptAt IS NOT NULL),
  CHECK (status NOT IN ('sending', 'sent', 'waiting', 'unknown')
    OR recipientEmail IS NOT NULL OR transport = 'post'),
  CHECK (status NOT IN ('sending', 'sent', 'unknown') OR transport IS NOT NULL),
  CHECK ((status = 'toPost') = (postBatch IS NOT NULL))
) STRICT;
CREATE TABLE letterAttempt (
  id        INTEGER PRIMARY KEY,
  letterId  INTEGER NOT NULL REFERENCES letter(id),
  at        INTEGER NOT NULL,
  transport TEXT NOT NULL,
  outcome   TEXT NOT NULL,
  reply     TEXT
) STRICT;
CREATE TABLE letterConditions (
  applicationId INTEGER PRIMARY KEY REFERENCES application(id),
  text          TEXT NOT NULL CHECK (trim(text) <> ''),
  english       TEXT CHECK (english <> ''),
  statedById    INTEGER NOT NULL REFERENCES person(id),
  statedAt      INTEGER NOT NULL
) STRICT;
CREATE TABLE letterFeedback (
  applicationId INTEGER PRIMARY KEY REFERENCES application(id),
  text          TEXT NOT NULL CHECK (text <> ''),
  releasedById  INTEGER NOT NULL REFERENCES person(id),
  releasedAt    INTEGER NOT NULL
, english TEXT CHECK (english <> '')) STRICT;
CREATE TABLE letterGatePass (
  id          INTEGER PRIMARY KEY,
  roundId     INTEGER NOT NULL REFERENCES round(id),
  passedById  INTEGER NOT NULL REFERENCES person(id),
  passedAt    INTEGER NOT NULL,
  letterCount INTEGER NOT NULL CHECK (letterCount > 0),
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64)
) STRICT;
CREATE TABLE letterHold (
  id       INTEGER PRIMARY KEY,
  roundId  INTEGER NOT NULL REFERENCES round(id),
  heldById INTEGER NOT NULL REFERENCES person(id),
  heldAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE letterHoldEnd (
  holdId    INTEGER PRIMARY KEY REFERENCES letterHold(id),
  endsAt    INTEGER NOT NULL,
  endedById INTEGER NOT NULL REFERENCES person(id),
  endedAt   INTEGER NOT NULL,
  CHECK (endsAt >= endedAt)
) STRICT;
CREATE TABLE letterNotice (
  id             INTEGER PRIMARY KEY,
  roundId        INTEGER NOT NULL REFERENCES round(id),
  applicationId  INTEGER NOT NULL REFERENCES application(id),
  kind           TEXT NOT NULL CHECK (kind IN ('bankDetails', 'remittance', 'reminder')),
  recipientEmail TEXT NOT NULL CHECK (recipientEmail LIKE '_%@_%.%'),
  language       TEXT NOT NULL,
  subject        TEXT NOT NULL CHECK (subject <> ''),
  body           TEXT NOT NULL CHECK (body <> ''),
  messageId      TEXT NOT NULL UNIQUE,
  queuedAt       INTEGER NOT NULL,
  status         TEXT NOT NULL CHECK (status IN (
    'queued', 'sending', 'sent', 'waiting', 'failed', 'unknown')),
  attemptCount   INTEGER NOT NULL DEFAULT 0 CHECK (attemptCount >= 0),
  nextAttemptAt  INTEGER,
  -- How the last attempt goes or went: tells what an interrupted one may have done.
  transport      TEXT CHECK (transport IN ('smtp', 'file')),
  reply          TEXT,
  CHECK (status <> 'waiting' OR nextAttemptAt IS NOT NULL),
  CHECK (status NOT IN ('sending', 'sent', 'unknown') OR transport IS NOT NULL)
) STRICT;
CREATE TABLE letterOverruled (
  applicationId INTEGER PRIMARY KEY REFERENCES application(id),
  overruledAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE letterPaperNotice (
  id            INTEGER PRIMARY KEY,
  roundId       INTEGER NOT NULL REFERENCES round(id),
  applicationId INTEGER NOT NULL REFERENCES application(id),
  kind          TEXT NOT NULL CHECK (kind IN ('bankDetails')),
  -- Whom it addresses, in lines.
  addressee     TEXT NOT NULL CHECK (addressee <> ''),
  -- Where it goes, in lines; none where nobody knew one, until somebody does.
  address       TEXT CHECK (address <> ''),
  -- Whether the group has left that address since.
  isFormer      INTEGER NOT NULL CHECK (isFormer IN (0, 1)),
  language      TEXT NOT NULL,
  subject       TEXT NOT NULL CHECK (subject <> ''),
  body          TEXT NOT NULL CHECK (body <> ''),
  queuedAt      INTEGER NOT NULL,
  CHECK (isFormer = 0 OR address IS NOT NULL)
) STRICT;
CREATE TABLE letterPaperPosting (
  noticeId   INTEGER PRIMARY KEY REFERENCES letterPaperNotice(id),
  address    TEXT NOT NULL CHECK (address <> ''),
  postedById INTEGER NOT NULL REFERENCES person(id),
  postedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE letterPaperPrinting (
  noticeId    INTEGER PRIMARY KEY REFERENCES letterPaperNotice(id),
  -- Neither is known of those from before this was kept: they count as printed.
  printedById INTEGER REFERENCES person(id),
  printedAt   INTEGER,
  CHECK ((printedById IS NULL) = (printedAt IS NULL))
) STRICT;
CREATE TABLE letterRelease (
  id           INTEGER PRIMARY KEY,
  roundId      INTEGER NOT NULL REFERENCES round(id),
  passId       INTEGER NOT NULL UNIQUE REFERENCES letterGatePass(id),
  -- Who passed the gate, copied from it, so that a second person can be asked for.
  gatedById    INTEGER NOT NULL REFERENCES person(id),
  -- Whether the round asks for a second person, copied from its controls.
  needsSecond  INTEGER NOT NULL CHECK (needsSecond IN (0, 1)),
  releasedById INTEGER NOT NULL REFERENCES person(id),
  releasedAt   INTEGER NOT NULL,
  -- Over the letters as they stood when they were let go.
  sha256       TEXT NOT NULL,
  -- The embargo: no attempt before it.
  notBefore    INTEGER,
  CONSTRAINT "letter-second-person" CHECK (needsSecond = 0 OR releasedById <> gatedById)
) STRICT;
CREATE TABLE letterReminder (
  noticeId      INTEGER PRIMARY KEY REFERENCES letterNotice(id),
  roundId       INTEGER NOT NULL REFERENCES round(id),
  applicationId INTEGER NOT NULL REFERENCES application(id),
  kind          TEXT NOT NULL CHECK (kind IN ('acceptance', 'monitoringReturn')),
  item          INTEGER NOT NULL,
  dueOn         TEXT NOT NULL CHECK (date(dueOn) IS dueOn),
  isLate        INTEGER NOT NULL CHECK (isLate IN (0, 1)),
  UNIQUE (applicationId, kind, item, dueOn, isLate)
) STRICT;
CREATE TABLE letterResolution (
  id           INTEGER PRIMARY KEY,
  letterId     INTEGER NOT NULL REFERENCES letter(id),
  verdict      TEXT NOT NULL CHECK (verdict IN ('sent', 'resend')),
  resolvedById INTEGER NOT NULL REFERENCES person(id),
  resolvedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentAcknowledgement (
  runId          INTEGER PRIMARY KEY REFERENCES paymentRun(id),
  theirReference TEXT NOT NULL CHECK (trim(theirReference) <> ''),
  acknowledgedOn TEXT NOT NULL CHECK (date(acknowledgedOn) IS acknowledgedOn),
  recordedById   INTEGER NOT NULL REFERENCES person(id),
  recordedAt     INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentAdvice (
  runId       INTEGER NOT NULL REFERENCES paymentRun(id),
  awardId     INTEGER NOT NULL REFERENCES paymentAward(awardId),
  -- None where somebody printed it and posted it.
  noticeId    INTEGER UNIQUE REFERENCES letterNotice(id),
  -- What the run pays of the award, as the group is told.
  pence       INTEGER NOT NULL CHECK (pence > 0),
  expectedOn  TEXT NOT NULL CHECK (date(expectedOn) IS expectedOn),
  advisedById INTEGER NOT NULL REFERENCES person(id),
  advisedAt   INTEGER NOT NULL,
  PRIMARY KEY (runId, awardId)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentAgreement (
  awardId    INTEGER PRIMARY KEY REFERENCES paymentAward(awardId),
  agreedOn   TEXT NOT NULL CHECK (date(agreedOn) IS agreedOn),
  recordedAt INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentAmendment (
  awardId      INTEGER NOT NULL REFERENCES paymentAward(awardId),
  number       INTEGER NOT NULL CHECK (number > 0),
  formerPence  INTEGER NOT NULL,
  awardedPence INTEGER NOT NULL CHECK (awardedPence > 0 AND awardedPence <> formerPence),
  amendedById  INTEGER NOT NULL REFERENCES person(id),
  amendedAt    INTEGER NOT NULL,
  PRIMARY KEY (awardId, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentAward (
  awardId        INTEGER PRIMARY KEY REFERENCES award(id),
  roundId        INTEGER NOT NULL REFERENCES round(id),
  applicationId  INTEGER NOT NULL REFERENCES application(id),
  reference      TEXT NOT NULL UNIQUE,
  awardedPence   INTEGER NOT NULL CHECK (awardedPence > 0),
  scheduledPence INTEGER NOT NULL CHECK (scheduledPence >= 0),
  decidedById    INTEGER NOT NULL REFERENCES person(id),
  decidedOn      TEXT NOT NULL CHECK (date(decidedOn) IS decidedOn), awaitsEffect INTEGER NOT NULL DEFAULT 0
  CHECK (awaitsEffect IN (0, 1)), awaitsAgreement INTEGER NOT NULL DEFAULT 0
  CHECK (awaitsAgreement IN (0, 1)),
  CONSTRAINT "schedule-exceeds-award" CHECK (scheduledPence <= awardedPence)
) STRICT;
CREATE TABLE paymentBankFile (
  id           INTEGER PRIMARY KEY,
  sha256       TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  profile      TEXT NOT NULL CHECK (profile <> ''),
  name         TEXT NOT NULL CHECK (name <> ''),
  lineCount    INTEGER NOT NULL CHECK (lineCount >= 0),
  importedById INTEGER NOT NULL REFERENCES person(id),
  importedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentBankKey (
  id        INTEGER PRIMARY KEY,
  keyCheck  TEXT NOT NULL UNIQUE CHECK (length(keyCheck) = 64),
  beganAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentBankLine (
  id                INTEGER PRIMARY KEY,
  fileId            INTEGER NOT NULL REFERENCES paymentBankFile(id),
  -- Its place among the lines of the file, and the line of text where it begins.
  position          INTEGER NOT NULL CHECK (position > 0),
  textLine          INTEGER NOT NULL CHECK (textLine > 0),
  bookedOn          TEXT CHECK (date(bookedOn) IS bookedOn),
  pence             INTEGER NOT NULL,
  kind              TEXT NOT NULL CHECK (kind IN ('debit', 'credit')),
  status            TEXT NOT NULL CHECK (status IN ('booked', 'pending', 'information')),
  outcome           TEXT NOT NULL CHECK (outcome IN (
    'paid', 'failed', 'returned', 'unknown')),
  returnReason      TEXT,
  endToEndReference TEXT,
  batchReference    TEXT,
  bankReference     TEXT,
  paymentCount      INTEGER NOT NULL CHECK (paymentCount > 0),
  -- What these references name, as the fund writes it.
  reference         TEXT,
  instalment        INTEGER CHECK (instalment > 0),
  runReference      TEXT,
  -- What makes it the same movement in another file, and which of the same in this one.
  movement          TEXT NOT NULL CHECK (length(movement) = 64),
  occurrence        INTEGER NOT NULL CHECK (occurrence > 0),
  -- How many lines of the file so far say the same of the same payment.
  tellingNumber     INTEGER NOT NULL CHECK (tellingNumber > 0),
  -- An earlier file told the same movement.
  isToldBefore      INTEGER NOT NULL CHECK (isToldBefore IN (0, 1)),
  UNIQUE (fileId, position),
  UNIQUE (movement, occurrence, fileId)
) STRICT;
CREATE TABLE paymentBankMatch (
  lineId        INTEGER PRIMARY KEY REFERENCES paymentBankLine(id),
  -- What it is, or why it settles nothing.
  verdict       TEXT NOT NULL CHECK (verdict <> ''),
  how           TEXT AS (CASE verdict WHEN 'exact' THEN 'exact' WHEN 'batch' THEN 'batch'
    WHEN 'recovery' THEN 'recovery' WHEN 'known' THEN 'known' WHEN 'pending' THEN 'noted'
    WHEN 'information' THEN 'noted' ELSE 'none' END) VIRTUAL,
  reason        TEXT AS (CASE verdict WHEN 'exact' THEN NULL WHEN 'batch' THEN NULL
    WHEN 'recovery' THEN NULL WHEN 'known' THEN NULL ELSE verdict END) VIRTUAL,
  instalmentId  INTEGER REFERENCES paymentInstalment(id),
  runId         INTEGER REFERENCES paymentRun(id),
  -- What would have been right for a run, where the amount is another.
  expectedPence INTEGER,
  receiptId     INTEGER REFERENCES paymentReceipt(id),
  CHECK (CASE verdict
    WHEN 'exact' THEN instalmentId IS NOT NULL AND runId IS NOT NULL
    WHEN 'batch' THEN instalmentId IS NULL AND runId IS NOT NULL
    ELSE (verdict = 'recovery') = (receiptId IS NOT NULL) END),
  CHECK (expectedPence IS NULL OR verdict = 'amount-differs')
) STRICT;
CREATE TABLE paymentBankResolution (
  lineId       INTEGER PRIMARY KEY REFERENCES paymentBankMatch(lineId),
  reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
  resolvedById INTEGER NOT NULL REFERENCES person(id),
  resolvedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentBankRetry (
  lineId      INTEGER NOT NULL REFERENCES paymentBankLine(id),
  number      INTEGER NOT NULL CHECK (number > 0),
  verdict     TEXT NOT NULL CHECK (verdict <> ''),
  retriedById INTEGER NOT NULL REFERENCES person(id),
  retriedAt   INTEGER NOT NULL,
  -- Whether the line has been matched anew since.
  isOver      INTEGER NOT NULL DEFAULT 0 CHECK (isOver IN (0, 1)),
  PRIMARY KEY (lineId, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentBankStatement (
  fileId       INTEGER NOT NULL REFERENCES paymentBankFile(id),
  number       INTEGER NOT NULL CHECK (number > 0),
  statement    TEXT NOT NULL,
  account      TEXT NOT NULL,
  openingPence INTEGER NOT NULL,
  closingPence INTEGER NOT NULL,
  entryCount   INTEGER NOT NULL CHECK (entryCount >= 0),
  PRIMARY KEY (fileId, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentBankWords (
  lineId       INTEGER PRIMARY KEY REFERENCES paymentBankLine(id),
  counterparty TEXT,
  remittance   TEXT
) STRICT;
CREATE TABLE paymentBar (
  roundId  INTEGER NOT NULL REFERENCES round(id),
  personId INTEGER NOT NULL REFERENCES person(id),
  cause    TEXT NOT NULL CHECK (cause IN ('scored', 'decided')),
  PRIMARY KEY (roundId, personId, cause)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentBatch (
  runId  INTEGER PRIMARY KEY REFERENCES paymentRun(id),
  number INTEGER NOT NULL UNIQUE CHECK (number > 0)
) STRICT;
CREATE TABLE paymentCallBack (
  id          INTEGER PRIMARY KEY,
  payeeId     INTEGER NOT NULL REFERENCES paymentPayee(id),
  -- Who entered the details, copied from them, so that somebody else can be asked for.
  enteredById INTEGER NOT NULL REFERENCES person(id),
  number      TEXT NOT NULL CHECK (trim(number) <> ''),
  -- Where the number was found; none where the application had it.
  source      TEXT CHECK (trim(source) <> ''),
  isConfirmed INTEGER NOT NULL CHECK (isConfirmed IN (0, 1)),
  calledById  INTEGER NOT NULL REFERENCES person(id),
  calledAt    INTEGER NOT NULL,
  CONSTRAINT "payee-second-person" CHECK (calledById <> enteredById)
) STRICT;
CREATE TABLE paymentCancel (
  runId         INTEGER PRIMARY KEY REFERENCES paymentRun(id),
  reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
  cancelledById INTEGER NOT NULL REFERENCES person(id),
  cancelledAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentClosing (
  id         INTEGER PRIMARY KEY,
  awardId    INTEGER NOT NULL REFERENCES award(id),
  isClosed   INTEGER NOT NULL CHECK (isClosed IN (0, 1)),
  -- What the end return says was spent; nothing where none was asked for.
  spentPence INTEGER CHECK (spentPence >= 0),
  setById    INTEGER NOT NULL REFERENCES person(id),
  setAt      INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentDrop (
  instalmentId INTEGER PRIMARY KEY REFERENCES paymentInstalment(id),
  reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
  droppedById  INTEGER NOT NULL REFERENCES person(id),
  droppedAt    INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentDuty (
  runId    INTEGER NOT NULL REFERENCES paymentRun(id),
  personId INTEGER NOT NULL REFERENCES person(id),
  duty     TEXT NOT NULL CHECK (duty IN (
    'verified', 'proposed', 'approved', 'released')),
  doneOn   TEXT NOT NULL CHECK (date(doneOn) IS doneOn),
  PRIMARY KEY (runId, personId, duty)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE paymentExemptionEnd (
  exemptionId INTEGER PRIMARY KEY REFERENCES paymentExemption(id),
  reason      TEXT NOT NULL CHECK (trim(reason) <> ''),
  endedById   INTEGER NOT NULL REFERENCES person(id),
  endedAt     INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentExport (
  runId     INTEGER NOT NULL REFERENCES paymentRun(id),
  profile   TEXT NOT NULL,
  takenById INTEGER REFERENCES person(id),
  takenAt   INTEGER NOT NULL,
  sha256    TEXT NOT NULL,
  PRIMARY KEY (runId, profile)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentGivenUp (
  awardId INTEGER PRIMARY KEY REFERENCES paymentStop(awardId)
) STRICT;
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
CREATE TABLE paymentInstalment (
  id          INTEGER PRIMARY KEY,
  awardId     INTEGER NOT NULL REFERENCES paymentAward(awardId),
  number      INTEGER NOT NULL CHECK (number > 0),
  amountPence INTEGER NOT NULL CHECK (amountPence > 0),
  scheduledAt INTEGER NOT NULL, trigger TEXT NOT NULL DEFAULT 'agreement'
  CHECK (trigger IN ('agreement', 'date', 'report', 'evidence')), dueOn TEXT
  CHECK (date(dueOn) IS dueOn)
  CONSTRAINT "instalment-date" CHECK ((trigger = 'date') = (dueOn IS NOT NULL)), replacesId INTEGER
  REFERENCES paymentInstalment(id),
  UNIQUE (awardId, number)
) STRICT;
CREATE TABLE paymentOutcome (
  instalmentId   INTEGER NOT NULL REFERENCES paymentRunItem(instalmentId),
  kind           TEXT NOT NULL CHECK (kind IN (
    'paid', 'failed', 'returned', 'cancelled')),
  runId          INTEGER NOT NULL REFERENCES paymentRun(id),
  -- The day on which it happened, by the bank.
  happenedOn     TEXT NOT NULL CHECK (date(happenedOn) IS happenedOn),
  reason         TEXT CHECK (trim(reason) <> ''),
  -- The document or line that says so.
  evidence       TEXT NOT NULL CHECK (trim(evidence) <> ''),
  recordedById   INTEGER NOT NULL REFERENCES person(id),
  recordedAt     INTEGER NOT NULL,
  PRIMARY KEY (instalmentId, kind),
  CONSTRAINT "outcome-reason" CHECK (kind = 'paid' OR reason IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentOutcomeLine (
  instalmentId INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  lineId       INTEGER NOT NULL REFERENCES paymentBankMatch(lineId),
  PRIMARY KEY (instalmentId, kind),
  FOREIGN KEY (instalmentId, kind) REFERENCES paymentOutcome(instalmentId, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentPayee (
  id             INTEGER PRIMARY KEY,
  roundId        INTEGER NOT NULL REFERENCES round(id),
  applicationId  INTEGER NOT NULL REFERENCES application(id),
  version        INTEGER NOT NULL CHECK (version > 0),
  keyId          INTEGER NOT NULL REFERENCES paymentBankKey(id),
  -- Name, sort code, account number and roll number: AES-GCM, for this place alone.
  sealed         BLOB NOT NULL CHECK (length(sealed) BETWEEN 29 AND 4096),
  -- The same for the same account, by the key.
  fingerprint    TEXT NOT NULL CHECK (length(fingerprint) = 64),
  lastDigits     TEXT NOT NULL CHECK (lastDigits GLOB '[0-9][0-9][0-9][0-9]'),
  verdict        TEXT NOT NULL CHECK (verdict IN (
    'valid', 'invalid', 'not in table', 'unchecked')),
  tablesHash     TEXT CHECK (length(tablesHash) = 64),
  tablesRowCount INTEGER CHECK (tablesRowCount >= 0),
  cameBy         TEXT NOT NULL CHECK (cameBy IN ('online', 'paper')),
  paperReason    TEXT CHECK (trim(paperReason) <> ''),
  enteredById    INTEGER NOT NULL REFERENCES person(id),
  enteredAt      INTEGER NOT NULL,
  coolingDays    INTEGER NOT NULL CHECK (coolingDays BETWEEN 0 AND 90),
  usableFrom     INTEGER NOT NULL,
  UNIQUE (applicationId, version),
  CHECK ((verdict = 'unchecked') = (tablesHash IS NULL)),
  CHECK ((tablesHash IS NULL) = (tablesRowCount IS NULL)),
  CHECK ((cameBy = 'paper') = (paperReason IS NOT NULL)),
  -- The first may be used as soon as it is verified, a change only after so many days.
  CONSTRAINT "payee-cooling" CHECK (
    usableFrom = enteredAt + iif(version = 1, 0, coolingDays * 86400000))
) STRICT;
CREATE TABLE paymentPayeeBounce (
  payeeId      INTEGER NOT NULL REFERENCES paymentPayee(id),
  instalmentId INTEGER NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('failed', 'returned')),
  lastCallId   INTEGER NOT NULL REFERENCES paymentCallBack(id),
  PRIMARY KEY (payeeId, instalmentId, kind),
  FOREIGN KEY (instalmentId, kind) REFERENCES paymentOutcome(instalmentId, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentPayeeConfirmation (
  id           INTEGER PRIMARY KEY,
  payeeId      INTEGER NOT NULL REFERENCES paymentPayee(id),
  result       TEXT NOT NULL CHECK (result IN (
    'match', 'closeMatch', 'noMatch', 'unavailable')),
  checkedOn    TEXT NOT NULL CHECK (date(checkedOn) IS checkedOn),
  reason       TEXT CHECK (trim(reason) <> ''),
  recordedById INTEGER NOT NULL REFERENCES person(id),
  recordedAt   INTEGER NOT NULL
) STRICT;
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
CREATE TABLE paymentReceipt (
  id            INTEGER PRIMARY KEY,
  recoveryId    INTEGER NOT NULL REFERENCES paymentRecovery(id),
  pence         INTEGER NOT NULL CHECK (pence > 0),
  receivedOn    TEXT NOT NULL CHECK (date(receivedOn) IS receivedOn),
  evidence      TEXT NOT NULL CHECK (trim(evidence) <> ''),
  recordedById  INTEGER NOT NULL REFERENCES person(id),
  recordedAt    INTEGER NOT NULL,
  ledgerEntryId INTEGER NOT NULL UNIQUE REFERENCES ledgerEntry(id)
) STRICT;
CREATE TABLE paymentRecovery (
  id            INTEGER PRIMARY KEY,
  awardId       INTEGER NOT NULL REFERENCES paymentAward(awardId),
  kind          TEXT NOT NULL CHECK (kind IN ('unspent', 'clawback')),
  duePence      INTEGER NOT NULL CHECK (duePence > 0),
  receivedPence INTEGER NOT NULL DEFAULT 0,
  reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
  demandedById  INTEGER NOT NULL REFERENCES person(id),
  demandedAt    INTEGER NOT NULL,
  CONSTRAINT "recovery-too-much" CHECK (receivedPence BETWEEN 0 AND duePence)
) STRICT;
CREATE TABLE paymentRefusalClaim (
  id              INTEGER PRIMARY KEY,
  runId           INTEGER NOT NULL REFERENCES paymentRun(id),
  reason          TEXT NOT NULL CHECK (trim(reason) <> ''),
  refusedOn       TEXT NOT NULL CHECK (date(refusedOn) IS refusedOn),
  claimedById     INTEGER NOT NULL REFERENCES person(id),
  claimedAt       INTEGER NOT NULL,
  withdrawnById   INTEGER REFERENCES person(id),
  withdrawnAt     INTEGER,
  withdrawnReason TEXT CHECK (trim(withdrawnReason) <> ''),
  CHECK ((withdrawnAt IS NULL) = (withdrawnById IS NULL)
    AND (withdrawnAt IS NULL) = (withdrawnReason IS NULL))
) STRICT;
CREATE TABLE paymentRelease (
  runId        INTEGER PRIMARY KEY REFERENCES paymentRun(id),
  releasedById INTEGER NOT NULL REFERENCES person(id),
  releasedAt   INTEGER NOT NULL,
  payOn        TEXT NOT NULL CHECK (date(payOn) IS payOn)
) STRICT;
CREATE TABLE paymentReportHold (
  id       INTEGER PRIMARY KEY,
  awardId  INTEGER NOT NULL REFERENCES award(id),
  cause    TEXT NOT NULL CHECK (cause IN ('return', 'concern')),
  -- Which return; 0 for concerns.
  number   INTEGER NOT NULL CHECK (number >= 0),
  heldFrom TEXT CHECK (date(heldFrom) IS heldFrom),
  setById  INTEGER NOT NULL REFERENCES person(id),
  setAt    INTEGER NOT NULL,
  CHECK ((cause = 'concern') = (number = 0))
) STRICT;
CREATE TABLE paymentRound (
  roundId      INTEGER PRIMARY KEY REFERENCES round(id),
  -- Whether a run is proposed, approved and released by people whom the table below keeps
  -- apart; otherwise an approval is all that a run needs.
  needsRelease INTEGER NOT NULL CHECK (needsRelease IN (0, 1))
, needsPayee INTEGER NOT NULL DEFAULT 0
  -- Whether its runs pay to verified bank details, and to nothing else.
  CHECK (needsPayee IN (0, 1))) STRICT;
CREATE TABLE paymentRun (
  id              INTEGER PRIMARY KEY,
  roundId         INTEGER NOT NULL REFERENCES round(id),
  reference       TEXT NOT NULL UNIQUE,
  approvedById    INTEGER NOT NULL REFERENCES person(id),
  approvedAt      INTEGER NOT NULL,
  approvedOn      TEXT NOT NULL CHECK (date(approvedOn) IS approvedOn),
  instalmentCount INTEGER NOT NULL CHECK (instalmentCount > 0),
  totalPence      INTEGER NOT NULL CHECK (totalPence > 0),
  auditHead       TEXT NOT NULL,
  frozenAt        INTEGER
, effectiveOn TEXT
  CHECK (date(effectiveOn) IS effectiveOn)
  CONSTRAINT "payment-before-effect" CHECK (effectiveOn <= approvedOn), proposalId INTEGER REFERENCES paymentProposal(id), contentSha256 TEXT CHECK (length(contentSha256) = 64), needsRelease INTEGER NOT NULL DEFAULT 0
  CHECK (needsRelease IN (0, 1)), limitPence INTEGER
  CONSTRAINT "payment-over-run-limit" CHECK (totalPence <= limitPence), instalmentLimitPence INTEGER
  CHECK (instalmentLimitPence > 0)) STRICT;
CREATE TABLE paymentRunFile (
  runId      INTEGER NOT NULL REFERENCES paymentRun(id),
  profile    TEXT NOT NULL CHECK (profile <> ''),
  documentId INTEGER NOT NULL UNIQUE REFERENCES document(id),
  sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
  PRIMARY KEY (runId, profile)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentRunItem (
  -- An instalment stands in one run: it cannot be paid twice.
  instalmentId INTEGER PRIMARY KEY REFERENCES paymentInstalment(id),
  runId        INTEGER NOT NULL REFERENCES paymentRun(id),
  amountPence  INTEGER NOT NULL CHECK (amountPence > 0),
  approvedById INTEGER NOT NULL REFERENCES person(id),
  decidedById  INTEGER NOT NULL REFERENCES person(id), payeeId INTEGER REFERENCES paymentPayee(id),
  CONSTRAINT "payment-approver-decided" CHECK (approvedById <> decidedById)
) STRICT;
CREATE TABLE paymentRunRefusal (
  runId        INTEGER PRIMARY KEY REFERENCES paymentRun(id),
  reason       TEXT NOT NULL CHECK (trim(reason) <> ''),
  refusedOn    TEXT NOT NULL CHECK (date(refusedOn) IS refusedOn),
  recordedById INTEGER NOT NULL REFERENCES person(id),
  recordedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentSealedFile (
  runId     INTEGER NOT NULL,
  profile   TEXT NOT NULL,
  mediaType TEXT NOT NULL CHECK (mediaType LIKE '_%/_%'),
  keyId     INTEGER NOT NULL REFERENCES paymentBankKey(id),
  sealed    BLOB NOT NULL CHECK (length(sealed) BETWEEN 29 AND 4096),
  PRIMARY KEY (runId, profile),
  FOREIGN KEY (runId, profile) REFERENCES paymentRunFile(runId, profile)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentSeparation (
  roundId   INTEGER NOT NULL REFERENCES paymentRound(roundId),
  duty      TEXT NOT NULL CHECK (duty IN (
    'scored', 'decided', 'verified', 'proposed', 'approved', 'released')),
  apartFrom TEXT NOT NULL CHECK (apartFrom IN (
    'scored', 'decided', 'verified', 'proposed', 'approved', 'released')),
  PRIMARY KEY (roundId, duty, apartFrom),
  CHECK (duty <> apartFrom)
) STRICT, WITHOUT ROWID;
CREATE TABLE paymentSequence (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last > 0)
) STRICT;
CREATE TABLE paymentStop (
  awardId     INTEGER PRIMARY KEY REFERENCES award(id),
  paidPence   INTEGER NOT NULL CHECK (paidPence >= 0),
  stoppedById INTEGER NOT NULL REFERENCES person(id),
  stoppedAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentTriggerMet (
  instalmentId INTEGER PRIMARY KEY REFERENCES paymentInstalment(id),
  evidence     TEXT NOT NULL CHECK (trim(evidence) <> ''),
  metById      INTEGER NOT NULL REFERENCES person(id),
  metAt        INTEGER NOT NULL
) STRICT;
CREATE TABLE paymentWriteOff (
  id             INTEGER PRIMARY KEY,
  awardId        INTEGER NOT NULL REFERENCES award(id),
  pence          INTEGER NOT NULL CHECK (pence > 0),
  reason         TEXT NOT NULL CHECK (trim(reason) <> ''),
  writtenOffById INTEGER NOT NULL REFERENCES person(id),
  writtenOffAt   INTEGER NOT NULL
) STRICT;
CREATE TABLE person (
  id    INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (email LIKE '_%@_%'),
  name  TEXT NOT NULL CHECK (name <> '')
) STRICT;
CREATE TABLE personRole (
  personId INTEGER NOT NULL REFERENCES person(id),
  role     TEXT NOT NULL CHECK (role IN (
    'applicant', 'panelMember', 'officer', 'decisionMaker', 'finance', 'auditor',
    'administrator')),
  PRIMARY KEY (personId, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE personSession (
  id         INTEGER PRIMARY KEY,
  personId   INTEGER NOT NULL REFERENCES person(id),
  hash       TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  startedAt  INTEGER NOT NULL,
  lastSeenAt INTEGER NOT NULL,
  endsAt     INTEGER NOT NULL CHECK (endsAt > startedAt),
  endedAt    INTEGER CHECK (endedAt >= startedAt)
) STRICT;
CREATE TABLE personSignIn (
  id           INTEGER PRIMARY KEY,
  email        TEXT NOT NULL COLLATE NOCASE CHECK (email LIKE '_%@_%'),
  linkHash     TEXT NOT NULL UNIQUE CHECK (length(linkHash) = 64),
  codeHash     TEXT NOT NULL CHECK (length(codeHash) = 64),
  browserHash  TEXT NOT NULL CHECK (length(browserHash) = 64),
  askedAt      INTEGER NOT NULL,
  expiresAt    INTEGER NOT NULL CHECK (expiresAt > askedAt),
  failureCount INTEGER NOT NULL DEFAULT 0 CHECK (failureCount BETWEEN 0 AND 5),
  usedAt       INTEGER CHECK (usedAt >= askedAt)
) STRICT;
CREATE TABLE personToken (
  id          INTEGER PRIMARY KEY,
  personId    INTEGER NOT NULL REFERENCES person(id),
  label       TEXT NOT NULL CHECK (label <> ''),
  -- SHA-256 of the token: 256 random bits, so it needs neither salt nor stretching.
  hash        TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  createdAt   INTEGER NOT NULL,
  -- Nobody where whoever works the machine made it.
  createdById INTEGER REFERENCES person(id),
  expiresAt   INTEGER NOT NULL CHECK (expiresAt > createdAt),
  revokedAt   INTEGER CHECK (revokedAt >= createdAt)
) STRICT;
CREATE TABLE requestAnswer (
  -- Who asked: a person's id, 0 for whoever works the machine.
  actor       INTEGER NOT NULL,
  requestKey  TEXT NOT NULL CHECK (length(requestKey) BETWEEN 1 AND 200),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  answer      TEXT CHECK (answer IS NULL OR json_valid(answer)),
  keptAt      INTEGER NOT NULL,
  PRIMARY KEY (actor, requestKey)
) STRICT, WITHOUT ROWID;
CREATE TABLE round (
  id                  INTEGER PRIMARY KEY,
  key                 TEXT NOT NULL UNIQUE CHECK (key <> ''),
  title               TEXT NOT NULL CHECK (title <> ''),
  allotmentPence      INTEGER NOT NULL CHECK (allotmentPence > 0),
  minimumRequestPence INTEGER NOT NULL CHECK (minimumRequestPence > 0),
  maximumRequestPence INTEGER NOT NULL,
  partialAwards       INTEGER NOT NULL CHECK (partialAwards IN (0, 1)),
  opens               TEXT NOT NULL CHECK (opens GLOB '????-??-??T??:??'),
  closes              TEXT NOT NULL CHECK (closes GLOB '????-??-??T??:??'),
  closesAt            INTEGER NOT NULL,
  checksDone          TEXT NOT NULL CHECK (date(checksDone) IS checksDone),
  panelMeets          TEXT NOT NULL CHECK (date(panelMeets) IS panelMeets),
  decision            TEXT NOT NULL CHECK (date(decision) IS decision),
  lettersSent         TEXT NOT NULL CHECK (date(lettersSent) IS lettersSent),
  status              TEXT NOT NULL
    CHECK (status IN ('planned', 'open', 'closed', 'decided')),
  CHECK (minimumRequestPence <= maximumRequestPence)
) STRICT;
CREATE TABLE roundClone (
  roundId    INTEGER PRIMARY KEY REFERENCES round(id),
  -- An older one, so that no round comes from itself.
  sourceId   INTEGER NOT NULL REFERENCES round(id),
  clonedById INTEGER NOT NULL REFERENCES person(id),
  clonedAt   INTEGER NOT NULL,
  CHECK (sourceId < roundId)
) STRICT;
CREATE TABLE roundConfiguration (
  roundId INTEGER NOT NULL REFERENCES round(id),
  section TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  PRIMARY KEY (roundId, section)
) STRICT, WITHOUT ROWID;
CREATE TABLE roundEvent (
  id       INTEGER PRIMARY KEY,
  roundId  INTEGER NOT NULL REFERENCES round(id),
  kind     TEXT NOT NULL CHECK (kind IN ('opened', 'closed', 'decided')),
  at       INTEGER NOT NULL,
  personId INTEGER NOT NULL REFERENCES person(id),
  reason   TEXT,
  UNIQUE (roundId, kind)
) STRICT;
CREATE TABLE roundPlanApproval (
  roundId INTEGER PRIMARY KEY REFERENCES round(id),
  at      INTEGER NOT NULL,
  FOREIGN KEY (roundId) REFERENCES commissioningOpening(id)
) STRICT;
CREATE INDEX applicationByAmount
  ON application (roundId, ifnull(requestedPence, -1), id);
CREATE INDEX applicationByGroup ON application (groupId, roundId);
CREATE INDEX applicationByOrganisation ON application (roundId, nameKey, id);
CREATE INDEX applicationByOwner ON application (enteredById, roundId, id)
  WHERE enteredById IS NOT NULL;
CREATE INDEX applicationByRound ON application (roundId, id);
CREATE INDEX applicationByStatus ON application (roundId, status, id);
CREATE INDEX applicationByStatusAndAmount
  ON application (roundId, status, ifnull(requestedPence, -1), id);
CREATE INDEX applicationByStatusAndOrganisation
  ON application (roundId, status, nameKey, id);
CREATE INDEX applicationCheckByApplication ON applicationCheck (applicationId, id);
CREATE INDEX applicationDraftByRound ON applicationDraft (roundId, id);
CREATE INDEX applicationDraftByStarter ON applicationDraft (startedById, applicationId)
  WHERE assistedBy IS NULL AND applicationId IS NULL AND discardedAt IS NULL;
CREATE INDEX applicationDraftMemberByPerson
  ON applicationDraftMember (personId, draftId);
CREATE INDEX applicationDraftTyped ON applicationDraft (roundId, applicationId, id)
  WHERE assistedBy IS NOT NULL AND applicationId IS NULL AND discardedAt IS NULL;
CREATE INDEX applicationInvitationBySender
  ON applicationInvitation (sentById, sentAt);
CREATE INDEX applicationListImportNewest ON applicationListImport (list, reportedOn, id);
CREATE UNIQUE INDEX applicationListImportOnce ON applicationListImport (list, fileHash)
  WHERE completedAt IS NOT NULL;
CREATE INDEX applicationNoteByApplication ON applicationNote (applicationId, id);
CREATE INDEX applicationQuestionByApplication ON applicationQuestion (applicationId, id);
CREATE INDEX applicationQuestionOpen ON applicationQuestion (applicationId)
  WHERE answer IS NULL;
CREATE INDEX applicationRedecisionByApplication
  ON applicationRedecision (applicationId, id);
CREATE INDEX applicationScreeningByApplication
  ON applicationScreening (applicationId, id);
CREATE INDEX applicationScreeningHitByCandidate
  ON applicationScreeningHit (candidateId);
CREATE INDEX applicationScreeningRunByRound ON applicationScreeningRun (roundId, id);
CREATE INDEX applicationScreeningVerdictByCandidate
  ON applicationScreeningVerdict (candidateId, id);
CREATE INDEX assessmentAssignmentByMember
  ON assessmentAssignment (roundId, memberId, applicationId);
CREATE INDEX assessmentAssignmentChangeByRound
  ON assessmentAssignmentChange (roundId, id);
CREATE INDEX assessmentAssignmentChangeOfOne
  ON assessmentAssignmentChange (applicationId, memberId, id);
CREATE INDEX assessmentCandidateByRound
  ON assessmentCandidate (roundId, applicationId);
CREATE INDEX assessmentConflictByRound
  ON assessmentConflict (roundId, memberId, applicationId);
CREATE INDEX assessmentInterestByApplication
  ON assessmentInterest (applicationId, id);
CREATE INDEX assessmentInterestByMember
  ON assessmentInterest (roundId, memberId, applicationId, id);
CREATE INDEX assessmentLockByMember ON assessmentLock (roundId, memberId);
CREATE INDEX assessmentMeetingItemOfOne ON assessmentMeetingItem (applicationId);
CREATE UNIQUE INDEX assessmentMeetingOfRound ON assessmentMeeting (id, roundId);
CREATE UNIQUE INDEX assessmentMeetingOnce
  ON assessmentMeeting (roundId, panel, number);
CREATE INDEX assessmentModerationByMeeting ON assessmentModeration (meetingId, id);
CREATE INDEX assessmentModerationByScore ON assessmentModeration (scoreId, id);
CREATE INDEX assessmentRecommendationByMeeting
  ON assessmentRecommendation (meetingId, applicationId, id);
CREATE INDEX assessmentRecommendationOfOne
  ON assessmentRecommendation (applicationId, meetingId, id);
CREATE INDEX assessmentScoreByMember
  ON assessmentScore (roundId, memberId, applicationId);
CREATE INDEX assessmentScoreHistoryByScore ON assessmentScoreHistory (scoreId, id);
CREATE UNIQUE INDEX assessmentScoreOnce
  ON assessmentScore (applicationId, criterion, memberId);
CREATE INDEX assessmentScoreSums
  ON assessmentScore (roundId, isSetAside, applicationId, criterion, value);
CREATE INDEX assessmentStaffInterestByApplication
  ON assessmentStaffInterest (applicationId, personId, id);
CREATE INDEX assessmentStaffInterestByPerson
  ON assessmentStaffInterest (roundId, personId, applicationId, id);
CREATE INDEX auditEntryBySubject ON auditEntry (subject, sequence);
CREATE INDEX awardAppealByApplication ON awardAppeal (applicationId, id);
CREATE INDEX awardAppealByRound ON awardAppeal (roundId, id);
CREATE UNIQUE INDEX awardAppealOnce ON awardAppeal (applicationId)
  WHERE kind = 'appeal';
CREATE UNIQUE INDEX awardByAppealDecision ON award (appealDecisionId)
  WHERE appealDecisionId IS NOT NULL;
CREATE UNIQUE INDEX awardByReserveProposal ON award (reserveProposalId)
  WHERE reserveProposalId IS NOT NULL;
CREATE INDEX awardByRound ON award (roundId, id);
CREATE INDEX awardClosingByAward ON awardClosing (awardId, id);
CREATE INDEX awardConditionByAward ON awardCondition (awardId, id);
CREATE INDEX awardDecisionByRound ON awardDecision (roundId, id);
CREATE UNIQUE INDEX awardDecisionFirst ON awardDecision (roundId)
  WHERE followsId IS NULL;
CREATE UNIQUE INDEX awardDecisionNext ON awardDecision (followsId)
  WHERE followsId IS NOT NULL;
CREATE INDEX awardExtensionByVersion ON awardExtension (versionId, id);
CREATE INDEX awardGivenBackByAward ON awardGivenBack (awardId);
CREATE UNIQUE INDEX awardListedByRank ON awardListed (roundId, rank);
CREATE UNIQUE INDEX awardMovementOnce ON awardMovement (versionId, pence > 0);
CREATE INDEX awardReserveProposalByRound ON awardReserveProposal (roundId, id);
CREATE INDEX awardReserveProposalOfOne ON awardReserveProposal (applicationId, id);
CREATE INDEX awardSubsidyAnswerByAward ON awardSubsidyAnswer (awardId, id);
CREATE INDEX awardVariationByAward ON awardVariation (awardId, id);
CREATE INDEX commissioningClosingByAward ON commissioningClosing (awardId, id);
CREATE INDEX commissioningConcernByAward ON commissioningConcern (awardId, id);
CREATE INDEX commissioningIndicatorImportByIndicator
  ON commissioningIndicatorImport (indicator);
CREATE INDEX commissioningLessonByCycle ON commissioningLesson (cycleId);
CREATE INDEX commissioningLessonVerdictByCycle ON commissioningLessonVerdict (cycleId);
CREATE INDEX commissioningNeedEvidenceByNeed ON commissioningNeedEvidence (needId);
CREATE INDEX commissioningNeedFigureByValue ON commissioningNeedFigure (valueId);
CREATE INDEX commissioningNeedTensionByTension ON commissioningNeedTension (tensionId);
CREATE INDEX commissioningPriorityByCycle ON commissioningPriority (cycleId, key);
CREATE INDEX commissioningProviderNoteByProvider
  ON commissioningProviderNote (providerId);
CREATE INDEX commissioningProviderVersionByName
  ON commissioningProviderVersion (nameKey);
CREATE INDEX commissioningReturnByApplication ON commissioningReturn (applicationId);
CREATE INDEX commissioningReturnByRound ON commissioningReturn (roundId, awardId, number);
CREATE INDEX commissioningReturnDueByReturn ON commissioningReturnDue (returnId, id);
CREATE INDEX commissioningRoundByCycle ON commissioningRound (cycleId);
CREATE INDEX commissioningStageEventByCycle ON commissioningStageEvent (cycleId, id);
CREATE INDEX commissioningSupportByDay ON commissioningSupport (happenedOn);
CREATE INDEX commissioningSurveyAnswerByWave ON commissioningSurveyAnswer (waveId);
CREATE INDEX commissioningSurveyByApplication ON commissioningSurvey (applicationId);
CREATE INDEX commissioningSurveyByRound ON commissioningSurvey (roundId, awardId);
CREATE INDEX commissioningTensionContactByDay ON commissioningTensionContact (expiresOn);
CREATE INDEX commissioningWaivedReturnByReturn ON commissioningWaivedReturn (returnId);
CREATE INDEX commissioningWaiverByAward ON commissioningWaiver (awardId, id);
CREATE INDEX commissioningWaiverByRound ON commissioningWaiver (roundId);
CREATE INDEX documentUploadByApplication ON documentUpload (applicationId, id);
CREATE INDEX documentUploadByDraft ON documentUpload (draftId);
CREATE INDEX documentUploadByFile ON documentUpload (fileId);
CREATE INDEX documentUploadByPerson ON documentUpload (uploadedById, fileId);
CREATE INDEX documentUploadByReturn ON documentUpload (returnId);
CREATE INDEX documentUploadWaiting ON documentUpload (uploadedById, id)
  WHERE questionKey IS NULL;
CREATE INDEX erasureHoldByApplication ON erasureHold (applicationId);
CREATE INDEX erasureSubjectById ON erasureSubject (kind, subjectId);
CREATE UNIQUE INDEX ledgerAccountOnce ON ledgerAccount (kind, ifnull(roundId, 0));
CREATE INDEX ledgerEntryByApplication ON ledgerEntry (applicationId, id);
CREATE INDEX ledgerEntryFrom ON ledgerEntry (fromAccountId, valueOn);
CREATE UNIQUE INDEX ledgerEntryOncePerAccount ON ledgerEntry (kind, toAccountId)
  WHERE kind IN ('foundation', 'allotment');
CREATE UNIQUE INDEX ledgerEntryOncePerApplication ON ledgerEntry (applicationId, kind)
  WHERE kind IN ('reservation', 'commitment', 'release', 'lapse', 'withdrawal');
CREATE UNIQUE INDEX ledgerEntryOncePerInstalment ON ledgerEntry (instalmentId, kind)
  WHERE instalmentId IS NOT NULL;
CREATE INDEX ledgerEntryTo ON ledgerEntry (toAccountId, valueOn);
CREATE INDEX letterAttemptByLetter ON letterAttempt (letterId, id);
CREATE INDEX letterByStatus ON letter (roundId, status, id);
CREATE UNIQUE INDEX letterDecisionOnce ON letter (applicationId)
  WHERE kind IN ('award', 'partial', 'decline') AND replacesId IS NULL;
CREATE INDEX letterGatePassByRound ON letterGatePass (roundId, id);
CREATE INDEX letterHeld ON letter (roundId, id) WHERE isGated = 1 AND releasedAt IS NULL;
CREATE INDEX letterHoldByRound ON letterHold (roundId, id);
CREATE INDEX letterNoticeByApplication ON letterNotice (applicationId, id);
CREATE INDEX letterNoticeDue ON letterNotice (roundId, id)
  WHERE status IN ('queued', 'sending', 'waiting');
CREATE INDEX letterPaperNoticeByRound ON letterPaperNotice (roundId, id);
CREATE INDEX letterReleaseByRound ON letterRelease (roundId, id);
CREATE INDEX letterReleased ON letter (roundId, id)
  WHERE status = 'queued' AND releasedAt IS NOT NULL;
CREATE INDEX letterReminderByRound ON letterReminder (roundId, kind);
CREATE UNIQUE INDEX letterReplacedOnce ON letter (replacesId)
  WHERE replacesId IS NOT NULL AND status <> 'withdrawn';
CREATE UNIQUE INDEX letterReserveOnce ON letter (applicationId, kind)
  WHERE kind IN ('reserveAward', 'reserveEnd') AND replacesId IS NULL;
CREATE INDEX letterResolutionByLetter ON letterResolution (letterId, id);
CREATE INDEX letterUnderWay ON letter (status, nextAttemptAt)
  WHERE status IN ('waiting', 'sending');
CREATE INDEX paymentAwardByRound ON paymentAward (roundId, awardId);
CREATE INDEX paymentBankMatchNone ON paymentBankMatch (lineId) WHERE how = 'none';
CREATE UNIQUE INDEX paymentBankMatchReceiptOnce ON paymentBankMatch (receiptId)
  WHERE receiptId IS NOT NULL;
CREATE UNIQUE INDEX paymentBankMatchRunOnce ON paymentBankMatch (runId)
  WHERE verdict = 'batch';
CREATE INDEX paymentCallBackByPayee ON paymentCallBack (payeeId, id);
CREATE INDEX paymentClosingByAward ON paymentClosing (awardId, id);
CREATE INDEX paymentExemptionByPerson ON paymentExemption (roundId, personId);
CREATE UNIQUE INDEX paymentHoldOnce ON paymentHold (instalmentId)
  WHERE releasedAt IS NULL;
CREATE INDEX paymentInstalmentByAward ON paymentInstalment (awardId, id);
CREATE UNIQUE INDEX paymentInstalmentReplacedOnce ON paymentInstalment (replacesId)
  WHERE replacesId IS NOT NULL;
CREATE INDEX paymentOutcomeByRun ON paymentOutcome (runId, kind);
CREATE INDEX paymentOutcomeLineByLine ON paymentOutcomeLine (lineId);
CREATE INDEX paymentPayeeByAccount ON paymentPayee (fingerprint, applicationId);
CREATE INDEX paymentPayeeByRound ON paymentPayee (roundId, applicationId, version);
CREATE INDEX paymentPayeeConfirmationByPayee ON paymentPayeeConfirmation (payeeId, id);
CREATE INDEX paymentProposalByRound ON paymentProposal (roundId, id);
CREATE INDEX paymentReceiptByRecovery ON paymentReceipt (recoveryId, id);
CREATE INDEX paymentRecoveryByAward ON paymentRecovery (awardId, id);
CREATE UNIQUE INDEX paymentRefusalClaimOpen ON paymentRefusalClaim (runId)
  WHERE withdrawnAt IS NULL;
CREATE INDEX paymentReportHoldByAward ON paymentReportHold (awardId, cause, number, id);
CREATE INDEX paymentRunByRound ON paymentRun (roundId, id);
CREATE INDEX paymentRunItemByRun ON paymentRunItem (runId, instalmentId);
CREATE UNIQUE INDEX paymentRunOfProposal ON paymentRun (proposalId)
  WHERE proposalId IS NOT NULL;
CREATE INDEX paymentWriteOffByAward ON paymentWriteOff (awardId, id);
CREATE INDEX personSessionByEnd ON personSession (endsAt);
CREATE INDEX personSessionByPerson ON personSession (personId, id);
CREATE INDEX personSignInByBrowser ON personSignIn (browserHash);
CREATE INDEX personSignInByEmail ON personSignIn (email, askedAt);
CREATE INDEX personSignInByEnd ON personSignIn (expiresAt);
CREATE INDEX personSignInByTime ON personSignIn (askedAt);
CREATE INDEX personTokenByPerson ON personToken (personId, id);
CREATE INDEX requestAnswerByAge ON requestAnswer (keptAt);
