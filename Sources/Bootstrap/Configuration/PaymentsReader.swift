import FundCore
import Identity
import Payments
import Workflows

/// Reads `payments.yaml`. A folder from before there was one has what that file says as shipped.
enum PaymentsReader {
    static func rules(_ root: ConfigValue, people: [PersonEntry]) -> PaymentRules {
        root.allow("payments")
        let value = root["payments"]
        value.allow("limits", "separation")
        let limits = value.optional("limits")
        limits.allow("perRun", "perPayment", "people")
        let finance = Set(
            people.filter { $0.roles.contains(.finance) }.map { $0.email.lowercased() })
        var own: [String: PaymentLimit] = [:]
        for (email, entry) in limits.optional("people").members {
            entry.allow("perRun", "perPayment")
            if !finance.contains(email.lowercased()) {
                entry.report("not-finance-person", ["email": email])
            }
            own[email.lowercased()] = limit(entry)
        }
        return PaymentRules(
            limit: limit(limits), limits: own, separation: separation(value.optional("separation")))
    }

    private static func limit(_ value: ConfigValue) -> PaymentLimit {
        func most(_ key: String) -> Money? {
            let amount = value.optional(key)
            guard amount.isPresent else { return nil }
            let money = amount.money()
            if money <= .zero { amount.report("not-pounds-amount") }
            return money
        }
        return PaymentLimit(perRun: most("perRun"), perInstalment: most("perPayment"))
    }

    private static func separation(_ value: ConfigValue) -> SeparationRules {
        guard value.isPresent else { return .standard }
        var apart: [Duty: Set<Duty>] = [:]
        for (name, others) in value.members {
            guard let duty = Duty(rawValue: name) else {
                others.report(
                    "not-duty",
                    ["duties": Duty.allCases.map(\.rawValue).joined(separator: ", ")])
                continue
            }
            for item in others.items {
                guard let other = item.choice(of: Duty.self) else { continue }
                if other == duty { item.report("duty-same") }
                apart[duty, default: []].insert(other)
            }
        }
        // What the schema holds whatever these files say is said here as well.
        if apart[.approved]?.contains(.decided) != true {
            value.report("decided-apart")
        }
        return SeparationRules(apart)
    }
}
