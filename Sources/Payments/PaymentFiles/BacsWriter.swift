import FundCore

/// How one bank wants a Bacs Standard 18 file. What the standard leaves open, banks differ in.
public struct BacsSettings: Sendable {
    /// Days of processing: all payments on one, or each with its own.
    public enum Days: String, Sendable, CaseIterable {
        case single, multi
    }

    public enum Blocks: String, Sendable, CaseIterable {
        case zeros, blank
    }

    public enum UserNumber: String, Sendable, CaseIterable {
        case sun, blank
    }

    public enum UserHeader: String, Sendable, CaseIterable {
        case nines, sun
    }

    public enum FileNumber: String, Sendable, CaseIterable {
        case number, blank
    }

    /// What stands at the places of the labels that banks fill differently; each is named by its
    /// label and its first position, counted from 1.
    public struct Labels: Sendable {
        /// At most six letters.
        public let vol1At32: String
        /// At most one.
        public let hdr1At15: String
        public let hdr1At16: UserNumber
        public let hdr1At55: Blocks
        public let hdr2At51: Blocks
        public let uhl1At11: UserHeader
        public let uhl1At38: FileNumber

        public init(
            vol1At32: String = "", hdr1At15: String = "1", hdr1At16: UserNumber = .sun,
            hdr1At55: Blocks = .zeros, hdr2At51: Blocks = .zeros, uhl1At11: UserHeader = .nines,
            uhl1At38: FileNumber = .number
        ) {
            self.vol1At32 = vol1At32
            self.hdr1At15 = hdr1At15
            self.hdr1At16 = hdr1At16
            self.hdr1At55 = hdr1At55
            self.hdr2At51 = hdr2At51
            self.uhl1At11 = uhl1At11
            self.uhl1At38 = uhl1At38
        }
    }

    /// The service user number, six digits.
    public let userNumber: String
    /// Whose account pays.
    public let ownAccount: OwnAccount
    /// At most three letters before the number of the file.
    public let serialPrefix: String
    public let days: Days
    /// Whether the file takes the sum from the fund's account in a record of its own.
    public let hasContra: Bool
    /// Whether the payments stand alone, without labels.
    public let isBare: Bool
    public let labels: Labels
    public let lineEnd: CSVFormat.LineEnd

    public init(
        userNumber: String, ownAccount: OwnAccount, serialPrefix: String, days: Days,
        hasContra: Bool, isBare: Bool, labels: Labels = Labels(), lineEnd: CSVFormat.LineEnd = .crlf
    ) {
        self.userNumber = userNumber
        self.ownAccount = ownAccount
        self.serialPrefix = serialPrefix
        self.days = days
        self.hasContra = hasContra
        self.isBare = isBare
        self.labels = labels
        self.lineEnd = lineEnd
    }
}

/// The account that the fund pays from.
public struct OwnAccount: Sendable {
    /// In the letters that Bacs carries.
    public let name: String
    /// Six digits.
    public let sortCode: String
    /// Eight digits.
    public let account: String

    public init(name: String, sortCode: String, account: String) {
        self.name = name
        self.sortCode = sortCode
        self.account = account
    }
}

/// Writes Bacs Standard 18: labels of 80 characters and records of 100, or of 106 where each has its
/// day. Positions in the comments count from 1.
struct BacsWriter: PaymentFileWriter {
    private let settings: BacsSettings
    private let batch: PaymentBatch
    private let serial: [UInt8]
    private let ownName: [UInt8]
    private(set) var written = PaymentTotals()

    init(_ settings: BacsSettings, _ batch: PaymentBatch) throws {
        guard batch.totals.count > 0 else { throw PaymentFileProblem.nothingToPay }
        let width = 6 - settings.serialPrefix.utf8.count
        let greatest = (0..<width).reduce(Int64(1)) { power, _ in power * 10 } - 1
        guard (1...greatest).contains(batch.number) else {
            throw PaymentFileProblem.serialSpent(greatest: greatest)
        }
        // The record that takes the sum from the own account has room for one payment's digits.
        guard !settings.hasContra || batch.totals.pence <= Money.greatest.pence else {
            throw PaymentFileProblem.totalTooLarge(.greatest)
        }
        self.settings = settings
        self.batch = batch
        var serial = Array(settings.serialPrefix.utf8)
        serial.append(number: batch.number, width: width)
        self.serial = serial
        ownName = BankText.bytes(of: settings.ownAccount.name)
    }

    mutating func begin(into bytes: inout [UInt8]) throws {
        guard !settings.isBare else { return }
        // 1–4, 5–10 serial, 11–31 blank, 32–37, 38–41 blank, 42–47 user number, 48–79, 80.
        bytes.append("VOL1")
        bytes.append(contentsOf: serial)
        bytes.append(blanks: 21)
        bytes.append(BankText.bytes(of: settings.labels.vol1At32), width: 6)
        bytes.append(blanks: 4)
        bytes.append(settings.userNumber)
        bytes.append(blanks: 32)
        bytes.append("1")
        endLine(&bytes)
        firstFileLabel("HDR1", into: &bytes)
        secondFileLabel("HDR2", into: &bytes)
        userHeader(into: &bytes)
    }

