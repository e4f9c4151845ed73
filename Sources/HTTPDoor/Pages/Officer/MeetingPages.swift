import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// A panel's meeting: what it goes through, who is there, and its minutes.
extension Page {
    private static let officers = Audience.roles([.officer])
    private static let readers = Audience.roles([
        .officer, .decisionMaker, .auditor, .panelMember,
    ])

    static let meetingPages = [
        Page(.get, .workMeeting, for: readers) { visit in
            visit.page(try await visit.meetingPage())
        },
        Page(.post, .workMeetingOpening, for: officers) { visit in
            let (key, panel) = (visit.round, visit.panelKey)
            return try await visit.panelAct(
                { try await visit.meetingPage($0) }, then: visit.meetingPlace,
                done: "page.meeting-opened", problemField: ""
            ) { workflows, principal in
                _ = try workflows.openMeeting(round: key, panel: panel, as: principal)
                return [:]
            }
        },
        Page(.post, .workMeetingAttendance, for: officers) { visit in
            let (key, panel) = (visit.round, visit.panelKey)
            let said = visit.fields.names.filter { $0.hasPrefix("at.") }
            func who(_ how: String) -> [String] {
                said.filter { visit.fields[$0] == how }.map { String($0.dropFirst(3)) }.sorted()
            }
            let (present, apologies) = (who("present"), who("apologies"))
            return try await visit.panelAct(
                { try await visit.meetingPage($0) }, then: visit.meetingPlace,
                done: "page.attendance-saved", problemField: said.sorted().first ?? ""
            ) { workflows, principal in
                try workflows.recordAttendance(
                    round: key, panel: panel, present: present, apologies: apologies,
                    as: principal)
                return [:]
            }
        },
        Page(.post, .workMeetingSigning, for: officers) { visit in
            let (key, panel, seen) = (visit.round, visit.panelKey, visit.fields["seen"])
            return try await visit.panelAct(
                { try await visit.minutesPage($0) }, then: visit.minutesPlace,
                done: "page.meeting-signed", problemField: "chair"
            ) { workflows, principal in
                _ = try workflows.signMeeting(
                    round: key, panel: panel, chair: try visit.chosen("chair"), seen: seen,
                    as: principal)
                return [:]
            }
        },
        Page(.get, .workMinutes, for: readers) { visit in
            try await visit.orMeeting { try await visit.minutesPage() }
        },
        Page(.get, .workMeetingItem, for: readers) { visit in
            try await visit.orMeeting { try await visit.meetingItemPage() }
        },
        Page(.post, .workMeetingItem, for: officers) { visit in try await visit.recommend() },
        Page(.post, .workModeration, for: officers) { visit in try await visit.moderate() },
    ]
}

extension Visit {
    /// Which of the round's panels an address or a form names; nil where it names none.
    var panelKey: String? {
        let named = fields.has("panel") ? fields["panel"] : query["panel"]
        return named.isEmpty ? nil : named
    }

    private var panelQuery: String { panelKey.map { "?panel=\($0.percentEncoded)" } ?? "" }
    fileprivate var meetingPlace: String { Route.workMeeting.link(round) + panelQuery }
    fileprivate var minutesPlace: String { Route.workMinutes.link(round) + panelQuery }

    /// A page of the meeting; whoever is not at it is told so on the meeting's own.
    fileprivate func orMeeting(_ view: () async throws -> PageView) async throws -> Response {
        do { return page(try await view()) } catch MeetingProblem.notOnPanel {
            return go(to: meetingPlace)
        }
    }

    func meetingReport() async throws -> MeetingReport {
        let (key, panel, principal) = (round, panelKey, try principal)
        return try await read { try $0.meeting(of: key, panel: panel, as: principal) }
    }

    /// A form of a meeting, with the panel that it is about.
    ///
    /// - Parameter seen: the state of what is looked at; nil for the whole meeting's.
    func meetingForm(
        _ action: String, _ report: MeetingReport, _ fields: [Field], _ button: String,
        isSecondary: Bool = false, seen: String? = nil
    ) -> Block {
        .form(
            Block.Form(
                action: action, csrf: csrf,
                hidden: [once, ("panel", report.panel), ("seen", seen ?? report.state)],
                fields: fields,
                buttons: [.init(text: w(button), isSecondary: isSecondary)]))
    }

