import Applications
import FundCore
import FundStore
import Payments

extension RunWarning {
    public var json: JSONValue {
        .object([
            ("kind", .string(kind.rawValue)), ("reference", .string("\(reference)")),
            ("organisation", .string(organisation)),
            ("others", .array(others.map { .string("\($0)") })),
        ])
    }
}

/// The warnings of one kind, in words.
public struct SaidWarnings: Sendable {
    /// What is the matter and what to do.
    public let text: String
    /// Whom it is about, one each.
    public let groups: [String]

    /// - Parameter greatestCount: how many groups are named of a kind at the most.
    public static func all(
        _ warnings: [RunWarning], _ words: TextCatalogue, greatestCount: Int = 20
    ) -> [SaidWarnings] {
        RunWarning.Kind.allCases.compactMap { kind in
            let those = warnings.filter { $0.kind == kind }
            guard !those.isEmpty else { return nil }
            let more = those.count - greatestCount
            return SaidWarnings(
                text: words.words("run-warning.\(kind.rawValue)"),
                groups: those.prefix(greatestCount).map { warning in
                    words.words(
                        warning.others.isEmpty ? "run-warning.group" : "run-warning.group-shared",
                        [
                            "reference": "\(warning.reference)", "group": warning.organisation,
                            "others": warning.others.map { "\($0)" }.joined(separator: ", "),
                        ])
                } + (more > 0 ? [words.words("run-warning.more", ["count": "\(more)"])] : []))
        }
    }
}

extension Reports {
    /// What to look into before what a run would pay now is approved.
    public func warningsOfNextRun(
        of key: String, as principal: Principal
    ) throws -> [RunWarning] {
        try nextRun(of: key, as: principal).warnings
    }

    func warnings(of paid: WarnedOf, in tx: borrowing ReadTx) throws -> [RunWarning] {
        try payments.warnings(of: paid, in: tx) {
            let application = try applications.summary(of: $0, in: tx)
            return (application.reference, application.organisation)
        }
    }
}
