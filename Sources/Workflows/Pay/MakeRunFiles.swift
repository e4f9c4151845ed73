import Applications
import Documents
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// What the files of a run are made by.
public struct RunPapers: Sendable {
    /// Those for other systems, which show no whole account number.
    public let profiles: [ExportProfile]
    /// Those for the bank: made where the round pays to verified bank details.
    public let bankFiles: [BankFileProfile]
    public let holidays: BankHolidays
    /// The key that bank details are sealed with; asked for where a file for the bank is made.
    public let bankKey: @Sendable () throws -> BankKey

    public init(
        profiles: [ExportProfile], bankFiles: [BankFileProfile], holidays: BankHolidays,
        bankKey: @escaping @Sendable () throws -> BankKey
    ) {
        self.profiles = profiles
        self.bankFiles = bankFiles
        self.holidays = holidays
        self.bankKey = bankKey
    }
}

/// Who lets a run go, and when its money is to be there.
struct RunRelease {
    let by: PersonID
    let on: LocalDate
    let payOn: LocalDate
}

extension Workflows {
    /// Makes what finance takes away of a run.
    ///
    /// - Parameter release: nil for a run that needs none.
    /// - Throws: `InvalidInput` with every payment that a file for the bank cannot carry;
    ///   `PaymentFileProblem`, `BankKeyProblem`, `BankHolidaysProblem`.
    func files(
        of run: PaymentRun, _ papers: RunPapers, _ release: RunRelease?, in tx: borrowing WriteTx
    ) throws -> [RunFile] {
        var files = try tableFiles(of: run, papers.profiles, release, in: tx)
        if try payments.needsPayee(of: run.round, in: tx.reading) {
            files += try bankFiles(of: run, papers, payOn: release?.payOn, in: tx)
        }
        return files
    }

    // MARK: Files of columns

    private func tableFiles(
        of run: PaymentRun, _ profiles: [ExportProfile], _ release: RunRelease?,
        in tx: borrowing WriteTx
    ) throws -> [RunFile] {
        let emails = try identity.emails(in: tx.reading)
        var files: [RunFile] = []
        for profile in profiles {
            var writer = try documents.begin(mediaType: "text/csv", in: tx)
            try writer.write(
                profile.head(count: run.instalmentCount, total: run.total), in: tx)
            try payments.instalments(in: run.id, in: tx.reading) { instalment in
                var facts = try facts(
                    about: instalment, in: run, release, emails, in: tx.reading)
                if profile.shows(.payeeAccount) {
                    facts[.payeeAccount] = try payments.maskedAccount(
                        of: instalment.id, in: tx.reading)
                }
                try writer.write(profile.row { facts[$0] ?? "" }, in: tx)
            }
            try writer.write(
                profile.trailerRow(count: run.instalmentCount, total: run.total), in: tx)
            let document = try writer.finish(in: tx)
            files.append(
                RunFile(profile: profile.key, document: document.id, sha256: document.sha256))
        }
        return files
    }

    private func facts(
        about instalment: Instalment, in run: PaymentRun, _ release: RunRelease?,
        _ emails: [PersonID: String], in tx: borrowing ReadTx
    ) throws -> [ExportFact: String] {
        let application = try applications.summary(of: instalment.application, in: tx)
        return [
            .awardReference: "\(instalment.reference)",
            .organisationName: application.organisation,
            .registrationNumber: try applications.registrationNumber(
                of: instalment.application, in: tx) ?? "",
            .purpose: application.title,
            .amount: instalment.amount.plainPounds,
            .decidedBy: emails[instalment.decidedBy] ?? "",
            .decidedOn: instalment.decidedOn,
            .approvedBy: emails[run.approvedBy] ?? "",
            .approvedOn: run.approvedOn,
            .runReference: "\(run.reference)",
            .runCount: "\(run.instalmentCount)",
            .runTotal: run.total.plainPounds,
            .instalmentNumber: "\(instalment.number)",
            .instalmentReference: instalment.paymentReference,
            .payeeName: application.organisation,
            .releasedBy: release.map { emails[$0.by] ?? "" } ?? "",
            .releasedOn: release.map { "\($0.on)" } ?? "",
            .paymentOn: release.map { "\($0.payOn)" } ?? "",
        ]
    }

    // MARK: Files for the bank

    /// A file for the bank, as it is written.
    private struct BankFile {
        let profile: BankFileProfile
        var sealing: SealedFileWriter
        var document: DocumentWriter
    }

    private func bankFiles(
        of run: PaymentRun, _ papers: RunPapers, payOn: LocalDate?, in tx: borrowing WriteTx
    ) throws -> [RunFile] {
        let key = try papers.bankKey()
        let title = try rounds.round(run.round, in: tx.reading).plan.title
        let batch = PaymentBatch(
            reference: "\(run.reference)", number: try payments.beginBatch(of: run, in: tx),
            createdAt: tx.now,
            days: try payOn.map { try BacsDays(entry: $0, papers.holidays) }
                ?? BacsDays(sentAt: tx.now, papers.holidays),
            totals: try payments.totals(of: run, remittance: title, key: key, in: tx.reading))
        var files: [BankFile] = []
        for profile in papers.bankFiles {
            files.append(
                BankFile(
                    profile: profile,
                    sealing: try SealedFileWriter(try profile.writer(for: batch)),
                    document: try documents.begin(
                        mediaType: "application/octet-stream", in: tx)))
        }
        // One payment after the other into all of them: none stands whole in memory.
        try payments.instructions(of: run, remittance: title, key: key, in: tx.reading) {
            for place in files.indices {
                if let piece = try files[place].sealing.write($0) {
                    try files[place].document.write(piece: piece, in: tx)
                }
            }
        }
        var made: [RunFile] = []
        for var file in files {
            let (piece, seal) = try file.sealing.finish()
            try file.document.write(piece: piece, in: tx)
            let document = try file.document.finish(in: tx)
            made.append(
                RunFile(
                    profile: file.profile.key, document: document.id, sha256: document.sha256,
                    bank: try payments.keep(
                        seal, of: run, file.profile, key: key, in: tx.reading)))
        }
        return made
    }
}
