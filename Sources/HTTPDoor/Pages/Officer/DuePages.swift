import Bootstrap
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// What is due or late, and for whom.
extension Page {
    static let duePages = [
        Page(.get, .duePage, for: .roles([.officer, .decisionMaker, .finance, .auditor])) { visit in
            visit.page(try await visit.duePage())
        },
        Page(.post, .duePage, for: .roles([.officer])) { visit in
            let (services, house) = (visit.house.services, visit.house)
            let count = try await visit.once { workflows, principal in
                try workflows.remindGroups(
                    holidays: try services.configuration().bankHolidays, as: principal
                ).count
            } keeping: {
                .int(Int64($0))
            }
            house.mail.nudge()
            return visit.go(
                to: Route.duePage.link(),
                done: visit.w("page.due-reminded", ["count": "\(count.int ?? 0)"]))
        },
    ]
}

extension Visit {
    private static let pageLength = 50

    fileprivate func duePage() async throws -> PageView {
        let (principal, after) = (try principal, DuePlace(query["after"]))
        let (found, today) = try await read {
            try $0.due(after: after, limit: Self.pageLength + 1, as: principal)
        }
        let items = found.prefix(Self.pageLength).map { $0.item }
        let isMore = found.count > Self.pageLength
        var view = PageView(w("page.due"))
        view.back = PageLink(w("page.home"), Route.home.link())
        view.isWide = true
        let late = items.filter { $0.daysLate(on: today) > 0 }
        let ahead = items.filter { $0.daysLate(on: today) <= 0 }
        // What is late comes first: on a later page, and while more follows, nothing is said of none.
        if !late.isEmpty || after == nil {
            view.blocks += [
                .heading2(w("page.due-late")),
                .table(
                    table(late, id: "late", w("page.due-late"), today, w("page.due-late-none"))),
            ]
        }
        if !ahead.isEmpty || !isMore {
            view.blocks += [
                .heading2(w("page.due-ahead")),
                .table(
                    table(
                        ahead, id: "ahead", w("page.due-ahead"), today, w("page.due-ahead-none"))),
            ]
        }
        if isMore || after != nil {
            let next = isMore ? found[Self.pageLength - 1].place.description : ""
            view.blocks.append(
                .pager(
                    label: w("page.pages"),
                    previous: after == nil
                        ? nil : PageLink(w("page.first-page"), Route.duePage.link()),
                    next: isMore
                        ? PageLink(
                            w("page.next-page"),
                            Route.duePage.link() + "?after=\(next.percentEncoded)") : nil))
        }
        if has(.officer) {
            view.blocks += [
                .heading2(w("page.due-remind")), .paragraph(w("page.due-remind-text")),
                .form(
                    Block.Form(
                        action: Route.duePage.link(), csrf: csrf, hidden: [once], fields: [],
                        buttons: [.init(text: w("page.due-remind"))])),
            ]
        }
        return view
    }

    private func table(
        _ items: [DueItem], id: String, _ caption: String, _ today: LocalDate, _ none: String
    ) -> Table {
        Table(
            id: id, caption: caption, isCaptionHidden: true,
            columns: [
                .init(w("page.due-what")), .init(w("page.due-for")), .init(w("page.due-on")),
                .init(w("page.round")),
            ],
            rows: items.map { item in
                [
                    .init(what(item), isHeader: true), .init(who(item.who)),
                    .init(day(item, today)),
                    .init(words.title(ofRound: item.round.key, item.round.plan.title)),
                ]
            }, emptyText: none)
    }

    private func what(_ item: DueItem) -> String {
        var said = w("due.\(item.kind.rawValue)", ["count": "\(item.count ?? 1)"])
        if let reference = item.reference {
            said = w("page.due-of", ["what": said, "reference": "\(reference)"])
        }
        return item.isReminded ? w("page.due-is-reminded", ["what": said]) : said
    }

    private func day(_ item: DueItem, _ today: LocalDate) -> String {
        let days = item.daysLate(on: today)
        let day = words.words(item.on)
        if days > 0 { return w("page.due-days-late", ["day": day, "days": "\(days)"]) }
        return days == 0 ? w("page.due-today", ["day": day]) : day
    }

    private func who(_ who: DueItem.Who) -> String {
        switch who {
        case .role(let role): w("role.\(role.rawValue)")
        case .person(let email): email
        case .group(let name): name
        }
    }
}
