import Applications
import Awards
import Commissioning
import Correspondence
import FundCore
import FundStore
import Identity
import Payments
import Rounds

extension Workflows {
    /// All that stands in the way of erasing what belongs to something, each with its reference.
    ///
    /// - Parameter kinds: what of it is erased.
    func obstacles(
        to subject: ErasureSubject, erasing kinds: Set<PersonalKind>, in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        let found: [FieldProblem] =
            switch subject.kind {
            case .application:
                try obstacles(to: ApplicationID(subject.id), in: tx)
                    + obstacles(
                        ofFigures: applications.kept(ApplicationID(subject.id), in: tx).round,
                        erasing: kinds, in: tx)
            case .round:
                try obstacles(of: RoundID(subject.id), in: tx)
                    + obstacles(ofFigures: RoundID(subject.id), erasing: kinds, in: tx)
                    + obstacles(within: RoundID(subject.id), in: tx)
            case .draft: try obstacles(toDraft: subject, in: tx)
            case .person: try obstacles(toPerson: subject, in: tx)
            case .award, .tension, .support, .provider, .moment, .everything: []
            }
        return found.map {
            FieldProblem(
                "\(subject.label) \($0.place)", $0.code,
                $0.arguments.merging(["reference": subject.label]) { own, _ in own })
        }
    }

    /// Answers of the equality page go once the figures that rest on them are frozen.
    private func obstacles(
        ofFigures id: RoundID, erasing kinds: Set<PersonalKind>, in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        let round = try rounds.round(id, in: tx)
        guard kinds.contains(.equality), round.status == .decided,
            try !applications.isReachFrozen(id, in: tx)
        else { return [] }
        return [FieldProblem("equality", "erase-reach-open", ["round": round.key])]
    }

    private func obstacles(of id: RoundID, in tx: borrowing ReadTx) throws -> [FieldProblem] {
        let round = try rounds.round(id, in: tx)
        guard round.status == .decided else {
            return [FieldProblem("round", "erase-round-running", ["round": round.key])]
        }
        return []
    }

    /// What is of a whole round is kept while the data of one of its applications is.
    private func obstacles(
        within id: RoundID, in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        var found: [FieldProblem] = []
        for hold in try erasures.holds(in: tx) {
            let kept = try applications.kept(hold.application, in: tx)
            guard kept.round == id else { continue }
            found.append(FieldProblem("hold", "erase-held", ["reference": kept.reference]))
        }
        for appeal in try awards.appeals(of: id, in: tx) where appeal.status != .ended {
            found.append(
                FieldProblem(
                    "appeal", "erase-appeal-open", ["reference": "\(appeal.reference)"]))
        }
        return found
    }

    private func obstacles(
        to id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        let summary = try applications.summary(of: id, in: tx)
        let kept = try applications.kept(id, in: tx)
        var found = try obstacles(of: kept.round, in: tx)
        if try erasures.hold(on: id, in: tx) != nil {
            found.append(FieldProblem("hold", "erase-held"))
        }
        if try awards.appeals(about: id, in: tx).contains(where: { $0.status != .ended }) {
            found.append(FieldProblem("appeal", "erase-appeal-open"))
        }
        let unsent = try correspondence.unsentCount(about: id, in: tx)
        if unsent > 0 {
            found.append(FieldProblem("letters", "erase-letters-wait", ["count": "\(unsent)"]))
        }
        if summary.status == .submitted || summary.status == .eligible,
            !found.contains(where: { $0.code == "erase-round-running" })
        {
            found.append(FieldProblem("application", "erase-undecided"))
        }
        guard let award = try awards.award(of: id, in: tx) else { return found }
        if try commissioning.concern(over: award.id, in: tx) != nil {
            found.append(FieldProblem("concern", "erase-concern"))
        }
        let spent = try commissioning.spentTold(of: award.id, in: tx)
        found += try payments.closingGaps(of: award.id, spent: spent, in: tx).filter {
            award.isStanding || $0.code != "closing-unscheduled"
        }
        if award.isStanding, try !awards.isClosed(award.id, in: tx) {
            found.append(FieldProblem("award", "erase-award-runs"))
        }
        return found
    }

    private func obstacles(
        toDraft subject: ErasureSubject, in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        guard let draft = try applications.unsent(subject.id, in: tx) else {
            return [FieldProblem("draft", "erase-draft-sent")]
        }
        let round = try rounds.round(draft.round, in: tx)
        return round.status == .open && !draft.isDiscarded
            ? [FieldProblem("round", "erase-round-running", ["round": round.key])] : []
    }

    private func obstacles(
        toPerson subject: ErasureSubject, in tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        let email = try identity.email(of: PersonID(subject.id), in: tx)
        let roles = try identity.person(email, in: tx)?.roles ?? []
        let working = roles.subtracting([.applicant]).map(\.rawValue).sorted()
        var found: [FieldProblem] = []
        if !working.isEmpty {
            found.append(
                FieldProblem(
                    "roles", "erase-on-staff", ["roles": working.joined(separator: ", ")]))
        }
        // Whoever writes an application is needed as long as it is, whoever its contact is.
        for id in try applications.applications(writtenBy: PersonID(subject.id), in: tx) {
            let reference = try applications.kept(id, in: tx).reference
            found += try obstacles(to: id, in: tx).map {
                FieldProblem(
                    "\(reference) \($0.place)", $0.code,
                    $0.arguments.merging(["reference": reference]) { own, _ in own })
            }
        }
        for draft in try applications.unsent(by: PersonID(subject.id), isAlone: false, in: tx)
        where !draft.isDiscarded {
            let round = try rounds.round(draft.round, in: tx)
            guard round.status == .open else { continue }
            found.append(
                FieldProblem(
                    "draft \(draft.id)", "erase-round-running",
                    ["round": round.key, "reference": "draft \(draft.id)"]))
        }
        return found
    }
}
