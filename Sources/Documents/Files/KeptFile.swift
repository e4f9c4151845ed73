import FundCore
import FundStore
import GRDB

/// A file that somebody sent.
public struct KeptFile: Sendable {
    /// What a file belongs to.
    public enum Place: Hashable, Sendable {
        case draft(DraftID)
        case application(ApplicationID)
        /// A return about an application's award.
        case award(ApplicationID, ReturnID)
    }

    public let id: FileID
    public let name: String
    public let kind: FileKind
    public let byteCount: Int64
    /// Of the bytes as they are kept.
    public let sha256: String
    public let uploadedBy: PersonID
    public let uploadedAt: Instant
    /// nil while it waits to be named in an answer.
    public let place: Place?
    /// The question that it answers.
    public let question: String?
    /// Whether it was sent with what it belongs to: then it stays.
    public let isSent: Bool
    /// Its content.
    let content: Int64

    static let columns = """
        SELECT documentUpload.id, name, mediaType, byteCount, sha256, uploadedById, uploadedAt,
          draftId, applicationId, returnId, questionKey, sentAt IS NOT NULL, fileId
        FROM documentUpload JOIN documentFile ON documentFile.id = fileId
        """

    init(_ row: Row) {
        id = FileID(row[0])
        name = row[1]
        // Only files of known kinds are taken in.
        kind = FileKind(rawValue: row[2]) ?? .text
        byteCount = row[3]
        sha256 = row[4]
        uploadedBy = PersonID(row[5])
        uploadedAt = Instant(milliseconds: row[6])
        let (draft, application, asked): (Int64?, Int64?, Int64?) = (row[7], row[8], row[9])
        if let application, let asked {
            place = .award(ApplicationID(application), ReturnID(asked))
        } else if let application {
            place = .application(ApplicationID(application))
        } else {
            place = draft.map { .draft(DraftID($0)) }
        }
        question = row[10]
        isSent = row[11]
        content = row[12]
    }
}

public enum FileProblem: Problem {
    /// There is none, or it is not for the asker to know of.
    case unknown(id: String)
    /// It belongs to an answer.
    case placed
    case sent
    /// More waits to be named in an answer than anybody needs.
    case tooManyWaiting(maximum: Int)
    /// One person has as much here as one may, in bytes.
    case personFull(used: Int64, maximum: Int64)

    public var report: ProblemReport {
        switch self {
        case .unknown(let id): ProblemReport("upload-unknown", .notFound, ["id": id])
        case .placed: ProblemReport("upload-placed", .conflict)
        case .sent: ProblemReport("upload-sent", .conflict)
        case .tooManyWaiting(let maximum):
            ProblemReport("uploads-waiting", .conflict, ["maximum": "\(maximum)"])
        case .personFull(let used, let maximum):
            ProblemReport(
                "uploads-of-person", .conflict,
                ["used": Self.words(used), "maximum": Self.words(maximum)])
        }
    }

    /// `12.5 MB`: as much as is used must not read as what may be used.
    private static func words(_ bytes: Int64) -> String {
        let tenths = (bytes * 10 + 1_048_575) / 1_048_576
        return tenths % 10 == 0 ? "\(tenths / 10) MB" : "\(tenths / 10).\(tenths % 10) MB"
    }
}
