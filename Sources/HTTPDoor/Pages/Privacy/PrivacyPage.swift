import FundCore
import FundStore
import HTTPTypes
import Hummingbird
import Rounds

/// What anybody reads of personal data: what is kept, why, for how long, and with whom it is shared.
extension Page {
    static let privacyPages = [
        Page(.get, .privacy) { visit in visit.page(visit.privacyPage()) }
    ]
}

extension Visit {
    fileprivate func privacyPage() -> PageView {
        var view = PageView(w("page.privacy"))
        let council = ["council": house.fund.council, "fund": house.fund.name]
        view.blocks = [
            .paragraph(w("page.privacy-text", council)),
            .heading2(w("page.privacy-what")),
            .bullets([
                w("page.privacy-what-group"), w("page.privacy-what-form"),
                w("page.privacy-what-bank"), w("page.privacy-what-equality"),
                w("page.privacy-what-account"),
            ]),
            .heading2(w("page.privacy-why")), .paragraph(w("page.privacy-why-text", council)),
            .heading2(w("page.privacy-who")), .paragraph(w("page.privacy-who-text")),
            .paragraph(w("page.privacy-fraud", council)),
            .heading2(w("page.privacy-long")),
        ]
        if let policy = house.retention {
            view.blocks += [
                .paragraph(w("page.privacy-long-text")), .table(retentionTable(policy)),
                .paragraph(w("page.privacy-copies", ["days": "\(policy.backupDays)"])),
            ]
        }
        view.blocks += [
            .heading2(w("page.privacy-rights")), .paragraph(w("page.privacy-rights-text")),
            .bullets([
                w("page.privacy-right-see"), w("page.privacy-right-correct"),
                w("page.privacy-right-erase"), w("page.privacy-right-complain"),
            ]),
        ]
        return view
    }

    private func retentionTable(_ policy: RetentionPolicy) -> Table {
        Table(
            id: "retention", caption: w("page.privacy-long"), isCaptionHidden: true,
            columns: [
                .init(w("page.retention-class")), .init(w("page.retention-kept")),
                .init(w("page.retention-from")), .init(w("page.retention-because")),
            ],
            rows: policy.rules.map { rule in
                [
                    .init(w("retention-class.\(rule.name.rawValue)"), isHeader: true),
                    .init(
                        w(
                            "retention-period.\(rule.period.unit.rawValue)",
                            ["count": "\(rule.period.count)"])),
                    .init(w("retention-from.\(rule.start.rawValue)")),
                    .init(
                        words.translation("retention.\(rule.name.rawValue)") ?? rule.because),
                ]
            }, emptyText: "")
    }

    /// What stands before an application is sent: who reads it, and that it may be checked for fraud.
    func privacyNotice() -> [Block] {
        [
            .heading2(w("page.privacy-notice")),
            .paragraph(w("page.privacy-notice-text")),
            .paragraph(w("page.privacy-fraud", ["council": house.fund.council])),
            .linkLine(PageLink(w("page.privacy-notice-more"), Route.privacy.link())),
        ]
    }
}
