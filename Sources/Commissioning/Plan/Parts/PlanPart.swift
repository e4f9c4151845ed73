import FundCore

/// What a plan says besides its needs and priorities. Each part is made of entries; each entry is
/// kept version by version.
public enum PlanPart: String, Sendable, CaseIterable, Codable {
    /// What the area is to be like, and what help groups get. One entry.
    case vision
    /// How far a need is from where it is to be. One entry for each need.
    case gap
    /// A way to go about it, doing nothing among them.
    case option
    /// How an option does by one of the questions that options are judged by.
    case mark
    /// Whom the plan was made with, what they said, and what came of it.
    case talk
    /// What is to be different because of a priority.
    case outcome
    /// A question of a round's form that is asked because of a priority.
    case question
    /// How much of the money a priority or a ward is to have.
    case share
    /// What the plan may do to people who share a characteristic.
    case impact
    /// The days of the round's steps. One entry.
    case dates

    /// Whether somebody at a page adds to it by a number of its own.
    public var isNumbered: Bool { self == .option || self == .talk || self == .outcome }
    /// Whether it has one entry.
    public var isSingle: Bool { self == .vision || self == .dates }
}

/// Something that an entry of a plan says.
public struct PlanField: Sendable {
    public enum Kind: Sendable {
        case line(maximum: Int)
        /// Paragraphs.
        case text
        /// One of these.
        case oneOf([String])
        /// One of what the fund's files or the cycle have.
        case listed
        case day
        /// Pounds as people write them; kept as whole pence.
        case pence
        /// From 1.
        case number
    }

    public let name: String
    public let kind: Kind
    public let isNeeded: Bool

    init(_ name: String, _ kind: Kind, optional: Bool = false) {
        self.name = name
        self.kind = kind
        isNeeded = !optional
    }
}

extension PlanPart {
    /// What its entries say, in the order in which it is asked.
    public var fields: [PlanField] {
        switch self {
        case .vision: [PlanField("text", .text), PlanField("help", .text, optional: true)]
        case .gap:
            [
                PlanField("need", .listed), PlanField("existing", .text),
                PlanField("indicator", .listed, optional: true),
                PlanField("area", .listed, optional: true),
                PlanField("baseline", .line(maximum: 200), optional: true),
                PlanField("now", .line(maximum: 200), optional: true),
                PlanField("target", .line(maximum: 200), optional: true),
                PlanField("better", .oneOf(["higher", "lower"]), optional: true),
            ]
        case .option:
            [
                PlanField("title", .line(maximum: 200)),
                PlanField("kind", .oneOf(["nothing", "other"])),
                PlanField("description", .text),
                PlanField("costFromPence", .pence, optional: true),
                PlanField("costToPence", .pence, optional: true),
                PlanField("choice", .oneOf(["open", "chosen", "declined"])),
                PlanField("why", .text, optional: true),
            ]
        case .mark:
            [
                PlanField("option", .listed), PlanField("question", .listed),
                PlanField("mark", .oneOf(["good", "fair", "poor"])), PlanField("reason", .text),
            ]
        case .talk:
            [
                PlanField("day", .day), PlanField("who", .line(maximum: 500)),
                PlanField(
                    "how",
                    .oneOf(["meeting", "survey", "walk", "workshop", "online", "otherwise"])),
                PlanField("said", .text), PlanField("changed", .oneOf(["yes", "no"])),
                PlanField("outcome", .text),
            ]
        case .outcome:
            [
                PlanField("priority", .listed), PlanField("text", .text),
                PlanField("indicator", .listed, optional: true),
            ]
        case .question:
            [
                PlanField("round", .listed), PlanField("question", .listed),
                PlanField("priority", .listed),
            ]
        case .share:
            [
                PlanField("by", .oneOf(["priority", "ward"])), PlanField("key", .listed),
                PlanField("amountPence", .pence),
            ]
        case .impact:
            [
                PlanField("characteristic", .listed),
                PlanField("effect", .oneOf(["positive", "negative", "none", "unknown"])),
                PlanField("evidence", .text), PlanField("action", .text),
            ]
        case .dates:
            PlanStep.allCases.map { PlanField($0.rawValue, .day) }
        }
    }

    /// The fields that say which entry it is.
    public var itemFields: [String] {
        switch self {
        case .vision, .dates, .option, .talk, .outcome: []
        case .gap: ["need"]
        case .mark: ["option", "question"]
        case .question: ["round", "question"]
        case .share: ["by", "key"]
        case .impact: ["characteristic"]
        }
    }

    /// Which entry some values are of; nil where it is a new one by the next number.
    func item(_ values: [String: String]) -> String? {
        func joined(_ first: String, _ second: String) -> String {
            "\(values[first] ?? "")/\(values[second] ?? "")"
        }
        return switch self {
        case .vision, .dates: "all"
        case .gap: values["need"] ?? ""
        case .option, .talk, .outcome: nil
        case .mark: joined("option", "question")
        case .question: joined("round", "question")
        case .share: joined("by", "key")
        case .impact: values["characteristic"] ?? ""
        }
    }
}

/// The steps of a round that a plan gives days to, in their order.
public enum PlanStep: String, Sendable, CaseIterable, Codable {
    case opens, closes, panel, decision, payments
}

/// One version of an entry of a plan.
public struct PlanEntry: Sendable {
    public let part: PlanPart
    /// Which entry it is: `all`, a number, a key, or two of them with a slash between.
    public let item: String
    /// From 1.
    public let version: Int64
    /// What it says, by field; amounts as digits of pence.
    public let values: [String: String]
    /// Why it was taken back; nil where it was not.
    public let withdrawnBecause: String?
    public let author: PersonID
    /// The day in London.
    public let on: String
    /// Whether no later version took its place.
    public let isLatest: Bool

    /// Whether it is what the plan says now.
    public var stands: Bool { isLatest && withdrawnBecause == nil }

    public subscript(field: String) -> String { values[field] ?? "" }

    /// Whether a gap is of so many in one ward: it is held against a target of its own, since the
    /// indicator's is of the whole area.
    public var needsOwnTarget: Bool { Self.needsOwnTarget(values) }

    static func needsOwnTarget(_ values: [String: String]) -> Bool {
        values["unit"] == Indicator.Unit.count.rawValue && values["area"]?.isEmpty == false
    }
}

extension [String: String] {
    /// The days among a timetable's values, by step.
    public var steps: [PlanStep: LocalDate] {
        Dictionary<PlanStep, LocalDate>(
            uniqueKeysWithValues: PlanStep.allCases.compactMap { step in
                self[step.rawValue].flatMap { LocalDate($0) }.map { (step, $0) }
            })
    }
}

extension [PlanEntry] {
    /// Those of a part that stand, in the order in which they were first written.
    public func standing(_ part: PlanPart) -> [PlanEntry] {
        filter { $0.part == part && $0.stands }
    }
}
