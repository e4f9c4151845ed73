import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// What cycles taught, and what the next one makes of it.
extension Endpoint {
    private static let lessonReaders: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let lessonRows = Schema.list(.openObject([.needed("lesson", .count)]))

    static let lessonEndpoints =
        [
            Endpoint(
                .get, .lessonList, "Lists what every cycle taught, in the order it was learned",
                for: lessonReaders, .json(lessonRows, "The lessons"), [.tagged]
            ) { ask in
                let (reports, asker) = (ask.house.reports, ask.asker)
                return try await ask.list(.lessons) { row in
                    try reports.lessons(of: nil, as: try asker.principal).forEach(row)
                }
            },
            Endpoint(
                .get, .cycleLessons,
                "Lists the lessons that a cycle decides about, then those that it taught",
                for: lessonReaders, .json(lessonRows, "The lessons"), [.tagged]
            ) { ask in
                let (reports, asker, key) = (ask.house.reports, ask.asker, ask.path("cycle"))
                return try await ask.list(.lessons) { row in
                    try reports.lessons(of: key, as: try asker.principal).forEach(row)
                }
            },
            act(
                .cycleLessons, "Notes what a cycle taught, while it is in Do or Review",
                for: [.officer], ["lesson", "evidence", "meaning"], also: ["priority"]
            ) {
                try $0.learnLesson(
                    $1["lesson"], evidence: $1["evidence"], meaning: $1["meaning"],
                    about: $1.optional("priority"), in: $2, as: $3)
            },
            act(
                .cycleLessonVerdicts,
                "Says what a later cycle makes of a lesson: adopted, adapted or rejected",
                for: [.officer], ["verdict", "reason"], numbers: ["lesson"]
            ) { workflows, sent, key, principal in
                guard let verdict = Lesson.Verdict(rawValue: sent["verdict"]) else {
                    let options = Lesson.Verdict.allCases.map(\.rawValue)
                    throw InvalidInput(
                        "body",
                        [
                            FieldProblem(
                                "verdict", "not-an-option",
                                [
                                    "value": sent["verdict"],
                                    "options": options.joined(separator: ", "),
                                ])
                        ])
                }
                return try workflows.takeLesson(
                    verdict, sent.number("lesson"), reason: sent["reason"], in: key,
                    as: principal)
            },
            act(
                .cycleLessonWithdrawals, "Takes back a lesson that no later cycle has taken up",
                for: [.officer], ["reason"], numbers: ["lesson"]
            ) {
                try $0.withdrawLesson($1.number("lesson"), reason: $1["reason"], in: $2, as: $3)
            },
        ]
}
