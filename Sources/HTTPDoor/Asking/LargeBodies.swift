import FundCore
import HTTPTypes
import Hummingbird
import Synchronization

/// The large bodies that are taken and worked on at once.
///
/// Each is held in memory whole, so memory is bounded by `greatestBytes`: a body counts by the length
/// that its head says, or by the most that its place takes where the head says none. What a body is
/// read into while it is worked on is a few times as large. Bodies up to `fromBytes` do not count:
/// those are bounded by how many connections the server takes.
///
/// Shares keep it fair: one person has at most `greatestOfPerson`, and people who only apply have at
/// most `greatestBytesOfGroups` together, so that whatever they send, the fund's own people (a bank's
/// file, a list, scores) find room. How long a slow one holds its place is for `SlowClientHandler`.
final class LargeBodies: Sendable {
    private static let megabyte = 1024 * 1024
    /// A body that is larger counts as large.
    static let fromBytes = megabyte
    static let greatestOfPerson = 2
    static let greatestBytes = 256 * megabyte
    static let greatestBytesOfGroups = 128 * megabyte

    private struct Held {
        let number: Int
        /// nil for everybody who is not known: they count as one.
        let person: PersonID?
        let isOfGroup: Bool
        let bytes: Int
    }

    private let state = Mutex<(held: [Held], last: Int)>(([], 0))

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
    /// - Parameter principal: nil where nobody need be known.
    /// - Throws: `LargeBodyProblem`.
    func enter(_ bytes: Int, of principal: Principal?) throws -> Int {
        let isOfGroup = !(principal?.isStaff ?? false)
        let person = principal?.personID
        return try state.withLock { state in
            guard state.held.count(where: { $0.person == person }) < Self.greatestOfPerson else {
                throw LargeBodyProblem.ownMany(maximum: Self.greatestOfPerson)
            }
            func taken(_ isCounted: (Held) -> Bool) -> Int {
                state.held.reduce(0) { isCounted($1) ? $0 + $1.bytes : $0 }
            }
            guard taken({ _ in true }) + bytes <= Self.greatestBytes,
                !isOfGroup || taken(\.isOfGroup) + bytes <= Self.greatestBytesOfGroups
            else { throw LargeBodyProblem.many }
            state.last += 1
            state.held.append(
                Held(number: state.last, person: person, isOfGroup: isOfGroup, bytes: bytes))
            return state.last
        }
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

    var report: ProblemReport {
        switch self {
        case .ownMany(let maximum):
            ProblemReport("bodies-many-own", .unavailable, ["maximum": "\(maximum)"])
        case .many: ProblemReport("bodies-many", .unavailable)
        }
    }
}
