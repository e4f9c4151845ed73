import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

extension Page {
    static let signInPages = [
        Page(.get, .signIn) { visit in
            guard visit.signedIn == nil else {
                return visit.go(to: visit.query["next"].localPath ?? Route.home.link())
            }
            let visit = visit.known()
            return visit.rememberingBrowser(
                visit.page(visit.signInForm(next: visit.query["next"], email: "")))
        },
        Page(.post, .signIn) { visit in try await visit.askForCode() },
        Page(.get, .signInCode) { visit in
            guard visit.browser != nil, visit.signedIn == nil else {
                return visit.go(to: Route.signIn.link())
            }
            return visit.page(visit.codeForm(next: visit.query["next"]))
        },
        Page(.post, .signInCode) { visit in
            guard let browser = visit.browser else { return visit.go(to: Route.signIn.link()) }
            let (code, visitor) = (visit.fields["code"], visit.anybody)
            do {
                let begun = try await visit.write {
                    try $0.signIn(code: code, browser: browser, as: visitor)
                }
                return visit.begin(begun, next: visit.fields["next"])
            } catch is SignInProblem {
                return visit.wrong(
                    visit.codeForm(next: visit.fields["next"], isWrong: true),
                    [FieldProblem("code", "sign-in-code-wrong")])
            }
        },
        // Looking at a link does not use it: mail scanners look at every link.
        Page(.get, .signInLink) { visit in
            let link = visit.query["key"]
            guard let email = try await visit.read({ try $0.email(ofSignInLink: link) }) else {
                throw SignInProblem.linkWrong
            }
            let visit = visit.known()
            var view = PageView(visit.w("page.sign-in"))
            if let now = visit.signedIn?.principal.email, now != email {
                view.blocks.append(
                    .warning(
                        visit.w("page.sign-in-as-other", ["now": now, "email": email]),
                        label: visit.w("page.warning")))
            }
            view.blocks += [
                // Whose account it opens: a link may come from somebody else.
                .summary([Block.SummaryRow(key: visit.w("page.email"), lines: [email])]),
                .paragraph(visit.w("page.sign-in-link-text")),
                .form(
                    Block.Form(
                        action: Route.signInLink.link(), csrf: visit.csrf,
                        hidden: [("key", link), ("next", visit.query["next"])],
                        buttons: [.init(text: visit.w("page.sign-in"))])),
            ]
            return visit.rememberingBrowser(visit.page(view))
        },
        Page(.post, .signInLink) { visit in
            let (link, visitor) = (visit.fields["key"], visit.anybody)
            let begun = try await visit.write { try $0.signIn(link: link, as: visitor) }
            return visit.begin(begun, next: visit.fields["next"])
        },
        Page(.post, .signOut) { visit in try await visit.signOut(everywhere: false) },
        Page(.post, .signOutEverywhere, for: .signedIn) { visit in
            try await visit.signOut(everywhere: true)
        },
        Page(.get, .account, for: .signedIn) { visit in
            let principal = try visit.principal
            let sessions = try await visit.read { try $0.sessions(as: principal) }
            return visit.page(visit.accountView(sessions))
        },
    ]
}

extension Visit {
    fileprivate func signInForm(
        next: String, email: String, error: FieldProblem? = nil
    ) -> PageView {
        var view = PageView(w("page.sign-in"))
        view.blocks = [
            .paragraph(w("page.sign-in-text")),
            .form(
                Block.Form(
                    action: Route.signIn.link(), csrf: csrf, hidden: [("next", next)],
                    fields: [
                        Field(
                            name: "email", label: w("page.email"),
                            kind: .input(
                                value: email, type: "email", autocomplete: "email", isLTR: true),
                            hint: w("page.sign-in-hint"), error: error.map(words.onPage),
                            errorPrefix: w("page.error-prefix"))
                    ], buttons: [.init(text: w("page.send-me-an-email"))])),
        ]
        return view
    }

    fileprivate func codeForm(next: String, isWrong: Bool = false) -> PageView {
        let problem = FieldProblem("code", "sign-in-code-wrong")
        var view = PageView(w("page.check-your-email"))
        view.back = PageLink(w("page.back"), Route.signIn.link())
        view.blocks = [
            .paragraph(
                w("page.check-your-email-text", ["minutes": "\(IdentityModule.signInMinutes)"])),
            .form(
                Block.Form(
                    action: Route.signInCode.link(), csrf: csrf, hidden: [("next", next)],
                    fields: [
                        Field(
                            name: "code", label: w("page.code"),
                            kind: .input(
                                value: "", inputMode: "numeric", autocomplete: "one-time-code",
                                width: "10", isLTR: true), hint: w("page.code-hint"),
                            error: isWrong ? words.onPage(problem) : nil,
                            errorPrefix: w("page.error-prefix"))
                    ], buttons: [.init(text: w("page.sign-in"))])),
            .linkLine(
                PageLink(
                    w("page.new-code"), Route.signIn.link() + "?next=\(next.percentEncoded)")),
            .details(
                w("page.no-email"),
                [w("page.no-email-wait"), w("page.no-email-spam"), w("page.no-email-again")]),
        ]
        return view
    }

