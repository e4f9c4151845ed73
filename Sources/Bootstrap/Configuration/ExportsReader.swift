import FundCore
import Payments

/// Reads `exports.yaml`.
enum ExportsReader {
    private enum Kind: String, CaseIterable {
        case columns, bacs18
        case pain03 = "pain.001.001.03"
        case pain09 = "pain.001.001.09"
    }

    /// The files of columns, and those for a bank.
    static func profiles(_ root: ConfigValue) -> ([ExportProfile], [BankFileProfile]) {
        root.allow("profiles")
        var columns: [ExportProfile] = []
        var bank: [BankFileProfile] = []
        for (key, value) in root["profiles"].members {
            // A profile may be called by its kind, which has full stops.
            let parts = key.split(separator: ".", omittingEmptySubsequences: false)
            if !key.filter({ $0 != "." }).isConfigKey || parts.contains(where: \.isEmpty) {
                value.report("not-key")
            }
            let kind = value.optional("kind")
            switch kind.isPresent ? kind.choice(of: Kind.self) : .columns {
            case .columns: columns.append(ColumnsReader.profile(key, value))
            case .bacs18:
                bank.append(
                    BankFileProfile(
                        key: key, title: value["title"].text(), format: .bacs(bacs(value))))
            case .pain03:
                bank.append(
                    BankFileProfile(
                        key: key, title: value["title"].text(), format: .pain(pain(value, .third))))
            case .pain09:
                bank.append(
                    BankFileProfile(
                        key: key, title: value["title"].text(), format: .pain(pain(value, .ninth))))
            case nil: break
            }
        }
        return (columns, bank)
    }

    private static func bacs(_ value: ConfigValue) -> BacsSettings {
        value.allow(
            "kind", "title", "sun", "sortCode", "account", "name", "serialPrefix", "days",
            "contra", "bare", "lineEnds", "labels")
        let prefix = value["serialPrefix"].bankText(maximum: 3, mayBeEmpty: true)
        let account = ownAccount(value, name: value["name"].bankText(maximum: 18))
        return BacsSettings(
            userNumber: value["sun"].digits(6), ownAccount: account, serialPrefix: prefix,
            days: value["days"].choice(of: BacsSettings.Days.self) ?? .single,
            hasContra: value["contra"].truth(), isBare: value["bare"].truth(),
            labels: labels(value.optional("labels")), lineEnd: value.lineEnds())
    }

    private static func labels(_ value: ConfigValue) -> BacsSettings.Labels {
        let usual = BacsSettings.Labels()
        guard value.isPresent else { return usual }
        value.allow(
            "vol1At32", "hdr1At15", "hdr1At16", "hdr1At55", "hdr2At51", "uhl1At11", "uhl1At38")
        func text(_ key: String, maximum: Int, or usual: String) -> String {
            let place = value.optional(key)
            return place.isPresent ? place.bankText(maximum: maximum, mayBeEmpty: true) : usual
        }
        return BacsSettings.Labels(
            vol1At32: text("vol1At32", maximum: 6, or: usual.vol1At32),
            hdr1At15: text("hdr1At15", maximum: 1, or: usual.hdr1At15),
            hdr1At16: value.optional("hdr1At16").choice(of: BacsSettings.UserNumber.self)
                ?? usual.hdr1At16,
            hdr1At55: value.optional("hdr1At55").choice(of: BacsSettings.Blocks.self)
                ?? usual.hdr1At55,
            hdr2At51: value.optional("hdr2At51").choice(of: BacsSettings.Blocks.self)
                ?? usual.hdr2At51,
            uhl1At11: value.optional("uhl1At11").choice(of: BacsSettings.UserHeader.self)
                ?? usual.uhl1At11,
            uhl1At38: value.optional("uhl1At38").choice(of: BacsSettings.FileNumber.self)
                ?? usual.uhl1At38)
    }

    private static func pain(
        _ value: ConfigValue, _ version: PainSettings.Version
    ) -> PainSettings {
        value.allow(
            "kind", "title", "messageIdPrefix", "initiatingParty", "debtorName", "sortCode",
            "account", "serviceLevel", "batchBooking", "executionDay")
        // The run's reference needs its part of the 35 letters that a message's name has.
        let prefix = value["messageIdPrefix"].bankText(maximum: 15, mayBeEmpty: true)
        let account = ownAccount(value, name: value["debtorName"].bankText(maximum: 140))
        return PainSettings(
            version: version, messageIDPrefix: prefix,
            initiatingParty: value["initiatingParty"].bankText(maximum: 140), ownAccount: account,
            serviceLevel: value["serviceLevel"].choice(of: PainSettings.ServiceLevel.self)
                ?? .bacs,
            isBookedAsBatch: value["batchBooking"].truth(),
            executionDay: value["executionDay"].choice(of: PainSettings.ExecutionDay.self)
                ?? .processing)
    }

    private static func ownAccount(_ value: ConfigValue, name: String) -> OwnAccount {
        OwnAccount(
            name: name, sortCode: value["sortCode"].digits(6, hyphens: true),
            account: value["account"].digits(8))
    }
}

extension ConfigValue {
    /// So many digits, which YAML would read as a number without quotes.
    /// - Parameter hyphens: whether hyphens or blanks may part them, as in `12-34-56`.
    func digits(_ count: Int, hyphens: Bool = false) -> String {
        guard isPresent else { return "" }
        let written = text(maximum: 40)
        let digits = hyphens ? written.filter { $0 != "-" && $0 != " " } : written
        if digits.utf8.count != count || !digits.utf8.allSatisfy({ (48...57).contains($0) }) {
            report("not-digits", ["count": "\(count)"])
        }
        return digits
    }

    /// A text that a bank's file carries as it stands.
    func bankText(maximum: Int, mayBeEmpty: Bool = false) -> String {
        guard isPresent else { return "" }
        let written = text(mayBeEmpty: mayBeEmpty)
        if !BankText.carries(written) || written.utf8.count > maximum {
            report("not-bank-text", ["maximum": "\(maximum)"])
        }
        return BankText.text(of: written)
    }

    func lineEnds() -> CSVFormat.LineEnd {
        optional("lineEnds").choice(of: CSVFormat.LineEnd.self) ?? .crlf
    }
}
