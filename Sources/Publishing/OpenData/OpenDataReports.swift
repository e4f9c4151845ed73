import Awards
import FundCore
import FundStore
import Identity
import Rounds

public enum PublishProblem: Problem {
    /// There is no `publishing.yaml`.
    case unset
    /// No award is to be published; of that round, or of any.
    case nothing(round: String?)
    /// What stands in the way, at most fifty.
    case errors(count: Int, [FieldProblem])
    /// As `errors`, for those who may not know what is wrong.
    case notReady

    public var report: ProblemReport {
        switch self {
        case .unset: ProblemReport("publish-unset", .conflict)
        case .nothing(let round?):
            ProblemReport("publish-nothing-of", .notFound, ["round": round])
        case .nothing: ProblemReport("publish-nothing", .conflict)
        case .errors(let count, let fields):
            ProblemReport("publish-errors", .invalid, ["count": "\(count)"], fields: fields)
        case .notReady: ProblemReport("publish-not-ready", .conflict)
        }
    }
}

public enum OpenDataFormat: String, Sendable, CaseIterable {
    case json, csv
}

/// A round with awards that are published.
public struct OpenDataRound: Sendable {
    public let key: String
    public let title: String
    public let awardCount: Int
    public let awarded: Money
    /// The day, in London, on which something published of them changed last.
    public let changedOn: LocalDate
    /// Whether nothing stands in the way of its files.
    public let isReady: Bool
}

/// What is written of awards on its way, for as long as nothing is wrong with any.
private struct OpenDataPieces {
    private static let pieceBytes = 64 * 1024
    private static let greatestFieldCount = 50

    private let checker: PublishChecker
    /// What was not handed on yet.
    var bytes: [UInt8] = []
    private(set) var errorCount = 0
    private(set) var wrong: [FieldProblem] = []
    /// When anything published of the awards changed last; nil where there was none.
    private(set) var changedAt: Instant?

    init(_ checker: PublishChecker) {
        self.checker = checker
        bytes.reserveCapacity(Self.pieceBytes + 16 * 1024)
    }

    /// Looks through an award; whether it is to be written.
    mutating func isGood(_ award: PublishedAward) -> Bool {
        changedAt = max(changedAt ?? award.changedAt, award.changedAt)
        for finding in checker.findings(of: award) where finding.weight == .error {
            errorCount += 1
            if wrong.count < Self.greatestFieldCount { wrong.append(finding.problem) }
        }
        return errorCount == 0
    }

    /// Hands on what there is, once it is enough.
    mutating func pass(to write: ([UInt8]) throws -> Void) throws {
        guard bytes.count >= Self.pieceBytes else { return }
        try write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}

extension Reports {
    /// Looks through all that would be published; hands each thing that is wrong or could be better
    /// to `body`, award by award.
    ///
    /// - Throws: `RoundsProblem.unknown`.
    @discardableResult
    public func checkPublished(
        _ scope: PublishedScope, _ rules: PublishingRules, as principal: Principal,
        _ body: (PublishFinding) throws -> Void
    ) throws -> PublishSummary {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in try check(scope, rules, in: tx, body) }
    }

    /// - Parameter isMeant: which awards are looked at.
    func check(
        _ scope: PublishedScope, _ rules: PublishingRules, in tx: borrowing ReadTx,
        where isMeant: (PublishedAward) -> Bool = { _ in true },
        _ body: (PublishFinding) throws -> Void
    ) throws -> PublishSummary {
        let checker = try checker(rules, in: tx)
        var summary = PublishSummary()
        func say(_ finding: PublishFinding) throws {
            if finding.weight == .error {
                summary.errorCount += 1
            } else {
                summary.adviceCount += 1
            }
            try body(finding)
        }
        for round in try publishedRounds(scope.round, wards: rules.wards, in: tx) {
            let untold = try awards.untoldCount(of: round.id, in: tx)
            if !round.isInEffect {
                try say(
                    PublishFinding(
                        .advice, "grants", "publish-not-in-effect", .leave, ["round": round.key]))
            } else if untold > 0 {
                try say(
                    PublishFinding(
                        .advice, "grants", "publish-untold", .send,
                        ["round": round.key, "count": "\(untold)"]))
            }
        }
        try publishedAwards(scope, rules, in: tx) { award, _ in
            guard isMeant(award) else { return }
            summary.add(award)
            for finding in checker.findings(of: award) { try say(finding) }
        }
        return summary
    }

