import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// What a stage asks, and answering it.
extension Page {
    static let cycleStagePages = [
        Page(.get, .cycleStage, for: cycleReaders) { visit in
            guard let stage = CommissioningStage(rawValue: visit.path("stage")) else {
                throw RequestProblem.noSuchPlace(path: visit.request.uri.path)
            }
            return visit.page(visit.stagePage(stage, try await visit.cycleReport()))
        },
        Page(.get, .cycleQuestion, for: cycleReaders) { visit in
            visit.page(try await visit.questionPage())
        },
        Page(.post, .cycleQuestion, for: cycleWriters) { visit in
            let (key, question) = (visit.cycleKey, visit.path("question"))
            let (text, evidence) = (visit.fields.raw("text"), visit.fields.raw("evidence"))
            let seen = Int64(visit.fields["seen"])
            return try await visit.cycleAct(
                { try await visit.questionPage($0) },
                then: Route.cycleQuestion.link(key, question), done: "page.cycle-answer-saved",
                at: "text"
            ) {
                _ = try $0.answerStage(
                    question, text, evidence: evidence, seen: seen, in: key, as: $1)
            }
        },
        Page(.post, .cycleSignature, for: cycleWriters) { visit in
            let (key, question) = (visit.cycleKey, visit.path("question"))
            let seen = Int64(visit.fields["seen"])
            return try await visit.cycleAct(
                { _ in try await visit.questionPage() },
                then: Route.cycleQuestion.link(key, question), done: "page.cycle-signed", at: ""
            ) { try $0.coSignAnswer(question, seen: seen, in: key, as: $1) }
        },
    ]
}

extension Visit {
    fileprivate func stagePage(_ stage: CommissioningStage, _ report: CycleReport) -> PageView {
        let cycle = report.cycle
        var view = cycleView(stageName(stage), cycle)
        let standing = cycle.standing(of: stage)
        view.blocks = [.inset(w("page.cycle-stage-\(standing.rawValue)"))]
        if stage == .analyse || stage == .plan {
            view.blocks.append(
                .linkLine(PageLink(w("page.cycle-needs"), Route.cycleNeedsPage.link(cycle.key))))
        }
        if stage == .plan {
            view.blocks.append(
                .linkLine(PageLink(w("page.cycle-plan"), Route.cyclePlanPage.link(cycle.key))))
        }
        let questions = report.questions(of: stage)
        if questions.isEmpty { view.blocks.append(.paragraph(w("page.cycle-asks-nothing"))) }
        for question in questions {
            view.blocks.append(.heading2(question.text))
            view.blocks += answer(question, report)
            let act =
                cycle.isOpen(stage) && (has(.officer) || has(.decisionMaker))
                ? canSign(question)
                    ? "page.cycle-read-sign"
                    : question.answer == nil ? "page.cycle-answer" : "page.cycle-change-answer"
                : "page.cycle-look"
            view.blocks.append(
                .summary([
                    Block.SummaryRow(
                        key: w("page.how-it-stands"), lines: [howFar(question)],
                        links: [
                            (
                                text: w(act), hidden: question.text,
                                link: Route.cycleQuestion.link(cycle.key, question.key)
                            )
                        ])
                ]))
        }
        return view
    }

    /// Whether whoever looks can co-sign the answer that stands.
    private func canSign(_ question: CycleQuestion) -> Bool {
        signedIn.map { question.awaits($0.principal) } ?? false
    }

    /// How far the answer to a question has come.
    private func howFar(_ question: CycleQuestion) -> String {
        if let lack = question.lack { return words.words(lack.field) }
        return w(
            question.coSigner == nil ? "page.cycle-is-answered" : "page.cycle-is-signed")
    }

    /// The answer that stands, with what it rests on, who wrote it and who signed it.
    private func answer(_ question: CycleQuestion, _ report: CycleReport) -> [Block] {
        guard let answer = question.answer else { return [] }
        var blocks: [Block] = [.answer(answer.text)]
        if let evidence = answer.evidence {
            blocks.append(
                .summary([
                    Block.SummaryRow(key: w("page.cycle-rests-on"), lines: [evidence])
                ]))
        }
        blocks.append(.hintText(by(report.emails[answer.author], answer.at)))
        if let signature = answer.coSignature {
            blocks.append(
                .hintText(
                    w(
                        "page.cycle-signed-by",
                        [
                            "who": report.emails[signature.person] ?? "",
                            "when": words.words(signature.at),
                        ])))
        }
        return blocks
    }

    fileprivate func questionPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (report, key) = (try await cycleReport(), path("question"))
        guard let question = report.questions.first(where: { $0.key == key }) else {
            throw CommissioningProblem.questionUnknown(key: key)
        }
        let cycle = report.cycle
        let link = Route.cycleQuestion.link(cycle.key, key)
        var view = cycleView(question.text, cycle)
        view.back = PageLink(
            stageName(question.stage), Route.cycleStage.link(cycle.key, question.stage.rawValue))
        view.place = link
        var asked = [howFar(question)]
        if question.needsEvidence { asked.append(w("page.cycle-needs-evidence")) }
        if let signer = question.coSigner {
            asked.append(w("page.cycle-cosigned-\(signer.rawValue)"))
        }
        view.blocks = [.bullets(asked)] + answer(question, report) + earlier(question, report)
        guard cycle.isOpen(question.stage), has(.officer) || has(.decisionMaker) else {
            view.blocks.append(.inset(w("page.cycle-not-open")))
            return view
        }
        let seen = (name: "seen", value: "\(question.answer?.version ?? 0)")
        if canSign(question) {
            view.blocks += [
                .heading2(w("page.cycle-sign")), .paragraph(w("page.cycle-sign-text")),
                cycleForm(
                    Route.cycleSignature.link(cycle.key, key), [], w("page.cycle-sign"), seen: seen),
            ]
        }
        view.blocks += [
            .heading2(
                w(question.answer == nil ? "page.cycle-answer" : "page.cycle-change-answer")),
            cycleForm(
                link,
                [
                    cycleText(
                        "text", w("page.cycle-answer-label"),
                        preset: question.answer?.text ?? "", rows: 8, problems),
                    cycleText(
                        "evidence",
                        question.needsEvidence
                            ? w("page.cycle-rests-on")
                            : w("page.optional", ["title": w("page.cycle-rests-on")]),
                        preset: question.answer?.evidence ?? "", rows: 3,
                        hint: w("page.cycle-rests-on-hint"), problems),
                ], w("page.cycle-save-answer"), seen: seen),
        ]
        return view
    }

    private func earlier(_ question: CycleQuestion, _ report: CycleReport) -> [Block] {
        let before = report.earlier[question.key] ?? []
        guard !before.isEmpty else { return [] }
        return [
            .details(
                w("page.cycle-earlier"),
                before.reversed().flatMap { answer -> [String] in
                    [
                        w("page.cycle-version", ["number": "\(answer.version)"]) + " "
                            + by(report.emails[answer.author], answer.at), answer.text,
                    ] + (answer.evidence.map { [w("page.cycle-rests-on") + ": " + $0] } ?? [])
                })
        ]
    }
}
