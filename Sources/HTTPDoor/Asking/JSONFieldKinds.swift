import FundCore

/// Members of a kind that several endpoints ask for.
extension JSONFields {
    /// A day.
    mutating func day(_ key: String, required: Bool = false) -> LocalDate? {
        guard let text = text(key, required: required, maximum: 10) else { return nil }
        let day = LocalDate(text)
        if day == nil { report(key, "not-date") }
        return day
    }

    /// One of a few codes.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, of kind: Choice.Type, required: Bool = true
    ) -> Choice? {
        guard let text = text(key, required: required, maximum: 100) else { return nil }
        let choice = Choice(rawValue: text)
        if choice == nil {
            report(
                key, "not-an-option",
                [
                    "value": text,
                    "options": Choice.allCases.map(\.rawValue).joined(separator: ", "),
                ])
        }
        return choice
    }

    /// An amount in pence; it must be there.
    mutating func pence(_ key: String) -> Money? {
        guard let pence = wholeNumber(key, required: true) else { return nil }
        guard (1...Money.greatest.pence).contains(pence) else {
            report(key, "not-pounds-amount")
            return nil
        }
        return Money(pence: pence)
    }
}
