import Forms
import Foundation
import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// The returns of an award, by number.
    public func returns(of award: AwardID, in tx: borrowing ReadTx) throws -> [MonitoringReturn] {
        try tx.list(
            "\(MonitoringReturn.columns) WHERE asked.awardId = ? ORDER BY asked.number",
            [award.rawValue], MonitoringReturn.init)
    }

    /// The returns of a round, by award.
    public func returns(of round: RoundID, in tx: borrowing ReadTx) throws -> [MonitoringReturn] {
        try tx.list(
            """
            \(MonitoringReturn.columns) WHERE asked.roundId = ?
            ORDER BY asked.awardId, asked.number
            """, [round.rawValue], MonitoringReturn.init)
    }

    /// The returns of a round that are neither accepted nor waived yet, by award.
    public func openReturns(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [MonitoringReturn] {
        try tx.list(
            """
            \(MonitoringReturn.columns) WHERE asked.roundId = ? AND judged.verdict IS NOT 'accepted'
            ORDER BY asked.awardId, asked.number
            """, [round.rawValue], MonitoringReturn.init
        ).filter { $0.state != .waived }
    }

    /// Whether an application's award was asked for any.
    public func hasReturns(_ id: ApplicationID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM commissioningReturn WHERE applicationId = ?", [id.rawValue],
            { _ in true }) ?? false
    }

    /// What a return asks, and what was written and sent.
    ///
    /// - Parameter standing: what stands of the award now; nil where only the questions matter.
    public func content(
        of asked: MonitoringReturn, standing: Money?, in tx: borrowing ReadTx
    ) throws -> ReturnContent {
        let id = asked.id.rawValue
        let form: String? = try tx.first(
            "SELECT form FROM commissioningReturn WHERE id = ?", [id], { $0[0] })
        return ReturnContent(
            asked: asked,
            form: try JSONDecoder().decode(ReturnForm.self, from: Data((form ?? "").utf8))
                .asking(
                    budget(of: asked.award, in: tx), standing: standing,
                    told: spendTold(of: asked.award, but: asked.id, in: tx),
                    isEnd: asked.moment == .end),
            draft: try tx.first(
                """
                SELECT answers, version, savedById, savedAt FROM commissioningReturnDraft
                WHERE returnId = ?
                """, [id]
            ) {
                ReturnContent.Draft(
                    answers: try Self.answers($0[0]), version: $0[1], savedBy: PersonID($0[2]),
                    savedAt: Instant(milliseconds: $0[3]))
            },
            versions: try tx.list(
                """
                SELECT \(ReturnVersion.columns) FROM commissioningReturnVersion AS sent
                LEFT JOIN commissioningReturnJudgement AS judged ON judged.versionId = sent.id
                WHERE sent.returnId = ? ORDER BY sent.number
                """, [id]
            ) { try ReturnVersion($0) })
    }

    /// What somebody worries about in an award; nil where nobody does.
    public func concern(over award: AwardID, in tx: borrowing ReadTx) throws -> Concern? {
        try tx.first(
            """
            SELECT reason, setById, setOn FROM commissioningConcern
            WHERE isRaised AND id = (SELECT max(id) FROM commissioningConcern WHERE awardId = ?)
            """, [award.rawValue]
        ) { Concern(reason: $0[0], by: PersonID($0[1]), on: $0[2]) }
    }

    /// Answers as they are stored.
    static func answers(_ text: String) throws -> [String: JSONValue] {
        guard case .object(let members) = try JSONReader.read(Array(text.utf8)) else { return [:] }
        return Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
    }
}
