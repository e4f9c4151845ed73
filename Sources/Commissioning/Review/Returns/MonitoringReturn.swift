import Forms
import FundCore
import FundStore
import GRDB

/// What a group with an award is asked once about how its project goes, and how that stands.
public struct MonitoringReturn: Sendable {
    public enum State: String, Sendable, CaseIterable {
        /// The group has not begun.
        case asked
        /// It has saved something, and sent nothing.
        case begun
        /// It waits for an officer.
        case sent
        /// The group is to send it again.
        case sentBack
        case accepted
        /// Nobody waits for it any more: a decision maker said so, or its award is closed.
        case waived
    }

    public let id: ReturnID
    public let award: AwardID
    public let application: ApplicationID
    /// Of the award's returns, from 1.
    public let number: Int64
    public let moment: ReturnMoment
    public let askedOn: String
    public let dueOn: LocalDate
    /// As it follows from the project's end, without what sending it back has put off.
    public let plannedOn: LocalDate
    public let isBegun: Bool
    /// Whether what is not sent of it need not be.
    let isLetGo: Bool
    /// The day by which a version should have been sent that came later; nil where each came in time.
    let missedOn: LocalDate?
    /// The version that was sent last; nil where none was.
    public let latest: ReturnVersion?

    public var state: State {
        if let latest, latest.judgement == nil { return .sent }
        if latest?.judgement?.verdict == .accepted { return .accepted }
        if isLetGo { return .waived }
        return latest != nil ? .sentBack : isBegun ? .begun : .asked
    }

    /// Whether the group can write it.
    public var isOpen: Bool { ![.sent, .accepted, .waived].contains(state) }

    /// Whether it should have been sent by now. One that came late and was sent back is late still.
    public func isLate(on day: LocalDate) -> Bool { isOpen && (missedOn ?? dueOn) < day }

    /// Whether a version of it was sent after its last day.
    public var cameLate: Bool { missedOn != nil }

    /// From which day on what is not paid of its award waits for it; nil where nothing does. What came
    /// late holds until it is accepted.
    public var heldFrom: LocalDate? {
        switch state {
        case .accepted, .waived: nil
        case .sent: missedOn?.adding(days: 1)
        case .asked, .begun, .sentBack: (missedOn ?? dueOn).adding(days: 1)
        }
    }

    init(_ row: Row) throws {
        id = ReturnID(row[0])
        award = AwardID(row[1])
        application = ApplicationID(row[2])
        number = row[3]
        // The schema holds that it is one of the two, and that days read as days.
        moment = ReturnMoment(rawValue: row[4]) ?? .end
        askedOn = row[5]
        dueOn = LocalDate(row[6] as String) ?? LocalDate(daysSince1970: 0)
        plannedOn = LocalDate(row[7] as String) ?? LocalDate(daysSince1970: 0)
        isBegun = row[8]
        isLetGo = row[9]
        missedOn = (row[10] as String?).flatMap { LocalDate($0) }
        latest = try (row[11] as Int64?).map { _ in try ReturnVersion(row, from: 11) }
    }

    static let columns = """
        SELECT asked.id, asked.awardId, asked.applicationId, asked.number, asked.moment,
          asked.askedOn,
          (SELECT dueOn FROM commissioningReturnDue WHERE returnId = asked.id
            ORDER BY id DESC LIMIT 1),
          (SELECT dueOn FROM commissioningReturnDue WHERE returnId = asked.id
            AND cause IN ('asked', 'moved') ORDER BY id DESC LIMIT 1),
          EXISTS (SELECT 1 FROM commissioningReturnDraft WHERE returnId = asked.id),
          asked.id IN (SELECT returnId FROM commissioningWaived)
            OR asked.awardId IN (SELECT awardId FROM commissioningClosed)
            -- The end return tells the whole of it.
            OR asked.moment <> 'end' AND asked.awardId IN (
              SELECT awardId FROM commissioningEndTold),
          (SELECT min(setting.dueOn) FROM commissioningReturnVersion AS late
            JOIN commissioningReturnDue AS setting ON setting.id = (
              -- Each time that it went back it got another day.
              SELECT max(id) FROM commissioningReturnDue AS before
              WHERE returnId = late.returnId AND late.number > (
                SELECT count(*) FROM commissioningReturnDue
                WHERE returnId = late.returnId AND cause = 'sentBack' AND id <= before.id))
            WHERE late.returnId = asked.id AND late.sentOn > setting.dueOn
              -- What was let go and is due again begins anew.
              AND late.sentAt > ifnull((SELECT max(setAt) FROM commissioningReturnDue
                WHERE returnId = late.returnId AND cause = 'reopened'), -1)),
          \(ReturnVersion.columns)
        FROM commissioningReturn AS asked
        LEFT JOIN commissioningReturnVersion AS sent ON sent.returnId = asked.id
          AND sent.number = (SELECT max(number) FROM commissioningReturnVersion
            WHERE returnId = asked.id)
        LEFT JOIN commissioningReturnJudgement AS judged ON judged.versionId = sent.id
        """
}

