import Applications
import Assessment
import Awards
import Commissioning
import Correspondence
import Documents
import Foundation
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Publishing
import Rounds
import Synchronization
import Workflows

/// The whole house, wired: what both front doors are handed.
public struct Services: Sendable {
    public let settings: Settings
    public let store: FundStore
    public let workflows: Workflows
    public let reports: Reports
    private let wordsSource: Words

    /// The steps of every module's schema, in their one order.
    package static let migrations =
        (FundStore.migrations + RoundsModule.migrations + IdentityModule.migrations
        + LedgerModule.migrations
        + DocumentsModule.migrations + ApplicationsModule.migrations
        + CorrespondenceModule.migrations + AssessmentModule.migrations + AwardsModule.migrations
        + PaymentsModule.migrations
        + [
            appeals, upToDate, recommended, held, payees, agreements, PaymentsModule.sealedFiles,
            moneyBack, exceptionsEnded, cycles, indicators, lessons, reminders, paperNotices,
            returns, tensions, surveys, files, outcomes, planParts, areas,
            surveyWays, budgets, bounded, afterwards, plansHeld, reserveList, published, reach,
            erasing, nextRounds, individuals,
        ]).sorted {
            $0.number < $1.number
        }

    /// One step of several modules: each names its own tables.
    private static let appeals = Migration(
        25, "appeals and complaints",
        [
            AwardsModule.appealSchema, LedgerModule.releaseSchema,
            CorrespondenceModule.appealLettersSchema, ApplicationsModule.redecisionSchema,
            PaymentsModule.stopSchema,
        ].joined(separator: "\n"))

    /// What one module reads here of another is shown by a view that goes again with this step.
    private static let upToDate = Migration(
        32, "rounds that run, brought up to date",
        [
            RoundsModule.frozenView, IdentityModule.addressesView, ApplicationsModule.ownersView,
            AssessmentModule.frozenRules,
            "DROP VIEW owningPerson; DROP VIEW addressedPerson; DROP VIEW frozenSection;",
        ].joined(separator: "\n"))

    private static let recommended = Migration(
        34, "proposals that say what the panels recommended",
        [
            RoundsModule.frozenView, AssessmentModule.oneLook, AssessmentModule.recommendedAmounts,
            AwardsModule.recommendedAwards, "DROP VIEW frozenSection;",
        ].joined(separator: "\n"))

    private static let held = Migration(
        36, "decision letters held while a decision is called in, and overruled by appeals",
        [
            AwardsModule.suspensionViews, CorrespondenceModule.holdSchema,
            "DROP VIEW suspendedRound; DROP VIEW overruledApplication;",
        ].joined(separator: "\n"))

    private static let payees = Migration(
        40, "groups' bank details, and notices to addresses",
        [PaymentsModule.payeeSchema, CorrespondenceModule.noticeSchema].joined(separator: "\n"))

    private static let agreements = Migration(
        41, "offers, agreements and their changes",
        [AwardsModule.agreementSchema, CorrespondenceModule.agreementLettersSchema]
            .joined(separator: "\n"))

    private static let moneyBack = Migration(
        43, "money that came back given again, and advice of payments",
        [
            LedgerModule.inTimeSchema, LedgerModule.backView, AwardsModule.giveBackSchema,
            "DROP VIEW backEntry;", CorrespondenceModule.adviceNoticeSchema,
            PaymentsModule.adviceSchema,
        ].joined(separator: "\n"))

    private static let exceptionsEnded = Migration(
        46, "exceptions ended before their day, and advice of payments on paper",
        [PaymentsModule.exemptionEndSchema, PaymentsModule.paperAdviceSchema]
            .joined(separator: "\n"))

    private static let cycles = Migration(
        47, "the commissioning cycle",
        [CommissioningModule.schema, RoundsModule.planSchema].joined(separator: "\n"))

    private static let indicators = Migration(
        48, "indicators and their figures", CommissioningModule.indicatorSchema)

    private static let lessons = Migration(
        49, "lessons, and what the next cycle makes of them", CommissioningModule.lessonsSchema)

    private static let reminders = Migration(
        50, "reminders of what is due", CorrespondenceModule.reminderSchema)

    private static let paperNotices = Migration(
        52, "notices on paper, and the addresses that groups had before",
        [ApplicationsModule.formerAddressSchema, CorrespondenceModule.paperNoticeSchema]
            .joined(separator: "\n"))

    private static let returns = Migration(
        53, "monitoring returns, and payments that wait for them",
        [CommissioningModule.returnsSchema, PaymentsModule.reportsSchema]
            .joined(separator: "\n"))

