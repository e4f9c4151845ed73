import FundCore

/// One column of a listing: its name is the JSON key and the CSV header.
public struct Column: Sendable {
    public enum Meaning: Sendable {
        /// Words, perhaps from outside.
        case text
        /// A number, date or code of our own.
        case plain
        /// Whole pence; people see pounds.
        case pence
        /// A value with parts of its own; JSON only.
        case parts
    }

    public let name: String
    public let meaning: Meaning
    /// Whether the table that people read has it.
    public let isInTable: Bool
    /// What its heading is called among the words of columns.
    public let heading: String
    /// The words that say in a table what the column's codes mean, by their group.
    public let said: String?
    /// Whether a table says all of it, however long: an explanation. The last column always is one.
    public let isWhole: Bool

    public init(
        _ name: String, _ meaning: Meaning, inTable: Bool = true, heading: String? = nil,
        said: String? = nil, whole: Bool = false
    ) {
        self.name = name
        self.meaning = meaning
        isInTable = inTable
        self.heading = heading ?? name
        self.said = said
        isWhole = whole
    }
}

/// The shape of a list: the same over every door.
public struct Listing: Sendable {
    public let columns: [Column]

    public init(_ columns: [Column]) {
        self.columns = columns
    }

    public static let rounds = Listing([
        Column("reference", .plain), Column("title", .text),
        Column("status", .plain, said: "stage"),
        Column("allotmentPence", .pence), Column("leftPence", .pence),
        Column("minimumRequestPence", .pence, inTable: false),
        Column("maximumRequestPence", .pence, inTable: false),
        Column("partialAwards", .plain, inTable: false), Column("opens", .plain),
        Column("closes", .plain), Column("panelMeets", .plain, inTable: false),
        Column("decision", .plain),
    ])

    public static let applications = Listing([
        Column("reference", .plain), Column("status", .plain, said: "status"),
        Column("requestedPence", .pence),
        Column("minimumPence", .pence, inTable: false), Column("organisation", .text),
        Column("title", .text), Column("postcode", .text, inTable: false),
        Column("submittedAt", .plain, inTable: false), Column("openFindings", .plain),
        Column("outcome", .plain),
    ])

    public static let ranking = Listing([
        Column("rank", .plain), Column("reference", .plain), Column("organisation", .text),
        Column("requestedPence", .pence), Column("score", .plain, inTable: false),
        Column("scoreDecimal", .plain), Column("criteria", .parts), Column("tieBreak", .plain),
        Column("shortfalls", .plain, inTable: false), Column("missingScores", .plain),
    ])

    /// SCORES.csv, and who entered each: what `score import` takes.
    public static let scores = Listing([
        Column("application", .plain), Column("panel_member", .text), Column("criterion", .plain),
        Column("score", .plain), Column("comment", .text),
        Column("reference", .plain, inTable: false), Column("entered_by", .text, inTable: false),
        Column("recorded_at", .plain, inTable: false),
    ])

    /// A member's own sheet: the columns that `score import` takes, and some to read.
    public static let scoreSheet = Listing([
        Column("application", .plain), Column("panel_member", .text), Column("criterion", .plain),
        Column("score", .plain), Column("comment", .text), Column("organisation", .text),
        Column("title", .text), Column("criterion_title", .text),
    ])

    public static let proposalLines = Listing([
        Column("rank", .plain), Column("reference", .plain), Column("organisation", .text),
        Column("score", .plain, inTable: false), Column("scoreDecimal", .plain),
        Column("requestedPence", .pence), Column("minimumPence", .pence, inTable: false),
        Column("awardPence", .pence), Column("outcome", .plain, said: "outcome"),
        Column("missingScores", .plain), Column("recommended", .plain, said: "recommendation"),
    ])

    /// The ways to share the money out, one a row.
    public static let allocations = Listing([
        Column("method", .plain), Column("awards", .plain), Column("partialAwards", .plain),
        Column("totalPence", .pence), Column("leftoverPence", .pence),
        Column("scoreSum", .plain, inTable: false), Column("scoreSumDecimal", .plain),
        Column("partialScoreSum", .plain, inTable: false),
        Column("partialScoreSumDecimal", .plain, inTable: false), Column("standing", .plain),
    ])

