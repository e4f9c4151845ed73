import FundCore
import HTTPTypes
import Hummingbird

/// Says on a page what went wrong and what can be done, with the status that a program would get.
enum ErrorPages {
    static func page(
        _ report: ProblemReport, _ status: HTTPResponse.Status, to visit: Visit
    ) -> Response {
        let titles: [HTTPResponse.Status: String] = [
            .notFound: "page.error-404", .forbidden: "page.error-403",
            .contentTooLarge: "page.error-413", .tooManyRequests: "page.error-429",
            .internalServerError: "page.error-500", .serviceUnavailable: "page.error-503",
            .conflict: "page.error-409", .preconditionFailed: "page.error-409",
            .methodNotAllowed: "page.error-404",
        ]
        var view = PageView(visit.w(titles[status] ?? "page.error-other"))
        view.blocks = [.paragraph(visit.words.onPage(report))]
        if !report.fields.isEmpty {
            view.blocks.append(.bullets(report.fields.prefix(50).map(visit.words.onPage)))
        }
        if report.code == "sign-in-link-wrong" {
            view.title = visit.w("page.link-spent")
            view.blocks.append(
                .button(PageLink(visit.w("page.new-code"), Route.signIn.link())))
        }
        if let place = visit.placeBefore {
            view.blocks.append(.linkLine(PageLink(visit.w("page.back"), place)))
        }
        view.blocks.append(.paragraph(visit.w("page.error-help")))
        view.blocks.append(
            .linkLine(
                visit.signedIn == nil
                    ? PageLink(visit.w("page.to-front"), Route.front.link())
                    : PageLink(visit.w("page.to-home"), Route.home.link())))
        return visit.page(view, status: status)
    }
}

extension Visit {
    /// Where a form that was sent to this address stands: the page that its path leads through.
    fileprivate var placeBefore: String? {
        guard signedIn != nil, request.method == .post else { return nil }
        var parts = request.uri.path.split(separator: "/")
        while !parts.isEmpty {
            let path = "/" + parts.joined(separator: "/")
            if Page.canBeLookedAt(path) { return path }
            parts.removeLast()
        }
        return nil
    }
}
