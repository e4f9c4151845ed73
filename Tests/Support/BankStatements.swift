import FundCore

/// One entry of a made-up statement.
public struct BankEntry: Sendable {
    /// Less than nothing for what goes out.
    public var pence: Int64
    public var reference: String?
    public var batch: String?
    public var count: Int?
    public var bankReference: String
    public var day: String
    public var isReturn: Bool
    public var isBooked: Bool
    public var words: String

    public init(
        _ pence: Int64, _ reference: String? = nil, batch: String? = nil, count: Int? = nil,
        bank bankReference: String, on day: String = "2026-12-03", isReturn: Bool = false,
        isBooked: Bool = true, words: String = "A MADE-UP NAME"
    ) {
        self.pence = pence
        self.reference = reference
        self.batch = batch
        self.count = count
        self.bankReference = bankReference
        self.day = day
        self.isReturn = isReturn
        self.isBooked = isBooked
        self.words = words
    }

    private var xml: String {
        let amount = "<Amt Ccy=\"GBP\">\(Self.pounds(pence))</Amt>"
        let direction = "<CdtDbtInd>\(pence < 0 ? "DBIT" : "CRDT")</CdtDbtInd>"
        var details = ""
        if let batch {
            let many = count.map { "<NbOfTxs>\($0)</NbOfTxs>" } ?? ""
            details = "<Btch><PmtInfId>\(batch)</PmtInfId>\(many)</Btch>"
        }
        if batch == nil || reference != nil {
            let party = pence < 0 ? "Cdtr" : "Dbtr"
            details += """
                <TxDtls><Refs><EndToEndId>\(reference ?? "NOTPROVIDED")</EndToEndId></Refs>\
                \(amount)\(direction)\
                <RltdPties><\(party)><Pty><Nm>\(words)</Nm></Pty></\(party)></RltdPties>\
                <RmtInf><Ustrd>\(words)</Ustrd></RmtInf>\
                \(isReturn ? "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" : "")</TxDtls>
                """
        }
        return """
            <Ntry>\(amount)\(direction)<Sts><Cd>\(isBooked ? "BOOK" : "PDNG")</Cd></Sts>\
            <BookgDt><Dt>\(day)</Dt></BookgDt><AcctSvcrRef>\(bankReference)</AcctSvcrRef>\
            <NtryDtls>\(details)</NtryDtls></Ntry>

            """
    }

    fileprivate static func pounds(_ pence: Int64) -> String {
        let parts = pence.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(parts.quotient).\(parts.remainder < 10 ? "0" : "")\(parts.remainder)"
    }

    /// A `camt.053` whose closing balance follows from its entries.
    public static func statement(
        _ entries: [BankEntry], opening: Int64 = 100_000_000, wrongBy slip: Int64 = 0,
        id: String = "STATEMENT-1"
    ) -> String {
        let closing =
            opening + slip + entries.filter(\.isBooked).map(\.pence).reduce(0, +)
        func balance(_ kind: String, _ pence: Int64) -> String {
            """
            <Bal><Tp><CdOrPrtry><Cd>\(kind)</Cd></CdOrPrtry></Tp>\
            <Amt Ccy="GBP">\(pounds(pence))</Amt>\
            <CdtDbtInd>\(pence < 0 ? "DBIT" : "CRDT")</CdtDbtInd></Bal>

            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
            <Stmt><Id>\(id)</Id><Acct><Id><Othr><Id>12345612345678</Id></Othr></Id></Acct>
            \(balance("OPBD", opening))\(balance("CLBD", closing))\(entries.map(\.xml).joined())\
            </Stmt></BkToCstmrStmt></Document>
            """
    }
}
