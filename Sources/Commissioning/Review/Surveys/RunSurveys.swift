import Foundation
import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// Opens the survey of an award, with these questions for good.
    /// - Throws: `SurveyProblem.exists`.
    public func openSurvey(
        of award: AwardID, _ application: ApplicationID, _ reference: Reference,
        in round: RoundID, _ form: SurveyForm, in tx: borrowing WriteTx
    ) throws -> SurveyID {
        let person = try tx.principal.require(.officer)
        guard try survey(of: award, in: tx.reading) == nil else {
            throw SurveyProblem.exists(reference: "\(reference)")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let id = try tx.insert(
            """
            INSERT INTO commissioningSurvey
              (awardId, applicationId, roundId, form, openedById, openedAt, openedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, application.rawValue, round.rawValue,
                String(decoding: try encoder.encode(form), as: UTF8.self), person.rawValue,
                tx.now.milliseconds, Self.today(tx),
            ])
        for question in form.questions {
            let range = question.scale.range
            try tx.execute(
                """
                INSERT INTO commissioningSurveyQuestion (surveyId, key, lowest, highest)
                VALUES (?, ?, ?, ?)
                """,
                [id, question.key, Int64(range.lowerBound), Int64(range.upperBound)])
        }
        try tx.execute(
            "INSERT INTO commissioningSurveySecret (surveyId, secret) VALUES (?, ?)",
            [id, Data(KeyedDigest.newSecret())])
        try tx.audit("survey.opening", "award:\(award.rawValue)")
        return SurveyID(id)
    }

    /// Begins to ask people.
    ///
    /// - Parameter token: what the link to the form ends with; nobody may guess it.
    /// - Throws: `SurveyProblem`.
    public func openWave(
        _ moment: SurveyMoment, of survey: Survey, token: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        guard survey.wave(moment) == nil else { throw SurveyProblem.waveOpened }
        guard moment == .before || survey.wave(.before)?.isClosed == true else {
            throw SurveyProblem.beforeOpen
        }
        try tx.execute(
            """
            INSERT INTO commissioningSurveyWave
              (surveyId, moment, token, openedById, openedAt, openedOn)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                survey.id.rawValue, moment.rawValue, token, person.rawValue, tx.now.milliseconds,
                Self.today(tx),
            ])
        try tx.audit(
            "survey.wave-opening", "award:\(survey.award.rawValue)",
            [("wave", .string(moment.rawValue))])
    }

    /// Ends the asking, for good. Once both have ended, who answered twice is paired, and all by
    /// which a code could be tried is deleted.
    /// - Throws: `SurveyProblem`.
    public func closeWave(
        _ moment: SurveyMoment, of survey: Survey, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        guard let wave = survey.wave(moment) else { throw SurveyProblem.waveNotOpened }
        guard !wave.isClosed else { throw SurveyProblem.waveClosed }
        try tx.execute(
            """
            INSERT INTO commissioningSurveyClosing (waveId, closedById, closedAt, closedOn)
            VALUES (?, ?, ?, ?)
            """, [wave.id.rawValue, person.rawValue, tx.now.milliseconds, Self.today(tx)])
        if moment == .after, let before = survey.wave(.before) {
            try makePairs(between: before, and: wave, of: survey.id, in: tx)
        }
        try tx.audit(
            "survey.wave-closing", "award:\(survey.award.rawValue)",
            [("wave", .string(moment.rawValue))])
    }

    private func makePairs(
        between before: SurveyWave, and after: SurveyWave, of id: SurveyID,
        in tx: borrowing WriteTx
    ) throws {
        // A code that several people chose in one wave pairs none of them.
        try tx.execute(
            """
            WITH single AS (
              SELECT waveId, code, min(answerId) AS answerId FROM commissioningSurveyCode
              JOIN commissioningSurveyAnswer ON commissioningSurveyAnswer.id = answerId
              WHERE waveId IN (?1, ?2) GROUP BY waveId, code HAVING count(*) = 1)
            INSERT INTO commissioningSurveyPair (beforeId, afterId)
            SELECT early.answerId, late.answerId FROM single AS early
            JOIN single AS late ON late.code = early.code
            WHERE early.waveId = ?1 AND late.waveId = ?2
            """, [before.id.rawValue, after.id.rawValue])
        for wave in [before, after] {
            try tx.execute(
                """
                DELETE FROM commissioningSurveyCode WHERE answerId IN (
                  SELECT id FROM commissioningSurveyAnswer WHERE waveId = ?)
                """, [wave.id.rawValue])
            try tx.execute(
                "DELETE FROM commissioningSurveyFile WHERE waveId = ?", [wave.id.rawValue])
        }
        try tx.execute(
            "DELETE FROM commissioningSurveySecret WHERE surveyId = ?", [id.rawValue])
    }
}
