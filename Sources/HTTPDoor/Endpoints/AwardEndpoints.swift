import Awards
import Bootstrap
import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// What becomes of awards after their end, for programs.
extension Endpoint {
    private static let staff: Set<Role> = [.officer, .decisionMaker, .finance, .auditor]
    private static let verdicts = Schema.oneOf(OutcomeVerdict.allCases.map(\.rawValue))

    private static let assessment = Schema.object([
        .needed("number", .count), .needed("worth", .text),
        .needed(
            "outcomes",
            .list(
                .object([
                    .needed("outcome", .text), .needed("priority", .text),
                    .needed("verdict", verdicts), .needed("evidence", .text),
                ]))), .needed("on", .day), .needed("by", .nullable(.text)),
    ])

    /// What came of an award, at the end of its thread.
    static let threadOutcomes = Schema.object([
        .needed(
            "returns",
            .list(
                .object([
                    .needed("number", .count),
                    .needed("moment", .oneOf(ReturnMoment.allCases.map(\.rawValue))),
                    .needed("spentPence", .pence), .needed("people", .count),
                    .needed("acceptedOn", .day),
                ]))), .needed("waivedBecause", .nullable(.text)),
        .needed("assessment", .nullable(assessment)), .needed("paidBackPence", .pence),
        .needed("writtenOffPence", .pence), .needed("closedOn", .nullable(.day)),
        .needed("survey", .nullable(threadSurvey)),
    ])

    private static let feedback = Schema.object([
        .needed("number", .count), .needed("version", .count),
        .needed("capacity", .oneOf(AwardFeedback.Capacity.allCases.map(\.rawValue))),
        .needed("seenOn", .day), .needed("saw", .text),
        .needed("wouldFund", .oneOf(AwardFeedback.Again.allCases.map(\.rawValue))),
        .needed("recordedOn", .day), .needed("recordedBy", .nullable(.text)),
    ])

    private static let budget = Schema.object([
        .needed("number", .count),
        .needed("source", .oneOf(AwardBudget.Source.allCases.map(\.rawValue))),
        .needed("awardedPence", .pence), .needed("totalPence", .pence),
        .needed("overPence", .pence), .needed("spentPence", .nullable(.pence)),
        .needed("reason", .nullable(.text)), .needed("setOn", .nullable(.day)),
        .needed("setBy", .nullable(.text)),
        .needed(
            "lines",
            .list(
                .object([
                    .needed("what", .nullable(.text)), .needed("kind", .nullable(.text)),
                    .needed("budgetPence", .pence), .needed("spentPence", .nullable(.pence)),
                    .needed("differencePence", .nullable(.pence)),
                    .needed("because", .nullable(.text)),
                ]))),
    ])

    private static let review = Schema.object([
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("round", .text), .needed("isClosed", .boolean), .needed("standsPence", .pence),
        .needed("paidPence", .pence), .needed("spentPence", .nullable(.pence)),
        .needed("people", .nullable(.count)), .needed("paidBackPence", .pence),
        .needed("writtenOffPence", .pence), .needed("owedPence", .pence),
        .needed("waivedBecause", .nullable(.text)), .needed("budget", .nullable(budget)),
        .needed(
            "promised",
            .list(
                .object([
                    .needed("outcome", .text), .needed("title", .text),
                    .needed("priority", .text),
                ]))), .needed("assessments", .list(assessment)),
        .needed("feedback", .list(feedback)),
        .needed(
            "writeOffs",
            .list(
                .object([
                    .needed("amountPence", .pence), .needed("reason", .text), .needed("on", .day),
                    .needed("by", .nullable(.text)),
                ]))),
        .needed(
            "closings",
            .list(
                .object([
                    .needed("isClosed", .boolean), .needed("reason", .nullable(.text)),
                    .needed("on", .day), .needed("by", .nullable(.text)),
                ]))),
        .needed(
            "waivers",
            .list(
                .object([
                    .needed("returns", .nullable(.list(.count))), .needed("reason", .text),
                    .needed("on", .day), .needed("by", .nullable(.text)),
                    .needed("endedBecause", .nullable(.text)),
                    .needed("endedOn", .nullable(.day)),
                ]))),
        .needed(
            "givenUp",
            .nullable(
                .object([
                    .needed("reason", .text), .needed("paidPence", .pence),
                    .needed("releasedPence", .pence), .needed("on", .day),
                    .needed("by", .nullable(.text)),
                ]))), .needed("lacks", .list(.text)),
    ])

    private static let line = Schema.object([
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("standsPence", .pence), .needed("paidPence", .pence),
        .needed("spentPence", .nullable(.pence)), .needed("people", .nullable(.count)),
        .needed("assessedOn", .nullable(.day)), .needed("closedOn", .nullable(.day)),
        .needed("lacks", .count),
    ])

    static let awardEndpoints =
        [
            Endpoint(
                .get, .awardReviews,
                "Lists the awards of a round with what became of each; lacks counts what keeps it"
                    + " from being closed",
                for: staff,
                query: [
                    Parameter(
                        name: "closable", summary: "true for those that could be closed now.",
                        schema: .boolean)
                ], .json(.list(line), "By rank"), [.tagged]
            ) { ask in
                let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
                let isClosable = try ask.flag("closable")
                return try await ask.list(.awardReviews) { row in
                    try reports.awardReviewRows(
                        of: round, isClosable: isClosable, as: try asker.principal
                    ).forEach(row)
                }
            },
            Endpoint(
                .get, .awardReview, "Shows what became of an award after its end", for: staff,
                .json(review, "The award"), [.ruled, .tagged]
            ) { ask in ask.found(try await ask.review()) },
        ] + awardActs

