import Foundation
import FundCore
import TestSupport
import Testing

@testable import Payments

@Suite("A bank's statement is read as it stands, or not at all")
struct BankStatementTests {
    private func read(
        _ text: String, as format: BankFileFormat = .camt053
    ) throws -> (file: BankFile, lines: [BankLine]) {
        var lines: [BankLine] = []
        let source = ByteSource(name: "statement.xml", bytes: Array(text.utf8))
        let file = try format.read(source) { lines.append($0) }
        return (file, lines)
    }

    private func golden(_ name: String) throws -> String {
        String(decoding: try Golden.bytes(name), as: UTF8.self)
    }

    private func brief(_ line: BankLine) -> String {
        [
            "\(line.line)", line.bookedOn.map { "\($0)" } ?? "-", "\(line.pence)",
            line.kind.rawValue, line.endToEndReference ?? "-", line.batchReference ?? "-",
            "\(line.count)", line.counterparty ?? "-", line.remittance ?? "-",
            line.status.rawValue, line.returnReason ?? "-", line.outcome.rawValue,
        ].joined(separator: "|")
    }

    @Test("a statement gives a line for each payment that it tells, and for what it tells as one")
    func newer() throws {
        let (file, lines) = try read(golden("camt.053.001.08.xml"))
        #expect(
            lines.map(brief) == [
                "21|2027-02-10|-350000|debit|-|PR26-0007-X|3|-|-|booked|-|paid",
                "38|2027-02-11|-150000|debit|CF26-0004-R/1|PR26-0008-Y|1|EXAMPLE ROAD CHOIR|CF26-0004-R|booked|-|paid",
                "44|2027-02-11|-50000|debit|CF26-0005-S/1|PR26-0008-Y|1|CAFÉ & GARDEN|-|booked|-|paid",
                "59|2027-02-11|100000|credit|CF26-0003-Q/2|-|1|O EXAMPLE CHOIR|-|booked|AC01|returned",
                "66|2027-02-11|1|credit|-|-|1|-|INTEREST|booked|-|unknown",
                "80|2027-02-12|-25000|debit|-|-|1|-|-|pending|-|unknown",
            ])
        #expect(
            file.statements == [
                BankStatement(
                    id: "STATEMENT-29", account: "12345612345678", opening: 3_000_000,
                    closing: 2_550_001, entryCount: 5)
            ])
        #expect(file.lineCount == 6)
        #expect(
            lines.map(\.bankReference) == [
                "BANK-0001", "BANK-0002", "BANK-0002", "BANK-0003", nil, nil,
            ])
        #expect(file.sha256 == SHA256Hex(of: try Golden.bytes("camt.053.001.08.xml")))
    }

    @Test("an older version, with names before the tags and an account that is overdrawn")
    func older() throws {
        let (file, lines) = try read(golden("camt.053.001.02.xml"))
        #expect(
            lines.map(brief) == [
                "5|2027-02-11|-50050|debit|CF26-0006-T/1|PR26-0009-Z|1|EXAMPLE PLAY SCHEME|PLAY <SCHEME>|booked|-|paid"
            ])
        #expect(file.statements[0].account == "GB00EXAM12345612345678")
        #expect(file.statements[0].opening == -10_000 && file.statements[0].closing == -60_050)
    }

    @Test(
        "the statements that these tests read are valid by the schema of ISO 20022",
        .enabled(if: XMLSchemas.areHere, "Scripts/setup --tests brings the schemas"),
        arguments: ["camt.053.001.08.xml", "camt.053.001.02.xml"])
    func schema(name: String) throws {
        let text = try golden(name).replacing("b:", with: "").replacing(":b=", with: "=")
        let outcome = try XMLSchemas.validate(Data(text.utf8))
        #expect(outcome.status == 0, "\(outcome.output)")
        let broken = text.replacing("<CdtDbtInd>DBIT</CdtDbtInd>", with: "")
        #expect(try XMLSchemas.validate(Data(broken.utf8)).status == 1)
    }

    @Test(
        "what is wrong is told with its line and what would be right",
        arguments: [
            ("25500.01", "25500.02", "line 16: Stmt/Bal", "bank-balance-differs"),
            (">500.00<", ">500.01<", "line 30: Ntry/Amt", "bank-details-differ"),
            (">3500.00<", ">3500.001<", "line 23: Ntry/Amt", "not-pounds-amount"),
            (">3500.00<", ">-3500.00<", "line 23: Ntry/Amt", "not-pounds-amount"),
            (
                "<Amt Ccy=\"GBP\">0.01", "<Amt Ccy=\"EUR\">0.01", "line 68: Ntry/Amt",
                "bank-other-currency"
            ),
            ("<Ccy>GBP</Ccy>", "<Ccy>USD</Ccy>", "line 10: Acct/Ccy", "bank-other-currency"),
            ("<Sts><Cd>PDNG", "<Sts><Cd>DONE", "line 76: Ntry/Sts", "not-an-option"),
            ("<CdtDbtInd>DBIT</CdtDbtInd><Sts>", "<Sts>", "line 21: Ntry/CdtDbtInd", "missing"),
            ("<CdtDbtInd>DBIT", "<CdtDbtInd>OUT", "line 23: Ntry/CdtDbtInd", "not-an-option"),
            ("<Cd>CLBD</Cd>", "<Cd>CLAV</Cd>", "line 5: Stmt/Bal", "bank-balance-missing"),
            (
                "2027-02-10</Dt></BookgDt>", "10/02/2027</Dt></BookgDt>", "line 24: Ntry/BookgDt",
                "not-date"
            ),
            ("</Stmt>", "", "line 87", "xml-end-tag"),
            ("&amp;", "&company;", "line 47", "xml-entity"),
            ("UTF-8", "ISO-8859-1", "line 1", "xml-encoding"),
            ("camt.053", "camt.054", "line 2", "camt-other-message"),
            (
                "<Document", "<!DOCTYPE Document [<!ENTITY a \"b\">]><Document", "line 2",
                "xml-doctype"
            ),
            ("</Document>", "</Document><Document/>", "line 88", "xml-unexpected"),
            ("EXAMPLE ROAD CHOIR", "EXAMPLE \u{1} CHOIR", "line 41", "xml-character"),
        ])
    func slips(old: String, new: String, place: String, code: String) throws {
        let text = try golden("camt.053.001.08.xml")
        #expect(text.contains(old))
        let found = problem { _ = try read(text.replacing(old, with: new, maxReplacements: 1)) }
        let fields = found?.fields ?? []
        #expect(fields.contains { $0.code == code && $0.place == place }, "\(fields)")
    }

    @Test("an entry that stands there twice is refused, though its balance would fit")
    func twice() throws {
        let text = try golden("camt.053.001.08.xml")
        let start = try #require(text.range(of: "      <Ntry>\n        <NtryRef>3"))
        let rest = text[start.lowerBound...]
        let end = try #require(rest.range(of: "</Ntry>\n"))
        let entry = rest[..<end.upperBound]
        let doubled = text.replacing(entry, with: entry + entry)
            .replacing("25500.01", with: "26500.01")
        let found = problem { _ = try read(doubled) }
        #expect(found?.fields.map(\.code) == ["bank-line-twice"])
        #expect(found?.fields.first?.arguments == ["reference": "BANK-0003"])
    }

    @Test("wherever the file is cut off, nothing of it counts")
    func truncated() throws {
        let bytes = try Golden.bytes("camt.053.001.08.xml")
        let last = try #require(bytes.lastIndex(of: UInt8(ascii: ">")))
        for count in stride(from: 0, to: last, by: 97) {
            let source = ByteSource(name: "cut", bytes: Array(bytes[..<count]))
            let found = problem { _ = try BankFileFormat.camt053.read(source) { _ in } }
            #expect(found?.fields.isEmpty == false, "cut at \(count)")
        }
    }

    @Test("bytes that are no UTF-8 are told with their line, whatever the file says of itself")
    func encodings() throws {
        var bytes = try Golden.bytes("camt.053.001.02.xml")
        let place = try #require(
            bytes.firstIndex(of: UInt8(ascii: "Y")).map { _ in bytes.count - 150 })
        bytes[place] = 0xE9
        let source = ByteSource(name: "latin", bytes: bytes)
        let found = problem { _ = try BankFileFormat.camt053.read(source) { _ in } }
        #expect(found?.fields.first?.place == "line 5")
        #expect(["not-utf8", "xml-unexpected", "xml-end-tag"].contains(found?.fields.first?.code))
        let wide = ByteSource(name: "wide", bytes: [0xFF, 0xFE, 60, 0])
        #expect(
            problem { _ = try BankFileFormat.camt053.read(wide) { _ in } }?.fields.first?.code
                == "xml-encoding")
    }

    @Test("a file that tries to swell or to nest without end is refused early")
    func hostile() throws {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(problem { _ = try read(deep) }?.fields.first?.code == "camt-other-message")
        let start = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
        #expect(problem { _ = try read(start + deep) }?.fields.first?.code == "xml-too-deep")
        for (text, code) in [
            (start + "<BkToCstmrStmt>" + String(repeating: "x", count: 200_000), "too-long"),
            (start + "<" + String(repeating: "x", count: 2000), "too-long"),
            (start + "<a b=\"" + String(repeating: "x", count: 200_000), "too-long"),
            (start + "<a " + (0..<100).map { "b\($0)=\"\" " }.joined(), "xml-unexpected"),
            ("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "xml-doctype"),
            (start + "<![CDATA[" + String(repeating: "x", count: 200_000), "too-long"),
            (start + "&#0;", "xml-character"), (start + "&#xD800;", "xml-entity"),
            (start + "<!-- " + String(repeating: "-", count: 1000), "xml-ends-early"),
            ("", "file-empty"),
            (start, "xml-ends-early"), ("text", "xml-unexpected"),
            ("<a></b>", "camt-other-message"),
        ] {
            #expect(
                problem { _ = try read(text) }?.fields.first?.code == code, "\(text.prefix(90))")
        }
    }

    @Test("whatever becomes of its bytes, a file is read or refused", arguments: 0..<200)
    func mangled(seed: Int) throws {
        var random = Seeded(seed)
        var bytes = try Golden.bytes("camt.053.001.08.xml")
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let odd = Array("<>/&;\"'=!?-[]x9. \n\0".utf8) + [0xC3, 0x80, 0xFF]
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = odd.randomElement(using: &random) ?? 0
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(odd.randomElement(using: &random) ?? 0, at: place)
            default:
                let end = min(bytes.count, place + Int.random(in: 1...400, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        let source = ByteSource(name: "mangled", bytes: bytes)
        var sum: Int64 = 0
        do {
            let file = try BankFileFormat.camt053.read(source) {
                if $0.status == .booked { sum += $0.pence }
            }
            // What is taken adds up, whatever was changed.
            let moved = file.statements.map { $0.closing - $0.opening }.reduce(0, +)
            #expect(moved == sum)
        } catch let invalid as InvalidInput {
            #expect(!invalid.fields.isEmpty)
        }
    }

    @Test("of many problems the first hundred are told, and that there are more")
    func many() throws {
        let entries = String(
            repeating: "<Ntry><Amt Ccy=\"GBP\">x</Amt></Ntry>\n", count: 1000)
        let found = problem {
            _ = try read(
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
                    + "<BkToCstmrStmt><Stmt>\(entries)</Stmt></BkToCstmrStmt></Document>")
        }
        #expect(found?.fields.count == 101)
        #expect(found?.fields.last?.code == "bank-more-problems")
    }

    @Test("what whoever takes the lines throws comes out as it is")
    func refused() throws {
        struct Stop: Error {}
        let source = ByteSource(name: "x", bytes: try Golden.bytes("camt.053.001.08.xml"))
        #expect(throws: Stop.self) {
            try BankFileFormat.camt053.read(source) { _ in throw Stop() }
        }
    }

    @Test("a large statement is handed on as it comes, and never held")
    func streaming() throws {
        let count = 4000
        let given = ValueBox<Int>()
        var seen = 0
        let file = try BankFileFormat.camt053.read(Self.large(count, given)) { _ in
            seen += 1
            // The source gives one entry at a time, after what comes before the first.
            #expect(given.value == seen + 1)
        }
        #expect(seen == count && file.statements[0].entryCount == Int64(count))
    }

    /// A statement of many entries, made as it is read.
    static func large(_ count: Int, _ given: ValueBox<Int>) -> ByteSource {
        ByteSource(name: "large") {
            var next = -1
            return {
                defer { next += 1 }
                given.value = next + 2
                if next == -1 {
                    return Array(
                        """
                        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
                        <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">0</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
                        <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">\(count).00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Bal>

                        """.utf8)
                }
                guard next < count else {
                    return next == count
                        ? Array("</Stmt></BkToCstmrStmt></Document>".utf8) : []
                }
                return Array(
                    """
                    <Ntry><Amt Ccy="GBP">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
                    <BookgDt><Dt>2027-02-11</Dt></BookgDt><AcctSvcrRef>BANK-\(next)</AcctSvcrRef><NtryDtls><TxDtls>
                    <Refs><EndToEndId>CF26-\(next)</EndToEndId></Refs><Amt Ccy="GBP">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>
                    <RltdPties><Cdtr><Pty><Nm>EXAMPLE ROAD CHOIR</Nm></Pty></Cdtr></RltdPties>
                    <RmtInf><Ustrd>CF26-0004-R</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>

                    """.utf8)
            }
        }
    }
}
