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
            let (key, panel, despite) = (
                visit.round, visit.panelKey, visit.fields["despite"]
            )
            return try await visit.act(
                { try await visit.meetingPage($0) }, then: visit.meetingPlace,
                done: "page.meeting-opened", problemField: "despite"
            ) { workflows, principal in
                try workflows.openMeeting(
                    round: key, panel: panel, despiteMissing: despite.isEmpty ? nil : despite,
                    as: principal)
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
            let noOther = visit.fields.all("none")
            return try await visit.act(
                { try await visit.meetingPage($0) }, then: visit.meetingPlace,
                done: "page.attendance-saved", problemField: said.sorted().first ?? ""
            ) { workflows, principal in
                guard !present.isEmpty || !apologies.isEmpty else {
                    throw InvalidInput(
                        key, [FieldProblem(said.sorted().first ?? "", "nobody-named")])
                }
                try workflows.recordAttendance(
                    round: key, panel: panel, present: present, apologies: apologies,
                    as: principal)
                for member in noOther {
                    _ = try workflows.declareNoOther(of: member, round: key, as: principal)
                }
                return [:]
            }
        },
        Page(.post, .workMeetingInterests, for: .roles([.panelMember])) { visit in
            let (key, ticked) = (visit.round, visit.fields.all("interest"))
            let detail = visit.fields.raw("detail")
            return try await visit.act(
                { try await visit.meetingPage($0) }, then: visit.meetingPlace,
                done: "page.interests-said", problemField: "detail"
            ) { workflows, principal in
                try workflows.declareInterests(
                    in: ticked, detail: detail, round: key, as: principal)
                return [:]
            }
        },
        Page(.post, .workMeetingSigning, for: officers) { visit in
            let (key, panel, seen) = (visit.round, visit.panelKey, visit.fields["seen"])
            return try await visit.act(
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
        Page(.get, .workModeration, for: officers) { visit in
            try await visit.orMeeting { try await visit.moderationPage() }
        },
        Page(.post, .workModeration, for: officers) { visit in try await visit.moderate() },
    ]
}

extension Visit {
    /// Which of the round's panels an address or a form names; nil where it names none.
    var panelKey: String? {
        let named = fields.has("panel") ? fields["panel"] : query["panel"]
        return named.isEmpty ? nil : named
    }

    /// Which of the panel's meetings an address names; nil for the last.
    var meetingNumber: Int64? { Int64(query["number"]) }

    var panelQuery: String { panelKey.map { "?panel=\($0.percentEncoded)" } ?? "" }
    var meetingPlace: String { Route.workMeeting.link(round) + panelQuery }
    var minutesPlace: String { Route.workMinutes.link(round) + panelQuery }

    /// Where one application in the meeting stands.
    func place(of item: MeetingRecord.Item) -> String {
        Route.workMeetingItem.link(round, "\(item.reference)") + panelQuery
    }

    /// A page of the meeting; whoever is not at it is told so on the meeting's own.
    fileprivate func orMeeting(_ view: () async throws -> PageView) async throws -> Response {
        do { return page(try await view()) } catch MeetingProblem.notOnPanel {
            return go(to: meetingPlace)
        }
    }

    func meetingReport() async throws -> MeetingReport {
        let (key, panel, number, principal) = (round, panelKey, meetingNumber, try principal)
        return try await read {
            try $0.meeting(of: key, panel: panel, number: number, as: principal)
        }
    }

    /// A form of a meeting, with the panel that it is about.
    ///
    /// - Parameter seen: the state of what it is about; nil where it does not depend on that.
    func meetingForm(
        _ action: String, _ report: MeetingReport, seen: String? = nil, _ fields: [Field],
        _ button: String, isSecondary: Bool = false, cancel: PageLink? = nil
    ) -> Block {
        .form(
            Block.Form(
                action: action, csrf: csrf,
                hidden: [once, ("panel", report.panel)] + (seen.map { [("seen", $0)] } ?? []),
                fields: fields,
                buttons: [.init(text: w(button), isSecondary: isSecondary)], cancel: cancel))
    }

