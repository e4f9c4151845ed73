import FundCore
import TestSupport
import Testing

@testable import Applications

@Suite("Files of lists are read as they are, and refused with everything that is wrong")
struct ListReaderTests {
    private func read(
        _ list: ScreeningList, _ bytes: [UInt8], reportedOn: LocalDate? = nil, piece: Int = 7
    ) throws -> (file: ListFile, rows: [ListedRow]) {
        // Cut anywhere, it is the same file.
        let source = ByteSource(name: "list") {
            var rest = bytes[...]
            return {
                defer { rest = rest.dropFirst(piece) }
                return Array(rest.prefix(piece))
            }
        }
        var rows: [ListedRow] = []
        let file = try ListReader(list: list, reportedOn: reportedOn).read(source) {
            rows.append($0)
        }
        return (file, rows)
    }

    private func read(
        _ list: ScreeningList, _ text: String, reportedOn: LocalDate? = nil
    ) throws -> (file: ListFile, rows: [ListedRow]) {
        try read(list, Array(text.utf8), reportedOn: reportedOn)
    }

    private func refusal(
        _ list: ScreeningList, _ text: String, reportedOn: LocalDate? = nil
    ) -> ProblemReport? {
        problem { _ = try read(list, text, reportedOn: reportedOn) }
    }

    private func parts(_ rows: [ListedRow]) -> [ListedPart] {
        rows.compactMap { if case .part(let part) = $0 { part } else { nil } }
    }

    @Test("the UK Sanctions List: a byte order mark, the day, 58 columns, line breaks in quotes")
    func sanctions() throws {
        let (file, rows) = try read(.ukSanctions, MadeUpLists.sanctions())
        #expect(MadeUpLists.columns.count == 58)
        #expect("\(file.reportedOn)" == "2027-02-20" && file.rowCount == 5)
        #expect(file.hash == SHA256Hex(of: MadeUpLists.sanctions()))
        let parts = parts(rows)
        #expect(parts[0].names.first?.text == "Mohammed Tariq ZARIFIAN")
        #expect(parts[0].names.first?.kind == .primary && parts[0].type == .individual)
        #expect(parts[0].births == ["dd/mm/1975"])
        #expect(parts[0].countries == ["Freedonia", "Sylvania"])
        #expect(parts[1].names.first?.kind == .weakAlias)
        #expect(parts[2].names.first?.kind == .primary && parts[2].type == .entity)
        #expect(parts[3].type == .ship)
        #expect(parts.filter { $0.entryKey == "MUP0001" }.count == 3)
    }

    @Test("columns are found by name, wherever they stand; a type that is new is compared with all")
    func columns() throws {
        let text = "Name 6,Extra,unique id,Designation Type\nPretend,x,Q1,Airship\n"
        let day = LocalDate("2027-01-01")
        let (file, rows) = try read(.ukSanctions, text, reportedOn: day)
        #expect(file.reportedOn == day)
        #expect(parts(rows)[0].entryKey == "Q1" && parts(rows)[0].type == .unknown)
        let report = refusal(.ukSanctions, "Name 6,Designation Type\nPretend,Entity\n")
        #expect(report?.fields.map(\.code) == ["column-missing"])
        #expect(report?.fields.first?.arguments["column"] == "Unique ID")
        #expect(refusal(.ukSanctions, text)?.code == "screening-date-missing")
    }

