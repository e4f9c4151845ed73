import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// Telling groups that their money was sent.
extension Endpoint {
    static let adviseEndpoints = [
        Endpoint(
            .get, .runAdvice, "Lists how the groups of a run were told of their money",
            for: moneyReaders, .json(.list(.named("PayeeAdvice")), "By award"), [.tagged]
        ) { ask in
            let (reports, run, asker) = (ask.house.reports, ask.path("run"), ask.asker)
            return try await ask.list(.advices) { row in
                for each in try reports.advice(ofRun: run, as: try asker.principal).rows {
                    try row(each)
                }
            }
        },
        Endpoint(
            .post, .runAdvice,
            "Tells the groups of a run what they get and when, by email, each once",
            for: [.finance, .officer],
            .json(
                .object([
                    .needed("told", .count), .needed("before", .count),
                    .needed("withoutAddress", .list(.reference)),
                ]), "How many are told now, how many were before, and who has no email address",
                status: .created), [.creating]
        ) { ask in
            let (house, run) = (ask.house, ask.path("run"))
            let response = try await ask.creating([]) { principal in
                try house.workflows.advisePayees(
                    ofRun: run, holidays: try house.services.configuration().bankHolidays,
                    as: principal)
            } keeping: { (done: PayeesAdvised) in
                .object([
                    ("told", .int(Int64(done.count))), ("before", .int(Int64(done.before))),
                    ("withoutAddress", .array(done.withoutAddress.map { .string("\($0)") })),
                ])
            }
            house.mail.nudge()
            return response
        },
        Endpoint(
            .get, .runAdvicePrint,
            "What groups of a run without an email address get by post, to be printed one a page",
            for: [.finance, .officer],
            Success(
                status: .ok, mediaType: "text/html", summary: "The letters", schema: .text),
            [.ruled]
        ) { ask in
            let (house, run, asker) = (ask.house, ask.path("run"), ask.asker)
            let page = try await ask.read {
                try house.workflows.printedAdvices(
                    ofRun: run, holidays: try house.services.configuration().bankHolidays,
                    as: try asker.principal)
            }
            guard let page else { throw RequestProblem.noSuchPlace(path: ask.request.uri.path) }
            return .printed(page, name: "\(run)-advice")
        },
        Endpoint(
            .post, .runAdvicePosted,
            "Records that somebody has posted what groups without an email address get",
            for: [.finance, .officer],
            .json(
                .object([.needed("posted", .count)]), "How many count as told by it",
                status: .created), [.ruled, .creating]
        ) { ask in
            let (house, run) = (ask.house, ask.path("run"))
            return try await ask.creating([]) { principal in
                try house.workflows.recordAdvicesPosted(
                    ofRun: run, holidays: try house.services.configuration().bankHolidays,
                    as: principal)
            } keeping: { (count: Int) in
                .object([("posted", .int(count))])
            }
        },
    ]
}
