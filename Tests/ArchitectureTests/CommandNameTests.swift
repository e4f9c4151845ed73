import Foundation
import TestSupport
import Testing

@Suite("Commands begin at once")
struct CommandNameTests {
    /// Where a command leaves its name out, it is worked out from its type each time the program starts,
    /// for all of them: that takes longer than most commands do.
    @Test("every command says its own name")
    func named() throws {
        var count = 0
        for path in Repository.files(below: "Sources/CommandLineDoor", ending: ".swift") {
            let parts = try Repository.text(path).components(separatedBy: "CommandConfiguration(")
            for part in parts.dropFirst() {
                count += 1
                let start = part.prefix { $0 != ")" }
                #expect(start.contains("commandName:"), "\(path): \(start.prefix(60))")
            }
        }
        #expect(count > 200)
    }
}
