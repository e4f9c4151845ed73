import Applications
import Awards
import Forms
import FundCore
import FundStore
import Identity
import Rounds

/// How the screening of a round stands.
public struct ScreeningOverview: Sendable {
    public let round: Round
    /// Whether the round makes no award without it.
    public let isDemanded: Bool
    public let rules: ScreeningRules
    /// The newest import of each list, and those before it.
    public let imports: [ListImport]
    /// The newest first.
    public let runs: [ScreeningRun]
    /// What the newest screening of each application found: what waits for somebody first.
    public let candidates: [ScreeningCandidate]
    /// What keeps the awards of the latest proposal from being made; empty where nothing does, or
    /// nothing is proposed.
    public let obstacles: [FieldProblem]
    public let emails: [PersonID: String]

    /// The lists that the round is to be screened against and that nobody has taken in.
    public var absent: [ScreeningList] {
        rules.lists.map(\.list).filter { list in !imports.contains { $0.list == list } }
    }
}

/// A candidate beside what the application says.
public struct CandidateFile: Sendable {
    public let candidate: ScreeningCandidate
    public let round: Round
    public let detail: ApplicationDetail
    public let verdicts: [CandidateVerdict]
    public let emails: [PersonID: String]
}

extension Reports {
    /// Every whole import, as rows of `Listing.listImports`.
    public func listImports(
        as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        try store.read { tx in
            let emails = try identity.emails(in: tx)
            for one in try applications.imports(in: tx) { try body(Shape.row(one, emails)) }
        }
    }

    /// A round's runs, the newest first, as rows of `Listing.screeningRuns`.
    public func screeningRuns(
        of key: String, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let emails = try identity.emails(in: tx)
            for run in try applications.screeningRuns(of: round.id, limit: 1000, in: tx) {
                try body(Shape.row(run, emails))
            }
        }
    }

    /// What the newest screening of each application of a round found, as rows of
    /// `Listing.candidates`, a page at a time where that is wanted.
    public func candidates(
        of key: String, after: ScreeningCandidateID? = nil, limit: Int? = nil,
        as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try applications.candidates(of: round.id, after: after, limit: limit, in: tx) {
                try body(Shape.row($0))
            }
        }
    }

    /// One candidate beside what the application says, and what was decided about it.
    public func candidateFile(
        _ id: ScreeningCandidateID, as principal: Principal
    ) throws -> CandidateFile {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let candidate = try applications.candidate(id, in: tx)
            let verdicts = try applications.verdicts(about: id, in: tx)
            let people = verdicts.map(\.decidedBy) + verdicts.compactMap(\.confirmedBy)
            return CandidateFile(
                candidate: candidate, round: try rounds.round(candidate.round, in: tx),
                detail: try applications.detail(of: candidate.application, in: tx),
                verdicts: verdicts, emails: try identity.emails(of: people, in: tx))
        }
    }

    /// One candidate whole, as JSON.
    public func candidate(
        _ id: ScreeningCandidateID, as principal: Principal
    ) throws -> JSONValue {
        Shape.object(try candidateFile(id, as: principal))
    }

    /// How the screening of a round stands, for a page.
    public func screeningOverview(
        of key: String, as principal: Principal
    ) throws -> ScreeningOverview {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let isDemanded = try rounds.controls(of: round.id, in: tx).has(.screening)
            let rules =
                try rounds.optionalSection(
                    .screening, of: round.id, as: ScreeningRules.self, in: tx) ?? .usual
            var candidates: [ScreeningCandidate] = []
            if round.status != .planned {
                try applications.candidates(of: round.id, limit: 2000, in: tx) {
                    candidates.append($0)
                }
            }
            candidates.sort {
                ($0.standing.letsPass ? 1 : 0, $1.score, $0.id)
                    < ($1.standing.letsPass ? 1 : 0, $0.score, $1.id)
            }
            return ScreeningOverview(
                round: round, isDemanded: isDemanded, rules: rules,
                imports: try applications.imports(in: tx),
                runs: try applications.screeningRuns(of: round.id, limit: 10, in: tx),
                candidates: candidates,
                obstacles: isDemanded ? try obstacles(of: round, to: principal, in: tx) : [],
                emails: try identity.emails(in: tx))
        }
    }

    /// What is in the way of approving a round's latest proposal, where the round screens; empty where
    /// nothing is, or nothing is proposed.
    public func screeningObstacles(
        of key: String, as principal: Principal
    ) throws -> [FieldProblem] {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard try rounds.controls(of: round.id, in: tx).has(.screening) else { return [] }
            return try obstacles(of: round, to: principal, in: tx)
        }
    }

    /// What is in the way of approving the latest proposal.
    private func obstacles(
        of round: Round, to principal: Principal, in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        // They say who would be funded.
        guard try round.status == .closed && !isSealed(round, from: principal, in: tx) else {
            return []
        }
        let proposal: Proposal
        do {
            proposal = try awards.proposal(of: round.id, key: round.key, number: nil, in: tx)
        } catch AwardsProblem.noProposal {
            return []
        }
        var funded: [ApplicationID] = []
        try awards.lines(of: proposal.id, in: tx) {
            if $0.award > .zero { funded.append($0.application) }
        }
        return try applications.screeningObstacles(
            to: funded, of: round.id, try rounds.section(.form, of: round.id, in: tx),
            today: LondonTime.date(tx.now), in: tx)
    }
}

