import Awards
import FundCore
import FundStore

/// A list that English councils publish by the Local Government Transparency Code 2015.
public enum TransparencyDataset: String, Sendable, CaseIterable {
    /// Every grant to a group, by the day on which it was awarded.
    case grants
    /// Every grant payment, whatever its amount, by the day on which it was paid. The Code asks for
    /// payments over £500 and for those of grants; this fund pays nothing but grants.
    case spend

    /// The first line of its file.
    public var header: String {
        switch self {
        case .grants:
            CSVWriter.row([
                "Date the grant was awarded", "Time period for which the grant has been given",
                "Local authority department which awarded the grant", "Beneficiary",
                "Beneficiary registration number", "Summary of the purpose of the grant",
                "Amount",
            ])
        case .spend:
            CSVWriter.row([
                "Date incurred", "Local authority department", "Beneficiary",
                "Summary of the purpose of the expenditure", "Amount", "Irrecoverable VAT",
                "Merchant category",
            ])
        }
    }
}

/// The lists of one financial year.
public struct TransparencyYear: Sendable {
    public let year: FinancialYear
    /// How many lines each list has.
    public let counts: [TransparencyDataset: Int]
    /// Those in which something is to be put right first.
    public let unready: Set<TransparencyDataset>
}

extension Reports {
    /// The years of which there are lists, the newest first.
    public func transparencyYears(_ rules: PublishingRules) throws -> [TransparencyYear] {
        try store.read { tx in
            let checker = try checker(rules, in: tx)
            var counts: [FinancialYear: [TransparencyDataset: Int]] = [:]
            var unready: [FinancialYear: Set<TransparencyDataset>] = [:]
            try publishedAwards(PublishedScope(), rules, in: tx) { award, _ in
                let isWrong = checker.findings(of: award).contains { $0.weight == .error }
                func count(_ day: String, _ dataset: TransparencyDataset) {
                    guard let year = LocalDate(day).flatMap(FinancialYear.init(of:)) else {
                        return
                    }
                    counts[year, default: [:]][dataset, default: 0] += 1
                    if isWrong { unready[year, default: []].insert(dataset) }
                }
                count(award.awardedOn, .grants)
                for payment in award.payments { count(payment.on, .spend) }
            }
            return counts.sorted { $0.key > $1.key }.map {
                TransparencyYear(year: $0, counts: $1, unready: unready[$0] ?? [])
            }
        }
    }

    /// Writes a list by the Transparency Code, its header first and then a line at a time, in the
    /// order of the rounds and of their awards: pounds with two places, days as `YYYY-MM-DD`, words
    /// from outside guarded against formulas. Nobody who applied as a person is named. Payments that a
    /// bank sent back are left out. The awards in it are looked through first: nothing is written
    /// where `publish check` finds something wrong with one.
    ///
    /// - Parameters:
    ///   - days: on which grants were awarded, or payments made.
    ///   - rules: how the fund publishes.
    ///   - principal: nil for those who read the public pages; they are not told what is wrong.
    ///   - missing: takes why awards of a round are in no list, where that is so: their groups may
    ///     not know of them.
    ///   - line: takes each line, with its line end.
    /// - Throws: `PublishProblem.errors`, `.notReady`.
    public func transparency(
        _ dataset: TransparencyDataset, on days: ClosedRange<LocalDate>,
        _ rules: PublishingRules, as principal: Principal?,
        missing: (FieldProblem) throws -> Void = { _ in }, _ line: (String) throws -> Void
    ) throws {
        let words = try text()
        let scope = PublishedScope(days: dataset == .grants ? days : nil)
        func isPaid(_ payment: PublishedAward.Movement) -> Bool {
            LocalDate(payment.on).map(days.contains) ?? false
        }
        try store.read { tx in
            var wrong: [FieldProblem] = []
            let summary = try check(
                scope, rules, in: tx,
                where: { dataset == .grants || $0.payments.contains(where: isPaid) }
            ) {
                if $0.weight == .error, wrong.count < 50 { wrong.append($0.problem) }
                if $0.code == "publish-untold" { try missing($0.problem) }
            }
            guard summary.errorCount == 0 else {
                guard let principal, Self.checksPublished(principal) else {
                    throw PublishProblem.notReady
                }
                throw PublishProblem.errors(count: summary.errorCount, wrong)
            }
            try line(dataset.header)
            try publishedAwards(scope, rules, in: tx) { award, _ in
                switch dataset {
                case .grants: try line(Self.grant(award, rules, words))
                case .spend:
                    for payment in award.payments where isPaid(payment) {
                        try line(Self.spend(payment, of: award, rules, words))
                    }
                }
            }
        }
    }

    private static func grant(
        _ award: PublishedAward, _ rules: PublishingRules, _ words: TextCatalogue
    ) -> String {
        CSVWriter.row([
            .plain(award.awardedOn), .text(period(award, words)), .text(rules.department),
            .text(award.recipient.name.onOneLine),
            .text(award.recipient.registrationNumber ?? ""), .text(award.purpose.onOneLine),
            .plain(award.awarded.plainPounds),
        ])
    }

    private static func spend(
        _ payment: PublishedAward.Movement, of award: PublishedAward, _ rules: PublishingRules,
        _ words: TextCatalogue
    ) -> String {
        let purpose = words.words(
            "open-data.spend-purpose",
            ["title": award.title, "reference": award.reference, "number": payment.number])
        return CSVWriter.row([
            .plain(payment.on), .text(rules.department), .text(award.recipient.name.onOneLine),
            .text(purpose.onOneLine), .plain(Money(pence: payment.pence).plainPounds),
            .plain(Money.zero.plainPounds), .text(words.words("open-data.merchant-category")),
        ])
    }

    /// `2027-03-01 to 2028-02-28`, as far as it is known.
    static func period(_ award: PublishedAward, _ words: TextCatalogue) -> String {
        switch (award.startsOn, award.endsOn) {
        case (let start?, let end?):
            words.words("open-data.period", ["start": start, "end": end])
        case (let start?, nil): words.words("open-data.period-from", ["start": start])
        case (nil, let end?): words.words("open-data.period-until", ["end": end])
        case (nil, nil): words.words("open-data.period-unknown")
        }
    }
}

extension PublishedAward {
    /// What it was for.
    var purpose: String { summary.trimmed.isEmpty ? title : summary }
}

extension String {
    /// Its lines one behind the other.
    var onOneLine: String {
        split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}
