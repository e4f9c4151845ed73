import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import Logging
import NIOCore
import Publishing
import Rounds
import Workflows

/// One thing that a person can look at or send in a browser: where, who may, and what is answered.
struct Page: Sendable {
    enum Audience: Sendable {
        case anybody
        /// Whoever has shown that an address is theirs.
        case signedIn
        case roles(Set<Role>)
    }

    /// The most that a form may send: the longest answer, however it is encoded.
    static let greatestFormBytes = 512 * 1024
    static let greatestFieldCount = 2000
    /// The most that a form with a file may send.
    static let greatestFileBytes = 1024 * 1024

    let method: HTTPRequest.Method
    let route: Route
    let audience: Audience
    /// Whether its form is sent with a file.
    let takesFile: Bool
    /// Whether it takes several files, each for a field of its own.
    let takesSeveral: Bool
    /// The most that such a form may send, with its file.
    let greatestBytes: Int
    let respond: @Sendable (Visit) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ route: Route, for audience: Audience = .anybody,
        takesFile: Bool = false, takesSeveral: Bool = false,
        greatestFileBytes: Int = greatestFileBytes,
        respond: @escaping @Sendable (Visit) async throws -> Response
    ) {
        self.method = method
        self.route = route
        self.audience = audience
        self.takesFile = takesFile || takesSeveral
        self.takesSeveral = takesSeveral
        greatestBytes = greatestFileBytes
        self.respond = respond
    }

    func answer(
        _ request: Request, _ context: DoorContext, in house: House
    ) async throws -> Response {
        var request = request
        let isForm = method == .post
        let large = try await large(request, context, house)
        let client = Self.client(request, context)
        let place = try large.map {
            try house.largeBodies.enter($0.bytes, of: $0.principal, from: client)
        }
        defer { house.largeBodies.leave(place) }
        let most = large == nil ? Self.greatestFileBytes : greatestBytes
        let (typed, sent) =
            isForm
            ? try await form(&request, atMost: most, place, house) : (TypedFields([]), nil)
        if isForm { try Self.refuseOtherSites(request, house) }
        var known = try await Self.visit(
            request, path: try path(of: request, context), fields: typed,
            client: client, house)
        if takesSeveral {
            known.files = sent?.files ?? []
        } else {
            known.file = sent?.file
            known.fileName = sent?.fileName
        }
        let visit = known
        do {
            switch audience {
            case .anybody: break
            case .signedIn: _ = try visit.principal
            case .roles(let roles):
                guard !(try visit.principal.roles.isDisjoint(with: roles)) else {
                    throw AccessProblem.roleMissing(needs: Role.allCases.filter(roles.contains))
                }
            }
            if isForm, !visit.isOwnForm {
                // They signed in again meanwhile: what they wrote is shown, so that it is not lost.
                guard visit.signedIn != nil, visit.isFromHere else {
                    throw RequestProblem.formTooOld
                }
                return visit.lostSession(typed)
            }
            if let signedIn = visit.signedIn, signedIn.isNoteDue {
                try await visit.write {
                    try $0.noteUse(of: signedIn.session, as: signedIn.principal)
                }
            }
            var response = try await respond(visit)
            if Cookies.value(Cookies.done, in: request, secure: house.isSecure) != nil,
                method == .get,
                response.status == .ok
            {
                response.headers[values: .setCookie].append(
                    visit.cookie(Cookies.done, "", seconds: 0))
            }
            return response
        } catch RoundsProblem.notOpen(let round, .planned) where method == .get {
            var view = PageView(visit.w("page.not-open-yet"))
            view.back = PageLink(visit.w("page.home"), Route.home.link())
            view.blocks = [
                .paragraph(visit.w("stage-says.planned")),
                .linkLine(PageLink(visit.w("page.public-page"), Route.fundRound.link(round))),
            ]
            return visit.page(view)
        } catch is SignInWanted {
            return isForm ? visit.lostSession(typed) : visit.toSignIn()
        }
    }

    /// Who looks, in which language.
    static func visit(
        _ request: Request, path: [String: String], fields: TypedFields, client: String = "",
        _ house: House
    ) async throws -> Visit {
        var signedIn: SignedIn?
        let secret = Cookies.value(Cookies.session, in: request, secure: house.isSecure)
        if let secret {
            let (services, systemUser) = (house.services, house.systemUser)
            signedIn = try await house.threads.read {
                try services.signedIn(session: secret, systemUser: systemUser)
            }
        }
        let browser = Cookies.value(Cookies.browser, in: request, secure: house.isSecure)
        return Visit(
            house: house, request: request, path: path,
            query: TypedFields(pairs(request.uri.query ?? "") ?? []), fields: fields,
            words: house.language(of: request), signedIn: signedIn,
            csrf: Visit.csrf(of: signedIn == nil ? browser : secret), client: client,
            browser: browser)
    }

    /// Who looks at a page that says what went wrong: whoever it is, where even that failed.
    static func visitor(_ request: Request, _ house: House, _ logger: Logger) async -> Visit {
        let nobody = Visit(
            house: house, request: request, path: [:], query: TypedFields([]),
            fields: TypedFields([]), words: house.language(of: request), signedIn: nil, csrf: "",
            client: "", browser: nil)
        do {
            return try await visit(request, path: [:], fields: TypedFields([]), house)
        } catch {
            // Who it is does not matter to what is said; that it could not be found out does.
            logger.error("Who asks could not be found out", metadata: ["error": "\(error)"])
            return nobody
        }
    }

    /// Behind a proxy on this machine everybody comes from it: what it says of them counts, as far as
    /// its own last word.
    static func client(_ request: Request, _ context: DoorContext) -> String {
        let forwarded = request.headers[.forwardedFor]?.split(separator: ",").last
        guard ["127.0.0.1", "::1"].contains(context.client), let forwarded else {
            return context.client
        }
        return String(forwarded).trimmed
    }

    /// What another site's page sends is not even looked at.
    private static func refuseOtherSites(_ request: Request, _ house: House) throws {
        let origin = request.headers[.origin]
        let isOurs = origin == nil || origin == "null" || origin == house.origin
        guard isOurs, request.headers[.secFetchSite] != "cross-site" else {
            throw RequestProblem.formTooOld
        }
    }

    /// Who sends a form with a file larger than others may, and what it counts for: only those whom
    /// the page is for may, so that nobody else makes the server hold as much.
    private func large(
        _ request: Request, _ context: DoorContext, _ house: House
    ) async throws -> (principal: Principal, bytes: Int)? {
        guard method == .post, takesFile, greatestBytes > Self.greatestFileBytes,
            let bytes = LargeBodies.size(of: request, atMost: greatestBytes)
        else { return nil }
        let roles: Set<Role>
        switch audience {
        case .anybody: return nil
        case .signedIn: roles = Set(Role.allCases)
        case .roles(let needed): roles = needed
        }
        let type = request.headers[.contentType] ?? ""
        guard !takesSeveral || Multipart.boundary(in: type) != nil else { return nil }
        let visit = try await Self.visit(
            request, path: try path(of: request, context), fields: TypedFields([]),
            client: Self.client(request, context), house)
        guard let principal = visit.signedIn?.principal,
            !principal.roles.isDisjoint(with: roles)
        else { return nil }
        return (principal, bytes)
    }

    private func form(
        _ request: inout Request, atMost greatestBytes: Int, _ place: Int?, _ house: House
    ) async throws -> (fields: TypedFields, sent: Multipart?) {
        let type = request.headers[.contentType] ?? ""
        if takesFile, let boundary = Multipart.boundary(in: type) {
            let body = try await Self.body(&request, atMost: greatestBytes, place, house)
            guard let sent = Multipart(Array(body.readableBytesView), boundary: boundary) else {
                throw RequestProblem.notAForm
            }
            return (TypedFields(sent.fields), sent)
        }
        let wanted = "application/x-www-form-urlencoded"
        guard String(type.prefix { $0 != ";" }).trimmed.lowercased() == wanted else {
            throw RequestProblem.wrongMediaType(wanted: wanted)
        }
        let body = try await Self.body(
            &request, atMost: Self.greatestFormBytes, place, house)
        guard let text = String(validating: body.readableBytesView, as: UTF8.self),
            let pairs = Self.pairs(text)
        else { throw RequestProblem.notAForm }
        return (TypedFields(pairs), nil)
    }

    private static func body(
        _ request: inout Request, atMost greatestBytes: Int, _ place: Int?, _ house: House
    ) async throws -> ByteBuffer {
        let isMany = greatestBytes >= 2 * 1024 * 1024
        let limit = RequestProblem.tooLarge(
            limit: isMany
                ? "\(greatestBytes / 1024 / 1024) MB" : "\(greatestBytes / 1024) KB")
        let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard declared <= greatestBytes else { throw limit }
        do {
            return try await house.largeBodies.collect(
                request.body, upTo: greatestBytes, of: place)
        } catch is NIOTooManyBytesError {
            throw limit
        }
    }

    /// Names and values of a form or a query, in order; nil where it cannot be read.
    static func pairs(_ text: String) -> [(name: String, value: String)]? {
        var pairs: [(name: String, value: String)] = []
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = QueryString.decode(halves[0]),
                let value = halves.count > 1 ? QueryString.decode(halves[1]) : "",
                pairs.count < greatestFieldCount
            else { return nil }
            pairs.append((name, value))
        }
        return pairs
    }

    private func path(of request: Request, _ context: DoorContext) throws -> [String: String] {
        try route.values(in: request, context)
    }
}