    private static let tensions = Migration(
        54, "reports of tension", CommissioningModule.tensionSchema)

    private static let surveys = Migration(
        56, "surveys of those who take part, before and after", CommissioningModule.surveysSchema)
    private static let files = Migration(
        57, "files that groups send", DocumentsModule.filesSchema)
    private static let outcomes = Migration(
        58, "what became of awards, and their closing",
        [
            CommissioningModule.outcomesSchema, PaymentsModule.closeSchema,
            AwardsModule.closeSchema,
        ].joined(separator: "\n"))
    private static let planParts = Migration(
        59, "vision, options, days and the other parts of a plan", CommissioningModule.planSchema)
    private static let bounded = Migration(
        63, "files of one person, reports removed, notices printed, late returns held",
        [
            DocumentsModule.usedFilesSchema, CommissioningModule.tensionRemovalSchema,
            CorrespondenceModule.printedNoticesSchema, CommissioningModule.heldReturnsView,
            PaymentsModule.heldAnewSchema, "DROP VIEW heldReturn;",
        ].joined(separator: "\n"))
    private static let areas = Migration(
        60, "figures as evidence, providers known, help given, benefits, panels",
        [
            CommissioningModule.needFigureSchema, CommissioningModule.providerSchema,
            CommissioningModule.supportSchema, CommissioningModule.benefitSchema,
            CommissioningModule.representationSchema,
        ].joined(separator: "\n"))
    private static let budgets = Migration(
        62, "what awards are to be spent on", CommissioningModule.budgetSchema)

    private static let surveyWays = Migration(
        61, "how answers to surveys came",
        [Migration.trailView, CommissioningModule.surveyWaySchema, "DROP VIEW trailEntry;"]
            .joined(separator: "\n"))

    private static let afterwards = Migration(
        64, "awards given up, waivers by return, and money after the end",
        [
            AwardsModule.giveUpSchema, PaymentsModule.giveUpSchema,
            CommissioningModule.waiverSchema, PaymentsModule.holdByTwoSchema,
            AssessmentModule.staffInterestSchema,
        ].joined(separator: "\n"))
    private static let plansHeld = Migration(
        65, "what plans have to say, prospectuses as published, panels held to their size",
        [
            CommissioningModule.planRequiredSchema, CommissioningModule.prospectusSchema,
            CommissioningModule.representationHeldSchema,
        ].joined(separator: "\n"))

    private static let published = Migration(
        67, "what is published of awards",
        [
            AwardsModule.publishSchema, ApplicationsModule.publishedViews,
            CorrespondenceModule.publishedView, PaymentsModule.publishedViews,
        ].joined(separator: "\n"))

    private static let reach = Migration(
        68, "figures of who applied and who was funded", ApplicationsModule.reachSchema)

    /// Opens a fund that `initialise` made.
    ///
    /// - Parameter readers: how many may read at once; 0 for a command.
    /// - Throws: `StoreProblem`.
    public static func open(
        _ settings: Settings, readers: Int = 0, clock: Clock = .system
    ) throws -> Services {
        let store = try FundStore.open(
            path: settings.databasePath, migrations: migrations, readers: readers, clock: clock)
        return Services(settings, store)
    }

    /// Passes where the database can be read and is of this program's version.
    /// - Throws: `StoreProblem`.
    public func checkReadiness() throws {
        try store.checkReadiness(migrations: Self.migrations)
    }

    /// The sending of letters as the settings say.
    ///
    /// - Parameter ownName: the name this machine gives itself to a mail server.
    /// - Throws: `StoreProblem.refused` in a rehearsal, which no mail leaves.
    public func sending(ownName: String) throws -> Sending {
        try store.read { try $0.refuseInRehearsal() }
        return Sending(
            transport: try settings.mailTransport(ownName: ownName),
            directory: settings.mailDirectory, retries: settings.retries)
    }

