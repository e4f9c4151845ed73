import FundCore
import HTTPTypes
import Hummingbird
import Logging

/// Gives each request its name, counts it, and writes one line of log about it: the path, never
/// what stands behind a question mark, nor any body.
struct RequestLog: RouterMiddleware {
    let metrics: Metrics

    func handle(
        _ request: Request, context: DoorContext,
        next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let chosen = request.headers[.requestID].flatMap { $0.isRequestID ? $0 : nil }
        // By lot: a number that counts up would tell how much others ask.
        let name = chosen ?? String(UInt64.random(in: .min ... .max), radix: 36)
        context.logger[metadataKey: "hb.request.id"] = "\(name)"
        let start = ContinuousClock.now
        metrics.begin()
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            // The client broke off: nobody is left to be answered.
            metrics.end(.badRequest, start.duration(to: .now))
            throw error
        }
        let took = start.duration(to: .now)
        response.headers[.requestID] = name
        metrics.end(response.status, took)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(path(of: request))",
                "status": "\(response.status.code)", "ms": "\(took.milliseconds)",
            ])
        return response
    }

    /// What a survey's link ends with is for those who were given it.
    private func path(of request: Request) -> String {
        let path = request.uri.path
        return path.hasPrefix("/survey/") ? Route.survey.pattern : path
    }
}

/// What a browser may do with an answer: nothing but show it.
struct SecurityHeaders: RouterMiddleware {
    func handle(
        _ request: Request, context: DoorContext,
        next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        // What others made is shut in more closely.
        let own = response.headers[.contentSecurityPolicy]
        response.headers[.contentSecurityPolicy] =
            own ?? "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'"
        if response.headers[.cacheControl] == nil {
            response.headers[.cacheControl] = "no-store"
        }
        return response
    }
}

extension HTTPField.Name {
    static let requestID = custom("X-Request-ID")
    static let xContentTypeOptions = custom("X-Content-Type-Options")
    static let referrerPolicy = custom("Referrer-Policy")
    static let forwardedFor = custom("X-Forwarded-For")
    static let secFetchSite = custom("Sec-Fetch-Site")
    static let clearSiteData = custom("Clear-Site-Data")
    static let idempotencyKey = custom("Idempotency-Key")
    static let idempotentReplayed = custom("Idempotent-Replayed")

    private static func custom(_ name: String) -> HTTPField.Name {
        guard let made = HTTPField.Name(name) else {
            preconditionFailure("\(name) is no header's name")
        }
        return made
    }
}

extension String {
    /// Letters, digits and dashes, at most 64: safe in a log and in a header.
    fileprivate var isRequestID: Bool {
        (1...64).contains(utf8.count)
            && utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
    }
}

extension Duration {
    /// Thousandths of a second with one decimal: `3.4`.
    var milliseconds: String {
        let (seconds, attoseconds) = components
        let tenths = seconds * 10_000 + attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
