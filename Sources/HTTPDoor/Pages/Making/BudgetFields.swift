import Commissioning
import Forms
import FundCore

/// Questions of several lines: a budget, and what was spent of one.
extension Visit {
    /// So many empty lines stand below those that are filled.
    private static let spareLines = 3
    private static let fewestLines = 4

    private func shownLines(_ question: Question, _ typed: TypedFields) -> Int {
        min(
            question.budgetRules.lines,
            max(Self.fewestLines, question.lastLine(typed) + Self.spareLines))
    }

    /// A button for more lines, where a budget may have more than are shown.
    func moreLines(_ questions: [Question], _ typed: TypedFields) -> [Block.Form.Button] {
        questions.contains {
            $0.type == .budget && shownLines($0, typed) < $0.budgetRules.lines
        }
            ? [
                .init(
                    text: w("page.budget-more"), name: "then", value: "lines", isSecondary: true)
            ] : []
    }

    func budgetKind(_ question: Question, _ typed: TypedFields) -> Field.Kind {
        let rules = question.budgetRules
        func part(_ number: Int, _ name: String, _ label: String) -> Field.Line.Part {
            let field = question.lineField(number, name)
            return Field.Line.Part(name: field, label: w(label), value: typed.raw(field))
        }
        return .lines(
            (1...shownLines(question, typed)).map { number in
                var parts = [part(number, "what", "page.budget-what")]
                if !question.options.isEmpty {
                    var kind = part(number, "kind", "page.budget-kind")
                    let chosen = kind.value
                    kind.options =
                        [
                            Field.Option(
                                value: "", label: w("page.choose"), isChosen: chosen.isEmpty)
                        ]
                        + question.options.map {
                            Field.Option(
                                value: $0.key, label: words.title(of: $0, in: question),
                                isChosen: $0.key == chosen)
                        }
                    parts.append(kind)
                } else if rules.takesAnyKind {
                    parts.append(
                        part(number, "kind", "page.budget-kind-optional"))
                }
                var amount = part(number, "amount", "page.budget-amount")
                amount.isMoney = true
                return Field.Line(
                    legend: w("page.budget-line", ["number": "\(number)"]),
                    parts: parts + [amount])
            }, limit: w("page.budget-limit", ["count": "\(rules.lines)"]))
    }

    func spendKind(_ question: Question, _ typed: TypedFields) -> Field.Kind {
        .lines(
            question.spendLines.enumerated().map { index, line in
                func part(_ name: String, _ label: String) -> Field.Line.Part {
                    let field = question.lineField(index + 1, name)
                    return Field.Line.Part(name: field, label: w(label), value: typed.raw(field))
                }
                var amount = part("amount", "page.spend-amount")
                amount.isMoney = true
                return Field.Line(
                    legend: budgetTitle(line.what, line.kind), text: said(of: line),
                    parts: [amount, part("because", "page.spend-because")])
            }, limit: nil)
    }

    /// `Room hire (Venue)`; what is in no line has words of its own.
    func budgetTitle(_ what: String, _ kind: String?) -> String {
        guard !what.isEmpty else { return w("page.spend-other") }
        return kind.map { w("page.budget-of-kind", ["what": what, "kind": $0]) } ?? what
    }

    /// Which lines are new or gone since a return was written; nothing where none is.
    ///
    /// - Parameters:
    ///   - typed: as it was typed, before it is placed.
    ///   - saved: the answers that were kept.
    func spendNotice(
        _ form: ReturnForm, _ typed: TypedFields, saved: [String: JSONValue]
    ) -> [Block] {
        form.questions.compactMap { question -> Block? in
            guard let moves = question.spendMoves(typed, saved: saved[question.key]) else {
                return nil
            }
            var said = [w("page.spend-moved")]
            if !moves.gone.isEmpty {
                let lines = moves.gone.map {
                    budgetTitle($0.what, $0.kind) + ($0.amount.isEmpty ? "" : ": " + $0.amount)
                }
                said.append(w("page.spend-gone", ["lines": lines.joined(separator: "; ")]))
            }
            if !moves.new.isEmpty {
                let lines = moves.new.map { budgetTitle($0.what, $0.kind) }
                said.append(w("page.spend-new", ["lines": lines.joined(separator: "; ")]))
            }
            return .inset(said.joined(separator: " "))
        }
    }

    /// Where a group asked for more than it was awarded: what it can spend in all.
    func budgetNotice(_ form: ReturnForm, _ award: Money) -> [Block] {
        let total = form.questions.flatMap(\.spendLines).reduce(0) { $0 + $1.budgetPence }
        guard total > award.pence else { return [] }
        return [
            .inset(
                w(
                    "page.return-budget-over",
                    ["total": Money(pence: total).words, "award": award.words]))
        ]
    }

    private func said(of line: SpendRules.Line) -> String? {
        let told = line.toldPence.map { Money(pence: $0).words }
        guard !line.isOther else {
            return told.map { w("page.spend-told", ["spent": $0]) }
        }
        let budget = Money(pence: line.budgetPence).words
        return told.map { w("page.spend-budget-told", ["budget": budget, "spent": $0]) }
            ?? w("page.spend-budget", ["budget": budget])
    }
}
