import Foundation
import FundCore
import TestSupport
import Testing

@testable import Payments

@Suite("Whatever groups are called, a payment file keeps its widths, letters and totals")
struct PaymentFilePropertyTests {
    private static let pieces = [
        "a", "Z", " ", "  ", "\t", "\r\n", "\u{0}", "é", "e\u{301}", "ß", "Æ", "اردو", "文", "🎺",
        "\u{202E}", "\u{FB03}", "&", "<", ">", "\"", "'", "]]>", "&amp;", "<!--",
        "\u{1F1EC}\u{1F1E7}",
        "\u{FFFD}", "ǆ", "0", "9", ".", "/", "-", "=", "+", "Ⅳ", "ﬆ", "ⱥ", "\u{1D400}",
    ]

    private static func payments(_ random: inout Seeded, count: Int) throws -> [PaymentInstruction]
    {
        try (1...count).map { number in
            func text() -> String {
                (0..<Int.random(in: 0..<40, using: &random))
                    .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            }
            func digits(_ width: Int) -> String {
                (0..<width).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
            }
            let top: Int64 = Bool.random(using: &random) ? 500 : 2_000_000_00
            return try PaymentInstruction(
                reference: "T26-\(number)", payee: "X" + text(), sortCode: digits(6),
                account: digits(8), pence: Int64.random(in: 1...top, using: &random),
                award: "T26", remittance: text())
        }
    }

    @Test("of Bacs files", arguments: 0..<40)
    func bacs(seed: Int) throws {
        var random = Seeded(seed)
        let payments = try Self.payments(&random, count: Int.random(in: 1...60, using: &random))
        let isMulti = Bool.random(using: &random)
        let hasContra = Bool.random(using: &random)
        let bytes = try MadeUp.file(
            MadeUp.bacs(days: isMulti ? .multi : .single, contra: hasContra), payments)
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.components(separatedBy: "\r\n").dropLast()
        let width = isMulti ? 106 : 100
        var sum = 0
        var count = 0
        var contras: [Int] = []
        for line in lines {
            #expect(line.utf8.allSatisfy { BankText.carries($0) })
            if line.first?.isNumber == true {
                #expect(line.utf8.count == width)
                let amount = try #require(Int(line.dropFirst(35).prefix(11)))
                if line.dropFirst(15).hasPrefix("17") {
                    contras.append(amount)
                } else {
                    #expect(line.dropFirst(15).hasPrefix("99"))
                    sum += amount
                    count += 1
                }
            } else {
                #expect(line.utf8.count == 80)
            }
        }
        let last = try #require(lines.last)
        #expect(last.hasPrefix("UTL1"))
        let paid = payments.map { Int($0.pence) }.reduce(0, +)
        #expect(sum == paid && count == payments.count && contras == (hasContra ? [paid] : []))
        #expect(Int(last.dropFirst(17).prefix(13)) == sum)
        #expect(Int(last.dropFirst(37).prefix(7)) == count)
        #expect(Int(last.dropFirst(4).prefix(13)) == (hasContra ? sum : 0))
        #expect(Int(last.dropFirst(30).prefix(7)) == contras.count)
    }

    @Test("of pain.001 files", arguments: 0..<40)
    func pain(seed: Int) throws {
        var random = Seeded(1000 + seed)
        let payments = try Self.payments(&random, count: Int.random(in: 1...60, using: &random))
        let profile = MadeUp.pain(Bool.random(using: &random) ? .third : .ninth)
        let text = String(decoding: try MadeUp.file(profile, payments), as: UTF8.self)
        // Told apart by nothing but the text: another way than the writer's.
        func values(_ element: String) -> [String] {
            text.components(separatedBy: "<\(element)").dropFirst().map { rest in
                let content = rest.drop { $0 != ">" }.dropFirst()
                return String(content.prefix { $0 != "<" })
            }
        }
        let amounts = values("InstdAmt").map { $0.replacing(".", with: "") }.compactMap(Int.init)
        #expect(amounts.count == payments.count)
        #expect(values("NbOfTxs") == ["\(amounts.count)", "\(amounts.count)"])
        let sum = Money(pence: Int64(amounts.reduce(0, +))).plainPounds
        #expect(values("CtrlSum") == [sum, sum])
        #expect(values("EndToEndId") == payments.map(\.reference))
        for name in values("Nm") + values("Ustrd") {
            let plain = name.replacing("&amp;", with: "&")
            #expect(!plain.isEmpty && plain.utf8.count <= 140)
            #expect(plain.utf8.allSatisfy { BankText.carries($0) })
        }
        #expect(values("Ustrd").allSatisfy { $0.replacing("&amp;", with: "&").count <= 18 })
    }

    @Test("a hundred thousand payments are written with the room of one")
    func streaming() throws {
        let payment = try MadeUp.payments()[0]
        let count: Int64 = 100_000
        let batch = PaymentBatch(
            reference: "PR26-0007-X", number: 7, createdAt: Instant(milliseconds: 0),
            days: try MadeUp.days(),
            totals: PaymentTotals(
                count: count, pence: count * payment.pence, accounts: count * 88_837_491))
        for profile in [MadeUp.bacs(), MadeUp.pain(.ninth)] {
            var writer = try profile.writer(for: batch)
            var bytes: [UInt8] = []
            var most = 0
            try writer.begin(into: &bytes)
            for _ in 0..<count {
                bytes.removeAll(keepingCapacity: true)
                try writer.row(payment, into: &bytes)
                most = max(most, bytes.capacity)
            }
            try writer.end(into: &bytes)
            #expect(writer.written == batch.totals)
            #expect(most < 10_000)
        }
    }
}
