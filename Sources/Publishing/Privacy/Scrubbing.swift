import FundCore
import FundStore

/// Takes other people out of texts.
struct Scrubbing {
    static let placeholder = "[another person]"
    /// What nobody is shown: it lets people in, or is sealed.
    private static let secretNames = [
        "hash", "secret", "sealed", "fingerprint", "token",
    ]

    /// Names of other people, the longest first, so that no part of one is left.
    private let names: [String]
    /// Addresses that stay.
    private let own: Set<String>

    init(others: Set<String>, own: [String]) {
        self.own = Set(own.map { $0.lowercased() })
        let mine = self.own
        names = others.filter { $0.count > 3 && !mine.contains($0.lowercased()) }
            .sorted { ($0.count, $0) > ($1.count, $1) }
    }

    /// - Returns: the text, and how often somebody was taken out of it.
    func scrub(_ text: String) -> (text: String, count: Int) {
        var (text, count) = (text, 0)
        for name in names where text.contains(name) {
            count += text.ranges(of: name).count
            text = text.replacing(name, with: Self.placeholder)
        }
        let addresses = Set(
            text.matches(of: /[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-.]+\.[A-Za-z]+/).map {
                String($0.0)
            })
        for address in addresses where !own.contains(address.lowercased()) {
            count += 1
            text = text.replacing(address, with: Self.placeholder)
        }
        return (text, count)
    }

    /// Whether a column holds what lets people in, or what is sealed.
    static func isSecret(_ column: String) -> Bool {
        let column = column.lowercased()
        return column.hasSuffix("hash") || column.hasSuffix("sha256")
            || secretNames.contains(column) || column.hasSuffix("secret")
    }
}
