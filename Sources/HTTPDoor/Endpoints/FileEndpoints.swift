import Documents
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// Files that groups send, for programs: sent first, then named by their numbers in an answer.
extension Endpoint {
    private static let senders: Set<Role> = [.officer, .applicant]
    private static let fileReaders: Set<Role> = [
        .officer, .decisionMaker, .finance, .auditor, .applicant,
    ]
    private static let file = Schema.object([
        .needed("file", .count), .needed("application", .nullable(.reference)),
        .needed("return", .nullable(.count)), .needed("question", .nullable(.text)),
        .needed("name", .text), .needed("type", .oneOf(FileKind.allCases.map(\.rawValue))),
        .needed("bytes", .count), .needed("sha256", .text), .needed("uploadedAt", .instant),
        .needed("isSent", .boolean),
    ])

    static let fileEndpoints = [
        Endpoint(
            .get, .waitingFiles, "Lists one's own files that no answer names yet", for: senders,
            .json(.list(file), "The files"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.files) { row in
                try reports.waitingFiles(as: try asker.principal).forEach(row)
            }
        },
        Endpoint(
            .post, .waitingFiles,
            "Takes a file, to be named by its number in an answer within seven days",
            for: senders,
            query: [
                Parameter(
                    name: "name", summary: "What the file is called.",
                    schema: .example(.text, "letter.pdf"), isRequired: true)
            ],
            body: Body(
                mediaType: "application/octet-stream", greatestBytes: CheckedFile.greatestBytes,
                schema: .text),
            .json(file, "The file, as it is kept", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            let (house, name, asker) = (ask.house, ask.query["name"] ?? "", ask.asker)
            // Not on the thread that writes: nobody waits for what a file is made to do.
            let checked = try await ask.look {
                try house.workflows.checkFile(
                    body, named: name, at: "body", house.files, as: try asker.principal)
            }
            return try await ask.creating(body) { principal in
                try house.workflows.keepFile(checked, house.files, as: principal)
            } keeping: { (kept: KeptFile) in
                Listing.files.json(Reports.row(kept))
            }
        },
        Endpoint(
            .get, .keptFile, "Hands a file out", for: fileReaders.union([.panelMember]),
            Success(
                status: .ok, mediaType: FileKind.pdf.rawValue,
                summary: "The file, as an attachment", schema: .text,
                otherMediaTypes: FileKind.allCases.dropFirst().map(\.rawValue))
        ) { ask in
            let (reports, asker, id) = (ask.house.reports, ask.asker, try ask.fileID)
            let file = try await ask.read { try reports.file(id, as: try asker.principal) }
            return .file(file, reports, ask.house.threads)
        },
        Endpoint(
            .delete, .keptFile, "Gives up a file of one's own that no answer names", for: senders,
            .json(.list(file), "The files that wait"), [.ruled]
        ) { ask in
            let (house, asker, id) = (ask.house, ask.asker, try ask.fileID)
            try await ask.write {
                try house.workflows.removeFile(id, as: try asker.principal)
            }
            let rows = try await ask.read {
                try house.reports.waitingFiles(as: try asker.principal)
            }
            return .json(.array(rows.map(Listing.files.json)))
        },
        Endpoint(
            .get, .applicationFiles,
            "Lists the files of an application and of the returns about its award",
            for: fileReaders, .json(.list(file), "The files"), [.tagged]
        ) { ask in
            let (reports, asker, reference) = (ask.house.reports, ask.asker, ask.path("reference"))
            return try await ask.list(.files) { row in
                try reports.files(of: reference, as: try asker.principal).rows.forEach(row)
            }
        },
        Endpoint(
            .get, .fileChecks, "Takes the hash of every file that is kept",
            for: [.officer, .auditor, .administrator],
            .json(
                .object([
                    .needed("files", .count), .needed("damaged", .list(.text)),
                ]), "How many there are, and the hashes of those that have changed")
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            let check = try await ask.readSlowly {
                try reports.checkFiles(as: try asker.principal)
            }
            return .json(check.json)
        },
    ]
}

extension Ask {
    fileprivate var fileID: FileID {
        get throws {
            guard let id = Int64(path("file")) else {
                throw FileProblem.unknown(id: path("file"))
            }
            return FileID(id)
        }
    }
}
