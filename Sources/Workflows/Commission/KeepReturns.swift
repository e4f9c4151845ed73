import Applications
import Awards
import Commissioning
import Correspondence
import Documents
import Forms
import FundCore
import FundStore
import Payments
import Rounds

/// What asking for a round's returns came to.
public struct ReturnsAsked: Sendable, Equatable {
    /// So many were made.
    public var made = 0
    /// Of so many the last day moved, since the project ends on another day.
    public var moved = 0
    /// So many awards wait: their group was not told, or has not agreed yet.
    public var waiting = 0

    public init() {}
}

/// What groups with an award are asked about it: asking, writing, judging, and what follows for
/// their payments.
extension Workflows {
    /// Asks each award of a round that stands, or was given up, for its returns, once. Asked again, it makes what is
    /// new and moves the days of what nobody has sent.
    /// - Throws: `ReturnProblem`.
    public func askReturns(
        round key: String, _ configuration: FundConfiguration, as principal: Principal
    ) throws -> ReturnsAsked {
        try principal.require(.officer)
        guard let rules = configuration.monitoring else { throw ReturnProblem.notSetUp }
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            let isAgreed = try awards.needsAgreement(round.id, in: tx.reading)
            var all: [Award] = []
            try awards.awards(of: round.id, in: tx.reading) {
                if $0.isToldOf { all.append($0) }
            }
            all = try all.filter {
                try !awards.isClosed($0.id, in: tx.reading)
                    && !commissioning.waivers(of: $0.id, in: tx.reading)
                        .contains { $0.numbers == nil && $0.end == nil }
            }
            guard !all.isEmpty else { throw ReturnProblem.nothingToAsk(round: key) }
            var asked = ReturnsAsked()
            for award in all {
                guard let span = try span(of: award, isAgreed: isAgreed, rules, in: tx.reading)
                else {
                    asked.waiting += 1
                    continue
                }
                try keepAppliedBudget(of: award, in: round.id, tx)
                var isChanged = false
                for item in rules.returns(of: award.kept) {
                    let day = span.day(of: item.moment).adding(days: item.dueDays)
                    let result = try commissioning.ask(
                        item.moment, of: award.id, award.application, in: round.id,
                        rules.form(of: award.kept), dueOn: day, in: tx)
                    switch result {
                    case .made: asked.made += 1
                    case .moved: asked.moved += 1
                    case .stood: continue
                    }
                    isChanged = true
                }
                if isChanged { try noteDue(of: award.id, in: tx) }
            }
            return asked
        }
    }

    /// The days of a project; nil before its group was told of its award, or has agreed.
    private func span(
        of award: Award, isAgreed: Bool, _ rules: MonitoringRules, in tx: borrowing ReadTx
    ) throws -> ProjectSpan? {
        if isAgreed {
            return try awards.agreement(of: award.id, in: tx).agreed.map {
                ProjectSpan(start: $0.terms.startsOn, end: $0.terms.endsOn)
            }
        }
        let told = try correspondence.toldAt(
            award.application, LetterKind.tellingAward, in: tx)
        guard told != nil else { return nil }
        return ProjectSpan(
            start: award.decidedOn, end: award.decidedOn.adding(days: rules.lastsDays))
    }

    /// Tells Payments from when on each return of an award is late.
    func noteDue(of award: AwardID, in tx: borrowing WriteTx) throws {
        for asked in try commissioning.returns(of: award, in: tx.reading) {
            try payments.hold(
                award, forReturn: asked.number, from: asked.heldFrom, in: tx)
        }
    }

    /// Keeps what a group has written of a return so far.
    ///
    /// - Parameters:
    ///   - number: which of its returns; nil for the first that it can write.
    ///   - paperReason: why an officer writes it down for the group.
    ///   - seen: the saving that whoever writes has read, 0 for none; nil where they did not look.
    /// - Returns: the number of the return.
    /// - Throws: `InvalidInput`, `ReturnProblem`.
    public func saveReturn(
        _ typed: String, number: Int64? = nil, _ answers: JSONValue, paperReason: String? = nil,
        seen: Int64? = nil, as principal: Principal
    ) throws -> Int64 {
        try store.write(as: principal) { tx in
            let found = try ownReturn(typed, number, isOnPaper: paperReason != nil, in: tx)
            let whole = try withFiles(answers, of: found, tx)
            let saved = try commissioning.save(
                whole, of: found.content, awarded: found.award.kept, seen: seen, in: tx)
            try place(
                saved, found.content.form.form, in: found.filesPlace, source: "return", tx)
            return found.content.asked.number
        }
    }

    /// Sends a return, as `saveReturn` keeps it.
    ///
    /// - Parameter answers: nil for what was saved.
    /// - Returns: the number of the return.
    public func submitReturn(
        _ typed: String, number: Int64? = nil, _ answers: JSONValue? = nil,
        paperReason: String? = nil, seen: Int64? = nil, as principal: Principal
    ) throws -> Int64 {
        try store.write(as: principal) { tx in
            let found = try ownReturn(typed, number, isOnPaper: paperReason != nil, in: tx)
            let whole = try answers.map { try withFiles($0, of: found, tx) }
            _ = try commissioning.send(
                whole, of: found.content, awarded: found.award.kept, seen: seen,
                paperReason: paperReason, in: tx)
            let form = found.content.form
            let sent = try commissioning.content(
                of: found.content.asked, standing: found.award.kept, in: tx.reading
            ).draft
            try place(
                sent?.answers ?? [:], form.form, in: found.filesPlace, source: "return", tx)
            let ids = form.form.fileQuestions.flatMap { sent?.answers[$0.key]?.fileIDs ?? [] }
            try documents.send(Set(ids), in: found.filesPlace, tx)
            try noteDue(of: found.award.id, in: tx)
            return found.content.asked.number
        }
    }

    /// Accepts what a group sent: the instalments that wait for this return, or for one before it, wait
    /// no longer.
    ///
    /// - Parameters:
    ///   - note: what the group reads of it; optional.
    ///   - seen: the version that was read.
    /// - Returns: the numbers of the instalments that waited.
    /// - Throws: `InvalidInput`, `ReturnProblem`.
    @discardableResult
    public func acceptReturn(
        _ typed: String, number: Int64, note: String?, seen: Int64? = nil,
        as principal: Principal
    ) throws -> [Int64] {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let found = try judgedReturn(typed, number, in: tx)
            _ = try commissioning.judge(
                .accepted, found.content, reference: "\(found.reference)", note: note, seen: seen,
                in: tx)
            try noteDue(of: found.award.id, in: tx)
            let order = ReturnMoment.allCases
            let asked = try commissioning.returns(of: found.award.id, in: tx.reading).sorted {
                (order.firstIndex(of: $0.moment) ?? 0) < (order.firstIndex(of: $1.moment) ?? 0)
            }
            // Of all that are accepted, the furthest counts.
            let place = 1 + (asked.lastIndex { $0.state == .accepted } ?? 0)
            let waiting = try payments.awaitedReports(
                of: found.award.id, upTo: place, of: asked.count, in: tx.reading)
            let version = found.content.versions.last?.number ?? 1
            for instalment in waiting {
                try payments.meetTrigger(
                    "\(found.reference)", number: instalment, of: found.round,
                    evidence: "\(found.reference) return \(number)/\(version)", in: tx)
            }
            return waiting
        }
    }

    /// Sends back what a group sent.
    /// - Returns: until when it has for another version.
    /// - Throws: `InvalidInput`, `ReturnProblem`.
    @discardableResult
    public func sendBackReturn(
        _ typed: String, number: Int64, reason: String, seen: Int64? = nil,
        as principal: Principal
    ) throws -> LocalDate {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let found = try judgedReturn(typed, number, in: tx)
            let day = try commissioning.judge(
                .sentBack, found.content, reference: "\(found.reference)", note: reason,
                seen: seen, in: tx)
            try noteDue(of: found.award.id, in: tx)
            return day
        }
    }

    /// Raises a concern over an award, so that nothing more of it is paid; or ends it.
    /// - Throws: `InvalidInput`, `ReturnProblem`.
    public func setConcern(
        _ isRaised: Bool, over typed: String, reason: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let found = try applications.find(typed, in: tx.reading)
            try refuseOwn(found.0, in: tx)
            try refuseInterested(in: found.0, in: tx)
            let award = try award(of: found.0, found.1, in: tx.reading)
            try commissioning.setConcern(
                isRaised, over: award.id, reference: "\(found.1)", reason: reason, in: tx)
            try payments.hold(award.id, forConcern: isRaised, in: tx)
        }
    }

    // MARK: Finding one's way

    private struct ReturnCase {
        let reference: Reference
        let round: RoundID
        let award: Award
        let content: ReturnContent

        var filesPlace: KeptFile.Place { .award(award.application, content.asked.id) }
    }

    /// - Throws: `InvalidInput` where a file is not there.
    private func withFiles(
        _ answers: JSONValue, of found: ReturnCase, _ tx: borrowing WriteTx
    ) throws -> JSONValue {
        let (whole, problems) = try lookUp(
            answers, found.content.form.form, in: found.filesPlace, tx)
        guard problems.isEmpty else { throw InvalidInput("return", problems) }
        return whole
    }

    func award(
        of id: ApplicationID, _ reference: Reference, in tx: borrowing ReadTx
    ) throws -> Award {
        guard let award = try awards.award(of: id, in: tx) else {
            throw ReturnProblem.noAward(reference: "\(reference)")
        }
        return award
    }

    private func content(
        of award: Award, _ reference: Reference, _ number: Int64, in tx: borrowing ReadTx
    ) throws -> ReturnContent {
        let asked = try commissioning.returns(of: award.id, in: tx)
        guard let found = asked.first(where: { $0.number == number }) else {
            throw ReturnProblem.unknown(reference: "\(reference)", number: number)
        }
        return try commissioning.content(of: found, standing: award.kept, in: tx)
    }

    /// A return for those who judge it: nobody judges their own, or what they have an interest in.
    private func judgedReturn(
        _ typed: String, _ number: Int64, in tx: borrowing WriteTx
    ) throws -> ReturnCase {
        let (id, reference, round) = try applications.find(typed, in: tx.reading)
        try refuseOwn(id, in: tx)
        try refuseInterested(in: id, in: tx)
        let award = try award(of: id, reference, in: tx.reading)
        return ReturnCase(
            reference: reference, round: round, award: award,
            content: try content(of: award, reference, number, in: tx.reading))
    }

    /// A return for whoever writes it: on line the group, from paper an officer for it.
    private func ownReturn(
        _ typed: String, _ number: Int64?, isOnPaper: Bool, in tx: borrowing WriteTx
    ) throws -> ReturnCase {
        let (id, reference, round) = try own(typed, as: tx.principal, in: tx.reading)
        let award = try award(of: id, reference, in: tx.reading)
        let asked = try commissioning.returns(of: award.id, in: tx.reading)
        guard let number = number ?? asked.first(where: \.isOpen)?.number else {
            throw ReturnProblem.nothingOpen(reference: "\(reference)")
        }
        let content = try content(of: award, reference, number, in: tx.reading)
        let isByGroup = try isApplicant(tx.principal, of: id, in: tx.reading)
        guard isByGroup != isOnPaper else {
            throw AccessProblem.roleMissing(needs: [isOnPaper ? .officer : .applicant])
        }
        guard content.asked.isOpen else {
            throw ReturnProblem.notOpen(reference: "\(reference)", number: number)
        }
        return ReturnCase(reference: reference, round: round, award: award, content: content)
    }
}
