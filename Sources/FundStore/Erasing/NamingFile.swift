import FundCore

/// A file of payments that goes on naming somebody whose other data is erased.
public struct NamingFile: Sendable, Equatable {
    /// Of its run and its profile: `CFR26-0001-K-ledger`.
    public let name: String
    /// The first day on which it may be erased itself.
    public let dueOn: LocalDate

    public init(name: String, dueOn: LocalDate) {
        self.name = name
        self.dueOn = dueOn
    }

    /// As a certificate says it; nil where it is something else.
    public init?(_ json: JSONValue) {
        guard let name = json["file"]?.string,
            let day = json["keptUntil"]?.string.flatMap({ LocalDate($0) })
        else { return nil }
        self.init(name: name, dueOn: day)
    }

    public var json: JSONValue {
        .object([("file", .string(name)), ("keptUntil", .string("\(dueOn)"))])
    }
}

extension RetentionRule {
    /// The first day on which something is due that goes by the moment at which it was stored.
    ///
    /// - Parameter day: on which it was stored, in London.
    public func dueOn(storedOn day: LocalDate) -> LocalDate {
        var due = period.end(from: day.adding(days: 1))
        // The last days of months that are shorter than others.
        while period.start(endingOn: due) <= day { due = due.adding(days: 1) }
        return due
    }
}
