import Bootstrap
import Commissioning
import Documents
import Forms
import Foundation
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Files of a return: one photo for two questions, and a bound for all versions together")
struct FileReturnTests {
    private let round: MonitoredRound
    private let group: Principal

    init() throws {
        round = try MonitoredRound(edits: [
            ("Config/fund.yaml", "megabytesInAll: 30", "megabytesInAll: 1"),
            ("Config/fund.yaml", "megabytesPerApplication: 200", "megabytesPerApplication: 4"),
        ])
        try round.ask()
        group = try round.fund.person("applicant")
    }

    private func take(_ bytes: [UInt8], _ name: String) throws -> JSONValue {
        let file = try round.flow.takeFile(
            bytes, named: name, at: "file", try round.fund.services.configuration().files,
            as: group)
        return .int(file.id.rawValue)
    }

    private func answers(receipts: JSONValue, photos: JSONValue? = nil) -> JSONValue {
        MonitoredRound.answers([
            ("returnReceipts", .array([receipts])),
            ("returnPhotos", .array(photos.map { [$0] } ?? [])),
        ])
    }

    @Test("one photo answers two questions, saved again and sent again, and nothing else's")
    func twice() throws {
        let photo = try take(MadeFiles.jpeg(), "us.jpg")
        let both = answers(receipts: photo, photos: photo)
        for _ in 1...2 { try round.save(both) }
        try round.send(both)
        try round.sendBack()
        try round.send(both)
        let rows = try round.fund.services.reports.files(of: round.first, as: group).rows
        #expect(rows.map { $0[3].string } == ["returnReceipts", "returnPhotos"])
        #expect(rows.allSatisfy { $0[9].text == "true" })
        #expect(try round.fund.value("SELECT count(*) FROM documentFile") == "1")
        // The same award's other return takes a copy of its own, sent anew.
        #expect(
            problem { try round.send(both, number: 2) }?.fields.map(\.code)
                == ["upload-gone", "upload-gone"])
    }

    @Test(
        "what all versions of an application's returns keep is bounded, and it is said by how much")
    func bound() throws {
        func large(_ letter: UInt8) throws -> JSONValue {
            try take(
                MadeFiles.pdf + [UInt8](repeating: letter, count: 900_000), "\(letter).pdf")
        }
        for letter in 65..<69 as Range<UInt8> {
            try round.send(answers(receipts: try large(letter)))
            try round.sendBack()
        }
        let next = try large(69)
        let over = problem { try round.save(answers(receipts: next)) }
        #expect(over?.fields.map(\.code) == ["uploads-of-application"])
        #expect(over?.fields.first?.place == "returnReceipts")
        #expect(over?.fields.first?.arguments["maximum"] == "4 MB")
        // Nothing of it is kept, and a smaller one is taken.
        #expect(
            try round.fund.value("SELECT count(*) FROM documentUpload WHERE returnId > 0") == "4")
        let small = try take(MadeFiles.text, "receipt.csv")
        try round.save(answers(receipts: small))
        // Whatever the round froze, the house can give more room.
        let path = "\(round.fund.folder.path)/Config/fund.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("megabytesPerApplication: 4", with: "megabytesPerApplication: 5").write(
            toFile: path, atomically: true, encoding: .utf8)
        try round.send(answers(receipts: next))
    }
}
