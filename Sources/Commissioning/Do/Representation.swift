import FundCore
import FundStore
import GRDB

/// Which communities nobody on the panels of a round belongs to, by what the members say of
/// themselves. Nothing is kept of who belongs to which, nor how many: only who is missing.
public struct Representation: Sendable {
    public let version: Int64
    /// How many members answered.
    public let answered: Int64
    /// The keys of communities that none of them belongs to, in order.
    public let missing: [String]
    public let author: PersonID
    public let on: String
}

public enum RepresentationProblem: Problem {
    case changed

    public var report: ProblemReport {
        switch self {
        case .changed: ProblemReport("representation-changed", .conflict)
        }
    }
}

extension CommissioningModule {
    /// Fewer answers than these would point at persons.
    public static let leastAnswerCount: Int64 = 5
    public static let greatestAnswerCount: Int64 = 200
    private static let keptRepresentation = "commissioning-kept"

    /// Who is not represented on a round's panels, version by version.
    public static let representationSchema = """
        CREATE TABLE commissioningRepresentation (
          id       INTEGER PRIMARY KEY,
          roundId  INTEGER NOT NULL REFERENCES round(id),
          version  INTEGER NOT NULL CHECK (version > 0),
          answered INTEGER NOT NULL CHECK (answered <= \(greatestAnswerCount)),
          authorId INTEGER NOT NULL REFERENCES person(id),
          at       INTEGER NOT NULL,
          saidOn   TEXT NOT NULL CHECK (date(saidOn) IS saidOn),
          UNIQUE (roundId, version),
          CONSTRAINT "representation-too-few" CHECK (answered >= \(leastAnswerCount))
        ) STRICT;

        CREATE TRIGGER commissioningRepresentationNext
        BEFORE INSERT ON commissioningRepresentation
        WHEN NEW.version <> 1 + ifnull((SELECT max(version) FROM commissioningRepresentation
          WHERE roundId = NEW.roundId), 0)
        BEGIN SELECT RAISE(ABORT, 'representation-changed'); END;

        \(Migration.appendOnly(
            "commissioningRepresentation", by: [["id"], ["roundId", "version"]],
            code: keptRepresentation))

        CREATE TABLE commissioningUnrepresented (
          representationId INTEGER NOT NULL REFERENCES commissioningRepresentation(id),
          community        TEXT NOT NULL CHECK (community <> ''),
          PRIMARY KEY (representationId, community)
        ) STRICT, WITHOUT ROWID;

        \(Migration.appendOnly(
            "commissioningUnrepresented", by: [["representationId", "community"]],
            code: keptRepresentation))
        """

    /// Says which communities are not represented on a round's panels; what was said stays.
    ///
    /// - Parameter seen: the version that whoever says it saw; 0 for none.
    /// - Throws: `InvalidInput` at `answered` or `missing`.
    public func say(
        missing: [String], answered: Int64?, of round: RoundID, seen: Int64? = nil,
        _ rules: AreaRules, in tx: borrowing WriteTx
    ) throws -> Int64 {
        let person = try tx.principal.require(.officer)
        var problems: [FieldProblem] = []
        let range = Self.leastAnswerCount...Self.greatestAnswerCount
        if answered.map({ range.contains($0) }) != true {
            problems.append(
                FieldProblem(
                    "answered",
                    (answered ?? 0) < range.lowerBound && answered != nil
                        ? "representation-too-few" : answered == nil ? "missing" : "out-of-range",
                    ["minimum": "\(range.lowerBound)", "maximum": "\(range.upperBound)"]))
        }
        let known = rules.communities.map(\.key)
        problems += missing.filter { !known.contains($0) }.map {
            FieldProblem(
                "missing", "not-an-option",
                ["value": $0, "options": known.joined(separator: ", ")])
        }
        guard problems.isEmpty, let answered else { throw InvalidInput("panel", problems) }
        let standing = try representations(of: round, in: tx.reading).last?.version ?? 0
        guard seen == nil || seen == standing else { throw RepresentationProblem.changed }
        let id = try tx.insert(
            """
            INSERT INTO commissioningRepresentation
              (roundId, version, answered, authorId, at, saidOn)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, standing + 1, answered, person.rawValue, tx.now.milliseconds,
                "\(LondonTime.date(tx.now))",
            ])
        for key in Set(missing).sorted() {
            try tx.execute(
                """
                INSERT INTO commissioningUnrepresented (representationId, community)
                VALUES (?, ?)
                """, [id, key])
        }
        try tx.audit(
            "representation.entry", "round:\(round.rawValue)",
            [("version", .int(standing + 1))])
        return standing + 1
    }

    /// Everything that was ever said of a round's panels, in order.
    public func representations(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [Representation] {
        var missing: [Int64: [String]] = [:]
        try tx.forEach(
            """
            SELECT representationId, community FROM commissioningUnrepresented
            JOIN commissioningRepresentation AS said ON said.id = representationId
            WHERE roundId = ? ORDER BY representationId, community
            """, [round.rawValue]
        ) { missing[$0[0], default: []].append($0[1]) }
        return try tx.list(
            """
            SELECT id, version, answered, authorId, saidOn FROM commissioningRepresentation
            WHERE roundId = ? ORDER BY version
            """, [round.rawValue]
        ) {
            Representation(
                version: $0[1], answered: $0[2], missing: missing[$0[0]] ?? [],
                author: PersonID($0[3]), on: $0[4])
        }
    }
}
