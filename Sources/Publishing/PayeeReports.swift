import Applications
import Awards
import Forms
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// Bank details of one group as those who work on the fund see them: never in the clear.
public struct PayeeFile: Sendable {
    public let summary: ApplicationSummary
    public let round: Round
    public let payee: Payee?
    public let state: PayeeState
    /// The telephone numbers that the application was sent with.
    public let numbers: [String]
    public let emails: [PersonID: String]
    /// Whether whoever asks entered the details, and so cannot call back about them.
    public let isEnteredByAsker: Bool
}

/// A group's own bank details, as its people see them.
public struct OwnPayee: Sendable {
    public let summary: ApplicationSummary
    public let payee: Payee?
    public let state: PayeeState
}

extension Reports {
    /// The groups of a round that were awarded money and how their details stand, as rows of
    /// `Listing.payees`.
    public func payees(
        of key: String, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        for file in try payeeFiles(of: key, as: principal) { try body(Shape.row(file)) }
    }

    /// The same, whole.
    public func payeeFiles(
        of key: String, as principal: Principal
    ) throws -> [PayeeFile] {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let known = Dictionary(
                uniqueKeysWithValues: try payments.payees(of: round.id, in: tx).map {
                    ($0.application, $0)
                })
            var made: [ApplicationID] = []
            try awards.awards(of: round.id, in: tx) {
                if !$0.isWithdrawn { made.append($0.application) }
            }
            return try made.map {
                try file(about: $0, in: round, known[$0], numbers: [], principal, in: tx)
            }
        }
    }

    /// One group's details, by the reference of its application.
    public func payeeFile(_ typed: String, as principal: Principal) throws -> PayeeFile {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        return try store.read { tx in
            let found = try applications.find(typed, in: tx)
            let detail = try applications.detail(of: found.id, in: tx)
            let form: Form = try rounds.section(.form, of: found.round, in: tx)
            return try file(
                about: found.id, in: try rounds.round(found.round, in: tx),
                try payments.newestPayee(of: found.id, in: tx),
                numbers: detail.answers.filter {
                    form.question($0.key)?.type == .phone
                }.compactMap(\.value.string), principal, in: tx)
        }
    }

    private func file(
        about id: ApplicationID, in round: Round, _ payee: Payee?, numbers: [String],
        _ principal: Principal, in tx: borrowing ReadTx
    ) throws -> PayeeFile {
        let people = [
            payee?.enteredBy, payee?.confirmation?.recordedBy, payee?.callBack?.calledBy,
        ].compactMap(\.self)
        return PayeeFile(
            summary: try applications.summary(of: id, in: tx), round: round, payee: payee,
            state: payee?.state(at: tx.now) ?? .missing, numbers: numbers,
            emails: try identity.emails(of: people, in: tx),
            isEnteredByAsker: payee != nil && payee?.enteredBy == principal.personID)
    }

    /// One group's details as JSON: for those who work on the fund, and for its own people, who are not
    /// told what is checked and how.
    public func payee(_ typed: String, as principal: Principal) throws -> JSONValue {
        if principal.isApplicantOnly {
            let own = try ownPayee(typed, as: principal)
            return .object([
                ("reference", .string("\(own.summary.reference)")),
                ("state", .string(own.state.name)), ("version", .optional(own.payee?.version)),
                ("account", .optional(own.payee?.mask)),
                ("enteredAt", .optional(own.payee?.enteredAt.iso8601)),
            ])
        }
        return Shape.object(try payeeFile(typed, as: principal))
    }

    /// A group's own details, for its own people.
    /// - Throws: `ApplicationsProblem.unknown` for everybody else, as if there were none.
    public func ownPayee(_ typed: String, as principal: Principal) throws -> OwnPayee {
        let person = try principal.require(.applicant)
        return try store.read { tx in
            let found = try applications.find(typed, in: tx)
            guard try applications.isOwner(person, of: found.id, in: tx) else {
                throw ApplicationsProblem.unknown(reference: "\(found.reference)")
            }
            let payee = try payments.newestPayee(of: found.id, in: tx)
            return OwnPayee(
                summary: try applications.summary(of: found.id, in: tx), payee: payee,
                state: payee?.state(at: tx.now) ?? .missing)
        }
    }

    /// Whether a round asks for bank details.
    public func asksBankDetails(of key: String) throws -> Bool {
        try store.read { tx in
            try rounds.controls(of: try rounds.round(key, in: tx).id, in: tx).has(.bankVerification)
        }
    }

    /// The rounds that have opened and ask for bank details, by key.
    public func roundsAskingBankDetails() throws -> [String] {
        try store.read { tx in
            try rounds.all(in: tx).filter {
                try rounds.controls(of: $0.id, in: tx).has(.bankVerification)
            }.map(\.key)
        }
    }

    /// Whether a group enters its bank details now: its round asks for them, and it was told of an
    /// award that stands.
    func takesBankDetails(
        _ id: ApplicationID, of round: RoundID, told status: ApplicationStatus,
        in tx: borrowing ReadTx
    ) throws -> Bool {
        guard status == .awarded,
            try rounds.controls(of: round, in: tx).has(.bankVerification)
        else { return false }
        return try awards.award(of: id, in: tx).map { !$0.isWithdrawn } ?? false
    }

    /// Groups of different names whose money would go to the same account, as rows of
    /// `Listing.sharedAccounts`; of every round.
    public func sharedAccounts(
        as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        try store.read { tx in
            for ids in try payments.sharedAccounts(in: tx) {
                let summaries = try ids.map { try applications.summary(of: $0, in: tx) }
                let names = Set(
                    summaries.map {
                        $0.organisation.lowercased().split(whereSeparator: \.isWhitespace)
                            .joined(separator: " ")
                    })
                guard names.count > 1 else { continue }
                let references = summaries.map { "\($0.reference)" }
                for (summary, id) in zip(summaries, ids) {
                    let payee = try payments.newestPayee(of: id, in: tx)
                    try body([
                        .string("\(summary.reference)"), .string(summary.organisation),
                        .optional(payee?.mask),
                        .string(
                            references.filter { $0 != "\(summary.reference)" }.joined(
                                separator: " ")),
                    ])
                }
            }
        }
    }
}

