import Applications
import Forms
import FundCore
import Identity
import Publishing

/// One candidate: what the group says beside what the list says, why it was found, and what people
/// made of it.
extension Visit {
    func candidatePage(
        _ file: CandidateFile, _ problems: [FieldProblem] = []
    ) -> PageView {
        let candidate = file.candidate
        var view = PageView(w("page.candidate"))
        view.caption = "\(candidate.reference) · \(candidate.organisation)"
        view.back = PageLink(w("page.screening"), Route.workScreening.link(round))
        view.place = Route.workCandidate.link(round, "\(candidate.id.rawValue)")
        view.isWide = true
        view.blocks = [
            .summary([
                Block.SummaryRow(
                    key: w("page.how-it-stands"),
                    lines: [w("standing.\(candidate.standing.rawValue)")]),
                Block.SummaryRow(
                    key: w("page.list"),
                    lines: [w("list.\(candidate.list.rawValue)"), candidate.entryKey]),
                Block.SummaryRow(
                    key: w("page.likeness"),
                    lines: [w("page.of-thousand", ["score": "\(candidate.score)"])]),
            ]), .paragraph(w("page.candidate-text")), .table(sides(file)),
            .heading2(w("page.why-found")), .bullets(reasons(candidate)),
            .linkLine(
                PageLink(
                    w("page.whole-application"),
                    Route.workApplication.link(round, "\(candidate.reference)"))),
        ]
        view.blocks += verdicts(file)
        view.blocks += confirmation(file)
        if has(.officer) { view.blocks.append(contentsOf: verdictForm(file, problems)) }
        return view
    }

    private func sides(_ file: CandidateFile) -> Table {
        let (why, listed) = (file.candidate.why, file.candidate.listed)
        func texts(_ value: JSONValue?) -> [String] {
            value?.array?.compactMap(\.string) ?? value?.string.map { [$0] } ?? []
        }
        let contact = file.detail.contact?.name
        let isCharity = file.candidate.list == .charityRegister
        let all: [(key: String, ours: [String], theirs: [String])] = [
            ("page.name", texts(why["name"]), texts(why["listedName"])),
            ("page.whose-name", [w("subject.\(texts(why["subject"]).first ?? "person")")], []),
            ("page.group", [file.detail.summary.organisation], []),
            ("page.contact", contact.map { [$0] } ?? [], []),
            (
                "page.registration", file.detail.registrationNumber.map { [$0] } ?? [],
                texts(listed["number"])
            ),
            ("page.postcode", file.detail.summary.postcode.map { [$0] } ?? [], []),
            ("page.other-names", [], isCharity ? texts(listed["name"]) : texts(listed["names"])),
            ("page.birth-date", texts(why["born"]), texts(listed["births"])),
            ("page.country", texts(why["country"]), texts(listed["countries"])),
            ("page.listed-type", [], texts(listed["type"]).map { w("listed-type.\($0)") }),
            ("page.listed-status", [], texts(listed["status"]).map { w("listed-status.\($0)") }),
            ("page.regime", [], texts(listed["regime"]).filter { !$0.isEmpty }),
            (
                "page.listed-on", [],
                (texts(listed["listedOn"]) + texts(listed["registeredOn"])).filter { !$0.isEmpty }
            ),
            ("page.removed-on", [], texts(listed["removedOn"])),
        ]
        return Table(
            id: "sides", caption: w("page.sides-caption"),
            columns: [
                .init(w("page.what")), .init(w("page.application-says")),
                .init(w("page.list-says")),
            ],
            rows: all.filter { !$0.ours.isEmpty || !$0.theirs.isEmpty }.map {
                [
                    .init(w($0.key), isHeader: true),
                    .init($0.ours.isEmpty ? "–" : $0.ours.joined(separator: "; ")),
                    .init($0.theirs.isEmpty ? "–" : $0.theirs.joined(separator: "; ")),
                ]
            }, emptyText: "")
    }

    private func reasons(_ candidate: ScreeningCandidate) -> [String] {
        let why = candidate.why
        var reasons = [
            w(
                "screened.\(why["finding"]?.string ?? "name")",
                ["likeness": "\(why["likeness"]?.int ?? 0)"])
        ]
        for pair in why["words"]?.array ?? [] {
            let (given, listed) = (pair["given"]?.string ?? "", pair["listed"]?.string ?? "")
            reasons.append(
                given == listed
                    ? w("page.same-word", ["word": given])
                    : w(
                        "page.like-words",
                        [
                            "given": given, "listed": listed,
                            "likeness": "\(pair["likeness"]?.int ?? 0)",
                        ]))
        }
        for reason in why["lowered"]?.array?.compactMap(\.string) ?? [] {
            reasons.append(w("lowered.\(reason)"))
        }
        return reasons
    }

    private func verdicts(_ file: CandidateFile) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.verdicts"))]
        if file.verdicts.isEmpty { blocks.append(.paragraph(w("page.verdicts-none"))) }
        for verdict in file.verdicts {
            blocks += [
                .heading3(w("verdict.\(verdict.verdict.rawValue)")),
                .hintText(
                    w(
                        "page.verdict-by",
                        [
                            "who": file.emails[verdict.decidedBy] ?? "",
                            "when": words.words(verdict.decidedAt),
                        ])), .answer(verdict.reason),
            ]
            if let by = verdict.confirmedBy, let at = verdict.confirmedAt {
                blocks.append(
                    .hintText(
                        w(
                            "page.confirmed-by",
                            ["who": file.emails[by] ?? "", "when": words.words(at)])))
            }
        }
        return blocks
    }

    /// For somebody else than who decided.
    private func confirmation(_ file: CandidateFile) -> [Block] {
        guard file.candidate.standing == .unconfirmed, let latest = file.verdicts.last else {
            return []
        }
        guard has(.officer) || has(.decisionMaker),
            latest.decidedBy != signedIn?.principal.personID
        else { return [.inset(w("page.verdict-waits"))] }
        return [
            .heading2(w("page.confirm-verdict")), .paragraph(w("page.confirm-verdict-text")),
            .form(
                Block.Form(
                    action: Route.workConfirmation.link(round, "\(file.candidate.id.rawValue)"),
                    csrf: csrf, hidden: [once, seen(file)],
                    buttons: [.init(text: w("page.confirm-verdict"))])),
        ]
    }

    private func seen(_ file: CandidateFile) -> (name: String, value: String) {
        ("seen", CandidateVerdict.tag(of: file.verdicts).description)
    }

    private func verdictForm(_ file: CandidateFile, _ problems: [FieldProblem]) -> [Block] {
        func error(_ name: String) -> String? {
            problems.first { $0.place == name }.map(words.onPage)
        }
        return [
            .heading2(w("page.decide-candidate")),
            .form(
                Block.Form(
                    action: Route.workCandidate.link(round, path("candidate")), csrf: csrf,
                    hidden: [once, seen(file)],
                    fields: [
                        Field(
                            name: "verdict", label: w("page.verdict"),
                            kind: .radios(
                                ScreeningVerdict.allCases.map {
                                    .init(
                                        value: $0.rawValue, label: w("verdict.\($0.rawValue)"),
                                        hint: w("verdict-hint.\($0.rawValue)"),
                                        isChosen: fields["verdict"] == $0.rawValue)
                                }), error: error("verdict"),
                            errorPrefix: w("page.error-prefix")),
                        longField(
                            "reason", w("page.verdict-reason"), value: fields.raw("reason"),
                            rows: 3, hint: w("page.verdict-reason-hint"), problems),
                    ], buttons: [.init(text: w("page.save-verdict"))])),
        ]
    }
}
