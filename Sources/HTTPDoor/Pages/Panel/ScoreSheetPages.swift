import Assessment
import Forms
import FundCore
import Hummingbird
import NIOCore
import Publishing
import Rounds
import Workflows

/// A panel member's score sheet: taken away as a file, filled in, and brought back.
extension Page {
    static let scoreSheetPages = [
        Page(.get, .scoreSheet, for: .roles([.panelMember])) { visit in
            visit.page(visit.scoreSheetPage(try await visit.scoreSheet()))
        },
        Page(.get, .scoreSheetFile, for: .roles([.panelMember])) { visit in
            let sheet = try await visit.scoreSheet()
            return .csv(named: "\(sheet.round.key)-score-sheet") {
                try await $0.write(ByteBuffer(string: sheet.csv))
            }
        },
        Page(.post, .scoreSheet, for: .roles([.panelMember]), takesFile: true) { visit in
            try await visit.bringScoreSheet()
        },
    ]
}

extension Visit {
    fileprivate func scoreSheet() async throws -> ScoreSheet {
        let (key, principal) = (path("round"), try principal)
        return try await read { try $0.scoreSheet(of: key, as: principal) }
    }

    fileprivate func scoreSheetPage(
        _ sheet: ScoreSheet, problems: [FieldProblem] = []
    ) -> PageView {
        let key = sheet.round.key
        var view = PageView(w("page.score-sheet"))
        view.caption = words.title(ofRound: key, sheet.round.plan.title)
        view.back = PageLink(w("page.back-to-list"), Route.scoring.link(key))
        view.blocks = [.paragraph(w("page.score-sheet-text"))]
        if sheet.undeclaredCount > 0 {
            view.blocks.append(
                .inset(
                    w("page.score-sheet-undeclared", ["count": "\(sheet.undeclaredCount)"])))
        }
        if sheet.lockedCount > 0 {
            view.blocks.append(
                .inset(w("page.score-sheet-locked", ["count": "\(sheet.lockedCount)"])))
        }
        guard sheet.round.status != .decided else {
            view.blocks.append(.inset(w("page.scoring-over")))
            return view
        }
        view.blocks += [
            .heading2(w("page.score-sheet-take")),
            .numbers(
                ["fill", "leave", "save"].map { w("page.score-sheet-how-\($0)") }),
            .linkLine(PageLink(w("page.score-sheet-file"), Route.scoreSheetFile.link(key))),
            .heading2(w("page.score-sheet-bring")),
            .form(
                Block.Form(
                    action: Route.scoreSheet.link(key), csrf: csrf,
                    fields: [
                        Field(
                            name: "sheet", label: w("page.score-sheet-choose"),
                            kind: .input(value: "", type: "file"),
                            hint: w("page.score-sheet-hint"),
                            error: problems.isEmpty ? nil : w("page.score-sheet-wrong"),
                            errorPrefix: w("page.error-prefix"))
                    ], buttons: [.init(text: w("page.score-sheet-send"))],
                    cancel: PageLink(w("page.back-to-list"), Route.scoring.link(key)),
                    takesFile: true)),
        ]
        return view
    }

    /// Everything that is wrong with a sheet is said at once, by line; then nothing of it is kept.
    fileprivate func bringScoreSheet() async throws -> Response {
        let sheet = try await scoreSheet()
        guard let bytes = file, !bytes.isEmpty else {
            return sheetAgain(sheet, [FieldProblem("sheet", "file-empty")])
        }
        let (key, principal) = (path("round"), try principal)
        do {
            let recording = try await write {
                try $0.importScoreSheet(bytes, source: "sheet", round: key, as: principal)
            }
            return go(
                to: Route.scoring.link(key),
                done: w(
                    "page.score-sheet-done",
                    [
                        "new": "\(recording.newCount)", "changed": "\(recording.changedCount)",
                        "unchanged": "\(recording.unchangedCount)",
                    ]))
        } catch let problem as InvalidInput {
            return sheetAgain(sheet, problem.fields)
        }
    }

    private func sheetAgain(_ sheet: ScoreSheet, _ problems: [FieldProblem]) -> Response {
        // A sheet may have thousands of lines: enough of them are named to put the rest right.
        let greatestCount = 50
        func line(_ problem: FieldProblem) -> Int {
            problem.place.firstMatch(of: /^line ([0-9]+)/).flatMap { Int($0.1) } ?? 0
        }
        let problems = problems.sorted { line($0) < line($1) }
        var said = problems.prefix(greatestCount).map { problem -> (String, String) in
            let number = line(problem)
            let words = words.onPage(problem)
            return (
                number > 0
                    ? w("page.score-sheet-line", ["line": "\(number)", "what": words]) : words,
                "sheet"
            )
        }
        if problems.count > greatestCount {
            said.append(
                (
                    w(
                        "page.score-sheet-more",
                        ["count": "\(problems.count - greatestCount)"]), "sheet"
                ))
        }
        var view = scoreSheetPage(sheet, problems: problems)
        view.errors = said.map { (text: $0.0, field: $0.1) }
        return page(view, status: .unprocessableContent)
    }
}
