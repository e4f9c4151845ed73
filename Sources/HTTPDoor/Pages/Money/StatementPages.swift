import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import Payments
import Publishing
import Rounds
import Workflows

/// Where a round's money stands, and who may do what with it.
extension Page {
    private static let readers = Audience.roles([.officer, .finance, .decisionMaker, .auditor])

    static let statementPages = [
        Page(.get, .workStatement, for: readers) { visit in
            visit.page(try await visit.statementPage())
        },
        Page(.get, .workStatementFile, for: readers) { visit in
            let key = visit.round
            let (standing, _) = try await visit.standing()
            return .csv(named: "\(key)-statement") {
                try await $0.write(
                    ByteBuffer(
                        string: Listing.statement.csvHeader
                            + Listing.statement.csv(standing.row(of: key))))
            }
        },
        Page(.get, .workDuties, for: readers) { visit in
            visit.page(try await visit.dutiesPage())
        },
        Page(.post, .workDuties, for: .roles([.decisionMaker])) { visit in
            try await visit.exempt()
        },
    ]
}

extension Visit {
    private static let until = Question(key: "until", type: .date, title: "", required: true)

    /// Where the money stood on the day that the address names; today where it names none.
    fileprivate func standing() async throws -> (LedgerStanding, Round) {
        let (key, principal, services) = (round, try principal, house.services)
        let written = query["on"]
        let day = LocalDate(written)
        guard written.isEmpty || day != nil else {
            throw InvalidInput("statement", [FieldProblem("on", "not-date")])
        }
        return try await read {
            (
                try $0.statement(of: key, on: try day ?? services.today(), as: principal),
                try $0.round(key)
            )
        }
    }

    fileprivate func statementPage() async throws -> PageView {
        let (standing, round) = try await standing()
        let key = self.round
        var view = staffView("page.statement", round)
        let lines: [(String, Money)] = [
            ("allotted", standing.allotted), ("reserved", standing.reserved),
            ("committed", standing.committed), ("paid", standing.paid),
            ("returned", standing.returned), ("recovered", standing.recovered),
            ("held", standing.recoveredHeld), ("remaining", standing.remaining),
        ]
        view.blocks = [
            .lead(w("page.statement-on", ["date": words.words(standing.on)])),
            .table(
                Table(
                    id: "statement", caption: w("page.statement-caption"),
                    columns: [
                        .init(w("page.money-kind")), .init(w("page.amount"), isNumeric: true),
                        .init(w("page.means")),
                    ],
                    rows: lines.map { name, amount in
                        [
                            .init(w("page.money-\(name)"), isHeader: true), .init(amount.words),
                            .init(w("page.money-text-\(name)")),
                        ]
                    }, emptyText: "")),
        ]
        if standing.recordedLater > 0 {
            view.blocks.append(
                .inset(
                    w("page.recorded-later", ["count": "\(standing.recordedLater)"])))
        }
        view.blocks += [
            .linkLine(
                PageLink(
                    w("page.as-csv"),
                    Route.workStatementFile.link(key) + "?on=\(standing.on)"))
        ]
        let ends = monthEnds(before: standing.on, since: standing.since)
        if !ends.isEmpty {
            view.blocks += [
                .heading2(w("page.month-ends")),
                .links(
                    ends.map {
                        PageLink(words.words($0), Route.workStatement.link(key) + "?on=\($0)")
                    }),
            ]
        }
        return view
    }

    /// The last days of the twelve months before, as far as the round had money.
    private func monthEnds(before day: LocalDate, since: LocalDate?) -> [LocalDate] {
        guard let since else { return [] }
        var ends: [LocalDate] = []
        var first = LocalDate(year: day.year, month: day.month, day: 1) ?? day
        while ends.count < 12 {
            let end = first.adding(days: -1)
            guard end >= since else { break }
            ends.append(end)
            first = LocalDate(year: end.year, month: end.month, day: 1) ?? end
        }
        return ends
    }

    private func endExemption() async throws -> Response {
        let key = round
        let (number, reason) = (Int64(fields["exemption"]), fields.raw("endReason"))
        var missing: [FieldProblem] = []
        if number == nil { missing.append(FieldProblem("exemption", "choose-one")) }
        if reason.trimmed.isEmpty { missing.append(FieldProblem("endReason", "missing")) }
        guard let number, missing.isEmpty else {
            return wrong(try await dutiesPage(missing), missing)
        }
        return try await act(
            { try await dutiesPage($0) }, then: Route.workDuties.link(key),
            done: "page.exemption-ended", problemField: "exemption", isFormNeeded: true
        ) {
            try $0.endExemption(number, round: key, reason: reason, as: $1)
            return ["number": "\(number)"]
        }
    }

