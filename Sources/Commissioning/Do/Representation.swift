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

    /// No more answer than there are members, and no number stands so near to a former one that
    /// whoever compares them learns of a few persons.
    public static let representationHeldSchema = """
        ALTER TABLE commissioningRepresentation ADD COLUMN members INTEGER
          CHECK (members BETWEEN 1 AND 1000);

        CREATE TRIGGER commissioningRepresentationHeld
        BEFORE INSERT ON commissioningRepresentation
        WHEN NEW.members IS NULL OR NEW.answered > NEW.members
        BEGIN SELECT RAISE(ABORT, 'representation-too-many'); END;

        CREATE TRIGGER commissioningRepresentationApart
        BEFORE INSERT ON commissioningRepresentation
        WHEN EXISTS (SELECT 1 FROM commissioningRepresentation AS former
          WHERE former.roundId = NEW.roundId
            AND abs(former.answered - NEW.answered) BETWEEN 1 AND \(leastAnswerCount - 1))
        BEGIN SELECT RAISE(ABORT, 'representation-too-near'); END;
        """

    /// Says which communities are not represented on a round's panels; what was said stays.
    ///
    /// - Parameters:
    ///   - members: how many are on the round's panels.
    ///   - seen: the version that whoever says it saw; 0 for none.
    /// - Throws: `InvalidInput` at `answered` or `missing`.
    public func say(
        missing: [String], answered: Int64?, members: Int64, of round: RoundID,
        seen: Int64? = nil, _ rules: AreaRules, in tx: borrowing WriteTx
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
        if let answered, range.contains(answered) {
            problems += try held(answered, to: members, of: round, in: tx.reading)
        }
        let known = rules.communities.map(\.key)
        problems += missing.filter { !known.contains($0) }.map {
            FieldProblem(
                "missing", "not-an-option",
                ["value": $0, "options": known.joined(separator: ", ")])
        }
        guard problems.isEmpty, let answered else { throw InvalidInput("panel", problems) }
        let standing = try representation(of: round, in: tx.reading)?.version ?? 0
        guard seen == nil || seen == standing else { throw RepresentationProblem.changed }
        let id = try tx.insert(
            """
            INSERT INTO commissioningRepresentation
              (roundId, version, answered, members, authorId, at, saidOn)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, standing + 1, answered, members, person.rawValue,
                tx.now.milliseconds,
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

    /// What is wrong with how many answered, beside how many there are and what was said before.
    private func held(
        _ answered: Int64, to members: Int64, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        guard members > 0 else { return [FieldProblem("answered", "representation-no-panel")] }
        guard answered <= members else {
            return [
                FieldProblem("answered", "representation-too-many", ["members": "\(members)"])
            ]
        }
        let isNear =
            try tx.first(
                """
                SELECT 1 FROM commissioningRepresentation
                WHERE roundId = ? AND abs(answered - ?) BETWEEN 1 AND ?
                """, [round.rawValue, answered, Self.leastAnswerCount - 1], { _ in true }) ?? false
        return isNear
            ? [
                FieldProblem(
                    "answered", "representation-too-near",
                    ["minimum": "\(Self.leastAnswerCount)"])
            ] : []
    }

    /// What is said of a round's panels; nil where nothing is. What was said before is never shown
    /// again: beside what stands it could point at persons.
    public func representation(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> Representation? {
        let latest = """
            FROM commissioningRepresentation AS said WHERE roundId = ?
            AND version = (SELECT max(version) FROM commissioningRepresentation
              WHERE roundId = said.roundId)
            """
        let missing = try tx.list(
            """
            SELECT community FROM commissioningUnrepresented
            WHERE representationId = (SELECT id \(latest)) ORDER BY community
            """, [round.rawValue], { $0[0] as String })
        return try tx.first(
            "SELECT version, answered, authorId, saidOn \(latest)", [round.rawValue]
        ) {
            Representation(
                version: $0[0], answered: $0[1], missing: missing, author: PersonID($0[2]),
                on: $0[3])
        }
    }
}
