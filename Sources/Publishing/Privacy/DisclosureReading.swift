import Forms
import FundCore

/// Reads rows as people do: questions with their answers, days, moments and amounts, without what
/// only joins records together. Everything of them is in the JSON.
struct DisclosureReading {
    /// What stands in a field.
    enum Said {
        case text(String)
        case list([Said])
        case fields([Field])
    }

    struct Field {
        let heading: String
        let said: Said
    }

    /// Columns of JSON, by table.
    private static let json: [String: Set<String>] = [
        "applicationAnswer": ["value"], "applicationDraftAnswer": ["value"],
        "applicationScreeningCandidate": ["why", "listed"], "commissioningBudget": ["lines"],
        "commissioningPlanEntry": ["body"], "commissioningPlanFrozen": ["content"],
        "commissioningProspectus": ["content"], "commissioningReturn": ["form"],
        "commissioningReturnDraft": ["answers"], "commissioningReturnVersion": ["answers"],
        "commissioningSurvey": ["form"], "erasureCertificate": ["content"], "letter": ["facts"],
        "requestAnswer": ["answer"], "roundConfiguration": ["content"],
    ]
    /// Columns that are made from others, or say how records are kept.
    private static let inner: Set<String> = [
        "id", "nameKey", "organisationKey", "entryKey", "groupKey", "pageKey", "requestKey",
        "rowKey", "tableKey", "keyCheck", "messageId", "look", "textLine", "revision", "sequence",
        "occurrence", "applicationsRevision", "scoresRevision", "postBatch", "attemptCount",
    ]
    /// With what the names of columns begin that are 1 for yes and 0 for no.
    private static let truths = [
        "is", "has", "was", "needs", "asks", "keeps", "awaits", "counts", "may", "reads", "seals",
        "allows", "follows", "always",
    ]
    private static let furtherTruths: Set<String> = [
        "eligible", "blocking", "castingVote", "partialAwards",
    ]
    /// Words of what `status` says, by table.
    private static let statuses = ["application": "status", "letter": "letter-status"]
    /// Moments whose names do not end with `At`.
    private static let moments: Set<String> = ["at", "notBefore", "heldFrom", "usableFrom"]

    let words: TextCatalogue
    let forms: [String: Form]

    /// What of a row can be read, in the order of its columns.
    func fields(of row: Disclosure.Shown, in table: String) -> [Field] {
        let form = Disclosure.answered.lazy.compactMap { column, _ in
            row.values.first { $0.name == column }?.value.int
                .flatMap { forms["\(column) \($0)"] }
        }.first
        let key = row.values.first { $0.name == "questionKey" }?.value.string
        var fields: [Field] = []
        for (name, value) in row.values {
            if case .null = value { continue }
            if name == "questionKey" {
                // Where the answer is not there, its question is said by itself.
                if row.values.contains(where: { $0.name == "value" }) { continue }
                fields.append(
                    Field(
                        heading: words.words("column.question"),
                        said: .text(title(of: key ?? "", form))))
            } else if name == "value", let key {
                fields.append(
                    Field(
                        heading: title(of: key, form),
                        said: answer(value, to: form?.question(key))))
            } else if Self.isPerson(name) {
                if let said = value.string {
                    fields.append(Field(heading: heading(name, in: table), said: .text(said)))
                }
            } else if !Self.isInner(name, value) {
                let heading = heading(name, in: table)
                guard Self.json[table]?.contains(name) ?? false, let read = Self.read(value) else {
                    fields.append(
                        Field(heading: heading, said: .text(said(value, name, in: table))))
                    continue
                }
                // Of other JSON no key is a question's.
                let asked = name == "answers" ? form : nil
                fields.append(Field(heading: heading, said: said(read, name, asked)))
            }
        }
        return fields
    }

    private func title(of key: String, _ form: Form?) -> String {
        form?.question(key).map { words.title(of: $0) } ?? Disclosure.fieldName(key, in: "", words)
    }

    private func answer(_ value: JSONValue, to question: Question?) -> Said {
        guard let read = Self.read(value) else { return .text(value.string ?? value.text) }
        return answer(read: read, to: question)
    }

    private func answer(read: JSONValue, to question: Question?) -> Said {
        let lines = question.map { words.lines(read, to: $0) } ?? []
        guard let first = lines.first else { return said(read, "value", nil) }
        return lines.count > 1 ? .list(lines.map { .text($0) }) : .text(first)
    }

    /// What a column of JSON holds; nil where it is none, as where other people were taken out.
    private static func read(_ value: JSONValue) -> JSONValue? {
        value.string.flatMap { try? JSONReader.read(Array($0.utf8)) }
    }

    /// JSON without its signs.
    private func said(_ json: JSONValue, _ name: String, _ form: Form?) -> Said {
        switch json {
        case .array(let items): return .list(items.map { said($0, name, form) })
        case .object(let members):
            let shown = members.filter { member in
                if case .null = member.value { return false }
                return !Self.isInner(member.key, member.value)
            }
            return .fields(
                shown.map { member in
                    if let question = form?.question(member.key) {
                        return Field(
                            heading: words.title(of: question),
                            said: answer(read: member.value, to: question))
                    }
                    return Field(
                        heading: heading(member.key, in: ""),
                        said: said(member.value, member.key, form))
                })
        default: return .text(said(json, name, in: ""))
        }
    }

    // MARK: One value

    private func said(_ value: JSONValue, _ name: String, in table: String) -> String {
        if case .bool(let isSo) = value { return yesOrNo(isSo) }
        if let number = value.int {
            if name == "pence" || name.hasSuffix("Pence") { return Money(pence: number).words }
            if name.hasSuffix("At") || Self.moments.contains(name), number > 0 {
                return words.words(Instant(milliseconds: number))
            }
            if Self.isTruth(name), (0...1).contains(number) { return yesOrNo(number == 1) }
        }
        guard let text = value.string else { return value.text }
        if name.hasSuffix("On") || name.hasSuffix("Until") || ["lastDay", "date"].contains(name),
            let date = LocalDate(text)
        {
            return words.words(date)
        }
        let code = text.replacing(".", with: "-")
        if table == "auditEntry", name == "action", words.has("action.\(code)") {
            return words.words("action.\(code)")
        }
        let group = name == "status" ? Self.statuses[table] : nil
        if let group, words.has("\(group).\(code)") { return words.words("\(group).\(code)") }
        return text
    }

    private func yesOrNo(_ isSo: Bool) -> String {
        words.words(isSo ? "disclosure-page.yes" : "disclosure-page.no")
    }

    private func heading(_ name: String, in table: String) -> String {
        Disclosure.fieldName(name, in: table, words)
    }

    /// Whether a column says who did something.
    private static func isPerson(_ name: String) -> Bool {
        name.hasSuffix("ById") || ["personId", "memberId", "chairId", "authorId"].contains(name)
    }

    private static func isTruth(_ name: String) -> Bool {
        furtherTruths.contains(name)
            || truths.contains { start in
                name.hasPrefix(start) && name.dropFirst(start.count).first?.isUppercase ?? false
            }
    }

    /// Whether a field only joins records together, or holds what nobody can read.
    private static func isInner(_ name: String, _ value: JSONValue) -> Bool {
        inner.contains(name) || name.hasSuffix("Id") || Scrubbing.isSecret(name)
            || ["[secret]", "[sealed]"].contains(value.string)
            || name == "subject" && (value.string?.wholeMatch(of: /[A-Za-z]+:[0-9]+/) != nil)
    }
}
