import FundCore
import FundStore
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Payments
import Publishing

extension ProblemKind {
    /// The one table of statuses; a body or a header that cannot be read is told apart by
    /// `RequestProblem`.
    var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .unauthenticated: .unauthorized
        case .conflict: .conflict
        case .stale: .preconditionFailed
        case .invalid: .unprocessableContent
        case .tooMany: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .configuration, .inputOutput: .internalServerError
        }
    }
}

/// What can be wrong with a request before anybody looks at what it is about.
enum RequestProblem: Problem {
    case noSuchPlace(path: String)
    case methodNotAllowed(method: String, allowed: String)
    case notJSON(JSONSyntaxProblem)
    case wrongMediaType(wanted: String)
    case tooLarge(limit: String)
    case header(name: String)
    case failed(requestID: String)
    /// A form that cannot be read.
    case notAForm
    /// A form of another session, or of another site.
    case formTooOld

    var status: HTTPResponse.Status {
        switch self {
        case .noSuchPlace: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .notJSON, .header, .notAForm: .badRequest
        case .formTooOld: .forbidden
        case .wrongMediaType: .unsupportedMediaType
        case .tooLarge: .contentTooLarge
        case .failed: .internalServerError
        }
    }

    var report: ProblemReport {
        switch self {
        case .noSuchPlace(let path):
            ProblemReport("no-such-place", .notFound, ["path": path])
        case .methodNotAllowed(let method, let allowed):
            ProblemReport(
                "method-not-allowed", .invalid, ["method": method, "allowed": allowed])
        case .notJSON(let problem):
            ProblemReport("body-not-json", .invalid, fields: [problem.field(in: "body")])
        case .wrongMediaType(let wanted):
            ProblemReport("media-type-wrong", .invalid, ["wanted": wanted])
        case .tooLarge(let limit):
            ProblemReport("body-too-large", .invalid, ["limit": limit])
        case .header(let name):
            ProblemReport("header-wrong", .invalid, ["name": name])
        case .notAForm: ProblemReport("form-unreadable", .invalid)
        case .formTooOld: ProblemReport("form-too-old", .forbidden)
        case .failed(let requestID):
            ProblemReport("server-failed", .inputOutput, ["id": requestID])
        }
    }
}

/// Turns whatever went wrong into an answer: RFC 9457 for programs, a page for people. What failed
/// inside is in the log, under the request's id, and never in the answer.
struct ProblemAnswers: RouterMiddleware {
    let house: House
    let endpoints: [Endpoint]
    let pages: [Page]

    func handle(
        _ request: Request, context: DoorContext,
        next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as RequestProblem {
            return await answer(problem.report, problem.status, request, context)
        } catch let problem as any Problem {
            return await answer(about: problem, request, context)
        } catch is NIOTooManyBytesError {
            let problem = RequestProblem.tooLarge(limit: "")
            return await answer(problem.report, problem.status, request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return await answerToNoRoute(request, context)
        } catch let error
            where error is HTTPParserError || error is ChannelError || error is IOError
        {
            // The connection broke in the middle of the request.
            throw HTTPParserError.invalidEOFState
        } catch {
            context.logger.error("failed", metadata: ["error": "\(error)"])
            return await failure(request, context)
        }
    }

    private func answer(
        about problem: any Problem, _ request: Request, _ context: DoorContext
    ) async -> Response {
        var report = problem.report
        if let key = problem as? BankKeyProblem, report.kind == .configuration {
            // Which setting is wrong is for the server's log; whoever asks is told whom to ask.
            context.logger.error("failed", metadata: ["code": "\(key.report.code)"])
            report = BankKeyProblem.unusable.report
        }
        let status = report.kind.status
        guard status != .internalServerError else {
            context.logger.error(
                "failed",
                metadata: ["code": "\(report.code)", "arguments": "\(report.arguments)"])
            return await failure(request, context)
        }
        var response = await answer(report, status, request, context)
        if status == .unauthorized {
            response.headers[.wwwAuthenticate] =
                report.code == "token-refused" ? "Bearer error=\"invalid_token\"" : "Bearer"
        }
        return response
    }

    private func failure(_ request: Request, _ context: DoorContext) async -> Response {
        let problem = RequestProblem.failed(requestID: context.id)
        return await answer(problem.report, problem.status, request, context)
    }

    /// There is nothing at this path, or something that takes other methods.
    private func answerToNoRoute(
        _ request: Request, _ context: DoorContext
    ) async -> Response {
        let here = endpoints.map { ($0.route, $0.method) } + pages.map { ($0.route, $0.method) }
        let allowed = Set(
            here.filter { $0.0.matches(request.uri.path) }.flatMap {
                $0.1 == .get ? ["GET", "HEAD"] : [$0.1.rawValue]
            }
        ).sorted().joined(separator: ", ")
        guard !allowed.isEmpty else {
            let problem = RequestProblem.noSuchPlace(path: request.uri.path)
            return await answer(problem.report, problem.status, request, context)
        }
        let problem = RequestProblem.methodNotAllowed(
            method: request.method.rawValue, allowed: allowed)
        var response = await answer(problem.report, problem.status, request, context)
        response.headers[.allow] = allowed
        return response
    }

    private func answer(
        _ report: ProblemReport, _ status: HTTPResponse.Status, _ request: Request,
        _ context: DoorContext
    ) async -> Response {
        var response =
            Route.isForPrograms(request.uri.path)
            ? json(report, status, context)
            : ErrorPages.page(
                report.capped, status, to: await Page.visitor(request, house, context.logger))
        switch status {
        case .tooManyRequests: response.headers[.retryAfter] = "900"
        case .serviceUnavailable: response.headers[.retryAfter] = "5"
        default: break
        }
        return response
    }

    private func json(
        _ report: ProblemReport, _ status: HTTPResponse.Status, _ context: DoorContext
    ) -> Response {
        var members: [(key: String, value: JSONValue)] = [("status", .int(status.code))]
        if case .object(let rest) = report.capped.json(house.words, at: .http) {
            members = rest + members
        }
        members.append(("requestId", .string(context.id)))
        return Response(
            status: status, headers: [.contentType: "application/problem+json"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: JSONValue.object(members).text + "\n")))
    }
}

extension ProblemReport {
    /// The first of many things that are wrong; the words say how many there are.
    fileprivate var capped: ProblemReport {
        let greatest = 500
        guard fields.count > greatest else { return self }
        return ProblemReport(code, kind, arguments, fields: Array(fields.prefix(greatest)))
    }
}
