import Applications
import Assessment
import Awards
import Forms
import FundCore
import Identity
import Payments
import Rounds

/// How each thing is shown: the rows of listings, the objects of JSON.
enum Shape {
    static func row(_ round: Round, left: Money) -> [JSONValue] {
        let plan = round.plan
        return [
            .string(plan.key), .string(plan.title), .string(round.status.rawValue),
            .int(plan.allotment.pence), .int(left.pence), .int(plan.requests.lowerBound.pence),
            .int(plan.requests.upperBound.pence), .bool(plan.partialAwards),
            .string("\(plan.timetable.opens)"), .string("\(plan.timetable.closes)"),
            .string("\(plan.timetable.panelMeets)"), .string("\(plan.timetable.decision)"),
        ]
    }

    /// - Parameter toldStatus: for who sent it, how it stands as far as they have been told; what an
    ///   officer has found is not for them to read here.
    static func row(
        _ application: ApplicationSummary, toldStatus: ApplicationStatus? = nil
    ) -> [JSONValue] {
        [
            .string("\(application.reference)"),
            .string((toldStatus ?? application.status).rawValue),
            .optional(application.requested?.pence), .optional(application.minimum?.pence),
            .string(application.organisation), .string(application.title),
            .optional(application.postcode), .string(application.submittedAt.iso8601),
            toldStatus == nil ? .int(application.openBlockingFindingCount) : .null,
            .string(application.outcome(told: toldStatus ?? application.status).rawValue),
        ]
    }

    /// - Parameter emails: for how the criteria came out; nil where nobody asks.
    static func row(
        _ ranked: RankedApplication, organisation: String, _ emails: [PersonID: String]?
    ) -> [JSONValue] {
        [
            ranked.rank.map { .int($0) } ?? .null, .string("\(ranked.reference)"),
            .string(organisation), .int(ranked.requested.pence),
            .optional(ranked.score?.description), .optional(ranked.score?.decimal(places: 2)),
            emails.map { emails in .array(ranked.criteria.map { criterion($0, emails) }) } ?? .null,
            .optional(ranked.tieBreak?.description),
            .optional(
                ranked.shortfalls.isEmpty
                    ? nil : ranked.shortfalls.map(\.key).joined(separator: " ")),
            .int(ranked.missingCount),
        ]
    }

    private static func criterion(
        _ result: CriterionResult, _ emails: [PersonID: String]
    ) -> JSONValue {
        .object([
            ("key", .string(result.key)),
            ("weightBasisPoints", .int(result.weightBasisPoints)),
            ("mean", .optional(result.mean?.description)),
            ("points", .optional(result.points?.description)),
            ("pointsDecimal", .optional(result.points?.decimal(places: 2))),
            ("scorers", .int(result.scorerCount)),
            ("notApplicable", .int(result.notApplicableCount)),
            ("missing", .array(result.missing.map { .string(emails[$0] ?? "") })),
        ])
    }

    static func row(_ score: ScoreRow, _ emails: [PersonID: String]) -> [JSONValue] {
        [
            .string("\(score.reference)"), .string(emails[score.member] ?? ""),
            .string(score.criterion), score.value.map { .int($0) } ?? .string("n/a"),
            .optional(score.comment),
            .string("\(score.reference)"), .string(emails[score.enteredBy] ?? ""),
            .string(score.recordedAt.iso8601),
        ]
    }

    /// - Parameter missingCount: how many scores are still to come; nil where it is not ranked.
    static func row(
        _ line: ProposalLine, organisation: String, missingCount: Int?,
        recommended: RecommendationKind?
    ) -> [JSONValue] {
        let outcome = line.award == .zero ? "none" : line.isPartial ? "partial" : "full"
        let score = line.score.split(separator: "/").compactMap { Int128($0) }
        let decimal =
            score.count == 2 && score[1] > 0
            ? Fraction(score[0], over: score[1]).decimal(places: 2) : ""
        return [
            .int(line.rank), .string("\(line.reference)"), .string(organisation),
            .string(line.score), .string(decimal), .int(line.requested.pence),
            .int(line.minimum.pence), .int(line.award.pence), .string(outcome),
            missingCount.map { .int($0) } ?? .null, .optional(recommended?.rawValue),
        ]
    }

