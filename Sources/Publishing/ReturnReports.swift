import Applications
import Awards
import Commissioning
import Forms
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// What one award was asked for about it, and what was said, for its group and for those who work
/// on it.
public struct ReturnReport: Sendable {
    public let round: Round
    public let summary: ApplicationSummary
    public let award: Award
    /// By number. What is only saved shows for its group and for officers alone.
    public let returns: [ReturnContent]
    /// What an officer worries about; nothing that groups read.
    public let concern: Concern?
    /// Who did what; empty for the group, which learns no addresses.
    public let emails: [PersonID: String]
    public let today: LocalDate
    /// Whether whoever asks is of the group.
    public let isOwn: Bool

    public func content(_ number: Int64) throws -> ReturnContent {
        guard let found = returns.first(where: { $0.asked.number == number }) else {
            throw ReturnProblem.unknown(reference: "\(summary.reference)", number: number)
        }
        return found
    }

    /// Everything, as `return show` and the door for programs have it.
    ///
    /// - Parameter number: one return alone; nil for all.
    /// - Throws: `ReturnProblem.unknown`.
    public func json(_ number: Int64? = nil) throws -> JSONValue {
        let shown = try number.map { [try content($0)] } ?? returns
        return .object([
            ("reference", .string("\(summary.reference)")),
            ("organisation", .string(summary.organisation)),
            ("awardedPence", .int(award.kept.pence)),
            (
                "concern",
                concern.map {
                    .object([
                        ("reason", .string($0.reason)), ("since", .string($0.on)),
                        ("by", .optional(emails[$0.by])),
                    ])
                } ?? .null
            ),
            ("returns", .array(shown.map(shape))),
        ])
    }

    private func shape(_ content: ReturnContent) -> JSONValue {
        let asked = content.asked
        return .object([
            ("number", .int(asked.number)), ("moment", .string(asked.moment.rawValue)),
            ("state", .string(asked.state.rawValue)), ("dueOn", .string("\(asked.dueOn)")),
            ("isLate", .bool(award.isToldOf && asked.isLate(on: today))),
            (
                "questions",
                .array(
                    content.form.questions.map {
                        .object([
                            ("key", .string($0.key)), ("type", .string($0.type.rawValue)),
                            ("title", .string($0.title)), ("required", .bool($0.required)),
                            ("lines", $0.type == .spend ? lines(of: $0) : .null),
                        ])
                    })
            ),
            (
                "draft",
                content.draft.map {
                    .object([
                        ("version", .int($0.version)),
                        ("answers", content.form.object($0.answers)),
                    ])
                } ?? .null
            ),
            ("versions", .array(content.versions.map { shape($0, of: content) })),
        ])
    }

    /// What a question of spend asks of: the lines of the budget, and whatever is in none of them.
    private func lines(of question: Question) -> JSONValue {
        .array(
            question.spendLines.enumerated().map { index, line in
                .object([
                    ("line", .int(index + 1)),
                    ("what", .optional(line.isOther ? nil : line.what)),
                    ("kind", .optional(line.kind)), ("budgetPence", .int(line.budgetPence)),
                    ("toldPence", .optional(line.toldPence)),
                ])
            })
    }

    private func shape(_ version: ReturnVersion, of content: ReturnContent) -> JSONValue {
        .object([
            ("number", .int(version.number)), ("sentOn", .string(version.sentOn)),
            ("sentBy", .optional(emails[version.sentBy])),
            ("paperReason", .optional(version.paperReason)),
            ("spentPence", .int(version.spent.pence)), ("people", .int(version.people)),
            ("answers", content.form.object(version.answers)),
            ("verdict", .optional(version.judgement?.verdict.rawValue)),
            ("note", .optional(version.judgement?.note)),
            ("judgedOn", .optional(version.judgement?.on)),
            ("judgedBy", .optional(version.judgement.flatMap { emails[$0.by] })),
        ])
    }
}

/// A return of a round as a list shows it.
public struct ReturnLine: Sendable {
    public let asked: MonitoringReturn
    public let summary: ApplicationSummary
    public let award: Award
    public let isLate: Bool
    public let hasConcern: Bool

    /// A row of `Listing.returns`.
    public var row: [JSONValue] {
        let latest = asked.latest
        return [
            .string("\(summary.reference)"), .string(summary.organisation), .int(asked.number),
            .string(asked.moment.rawValue), .int(award.kept.pence), .string("\(asked.dueOn)"),
            .string(asked.state.rawValue), .bool(isLate), .optional(latest?.sentOn),
            .optional(latest?.spent.pence), .optional(latest?.people), .bool(hasConcern),
        ]
    }
}

