import Foundation
import FundCore
import Payments
import Workflows

extension Services {
    /// What the files of a run are made by, as the officer's files and the settings say now.
    ///
    /// - Parameter bankKey: in the place of the settings', for who has no business with them.
    /// - Throws: `ConfigurationProblem`.
    public func runPapers(
        _ configuration: FundConfiguration, bankKey: (@Sendable () throws -> BankKey)? = nil
    ) -> RunPapers {
        let settings = settings
        return RunPapers(
            profiles: configuration.exports, bankFiles: configuration.bankFiles,
            holidays: configuration.bankHolidays,
            bankKey: bankKey ?? { try settings.bankKey() })
    }
}

extension Settings {
    /// The tables that bank accounts are checked by, as they are now.
    ///
    /// - Parameter folder: in the place of the one that is set.
    /// - Throws: `ModulusTablesProblem` with everything that is wrong with them.
    public func bankTables(in folder: String? = nil) throws -> ModulusTables {
        guard let folder = folder ?? bankTablesFolder else { throw ModulusTablesProblem.notSet }
        return try ModulusTableReader.read(folder: folder) { name in
            let limit = ModulusTableReader.greatestBytes
            // What cannot be opened or read is as good as missing.
            guard let file = FileHandle(forReadingAtPath: "\(folder)/\(name)"),
                let content = try? file.read(upToCount: limit + 1) ?? Data()
            else { return .missing }
            return content.count > limit ? .tooLarge : .bytes(Array(content))
        }
    }

    /// The key that bank details are sealed with.
    /// - Throws: `BankKeyProblem.notSet`, `.malformed`.
    public func bankKey() throws -> BankKey {
        guard let text = bankKeys.now else { throw BankKeyProblem.notSet }
        return try BankKey(base64: text, setting: "COHESION_BANK_KEY")
    }

    /// The key where a good one is set; nil otherwise.
    public var bankKeyIfSet: BankKey? { try? bankKey() }

    /// The key before that one, to open what it sealed.
    /// - Throws: `BankKeyProblem.notSet`, `.malformed`.
    public func oldBankKey() throws -> BankKey {
        guard let text = bankKeys.old else { throw BankKeyProblem.oldNotSet }
        return try BankKey(base64: text, setting: "COHESION_BANK_KEY_OLD")
    }

    /// Whether there are tables that can be read.
    public var hasBankTables: Bool { (try? bankTables()) != nil }

    /// The tables where some are set; nil where none are.
    public func bankTablesIfSet() throws -> ModulusTables? {
        try bankTablesFolder.map { try bankTables(in: $0) }
    }
}
