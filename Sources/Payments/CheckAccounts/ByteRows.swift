import FundCore

/// Parts comma separated values with quotes (RFC 4180) into rows, byte by byte and without making text
/// of them: any line end, a byte order mark, quoted line breaks. The limits and the faults are those of
/// `CSVReader`; a row with a fault is read to its end, and the next begins behind it.
struct ByteRows {
    private enum State {
        case begin, plain, quoted, quoteSeen
    }

    /// The line that the row begins on, from 1.
    private(set) var start = 1
    private(set) var fault: (code: String, arguments: [String: String])?
    private var line = 1
    /// The fields of the row one behind the other, and where each ends.
    private var content: [UInt8] = []
    private var ends: [Int] = []
    private var state = State.begin
    private var isBehindReturn = false
    private var markCount = 0

    var fieldCount: Int { ends.count }

    var isBlank: Bool { content.isEmpty && fault == nil }

    /// Empty where the row has no such field.
    func field(_ index: Int) -> ArraySlice<UInt8> {
        guard index < ends.count else { return [] }
        return content[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    /// Takes a byte in; true where it ends a row.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        if isBehindReturn {
            isBehindReturn = false
            if byte == 10 { return false }
        }
        switch state {
        case .begin:
            if byte == 34 {
                state = .quoted
                return false
            }
            if markCount < 3 {
                if isMark(byte) { return false }
                markCount = 3
            }
            state = .plain
            return takePlain(byte)
        case .plain: return takePlain(byte)
        case .quoted:
            if byte == 34 {
                state = .quoteSeen
            } else {
                if byte == 10 { line += 1 }
                keep(byte)
            }
            return false
        case .quoteSeen:
            if byte == 34 {
                keep(byte)
                state = .quoted
                return false
            }
            if byte != 44, byte != 10, byte != 13 { note("csv-quote-stray") }
            state = .plain
            return takePlain(byte)
        }
    }

    /// Ends the last row at the end of the file; false where nothing is left.
    mutating func finish() -> Bool {
        if state == .quoted { note("csv-quote-open") }
        guard state != .begin || !ends.isEmpty else { return false }
        endField()
        return true
    }

    /// Begins the next row.
    mutating func begin() {
        content.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        fault = nil
        start = line
    }

    @inline(__always)
    private mutating func takePlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 44:
            endField()
            return false
        case 10, 13:
            isBehindReturn = byte == 13
            line += 1
            endField()
            markCount = 3
            return true
        case 34:
            note("csv-quote-stray")
            return false
        default:
            keep(byte)
            return false
        }
    }

    /// Whether a byte belongs to the mark that a file may begin with.
    private mutating func isMark(_ byte: UInt8) -> Bool {
        guard byte == [0xEF, 0xBB, 0xBF][markCount] else { return false }
        markCount += 1
        return true
    }

    private mutating func endField() {
        state = .begin
        markCount = 3
        guard ends.count < CSVReader.greatestFieldCount else {
            return note("too-many-fields", ["maximum": "\(CSVReader.greatestFieldCount)"])
        }
        ends.append(content.count)
    }

    @inline(__always)
    private mutating func keep(_ byte: UInt8) {
        guard content.count < CSVReader.greatestFieldBytes else {
            return note("too-long", ["maximum": "\(CSVReader.greatestFieldBytes)"])
        }
        content.append(byte)
    }

    /// The first fault of a row is told.
    private mutating func note(_ code: String, _ arguments: [String: String] = [:]) {
        if fault == nil { fault = (code, arguments) }
    }
}
