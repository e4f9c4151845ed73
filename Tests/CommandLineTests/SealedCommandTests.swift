import FundCore
import TestSupport
import Testing

@Suite("Nobody on a sealed panel learns others' scores by a command")
struct SealedCommandTests {
    /// What a curious member types; REF is an application.
    private static let commands = [
        "audit head", "audit verify",
        "audit verify --expect 1:\(String(repeating: "0", count: 64))",
        "ranking show --round round-2", "ranking show --round round-2 --format csv",
        "ranking sensitivity --round round-2", "ranking sensitivity --round round-2 --format json",
        "allocation compare --round round-2", "allocation compare --round round-2 --format json",
        "allocation compare --round round-2 --weight need=30%",
        "allocation compare --round round-2 --threshold 60",
        "score explain REF", "score explain REF --format json", "score list --round round-2",
        "score list --round round-2 --format csv", "score list --round round-2 --format json",
        "score sheet --round round-2",
        "score record REF --score need=3 --member p2@example.org",
        "score record REF --score need=0 --member p3@example.org",
        "interest register --round round-2", "interest hints --round round-2",
        "interest set REF --member p2@example.org --reason x",
        "interest lift REF --member p3@example.org --reason x",
        "panel list --round round-2", "panel assignments --round round-2",
        "panel add --round round-2 --email officer2@example.org",
        "panel remove --round round-2 --email p2@example.org",
        "panel remove-scorer REF --member p2@example.org --reason x",
        "panel add-scorer REF --member p2@example.org --reason x",
        "panel assign --round round-2 --per-application 3 --seed 8 --anew",
        "application list --round round-2 --format json", "application show REF",
        "application show REF --format json", "round show round-2",
        "decision show --round round-2", "decision show --round round-2 --format csv",
        "decision propose --round round-2", "decision approve --round round-2 --reason x",
        "decision approve --round round-2 --proposal 1 --reason x",
        "decision record --round round-2 --recommendation x --outcomes x --alternatives x",
        "decision publish --round round-2", "decision list",
        "letter preview --round round-2", "letter gate --round round-2",
        "letter feedback REF", "letter feedback REF --text x --comment 1",
        "meeting open --round round-2", "meeting minutes --round round-2",
        "meeting record REF --round round-2 --recommend fund",
        "meeting record REF --round round-2 --member p2@example.org --score need=1 --reason x",
        "meeting sign --round round-2 --chair p2@example.org",
        "payment list --round round-2", "export awards --round round-2 --profile ledger",
        "score lock REF",
    ]

    @Test(
        "a member is told the same by every command, whatever the others have done",
        arguments: ["p1", "both", "deciding", "auditing"])
    func commands(member: String) throws {
        let quiet = try SealedRound(member, meets: false)
        let scored = try SealedRound(member, meets: false)
        try scored.othersScore()
        try scored.propose()
        var pairs = [(quiet, scored)]
        if member == "both" {
            // Where the panels meet there is no proposal yet, and a meeting to ask for.
            let mayMeet = try SealedRound(member, meets: true)
            try mayMeet.othersScore()
            pairs.append((try SealedRound(member, meets: true), mayMeet))
        }
        for (one, other) in pairs {
            #expect(one.references == other.references)
            for command in Self.commands {
                for reference in one.references {
                    let line = command.replacing("REF", with: reference)
                    func told(_ round: SealedRound) throws -> String {
                        let outcome = try round.fund.run(line, as: member)
                        return "\(outcome.status)\n\(outcome.output)\n\(outcome.errors)"
                            .replacing(round.fund.folder.path, with: "")
                            // The one fund was made a little later than the other.
                            .replacing(/\d{4}-\d\d-\d\d[T ]\d\d:[\d:.]+Z?/, with: "")
                    }
                    let (before, after) = (try told(one), try told(other))
                    #expect(before == after, "\(line)")
                    // A command that there is not would hold whatever was scored.
                    #expect(!before.hasPrefix("64"), "\(line): \(before)")
                    if !command.contains("REF") { break }
                }
            }
        }
    }
}
