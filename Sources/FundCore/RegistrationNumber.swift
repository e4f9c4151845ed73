/// What a registration number of an unusual form is the number of, for telling who was given money.
/// Numbers of the usual forms, by which groups are told apart, are none of these.
public enum RegistrationNumber: Sendable, Equatable {
    /// The eight characters that Companies House gives: `IP12345R`, `R0000123`.
    case company(String)
    /// A charity in England and Wales that is linked to another, `1234567-1`: the other's number.
    case linkedCharity(main: String)

    /// - Parameter typed: blanks in it and small letters do not matter.
    public init?(unusual typed: String) {
        let plain = typed.uppercased().filter { $0 != " " }
        if let main = Self.mainCharity(plain) {
            self = .linkedCharity(main: main)
        } else if Self.isCompany(plain) {
            self = .company(plain)
        } else {
            return nil
        }
    }

    /// The organisation identifier: `GB-COH-IP12345R`.
    public var identifier: String {
        switch self {
        case .company(let number): "GB-COH-\(number)"
        case .linkedCharity(let main): "GB-CHC-\(main)"
        }
    }

    /// Two digits, two letters or `R0`, and six digits or letters, as Companies House has them. The
    /// first of the six is a digit in every one of its series: a word of eight letters is no number.
    private static func isCompany(_ plain: String) -> Bool {
        let places = Array(plain.utf8)
        guard places.count == 8, isDigit(places[2]),
            places.allSatisfy({ isDigit($0) || isLetter($0) })
        else { return false }
        let start = places.prefix(2)
        return start.allSatisfy(isDigit) || start.allSatisfy(isLetter) || plain.hasPrefix("R0")
    }

    /// `1234567` of `1234567-1`.
    private static func mainCharity(_ plain: String) -> String? {
        let parts = plain.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, (6...7).contains(parts[0].utf8.count),
            (1...3).contains(parts[1].utf8.count), !plain.hasPrefix("0"),
            parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) })
        else { return nil }
        return String(parts[0])
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
}
