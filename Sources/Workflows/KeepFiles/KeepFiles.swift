import Applications
import Documents
import Forms
import FundCore
import FundStore
import Rounds

/// Files that groups send: taken first, then named by their ids in the answers of an application or
/// of a return.
extension Workflows {
    /// Takes a file, which waits until an answer names it.
    ///
    /// - Parameters:
    ///   - name: what its sender calls it.
    ///   - place: the field or the file that a problem is shown at.
    /// - Throws: `InvalidInput`, `FileProblem`.
    public func takeFile(
        _ bytes: [UInt8], named name: String, at place: String, _ rules: FileRules,
        as principal: Principal
    ) throws -> KeptFile {
        try principal.require(.applicant, .officer)
        let file: CheckedFile
        do {
            file = try CheckedFile(bytes, named: name, atMost: Int(rules.greatestBytes))
        } catch {
            throw InvalidInput(
                place,
                [
                    FieldProblem(
                        place, error.code,
                        [
                            "name": FileName.shown(name),
                            "maximum": FileRules.words(rules.greatestBytes),
                        ])
                ])
        }
        return try store.write(as: principal) { try documents.keep(file, in: $0) }
    }

    /// Gives up a file that its sender has named in no answer.
    public func removeFile(_ id: FileID, as principal: Principal) throws {
        try principal.require(.applicant, .officer)
        try store.write(as: principal) { try documents.removeWaiting(id, in: $0) }
    }

    /// The values of an answer's files, looked up: what the sender says of them counts for nothing.
    ///
    /// - Parameters:
    ///   - values: by question key; what answers a question for files is replaced.
    ///   - others: answers beside them, whose files count towards what all may have.
    ///   - place: where they belong already, if anywhere.
    ///   - prefix: stands before a question's key in a problem's place.
    /// - Returns: problems with files that are not there, or too large together.
    func lookUp(
        _ values: inout [String: JSONValue], _ form: Form, beside others: [String: JSONValue] = [:],
        in place: KeptFile.Place?, prefix: String = "", _ tx: borrowing WriteTx
    ) throws -> [FieldProblem] {
        var problems: [FieldProblem] = []
        var all = others
        for question in form.fileQuestions {
            guard let ids = values[question.key]?.fileIDs else { continue }
            var found: [JSONValue] = []
            for id in ids {
                guard let file = try usable(id, question.key, in: place, tx) else {
                    problems.append(
                        FieldProblem(
                            prefix + question.key, "upload-gone", ["id": "\(id.rawValue)"]))
                    // It is not missing as well.
                    found.append(.int(id.rawValue))
                    continue
                }
                found.append(file.answer.json)
            }
            values[question.key] = .array(found)
            all[question.key] = .array(found)
        }
        guard let first = form.fileQuestions.first(where: { values[$0.key] != nil }) else {
            return problems
        }
        let bytes = form.fileQuestions.flatMap { all[$0.key]?.fileAnswers ?? [] }
            .reduce(Int64(0)) { $0 + $1.byteCount }
        let most = (first.files ?? .standard).bytesInAll
        if bytes > most {
            problems.append(
                FieldProblem(
                    prefix + first.key, "uploads-too-large", ["maximum": FileRules.words(most)]))
        }
        return problems
    }

    /// A file that may answer a question here: one's own that waits, or one that answers it already.
    private func usable(
        _ id: FileID, _ question: String, in place: KeptFile.Place?, _ tx: borrowing WriteTx
    ) throws -> KeptFile? {
        let file: KeptFile
        do {
            file = try documents.file(id, in: tx.reading)
        } catch FileProblem.unknown {
            return nil
        }
        if let former = file.place {
            return former == place && file.question == question ? file : nil
        }
        return file.uploadedBy == tx.principal.personID ? file : nil
    }

    /// As `lookUp`, for an object of answers.
    func lookUp(
        _ json: JSONValue, _ form: Form, in place: KeptFile.Place?, prefix: String = "",
        _ tx: borrowing WriteTx
    ) throws -> (answers: JSONValue, problems: [FieldProblem]) {
        guard !form.fileQuestions.isEmpty, case .object(let members) = json else {
            return (json, [])
        }
        var values = Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
        let problems = try lookUp(&values, form, in: place, prefix: prefix, tx)
        return (.object(members.map { ($0.key, values[$0.key] ?? $0.value) }), problems)
    }

    /// Lets the files of answers belong where the answers are.
    func place(
        _ values: [String: JSONValue], _ form: Form, in place: KeptFile.Place,
        _ tx: borrowing WriteTx
    ) throws {
        for question in form.fileQuestions {
            try documents.place(
                values[question.key]?.fileIDs ?? [], in: place, answering: question.key, tx)
        }
    }

    /// An application whose answers name files, with what is known of them.
    func withFiles(
        _ json: JSONValue, _ form: Form, _ tx: borrowing WriteTx
    ) throws -> (application: JSONValue, problems: [FieldProblem]) {
        guard case .object(let members) = json, let answers = json["answers"] else {
            return (json, [])
        }
        let found = try lookUp(answers, form, in: nil, prefix: "answers.", tx)
        return (
            .object(members.map { ($0.key, $0.key == "answers" ? found.answers : $0.value) }),
            found.problems
        )
    }

    /// The files of an application that is sent in one go.
    func placeSent(
        _ answers: JSONValue?, _ form: Form, with application: ApplicationID,
        _ tx: borrowing WriteTx
    ) throws {
        var sent: Set<FileID> = []
        for question in form.fileQuestions {
            let ids = answers?[question.key]?.fileIDs ?? []
            guard !ids.isEmpty else { continue }
            try documents.place(
                ids, in: .application(application), answering: question.key, tx)
            sent.formUnion(ids)
        }
        if !sent.isEmpty { try documents.send(sent, in: .application(application), tx) }
    }
}

extension KeptFile {
    /// As answers name it.
    public var answer: FileAnswer {
        FileAnswer(
            id: id, name: name, mediaType: kind.rawValue, byteCount: byteCount, sha256: sha256)
    }
}