    func rememberingBrowser(_ response: Response) -> Response {
        guard let browser,
            Cookies.value(Cookies.browser, in: request, secure: house.isSecure) == nil
        else {
            return response
        }
        var response = response
        response.headers[values: .setCookie].append(
            cookie(Cookies.browser, browser, seconds: 86_400))
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// The same answer whether the address is known here or not: every address gets an email.
    fileprivate func askForCode() async throws -> Response {
        guard let browser else { return go(to: Route.signIn.link()) }
        let (email, next, visitor) = (fields["email"], fields["next"], anybody)
        do {
            guard email.isEmailAddress else { throw IdentityModule.notAnAddress(email) }
            let admission = house.askers.admit(client, email.lowercased())
            guard admission != .refused else {
                throw SignInProblem.tooMany(minutes: IdentityModule.signInMinutes)
            }
            let secrets = try await write {
                try $0.askToSignIn(
                    email, browser: browser, isFirst: admission == .first, as: visitor)
            }
            try sendSignIn(secrets, next: next)
        } catch let problem as InvalidInput {
            return wrong(
                signInForm(next: next, email: email, error: problem.fields.first), problem.fields)
        }
        return go(to: Route.signInCode.link() + "?next=\(next.percentEncoded)")
    }

    private func sendSignIn(_ secrets: SignInSecrets, next: String) throws {
        let path = next.localPath.map { "&next=\($0.percentEncoded)" } ?? ""
        let link = "\(house.origin)\(Route.signInLink.link())?key=\(secrets.link)\(path)"
        let minutes = ["minutes": "\(IdentityModule.signInMinutes)"]
        try house.signInPost.send(
            to: secrets.email, subject: w("mail.sign-in-subject", ["fund": house.fund.name]),
            parts: [
                w("mail.sign-in-link", ["fund": house.fund.name]), link,
                w("mail.sign-in-code"), "## " + secrets.code, w("mail.sign-in-once", minutes),
                w("mail.sign-in-not-you"),
            ], words: words)
    }

    fileprivate func begin(_ session: BegunSession, next: String) -> Response {
        var response = go(to: next.localPath ?? Route.home.link())
        response.headers[values: .setCookie] = [
            cookie(
                Cookies.session, session.secret, seconds: IdentityModule.sessionHours * 3600),
            cookie(Cookies.browser, "", seconds: 0),
        ]
        return response
    }

    fileprivate func signOut(everywhere: Bool) async throws -> Response {
        if let signedIn {
            let principal = signedIn.principal
            try await write { try $0.signOut(everywhere: everywhere, as: principal) }
        }
        var response = go(
            to: Route.front.link(),
            done: w(everywhere ? "page.signed-out-everywhere" : "page.signed-out"))
        response.headers[values: .setCookie].append(cookie(Cookies.session, "", seconds: 0))
        // Nothing of theirs is left behind on a computer that others use.
        response.headers[.clearSiteData] = "\"cache\""
        return response
    }

    fileprivate func accountView(_ sessions: [SessionEntry]) -> PageView {
        var view = PageView(w("page.account"))
        view.back = PageLink(w("page.home"), Route.home.link())
        view.blocks = [
            .summary([
                Block.SummaryRow(key: w("page.email"), lines: [signedIn?.principal.email ?? ""])
            ]),
            .table(
                Table(
                    id: "sessions", caption: w("page.sessions"),
                    columns: [.init(w("page.session-since")), .init(w("page.session-last"))],
                    rows: sessions.map {
                        [
                            .init(
                                words.words($0.startedAt)
                                    + ($0.id == signedIn?.session
                                        ? " " + w("page.session-this") : ""),
                                isHeader: true),
                            .init(words.words($0.lastSeenAt)),
                        ]
                    }, emptyText: "")),
            .paragraph(
                w(
                    "page.session-ends",
                    [
                        "idle": "\(IdentityModule.sessionIdleMinutes / 60)",
                        "hours": "\(IdentityModule.sessionHours)",
                    ])),
            form(Route.signOutEverywhere.link(), [], w("page.sign-out-everywhere")),
        ]
        return view
    }
}
