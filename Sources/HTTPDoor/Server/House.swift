import Bootstrap
import FundCore
import Publishing
import Workflows

/// What every request is answered with: the fund, the threads it is worked on, and what was made
/// ready when the server started.
struct House: Sendable {
    let services: Services
    let threads: WorkThreads
    let words: TextCatalogue
    let mail: MailWorker
    let metrics: Metrics
    let rankings = RankingCache()
    let largeBodies = LargeBodies()
    /// The account that the server runs under, for the audit trail.
    let systemUser: String
    let frontPage: FrontPage

    var workflows: Workflows { services.workflows }
    var reports: Reports { services.reports }
}
