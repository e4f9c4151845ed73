import FundCore
import FundStore

/// What the minutes of a meeting are written from: the same facts always give the same bytes.
public struct MeetingMinutes: Sendable {
    public let record: MeetingRecord
    /// The round's title.
    public let round: String
    /// What the panel is called.
    public let panel: String
    public let names: [PersonID: String]
    /// What each criterion is called.
    public let criteria: [String: String]
    /// What each group is called.
    public let groups: [ApplicationID: String]
    /// The end of the audit trail when they are written; nil for a reader who is not to know it.
    public let head: AuditHead?
    /// Who signs them, when, and who is in the chair; nil for a draft.
    public let signing: (by: PersonID, at: Instant, chair: PersonID)?

    public init(
        record: MeetingRecord, round: String, panel: String, names: [PersonID: String],
        criteria: [String: String], groups: [ApplicationID: String], head: AuditHead?,
        signing: (by: PersonID, at: Instant, chair: PersonID)? = nil
    ) {
        self.record = record
        self.round = round
        self.panel = panel
        self.names = names
        self.criteria = criteria
        self.groups = groups
        self.head = head
        self.signing = signing
    }

    /// Plain text, line by line.
    public func text(in words: TextCatalogue) -> String {
        let meeting = record.meeting
        var lines = [
            words.words(
                "minutes.title", ["panel": panel, "number": "\(meeting.number)"]),
            round, "",
        ]
        if signing == nil { lines += [words.words("minutes.draft"), ""] }
        lines += [
            words.words(
                "minutes.opened",
                ["time": words.words(meeting.openedAt), "person": name(meeting.openedBy)]),
            words.words("minutes.present", ["people": list(record.present, words)]),
            words.words("minutes.apologies", ["people": list(record.apologies, words)]),
            words.words("minutes.quorum", ["count": "\(record.quorum)"]),
        ]
        if let why = meeting.openedDespite {
            lines += Self.fact(words.words("minutes.opened-despite", ["reason": why]))
        }
        for (place, item) in record.items.enumerated() {
            lines += [""] + [Self.heading(item, number: place + 1, groups)]
            lines += facts(of: item, words).flatMap(Self.fact)
        }
        lines.append("")
        if !record.isCut {
            lines.append(
                words.words(
                    "minutes.total",
                    ["amount": record.total.words, "allotment": record.allotment.words]))
        }
        if let head {
            lines.append(
                words.words("minutes.audit", ["row": "\(head.count)", "hash": head.hash]))
        }
        if let signing {
            lines += [
                words.words("minutes.chair", ["person": name(signing.chair)]),
                words.words(
                    "minutes.signed",
                    ["person": name(signing.by), "time": words.words(signing.at)]),
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// SHA-256 of what is recorded of the meeting, or of one application in it: it changes with
    /// everything that is recorded, and with everything that changes what is.
    public func state(of application: ApplicationID? = nil, in words: TextCatalogue) -> String {
        guard let application else { return SHA256Hex(of: text(in: words)).description }
        let item = record.items.first { $0.entry.application == application }
        let said = item.map { facts(of: $0, words) } ?? []
        return SHA256Hex(of: said.joined(separator: "\n")).description
    }

    /// The minutes that were signed, for somebody who has an interest in some of the applications:
    /// of those, the first line alone; of the others not their rank, and not what all comes to, since
    /// what is missing there would tell it.
    ///
    /// - Parameter references: of those applications.
    static func cut(_ minutes: String, without references: Set<Reference>, saying note: String)
        -> String
    {
        let marks = references.map { ". \($0) – " }
        // A blank line parts the items, and nothing in one is blank.
        let parts = minutes.split(separator: "\n\n", omittingEmptySubsequences: false)
        return parts.enumerated().map { place, part in
            // What all comes to stands first at the foot.
            if place == parts.count - 1 { return String(part.drop { $0 != "\n" }.dropFirst()) }
            let heading = part.prefix { $0 != "\n" }
            let number = heading.prefix { $0.isNumber }
            guard !number.isEmpty, heading.dropFirst(number.count).hasPrefix(". ") else {
                return String(part)
            }
            let rest = heading.dropFirst(number.count)
            if marks.contains(where: { rest.hasPrefix($0) }) {
                return "\(heading)\n\(fact(note).joined(separator: "\n"))"
            }
            // What was asked for and the rank stand first of each.
            let facts = part.dropFirst(heading.count + 1).drop { $0 != "\n" }
            return "\(heading)\(facts)"
        }.joined(separator: "\n\n")
    }

    private static func heading(
        _ item: MeetingRecord.Item, number: Int, _ groups: [ApplicationID: String]
    ) -> String {
        "\(number). \(item.reference) – \(groups[item.entry.application] ?? "")"
    }

    /// The lines of one fact. What somebody wrote may have lines of its own: a bar marks each, so
    /// that none of them looks like a fact.
    private static func fact(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
            .map { ($0 == 0 ? "   " : "   | ") + $1 }
    }

    /// What is recorded of one application, each in a text that may have lines.
    private func facts(of item: MeetingRecord.Item, _ words: TextCatalogue) -> [String] {
        var lines: [String] = []
        if !record.isCut {
            lines.append(
                words.words(
                    "minutes.item",
                    [
                        "amount": item.requested.words, "minimum": item.minimum.words,
                        "rank": "\(item.entry.rank)", "score": item.entry.score,
                    ]))
        }
        if !item.isStanding { lines.append(words.words("minutes.withdrawn")) }
        for (member, hasInterest) in item.absent {
            lines.append(
                words.words(
                    hasInterest ? "minutes.left-interest" : "minutes.left",
                    ["person": name(member)]))
        }
        func value(_ value: Int64?) -> String {
            value.map { "\($0)" } ?? words.words("minutes.not-applicable")
        }
        for change in item.moderations {
            lines.append(
                words.words(
                    "minutes.moderated",
                    [
                        "person": name(change.member),
                        "criterion": criteria[change.criterion] ?? change.criterion,
                        "before": value(change.before), "after": value(change.after),
                        "reason": change.reason,
                    ]))
        }
        if !item.undeclared.isEmpty {
            lines.append(
                words.words("minutes.undeclared", ["people": list(item.undeclared, words)]))
        }
        return lines
            + (item.recommendation.map { self.lines(of: $0, words) }
                ?? [words.words("minutes.none-yet")])
    }

    private func lines(
        of said: MeetingRecord.Recommendation, _ words: TextCatalogue
    ) -> [String] {
        var lines = [
            words.words(
                "minutes.recommended",
                [
                    "what": words.words("recommendation.\(said.kind.rawValue)")
                        + (said.amount.map { ", \($0.words)" } ?? "")
                ])
        ]
        if let conditions = said.conditions {
            lines.append(words.words("minutes.conditions", ["text": conditions]))
        }
        lines.append(words.words("minutes.voters", ["people": list(said.voters, words)]))
        if let votes = said.votes {
            lines.append(
                words.words(
                    "minutes.votes",
                    [
                        "for": "\(votes.votesFor)", "against": "\(votes.against)",
                        "abstained": "\(votes.abstentions)",
                    ]))
            if votes.isCast { lines.append(words.words("minutes.casting-vote")) }
        } else {
            lines.append(words.words("minutes.no-vote"))
        }
        return lines
            + said.dissents.map {
                words.words("minutes.dissent", ["person": name($0.member), "text": $0.text])
            }
    }

    private func name(_ person: PersonID) -> String { names[person] ?? "" }

    private func list(_ people: [PersonID], _ words: TextCatalogue) -> String {
        people.isEmpty
            ? words.words("minutes.nobody") : people.map(name).joined(separator: ", ")
    }
}

extension AssessmentModule {
    /// The bytes that were signed as minutes, without what is recorded of some applications.
    public func signedMinutes(
        _ signature: Meeting.Signature, without references: Set<Reference>, saying note: String
    ) -> String {
        references.isEmpty
            ? signature.minutes
            : MeetingMinutes.cut(signature.minutes, without: references, saying: note)
    }

    /// The facts of a meeting's minutes as its rows stand.
    ///
    /// - Parameters:
    ///   - round: its title.
    ///   - applications: which are not for the reader.
    ///   - names: what people are called.
    public func minutes(
        of meeting: Meeting, round: String, rules: PanelRules, scheme: ScoringScheme,
        groups: [ApplicationID: String], head: AuditHead?,
        signing: (by: PersonID, at: Instant, chair: PersonID)? = nil,
        leavingOut applications: Set<ApplicationID> = [], in tx: borrowing ReadTx,
        names: (Set<PersonID>) throws -> [PersonID: String]
    ) throws -> MeetingMinutes {
        let record = try record(of: meeting, in: tx).leavingOut(applications)
        let people = record.people.union([signing?.by, signing?.chair].compactMap(\.self))
        return MeetingMinutes(
            record: record, round: round, panel: rules.title(of: meeting.panel),
            names: try names(people),
            criteria: Dictionary(
                scheme.criteria.map { ($0.key, $0.title) }, uniquingKeysWith: { first, _ in first }),
            groups: groups, head: head, signing: signing)
    }
}

extension PanelRules {
    /// What a panel is called; its key where nothing says.
    public func title(of key: String) -> String {
        panels.first { $0.key == key && !$0.title.isEmpty }?.title ?? key
    }
}
