import Foundation
import FundCore
import TestSupport
import Testing
import Workflows

@testable import Bootstrap

@Suite("Working days are counted, never guessed")
struct WorkingDaysTests {
    private static func shipped() throws -> BankHolidays {
        let folder = Repository.root.appendingPathComponent("Config").path
        let settings = try Settings(
            database: "\(folder)/none.sqlite", configuration: folder, environment: [:])
        return try Services.configuration(settings).bankHolidays
    }

    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    @Test(
        "a decision takes effect on the day after its last working day",
        arguments: [
            // Sheffield, 2018: a Monday; five working days with the day of publication.
            ("2018-10-08", 5, true, "2018-10-13"),
            ("2018-10-08", 5, false, "2018-10-16"),
            // A Saturday and a Sunday are no first day, whatever is counted.
            ("2018-10-06", 5, true, "2018-10-13"), ("2018-10-06", 5, false, "2018-10-13"),
            ("2018-10-07", 1, true, "2018-10-09"), ("2018-10-05", 1, true, "2018-10-06"),
            ("2018-10-05", 1, false, "2018-10-09"),
            // Easter 2027: Good Friday 26 and Monday 29 March.
            ("2027-03-24", 5, true, "2027-04-02"), ("2027-03-26", 5, true, "2027-04-06"),
            // Christmas 2027 falls on a weekend, so 27 and 28 December stand in; then the new year.
            ("2027-12-23", 5, true, "2028-01-01"), ("2027-12-24", 5, false, "2028-01-06"),
            // Christmas 2026 is a Friday, and Monday 28 stands in for Boxing Day.
            ("2026-12-24", 2, true, "2026-12-30"),
            // The four days of June 2022.
            ("2022-06-01", 3, true, "2022-06-08"),
            ("2023-05-05", 2, true, "2023-05-10"),
        ])
    func effect(published: String, number: Int, counted: Bool, effective: String) throws {
        let period = CallInPeriod(workingDays: number, countsPublicationDay: counted)
        let found = try period.effectiveDate(publishedOn: day(published), Self.shipped())
        #expect("\(found)" == effective)
    }

    @Test("a year that is not in the file is refused, and what would be right is said")
    func unknown() throws {
        let holidays = try Self.shipped()
        for (published, year) in [
            ("2028-12-28", "2029"), ("2017-12-20", "2017"), ("2031-05-05", "2031"),
        ] {
            let report = problem {
                _ = try CallInPeriod.standard.effectiveDate(publishedOn: day(published), holidays)
            }
            #expect(report?.code == "bank-holidays-unknown", "\(published)")
            #expect(report?.arguments["year"] == year)
            #expect(report?.arguments["years"]?.hasPrefix("2018, 2019") == true)
        }
        // The last working days of the last year need no other.
        #expect(
            try CallInPeriod.standard.effectiveDate(publishedOn: day("2028-12-20"), holidays)
                == day("2028-12-29"))
    }

    @Test("each year has the eight holidays of England and Wales, and those that were added")
    func file() throws {
        let holidays = try Self.shipped()
        #expect(holidays.years == Array(2018...2028))
        for year in holidays.years {
            let first = try #require(LocalDate(year: year, month: 1, day: 1))
            let count = try (0..<366).map { first.adding(days: $0) }
                .filter { try $0.year == year && !$0.isWeekend && !holidays.isWorkingDay($0) }
                .count
            #expect(count == [2022: 10, 2023: 9][year] ?? 8, "\(year)")
        }
    }

    @Test("whatever the day and the number: counted one by one it comes to the same")
    func property() throws {
        let holidays = try Self.shipped()
        var random = Seeded(20_181_008)
        let start = try day("2018-01-01").daysSince1970
        let length = try day("2028-06-30").daysSince1970 - start
        for _ in 0..<2000 {
            let from = LocalDate(
                daysSince1970: start + Int64.random(in: 0...length, using: &random))
            let number = Int.random(in: 1...30, using: &random)
            let counted = Bool.random(using: &random)
            let last = try holidays.workingDay(number, from: from, countsStart: counted)
            let effective = try CallInPeriod(workingDays: number, countsPublicationDay: counted)
                .effectiveDate(publishedOn: from, holidays)
            let first = counted ? from : from.adding(days: 1)
            let between = try (first.daysSince1970...last.daysSince1970).filter {
                try holidays.isWorkingDay(LocalDate(daysSince1970: $0))
            }
            #expect(try holidays.isWorkingDay(last))
            #expect(between.count == number, "\(from) \(number) \(counted)")
            #expect(effective == last.adding(days: 1) && effective > from)
            // Counting on from there is the same as counting further.
            let further = try holidays.workingDay(number + 1, from: from, countsStart: counted)
            #expect(try holidays.workingDay(1, from: last, countsStart: false) == further)
            // Not counting the day of publication never makes it earlier.
            #expect(
                try holidays.workingDay(number, from: from, countsStart: false)
                    >= holidays.workingDay(number, from: from, countsStart: true))
        }
    }

    @Test("weekends come every seven days, before 1970 too")
    func weekends() throws {
        for (text, isWeekend) in [
            ("2018-10-05", false), ("2018-10-06", true), ("2018-10-07", true),
            ("2018-10-08", false), ("1969-12-27", true), ("1969-12-29", false),
        ] { #expect(try day(text).isWeekend == isWeekend, "\(text)") }
    }

    @Test(
        "each slip in the file and in a round's period is named with its line",
        arguments: [
            ("bank-holidays.yaml", "- 2018-03-30", "- 2018-03-31", "on-weekend"),
            ("bank-holidays.yaml", "- 2018-03-30", "- 2019-03-29", "other-year"),
            ("bank-holidays.yaml", "- 2018-03-30", "- 2018-02-30", "not-date"),
            ("bank-holidays.yaml", "- 2018-03-30", "- 2018-01-01", "twice"),
            ("bank-holidays.yaml", "  2018:", "  soon:", "not-year"),
            ("rounds.yaml", "workingDays: 5", "workingDays: 0", "out-of-range"),
            ("rounds.yaml", "workingDays: 5", "workDays: 5", "unknown-key-of"),
            (
                "rounds.yaml", "countPublicationDay: true", "countPublicationDay: x",
                "not-true-false"
            ),
            ("rounds.yaml", "    callIn:                    #", "    callInn:   #", "missing"),
        ])
    func slips(file: String, old: String, new: String, code: String) throws {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(
            to: folder.path, edits: [("Config/\(file)", old, new)])
        let settings = try Settings(
            database: "\(folder.path)/x.sqlite", configuration: "\(folder.path)/Config",
            environment: [:])
        let found = problem { _ = try Services.configuration(settings) }?.fields ?? []
        #expect(
            found.contains { $0.code == code && $0.place.hasPrefix("\(file):") }, "\(found)")
    }
}
