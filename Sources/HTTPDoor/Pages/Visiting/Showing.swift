import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import Rounds
import Templating

extension Visit {
    func page(_ view: PageView, status: HTTPResponse.Status = .ok) -> Response {
        let bytes = ByteBuffer(string: house.pages.html(facts(view)))
        return shown(bytes, bytes.withUnsafeReadableBytes { EntityTag(of: $0) }, status: status)
    }

    /// A page that is the same for everybody who is not signed in, in their language: made once for
    /// each state of what it shows.
    ///
    /// - Parameter state: what it rests on, beside the words, which stay while the server runs.
    func shared(_ state: EntityTag, _ view: () -> PageView) -> Response {
        guard signedIn == nil, request.method == .get, request.uri.query == nil,
            Cookies.value(Cookies.done, in: request, secure: house.isSecure) == nil
        else { return page(view()) }
        let place = "\(words.language) \(request.uri.path)"
        if let kept = house.sharedPages.page(at: place, state) {
            return shown(kept.bytes, kept.tag, status: .ok)
        }
        let bytes = ByteBuffer(string: house.pages.html(facts(view())))
        let tag = bytes.withUnsafeReadableBytes { EntityTag(of: $0) }
        house.sharedPages.keep(bytes, tag, at: place, state)
        return shown(bytes, tag, status: .ok)
    }

    /// As `shared`, of a page that takes long to make.
    func sharedSlowly(
        _ state: EntityTag, _ view: () async throws -> PageView
    ) async throws -> Response {
        let place = "\(words.language) \(request.uri.path)"
        if signedIn == nil, request.uri.query == nil,
            Cookies.value(Cookies.done, in: request, secure: house.isSecure) == nil,
            let kept = house.sharedPages.page(at: place, state)
        {
            return shown(kept.bytes, kept.tag, status: .ok)
        }
        let made = try await view()
        return shared(state) { made }
    }

    /// A page that is the same for all who may see it, but for whose address stands at its top: made
    /// once for each state of what it shows.
    ///
    /// - Parameter state: what it rests on, beside the words; never more than its viewers may see.
    func sharedAmongStaff(
        _ state: EntityTag, _ view: () async throws -> PageView
    ) async throws -> Response {
        guard let principal = signedIn?.principal, request.method == .get,
            request.uri.query == nil,
            Cookies.value(Cookies.done, in: request, secure: house.isSecure) == nil
        else { return page(try await view()) }
        let roles = principal.roles.map(\.rawValue).sorted().joined(separator: " ")
        let place = "\(roles) \(words.language) \(request.uri.string)"
        let (email, csrf) = (house.staffPages.emailMark, house.staffPages.csrfMark)
        let kept: String
        if let known = house.staffPages.page(at: place, state) {
            kept = String(buffer: known.bytes)
        } else {
            var facts = facts(try await view())
            if var account = facts["account"] as? TemplateFacts {
                account["email"] = email
                account["csrf"] = csrf
                facts["account"] = account
            }
            kept = house.pages.html(facts)
            house.staffPages.keep(ByteBuffer(string: kept), state, at: place, state)
        }
        let own = kept.replacing(
            email, with: StrictHTML().escapeText(principal.email ?? ""), maxReplacements: 1
        ).replacing(csrf, with: self.csrf, maxReplacements: 1)
        let bytes = ByteBuffer(string: own)
        return shown(bytes, bytes.withUnsafeReadableBytes { EntityTag(of: $0) }, status: .ok)
    }

    private func shown(
        _ bytes: ByteBuffer, _ tag: EntityTag, status: HTTPResponse.Status
    ) -> Response {
        var response: Response
        if status == .ok, request.method == .get || request.method == .head,
            tag.isNamed(in: request.headers[.ifNoneMatch])
        {
            response = Response(status: .notModified, headers: [.eTag: tag.quoted])
        } else {
            response = Response(
                status: status, headers: [.contentType: "text/html; charset=utf-8"],
                body: ResponseBody(byteBuffer: bytes))
            if status == .ok { response.headers[.eTag] = tag.quoted }
        }
        response.headers[.cacheControl] = status == .ok ? "private, no-cache" : "no-store"
        response.headers[.vary] = "Cookie, Accept-Language"
        return response
    }

    /// On to another page, after something was done.
    func go(to place: String, done: String? = nil) -> Response {
        var response = Response(status: .seeOther, headers: [.location: place])
        if let done {
            response.headers[values: .setCookie] = [
                cookie(Cookies.done, done.percentEncoded, seconds: 60)
            ]
        }
        return response
    }

    func cookie(_ name: String, _ value: String, seconds: Int64?) -> String {
        Cookies.written(name, value, seconds: seconds, secure: house.isSecure)
    }

