import FundCore

extension ProblemReport {
    /// The problem as an RFC 9457 object; a door adds what is its own.
    public func json(
        _ words: TextCatalogue, at door: Principal.Door = .commandLine
    ) -> JSONValue {
        .object([
            ("type", .string("urn:cohesion:problem:\(code)")),
            ("title", .string(words.words(self, at: door))), ("code", .string(code)),
            (
                "errors",
                .array(
                    fields.map {
                        .object([
                            ("place", .string($0.place)), ("code", .string($0.code)),
                            ("detail", .string(words.words($0))),
                        ])
                    })
            ),
        ])
    }
}
