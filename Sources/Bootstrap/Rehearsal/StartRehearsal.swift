import Applications
import Assessment
import Foundation
import FundCore
import FundStore
import Identity
import Rounds
import Workflows

/// A rehearsal that was made ready.
public struct Rehearsal: Sendable {
    /// How far its round was played.
    public enum Stage: String, Sendable {
        /// Applications are in, checked and closed; the panel is named, and the round asks more of
        /// it before it scores than can be played for it.
        case panel
        /// The panel has scored too.
        case scored
    }

    public let database: String
    public let round: String
    public let stage: Stage
    public let applications: [Reference]
    /// Who can play, with their roles.
    public let people: [PersonEntry]
}

public enum RehearsalProblem: Problem {
    case folderFull(path: String)
    case folderUnusable(path: String, why: String)
    case noRound
    case roundUnknown(String)
    case needsPlan(round: String)
    case lacks(Role)

    public var report: ProblemReport {
        switch self {
        case .folderFull(let path):
            ProblemReport("rehearsal-folder-full", .conflict, ["path": path])
        case .folderUnusable(let path, let why):
            ProblemReport("rehearsal-folder", .inputOutput, ["path": path, "why": why])
        case .noRound: ProblemReport("rehearsal-no-round", .conflict)
        case .roundUnknown(let round):
            ProblemReport("rehearsal-round-unknown", .notFound, ["round": round])
        case .needsPlan(let round):
            ProblemReport("rehearsal-needs-plan", .conflict, ["round": round])
        case .lacks(let role):
            ProblemReport("rehearsal-lacks", .conflict, ["role": role.rawValue])
        }
    }
}

extension Services {
    public static let rehearsalFile = "rehearsal.sqlite"
    private static let greatestPanel = 5

    /// Makes a database to practise in: the fund of the officer's files, with a round that opened,
    /// made-up groups that applied, and a panel.
    ///
    /// - Parameters:
    ///   - folder: where it is made; it holds nothing yet.
    ///   - key: the round that is played; nil for the first of the files that can be.
    ///   - settings: those of the database `rehearsalFile` in that folder.
    /// - Throws: `RehearsalProblem`, `ConfigurationProblem`; nothing is left in the folder then.
    public static func startRehearsal(
        in folder: String, round key: String?, _ settings: Settings, as principal: Principal,
        clock: Clock = .system
    ) throws -> Rehearsal {
        let configuration = try configuration(settings)
        let plan = try played(key, configuration)
        for role in [Role.officer, .panelMember]
        where !configuration.people.contains(where: { $0.roles.contains(role) }) {
            throw RehearsalProblem.lacks(role)
        }
        try prepareFolder(folder)
        do {
            let (store, _) = try FundStore.prepare(
                path: settings.databasePath, migrations: migrations, clock: clock,
                isRehearsal: true)
            let services = Services(settings, store)
            _ = try services.workflows.initialise(configuration, as: principal)
            return try services.play(plan.key, configuration, as: principal)
        } catch {
            // What went wrong is what is said; of a file that cannot be removed, the folder tells.
            for end in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: settings.databasePath + end)
            }
            throw error
        }
    }

    private static func played(
        _ key: String?, _ configuration: FundConfiguration
    ) throws -> RoundPlan {
        func needsPlan(_ plan: RoundPlan) -> Bool {
            configuration.rules[plan.key]?.controls.has(.planApproval) ?? false
        }
        guard let key else {
            guard let first = configuration.rounds.first(where: { !needsPlan($0) }) else {
                throw RehearsalProblem.noRound
            }
            return first
        }
        guard let plan = configuration.rounds.first(where: { $0.key == key }) else {
            throw RehearsalProblem.roundUnknown(key)
        }
        guard !needsPlan(plan) else { throw RehearsalProblem.needsPlan(round: key) }
        return plan
    }

    private static func prepareFolder(_ folder: String) throws {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        do {
            if files.fileExists(atPath: folder, isDirectory: &isFolder) {
                guard isFolder.boolValue, try files.contentsOfDirectory(atPath: folder).isEmpty
                else { throw RehearsalProblem.folderFull(path: folder) }
            } else {
                try files.createDirectory(
                    atPath: folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            }
        } catch let problem as RehearsalProblem {
            throw problem
        } catch {
            throw RehearsalProblem.folderUnusable(path: folder, why: error.localizedDescription)
        }
    }

    private func play(
        _ key: String, _ configuration: FundConfiguration, as principal: Principal
    ) throws -> Rehearsal {
        func person(_ email: String) throws -> Principal {
            try self.principal(email, door: .commandLine, systemUser: principal.systemUser)
        }
        func having(_ role: Role) -> [PersonEntry] {
            configuration.people.filter { $0.roles.contains(role) }
        }
        guard let first = having(.officer).first else { throw RehearsalProblem.lacks(.officer) }
        let officer = try person(first.email)
        let why = try words().words("talk.rehearsal-reason")
        let round = try workflows.openRound(
            key, configuration, closes: nil, reason: why, as: officer)
        let rules = configuration.rules[key] ?? RoundRules()
        var references: [Reference] = []
        for number in 0..<MadeUpGroup.count {
            let group = MadeUpGroup(
                number, in: round, rules.form, priorities: configuration.priorities.map(\.key),
                areas: configuration.area.postcodes)
            references.append(
                try workflows.submitApplication(
                    group.application, source: group.name, round: key, late: nil, as: principal
                ).reference)
        }
        _ = try workflows.closeRound(key, reason: why, as: officer)
        _ = try workflows.checkAllClear(round: key, as: officer)
        let panel = having(.panelMember).filter { $0.email != first.email }
            .prefix(Self.greatestPanel)
        let panels = rules.panels.panels.map(\.key)
        for (place, member) in panel.enumerated() {
            let entry =
                panels.isEmpty ? MemberEntry() : MemberEntry(panel: panels[place % panels.count])
            try workflows.addPanelMember(member.email, entry, to: key, as: officer)
        }
        let asksFirst: [Control] = [.interests, .briefing, .assignment, .meeting]
        var stage = Rehearsal.Stage.panel
        if !asksFirst.contains(where: { rules.controls.has($0) }) {
            try score(
                references, by: panel.map { try person($0.email) }, configuration.scoring)
            stage = .scored
        }
        return Rehearsal(
            database: settings.databasePath, round: key, stage: stage, applications: references,
            people: configuration.people)
    }

    /// Scores that differ from application to application, the same each time.
    private func score(
        _ references: [Reference], by members: [Principal], _ scheme: ScoringScheme
    ) throws {
        let steps = scheme.scaleMaximum - scheme.scaleMinimum + 1
        for (place, reference) in references.enumerated() {
            for (turn, member) in members.enumerated() {
                var scores: [(criterion: String, value: Int64?, comment: String?)] = []
                for (number, criterion) in scheme.criteria.enumerated() {
                    let step = Int64(place * 3 + turn + number) % steps
                    scores.append((criterion.key, scheme.scaleMinimum + step, nil))
                }
                _ = try workflows.recordScores(
                    of: "\(reference)", member: nil, scores, as: member)
            }
        }
    }
}
