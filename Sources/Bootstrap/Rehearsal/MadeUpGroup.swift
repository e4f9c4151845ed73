import Forms
import FundCore
import Rounds

/// A group that nobody knows, with an application to a round: what a rehearsal is played with.
struct MadeUpGroup {
    private static let names = [
        "Lantern Walkers", "Allotment Kitchen", "Saturday Samba", "Story Bench", "Two Rivers Choir",
        "Neighbours' Repair Table", "Kite Club", "Shared Sundays", "Wheel and Spoke",
        "The Open Hall",
    ]
    private static let projects = [
        "Walks with lamps in winter", "Cooking from eight kitchens", "A band that anybody can join",
        "Tales told on benches", "Singing across the river", "Mending together",
        "Kites on the hill",
        "Lunches for the whole street", "Bicycles for everybody", "Evenings in the hall",
    ]
    private static let sentences = [
        "We asked people at the market, at two schools and at the surgery what they miss most.",
        "They said that they know nobody from the other side of the road.",
        "We meet once a week, and who comes decides with us what happens next.",
        "Food is shared, there is a ramp, and nobody has to pay.",
        "We ask the same two questions at the start and at the end.",
    ]

    static let count = names.count

    private let number: Int
    private let round: Round
    private let form: Form
    private let priorities: [String]
    private let postcode: String

    /// - Parameters:
    ///   - number: from 0.
    ///   - priorities: the keys of the fund's priorities.
    ///   - areas: the postcode areas that the fund serves.
    init(_ number: Int, in round: Round, _ form: Form, priorities: [String], areas: [String]) {
        self.number = number
        self.round = round
        self.form = form
        self.priorities = priorities
        // A district that ends in a digit already is whole; of an area the first district.
        let area = areas.first ?? "S"
        postcode = "\(area.last?.isNumber == true ? area : area + "1") 2HH"
    }

    var name: String { "\(Self.names[number % Self.names.count]) (made up)" }

    /// An application that fits the round's form, as a program would send it.
    var application: JSONValue {
        var answers: [String: JSONValue] = [:]
        for question in form.questions where question.isAsked(answers) {
            if let answer = answer(to: question, answers) { answers[question.key] = answer }
        }
        /// What the standard fields were given, under the names that programs use.
        func filled(_ fields: [(String, StandardField)]) -> [(key: String, value: JSONValue)] {
            var members: [(key: String, value: JSONValue)] = []
            for (name, field) in fields {
                guard let question = form.questions.first(where: { $0.fills == field }),
                    let answer = answers[question.key]
                else { continue }
                members.append((name, answer))
            }
            return members
        }
        var own: [(key: String, value: JSONValue)] = []
        for question in form.questions where question.fills == nil {
            if let answer = answers[question.key] { own.append((question.key, answer)) }
        }
        let organisation = filled([
            ("name", .organisationName), ("registrationNumber", .registrationNumber),
            ("postcode", .postcode),
        ])
        let contact = filled([
            ("name", .contactName), ("email", .contactEmail), ("address", .contactAddress),
        ])
        var members: [(key: String, value: JSONValue)] = [
            ("organisation", .object(organisation)), ("contact", .object(contact)),
        ]
        members += filled([
            ("title", .title), ("summary", .summary), ("amountPence", .amountPence),
            ("minimumPence", .minimumPence), ("priorities", .priorities),
        ])
        members.append(("answers", .object(own)))
        return .object(members)
    }

    private func answer(to question: Question, _ answers: [String: JSONValue]) -> JSONValue? {
        switch question.fills {
        case .organisationName: .string(name)
        case .contactName: .string("Made-up Contact \(number + 1)")
        case .contactEmail: .string("group\(number + 1)@example.org")
        case .contactAddress: .string("\(number + 1) Made-up Street\nExample\n\(postcode)")
        case .postcode: .string(postcode)
        case .title: .string(Self.projects[number % Self.projects.count])
        case .summary: .string(text(question, 2))
        case .amountPence: .int(amount)
        case .priorities: .array(priorities.isEmpty ? [] : [.string(priorities[turn(priorities)])])
        case .minimumPence: nil
        case .registrationNumber where !question.required: nil
        default: answer(toOwn: question, answers)
        }
    }

    private func answer(
        toOwn question: Question, _ answers: [String: JSONValue]
    ) -> JSONValue? {
        switch question.type {
        case .text: .string(String("As our members said".prefix(question.maximumCharacters)))
        case .longText: .string(text(question, 3))
        case .number: .int(min(max(question.minimum ?? 1, Int64(20 + 7 * number)), most(question)))
        case .money: .int(min(max(question.minimum ?? 0, amount / 2), most(question)))
        case .date: .string("\(day(question, answers))")
        case .choice, .ward:
            question.options.isEmpty
                ? nil : .string(question.options[turn(question.options)].key)
        case .choices:
            question.options.isEmpty
                ? nil : .array([.string(question.options[turn(question.options)].key)])
        case .postcode: .string(postcode)
        case .email: .string("group\(number + 1)@example.org")
        // A number that is set aside for stories and films.
        case .phone: .string("01632 960\(100 + number)")
        case .organisationNumber: .string("\(1_000_001 + number)")
        case .declaration: .bool(true)
        case .budget: budget(question)
        case .file, .spend: nil
        }
    }

    /// One line, which comes to what is asked for.
    private func budget(_ question: Question) -> JSONValue {
        var line: [(key: String, value: JSONValue)] = [("what", .string("Rooms and food"))]
        if let kind = question.options.first { line.append(("kind", .string(kind.key))) }
        line.append(("amountPence", .int(amount)))
        return .array([.object(line)])
    }

    private func turn(_ list: [some Any]) -> Int { number % max(1, list.count) }

    private func most(_ question: Question) -> Int64 { question.maximum ?? .max }

    private func text(_ question: Question, _ count: Int) -> String {
        let said = (0..<count).map { Self.sentences[(number + $0) % Self.sentences.count] }
            .joined(separator: " ")
        return String(said.prefix(question.maximumCharacters)).trimmed
    }

    /// From the least to the most that may be asked for, in whole pounds.
    private var amount: Int64 {
        let range = round.plan.requests
        let (least, most) = (range.lowerBound.pence, range.upperBound.pence)
        let asked = least + (most - least) * Int64(number % 5 + 1) / 6
        return min(max(asked / 100 * 100, least), most)
    }

    /// A day after the letters, within what the question takes.
    private func day(_ question: Question, _ answers: [String: JSONValue]) -> LocalDate {
        var day = round.plan.timetable.lettersSent.adding(days: 30)
        if let first = question.notBefore.flatMap({ answers[$0]?.string }).flatMap({ LocalDate($0) }
        ) {
            day = max(day, first.adding(days: 60))
        }
        if let least = question.earliest.flatMap({ LocalDate($0) }) { day = max(day, least) }
        if let most = question.latest.flatMap({ LocalDate($0) }) { day = min(day, most) }
        return day
    }
}
