import Applications
import Assessment
import Awards
import Bootstrap
import FundCore
import FundStore
import Identity
import Publishing
import Rounds
import TestSupport
import Testing
import Workflows

/// What is done in a made-up round, in order.
private enum Event {
    case score(Pair, [(criterion: String, value: Int64?, comment: String?)])
    case lock(Pair)
    case declaration(Pair)
    case ruling(Pair, has: Bool)

    struct Pair: Hashable {
        let member: String
        let reference: String
    }

    var pair: Pair {
        switch self {
        case .score(let pair, _), .lock(let pair), .declaration(let pair), .ruling(let pair, _):
            pair
        }
    }

    /// Whether it is a member's own word on an application's worth.
    var isScoring: Bool {
        switch self {
        case .score, .lock: true
        case .declaration, .ruling: false
        }
    }
}

/// A round's panel and applications, and what they may say in it.
private struct Stage {
    let fund: TestFund
    let round: String
    let references: [String]
    let members: [String]
    /// Criteria of which a member may say that they do not apply.
    let sparing: Set<String>

    /// Closed, checked, with its panel, who all say that they have no interest.
    init(_ round: String, applications: Int, members count: Int) throws {
        fund = try TestFund(
            now: round == "round-1" ? "2026-12-01T10:00" : "2027-03-02T10:00",
            edits: [
                ("Config/rounds.yaml", "form: form-round-2.yaml", "form: form.yaml"),
                ("Config/rounds.yaml", "      # least: ", "      least: "),
                ("Config/rounds.yaml", "      #   score: 40", "        score: 40"),
                ("Config/rounds.yaml", "      #   need: 2", "        need: 2"),
                ("Config/rounds.yaml", "allotment: £30,000", "allotment: £6,000"),
                TestFund.withoutMeeting,
            ])
        let fund = fund
        self.round = round
        try fund.open(round)
        references = try (1...applications).map {
            try fund.submit(
                "Group \($0)", pence: 250_000, minimum: $0 % 2 == 0 ? 50_000 : nil, round: round)
        }
        try fund.close(round)
        try fund.checkAll(round)
        members = (1...count).map { "p\($0)" }
        try fund.addPanel(members, round: round)
        sparing = round == "round-1" ? [] : Set(TestFund.criteria).subtracting(["need"])
        guard round == "round-2" else { return }
        for member in members {
            try fund.workflows.acknowledgeBriefing(of: round, as: try fund.person(member))
            for reference in references {
                try fund.workflows.declareInterest(
                    in: reference, has: false, detail: "", as: try fund.person(member))
            }
        }
    }

    func score(_ pair: Event.Pair, _ dice: inout Seeded, whole: Bool) -> Event {
        var scores: [(criterion: String, value: Int64?, comment: String?)] = []
        for criterion in TestFund.criteria where whole || Bool.random(using: &dice) {
            let applies = !sparing.contains(criterion) || Int.random(in: 0..<6, using: &dice) > 0
            scores.append(
                (criterion, applies ? Int64.random(in: 0...5, using: &dice) : nil, nil))
        }
        return scores.isEmpty ? score(pair, &dice, whole: true) : .score(pair, scores)
    }

    /// Everybody scores, some twice, some lock; some have an interest, and say so before, between
    /// or after; of some of these an officer says later that there is none.
    func events(_ dice: inout Seeded) -> [Event] {
        var queues: [[Event]] = []
        for member in members {
            for reference in references {
                let pair = Event.Pair(member: member, reference: reference)
                var queue = [score(pair, &dice, whole: Int.random(in: 0..<8, using: &dice) > 0)]
                if Bool.random(using: &dice) { queue.append(score(pair, &dice, whole: false)) }
                if Int.random(in: 0..<4, using: &dice) == 0 { queue.append(.lock(pair)) }
                if Int.random(in: 0..<3, using: &dice) == 0 {
                    let place = Int.random(in: 0...queue.count, using: &dice)
                    queue.insert(
                        Bool.random(using: &dice) ? .declaration(pair) : .ruling(pair, has: true),
                        at: place)
                    if Int.random(in: 0..<3, using: &dice) == 0 {
                        queue.insert(
                            .ruling(pair, has: false),
                            at: Int.random(in: (place + 1)...queue.count, using: &dice))
                    }
                }
                queues.append(queue)
            }
        }
        var events: [Event] = []
        while let place = queues.indices.filter({ !queues[$0].isEmpty }).randomElement(using: &dice)
        {
            events.append(queues[place].removeFirst())
        }
        return events
    }

