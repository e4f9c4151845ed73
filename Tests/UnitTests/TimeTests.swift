import FundCore
import Testing

@Suite("Time is kept in UTC and read on London's clocks")
struct TimeTests {
    @Test(
        "a local time is the right moment, in winter, in summer and at both changes",
        arguments: [
            ("2026-12-31T12:00", "2026-12-31T12:00:00.000Z"),
            ("2026-07-01T12:00", "2026-07-01T11:00:00.000Z"),
            // 29 March 2026: clocks go from 01:00 to 02:00.
            ("2026-03-29T00:59", "2026-03-29T00:59:00.000Z"),
            ("2026-03-29T02:00", "2026-03-29T01:00:00.000Z"),
            // The hour that does not come: as far after the change.
            ("2026-03-29T01:30", "2026-03-29T01:30:00.000Z"),
            // 25 October 2026: clocks go from 02:00 back to 01:00; the later one is meant.
            ("2026-10-25T00:30", "2026-10-24T23:30:00.000Z"),
            ("2026-10-25T01:30", "2026-10-25T01:30:00.000Z"),
            ("2026-10-25T02:00", "2026-10-25T02:00:00.000Z"),
        ])
    func instants(local: String, utc: String) throws {
        let time = try #require(LocalDateTime(local))
        #expect(time.instant.iso8601 == utc)
        #expect(Instant(iso8601: utc) == time.instant)
        #expect(Instant(iso8601: "\(local):00") == nil)
    }

    @Test("a moment is read in the form that it is written in, and in no other")
    func moments() throws {
        for milliseconds: Int64 in [0, 999, 1_795_721_801_143, -1] {
            let instant = Instant(milliseconds: milliseconds)
            #expect(Instant(iso8601: instant.iso8601) == instant)
        }
        for wrong in [
            "", "2026-11-24", "2026-11-24T09:30:00Z", "2026-11-24T09:30:60.000Z",
            "2026-11-24 09:30:00.000Z", "2026-11-31T09:30:00.000Z", "2026-11-24T09:30:00.000+",
        ] { #expect(Instant(iso8601: wrong) == nil, "\(wrong)") }
    }

    @Test("what London's clocks show goes there and back, every hour of three years")
    func roundTrip() throws {
        let start = try #require(LocalDateTime("2025-12-31T00:00")).instant
        for hour in 0..<(3 * 365 * 24) {
            let instant = start.adding(seconds: Int64(hour) * 3600)
            let shown = LocalDateTime(instant)
            let back = shown.instant
            // In October two hours show the same; the later one comes back.
            #expect(back == instant || back == instant.adding(seconds: 3600))
            #expect(LocalDateTime(back) == shown)
        }
    }

    @Test("days count over leap years and centuries")
    func days() throws {
        for text in [
            "1970-01-01", "2000-02-29", "2024-02-29", "2026-12-31", "2100-03-01", "1899-12-31",
        ] {
            let date = try #require(LocalDate(text))
            #expect(LocalDate(daysSince1970: date.daysSince1970) == date)
            #expect("\(date)" == text)
        }
        #expect(try #require(LocalDate("2026-02-28")).adding(days: 1).description == "2026-03-01")
    }

    @Test(
        "dates that no calendar has are refused",
        arguments: [
            "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-04-31",
            "2026-01-01T00:00",
        ])
    func impossible(text: String) {
        #expect(LocalDate(text) == nil)
    }
}