    fileprivate func exempt() async throws -> Response {
        if fields["then"] == "end" { return try await endExemption() }
        let key = round
        let (until, problems) = day(Self.until)
        let (person, duty, other, reason) = (
            fields["person"], Duty(rawValue: fields["duty"]),
            Duty(rawValue: fields["although"]), fields.raw("reason")
        )
        var missing = problems
        if person.isEmpty { missing.append(FieldProblem("person", "missing")) }
        if duty == nil { missing.append(FieldProblem("duty", "choose-one")) }
        if other == nil { missing.append(FieldProblem("although", "choose-one")) }
        guard let until, let duty, let other, missing.isEmpty else {
            return wrong(try await dutiesPage(missing), missing)
        }
        return try await act(
            { try await dutiesPage($0) }, then: Route.workDuties.link(key), done: "page.exempted",
            problemField: "duty"
        ) {
            try $0.exempt(
                person, duty, apartFrom: other, round: key, until: until, reason: reason, as: $1)
            return ["person": person]
        }
    }

    fileprivate func dutiesPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (key, principal) = (round, try principal)
        let (round, rows, rules) = try await read {
            (
                try $0.round(key), try $0.exemptions(of: key, as: principal),
                try $0.separation(of: key, as: principal)
            )
        }
        var view = staffView("page.duties", round)
        view.back = PageLink(w("page.payments"), Route.workPayments.link(key))
        view.blocks = [.paragraph(w("page.duties-text"))]
        view.blocks.append(
            rules.isEmpty
                ? .inset(w("page.duties-none"))
                : .bullets(
                    rules.map { duty, others in
                        w(
                            "page.duty-apart",
                            [
                                "duty": w("duty.\(duty.rawValue)"),
                                "others": others.map { w("duty.\($0.rawValue)") }.joined(
                                    separator: w("page.list-comma")),
                            ])
                    }))
        let standing = try rows.filter { try stands($0) }
        if !standing.isEmpty {
            view.blocks.append(
                .inset(w("page.exemptions-standing", ["count": "\(standing.count)"])))
        }
        view.blocks.append(
            .table(
                Table(
                    id: "exemptions", caption: w("page.exemptions"),
                    columns: [
                        .init(w("page.exemption-number")), .init(w("page.person")),
                        .init(w("page.may-do")),
                        .init(w("page.although")), .init(w("page.reason")),
                        .init(w("page.until")), .init(w("page.granted-by")),
                    ],
                    rows: rows.map { row in
                        [
                            .init(row[0].plainText, isHeader: true), .init(row[1].plainText),
                            .init(w("duty.\(row[2].plainText)")),
                            .init(w("duty.\(row[3].plainText)")), .init(row[4].plainText),
                            .init(until(row)), .init(row[6].plainText),
                        ]
                    }, emptyText: w("page.exemptions-none"))))
        guard has(.decisionMaker) else { return view }
        if !standing.isEmpty {
            view.blocks += [
                .heading2(w("page.exemption-end")),
                .paragraph(w("page.exemption-end-text")), endForm(standing, problems),
            ]
        }
        let duties = Duty.allCases.map { ($0.rawValue, w("duty.\($0.rawValue)")) }
        view.blocks += [
            .heading2(w("page.exempt")),
            form(
                Route.workDuties.link(key),
                [
                    line("person", w("page.email"), problems),
                    // What is scored and decided elsewhere, nobody is kept from there.
                    select("duty", w("page.may-do"), Array(duties.dropFirst(2)), problems),
                    select("although", w("page.although"), duties, problems),
                    dayField(
                        Self.until, "page.until", "page.until-hint", problems, isOptional: false),
                    reasonField(problems, optional: false),
                ], w("page.exempt")),
        ]
        return view
    }

    /// Whether a row of `Listing.exemptions` lets somebody do something today.
    private func stands(_ row: [JSONValue]) throws -> Bool {
        guard row[8].plainText.isEmpty, let day = LocalDate(row[5].plainText) else { return false }
        return day >= (try house.services.today())
    }

    /// Its last day, or who ended it before, and why.
    private func until(_ row: [JSONValue]) -> String {
        guard row[8].plainText.isEmpty else {
            return w(
                "page.exemption-ended-by",
                ["who": row[8].plainText, "reason": row[10].plainText])
        }
        return LocalDate(row[5].plainText).map { words.words($0) } ?? row[5].plainText
    }

    private func endForm(_ standing: [[JSONValue]], _ problems: [FieldProblem]) -> Block {
        .form(
            Block.Form(
                action: Route.workDuties.link(round), csrf: csrf, hidden: [("then", "end")],
                fields: [
                    select(
                        "exemption", w("page.exemption-which"),
                        standing.map {
                            (
                                $0[0].plainText,
                                w(
                                    "page.exemption-choice",
                                    [
                                        "number": $0[0].plainText, "person": $0[1].plainText,
                                        "duty": w("duty.\($0[2].plainText)"),
                                    ])
                            )
                        }, problems),
                    longField(
                        "endReason", w("page.exemption-why"), value: fields.raw("endReason"),
                        rows: 3, problems),
                ], buttons: [.init(text: w("page.exemption-end"))]))
    }
}