    /// What awards are looked through with before anybody may read them.
    func checker(
        _ rules: PublishingRules, in tx: borrowing ReadTx
    ) throws -> PublishChecker {
        try PublishChecker(
            rules, today: LondonTime.date(tx.now), names: identity.staffNames(in: tx))
    }

    /// Writes the awards as open data by the 360Giving Data Standard 1.4, a piece at a time, all of
    /// one moment. Each is looked through as it is read: where this throws, what was written till
    /// then is no file, and must not be handed out. Anybody may have it; the same awards give the
    /// same bytes.
    ///
    /// - Throws: `PublishProblem`, `RoundsProblem.unknown`.
    public func openData(
        _ scope: PublishedScope, _ rules: PublishingRules, _ format: OpenDataFormat,
        as principal: Principal?, _ write: ([UInt8]) throws -> Void
    ) throws {
        try store.read { tx in
            var pieces = OpenDataPieces(try checker(rules, in: tx))
            switch format {
            case .csv: try writeCSV(scope, rules, &pieces, in: tx, write)
            case .json: try writeJSON(scope, rules, &pieces, in: tx, write)
            }
            guard pieces.errorCount == 0 else {
                // Who reads the public pages is not told what a group wrote by mistake.
                guard let principal, Self.checksPublished(principal) else {
                    throw PublishProblem.notReady
                }
                throw PublishProblem.errors(count: pieces.errorCount, pieces.wrong)
            }
            guard pieces.changedAt != nil else {
                throw PublishProblem.nothing(round: scope.round)
            }
            try write(pieces.bytes)
        }
    }

    private func writeCSV(
        _ scope: PublishedScope, _ rules: PublishingRules, _ pieces: inout OpenDataPieces,
        in tx: borrowing ReadTx, _ write: ([UInt8]) throws -> Void
    ) throws {
        var wardCount = 0
        try publishedAwards(scope, rules, in: tx) { award, _ in
            wardCount = max(wardCount, award.wards.count)
        }
        let csv = OpenDataCSV(rules, wardCount: wardCount)
        pieces.bytes += csv.header.utf8
        try publishedAwards(scope, rules, in: tx) { award, round in
            guard pieces.isGood(award) else { return }
            pieces.bytes += csv.row(award, of: round).utf8
            try pieces.pass(to: write)
        }
    }

    private func writeJSON(
        _ scope: PublishedScope, _ rules: PublishingRules, _ pieces: inout OpenDataPieces,
        in tx: borrowing ReadTx, _ write: ([UInt8]) throws -> Void
    ) throws {
        var json = OpenDataJSON(rules)
        pieces.bytes += json.opening(try package(scope, in: tx))
        try publishedAwards(scope, rules, in: tx) { award, round in
            guard pieces.isGood(award) else { return }
            json.append(award, of: round, to: &pieces.bytes)
            try pieces.pass(to: write)
        }
        if let changedAt = pieces.changedAt { pieces.bytes += json.closing(changedAt) }
    }

    /// Whether somebody may know what is wrong with what is published.
    static func checksPublished(_ principal: Principal) -> Bool {
        (try? principal.requireOperator(or: .officer, .decisionMaker, .auditor)) != nil
    }

    private func package(
        _ scope: PublishedScope, in tx: borrowing ReadTx
    ) throws -> OpenDataPackage {
        let (fund, words) = (try rounds.fund(in: tx), try text())
        let round = try scope.round.map { try rounds.round($0, in: tx).plan.title }
        return OpenDataPackage(
            title: round.map { "\(fund.name): \($0)" } ?? fund.name,
            description: words.words(
                "open-data.package", ["fund": fund.name, "council": fund.council]),
            name: scope.round ?? "all")
    }

    /// Changes whenever something published may have changed: with every act, and with the day.
    public func publishedRevision() throws -> String {
        try store.read { tx in
            let head = try tx.auditHead()
            return "\(head) \(LondonTime.date(tx.now))"
        }
    }

    /// The rounds with awards that are published, in the order they were planned, for anybody.
    public func openDataRounds(_ rules: PublishingRules) throws -> [OpenDataRound] {
        try store.read { tx in
            try publishedRounds(nil, wards: rules.wards, in: tx).compactMap { round in
                let scope = PublishedScope(round: round.key)
                let summary = try check(scope, rules, in: tx) { _ in }
                guard let changedAt = summary.changedAt else { return nil }
                return OpenDataRound(
                    key: round.key, title: round.title, awardCount: summary.awardCount,
                    awarded: summary.awarded, changedOn: LondonTime.date(changedAt),
                    isReady: summary.errorCount == 0)
            }
        }
    }
}
