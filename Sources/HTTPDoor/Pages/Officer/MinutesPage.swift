import Assessment
import FundCore
import Identity
import Publishing
import Rounds

extension Visit {
    /// The minutes as they are signed, or a draft of them and the form to sign it.
    func minutesPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let report = try await meetingReport()
        let (key, panel, number, principal) = (round, panelKey, meetingNumber, try principal)
        let minutes = try await read {
            try $0.minutes(of: key, panel: panel, number: number, as: principal)
        }
        var view = staffView("page.minutes", report.round)
        view.isWide = false
        view.back = PageLink(w("page.meeting"), meetingPlace)
        view.place = minutesPlace
        if let record = report.record, !minutes.isSigned {
            view.blocks.append(
                .inset(
                    record.left.isEmpty
                        ? quorum(record)
                        : w("page.minutes-unfinished", ["count": "\(record.left.count)"])))
        } else {
            view.blocks.append(.inset(w("page.minutes-signed")))
        }
        view.blocks.append(.record(minutes.text))
        if let hash = minutes.hash {
            view.blocks.append(.hintText(w("page.minutes-check", ["hash": hash])))
            if minutes.isCut { view.blocks.append(.paragraph(w("page.minutes-cut"))) }
        } else if has(.officer), !report.isReaderOnPanel, let record = report.record {
            view.blocks += signing(report, record, problems)
        }
        if report.count > 1 {
            view.blocks.append(
                .links(
                    (1...report.count).map {
                        PageLink(
                            w("page.minutes-of", ["number": "\($0)"]),
                            Route.workMinutes.link(round) + "?panel="
                                + report.panel.percentEncoded + "&number=\($0)")
                    }))
        }
        view.blocks.append(.print(w("page.print")))
        return view
    }

    /// What stands in the way of signing, or the form to do it.
    private func signing(
        _ report: MeetingReport, _ record: MeetingRecord, _ problems: [FieldProblem]
    ) -> [Block] {
        let there = report.people.filter { record.present.contains($0.id) }
        guard let next = record.left.first else {
            return [
                .heading2(w("page.sign-meeting")),
                .warning(w("page.sign-meeting-text"), label: w("page.warning")),
                meetingForm(
                    Route.workMeetingSigning.link(round), report, seen: report.state,
                    [
                        select(
                            "chair", w("page.chair"), there.map { ($0.email, $0.name) },
                            hint: w("page.chair-hint"), problems)
                    ], "page.sign-meeting"),
            ]
        }
        guard record.hasQuorum else { return [] }
        return [
            .button(
                PageLink(w("page.next-left", ["group": report.group(of: next)]), place(of: next)))
        ]
    }
}
