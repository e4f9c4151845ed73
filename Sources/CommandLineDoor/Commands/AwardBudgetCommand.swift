import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

struct AwardBudgetCommand: FundCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget",
        abstract: "Sets the lines of an award's budget, as they were agreed with its group.",
        discussion: """
            Until then the budget is what the group applied for: award show has it. FILE is a JSON
            object: lines, a list of objects with what, amountPence and perhaps kind. They come to
            the award at most. - reads it in.
            """)

    @Argument(help: "The application's reference.") var reference: String
    @Argument(help: "The file.") var file: String
    @Option(help: "Who agreed it, or why it is so.") var because: String
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let session = try options.open()
        var fields = JSONFields(try InputFile.json(file))
        let lines = fields.value("lines")
        let problems = fields.finish()
        guard problems.isEmpty else { throw InvalidInput(file, problems) }
        let number = try session.workflows.setBudget(
            lines, of: reference, reason: because, as: session.principal)
        try session.talk("award-budget", ["reference": reference, "number": "\(number)"])
    }
}