    /// A form of this page, with what keeps other sites' forms out.
    func form(
        _ action: String, _ fields: [Field], _ button: String, cancel: PageLink? = nil
    ) -> Block {
        .form(
            Block.Form(
                action: action, csrf: csrf, fields: fields, buttons: [.init(text: button)],
                cancel: cancel))
    }

    /// The same page again, with what is wrong: every field's problem at the field, all at the top.
    func wrong(
        _ view: PageView, _ problems: [FieldProblem], labels: [String: String] = [:]
    ) -> Response {
        var view = view
        let own = view.blocks.reduce(into: labels) { known, block in
            guard case .form(let form) = block else { return }
            for field in form.fields where known[field.name] == nil {
                known[field.name] = field.label
            }
        }
        view.errors = problems.map { problem in
            // Many words name what they are about; those that do not are said with it.
            let isBare = ["missing", "choose-one", "not-an-option"].contains(problem.code)
            return (
                text: (isBare ? own : labels)[problem.place].map {
                    // A question needs no colon behind its mark.
                    let isMarked = $0.last.map { "?؟.۔!".contains($0) } ?? true
                    return $0 + (isMarked ? " " : ": ") + words.onPage(problem)
                } ?? words.onPage(problem), field: problem.place
            )
        }
        return page(view, status: .unprocessableContent)
    }

    func facts(_ view: PageView) -> TemplateFacts {
        let account = signedIn.map { signedIn -> TemplateFacts in
            [
                "email": signedIn.principal.email ?? "", "accountLink": Route.account.link(),
                "signOut": w("page.sign-out"), "signOutAction": Route.signOut.link(), "csrf": csrf,
            ]
        }
        let here = request.uri.path
        let isGet = request.method == .get || request.method == .head
        let target =
            isGet
            ? request.uri.string
            : view.place ?? (Page.canBeLookedAt(here) ? here : view.back?.link ?? "/")
        let title =
            (view.errors.isEmpty ? "" : w("page.error-prefix") + " ")
            + (view.title == house.fund.name ? "" : view.title + " – ") + house.fund.name
        let navigation = navigation(here)
        return [
            "language": words.language, "direction": words.isRightToLeft ? "rtl" : "ltr",
            "title": title, "styleSheet": house.styleSheetLink, "skip": w("page.skip"),
            "fund": house.fund.name, "council": house.fund.council,
            "department": house.fund.department, "homeLink": Route.front.link(),
            "navigationLabel": w("page.navigation"), "navigation": navigation,
            "hasNavigation": !navigation.isEmpty,
            "partOfRound": present(partOfRound(here)), "languagesLabel": w("page.languages"),
            "languages": house.languages.map { language in
                [
                    "name": language.name, "tag": language.language,
                    "direction": language.isRightToLeft ? "rtl" : "ltr",
                    "link": Route.language.link(language.language)
                        + "?to=\(target.percentEncoded)",
                    "isCurrent": language.language == words.language,
                ] as TemplateFacts
            }, "account": present(account),
            "signIn": present(
                account == nil && here != Route.signIn.pattern
                    ? PageLink(w("page.sign-in"), Route.signIn.link()).facts : nil),
            "backLink": present(view.back?.facts),
            "errorSummary": present(
                view.errors.isEmpty
                    ? nil
                    : [
                        "heading": w("page.there-is-a-problem"),
                        "items": view.errors.map {
                            [
                                "text": $0.text,
                                "link": $0.field.isEmpty ? "#main" : "#" + Field.id($0.field),
                            ] as TemplateFacts
                        },
                    ] as TemplateFacts),
            "rehearsal": present(
                house.isRehearsal ? Block.text(w("page.rehearsal")) : nil),
            "banner": present(
                (view.done ?? doneBefore).map {
                    ["title": w("page.done"), "text": $0] as TemplateFacts
                }),
            "caption": present(view.caption),
            "heading": present(view.hasOwnHeading ? nil : view.heading ?? view.title),
            "isWide": view.isWide, "blocks": view.blocks.map(\.facts),
            "helpHeading": w("page.help"),
            "help": house.help.map { item in
                [
                    "text": w(item.key, item.arguments), "link": present(item.link),
                ] as TemplateFacts
            },
            "footerLinks": [
                PageLink(w("page.privacy"), Route.privacy.link()),
                PageLink(w("page.cookies"), Route.cookies.link()),
                PageLink(w("page.accessibility"), Route.accessibility.link()),
                PageLink(w("page.for-programs"), Route.description.link()),
            ].map(\.facts),
        ]
    }

    /// What an earlier page says was done.
    private var doneBefore: String? {
        guard request.method == .get else { return nil }
        return Cookies.value(Cookies.done, in: request, secure: house.isSecure).flatMap {
            QueryString.decode($0, plusIsBlank: false)
        }
    }
}
