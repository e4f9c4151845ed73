import FundCore
import FundStore

/// Reads `retention.yaml`: how long each class of personal data is kept.
enum RetentionReader {
    static func policy(_ root: ConfigValue) -> RetentionPolicy {
        root.allow("backupsKeptDays", "classes")
        let days = root["backupsKeptDays"].wholeNumber(0...3650)
        let classes = root["classes"]
        classes.allow(RetentionClass.allCases.map(\.rawValue))
        let rules = RetentionClass.allCases.compactMap { name in
            classes.isPresent ? rule(name, classes[name.rawValue]) : nil
        }
        return RetentionPolicy(backupDays: days, rules: rules)
    }

    private static func rule(_ name: RetentionClass, _ value: ConfigValue) -> RetentionRule? {
        guard value.isPresent else { return nil }
        value.allow("keep", "from", "because")
        let keep = value["keep"]
        let period = keep.isPresent ? RetentionPeriod(keep.text()) : nil
        if keep.isPresent, period == nil { keep.report("not-period") }
        let from = value["from"]
        let start = from.choice(of: RetentionStart.self)
        if let start, !name.starts.contains(start) {
            from.report(
                "not-an-option",
                [
                    "value": start.rawValue,
                    "options": name.starts.map(\.rawValue).joined(separator: ", "),
                ])
        }
        let because = value["because"].text(maximum: 300)
        guard let period, let start else { return nil }
        return RetentionRule(name: name, period: period, start: start, because: because)
    }
}