    /// Does all that, one use case after the other.
    /// - Returns: by what code each was refused.
    func play(_ events: [Event], in fund: TestFund) throws -> [String?] {
        let officer = try fund.person("officer")
        let people = Dictionary(
            uniqueKeysWithValues: try members.map { ($0, try fund.person($0)) })
        return events.map { event in
            let person = people[event.pair.member] ?? officer
            let reference = event.pair.reference
            return problem {
                switch event {
                case .score(_, let scores):
                    _ = try fund.workflows.recordScores(
                        of: reference, member: nil, scores, as: person)
                case .lock: try fund.workflows.lockScores(of: reference, as: person)
                case .declaration:
                    try fund.workflows.declareInterest(
                        in: reference, has: true, detail: "My cousin runs it.", as: person)
                case .ruling(let pair, let has):
                    try fund.workflows.setInterest(
                        of: "\(pair.member)@example.org", in: reference, has: has,
                        detail: "Said to us.", as: officer)
                }
            }.map { ([$0.code] + $0.fields.map(\.code)).joined(separator: " ") }
        }
    }

    /// All that comes of the scores: the ranking, each explanation, where it would tip, how the
    /// money would be shared out, and what is proposed.
    func results(of fund: TestFund) throws -> [String] {
        let (officer, reports) = (try fund.person("officer"), fund.services.reports)
        var found: [String] = []
        _ = try reports.ranking(of: round, as: officer) { found.append(JSONValue.array($0).text) }
        var explained: [String: ScoreExplanation] = [:]
        for reference in references {
            let one = try reports.explanation(of: reference, as: officer)
            #expect(one.disagreements.isEmpty)
            explained[reference] = one
            found.append(one.json.text)
        }
        found.append(try reports.sensitivity(of: round, as: officer).json.text)
        found.append(try reports.allocations(of: round, as: officer).json.text)
        let refusal = problem { _ = try fund.workflows.propose(round: round, as: officer) }
        guard refusal == nil else { return found + ["\(refusal?.code ?? "")"] }
        let proposal = try reports.proposal(of: round, number: nil, as: officer)
        // What is proposed by is what is explained.
        for line in proposal.lines {
            let one = explained[line[1].plainText]?.ranked
            #expect(one?.rank.map { "\($0)" } == line[0].plainText)
            #expect(one?.score?.description == line[3].plainText)
        }
        return found + proposal.lines.map { JSONValue.array($0).text }
            + ["\(proposal.total) of \(proposal.available)"]
    }
}

