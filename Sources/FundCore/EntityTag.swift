/// Names one state of one thing, as an `ETag` does: whoever edits it can say which state they saw.
public struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    /// Thirty-two hexadecimal digits, without the quotation marks of the header.
    public let description: String

    /// - Parameter parts: everything that the state consists of, in order.
    public init(of parts: [String?]) {
        var digest = SHA256Stream()
        for part in parts {
            // Lengths keep ("ab", "c") from looking like ("a", "bc").
            digest.update(part.map { "\($0.utf8.count):\($0)" } ?? "-")
        }
        description = String(digest.finish().description.prefix(32))
    }

    /// - Parameter bytes: all that whoever asked would be sent.
    public init(of bytes: UnsafeRawBufferPointer) {
        var digest = SHA256Stream()
        digest.update(bytes)
        description = String(digest.finish().description.prefix(32))
    }
}

/// What an edit expects to find: `If-Match` and `If-None-Match` of HTTP.
public enum EditCondition: Sendable {
    /// Whatever there is.
    case anything
    /// One of these states.
    case one(of: [String])
    /// Something, whatever its state.
    case something
    /// Nothing yet.
    case nothing

    /// - Parameter current: the state it is in, nil where there is nothing.
    /// - Throws: `EditProblem.changed` where that is not what the edit expects.
    public func check(_ current: EntityTag?) throws {
        let isMet =
            switch self {
            case .anything: true
            case .one(let tags): current.map { tags.contains($0.description) } ?? false
            case .something: current != nil
            case .nothing: current == nil
            }
        guard isMet else { throw EditProblem.changed }
    }
}

public enum EditProblem: Problem {
    case changed

    public var report: ProblemReport { ProblemReport("changed-meanwhile", .stale) }
}
