import Foundation
import FundCore
import Publishing

enum OutputProblem: Problem {
    case cannotWrite(why: String)
    case cannotRead(path: String, why: String)
    case unforeseen(why: String)
    case inputTooLarge(path: String, limit: String)

    var report: ProblemReport {
        switch self {
        case .cannotWrite(let why):
            ProblemReport("output-failed", .inputOutput, ["why": why])
        case .cannotRead(let path, let why):
            ProblemReport("input-unreadable", .inputOutput, ["path": path, "why": why])
        case .unforeseen(let why):
            ProblemReport("unforeseen", .inputOutput, ["why": why])
        case .inputTooLarge(let path, let limit):
            ProblemReport("input-too-large", .invalid, ["path": path, "limit": limit])
        }
    }
}

/// Standard output, in large pieces.
final class StandardOutput {
    private static let pieceBytes = 64 * 1024
    private var pending: [UInt8] = []

    func write(_ text: String) throws {
        pending.append(contentsOf: text.utf8)
        if pending.count >= Self.pieceBytes { try flush() }
    }

    func write(_ bytes: some Collection<UInt8>) throws {
        pending.append(contentsOf: bytes)
        if pending.count >= Self.pieceBytes { try flush() }
    }

    func flush() throws {
        var rest = pending[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0 {
                guard errno == EINTR else {
                    throw OutputProblem.cannotWrite(why: String(cString: strerror(errno)))
                }
            } else {
                rest = rest.dropFirst(count)
            }
        }
        pending.removeAll(keepingCapacity: true)
    }
}

/// Prints a listing row by row, in the form that was asked for.
final class ListingPrinter {
    private static let rowsMeasured = 200

    private let listing: Listing
    private let format: OutputFormat
    private let output = StandardOutput()
    private let catalogue: () throws -> TextCatalogue
    private lazy var words = Result { try catalogue() }
    private var rowCount = 0
    private var waiting: [[String]] = []
    private var layout: TableLayout?

    /// - Parameter words: the headings of tables; asked for by those alone.
    init(
        _ listing: Listing, _ format: OutputFormat, words: @escaping () throws -> TextCatalogue
    ) {
        self.listing = listing
        self.format = format
        catalogue = words
    }

    func print(_ row: [JSONValue]) throws {
        switch format {
        case .json:
            try output.write(rowCount == 0 ? "[\n" : ",\n")
            try output.write(listing.json(row).text)
        case .csv:
            if rowCount == 0 { try output.write(listing.csvHeader) }
            try output.write(listing.csv(row))
        case .table, .text, .html:
            let words = try words.get()
            let cells = zip(listing.columns, row).filter(\.0.isShown).map { column, value in
                (listing.said(column, value, row, in: words)
                    ?? value.words(of: column.name, in: words))
                    .replacing("\n", with: " ").onTerminal
            }
            if let layout {
                try write(cells, layout)
            } else {
                waiting.append(cells)
                if waiting.count == Self.rowsMeasured { try startTable() }
            }
        }
        rowCount += 1
    }

    /// Ends the listing; an empty one is still a whole one.
    func finish() throws {
        switch format {
        case .json: try output.write(rowCount == 0 ? "[]\n" : "\n]\n")
        case .csv: if rowCount == 0 { try output.write(listing.csvHeader) }
        case .table, .text, .html: if layout == nil { try startTable() }
        }
        try output.flush()
    }

    private func startTable() throws {
        let words = try words.get()
        let headings = listing.columns.filter(\.isShown).map { words.words("column.\($0.heading)") }
        let layout = TableLayout(
            listing.tableShapes, measuring: [headings] + waiting, terminal: TableLayout.terminal)
        for cells in [headings] + waiting { try write(cells, layout) }
        self.layout = layout
        waiting = []
    }

    private func write(_ cells: [String], _ layout: TableLayout) throws {
        for line in layout.lines(cells) { try output.write(line + "\n") }
    }
}

extension Listing {
    /// What a code means, where the column's codes have words; what these name comes from the row.
    fileprivate func said(
        _ column: Column, _ value: JSONValue, _ row: [JSONValue], in words: TextCatalogue
    ) -> String? {
        guard let group = column.said, case .string(let code) = value else { return nil }
        let key = "\(group).\(code)"
        guard words.has(key) else { return nil }
        return words.words(
            key,
            Dictionary(
                zip(columns, row).map { ($0.name, $1.words(of: $0.name, in: words)) },
                uniquingKeysWith: { first, _ in first }))
    }
}

extension Session {
    /// Prints a listing that `produce` hands over row by row.
    func print(
        _ listing: Listing, _ produce: (_ row: ([JSONValue]) throws -> Void) throws -> Void
    ) throws {
        let printer = ListingPrinter(listing, format, words: words)
        try produce { try printer.print($0) }
        try printer.finish()
    }

    /// Prints one thing: an object as JSON, otherwise a line for each member.
    ///
    /// - Parameter ownNames: what has members whose names stand for themselves.
    func print(_ object: JSONValue, ownNames: Set<String> = []) throws {
        let output = StandardOutput()
        if format == .json {
            try output.write(object.text + "\n")
        } else {
            for line in ObjectLines(words: try words(), ownNames: ownNames).lines(
                object)
            {
                try output.write(line.onTerminal + "\n")
            }
        }
        try output.flush()
    }
}

/// Reads what a command is given: a file, or `-` for standard input; never more than `limit`.
enum InputFile {
    static let greatestBytes = 64 * 1024 * 1024

    static func read(_ path: String, greatestBytes: Int = greatestBytes) throws -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw OutputProblem.cannotRead(path: path, why: String(cString: strerror(errno)))
        }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = Foundation.read(descriptor, &piece, piece.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw OutputProblem.cannotRead(path: path, why: String(cString: strerror(errno)))
            }
            bytes.append(contentsOf: piece[..<count])
            guard bytes.count <= greatestBytes else {
                throw OutputProblem.inputTooLarge(
                    path: path, limit: "\(greatestBytes / 1024 / 1024) MB")
            }
        }
    }

    /// - Throws: `InvalidInput` that names the line.
    static func json(_ path: String, greatestBytes: Int = greatestBytes) throws -> JSONValue {
        let bytes = try read(path, greatestBytes: greatestBytes)
        do {
            return try JSONReader.read(bytes)
        } catch {
            throw InvalidInput(path, [error.field(in: path)])
        }
    }
}

/// A bar on standard error while long work goes on, if somebody is looking.
struct ProgressBar {
    private let isShown = isatty(STDERR_FILENO) == 1

    func show(_ done: Int, of total: Int) {
        guard isShown, total > 0, done == total || done % max(1, total / 50) == 0 else { return }
        let filled = done * 30 / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let line = "\r\(bar) \(done)/\(total)\(done == total ? "\n" : "")"
        FileHandle.standardError.write(Data(line.utf8))
    }
}
