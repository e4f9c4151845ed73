/// What went wrong, in a form that both front doors can present: a stable code, what kind of
/// refusal it is, and the arguments of the words in the text catalogue (`problem.<code>`).
public protocol Problem: Error {
    var report: ProblemReport { get }
}

/// One table maps this to an exit code, another to an HTTP status.
public enum ProblemKind: String, Sendable {
    /// There is no such thing, or the asker may not know of it.
    case notFound
    /// The asker may not do this.
    case forbidden
    /// A rule of the fund refuses it as things stand.
    case conflict
    /// What was sent is wrong; `fields` says where.
    case invalid
    /// Somebody changed it since the asker last looked.
    case stale
    /// It was asked for too often; it may be asked for again later.
    case tooMany
    /// Nobody knows who is asking.
    case unauthenticated
    /// It may work later.
    case unavailable
    /// The configuration or the environment is wrong.
    case configuration
    /// A file or a device failed.
    case inputOutput
}

public struct ProblemReport: Sendable {
    public let code: String
    public let kind: ProblemKind
    public let arguments: [String: String]
    public let fields: [FieldProblem]

    public init(
        _ code: String, _ kind: ProblemKind, _ arguments: [String: String] = [:],
        fields: [FieldProblem] = []
    ) {
        self.code = code
        self.kind = kind
        self.arguments = arguments
        self.fields = fields
    }
}

/// One thing wrong with something sent: where it stands and what would be right. Its words are
/// `field.<code>` in the text catalogue.
public struct FieldProblem: Hashable, Sendable {
    /// Where: `answers.need`, `line 3: score`, `rounds.yaml:12`.
    public let place: String
    public let code: String
    public let arguments: [String: String]

    public init(_ place: String, _ code: String, _ arguments: [String: String] = [:]) {
        self.place = place
        self.code = code
        self.arguments = arguments
    }

    /// The same problem, seen from further out.
    public func within(_ outer: String) -> FieldProblem {
        FieldProblem(outer + place, code, arguments)
    }
}

/// Input that is refused, with everything that is wrong with it.
public struct InvalidInput: Problem {
    public let source: String
    public let fields: [FieldProblem]

    /// - Parameter source: what was read: a file's name, or what the input is.
    public init(_ source: String, _ fields: [FieldProblem]) {
        self.source = source
        self.fields = fields
    }

    public var report: ProblemReport {
        ProblemReport(
            "invalid-input", .invalid, ["source": source, "count": "\(fields.count)"],
            fields: fields)
    }
}
