import Assessment
import Commissioning
import FundCore
import FundStore
import Identity
import Rounds

/// What a fund tells about its next round, made of its plan.
public struct Prospectus: Sendable {
    /// A part of it that has a heading.
    public struct Section: Sendable {
        public enum Item: Sendable {
            case heading(String)
            /// What may have several paragraphs.
            case text(String)
            case bullets([String])
            /// What is called so, and what is said of it.
            case rows([(key: String, value: String)])
        }

        public let title: String
        public let items: [Item]
    }

    public let cycle: Cycle
    /// What was approved; nil where this is a draft.
    public let frozen: FrozenPlan?
    let needs: [CycleNeed]
    let priorities: [CyclePriority]
    let entries: [PlanEntry]
    let rounds: [PublicRound]
    let book: PlanBook

    public var isDraft: Bool { frozen == nil }

    /// Names the state of what it shows.
    public var state: [String] { [cycle.title, frozen?.sha256 ?? "draft"] + rounds.map(\.state) }

    /// What it says, in the language of these words. What officers wrote stays as they wrote it.
    public func sections(_ words: TextCatalogue) -> [Section] {
        let vision = entries.standing(.vision).first
        let about = rounds.lazy.compactMap(\.about).first
        func w(_ key: String, _ arguments: [String: String] = [:]) -> String {
            words.words(key, arguments)
        }
        func list(_ name: String, _ own: [String]) -> Section.Item {
            .bullets(
                own.enumerated().map {
                    words.translation("about.\(name).\($0.offset + 1)") ?? $0.element
                })
        }
        var purpose: [Section.Item] = [
            .text(words.translation("about.purpose") ?? about?.purpose ?? book.purpose)
        ]
        if let vision { purpose.append(.text(vision["text"])) }
        var sections = [
            Section(title: w("prospectus.vision"), items: purpose),
            Section(
                title: w("prospectus.needs"),
                items: [
                    .bullets(
                        needs.filter { !$0.isWithdrawn }.map {
                            w("prospectus.need", ["need": $0.text, "place": $0.place])
                        })
                ]),
            Section(title: w("prospectus.priorities"), items: priorityItems(words)),
            Section(
                title: w("page.who-can-apply"),
                items: [list("whoCanApply", about?.whoCanApply ?? book.whoCanApply)]),
            Section(
                title: w("page.we-fund"), items: [list("weFund", about?.weFund ?? book.weFund)]),
            Section(
                title: w("page.we-do-not-fund"),
                items: [list("weDoNotFund", about?.weDoNotFund ?? book.weDoNotFund)]),
            Section(
                title: w("page.money"),
                items: rounds.flatMap { round -> [Section.Item] in
                    [
                        .heading(words.translation("rounds.\(round.key)") ?? round.title),
                        .bullets([
                            w("page.money-all", ["amount": round.allotment.words]),
                            w(
                                "page.amounts",
                                [
                                    "minimum": round.requests.lowerBound.words,
                                    "maximum": round.requests.upperBound.words,
                                ]),
                        ]),
                    ]
                }), Section(title: w("page.how-scored"), items: [scoring(words)]),
        ]
        if let dates = entries.standing(.dates).first {
            sections.append(
                Section(
                    title: w("page.dates"),
                    items: [
                        .rows(
                            PlanStep.allCases.map { step in
                                let day = opened(step) ?? dates[step.rawValue]
                                return (
                                    w("plan-dates.\(step.rawValue)"),
                                    LocalDate(day).map { words.words($0) } ?? day
                                )
                            })
                    ]))
        }
        if let help = vision?["help"], !help.isEmpty {
            sections.append(Section(title: w("prospectus.help"), items: [.text(help)]))
        }
        if let frozen {
            sections.append(
                Section(
                    title: w("prospectus.approval"),
                    items: [
                        .text(
                            w(
                                "prospectus.approved",
                                ["date": words.words(LondonTime.date(frozen.at))])),
                        .text(w("prospectus.fingerprint", ["sha256": frozen.sha256])),
                    ]))
        }
        return sections.filter { section in
            section.items.contains {
                switch $0 {
                case .bullets(let texts): !texts.isEmpty
                case .rows(let rows): !rows.isEmpty
                case .text(let text): !text.isEmpty
                case .heading: true
                }
            }
        }
    }

    /// The day of a step as the cycle's only round keeps it; nil where that says none.
    private func opened(_ step: PlanStep) -> String? {
        guard rounds.count == 1, let timetable = rounds.first?.timetable else { return nil }
        return switch step {
        case .opens: "\(timetable.opens.date)"
        case .closes: "\(timetable.closes.date)"
        case .panel, .decision, .payments: nil
        }
    }

    private func priorityItems(_ words: TextCatalogue) -> [Section.Item] {
        priorities.flatMap { priority -> [Section.Item] in
            let outcomes = entries.standing(.outcome).filter { $0["priority"] == priority.key }
            return [
                .heading(words.translation("priorities.\(priority.key)") ?? priority.title)
            ] + (outcomes.isEmpty ? [] : [.bullets(outcomes.map { $0["text"] })])
        }
    }

    /// The criteria: those of a round that has opened, or of the fund's files.
    private func scoring(_ words: TextCatalogue) -> Section.Item {
        let frozen = rounds.lazy.compactMap(\.scoring).first
        let criteria =
            frozen.map {
                $0.criteria.map {
                    PlanBook.Criterion(
                        key: $0.key, title: $0.title, question: $0.question,
                        weightBasisPoints: $0.weightBasisPoints)
                }
            } ?? book.criteria
        return .rows(
            criteria.map { criterion in
                let plain = Money(pence: criterion.weightBasisPoints).plainPounds
                let weight = plain.hasSuffix(".00") ? String(plain.dropLast(3)) : plain
                let title =
                    words.translation("criteria.\(criterion.key).title") ?? criterion.title
                return (
                    "\(title) (\(weight)%)",
                    words.translation("criteria.\(criterion.key).question")
                        ?? criterion.question
                )
            })
    }

