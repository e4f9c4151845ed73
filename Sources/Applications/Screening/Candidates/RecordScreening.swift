import Forms
import FundCore
import FundStore
import GRDB

/// One run of a round's applications against lists.
public struct ScreeningRun: Sendable {
    public let id: ScreeningRunID
    public let threshold: Int
    public let ranBy: PersonID
    public let ranAt: Instant
    public let applicationCount: Int64
    public let candidateCount: Int64
    /// The lists that were looked in, by the day that each was of.
    public let lists: [(list: ScreeningList, reportedOn: LocalDate, isNewest: Bool)]
}

extension ApplicationsModule {
    /// Keeps what lists a round makes no award without.
    public func demandScreening(
        _ rules: ScreeningRules, of round: RoundID, in tx: borrowing WriteTx
    ) throws {
        for demand in rules.lists {
            try tx.execute(
                """
                INSERT INTO applicationScreeningDemand (roundId, list, greatestAgeDays)
                VALUES (?, ?, ?)
                """, [round.rawValue, demand.list.rawValue, demand.greatestAgeDays])
        }
    }

    /// Keeps what a run found.
    ///
    /// - Throws: `ScreeningProblem.moved` where lists or names have changed since it began.
    public func record(
        _ findings: ScreeningFindings, _ form: Form, in tx: borrowing WriteTx
    ) throws -> ScreeningRunID {
        let officer = try tx.principal.require(.officer)
        let material = findings.material
        for one in material.imports {
            guard try newestImport(of: one.list, in: tx.reading)?.id == one.id else {
                throw ScreeningProblem.moved
            }
        }
        let now = try screenedApplications(
            of: material.round, beside: material.beside, form, in: tx.reading)
        guard now.map(\.namesHash) == material.applications.map(\.namesHash) else {
            throw ScreeningProblem.moved
        }
        let run = try tx.insert(
            """
            INSERT INTO applicationScreeningRun (roundId, threshold, ranById, ranAt)
            VALUES (?, ?, ?, ?)
            """,
            [
                material.round.rawValue, material.threshold, officer.rawValue, tx.now.milliseconds,
            ])
        for one in material.imports {
            try tx.execute(
                "INSERT INTO applicationScreeningList (runId, list, importId) VALUES (?, ?, ?)",
                [run, one.list.rawValue, one.id.rawValue])
        }
        for (application, candidates) in zip(material.applications, findings.found) {
            let screening = try tx.insert(
                """
                INSERT INTO applicationScreening (runId, applicationId, namesHash)
                VALUES (?, ?, ?)
                """, [run, application.id.rawValue, "\(application.namesHash)"])
            for candidate in candidates {
                let id = try self.id(of: candidate, application.id, in: tx)
                try tx.execute(
                    """
                    INSERT INTO applicationScreeningHit (screeningId, candidateId) VALUES (?, ?)
                    """, [screening, id])
            }
        }
        try tx.audit(
            "screening.run", "round:\(material.round.rawValue)",
            [
                ("run", .int(run)), ("applications", .int(findings.applicationCount)),
                ("candidates", .int(findings.candidateCount)),
                ("imports", .array(material.imports.map { .int($0.id.rawValue) })),
            ])
        return ScreeningRunID(run)
    }

    /// The candidate that it is, or a new one.
    private func id(
        of candidate: FoundCandidate, _ application: ApplicationID, in tx: borrowing WriteTx
    ) throws -> Int64 {
        let grounds = "\(candidate.grounds)"
        let known: Int64? = try tx.reading.first(
            """
            SELECT id FROM applicationScreeningCandidate
            WHERE applicationId = ? AND list = ? AND entryKey = ? AND grounds = ?
            """,
            [application.rawValue, candidate.list.rawValue, candidate.entryKey, grounds],
            { $0[0] })
        if let known { return known }
        return try tx.insert(
            """
            INSERT INTO applicationScreeningCandidate
              (applicationId, list, entryKey, score, why, listed, grounds, foundAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                application.rawValue, candidate.list.rawValue, candidate.entryKey,
                candidate.score, candidate.why.text, candidate.listed.text, grounds,
                tx.now.milliseconds,
            ])
    }

    /// The runs of a round, the newest first.
    public func screeningRuns(
        of round: RoundID, limit: Int, in tx: borrowing ReadTx
    ) throws -> [ScreeningRun] {
        let runs = try tx.list(
            """
            SELECT run.id, threshold, ranById, ranAt,
              (SELECT count(*) FROM applicationScreening WHERE runId = run.id),
              (SELECT count(*) FROM applicationScreening AS screening
                JOIN applicationScreeningHit ON screeningId = screening.id
                WHERE screening.runId = run.id)
            FROM applicationScreeningRun AS run WHERE roundId = ? ORDER BY run.id DESC LIMIT ?
            """, [round.rawValue, limit]
        ) {
            (
                ScreeningRunID($0[0]), $0[1] as Int, PersonID($0[2]),
                Instant(milliseconds: $0[3]), $0[4] as Int64, $0[5] as Int64
            )
        }
        let newest = Set(try imports(in: tx).filter(\.isNewest).map(\.id))
        return try runs.map { id, threshold, by, at, applications, candidates in
            ScreeningRun(
                id: id, threshold: threshold, ranBy: by, ranAt: at,
                applicationCount: applications, candidateCount: candidates,
                lists: try tx.list(
                    """
                    SELECT looked.list, reportedOn, importId
                    FROM applicationScreeningList AS looked
                      JOIN applicationListImport ON applicationListImport.id = importId
                    WHERE runId = ? ORDER BY looked.list DESC
                    """, [id.rawValue]
                ) {
                    (
                        ScreeningList(rawValue: $0[0]) ?? .ukSanctions,
                        LocalDate($0[1] as String) ?? LocalDate(daysSince1970: 0),
                        newest.contains(ListImportID($0[2]))
                    )
                })
        }
    }
}