    fileprivate func meetingPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let report: MeetingReport
        do { report = try await meetingReport() } catch MeetingProblem.notOnPanel {
            let (key, reports) = (round, house.reports)
            var view = staffView(
                "page.meeting", try await house.threads.read { try reports.round(key) })
            view.blocks = [.paragraph(w("page.meeting-not-yet"))]
            return view
        }
        var view = staffView("page.meeting", report.round)
        // Its forms are sent to addresses of their own.
        view.place = meetingPlace
        guard report.isOn else {
            view.blocks = [.paragraph(w("page.meeting-off"))]
            return view
        }
        if report.rules.panels.count > 1 {
            view.blocks.append(
                .links(
                    report.rules.panels.map {
                        PageLink(
                            $0.title,
                            Route.workMeeting.link(round)
                                + "?panel=\($0.key.percentEncoded)")
                    }))
        }
        let isDecided = report.round.status == .decided
        guard let record = report.record else {
            view.blocks.append(.paragraph(w("page.meeting-text")))
            if has(.officer), !isDecided { view.blocks.append(opening(report)) }
            return view
        }
        let isSigned = record.meeting.signature != nil
        view.blocks += [
            .inset(
                w(
                    isSigned ? "page.meeting-is-signed" : "page.meeting-is-open",
                    ["number": "\(record.meeting.number)"])),
            .linkLine(PageLink(w("page.minutes"), minutesPlace)), .table(agenda(report, record)),
        ]
        if has(.officer), !isSigned {
            view.blocks += [
                .heading2(w("page.attendance")),
                .paragraph(w("page.attendance-text", ["count": "\(record.quorum)"])),
                attendance(report, record, problems),
            ]
        }
        if has(.officer), isSigned, !isDecided { view.blocks.append(opening(report)) }
        return view
    }

    private func opening(_ report: MeetingReport) -> Block {
        meetingForm(
            Route.workMeetingOpening.link(round), report, [],
            report.record == nil ? "page.open-meeting" : "page.open-another-meeting",
            isSecondary: report.record != nil)
    }

    private func agenda(_ report: MeetingReport, _ record: MeetingRecord) -> Table {
        Table(
            id: "agenda", caption: w("page.agenda-caption"),
            columns: [
                .init(w("page.reference")), .init(w("page.group")),
                .init(w("page.rank"), isNumeric: true), .init(w("page.score"), isNumeric: true),
                .init(w("page.requested"), isNumeric: true), .init(w("page.recommendation")),
            ],
            rows: record.items.map { item in
                [
                    .init(
                        "\(item.reference)",
                        link: Route.workMeetingItem.link(round, "\(item.reference)") + panelQuery,
                        isHeader: true),
                    .init(report.groups[item.entry.application] ?? ""),
                    .init("\(item.entry.rank)"), .init(item.entry.score),
                    .init(item.requested.words), .init(said(item.recommendation)),
                ]
            }, emptyText: w("page.agenda-none"))
    }

    /// What is recommended, in a few words.
    func said(_ recommendation: MeetingRecord.Recommendation?) -> String {
        guard let recommendation else { return w("minutes.none-yet") }
        return w("recommendation.\(recommendation.kind.rawValue)")
            + (recommendation.amount.map { ", \($0.words)" } ?? "")
    }

    private func attendance(
        _ report: MeetingReport, _ record: MeetingRecord, _ problems: [FieldProblem]
    ) -> Block {
        let fields = report.people.map { person in
            let name = "at.\(person.email)"
            let kept =
                record.present.contains(person.id)
                ? "present" : record.apologies.contains(person.id) ? "apologies" : ""
            let chosen = self.fields.has(name) ? self.fields[name] : kept
            return Field(
                name: name, label: person.name,
                kind: .radios(
                    ["present", "apologies"].map {
                        .init(value: $0, label: w("page.at-\($0)"), isChosen: chosen == $0)
                    }, isSmall: true, isInline: true),
                error: problems.first { $0.place == name }.map(words.onPage),
                errorPrefix: w("page.error-prefix"))
        }
        return meetingForm(
            Route.workMeetingAttendance.link(round), report, fields, "page.save-attendance")
    }

    fileprivate func minutesPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let report = try await meetingReport()
        let (key, panel, principal) = (round, panelKey, try principal)
        let minutes = try await read { try $0.minutes(of: key, panel: panel, as: principal) }
        var view = staffView("page.minutes", report.round)
        view.back = PageLink(w("page.meeting"), meetingPlace)
        view.place = minutesPlace
        if let hash = minutes.hash {
            view.blocks.append(.inset(w("page.minutes-signed", ["hash": hash])))
        }
        view.blocks.append(.answer(minutes.text))
        if has(.officer), minutes.hash == nil, let record = report.record {
            let there = report.people.filter { record.present.contains($0.id) }
            view.blocks += [
                .heading2(w("page.sign-meeting")),
                .warning(w("page.sign-meeting-text"), label: w("page.warning")),
                meetingForm(
                    Route.workMeetingSigning.link(round), report,
                    [
                        select(
                            "chair", w("page.chair"), there.map { ($0.email, $0.name) },
                            hint: w("page.chair-hint"), problems)
                    ], "page.sign-meeting"),
            ]
        }
        return view
    }
}
