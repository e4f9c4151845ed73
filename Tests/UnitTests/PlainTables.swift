import Payments
import TestSupport

/// Made-up tables, and the rules of the check written out as the specification says them, on text and
/// arrays: slow, and without a line in common with what is tested.
struct PlainTables {
    struct Row {
        let start: Int
        let end: Int
        let method: String
        let weights: [Int]
        let exception: Int?
    }

    private var rows: [Row] = []
    private var substitution: [String: String] = [:]

    init(_ dice: inout Seeded) {
        let kinds: [[(String?, Int?)]] = [
            [(nil, nil)], [(nil, nil), (nil, nil)], [("DBLAL", 1)], [(nil, 2), (nil, 9)],
            [(nil, nil), (nil, 3)], [("MOD11", 4)], [("MOD11", 5), ("DBLAL", 5)],
            [(nil, 6), (nil, 6)], [(nil, 7)], [(nil, 8)], [(nil, 10), (nil, 11)],
            [(nil, 12), (nil, 13)], [("MOD11", 14)],
        ]
        var start = Int.random(in: 0...9000, using: &dice)
        for kind in kinds.shuffled(using: &dice) {
            let end = start + Int.random(in: 0...3000, using: &dice)
            for (method, exception) in kind {
                rows.append(
                    Row(
                        start: start, end: end,
                        method: method ?? ["MOD10", "MOD11", "DBLAL"].randomElement(using: &dice)
                            ?? "",
                        weights: (0..<14).map { _ in Int.random(in: -3...12, using: &dice) },
                        exception: exception))
            }
            if kind[0].1 == 5 {
                for _ in 0..<3 {
                    let from = Self.six(Int.random(in: start...end, using: &dice))
                    substitution[from] = Self.six(Int.random(in: 0...999_999, using: &dice))
                }
            }
            start = end + Int.random(in: 1...2000, using: &dice)
        }
        // The rows of one sort code stay in order; which sort codes come first does not matter.
        let starts = Set(rows.map(\.start)).sorted().shuffled(using: &dice)
        rows = starts.flatMap { start in rows.filter { $0.start == start } }
    }

    var weights: String {
        rows.map { row in
            ([Self.six(row.start), Self.six(row.end), row.method] + row.weights.map { "\($0)" }
                + (row.exception.map { ["\($0)"] } ?? [])).joined(separator: " ")
        }.joined(separator: "\n")
    }

    var substitutes: String {
        substitution.isEmpty
            ? "999999 999998"
            : substitution.map { "\($0.key) \($0.value)" }.joined(separator: "\n")
    }

    func someCode(_ dice: inout Seeded) -> String {
        if Int.random(in: 0...9, using: &dice) == 0, let from = substitution.keys.sorted().first {
            return from
        }
        guard let row = rows.randomElement(using: &dice) else { return "000000" }
        return Self.six(Int.random(in: max(0, row.start - 2)...row.end + 2, using: &dice))
    }

    static func someNumber(_ dice: inout Seeded) -> String {
        var digits = (0..<8).map { _ in Int.random(in: 0...9, using: &dice) }
        // What the exceptions look at comes often enough.
        if Bool.random(using: &dice) { digits[6] = 9 }
        if Int.random(in: 0...3, using: &dice) == 0 { digits[6] = digits[7] }
        if Int.random(in: 0...3, using: &dice) == 0 {
            (digits[0], digits[1]) = ([0, 9].randomElement(using: &dice) ?? 0, 9)
        }
        return digits.map { "\($0)" }.joined()
    }

    private func rows(of code: String) -> [Row] {
        let number = Int(code) ?? -1
        return rows.filter { $0.start <= number && number <= $0.end }
    }

    func exceptions(of code: String) -> [Int] { rows(of: code).map { $0.exception ?? 0 } }

    private static func six(_ number: Int) -> String {
        String("\(1_000_000 + number)".dropFirst())
    }

    func verdict(_ code: String, _ number: String) -> AccountVerdict {
        let found = rows(of: code)
        guard let first = found.first else { return .notInTable }
        let digit = Dictionary(
            uniqueKeysWithValues: zip("abcdefgh", number.compactMap(\.wholeNumberValue)))
        func of(_ letter: Character) -> Int { digit[letter] ?? -1 }
        if found.contains(where: { $0.exception == 6 }), [4, 5, 6, 7, 8].contains(of("a")),
            of("g") == of("h")
        {
            return .valid
        }
        let results = found.map { passes($0, code, number, of) }
        guard results.count == 2 else { return results[0] ? .valid : .invalid }
        let oneIsEnough = [2, 10, 12].contains(first.exception ?? 0)
        return (oneIsEnough ? results.contains(true) : !results.contains(false))
            ? .valid : .invalid
    }

    private func passes(
        _ row: Row, _ code: String, _ number: String, _ of: (Character) -> Int
    ) -> Bool {
        var (code, weights) = (code, row.weights)
        switch row.exception {
        case 2 where of("a") != 0 && of("g") != 9:
            weights = [0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1]
        case 2 where of("a") != 0: weights = [0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1]
        case 3 where [6, 9].contains(of("c")): return true
        case 5: code = substitution[code] ?? code
        case 7 where of("g") == 9:
            weights.replaceSubrange(0..<8, with: Array(repeating: 0, count: 8))
        case 8: code = "090126"
        case 9: code = "309634"
        case 10 where ["09", "99"].contains(number.prefix(2)) && of("g") == 9:
            weights.replaceSubrange(0..<8, with: Array(repeating: 0, count: 8))
        default: break
        }
        let rest = remainder(row, code + number, weights)
        switch row.exception {
        case 4: return rest == Int(number.suffix(2))
        case 5 where row.method == "MOD11":
            if rest == 0 { return of("g") == 0 }
            return rest == 1 ? false : 11 - rest == of("g")
        case 5: return rest == 0 ? of("h") == 0 : 10 - rest == of("h")
        case 14:
            return rest == 0
                || ["0", "1", "9"].contains(number.suffix(1))
                    && remainder(row, code + "0" + number.dropLast(), weights) == 0
        default: return rest == 0
        }
    }

    private func remainder(_ row: Row, _ digits: String, _ weights: [Int]) -> Int {
        let products = zip(digits.compactMap(\.wholeNumberValue), weights).map(*)
        let divisor = row.method == "MOD11" ? 11 : 10
        var sum = products.reduce(0, +)
        if row.method == "DBLAL" {
            sum = products.map { product in
                let parts = "\(abs(product))".compactMap(\.wholeNumberValue).reduce(0, +)
                return product < 0 ? -parts : parts
            }.reduce(0, +)
        }
        if row.exception == 1 { sum += 27 }
        return ((sum % divisor) + divisor) % divisor
    }
}
