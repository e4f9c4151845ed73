import FundCore

/// How what was written of a budget's lines stands to its lines as they are now.
public struct SpendMoves: Sendable, Equatable {
    /// A line that the budget no longer has, with what was written of it.
    public struct Gone: Sendable, Equatable {
        public let what: String
        public let kind: String?
        /// As it was typed, or in words; empty where nothing was.
        public let amount: String

        public init(what: String, kind: String?, amount: String) {
            self.what = what
            self.kind = kind
            self.amount = amount
        }
    }

    public let gone: [Gone]
    /// Lines that were not there, or of which nothing was saved; without the one for all else.
    public let new: [SpendRules.Line]
}

extension Question {
    /// A line as it was when something was written of it.
    private struct Written {
        /// From 1.
        let number: Int
        let what: String
        let kind: String?
        var amount = ""
    }

    /// Fields that nobody sees: the line of the budget that each number stands for.
    public var spendNames: [(name: String, value: String)] {
        spendLines.enumerated().flatMap { index, line -> [(name: String, value: String)] in
            [
                (name: lineField(index + 1, "what"), value: line.what),
                (name: lineField(index + 1, "kind"), value: line.kind ?? ""),
            ]
        }
    }

    private static let numbers = 1...(BudgetRules.greatestLines + 1)

    private func fits(_ place: Int, _ line: Written) -> Bool {
        spendLines.indices.contains(place) && spendLines[place].what == line.what
            && spendLines[place].kind == line.kind
    }

    /// The place of each among the lines of now, from 0, each taken once; nil for what is gone.
    private func places(of written: [Written]) -> [Int?] {
        var left = Set(spendLines.indices)
        var places = written.map { line -> Int? in
            fits(line.number - 1, line) ? left.remove(line.number - 1) : nil
        }
        for (index, line) in written.enumerated() where places[index] == nil {
            guard let place = left.sorted().first(where: { fits($0, line) }) else { continue }
            left.remove(place)
            places[index] = place
        }
        return places
    }

    private func written(_ told: [SpendLine]) -> [Written] {
        told.map { line in
            Written(
                number: Int(line.line), what: line.what, kind: line.kind,
                amount: line.spentPence.map { Money(pence: $0).words } ?? "")
        }
    }

    /// Nothing where the page named no lines.
    private func written(_ typed: TypedFields) -> [Written] {
        Self.numbers.compactMap { number in
            guard typed.has(lineField(number, "what")) else { return nil }
            let kind = typed[lineField(number, "kind")]
            return Written(
                number: number, what: typed[lineField(number, "what")],
                kind: kind.isEmpty ? nil : kind, amount: typed[lineField(number, "amount")])
        }
    }

    /// What was typed, each line of it where that line stands now.
    public func placed(_ typed: TypedFields) -> TypedFields {
        guard type == .spend else { return typed }
        let written = written(typed)
        guard !written.isEmpty else { return typed }
        var placed = typed
        for number in Self.numbers {
            for part in ["what", "kind", "amount", "because"] {
                placed = placed.with(lineField(number, part), [])
            }
        }
        for (line, place) in zip(written, places(of: written)) {
            guard let place else { continue }
            for part in ["amount", "because"] {
                placed = placed.with(
                    lineField(place + 1, part), [typed.raw(lineField(line.number, part))])
            }
        }
        return placed
    }

    /// What has changed of the lines since it was written; nil where each stands as it stood.
    ///
    /// - Parameters:
    ///   - typed: counts where the page named its lines.
    ///   - saved: counts otherwise.
    public func spendMoves(_ typed: TypedFields, saved: JSONValue?) -> SpendMoves? {
        guard type == .spend else { return nil }
        let named = written(typed)
        let lines = named.isEmpty ? written(saved?.spendLines ?? []) : named
        let places = places(of: lines)
        let hasMoved = zip(lines, places).contains { $1 != $0.number - 1 }
        guard hasMoved || !named.isEmpty && named.count != spendLines.count else { return nil }
        return SpendMoves(
            gone: zip(lines, places).filter { $1 == nil }.map { line, _ in
                SpendMoves.Gone(what: line.what, kind: line.kind, amount: line.amount)
            },
            new: spendLines.enumerated().filter { place, line in
                !line.isOther && !places.contains(place)
            }.map(\.element))
    }

    /// Whether it was written of another line than the one that has its number now.
    func isOfAnotherLine(_ json: JSONValue) -> Bool {
        guard let number = json["line"]?.int else { return false }
        let (what, kind) = (json["what"]?.string, json["kind"]?.string)
        // What was kept names its line in full; a program may name it in part, or not at all.
        let isKept = json["budgetPence"]?.int != nil
        guard isKept || what != nil || kind != nil else { return false }
        guard !spendLines.isEmpty, (1...Int64(spendLines.count)).contains(number) else {
            return true
        }
        let asked = spendLines[Int(number) - 1]
        return (isKept || what != nil) && what ?? "" != asked.what
            || (isKept || kind != nil) && kind ?? "" != asked.kind ?? ""
    }

    // MARK: On pages

    /// What was typed, with the names of its lines where the page named them.
    func readSpend(_ typed: TypedFields) -> TypedAnswer {
        let lines = Self.numbers.compactMap { number -> JSONValue? in
            let isNamed = typed.has(lineField(number, "what"))
            guard isNamed || number <= spendLines.count else { return nil }
            let amount = typed[lineField(number, "amount")].westernDigits
            let because = typed[lineField(number, "because")]
            guard !amount.isEmpty || !because.isEmpty else { return nil }
            var members: [(key: String, value: JSONValue)] = [("line", .int(Int64(number)))]
            if isNamed {
                for part in ["what", "kind"] {
                    members.append((part, .string(typed[lineField(number, part)])))
                }
            }
            if !amount.isEmpty {
                members.append(("spentPence", Self.pence(typed: amount)))
            }
            if !because.isEmpty { members.append(("because", .string(because))) }
            return .object(members)
        }
        return lines.isEmpty ? .nothing : .value(.array(lines))
    }

    /// What was kept, each line of it where that line stands now.
    func typedSpend(_ value: JSONValue) -> [(name: String, value: String)] {
        let told = value.spendLines ?? []
        return zip(told, places(of: written(told))).flatMap {
            line, place -> [(name: String, value: String)] in
            guard let place else { return [] }
            return [
                (
                    name: lineField(place + 1, "amount"),
                    value: line.spentPence.map { Money(pence: $0).plainPounds } ?? ""
                ), (name: lineField(place + 1, "because"), value: line.because ?? ""),
            ]
        }
    }
}
