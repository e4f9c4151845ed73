import FundCore

/// What is wrong with a report, all of it at once.
extension CommissioningModule {
    public static let greatestTensionLength = 4000
    public static let greatestCauseLength = 2000
    public static let greatestNoteLength = 2000
    static let greatestPlaceLength = 200
    /// How many web addresses one report may hold: more than that is advertising.
    public static let greatestAddressCount = 3
    private static let greatestTensionDays: Int64 = 5 * 365

    /// - Parameter today: the day in London.
    /// - Returns: nothing where the report can be taken.
    public static func problems(
        of entry: TensionEntry, _ rules: TensionRules, today: LocalDate
    ) -> [FieldProblem] {
        var found: [FieldProblem] = []
        func check(_ text: String?, _ place: String, _ maximum: Int) {
            if let text, text.unicodeScalars.count > maximum {
                found.append(FieldProblem(place, "too-long", ["maximum": "\(maximum)"]))
            }
        }
        let entry = entry.tidied
        if entry.what.isEmpty { found.append(FieldProblem("what", "missing")) }
        check(entry.what, "what", greatestTensionLength)
        if let ward = entry.ward {
            found += [TensionRules.problem(ward, "ward", among: rules.wards)].compactMap(\.self)
        } else if entry.place == nil {
            found.append(FieldProblem("place", "missing"))
        }
        check(entry.place, "place", greatestPlaceLength)
        switch entry.day {
        case nil: found.append(FieldProblem("day", "missing"))
        case let day? where day > today:
            found.append(FieldProblem("day", "tension-day-ahead"))
        case let day? where day < today.adding(days: -greatestTensionDays):
            found.append(FieldProblem("day", "tension-day-old"))
        default: break
        }
        check(entry.cause, "cause", greatestCauseLength)
        if entry.goesOn == nil { found.append(FieldProblem("goesOn", "choose-one")) }
        found += problems(of: entry.contact)
        let written = [entry.what, entry.place, entry.cause, entry.contact.name]
        let count = written.compactMap(\.self).reduce(0) { $0 + $1.webAddressCount }
        if count > greatestAddressCount {
            found.append(
                FieldProblem("what", "tension-addresses", ["maximum": "\(greatestAddressCount)"]))
        }
        return found
    }

    private static func problems(of contact: TensionContact) -> [FieldProblem] {
        var found: [FieldProblem] = []
        if let name = contact.name, name.unicodeScalars.count > 100 {
            found.append(FieldProblem("name", "too-long", ["maximum": "100"]))
        }
        if let email = contact.email, !email.isEmailAddress {
            found.append(FieldProblem("email", "not-email"))
        }
        if let phone = contact.phone, !phone.isPhoneNumber {
            found.append(FieldProblem("phone", "not-phone"))
        }
        if contact.name != nil, contact.email == nil, contact.phone == nil {
            found.append(FieldProblem("email", "tension-no-reach"))
        }
        return found
    }
}

extension TensionEntry {
    /// Without blanks at the ends, without what cannot be seen or turns the direction of a text, and
    /// without what is empty.
    var tidied: TensionEntry {
        TensionEntry(
            what: what.visible.trimmed, ward: ward?.line, place: place?.line, day: day,
            isAbout: isAbout, cause: cause?.visible.trimmed.orNil, goesOn: goesOn,
            contact: TensionContact(
                name: contact.name?.line, email: contact.email?.line, phone: contact.phone?.line))
    }
}

extension String {
    /// What can be seen of it, with its lines.
    var visible: String {
        guard hasControlCharacters else { return self }
        return String(
            String.UnicodeScalarView(
                unicodeScalars.filter {
                    $0 == "\n" || $0 == "\t" || !String($0).hasControlCharacters
                }))
    }

    /// On one line; nil where that is empty.
    fileprivate var line: String? {
        visible.split(whereSeparator: \.isNewline).joined(separator: " ").trimmed.orNil
    }

    fileprivate var orNil: String? { isEmpty ? nil : self }

    /// How many addresses of the web it holds, as far as they begin as such.
    fileprivate var webAddressCount: Int {
        let text = lowercased()
        return text.ranges(of: "://").count + text.ranges(of: "www.").count
            - text.ranges(of: "://www.").count
    }

    /// Seven to fifteen digits of any script, and what people put between them.
    fileprivate var isPhoneNumber: Bool {
        let digits = unicodeScalars.count { $0.properties.numericType == .decimal }
        return unicodeScalars.count <= 30 && (7...15).contains(digits)
            && unicodeScalars.allSatisfy {
                $0.properties.numericType == .decimal || " +()-./".unicodeScalars.contains($0)
            }
    }
}
