import Applications
import Assessment
import Awards
import Commissioning
import Documents
import Forms
import FundCore
import FundStore
import Identity
import Rounds

extension Listing {
    public static let files = Listing([
        Column("file", .plain), Column("application", .plain), Column("return", .plain),
        Column("question", .plain), Column("name", .text), Column("type", .plain),
        Column("bytes", .plain), Column("sha256", .plain), Column("uploadedAt", .plain),
        Column("isSent", .plain),
    ])
}

extension Reports {
    private static let applicationReaders: [Role] = [.officer, .decisionMaker, .auditor]
    private static let returnReaders: [Role] = applicationReaders + [.finance]

    /// A file, for those who may read what it belongs to. Panel members read what the form says that
    /// they may, of applications that are theirs to score.
    /// - Throws: `FileProblem.unknown` for everybody else, as if there were none.
    public func file(_ id: FileID, as principal: Principal) throws -> KeptFile {
        try principal.requireOperator(
            or: .officer, .panelMember, .decisionMaker, .finance, .auditor, .applicant)
        return try store.read { tx in
            let found = try documents.file(id, in: tx)
            guard try mayRead(found, principal, in: tx) else {
                throw FileProblem.unknown(id: "\(id.rawValue)")
            }
            return found
        }
    }

    /// Those of some files that whoever asks may read.
    public func files(_ ids: [FileID], as principal: Principal) throws -> [KeptFile] {
        try store.read { tx in
            var found: [KeptFile] = []
            for id in ids {
                do {
                    let file = try documents.file(id, in: tx)
                    if try mayRead(file, principal, in: tx) { found.append(file) }
                } catch FileProblem.unknown {
                    continue
                }
            }
            return found
        }
    }

    /// The files of an application and of the returns about its award.
    public func files(
        of typed: String, as principal: Principal
    ) throws -> (application: String, rows: [[JSONValue]]) {
        try principal.requireOperator(
            or: .officer, .decisionMaker, .finance, .auditor, .applicant)
        return try store.read { tx in
            let id =
                try principal.applicantOnly.map { try find(typed, ownedBy: $0, in: tx) }
                ?? applications.find(typed, in: tx).id
            let reference = try applications.summary(of: id, in: tx).reference
            var numbers: [ReturnID: Int64] = [:]
            if let award = try awards.award(of: id, in: tx) {
                for asked in try commissioning.returns(of: award.id, in: tx) {
                    numbers[asked.id] = asked.number
                }
            }
            var rows: [[JSONValue]] = []
            for file in try documents.allFiles(of: id, in: tx) {
                guard try mayRead(file, principal, in: tx) else { continue }
                var number: Int64?
                if case .award(_, let asked) = file.place { number = numbers[asked] }
                rows.append(Self.row(file, application: "\(reference)", number: number))
            }
            return ("\(reference)", rows)
        }
    }

    /// The files that whoever asks has sent and not named in an answer.
    public func waitingFiles(as principal: Principal) throws -> [[JSONValue]] {
        let person = try principal.require(.applicant, .officer)
        return try store.read { tx in
            try documents.waitingFiles(of: person, in: tx).map { Self.row($0) }
        }
    }

    /// One piece of a file, numbered from 1; nil behind the last.
    public func piece(_ number: Int64, of file: KeptFile) throws -> [UInt8]? {
        try store.read { try documents.piece(number, of: file, in: $0) }
    }

    /// Takes the hash of every file that is kept.
    public func checkFiles(as principal: Principal) throws -> FileCheck {
        try principal.requireOperator(or: .officer, .auditor, .administrator)
        return try store.read { try documents.checkFiles(in: $0) }
    }

    /// A row of `Listing.files`.
    public static func row(
        _ file: KeptFile, application: String? = nil, number: Int64? = nil
    ) -> [JSONValue] {
        [
            .int(file.id.rawValue), .optional(application), .optional(number),
            .optional(file.question), .string(file.name), .string(file.kind.rawValue),
            .int(file.byteCount), .string(file.sha256), .string(file.uploadedAt.iso8601),
            .bool(file.isSent),
        ]
    }

    private func isOpen(
        _ file: KeptFile, of application: ApplicationID, toPanelMember principal: Principal,
        in tx: borrowing ReadTx
    ) throws -> Bool {
        guard principal.has(.panelMember), let member = principal.personID,
            let question = file.question
        else { return false }
        let round = try applications.detail(of: application, in: tx).roundID
        let form: Form = try rounds.section(.form, of: round, in: tx)
        guard form.question(question)?.isForPanel == true else { return false }
        do {
            try requireOpen(application, to: member, of: round, in: tx)
            return true
        } catch is AssessmentProblem {
            return false
        }
    }

    private func mayRead(
        _ file: KeptFile, _ principal: Principal, in tx: borrowing ReadTx
    ) throws -> Bool {
        let isOperator = if case .operator = principal.identity { true } else { false }
        func has(_ roles: [Role]) -> Bool { isOperator || roles.contains(where: principal.has) }
        func owns(_ application: ApplicationID) throws -> Bool {
            guard let person = principal.personID else { return false }
            return try applications.isOwner(person, of: application, in: tx)
        }
        switch file.place {
        case nil: return file.uploadedBy == principal.personID
        case .draft(let draft):
            do {
                _ = try applications.draft(draft, for: principal, in: tx)
                return true
            } catch DraftProblem.unknown {
                return false
            }
        case .application(let application):
            return try has(Self.applicationReaders) || owns(application)
                || isOpen(file, of: application, toPanelMember: principal, in: tx)
        case .award(let application, _):
            // What is only saved shows for its group and for officers alone.
            let roles = file.isSent ? Self.returnReaders : [.officer]
            return try has(roles) || owns(application)
        }
    }
}

extension FileCheck {
    /// As both doors tell it.
    public var json: JSONValue {
        .object([
            ("files", .int(count)), ("damaged", .array(damaged.map { .string($0) })),
        ])
    }
}
