import FundCore
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The large bodies that are taken and worked on at once.
///
/// Each is held in memory whole, so memory is bounded by `greatestBytes`: a body counts by the length
/// that its head says, or by the most that its place takes where the head says none. What a body is
/// read into while it is worked on is a few times as large. Bodies up to `fromBytes` do not count:
/// those are bounded by how many connections the server takes.
///
/// Shares keep it fair. One of the fund's people has at most `greatestOfPerson`, somebody who only
/// applies has one. Those who only apply have at most `greatestBytesOfGroups` together, so that
/// whatever they send, the fund's own people (a bank's file, a list, scores) find room; and at most
/// half of that from one network. How long a slow one holds its place is for `SlowClientHandler`;
/// while others are refused, it must come at a higher pace besides, or it is given up.
final class LargeBodies: Sendable {
    private static let megabyte = 1024 * 1024
    /// A body that is larger counts as large.
    static let fromBytes = megabyte
    static let greatestOfPerson = 2
    static let greatestBytes = 256 * megabyte
    static let greatestBytesOfGroups = 128 * megabyte
    static let greatestBytesOfNetwork = greatestBytesOfGroups / 2
    /// Over so long a body of those who only apply must bring so much while others are refused.
    static let window = Duration.seconds(10)
    static let leastBytesPerSecond = 32 * 1024
    /// So long after the last refusal others still count as being refused.
    private static let refusingTime = Duration.seconds(60)

    private struct Held {
        let number: Int
        /// nil for everybody who is not known: they count as one.
        let person: PersonID?
        let isOfGroup: Bool
        let network: String
        let bytes: Int
        /// What came since `windowStart`.
        var arrivedBytes = 0
        var windowStart: ContinuousClock.Instant
    }

    private struct State {
        var held: [Held] = []
        var last = 0
        /// When somebody who only applies was refused for want of room.
        var refusedAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    /// What the body of a request counts for; nil where it is not large.
    ///
    /// - Parameter greatest: the most that its place takes.
    static func size(of request: Request, atMost greatest: Int) -> Int? {
        guard greatest > fromBytes else { return nil }
        let declared = request.headers[.contentLength].flatMap { Int($0) } ?? greatest
        return declared > fromBytes ? min(declared, greatest) : nil
    }

    /// Takes a place for a body, to be given back by `leave`.
    ///
    /// - Parameters:
    ///   - principal: nil where nobody need be known.
    ///   - client: the address that it comes from.
    /// - Throws: `LargeBodyProblem`.
    func enter(
        _ bytes: Int, of principal: Principal?, from client: String,
        at now: ContinuousClock.Instant = .now
    ) throws -> Int {
        let network = Askers.network(of: client)
        let isOfGroup = !(principal?.isStaff ?? false)
        let person = principal?.personID
        let greatest = isOfGroup && person != nil ? 1 : Self.greatestOfPerson
        return try state.withLock { state in
            guard state.held.count(where: { $0.person == person }) < greatest else {
                throw LargeBodyProblem.ownMany(maximum: greatest)
            }
            func taken(_ isCounted: (Held) -> Bool) -> Int {
                state.held.reduce(0) { isCounted($1) ? $0 + $1.bytes : $0 }
            }
            let ofNetwork = taken { $0.isOfGroup && $0.network == network } + bytes
            guard taken({ _ in true }) + bytes <= Self.greatestBytes,
                !isOfGroup || taken(\.isOfGroup) + bytes <= Self.greatestBytesOfGroups,
                !isOfGroup || ofNetwork <= Self.greatestBytesOfNetwork
            else {
                if isOfGroup { state.refusedAt = now }
                throw LargeBodyProblem.many
            }
            state.last += 1
            state.held.append(
                Held(
                    number: state.last, person: person, isOfGroup: isOfGroup, network: network,
                    bytes: bytes, windowStart: now))
            return state.last
        }
    }

    /// Counts what arrived of a body.
    ///
    /// - Throws: `LargeBodyProblem.slow` where it takes room too slowly from others.
    func arrived(
        _ bytes: Int, of number: Int, at now: ContinuousClock.Instant = .now
    ) throws {
        try state.withLock { state in
            guard let place = state.held.firstIndex(where: { $0.number == number }) else { return }
            state.held[place].arrivedBytes += bytes
            let held = state.held[place]
            let time = held.windowStart.duration(to: now)
            guard time >= Self.window else { return }
            state.held[place].arrivedBytes = 0
            state.held[place].windowStart = now
            let isRefusing = state.refusedAt.map { now < $0 + Self.refusingTime } ?? false
            let wanted = Self.leastBytesPerSecond * Int(time.components.seconds)
            guard !held.isOfGroup || !isRefusing || held.arrivedBytes >= wanted else {
                throw LargeBodyProblem.slow
            }
        }
    }

    /// A body whole.
    ///
    /// - Parameter number: what `enter` gave; nil where it was not asked.
    /// - Throws: `NIOTooManyBytesError`, `LargeBodyProblem.slow`.
    func collect(
        _ body: RequestBody, upTo greatest: Int, of number: Int?
    ) async throws -> ByteBuffer {
        guard let number else { return try await body.collect(upTo: greatest) }
        var whole = ByteBuffer()
        for try await var part in body {
            let count = part.readableBytes
            guard whole.readableBytes + count <= greatest else {
                throw NIOTooManyBytesError(maxBytes: greatest)
            }
            whole.writeBuffer(&part)
            try arrived(count, of: number)
        }
        return whole
    }

    /// - Parameter number: what `enter` gave; nil where it was not asked.
    func leave(_ number: Int?) {
        guard let number else { return }
        state.withLock { $0.held.removeAll { $0.number == number } }
    }
}

/// Why a large body is not taken just now: 503, to be sent again a little later.
enum LargeBodyProblem: Problem {
    /// Whoever sends it is sending as many already.
    case ownMany(maximum: Int)
    /// Others are.
    case many
    /// It came too slowly while others were refused.
    case slow

    var report: ProblemReport {
        switch self {
        case .ownMany(let maximum):
            ProblemReport("bodies-many-own", .unavailable, ["maximum": "\(maximum)"])
        case .many: ProblemReport("bodies-many", .unavailable)
        case .slow: ProblemReport("bodies-slow", .unavailable)
        }
    }
}