@Suite("A member with an interest never changes a result")
struct InterestPropertyTests {
    @Test(
        "whatever they scored and whenever they said it, all is as if they had not scored",
        arguments: ["round-1", "round-2"])
    func asIfNeverScored(round: String) throws {
        let stage = try Stage(round, applications: 3, members: 3)
        var (conflicts, proposals, unlike) = (0, 0, 0)
        for seed in 0..<12 {
            var dice = Seeded(seed)
            let start = try stage.fund.copy()
            if round == "round-2" {
                _ = try start.workflows.assign(
                    round: round, count: Int.random(in: 2...3, using: &dice),
                    seed: Int64(seed), as: try start.person("officer"))
            }
            let events = stage.events(&dice)
            var last: [Event.Pair: Bool] = [:]
            for event in events {
                switch event {
                case .declaration(let pair): last[pair] = true
                case .ruling(let pair, let has): last[pair] = has
                case .score, .lock: break
                }
            }
            let conflicted = Set(last.filter(\.value).keys)
            conflicts += conflicted.count
            let others = try start.copy()
            let never = try start.copy()
            let refusals = try stage.play(events, in: start)
            // Other scores of theirs.
            let changed = events.map { event in
                guard case .score(let pair, let scores) = event, conflicted.contains(pair) else {
                    return event
                }
                return Event.score(
                    pair, scores.map { ($0.criterion, ($0.value ?? 0) == 5 ? 0 : 5, "Not theirs") })
            }
            #expect(try stage.play(changed, in: others) == refusals, "seed \(seed)")
            // None of theirs. Nobody else is refused anything, or let do anything, by it.
            let rest = events.indices.filter {
                !events[$0].isScoring || !conflicted.contains(events[$0].pair)
            }
            #expect(
                try stage.play(rest.map { events[$0] }, in: never) == rest.map { refusals[$0] },
                "seed \(seed)")
            let results = try stage.results(of: start)
            #expect(try stage.results(of: others) == results, "seed \(seed)")
            #expect(try stage.results(of: never) == results, "seed \(seed)")
            if results.last?.contains(" of ") == true { proposals += 1 }
            // The scores do count where there is no interest: else all of this would say nothing.
            let fewer = try start.value(
                "SELECT count(*) FROM assessmentScore WHERE isSetAside = 1;")
            if fewer != "0" { unlike += 1 }
        }
        #expect(conflicts > 12 && proposals > 3 && unlike > 6)
    }

    /// Carries what was found out of a transaction that leaves nothing behind.
    private struct Undone: Error {
        let results: String
    }

    /// The ranking, and what each member's scores are to the round, once `events` are done; the
    /// fund is afterwards as it was.
    /// - Returns: the results, and which events were not refused.
    private func tried(_ events: [Event], on stage: Stage) throws -> (String, [Bool]) {
        let (assessment, rounds) = (AssessmentModule(), RoundsModule())
        var taken: [Bool] = []
        do {
            try stage.fund.services.store.write(as: try stage.fund.person("officer")) { tx in
                let round = try rounds.round(stage.round, in: tx.reading).id
                let scheme: ScoringScheme = try rounds.section(
                    .scoring, of: round, in: tx.reading)
                for event in events {
                    let (id, reference, _) = try ApplicationsModule().find(
                        event.pair.reference, in: tx.reading)
                    let email = "\(event.pair.member)@example.org"
                    let member = try #require(
                        try IdentityModule().person(email, in: tx.reading)?.id)
                    let refusal = problem {
                        switch event {
                        case .score(_, let scores):
                            _ = try assessment.record(
                                scores.map {
                                    ScoreEntry(
                                        place: "", application: id, member: member,
                                        criterion: $0.criterion, value: $0.value,
                                        comment: $0.comment)
                                }, source: "a test", round: round, key: stage.round,
                                scheme: scheme, in: tx)
                        case .lock: break
                        case .declaration:
                            try assessment.setInterest(
                                of: member, in: id, reference: reference, round: round, has: true,
                                detail: "Said to us.", in: tx)
                        case .ruling(_, let has):
                            try assessment.setInterest(
                                of: member, in: id, reference: reference, round: round, has: has,
                                detail: "Said to us.", in: tx)
                        }
                    }
                    let codes = [refusal?.code] + (refusal?.fields.map { $0.code } ?? [])
                    #expect(refusal == nil || codes.contains("score-with-interest"), "\(event)")
                    taken.append(refusal == nil)
                }
                let ranking = try assessment.ranking(
                    of: round, key: stage.round, scheme: scheme, in: tx.reading)
                let scores = try assessment.panelScores(
                    of: round, key: stage.round, scheme: scheme, in: tx.reading)
                let applications = scores.applications.map {
                    "\($0.reference) \($0.answers) \($0.expected)"
                }
                throw Undone(
                    results: "\(ranking)\n\(applications)\n\(scores.sensitivity())")
            }
        } catch let undone as Undone {
            return (undone.results, taken)
        }
        throw TestFailure("what was tried is kept")
    }

    @Test("nor over many rounds more, in whatever order scores and interests come")
    func inOneFund() throws {
        let stage = try Stage("round-2", applications: 3, members: 3)
        _ = try stage.fund.workflows.assign(
            round: "round-2", count: 3, seed: 1, as: try stage.fund.person("officer"))
        var setAside = 0
        for seed in 1000..<1060 {
            var dice = Seeded(seed)
            let events = stage.events(&dice)
            let (asItCame, taken) = try tried(events, on: stage)
            var conflicted: Set<Event.Pair> = []
            var kept: [Event.Pair: [Event]] = [:]
            for (event, wasTaken) in zip(events, taken) where wasTaken {
                switch event {
                case .declaration(let pair): conflicted.insert(pair)
                case .ruling(let pair, let has):
                    if has { conflicted.insert(pair) } else { conflicted.remove(pair) }
                case .score(let pair, _): kept[pair, default: []].append(event)
                case .lock: break
                }
            }
            setAside += conflicted.count { kept[$0] != nil }
            // Those with an interest say so first and score nothing; of the others each scores all
            // at once, in an order of its own.
            let pairs = kept.keys.filter { !conflicted.contains($0) }
                .sorted { ($0.member, $0.reference) < ($1.member, $1.reference) }
                .shuffled(using: &dice)
            let without =
                conflicted.map { Event.ruling($0, has: true) } + pairs.flatMap { kept[$0] ?? [] }
            #expect(try tried(without, on: stage).0 == asItCame, "seed \(seed)")
        }
        #expect(setAside > 60)
    }
}
