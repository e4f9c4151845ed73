/// The short name that people use for one thing of the fund: `CF26-0042-K`.
///
/// Prefix and two digits of the year, a number of four digits or more, and a check character that
/// catches any one wrong digit and any two neighbouring digits swapped.
public struct Reference: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// - Parameters:
    ///   - prefix: two to four capital letters.
    ///   - year: the calendar year; its last two digits are kept.
    ///   - number: from 1 upward.
    public init(prefix: String, year: Int, number: Int64) {
        let head = "\(prefix)\(two(year % 100))"
        let digits = four(number)
        description = "\(head)-\(digits)-\(Reference.checkCharacter(of: head + digits))"
    }

    /// Reads a reference as a person may type it: small letters, spaces or no dashes.
    ///
    /// - Returns: nil where the check character does not fit, so a slip of the finger is caught
    ///   before anything is looked up.
    public init?(typed text: String) {
        var characters: [Character] = []
        for scalar in text.unicodeScalars where scalar != "-" && scalar != " " {
            guard scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            else { return nil }
            characters.append(Character(scalar.properties.uppercaseMapping))
        }
        let letters = characters.prefix { $0.isLetter }
        let digits = characters.dropFirst(letters.count).dropLast()
        guard (2...4).contains(letters.count), (6...16).contains(digits.count),
            digits.allSatisfy({ $0.isNumber }), let check = characters.last,
            check == Reference.checkCharacter(of: String(characters.dropLast()))
        else { return nil }
        let year = String(digits.prefix(2))
        description = "\(String(letters))\(year)-\(String(digits.dropFirst(2)))-\(check)"
    }

    /// A reference read back from the database.
    public init(stored text: String) {
        description = text
    }

    /// Σ (place × value) modulo 23, a prime, as one of 23 letters: no I, O or U, which are misread.
    private static func checkCharacter(of text: String) -> Character {
        let letters = Array("ABCDEFGHJKLMNPQRSTVWXYZ")
        var sum = 0
        for (index, byte) in text.utf8.enumerated() {
            let value = byte < 58 ? Int(byte) - 48 : Int(byte) - 55
            sum += (index + 1) * value
        }
        return letters[sum % 23]
    }
}
