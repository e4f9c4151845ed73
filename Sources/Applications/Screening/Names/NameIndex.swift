/// Many names, in which those like another are found without looking at all of them: by their words,
/// and each word among those that begin with the same sound. A word that begins with another sound is
/// not found by itself.
struct NameIndex {
    private let names: [FoldedName]
    private var words: [NameToken] = []
    /// The names that each word stands in.
    private var places: [[Int]] = []
    private var wordsBySound: [UInt16: [Int]] = [:]
    private var namesJoined: [String: [Int]] = [:]
    /// The listed words like a given one: the same words are asked for again and again.
    private var known: [String: [Int]] = [:]

    init(_ names: [FoldedName]) {
        self.names = names
        var numbers: [String: Int] = [:]
        for (place, name) in names.enumerated() {
            namesJoined[name.joined, default: []].append(place)
            for token in Set(name.tokens) {
                let number: Int
                if let known = numbers[token.text] {
                    number = known
                } else {
                    number = words.count
                    numbers[token.text] = number
                    words.append(token)
                    places.append([])
                    wordsBySound[Self.sound(token.units), default: []].append(number)
                }
                places[number].append(place)
            }
        }
    }

    /// The names that are like `name` by at least `threshold`, in the order they were given.
    mutating func names(
        like name: FoldedName, from threshold: Int
    ) -> [(place: Int, likeness: NameLikeness)] {
        var counts: [Int: Int] = [:]
        for token in Set(name.tokens) where token.units.count > 1 {
            var met: Set<Int> = []
            for number in words(like: token) { met.formUnion(places[number]) }
            for place in met { counts[place, default: 0] += 1 }
        }
        for place in namesJoined[name.joined] ?? [] { counts[place] = .max }
        let telling = name.tellingCount
        var found: [(place: Int, likeness: NameLikeness)] = []
        for (place, count) in counts
        where count > 1 || min(telling, names[place].tellingCount) < 2 {
            let likeness = NameLikeness(name, names[place])
            if likeness.score >= threshold { found.append((place, likeness)) }
        }
        return found.sorted { $0.place < $1.place }
    }

    private mutating func words(like token: NameToken) -> [Int] {
        if let found = known[token.text] { return found }
        let length = token.units.count
        let found = (wordsBySound[Self.sound(token.units)] ?? []).filter { number in
            let other = words[number].units.count
            // Words of very different lengths cannot be alike enough.
            return 2 * min(length, other) >= max(length, other)
                && NameLikeness.ofWords(token, words[number]) > 0
        }
        known[token.text] = found
        return found
    }

    /// What a word begins with, as it sounds: Usama and Osama, Qasim and Kasim.
    static func sound(_ units: [UInt16]) -> UInt16 {
        guard let first = units.first, first < 128 else { return units.first ?? 0 }
        let second = units.count > 1 ? units[1] : 0
        let letter = Character(Unicode.Scalar(UInt8(first)))
        switch letter {
        case "a", "e", "i", "o", "u", "y": return UInt16(UInt8(ascii: "a"))
        case "c", "k", "q", "x", "g", "j", "h": return UInt16(UInt8(ascii: "k"))
        case "s", "z": return UInt16(UInt8(ascii: "s"))
        case "f", "v", "w": return UInt16(UInt8(ascii: "f"))
        case "p" where second == UInt16(UInt8(ascii: "h")): return UInt16(UInt8(ascii: "f"))
        case "b", "p": return UInt16(UInt8(ascii: "b"))
        case "d", "t": return UInt16(UInt8(ascii: "t"))
        case "m", "n": return UInt16(UInt8(ascii: "m"))
        default: return first
        }
    }
}
