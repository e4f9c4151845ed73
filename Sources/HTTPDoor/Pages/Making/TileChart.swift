import Templating

extension Block {
    /// A map of tiles: one for each ward, about where it lies, filled as high as its figure is of
    /// the greatest. What it shows stands in the table below it.
    struct TileChart: Sendable {
        struct Tile: Sendable {
            /// From 1 at the top and at the left.
            let row: Int64
            let column: Int64
            let number: String
            let name: String
            let valueText: String
            /// From 0 to 100: how much of it is filled.
            let share: Int64
        }

        let id: String
        let title: String
        let description: String
        let tiles: [Tile]

        private static let width: Int64 = 200
        private static let height: Int64 = 160
        private static let gap: Int64 = 8
        /// Words of a name share a line up to so many letters, and there is room for so many lines.
        private static let lineLength = 15
        private static let lineCount = 2

        var facts: TemplateFacts {
            let columns = tiles.map(\.column).max() ?? 1
            let rows = tiles.map(\.row).max() ?? 1
            return [
                "id": id, "title": title, "description": description,
                "viewBox": "0 0 \(columns * Self.width) \(rows * Self.height)",
                "tiles": tiles.map(tileFacts),
            ]
        }

        private func tileFacts(_ tile: Tile) -> TemplateFacts {
            let x = (tile.column - 1) * Self.width + Self.gap / 2
            let y = (tile.row - 1) * Self.height + Self.gap / 2
            let high = Self.height - Self.gap
            let filled = high * min(100, max(0, tile.share)) / 100
            let centre = "\(x + (Self.width - Self.gap) / 2)"
            return [
                "x": "\(x)", "y": "\(y)", "barY": "\(y + high - filled)",
                "barHeight": "\(filled)", "centre": centre, "valueY": "\(y + high - 14)",
                "label": tile.number, "valueText": tile.valueText,
                "lines": lines(of: tile.name).enumerated().map { place, text in
                    [
                        "text": text, "centre": centre, "y": "\(y + 66 + Int64(place) * 26)",
                    ] as TemplateFacts
                }, "points": "\(y + 36)",
            ]
        }

        /// A name in as many lines as there is room for.
        private func lines(of name: String) -> [String] {
            var lines: [String] = []
            for word in name.split(separator: " ") {
                if let last = lines.last,
                    last.count + word.count < Self.lineLength || lines.count == Self.lineCount
                {
                    lines[lines.count - 1] = last + " " + word
                } else {
                    lines.append(String(word))
                }
            }
            return lines
        }
    }
}
