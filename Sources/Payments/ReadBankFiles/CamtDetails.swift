import FundCore

extension CamtReader {
    /// How many texts of one payment are kept: there may be any number.
    private static let greatestRemittanceCount = 20

    mutating func detail() throws -> CamtDetail {
        var detail = CamtDetail(line: xml.line)
        while let part = try xml.child() {
            switch part {
            case "Refs": try references(of: &detail)
            case "Amt": detail.pence = try amount("TxDtls/Amt")
            case "CdtDbtInd": detail.kind = try direction("TxDtls/CdtDbtInd")
            case "AmtDtls": try amounts(of: &detail)
            case "RltdPties": try parties(of: &detail)
            case "RmtInf":
                while let part = try xml.child() {
                    let isKept =
                        part == "Ustrd" && detail.remittance.count < Self.greatestRemittanceCount
                    if isKept { detail.remittance.append(try xml.text()) } else { try xml.skip() }
                }
            case "RtrInf":
                detail.isReturn = true
                try returned(&detail)
            default: try xml.skip()
            }
        }
        return detail
    }

    private mutating func references(of detail: inout CamtDetail) throws {
        while let part = try xml.child() {
            switch part {
            case "EndToEndId":
                let reference = try told()
                // What banks write where there was none.
                detail.endToEndReference = reference == "NOTPROVIDED" ? nil : reference
            case "PmtInfId": detail.batchReference = try told()
            default: try xml.skip()
            }
        }
    }

    private mutating func amounts(of detail: inout CamtDetail) throws {
        while let part = try xml.child() {
            guard part == "TxAmt" || part == "InstdAmt" else {
                try xml.skip()
                continue
            }
            while let inner = try xml.child() {
                if inner == "Amt" {
                    let pence = try amount("TxDtls/AmtDtls/\(part)/Amt")
                    if part == "TxAmt" || detail.otherPence == nil { detail.otherPence = pence }
                } else {
                    try xml.skip()
                }
            }
        }
    }

    private mutating func parties(of detail: inout CamtDetail) throws {
        while let part = try xml.child() {
            switch part {
            case "Cdtr": detail.creditor = try partyName()
            case "Dbtr": detail.debtor = try partyName()
            default: try xml.skip()
            }
        }
    }

    /// `Nm`, which newer versions put into `Pty`.
    private mutating func partyName() throws -> String? {
        var name: String?
        while let part = try xml.child() {
            switch part {
            case "Nm": name = try told()
            case "Pty": name = try partyName() ?? name
            default: try xml.skip()
            }
        }
        return name
    }

    private mutating func returned(_ detail: inout CamtDetail) throws {
        while let part = try xml.child() {
            switch part {
            case "Rsn": detail.returnReason = try told()
            // The bank's own words, where it gives no code before.
            case "AddtlInf", "AddtlRtrInf":
                let words = try told()
                detail.returnReason = detail.returnReason ?? words
            default: try xml.skip()
            }
        }
    }

    /// The text of an element, nil where it has none.
    mutating func told() throws -> String? {
        let text = try xml.text()
        return text.isEmpty ? nil : text
    }

    /// The pence of an amount in pounds, never with a sign; nil where it is none, which is reported.
    mutating func amount(_ place: String) throws -> Int64? {
        let line = xml.line
        let currency = xml.attribute("Ccy")
        let text = try xml.text()
        try checkCurrency(currency ?? "", line: line, place)
        if let pence = Int64(penceOf: text) { return pence }
        try problems.report(line: line, place, "not-pounds-amount")
        return nil
    }

    mutating func checkCurrency(_ currency: String, line: Int, _ place: String) throws {
        guard currency != "GBP" else { return }
        try problems.report(line: line, place, "bank-other-currency", ["currency": currency])
    }

    mutating func direction(_ place: String) throws -> BankLine.Kind? {
        let line = xml.line
        let text = try xml.text()
        switch text {
        case "CRDT": return .credit
        case "DBIT": return .debit
        default:
            try problems.report(
                line: line, place, "not-an-option", ["value": text, "options": "CRDT, DBIT"])
            return nil
        }
    }

    mutating func status() throws -> BankLine.Status? {
        let line = xml.line
        let text = try xml.text()
        switch text {
        case "BOOK": return .booked
        case "PDNG": return .pending
        case "INFO": return .information
        // Newer versions: what will be booked, but is not yet.
        case "FUTR": return .pending
        default:
            try problems.report(
                line: line, "Ntry/Sts", "not-an-option",
                ["value": text, "options": "BOOK, PDNG, INFO, FUTR"])
            return nil
        }
    }

    /// A day, or the day of a moment.
    mutating func date(_ place: String) throws -> LocalDate? {
        let line = xml.line
        let text = try xml.text()
        if let date = LocalDate(text.prefix(10)) { return date }
        try problems.report(line: line, place, "not-date")
        return nil
    }
}
