extension String {
    /// As it may stand behind the question mark of an address, or in a cookie.
    var percentEncoded: String { encoded(keeping: "-_./") }

    /// As it may stand between two slashes of an address.
    var pathEncoded: String { encoded(keeping: "-") }

    private func encoded(keeping others: StaticString) -> String {
        let isPlain = utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        if isPlain { return self }
        let kept = others.withUTF8Buffer { Array($0) }
        var text = ""
        for byte in utf8 {
            switch byte {
            case 48...57, 65...90, 97...122: text.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where kept.contains(byte):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                text += "%" + (hex.utf8.count < 2 ? "0" : "") + hex
            }
        }
        return text
    }
}
