import Bootstrap
import Commissioning
import Correspondence
import Foundation
import FundCore
import FundStore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Publishing
import ServiceLifecycle
import UnixSignals
import Workflows

/// The front door for programs, and for a browser's first look: HTTP.
public enum HTTPDoor {
    /// How many requests read the database at once.
    public static let readerCount = WorkThreads.readerCount
    /// After so long, whatever is still under way at shutdown is cut off.
    private static let shutdownSeconds: Int64 = 30
    private static let greatestConnectionCount = 1000
    /// Files that are open beside the connections: the database, the mail, the log.
    private static let ownFileCount = 100

    /// Serves until SIGTERM or SIGINT, then ends what is under way and comes back.
    ///
    /// - Parameters:
    ///   - services: the fund, opened with `readerCount` readers.
    ///   - port: 0 takes a free one.
    ///   - onReady: called once requests are taken, with the address.
    public static func serve(
        _ services: Services, host: String, port: Int, systemUser: String,
        onReady: @escaping @Sendable (_ address: String) -> Void
    ) async throws {
        let logger = Self.logger(services.settings.logLevel)
        let greatestConnectionCount = Self.connectionCount()
        let mail = MailWorker(services: services, systemUser: systemUser, logger: logger)
        let house = try house(services, mail: mail, systemUser: systemUser, logger: logger)
        let isListening = ValueBox<Bool>()
        let limits = SlowClientHandler.Limits(
            requestSeconds: services.settings.requestSeconds)
        let application = Application(
            router: try router(house),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [SlowClientHandler(limits)],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024,
                        maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(greatestConnectionCount)),
            onServerRunning: { channel in
                isListening.value = true
                let bound = channel.localAddress?.port ?? port
                let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(bound)"
                house.address.value = address
                onReady(address)
            },
            logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                // Ended last to first: the mail worker goes on until nobody asks any more.
                .init(service: mail), .init(service: application),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(shutdownSeconds)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch  where isListening.value == nil {
            let why =
                switch error {
                case let error as IOError: String(cString: strerror(error.errnoCode))
                case is SocketAddressError.UnknownHost, is SocketAddressError:
                    "no such host is known here"
                default: "\(error)"
                }
            throw ServingProblem.cannotListen(address: "\(host):\(port)", why: why)
        }
        try await house.signInPost.shutDown()
        try await house.invitationPost.shutDown()
        try await house.threads.shutDown()
    }

    private static func house(
        _ services: Services, mail: MailWorker, systemUser: String, logger: Logger
    ) throws -> House {
        let configuration = try services.configuration()
        let letters = configuration.letters("")
        return House(
            services: services, threads: WorkThreads(), languages: try services.languages(),
            mail: mail,
            signInPost: try NoticePost(services: services, settings: letters, logger: logger),
            invitationPost: try NoticePost(services: services, settings: letters, logger: logger),
            metrics: Metrics(), systemUser: systemUser,
            pages: try PageRenderer(folder: services.settings.templatesFolder),
            fund: try services.reports.fund(), indicators: configuration.indicatorBook,
            tension: configuration.tension, isRehearsal: try services.store.isRehearsal(),
            retention: configuration.retention,
            files: configuration.files,
            plans: configuration.planBook, areas: configuration.areas,
            publishing: configuration.publishing, leastTold: configuration.leastTold,
            help: [
                ("page.help-phone", ["phone": letters.phone], nil),
                (
                    "page.help-email", ["email": letters.replyTo],
                    "mailto:\(letters.replyTo)"
                ),
            ], address: ValueBox())
    }

    private static func router(_ house: House) throws -> Router<DoorContext> {
        let router = Router(context: DoorContext.self, options: .autoGenerateHeadEndpoints)
        let endpoints = Endpoint.all(example: try house.reports.referenceExample())
        router.add(middleware: RequestLog(metrics: house.metrics))
        router.add(middleware: SecurityHeaders())
        let pages = Page.all
        router.add(middleware: ProblemAnswers(house: house, endpoints: endpoints, pages: pages))
        for page in pages {
            router.on(RouterPath(page.route.pattern), method: page.method) { request, context in
                try await page.answer(request, context, in: house)
            }
        }
        for endpoint in endpoints {
            router.on(RouterPath(endpoint.route.pattern), method: endpoint.method) {
                request, context in
                try await endpoint.answer(request, context, in: house)
            }
        }
        return router
    }

    /// As many connections as this process may have open, up to the greatest count: as many files as
    /// the system lets it ask for.
    private static func connectionCount() -> Int {
        var limit = rlimit()
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(files, &limit) == 0 else { return greatestConnectionCount }
        let wanted = rlim_t(greatestConnectionCount + ownFileCount)
        if limit.rlim_cur < wanted {
            limit.rlim_cur = min(limit.rlim_max, wanted)
            setrlimit(files, &limit)
            getrlimit(files, &limit)
        }
        let most = Int(clamping: limit.rlim_cur) - ownFileCount
        return max(10, min(greatestConnectionCount, most))
    }

    private static func logger(_ level: String) -> Logger {
        var logger = Logger(label: "cohesion") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: level) ?? .info
        return logger
    }
}

public enum ServingProblem: Problem {
    case cannotListen(address: String, why: String)

    public var report: ProblemReport {
        switch self {
        case .cannotListen(let address, let why):
            ProblemReport("cannot-listen", .inputOutput, ["address": address, "why": why])
        }
    }
}

/// What Hummingbird carries along with a request.
struct DoorContext: RequestContext {
    /// Who asks, as far as the network tells.
    let client: String
    /// With the name of the request, which a reverse proxy may have chosen.
    var coreContext: CoreRequestContextStorage

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        client = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