    mutating func row(_ instruction: PaymentInstruction, into bytes: inout [UInt8]) throws {
        try written.add(instruction)
        record(
            to: instruction.sortCode, instruction.account, name: instruction.payee.utf8, code: "99",
            pence: instruction.pence,
            reference: instruction.rollNumber ?? instruction.reference, into: &bytes)
    }

    mutating func end(into bytes: inout [UInt8]) throws {
        guard written == batch.totals else {
            throw PaymentFileProblem.disagrees(written: written, expected: batch.totals)
        }
        if settings.hasContra {
            record(
                to: settings.ownAccount.sortCode, settings.ownAccount.account, name: ownName,
                code: "17", pence: written.pence, reference: "CONTRA", into: &bytes)
        }
        guard !settings.isBare else { return }
        firstFileLabel("EOF1", into: &bytes)
        secondFileLabel("EOF2", into: &bytes)
        // 5–17 debits, 18–30 credits, 31–37 and 38–44 how many of each, 45–80 blank.
        bytes.append("UTL1")
        bytes.append(number: settings.hasContra ? written.pence : 0, width: 13)
        bytes.append(number: written.pence, width: 13)
        bytes.append(number: settings.hasContra ? 1 : 0, width: 7)
        bytes.append(number: written.count, width: 7)
        bytes.append(blanks: 36)
        endLine(&bytes)
    }

    private func record(
        to sortCode: String, _ account: String, name: some Collection<UInt8>, code: String,
        pence: Int64, reference: String, into bytes: inout [UInt8]
    ) {
        // 1–6, 7–14 where to, 15 type, 16–17 code, 18–23, 24–31 where from, 32–35 blank.
        bytes.append(sortCode)
        bytes.append(account)
        bytes.append("0")
        bytes.append(code)
        bytes.append(settings.ownAccount.sortCode)
        bytes.append(settings.ownAccount.account)
        bytes.append(blanks: 4)
        // 36–46 pence, 47–64 who pays, 65–82 reference, 83–100 who is paid, 101–106 the day.
        bytes.append(number: pence, width: 11)
        bytes.append(ownName, width: 18)
        bytes.append(reference.utf8, width: 18)
        bytes.append(name, width: 18)
        if settings.days == .multi { bytes.append(yearAndDay: batch.days.processing) }
        endLine(&bytes)
    }

    private func firstFileLabel(_ name: String, into bytes: inout [UInt8]) {
        let labels = settings.labels
        // 5 `A`, 6–11 user number, 12 `S`, 13–14 blank, 15, 16–21, 22–27 serial, 28–35 section and
        // sequence, 36–41 blank.
        bytes.append(name)
        bytes.append("A")
        bytes.append(settings.userNumber)
        bytes.append("S")
        bytes.append(blanks: 2)
        bytes.append(labels.hdr1At15.utf8, width: 1)
        bytes.append(labels.hdr1At16 == .sun ? settings.userNumber.utf8 : "".utf8, width: 6)
        bytes.append(contentsOf: serial)
        bytes.append("00010001")
        bytes.append(blanks: 6)
        // 42–47 made, 48–53 may be wiped after, 54 blank, 55–60 blocks, 61–80 blank.
        bytes.append(yearAndDay: LondonTime.date(batch.createdAt))
        bytes.append(yearAndDay: batch.days.entry.adding(days: 7))
        bytes.append(blanks: 1)
        bytes.append(labels.hdr1At55 == .zeros ? "000000".utf8 : "".utf8, width: 6)
        bytes.append(blanks: 20)
        endLine(&bytes)
    }

    private func secondFileLabel(_ name: String, into bytes: inout [UInt8]) {
        // 5 `F`, 6–10 length of blocks, 11–15 of records, 16–50 blank, 51–52, 53–80 blank.
        bytes.append(name)
        bytes.append("F")
        bytes.append(settings.days == .multi ? "0212000106" : "0200000100")
        bytes.append(blanks: 35)
        bytes.append(settings.labels.hdr2At51 == .zeros ? "00".utf8 : "".utf8, width: 2)
        bytes.append(blanks: 28)
        endLine(&bytes)
    }

    private func userHeader(into bytes: inout [UInt8]) {
        let labels = settings.labels
        // 5–10 the day, 11–16, 17–20 blank, 21–22 currency, 23–28 country, 29–37 kind, 38–40 number
        // of the file, 41–80 blank.
        bytes.append("UHL1")
        if settings.days == .multi {
            bytes.append(blanks: 6)
        } else {
            bytes.append(yearAndDay: batch.days.processing)
        }
        bytes.append(labels.uhl1At11 == .nines ? "999999" : settings.userNumber)
        bytes.append(blanks: 4)
        bytes.append("00000000")
        bytes.append(settings.days == .multi ? "4 MULTI  " : "1 DAILY  ")
        bytes.append(labels.uhl1At38 == .number ? "001".utf8 : "".utf8, width: 3)
        bytes.append(blanks: 40)
        endLine(&bytes)
    }

    private func endLine(_ bytes: inout [UInt8]) {
        if settings.lineEnd == .crlf { bytes.append(13) }
        bytes.append(10)
    }
}
