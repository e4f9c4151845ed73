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

    public typealias Version = (version: Int64, on: LocalDate)

    public let cycle: Cycle
    /// What was approved; nil where this is a draft.
    public let frozen: FrozenPlan?
    /// Which version it is; nil of a draft, and of what was approved before versions were kept.
    public let version: Version?
    /// All that were published, the latest first.
    public let versions: [Version]
    let plan: ProspectusPlan
    let facts: ProspectusFacts
    /// What it would say of the rounds and the files as they are now: words of other languages hold
    /// as long as the words they stand for do.
    let now: ProspectusFacts

    public var isDraft: Bool { frozen == nil }

    /// The version that took the place of this one; nil where none did.
    public var replacedBy: Version? {
        guard let version, let latest = versions.first, latest.version != version.version else {
            return nil
        }
        return latest
    }

    /// Names the state of what it shows.
    public var state: [String] {
        [
            cycle.title, frozen?.sha256 ?? "draft", "\(version?.version ?? 0)",
            "\(versions.count)", facts.json.text, now.json.text,
        ]
    }

    /// What it says, in the language of these words. What officers wrote stays as they wrote it.
    public func sections(_ words: TextCatalogue) -> [Section] {
        func w(_ key: String, _ arguments: [String: String] = [:]) -> String {
            words.words(key, arguments)
        }
        let about = facts.about
        func list(
            _ name: String, _ field: KeyPath<ProspectusFacts.About, [String]>
        ) -> Section.Item {
            let (own, present) = (about[keyPath: field], now.about[keyPath: field])
            return .bullets(
                own.enumerated().map { place, text in
                    said(
                        text, place < present.count ? present[place] : nil,
                        "about.\(name).\(place + 1)", words)
                })
        }
        var purpose: [Section.Item] = [
            .text(said(about.purpose, now.about.purpose, "about.purpose", words))
        ]
        if !plan.vision.isEmpty { purpose.append(.text(plan.vision)) }
        var sections = [
            Section(title: w("prospectus.vision"), items: purpose),
            Section(
                title: w("prospectus.needs"),
                items: [
                    .bullets(
                        plan.needs.map {
                            w("prospectus.need", ["need": $0.text, "place": $0.place])
                        })
                ]),
            Section(title: w("prospectus.priorities"), items: priorityItems(words)),
            Section(
                title: w("page.who-can-apply"),
                items: [list("whoCanApply", \.whoCanApply)]),
            Section(title: w("page.we-fund"), items: [list("weFund", \.weFund)]),
            Section(
                title: w("page.we-do-not-fund"), items: [list("weDoNotFund", \.weDoNotFund)]),
            Section(
                title: w("page.money"),
                items: facts.rounds.flatMap { round -> [Section.Item] in
                    [
                        .heading(
                            said(
                                round.title, now.rounds.first { $0.key == round.key }?.title,
                                "rounds.\(round.key)", words)),
                        .bullets([
                            w("page.money-all", ["amount": round.allotment.words]),
                            w(
                                "page.amounts",
                                [
                                    "minimum": round.least.words,
                                    "maximum": round.most.words,
                                ]),
                        ]),
                    ]
                }), Section(title: w("page.how-scored"), items: [scoring(words)]),
        ]
        if !plan.days.isEmpty {
            sections.append(
                Section(
                    title: w("page.dates"),
                    items: [
                        .rows(
                            PlanStep.allCases.map { step in
                                let day = opened(step) ?? plan.days[step.rawValue] ?? ""
                                return (
                                    w("plan-dates.\(step.rawValue)"),
                                    LocalDate(day).map { words.words($0) } ?? day
                                )
                            })
                    ]))
        }
        if !plan.help.isEmpty {
            sections.append(Section(title: w("prospectus.help"), items: [.text(plan.help)]))
        }
        if let frozen {
            var items: [Section.Item] = [
                .text(
                    w(
                        version == nil ? "prospectus.approved" : "prospectus.published",
                        ["date": words.words(LondonTime.date(frozen.at))]))
            ]
            if let version { items.append(.text(w("prospectus.version", saying(version, words)))) }
            items.append(.text(w("prospectus.fingerprint", ["sha256": frozen.sha256])))
            sections.append(Section(title: w("prospectus.approval"), items: items))
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

    /// What is said at its head: that it is a draft, or that a later version took its place.
    public func notice(_ words: TextCatalogue) -> String? {
        if isDraft { return words.words("prospectus.draft") }
        guard let version, let latest = replacedBy else { return nil }
        return words.words(
            "prospectus.replaced",
            saying(version, words).merging([
                "later": "\(latest.version)", "laterDate": words.words(latest.on),
            ]) { $1 })
    }

    private func saying(_ version: Version, _ words: TextCatalogue) -> [String: String] {
        ["number": "\(version.version)", "date": words.words(version.on)]
    }

    /// Words in this language for what was written, as long as what they stand for stands.
    private func said(
        _ text: String, _ present: String?, _ key: String, _ words: TextCatalogue
    ) -> String {
        text == present ? words.translation(key) ?? text : text
    }

    /// The day of a step as the cycle's only round keeps it; nil where that says none.
    private func opened(_ step: PlanStep) -> String? {
        guard facts.rounds.count == 1, let round = facts.rounds.first else { return nil }
        return switch step {
        case .opens: "\(round.opens)"
        case .closes: "\(round.closes)"
        case .panel, .decision, .payments: nil
        }
    }

    private func priorityItems(_ words: TextCatalogue) -> [Section.Item] {
        plan.priorities.flatMap { priority -> [Section.Item] in
            let outcomes = plan.outcomes.filter { $0.priority == priority.key }
            return [
                .heading(words.translation("priorities.\(priority.key)") ?? priority.title)
            ] + (outcomes.isEmpty ? [] : [.bullets(outcomes.map(\.text))])
        }
    }

    private func scoring(_ words: TextCatalogue) -> Section.Item {
        .rows(
            facts.criteria.map { criterion in
                let present = now.criteria.first { $0.key == criterion.key }
                let plain = Money(pence: criterion.weightBasisPoints).plainPounds
                let weight = plain.hasSuffix(".00") ? String(plain.dropLast(3)) : plain
                let title = said(
                    criterion.title, present?.title, "criteria.\(criterion.key).title", words)
                return (
                    "\(title) (\(weight)%)",
                    said(
                        criterion.question, present?.question,
                        "criteria.\(criterion.key).question", words)
                )
            })
    }

    public func title(_ words: TextCatalogue) -> String {
        words.words("prospectus.title", ["cycle": cycle.title])
    }

    /// The whole of it as text, with two line ends between its parts.
    public func text(_ words: TextCatalogue) -> String {
        var lines = [title(words), ""]
        if let notice = notice(words) { lines += [notice, ""] }
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
        if let notice = notice(words) {
            body += "<p><strong>\(Self.escaped(notice))</strong></p>\n"
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
            ("version", .optional(version?.version)),
            ("publishedOn", .optional(version.map { "\($0.on)" })),
            ("replacedBy", .optional(replacedBy?.version)),
            (
                "versions",
                .array(
                    versions.map {
                        .object([
                            ("version", .int($0.version)), ("publishedOn", .string("\($0.on)")),
                        ])
                    })
            ),
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
