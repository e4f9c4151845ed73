import FundCore

/// How one bank wants an ISO 20022 `pain.001` file.
public struct PainSettings: Sendable {
    public enum Version: String, Sendable, CaseIterable {
        case third = "pain.001.001.03"
        case ninth = "pain.001.001.09"
    }

    /// How the payments travel.
    public enum ServiceLevel: String, Sendable, CaseIterable {
        /// Bacs.
        case bacs = "NURG"
        /// Faster Payments: at most £1,000,000 each.
        case fasterPayments = "URGP"
        case fasterPaymentsNow = "URNS"
        /// CHAPS.
        case chaps = "SDVA"

        /// The most that one payment may be.
        var limit: Money {
            switch self {
            case .bacs, .chaps: .greatest
            case .fasterPayments, .fasterPaymentsNow: Money(pence: 100_000_000)
            }
        }

        /// How many letters the account holder sees of what the payment is for.
        var remittanceLength: Int { self == .bacs ? 18 : 140 }
    }

    /// Which of the three Bacs days the bank is asked to act on.
    public enum ExecutionDay: String, Sendable, CaseIterable {
        case processing, entry
    }

    public let version: Version
    /// Before the run's reference: both together name the message.
    public let messageIDPrefix: String
    public let initiatingParty: String
    public let ownAccount: OwnAccount
    public let serviceLevel: ServiceLevel
    /// Whether the own account shows the run as one sum.
    public let isBookedAsBatch: Bool
    public let executionDay: ExecutionDay

    public init(
        version: Version, messageIDPrefix: String, initiatingParty: String,
        ownAccount: OwnAccount, serviceLevel: ServiceLevel, isBookedAsBatch: Bool,
        executionDay: ExecutionDay
    ) {
        self.version = version
        self.messageIDPrefix = messageIDPrefix
        self.initiatingParty = initiatingParty
        self.ownAccount = ownAccount
        self.serviceLevel = serviceLevel
        self.isBookedAsBatch = isBookedAsBatch
        self.executionDay = executionDay
    }
}

/// Writes `pain.001.001.03` and `.09` in the shape that banks of the United Kingdom take: accounts by
/// sort code (`GBDSC`) and number, pounds, one payment information for the whole run.
///
/// Its group header comes before the payments and gives their number and sum, so these are taken from
/// the batch; `end` refuses where others were written.
struct PainWriter: PaymentFileWriter {
    private let settings: PainSettings
    private let batch: PaymentBatch
    private(set) var written = PaymentTotals()

    init(_ settings: PainSettings, _ batch: PaymentBatch) throws {
        guard batch.totals.count > 0 else { throw PaymentFileProblem.nothingToPay }
        self.settings = settings
        self.batch = batch
    }

