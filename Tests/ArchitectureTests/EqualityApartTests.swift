import Foundation
import TestSupport
import Testing

@Suite("What groups say of whom they serve is read by nobody")
struct EqualityApartTests {
    private let table = "applicationEqualityAnswer"

    @Test(
        "few files name the table: they write it, know whether it is filled, count it, and erase it"
    )
    func sources() throws {
        let naming = try Repository.files(below: "Sources", ending: ".swift").filter {
            try Repository.text($0).contains(table)
        }
        let folder = "Sources/Applications"
        #expect(
            Set(naming) == [
                // The schema, and what keeps the answers until they are counted.
                "\(folder)/Drafts/DraftTables.swift", "\(folder)/Reach/FreezeReach.swift",
                // Writes and discards; asks whether there is an answer; counts.
                "\(folder)/Drafts/WriteDraft.swift", "\(folder)/Drafts/ReadDraft.swift",
                "\(folder)/Reach/CountReach.swift",
                // Says that they are personal, and go whole.
                "\(folder)/ApplicationsPersonalData.swift",
            ])
        let draft = try Repository.text("\(folder)/Drafts/ReadDraft.swift")
        #expect(draft.contains("SELECT 1 FROM \(table)"))
        #expect(draft.components(separatedBy: table).count == 2)
        // Unjudged counts stay in the file that makes them: nothing public gives them out.
        let count = try Repository.text("\(folder)/Reach/CountReach.swift")
        #expect(count.components(separatedBy: table).count == 2)
        #expect(count.contains("private func equalityAnswers"))
        #expect(count.contains("private struct Counting"))
        for path in Repository.files(below: "Sources/Assessment", ending: ".swift") {
            #expect(!(try Repository.text(path)).lowercased().contains("equality"), "\(path)")
        }
    }

    @Test(
        "no view or trigger of another table rests on it; frozen figures name no case"
    )
    func schema() throws {
        let schema = try Repository.text("Tests/ArchitectureTests/schema.sql")
        var count = 0
        for statement in schema.components(separatedBy: "\nCREATE ") where statement.contains(table)
        {
            count += 1
            #expect(
                statement.hasPrefix("TABLE \(table) ")
                    || statement.contains(" ON \(table)\n"),
                "\(statement.prefix(100))")
        }
        #expect(count >= 4)
        for name in ["applicationReach", "applicationReachRow"] {
            let kept = try #require(
                schema.components(separatedBy: "\nCREATE ").first {
                    $0.hasPrefix("TABLE \(name) ")
                })
            #expect(!kept.contains("applicationId") && !kept.contains("draftId"))
        }
    }
}
