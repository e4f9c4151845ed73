import Forms
import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// What keeps awards from being made to these applications: each thing once, by the reference or
    /// the list that it is about.
    ///
    /// - Parameter today: the day that the lists may not be too old on.
    public func screeningObstacles(
        to applications: [ApplicationID], of round: RoundID, _ form: Form, today: LocalDate,
        in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        let demands = try tx.list(
            """
            SELECT list, greatestAgeDays FROM applicationScreeningDemand
            WHERE roundId = ? ORDER BY list DESC
            """, [round.rawValue],
            { (ScreeningList(rawValue: $0[0]) ?? .ukSanctions, $0[1] as Int64) })
        var obstacles: [FieldProblem] = []
        var wanted: [ListImportID] = []
        for (list, greatestAge) in demands {
            guard let newest = try newestImport(of: list, in: tx) else {
                obstacles.append(
                    FieldProblem(
                        list.rawValue, "screening-list-absent", ["list": list.rawValue]))
                continue
            }
            wanted.append(newest.id)
            let age = today.daysSince1970 - newest.reportedOn.daysSince1970
            if age > greatestAge {
                obstacles.append(
                    FieldProblem(
                        list.rawValue, "screening-list-old",
                        [
                            "list": list.rawValue, "date": "\(newest.reportedOn)",
                            "maximum": "\(greatestAge)",
                        ]))
            }
        }
        for id in applications {
            obstacles += try self.obstacles(to: id, form, wanted, in: tx)
        }
        return obstacles
    }

    private func obstacles(
        to id: ApplicationID, _ form: Form, _ wanted: [ListImportID], in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        let application = try screened(id, form, in: tx)
        let place = "\(application.reference)"
        guard let (screening, run, names) = try latestScreening(of: id, in: tx) else {
            return [FieldProblem(place, "screening-never", ["reference": place])]
        }
        guard names == "\(application.namesHash)" else {
            return [FieldProblem(place, "screening-other-names", ["reference": place])]
        }
        let looked = Set(
            try tx.list(
                "SELECT importId FROM applicationScreeningList WHERE runId = ?", [run],
                { ListImportID($0[0]) }))
        guard looked.isSuperset(of: wanted) else {
            return [FieldProblem(place, "screening-before-list", ["reference": place])]
        }
        return try tx.list(
            """
            SELECT standing.candidateId, standing.standing FROM applicationScreeningHit AS hit
              JOIN applicationScreeningStanding AS standing
                ON standing.candidateId = hit.candidateId
            WHERE hit.screeningId = ? AND standing.standing <> 'not-a-match'
            ORDER BY standing.candidateId
            """, [screening]
        ) {
            FieldProblem(
                place, "screening-candidate-\($0[1] as String)",
                ["reference": place, "id": "\($0[0] as Int64)"])
        }
    }

    private func latestScreening(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> (id: Int64, run: Int64, names: String)? {
        try tx.first(
            """
            SELECT id, runId, namesHash FROM applicationScreening
            WHERE applicationId = ? ORDER BY id DESC LIMIT 1
            """, [id.rawValue], { ($0[0], $0[1], $0[2]) })
    }

    /// Notes which screening each award rests on. The schema refuses one that is not against the
    /// newest lists, or that leaves something to be decided.
    ///
    /// - Throws: `ScreeningProblem.awardsBarred` with everything that is in the way.
    public func groundAwards(
        on applications: [ApplicationID], of round: RoundID, _ form: Form,
        in tx: borrowing WriteTx
    ) throws -> [ApplicationID: ScreeningGroundID] {
        let today = LondonTime.date(tx.now)
        let obstacles = try screeningObstacles(
            to: applications, of: round, form, today: today, in: tx.reading)
        guard obstacles.isEmpty else {
            throw ScreeningProblem.awardsBarred(count: obstacles.count, fields: obstacles)
        }
        var grounds: [ApplicationID: ScreeningGroundID] = [:]
        for id in applications {
            guard let screening = try latestScreening(of: id, in: tx.reading) else { continue }
            try tx.execute(
                """
                INSERT INTO applicationScreeningGround (id, screeningId, restsOn) VALUES (?, ?, ?)
                """, [id.rawValue, screening.id, "\(today)"])
            grounds[id] = ScreeningGroundID(id.rawValue)
        }
        return grounds
    }
}
