import Applications
import Assessment
import Correspondence
import Documents
import Forms
import FundCore
import FundStore
import Identity
import Rounds

extension Workflows {
    /// Begins an application in a round that takes them.
    ///
    /// - Parameters:
    ///   - assistedBy: how it reached the officer who types it; nil where the group does.
    ///   - offered: an earlier application of the same person whose answers it begins with.
    public func startDraft(
        in key: String, assistedBy: Assistance? = nil, from offered: String? = nil,
        as principal: Principal
    ) throws -> DraftID {
        try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            if assistedBy == nil {
                _ = try admit(to: round, late: nil, in: tx)
            } else if round.status != .open && round.status != .closed {
                // An officer may type a late one in: sending it asks why it is late.
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            let rules = try ApplicationRules(of: round, rounds, in: tx.reading)
            guard !rules.form.sections.isEmpty else { throw WritingProblem.noPages(round: key) }
            let id = try applications.startDraft(in: round.id, assistedBy: assistedBy, in: tx)
            if let offered, let person = principal.personID {
                let (earlier, reference, _) = try applications.find(offered, in: tx.reading)
                guard try applications.isOwner(person, of: earlier, in: tx.reading) else {
                    throw ApplicationsProblem.unknown(reference: "\(reference)")
                }
                try copy(earlier, to: id, rules: rules, in: tx)
            }
            return id
        }
    }

    /// Begins a draft with the answers of an earlier application that fit questions of now. None
    /// of its pages counts as done: the group looks at each again.
    private func copy(
        _ earlier: ApplicationID, to draft: DraftID, rules: ApplicationRules,
        in tx: borrowing WriteTx
    ) throws {
        let detail = try applications.detail(of: earlier, in: tx.reading)
        let before = detail.answersByField
        var values: [String: JSONValue] = [:]
        for question in rules.form.questions
        where question.type != .declaration && question.type != .file {
            guard let value = before[question.place] else { continue }
            if rules.problems(with: value, for: question, among: values).isEmpty {
                values[question.key] = value
            }
        }
        let seen = EntityTag(of: values.keys.map { _ in nil as String? }).description
        try applications.save(
            values.mapValues { .some($0) }, on: nil, of: draft, seen: seen, in: tx)
    }

