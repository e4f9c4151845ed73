import FundCore

/// A payment, an award or a run, as a bank repeats the name that the fund gave it.
struct PaymentName: Hashable {
    /// Of the application, or of the run.
    let reference: String
    /// Which instalment; nil where none is named.
    let instalment: Int64?

    /// Reads `CF26-0042-K-1`, or what banks make of it: without dashes, with spaces, in small letters.
    init?(_ text: String) {
        var scalars: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars where !"-/. ".unicodeScalars.contains(scalar) {
            guard scalar.isASCII, scalar.properties.isAlphabetic || Self.isDigit(scalar),
                scalars.count < 40
            else { return nil }
            scalars.append(scalar)
        }
        let letters = scalars.prefix { !Self.isDigit($0) }
        let digits = scalars.dropFirst(letters.count).prefix(while: Self.isDigit)
        let rest = scalars.dropFirst(letters.count + digits.count)
        let number = rest.dropFirst()
        guard let check = rest.first, number.count <= 4, number.allSatisfy(Self.isDigit),
            let reference = Reference(
                typed: Self.text(letters) + Self.text(digits) + Self.text([check]))
        else { return nil }
        instalment = Int64(Self.text(number))
        guard number.isEmpty || instalment ?? 0 > 0 else { return nil }
        self.reference = "\(reference)"
    }

    /// The only one that some words name; nil where they name none or several.
    static func only(in text: String) -> PaymentName? {
        let apart = " ,;:()\t\n\r".unicodeScalars
        var names: Set<PaymentName> = []
        for word in text.unicodeScalars.split(whereSeparator: { apart.contains($0) }) {
            if let name = PaymentName(String(String.UnicodeScalarView(word))) {
                names.insert(name)
            }
        }
        return names.count == 1 ? names.first : nil
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

extension BankLine {
    /// What the bank says instead of a reference, where it was given none.
    private static let noReferences: Set<String> = ["NOTPROVIDED", "NONREF"]

    private var toldReference: String? {
        guard let written = endToEndReference?.trimmed, !written.isEmpty,
            !Self.noReferences.contains(written.uppercased())
        else { return nil }
        return written
    }

    /// The payment that the line is about, or the award.
    ///
    /// Only where the bank repeats no reference is it looked for in the words of the line.
    var paymentName: PaymentName? {
        if let toldReference { return PaymentName(toldReference) }
        return remittance.flatMap(PaymentName.only)
    }

    /// The run that the line is the sum of: nil where it is about a payment of its own.
    var runReference: String? {
        let payment = paymentName
        guard payment?.instalment == nil else { return nil }
        if let toldReference, payment == nil, toldReference != batchReference { return nil }
        if let batch = batchReference.flatMap({ PaymentName($0) }), batch.instalment == nil {
            return batch.reference
        }
        return payment?.reference
    }

    /// What makes it the same movement in another file. A bank's own reference is enough with the
    /// amount and the day; without one the words count too.
    var movement: SHA256Hex {
        let words = bankReference == nil ? [counterparty, remittance] : []
        let facts =
            [
                bookedOn.map { "\($0)" }, "\(pence)", status.rawValue, outcome.rawValue,
                "\(count)", bankReference, endToEndReference, batchReference,
            ] + words
        return SHA256Hex(of: facts.map { $0 ?? "" }.joined(separator: "\u{1F}"))
    }
}
