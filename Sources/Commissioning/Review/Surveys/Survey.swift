import Foundation
import FundCore
import FundStore
import GRDB

/// What those who take part in one award's project are asked.
public struct Survey: Sendable {
    public enum State: String, Sendable, CaseIterable {
        /// Its questions are fixed, and nobody is asked yet.
        case ready
        case beforeOpen
        /// Everybody was asked before, and nobody yet after.
        case between
        case afterOpen
        case over
    }

    public let id: SurveyID
    public let award: AwardID
    public let application: ApplicationID
    /// The day in London.
    public let openedOn: String
    /// As it was when it was opened.
    public let form: SurveyForm
    /// Those that were opened.
    public let waves: [SurveyWave]

    public func wave(_ moment: SurveyMoment) -> SurveyWave? {
        waves.first { $0.moment == moment }
    }

    public var state: State {
        guard let before = wave(.before) else { return .ready }
        guard before.isClosed else { return .beforeOpen }
        guard let after = wave(.after) else { return .between }
        return after.isClosed ? .over : .afterOpen
    }
}

/// The asking before, or after.
public struct SurveyWave: Sendable {
    public let id: SurveyWaveID
    public let moment: SurveyMoment
    /// What the link to its form ends with: nobody can guess it.
    public let token: String
    /// The days in London.
    public let openedOn: String
    public let closedOn: String?
    /// How many have answered so far.
    public let count: SurveyCount

    public var isClosed: Bool { closedOn != nil }
}

extension CommissioningModule {
    /// The survey of an award; nil where none was opened.
    public func survey(of award: AwardID, in tx: borrowing ReadTx) throws -> Survey? {
        try surveys("WHERE awardId = ?", [award.rawValue], in: tx).first
    }

    /// The surveys of a round, by award.
    public func surveys(of round: RoundID, in tx: borrowing ReadTx) throws -> [Survey] {
        try surveys("WHERE roundId = ? ORDER BY awardId", [round.rawValue], in: tx)
    }

    /// Whether an application's award has one.
    public func hasSurvey(_ id: ApplicationID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM commissioningSurvey WHERE applicationId = ?", [id.rawValue],
            { _ in true }) ?? false
    }

    /// The survey and the wave that a link leads to.
    /// - Throws: `SurveyProblem.unknownLink`.
    public func survey(
        token: String, in tx: borrowing ReadTx
    ) throws -> (survey: Survey, wave: SurveyWave) {
        let found = try surveys(
            "WHERE id = (SELECT surveyId FROM commissioningSurveyWave WHERE token = ?)", [token],
            in: tx
        ).first
        guard let found, let wave = found.waves.first(where: { $0.token == token }) else {
            throw SurveyProblem.unknownLink
        }
        return (found, wave)
    }

    private func surveys(
        _ condition: String, _ arguments: StatementArguments, in tx: borrowing ReadTx
    ) throws -> [Survey] {
        let rows = try tx.list(
            """
            SELECT id, awardId, applicationId, openedOn, form FROM commissioningSurvey
            \(condition)
            """, arguments
        ) { row in
            (
                id: SurveyID(row[0]), award: AwardID(row[1]), application: ApplicationID(row[2]),
                openedOn: row[3] as String,
                form: try JSONDecoder().decode(
                    SurveyForm.self, from: Data((row[4] as String).utf8))
            )
        }
        return try rows.map { row in
            Survey(
                id: row.id, award: row.award, application: row.application,
                openedOn: row.openedOn, form: row.form,
                waves: try waves(of: row.id, row.form, in: tx))
        }
    }

    private func waves(
        of id: SurveyID, _ form: SurveyForm, in tx: borrowing ReadTx
    ) throws -> [SurveyWave] {
        try tx.list(
            """
            SELECT wave.id, moment, token, wave.openedOn, closedOn,
              (SELECT count(*) FROM commissioningSurveyAnswer WHERE waveId = wave.id)
            FROM commissioningSurveyWave AS wave
            LEFT JOIN commissioningSurveyClosing AS closing ON closing.waveId = wave.id
            WHERE surveyId = ? ORDER BY moment = 'after'
            """, [id.rawValue]
        ) { row in
            SurveyWave(
                id: SurveyWaveID(row[0]), moment: SurveyMoment(rawValue: row[1]) ?? .before,
                token: row[2], openedOn: row[3], closedOn: row[4],
                count: SurveyCount(row[5], minimum: form.minimum))
        }
    }
}
