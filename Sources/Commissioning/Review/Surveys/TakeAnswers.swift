import Foundation
import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// Takes what somebody answered over the link. Nothing in the trail or elsewhere says when, and
    /// a form that was sent twice counts once.
    ///
    /// - Throws: `InvalidInput` with everything that is wrong, `SurveyProblem`.
    public func answer(
        _ entry: SurveyEntry, token: String, in tx: borrowing WriteTx
    ) throws {
        let (survey, wave) = try self.survey(token: token, in: tx.reading)
        guard !wave.isClosed else { throw SurveyProblem.notOpen }
        let problems = survey.form.problems(of: entry)
        guard problems.isEmpty else { throw InvalidInput("answers", problems) }
        // Over the link it is not said that somebody else chose the same code: by that, who is in
        // the survey could be found out. None of them is paired.
        try keep(entry, .link, in: wave, digest(of: survey, in: tx.reading), in: tx)
    }

    /// Takes what somebody answered on paper.
    ///
    /// - Parameter way: who typed it in.
    /// - Throws: as `answer`.
    public func enter(
        _ entry: SurveyEntry, _ way: SurveyWay, _ moment: SurveyMoment, of survey: Survey,
        in tx: borrowing WriteTx
    ) throws {
        let wave = try open(moment, of: survey)
        let problems = survey.form.problems(of: entry)
        guard problems.isEmpty else { throw InvalidInput("answers", problems) }
        let digest = try self.digest(of: survey, in: tx.reading)
        guard try keep(entry, way, in: wave, digest, in: tx) else { return }
        try tx.audit(
            "survey.entry", "award:\(survey.award.rawValue)",
            [("wave", .string(moment.rawValue))])
    }

    /// Takes a file of answers, all of it or nothing.
    ///
    /// - Parameter way: who sends it.
    /// - Throws: `InvalidInput` by line and column, `SurveyProblem`.
    /// - Returns: how many people's answers it holds.
    public func take(
        _ file: SurveyFile, _ way: SurveyWay, _ moment: SurveyMoment, of survey: Survey,
        in tx: borrowing WriteTx
    ) throws -> Int {
        let wave = try open(moment, of: survey)
        let digest = try self.digest(of: survey, in: tx.reading)
        let mark = Data(digest.bytes(of: "file:\(file.sha256)"))
        let isKnown =
            try tx.reading.first(
                "SELECT 1 FROM commissioningSurveyFile WHERE waveId = ? AND file = ?",
                [wave.id.rawValue, mark], { _ in true }) ?? false
        guard !isKnown else { throw SurveyProblem.fileTwice }
        for entry in file.rows { try keep(entry, way, in: wave, digest, in: tx) }
        try tx.execute(
            "INSERT INTO commissioningSurveyFile (waveId, file) VALUES (?, ?)",
            [wave.id.rawValue, mark])
        try tx.audit(
            "survey.import", "award:\(survey.award.rawValue)",
            [("wave", .string(moment.rawValue))])
        return file.rows.count
    }

    private func open(_ moment: SurveyMoment, of survey: Survey) throws -> SurveyWave {
        guard let wave = survey.wave(moment), !wave.isClosed else { throw SurveyProblem.notOpen }
        return wave
    }

    private func digest(of survey: Survey, in tx: borrowing ReadTx) throws -> KeyedDigest {
        let secret = try tx.first(
            "SELECT secret FROM commissioningSurveySecret WHERE surveyId = ?",
            [survey.id.rawValue], { $0[0] as Data })
        guard let secret else { throw SurveyProblem.notOpen }
        return KeyedDigest(secret: Array(secret))
    }

    /// The number of an answer: random, but for a form that is sent again with the same answers, which
    /// comes to the same.
    private func number(
        of entry: SurveyEntry, _ wave: SurveyWave, _ digest: KeyedDigest
    ) -> Int64 {
        guard let mark = entry.mark else {
            var random = SystemRandomNumberGenerator()
            return Int64.random(in: 1 ... .max, using: &random)
        }
        let said = entry.answers.map { "\($0)=\($1)" }.sorted().joined(separator: ",")
        let form = "form:\(wave.id.rawValue):\(mark):\(said):\(entry.code ?? "")"
        let bits = digest.bytes(of: form).prefix(8).reduce(UInt64(0)) {
            $0 << 8 | UInt64($1)
        }
        return max(1, Int64(bits >> 1))
    }

    private func isRepeat(
        _ entry: SurveyEntry, _ wave: SurveyWave, _ digest: KeyedDigest,
        in tx: borrowing ReadTx
    ) throws -> Bool {
        guard entry.mark != nil else { return false }
        return try tx.first(
            "SELECT 1 FROM commissioningSurveyAnswer WHERE id = ?",
            [number(of: entry, wave, digest)],
            { _ in true }) ?? false
    }

    /// - Returns: false where the same form came before with the same answers.
    @discardableResult
    private func keep(
        _ entry: SurveyEntry, _ way: SurveyWay, in wave: SurveyWave, _ digest: KeyedDigest,
        in tx: borrowing WriteTx
    ) throws -> Bool {
        guard try !isRepeat(entry, wave, digest, in: tx.reading) else { return false }
        let id = number(of: entry, wave, digest)
        try tx.execute(
            "INSERT INTO commissioningSurveyAnswer (id, waveId, way) VALUES (?, ?, ?)",
            [id, wave.id.rawValue, way.rawValue])
        for (question, points) in entry.answers {
            try tx.execute(
                """
                INSERT INTO commissioningSurveyPoint (answerId, question, points)
                VALUES (?, ?, ?)
                """, [id, question, points])
        }
        guard let code = entry.code else { return true }
        try tx.execute(
            "INSERT INTO commissioningSurveyCode (answerId, code) VALUES (?, ?)",
            [id, Data(digest.bytes(of: code.foldedCode))])
        return true
    }
}

extension String {
    /// The same for however somebody writes their code: capitals, blanks and forms of letters.
    var foldedCode: String { precomposedStringWithCompatibilityMapping.foldedName }
}
