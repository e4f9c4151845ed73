import Applications
import Assessment
import Awards
import FundCore
import Payments

/// What was done, as both doors tell it.
extension Proposal {
    /// What deciding by this proposal came to.
    public func decided(
        round: String, awards: Int, partial: Int, declined: Int, reserve: Int, putOff: Int
    ) -> JSONValue {
        .object([
            ("round", .string(round)), ("proposal", .int(number)), ("awards", .int(awards)),
            ("partialAwards", .int(partial)), ("declined", .int(declined)),
            ("reserve", .int(reserve)), ("putOff", .int(putOff)),
            ("totalPence", .int(total.pence)), ("leftoverPence", .int(leftover.pence)),
        ])
    }
}

extension PaymentRun {
    /// With its warnings where they were asked for: as it is proposed, approved, released or shown.
    public var json: JSONValue {
        .object(
            [
                ("reference", .string("\(reference)")), ("instalments", .int(instalmentCount)),
                ("totalPence", .int(total.pence)), ("auditHead", .optional(auditHead)),
                ("status", .string(status.rawValue)), ("content", .optional(contentSha256)),
                ("payOn", .optional(payOn)),
            ] + (warnings.map { [("warnings", .array($0.map(\.json)))] } ?? []))
    }
}

extension ApplicationSummary {
    /// How an application stands after a check.
    public var checked: JSONValue {
        .object([
            ("reference", .string("\(reference)")), ("status", .string(status.rawValue)),
        ])
    }
}

extension ImportReport {
    /// - Parameter greatestSkipCount: how many records that were not taken are named at the most.
    public func json(_ words: TextCatalogue, greatestSkipCount: Int = .max) -> JSONValue {
        let counts = findings.sorted { $0.key.rawValue < $1.key.rawValue }
        return .object([
            ("read", .int(readCount)), ("imported", .int(imported.count)),
            ("skipped", .int(skips.count)), ("requestedPence", .int(requested.pence)),
            ("findings", .object(counts.map { ($0.key.rawValue, .int($0.value)) })),
            (
                "skips",
                .array(
                    skips.prefix(greatestSkipCount).map {
                        .object([
                            ("record", .int($0.record)), ("sourceId", .optional($0.sourceID)),
                            ("field", .string($0.problem.place)),
                            ("reason", .string(words.words($0.problem))),
                        ])
                    })
            ),
        ])
    }
}

extension Publication {
    /// When a decision was published and takes effect.
    public func json(ofRound round: String) -> JSONValue {
        .object([
            ("round", .string(round)), ("publishedOn", .string("\(publishedOn)")),
            ("effectiveOn", .string("\(effectiveOn)")), ("workingDays", .int(period.workingDays)),
            ("countsPublicationDay", .bool(period.countsPublicationDay)),
        ])
    }
}

extension ListImport {
    /// - Parameter isRepeat: whether the same file was taken in before.
    public func json(isRepeat: Bool) -> JSONValue {
        .object([
            ("import", .int(id.rawValue)), ("list", .string(list.rawValue)),
            ("reportedOn", .string("\(reportedOn)")), ("entries", .int(entryCount)),
            ("sha256", .string(fileHash)), ("repeat", .bool(isRepeat)),
        ])
    }
}

extension DecisionRecord {
    /// Takes the parts of a record from an object; what is missing is reported there.
    public init(_ fields: inout JSONFields) {
        func part(_ name: String) -> String {
            fields.text(name, required: true, maximum: Self.greatestLength) ?? ""
        }
        self.init(
            recommendation: part("recommendation"), outcomes: part("outcomes"),
            alternatives: part("alternatives"))
    }
}

extension ScreeningRunID {
    /// What a run came to.
    ///
    /// - Parameter missing: lists that nobody has taken in, so that nobody was looked for in them.
    public func json(
        applications: Int, candidates: Int, missing: [ScreeningList]
    ) -> JSONValue {
        .object([
            ("screeningRun", .int(rawValue)), ("applications", .int(applications)),
            ("candidates", .int(candidates)),
            ("missingLists", .array(missing.map { .string($0.rawValue) })),
        ])
    }
}

extension ScreeningCandidate {
    /// How a candidate stands after a decision.
    public var decided: JSONValue {
        .object([
            ("candidate", .int(id.rawValue)), ("reference", .string("\(reference)")),
            ("standing", .string(standing.rawValue)),
        ])
    }
}

extension BankAccount {
    /// What the modulus check says of it, and by which tables.
    public func checked(_ verdict: AccountVerdict, by tables: ModulusTables) -> JSONValue {
        let version = tables.version
        return .object([
            ("sortCode", .string("\(sortCode)")), ("account", .string("\(number)")),
            ("verdict", .string(verdict.rawValue)),
            (
                "tables",
                .object([
                    ("sha256", .string("\(version.sha256)")),
                    ("weights", .int(version.weightCount)),
                    ("substitutes", .int(version.substituteCount)),
                ])
            ),
        ])
    }
}