    /// Saves what somebody wrote on one page of a draft.
    ///
    /// - Parameters:
    ///   - values: by question key, each as the form takes it; nil takes an answer away.
    ///   - page: the page that is done with, nil where they come back to it later: what is still
    ///     missing is not asked for then.
    ///   - seen: the state of these answers when the page was shown.
    /// - Throws: `InvalidInput` with everything that is wrong; `DraftProblem`.
    public func savePage(
        _ values: [String: JSONValue?], on page: String?, of id: DraftID, seen: String,
        as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let draft = try applications.openDraft(id, in: tx)
            let round = try rounds.round(draft.round, in: tx.reading)
            let rules = try ApplicationRules(of: round, rounds, in: tx.reading)
            var all = draft.values
            for (key, value) in values { all[key] = value }
            var named = values.compactMapValues { $0 }
            var problems = try lookUp(
                &named, rules.form, beside: all, in: .draft(id), tx)
            for question in rules.form.fileQuestions where named[question.key] != nil {
                all[question.key] = named[question.key]
            }
            for question in rules.form.asked(all) where values.keys.contains(question.key) {
                let value = all[question.key]
                if value == nil && page == nil { continue }
                problems += rules.problems(
                    with: value, for: question, among: all, isLater: page == nil)
            }
            guard problems.isEmpty else { throw InvalidInput("page", problems) }
            var known: [String: JSONValue?] = [:]
            for (key, value) in values {
                guard let question = rules.form.question(key) else { continue }
                // Nothing is an answer, too: it takes the one of before away.
                let given = question.type == .file ? named[key] : value
                known.updateValue(given.map { question.normalised($0) }, forKey: key)
            }
            try applications.save(known, on: page, of: id, seen: seen, in: tx)
            for question in rules.form.fileQuestions where values.keys.contains(question.key) {
                try documents.place(
                    named[question.key]?.fileIDs ?? [], in: .draft(id), answering: question.key,
                    tx)
            }
        }
    }

    /// Keeps what a group tells about whom its project serves.
    public func saveEquality(
        _ values: [String: [String]], of id: DraftID, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let draft = try applications.openDraft(id, in: tx)
            let form = try rounds.optionalSection(
                .equality, of: draft.round, as: EqualityForm.self, in: tx.reading)
            var kept: [String: JSONValue] = [:]
            for question in form?.questions ?? [] {
                let options = question.options.map(\.key) + [EqualityForm.preferNotToSay]
                var chosen = options.filter((values[question.key] ?? []).contains)
                // Who would rather not say has said nothing beside it.
                if chosen.contains(EqualityForm.preferNotToSay) {
                    chosen = [EqualityForm.preferNotToSay]
                }
                if !question.isMany, chosen.count > 1 {
                    throw InvalidInput("equality", [FieldProblem(question.key, "choose-one")])
                }
                if !chosen.isEmpty { kept[question.key] = .array(chosen.map { .string($0) }) }
            }
            try applications.saveEquality(kept, of: id, in: tx)
        }
    }

    /// Lets another person of the group write on a draft.
    public func addDraftMember(
        _ email: String, to id: DraftID, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            _ = try applications.openDraft(id, in: tx)
            let person = try identity.personToInvite(email, in: tx)
            try applications.addMember(person, email: email, to: id, in: tx)
        }
    }

    /// Takes a person off a draft.
    public func removeDraftMember(
        _ email: String, from id: DraftID, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            guard let person = try identity.person(email, in: tx.reading) else {
                // The same answer as for somebody who is known here, and not on it.
                let draft = try applications.draft(id, for: principal, in: tx.reading)
                guard draft.startedBy == principal.personID else {
                    throw DraftProblem.startersOnly
                }
                return
            }
            try applications.removeMember(person.id, from: id, in: tx)
        }
    }

    public func discardDraft(_ id: DraftID, as principal: Principal) throws {
        try store.write(as: principal) { tx in
            try applications.discard(id, in: tx)
            try documents.forgetFiles(of: id, in: tx)
        }
    }

    /// Sends a draft: it becomes an application, and a receipt with all its answers is queued.
    ///
    /// - Parameters:
    ///   - language: in which the group wants to be written to.
    ///   - late: why an officer admits it after the deadline.
    ///   - seen: the state of all answers when whoever sends it checked them; nil is not compared.
    /// - Throws: `DraftProblem.unfinished` with every question that is not answered as it should be;
    ///   `.changedMeanwhile`.
    public func sendDraft(
        _ id: DraftID, language: String, late: String? = nil, seen: String? = nil,
        as principal: Principal
    ) throws -> AddedApplication {
        try store.write(as: principal) { tx in
            let draft = try applications.openDraft(id, in: tx)
            guard seen == nil || seen == draft.tag.description else {
                throw DraftProblem.changedMeanwhile
            }
            let round = try rounds.round(draft.round, in: tx.reading)
            let lateness = try admit(to: round, late: late, in: tx)
            let rules = try ApplicationRules(of: round, rounds, in: tx.reading)
            let values = draft.values
            let problems = rules.form.asked(values).flatMap {
                rules.problems(with: values[$0.key], for: $0, among: values)
            }
            guard problems.isEmpty else { throw DraftProblem.unfinished(problems) }
            let json = rules.form.application(from: values, language: language)
            let added = try applications.submit(
                try Submission(json, source: "draft", rules: rules), lateness: lateness,
                rules: rules, in: tx)
            try applications.recordSent(id, as: added.id, in: tx)
            let sent = rules.form.fileQuestions.flatMap {
                json["answers"]?[$0.key]?.fileIDs ?? []
            }
            try documents.send(Set(sent), of: id, with: added.id, in: tx)
            try queueReceipts([added], round: round, isWritten: true, in: tx)
            return added
        }
    }

    /// Takes an application back for good, and confirms it by letter.
    public func withdraw(
        _ typed: String, reason: String?, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (id, reference, roundID) = try own(typed, as: principal, in: tx.reading)
            let round = try rounds.round(roundID, in: tx.reading)
            if !principal.has(.officer) {
                // It cannot be undone: somebody invited by mistake must not end it for the group.
                let starter = try applications.origin(of: id, in: tx.reading)?.startedBy
                guard starter == nil || starter == principal.personID else {
                    throw DraftProblem.startersOnly
                }
                // Who decided, and when, is not told before the letters have left.
                guard round.status != .decided else {
                    throw ApplicationsProblem.withdrawnTooLate(reference: "\(reference)")
                }
            }
            try refuseDecided(round, in: tx.reading)
            try applications.withdraw(id, reason: reason, in: tx)
            try correspondence.withdraw(.ineligible, to: id, in: tx)
            try assessment.dismiss(id, in: tx)
            let settings: LetterSettings = try rounds.section(
                .letters, of: round.id, in: tx.reading)
            // What a round that opened before there was this letter can do without.
            guard settings.templates[settings.language]?[LetterKind.withdrawal.rawValue] != nil
            else { return }
            try queueLetter(.withdrawal, to: id, round: round.id, settings: settings, in: tx)
        }
    }

    /// An application that the principal may act on for its group: their own, or any for an officer.
    func own(
        _ typed: String, as principal: Principal, in tx: borrowing ReadTx
    ) throws -> (ApplicationID, Reference, RoundID) {
        let found = try applications.find(typed, in: tx)
        if principal.has(.officer) { return found }
        guard let person = principal.personID,
            try applications.isOwner(person, of: found.id, in: tx)
        else { throw ApplicationsProblem.unknown(reference: "\(found.reference)") }
        return found
    }
}

public enum WritingProblem: Problem {
    /// The round's form is for programs alone.
    case noPages(round: String)

    public var report: ProblemReport {
        switch self {
        case .noPages(let round):
            ProblemReport("round-without-pages", .conflict, ["round": round])
        }
    }
}

extension EqualityForm {
    /// The option that every question has beside its own.
    public static let preferNotToSay = "prefer-not-to-say"
}

extension Form {
    /// What a group wrote, as its letters say it.
    func answers(of detail: ApplicationDetail, in words: TextCatalogue) -> [LetterFacts.Answer] {
        let values = detail.answersByField
        return questions.compactMap { question in
            // Left open, the least they could work with is all: that is no answer of theirs.
            if question.fills == .minimumPence, detail.summary.needsAll { return nil }
            let lines = words.lines(values[question.place], to: question)
            guard !lines.isEmpty else { return nil }
            let title = words.title(of: question)
            return LetterFacts.Answer(
                // A question needs no colon behind its mark.
                question: title.last.map { "?؟.۔!".contains($0) } ?? true ? title : title + ":",
                text: lines.joined(separator: "; ").oneLine)
        }
    }
}
