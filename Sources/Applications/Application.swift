import Forms
import FundCore
import FundStore
import GRDB

public enum ApplicationStatus: String, Sendable, CaseIterable {
    case submitted, eligible, ineligible, awarded, declined, withdrawn
}

public enum ApplicationSource: String, Sendable {
    case form
    case grants = "360giving"
}

/// An application in a list.
public struct ApplicationSummary: Sendable {
    public let id: ApplicationID
    public let reference: Reference
    public let organisation: String
    public let title: String
    public let requested: Money?
    /// The least the group could work with.
    public let minimum: Money?
    public let status: ApplicationStatus
    public let submittedAt: Instant
    public let openBlockingFindingCount: Int64
    public let postcode: String?
    /// What the panel said of it where it got no money: the reserve list, or another round.
    public let listed: ListedKind?
    let hasLeftList: Bool

    static let columns = """
        SELECT id, reference, organisation, title, requestedPence, minimumPence, status,
          submittedAt,
          (SELECT count(*) FROM applicationFinding
           WHERE applicationId = application.id AND blocking = 1 AND resolvedAt IS NULL),
          postcode,
          (SELECT kind FROM applicationListing WHERE applicationId = application.id),
          application.id IN (SELECT applicationId FROM applicationListingEnd)
        FROM application
        """

    init(_ row: Row) {
        id = ApplicationID(row[0])
        reference = Reference(stored: row[1])
        organisation = row[2]
        title = row[3]
        requested = (row[4] as Int64?).map(Money.init(pence:))
        minimum = (row[5] as Int64?).map(Money.init(pence:))
        status = ApplicationStatus(rawValue: row[6]) ?? .submitted
        submittedAt = Instant(milliseconds: row[7])
        openBlockingFindingCount = row[8]
        postcode = row[9]
        listed = (row[10] as String?).flatMap(ListedKind.init)
        hasLeftList = row[11]
    }
}

public struct Contact: Sendable {
    public let name: String
    public let email: String?
    /// Where the post finds them, in lines, for a group without an email address.
    public let address: String?
    public let language: String?

    public var tag: EntityTag { EntityTag(of: [name, email, address, language]) }
}

/// Something about an application that an officer should look at.
public struct Finding: Sendable {
    public let code: FindingCode
    public let isBlocking: Bool
    /// The arguments of its words, `finding.<code>`.
    public let arguments: [String: String]
    public let resolvedAt: Instant?
}

/// What the system looks for. Blocking ones keep an application from being passed with
/// `--all-clear`.
public enum FindingCode: String, Sendable, CaseIterable {
    case amountOutsideLimits = "amount-outside-limits"
    case noAmount = "no-amount"
    case noName = "no-name"
    case noTitle = "no-title"
    case possibleRepeat = "possible-repeat"
    case sameName = "same-name"
    case noEmail = "no-email"
    case outsideArea = "outside-area"
    case formIncomplete = "form-incomplete"
    case oddPostcode = "odd-postcode"
    case oddRegistrationNumber = "odd-registration-number"

    public var isBlocking: Bool {
        switch self {
        case .amountOutsideLimits, .noAmount, .noName, .noTitle, .possibleRepeat: true
        case .sameName, .noEmail, .outsideArea, .formIncomplete, .oddPostcode,
            .oddRegistrationNumber:
            false
        }
    }
}

/// An application with all that is known of it.
public struct ApplicationDetail: Sendable {
    public let summary: ApplicationSummary
    public let roundID: RoundID
    public let summaryText: String
    public let registrationNumber: String?
    public let source: ApplicationSource
    public let sourceID: String?
    public internal(set) var contact: Contact?
    public let priorities: [String]
    /// By question key, in the order of the form.
    public internal(set) var answers: [(key: String, value: JSONValue)]
    public let findings: [Finding]
    public let checks: [EligibilityCheck]
    public let lateReason: String?
}

extension ApplicationSummary {
    /// Whether the group could not do with less than it asks for: it said so, or left it open.
    public var needsAll: Bool { minimum != nil && minimum == requested }
}

extension ApplicationDetail {
    /// What the panel reads of it: nothing of how to reach anybody.
    public func forPanel(_ form: Form) -> ApplicationDetail {
        var detail = self
        detail.contact = nil
        detail.answers = answers.filter { form.question($0.key)?.isForPanel ?? false }
        return detail
    }

    /// Every answer by its place in the JSON: `answers.need`, `organisation.name`.
    public var answersByField: [String: JSONValue] {
        let standard: [(StandardField, JSONValue?)] = [
            (.organisationName, .string(summary.organisation)),
            (.registrationNumber, registrationNumber.map { .string($0) }),
            (.postcode, summary.postcode.map { .string($0) }),
            (.contactName, contact.map { .string($0.name) }),
            (.contactEmail, contact?.email.map { .string($0) }),
            (.contactAddress, contact?.address.map { .string($0) }),
            (.title, .string(summary.title)), (.summary, .string(summaryText)),
            (.amountPence, summary.requested.map { .int($0.pence) }),
            (.minimumPence, summary.minimum.map { .int($0.pence) }),
            (.priorities, .array(priorities.map { .string($0) })),
        ]
        var values: [String: JSONValue] = [:]
        for (field, value) in standard { values[field.rawValue] = value }
        for answer in answers { values["answers.\(answer.key)"] = answer.value }
        return values
    }
}

public struct EligibilityCheck: Sendable {
    public let isEligible: Bool
    public let reason: String?
    public let checkedBy: PersonID
    public let checkedAt: Instant
}

public enum ApplicationsProblem: Problem {
    case unknown(reference: String)
    case misread(reference: String)
    case otherRound(reference: String, round: String)
    case reasonMissing
    case decided(reference: String, status: ApplicationStatus)
    /// The round has been decided; how is not told here.
    case withdrawnTooLate(reference: String)
    case cannotBeEligible(reference: String, findings: [FindingCode])
    case importRefused(source: String, fields: [FieldProblem])
    case own

    public var report: ProblemReport {
        switch self {
        case .own:
            ProblemReport("application-own", .forbidden)
        case .unknown(let reference):
            ProblemReport("application-unknown", .notFound, ["reference": reference])
        case .misread(let reference):
            ProblemReport("application-misread", .notFound, ["reference": reference])
        case .otherRound(let reference, let round):
            ProblemReport(
                "application-other-round", .notFound, ["reference": reference, "round": round])
        case .reasonMissing:
            ProblemReport("reason-missing", .invalid)
        case .withdrawnTooLate(let reference):
            ProblemReport("withdrawal-too-late", .conflict, ["reference": reference])
        case .decided(let reference, let status):
            ProblemReport(
                "application-decided-status", .conflict,
                ["reference": reference, "status": status.rawValue])
        case .cannotBeEligible(let reference, let findings):
            ProblemReport(
                "application-incomplete", .conflict,
                [
                    "reference": reference,
                    "findings": findings.map(\.rawValue).joined(separator: ", "),
                ])
        case .importRefused(let source, let fields):
            ProblemReport(
                "import-refused", .invalid, ["source": source, "count": "\(fields.count)"],
                fields: fields)
        }
    }
}
