import ArgumentParser
import Assessment
import Awards
import Bootstrap
import FundCore
import Publishing

struct AllocationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allocation", abstract: "Ways to share the money out.",
        subcommands: [Compare.self])

    struct Compare: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "compare",
            abstract: "Shares the money out in several ways, side by side. Nothing is changed.")

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "What if there were this much money: £25,000.") var budget: String?
        @Option(help: "What if nobody could get more: £4,000.") var cap: String?
        @Option(
            name: .customLong("weight"),
            help: "What if a criterion counted so much, as often as needed: need=30%.")
        var weights: [String] = []
        @Option(help: "What if a score out of 100 below this got nothing: 60.")
        var threshold: String?
        @Flag(help: "Say on standard error how long each way of sharing out took.")
        var timings = false
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let whatIf = try WhatIf(
                budget: budget, cap: cap, weights: try WhatIf.weights(weights),
                threshold: threshold)
            let comparison = try session.services.reports.allocations(
                of: round, whatIf, as: session.principal)
            try session.show(comparison)
            guard timings else { return }
            for method in comparison.methods {
                try session.talk(
                    "allocation-took",
                    [
                        "method": method.method.rawValue,
                        "microseconds": "\(method.microseconds)",
                    ])
            }
        }
    }
}

extension RankingCommand {
    struct Sensitivity: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "sensitivity",
            abstract: "Shows where the ranking would tip, and how far members are apart.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.show(
                try session.services.reports.sensitivity(of: round, as: session.principal))
        }
    }
}

extension Session {
    /// Prints the methods side by side; in a table, with what each leaves and changes, in words.
    fileprivate func show(_ comparison: AllocationComparison) throws {
        if format == .json { return try print(comparison.json) }
        try print(.allocations) { row in
            for method in comparison.methods { try row(method.row) }
        }
        guard format == .table else { return }
        let words = try words()
        var lines = comparison.limitWords(in: words)
        if comparison.unscored > 0 {
            lines.append(words.words("page.left-out-unscored", ["count": "\(comparison.unscored)"]))
        }
        for method in comparison.methods {
            lines.append("")
            lines.append(words.words("page.allocation-\(method.method.rawValue)"))
            lines += [
                comparison.standingWords(method, in: words),
                comparison.leftWords(method, in: words),
            ]
            lines += comparison.shortfallWords(method, in: words)
            lines.append(comparison.againstWords(in: words))
            lines += method.changes.map { $0.words(in: words) }
            if method.changes.isEmpty { lines.append(words.words("page.changes-none")) }
        }
        try printLines(lines)
    }

    /// Prints the applications, those to talk about first; in a table, with the changes that move
    /// somebody across the line, and how each member scores.
    fileprivate func show(_ report: SensitivityReport) throws {
        if format == .json { return try print(report.json) }
        try print(.sensitivity) { row in
            for application in report.applications { try row(application.row) }
        }
        guard format == .table else { return }
        let words = try words()
        var lines = ["", words.words("page.swings-title")]
        let swings = report.changes.filter(\.swings)
        lines += swings.map { change in
            words.words(
                "page.swing-line",
                [
                    "change": change.words(in: words), "enters": Self.list(change.enters),
                    "leaves": Self.list(change.leaves),
                ])
        }
        if swings.isEmpty { lines.append(words.words("page.swings-none")) }
        lines += ["", words.words("page.offsets-title")]
        lines += report.offsets.map { "\($0.member): \($0.offset.words(in: words))" }
        if report.offsets.isEmpty { lines.append(words.words("page.offsets-none")) }
        try printLines(lines)
    }

    private static func list(_ references: [Reference]) -> String {
        references.isEmpty ? "–" : references.map(\.description).joined(separator: ", ")
    }

    private func printLines(_ lines: [String]) throws {
        let output = StandardOutput()
        for line in lines { try output.write(line.onTerminal + "\n") }
        try output.flush()
    }
}
