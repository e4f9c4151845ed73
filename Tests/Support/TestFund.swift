import Applications
import Bootstrap
import Forms
import Foundation
import FundCore
import Identity
import Payments
import Publishing
import Synchronization
import Workflows

/// A fund of one test's own: the shipped files, a real database, a clock that the test sets.
public final class TestFund: Sendable {
    public let folder: TemporaryFolder
    public let services: Services
    private let box: TimeBox

    public var databasePath: String { "\(folder.path)/fund.sqlite" }
    public var workflows: Workflows { services.workflows }

    /// - Parameters:
    ///   - now: London time.
    ///   - edits: changes to the shipped files: file, what stands there, what shall stand there.
    ///   - needsPlan: whether round 2 opens only by an approved Plan, as it does as shipped.
    public init(
        now: String = "2026-12-01T10:00", edits: [(file: String, old: String, new: String)] = [],
        environment: [String: String] = [:], needsPlan: Bool = false
    ) throws {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path, edits: edits, needsPlan: needsPlan)
        let box = TimeBox(LocalDateTime(now)?.instant ?? Instant(milliseconds: 0))
        self.folder = folder
        self.box = box
        try folder.place(MadeOnce.empty())
        services = try Services.initialise(
            Settings(
                database: "\(folder.path)/fund.sqlite", configuration: "\(folder.path)/Config",
                environment: environment),
            as: TestFund.operator, clock: Clock { box.now }
        ).services
    }

    private init(copying fund: TestFund) throws {
        let folder = try TemporaryFolder()
        for name in ["fund.sqlite", "fund.sqlite-wal"] {
            let path = "\(fund.folder.path)/\(name)"
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try FileManager.default.copyItem(atPath: path, toPath: "\(folder.path)/\(name)")
        }
        let box = TimeBox(fund.box.now)
        self.folder = folder
        self.box = box
        services = try Services.open(
            Settings(
                database: "\(folder.path)/fund.sqlite",
                configuration: fund.services.settings.configurationFolder, environment: [:]),
            clock: Clock { box.now })
    }

    /// The same fund once more, as it is now, with a database of its own.
    public func copy() throws -> TestFund { try TestFund(copying: self) }

    /// Round 2 without the meetings of its panels, for what is about something else.
    public static let withoutMeeting = (
        file: "Config/rounds.yaml", old: "      meeting: true  ", new: "      meeting: false "
    )

    public static let `operator` = Principal(.operator, door: .commandLine, systemUser: "tester")

    /// Round 2 opens without a commissioning cycle, for what is about something else.
    private static let withoutPlan = (
        file: "Config/rounds.yaml", old: "      planApproval: true ",
        new: "      planApproval: false"
    )

    /// The shipped files, for a fund of a test's own.
    ///
    /// - Parameter needsPlan: whether round 2 opens only by an approved Plan, as shipped.
    public static func copyConfiguration(
        to path: String, edits: [(file: String, old: String, new: String)] = [],
        needsPlan: Bool = false
    ) throws {
        for name in ["Config", "Templates"] {
            try FileManager.default.copyItem(
                atPath: Repository.root.appendingPathComponent(name).path,
                toPath: "\(path)/\(name)")
        }
        for (file, old, new) in (needsPlan ? [] : [withoutPlan]) + edits {
            let url = URL(fileURLWithPath: "\(path)/\(file)")
            let text = try String(contentsOf: url, encoding: .utf8)
            guard text.contains(old) else { throw TestFailure("\(file) has no \(old)") }
            try Data(text.replacing(old, with: new, maxReplacements: 1).utf8).write(to: url)
        }
    }

    /// The first round of the shipped file, as it stands there.
    public static func roundBlock() throws -> String {
        let text = try Repository.text("Config/rounds.yaml")
        let rounds = text.components(separatedBy: "\nrounds:\n")[1]
        return rounds.components(separatedBy: "\n\n")[0] + "\n"
    }

    /// Sets the clock, in London time.
    public func setTime(_ local: String) {
        if let instant = LocalDateTime(local)?.instant { box.now = instant }
    }

    public func advance(seconds: Int64) {
        box.now = box.now.adding(seconds: seconds)
    }

    /// A person of `people.yaml`: `officer` is officer@example.org.
    public func person(_ name: String) throws -> Principal {
        try services.principal("\(name)@example.org", door: .commandLine, systemUser: "tester")
    }

    /// What the files of payment runs are made by.
    public func papers(key: BankKey? = nil) throws -> RunPapers {
        let configuration = try services.configuration()
        guard let key else { return services.runPapers(configuration) }
        return services.runPapers(configuration) { key }
    }

    /// Somebody who has signed in on the pages with this address, and has no role.
    public func volunteer(_ email: String) throws -> Principal {
        let visitor = Principal(.visitor, door: .http, systemUser: "tester")
        let secrets = try workflows.askToSignIn(email, browser: "browser", as: visitor)
        let begun = try workflows.signIn(link: secrets.link, as: visitor)
        guard
            let signedIn = try services.signedIn(session: begun.secret, systemUser: "tester")
        else { throw TestFailure("\(email) is not signed in") }
        return signedIn.principal
    }

    /// The letters about an application, in words.
    public func letters(of reference: String, round: String = "round-1") throws -> [String] {
        var texts: [String] = []
        try services.reports.letters(
            of: round, application: reference, as: TestFund.operator
        ) { row, _ in texts.append(row[6].plainText) }
        return texts
    }

    public func open(_ round: String = "round-1") throws {
        _ = try workflows.openRound(
            round, try services.configuration(), closes: nil, reason: nil,
            as: try person("officer"))
    }

    public func close(_ round: String = "round-1") throws {
        _ = try workflows.closeRound(round, reason: nil, as: try person("officer"))
    }

    /// Submits an application and gives back its reference.
    @discardableResult
    public func submit(
        _ name: String, pence: Int64 = 250_000, minimum: Int64? = nil, email: String? = nil,
        number: String? = nil, round: String = "round-1"
    ) throws -> String {
        let json = try JSONReader.read(
            Array(
                TestFund.application(
                    name, pence: pence, minimum: minimum, email: email, number: number
                ).utf8))
        return try workflows.submitApplication(
            json, source: name, round: round, late: nil, as: TestFund.operator
        ).reference.description
    }

    /// An application that fits the shipped form, as JSON.
    public static func application(
        _ name: String, pence: Int64 = 250_000, minimum: Int64? = nil, email: String? = nil,
        number: String? = nil
    ) -> String {
        var organisation: [(key: String, value: JSONValue)] = [
            ("name", .string(name)), ("postcode", .string("S1 2HH")),
        ]
        if let number { organisation.append(("registrationNumber", .string(number))) }
        var contact: [(key: String, value: JSONValue)] = [("name", .string("Sam Example"))]
        if let email { contact.append(("email", .string(email))) }
        var members: [(key: String, value: JSONValue)] = [
            ("organisation", .object(organisation)), ("contact", .object(contact)),
            ("title", .string("Project of \(name)")), ("summary", .string("A made-up project.")),
            ("amountPence", .int(pence)), ("priorities", .array([.string("belonging")])),
            (
                "answers",
                .object([
                    ("need", .string("People said so.")),
                    ("bringTogether", .string("By eating together.")), ("people", .int(40)),
                    ("commitment", .bool(true)),
                ])
            ),
        ]
        if let minimum { members.append(("minimumPence", .int(minimum))) }
        return JSONValue.object(members).text
    }

    public func addPanel(_ members: [String], round: String = "round-1") throws {
        for member in members {
            try workflows.addPanelMember(
                "\(member)@example.org", to: round, as: try person("officer"))
        }
    }

    public static let criteria = ["need", "lens", "reach", "prevention", "delivery", "learning"]

    /// A member gives the same score on every criterion, or one for each.
    public func score(_ reference: String, by member: String, _ values: Int64...) throws {
        _ = try workflows.recordScores(
            of: reference, member: nil,
            zip(0..., Self.criteria).map { place, key in
                (key, values.count == 1 ? values[0] : values[place], nil)
            }, as: try person(member))
    }

    public func checkAll(_ round: String = "round-1") throws {
        _ = try workflows.checkAllClear(round: round, as: try person("officer"))
    }

    /// Opens, takes applications of these amounts, closes, checks, and scores them so that they
    /// rank in the order given. Gives back the references.
    public func decidable(
        _ amounts: [(pence: Int64, minimum: Int64?)], round: String = "round-1",
        email: Bool = false
    ) throws -> [String] {
        try open(round)
        let references = try amounts.enumerated().map { place, amount in
            try submit(
                "Group \(place + 1) of \(round)", pence: amount.pence, minimum: amount.minimum,
                email: email ? "group\(place + 1)@example.org" : nil, round: round)
        }
        try close(round)
        try checkAll(round)
        try addPanel(["p1"], round: round)
        try prepareScoring(by: "p1", of: references, round: round)
        for (place, reference) in references.enumerated() {
            // Six criteria of 0 to 5: falling totals, every one different for up to 26 groups.
            var left = Int64(max(0, 28 - place))
            let values = Self.criteria.map { _ in
                let value = min(5, left)
                left -= value
                return value
            }
            _ = try workflows.recordScores(
                of: reference, member: nil,
                zip(Self.criteria, values).map { ($0, $1, nil) }, as: try person("p1"))
        }
        return references
    }

    /// Does what the round's controls ask of a member, the only one, before they score.
    public func prepareScoring(
        by member: String, of references: [String], round: String
    ) throws {
        let asks = try value(
            """
            SELECT asksBriefing || asksAssignment || asksInterest FROM assessmentRound
            JOIN round ON round.id = roundId WHERE key = '\(round)';
            """
        ).map { $0 == "1" }
        let principal = try person(member)
        if asks.first == true {
            try workflows.acknowledgeBriefing(of: round, as: principal)
        }
        if asks.dropFirst().first == true {
            _ = try workflows.assign(
                round: round, count: 1, seed: 7, as: try person("officer"))
        }
        guard asks.last == true else { return }
        for reference in references {
            try workflows.declareInterest(
                in: reference, has: false, detail: "", as: principal)
        }
    }

    /// One value of a query, by the `sqlite3` program.
    public func value(_ query: String) throws -> String {
        try Command.run("/usr/bin/env", ["sqlite3", databasePath, query]).output.trimmed
    }
}