    public func title(_ words: TextCatalogue) -> String {
        words.words("prospectus.title", ["cycle": cycle.title])
    }

    /// The whole of it as text, with two line ends between its parts.
    public func text(_ words: TextCatalogue) -> String {
        var lines = [title(words), ""]
        if isDraft { lines += [words.words("prospectus.draft"), ""] }
        for section in sections(words) {
            lines += [section.title, String(repeating: "-", count: section.title.count)]
            for item in section.items {
                switch item {
                case .heading(let text): lines += ["", text]
                case .text(let text): lines.append(text)
                case .bullets(let texts): lines += texts.map { "- \($0)" }
                case .rows(let rows): lines += rows.map { "\($0.key): \($0.value)" }
                }
            }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }

    /// The whole of it as a page that stands by itself: nothing is loaded from anywhere.
    public func html(_ words: TextCatalogue) -> String {
        let direction = words.isRightToLeft ? "rtl" : "ltr"
        var body = "<h1>\(Self.escaped(title(words)))</h1>\n"
        if isDraft {
            let draft = Self.escaped(words.words("prospectus.draft"))
            body += "<p><strong>\(draft)</strong></p>\n"
        }
        for section in sections(words) {
            body += "<h2>\(Self.escaped(section.title))</h2>\n"
            for item in section.items { body += Self.html(item) }
        }
        return """
            <!DOCTYPE html>
            <html lang="\(words.language)" dir="\(direction)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escaped(title(words)))</title>
            <style>
            body { font: 1.1rem/1.5 sans-serif; max-width: 40rem; margin: 1rem auto; padding: 0 1rem;
              overflow-wrap: anywhere; }
            dt { font-weight: bold; }
            dd { margin: 0 0 0.75rem; }
            @media print { body { font-size: 11pt; max-width: none; margin: 0; }
              h2, h3 { break-after: avoid; } }
            </style>
            </head>
            <body>
            <main>
            \(body)</main>
            </body>
            </html>

            """
    }

    private static func html(_ item: Section.Item) -> String {
        switch item {
        case .heading(let text): "<h3>\(escaped(text))</h3>\n"
        case .text(let text):
            text.split(whereSeparator: \.isNewline).map { "<p>\(escaped(String($0)))</p>\n" }
                .joined()
        case .bullets(let texts):
            "<ul>\n" + texts.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>\n"
        case .rows(let rows):
            "<dl>\n"
                + rows.map { "<dt>\(escaped($0.key))</dt><dd>\(escaped($0.value))</dd>\n" }
                .joined() + "</dl>\n"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
            .replacing("'", with: "&#39;")
    }

    public func json(_ words: TextCatalogue) -> JSONValue {
        .object([
            ("cycle", .string(cycle.key)), ("title", .string(title(words))),
            ("isDraft", .bool(isDraft)), ("sha256", .optional(frozen?.sha256)),
            (
                "sections",
                .array(
                    sections(words).map { section in
                        .object([
                            ("title", .string(section.title)),
                            ("lines", .array(section.items.flatMap(Self.lines))),
                        ])
                    })
            ),
        ])
    }

    private static func lines(_ item: Section.Item) -> [JSONValue] {
        switch item {
        case .heading(let text), .text(let text): [.string(text)]
        case .bullets(let texts): texts.map { .string($0) }
        case .rows(let rows): rows.map { .string("\($0.key): \($0.value)") }
        }
    }
}

extension Reports {
    /// What a cycle tells about its round: to anybody once its Plan is approved, and before that as a
    /// draft to those who work on it.
    ///
    /// - Throws: `PlanProblem.noProspectus`, `.differs`.
    public func prospectus(
        of key: String, _ book: PlanBook, as principal: Principal?
    ) throws -> Prospectus {
        try store.read { tx in
            let cycle = try commissioning.cycles(in: tx).first { $0.key == key }
            guard let cycle else { throw PlanProblem.noProspectus(cycle: key) }
            let frozen = try commissioning.frozenPlan(of: cycle, in: tx)
            guard frozen != nil || principal?.seesPlans == true else {
                throw PlanProblem.noProspectus(cycle: key)
            }
            return Prospectus(
                cycle: cycle, frozen: frozen, needs: try commissioning.needs(of: cycle.id, in: tx),
                priorities: try commissioning.priorities(of: cycle.id, in: tx),
                entries: try commissioning.planEntries(of: cycle.id, in: tx),
                rounds: try commissioning.rounds(of: cycle.id, in: tx).map {
                    try publicRound(try rounds.round($0, in: tx), in: tx)
                }, book: book)
        }
    }

    /// The cycle whose approved plan a round follows, by its key; nil where there is none.
    public func prospectus(ofRound key: String) throws -> String? {
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard let cycle = try commissioning.cycle(of: round.id, in: tx),
                try commissioning.hasFrozenPlan(cycle, in: tx)
            else { return nil }
            return cycle.key
        }
    }
}

extension Principal {
    /// Whether they read a plan before it is approved.
    fileprivate var seesPlans: Bool {
        if case .operator = identity { return true }
        return has(.officer) || has(.decisionMaker) || has(.auditor)
    }
}
