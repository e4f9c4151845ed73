import FundCore
import TestSupport
import Testing

@Suite("The files that a plan goes by are checked whole")
struct PlanFilesTests {
    @Test(
        "each slip in the files of a plan is named",
        arguments: [
            ("festivals.yaml", "[2026-12-24, 2026-12-25,", "[2026-12-24, 2026-12-24,", "twice"),
            (
                "festivals.yaml", "[2026-12-24, 2026-12-25,", "[2026-12-24, 2025-12-25,",
                "other-years"
            ),
            ("festivals.yaml", "[2026-12-24, 2026-12-25,", "[2026-12-24, soon,", "not-date"),
            ("festivals.yaml", "key: nowruz", "key: holi", "twice"),
            ("festivals.yaml", "years: [2026,", "years: [soon,", "not-whole-number"),
            ("commissioning.yaml", "openDays: 30", "openDays: 0", "out-of-range"),
            ("commissioning.yaml", "openDays: 30", "daysOpen: 30", "unknown-key-of"),
            ("commissioning.yaml", "there are?}", "there are?, weight: 0}", "out-of-range"),
            ("commissioning.yaml", "- {key: value, asks", "- {key: fair, asks", "twice"),
        ])
    func slips(file: String, old: String, new: String, code: String) {
        let report = problem { _ = try TestFund(edits: [("Config/\(file)", old, new)]) }
        #expect(report?.fields.map(\.code).contains(code) == true, "\(file) \(new)")
    }
}
