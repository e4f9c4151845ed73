import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Workflows

extension Endpoint {
    static let bankEndpoints = [
        Endpoint(
            .post, .accountChecks,
            "Says whether an account number can be right for its sort code; keeps nothing",
            for: [.finance],
            body: .json(
                .object([
                    .needed("sortCode", .example(.text, "12-34-56")), .needed("account", .text),
                ])),
            .json(
                .object([
                    .needed("sortCode", .text), .needed("account", .text),
                    .needed("verdict", .oneOf(AccountVerdict.allCases.map(\.rawValue))),
                    .needed(
                        "tables",
                        .object([
                            .needed("sha256", .text), .needed("weights", .count),
                            .needed("substitutes", .count),
                        ])),
                ]), "What the modulus check says, and by which tables"), [.ruled]
        ) { ask in
            var fields = JSONFields(try await ask.json())
            let sortCode = fields.text("sortCode", required: true, maximum: 40) ?? ""
            let number = fields.text("account", required: true, maximum: 40) ?? ""
            try fields.refuseProblems()
            let account = try BankAccount(
                sortCode: sortCode, number: number, places: ("sortCode", "account"),
                source: "body")
            let settings = ask.house.services.settings
            return try await ask.read {
                let tables = try settings.bankTablesForOthers()
                return Response.json(account.checked(tables.verdict(of: account), by: tables))
            }
        }
    ]
}

extension Settings {
    /// The tables, for who has no business with where they are: what is wrong with them stays out of
    /// the answer.
    /// - Throws: `ModulusTablesProblem.unusable`.
    func bankTablesForOthers() throws -> ModulusTables {
        do {
            return try bankTables()
        } catch is ModulusTablesProblem {
            throw ModulusTablesProblem.unusable
        }
    }

    /// The key, for who has no business with the server's settings.
    /// - Throws: `BankKeyProblem.unusable`.
    func bankKeyForOthers() throws -> BankKey {
        do {
            return try bankKey()
        } catch is BankKeyProblem {
            throw BankKeyProblem.unusable
        }
    }

    /// The tables where there are some; nil where none are set.
    /// - Throws: `ModulusTablesProblem.unusable`.
    func bankTablesForEntry() throws -> ModulusTables? {
        try bankTablesFolder == nil ? nil : bankTablesForOthers()
    }
}

extension House {
    /// What the files of a run are made by.
    func runPapers(_ configuration: FundConfiguration) -> RunPapers {
        let settings = services.settings
        return services.runPapers(configuration) { try settings.bankKeyForOthers() }
    }
}

/// Does something with the key; one that is not the right one is the server's affair.
func withBankKey<Value>(_ settings: Settings, _ work: (BankKey) throws -> Value) throws -> Value {
    do {
        return try work(try settings.bankKeyForOthers())
    } catch BankKeyProblem.wrong {
        throw BankKeyProblem.unusable
    }
}
