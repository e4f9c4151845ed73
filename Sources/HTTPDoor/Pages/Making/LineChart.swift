import Templating

extension Block {
    /// How something went on in time: one line, and perhaps one of the target. What it shows stands in
    /// its description and in the table below it.
    struct LineChart: Sendable {
        struct Point: Sendable {
            /// From 0, at the first period, in periods.
            let place: Int64
            let thousandths: Int64
        }

        let id: String
        let title: String
        let description: String
        /// In the order of their places.
        let points: [Point]
        /// The place of the last period.
        let lastPlace: Int64
        let target: Int64?
        /// What the axes begin and end with, in words.
        let lowText: String
        let highText: String
        let firstText: String
        let lastText: String
        /// In thousandths: where the vertical axis begins and ends.
        let low: Int64
        let high: Int64
        /// What the lines are.
        let key: [String]

        private static let width: Int64 = 1000
        private static let height: Int64 = 400
        /// So that a line at the edge is drawn whole.
        private static let margin: Int64 = 10

        var facts: TemplateFacts {
            [
                "id": id, "title": title, "description": description,
                "lines": segments.map { ["points": $0] as TemplateFacts },
                "target": present(
                    target.map { ["points": "0,\(y($0)) \(Self.width),\(y($0))"] as TemplateFacts }),
                "lowText": lowText, "highText": highText, "firstText": firstText,
                "lastText": lastText, "items": key.map(Block.text),
            ]
        }

        /// The parts of the line between which periods have no figure.
        private var segments: [String] {
            var segments: [[Point]] = []
            for point in points {
                if let last = segments.last?.last, last.place + 1 == point.place {
                    segments[segments.count - 1].append(point)
                } else {
                    segments.append([point])
                }
            }
            return segments.map { part in
                // One point alone is a line of no length, which is drawn as a dot.
                (part.count == 1 ? part + part : part).map { "\(x($0.place)),\(y($0.thousandths))" }
                    .joined(separator: " ")
            }
        }

        private func x(_ place: Int64) -> Int64 {
            let room = Self.width - 2 * Self.margin
            return Self.margin + (lastPlace == 0 ? room / 2 : place * room / lastPlace)
        }

        private func y(_ thousandths: Int64) -> Int64 {
            let room = Self.height - 2 * Self.margin
            guard high > low else { return Self.height / 2 }
            return Self.height - Self.margin - (thousandths - low) * room / (high - low)
        }
    }
}
