import Applications
import Assessment
import Correspondence
import FundCore
import FundStore
import Identity
import Rounds

/// The decision letters of a round that nobody has let go, and who has done what about them.
public struct LetterGateReport: Sendable {
    public let round: Round
    /// Whether the round asks for the gate, and for somebody else to let the letters go.
    public let isOn: Bool
    public let needsSecond: Bool
    public let letters: [GatedLetter]
    /// Over the letters as they stand.
    public let sha256: String
    /// Names of groups, by application.
    public let organisations: [ApplicationID: String]
    /// Who passed the gate last, and whether the letters still stand as they did then.
    public let pass: (by: PersonID, email: String, at: Instant, holds: Bool)?
    /// Who let letters go last, how many, and from when on they leave.
    public let release: (email: String, at: Instant, notBefore: Instant?, count: Int64)?
    /// Whether the decision that they tell was called in or sent back, and does not stand yet.
    public let isSuspended: Bool
    /// What the round says, where that is still to come.
    public let embargo: LocalDateTime?

    /// Whether the letters are made: a round's decision makes them.
    public var isDecided: Bool { round.status == .decided }
    public var incompleteCount: Int { letters.count { !$0.gaps.isEmpty } }

    /// Rows of `Listing.gate`.
    public func rows(onlyIncomplete: Bool) -> [[JSONValue]] {
        letters.filter { !onlyIncomplete || !$0.gaps.isEmpty }.map { letter in
            [
                .string("\(letter.summary.reference)"), .string(letter.summary.kind.rawValue),
                .string(organisations[letter.summary.application] ?? ""),
                .string(letter.language), .string(letter.way.rawValue), .optional(letter.email),
                .string(letter.gaps.map(\.rawValue).joined(separator: " ")),
            ]
        }
    }

    /// The counts, and who passed the gate for the letters as they stand.
    public var counts: [(key: String, value: JSONValue)] {
        let holding = pass.flatMap { $0.holds ? $0 : nil }
        return [
            ("letters", .int(letters.count)),
            ("ready", .int(letters.count - incompleteCount)),
            ("incomplete", .int(incompleteCount)),
            ("byPost", .int(letters.count { $0.way == .post })),
            ("passedBy", .optional(holding?.email)),
            ("passedAt", .optional(holding?.at.iso8601)),
            ("embargo", .optional(embargo.map { "\($0)" })),
        ]
    }
}

extension Reports {
    /// Every decision letter of a round that nobody has let go, with what it lacks.
    public func letterGate(of key: String, as principal: Principal) throws -> LetterGateReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            let controls = try rounds.controls(of: round.id, in: tx)
            let renderer = try renderers.renderer(of: round.id) {
                try rounds.section(.letters, of: round.id, in: tx)
            }
            let contacts = try applications.contacts(of: round.id, in: tx)
            let gate = try correspondence.gate(
                of: round.id, renderer, isStrict: controls.has(.letterGate), in: tx
            ) { (contacts[$0]?.email, contacts[$0]?.address) }
            let rules = try rounds.optionalSection(
                .letterRules, of: round.id, as: LetterRules.self, in: tx)
            let pass = try correspondence.lastPass(of: round.id, in: tx)
            let release = try correspondence.lastRelease(of: round.id, in: tx)
            let names = try applications.organisations(of: round.id, in: tx)
            return LetterGateReport(
                round: round, isOn: controls.has(.letterGate),
                needsSecond: controls.has(.secondRelease), letters: gate.letters,
                sha256: gate.sha256,
                organisations: names,
                pass: try pass.map {
                    (
                        $0.passedBy, try identity.email(of: $0.passedBy, in: tx), $0.passedAt,
                        $0.sha256 == gate.sha256
                    )
                },
                release: try release.map {
                    (
                        try identity.email(of: $0.releasedBy, in: tx), $0.releasedAt,
                        $0.notBefore, $0.letterCount
                    )
                },
                isSuspended: try correspondence.isHeld(round.id, in: tx),
                embargo: rules?.embargo.flatMap { $0.instant > tx.now ? $0 : nil })
        }
    }

    /// What the panel wrote about an application, to pick feedback from: rows of `Listing.comments`.
    /// Nobody is named, and what members with an interest wrote is left out.
    public func feedbackComments(
        about typed: String, as principal: Principal
    ) throws -> [[JSONValue]] {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let (id, _, round) = try applications.find(typed, in: tx)
            try refuseSealed(try rounds.round(round, in: tx), principal, in: tx)
            return try comments(about: id, round: round, in: tx).enumerated().map {
                place, comment in
                [.int(place + 1), .string(comment.title), .string(comment.text)]
            }
        }
    }

    /// What comes with a group's award, in its decision letter.
    public func conditions(
        of typed: String, as principal: Principal
    ) throws -> (object: JSONValue, tag: EntityTag?) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let (id, reference, round) = try applications.find(typed, in: tx)
            let conditions = try correspondence.conditions(of: id, in: tx)
            let isSealed = try isSealed(try rounds.round(round, in: tx), from: principal, in: tx)
            let panel =
                isSealed ? nil : try assessment.recommendation(about: id, in: tx)?.conditions
            let replaces = conditions.flatMap { said in panel.map { !said.says($0) } } ?? false
            return (
                .object([
                    ("reference", .string("\(reference)")), ("text", .optional(conditions?.text)),
                    ("english", .optional(conditions?.english)),
                    ("panelConditions", .optional(panel)), ("replacesPanel", .bool(replaces)),
                ]), conditions?.tag
            )
        }
    }

    func comments(
        about application: ApplicationID, round: RoundID, in tx: borrowing ReadTx
    ) throws -> [(title: String, text: String)] {
        let scheme: ScoringScheme = try rounds.section(.scoring, of: round, in: tx)
        return try assessment.comments(about: application, in: tx).map { comment in
            (
                scheme.criteria.first { $0.key == comment.criterion }?.title ?? comment.criterion,
                comment.text
            )
        }
    }
}
