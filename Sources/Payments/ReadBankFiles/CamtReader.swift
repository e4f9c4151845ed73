import FundCore

/// Reads ISO 20022 `camt.053`: the statement of an account, entry by entry.
///
/// An entry gives a line for each of its details that has an amount, and one for what these leave of
/// it: for a run that was booked as one sum, that is the run. So the lines of an entry always add up
/// to it.
struct CamtReader {
    static let namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."

    var xml: XMLReader
    var problems: BankFileProblems
    private var lineCount: Int64 = 0
    private var statements: [BankStatement] = []

    init(_ source: ByteSource) throws {
        xml = try XMLReader(source, greatestBytes: BankFileFormat.greatestBytes)
        problems = BankFileProblems(source: source.name)
    }

    mutating func read(_ body: (BankLine) throws -> Void) throws -> BankFile {
        do {
            try document(body)
        } catch let refused as BankLineRefused {
            throw refused.error
        } catch let invalid as InvalidInput {
            problems.add(invalid.fields)
        } catch is BankFileProblems.Full {
            // All of them are told below.
        }
        try problems.check()
        return BankFile(sha256: xml.hash, lineCount: lineCount, statements: statements)
    }

    private mutating func document(_ body: (BankLine) throws -> Void) throws {
        guard try xml.child() == "Document", let namespace = xml.namespace,
            namespace.hasPrefix(Self.namespace)
        else { throw xml.problem("camt-other-message") }
        while let message = try xml.child() {
            guard message == "BkToCstmrStmt" else {
                try xml.skip()
                continue
            }
            while let part = try xml.child() {
                if part == "Stmt" { try statement(body) } else { try xml.skip() }
            }
        }
        try xml.finish()
        if statements.isEmpty { try problems.report(line: xml.line, "Stmt", "missing") }
    }

    private mutating func statement(_ body: (BankLine) throws -> Void) throws {
        let start = xml.line
        var id = ""
        var account = ""
        var balances = CamtBalances()
        var entries: Set<Fingerprint> = []
        var booked: Int64 = 0
        var isSure = true
        var count: Int64 = 0
        while let part = try xml.child() {
            switch part {
            case "Id": id = try xml.text()
            case "Acct": account = try self.account()
            case "Bal":
                let line = xml.line
                if let (kind, pence) = try balance() { balances.add(kind, pence, line: line) }
            case "Ntry":
                let entry = try entry(body)
                count += 1
                isSure = isSure && entry.isSure
                if entry.status == .booked {
                    booked = try sum(booked, entry.pence ?? 0, line: entry.line, "Ntry/Amt")
                }
                if let reference = entry.reference,
                    !entries.insert(
                        Fingerprint(of: "\(reference) \(entry.pence ?? 0) \(entry.day)")
                    ).inserted
                {
                    try problems.report(
                        line: entry.line, "Ntry", "bank-line-twice", ["reference": reference])
                }
            default: try xml.skip()
            }
        }
        guard let opening = balances.opening, let closing = balances.closing else {
            return try problems.report(line: start, "Stmt/Bal", "bank-balance-missing")
        }
        let expected = opening + booked
        if isSure && expected != closing.pence {
            try problems.report(
                line: closing.line, "Stmt/Bal", "bank-balance-differs",
                [
                    "opening": Money(pence: opening).words,
                    "entries": Money(pence: booked).words,
                    "closing": Money(pence: closing.pence).words,
                    "expected": Money(pence: expected).words,
                ])
        }
        statements.append(
            BankStatement(
                id: id, account: account, opening: opening, closing: closing.pence,
                entryCount: count))
    }

    private mutating func account() throws -> String {
        var number = ""
        while let part = try xml.child() {
            switch part {
            case "Id":
                while let kind = try xml.child() {
                    number = kind == "Othr" ? try otherNumber() : try xml.text()
                }
            case "Ccy":
                let line = xml.line
                try checkCurrency(try xml.text(), line: line, "Acct/Ccy")
            default: try xml.skip()
            }
        }
        return number
    }

    /// An account that has no IBAN.
    private mutating func otherNumber() throws -> String {
        var number = ""
        while let part = try xml.child() {
            if part == "Id" { number = try xml.text() } else { try xml.skip() }
        }
        return number
    }

    /// The kind and the pence, less than nothing for an overdrawn account.
    private mutating func balance() throws -> (String, Int64)? {
        var kind = ""
        var pence: Int64?
        var sign: Int64 = 1
        while let part = try xml.child() {
            switch part {
            case "Tp":
                while let part = try xml.child() {
                    if part == "CdOrPrtry" { kind = try xml.text() } else { try xml.skip() }
                }
            case "Amt": pence = try amount("Bal/Amt")
            case "CdtDbtInd": sign = try direction("Bal/CdtDbtInd") == .debit ? -1 : 1
            default: try xml.skip()
            }
        }
        return pence.map { (kind, $0 * sign) }
    }

    /// What two amounts come to, within a bound that no account reaches.
    mutating func sum(
        _ first: Int64, _ second: Int64, line: Int, _ place: String
    ) throws -> Int64 {
        let sum = first + second
        guard sum.magnitude > 100_000_000_000_000_000 else { return sum }
        try problems.report(
            line: line, place, "too-large", ["maximum": PaymentTotals.greatest.words])
        return first
    }

    /// Hands a line on.
    mutating func emit(_ line: BankLine, _ body: (BankLine) throws -> Void) throws {
        lineCount += 1
        // What follows a slip may be wrong by that alone.
        guard problems.list.isEmpty else { return }
        do { try body(line) } catch { throw BankLineRefused(error: error) }
    }
}

/// The balances that a statement is checked by.
struct CamtBalances {
    private(set) var opening: Int64?
    private(set) var closing: (pence: Int64, line: Int)?
    private var isOpeningFirm = false
    private var isClosingFirm = false

    /// A statement of several pages has interim balances between them.
    mutating func add(_ kind: String, _ pence: Int64, line: Int) {
        switch kind {
        case "OPBD", "PRCD":
            if !isOpeningFirm || kind == "OPBD" { opening = pence }
            isOpeningFirm = true
        case "CLBD":
            closing = (pence, line)
            isClosingFirm = true
        case "ITBD" where opening == nil: opening = pence
        case "ITBD" where !isClosingFirm: closing = (pence, line)
        default: break
        }
    }
}
