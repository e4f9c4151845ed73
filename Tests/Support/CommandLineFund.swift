import Foundation
import FundCore

/// A fund at the command line: every command is a real process.
public struct CommandLineFund: Sendable {
    public let folder: TemporaryFolder
    public var database: String { "\(folder.path)/fund.sqlite" }

    /// - Parameter needsPlan: whether round 2 opens only by an approved Plan, as shipped.
    public init(
        edits: [(file: String, old: String, new: String)] = [], needsPlan: Bool = false
    ) throws {
        folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path, edits: edits, needsPlan: needsPlan)
        if edits.isEmpty {
            try folder.place(MadeOnce.initialised(needsPlan: needsPlan))
        } else {
            try good("init")
        }
    }

    public func run(
        _ line: String, as person: String? = nil, input: String? = nil,
        environment: [String: String] = [:]
    ) throws -> Outcome {
        try Command.cohesion(arguments(line, as: person), environment: environment, input: input)
    }

    public func arguments(_ line: String, as person: String? = nil) -> [String] {
        var arguments = line.split(separator: " ").map { String($0).replacing("␣", with: " ") }
        if let person { arguments += ["--as", "\(person)@example.org"] }
        return arguments + ["--database", database, "--config", "\(folder.path)/Config"]
    }

    /// Runs a command that must succeed.
    @discardableResult
    public func good(
        _ line: String, as person: String? = nil, input: String? = nil,
        environment: [String: String] = [:]
    ) throws -> Outcome {
        let outcome = try run(line, as: person, input: input, environment: environment)
        guard outcome.status == 0 else {
            throw TestFailure("\(line): \(outcome.status) \(outcome.errors)")
        }
        return outcome
    }

    public func submit(
        _ name: String, pence: Int64 = 250_000, minimum: Int64? = nil, email: String? = nil,
        round: String = "round-1"
    ) throws -> String {
        try good(
            "application submit - --round \(round)",
            input: TestFund.application(name, pence: pence, minimum: minimum, email: email)
        ).output.trimmed
    }

    /// A round with a proposal that waits for its decision.
    public func proposed(
        round: String = "round-1", amounts: [Int64], minimum: Int64? = nil
    ) throws {
        try good("round open \(round)", as: "officer")
        var scores = "application,panel_member,criterion,score,comment\n"
        for (place, pence) in amounts.enumerated() {
            let reference = try submit(
                "Group \(place) of \(round)", pence: pence, minimum: minimum, round: round)
            for key in TestFund.criteria {
                scores += "\(reference),p1@example.org,\(key),\(place % 6),\n"
            }
        }
        try good("round close \(round)", as: "officer")
        try good("application check --all-clear --round \(round)", as: "officer")
        try good("panel add --round \(round) --email p1@example.org", as: "officer")
        try good("score import - --round \(round)", as: "officer", input: scores)
        try good("decision propose --round \(round)", as: "officer")
    }

    /// One group of applicant@example.org was awarded money and told so; its reference.
    ///
    /// - Parameter application: what it sent; if left out, one for the form of `PaidRound.edits`.
    public func awarded(_ application: String = PaidRound.application("elm")) throws -> String {
        try good("round open round-1", as: "officer")
        let reference = try good(
            "application submit - --round round-1", as: "applicant", input: application
        ).output.trimmed
        try good("round close round-1", as: "officer")
        try good("application check --all-clear --round round-1", as: "officer")
        try good("panel add --round round-1 --email p1@example.org", as: "officer")
        let scores = TestFund.criteria.map { "\(reference),p1@example.org,\($0),4,\n" }.joined()
        try good(
            "score import - --round round-1", as: "officer",
            input: "application,panel_member,criterion,score,comment\n" + scores)
        try good("decision propose --round round-1", as: "officer")
        try good("decision approve --round round-1 --reason Fit", as: "decider")
        try good("letter send --round round-1", as: "officer")
        return reference
    }
}