    /// Makes a fund from the officer's files, or brings one up to date with them.
    /// - Throws: `ConfigurationProblem`, `StoreProblem`.
    public static func initialise(
        _ settings: Settings, as principal: Principal, clock: Clock = .system
    ) throws -> (services: Services, steps: Int, result: Initialisation) {
        let configuration = try configuration(settings)
        let folder = URL(fileURLWithPath: settings.databasePath).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw StoreProblem.cannotOpen(path: folder, why: error.localizedDescription)
        }
        let (store, steps) = try FundStore.prepare(
            path: settings.databasePath, migrations: migrations, clock: clock)
        let services = Services(settings, store)
        return (services, steps, try services.workflows.initialise(configuration, as: principal))
    }

    init(_ settings: Settings, _ store: FundStore) {
        let words = Words(folder: settings.configurationFolder)
        self.settings = settings
        self.store = store
        self.wordsSource = words
        workflows = Workflows(
            store: store, plans: { try Self.configuration(settings).planBook },
            fileRules: { try ConfigurationReader.files(folder: settings.configurationFolder) },
            text: { try words.words(in: $0) })
        reports = Reports(store: store) { try words.english() }
    }

    /// Reads the officer's files as they are now.
    /// - Throws: `ConfigurationProblem` with everything that is wrong.
    public func configuration() throws -> FundConfiguration {
        try Self.configuration(settings)
    }

    /// Reads the officer's files without a fund.
    public static func configuration(_ settings: Settings) throws -> FundConfiguration {
        try ConfigurationReader.read(
            folder: settings.configurationFolder, templates: settings.templatesFolder)
    }

    /// The words for people.
    /// - Throws: `ConfigurationProblem`.
    public func words() throws -> TextCatalogue { try wordsSource.english() }

    /// The words of every language, English first.
    /// - Throws: `ConfigurationProblem`.
    public func languages() throws -> [TextCatalogue] {
        let reader = ConfigurationReader(folder: settings.configurationFolder, templates: "")
        let read = reader.languages()
        guard reader.problems.list.isEmpty else {
            throw ConfigurationProblem.invalid(
                folder: settings.configurationFolder, fields: reader.problems.list)
        }
        return read
    }

    /// Who is signed in with this secret of a browser; nil where nobody is.
    public func signedIn(session secret: String, systemUser: String) throws -> SignedIn? {
        try store.read {
            try IdentityModule().signedIn(session: secret, systemUser: systemUser, in: $0)
        }
    }

    /// The day it is in London.
    public func today() throws -> LocalDate {
        try store.read { LondonTime.date($0.now) }
    }

    /// The name that this machine gives itself to a mail server: the host of the address that the
    /// round's letters come from.
    public func mailHost(of round: String) throws -> String {
        try store.read { tx in
            let rounds = RoundsModule()
            let found = try rounds.round(round, in: tx)
            guard found.status != .planned else {
                throw RoundsProblem.notOpen(round: round, status: found.status)
            }
            let letters: LetterSettings = try rounds.section(.letters, of: found.id, in: tx)
            return letters.from.split(separator: "@").last.map(String.init) ?? "localhost"
        }
    }

    /// Who asks, by the token of a program.
    /// - Throws: `AccessProblem.tokenRefused`.
    public func principal(
        token: String, door: Principal.Door, systemUser: String
    ) throws -> Principal {
        try store.read {
            try IdentityModule().principal(
                token: token, door: door, systemUser: systemUser, in: $0)
        }
    }

    /// The person who asks, by email address.
    /// - Throws: `AccessProblem.unknownPerson`.
    public func principal(
        _ email: String, door: Principal.Door, systemUser: String
    ) throws -> Principal {
        try store.read {
            try IdentityModule().principal(email, door: door, systemUser: systemUser, in: $0)
        }
    }
}

/// The text catalogues, read when words are first needed: many commands need none.
public final class Words: Sendable {
    private let folder: String
    private let catalogue = Mutex<TextCatalogue?>(nil)
    private let others = Mutex<[TextCatalogue]?>(nil)

    public init(folder: String) {
        self.folder = folder
    }

    /// The words of a language, or of English where there are none.
    /// - Throws: `ConfigurationProblem`.
    func words(in language: String) throws -> TextCatalogue {
        guard language != "en" else { return try english() }
        let languages = try others.withLock { known in
            if let known { return known }
            let reader = ConfigurationReader(folder: folder, templates: "")
            let read = reader.languages()
            guard reader.problems.list.isEmpty else {
                throw ConfigurationProblem.invalid(folder: folder, fields: reader.problems.list)
            }
            known = read
            return read
        }
        return try languages.first { $0.language == language } ?? english()
    }

    /// - Throws: `ConfigurationProblem` where the file is missing or lacks a key.
    public func english() throws -> TextCatalogue {
        try catalogue.withLock { known in
            if let known { return known }
            let reader = ConfigurationReader(folder: folder, templates: "")
            let read = reader.catalogue(language: "en")
            guard reader.problems.list.isEmpty else {
                throw ConfigurationProblem.invalid(folder: folder, fields: reader.problems.list)
            }
            known = read
            return read
        }
    }
}

extension Clock {
    /// The machine's clock.
    public static let system = Clock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
