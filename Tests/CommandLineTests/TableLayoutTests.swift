import Testing

@testable import CommandLineDoor

@Suite("Tables at a terminal and in a file")
struct TableLayoutTests {
    private let rows = [
        ["Reference", "Pounds", "What to do"],
        ["CF26-0001-A", "5", "Write public words for this award, with a reason."],
    ]
    private let shapes = [
        TableLayout.Shape(), TableLayout.Shape(isRightAligned: true),
        TableLayout.Shape(isWhole: true),
    ]

    @Test("an explanation stands whole in a file, and goes on below at a terminal")
    func whole() {
        let piped = TableLayout(shapes, measuring: rows, terminal: nil)
        #expect(piped.lines(rows[0]) == ["Reference    Pounds  What to do"])
        #expect(
            piped.lines(rows[1])
                == ["CF26-0001-A       5  Write public words for this award, with a reason."])
        let narrow = TableLayout(shapes, measuring: rows, terminal: 45)
        #expect(
            narrow.lines(rows[1]) == [
                "CF26-0001-A       5  Write public words for",
                "                     this award, with a",
                "                     reason.",
            ])
        // A terminal that is far too narrow still has some room for them, and no word is torn.
        let tiny = TableLayout(shapes, measuring: rows, terminal: 3)
        #expect(tiny.lines(["", "", "cohesion-publish-describe CF26-0001-A"]).count == 2)
    }

    @Test("other columns are cut off where they are too wide, and end with a mark")
    func cut() {
        let long = String(repeating: "x", count: 60)
        let layout = TableLayout(
            [.init(), .init(isWhole: true)], measuring: [["a", "b"], [long, long]], terminal: nil)
        #expect(
            layout.lines([long, long])
                == [String(repeating: "x", count: 47) + "…  " + long])
        // What was not measured is longer: it pushes the rest, and is not cut.
        let later = TableLayout(
            [.init(isWhole: true), .init()], measuring: [["a", "b"]], terminal: nil)
        #expect(later.lines(["longer", "b"]) == ["longer  b"])
        #expect(later.lines(["", ""]) == [""])
    }
}
