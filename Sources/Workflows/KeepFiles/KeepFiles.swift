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
        try keepFile(
            try checkFile(bytes, named: name, at: place, rules, as: principal), rules,
            as: principal)
    }

    /// Looks through what somebody sent, whatever it is made to do to whoever reads it: apart from the
    /// database, and never where others wait to write.
    ///
    /// - Parameters: as of `takeFile`.
    /// - Throws: `InvalidInput`.
    public func checkFile(
        _ bytes: [UInt8], named name: String, at place: String, _ rules: FileRules,
        as principal: Principal
    ) throws -> CheckedFile {
        try principal.require(.applicant, .officer)
        do {
            return try CheckedFile(bytes, named: name, atMost: Int(rules.greatestBytes))
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
    }

    /// Keeps a file that has been looked through, which waits until an answer names it. What has
    /// waited its whole time goes first.
    /// - Throws: `FileProblem`.
    public func keepFile(
        _ file: CheckedFile, _ rules: FileRules, as principal: Principal
    ) throws -> KeptFile {
        try principal.require(.applicant, .officer)
        try expireFiles(beside: principal)
        return try store.write(as: principal) {
            try documents.keep(file, ofPerson: rules.mostOfPerson, in: $0)
        }
    }

    /// Gives up the files that have waited their whole time for an answer that names them: an act of
    /// the house, whoever happens to be there.
    ///
    /// - Parameter somebody: through whose door it is done, and not in whose name.
    /// - Returns: how many.
    @discardableResult
    public func expireFiles(beside somebody: Principal) throws -> Int {
        let isAny = try store.read { try documents.hasExpiredFiles(in: $0) }
        guard isAny else { return 0 }
        let house = Principal(
            .mailWorker, door: somebody.door, systemUser: somebody.systemUser)
        return try store.write(as: house) { try documents.expireWaiting(in: $0) }
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
        var claimed: [FileID: String] = [:]
        for question in form.fileQuestions {
            guard let ids = values[question.key]?.fileIDs else { continue }
            var found: [JSONValue] = []
            var named: Set<FileID> = []
            for id in ids {
                guard let file = try usable(id, in: place, tx) else {
                    problems.append(
                        FieldProblem(
                            prefix + question.key, "upload-gone", ["id": "\(id.rawValue)"]))
                    // It is not missing as well.
                    found.append(.int(id.rawValue))
                    continue
                }
                // What answers another question here answers this one as a file of its own.
                let isOthers = (file.question ?? claimed[id] ?? question.key) != question.key
                let own =
                    isOthers
                    ? try documents.again(file, in: place, answering: question.key, tx) : file
                claimed[own.id] = question.key
                if named.insert(own.id).inserted { found.append(own.answer.json) }
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

    /// A file that may answer a question here: one's own that waits, or one that belongs here already.
    private func usable(
        _ id: FileID, in place: KeptFile.Place?, _ tx: borrowing WriteTx
    ) throws -> KeptFile? {
        let file: KeptFile
        do {
            file = try documents.file(id, in: tx.reading)
        } catch FileProblem.unknown {
            return nil
        }
        if let former = file.place {
            return former == place ? file : nil
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
    ///
    /// - Parameter source: what a problem is said to be in.
    /// - Throws: `InvalidInput` where an application and its returns have more than they may.
    func place(
        _ values: [String: JSONValue], _ form: Form, in place: KeptFile.Place, source: String,
        _ tx: borrowing WriteTx
    ) throws {
        for question in form.fileQuestions {
            try documents.place(
                values[question.key]?.fileIDs ?? [], in: place, answering: question.key, tx)
        }
        let named = form.fileQuestions.first { !(values[$0.key]?.fileIDs ?? []).isEmpty }
        guard let named, case .award(let application, _) = place else { return }
        let used = try documents.usedBytes(of: application, in: tx.reading)
        // As the house says now, and not when the round was opened: what is too little can be raised.
        let most = try fileRules().mostOfApplication
        guard used <= most else {
            throw InvalidInput(
                source,
                [
                    FieldProblem(
                        named.key, "uploads-of-application",
                        [
                            "over": FileRules.words(used - most),
                            "maximum": FileRules.words(most),
                        ])
                ])
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
