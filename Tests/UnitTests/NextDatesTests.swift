import FundCore
import Rounds
import Testing

@Suite("The dates of the next round")
struct NextDatesTests {
    private func time(_ text: String) throws -> LocalDateTime {
        try #require(LocalDateTime(text))
    }

    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    private func timetable(
        _ opens: String, _ closes: String, _ days: [String]
    ) throws -> Timetable {
        Timetable(
            opens: try time(opens), closes: try time(closes), checksDone: try day(days[0]),
            panelMeets: try day(days[1]), decision: try day(days[2]), lettersSent: try day(days[3]))
    }

    @Test("each is a year later, past weekends and bank holidays, in the order they had")
    func year() throws {
        let before = try timetable(
            "2026-12-24T09:00", "2026-12-25T08:00",
            ["2026-12-26", "2027-02-28", "2027-03-01", "2027-03-01"])
        let holidays = BankHolidays([2027: [try day("2027-12-27"), try day("2027-12-28")]])
        let (next, unknown) = before.next(
            after: try day("2027-06-01"), opens: nil, holidays)
        // 25 and 26 December 2027 are a weekend, and the two days after them are holidays.
        let expected = try timetable(
            "2027-12-24T09:00", "2027-12-29T08:00",
            ["2027-12-29", "2028-02-28", "2028-03-01", "2028-03-01"])
        #expect(next == expected)
        #expect(unknown == [2028])
        // What lies behind by then goes as many years on as it takes.
        let late = before.next(after: try day("2030-01-01"), opens: nil, holidays).timetable
        #expect("\(late.opens)" == "2030-12-24T09:00")
        #expect(late.closes > late.opens && late.checksDone >= late.closes.date)
    }

    @Test("an opening of one's own moves the rest along, and 29 February has a day in every year")
    func own() throws {
        let before = try timetable(
            "2028-02-29T09:00", "2028-03-31T12:00",
            ["2028-04-07", "2028-04-14", "2028-04-21", "2028-04-26"])
        let leap = before.next(after: try day("2028-05-01"), opens: nil, BankHolidays([:]))
        #expect("\(leap.timetable.opens)" == "2029-02-28T09:00")
        let wanted = try time("2028-09-04T10:30")
        let next = before.next(
            after: try day("2028-05-01"), opens: wanted, BankHolidays([:])
        ).timetable
        #expect(next.opens == wanted)
        let shift = wanted.date.daysSince1970 - before.opens.date.daysSince1970
        #expect(next.lettersSent >= before.lettersSent.adding(days: shift))
        #expect(!next.lettersSent.isWeekend && !next.closes.date.isWeekend)
        // Both would lie on one Monday, the end before the beginning.
        let short = try timetable(
            "2026-06-05T17:00", "2026-06-06T09:00",
            ["2026-06-08", "2026-06-08", "2026-06-08", "2026-06-08"])
        let after = short.next(
            after: try day("2026-06-10"), opens: nil, BankHolidays([:])
        ).timetable
        #expect("\(after.opens)" == "2027-06-07T17:00")
        #expect("\(after.closes)" == "2027-06-08T09:00")
    }
}
