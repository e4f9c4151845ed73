import Forms
import FundCore
import FundStore
import GRDB

/// A late application that an officer admits, and why.
public struct Lateness: Sendable {
    public let reason: String

    public init(reason: String) {
        self.reason = reason
    }
}

/// An application that has just come in.
public struct AddedApplication: Sendable {
    public let id: ApplicationID
    public let reference: Reference
}

/// What every way in comes down to: one application, ready to be filed.
struct NewApplication {
    let organisation: Organisation
    let title: String
    let summary: String
    let requested: Money?
    let minimum: Money?
    let source: ApplicationSource
    let sourceID: String?
    let contact: Contact?
    let priorities: [String]
    let answers: [Answer]
    let lateness: Lateness?
}

extension ApplicationsModule {
    /// Files an application under a new reference, with what was found about it.
    func add(
        _ new: NewApplication, rules: ApplicationRules, in tx: borrowing WriteTx
    ) throws -> (AddedApplication, findings: [FindingCode]) {
        let reference = try nextReference(prefix: rules.referencePrefix, in: tx)
        let organisation = new.organisation
        let group: Int64? = try tx.reading.first(
            """
            INSERT INTO applicationGroup (organisationKey) VALUES (?)
            ON CONFLICT (organisationKey) DO UPDATE SET organisationKey = organisationKey
            RETURNING id
            """, [organisation.key], { $0[0] })
        let id = try tx.insert(
            """
            INSERT INTO application
              (roundId, reference, groupId, organisation, nameKey, registrationNumber, postcode,
               title, summary,
               requestedPence, minimumPence, status, source, sourceId, submittedAt, enteredById,
               lateReason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'submitted', ?, ?, ?, ?, ?)
            """,
            [
                rules.round.rawValue, "\(reference)", group, organisation.name,
                organisation.name.foldedName, organisation.registrationNumber,
                organisation.postcode, new.title, new.summary,
                new.requested?.pence, new.minimum?.pence, new.source.rawValue, new.sourceID,
                tx.now.milliseconds, tx.principal.personID?.rawValue, new.lateness?.reason,
            ])
        if let contact = new.contact {
            try tx.execute(
                """
                INSERT INTO applicationContact (applicationId, name, email, address, language)
                VALUES (?, ?, ?, ?, ?)
                """, [id, contact.name, contact.email, contact.address, contact.language])
        }
        for priority in new.priorities {
            try tx.execute(
                "INSERT INTO applicationPriority (applicationId, priorityKey) VALUES (?, ?)",
                [id, priority])
        }
        for answer in new.answers {
            try tx.execute(
                """
                INSERT INTO applicationAnswer (applicationId, questionKey, value)
                VALUES (?, ?, ?)
                """, [id, answer.question, answer.value.text])
        }
        let findings =
            rules.findings(about: new)
            + (try repeats(of: id, group: group ?? 0, new, round: rules.round, in: tx.reading))
        for (code, arguments) in findings {
            try tx.execute(
                """
                INSERT INTO applicationFinding (applicationId, code, blocking, detail, foundAt)
                VALUES (?, ?, ?, ?, ?)
                """,
                [id, code.rawValue, code.isBlocking, arguments.text, tx.now.milliseconds])
        }
        try tx.audit(
            "application.submission", "application:\(id)",
            [
                ("round", .int(rules.round.rawValue)), ("reference", .string("\(reference)")),
                ("requestedPence", .optional(new.requested?.pence)),
                ("late", .bool(new.lateness != nil)),
                ("findings", .array(findings.map { .string($0.0.rawValue) })),
            ])
        return (
            AddedApplication(id: ApplicationID(id), reference: reference), findings.map(\.0)
        )
    }

    private func nextReference(prefix: String, in tx: borrowing WriteTx) throws -> Reference {
        let year = LondonTime.date(tx.now).year
        let number: Int64? = try tx.reading.first(
            """
            INSERT INTO applicationSequence (year, last) VALUES (?, 1)
            ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last
            """, [year], { $0[0] })
        return Reference(prefix: prefix, year: year, number: number ?? 1)
    }

    /// Others in the round that may come from the same group. The later one is marked, naming the
    /// earlier, so that an officer has one question to answer and not two.
    private func repeats(
        of id: Int64, group: Int64, _ new: NewApplication, round: RoundID,
        in tx: borrowing ReadTx
    ) throws -> [(FindingCode, JSONValue)] {
        if new.organisation.key != nil {
            let earlier: String? = try tx.first(
                """
                SELECT reference FROM application
                WHERE groupId = ? AND roundId = ? AND id <> ? AND status <> 'ineligible'
                ORDER BY id LIMIT 1
                """, [group, round.rawValue, id], { $0[0] })
            if let earlier {
                return [(.possibleRepeat, .object([("other", .string(earlier))]))]
            }
        }
        let name = new.organisation.name.foldedName
        guard !name.isEmpty else { return [] }
        let other: String? = try tx.first(
            """
            SELECT reference FROM application
            WHERE roundId = ? AND nameKey = ? AND id <> ? ORDER BY id LIMIT 1
            """, [round.rawValue, name, id], { $0[0] })
        return other.map { [(.sameName, .object([("other", .string($0))]))] } ?? []
    }
}

extension ApplicationRules {
    /// What can be seen from the application alone.
    func findings(about new: NewApplication) -> [(FindingCode, JSONValue)] {
        var found: [(FindingCode, JSONValue)] = []
        func note(_ code: FindingCode, _ arguments: [(key: String, value: JSONValue)] = []) {
            found.append((code, .object(arguments)))
        }
        if new.organisation.name.isEmpty { note(.noName) }
        if new.title.isEmpty { note(.noTitle) }
        if let requested = new.requested {
            if !requests.contains(requested) {
                note(
                    .amountOutsideLimits,
                    [
                        ("minimum", .string(requests.lowerBound.words)),
                        ("maximum", .string(requests.upperBound.words)),
                    ])
            }
        } else {
            note(.noAmount)
        }
        if new.contact?.email == nil { note(.noEmail) }
        if let postcode = new.organisation.postcode {
            if let outward = Organisation.outwardCode(of: postcode) {
                if !area.contains(outwardCode: outward) {
                    note(.outsideArea, [("area", .string(area.name))])
                }
            } else {
                note(.oddPostcode)
            }
        } else {
            note(.outsideArea, [("area", .string(area.name))])
        }
        if let number = new.organisation.registrationNumber, !Organisation.looksRegistered(number) {
            note(.oddRegistrationNumber)
        }
        let answers = Dictionary(new.answers.map { ($0.question, $0.value) }) { first, _ in first }
        let missing = form.asked(answers).filter {
            $0.fills == nil && $0.required && answers[$0.key] == nil
        }
        if !missing.isEmpty {
            note(
                .formIncomplete,
                [("questions", .string(missing.map(\.key).joined(separator: ", ")))])
        }
        return found
    }
}