    /// How firmly each application stands where it does, those to talk about first.
    public static let sensitivity = Listing([
        Column("reference", .plain), Column("organisation", .text), Column("rank", .plain),
        Column("score", .plain, inTable: false), Column("scoreDecimal", .plain),
        Column("funded", .plain), Column("members", .plain, inTable: false),
        Column("lowest", .plain, inTable: false), Column("lowestDecimal", .plain),
        Column("highest", .plain, inTable: false), Column("highestDecimal", .plain),
        Column("range", .plain, inTable: false), Column("rangeDecimal", .plain, inTable: false),
        Column("variance", .plain, inTable: false),
        Column("varianceDecimal", .plain, inTable: false), Column("bestRank", .plain),
        Column("worstRank", .plain), Column("swings", .plain),
        Column("ranksByChange", .parts),
    ])

    /// How each member scores beside the others.
    public static let offsets = Listing([
        Column("member", .text), Column("applications", .plain),
        Column("offset", .plain, inTable: false), Column("offsetDecimal", .plain),
        Column("lowestDecimal", .plain), Column("highestDecimal", .plain),
        Column("verdict", .plain),
    ])

    public static let instalments = Listing([
        Column("reference", .plain), Column("instalment", .plain), Column("amountPence", .pence),
        Column("decidedBy", .text), Column("decidedOn", .plain), Column("run", .plain),
    ])

    /// Groups that were awarded money, and how their bank details stand.
    public static let payees = Listing([
        Column("reference", .plain), Column("organisation", .text), Column("state", .plain),
        Column("account", .plain), Column("version", .plain, inTable: false),
        Column("accountVerdict", .plain), Column("confirmation", .plain),
        Column("calledBack", .plain), Column("enteredAt", .plain, inTable: false),
        Column("usableFrom", .plain),
    ])

    /// Score sheets that a meeting froze although nobody had locked them.
    public static let frozenSheets = Listing([
        Column("application", .plain), Column("member", .text),
    ])

    /// Letters that tell groups of their bank details.
    public static let bankLetters = Listing([
        Column("number", .plain), Column("reference", .plain), Column("organisation", .text),
        Column("isFormerAddress", .plain), Column("status", .plain),
        Column("queuedAt", .plain, inTable: false), Column("postedAt", .plain),
        Column("postedBy", .text),
    ])

    /// Groups of different names whose money would go to the same account.
    public static let sharedAccounts = Listing([
        Column("reference", .plain), Column("organisation", .text), Column("account", .plain),
        Column("others", .plain),
    ])

    /// Sort codes and account numbers as they came, and what the modulus check says of each.
    public static let accountChecks = Listing([
        Column("sort_code", .text), Column("account", .text), Column("verdict", .plain),
    ])

    /// What a published decision gave to whom.
    public static let publishedAwards = Listing([
        Column("reference", .plain), Column("organisation", .text), Column("title", .text),
        Column("awardPence", .pence), Column("decidedOn", .plain), Column("publishedOn", .plain),
        Column("effectiveOn", .plain), Column("decisionStatus", .plain, said: "decision-status"),
        Column("awardedOnAppealOn", .plain), Column("withdrawnOn", .plain),
        Column("standsPence", .pence), Column("awardedFromReserveOn", .plain),
    ])

    /// A round's reserve list, and what was put off, by rank.
    public static let reserve = Listing([
        Column("place", .plain), Column("reference", .plain), Column("organisation", .text),
        Column("title", .text, inTable: false), Column("rank", .plain),
        Column("requestedPence", .pence), Column("minimumPence", .pence),
        Column("state", .plain, said: "reserve-state"), Column("amountPence", .pence),
        Column("orderReason", .text, inTable: false), Column("proposedBy", .text, inTable: false),
        Column("decidedBy", .text, inTable: false),
        Column("decisionReason", .text, inTable: false), Column("decidedOn", .plain),
        Column("effectiveOn", .plain), Column("calledInOn", .plain, inTable: false),
        Column("endedBecause", .text, inTable: false), Column("proposal", .plain, inTable: false),
    ])