    @Test("proscribed organisations, aliases taken apart")
    func proscribed() throws {
        let (file, rows) = try read(.proscribed, MadeUpLists.proscribed())
        #expect("\(file.reportedOn)" == "2027-02-01")
        #expect(
            parts(rows)[0].names.map(\.text) == [
                "Made Up Front", "MUF", "the Sample Paper Cell", "SPC", "Invented Vanguard",
                "Paper Army",
            ])
        #expect(parts(rows)[1].entryKey == "nowhere-liberation-pretence")
    }

    @Test("the register of charities, as JSON and as text with tabs: main charities only")
    func charities() throws {
        let (file, rows) = try read(.charityRegister, MadeUpLists.charities())
        #expect("\(file.reportedOn)" == "2027-02-20" && file.rowCount == 3 && rows.count == 2)
        guard case .charity(let removed) = rows[1] else { throw TestFailure("no charity") }
        #expect(removed.name == "OLD \"MILL\" {SINGERS}" && !removed.isRegistered)
        #expect(removed.removedOn == "2019-06-30")
        let tabs = """
            date_of_extract\tregistered_charity_number\tlinked_charity_number\tcharity_name\tcharity_registration_status
            2027-02-20T00:00:00\t7000001\t0\tThe "Quoted" Club\tRegistered
            2027-02-20T00:00:00\t7000002\t1\tLinked\tRegistered
            """
        let (text, lines) = try read(.charityRegister, tabs)
        #expect("\(text.reportedOn)" == "2027-02-20" && lines.count == 1)
    }

    @Test("all that is wrong is told with its line: a hundred lines of it, and how many there are")
    func everything() throws {
        var text = "Report Date: 20-Feb-2027\nUnique ID,Name 6,Designation Type\n"
        for _ in 0..<150 { text += ",Nobody,Entity\n" }
        text += "A,B\n\"open\"x,Y,Entity\nC,D,Entity\n"
        let report = refusal(.ukSanctions, text)
        #expect(report?.code == "screening-list-refused" && report?.kind == .invalid)
        #expect(report?.arguments["count"] == "152" && report?.fields.count == 100)
        #expect(report?.fields.first?.place == "line 3: Unique ID")
        let few = refusal(
            .ukSanctions, "Report Date: x\nUnique ID,Name 6,Designation Type\nA,B\n")
        #expect(few?.fields.map(\.code) == ["not-date"])
        let charity = refusal(
            .charityRegister,
            "[{\"registered_charity_number\":\"x\"},\n {\"registered_charity_number\":7000001,\"charity_registration_status\":\"Gone\"},\n {\"a\":}]"
        )
        #expect(
            charity?.fields.map(\.place) == [
                "line 1: registered_charity_number", "line 2: charity_registration_status",
                "line 3",
            ])
    }

    @Test(
        "hostile files",
        arguments: [
            ("Unique ID,Name 6,Designation Type\n\"never closed,B,Entity\n", "csv-quote-open"),
            (
                "Unique ID,Name 6,Designation Type\nA,\(String(repeating: "x", count: 200_000)),Entity\n",
                "too-long"
            ),
            ("Unique ID,Name 6,Designation Type\nA,B\u{0},Entity\n", "not-utf8"),
            (
                "Unique ID,Name 6,Designation Type\n\(String(repeating: ",", count: 5000))\n",
                "too-many-fields"
            ), ("", "file-empty"), ("\u{FEFF}", "file-empty"), ("\n\n\r\n", "file-empty"),
            ("Unique ID,Name 6,Designation Type\n", "file-empty"),
        ])
    func hostile(_ text: String, _ code: String) {
        let report = refusal(.ukSanctions, text, reportedOn: LocalDate("2027-01-01"))
        #expect(
            report?.fields.contains { $0.code == code } == true, "\(String(describing: report))")
    }

    @Test("another encoding, JSON that is none, and a file that never ends")
    func encodings() throws {
        let day = LocalDate("2027-01-01")
        let latin: [UInt8] = Array("Unique ID,Name 6,Designation Type\nA,".utf8) + [0xE9, 10]
        #expect(
            problem { _ = try read(.ukSanctions, latin, reportedOn: day) }?.fields.first?.code
                == "not-utf8")
        let wide: [UInt8] = [0xFF, 0xFE] + "Unique ID".utf8.flatMap { [$0, 0] }
        #expect(problem { _ = try read(.ukSanctions, wide, reportedOn: day) }?.kind == .invalid)
        for (text, code) in [
            ("[{\"a\":1}", "json-ends-early"), ("[1]", "json-unexpected"),
            ("[{\"a\":\"\(String(repeating: "x", count: 300_000))\"}]", "too-long"),
            ("[]", "file-empty"), ("[{\"a\":1}] more", "json-unexpected"),
        ] {
            let report = refusal(.charityRegister, text, reportedOn: day)
            #expect(report?.fields.contains { $0.code == code } == true, "\(text.prefix(30))")
        }
        let endless = ByteSource(name: "endless") {
            let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
            return { piece }
        }
        var reader = try ByteReader(endless, greatestCount: 5000)
        let report = problem { while try reader.next() != nil {} }
        #expect(report?.fields.first?.code == "file-too-large")
    }

    @Test("days as lists write them")
    func days() {
        for text in ["08-Oct-2026", "8 October 2026", "08/10/2026", "2026-10-08"] {
            #expect(LocalDate(listed: text) == LocalDate("2026-10-08"), "\(text)")
        }
        #expect(LocalDate(listed: "2026-10-08T00:00:00") == LocalDate("2026-10-08"))
        for text in ["", "08-Oct", "31-Feb-2026", "2026-10-08x", "a-b-c"] {
            #expect(LocalDate(listed: text) == nil, "\(text)")
        }
    }
}
