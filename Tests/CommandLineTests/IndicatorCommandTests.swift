import FundCore
import TestSupport
import Testing

@Suite("Indicators at the command line")
struct IndicatorCommandTests {
    @Test("import, list and show in every format; what is shown as csv goes in again")
    func commands() throws {
        let fund = try CommandLineFund()
        let path = try fund.folder.write(
            "figures.csv", "ward,period,value\nmillbrook,2025,61.5\nall,2025,60\n")
        let line = "indicator import \(path) --indicator belonging"
        #expect(try fund.run(line).status == 1)
        #expect(try fund.run(line, as: "finance").status == 1)
        let first = try fund.good("\(line) --format json", as: "officer")
        let taken = try JSONReader.read(Array(first.output.utf8))
        #expect(taken["added"]?.int == 2 && taken["import"]?.int == 1)
        let again = try fund.good("\(line) --format json", as: "officer")
        #expect(again.output.contains("\"import\":null"))
        #expect(again.errors.contains("Nothing was changed"))
        let csv = try fund.good("indicator show belonging --format csv").output
        #expect(csv == "ward,period,value\r\nall,2025,60\r\nmillbrook,2025,61.5\r\n")
        let back = try fund.good(
            "indicator import - --indicator belonging", as: "officer", input: csv)
        #expect(back.errors.contains("Nothing was changed"))
        let corrected = try fund.good(
            "indicator import - --indicator belonging", as: "officer",
            input: "ward,period,value\nall,2025,59\n")
        #expect(corrected.errors.contains("1 differ"))
        let table = try fund.good("indicator show belonging").output
        #expect(table.contains("Figure") && table.contains("61.5"))
        let json = try JSONReader.read(
            Array(try fund.good("indicator show belonging --format json").output.utf8))
        #expect(json["values"]?.array?.count == 2 && json["replaced"]?.array?.count == 1)
        #expect(json["imports"]?.array?.first?["importedBy"]?.string == "officer@example.org")
        let list = try fund.good("indicator list --format csv").output
        #expect(list.split(whereSeparator: \.isNewline).count == 13)
        #expect(
            list.contains("belonging,Belonging to the neighbourhood,percent,higher,yearly,2025"))
        #expect(try fund.run("indicator show fame").status == 2)
        try fund.good("audit verify")
    }

    @Test("a file that is wrong exits 65 with every line; one that is not there exits 74")
    func wrong() throws {
        let fund = try CommandLineFund()
        let wrong = try fund.run(
            "indicator import - --indicator belonging", as: "officer",
            input: "ward,period,value\natlantis,2025,61\nmillbrook,1,x\n")
        #expect(wrong.status == 65 && wrong.output.isEmpty)
        for words in ["line 2: ward: ", "line 3: period: ", "line 3: value: "] {
            #expect(wrong.errors.contains(words), "\(words)")
        }
        let missing = try fund.run(
            "indicator import /nowhere/x.csv --indicator belonging", as: "officer")
        #expect(missing.status == 74)
        let large = try fund.run(
            "indicator import - --indicator belonging", as: "officer",
            input: String(repeating: "x", count: 1_100_000))
        #expect(large.status == 65 && large.errors.contains("1 MB"))
    }

    @Test("the files that define indicators are checked with the others, by line")
    func configuration() throws {
        let fund = try CommandLineFund()
        let path = "\(fund.folder.path)/Config/indicators.yaml"
        try fund.folder.write(
            "Config/indicators.yaml",
            """
            indicators:
              - key: one
                name: One
                definition: One
                unit: miles
                better: higher
                source: Somebody
                geography: ward
                frequency: monthly
                baseline: {period: 2024, value: 5}
              - key: one
                name: Two
                definition: Two
                unit: percent
                better: up
                geography: ward
                frequency: yearly
                target: {period: 2024, value: 105}
                groups: [a]
            """)
        let outcome = try fund.run("config check")
        #expect(outcome.status == 78, "\(path)")
        for words in [
            "indicators.yaml:5 ", "indicators.yaml:10 ", "indicators.yaml:11 ",
            "indicators.yaml:15 ", "indicators[2].source", "indicators.yaml:18 ",
            "indicators.yaml:19 ", "is not a month like 2026-03",
        ] { #expect(outcome.errors.contains(words), "\(words): \(outcome.errors)") }
    }
}
