import FundCore
import TestSupport
import Testing

@testable import Assessment

@Suite("Applications are dealt out evenly, by the seed, around every interest")
struct AssignmentTests {
    private struct Case {
        var members: [AssignmentDraw.Member]
        var claims: [AssignmentDraw.Claim]
    }

    private func make(
        _ dice: inout Seeded, members: Int, applications: Int, barredShare: Int, panels: Int = 1
    ) -> Case {
        let people = (1...members).map { number in
            AssignmentDraw.Member(
                id: PersonID(Int64(number)), kind: number % 3 == 0 ? .youngCommissioner : .resident,
                panel: "panel-\(number % panels)")
        }
        let claims = (1...applications).map { number in
            AssignmentDraw.Claim(
                application: ApplicationID(Int64(number)),
                reference: Reference(prefix: "CF", year: 2026, number: Int64(number)), panel: nil,
                scorers: [],
                barred: Set(
                    people.filter { _ in Int.random(in: 0..<100, using: &dice) < barredShare }
                        .map(\.id)))
        }
        return Case(members: people, claims: claims)
    }

    private func draw(
        _ made: Case, count: Int, mix: [MemberKind: Int] = [:], seed: UInt64 = 7, panels: Int = 1
    ) -> AssignmentDraw {
        AssignmentDraw(
            members: made.members, panels: (0..<panels).map { "panel-\($0)" }, count: count,
            mix: mix, seed: seed)
    }

    private func loads(_ made: Case, _ hands: [ApplicationID: AssignmentDraw.Hand]) -> [Int] {
        made.members.map { member in hands.values.count { $0.added.contains(member.id) } }
    }

    @Test("so many each, nobody with an interest, nobody twice, within one panel and the mix")
    func properties() {
        var dice = Seeded(1)
        var dealt = 0
        for round in 0..<400 {
            let panels = round % 3 == 0 ? 2 : 1
            let made = make(
                &dice, members: Int.random(in: 4...12, using: &dice) * panels,
                applications: Int.random(in: 1...40, using: &dice),
                barredShare: Int.random(in: 0...20, using: &dice), panels: panels)
            let count = Int.random(in: 1...3, using: &dice)
            let mix: [MemberKind: Int] = round % 2 == 0 ? [.youngCommissioner: 1] : [:]
            let (hands, lacks) = draw(made, count: count, mix: mix, panels: panels)
                .deal(made.claims)
            guard lacks.isEmpty else { continue }
            dealt += 1
            let byID = Dictionary(uniqueKeysWithValues: made.members.map { ($0.id, $0) })
            for claim in made.claims {
                let hand = hands[claim.application]
                let added = hand?.added ?? []
                #expect(added.count == count && Set(added).count == count)
                #expect(claim.barred.isDisjoint(with: added))
                #expect(added.allSatisfy { byID[$0]?.panel == hand?.panel })
                if !mix.isEmpty {
                    #expect(added.contains { byID[$0]?.kind == .youngCommissioner })
                }
            }
        }
        #expect(dealt > 250)
    }

    @Test("without interests nobody has two more than another")
    func even() {
        var dice = Seeded(2)
        for _ in 0..<100 {
            let made = make(
                &dice, members: Int.random(in: 3...15, using: &dice),
                applications: Int.random(in: 1...60, using: &dice), barredShare: 0)
            let (hands, lacks) = draw(made, count: 3).deal(made.claims)
            #expect(lacks.isEmpty)
            let loads = loads(made, hands)
            #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= 1)
        }
    }

    @Test("who is barred from nearly everything is made up for as far as can be")
    func chains() {
        // Member 1 may score application 1 alone, and has it; the rest share what is left.
        let members = (1...4).map {
            AssignmentDraw.Member(id: PersonID(Int64($0)), kind: .member, panel: "panel-0")
        }
        let claims = (1...6).map { number in
            AssignmentDraw.Claim(
                application: ApplicationID(Int64(number)),
                reference: Reference(prefix: "CF", year: 2026, number: Int64(number)), panel: nil,
                scorers: [], barred: number == 1 ? [] : [PersonID(1)])
        }
        let made = Case(members: members, claims: claims)
        let (hands, lacks) = draw(made, count: 2).deal(claims)
        #expect(lacks.isEmpty)
        #expect(loads(made, hands).sorted() == [1, 3, 4, 4])
    }

    @Test(
        "the same seed gives the same, in whatever order the applications stand; another does not")
    func seeds() {
        var dice = Seeded(3)
        let made = make(&dice, members: 8, applications: 30, barredShare: 10)
        func hands(_ claims: [AssignmentDraw.Claim], seed: UInt64) -> [ApplicationID: Set<PersonID>]
        {
            draw(made, count: 3, seed: seed).deal(claims).hands.mapValues { Set($0.added) }
        }
        let first = hands(made.claims, seed: 7)
        for _ in 0..<10 {
            #expect(hands(made.claims.shuffled(using: &dice), seed: 7) == first)
        }
        #expect(hands(made.claims, seed: 8) != first)
    }

    @Test("what cannot be is said of every application, and nothing is dealt")
    func lacking() {
        var dice = Seeded(4)
        var made = make(&dice, members: 3, applications: 3, barredShare: 0)
        made.claims[1] = AssignmentDraw.Claim(
            application: ApplicationID(2),
            reference: Reference(prefix: "CF", year: 2026, number: 2), panel: nil, scorers: [],
            barred: [PersonID(1)])
        made.claims[2] = AssignmentDraw.Claim(
            application: ApplicationID(3),
            reference: Reference(prefix: "CF", year: 2026, number: 3), panel: nil, scorers: [],
            barred: [PersonID(3)])
        let lacks = draw(made, count: 3, mix: [.youngCommissioner: 1]).deal(made.claims).lacks
        #expect(
            lacks.map(\.1) == [.members(free: 2), .kind(.youngCommissioner, free: 0, needed: 1)])
    }
}

@Suite("Interests show where they may be")
struct ConflictHintTests {
    private func hints(
        name: String = "Sam Example", email: String = "sam@example.com", postcode: String? = nil,
        employers: String? = nil, _ application: ApplicationTraits
    ) -> [ConflictHint] {
        ConflictHint.hints(
            MemberTraits(name: name, email: email, postcode: postcode, employers: employers),
            application)
    }

    private let choir = ApplicationTraits(
        organisation: "The Made Up Choir CIC", postcode: "s1 2hh", emails: ["hello@choir.example"],
        people: ["Alex Made-Name"])

    @Test("by domain, postcode, surname and earlier employer; nothing by what everybody shares")
    func all() {
        #expect(hints(email: "x@CHOIR.example", choir) == [.sameDomain])
        #expect(hints(postcode: "S12HH", choir) == [.samePostcode])
        #expect(hints(name: "Kim made-name", choir) == [.sameSurname])
        #expect(hints(employers: "Somewhere Else, Made Up Choir", choir) == [.formerEmployer])
        #expect(hints(choir).isEmpty)
        #expect(hints(name: "Alex", employers: "The Trust, CIC", choir).isEmpty)
        let open = ApplicationTraits(
            organisation: "Elm Road", postcode: nil, emails: ["elm@gmail.com"], people: [])
        #expect(hints(email: "sam@gmail.com", open).isEmpty)
    }
}
