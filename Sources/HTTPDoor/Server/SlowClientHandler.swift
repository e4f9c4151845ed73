import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose other end is too slow: each part of an exchange has its time, however
/// often a byte trickles in. A large body besides must come at a pace, so that a slow one gives up
/// its place among the large ones early.
///
/// Never shared: each connection has its own, and it is touched on that connection's thread alone.
final class SlowClientHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    struct Limits: Sendable {
        /// From the last answer, or the connection, to the end of the next request's headers.
        let head: TimeAmount
        /// From the headers to the end of the body.
        let body: TimeAmount
        /// From the beginning of the answer to its end.
        let answer: TimeAmount
        /// In each such time a large body brings `leastBytesPerPace`.
        let pace: TimeAmount
        let leastBytesPerPace: Int

        private static let leastBytesPerSecond = 4096

        /// - Parameter requestSeconds: for a body; a head has a quarter of that, an answer two and a
        ///   half times as long.
        init(requestSeconds: Int) {
            head = .seconds(max(1, Int64(requestSeconds) / 4))
            body = .seconds(Int64(requestSeconds))
            answer = .seconds(Int64(requestSeconds) * 5 / 2)
            let seconds = max(1, requestSeconds / 8)
            pace = .seconds(Int64(seconds))
            leastBytesPerPace = seconds * Self.leastBytesPerSecond
        }
    }

    private let limits: Limits
    /// Requests whose head has come, and answers whose last byte is out.
    private var begunCount = 0
    private var answeredCount = 0
    private var isBodyArriving = false
    private var headDeadline: Scheduled<Void>?
    private var bodyDeadline: Scheduled<Void>?
    private var answerDeadline: Scheduled<Void>?
    private var paceCheck: Scheduled<Void>?
    /// Of the body, since its pace was looked at.
    private var arrivedBytes = 0

    init(_ limits: Limits) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { waitForHead(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        waitForHead(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            begunCount += 1
            isBodyArriving = true
            headDeadline?.cancel()
            bodyDeadline?.cancel()
            bodyDeadline = closing(context, in: limits.body)
            if Self.mayBeLarge(head) { watchPace(context) }
        case .body(let bytes): arrivedBytes += bytes.readableBytes
        case .end:
            isBodyArriving = false
            bodyDeadline?.cancel()
            paceCheck?.cancel()
            // The answer may be out already: it need not wait for the body.
            waitForHead(context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else {
            if case .head = unwrapOutboundIn(data) {
                answerDeadline?.cancel()
                answerDeadline = closing(context, in: limits.answer)
            }
            return context.write(data, promise: promise)
        }
        // Written is not taken: the answer's time runs until its last byte is out.
        let taken = promise ?? context.eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenComplete { _ in
            self.answeredCount += 1
            self.answerDeadline?.cancel()
            self.waitForHead(context)
        }
        context.write(data, promise: taken)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
    }

    /// Between requests, and only then.
    private func waitForHead(_ context: ChannelHandlerContext) {
        guard begunCount == answeredCount, !isBodyArriving, context.channel.isActive else { return }
        headDeadline?.cancel()
        headDeadline = closing(context, in: limits.head)
    }

    private static func mayBeLarge(_ head: HTTPRequest) -> Bool {
        guard head.method != .get, head.method != .head else { return false }
        let declared = head.headerFields[.contentLength].flatMap { Int($0) }
        return declared.map { $0 > LargeBodies.fromBytes } ?? true
    }

    private func watchPace(_ context: ChannelHandlerContext) {
        arrivedBytes = 0
        paceCheck?.cancel()
        paceCheck = context.eventLoop.assumeIsolated().scheduleTask(in: limits.pace) {
            guard self.isBodyArriving else { return }
            guard self.arrivedBytes >= self.limits.leastBytesPerPace else {
                context.channel.close(promise: nil)
                return
            }
            self.watchPace(context)
        }
    }

    private func closing(
        _ context: ChannelHandlerContext, in time: TimeAmount
    ) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }

    private func cancel() {
        for deadline in [headDeadline, bodyDeadline, answerDeadline, paceCheck] {
            deadline?.cancel()
        }
    }
}