    static func row(_ instalment: Instalment, _ emails: [PersonID: String]) -> [JSONValue] {
        [
            .string("\(instalment.reference)"), .int(instalment.number),
            .int(instalment.amount.pence), .string(emails[instalment.decidedBy] ?? ""),
            .string(instalment.decidedOn), .optional(instalment.run),
        ]
    }

    static func object(
        _ detail: ApplicationDetail, round: String, form: Form, words: TextCatalogue,
        _ emails: [PersonID: String], toldStatus: ApplicationStatus?
    ) -> JSONValue {
        let summary = detail.summary
        let order = Dictionary(
            form.questions.enumerated().map { ($1.key, $0) },
            uniquingKeysWith: { first, _ in first })
        var members: [(key: String, value: JSONValue)] = [
            ("reference", .string("\(summary.reference)")), ("round", .string(round)),
            ("status", .string((toldStatus ?? summary.status).rawValue)),
            (
                "organisation",
                .object([
                    ("name", .string(summary.organisation)),
                    ("registrationNumber", .optional(detail.registrationNumber)),
                    ("postcode", .optional(summary.postcode)),
                ])
            ),
            ("contact", detail.contact.map { object($0) } ?? .null),
            ("title", .string(summary.title)), ("summary", .string(detail.summaryText)),
            ("amountPence", .optional(summary.requested?.pence)),
            ("minimumPence", .optional(summary.minimum?.pence)),
            ("priorities", .array(detail.priorities.map { .string($0) })),
            (
                "answers",
                .object(
                    detail.answers.sorted { order[$0.key] ?? .max < order[$1.key] ?? .max }
                        .map { ($0.key, $0.value) })
            ),
        ]
        if toldStatus == nil { members += officersView(of: detail, words: words, emails) }
        return .object(
            members + [
                ("source", .string(detail.source.rawValue)),
                ("sourceId", .optional(detail.sourceID)),
                ("submittedAt", .string(summary.submittedAt.iso8601)),
                // An officer's own words.
                ("lateReason", .optional(toldStatus == nil ? detail.lateReason : nil)),
                ("outcome", .string(summary.outcome(told: toldStatus ?? summary.status).rawValue)),
            ])
    }

    static func object(_ contact: Contact?) -> JSONValue {
        .object([
            ("name", .optional(contact?.name)), ("email", .optional(contact?.email)),
            ("address", .optional(contact?.address)),
            ("language", .optional(contact?.language)),
        ])
    }

    /// What was found about an application and how it was checked: not for the group to read here.
    private static func officersView(
        of detail: ApplicationDetail, words: TextCatalogue, _ emails: [PersonID: String]
    ) -> [(key: String, value: JSONValue)] {
        [
            (
                "findings",
                .array(
                    detail.findings.map {
                        .object([
                            ("code", .string($0.code.rawValue)), ("blocking", .bool($0.isBlocking)),
                            (
                                "text",
                                .string(words.words("finding.\($0.code.rawValue)", $0.arguments))
                            ),
                            ("resolvedAt", .optional($0.resolvedAt?.iso8601)),
                        ])
                    })
            ),
            (
                "checks",
                .array(
                    detail.checks.map {
                        .object([
                            ("eligible", .bool($0.isEligible)), ("reason", .optional($0.reason)),
                            ("checkedBy", .optional(emails[$0.checkedBy])),
                            ("checkedAt", .string($0.checkedAt.iso8601)),
                        ])
                    })
            ),
        ]
    }

    static func row(_ token: TokenEntry) -> [JSONValue] {
        [
            .int(token.id.rawValue), .string(token.email), .string(token.label),
            .string(token.createdAt.iso8601), .string(token.expiresAt.iso8601),
            .optional(token.revokedAt?.iso8601),
        ]
    }

    static func row(_ person: Person) -> [JSONValue] {
        [
            .string(person.email), .string(person.name),
            .string(
                Role.allCases.filter(person.roles.contains).map(\.rawValue).joined(separator: " ")
            ),
        ]
    }
}
