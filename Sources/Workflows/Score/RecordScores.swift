import Applications
import Assessment
import FundCore
import FundStore
import Identity
import Rounds

extension Workflows {
    /// Records a member's scores of one application.
    ///
    /// - Parameters:
    ///   - member: whose scores; nil for the principal's own.
    ///   - scores: criterion, value and comment.
    ///   - condition: what the first of them is expected to be so far.
    public func recordScores(
        of typed: String, member email: String?,
        _ scores: [(criterion: String, value: Int64?, comment: String?)],
        if condition: EditCondition = .anything, as principal: Principal
    ) throws -> ScoreRecording {
        let person = try principal.require(.panelMember, .officer)
        guard !scores.isEmpty else { throw AssessmentProblem.scoresMissing }
        return try store.write(as: principal) { tx in
            let (id, reference, roundID) = try applications.find(typed, in: tx.reading)
            let round = try rounds.round(roundID, in: tx.reading)
            var member = person
            if let email {
                let named = try identity.person(email, in: tx.reading)
                // Whether somebody else is known is not a panel member's to find out.
                guard principal.has(.officer) || named?.id == person else {
                    throw InvalidInput(
                        "\(reference)", [FieldProblem("panel_member", "score-not-yours")])
                }
                guard let named else { throw AccessProblem.unknownPerson(email: email) }
                if named.id != person {
                    try refuseSealed(round, in: tx)
                    try refuseOwn(id, in: tx)
                }
                member = named.id
            } else if !principal.has(.panelMember) {
                throw AssessmentProblem.memberMissing
            }
            guard try !isHandedIn(id, by: member, in: tx.reading) else {
                throw AssessmentProblem.hasInterest
            }
            if principal.has(.officer) || member == person {
                try condition.check(
                    try assessment.score(
                        of: id, round: roundID, criterion: scores[0].criterion, by: member,
                        in: tx.reading)?.tag)
            }
            return try assessment.record(
                scores.map {
                    ScoreEntry(
                        place: "\($0.criterion): ", application: id, member: member,
                        criterion: $0.criterion, value: $0.value, comment: $0.comment)
                }, source: "\(reference)", round: roundID, key: round.key,
                scheme: try rounds.section(.scoring, of: roundID, in: tx.reading), in: tx)
        }
    }

    /// Records scores from a file: `application,panel_member,criterion,score,comment`, all or none.
    ///
    /// - Throws: `InvalidInput` with every problem of every line.
    public func importScores(
        _ bytes: [UInt8], source: String, round key: String, as principal: Principal
    ) throws -> ScoreRecording {
        try principal.require(.panelMember, .officer)
        return try importScores(
            try ScoreFile(bytes, source: source), source: source, round: key,
            ownAlone: !principal.has(.officer), as: principal)
    }

    /// Records a panel member's own score sheet, all or none; lines without a score are read over.
    ///
    /// - Throws: `InvalidInput` with every problem of every line: another's scores, scores that are
    ///   locked, and an application in which they have an interest among them.
    public func importScoreSheet(
        _ bytes: [UInt8], source: String, round key: String, as principal: Principal
    ) throws -> ScoreRecording {
        try principal.require(.panelMember)
        return try importScores(
            try ScoreFile(bytes, source: source), source: source, round: key, ownAlone: true,
            as: principal)
    }

