import FundCore
import GRDB

/// What an erasure is of.
public enum ErasureScope: Sendable, Equatable {
    /// All that is due of a class.
    case due(RetentionClass)
    /// One application, before or after its time.
    case application
    /// What is held about one person as themselves.
    case person

    public var name: String {
        switch self {
        case .due: "class"
        case .application: "application"
        case .person: "person"
        }
    }

    public var retention: RetentionClass? {
        if case .due(let retention) = self { retention } else { nil }
    }

    init?(_ name: String, _ retention: String?) {
        switch (name, retention.flatMap(RetentionClass.init(rawValue:))) {
        case ("class", let retention?): self = .due(retention)
        case ("application", _): self = .application
        case ("person", _): self = .person
        default: return nil
        }
    }
}

/// Whose data, or what, is erased.
public struct ErasureSubject: Sendable, Hashable {
    public let kind: PersonalSubject
    public let id: Int64
    /// A reference or a number, never a name.
    public let label: String

    public init(_ kind: PersonalSubject, _ id: Int64, label: String) {
        self.kind = kind
        self.id = id
        self.label = label
    }
}

/// How many rows of a table went or were emptied.
public struct ErasureCount: Sendable, Equatable {
    public let kind: PersonalKind
    public let table: String
    public let rows: Int64
}

/// An erasure that was proposed, and what became of it.
public struct Erasure: Sendable {
    public enum Status: String, Sendable, CaseIterable {
        case proposed, withdrawn, done
    }

    public let number: Int64
    public let scope: ErasureScope
    public let reason: String
    public let backupDays: Int64
    public let proposedBy: PersonID
    public let proposedOn: LocalDate
    public let proposedAt: Instant
    /// Who approved it and when, where somebody did.
    public let approvedBy: PersonID?
    public let approvedOn: LocalDate?
    public let isWithdrawn: Bool
    public let subjectCount: Int64

    public var status: Status {
        if approvedBy != nil { return .done }
        return isWithdrawn ? .withdrawn : .proposed
    }

    static let columns = """
        SELECT erasure.id, scope, class, reason, backupDays, erasure.proposedById, proposedOn,
          approvedById, approvedOn, withdrawnAt IS NOT NULL,
          (SELECT count(*) FROM erasureSubject WHERE erasureId = erasure.id), proposedAt
        FROM erasure LEFT JOIN erasureApproval AS approval ON approval.erasureId = erasure.id
          LEFT JOIN erasureWithdrawal AS withdrawal ON withdrawal.erasureId = erasure.id
        """

    init(_ row: Row) throws {
        guard let scope = ErasureScope(row[1], row[2]) else {
            throw StoreProblem.failed(why: "an erasure of an unknown class")
        }
        let none = LocalDate(daysSince1970: 0)
        number = row[0]
        self.scope = scope
        reason = row[3]
        backupDays = row[4]
        proposedBy = PersonID(row[5])
        proposedOn = LocalDate(row[6] as String) ?? none
        approvedBy = (row[7] as Int64?).map { PersonID($0) }
        approvedOn = (row[8] as String?).flatMap { LocalDate($0) }
        isWithdrawn = row[9]
        subjectCount = row[10]
        proposedAt = Instant(milliseconds: row[11])
    }
}

/// That data is gone: what, how much, when and by whom.
public struct ErasureCertificate: Sendable {
    public let number: Int64
    /// JSON, as it was hashed.
    public let content: String
    public let sha256: String
    /// When the last copy of the database of before is gone.
    public let copiesGoneOn: LocalDate
}

/// An application whose data must stay, whatever is due.
public struct ErasureHold: Sendable {
    public let number: Int64
    public let application: ApplicationID
    public let reason: String
    public let heldBy: PersonID
    public let heldOn: LocalDate
}
