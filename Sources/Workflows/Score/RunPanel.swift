import Applications
import Assessment
import FundCore
import FundStore
import Identity
import Rounds

extension Workflows {
    /// Puts a person on a round's panel. What they applied for themselves is barred to them.
    public func addPanelMember(
        _ email: String, _ entry: MemberEntry = MemberEntry(), to key: String,
        as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let round = try openedRound(key, in: tx.reading)
            // Before anything else: whether somebody can still join says whether others have scored.
            try refuseSealed(round, in: tx)
            let person = try person(email, in: tx.reading)
            let reads = !person.roles.isDisjoint(with: [.officer, .decisionMaker, .auditor])
            try refuseReader(person, reads: reads, of: round, in: tx)
            try assessment.addPanelMember(
                person.id, email: person.email, roles: person.roles, reads: reads, entry,
                to: round.id, key: key, in: tx)
            for application in try applications.handedIn(
                by: person.id, email: person.email, of: round.id, in: tx.reading)
            where try assessment.isCandidate(application, in: tx.reading) {
                try assessment.noteOwn(application, of: person.id, round: round.id, in: tx)
            }
            // What they said before they joined keeps them from scoring it as well.
            for application in try assessment.staffBarred(
                person.id, in: round.id, in: tx.reading)
            where try assessment.isCandidate(application, in: tx.reading) {
                try assessment.noteSaid(application, of: person.id, round: round.id, in: tx)
            }
        }
    }

    /// Takes somebody off a round's panel who has done nothing on it yet.
    public func removePanelMember(
        _ email: String, from key: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let round = try openedRound(key, in: tx.reading)
            try refuseSealed(round, in: tx)
            let person = try person(email, in: tx.reading)
            try assessment.removePanelMember(
                person.id, email: person.email, of: round.id, key: key, in: tx)
        }
    }

    /// Lets a member leave the panel who has begun on it.
    ///
    /// - Parameter keepsScores: whether what they have finished stays; all else is set aside, and
    ///   goes back to the draw.
    public func standDown(
        _ email: String, of key: String, keepsScores: Bool, reason: String,
        as principal: Principal
    ) throws -> StandDown {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try openedRound(key, in: tx.reading)
            try refuseDecided(round, in: tx.reading)
            try refuseSealed(round, in: tx)
            let person = try person(email, in: tx.reading)
            return try assessment.standDown(
                person.id, email: person.email, of: round.id, key: key,
                keepsScores: keepsScores, reason: reason, in: tx)
        }
    }

    /// A member of the panel says that they have read how to score.
    public func acknowledgeBriefing(of key: String, as principal: Principal) throws {
        try principal.require(.panelMember)
        try store.write(as: principal) { tx in
            try assessment.acknowledgeBriefing(
                of: try openedRound(key, in: tx.reading).id, in: tx)
        }
    }

    /// Gives each eligible application of a round as many scorers as `count`.
    ///
    /// - Parameters:
    ///   - mix: how many of a kind, at least; nil for what the round says.
    ///   - anew: whether those who have not scored yet give back what they have first.
    public func assign(
        round key: String, count: Int, seed: Int64, mix: [MemberKind: Int]? = nil,
        anew: Bool = false, as principal: Principal
    ) throws -> AssignmentResult {
        try principal.require(.officer)
        guard (1...40).contains(count) else {
            throw InvalidInput(
                key,
                [
                    FieldProblem(
                        "perApplication", "out-of-range", ["minimum": "1", "maximum": "40"])
                ])
        }
        return try store.write(as: principal) { tx in
            let round = try openedRound(key, in: tx.reading)
            try refuseDecided(round, in: tx.reading)
            try refuseSealed(round, in: tx)
            let rules = try panelRules(of: round, in: tx.reading)
            return try assessment.assign(
                round.id, key: key, count: count, seed: seed, mix: mix ?? rules.mix, anew: anew,
                in: tx)
        }
    }

    /// Gives an application to a member, or takes it from one who has not scored it.
    public func reassign(
        _ typed: String, to email: String, adds: Bool, reason: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let (id, _, round) = try applications.find(typed, in: tx.reading)
            let found = try rounds.round(round, in: tx.reading)
            try refuseDecided(found, in: tx.reading)
            try refuseSealed(found, in: tx)
            try refuseOwn(id, in: tx)
            try refuseInterested(in: id, in: tx)
            let isAssigned = try assessment.scorers(assignedTo: id, in: tx.reading)
            let person = try person(email, in: tx.reading)
            if adds, try assessment.isBarred(person.id, from: id, in: tx.reading) {
                throw AssessmentProblem.assigneeInterested
            }
            guard isAssigned.contains(person.id) != adds else {
                throw adds ? AssessmentProblem.assignedBefore : AssessmentProblem.notAssigned
            }
            try assessment.reassign(
                id, to: person.id, of: round, adds: adds, reason: reason, in: tx)
        }
    }

    /// An officer says that a panel member, or who works on applications, has an interest in one, or
    /// that what was said of it does not hold.
    ///
    /// - Returns: whether the panel has begun to meet on the application, so that nobody scores it
    ///   any more.
    @discardableResult
    public func setInterest(
        of email: String, in typed: String, has: Bool, detail: String, as principal: Principal
    ) throws -> Bool {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let (id, reference, round) = try applications.find(typed, in: tx.reading)
            let found = try rounds.round(round, in: tx.reading)
            try refuseSealed(found, in: tx)
            try refuseOwn(id, in: tx)
            try refuseInterested(in: id, in: tx)
            let named = try person(email, in: tx.reading)
            let isStaff = !named.roles.isDisjoint(with: [.officer, .decisionMaker, .finance])
            if try isStaff
                && (found.status == .decided
                    || !assessment.isOnPanel(named.id, of: round, in: tx.reading))
            {
                try assessment.declareStaffInterest(
                    of: named.id, in: id, round: round, has: has, detail: detail, in: tx)
                return false
            }
            try refuseDecided(found, in: tx.reading)
            try assessment.setInterest(
                of: named.id, in: id, reference: reference,
                round: round, has: has, detail: detail, in: tx)
            // What they said before they joined the panel is lifted with it.
            let said = try assessment.staffInterest(of: named.id, in: id, in: tx.reading)
            if !has, said?.hasInterest == true {
                try assessment.declareStaffInterest(
                    of: named.id, in: id, round: round, has: false, detail: detail, in: tx)
            }
            return try assessment.hasMet(about: id, in: tx.reading)
        }
    }

    /// Whoever scores in a sealed round leaves running its panel to others.
    func refuseSealed(_ round: Round, in tx: borrowing WriteTx) throws {
        guard let person = tx.principal.personID else { return }
        try assessment.refuseMember(person, of: round.id, key: round.key, in: tx.reading)
    }

    /// Where scores are sealed, nobody who could have read them begins to score.
    private func refuseReader(
        _ person: Person, reads: Bool, of round: Round, in tx: borrowing WriteTx
    ) throws {
        guard try rounds.controls(of: round.id, in: tx.reading).has(.sealed) else { return }
        guard person.id != tx.principal.personID,
            try !reads || assessment.scorers(of: round.id, in: tx.reading).isEmpty
        else { throw AssessmentProblem.couldRead(email: person.email) }
    }

    /// Nobody says who scores, or what was decided about, what they have an interest in.
    func refuseInterested(in application: ApplicationID, in tx: borrowing WriteTx) throws {
        guard let person = tx.principal.personID,
            try assessment.isBarred(person, from: application, in: tx.reading)
        else { return }
        throw AssessmentProblem.judgeInterested
    }

    func panelRules(of round: Round, in tx: borrowing ReadTx) throws -> PanelRules {
        try rounds.optionalSection(.panel, of: round.id, as: PanelRules.self, in: tx)
            ?? PanelRules.one("")
    }

    private func openedRound(_ key: String, in tx: borrowing ReadTx) throws -> Round {
        let round = try rounds.round(key, in: tx)
        guard round.status != .planned else {
            throw RoundsProblem.notOpen(round: key, status: round.status)
        }
        return round
    }

    private func person(_ email: String, in tx: borrowing ReadTx) throws -> Person {
        guard let person = try identity.person(email, in: tx) else {
            throw AccessProblem.unknownPerson(email: email)
        }
        return person
    }
}
