import Foundation
import FundCore
import Publishing

/// How the rows of a table are written below each other. What is too wide for its column is cut off,
/// but for explanations: at a terminal their words go on below, elsewhere they stand whole.
struct TableLayout: Sendable {
    struct Shape: Sendable {
        let isRightAligned: Bool
        /// Whether nothing of it may be cut off.
        let isWhole: Bool

        init(isRightAligned: Bool = false, isWhole: Bool = false) {
            self.isRightAligned = isRightAligned
            self.isWhole = isWhole
        }
    }

    private static let greatestWidth = 48
    private static let leastWidth = 20
    private static let gap = 2

    private let shapes: [Shape]
    private let widths: [Int]
    private let isWrapped: Bool

    /// - Parameters:
    ///   - shapes: of each column.
    ///   - rows: the headings and the first rows, by which the columns are measured.
    ///   - terminal: how many characters a line of the terminal has; nil where none is written to.
    init(_ shapes: [Shape], measuring rows: [[String]], terminal: Int?) {
        self.shapes = shapes
        isWrapped = terminal != nil
        let measured = shapes.indices.map { place in
            rows.map { $0[place].count }.max() ?? 0
        }
        let cut = zip(shapes, measured).map { $0.isWhole ? 0 : min(Self.greatestWidth, $1) }
        let wholeCount = shapes.count(where: \.isWhole)
        let taken = cut.reduce(0, +) + Self.gap * max(0, shapes.count - 1)
        let room = terminal.map { max(Self.leastWidth, ($0 - taken) / max(1, wholeCount)) }
        widths = shapes.indices.map { place in
            guard shapes[place].isWhole else { return cut[place] }
            return room.map { min($0, measured[place]) } ?? measured[place]
        }
    }

    /// The lines of one row, without line ends: one, or as many as its longest explanation takes.
    func lines(_ cells: [String]) -> [String] {
        let pieces = cells.indices.map { parts(of: cells[$0], at: $0) }
        return (0..<(pieces.map(\.count).max() ?? 0)).map { number in
            var line = ""
            for place in pieces.indices {
                let text = number < pieces[place].count ? pieces[place][number] : ""
                let blanks = String(
                    repeating: " ", count: max(0, widths[place] - text.count))
                if place > 0 { line += String(repeating: " ", count: Self.gap) }
                line += shapes[place].isRightAligned ? blanks + text : text + blanks
            }
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    private func parts(of cell: String, at place: Int) -> [String] {
        let width = widths[place]
        guard cell.count > width else { return [cell] }
        guard shapes[place].isWhole else { return [String(cell.prefix(max(0, width - 1))) + "…"] }
        return isWrapped ? Self.wrapped(cell, width) : [cell]
    }

    /// Words in lines of `width`; one that is longer stays in one piece.
    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + String(word)
        }
        return lines + [line]
    }

    /// How many characters a line of the terminal has; nil where standard output is none.
    static var terminal: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 80
        }
        return Int(size.ws_col)
    }
}

extension Listing {
    /// The columns that a table has, and how each is written: the last is an explanation, unless it
    /// is a number.
    var tableShapes: [TableLayout.Shape] {
        let shown = columns.filter(\.isShown)
        return shown.enumerated().map { place, column in
            let isLast = place == shown.count - 1
            return TableLayout.Shape(
                isRightAligned: column.isRightAligned,
                isWhole: column.isWhole || (isLast && !column.isRightAligned))
        }
    }
}

extension Column {
    var isShown: Bool { isInTable && meaning != .parts }
    fileprivate var isRightAligned: Bool { meaning == .pence || name == "rank" }
}
