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
        try keep(entry, in: wave, digest(of: survey, in: tx.reading), in: tx)
    }

    /// Takes what somebody answered on paper, typed in by an officer or by the group.
    /// - Throws: as `answer`; a code that stands in the wave already is refused too.
    public func enter(
        _ entry: SurveyEntry, _ moment: SurveyMoment, of survey: Survey,
        in tx: borrowing WriteTx
    ) throws {
        let wave = try open(moment, of: survey)
        var problems = survey.form.problems(of: entry)
        let digest = try self.digest(of: survey, in: tx.reading)
        if problems.isEmpty, let code = entry.code, try !isRepeat(entry, digest, in: tx.reading),
            try codes(of: wave, in: tx.reading).contains(digest.bytes(of: code.foldedCode))
        {
            problems.append(FieldProblem("code", "survey-code-twice"))
        }
        guard problems.isEmpty else { throw InvalidInput("answers", problems) }
        try keep(entry, in: wave, digest, in: tx)
        try tx.audit(
            "survey.entry", "award:\(survey.award.rawValue)",
            [("wave", .string(moment.rawValue))])
    }

    /// Takes a file of answers, all of it or nothing.
    /// - Throws: `InvalidInput` by line and column, `SurveyProblem`.
    /// - Returns: how many people's answers it holds.
    public func take(
        _ file: SurveyFile, _ moment: SurveyMoment, of survey: Survey, in tx: borrowing WriteTx
    ) throws -> Int {
        let wave = try open(moment, of: survey)
        let digest = try self.digest(of: survey, in: tx.reading)
        let mark = Data(digest.bytes(of: "file:\(file.sha256)"))
        let isKnown =
            try tx.reading.first(
                "SELECT 1 FROM commissioningSurveyFile WHERE waveId = ? AND file = ?",
                [wave.id.rawValue, mark], { _ in true }) ?? false
        guard !isKnown else { throw SurveyProblem.fileTwice }
        let known = try codes(of: wave, in: tx.reading)
        let taken = file.rows.filter { row in
            row.entry.code.map { known.contains(digest.bytes(of: $0.foldedCode)) } ?? false
        }
        guard taken.isEmpty else {
            throw InvalidInput(
                file.name,
                taken.map { FieldProblem("line \($0.line): code", "survey-code-twice") })
        }
        for row in file.rows { try keep(row.entry, in: wave, digest, in: tx) }
        try tx.execute(
            "INSERT INTO commissioningSurveyFile (waveId, file) VALUES (?, ?)",
            [wave.id.rawValue, mark])
        try tx.audit(
            "survey.import", "award:\(survey.award.rawValue)",
            [("wave", .string(moment.rawValue)), ("count", .int(file.rows.count))])
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

    private func codes(
        of wave: SurveyWave, in tx: borrowing ReadTx
    ) throws -> Set<[UInt8]> {
        Set(
            try tx.list(
                """
                SELECT code FROM commissioningSurveyCode
                JOIN commissioningSurveyAnswer ON commissioningSurveyAnswer.id = answerId
                WHERE waveId = ?
                """, [wave.id.rawValue], { Array($0[0] as Data) }))
    }

    /// The number of an answer: random, but for a form that is sent again, which comes to the same.
    private func number(of entry: SurveyEntry, _ digest: KeyedDigest) -> Int64 {
        guard let mark = entry.mark else {
            var random = SystemRandomNumberGenerator()
            return Int64.random(in: 1 ... .max, using: &random)
        }
        let bits = digest.bytes(of: "form:\(mark)").prefix(8).reduce(UInt64(0)) {
            $0 << 8 | UInt64($1)
        }
        return max(1, Int64(bits >> 1))
    }

    private func isRepeat(
        _ entry: SurveyEntry, _ digest: KeyedDigest, in tx: borrowing ReadTx
    ) throws -> Bool {
        guard entry.mark != nil else { return false }
        return try tx.first(
            "SELECT 1 FROM commissioningSurveyAnswer WHERE id = ?", [number(of: entry, digest)],
            { _ in true }) ?? false
    }

    private func keep(
        _ entry: SurveyEntry, in wave: SurveyWave, _ digest: KeyedDigest,
        in tx: borrowing WriteTx
    ) throws {
        guard try !isRepeat(entry, digest, in: tx.reading) else { return }
        let id = number(of: entry, digest)
        try tx.execute(
            "INSERT INTO commissioningSurveyAnswer (id, waveId) VALUES (?, ?)",
            [id, wave.id.rawValue])
        for (question, points) in entry.answers {
            try tx.execute(
                """
                INSERT INTO commissioningSurveyPoint (answerId, question, points)
                VALUES (?, ?, ?)
                """, [id, question, points])
        }
        guard let code = entry.code else { return }
        try tx.execute(
            "INSERT INTO commissioningSurveyCode (answerId, code) VALUES (?, ?)",
            [id, Data(digest.bytes(of: code.foldedCode))])
    }
}

extension String {
    /// The same for however somebody writes their code: capitals, blanks and forms of letters.
    var foldedCode: String { precomposedStringWithCompatibilityMapping.foldedName }
}
