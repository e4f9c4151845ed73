import Correspondence
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing
import Rounds
import Workflows

extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])

    static let letterPages = [
        Page(.get, .workLetters, for: readers) { visit in
            visit.page(try await visit.lettersPage())
        },
        Page(.get, .workLettersFile, for: readers) { visit in try await visit.lettersFile() },
        Page(.get, .workPostFile, for: readers) { visit in
            let (key, principal, number) = (visit.round, try visit.principal, visit.path("number"))
            guard let batch = Int64(number) else {
                throw RequestProblem.noSuchPlace(path: visit.request.uri.path)
            }
            let html = try await visit.read {
                try $0.postFile(of: key, batch: batch, as: principal)
            }
            return .postFile(html, round: key, batch: batch)
        },
        Page(.get, .workLetter, for: readers) { visit in
            visit.page(try await visit.letterPage())
        },
        Page(.post, .workSendLetters, for: .roles([.officer])) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            let sent = try await visit.write { try $0.releaseLetters(round: key, as: principal) }
            visit.house.mail.resume()
            return visit.go(
                to: Route.workLetters.link(key),
                done: visit.w("page.letters-released", ["count": "\(sent.released)"]))
        },
        Page(.post, .workRetryLetters, for: .roles([.officer])) { visit in
            let (reference, principal) = (visit.path("reference"), try visit.principal)
            switch visit.fields["then"] {
            case "retry":
                _ = try await visit.write {
                    try $0.retryLetters(to: reference, as: principal)
                }
            case let text:
                guard let verdict = LetterVerdict(rawValue: text) else {
                    throw RequestProblem.notAForm
                }
                _ = try await visit.write {
                    try $0.resolveLetters(to: reference, verdict, as: principal)
                }
            }
            visit.house.mail.resume()
            return visit.go(
                to: Route.workLetter.link(visit.round, reference),
                done: visit.w("page.letters-changed"))
        },
    ]
}

extension Visit {
    private static let lettersOnPage = 50

    fileprivate func lettersPage() async throws -> PageView {
        let (key, principal) = (round, try principal)
        let after = Int64(query["after"]).map { LetterID($0) }
        let limit = Self.lettersOnPage
        let (round, counts, atHand, rows) = try await read { reports in
            var rows: [(row: [JSONValue], place: String)] = []
            try reports.letters(
                of: key, application: nil, after: after, limit: limit + 1, as: principal
            ) { rows.append(($0, $1)) }
            return (
                try reports.round(key), try reports.letterCounts(of: key, as: principal),
                try reports.lettersAtHand(of: key, as: principal), rows
            )
        }
        var view = staffView("page.letters", round)
        let standing = LetterStatus.allCases.filter { counts[$0] ?? 0 > 0 }
        view.blocks = [
            .paragraph(w("page.letters-text")),
            .summary(
                (atHand.held > 0
                    ? [
                        Block.SummaryRow(
                            key: w("page.letters-held"), lines: ["\(atHand.held)"])
                    ] : [])
                    + standing.compactMap { status in
                        let held = status == .queued ? atHand.held : 0
                        let count = (counts[status] ?? 0) - held
                        return count == 0
                            ? nil
                            : Block.SummaryRow(
                                key: w("letter-status.\(status.rawValue)"), lines: ["\(count)"])
                    }),
        ]
        if !atHand.batches.isEmpty {
            view.blocks += [
                .heading2(w("page.to-post")), .paragraph(w("page.to-post-text")),
                .links(
                    atHand.batches.map {
                        PageLink(
                            w(
                                "page.to-post-file",
                                ["number": "\($0.number)", "count": "\($0.count)"]),
                            Route.workPostFile.link(key, "\($0.number)"))
                    }),
            ]
        }
        if atHand.hasGate {
            view.blocks += [
                .heading2(w("page.letter-gate")),
                .paragraph(
                    atHand.gated.suspended > 0
                        ? w("page.gate-suspended", ["count": "\(atHand.gated.suspended)"])
                        : atHand.gated.held > 0
                            ? w("page.gate-holds", ["count": "\(atHand.gated.held)"])
                            : atHand.gated.embargoed > 0
                                ? w("page.gate-embargoed", ["count": "\(atHand.gated.embargoed)"])
                                : w("page.gate-holds-none")),
                .button(
                    PageLink(
                        w(atHand.gated.held > 0 ? "page.to-gate" : "page.to-gate-open"),
                        Route.workGate.link(key)), isSecondary: true),
            ]
        }
        if has(.officer), atHand.held > 0 {
            view.blocks += [
                .warning(w("page.send-letters-text"), label: w("page.warning")),
                form(Route.workSendLetters.link(key), [], w("page.send-letters")),
            ]
        }
        view.blocks.append(
            .table(
                Table(
                    id: "letters", caption: w("page.letters-caption"),
                    columns: [
                        .init(w("page.reference")), .init(w("page.letter")),
                        .init(w("page.how-it-stands")), .init(w("page.to")),
                        .init(w("page.subject")),
                    ],
                    rows: rows.prefix(limit).map { item in
                        let row = item.row
                        return [
                            .init(
                                row[0].plainText,
                                link: Route.workLetter.link(key, row[0].plainText), isHeader: true),
                            .init(w("letter.\(row[1].plainText)")),
                            .init(w("letter-status.\(row[2].plainText)"), isTag: true),
                            .init(row[3].plainText.isEmpty ? w("page.by-post") : row[3].plainText),
                            .init(row[4].plainText),
                        ]
                    }, emptyText: w("page.letters-none"))))
        view.blocks.append(
            .linkLine(PageLink(w("page.as-csv"), Route.workLettersFile.link(key))))
        if rows.count > limit || after != nil {
            view.blocks.append(
                .pager(
                    label: w("page.pages"),
                    previous: after == nil
                        ? nil : PageLink(w("page.first-page"), Route.workLetters.link(key)),
                    next: rows.count > limit
                        ? PageLink(
                            w("page.next-page"),
                            Route.workLetters.link(key) + "?after=\(rows[limit - 1].place)") : nil))
        }
        return view
    }

