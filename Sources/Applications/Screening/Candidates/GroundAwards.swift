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
        let latest = try latestScreenings(of: applications, in: tx)
        let looked = try listsLookedIn(by: latest.values.map(\.run), in: tx)
        let standing = try standingCandidates(of: latest.values.map(\.id), in: tx)
        let named = try screenedApplications(of: round, only: applications, form, in: tx)
        let byID = Dictionary(uniqueKeysWithValues: named.map { ($0.id, $0) })
        for application in applications.compactMap({ byID[$0] }) {
            let place = "\(application.reference)"
            guard let screening = latest[application.id] else {
                obstacles.append(FieldProblem(place, "screening-never", ["reference": place]))
                continue
            }
            guard screening.names == "\(application.namesHash)" else {
                obstacles.append(
                    FieldProblem(place, "screening-other-names", ["reference": place]))
                continue
            }
            guard looked[screening.run]?.isSuperset(of: wanted) ?? wanted.isEmpty else {
                obstacles.append(
                    FieldProblem(place, "screening-before-list", ["reference": place]))
                continue
            }
            obstacles += (standing[screening.id] ?? []).map {
                FieldProblem(
                    place, "screening-candidate-\($0.standing)",
                    ["reference": place, "id": "\($0.candidate)"])
            }
        }
        return obstacles
    }

    /// Whom a round's screening keeps from being paid today: everybody where a list is missing or
    /// too old.
    public func screeningBar(
        to applications: [ApplicationID], of round: RoundID, _ form: Form, today: LocalDate,
        in tx: borrowing ReadTx
    ) throws -> (isForAll: Bool, references: Set<String>) {
        let places = Set(
            try screeningObstacles(
                to: applications, of: round, form, today: today, in: tx
            ).map(\.place))
        return (
            ScreeningList.allCases.contains { places.contains($0.rawValue) }, places
        )
    }

    /// The newest screening of each of these applications.
    private func latestScreenings(
        of applications: [ApplicationID], in tx: borrowing ReadTx
    ) throws -> [ApplicationID: (id: Int64, run: Int64, names: String)] {
        var latest: [ApplicationID: (id: Int64, run: Int64, names: String)] = [:]
        try tx.forEach(
            """
            SELECT applicationId, id, runId, namesHash FROM applicationScreening
            WHERE id IN (SELECT max(id) FROM applicationScreening
              WHERE applicationId IN (SELECT value FROM json_each(?)) GROUP BY applicationId)
            """, [JSONValue.array(applications.map { .int($0.rawValue) }).text]
        ) { latest[ApplicationID($0[0])] = ($0[1], $0[2], $0[3]) }
        return latest
    }

    private func listsLookedIn(
        by runs: [Int64], in tx: borrowing ReadTx
    ) throws -> [Int64: Set<ListImportID>] {
        var looked: [Int64: Set<ListImportID>] = [:]
        try tx.forEach(
            """
            SELECT runId, importId FROM applicationScreeningList
            WHERE runId IN (SELECT value FROM json_each(?))
            """, [JSONValue.array(Set(runs).map { .int($0) }).text]
        ) { looked[$0[0], default: []].insert(ListImportID($0[1])) }
        return looked
    }

    /// The candidates of screenings that let no award pass.
    private func standingCandidates(
        of screenings: [Int64], in tx: borrowing ReadTx
    ) throws -> [Int64: [(candidate: Int64, standing: String)]] {
        var found: [Int64: [(candidate: Int64, standing: String)]] = [:]
        try tx.forEach(
            """
            SELECT hit.screeningId, standing.candidateId, standing.standing
            FROM applicationScreeningHit AS hit
              JOIN applicationScreeningStanding AS standing
                ON standing.candidateId = hit.candidateId
            WHERE hit.screeningId IN (SELECT value FROM json_each(?))
              AND standing.standing <> 'not-a-match'
            ORDER BY standing.candidateId
            """, [JSONValue.array(screenings.map { .int($0) }).text]
        ) { found[$0[0], default: []].append(($0[1], $0[2])) }
        return found
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
        let latest = try latestScreenings(of: applications, in: tx.reading)
        for id in applications {
            guard let screening = latest[id] else { continue }
            try tx.execute(
                """
                INSERT INTO applicationScreeningGround (id, screeningId, restsOn) VALUES (?, ?, ?)
                """, [id.rawValue, screening.id, "\(today)"])
            grounds[id] = ScreeningGroundID(id.rawValue)
        }
        return grounds
    }
}
