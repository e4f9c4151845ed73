import Applications
import Awards
import Commissioning
import Correspondence
import FundCore
import FundStore
import Identity
import Rounds

/// Surveys of those who take part in a project, before and after.
extension Workflows {
    /// Opens the survey of an award, with the questions as the files have them now.
    /// - Throws: `SurveyProblem`.
    @discardableResult
    public func openSurvey(
        _ typed: String, _ configuration: FundConfiguration, as principal: Principal
    ) throws -> SurveyID {
        try principal.require(.officer)
        guard let form = configuration.surveys else { throw SurveyProblem.notSetUp }
        return try store.write(as: principal) { tx in
            let (id, reference, round) = try applications.find(typed, in: tx.reading)
            try refuseOwn(id, in: tx)
            guard let award = try awards.award(of: id, in: tx.reading), award.isStanding else {
                throw SurveyProblem.noAward(reference: "\(reference)")
            }
            guard try isKnown(award, in: round, tx.reading) else {
                throw SurveyProblem.tooEarly(reference: "\(reference)")
            }
            return try commissioning.openSurvey(
                of: award.id, id, reference, in: round, form, in: tx)
        }
    }

    /// Whether the group knows of its award, and has agreed where it has to.
    private func isKnown(
        _ award: Award, in round: RoundID, _ tx: borrowing ReadTx
    ) throws -> Bool {
        if try awards.needsAgreement(round, in: tx) {
            return try awards.agreement(of: award.id, in: tx).agreed != nil
        }
        return try correspondence.toldAt(
            award.application, LetterKind.tellingAward, in: tx) != nil
    }

    /// Begins to ask people before or after a project.
    /// - Throws: `SurveyProblem`.
    /// - Returns: what the link to the form ends with.
    @discardableResult
    public func openSurveyWave(
        _ moment: SurveyMoment, of typed: String, as principal: Principal
    ) throws -> String {
        try principal.require(.officer)
        // Of what stands in an address as it is; there are still more than anybody could try.
        let token = Secret.text().replacing("_", with: "-")
        return try store.write(as: principal) { tx in
            let survey = try ruledSurvey(typed, in: tx)
            try commissioning.openWave(moment, of: survey, token: token, in: tx)
            return token
        }
    }

    /// Ends the asking, for good.
    /// - Throws: `SurveyProblem`.
    public func closeSurveyWave(
        _ moment: SurveyMoment, of typed: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let survey = try ruledSurvey(typed, in: tx)
            try commissioning.closeWave(moment, of: survey, in: tx)
        }
    }

    /// Takes what somebody answered on paper, from an officer or the group itself.
    /// - Throws: `InvalidInput` with everything that is wrong, `SurveyProblem`.
    public func enterSurveyAnswer(
        _ entry: SurveyEntry, _ moment: SurveyMoment, of typed: String, as principal: Principal
    ) throws {
        try principal.require(.officer, .applicant)
        try store.write(as: principal) { tx in
            let survey = try ownSurvey(typed, as: principal, in: tx.reading)
            let way = try way(of: principal, survey, in: tx.reading)
            try commissioning.enter(entry, way, moment, of: survey, in: tx)
        }
    }

    /// Takes a file of answers on paper, all of it or nothing.
    ///
    /// - Throws: `InvalidInput` with everything that is wrong, by line and column; `SurveyProblem`.
    /// - Returns: how many people's answers it holds.
    public func importSurveyAnswers(
        _ source: ByteSource, _ moment: SurveyMoment, of typed: String, as principal: Principal
    ) throws -> Int {
        try principal.require(.officer, .applicant)
        let form = try store.read { tx in
            try ownSurvey(typed, as: principal, in: tx).form
        }
        let file = try SurveyFile(source, of: form)
        return try store.write(as: principal) { tx in
            let survey = try ownSurvey(typed, as: principal, in: tx.reading)
            let way = try way(of: principal, survey, in: tx.reading)
            return try commissioning.take(file, way, moment, of: survey, in: tx)
        }
    }

    /// Takes what somebody answered over the link. Who they are is neither asked nor kept, even where
    /// somebody is signed in.
    /// - Throws: `InvalidInput`, `SurveyProblem`.
    public func answerSurvey(
        _ entry: SurveyEntry, token: String, as visitor: Principal
    ) throws {
        try store.write(as: visitor) { tx in
            try commissioning.answer(entry, token: token, in: tx)
        }
    }

    /// Whose typing it is: the group's where somebody is of it, whatever else they are.
    private func way(
        of principal: Principal, _ survey: Survey, in tx: borrowing ReadTx
    ) throws -> SurveyWay {
        let isOwn =
            try principal.personID.map {
                try applications.isOwner($0, of: survey.application, in: tx)
            } ?? false
        return isOwn || !principal.has(.officer) ? .group : .officer
    }

    private func ruledSurvey(_ typed: String, in tx: borrowing WriteTx) throws -> Survey {
        let (id, reference, _) = try applications.find(typed, in: tx.reading)
        try refuseOwn(id, in: tx)
        return try survey(of: id, reference, in: tx.reading)
    }

    private func ownSurvey(
        _ typed: String, as principal: Principal, in tx: borrowing ReadTx
    ) throws -> Survey {
        let (id, reference, _) = try own(typed, as: principal, in: tx)
        return try survey(of: id, reference, in: tx)
    }

    private func survey(
        of id: ApplicationID, _ reference: Reference, in tx: borrowing ReadTx
    ) throws -> Survey {
        guard let award = try awards.award(of: id, in: tx),
            let survey = try commissioning.survey(of: award.id, in: tx)
        else { throw SurveyProblem.none(reference: "\(reference)") }
        return survey
    }
}
