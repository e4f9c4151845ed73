/// The row id of one kind of thing: a person's id cannot be passed where a round's is wanted.
public struct ID<Kind>: Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The kinds of thing that have ids. They are never made; they only tell ids apart.
public enum Kind {
    public enum Person {}
    public enum Token {}
    public enum Round {}
    public enum Session {}
    public enum Application {}
    public enum Draft {}
    public enum ApplicantQuestion {}
    public enum Finding {}
    public enum Proposal {}
    public enum Decision {}
    public enum Award {}
    public enum Appeal {}
    public enum AppealDecision {}
    public enum LedgerEntry {}
    public enum Letter {}
    public enum Document {}
    public enum Instalment {}
    public enum PaymentRun {}
    public enum Payee {}
    public enum BankFile {}
    public enum BankLine {}
    public enum ListImport {}
    public enum ScreeningRun {}
    public enum Screening {}
    public enum ScreeningCandidate {}
    public enum ScreeningGround {}
    public enum Meeting {}
    public enum ScoresGround {}
    public enum AgreementVersion {}
    public enum AgreementVariation {}
    public enum Cycle {}
    public enum CycleEvent {}
    public enum CycleNeed {}
    public enum IndicatorImport {}
    public enum Lesson {}
    public enum MonitoringReturn {}
    public enum ReturnVersion {}
    public enum Tension {}
    public enum Survey {}
    public enum SurveyWave {}
    public enum KeptFile {}
    public enum Provider {}
    public enum Support {}
    public enum Benefit {}
    public enum ReserveProposal {}
}

public typealias PersonID = ID<Kind.Person>
public typealias TokenID = ID<Kind.Token>
public typealias SessionID = ID<Kind.Session>
public typealias RoundID = ID<Kind.Round>
public typealias ApplicationID = ID<Kind.Application>
public typealias DraftID = ID<Kind.Draft>
public typealias ApplicantQuestionID = ID<Kind.ApplicantQuestion>
public typealias FindingID = ID<Kind.Finding>
public typealias ProposalID = ID<Kind.Proposal>
public typealias DecisionID = ID<Kind.Decision>
public typealias AwardID = ID<Kind.Award>
public typealias AppealID = ID<Kind.Appeal>
public typealias AppealDecisionID = ID<Kind.AppealDecision>
public typealias LedgerEntryID = ID<Kind.LedgerEntry>
public typealias LetterID = ID<Kind.Letter>
public typealias DocumentID = ID<Kind.Document>
public typealias InstalmentID = ID<Kind.Instalment>
public typealias PaymentRunID = ID<Kind.PaymentRun>
public typealias PayeeID = ID<Kind.Payee>
public typealias BankFileID = ID<Kind.BankFile>
public typealias BankLineID = ID<Kind.BankLine>
public typealias ListImportID = ID<Kind.ListImport>
public typealias ScreeningRunID = ID<Kind.ScreeningRun>
public typealias ScreeningID = ID<Kind.Screening>
public typealias ScreeningCandidateID = ID<Kind.ScreeningCandidate>
public typealias ScreeningGroundID = ID<Kind.ScreeningGround>
public typealias MeetingID = ID<Kind.Meeting>
public typealias ScoresGroundID = ID<Kind.ScoresGround>
public typealias AgreementVersionID = ID<Kind.AgreementVersion>
public typealias AgreementVariationID = ID<Kind.AgreementVariation>
public typealias CycleID = ID<Kind.Cycle>
public typealias CycleEventID = ID<Kind.CycleEvent>
public typealias CycleNeedID = ID<Kind.CycleNeed>
public typealias IndicatorImportID = ID<Kind.IndicatorImport>
public typealias LessonID = ID<Kind.Lesson>
public typealias ReturnID = ID<Kind.MonitoringReturn>
public typealias ReturnVersionID = ID<Kind.ReturnVersion>
public typealias TensionID = ID<Kind.Tension>
public typealias SurveyID = ID<Kind.Survey>
public typealias SurveyWaveID = ID<Kind.SurveyWave>
public typealias FileID = ID<Kind.KeptFile>
public typealias ProviderID = ID<Kind.Provider>
public typealias SupportID = ID<Kind.Support>
public typealias BenefitID = ID<Kind.Benefit>
public typealias ReserveProposalID = ID<Kind.ReserveProposal>
