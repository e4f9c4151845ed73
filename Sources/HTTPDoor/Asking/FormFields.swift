import FundCore

/// What stands behind the question mark of an address: names and values, each name once.
enum QueryString {
    private static let greatestCount = 20

    /// - Returns: nil where it cannot be read: a broken escape, no UTF-8, a name twice, too many.
    static func read(_ text: String) -> [String: String]? {
        var values: [String: String] = [:]
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(halves[0]), values[name] == nil,
                let value = halves.count > 1 ? decode(halves[1]) : "",
                values.count < greatestCount
            else { return nil }
            values[name] = value
        }
        return values
    }

    /// Undoes percent-encoding; a plus is a blank in a query and itself in a path.
    static func decode(_ text: some StringProtocol, plusIsBlank: Bool = true) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = hexadecimal(rest.popFirst()),
                    let low = hexadecimal(rest.popFirst())
                else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(32)
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8?) -> UInt8? {
        switch byte {
        case let byte? where (48...57).contains(byte): byte - 48
        case let byte? where (65...70).contains(byte): byte - 55
        case let byte? where (97...102).contains(byte): byte - 87
        default: nil
        }
    }
}
