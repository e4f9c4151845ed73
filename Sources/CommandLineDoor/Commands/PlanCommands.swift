import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

extension PlanPart: ExpressibleByArgument {}

extension CycleCommand {
    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "plan",
            abstract: "What a plan says besides needs and priorities, while Plan is open.",
            subcommands: [Write.self, Withdraw.self, Show.self])

        struct Write: FundCommand {
            static let configuration = CommandConfiguration(
                commandName: "write",
                abstract: "Writes an entry of a plan, or another version of it.",
                discussion: """
                    The parts, with what each takes; what is in brackets may be left out:
                      vision    --text [--help-offered]
                      gap       --need --existing, and --indicator [--area [--target]] or
                                --baseline --target [--now] [--better higher|lower];
                                a ward has a --target of its own where the indicator counts
                      option    --title --kind nothing|other --description --choice
                                open|chosen|declined [--why] [--cost-from] [--cost-to] [--number]
                      mark      --option --question --mark good|fair|poor --reason
                      talk      --day --who --how meeting|survey|walk|workshop|online|otherwise
                                --said --changed yes|no --outcome [--number]
                      outcome   --priority --text [--indicator] [--number]
                      question  --round --question --priority
                      share     --by priority|ward --key --amount
                      impact    --characteristic --effect positive|negative|none|unknown
                                --evidence --action
                      dates     --opens --closes --panel --decision --payments
                    """)

            @Argument(help: "The cycle: cycle-1.") var cycle: String
            @Argument(help: "The part: vision, gap, option, …") var part: PlanPart
            @Option(help: "The entry to write anew: of options, talks and outcomes.")
            var number: Int64?
            @OptionGroup var said: PlanSaid
            @OptionGroup var options: GlobalOptions

            func run() async throws {
                let session = try options.open()
                let written = try session.workflows.writePlan(
                    PlanWriting(part, said.values, number: number),
                    try session.services.configuration().planBook, in: cycle,
                    as: session.principal)
                try session.print(
                    .object([
                        ("part", .string(part.rawValue)), ("entry", .string(written.item)),
                        ("version", .int(written.version)),
                    ]))
            }
        }

        struct Withdraw: FundCommand {
            static let configuration = CommandConfiguration(
                commandName: "withdraw",
                abstract: "Takes an entry of a plan back; its versions stay.")

            @Argument(help: "The cycle: cycle-1.") var cycle: String
            @Argument(help: "The part: vision, gap, option, …") var part: PlanPart
            @Argument(help: "The entry, as `cycle plan show` lists it.") var entry: String
            @Option(help: "Why.") var reason: String
            @OptionGroup var options: GlobalOptions

            func run() async throws {
                let session = try options.open()
                try session.workflows.withdrawPlan(
                    part, entry, reason: reason, in: cycle, as: session.principal)
                try session.talk("plan-withdrawn", ["part": part.rawValue, "entry": entry])
            }
        }

        struct Show: FundCommand {
            static let configuration = CommandConfiguration(
                commandName: "show",
                abstract: "Lists what a plan says.",
                discussion: """
                    As json: with gaps and scores worked out, shares beside what was awarded, what has
                    no need behind it, and what the plan does not say yet.
                    """)

            @Argument(help: "The cycle: cycle-1.") var cycle: String
            @OptionGroup var options: GlobalOptions

            func run() async throws {
                let session = try options.open()
                let report = try session.services.reports.plan(
                    of: cycle, try session.services.configuration().planBook,
                    as: session.principal)
                if session.format == .json { return try session.print(report.json) }
                try session.print(.planEntries) { row in try report.rows.forEach(row) }
            }
        }
    }

    struct Timetable: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "timetable",
            abstract: "Shows the days of the round's steps, or proposes them from a day on.",
            discussion: """
                Days pass over weekends, bank holidays and festivals. The column unchecked says what
                a day could not be checked for, since the files do not know its year. To choose
                other days: cycle plan write CYCLE dates.
                """)

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @Option(help: "Proposes days from this one on: 2027-01-04.") var from: String?
        @Flag(help: "Writes the proposed days into the plan.") var save = false
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let book = try session.services.configuration().planBook
            let start = try from.map { text -> LocalDate in
                guard let day = LocalDate(text) else {
                    throw InvalidInput("--from", [FieldProblem("from", "not-date")])
                }
                return day
            }
            if save {
                guard let start else {
                    throw InvalidInput("--save", [FieldProblem("from", "missing")])
                }
                let days = book.days.propose(from: start)
                let values = days.map { ($0.key.rawValue, "\($0.value)") }
                _ = try session.workflows.writePlan(
                    PlanWriting(.dates, Dictionary(values, uniquingKeysWith: { $1 })), book,
                    in: cycle, as: session.principal)
            }
            let rows = try session.services.reports.timetable(
                of: cycle, from: start, book, as: session.principal)
            try session.print(.planSteps) { row in try rows.forEach(row) }
        }
    }

    struct Prospectus: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "prospectus",
            abstract: "Prints what the fund tells about its round: as text, html or json.",
            discussion: """
                Before the Plan is approved, a draft; after that, as it was published. A round \
                that opens, and cycle publish, publish another version where something changed.
                """)

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @Option(help: "The language: en.") var language = "en"
        @Option(help: "An earlier version, by its number; the latest if left out.")
        var number: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let words = try session.services.languages()
            guard let chosen = words.first(where: { $0.language == language }) else {
                throw InvalidInput(
                    "--language",
                    [
                        FieldProblem(
                            "language", "not-an-option",
                            [
                                "value": language,
                                "options": words.map(\.language).joined(separator: ", "),
                            ])
                    ])
            }
            let prospectus = try session.services.reports.prospectus(
                of: cycle, version: number, try session.services.configuration().planBook,
                as: session.principal)
            let output = StandardOutput()
            switch session.format {
            case .json: try output.write(prospectus.json(chosen).text + "\n")
            case .html: try output.write(prospectus.html(chosen))
            case .table, .text, .csv: try output.write(prospectus.text(chosen).onTerminal + "\n")
            }
            try output.flush()
        }
    }
}