    public static let decisions = Listing([
        Column("round", .plain), Column("title", .text),
        Column("status", .plain, said: "decision-status"),
        Column("decidedOn", .plain), Column("publishedOn", .plain), Column("effectiveOn", .plain),
        Column("awards", .plain), Column("totalPence", .pence),
    ])

    public static let appeals = Listing([
        Column("id", .plain), Column("reference", .plain), Column("kind", .plain),
        Column("status", .plain), Column("organisation", .text), Column("receivedAt", .plain),
        Column("cameBy", .plain, inTable: false), Column("fromGroup", .plain, inTable: false),
        Column("lastDay", .plain, inTable: false), Column("lateReason", .text, inTable: false),
        Column("grounds", .text, inTable: false), Column("outcome", .plain),
        Column("reviewedBy", .text, inTable: false),
        Column("reviewReason", .text, inTable: false), Column("effect", .plain),
        Column("amountPence", .pence), Column("decidedBy", .text, inTable: false),
        Column("decisionReason", .text, inTable: false),
    ])

    public static let people = Listing([
        Column("email", .text), Column("name", .text), Column("roles", .plain),
    ])

    public static let tokens = Listing([
        Column("id", .plain), Column("email", .text), Column("label", .text),
        Column("createdAt", .plain), Column("expiresAt", .plain), Column("revokedAt", .plain),
    ])

    public static let panel = Listing([
        Column("email", .text), Column("panel", .plain),
        Column("kind", .plain, said: "member-kind"),
        Column("supportingAdult", .text), Column("stoodDownAt", .plain),
    ])

    /// Every change of who scores what, as it happened.
    public static let assignments = Listing([
        Column("reference", .plain), Column("panel_member", .text), Column("change", .plain),
        Column("seed", .plain), Column("reason", .text), Column("changedBy", .text),
        Column("changedAt", .plain),
    ])

    public static let interests = Listing([
        Column("reference", .plain), Column("organisation", .text), Column("panel_member", .text),
        Column("hasInterest", .plain), Column("detail", .text), Column("ground", .plain),
        Column("saidBy", .text), Column("saidAt", .plain), Column("stands", .plain),
        Column("overtakenAt", .plain), Column("scoresSetAside", .plain),
    ])

    public static let interestHints = Listing([
        Column("reference", .plain), Column("organisation", .text), Column("panel_member", .text),
        Column("hints", .plain),
    ])

    public static let letters = Listing([
        Column("reference", .plain), Column("kind", .plain, said: "letter"),
        Column("status", .plain, said: "letter-status"),
        Column("to", .text), Column("subject", .text), Column("reply", .text),
        Column("text", .text, inTable: false),
    ])

    /// The letters at a round's gate, and what each lacks.
    public static let gate = Listing([
        Column("reference", .plain), Column("kind", .plain, said: "letter"),
        Column("organisation", .text),
        Column("language", .plain), Column("goesBy", .plain), Column("to", .text),
        Column("missing", .plain),
    ])

    /// What the panel wrote about an application, without who.
    public static let comments = Listing([
        Column("number", .plain), Column("criterion", .text), Column("comment", .text),
    ])

    /// A row as a JSON object.
    public func json(_ row: [JSONValue]) -> JSONValue {
        .object(zip(columns, row).map { ($0.name, $1) })
    }

    /// The first line of the CSV, without parts.
    public var csvHeader: String {
        CSVWriter.row(columns.filter { $0.meaning != .parts }.map(\.name))
    }

    /// A row as a line of CSV, without parts.
    public func csv(_ row: [JSONValue]) -> String {
        CSVWriter.row(
            zip(columns, row).filter { $0.0.meaning != .parts }.map { column, value in
                let text = value.plainText
                return column.meaning == .text ? .text(text) : .plain(text)
            })
    }
}

extension JSONValue {
    /// The value as a field of a CSV file or a cell of a table.
    public var plainText: String {
        switch self {
        case .null: ""
        case .string(let text): text
        case .number(let literal): literal
        // One cell has several things as people list them.
        case .array(let items): items.map(\.plainText).joined(separator: "; ")
        case .bool, .object: text
        }
    }
}
