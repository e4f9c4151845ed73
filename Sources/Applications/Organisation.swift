import FundCore

/// How a group is told apart from others: by registration, where it has one.
struct Organisation {
    let name: String
    /// An organisation identifier (`GB-CHC-1164883`), nil for a group without a registration.
    let key: String?
    let registrationNumber: String?
    let postcode: String?

    /// Whether the number looks like one of the registers': charity (6–7 digits, SC + 6, a linked
    /// one) or company (8 characters).
    static func looksRegistered(_ number: String) -> Bool {
        identifier(for: number) != nil || RegistrationNumber(unusual: number) != nil
    }

    /// The organisation identifier of a registration number written alone, by which a group is told
    /// apart. Numbers of unusual forms have none, so that what is on record goes on meaning the same.
    static func identifier(for number: String) -> String? {
        let plain = number.uppercased().filter { $0 != " " }
        let letters = plain.prefix { $0.isASCII && $0.isLetter }
        let digits = plain.dropFirst(letters.count)
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        switch (letters, digits.utf8.count) {
        case ("", 6...7): return "GB-CHC-\(plain)"
        case ("SC", 6) where digits.hasPrefix("0"): return "GB-SC-\(plain)"
        case ("NIC", 6): return "GB-NIC-\(digits)"
        case ("", 8): return "GB-COH-\(plain)"
        case (_, 6) where letters.utf8.count == 2: return "GB-COH-\(plain)"
        default: return nil
        }
    }

    /// The outward code of a UK postcode, `S1` of `s1 2hh`; nil where it is not shaped like one.
    static func outwardCode(of postcode: String) -> String? {
        let plain = postcode.uppercased().filter { !$0.isWhitespace }
        guard plain.utf8.count >= 5, plain.utf8.allSatisfy({ $0 < 128 }) else { return nil }
        let inward = plain.suffix(3)
        let outward = plain.dropLast(3)
        guard let first = inward.first, first.isNumber, inward.dropFirst().allSatisfy(\.isLetter),
            (2...4).contains(outward.count), let start = outward.first, start.isLetter,
            outward.contains(where: \.isNumber), outward.allSatisfy({ $0.isLetter || $0.isNumber })
        else { return nil }
        return String(outward)
    }
}

/// Where the fund gives money, as `fund.yaml` names it.
public struct FundArea: Codable, Sendable {
    public let name: String
    /// Postcode areas (`S`) or districts (`S1`).
    public let postcodes: [String]

    public init(name: String, postcodes: [String]) {
        self.name = name
        self.postcodes = postcodes
    }

    func contains(outwardCode: String) -> Bool {
        let area = String(outwardCode.prefix { $0.isLetter })
        return postcodes.contains { $0 == outwardCode || $0 == area }
    }
}
