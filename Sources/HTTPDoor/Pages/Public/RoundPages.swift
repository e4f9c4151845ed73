import Assessment
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds

/// What anybody reads of the fund and of its rounds.
extension Page {
    static let publicPages = [
        Page(.get, .front) { visit in
            let rounds = try await visit.read { try $0.publicRounds() }
            return visit.shared(EntityTag(of: rounds.map(\.state))) { visit.front(rounds) }
        },
        Page(.get, .styleSheet) { visit in
            var response = Response(
                status: .ok, headers: [.contentType: "text/css; charset=utf-8"],
                body: ResponseBody(byteBuffer: .init(string: visit.house.pages.style)))
            // Its address changes with it.
            response.headers[.cacheControl] = "public, max-age=31536000, immutable"
            return response
        },
        Page(.get, .language) { visit in
            let tag = visit.path("tag")
            guard let language = visit.house.languages.first(where: { $0.language == tag }) else {
                throw RequestProblem.noSuchPlace(path: visit.request.uri.path)
            }
            var response = visit.go(to: visit.query["to"].localPath ?? Route.front.link())
            response.headers[values: .setCookie] = [
                visit.cookie(Cookies.language, language.language, seconds: 31_536_000)
            ]
            return response
        },
        Page(.get, .cookies) { visit in
            visit.page(
                PageView(
                    visit.w("page.cookies"),
                    [
                        .paragraph(visit.w("page.cookies-text")),
                        .bullets([
                            visit.w("page.cookies-session"), visit.w("page.cookies-browser"),
                            visit.w("page.cookies-language"), visit.w("page.cookies-done"),
                        ]),
                    ]))
        },
        Page(.get, .accessibility) { visit in
            visit.page(
                PageView(
                    visit.w("page.accessibility"),
                    [
                        .paragraph(visit.w("page.accessibility-text")),
                        .paragraph(visit.w("page.accessibility-help")),
                    ]))
        },
        Page(.get, .fundRound) { visit in
            let key = visit.path("round")
            let (round, isDecided, plan, isTold, hasReach) = try await visit.read {
                (
                    try $0.publicRound(key), try $0.hasPublicDecision(key),
                    try $0.prospectus(ofRound: key), try $0.isTold(key),
                    try $0.hasPublicReach(key)
                )
            }
            return visit.shared(
                EntityTag(of: [round.state, "\(isDecided) \(isTold) \(hasReach)", plan ?? ""])
            ) {
                var view = visit.prospectus(
                    round, hasDecision: isDecided, plan: plan, isTold: isTold)
                if hasReach {
                    view.blocks.append(
                        .linkLine(
                            PageLink(visit.w("page.reach"), Route.publicReach.link(round.key))))
                }
                return view
            }
        },
        Page(.get, .eligibility) { visit in
            let key = visit.path("round")
            let round = try await visit.read { try $0.publicRound(key) }
            return visit.eligibility(round)
        },
    ]
}

extension Visit {
    fileprivate func front(_ rounds: [PublicRound]) -> PageView {
        var view = PageView(house.fund.name)
        let open = rounds.filter(\.takesApplications)
        if let about = rounds.lazy.compactMap(\.about).first {
            view.blocks.append(.lead(words.purpose(of: about)))
        }
        if open.isEmpty { view.blocks.append(.paragraph(w("page.none-open"))) }
        for round in open {
            view.blocks += [
                .heading2(w("page.round-open", ["round": title(round)])),
                .paragraph(w("page.deadline", ["deadline": words.words(round.timetable.closes)])),
                .paragraph(
                    w(
                        "page.amounts",
                        [
                            "minimum": round.requests.lowerBound.words,
                            "maximum": round.requests.upperBound.words,
                        ])),
                .button(
                    PageLink(
                        w("page.about-round", ["round": title(round)]),
                        Route.fundRound.link(round.key))),
            ]
        }
        let others = rounds.filter { !$0.takesApplications }
        if !others.isEmpty {
            view.blocks += [
                .heading2(w("page.other-rounds")),
                .links(
                    others.map {
                        PageLink(
                            $0.status == .planned
                                ? w(
                                    "page.round-opens",
                                    [
                                        "round": title($0),
                                        "date": words.words($0.timetable.opens),
                                    ])
                                : w(
                                    "page.round-and-stage",
                                    [
                                        "round": title($0),
                                        "stage": w("stage.\($0.status.rawValue)"),
                                    ]), Route.fundRound.link($0.key))
                    }),
            ]
        }
        view.blocks.append(.linkLine(PageLink(w("page.decisions"), Route.decisions.link())))
        view.blocks.append(.linkLine(PageLink(w("page.public-awards"), Route.awards.link())))
        view.blocks.append(.linkLine(PageLink(w("page.open-data"), Route.openData.link())))
        view.blocks.append(
            .linkLine(PageLink(w("page.report-tension"), Route.reportTension.link())))
        return view
    }

