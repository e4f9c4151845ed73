import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

extension CycleCommand {
    struct Need: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "need", abstract: "What the area lacks, and what shows it.",
            subcommands: [Add.self, Evidence.self, Withdraw.self, List.self])

        struct Add: FundCommand {
            static let configuration = CommandConfiguration(
                commandName: "add",
                abstract: "States a need; prints its number.")

            @Argument(help: "The cycle: cycle-1.") var cycle: String
            @Option(help: "What is needed.") var text: String
            @Option(help: "Where, or which community.") var place: String
            @OptionGroup var options: GlobalOptions

            func run() async throws {
                let session = try options.open()
                let number = try session.workflows.stateNeed(
                    text, place: place, in: cycle, as: session.principal)
                try session.print(.object([("number", .int(number))]))
            }
        }

        struct Evidence: FundCommand {
            static let configuration = CommandConfiguration(
                commandName: "evidence",
                abstract: "Says what shows a need.")

            @Argument(help: "The cycle: cycle-1.") var cycle: String
            @Argument(help: "The need's number.") var number: Int64
            @Option(help: "What shows it: a survey, a report, what people said.")
            var source: String?
            @Option(help: "Where that can be read: https://…") var url: String?
            @Option(help: "The number of a report of tension that shows it.") var tension: Int64?
            @Option(help: "An indicator whose figure shows it: belonging.") var indicator: String?
            @Option(help: "The ward of the figure; the whole area if left out.") var ward: String?
            @Option(help: "The period of the figure: 2026; the newest if left out.")
            var period: String?
            @OptionGroup var options: GlobalOptions

            func run() async throws {
                let session = try options.open()
                let figure = try session.services.configuration().indicatorBook.named(
                    indicator, ward: ward, period: period)
                try session.workflows.supportNeed(
                    number, source: source, url: url, tension: tension, figure: figure,
                    in: cycle, as: session.principal)
                try session.talk("need-supported", ["number": "\(number)"])
            }
        }

        struct Withdraw: FundCommand {
            static let configuration = CommandConfiguration(
                commandName: "withdraw",
                abstract: "Takes back a need that no priority answers.")

            @Argument(help: "The cycle: cycle-1.") var cycle: String
            @Argument(help: "The need's number.") var number: Int64
            @Option(help: "Why.") var reason: String
            @OptionGroup var options: GlobalOptions

            func run() async throws {
                let session = try options.open()
                try session.workflows.withdrawNeed(
                    number, reason: reason, in: cycle, as: session.principal)
                try session.talk("need-withdrawn", ["number": "\(number)"])
            }
        }

        struct List: FundCommand {
            static let configuration = CommandConfiguration(
                commandName: "list",
                abstract: "Lists a cycle's needs, with what shows them and what answers them.")

            @Argument(help: "The cycle: cycle-1.") var cycle: String
            @OptionGroup var options: GlobalOptions

            func run() async throws {
                let session = try options.open()
                let report = try session.services.reports.cycle(cycle, as: session.principal)
                try session.print(.cycleNeeds) { row in try report.needRows.forEach(row) }
            }
        }
    }

    struct Priority: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "priority", abstract: "What the fund is to change, and why.",
            subcommands: [Choose.self, Withdraw.self, List.self])

        struct Choose: FundCommand {
            static let configuration = CommandConfiguration(
                commandName: "choose",
                abstract: "Chooses a priority, or adds needs and criteria to one that is chosen.")

            @Argument(help: "The cycle: cycle-1.") var cycle: String
            @Argument(help: "A key of priorities.yaml: belonging.") var priority: String
            @Option(help: "The number of a need that it answers; as often as needed.")
            var need: [Int64] = []
            @Option(help: "A key of criteria.yaml that looks for it; as often as needed.")
            var criterion: [String] = []
            @OptionGroup var options: GlobalOptions

            func run() async throws {
                let session = try options.open()
                try session.workflows.choosePriority(
                    priority, needs: need, criteria: criterion,
                    try session.services.configuration(), in: cycle, as: session.principal)
                try session.talk("priority-chosen", ["priority": priority])
            }
        }

        struct Withdraw: FundCommand {
            static let configuration = CommandConfiguration(
                commandName: "withdraw",
                abstract: "Takes a priority back, with its links.")

            @Argument(help: "The cycle: cycle-1.") var cycle: String
            @Argument(help: "Its key: belonging.") var priority: String
            @Option(help: "Why.") var reason: String
            @OptionGroup var options: GlobalOptions

            func run() async throws {
                let session = try options.open()
                try session.workflows.withdrawPriority(
                    priority, reason: reason, in: cycle, as: session.principal)
                try session.talk("priority-withdrawn", ["priority": priority])
            }
        }

        struct List: FundCommand {
            static let configuration = CommandConfiguration(
                commandName: "list",
                abstract: "Lists a cycle's priorities, with their needs and criteria.")

            @Argument(help: "The cycle: cycle-1.") var cycle: String
            @OptionGroup var options: GlobalOptions

            func run() async throws {
                let session = try options.open()
                let report = try session.services.reports.cycle(cycle, as: session.principal)
                try session.print(.cyclePriorities) { row in
                    try report.priorityRows.forEach(row)
                }
            }
        }
    }
}