extension Listing {
    /// Files of lists that were taken in.
    public static let listImports = Listing([
        Column("import", .plain), Column("list", .plain), Column("reportedOn", .plain),
        Column("entries", .plain), Column("newest", .plain), Column("importedBy", .text),
        Column("importedAt", .plain), Column("sha256", .plain, inTable: false),
    ])

    public static let screeningRuns = Listing([
        Column("screeningRun", .plain), Column("ranAt", .plain), Column("ranBy", .text),
        Column("threshold", .plain), Column("applications", .plain), Column("candidates", .plain),
        Column("lists", .text), Column("newest", .plain),
    ])

    public static let candidates = Listing([
        Column("candidate", .plain), Column("reference", .plain), Column("organisation", .text),
        Column("standing", .plain, said: "standing"), Column("score", .plain),
        Column("list", .plain, said: "list"),
        Column("entry", .text), Column("finding", .plain), Column("name", .text),
        Column("listedName", .text), Column("foundAt", .plain, inTable: false),
    ])
}

extension Shape {
    static func row(_ one: ListImport, _ emails: [PersonID: String]) -> [JSONValue] {
        [
            .int(one.id.rawValue), .string(one.list.rawValue), .string("\(one.reportedOn)"),
            .int(one.entryCount), .bool(one.isNewest), .string(emails[one.importedBy] ?? ""),
            .string(one.importedAt.iso8601), .string(one.fileHash),
        ]
    }

    static func row(_ run: ScreeningRun, _ emails: [PersonID: String]) -> [JSONValue] {
        [
            .int(run.id.rawValue), .string(run.ranAt.iso8601), .string(emails[run.ranBy] ?? ""),
            .int(run.threshold), .int(run.applicationCount), .int(run.candidateCount),
            .string(
                run.lists.map { "\($0.list.rawValue) \($0.reportedOn)" }.joined(separator: ", ")),
            .bool(run.lists.allSatisfy(\.isNewest)),
        ]
    }

    static func row(_ candidate: ScreeningCandidate) -> [JSONValue] {
        [
            .int(candidate.id.rawValue), .string("\(candidate.reference)"),
            .string(candidate.organisation), .string(candidate.standing.rawValue),
            .int(candidate.score), .string(candidate.list.rawValue), .string(candidate.entryKey),
            candidate.why["finding"] ?? .null, candidate.why["name"] ?? .null,
            candidate.why["listedName"] ?? .null, .string(candidate.foundAt.iso8601),
        ]
    }

    static func object(_ file: CandidateFile) -> JSONValue {
        let candidate = file.candidate
        return .object([
            ("candidate", .int(candidate.id.rawValue)), ("round", .string(file.round.key)),
            ("reference", .string("\(candidate.reference)")),
            ("organisation", .string(candidate.organisation)),
            ("standing", .string(candidate.standing.rawValue)), ("score", .int(candidate.score)),
            ("list", .string(candidate.list.rawValue)), ("entry", .string(candidate.entryKey)),
            ("foundAt", .string(candidate.foundAt.iso8601)), ("why", candidate.why),
            ("listed", candidate.listed),
            (
                "verdicts",
                .array(
                    file.verdicts.map { verdict in
                        .object([
                            ("verdict", .string(verdict.verdict.rawValue)),
                            ("reason", .string(verdict.reason)),
                            ("decidedBy", .string(file.emails[verdict.decidedBy] ?? "")),
                            ("decidedAt", .string(verdict.decidedAt.iso8601)),
                            (
                                "confirmedBy",
                                .optional(verdict.confirmedBy.flatMap { file.emails[$0] })
                            ), ("confirmedAt", .optional(verdict.confirmedAt?.iso8601)),
                        ])
                    })
            ),
        ])
    }
}
