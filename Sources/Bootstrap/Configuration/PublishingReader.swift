import Awards
import Forms
import FundCore
import Rounds

/// Reads `publishing.yaml`. A folder from before there was one publishes nothing.
enum PublishingReader {
    private static let greatestCount = 100

    /// - Parameter rounds: the keys of the rounds.
    static func rules(
        _ root: ConfigValue, fund: Fund, wards: [Question.Option], rounds: [String]
    ) -> PublishingRules {
        root.allow("publishing")
        let value = root["publishing"]
        value.allow(
            "publisher", "department", "prefix", "licence", "site", "country", "scope",
            "programme", "rounds", "wards", "registers")
        let publisher = value["publisher"]
        publisher.allow("name", "identifier", "website")
        let listed = value.optional("registers")
        let registers = listed.isPresent ? listed.items.map { register($0) } : []
        if registers.count > greatestCount {
            listed.report("too-many", ["maximum": "\(greatestCount)"])
        }
        let known = PublishingRules.usualRegisters + registers
        let department = value.optional("department")
        let own = value.optional("programme")
        return PublishingRules(
            publisher: publisher["name"].text(maximum: 100),
            identifier: identifier(publisher["identifier"], known),
            website: address(publisher["website"]),
            department: department.isPresent
                ? department.text(maximum: 100) : fund.department,
            prefix: prefix(value["prefix"]), licence: address(value["licence"]),
            site: site(value["site"]), country: country(value["country"]),
            scope: value["scope"].choice(of: PublishingRules.Scope.self) ?? .undefined,
            programme: own.isPresent ? programme(own) : nil,
            programmes: keyed(value.optional("rounds"), among: rounds, programme),
            places: places(value.optional("wards"), wards: wards.map(\.key)),
            registers: known, wards: wards.map(\.key))
    }

    /// The codes of the wards that the fund has, and of those that it says it once had.
    private static func places(
        _ value: ConfigValue, wards: [String]
    ) -> [String: PublishingRules.Place] {
        guard value.isPresent else { return [:] }
        var found: [String: PublishingRules.Place] = [:]
        for (key, place) in value.members {
            place.allow("code", "type", "former")
            let isFormer = place.optional("former").truth()
            if isFormer, wards.contains(key) {
                place["former"].report("ward-still-there", ["value": key])
            } else if !isFormer, !wards.contains(key) {
                place.report(
                    "no-such-ward", ["value": key, "options": wards.joined(separator: ", ")])
            }
            found[key] = PublishingRules.Place(
                code: placeCode(place["code"]), type: placeType(place["type"]))
        }
        return found
    }

    private static func keyed<Value>(
        _ value: ConfigValue, among options: [String], _ read: (ConfigValue) -> Value
    ) -> [String: Value] {
        guard value.isPresent else { return [:] }
        var found: [String: Value] = [:]
        for (key, member) in value.members {
            if !options.contains(key) {
                member.report(
                    "not-an-option", ["value": key, "options": options.joined(separator: ", ")])
            }
            found[key] = read(member)
        }
        return found
    }

    private static func programme(_ value: ConfigValue) -> PublishingRules.Programme {
        value.allow("code", "title", "url")
        let url = value.optional("url")
        return PublishingRules.Programme(
            code: code(value["code"]), title: value["title"].text(maximum: 140),
            url: url.isPresent ? address(url) : nil)
    }

    /// Letters, digits and a few signs, nothing that would break an identifier.
    private static func code(_ value: ConfigValue) -> String {
        let text = value.text(maximum: 40)
        if value.isPresent, !text.isEmpty, !text.isIdentifier { value.report("not-code") }
        return text
    }

    /// A code of a register of places. A postcode is none: it says where few people live.
    private static func placeCode(_ value: ConfigValue) -> String {
        let text = value.text(maximum: 40)
        guard value.isPresent, !text.isEmpty else { return text }
        if text.isPostcode {
            value.report("place-postcode", ["value": text])
        } else if !text.isIdentifier {
            value.report("not-code")
        }
        return text
    }

    private static func placeType(_ value: ConfigValue) -> String {
        let text = value.text(maximum: 40)
        if value.isPresent, !text.isEmpty, !PlaceTypes.all.contains(text) {
            value.report(
                "not-place-type",
                ["value": text, "usual": PlaceTypes.usual.joined(separator: ", ")])
        }
        return text
    }

    private static func prefix(_ value: ConfigValue) -> String {
        let text = value.text(maximum: 40)
        let isPlain = text.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || $0 == UInt8(ascii: "_")
        }
        if value.isPresent, !text.isEmpty, !isPlain { value.report("not-giving-prefix") }
        return text
    }

    private static func register(_ value: ConfigValue) -> String {
        let text = value.text(maximum: 20)
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isPlain =
            parts.count == 2
            && parts.allSatisfy { part in
                (2...10).contains(part.utf8.count)
                    && part.utf8.allSatisfy {
                        (48...57).contains($0) || (65...90).contains($0)
                    }
            }
        if value.isPresent, !text.isEmpty, !isPlain { value.report("not-register") }
        return text
    }

    private static func identifier(_ value: ConfigValue, _ registers: [String]) -> String {
        let text = value.text(maximum: 60)
        let isKnown = registers.contains {
            text.hasPrefix("\($0)-") && text.utf8.count > $0.utf8.count + 1
        }
        if value.isPresent, !text.isEmpty, !isKnown || !text.isIdentifier {
            value.report("not-org-id", ["registers": registers.joined(separator: ", ")])
        }
        return text
    }

    private static func country(_ value: ConfigValue) -> String {
        let text = value.text(maximum: 2)
        let isCode = text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0) }
        if value.isPresent, !text.isEmpty, !isCode { value.report("not-country") }
        return text
    }

    private static func address(_ value: ConfigValue) -> String {
        let text = value.text(maximum: 300)
        if value.isPresent, !text.isEmpty, !text.isWebAddress { value.report("not-web-address") }
        return text
    }

    private static func site(_ value: ConfigValue) -> String {
        let text = address(value)
        if text.hasSuffix("/") { value.report("ends-with-stroke") }
        return text
    }
}

extension String {
    /// Letters, digits, dashes, stops and underscores alone.
    fileprivate var isIdentifier: Bool {
        utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || "-._".utf8.contains($0)
        }
    }

    /// `S11AA`, `sw1a 2aa`: one or two letters, a digit and perhaps one more letter or digit, and
    /// then a digit and two letters.
    fileprivate var isPostcode: Bool {
        let places = Array(uppercased().utf8.filter { $0 != UInt8(ascii: " ") })
        func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
        func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
        guard (5...7).contains(places.count) else { return false }
        let (outward, inward) = (places.dropLast(3), Array(places.suffix(3)))
        let letters = outward.prefix(while: isLetter)
        let rest = outward.dropFirst(letters.count)
        return (1...2).contains(letters.count) && (1...2).contains(rest.count)
            && rest.first.map(isDigit) == true && rest.allSatisfy { isDigit($0) || isLetter($0) }
            && isDigit(inward[0]) && isLetter(inward[1]) && isLetter(inward[2])
    }

    /// `https://www.example.org/page`: a host, and nothing that a web address may not have.
    fileprivate var isWebAddress: Bool {
        let rest =
            hasPrefix("https://") ? dropFirst(8) : hasPrefix("http://") ? dropFirst(7) : ""
        guard let first = rest.utf8.first, first != UInt8(ascii: "/") else { return false }
        return rest.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"<>\"\\^`{|}".utf8.contains($0) }
    }
}