extension CycleCommand {
    struct Publish: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "publish",
            abstract: "Publishes the prospectus anew, with rounds and files as they are now.",
            discussion: """
                The first version is published when Plan is approved, another when a round opens \
                that changes what it says. Earlier versions stay.
                """)

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let version = try session.workflows.publishProspectus(
                of: cycle, as: session.principal)
            try session.talk(
                "prospectus-published", ["cycle": cycle, "number": "\(version)"])
        }
    }
}

/// What an entry of a plan can say; each part takes some of it.
struct PlanSaid: ParsableArguments {
    @Option(help: "vision, outcome: the words.") var text: String?
    @Option(help: "vision: what help groups get.") var helpOffered: String?
    @Option(help: "gap: the need's number.") var need: String?
    @Option(help: "gap: what exists already.") var existing: String?
    @Option(help: "gap, outcome: the key of an indicator.") var indicator: String?
    @Option(help: "gap: the ward that the indicator is of; without, the whole area.")
    var area: String?
    @Option(help: "gap: where it began.") var baseline: String?
    @Option(help: "gap: where it is now.") var now: String?
    @Option(help: "gap: where it is to go.") var target: String?
    @Option(help: "gap: which way is better.") var better: String?
    @Option(help: "option: what it is called.") var title: String?
    @Option(help: "option: nothing (to do nothing) or other.") var kind: String?
    @Option(help: "option: what would be done.") var description: String?
    @Option(help: "option: the least that it costs: £5,000.") var costFrom: String?
    @Option(help: "option: the most that it costs.") var costTo: String?
    @Option(help: "option: open, chosen or declined.") var choice: String?
    @Option(help: "option: why it was chosen or declined.") var why: String?
    @Option(help: "mark: the option's number.") var option: String?
    @Option(help: "mark: what it is judged by; question: a question of the form.")
    var question: String?
    @Option(help: "mark: good, fair or poor.") var mark: String?
    @Option(help: "mark: why.") var reason: String?
    @Option(help: "talk: the day: 2027-01-31.") var day: String?
    @Option(help: "talk: which groups and communities; no names of persons.") var who: String?
    @Option(help: "talk: meeting, survey, walk, workshop, online or otherwise.") var how: String?
    @Option(help: "talk: what they said.") var said: String?
    @Option(help: "talk: whether something changed because of it: yes or no.")
    var changed: String?
    @Option(help: "talk: what changed, or why nothing did.") var outcome: String?
    @Option(help: "outcome, question: the key of a priority.") var priority: String?
    @Option(help: "question: the round whose form asks it.") var round: String?
    @Option(help: "share: priority or ward.") var by: String?
    @Option(help: "share: the key of the priority or ward.") var key: String?
    @Option(help: "share: how much: £5,000.") var amount: String?
    @Option(help: "impact: a key of equality.yaml.") var characteristic: String?
    @Option(help: "impact: positive, negative, none or unknown.") var effect: String?
    @Option(help: "impact: what that rests on.") var evidence: String?
    @Option(help: "impact: what is done about it.") var action: String?
    @Option(help: "dates: the day on which the round opens.") var opens: String?
    @Option(help: "dates: the last day to apply.") var closes: String?
    @Option(help: "dates: the day of the panel.") var panel: String?
    @Option(help: "dates: the day of the decision.") var decision: String?
    @Option(help: "dates: the day of the first payments.") var payments: String?

    /// By field; what was not said is left out.
    var values: [String: String] {
        let all: [String: String?] = [
            "text": text, "help": helpOffered, "need": need, "existing": existing,
            "indicator": indicator, "area": area, "baseline": baseline, "now": now,
            "target": target, "better": better, "title": title, "kind": kind,
            "description": description, "costFromPence": costFrom, "costToPence": costTo,
            "choice": choice, "why": why, "option": option, "question": question, "mark": mark,
            "reason": reason, "day": day, "who": who, "how": how, "said": said,
            "changed": changed, "outcome": outcome, "priority": priority, "round": round,
            "by": by, "key": key, "amountPence": amount, "characteristic": characteristic,
            "effect": effect, "evidence": evidence, "action": action, "opens": opens,
            "closes": closes, "panel": panel, "decision": decision, "payments": payments,
        ]
        return all.compactMapValues(\.self)
    }
}
