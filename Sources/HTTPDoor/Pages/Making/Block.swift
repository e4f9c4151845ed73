import Templating

/// A link in a page.
struct PageLink: Sendable {
    let text: String
    let link: String

    init(_ text: String, _ link: String) {
        self.text = text
        self.link = link
    }

    var facts: TemplateFacts { ["text": text, "link": link] }
}

/// One part of a page. Each kind has a template of its own in `Templates/pages/parts`.
enum Block: Sendable {
    case heading2(String, id: String = "")
    case heading3(String)
    case paragraph(String)
    case lead(String)
    case hintText(String)
    /// What somebody wrote, in paragraphs.
    case answer(String)
    case linkLine(PageLink)
    case button(PageLink, isSecondary: Bool = false)
    case inset(String)
    case warning(String, label: String)
    case bullets([String])
    case links([PageLink])
    case numbers([String])
    case details(String, [String])
    case panel(String, [String])
    case summary([SummaryRow])
    case tasks([TaskItem])
    case table(Table)
    case chart(Chart)
    case lineChart(LineChart)
    case tileChart(TileChart)
    case pager(label: String, previous: PageLink?, next: PageLink?)
    case cards([Card])
    /// A record that stays as it was written, line by line.
    case record(String)
    case print(String)
    case form(Form)

    struct SummaryRow: Sendable {
        let key: String
        let lines: [String]
        /// Words, what they are about for those who cannot see it, and where to.
        var links: [(text: String, hidden: String, link: String)] = []
    }

    struct TaskItem: Sendable {
        let id: String
        let text: String
        let link: String?
        var hint: String?
        let status: String
        let isDone: Bool
    }

    struct Card: Sendable {
        let heading: String
        let link: String
        let text: String
        let count: String
    }

    struct Chart: Sendable {
        struct Bar: Sendable {
            let label: String
            let valueText: String
            /// Out of a hundred.
            let share: Int
            let isFunded: Bool
        }

        let id: String
        let title: String
        let description: String
        let bars: [Bar]
        /// A line below so many bars, and its words.
        let line: (after: Int, text: String)?
    }

    /// What its template needs, and which template that is.
    var facts: TemplateFacts {
        switch self {
        case .heading2(let text, let id):
            .part("heading2", ["text": text, "id": present(id.isEmpty ? nil : id)])
        case .heading3(let text): .part("heading3", Self.text(text))
        case .paragraph(let text): .part("paragraph", Self.text(text))
        case .lead(let text): .part("lead", Self.text(text))
        case .hintText(let text): .part("hint-text", Self.text(text))
        case .answer(let text): .part("answer-text", ["paragraphs": Self.paragraphs(text)])
        case .linkLine(let link): .part("link-line", link.facts)
        case .button(let link, let isSecondary):
            .part(
                "button", ["text": link.text, "link": link.link, "isSecondary": isSecondary])
        case .inset(let text): .part("inset", Self.text(text))
        case .warning(let text, let label): .part("warning", ["text": text, "label": label])
        case .bullets(let texts): .part("bullets", Self.items(texts))
        case .links(let links): .part("bullets", ["items": links.map(\.facts)])
        case .numbers(let texts): .part("numbers", Self.items(texts))
        case .details(let summary, let texts):
            .part("details", ["summary": summary, "items": texts.map(Self.text)])
        case .panel(let title, let lines):
            .part("panel", ["title": title, "lines": lines.map(Self.text)])
        case .summary(let rows): .part("summary-list", Self.summaryFacts(rows))
        case .tasks(let items): .part("tasks", Self.taskFacts(items))
        case .table(let table): .part("table", table.facts)
        case .chart(let chart): .part("chart", chart.facts)
        case .lineChart(let chart): .part("line-chart", chart.facts)
        case .tileChart(let chart): .part("tile-chart", chart.facts)
        case .pager(let label, let previous, let next):
            .part(
                "pager",
                [
                    "label": label, "previous": present(previous?.facts),
                    "next": present(next?.facts),
                ])
        case .cards(let cards):
            .part(
                "cards",
                [
                    "items": cards.map {
                        [
                            "heading": $0.heading, "link": $0.link, "text": $0.text,
                            "count": $0.count,
                        ] as TemplateFacts
                    }
                ])
        case .record(let text): .part("record", ["parts": Self.parts(of: text)])
        case .print(let text): .part("print", Self.text(text))
        case .form(let form): .part(form.pairs == nil ? "form" : "pairs", form.facts)
        }
    }

