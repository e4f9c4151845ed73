import FundCore
import Testing

@Suite("Money is whole pence, exactly")
struct MoneyTests {
    @Test(
        "a JSON number of pounds is read without a binary fraction",
        arguments: [
            ("0", 0), ("1", 100), ("17759.96", 1_775_996), ("0.1", 10), ("0.10", 10),
            ("1e3", 100_000), ("1.5E+2", 15_000), ("150e-2", 150), ("-3", -300),
            ("999999999.99", 99_999_999_999),
        ])
    func literals(text: String, pence: Int64) {
        #expect(Money(poundsLiteral: text)?.pence == pence)
    }

    @Test(
        "what is no whole number of pence is refused",
        arguments: [
            "", "1.", ".5", "1.005", "£1", "1,000", "1000000000", "1e-9223372036854775808", "1e21",
            "1e12", "12a", "--1", "1e",
            "1e99",
            "1 ", "NaN", "0x10",
        ])
    func refusedLiterals(text: String) {
        #expect(Money(poundsLiteral: text) == nil)
    }

    @Test(
        "amounts are read as people write them",
        arguments: [
            ("£30,000", 3_000_000), ("£30,000.50", 3_000_050), ("500", 50_000), ("£ 500", 50_000),
            ("1,234,567.89", 123_456_789),
        ])
    func written(text: String, pence: Int64) {
        #expect(Money(written: text)?.pence == pence)
    }

    @Test(
        "slips in written amounts are caught",
        arguments: ["£30,00", "1,2345", "1.234,56", "£-5", ",500", "5,", "1e3", "£"])
    func refusedWritten(text: String) {
        #expect(Money(written: text) == nil)
    }

    @Test("every amount is written so that it reads back the same")
    func roundTrip() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let money = Money(pence: Int64.random(in: 0...99_999_999_999, using: &random))
            #expect(Money(poundsLiteral: money.plainPounds) == money)
            #expect(Money(written: money.words) == money)
        }
        #expect(Money(pence: 5).plainPounds == "0.05")
        #expect(Money(pence: -123_456).words == "-£1,234.56")
        #expect(Money(pence: 100_000_000).words == "£1,000,000.00")
    }
}

@Suite("References catch slips of the finger")
struct ReferenceTests {
    @Test("a reference reads back as it was written, and as people type it")
    func typed() {
        let reference = Reference(prefix: "CF", year: 2026, number: 42)
        #expect(reference.description.hasPrefix("CF26-0042-"))
        let text = reference.description
        for variant in [text, text.lowercased(), text.replacing("-", with: ""), " \(text) "] {
            #expect(Reference(typed: variant)?.description == text)
        }
        let large = Reference(prefix: "CF", year: 2026, number: 100_000).description
        #expect(Reference(typed: large)?.description == large)
    }

    @Test("any one wrong character and any two neighbours swapped are caught")
    func slips() {
        for number in [1, 42, 907, 4116, 99_999] {
            let text = Reference(prefix: "CF", year: 2026, number: Int64(number)).description
            let characters = Array(text.filter { $0 != "-" })
            for place in 2..<(characters.count - 1) {
                for digit in "0123456789" where digit != characters[place] {
                    var wrong = characters
                    wrong[place] = digit
                    #expect(Reference(typed: String(wrong)) == nil)
                }
                if place + 1 < characters.count - 1, characters[place] != characters[place + 1] {
                    var swapped = characters
                    swapped.swapAt(place, place + 1)
                    #expect(Reference(typed: String(swapped)) == nil)
                }
            }
        }
    }

    @Test(
        "anything else is no reference",
        arguments: ["", "CF26", "CF26-0042", "٣٣", "CF26-0042-K'; --"])
    func junk(text: String) {
        #expect(Reference(typed: text) == nil)
    }
}
