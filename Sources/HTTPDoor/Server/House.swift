import Awards
import Bootstrap
import Commissioning
import Forms
import FundCore
import FundStore
import Hummingbird
import Publishing
import Rounds
import Workflows

/// What every request is answered with: the fund, the threads it is worked on, and what was made
/// ready when the server started.
struct House: Sendable {
    let services: Services
    let threads: WorkThreads
    /// Every language, English first.
    let languages: [TextCatalogue]
    let mail: MailWorker
    /// Apart, so that many invitations keep nobody from signing in.
    let signInPost: NoticePost
    let invitationPost: NoticePost
    let askers = Askers()
    let reportLimit = ReportLimit()
    let surveyLimit = SurveyLimit()
    let metrics: Metrics
    let rankings = RankingCache()
    let sharedPages = SharedPages()
    let staffPages = SharedPages()
    let largeBodies = LargeBodies()
    /// The account that the server runs under, for the audit trail.
    let systemUser: String
    let pages: PageRenderer
    let fund: Fund
    /// What is measured and where, as the files said when the server started.
    let indicators: IndicatorBook
    let tension: TensionRules
    /// Whether its database is one to practise in.
    let isRehearsal: Bool
    /// How long personal data is kept, as the files said when the server started.
    let retention: RetentionPolicy?
    /// How large the files may be that groups send.
    let files: FileRules
    /// What plans refer to, as the files said when the server started.
    let plans: PlanBook
    let areas: AreaRules
    /// How awards are published; nil where the files do not say.
    let publishing: PublishingRules?
    /// Nothing is told to anybody of fewer applications than this.
    let leastTold: Int
    /// How people reach the fund: a key of the catalogue, its arguments, and a link.
    let help: [(key: String, arguments: [String: String], link: String?)]
    /// Where the server listens, once it does.
    let address: ValueBox<String>

    var workflows: Workflows { services.workflows }
    var reports: Reports { services.reports }
    /// The words for programs.
    var words: TextCatalogue { languages[0] }
    /// With its state in it: a browser keeps it until it changes.
    var styleSheetLink: String { Route.styleSheet.pattern + "?v=" + pages.styleTag }

    /// Where people reach the server: `https://fund.example.org`.
    var origin: String { services.settings.publicURL ?? address.value ?? "" }
    /// Whether cookies are for https only.
    var isSecure: Bool { origin.hasPrefix("https:") }

    /// The language that somebody chose, or else what their browser asks for.
    func language(of request: Request) -> TextCatalogue {
        func known(_ tag: some StringProtocol) -> TextCatalogue? {
            let tag = tag.lowercased()
            return languages.first { $0.language.lowercased() == tag }
                ?? languages.first {
                    $0.language.lowercased() == tag.split(separator: "-").first.map(String.init)
                }
        }
        if let chosen = Cookies.value(Cookies.language, in: request, secure: isSecure).flatMap({
            known($0)
        }) {
            return chosen
        }
        let wanted = (request.headers[.acceptLanguage] ?? "").split(separator: ",").prefix(10)
            .map { $0.split(separator: ";").map { String($0).trimmed } }
            .filter { !$0.isEmpty }
            .sorted { Self.weight($0) > Self.weight($1) }
        return wanted.lazy.compactMap { known($0[0]) }.first ?? languages[0]
    }

    private static func weight(_ parts: [String]) -> Int {
        guard parts.count > 1, parts[1].hasPrefix("q=") else { return 1000 }
        let digits = parts[1].dropFirst(2).filter { $0 != "." }
        return parts[1].hasPrefix("q=1") ? 1000 : Int((digits + "0000").prefix(4)) ?? 0
    }
}
