import Applications
import FundCore

/// What somebody wrote who applied in their own name, and who they are: open data has none of it
/// either.
struct IndividualWords {
    /// What they wrote themselves, by table.
    private static let own: [String: Set<String>] = [
        "application": ["organisation", "nameKey", "title", "summary", "lateReason"],
        "applicationAnswer": ["value"], "applicationWithdrawal": ["reason"],
        "awardAppeal": ["grounds", "lateReason"], "awardVariation": ["purpose", "reason"],
        "awardVersion": ["purpose", "text"], "commissioningBudget": ["lines"],
        "commissioningReturnDraft": ["answers"],
        "commissioningReturnVersion": ["answers", "paperReason"],
    ]

    /// Each of their names alone, as `Zeta`, and what stands in their application.
    private let marks: [String]

    init(_ application: ApplicationDetail) {
        let name = application.contact?.name
        let isKnown = name != nil && name != "erased"
        // Of whom nobody knows the name any more, what the application was called stays a whole.
        let names =
            isKnown
            ? (name ?? "").split { !$0.isLetter && !$0.isNumber }.map(String.init)
                .filter { $0.count > 1 && $0.first?.isLowercase == false }
            : [application.summary.organisation].filter { $0.count > 3 && !Self.isErased($0) }
        let quotes = [application.summary.title, application.summaryText]
            .filter { $0.count > 8 }
        marks = names + quotes
    }

    /// Whether a field stays out: it is theirs, or names them.
    func holds(_ text: String, in column: String, of table: String) -> Bool {
        if Self.isErased(text) { return false }
        return Self.own[table]?.contains(column) ?? false || marks.contains { text.hasWhole($0) }
    }

    /// Whether it is only what stands where something was erased, `erased` or `erased12`.
    private static func isErased(_ text: String) -> Bool {
        text.hasPrefix("erased") && text.dropFirst("erased".count).allSatisfy(\.isNumber)
    }
}