private final class TimeBox: Sendable {
    private let time: Mutex<Instant>

    init(_ now: Instant) { time = Mutex(now) }

    var now: Instant {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}

public struct TestFailure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// The report of the problem that `work` throws, nil where it throws none.
public func problem(_ work: () throws -> Void) -> ProblemReport? {
    do {
        try work()
        return nil
    } catch let problem as any Problem {
        return problem.report
    } catch {
        return ProblemReport("unexpected: \(error)", .inputOutput)
    }
}

/// Applications that are written in sittings.
extension TestFund {
    public static let draftAnswers: [(String, JSONValue)] = [
        ("groupName", .string("Made Up Menders")), ("groupPostcode", .string("s12hh")),
        ("contactName", .string("Sam Example")), ("contactEmail", .string("sam@example.com")),
        ("projectTitle", .string("Mending together")), ("projectSummary", .string("We mend.")),
        ("need", .string("People said so.")), ("bringTogether", .string("By mending.")),
        ("people", .int(40)), ("projectPriorities", .array([.string("belonging")])),
        ("amount", .int(250_000)), ("commitment", .bool(true)),
    ]

    /// Saves every answer on the page it stands on.
    public func fill(_ id: DraftID, as who: Principal) throws {
        let report = try services.reports.draft(id, as: who)
        for page in report.form.sections.flatMap(\.pages) {
            var values: [String: JSONValue?] = [:]
            for key in page { values[key] = Self.draftAnswers.first { $0.0 == key }?.1 }
            for key in page where values[key] == nil { values[key] = .some(nil) }
            let seen = try services.reports.draft(id, as: who).draft.tag(of: page.sorted())
            try workflows.savePage(
                values, on: page[0], of: id, seen: seen.description, as: who)
        }
    }
}
