import FundCore

/// Reads the Charity Commission's daily extract of charities: a JSON array of objects, or text parted
/// by tabs whose first line names the columns. Only main charities are kept (`linked_charity_number`
/// 0), one at a time: the file may have hundreds of thousands.
struct CharityReader {
    static let needed = [
        "registered_charity_number", "charity_name", "charity_registration_status",
    ]
    /// The largest object that is looked at.
    static let greatestObjectBytes = 200_000

    let source: String
    let reportedOn: LocalDate?

    func read(_ reader: ByteReader, _ take: (ListedRow) throws -> Void) throws -> ListFile {
        var reader = reader
        // Which of the two it is, its first character says; a byte order mark may stand before it.
        if try reader.peek() == 0xEF {
            for _ in 0..<3 { _ = try reader.next() }
        }
        return try reader.peek() == UInt8(ascii: "[")
            ? try objects(&reader, take) : try rows(reader, take)
    }

    private func rows(
        _ reader: ByteReader, _ take: (ListedRow) throws -> Void
    ) throws -> ListFile {
        var rows = try RowStream(reader, .tabs)
        var header = ListHeader(reportedOn: reportedOn)
        var faults = ListFaults()
        var count = 0
        while let step = try rows.next() {
            switch step {
            case .wrong(let problem): faults.add(problem)
            case .row(let row) where !header.isComplete:
                header.read(row, needed: Self.needed, &faults)
                if header.isComplete { try faults.refuse(source) }
            case .row(let row):
                count += 1
                guard row.fields.count == header.fieldCount else {
                    faults.add(
                        row.line, "field-count",
                        ["expected": "\(header.fieldCount)", "found": "\(row.fields.count)"])
                    continue
                }
                if header.reportedOn == nil {
                    header.reportedOn = LocalDate(listed: header.text("date_of_extract", in: row))
                }
                let charity = charity("line \(row.line)", &faults) { header.text($0, in: row) }
                if let charity { try take(.charity(charity)) }
            }
        }
        return try file(header.reportedOn, rows.reader.hash, count, faults)
    }

    private func objects(
        _ reader: inout ByteReader, _ take: (ListedRow) throws -> Void
    ) throws -> ListFile {
        var faults = ListFaults()
        var reportedOn = reportedOn
        var count = 0
        var pieces = ObjectStream()
        do {
            while let (line, bytes) = try pieces.next(&reader) {
                count += 1
                let place = "line \(line)"
                let object: JSONValue
                do {
                    object = try JSONReader.read(bytes)
                } catch {
                    faults.add(
                        FieldProblem(
                            "line \(line + error.line - 1)", error.code,
                            ["column": "\(error.column)"]))
                    continue
                }
                if reportedOn == nil {
                    reportedOn = LocalDate(listed: object["date_of_extract"]?.plain ?? "")
                }
                let charity = charity(place, &faults) { object[$0]?.plain ?? "" }
                if let charity { try take(.charity(charity)) }
            }
        } catch let fault as ObjectStream.Fault {
            // Behind it nothing can be made out.
            faults.add(fault.line, fault.code, fault.arguments)
        }
        return try file(reportedOn, reader.hash, count, faults)
    }

    private func file(
        _ reportedOn: LocalDate?, _ hash: SHA256Hex, _ count: Int, _ faults: ListFaults
    ) throws -> ListFile {
        var faults = faults
        if count == 0, faults.count == 0 { faults.add(1, "file-empty") }
        try faults.refuse(source)
        guard let reportedOn else { throw ScreeningProblem.dateMissing(source: source) }
        return ListFile(reportedOn: reportedOn, hash: hash, rowCount: count)
    }

    private func charity(
        _ place: String, _ faults: inout ListFaults, _ text: (String) -> String
    ) -> ListedCharity? {
        guard ["", "0"].contains(text("linked_charity_number")) else { return nil }
        let number = text("registered_charity_number")
        guard (4...8).contains(number.utf8.count),
            number.utf8.allSatisfy({ (48...57).contains($0) })
        else {
            faults.add(
                FieldProblem(
                    "\(place): registered_charity_number",
                    number.isEmpty ? "missing" : "not-whole-number"))
            return nil
        }
        let status = text("charity_registration_status")
        guard ["registered", "removed"].contains(status.lowercased()) else {
            faults.add(
                FieldProblem(
                    "\(place): charity_registration_status", "not-an-option",
                    ["value": String(status.prefix(40)), "options": "Registered, Removed"]))
            return nil
        }
        func day(_ name: String) -> String? {
            LocalDate(listed: text(name)).map { "\($0)" }
        }
        return ListedCharity(
            number: number, name: text("charity_name"),
            isRegistered: status.lowercased() == "registered",
            registeredOn: day("date_of_registration"), removedOn: day("date_of_removal"))
    }
}

extension JSONValue {
    /// Text without blanks around it, or the digits of a number.
    fileprivate var plain: String {
        switch self {
        case .string(let text): text.trimmed
        case .number(let literal): literal
        default: ""
        }
    }
}

/// Parts a JSON array into its objects, without holding more than one.
struct ObjectStream {
    struct Fault: Error {
        let line: Int
        let code: String
        var arguments: [String: String] = [:]
    }

    private var line = 1
    private var hasBegun = false
    private var hasEnded = false

    /// The next object, and the line that it begins on; nil behind the array.
    /// - Throws: `Fault` where the array is none.
    mutating func next(_ reader: inout ByteReader) throws -> (line: Int, bytes: [UInt8])? {
        while let byte = try reader.next() {
            switch byte {
            case 10: line += 1
            case 32, 9, 13: continue
            case UInt8(ascii: "[") where !hasBegun: hasBegun = true
            case UInt8(ascii: "]") where hasBegun && !hasEnded: hasEnded = true
            case UInt8(ascii: ",") where hasBegun && !hasEnded: continue
            case UInt8(ascii: "{") where hasBegun && !hasEnded:
                return (line, try object(&reader))
            default: throw Fault(line: line, code: "json-unexpected", arguments: ["column": "1"])
            }
        }
        guard hasEnded else {
            throw Fault(line: line, code: "json-ends-early", arguments: ["column": "1"])
        }
        return nil
    }

    private mutating func object(_ reader: inout ByteReader) throws -> [UInt8] {
        let start = line
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        var depth = 1
        var (isText, isEscaped) = (false, false)
        while depth > 0 {
            guard let byte = try reader.next() else {
                throw Fault(line: line, code: "json-ends-early", arguments: ["column": "1"])
            }
            bytes.append(byte)
            guard bytes.count <= CharityReader.greatestObjectBytes else {
                throw Fault(
                    line: start, code: "too-long",
                    arguments: ["maximum": "\(CharityReader.greatestObjectBytes)"])
            }
            if byte == 10 { line += 1 }
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isText = true
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
            }
        }
        return bytes
    }
}