    func title(_ round: PublicRound) -> String {
        words.title(ofRound: round.key, round.title)
    }

    fileprivate func prospectus(
        _ round: PublicRound, hasDecision: Bool, plan: String?, isTold: Bool
    ) -> PageView {
        var view = PageView(title(round))
        view.back = PageLink(w("page.all-rounds"), Route.front.link())
        if let about = round.about { view.blocks.append(.lead(words.purpose(of: about))) }
        if round.takesApplications, round.hasPages {
            view.blocks.append(
                .button(PageLink(w("page.check-first"), Route.eligibility.link(round.key))))
        } else if round.takesApplications {
            view.blocks.append(.inset(w("page.apply-otherwise")))
        } else {
            view.blocks.append(.inset(w("stage-says.\(round.status.rawValue)")))
        }
        if hasDecision {
            view.blocks.append(
                .linkLine(PageLink(w("page.read-decision"), Route.decision.link(round.key))))
        }
        if isTold {
            view.blocks.append(
                .linkLine(PageLink(w("page.statistics"), Route.roundStatistics.link(round.key))))
        }
        if let plan {
            view.blocks.append(
                .linkLine(
                    PageLink(w("page.round-prospectus"), Route.prospectusPage.link(plan))))
        }
        if let about = round.about {
            view.blocks += [
                .heading2(w("page.who-can-apply")),
                .bullets(words.sentences("whoCanApply", about.whoCanApply)),
                .heading2(w("page.we-fund")),
                .bullets(words.sentences("weFund", about.weFund)),
                .heading2(w("page.we-do-not-fund")),
                .bullets(words.sentences("weDoNotFund", about.weDoNotFund)),
            ]
        }
        if !round.priorities.isEmpty {
            view.blocks += [
                .heading2(w("page.priorities")),
                .bullets(round.priorities.map(words.title(of:))),
            ]
        }
        view.blocks += [
            .heading2(w("page.money")),
            .bullets([
                w("page.money-all", ["amount": round.allotment.words]),
                w(
                    "page.amounts",
                    [
                        "minimum": round.requests.lowerBound.words,
                        "maximum": round.requests.upperBound.words,
                    ]), w(round.partialAwards ? "page.money-partial" : "page.money-whole"),
            ]), .heading2(w("page.dates")), .summary(dateRows(round.timetable, round.status)),
        ]
        if let scoring = round.scoring { view.blocks += criteria(scoring) }
        if let about = round.about {
            view.blocks += [
                .heading2(w("page.afterwards")),
                .numbers(words.sentences("afterwards", about.afterwards)),
            ]
        }
        view.blocks.append(.print(w("page.print")))
        return view
    }

    /// What happens when.
    func dateRows(_ timetable: Timetable, _ status: RoundStatus) -> [Block.SummaryRow] {
        let rows: [(String, String)] = [
            ("page.date-opens", words.words(timetable.opens)),
            ("page.date-closes", words.words(timetable.closes)),
            ("page.date-checks", words.words(timetable.checksDone)),
            ("page.date-panel", words.words(timetable.panelMeets)),
            ("page.date-decision", words.words(timetable.decision)),
            ("page.date-letters", words.words(timetable.lettersSent)),
        ]
        // A round may have closed before its day: what is past is not announced.
        let isOver = [.closed, .decided].contains(status)
        return rows.filter { !isOver || $0.0 != "page.date-closes" }.map {
            Block.SummaryRow(key: w($0.0), lines: [$0.1])
        }
    }

    private func criteria(_ scoring: ScoringScheme) -> [Block] {
        [
            .heading2(w("page.how-scored")),
            .paragraph(
                w(
                    "page.how-scored-text",
                    [
                        "minimum": "\(scoring.scaleMinimum)", "maximum": "\(scoring.scaleMaximum)",
                    ])),
            .table(
                Table(
                    id: "criteria", caption: w("page.criteria-and-weights"),
                    columns: [
                        .init(w("page.criterion")), .init(w("page.what-we-ask")),
                        .init(w("page.weight"), isNumeric: true),
                    ],
                    rows: scoring.criteria.map {
                        [
                            .init(words.title(of: $0), isHeader: true),
                            .init(words.question(of: $0)),
                            .init(words.percent($0.weightBasisPoints)),
                        ]
                    }, emptyText: "")),
        ]
    }
}
