import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// What is due, and for whom.
extension Endpoint {
    static let dueEndpoints = [
        Endpoint(
            .get, .dueList, "Lists what is due or late, and for whom, by its day",
            for: [.officer, .decisionMaker, .finance, .auditor],
            query: [
                Parameter(name: "round", summary: "This round alone.", schema: .text),
                Parameter(name: "late", summary: "Only what is late.", schema: .boolean),
            ] + pageParameters,
            .json(
                .page(of: .openObject([.needed("dueOn", .day), .needed("what", .text)])),
                "A page"), [.tagged]
        ) { ask in
            let (reports, asker, round) = (ask.house.reports, ask.asker, ask.query["round"])
            let (isLateOnly, after) = (try ask.flag("late"), try ask.cursor { DuePlace($0) })
            return try await ask.page(.due) { limit, row in
                try reports.dueRows(
                    round: round, isLateOnly: isLateOnly, after: after, limit: limit,
                    as: try asker.principal, row)
            }
        },
        Endpoint(
            .post, .dueReminders, "Reminds groups by email of what is due soon, each once",
            for: [.officer],
            .json(
                .object([.needed("reminded", .list(.reference))]), "Whom it reminded",
                status: .created), [.ruled, .creating]
        ) { ask in
            let house = ask.house
            let response = try await ask.creating([]) { principal in
                try house.workflows.remindGroups(
                    holidays: try house.services.configuration().bankHolidays, as: principal)
            } keeping: { (told: [Reference]) in
                .object([("reminded", .array(told.map { .string("\($0)") }))])
            }
            house.mail.nudge()
            return response
        },
    ]
}
