import Foundation
import FundCore

/// A place of the door: the pattern that requests are matched with, and the links to it.
struct Route: Sendable, Hashable {
    /// `/api/v1/rounds/{round}`.
    let pattern: String
    /// The names of what stands in braces, in order.
    let parameters: [String]

    private init(_ pattern: String) {
        self.pattern = pattern
        parameters = pattern.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
    }

    static let front = Route("/")
    static let styleSheet = Route("/assets/front.css")
    static let health = Route("/healthz")
    static let readiness = Route("/readyz")
    static let metrics = Route("/metrics")
    static let description = Route("/api/openapi.json")

    static let rounds = api("/rounds")
    static let round = api("/rounds/{round}")
    static let opening = api("/rounds/{round}/opening")
    static let closing = api("/rounds/{round}/closing")
    static let applications = api("/rounds/{round}/applications")
    static let imports = api("/rounds/{round}/imports")
    static let roundChecks = api("/rounds/{round}/checks")
    static let panel = api("/rounds/{round}/panel")
    static let scores = api("/rounds/{round}/scores")
    static let scoreImports = api("/rounds/{round}/score-imports")
    static let ranking = api("/rounds/{round}/ranking")
    static let proposals = api("/rounds/{round}/proposals")
    static let proposal = api("/rounds/{round}/proposals/{number}")
    static let approvals = api("/rounds/{round}/approvals")
    static let letters = api("/rounds/{round}/letters")
    static let letterSending = api("/rounds/{round}/letters/send")
    static let letterCounts = api("/rounds/{round}/letters/counts")
    static let postFile = api("/rounds/{round}/letters/post-files/{number}")
    static let instalments = api("/rounds/{round}/instalments")
    static let paymentRuns = api("/rounds/{round}/payment-runs")
    static let awardsExport = api("/rounds/{round}/exports/awards")

    static let application = api("/applications/{reference}")
    static let checks = api("/applications/{reference}/checks")
    static let contact = api("/applications/{reference}/contact")
    static let score = api("/applications/{reference}/scores/{criterion}")
    static let feedback = api("/applications/{reference}/feedback")
    static let letterRetry = api("/applications/{reference}/letters/retry")
    static let letterResolution = api("/applications/{reference}/letters/resolution")

    static let auditHead = api("/audit/head")
    static let auditVerification = api("/audit/verification")
    static let people = api("/people")
    static let tokens = api("/tokens")
    static let token = api("/tokens/{id}")

    private static func api(_ path: String) -> Route { Route("/api/v1" + path) }

    /// The path to one thing.
    /// - Parameter values: what stands in the place of each parameter, in order.
    func link(_ values: String...) -> String {
        var rest = values[...]
        return "/"
            + pattern.split(separator: "/").map { part in
                guard part.hasPrefix("{") else { return String(part) }
                let value = rest.popFirst() ?? ""
                return value.addingPercentEncoding(
                    withAllowedCharacters: .alphanumerics.union(["-"]))
                    ?? ""
            }.joined(separator: "/")
    }

    func matches(_ path: String) -> Bool {
        let mine = pattern.split(separator: "/")
        let theirs = path.split(separator: "/")
        return mine.count == theirs.count
            && zip(mine, theirs).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
