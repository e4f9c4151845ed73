import Applications
import Awards
import Correspondence
import Forms
import FundCore
import FundStore
import Identity
import Payments
import Rounds

extension Workflows {
    /// Keeps a group's bank details: entered by its own people once they were told of an award, or
    /// taken down from a paper form by finance, with a reason. The group is told, without any of them,
    /// at every address that it was written to: by email where there were some before, by letter
    /// wherever it has or had no email address.
    ///
    /// - Throws: `PayeeProblem`, `BankKeyProblem`, `InvalidInput`.
    @discardableResult
    public func enterBankDetails(
        of typed: String, _ details: PayeeDetails, paperReason: String?, key: BankKey,
        tables: ModulusTables?, as principal: Principal
    ) throws -> BankDetailsKept {
        try store.write(as: principal) { tx in
            let (id, reference, round) = try payeeFor(typed, onPaper: paperReason != nil, in: tx)
            let reason = paperReason?.trimmed
            if let reason, reason.isEmpty { throw PayeeProblem.reasonMissing }
            if let reason, reason.unicodeScalars.count > 5000 {
                throw InvalidInput(
                    "bank details",
                    [FieldProblem("paperReason", "too-long", ["maximum": "5000"])])
            }
            let rules =
                try rounds.optionalSection(.bank, of: round, as: BankRules.self, in: tx.reading)
                ?? BankRules()
            let payee = try payments.enter(
                details, of: id, in: round, paperReason: reason, rules: rules, key: key,
                tables: tables, in: tx)
            let told = try tellOfDetails(
                id, reference, in: round, isChange: payee.version > 1, tx)
            return BankDetailsKept(payee: payee, emails: told.emails, letters: told.letters)
        }
    }

    /// Who may enter, and for what: an award that stands, of which the group was told.
    private func payeeFor(
        _ typed: String, onPaper: Bool, in tx: borrowing WriteTx
    ) throws -> (ApplicationID, Reference, RoundID) {
        let found = try applications.find(typed, in: tx.reading)
        if onPaper { try tx.principal.require(.finance) }
        let person = try tx.principal.require(.applicant, .finance, .officer)
        let isOwner = try applications.isOwner(person, of: found.id, in: tx.reading)
        // Officers and finance know of it; to anybody else there is no such application.
        guard isOwner || tx.principal.has(.officer) || tx.principal.has(.finance) else {
            throw ApplicationsProblem.unknown(reference: "\(found.reference)")
        }
        guard try rounds.controls(of: found.round, in: tx.reading).has(.bankVerification) else {
            let key = try rounds.round(found.round, in: tx.reading).key
            throw PayeeProblem.off(round: key)
        }
        if onPaper {
            try refuseOwn(found.id, in: tx)
        } else if !isOwner {
            throw PayeeProblem.notYours
        }
        let award = try awards.award(of: found.id, in: tx.reading)
        let isTold = try correspondence.hasTold(
            found.id, LetterKind.tellingAward, in: tx.reading)
        guard let award, !award.isWithdrawn, onPaper || isTold else {
            throw PayeeProblem.noAward(reference: "\(found.reference)")
        }
        return found
    }

    /// Records what the bank said to the name of the newest account.
    public func confirmPayee(
        of typed: String, _ result: ConfirmationResult, on date: LocalDate, reason: String?,
        as principal: Principal
    ) throws {
        try principal.require(.finance)
        try store.write(as: principal) { tx in
            let payee = try newestPayee(of: typed, in: tx)
            let reason = reason?.trimmed ?? ""
            try Self.check(reason, "reason", maximum: 5000)
            try payments.confirm(
                payee, result, on: date, reason: reason.isEmpty ? nil : reason, in: tx)
        }
    }

    /// Records that somebody rang the group about its newest details.
    ///
    /// - Parameters:
    ///   - number: one that its application has, or another with where it was found.
    ///   - isConfirmed: whether the group said that they are its own.
    public func callBackPayee(
        of typed: String, number: String, source: String?, isConfirmed: Bool,
        as principal: Principal
    ) throws {
        try principal.require(.finance, .officer)
        try store.write(as: principal) { tx in
            let payee = try newestPayee(of: typed, in: tx)
            let (number, source) = (number.trimmed, source?.trimmed ?? "")
            try Self.check(number, "number", maximum: 40)
            try Self.check(source, "source", maximum: 500)
            guard number.isDialled else {
                throw InvalidInput("call-back", [FieldProblem("number", "not-phone")])
            }
            let known = try knownNumbers(of: payee.application, in: tx.reading).map(\.dialled)
            let isKnown = known.contains(number.dialled)
            guard isKnown || !source.isEmpty else {
                throw InvalidInput("call-back", [FieldProblem("source", "number-unknown")])
            }
            try payments.recordCall(
                about: payee, number: number, source: isKnown ? nil : source,
                isConfirmed: isConfirmed, in: tx)
        }
    }

    /// Shows the newest details of a group in the clear to finance, and says so in the trail.
    public func revealPayee(
        of typed: String, key: BankKey, as principal: Principal
    ) throws -> PayeeDetails {
        try principal.require(.finance)
        return try store.write(as: principal) { tx in
            try payments.reveal(try newestPayee(of: typed, in: tx), key: key, in: tx)
        }
    }

    /// Seals all bank details anew with another key: all or none.
    public func rotateBankKey(
        from old: BankKey, to new: BankKey, as principal: Principal
    ) throws -> Int {
        try store.write(as: principal) { try payments.rotateKey(from: old, to: new, in: $0) }
    }

    private func newestPayee(of typed: String, in tx: borrowing WriteTx) throws -> Payee {
        let found = try applications.find(typed, in: tx.reading)
        try refuseOwn(found.id, in: tx)
        guard let payee = try payments.newestPayee(of: found.id, in: tx.reading) else {
            throw PayeeProblem.missing
        }
        return payee
    }

    /// The telephone numbers that an application was sent with: answers do not change after that.
    func knownNumbers(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [String] {
        let detail = try applications.detail(of: application, in: tx)
        let form: Form = try rounds.section(.form, of: detail.roundID, in: tx)
        return detail.answers.filter { form.question($0.key)?.type == .phone }.compactMap {
            $0.value.string
        }
    }

    private static func check(_ text: String, _ place: String, maximum: Int) throws {
        if text.unicodeScalars.count > maximum {
            throw InvalidInput(
                place, [FieldProblem(place, "too-long", ["maximum": "\(maximum)"])])
        }
    }
}

extension String {
    /// A telephone number as it is dialled: digits, 0 in the place of +44.
    var dialled: String {
        let digits = String(
            String.UnicodeScalarView(unicodeScalars.filter { ("0"..."9").contains($0) }))
        guard trimmed.hasPrefix("+44") || digits.hasPrefix("0044") else { return digits }
        let rest = digits.drop { $0 == "0" }.dropFirst(2)
        return rest.hasPrefix("0") ? String(rest) : "0" + rest
    }

    fileprivate var isDialled: Bool {
        (7...20).contains(dialled.utf8.count)
            && utf8.allSatisfy { (48...57).contains($0) || " +-().".utf8.contains($0) }
    }
}
