import ArgumentParser
import Bootstrap
import FundCore
import Publishing
import Workflows

extension CycleCommand {
    struct Thread: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "thread",
            abstract: "Follows the chain from need to payment, from an award or from a need.",
            discussion: "Give either --award or --need.")

        @Option(help: "An award's reference: CF26-0042-K.") var award: String?
        @Option(help: "A need's number.") var need: Int64?
        @Option(help: "The cycle of the need; the latest if left out.") var cycle: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (award == nil) != (need == nil) else {
                throw ValidationError("Give either --award or --need.")
            }
            guard award == nil || cycle == nil else {
                throw ValidationError("--cycle goes with --need.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let reports = session.services.reports
            if let award {
                try session.print(
                    try reports.awardThread(of: award, as: session.principal).json)
            } else if let need {
                try session.print(
                    try reports.needThread("\(need)", of: cycle, as: session.principal).json)
            }
        }
    }

    struct Money: FundCommand {
        enum Order: String, ExpressibleByArgument, CaseIterable {
            case priority, need, ward
        }

        static let configuration = CommandConfiguration(
            commandName: "money",
            abstract: "Shows what the rounds of a cycle gave, by priority, by need or by ward.",
            discussion: """
                As json: by priority and by need, with the total, in which each award counts once; \
                by ward with each ward's priorities. An award that names several wards is shared \
                among them equally.
                """)

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @Option(help: "priority, need or ward.") var by = Order.priority
        @Option(help: "By ward: only awards that name this priority.") var priority: String?
        @Option(name: .customLong("against"), help: "By ward: an indicator of need.")
        var against: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard by == .ward || priority == nil && against == nil else {
                throw ValidationError("--priority and --against go with --by ward.")
            }
        }

        func run() async throws {
            let session = try options.open()
            if by == .ward { return try printWards(session) }
            let money = try session.services.reports.cycleMoney(cycle, as: session.principal)
            if session.format == .json { return try session.print(money.json) }
            switch by {
            case .priority:
                try session.print(.moneyByPriority) { row in
                    try money.priorityRows.forEach(row)
                }
            case .need:
                try session.print(.moneyByNeed) { row in try money.needRows.forEach(row) }
            case .ward: break
            }
        }

        private func printWards(_ session: Session) throws {
            let configuration = try session.services.configuration()
            let money = try session.services.reports.wardMoney(
                cycle, priority: priority, need: against, configuration.areas,
                configuration.indicatorBook, as: session.principal)
            if session.format == .json { return try session.print(money.json) }
            try session.print(.moneyByWard) { row in try money.rows.forEach(row) }
        }
    }
}
