import FundCore
import Hummingbird

/// A place of the door: the pattern that requests are matched with, and the links to it.
struct Route: Sendable, Hashable {
    /// `/api/v1/rounds/{round}`.
    let pattern: String
    /// The names of what stands in braces, in order.
    let parameters: [String]
    private let parts: [String]

    private init(_ pattern: String) {
        self.pattern = pattern
        parts = pattern.split(separator: "/").map(String.init)
        parameters = parts.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    static let front = Route("/")
    static let styleSheet = Route("/assets/style.css")

    // Pages, for people.
    static let language = Route("/language/{tag}")
    static let cookies = Route("/cookies")
    static let accessibility = Route("/accessibility")
    static let signIn = Route("/sign-in")
    static let signInCode = Route("/sign-in/code")
    static let signInLink = Route("/sign-in/link")
    static let signOut = Route("/sign-out")
    static let signOutEverywhere = Route("/account/sign-out-everywhere")
    static let account = Route("/account")
    static let home = Route("/home")
    static let fundRound = Route("/rounds/{round}")
    static let eligibility = Route("/rounds/{round}/eligibility")
    static let start = Route("/rounds/{round}/start")

    static let decisions = Route("/decisions")
    static let decision = Route("/decisions/{round}")
    static let decisionAwards = Route("/decisions/{round}/awards.csv")

    static let draft = Route("/drafts/{draft}")
    static let draftQuestion = Route("/drafts/{draft}/questions/{page}")
    static let draftCheck = Route("/drafts/{draft}/check")
    static let draftEquality = Route("/drafts/{draft}/equality")
    static let draftSend = Route("/drafts/{draft}/send")
    static let draftPeople = Route("/drafts/{draft}/people")
    static let draftPersonRemoval = Route("/drafts/{draft}/people/removal")
    static let draftDiscard = Route("/drafts/{draft}/discard")
    static let sent = Route("/applications/{reference}/sent")
    static let ownApplication = Route("/applications/{reference}")
    static let copyToKeep = Route("/applications/{reference}/copy")
    static let copyAsText = Route("/applications/{reference}/copy.txt")
    static let withdraw = Route("/applications/{reference}/withdraw")
    static let ownBank = Route("/applications/{reference}/bank")
    static let ownAppeal = Route("/applications/{reference}/appeal")
    static let ownAgreement = Route("/applications/{reference}/agreement")
    static let ownConfirmation = Route("/applications/{reference}/agreement/confirmation")
    static let ownDecline = Route("/applications/{reference}/agreement/decline")
    static let ownChange = Route("/applications/{reference}/agreement/change")
    static let answerQuestion = Route("/applications/{reference}/questions/{question}")

    static let work = Route("/work/{round}")
    static let workOpen = Route("/work/{round}/open")
    static let workClose = Route("/work/{round}/close")
    static let workAssist = Route("/work/{round}/assist")
    static let workApplications = Route("/work/{round}/applications")
    static let workApplicationsFile = Route("/work/{round}/applications.csv")
    static let workApplication = Route("/work/{round}/applications/{reference}")
    static let workCheck = Route("/work/{round}/applications/{reference}/check")
    static let workNote = Route("/work/{round}/applications/{reference}/notes")
    static let workAsk = Route("/work/{round}/applications/{reference}/questions")
    static let workContact = Route("/work/{round}/applications/{reference}/contact")
    static let workAnswer = Route("/work/{round}/applications/{reference}/questions/{question}")
    static let workTakeBack = Route("/work/{round}/applications/{reference}/withdrawal")
    static let workConditions = Route("/work/{round}/applications/{reference}/conditions")
    static let workCorrectLetter = Route("/work/{round}/applications/{reference}/letter-correction")
    static let workFeedback = Route("/work/{round}/applications/{reference}/feedback")
    static let workTakeAppeal = Route("/work/{round}/applications/{reference}/appeal")
    static let workChecks = Route("/work/{round}/checks")
    static let workPanel = Route("/work/{round}/panel")
    static let workPanelRemoval = Route("/work/{round}/panel/removal")
    static let workStandDown = Route("/work/{round}/panel/standing-down")
    static let workAssignment = Route("/work/{round}/panel/assignment")
    static let workScorers = Route("/work/{round}/panel/scorers")
    static let workInterests = Route("/work/{round}/interests")
    static let workInterest = Route("/work/{round}/interests/change")
    static let workExplanation = Route("/work/{round}/applications/{reference}/explanation")
    static let ownExplanation = Route("/applications/{reference}/explanation")
    static let scoring = Route("/work/{round}/scoring")
    static let scoringBriefing = Route("/work/{round}/scoring/briefing")
    static let scoringPack = Route("/work/{round}/scoring/pack")
    static let scoreSheet = Route("/work/{round}/scoring/sheet")
    static let scoreSheetFile = Route("/work/{round}/scoring/sheet.csv")
    static let scoringOne = Route("/work/{round}/scoring/{reference}")
    static let interest = Route("/work/{round}/scoring/{reference}/interest")
    static let workRanking = Route("/work/{round}/ranking")
    static let workRankingFile = Route("/work/{round}/ranking.csv")
    static let workSensitivity = Route("/work/{round}/ranking/sensitivity")
    static let workAllocations = Route("/work/{round}/decision/allocations")
    static let workDecision = Route("/work/{round}/decision")
    static let workPropose = Route("/work/{round}/decision/proposals")
    static let workApprove = Route("/work/{round}/decision/approve")
    static let workDecisionFile = Route("/work/{round}/decision.csv")
    static let workRecord = Route("/work/{round}/decision/record")
    static let workPublish = Route("/work/{round}/decision/publication")
    static let workCallIn = Route("/work/{round}/decision/call-in")
    static let workCallInOutcome = Route("/work/{round}/decision/call-in/outcome")
    static let workDecideAnew = Route("/work/{round}/decision/anew")
    static let workCorrect = Route("/work/{round}/decision/correction")
    static let workLetters = Route("/work/{round}/letters")
    static let workLettersFile = Route("/work/{round}/letters.csv")
    static let workHistoryFile = Route("/work/{round}/history.csv")
    static let workPostFile = Route("/work/{round}/letters/post-files/{number}")
    static let workLetter = Route("/work/{round}/letters/{reference}")
    static let workSendLetters = Route("/work/{round}/letters/send")
    static let workRetryLetters = Route("/work/{round}/letters/{reference}/retry")
    static let workAgreements = Route("/work/{round}/agreements")
    static let workOffers = Route("/work/{round}/agreement-offers")
    static let workLapses = Route("/work/{round}/agreement-lapses")
    static let workAgreement = Route("/work/{round}/agreements/{reference}")
    static let workSubsidy = Route("/work/{round}/agreements/{reference}/subsidy")
    static let workSpecial = Route("/work/{round}/agreements/{reference}/conditions")
    static let workOffer = Route("/work/{round}/agreements/{reference}/offer")
    static let workPaper = Route("/work/{round}/agreements/{reference}/acceptance")
    static let workAssistance = Route("/work/{round}/agreements/{reference}/confirmation")
    static let workExtension = Route("/work/{round}/agreements/{reference}/extension")
    static let workOfferBack = Route("/work/{round}/agreements/{reference}/withdrawal")
    static let workChange = Route("/work/{round}/agreements/{reference}/change")
    static let workEnding = Route("/work/{round}/agreements/{reference}/end")
    static let workVariation = Route("/work/{round}/agreements/{reference}/decision")
    static let workAppeals = Route("/work/{round}/appeals")
    static let workAppeal = Route("/work/{round}/appeals/{number}")
    static let workAppealReview = Route("/work/{round}/appeals/{number}/review")
    static let workAppealDecision = Route("/work/{round}/appeals/{number}/decision")
    static let workGate = Route("/work/{round}/letter-gate")
    static let workRelease = Route("/work/{round}/letter-release")
    static let workNoConditions = Route("/work/{round}/letter-conditions")
    static let workPayments = Route("/work/{round}/payments")
    static let workPaymentsFile = Route("/work/{round}/payments.csv")
    static let workProposeRun = Route("/work/{round}/payments/proposals")
    static let workReleaseRun = Route("/work/{round}/payments/releases")
    static let workPayable = Route("/work/{round}/payments/{reference}")
    static let workRun = Route("/work/{round}/runs/{run}")
    static let workRunAdvice = Route("/work/{round}/runs/{run}/advice")
    static let workRunAdvicePrint = Route("/work/{round}/runs/{run}/advice.html")
    static let workStatement = Route("/work/{round}/statement")
    static let workStatementFile = Route("/work/{round}/statement.csv")
    static let workDuties = Route("/work/{round}/duties")
    static let workBank = Route("/work/{round}/bank-files")
    static let workBankFile = Route("/work/{round}/bank-files/{file}")
    static let workUnmatched = Route("/work/{round}/unmatched")
    static let workSchedule = Route("/work/{round}/payments/schedule")
    static let workApproveRun = Route("/work/{round}/payments/approve")
    static let workExport = Route("/work/{round}/payments/export")
    static let workHistory = Route("/work/{round}/history")
    static let workMeeting = Route("/work/{round}/meeting")
    static let workMeetingOpening = Route("/work/{round}/meeting/opening")
    static let workMeetingAttendance = Route("/work/{round}/meeting/attendance")
    static let workMeetingInterests = Route("/work/{round}/meeting/interests")
    static let workMeetingSigning = Route("/work/{round}/meeting/signing")
    static let workMinutes = Route("/work/{round}/meeting/minutes")
    static let workMeetingItem = Route("/work/{round}/meeting/applications/{reference}")
    static let workModeration = Route(
        "/work/{round}/meeting/applications/{reference}/moderation")
    static let workPayees = Route("/work/{round}/payees")
    static let workPayee = Route("/work/{round}/payees/{reference}")
    static let workPayeeConfirmation = Route("/work/{round}/payees/{reference}/confirmation")
    static let workPayeeCall = Route("/work/{round}/payees/{reference}/call")
    static let workPayeePaper = Route("/work/{round}/payees/{reference}/paper")
    static let workPayeeDisclosure = Route("/work/{round}/payees/{reference}/disclosure")
    static let workScreening = Route("/work/{round}/screening")
    static let workScreeningRun = Route("/work/{round}/screening/runs")
    static let workCandidate = Route("/work/{round}/screening/candidates/{candidate}")
    static let workConfirmation = Route(
        "/work/{round}/screening/candidates/{candidate}/confirmation")
    static let health = Route("/healthz")
    static let readiness = Route("/readyz")
    static let metrics = Route("/metrics")
    static let description = Route("/api/openapi.json")

    static let rounds = api("/rounds")
    static let round = api("/rounds/{round}")
    static let opening = api("/rounds/{round}/opening")
    static let closing = api("/rounds/{round}/closing")
    static let applications = api("/rounds/{round}/applications")
    static let imports = api("/rounds/{round}/imports")
    static let roundChecks = api("/rounds/{round}/checks")
    static let panel = api("/rounds/{round}/panel")
    static let panelRemovals = api("/rounds/{round}/panel/removals")
    static let panelDepartures = api("/rounds/{round}/panel/departures")
    static let briefings = api("/rounds/{round}/panel/briefings")
    static let assignments = api("/rounds/{round}/assignments")
    static let interestHints = api("/rounds/{round}/interest-hints")
    static let scorers = api("/applications/{reference}/scorers")
    static let scorerRemovals = api("/applications/{reference}/scorer-removals")
    static let applicationInterests = api("/applications/{reference}/interests")
    static let scores = api("/rounds/{round}/scores")
    static let scoreImports = api("/rounds/{round}/score-imports")
    static let scoreSheetOfRound = api("/rounds/{round}/score-sheet")
    static let ranking = api("/rounds/{round}/ranking")
    static let interests = api("/rounds/{round}/interests")
    static let explanation = api("/applications/{reference}/explanation")
    static let sensitivity = api("/rounds/{round}/ranking/sensitivity")
    static let allocations = api("/rounds/{round}/allocations")
    static let proposals = api("/rounds/{round}/proposals")
    static let proposal = api("/rounds/{round}/proposals/{number}")
    static let approvals = api("/rounds/{round}/approvals")
    static let decisionList = api("/decisions")
    static let decisionShown = api("/decisions/{round}")
    static let decisionRecords = api("/rounds/{round}/decision-records")
    static let publications = api("/rounds/{round}/publications")
    static let callIns = api("/rounds/{round}/call-ins")
    static let callInOutcomes = api("/rounds/{round}/call-in-outcomes")
    static let decisionsAnew = api("/rounds/{round}/decisions-anew")
    static let decisionCorrections = api("/rounds/{round}/decision-corrections")
    static let letters = api("/rounds/{round}/letters")
    static let letterSending = api("/rounds/{round}/letters/send")
    static let letterGate = api("/rounds/{round}/letters/gate")
    static let letterRelease = api("/rounds/{round}/letters/release")
    static let noConditions = api("/rounds/{round}/letters/no-conditions")
    static let letterCounts = api("/rounds/{round}/letters/counts")
    static let postFile = api("/rounds/{round}/letters/post-files/{number}")
    static let instalments = api("/rounds/{round}/instalments")
    static let paymentTrail = api("/rounds/{round}/instalments/{reference}")
    static let paymentRuns = api("/rounds/{round}/payment-runs")
    static let awardsExport = api("/rounds/{round}/exports/awards")
    static let payables = api("/rounds/{round}/payables")
    static let paymentPlans = api("/rounds/{round}/payment-plans")
    static let paymentHolds = api("/rounds/{round}/payment-holds")
    static let holdReleases = api("/rounds/{round}/payment-hold-releases")
    static let metTriggers = api("/rounds/{round}/payment-triggers")
    static let runProposals = api("/rounds/{round}/payment-proposals")
    static let runReleases = api("/rounds/{round}/payment-releases")
    static let recoveries = api("/rounds/{round}/recoveries")
    static let receipts = api("/rounds/{round}/receipts")
    static let reallotments = api("/rounds/{round}/reallotments")
    static let exemptions = api("/rounds/{round}/exemptions")
    static let statement = api("/rounds/{round}/statement")
    static let paymentRun = api("/payment-runs/{run}")
    static let runPayments = api("/payment-runs/{run}/payments")
    static let runFile = api("/payment-runs/{run}/files/{profile}")
    static let runAcknowledgement = api("/payment-runs/{run}/acknowledgement")
    static let runAdvice = api("/payment-runs/{run}/advice")
    static let runAdvicePrint = api("/payment-runs/{run}/advice.html")
    static let runOutcomes = api("/payment-runs/{run}/outcomes")
    static let runCancellation = api("/payment-runs/{run}/cancellation")

    static let meetings = api("/rounds/{round}/meetings")
    static let meetingAttendance = api("/rounds/{round}/meetings/attendance")
    static let recommendations = api("/rounds/{round}/meetings/recommendations")
    static let moderations = api("/rounds/{round}/meetings/moderations")
    static let meetingSignatures = api("/rounds/{round}/meetings/signatures")
    static let noOtherInterests = api("/rounds/{round}/meetings/no-other-interests")
    static let minutes = api("/rounds/{round}/meetings/minutes")
    static let screeningRuns = api("/rounds/{round}/screening-runs")
    static let candidates = api("/rounds/{round}/screening-candidates")

    static let accountChecks = api("/bank/checks")
    static let bankFiles = api("/bank/files")
    static let bankFile = api("/bank/files/{file}")
    static let bankLines = api("/bank/files/{file}/lines")
    static let unmatched = api("/bank/unmatched")
    static let bankResolution = api("/bank/lines/{line}/resolution")
    static let sharedAccounts = api("/bank/shared-accounts")
    static let payees = api("/rounds/{round}/payees")
    static let payee = api("/applications/{reference}/payee")
    static let payeeConfirmations = api("/applications/{reference}/payee/confirmations")
    static let payeeCalls = api("/applications/{reference}/payee/call-backs")
    static let payeeDisclosures = api("/applications/{reference}/payee/disclosures")

    static let listImports = api("/screening/imports")
    static let candidate = api("/screening/candidates/{candidate}")
    static let verdicts = api("/screening/candidates/{candidate}/verdicts")
    static let confirmation = api("/screening/candidates/{candidate}/confirmation")

    static let application = api("/applications/{reference}")
    static let checks = api("/applications/{reference}/checks")
    static let contact = api("/applications/{reference}/contact")
    static let score = api("/applications/{reference}/scores/{criterion}")
    static let feedback = api("/applications/{reference}/feedback")
    static let feedbackComments = api("/applications/{reference}/feedback/comments")
    static let conditions = api("/applications/{reference}/conditions")
    static let letterCorrection = api("/applications/{reference}/letters/correction")
    static let letterRetry = api("/applications/{reference}/letters/retry")
    static let letterResolution = api("/applications/{reference}/letters/resolution")

    static let applicationAppeals = api("/applications/{reference}/appeals")
    static let appeals = api("/rounds/{round}/appeals")
    static let appeal = api("/appeals/{id}")
    static let appealReview = api("/appeals/{id}/review")
    static let appealDecision = api("/appeals/{id}/decision")

    static let agreements = api("/rounds/{round}/agreements")
    static let agreementLapses = api("/rounds/{round}/agreement-lapses")
    static let agreement = api("/applications/{reference}/agreement")
    static let subsidyAnswers = api("/applications/{reference}/agreement/subsidy")
    static let agreementConditions = api("/applications/{reference}/agreement/conditions")
    static let acceptances = api("/applications/{reference}/agreement/acceptances")
    static let confirmations = api("/applications/{reference}/agreement/confirmations")
    static let declines = api("/applications/{reference}/agreement/declines")
    static let extensions = api("/applications/{reference}/agreement/extensions")
    static let withdrawals = api("/applications/{reference}/agreement/withdrawals")
    static let variations = api("/applications/{reference}/agreement/variations")
    static let agreementEnds = api("/applications/{reference}/agreement/ends")
    static let variationDecisions = api("/applications/{reference}/agreement/variation-decisions")

    static let auditHead = api("/audit/head")
    static let auditVerification = api("/audit/verification")
    static let people = api("/people")
    static let tokens = api("/tokens")
    static let token = api("/tokens/{id}")

    private static func api(_ path: String) -> Route { Route("/api/v1" + path) }

    /// The path to one thing.
    /// - Parameter values: what stands in the place of each parameter, in order.
    func link(_ values: String...) -> String {
        guard !values.isEmpty else { return pattern }
        var rest = values[...]
        // A page may have hundreds of links.
        var link = ""
        for part in parts {
            link += "/"
            link += part.hasPrefix("{") ? (rest.popFirst() ?? "").pathEncoded : part
        }
        return link
    }

    /// Whether what is asked for here is answered in JSON or plain text, errors included.
    static func isForPrograms(_ path: String) -> Bool {
        path == "/api" || path.hasPrefix("/api/")
            || [health, readiness, metrics].contains { $0.matches(path) }
    }

    /// What stands in a request's path for each parameter.
    /// - Throws: `RequestProblem.noSuchPlace` where it cannot be read.
    func values(in request: Request, _ context: DoorContext) throws -> [String: String] {
        var path: [String: String] = [:]
        for name in parameters {
            guard let raw = context.parameters.get(name),
                let value = QueryString.decode(raw, plusIsBlank: false)
            else { throw RequestProblem.noSuchPlace(path: request.uri.path) }
            path[name] = value
        }
        return path
    }

    func matches(_ path: String) -> Bool {
        let mine = pattern.split(separator: "/")
        let theirs = path.split(separator: "/")
        return mine.count == theirs.count
            && zip(mine, theirs).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