    /// Every letter of the round, a piece at a time.
    fileprivate func lettersFile() async throws -> Response {
        let (key, principal) = (round, try principal)
        let (reports, threads) = (house.reports, house.threads)
        // What is refused is refused before the file begins.
        _ = try await read { try $0.letterCounts(of: key, as: principal) }
        return .csv(named: "\(key)-letters") { writer in
            try await writer.write(ByteBuffer(string: Listing.letters.csvHeader))
            var after: LetterID?
            while true {
                let from = after
                let (text, last) = try await threads.read {
                    var text = ""
                    var last: String?
                    try reports.letters(
                        of: key, application: nil, after: from, limit: 200, as: principal
                    ) { row, place in
                        text += Listing.letters.csv(row)
                        last = place
                    }
                    return (text, last)
                }
                guard let last, let id = Int64(last) else { break }
                try await writer.write(ByteBuffer(string: text))
                after = LetterID(id)
            }
        }
    }

    fileprivate func letterPage() async throws -> PageView {
        let (key, reference, principal) = (round, path("reference"), try principal)
        let rows = try await read { reports in
            var rows: [[JSONValue]] = []
            try reports.letters(of: key, application: reference, as: principal) { row, _ in
                rows.append(row)
            }
            return rows
        }
        var view = PageView(w("page.letters-to", ["reference": reference]))
        view.back = PageLink(w("page.letters"), Route.workLetters.link(key))
        view.blocks.append(
            .linkLine(
                PageLink(w("page.to-application"), Route.workApplication.link(key, reference))))
        if rows.isEmpty { view.blocks.append(.paragraph(w("page.letters-none"))) }
        for row in rows {
            view.blocks += [
                .heading2(row[4].plainText),
                .summary(
                    [
                        ("page.letter", w("letter.\(row[1].plainText)")),
                        ("page.how-it-stands", w("letter-status.\(row[2].plainText)")),
                        (
                            "page.to",
                            row[3].plainText.isEmpty ? w("page.by-post") : row[3].plainText
                        ),
                        ("page.server-said", row[5].plainText),
                    ].filter { !$0.1.isEmpty }.map {
                        Block.SummaryRow(key: w($0.0), lines: [$0.1])
                    }), .answer(row[6].plainText),
            ]
        }
        let statuses = Set(rows.map { $0[2].plainText })
        if has(.officer), statuses.contains("unknown") || statuses.contains("failed") {
            var buttons: [Block.Form.Button] = [
                .init(text: w("page.letter-retry"), name: "then", value: "retry")
            ]
            if statuses.contains("unknown") {
                buttons += [
                    .init(
                        text: w("page.letter-arrived"), name: "then", value: "sent",
                        isSecondary: true),
                    .init(
                        text: w("page.letter-again"), name: "then", value: "resend",
                        isSecondary: true),
                ]
            }
            view.blocks += [
                .paragraph(w("page.letter-trouble")),
                .form(
                    Block.Form(
                        action: Route.workRetryLetters.link(key, reference), csrf: csrf,
                        buttons: buttons)),
            ]
        }
        return view
    }
}

extension Response {
    /// The letters of one file for the post: to keep and print, with its own style inside it.
    static func postFile(_ html: String, round: String, batch: Int64) -> Response {
        .printed(html, name: "\(round)-to-post-\(batch)")
    }
}
