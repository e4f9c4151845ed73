import FundCore
import TestSupport
import Testing

@testable import Applications

@Suite("Names are compared as people mean them")
struct NameTests {
    private func score(_ one: String, _ other: String, _ kind: FoldedName.Kind) -> Int {
        NameLikeness(FoldedName(one, as: kind), FoldedName(other, as: kind)).score
    }

    @Test(
        "spellings, order, titles, marks and scripts of one person's name",
        arguments: [
            ("Mohammed Al-Zarif", "Muhammad el Zarif"), ("Zarif, Mohamed", "Mohammed Zarif"),
            ("Dr Amina Exampli", "Amina EXAMPLI"), ("Abdul Rahman Madeup", "Abd al-Rahman Madeup"),
            ("Abdulrahman Madeup", "Abdel Rahman Madeup"), ("Zoë Fictívá", "Zoe Fictiva"),
            ("Øyvind Påfunn", "Oyvind Pafunn"), ("Łukasz Zmyślony", "Lukasz Zmyslony"),
            ("Иван Выдуманный", "Ivan Vydumannyy"), ("Jon Smythe", "John Smith"),
            ("Sam O'Example", "Sam OExample"), ("Ibn Yusuf Sample", "Ibn Youssef Sample"),
            ("Omar bin Khalid Sample", "Umar Khaled Sample"), ("Ａｎｎ Example", "Ann Example"),
            ("John Fictional", "John Michael Fictional"), ("J. Fictional", "John Fictional"),
            ("Æthel Straße", "Aethel Strasse"), ("Usama Pretend", "Osama Pretend"),
            ("Maryann Pretend", "Mary Ann Pretend"),
        ])
    func samePerson(_ pair: (String, String)) {
        #expect(score(pair.0, pair.1, .person) >= 700, "\(pair)")
        #expect(score(pair.1, pair.0, .person) == score(pair.0, pair.1, .person))
    }

    @Test(
        "people who share no more than a word",
        arguments: [
            ("Mohammed Example", "Mohammed Sample"), ("Ann Example", "Bo Example"),
            ("Amina Khan", "Khan"), ("Sam Example", "Samuel Ordinary"), ("Ali", "Ali Reza Pretend"),
            ("Grace Madeup", "Grant Maker"), ("Ben Fictional", "Bea Fictitious"),
        ])
    func otherPeople(_ pair: (String, String)) {
        #expect(score(pair.0, pair.1, .person) < 700, "\(pair)")
    }

    @Test(
        "one organisation with and without its legal form, in another order, abbreviated",
        arguments: [
            ("Brambleford Kitchen Ltd", "BRAMBLEFORD KITCHEN LIMITED"),
            ("The Friends of Brambleford", "Brambleford Friends"),
            ("Brambleford Community Interest Company", "Brambleford CIC"),
            ("A.B.C. Front", "ABC Front"), ("Global Pretend Relief", "Global Pretend Relief Trust"),
            ("Brambleford & Son", "Brambleford and Son"), ("Al-Pretendiya", "Alpretendiya"),
        ])
    func sameOrganisation(_ pair: (String, String)) {
        #expect(score(pair.0, pair.1, .organisation) >= 700, "\(pair)")
    }

    @Test(
        "organisations that share only what many are called",
        arguments: [
            ("Hillside Youth Community Centre", "Brightwater Youth Community Centre"),
            ("Sunrise Community Association", "Moonset Community Association"),
            ("Elm Road Lunch Club", "Oak Road Supper Club"), ("ABC Front", "ABD Front"),
            ("ZZF", "ZZF Youth Football Team Brambleford"),
        ])
    func otherOrganisations(_ pair: (String, String)) {
        #expect(score(pair.0, pair.1, .organisation) < 700, "\(pair)")
    }

    @Test("likeness of words is Jaro's and Winkler's, in thousandths, without a fraction")
    func words() {
        func likeness(_ one: String, _ other: String) -> Int {
            NameLikeness.jaroWinkler(Array(one.utf16), Array(other.utf16))
        }
        #expect((960...961).contains(likeness("martha", "marhta")))
        #expect(likeness("dwayne", "duane") == 839 || likeness("dwayne", "duane") == 840)
        #expect(likeness("dixon", "dicksonx") == 812 || likeness("dixon", "dicksonx") == 813)
        #expect(likeness("abc", "xyz") == 0 && likeness("", "a") == 0)
    }

    @Test("the index finds what comparing with every name finds, but for what begins otherwise")
    func index() {
        var generator = Seeded(42)
        let syllables = [
            "ka", "ro", "mi", "sal", "ten", "bur", "dor", "li", "va", "hem", "na", "ul",
        ]
        func word() -> String {
            (0..<Int.random(in: 2...3, using: &generator)).map { _ in
                syllables.randomElement(using: &generator) ?? "a"
            }.joined()
        }
        let names = (0..<800).map { _ in
            FoldedName(
                (0..<Int.random(in: 1...4, using: &generator)).map { _ in word() }.joined(
                    separator: " "), as: .person)
        }
        var index = NameIndex(names)
        var count = 0
        for name in names.prefix(200) {
            let found = Set(index.names(like: name, from: 700).map(\.place))
            let all = names.indices.filter { NameLikeness(name, names[$0]).score >= 700 }
            for place in all {
                let isHeard = NameLikeness(name, names[place]).pairs.allSatisfy {
                    NameIndex.sound(Array($0.given.utf16))
                        == NameIndex.sound(Array($0.listed.utf16))
                }
                guard isHeard else { continue }
                count += 1
                #expect(found.contains(place), "\(name.joined) \(names[place].joined)")
            }
            #expect(found.isSubset(of: all))
        }
        #expect(count > 200)
    }

    @Test("days of which not all is known, and what may be the same")
    func dates() throws {
        let full = try #require(PartialDate("14/02/1975"))
        let yearOnly = try #require(PartialDate("dd/mm/1975"))
        let zeros = try #require(PartialDate("00/00/1975"))
        let other = try #require(PartialDate("1975-03-14"))
        let next = try #require(PartialDate("00/00/1976"))
        #expect(full.mayBe(yearOnly) && zeros.mayBe(full) && zeros == yearOnly)
        #expect(!full.mayBe(other) && full.mayBe(next))
        #expect(PartialDate("unknown") == nil && PartialDate("") == nil)
        #expect(try !full.mayBe(#require(PartialDate("14/02/1985"))))
    }

    @Test("names as laws write them are taken apart")
    func aliases() {
        #expect(
            Aliases.names(
                in: "Made Up Front (MUF) (including the Sample Cell (SC), and Paper Brigade)",
                partedByCommas: false) == [
                    "Made Up Front", "MUF", "the Sample Cell", "Paper Brigade", "SC",
                ])
        #expect(
            Aliases.names(in: "One; Two | Three, also known as “Four”", partedByCommas: true) == [
                "One", "Two", "Three", "Four",
            ])
        #expect(Aliases.names(in: "Salt, Light and Pepper", partedByCommas: false).count == 1)
        #expect(Aliases.names(in: "Open (never closed", partedByCommas: false).first == "Open")
    }
}