    private func importScores(
        _ file: ScoreFile, source: String, round key: String, ownAlone: Bool,
        as principal: Principal
    ) throws -> ScoreRecording {
        try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            var problems = file.problems
            var email: String?
            if ownAlone, let person = principal.personID {
                email = try identity.email(of: person, in: tx.reading)
            }
            var entries: [ScoreEntry] = []
            // What each member has no part in, asked once.
            var handed: [PersonID: Set<ApplicationID>] = [:]
            let own = Set(
                try principal.personID.map { person in
                    try applications.owned(
                        by: person, email: try identity.email(of: person, in: tx.reading),
                        of: round.id, in: tx.reading)
                } ?? [])
            var isSealAsked = false
            var people: [String: PersonID?] = [:]
            var known: [String: ApplicationID?] = [:]
            for line in file.lines {
                // Whether anybody else is known is not theirs to find out.
                if ownAlone, line.member.lowercased() != email?.lowercased() {
                    problems.append(FieldProblem(line.place + "panel_member", "score-not-yours"))
                    continue
                }
                if people[line.member] == nil {
                    people[line.member] = .some(
                        try identity.person(line.member, in: tx.reading)?.id)
                }
                if known[line.application] == nil {
                    known[line.application] = .some(
                        try application(line.application, of: round.id, in: tx.reading))
                }
                let member = people[line.member] ?? nil
                let application = known[line.application] ?? nil
                if member == nil {
                    problems.append(
                        FieldProblem(
                            line.place + "panel_member", "person-unknown",
                            ["email": line.member]))
                }
                if application == nil {
                    problems.append(
                        FieldProblem(
                            line.place + "application", "application-unknown",
                            ["reference": line.application, "round": key]))
                }
                guard let member, let application else { continue }
                if member != principal.personID {
                    if !isSealAsked { try refuseSealed(round, in: tx) }
                    isSealAsked = true
                    if own.contains(application) { throw ApplicationsProblem.own }
                }
                if handed[member] == nil {
                    handed[member] = Set(
                        try applications.handedIn(
                            by: member, email: try identity.email(of: member, in: tx.reading),
                            of: round.id, in: tx.reading))
                }
                guard handed[member]?.contains(application) != true else {
                    problems.append(
                        FieldProblem(line.place + "application", "score-with-interest"))
                    continue
                }
                if member == principal.personID || principal.has(.officer),
                    ownAlone || file.isSheet
                {
                    let wrong = try sheetProblems(
                        of: line, member: member, application: application, round: round.id,
                        in: tx.reading)
                    problems += wrong
                    guard wrong.isEmpty else { continue }
                }
                entries.append(
                    ScoreEntry(
                        place: line.place, application: application, member: member,
                        criterion: line.criterion, value: line.value, comment: line.comment))
            }
            do {
                let recording = try assessment.record(
                    entries, source: source, round: round.id, key: key,
                    scheme: try rounds.section(.scoring, of: round.id, in: tx.reading), in: tx)
                guard problems.isEmpty else { throw InvalidInput(source, problems) }
                return recording
            } catch let problem as any Problem
                where !problems.isEmpty && problem.report.fields != problems
            {
                // Everything at once: the file's own problems and the panel's.
                throw InvalidInput(source, problems + problem.report.fields)
            }
        }
    }

    private func isHandedIn(
        _ application: ApplicationID, by member: PersonID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try applications.isHandedIn(
            application, by: member, email: try identity.email(of: member, in: tx), in: tx)
    }

    /// What is wrong with a line of a member's own sheet, beside what is wrong with any score.
    private func sheetProblems(
        of line: ScoreFile.Line, member: PersonID, application: ApplicationID, round: RoundID,
        in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        var problems: [FieldProblem] = []
        let own = try assessment.ownScores(of: application, round: round, by: member, in: tx)
        if own.interest?.hasInterest == true {
            problems.append(FieldProblem(line.place + "application", "score-with-interest"))
        }
        let known = own.scores[line.criterion]
        if own.isLocked, known.map({ $0.value != line.value || $0.comment != line.comment }) ?? true
        {
            problems.append(FieldProblem(line.place + "score", "score-locked"))
        }
        return problems
    }

    private func application(
        _ typed: String, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> ApplicationID? {
        do {
            let (id, _, itsRound) = try applications.find(typed, in: tx)
            return itsRound == round ? id : nil
        } catch let problem as any Problem where problem.report.kind == .notFound {
            return nil
        }
    }
}
