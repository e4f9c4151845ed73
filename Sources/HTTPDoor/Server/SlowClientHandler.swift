import NIOCore
import NIOHTTPTypes

/// Closes a connection whose other end is too slow: each part of an exchange has its time, however
/// often a byte trickles in.
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

        /// - Parameter requestSeconds: for a body; a head has a quarter of that.
        init(requestSeconds: Int) {
            head = .seconds(max(1, Int64(requestSeconds) / 4))
            body = .seconds(Int64(requestSeconds))
            answer = .seconds(300)
        }
    }

    private let limits: Limits
    private var deadline: Scheduled<Void>?

    init(_ limits: Limits) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { allow(limits.head, context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        allow(limits.head, context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: allow(limits.body, context)
        case .body: break
        case .end: deadline?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head: allow(limits.answer, context)
        case .body: break
        case .end: allow(limits.head, context)
        }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    private func allow(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}
