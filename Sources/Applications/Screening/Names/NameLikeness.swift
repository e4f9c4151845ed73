/// How alike two names are, in thousandths, and which of their words are alike.
struct NameLikeness: Sendable {
    struct Pair: Sendable {
        let given: String
        let listed: String
        let likeness: Int
    }

    let score: Int
    let pairs: [Pair]

    /// Words that are less alike than this have nothing to do with each other.
    static let leastWordLikeness = 850
    /// What the same first letter is worth where one of two is an initial.
    private static let initialLikeness = 500
    /// What names are worth that differ only in where they are parted.
    private static let joinedLikeness = 980

    /// Compares a name that somebody gave with one on a list.
    ///
    /// Each word is paired with the one that is most like it. What counts is how much of the shorter
    /// name was found in the longer (70 %), and of the longer in the shorter (30 %): one name of
    /// three may be left out. Of a name with a single telling word, it is the other way round.
    init(_ given: FoldedName, _ listed: FoldedName) {
        var found: [(place: Int, other: Int, likeness: Int)] = []
        for (place, token) in given.tokens.enumerated() {
            for (other, its) in listed.tokens.enumerated() {
                let likeness = Self.ofWords(token, its)
                if likeness > 0 { found.append((place, other, likeness)) }
            }
        }
        found.sort {
            ($1.likeness, $0.place, $0.other) < ($0.likeness, $1.place, $1.other)
        }
        var (places, others): (Set<Int>, Set<Int>) = ([], [])
        var pairs: [(place: Int, other: Int, likeness: Int)] = []
        for pair in found where !places.contains(pair.place) && !others.contains(pair.other) {
            places.insert(pair.place)
            others.insert(pair.other)
            pairs.append(pair)
        }
        func covered(_ tokens: [NameToken], _ place: ((Int, Int, Int)) -> Int) -> Int {
            let all = tokens.reduce(0) { $0 + $1.weight }
            let met = pairs.reduce(0) { $0 + tokens[place($1)].weight * $1.likeness }
            return all == 0 ? 0 : met / all
        }
        let ofGiven = covered(given.tokens) { $0.0 }
        let ofListed = covered(listed.tokens) { $0.1 }
        func weight(_ name: FoldedName) -> Int { name.tokens.reduce(0) { $0 + $1.weight } }
        let givenIsShorter =
            (given.tokens.count, weight(given)) <= (listed.tokens.count, weight(listed))
        let (short, long) = givenIsShorter ? (ofGiven, ofListed) : (ofListed, ofGiven)
        let tells = (givenIsShorter ? given : listed).tellingCount >= 2
        var score = tells ? (7 * short + 3 * long) / 10 : (3 * short + 7 * long) / 10
        if given.joined == listed.joined, given.joined.utf8.count >= 5 {
            score = max(score, Self.joinedLikeness)
        }
        self.score = score
        self.pairs = pairs.map {
            Pair(
                given: given.tokens[$0.place].text, listed: listed.tokens[$0.other].text,
                likeness: $0.likeness)
        }
    }

    /// How alike two words are: 0 where they have nothing to do with each other.
    static func ofWords(_ first: NameToken, _ second: NameToken) -> Int {
        if first.text == second.text { return 1000 }
        let (one, other) = (first.units, second.units)
        if one.count == 1 || other.count == 1 {
            return !first.isNumber && one.first == other.first ? initialLikeness : 0
        }
        // Short words and numbers are themselves or something else.
        guard min(one.count, other.count) > 2, max(one.count, other.count) > 3,
            !one.contains(where: isDigit), !other.contains(where: isDigit)
        else { return 0 }
        let likeness = jaroWinkler(one, other)
        return likeness >= leastWordLikeness ? likeness : 0
    }

    private static func isDigit(_ unit: UInt16) -> Bool { (48...57).contains(unit) }

    /// Jaro's likeness raised by a common beginning (Winkler 1990), in thousandths.
    static func jaroWinkler(_ one: [UInt16], _ other: [UInt16]) -> Int {
        guard !one.isEmpty, !other.isEmpty else { return 0 }
        let reach = max(0, max(one.count, other.count) / 2 - 1)
        var isTaken = [Bool](repeating: false, count: other.count)
        var common: [UInt16] = []
        for (place, unit) in one.enumerated() {
            let end = min(other.count - 1, place + reach)
            var at = max(0, place - reach)
            while at <= end {
                if !isTaken[at], other[at] == unit {
                    isTaken[at] = true
                    common.append(unit)
                    break
                }
                at += 1
            }
        }
        guard !common.isEmpty else { return 0 }
        var place = 0
        var swapped = 0
        for (at, unit) in other.enumerated() where isTaken[at] {
            if common[place] != unit { swapped += 1 }
            place += 1
        }
        let (m, a, b) = (common.count, one.count, other.count)
        let jaro = 1000 * (m * m * b + m * m * a + (m - swapped / 2) * a * b) / (3 * a * b * m)
        guard jaro >= 700 else { return jaro }
        var prefix = 0
        while prefix < min(4, a, b), one[prefix] == other[prefix] { prefix += 1 }
        return jaro + prefix * (1000 - jaro) / 10
    }
}
