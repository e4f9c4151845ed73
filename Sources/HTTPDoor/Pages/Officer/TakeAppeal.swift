import Awards
import Forms
import FundCore
import Publishing

/// Appeals and complaints on an application's page, and how an officer takes one down.
extension Visit {
    func appeals(_ file: CaseFile) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.appeals"))]
        if file.appeals.isEmpty { blocks.append(.paragraph(w("page.appeals-none"))) }
        if !file.appeals.isEmpty {
            blocks.append(
                .links(
                    file.appeals.map {
                        PageLink(
                            w(
                                "page.appeal-title-\($0.kind.rawValue)",
                                ["number": "\($0.id.rawValue)"])
                                + " – " + w("page.appeal-status-\($0.status.rawValue)"),
                            Route.workAppeal.link(round, "\($0.id.rawValue)"))
                    }))
        }
        return blocks + button(to: .appeal, "page.take-appeal", file)
    }

    func appealFields(_ problems: [FieldProblem]) -> [Field] {
        [
            appealKindField(AppealKind.allCases, problems),
            radios(
                "cameBy", w("page.appeal-came"),
                AppealChannel.takenDown.map {
                    ($0.rawValue, w("page.appeal-came-\($0.rawValue)"))
                }, problems),
            radios(
                "from", w("page.appeal-from"),
                ["group", "others"].map { ($0, w("page.appeal-from-\($0)")) }, problems),
            longField(
                "grounds", w("page.appeal-grounds"), value: fields.raw("grounds"), rows: 8,
                hint: w("page.appeal-grounds-hint"), problems),
            longField(
                "lateReason", w("page.optional", ["title": w("page.appeal-late-reason")]),
                value: fields.raw("lateReason"), rows: 3, hint: w("page.appeal-late-hint"),
                problems),
        ]
    }

    func arrival() -> (AppealArrival, [FieldProblem]) {
        let kind = AppealKind(rawValue: fields["kind"])
        let cameBy = AppealChannel(rawValue: fields["cameBy"])
        let from = fields["from"]
        var problems: [FieldProblem] = []
        if kind == nil { problems.append(FieldProblem("kind", "choose-one")) }
        if cameBy == nil { problems.append(FieldProblem("cameBy", "choose-one")) }
        if !["group", "others"].contains(from) {
            problems.append(FieldProblem("from", "choose-one"))
        }
        if fields["grounds"].isEmpty { problems.append(FieldProblem("grounds", "missing")) }
        return (
            AppealArrival(
                kind: kind ?? .complaint, grounds: fields.raw("grounds"),
                cameBy: cameBy ?? .letter, isFromGroup: from != "others",
                lateReason: fields["lateReason"].isEmpty ? nil : fields.raw("lateReason")),
            problems
        )
    }
}
