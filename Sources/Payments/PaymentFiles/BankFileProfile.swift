import FundCore

/// A file that a bank takes payments from, as `exports.yaml` says.
public struct BankFileProfile: Sendable {
    public enum Format: Sendable {
        case bacs(BacsSettings)
        case pain(PainSettings)
    }

    public let key: String
    public let title: String
    public let format: Format

    public init(key: String, title: String, format: Format) {
        self.key = key
        self.title = title
        self.format = format
    }

    /// What writes the file of a batch.
    /// - Throws: `PaymentFileProblem` where no such file can be made.
    public func writer(for batch: PaymentBatch) throws -> any PaymentFileWriter {
        switch format {
        case .bacs(let settings): try BacsWriter(settings, batch)
        case .pain(let settings): try PainWriter(settings, batch)
        }
    }

    public var mediaType: String {
        switch format {
        case .bacs: "text/plain"
        case .pain: "application/xml"
        }
    }

    public var fileExtension: String {
        switch format {
        case .bacs: "txt"
        case .pain: "xml"
        }
    }
}

/// Writes one payment file, a payment at a time. It holds no payment and appends to the bytes that
/// it is handed, so that whoever calls it can write them away and hand the same room again.
///
/// `begin` comes first, then `row` for each payment, then `end`. A file whose `end` throws is none:
/// what was written of it must not be kept.
public protocol PaymentFileWriter: Sendable {
    mutating func begin(into bytes: inout [UInt8]) throws

    /// - Throws: `PaymentFileProblem` for a payment that the file cannot carry.
    mutating func row(_ instruction: PaymentInstruction, into bytes: inout [UInt8]) throws

    /// - Throws: `PaymentFileProblem.disagrees` where other payments were written than the batch
    ///   told of.
    mutating func end(into bytes: inout [UInt8]) throws

    /// What was written so far.
    var written: PaymentTotals { get }
}
