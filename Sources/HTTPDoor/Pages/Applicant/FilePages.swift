import Documents
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// Files that groups send with what they write, and that those who read it take away.
extension Page {
    /// The most that a form with files may send: all that one application may have, and what is
    /// written beside.
    static let greatestFilesBytes = 32 * 1024 * 1024

    static let filePages = [
        Page(.get, .file, for: .signedIn) { visit in
            guard let id = Int64(visit.path("file")) else {
                throw FileProblem.unknown(id: visit.path("file"))
            }
            let principal = try visit.principal
            let file = try await visit.read { try $0.file(FileID(id), as: principal) }
            return .file(file, visit.house.reports, visit.house.threads)
        }
    ]
}

/// What was filled in, once the files that came with it were taken.
struct TakenFiles {
    /// With the numbers of the files for what was chosen, and without those to be removed.
    let fields: TypedFields
    /// What is known of every file that is named there.
    let files: [FileAnswer]
    let problems: [FieldProblem]
}

extension Visit {
    /// The most files that one form may bring: it is said that those after them are not taken.
    static let greatestFileCount = 40

    /// Takes the files that a form came with. Each that can be kept is kept, whatever is wrong with
    /// the others or with the rest of the form.
    func takeFiles(_ questions: [Question]) async throws -> TakenFiles {
        var fields = fields
        var problems: [FieldProblem] = []
        let principal = try principal
        let rules = house.files
        let removed = Set(fields.fileIDs("remove"))
        for question in questions where question.type == .file {
            var ids = fields.fileIDs(question.key).filter { !removed.contains($0) }
            for sent in files.prefix(Self.greatestFileCount) where sent.field == question.key {
                do {
                    let workflows = house.workflows
                    // Not on the thread that writes: nobody waits for what a file is made to do.
                    let checked = try await house.threads.look {
                        try workflows.checkFile(
                            Array(sent.bytes), named: sent.name, at: question.key, rules,
                            as: principal)
                    }
                    let kept = try await write {
                        try $0.keepFile(checked, rules, as: principal)
                    }
                    if !ids.contains(kept.id) { ids.append(kept.id) }
                } catch let problem as InvalidInput {
                    problems += problem.fields
                } catch let problem as FileProblem {
                    problems.append(
                        FieldProblem(question.key, problem.report.code, problem.report.arguments))
                }
            }
            let left = files.dropFirst(Self.greatestFileCount).count { $0.field == question.key }
            if left > 0 {
                problems.append(
                    FieldProblem(
                        question.key, "uploads-many",
                        ["count": "\(left)", "maximum": "\(Self.greatestFileCount)"]))
            }
            fields = fields.with(question.key, ids.map { "\($0.rawValue)" })
        }
        let named = questions.filter { $0.type == .file }.flatMap { fields.fileIDs($0.key) }
        let found = named.isEmpty ? [] : try await read { try $0.files(named, as: principal) }
        return TakenFiles(fields: fields, files: found.map(\.answer), problems: problems)
    }

    /// The field that takes the files of a question.
    func filesKind(
        _ question: Question, _ typed: TypedFields, _ files: [FileAnswer]
    ) -> Field.Kind {
        let kept = typed.fileIDs(question.key).map { id in
            let file = files.first { $0.id == id }
            let name = file?.name ?? "\(id.rawValue)"
            return Field.Kept(
                value: "\(id.rawValue)", link: Route.file.link("\(id.rawValue)"),
                text: file.map(words(of:)) ?? name,
                removal: w("page.file-remove", ["name": name]))
        }
        let rules = question.files ?? .standard
        return .files(
            kept: kept, accept: FileKind.accepted,
            limit: w(
                "page.files-limit",
                [
                    "count": "\(rules.perQuestion)",
                    "maximum": FileRules.words(rules.greatestBytes),
                ]))
    }

    /// `letter.pdf (120 KB)`.
    func words(of file: FileAnswer) -> String {
        w("page.file-size", ["name": file.name, "size": FileRules.words(file.byteCount)])
    }

    /// Links to the files that answers name.
    func fileLinks(_ values: some Sequence<JSONValue>) -> [Block] {
        let files = values.flatMap(\.fileAnswers)
        guard !files.isEmpty else { return [] }
        return [.heading2(w("page.files"))]
            + files.map {
                .linkLine(PageLink(words(of: $0), Route.file.link("\($0.id.rawValue)")))
            }
    }
}
