import FundCore
import FundStore
import GRDB

/// How help was given to a group.
public enum SupportKind: String, Sendable, CaseIterable, Codable {
    case dropIn = "drop-in"
    case call, visit, workshop, writing, other
}

/// Help that somebody gave a group: to apply, or to do what it was awarded money for.
public struct SupportEntry: Sendable {
    public let day: LocalDate?
    public let kind: SupportKind
    /// What the group is called.
    public let group: String
    /// Its organisation identifier, where it has one.
    public let organisation: String?
    /// Who gave it: an organisation or a team; nil for the officer who writes it down.
    public let givenBy: String?
    public let minutes: Int64?
    public let about: String

    public init(
        day: LocalDate?, kind: SupportKind, group: String, organisation: String?,
        givenBy: String?, minutes: Int64?, about: String
    ) {
        self.day = day
        self.kind = kind
        self.group = group
        self.organisation = organisation
        self.givenBy = givenBy
        self.minutes = minutes
        self.about = about
    }
}

/// Help as it was written down.
public struct GroupSupport: Sendable {
    public let id: SupportID
    public let on: String
    public let kind: SupportKind
    public let group: String
    public let organisation: String?
    public let givenBy: String?
    public let minutes: Int64
    public let about: String
    public let author: PersonID
    public let at: Instant
    /// Why it does not count any more; nil where it does.
    public let withdrawnBecause: String?

    public var isWithdrawn: Bool { withdrawnBecause != nil }
}

public enum SupportProblem: Problem {
    case unknown(number: String)
    case withdrawn

    public var report: ProblemReport {
        switch self {
        case .unknown(let number):
            ProblemReport("support-unknown", .notFound, ["number": number])
        case .withdrawn: ProblemReport("support-withdrawn", .conflict)
        }
    }
}

extension CommissioningModule {
    public static let greatestSupportMinutes: Int64 = 1440
    public static let greatestSupportLength = 2000
    private static let keptSupport = "commissioning-kept"

    /// Help given to groups; what was written wrongly is taken back with a reason.
    public static let supportSchema = """
        CREATE TABLE commissioningSupport (
          id           INTEGER PRIMARY KEY,
          happenedOn   TEXT NOT NULL CHECK (date(happenedOn) IS happenedOn),
          kind         TEXT NOT NULL CHECK (kind IN (
            'drop-in', 'call', 'visit', 'workshop', 'writing', 'other')),
          groupName    TEXT NOT NULL CHECK (trim(groupName) <> '' AND length(groupName) <= 200),
          organisation TEXT CHECK (trim(organisation) <> '' AND length(organisation) <= 60),
          givenBy      TEXT CHECK (trim(givenBy) <> '' AND length(givenBy) <= 200),
          minutes      INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND \(greatestSupportMinutes)),
          about        TEXT NOT NULL
            CHECK (trim(about) <> '' AND length(about) <= \(greatestSupportLength)),
          authorId     INTEGER NOT NULL REFERENCES person(id),
          at           INTEGER NOT NULL,
          notedOn      TEXT NOT NULL CHECK (date(notedOn) IS notedOn),
          CONSTRAINT "support-not-yet" CHECK (happenedOn <= notedOn)
        ) STRICT;

        CREATE INDEX commissioningSupportByDay ON commissioningSupport (happenedOn);

        \(Migration.appendOnly("commissioningSupport", code: keptSupport))

        CREATE TABLE commissioningSupportWithdrawal (
          supportId     INTEGER PRIMARY KEY REFERENCES commissioningSupport(id),
          reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
          withdrawnById INTEGER NOT NULL REFERENCES person(id),
          withdrawnAt   INTEGER NOT NULL
        ) STRICT;

        \(Migration.appendOnly(
            "commissioningSupportWithdrawal", by: [["supportId"]], code: keptSupport))
        """

