import FundCore
import FundStore

/// Why something need not be given out: an exemption of the Freedom of Information Act 2000.
/// Whoever answers the request decides; this is what the kind of thing points at.
public enum InformationGround: String, Sendable, CaseIterable {
    /// Personal data of others than whoever asks.
    case personal
    /// Advice, and views exchanged before something is decided. The council's qualified person says
    /// that it holds, and the public interest is weighed.
    case advice
    /// It would help whoever wants to steal. The public interest is weighed.
    case crime

    /// Of the act: `40(2)`.
    public var section: String {
        switch self {
        case .personal: "40(2)"
        case .advice: "36(2)"
        case .crime: "31(1)(a)"
        }
    }

    init(_ rule: DisclosureRule) {
        self =
            switch rule {
            case .otherPeople, .personal, .individual, .equality, .files, .ownWork, .erasedNames:
                .personal
            case .advice, .undecided: .advice
            case .bankDetails, .secrets, .paymentFiles: .crime
            }
    }
}

/// One thing that was taken out of what is given: a row, a field of one, or passages of a field.
public struct Redaction: Sendable {
    public let kind: PersonalKind?
    public let table: String
    /// What tells the row from others, as `Disclosure.Shown` has it; nil where several rows are
    /// counted together.
    public let row: String?
    /// A column; nil where the whole row is left out.
    public let field: String?
    /// How many places of the field, or rows.
    public internal(set) var passages: Int
    /// Of text; nil where it is none, or its length would tell something.
    public internal(set) var characters: Int?
    public let rule: DisclosureRule

    public var ground: InformationGround { InformationGround(rule) }

    func json(_ words: TextCatalogue) -> JSONValue {
        .object([
            ("of", .string(Disclosure.heading(kind, table, words))),
            ("table", .string(table)), ("row", .optional(row)), ("field", .optional(field)),
            ("fieldName", .optional(field.map { Disclosure.fieldName($0, in: table, words) })),
            ("passages", .int(Int64(passages))),
            ("characters", .optional(characters.map { Int64($0) })),
            ("rule", .string(rule.rawValue)), ("section", .string(ground.section)),
            ("why", .string(words.words("foi-ground.\(ground.rawValue)"))),
        ])
    }
}

extension Disclosure {
    /// Notes that something is left out, and on which ground.
    mutating func redact(_ redaction: Redaction) {
        leaveOut(redaction.rule, redaction.passages)
        guard redaction.passages > 0 else { return }
        let same =
            redaction.row == nil
            ? redactions?.firstIndex {
                $0.row == nil && $0.table == redaction.table && $0.rule == redaction.rule
            } : nil
        if let same {
            redactions?[same].passages += redaction.passages
        } else {
            redactions?.append(redaction)
        }
    }

    /// What a column is called: in the words of other pages, or else as it is written.
    static func fieldName(
        _ column: String, in table: String, _ words: TextCatalogue
    ) -> String {
        switch (table, column) {
        case ("applicationAnswer", "value"), ("applicationDraftAnswer", "value"):
            return words.words("disclosure-page.answer")
        case ("assessmentScore", "value"), ("assessmentScoreHistory", "value"):
            return words.words("column.score")
        case (_, "at"): return words.words("column.moment")
        default: break
        }
        let said =
            words.has("column.\(column)") ? words.words("column.\(column)") : spaced(column)
        let end = [" pence", " id", " key"].first { said.hasSuffix($0) && said.count > $0.count }
        let plain = said.dropLast(end?.count ?? 0)
        return plain.prefix(1).uppercased() + plain.dropFirst()
    }
}
