import FundCore

/// An entry of a statement, as far as it has been read.
struct CamtEntry {
    let line: Int
    /// The number of the entry in its statement.
    var number: String?
    /// The bank's own reference.
    var bankReference: String?
    /// What the bank says of it in words.
    var note: String?
    var pence: Int64?
    var kind: BankLine.Kind?
    var isReversal = false
    var status: BankLine.Status?
    var bookedOn: LocalDate?
    /// What the details so far that have an amount add up to.
    var detailed: Int64 = 0
    var detailCount: Int64 = 0
    /// How many of these gave a line.
    var toldCount: Int64 = 0
    /// How many the bank says there are, where it says so.
    var batchCount: Int64?
    var batchReference: String?
    /// The first detail without an amount of its own.
    var bare: CamtDetail?

    /// Whether it is known what it adds to the balance.
    var isSure: Bool { pence != nil && kind != nil && status != nil }
    /// What tells it from others of its statement, nil where nothing does.
    var reference: String? { bankReference ?? number }
    var day: String { bookedOn.map { "\($0)" } ?? "" }
}

/// One transaction within an entry.
struct CamtDetail {
    let line: Int
    var endToEndReference: String?
    var batchReference: String?
    /// The bank's amount of it; else what it says of the amount that was sent.
    var pence: Int64?
    var otherPence: Int64?
    var kind: BankLine.Kind?
    var creditor: String?
    var debtor: String?
    var remittance: [String] = []
    var returnReason: String?
    var isReturn = false

    init(line: Int) { self.line = line }
}

extension CamtReader {
    /// Reads an entry and hands on its lines.
    mutating func entry(_ body: (BankLine) throws -> Void) throws -> CamtEntry {
        var entry = CamtEntry(line: xml.line)
        let before = problems.list.count
        while let part = try xml.child() {
            switch part {
            case "NtryRef": entry.number = try told()
            case "AcctSvcrRef": entry.bankReference = try told()
            case "AddtlNtryInf": entry.note = try told()
            case "Amt":
                if let pence = try amount("Ntry/Amt") { entry.pence = pence }
            case "CdtDbtInd": entry.kind = try direction("Ntry/CdtDbtInd")
            case "RvslInd": entry.isReversal = ["true", "1"].contains(try xml.text())
            case "Sts": entry.status = try status()
            case "BookgDt": entry.bookedOn = try date("Ntry/BookgDt")
            case "NtryDtls":
                sign(&entry)
                try details(of: &entry, body)
            default: try xml.skip()
            }
        }
        sign(&entry)
        guard let pence = entry.pence, entry.kind != nil, entry.status != nil else {
            // What is there and cannot be read has been told.
            guard problems.list.count == before else { return entry }
            for (name, isThere) in [
                ("Amt", entry.pence != nil), ("CdtDbtInd", entry.kind != nil),
                ("Sts", entry.status != nil),
            ] where !isThere {
                try problems.report(line: entry.line, "Ntry/\(name)", "missing")
            }
            return entry
        }
        try close(entry, pence, body)
        return entry
    }

    /// Once the direction is known, a debit's pence are less than nothing.
    private func sign(_ entry: inout CamtEntry) {
        if entry.kind == .debit, let pence = entry.pence, pence > 0 { entry.pence = -pence }
    }

    /// What the details leave of an entry, or that they do not fit it.
    private mutating func close(
        _ entry: CamtEntry, _ pence: Int64, _ body: (BankLine) throws -> Void
    ) throws {
        let rest = pence - entry.detailed
        let isAllTold =
            entry.toldCount > 0 && entry.toldCount == entry.detailCount
            && entry.toldCount >= entry.batchCount ?? 0
        if isAllTold {
            if rest != 0 {
                try problems.report(
                    line: entry.line, "Ntry/Amt", "bank-details-differ",
                    [
                        "amount": Money(pence: pence).words,
                        "total": Money(pence: entry.detailed).words,
                    ])
            }
            return
        }
        guard rest != 0 else { return }
        let isOne = max(entry.detailCount, entry.batchCount ?? 0) <= 1
        let detail = isOne ? entry.bare : nil
        let count = max(1, max(entry.detailCount, entry.batchCount ?? 0) - entry.toldCount)
        var told = detail ?? CamtDetail(line: entry.line)
        if told.remittance.isEmpty, let note = entry.note { told.remittance = [note] }
        try emit(line(told, of: entry, pence: rest, count: count), body)
    }

    private mutating func details(
        of entry: inout CamtEntry, _ body: (BankLine) throws -> Void
    ) throws {
        var batch: String?
        while let part = try xml.child() {
            switch part {
            case "Btch":
                while let part = try xml.child() {
                    switch part {
                    case "PmtInfId": batch = try told()
                    case "NbOfTxs":
                        if let count = Int64(try xml.text()), (1...1_000_000_000).contains(count) {
                            entry.batchCount = (entry.batchCount ?? 0) + count
                        }
                    default: try xml.skip()
                    }
                }
                entry.batchReference = entry.batchReference ?? batch
            case "TxDtls":
                var detail = try detail()
                detail.batchReference = detail.batchReference ?? batch
                entry.detailCount += 1
                guard let unsigned = detail.pence ?? detail.otherPence,
                    let kind = detail.kind ?? entry.kind, entry.status != nil
                else {
                    if entry.bare == nil { entry.bare = detail }
                    continue
                }
                let pence = kind == .debit ? -unsigned : unsigned
                entry.toldCount += 1
                entry.detailed = try sum(
                    entry.detailed, pence, line: detail.line, "TxDtls/Amt")
                try emit(line(detail, of: entry, pence: pence, count: 1), body)
            default: try xml.skip()
            }
        }
    }

    private func line(
        _ detail: CamtDetail, of entry: CamtEntry, pence: Int64, count: Int64
    ) -> BankLine {
        let kind: BankLine.Kind = pence < 0 ? .debit : .credit
        let status = entry.status ?? .pending
        let outcome: BankLine.Outcome =
            detail.isReturn || entry.isReversal
            ? .returned : status == .booked && kind == .debit ? .paid : .unknown
        return BankLine(
            line: detail.line, bookedOn: entry.bookedOn, pence: pence, kind: kind,
            endToEndReference: detail.endToEndReference,
            batchReference: detail.batchReference ?? entry.batchReference,
            bankReference: entry.bankReference, count: count,
            counterparty: kind == .debit ? detail.creditor : detail.debtor,
            remittance: detail.remittance.isEmpty ? nil : detail.remittance.joined(separator: " "),
            status: status, returnReason: detail.returnReason, outcome: outcome)
    }
}