extension Visit {
    /// Whether a form is one that this server gave to this browser in this session.
    fileprivate var isOwnForm: Bool { !csrf.isEmpty && fields["csrf"] == csrf }

    /// Whether the browser says that one of our pages sent it.
    fileprivate var isFromHere: Bool { request.headers[.secFetchSite] == "same-origin" }

    /// Where to sign in, and back here afterwards.
    func toSignIn() -> Response {
        go(to: Route.signIn.link() + "?next=\(request.uri.string.percentEncoded)")
    }

    /// The session ended while somebody wrote: what they wrote is shown, so that it is not lost.
    fileprivate func lostSession(_ typed: TypedFields) -> Response {
        let path = request.uri.path
        let isSignedIn = signedIn != nil
        var view = PageView(w(isSignedIn ? "page.session-other" : "page.signed-out-title"))
        view.blocks = [
            .paragraph(w(isSignedIn ? "page.session-other-text" : "page.signed-out-text")),
            .button(
                isSignedIn
                    ? PageLink(
                        w("page.back"), Page.canBeLookedAt(path) ? path : Route.home.link())
                    : PageLink(
                        w("page.sign-in"), Route.signIn.link() + "?next=\(path.percentEncoded)")),
        ]
        let written = typed.written
        if !written.isEmpty {
            view.blocks.append(.heading2(w("page.signed-out-yours")))
            view.blocks += written.map { .answer($0) }
        }
        return page(view, status: isSignedIn ? .forbidden : .unauthorized)
    }
}

extension TypedFields {
    /// What somebody wrote or chose, by field.
    fileprivate var written: [String] {
        let ours: Set<String> = ["csrf", "seen", "then", "from", "next", "once", "proposal"]
        return names.filter { !ours.contains($0) }.sorted().map {
            all($0).joined(separator: "\n").trimmed
        }.filter { !$0.isEmpty }
    }
}