    mutating func begin(into bytes: inout [UInt8]) throws {
        let version = settings.version.rawValue
        bytes.append(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:\(version)"><CstmrCdtTrfInitn>
            <GrpHdr><MsgId>
            """)
        bytes.append(
            escaped: BankText.bytes(of: settings.messageIDPrefix + batch.reference).prefix(35))
        bytes.append("</MsgId><CreDtTm>\(batch.createdAt.iso8601.prefix(19))Z</CreDtTm>")
        counts(into: &bytes)
        bytes.append("<InitgPty><Nm>")
        bytes.append(escaped: BankText.bytes(of: settings.initiatingParty).prefix(140))
        bytes.append("</Nm></InitgPty></GrpHdr>\n<PmtInf><PmtInfId>")
        bytes.append(escaped: BankText.bytes(of: batch.reference).prefix(35))
        bytes.append("</PmtInfId><PmtMtd>TRF</PmtMtd>")
        bytes.append("<BtchBookg>\(settings.isBookedAsBatch)</BtchBookg>")
        counts(into: &bytes)
        let level = settings.serviceLevel.rawValue
        bytes.append("<PmtTpInf><SvcLvl><Cd>\(level)</Cd></SvcLvl></PmtTpInf>")
        let day = settings.executionDay == .entry ? batch.days.entry : batch.days.processing
        bytes.append(
            settings.version == .ninth
                ? "<ReqdExctnDt><Dt>\(day)</Dt></ReqdExctnDt>" : "<ReqdExctnDt>\(day)</ReqdExctnDt>"
        )
        bytes.append("<Dbtr><Nm>")
        bytes.append(escaped: BankText.bytes(of: settings.ownAccount.name).prefix(140))
        bytes.append("</Nm></Dbtr><DbtrAcct>")
        account(settings.ownAccount.account, into: &bytes)
        bytes.append("<Ccy>GBP</Ccy></DbtrAcct><DbtrAgt>")
        agent(settings.ownAccount.sortCode, into: &bytes)
        bytes.append("</DbtrAgt>\n")
    }

    mutating func row(_ instruction: PaymentInstruction, into bytes: inout [UInt8]) throws {
        let limit = settings.serviceLevel.limit
        guard instruction.pence <= limit.pence else {
            throw PaymentFileProblem.overServiceLimit(
                reference: instruction.reference, limit: limit)
        }
        try written.add(instruction)
        bytes.append("<CdtTrfTxInf><PmtId><EndToEndId>")
        bytes.append(escaped: instruction.reference.utf8)
        bytes.append("</EndToEndId></PmtId><Amt><InstdAmt Ccy=\"GBP\">")
        bytes.append(pounds: instruction.pence)
        bytes.append("</InstdAmt></Amt><CdtrAgt>")
        agent(instruction.sortCode, into: &bytes)
        bytes.append("</CdtrAgt><Cdtr><Nm>")
        bytes.append(escaped: instruction.payee.utf8.prefix(140))
        bytes.append("</Nm></Cdtr><CdtrAcct>")
        account(instruction.account, into: &bytes)
        bytes.append("</CdtrAcct>")
        let remittance = instruction.rollNumber ?? instruction.remittance
        if !remittance.isEmpty {
            bytes.append("<RmtInf><Ustrd>")
            bytes.append(
                escaped: remittance.utf8.prefix(settings.serviceLevel.remittanceLength))
            bytes.append("</Ustrd></RmtInf>")
        }
        bytes.append("</CdtTrfTxInf>\n")
    }

    mutating func end(into bytes: inout [UInt8]) throws {
        guard written == batch.totals else {
            throw PaymentFileProblem.disagrees(written: written, expected: batch.totals)
        }
        bytes.append("</PmtInf></CstmrCdtTrfInitn></Document>\n")
    }

    private func counts(into bytes: inout [UInt8]) {
        bytes.append("<NbOfTxs>\(batch.totals.count)</NbOfTxs><CtrlSum>")
        bytes.append(pounds: batch.totals.pence)
        bytes.append("</CtrlSum>")
    }

    private func account(_ number: String, into bytes: inout [UInt8]) {
        bytes.append("<Id><Othr><Id>")
        bytes.append(number)
        bytes.append("</Id></Othr></Id>")
    }

    private func agent(_ sortCode: String, into bytes: inout [UInt8]) {
        bytes.append("<FinInstnId><ClrSysMmbId><ClrSysId><Cd>GBDSC</Cd></ClrSysId><MmbId>")
        bytes.append(sortCode)
        bytes.append("</MmbId></ClrSysMmbId></FinInstnId>")
    }
}

extension [UInt8] {
    /// `1234.50`, of pence that are not negative.
    mutating func append(pounds pence: Int64) {
        var width = 1
        var rest = pence / 100
        while rest >= 10 {
            rest /= 10
            width += 1
        }
        append(number: pence / 100, width: width)
        append(UInt8(ascii: "."))
        append(number: pence % 100, width: 2)
    }

    /// Text of an XML element.
    mutating func append(escaped text: some Collection<UInt8>) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): append("&amp;")
            case UInt8(ascii: "<"): append("&lt;")
            case UInt8(ascii: ">"): append("&gt;")
            default: append(byte)
            }
        }
    }
}
