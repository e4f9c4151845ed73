import Applications
import Awards
import Forms
import FundCore
import FundStore
import Rounds

/// What taking in a list did.
public struct ListImportResult: Sendable {
    public let imported: ListImport
    /// The same bytes were taken in before: nothing was changed.
    public let isRepeat: Bool
}

/// A round's applications and what was found about them, not kept yet.
public struct PreparedScreening: Sendable {
    let round: RoundID
    let form: Form
    let findings: ScreeningFindings
    let missing: [ScreeningList]
    let isDemanded: Bool
}

/// What a run came to.
public struct ScreeningResult: Sendable {
    public let run: ScreeningRunID
    public let applicationCount: Int
    public let candidateCount: Int
    /// Lists that the round is to be screened against and that nobody has taken in: nobody was looked
    /// for in them.
    public let missing: [ScreeningList]
    /// Whether the round makes no award before every list was looked in.
    public let isDemanded: Bool
}

extension Workflows {
    /// Takes in a file of a list: checks all of it first, then adds it piece by piece, each in a
    /// transaction of its own, so that others write in between. Until it is whole nothing is looked
    /// for in it. The same file once more changes nothing.
    ///
    /// - Parameters:
    ///   - reportedOn: the day that the list is of, where the file does not say it.
    ///   - progress: called with the rows done and the rows in all.
    /// - Throws: `ScreeningProblem`, `InvalidInput`.
    public func importList(
        _ list: ScreeningList, _ source: ByteSource, reportedOn: LocalDate?,
        as principal: Principal, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> ListImportResult {
        try principal.require(.officer)
        let today = try store.read { LondonTime.date($0.now) }
        let checked = try applications.checkList(
            list, source, reportedOn: reportedOn, today: today)
        let earlier = try store.read { try applications.earlierImport(of: checked, in: $0) }
        if let earlier { return ListImportResult(imported: earlier, isRepeat: true) }
        let id = try store.write(as: principal) { tx in
            try applications.beginImport(of: checked, in: tx)
        }
        var count = 0
        try checked.pieces { piece in
            try store.write(as: principal) { tx in try applications.add(piece, to: id, in: tx) }
            count += piece.count
            progress(min(count, checked.rowCount), checked.rowCount)
        }
        let imported = try store.write(as: principal) { tx in
            try applications.completeImport(id, of: checked, in: tx)
        }
        progress(checked.rowCount, checked.rowCount)
        return ListImportResult(imported: imported, isRepeat: false)
    }

    /// Looks for a round's groups and their people in the newest lists. It takes seconds, and writes
    /// nothing.
    /// - Throws: `ScreeningProblem`.
    public func prepareScreening(
        round key: String, as principal: Principal
    ) throws -> PreparedScreening {
        try principal.require(.officer)
        let (round, form, material, isDemanded) = try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            let form: Form = try rounds.section(.form, of: round.id, in: tx)
            let rules =
                try rounds.optionalSection(
                    .screening, of: round.id, as: ScreeningRules.self, in: tx) ?? .usual
            return (
                round, form,
                try applications.screeningMaterial(
                    of: round.id, key: key, rules, form,
                    beside: try screenedBeside(round, in: tx), in: tx),
                try rounds.controls(of: round.id, in: tx).has(.screening)
            )
        }
        return PreparedScreening(
            round: round.id, form: form, findings: material.find(), missing: material.missing,
            isDemanded: isDemanded)
    }

    /// Those that were given nothing and may yet be, which needs a screening too: an appeal may
    /// end with an award, and money that comes free goes to the reserve list.
    private func screenedBeside(
        _ round: Round, in tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        let appealing = try awards.appeals(of: round.id, in: tx).filter {
            $0.kind == .appeal && $0.decision == nil && $0.review?.outcome != .notUpheld
        }.map(\.application)
        let listed = try awards.listed(of: round.id, in: tx).filter {
            $0.isReserve && $0.end == nil && !$0.isAwarded
        }.map(\.application)
        return appealing + listed.filter { !appealing.contains($0) }
    }

    /// Keeps what was found.
    /// - Throws: `ScreeningProblem.moved` where lists or names have changed meanwhile.
    public func keepScreening(
        _ prepared: PreparedScreening, as principal: Principal
    ) throws -> ScreeningResult {
        try store.write(as: principal) { tx in
            let run = try applications.record(prepared.findings, prepared.form, in: tx)
            return ScreeningResult(
                run: run, applicationCount: prepared.findings.applicationCount,
                candidateCount: prepared.findings.candidateCount, missing: prepared.missing,
                isDemanded: prepared.isDemanded)
        }
    }

    public func runScreening(
        round key: String, as principal: Principal
    ) throws -> ScreeningResult {
        try keepScreening(try prepareScreening(round: key, as: principal), as: principal)
    }

    /// An officer says what a candidate is, and why: nobody of their own, or where they have an
    /// interest.
    public func decideCandidate(
        _ id: ScreeningCandidateID, _ verdict: ScreeningVerdict, reason: String,
        if condition: EditCondition = .anything, as principal: Principal
    ) throws -> ScreeningCandidate {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            try refuseInvolved(try applications.candidate(id, in: tx.reading).application, in: tx)
            return try applications.decide(id, verdict, reason: reason, if: condition, in: tx)
        }
    }

    /// A second person confirms what was decided last about a candidate.
    public func confirmCandidate(
        _ id: ScreeningCandidateID, if condition: EditCondition = .anything,
        as principal: Principal
    ) throws -> ScreeningCandidate {
        try principal.require(.officer, .decisionMaker)
        return try store.write(as: principal) { tx in
            try refuseInvolved(try applications.candidate(id, in: tx.reading).application, in: tx)
            return try applications.confirm(id, if: condition, in: tx)
        }
    }
}