    fileprivate func meetingPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let report: MeetingReport
        do { report = try await meetingReport() } catch MeetingProblem.notOnPanel {
            let (key, reports) = (round, house.reports)
            var view = staffView(
                "page.meeting", try await house.threads.read { try reports.round(key) })
            view.place = meetingPlace
            view.blocks = [.paragraph(w("page.meeting-not-yet"))]
            view.blocks += try await ownInterests(problems)
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
            if has(.officer), !isDecided, !report.isReaderOnPanel {
                view.blocks.append(opening(report, problems))
            }
            return view
        }
        let mayRun = has(.officer) && !report.isReaderOnPanel
        let isRun = mayRun && record.meeting.signature == nil
        view.blocks += [.summary(glance(record))] + nextStep(report, record)
        // Nothing can be recorded before it is known who is there.
        if isRun, record.present.isEmpty {
            view.blocks += attendance(report, record, problems)
        }
        if mayRun { view.blocks += frozen(report) }
        view.blocks += agenda(report, record)
        if report.isReaderOnPanel { view.blocks += try await ownInterests(problems) }
        if isRun, !record.present.isEmpty {
            view.blocks += attendance(report, record, problems)
        }
        if mayRun, !isRun, !isDecided { view.blocks.append(opening(report, problems)) }
        return view
    }

    private func opening(_ report: MeetingReport, _ problems: [FieldProblem]) -> Block {
        let asksWhy = problems.contains { $0.place == "despite" } || !fields["despite"].isEmpty
        return meetingForm(
            Route.workMeetingOpening.link(round), report,
            asksWhy
                ? [
                    longField(
                        "despite", w("page.open-despite"), value: fields.raw("despite"), rows: 3,
                        problems)
                ] : [],
            report.record == nil ? "page.open-meeting" : "page.open-another-meeting",
            isSecondary: report.record != nil)
    }

    /// What there is to do now, as one sentence and one button.
    private func nextStep(_ report: MeetingReport, _ record: MeetingRecord) -> [Block] {
        let minutes = PageLink(w("page.minutes"), minutesPlace)
        guard record.meeting.signature == nil else {
            guard has(.officer), !report.isReaderOnPanel, report.round.status == .closed else {
                return [.linkLine(minutes)]
            }
            return [
                .linkLine(minutes), .paragraph(w("page.meeting-next-proposal")),
                .button(PageLink(w("page.decision"), Route.workDecision.link(round))),
            ]
        }
        guard has(.officer), !report.isReaderOnPanel else { return [.linkLine(minutes)] }
        guard record.hasQuorum else { return [.inset(w("page.meeting-next-people"))] }
        guard let next = record.left.first else {
            return [
                .paragraph(w("page.meeting-next-sign")),
                .button(PageLink(w("page.read-and-sign"), minutesPlace)),
            ]
        }
        return [
            .button(
                PageLink(w("page.next-left", ["group": report.group(of: next)]), place(of: next))),
            .links([minutes, PageLink(w("page.attendance-change"), "#attendance")]),
        ]
    }

    /// What the meeting froze although its members had not locked it.
    private func frozen(_ report: MeetingReport) -> [Block] {
        guard !report.frozen.isEmpty else { return [] }
        return [
            .heading2(w("page.meeting-froze"), id: "frozen"),
            .paragraph(w("page.meeting-froze-text", ["count": "\(report.frozen.count)"])),
            .bullets(report.frozen.map { "\($0.reference): \($0.member)" }),
        ]
    }

    private func attendance(
        _ report: MeetingReport, _ record: MeetingRecord, _ problems: [FieldProblem]
    ) -> [Block] {
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
        return [
            .heading2(w("page.attendance"), id: "attendance"),
            .paragraph(w("page.attendance-text", ["count": "\(record.quorum)"])),
            meetingForm(
                Route.workMeetingAttendance.link(round), report,
                fields + silentMembers(report), "page.save-attendance"),
        ]
    }
}
