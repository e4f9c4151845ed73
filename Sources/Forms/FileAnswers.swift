import FundCore

/// How many files a question takes, and how large.
public struct FileRules: Codable, Sendable, Equatable {
    /// Of one file.
    public let greatestBytes: Int64
    /// Files that answer one question.
    public let perQuestion: Int
    /// Of all files of one application, or of one return.
    public let bytesInAll: Int64
    /// Of all that one person who applies has here; nil for the usual.
    public let bytesOfPerson: Int64?
    /// Of all that is kept of one application and the returns about its award; nil for the usual.
    public let bytesOfApplication: Int64?

    public init(
        greatestBytes: Int64, perQuestion: Int, bytesInAll: Int64, bytesOfPerson: Int64? = nil,
        bytesOfApplication: Int64? = nil
    ) {
        self.greatestBytes = greatestBytes
        self.perQuestion = perQuestion
        self.bytesInAll = bytesInAll
        self.bytesOfPerson = bytesOfPerson
        self.bytesOfApplication = bytesOfApplication
    }

    /// What one person, or one application with its returns, may have where the files say nothing.
    public static let usualBytesOfOwner = 200 * bytesPerMegabyte

    public var mostOfPerson: Int64 { bytesOfPerson ?? Self.usualBytesOfOwner }
    public var mostOfApplication: Int64 { bytesOfApplication ?? Self.usualBytesOfOwner }

    public static let bytesPerMegabyte: Int64 = 1024 * 1024
    public static let standard = FileRules(
        greatestBytes: 10 * bytesPerMegabyte, perQuestion: 5, bytesInAll: 30 * bytesPerMegabyte)

    public func taking(_ count: Int) -> FileRules {
        FileRules(
            greatestBytes: greatestBytes, perQuestion: count, bytesInAll: bytesInAll,
            bytesOfPerson: bytesOfPerson, bytesOfApplication: bytesOfApplication)
    }

    /// `10 MB`, `512 KB`.
    public static func words(_ bytes: Int64) -> String {
        bytes >= bytesPerMegabyte
            ? "\((bytes + bytesPerMegabyte / 2) / bytesPerMegabyte) MB"
            : "\(max(1, (bytes + 512) / 1024)) KB"
    }
}

/// A file as an answer names it.
public struct FileAnswer: Sendable, Equatable {
    public let id: FileID
    public let name: String
    public let mediaType: String
    public let byteCount: Int64
    public let sha256: String

    public init(
        id: FileID, name: String, mediaType: String, byteCount: Int64, sha256: String
    ) {
        self.id = id
        self.name = name
        self.mediaType = mediaType
        self.byteCount = byteCount
        self.sha256 = sha256
    }

    /// nil where it is no file that has been looked up.
    init?(_ json: JSONValue) {
        guard let id = json["file"]?.int, let name = json["name"]?.string,
            let mediaType = json["type"]?.string, let byteCount = json["bytes"]?.int,
            let sha256 = json["sha256"]?.string
        else { return nil }
        self.init(
            id: FileID(id), name: name, mediaType: mediaType, byteCount: byteCount, sha256: sha256)
    }

    public var json: JSONValue {
        .object([
            ("file", .int(id.rawValue)), ("name", .string(name)), ("type", .string(mediaType)),
            ("bytes", .int(byteCount)), ("sha256", .string(sha256)),
        ])
    }
}

extension JSONValue {
    /// The files that an answer names.
    public var fileAnswers: [FileAnswer] { (array ?? []).compactMap { FileAnswer($0) } }

    /// The ids of files, by themselves or with what is known of each; nil where it is no list of
    /// such.
    public var fileIDs: [FileID]? {
        guard let array else { return nil }
        var ids: [FileID] = []
        for item in array {
            guard let id = item.int ?? item["file"]?.int else { return nil }
            if !ids.contains(FileID(id)) { ids.append(FileID(id)) }
        }
        return ids
    }
}

extension Form {
    /// The questions that files answer.
    public var fileQuestions: [Question] { questions.filter { $0.type == .file } }
}

extension Question {
    var fileRules: FileRules { files ?? .standard }

    /// Files are named by id, or with what is known of them.
    func files(from fields: inout JSONFields) -> JSONValue? {
        guard let value = fields.value(key), value.array?.isEmpty != true else {
            if required { fields.report(key, "upload-missing") }
            return nil
        }
        guard let ids = value.fileIDs else {
            fields.report(key, "not-files")
            return nil
        }
        var isRight = ids.count <= fileRules.perQuestion
        if !isRight {
            fields.report(key, "uploads-too-many", ["maximum": "\(fileRules.perQuestion)"])
        }
        for file in value.fileAnswers where file.byteCount > fileRules.greatestBytes {
            isRight = false
            fields.report(
                key, "upload-too-large",
                ["name": file.name, "maximum": FileRules.words(fileRules.greatestBytes)])
        }
        return isRight ? value : nil
    }
}

extension TypedFields {
    /// The ids of the files that a form brings back for a question.
    public func fileIDs(_ name: String) -> [FileID] {
        all(name).compactMap { Int64($0.trimmed) }.map { FileID($0) }
    }
}