extension Listing {
    public static let returns = Listing([
        Column("reference", .plain), Column("organisation", .text), Column("number", .plain),
        Column("moment", .plain, said: "return-moment"), Column("awardedPence", .pence),
        Column("dueOn", .plain),
        Column("state", .plain, said: "return-state"), Column("isLate", .plain),
        Column("sentOn", .plain),
        Column("spentPence", .pence), Column("people", .plain), Column("hasConcern", .plain),
    ])
}

extension Reports {
    private static let returnReaders: [Role] = [.officer, .decisionMaker, .finance, .auditor]

    /// The returns of a round, by award; nothing of awards that were taken back or have ended, but for
    /// those that a group gave up after it was paid some of them.
    ///
    /// - Parameter isLate: those alone that should have been sent by now.
    public func returns(
        of key: String, isLate: Bool = false, as principal: Principal
    ) throws -> (round: Round, lines: [ReturnLine]) {
        try principal.requireOperator(or: .officer, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let lines = try returnLines(of: round, in: tx)
            return (round, isLate ? lines.filter(\.isLate) : lines)
        }
    }

    /// - Parameter isOpen: leaves out what is accepted.
    private func returnLines(
        of round: Round, isOpen: Bool = false, in tx: borrowing ReadTx
    ) throws -> [ReturnLine] {
        let today = LondonTime.date(tx.now)
        var standing: [AwardID: (award: Award, summary: ApplicationSummary, concern: Bool)] = [:]
        var lines: [ReturnLine] = []
        let all =
            isOpen
            ? try commissioning.openReturns(of: round.id, in: tx)
            : try commissioning.returns(of: round.id, in: tx)
        for asked in all {
            if standing[asked.award] == nil {
                guard let award = try awards.award(of: asked.application, in: tx),
                    award.isToldOf
                else { continue }
                standing[asked.award] = (
                    award, try applications.summary(of: award.application, in: tx),
                    try commissioning.concern(over: award.id, in: tx) != nil
                )
            }
            guard let known = standing[asked.award] else { continue }
            lines.append(
                ReturnLine(
                    asked: asked, summary: known.summary, award: known.award,
                    isLate: asked.isLate(on: today), hasConcern: known.concern))
        }
        return lines
    }

    /// One award's returns, for those who work on it and for its own group.
    /// - Throws: `ReturnProblem.noAward`, `ApplicationsProblem.unknown`.
    public func returnReport(
        _ typed: String, as principal: Principal
    ) throws -> ReturnReport {
        try principal.requireOperator(
            or: .officer, .decisionMaker, .finance, .auditor, .applicant)
        return try store.read { tx in
            let isStaff =
                principal.personID == nil || Self.returnReaders.contains(where: principal.has)
            let found = try applications.find(typed, in: tx)
            if !isStaff, let person = principal.personID {
                _ = try find(typed, ownedBy: person, in: tx)
            }
            var isOwn = false
            if case .person(let person, let email, _) = principal.identity {
                // What an officer brought in is the group's all the same.
                isOwn =
                    principal.has(.officer)
                    ? try applications.isOwn(found.id, of: person, email: email, in: tx)
                    : try applications.isOwner(person, of: found.id, in: tx)
            }
            // Nothing of an award is told before its letter has left: asking waits for that.
            guard let award = try awards.award(of: found.id, in: tx),
                try isStaff || commissioning.hasReturns(found.id, in: tx)
            else { throw ReturnProblem.noAward(reference: "\(found.reference)") }
            let seesDrafts = isOwn || principal.has(.officer)
            return ReturnReport(
                round: try rounds.round(found.round, in: tx),
                summary: try applications.summary(of: found.id, in: tx), award: award,
                returns: try commissioning.returns(of: award.id, in: tx).map {
                    let content = try commissioning.content(
                        of: $0, standing: award.kept, in: tx)
                    return seesDrafts ? content : content.withoutDraft
                },
                concern: isStaff && !isOwn
                    ? try commissioning.concern(over: award.id, in: tx) : nil,
                emails: isStaff && !isOwn ? try identity.emails(in: tx) : [:],
                today: LondonTime.date(tx.now), isOwn: isOwn)
        }
    }

    /// What waits in a round's returns for officers.
    func waitingReturns(
        in round: Round, for principal: Principal, tx: borrowing ReadTx
    ) throws -> [Waiting] {
        guard round.status == .decided, principal.has(.officer) else { return [] }
        let lines = try returnLines(of: round, isOpen: true, in: tx)
        let sent = lines.count { $0.asked.state == .sent }
        let late = lines.count(where: \.isLate)
        return (sent > 0 ? [.returns(sent)] : []) + (late > 0 ? [.lateReturns(late)] : [])
    }
}
