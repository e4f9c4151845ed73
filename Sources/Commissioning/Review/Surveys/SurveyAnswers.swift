import FundCore
import FundStore
import GRDB

/// Answers as they are kept, on their way to what is shown of them.
struct SurveyAnswers {
    struct Given {
        let points: Int16
        let way: SurveyWay
    }

    /// What a wave that is closed says to one question.
    struct Side {
        let given: [Given]
        /// Whether the group may have typed in some of the wave.
        let isKnownInPart: Bool
        /// Whether anything of the wave may be told; what may be of a question is asked besides.
        let isTold: Bool
    }

    struct OfQuestion {
        /// nil where the wave is not closed.
        let before: Side?
        let after: Side?
        let pairs: [(before: Given, after: Given)]
    }

    /// A wave that is closed.
    struct Wave {
        var ways: [Int64: SurveyWay] = [:]
        /// By question and answer.
        var points: [String: [Int64: Int16]] = [:]

        func given(_ key: String, _ answer: Int64) -> Given? {
            points[key]?[answer].map { Given(points: $0, way: ways[answer] ?? .unknown) }
        }

        func side(_ key: String, minimum: Int) -> Side {
            let all = SurveyCrowd(ways.values)
            return Side(
                given: (points[key] ?? [:]).keys.compactMap { given(key, $0) },
                isKnownInPart: all.isKnownInPart,
                isTold: all.hidesFew(minimum, isKnownInPart: all.isKnownInPart))
        }
    }

    var before: Wave?
    var after: Wave?
    var pairs: [(before: Int64, after: Int64)] = []

    func of(_ key: String, minimum: Int) -> OfQuestion {
        OfQuestion(
            before: before?.side(key, minimum: minimum), after: after?.side(key, minimum: minimum),
            pairs: pairs.compactMap { pair in
                guard let one = before?.given(key, pair.before),
                    let other = after?.given(key, pair.after)
                else { return nil }
                return (one, other)
            })
    }
}

extension CommissioningModule {
    /// The answers of the waves that are closed; nothing of the others leaves the database.
    func answers(to survey: Survey, in tx: borrowing ReadTx) throws -> SurveyAnswers {
        var answers = SurveyAnswers()
        for wave in survey.waves where wave.isClosed {
            let read = try self.answers(in: wave, in: tx)
            if wave.moment == .before { answers.before = read } else { answers.after = read }
        }
        guard answers.before != nil, answers.after != nil, let before = survey.wave(.before) else {
            return answers
        }
        answers.pairs = try tx.list(
            """
            SELECT beforeId, afterId FROM commissioningSurveyPair
            JOIN commissioningSurveyAnswer ON commissioningSurveyAnswer.id = beforeId
            WHERE waveId = ?
            """, [before.id.rawValue]
        ) { (before: $0[0], after: $0[1]) }
        return answers
    }

    private func answers(
        in wave: SurveyWave, in tx: borrowing ReadTx
    ) throws -> SurveyAnswers.Wave {
        var read = SurveyAnswers.Wave()
        try tx.forEach(
            "SELECT id, way FROM commissioningSurveyAnswer WHERE waveId = ?", [wave.id.rawValue]
        ) { read.ways[$0[0] as Int64] = SurveyWay(rawValue: $0[1]) ?? .unknown }
        try tx.forEach(
            """
            SELECT question, answerId, points FROM commissioningSurveyPoint
            JOIN commissioningSurveyAnswer ON commissioningSurveyAnswer.id = answerId
            WHERE waveId = ?
            """, [wave.id.rawValue]
        ) { read.points[$0[0] as String, default: [:]][$0[1] as Int64] = $0[2] as Int16 }
        return read
    }
}