    private static let acts = ApplicationActs(shown: review, said: "As it is now") {
        try await $0.review()
    }

    private static let reason = Schema.Member.needed("reason", .text)

    private static let awardActs = [
        acts.act(
            Int64.self, .awardAssessments,
            "Says how far each promised outcome was met; seen is the assessment that was read",
            for: [.officer],
            [
                .needed(
                    "outcomes",
                    .list(
                        .object([
                            .needed("outcome", .text), .needed("verdict", verdicts),
                            .needed("evidence", .text),
                        ]))), .needed("worth", .text), .optional("seen", .nullable(.count)),
            ]
        ) { fields in
            let said = OutcomeSaid.list(from: &fields)
            let worth = fields.text("worth", required: true, maximum: 500) ?? ""
            let seen = fields.wholeNumber("seen")
            return { try $0.assessAward($1, said, worth: worth, seen: seen, as: $2) }
        },
        acts.act(
            Int64.self, .awardFeedback,
            "Records what a ward councillor or a community worker saw; number corrects one",
            for: [.officer],
            [
                .needed("capacity", .oneOf(AwardFeedback.Capacity.allCases.map(\.rawValue))),
                .needed("seenOn", .day), .needed("saw", .text),
                .needed("wouldFund", .oneOf(AwardFeedback.Again.allCases.map(\.rawValue))),
                .optional("number", .nullable(.count)),
            ]
        ) { fields in
            let capacity = fields.choice("capacity", of: AwardFeedback.Capacity.self)
            let seenOn = fields.day("seenOn", required: true)
            let saw = fields.text("saw", required: true, maximum: 2000) ?? ""
            let again = fields.choice("wouldFund", of: AwardFeedback.Again.self)
            let number = fields.wholeNumber("number")
            let said = FeedbackSaid(
                capacity: capacity ?? .communityWorker,
                seenOn: seenOn ?? LocalDate(daysSince1970: 0), saw: saw,
                wouldFund: again ?? .unsure)
            return { try $0.recordFeedback(said, correcting: number, on: $1, as: $2) }
        },
        acts.act(
            Int64.self, .awardBudgets,
            "Sets the lines of an award's budget, of at most the award; seen is the budget that was"
                + " read",
            for: [.officer],
            [
                .needed(
                    "lines",
                    .list(
                        .object([
                            .needed("what", .text), .optional("kind", .nullable(.text)),
                            .needed("amountPence", .integer(1...Money.greatest.pence)),
                        ]))), reason, .optional("seen", .nullable(.count)),
            ]
        ) { fields in
            let lines = fields.value("lines")
            let (reason, seen) = (fields.why, fields.wholeNumber("seen"))
            return { try $0.setBudget(lines, of: $1, reason: reason, seen: seen, as: $2) }
        },
        acts.act(
            Void.self, .awardWaivers,
            "Says that a group need not send returns that it has not sent; without returns, all of"
                + " them", for: [.decisionMaker],
            [.optional("returns", .nullable(.listOf(.count, 1...100))), reason]
        ) { fields in
            let numbers = fields.numbers("returns")
            let reason = fields.why
            return { try $0.waiveReturns(numbers, of: $1, reason: reason, as: $2) }
        },
        acts.act(
            Void.self, .awardWriteOffs,
            "Says that a group need not pay back so much of what it did not spend",
            for: [.decisionMaker], [.needed("amountPence", .pence), reason]
        ) { fields in
            let amount = fields.pence("amountPence") ?? .zero
            let reason = fields.why
            return { try $0.writeOff(amount, of: $1, reason: reason, as: $2) }
        },
        acts.act(
            Money.self, .awardSurrenders,
            "Says that a group gave up what is not paid of its award, in a round without agreements:"
                + " it goes back to the round, for good", for: [.decisionMaker], [reason]
        ) { fields in
            let reason = fields.why
            return { try $0.giveUpAward($1, reason: reason, as: $2) }
        },
        acts.act(
            Void.self, .awardClosings,
            "Closes an award: nothing of it is changed or paid any more; fields say what it lacks",
            for: [.officer], [.optional("note", .nullable(.text))]
        ) { fields in
            let note = fields.text("note", maximum: 2000)
            return { try $0.closeAward($1, note: note, as: $2) }
        },
        acts.act(
            [ReturnDueAgain].self, .awardReopenings,
            "Opens an award again that was closed; what was waived is due again, unless waiversStand",
            for: [.decisionMaker], [.optional("waiversStand", .nullable(.boolean)), reason]
        ) { fields in
            let waiversStand = fields.truth("waiversStand") ?? false
            let reason = fields.why
            return {
                try $0.reopenAward($1, waiversStand: waiversStand, reason: reason, as: $2)
            }
        },
    ]
}

extension Ask {
    fileprivate func review() async throws -> JSONValue {
        let (reports, reference, asker) = (house.reports, path("reference"), asker)
        return try await read {
            try reports.awardReview(reference, as: try asker.principal).json
        }
    }
}

extension JSONFields {
    /// Whole numbers, from 1 to 100 of them; nil where it is absent.
    fileprivate mutating func numbers(_ key: String) -> [Int64]? {
        guard let value = value(key) else { return nil }
        let numbers = value.array?.compactMap(\.int) ?? []
        guard let items = value.array, (1...100).contains(items.count),
            numbers.count == items.count
        else {
            report(key, "not-list")
            return nil
        }
        return numbers
    }

    fileprivate var why: String {
        mutating get { text("reason", required: true, maximum: 2000) ?? "" }
    }
}