    /// What is wrong with what is said of help given, all of it.
    public static func problems(of entry: SupportEntry, today: LocalDate) -> [FieldProblem] {
        var written = Written()
        if let day = entry.day {
            if day > today { written.problems.append(FieldProblem("day", "in-the-future")) }
        } else {
            written.problems.append(FieldProblem("day", "missing"))
        }
        let group = written.words(entry.group, "group", maximum: 200)
        if group.hasControlCharacters {
            written.problems.append(FieldProblem("group", "one-line"))
        }
        for (text, place, maximum) in [
            (entry.organisation, "organisation", 60), (entry.givenBy, "givenBy", 200),
        ] {
            let text = written.optionalWords(text, place, maximum: maximum)
            if text?.hasControlCharacters == true {
                written.problems.append(FieldProblem(place, "one-line"))
            }
        }
        switch entry.minutes {
        case nil: written.problems.append(FieldProblem("minutes", "missing"))
        case let minutes? where !(1...greatestSupportMinutes).contains(minutes):
            written.problems.append(
                FieldProblem(
                    "minutes", "out-of-range",
                    ["minimum": "1", "maximum": "\(greatestSupportMinutes)"]))
        default: break
        }
        _ = written.words(entry.about, "about", maximum: greatestSupportLength)
        return written.problems
    }

    /// Writes down help that was given to a group.
    /// - Throws: `InvalidInput` with everything that is wrong.
    public func record(_ entry: SupportEntry, in tx: borrowing WriteTx) throws -> SupportID {
        let person = try tx.principal.require(.officer)
        let today = LondonTime.date(tx.now)
        let problems = Self.problems(of: entry, today: today)
        guard problems.isEmpty, let day = entry.day, let minutes = entry.minutes else {
            throw InvalidInput("support", problems)
        }
        func some(_ text: String?) -> String? {
            let text = text?.trimmed ?? ""
            return text.isEmpty ? nil : text
        }
        let id = try tx.insert(
            """
            INSERT INTO commissioningSupport
              (happenedOn, kind, groupName, organisation, givenBy, minutes, about, authorId, at,
               notedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                "\(day)", entry.kind.rawValue, entry.group.trimmed,
                some(entry.organisation)?.uppercased(), some(entry.givenBy), minutes,
                entry.about.trimmed, person.rawValue, tx.now.milliseconds, "\(today)",
            ])
        try tx.audit("support.entry", "support:\(id)")
        return SupportID(id)
    }

    /// Takes back what was written wrongly: it stays to be read, and counts no more.
    public func withdraw(
        support id: SupportID, reason: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let reason = try Self.words(reason, "reason", maximum: Self.greatestSupportLength)
        guard let found = try support(in: tx.reading).first(where: { $0.id == id }) else {
            throw SupportProblem.unknown(number: "\(id.rawValue)")
        }
        guard !found.isWithdrawn else { throw SupportProblem.withdrawn }
        try tx.execute(
            """
            INSERT INTO commissioningSupportWithdrawal
              (supportId, reason, withdrawnById, withdrawnAt)
            VALUES (?, ?, ?, ?)
            """, [id.rawValue, reason, person.rawValue, tx.now.milliseconds])
        try tx.audit("support.withdrawal", "support:\(id.rawValue)")
    }

    /// All help that was written down, the latest day first.
    public func support(in tx: borrowing ReadTx) throws -> [GroupSupport] {
        try tx.list(
            """
            SELECT id, happenedOn, kind, groupName, organisation, givenBy, minutes, about,
              authorId, at, reason
            FROM commissioningSupport
            LEFT JOIN commissioningSupportWithdrawal ON supportId = id
            ORDER BY happenedOn DESC, id DESC
            """
        ) {
            GroupSupport(
                id: SupportID($0[0]), on: $0[1], kind: SupportKind(rawValue: $0[2]) ?? .other,
                group: $0[3], organisation: $0[4], givenBy: $0[5], minutes: $0[6], about: $0[7],
                author: PersonID($0[8]), at: Instant(milliseconds: $0[9]),
                withdrawnBecause: $0[10])
        }
    }
}