    /// The templates that facts name; the engine would show one that is missing as nothing.
    static let parts: Set<String> = [
        "heading2", "heading3", "paragraph", "lead", "hint-text", "answer-text", "link-line",
        "button", "inset", "warning", "bullets", "numbers", "details", "panel", "summary-list",
        "tasks", "table", "chart", "line-chart", "tile-chart", "pager", "cards", "print", "record",
        "form",
        "pairs", "cell",
        "cell-number", "cell-heading", "cell-heading-link", "cell-tag", "cell-address",
        "field-note",
        "field-heading", "field-read-only", "field-input", "field-text-area", "field-radios",
        "field-checkboxes", "field-date", "field-select", "field-files", "field-lines",
    ]

    static func text(_ text: String) -> TemplateFacts { ["text": text] }

    /// What somebody wrote, as they parted it.
    static func paragraphs(_ text: String) -> [TemplateFacts] {
        text.split(whereSeparator: \.isNewline).map { ["text": String($0)] }
    }

    /// The parts of a text that empty lines stand between.
    private static func parts(of text: String) -> [TemplateFacts] {
        text.split(separator: "\n\n").map { ["text": String($0)] }
    }

    private static func items(_ texts: [String]) -> TemplateFacts {
        ["items": texts.map { ["text": $0, "link": false] as TemplateFacts }]
    }

    private static func summaryFacts(_ rows: [SummaryRow]) -> TemplateFacts {
        [
            "rows": rows.map { row in
                [
                    "key": row.key,
                    "lines": row.lines.flatMap(paragraphs),
                    "links": row.links.map {
                        ["text": $0.text, "hidden": $0.hidden, "link": $0.link] as TemplateFacts
                    },
                ] as TemplateFacts
            }
        ]
    }

    private static func taskFacts(_ items: [TaskItem]) -> TemplateFacts {
        [
            "items": items.map {
                [
                    "id": $0.id, "text": $0.text, "link": present($0.link),
                    "hint": present($0.hint), "status": $0.status, "isDone": $0.isDone,
                ] as TemplateFacts
            }
        ]
    }
}

/// What a template finds under a name: `false` where there is nothing, so that it does not look
/// further out.
func present(_ value: (any Sendable)?) -> any Sendable { value ?? false }

extension Block.Chart {
    var facts: TemplateFacts {
        let lineFacts = Block.text(line?.text ?? "")
        return [
            "id": id, "title": title, "description": description,
            "bars": bars.enumerated().map { index, bar in
                [
                    "label": bar.label, "valueText": bar.valueText, "width": bar.width,
                    "isFunded": bar.isFunded,
                    "line": present(index + 1 == line?.after ? lineFacts : nil),
                ] as TemplateFacts
            },
        ]
    }
}

extension Block.Chart.Bar {
    /// In hundredths. Even nothing at all leaves a mark.
    fileprivate var width: String { String(min(100, max(1, share))) }
}

/// A table with a caption, headings of its columns, and rows.
struct Table: Sendable {
    struct Column: Sendable {
        let text: String
        var isNumeric = false
        /// Sorts the list by this column.
        var sortLink: String?
        /// `ascending` or `descending` where the list is sorted by it.
        var sorted: String?

        init(_ text: String, isNumeric: Bool = false) {
            self.text = text
            self.isNumeric = isNumeric
        }
    }

    struct Cell: Sendable {
        let text: String
        var link: String?
        var isHeader = false
        var isTag = false

        init(_ text: String, link: String? = nil, isHeader: Bool = false, isTag: Bool = false) {
            self.text = text
            self.link = link
            self.isHeader = isHeader
            self.isTag = isTag
        }

        /// A table may have thousands of cells, so each has just what it shows. The heading of its
        /// column stands before it where the page is narrow.
        func facts(in column: Column) -> TemplateFacts {
            if let link {
                return .part(
                    "cell-heading-link", ["text": text, "link": link, "label": column.text])
            }
            // An address is no address any more once it is broken.
            let isAddress = text.utf8.contains(UInt8(ascii: "@"))
            let part =
                isHeader
                ? "cell-heading"
                : isTag
                    ? "cell-tag"
                    : column.isNumeric ? "cell-number" : isAddress ? "cell-address" : "cell"
            return .part(part, ["text": text, "label": column.text])
        }
    }

    let id: String
    let caption: String
    var isCaptionHidden = false
    let columns: [Column]
    var rows: [[Cell]]
    /// The row that the cut line stands above.
    var markedRow: Int?
    let emptyText: String

    var facts: TemplateFacts {
        [
            "id": id, "caption": caption, "isCaptionHidden": isCaptionHidden,
            "columns": columns.map {
                [
                    "text": $0.text, "isNumeric": $0.isNumeric, "sortLink": present($0.sortLink),
                    "ariaSort": present($0.sorted),
                ] as TemplateFacts
            },
            "rows": rows.enumerated().map { index, cells in
                [
                    "isMarked": index == markedRow,
                    "cells": zip(columns, cells).map { $1.facts(in: $0) },
                ] as TemplateFacts
            }, "isEmpty": rows.isEmpty, "emptyText": emptyText,
        ]
    }
}
