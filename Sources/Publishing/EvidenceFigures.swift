import Commissioning
import FundCore

extension EvidenceFigure {
    /// As lists have it: `[belonging millbrook 2025: 61.5]`.
    var reference: String { "[\(indicator) \(ward) \(period.text): \(value.plain)]" }

    /// The figure as it was named, and the newest of its place; null where there is none any more.
    var json: JSONValue {
        .object([
            ("indicator", .string(indicator)), ("ward", .string(ward)),
            ("period", .string(period.text)), ("value", .figure(value)),
            ("newestPeriod", .optional(newest?.period.text)),
            ("newestValue", .figure(newest?.value)),
        ])
    }
}
