import Foundation

/// What nobody can guess, from the system's own randomness.
public enum Secret {
    /// How many characters `text()` has.
    public static let textLength = 43

    /// 256 random bits as 43 letters, digits, dashes and underlines.
    public static func text() -> String {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func digits(_ count: Int) -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
    }
}
