import Commissioning
import FundCore
import Rounds

/// The words of a printed report, in its language. What officers wrote stays as they wrote it.
struct ReportWords {
    let words: TextCatalogue

    /// The words `report.<key>`.
    func callAsFunction(_ key: String, _ arguments: [String: String] = [:]) -> String {
        words.words("report.\(key)", arguments)
    }

    func title(of round: Round) -> String {
        words.translation("rounds.\(round.key)") ?? round.plan.title
    }

    func title(ofPriority key: String, _ title: String) -> String {
        words.translation("priorities.\(key)") ?? title
    }

    /// A section; nil where it says nothing.
    func section(_ key: String, _ items: [PrintedReport.Item]) -> PrintedReport.Section? {
        items.isEmpty ? nil : PrintedReport.Section(title: self(key), items: items)
    }

    /// A table; its columns by their words.
    func table(
        _ caption: String, _ first: [String], numbers: [String], _ rows: [[String]]
    ) -> PrintedReport.Item {
        .table(
            PrintedReport.Table(
                caption: caption,
                columns: first.map { .init(self($0)) }
                    + numbers.map { .init(self($0), isNumeric: true) }, rows: rows))
    }

    /// What was learned, each with what follows from it.
    func lessons(_ lessons: [Lesson]) -> [PrintedReport.Item] {
        lessons.isEmpty
            ? [.text(self("lessons-none"))]
            : [.rows(lessons.map { ($0.text, $0.meaning) })]
    }
}
