import Mustache

/// Escapes every unicode scalar that means something in HTML. The engine's own goes by character,
/// so a quotation mark with a combining mark behind it would pass.
public struct StrictHTML: MustacheContentType {
    /// Makes it known to the engine as `STRICT-HTML`, which a template names in its first line.
    public static func register() {
        MustacheContentTypes.register(StrictHTML(), named: "STRICT-HTML")
    }

    public init() {}

    public func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: \.meansSomethingInHTML) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension UInt8 {
    fileprivate var meansSomethingInHTML: Bool {
        switch self {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            true
        default: false
        }
    }
}
