import Documents
import FundCore
import FundStore
import Payments

extension SubjectGathering {
    /// Files of payments that are kept, and in which this person or their award stands: the lines
    /// that are about them where it is text, and by its name alone where it is not.
    mutating func addPaymentFiles(
        _ scrubbing: Scrubbing, in tx: borrowing ReadTx
    ) throws {
        let (payments, documents) = (PaymentsModule(), DocumentsModule())
        let awards = Set(subjects.filter { $0.kind == .award }.map { AwardID($0.id) })
        let nameless = erasedAwards.subtracting(awards)
        for file in try payments.storedFiles(in: tx) {
            guard let kept = try documents.kept(file.document, in: tx) else { continue }
            // Whom they name has no address any more by which they could be found.
            if !file.awards.isDisjoint(with: nameless) { disclosure.leaveOut(.erasedNames) }
            let (lines, rest) = ownLines(of: kept.text ?? "", scrubbing)
            guard !lines.isEmpty || !file.awards.isDisjoint(with: awards) else { continue }
            if lines.isEmpty { disclosure.leaveOut(.paymentFiles) }
            disclosure.leaveOut(.otherPeople, rest)
            disclosure.add(
                Disclosure.Shown(
                    key: "file=\(file.name)",
                    values: [
                        ("file", .string(file.name)), ("run", .string(file.run)),
                        ("profile", .string(file.profile)),
                        ("storedAt", .int(kept.storedAt.milliseconds)),
                        (
                            "lines",
                            lines.isEmpty ? .null : .string(lines.joined(separator: "\n"))
                        ),
                    ]), table: "paymentRunFile", .bankDetails)
        }
    }

    /// Of a file the lines that are about this person, and how many others there are.
    private mutating func ownLines(
        of text: String, _ scrubbing: Scrubbing
    ) -> (lines: [String], rest: Int) {
        let wanted = (marks + references).map { $0.lowercased() }
        var (lines, rest): ([String], Int) = ([], 0)
        for line in text.split(whereSeparator: \.isNewline).map(String.init) {
            let small = line.lowercased()
            guard wanted.contains(where: { small.contains($0) }) else {
                rest += 1
                continue
            }
            if references.contains(where: { line.hasWhole($0) }) {
                let (scrubbed, count) = scrubbing.scrub(line)
                disclosure.leaveOut(.otherPeople, count)
                lines.append(scrubbed)
            } else if isOwn(line) {
                // A line about somebody else, in which they stand as well.
                lines.append(ownPart(of: line))
            } else {
                rest += 1
            }
        }
        return (lines, rest)
    }
}