/// One version of a return, as it was sent.
public struct ReturnVersion: Sendable {
    public enum Verdict: String, Sendable, CaseIterable {
        case accepted, sentBack
    }

    public struct Judgement: Sendable {
        public let verdict: Verdict
        public let note: String?
        public let by: PersonID
        /// The day in London.
        public let on: String
    }

    public let id: ReturnVersionID
    public let number: Int64
    /// By the key of the question.
    public let answers: [String: JSONValue]
    public let spent: Money
    public let people: Int64
    /// Why an officer sent it for the group; nil where it did so itself.
    public let paperReason: String?
    public let sentBy: PersonID
    /// The day in London.
    public let sentOn: String
    /// nil while it waits.
    public let judgement: Judgement?

    static let columns = """
        sent.id, sent.number, sent.answers, sent.spentPence, sent.people, sent.paperReason,
          sent.sentById, sent.sentOn, judged.verdict, judged.note, judged.judgedById, judged.judgedOn
        """

    init(_ row: Row, from first: Int = 0) throws {
        id = ReturnVersionID(row[first])
        number = row[first + 1]
        answers = try CommissioningModule.answers(row[first + 2])
        spent = Money(pence: row[first + 3])
        people = row[first + 4]
        paperReason = row[first + 5]
        sentBy = PersonID(row[first + 6])
        sentOn = row[first + 7]
        judgement = (row[first + 8] as String?).flatMap(Verdict.init).map {
            Judgement(
                verdict: $0, note: row[first + 9], by: PersonID(row[first + 10]),
                on: row[first + 11])
        }
    }
}

/// What a return asks, what is written of it, and every version that was sent.
public struct ReturnContent: Sendable {
    public struct Draft: Sendable {
        public let answers: [String: JSONValue]
        /// From 1; each saving is one more.
        public let version: Int64
        public let savedBy: PersonID
        public let savedAt: Instant
    }

    public let asked: MonitoringReturn
    public let form: ReturnForm
    public let draft: Draft?
    /// In the order they were sent.
    public let versions: [ReturnVersion]

    /// For those who read only what was sent.
    public var withoutDraft: ReturnContent {
        ReturnContent(asked: asked, form: form, draft: nil, versions: versions)
    }
}

/// That somebody worries about a project.
public struct Concern: Sendable {
    public let reason: String
    public let by: PersonID
    /// The day in London.
    public let on: String
}

public enum ReturnProblem: Problem {
    /// The officer's files ask for no returns.
    case notSetUp
    case nothingToAsk(round: String)
    case noAward(reference: String)
    case unknown(reference: String, number: Int64)
    /// Nothing waits for the group.
    case nothingOpen(reference: String)
    case notOpen(reference: String, number: Int64)
    case changed
    /// Nothing was sent that waits.
    case nothingSent(reference: String, number: Int64)
    case acceptedOwn
    case concernRaised(reference: String)
    case concernNone(reference: String)

    public var report: ProblemReport {
        switch self {
        case .notSetUp: ProblemReport("returns-not-set-up", .conflict)
        case .nothingToAsk(let round):
            ProblemReport("returns-nothing-to-ask", .conflict, ["round": round])
        case .noAward(let reference):
            ProblemReport("return-no-award", .notFound, ["reference": reference])
        case .unknown(let reference, let number):
            ProblemReport(
                "return-unknown", .notFound, ["reference": reference, "number": "\(number)"])
        case .nothingOpen(let reference):
            ProblemReport("return-nothing-open", .conflict, ["reference": reference])
        case .notOpen(let reference, let number):
            ProblemReport(
                "return-not-open", .conflict, ["reference": reference, "number": "\(number)"])
        case .changed: ProblemReport("return-changed", .conflict)
        case .nothingSent(let reference, let number):
            ProblemReport(
                "return-nothing-sent", .conflict, ["reference": reference, "number": "\(number)"])
        case .acceptedOwn: ProblemReport("return-accepted-own", .conflict)
        case .concernRaised(let reference):
            ProblemReport("concern-raised", .conflict, ["reference": reference])
        case .concernNone(let reference):
            ProblemReport("concern-none", .conflict, ["reference": reference])
        }
    }
}
