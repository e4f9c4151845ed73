import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// Answers a question of the stage that is open. Earlier answers stay, as versions.
    ///
    /// - Parameter seen: the version that the writer saw, 0 for none; nil where they did not look.
    /// - Returns: the new version.
    public func answer(
        _ key: String, _ text: String, evidence: String?, seen: Int64? = nil, in cycle: Cycle,
        _ tx: borrowing WriteTx
    ) throws -> Int64 {
        let person = try tx.principal.require(.officer, .decisionMaker)
        let (id, question) = try question(key, of: cycle, in: tx.reading)
        var written = Written()
        let text = written.words(text, "text")
        let evidence = written.optionalWords(evidence, "evidence")
        try written.refuseProblems()
        guard cycle.isOpen(question.stage) else { throw CommissioningProblem.stageNotOpen }
        let version = question.answer?.version ?? 0
        guard seen == nil || seen == version else { throw CommissioningProblem.answerChanged }
        try tx.execute(
            """
            INSERT INTO commissioningAnswer
              (questionId, version, text, evidence, authorId, at, answeredOn)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id, version + 1, text, evidence, person.rawValue, tx.now.milliseconds,
                Self.today(tx),
            ])
        try tx.audit(
            "stage.answer", "cycle:\(cycle.id.rawValue)",
            [("question", .int(id)), ("version", .int(version + 1))])
        return version + 1
    }

    /// Signs the answer that stands, as a second person.
    ///
    /// - Parameter seen: the version that the signer read; nil where they did not look.
    public func coSign(
        _ key: String, seen: Int64? = nil, in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer, .decisionMaker)
        let (id, question) = try question(key, of: cycle, in: tx.reading)
        guard let role = question.coSigner else { throw CommissioningProblem.signatureNotAsked }
        try tx.principal.require(role.role)
        guard cycle.isOpen(question.stage) else { throw CommissioningProblem.stageNotOpen }
        guard let answer = question.answer else { throw CommissioningProblem.nothingToSign }
        guard seen == nil || seen == answer.version else {
            throw CommissioningProblem.answerChanged
        }
        guard answer.author != person else { throw CommissioningProblem.signsOwn }
        guard answer.coSignature == nil else { throw CommissioningProblem.signedBefore }
        try tx.execute(
            """
            INSERT INTO commissioningCoSignature
              (answerId, authorId, signedById, role, signedAt, signedOn)
            SELECT id, authorId, ?, ?, ?, ? FROM commissioningAnswer
            WHERE questionId = ? AND version = ?
            """,
            [
                person.rawValue, role.rawValue, tx.now.milliseconds, Self.today(tx), id,
                answer.version,
            ])
        try tx.audit(
            "stage.signature", "cycle:\(cycle.id.rawValue)",
            [("question", .int(id)), ("version", .int(answer.version))])
    }

    private func question(
        _ key: String, of cycle: Cycle, in tx: borrowing ReadTx
    ) throws -> (id: Int64, CycleQuestion) {
        let id = try tx.first(
            "SELECT id FROM commissioningQuestion WHERE cycleId = ? AND key = ?",
            [cycle.id.rawValue, key], { $0[0] as Int64 })
        guard let id,
            let question = try questions(of: cycle.id, in: tx).first(where: { $0.key == key })
        else { throw CommissioningProblem.questionUnknown(key: key) }
        return (id, question)
    }
}