extension Shape {
    static func row(_ file: PayeeFile) -> [JSONValue] {
        let payee = file.payee
        return [
            .string("\(file.summary.reference)"), .string(file.summary.organisation),
            .string(file.state.name), .optional(payee?.mask), .optional(payee?.version),
            .optional(payee.map { $0.verdict?.rawValue ?? "unchecked" }),
            .optional(payee?.confirmation?.result.rawValue),
            payee?.callBack.map { .bool($0.isConfirmed) } ?? .null,
            .optional(payee?.enteredAt.iso8601), .optional(payee?.usableFrom.iso8601),
        ]
    }

    static func object(_ file: PayeeFile) -> JSONValue {
        let payee = file.payee
        func email(_ id: PersonID) -> JSONValue { .optional(file.emails[id]) }
        return .object([
            ("reference", .string("\(file.summary.reference)")),
            ("organisation", .string(file.summary.organisation)),
            ("state", .string(file.state.name)),
            ("lacks", .array(file.state.gaps.map { .string($0.rawValue) })),
            ("version", .optional(payee?.version)), ("account", .optional(payee?.mask)),
            ("verdict", .optional(payee.map { $0.verdict?.rawValue ?? "unchecked" })),
            ("tablesSHA256", .optional(payee?.tables?.sha256)),
            ("cameBy", .optional(payee?.source.rawValue)),
            ("paperReason", .optional(payee?.paperReason)),
            ("enteredBy", payee.map { email($0.enteredBy) } ?? .null),
            ("enteredAt", .optional(payee?.enteredAt.iso8601)),
            ("usableFrom", .optional(payee?.usableFrom.iso8601)),
            (
                "confirmation",
                payee?.confirmation.map {
                    .object([
                        ("result", .string($0.result.rawValue)),
                        ("on", .string("\($0.checkedOn)")), ("reason", .optional($0.reason)),
                        ("by", email($0.recordedBy)),
                    ])
                } ?? .null
            ),
            (
                "callBack",
                payee?.callBack.map {
                    .object([
                        ("number", .string($0.number)), ("source", .optional($0.source)),
                        ("confirmed", .bool($0.isConfirmed)), ("by", email($0.calledBy)),
                        ("at", .string($0.calledAt.iso8601)),
                    ])
                } ?? .null
            ), ("knownNumbers", .array(file.numbers.map { .string($0) })),
        ])
    }
}

extension PayeeDetails {
    /// In the clear: to finance, who asked for it.
    public var revealed: JSONValue {
        .object([
            ("accountName", .string(accountName)), ("sortCode", .string("\(account.sortCode)")),
            ("account", .string("\(account.number)")), ("rollNumber", .optional(rollNumber)),
        ])
    }

    /// As they are sent: four texts, the last of which may be left out.
    /// - Throws: `InvalidInput` with everything that is wrong.
    public init(_ json: JSONValue, other keys: [String] = []) throws {
        var fields = JSONFields(json)
        let name = fields.text("accountName", required: true, maximum: 200)
        let sortCode = fields.text("sortCode", required: true, maximum: 40)
        let account = fields.text("account", required: true, maximum: 40)
        let roll = fields.text("rollNumber", required: false, maximum: 40)
        for key in keys { _ = fields.text(key, required: false, maximum: 20_000) }
        let problems = fields.finish()
        guard problems.isEmpty else { throw InvalidInput("bank details", problems) }
        try self.init(
            accountName: name ?? "", sortCode: sortCode ?? "", account: account ?? "",
            rollNumber: roll)
    }
}
