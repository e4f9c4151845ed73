import FundCore
import FundStore
import GRDB

/// What somebody writes into a plan.
public struct PlanWriting: Sendable {
    public let part: PlanPart
    /// What was sent, by field; amounts as people write pounds.
    public let values: [String: String]
    /// The entry that it takes the place of, where the part numbers its own; nil for a new one.
    public let number: Int64?
    /// The version that whoever writes saw, 0 for none; nil where they did not look first.
    public let seen: Int64?

    public init(
        _ part: PlanPart, _ values: [String: String], number: Int64? = nil, seen: Int64? = nil
    ) {
        self.part = part
        self.values = values
        self.number = number
        self.seen = seen
    }
}

/// What was written: which entry, and its version.
public struct PlanWritten: Sendable {
    public let item: String
    public let version: Int64
}

extension CommissioningModule {
    /// Writes an entry of a plan, or another version of it.
    ///
    /// - Parameters:
    ///   - choices: what the fields can be chosen from.
    ///   - figures: what is kept beside, of an indicator's figures.
    ///   - check: what else may be wrong with the values.
    /// - Throws: `InvalidInput` with everything that is wrong, `PlanProblem`.
    public func write(
        _ writing: PlanWriting, choices: PlanChoices, figures: [String: String] = [:],
        check: ([String: String]) throws -> [FieldProblem], in cycle: Cycle,
        _ tx: borrowing WriteTx
    ) throws -> PlanWritten {
        let person = try tx.principal.require(.officer)
        let part = writing.part
        var (values, problems) = Self.read(writing, choices)
        problems += Self.rules(part, values, figures, on: LondonTime.date(tx.now))
        problems += try check(values)
        let entries = try planEntries(of: cycle.id, in: tx.reading).filter { $0.part == part }
        if let number = writing.number, part.isNumbered,
            !entries.contains(where: { $0.item == "\(number)" })
        {
            problems.append(FieldProblem("number", "plan-number-unknown"))
        }
        guard problems.isEmpty else { throw InvalidInput(part.rawValue, problems) }
        guard cycle.isOpen(.plan) else { throw PlanProblem.notOpen }
        if part == .share,
            entries.standing(.share).contains(where: { $0["by"] != values["by"] })
        {
            throw PlanProblem.oneSplit
        }
        let item =
            part.item(values) ?? writing.number.map { "\($0)" }
            ?? "\(Set(entries.map(\.item)).count + 1)"
        if part == .option, values["choice"] == "chosen",
            entries.standing(.option).contains(where: {
                $0.item != item && $0["choice"] == "chosen"
            })
        {
            throw PlanProblem.optionChosen
        }
        values.merge(figures) { $1 }
        let version = try keep(
            part, item, values, after: entries.last { $0.item == item && $0.isLatest },
            seen: writing.seen, because: nil, by: person, in: cycle, tx)
        return PlanWritten(item: item, version: version)
    }

    /// Takes an entry of a plan back.
    /// - Throws: `PlanProblem.entryUnknown`.
    public func withdraw(
        _ part: PlanPart, _ item: String, reason: String, in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let entries = try planEntries(of: cycle.id, in: tx.reading)
        guard let entry = entries.last(where: { $0.part == part && $0.item == item && $0.stands })
        else { throw PlanProblem.entryUnknown(item: "\(part.rawValue) \(item)") }
        let reason = try Self.words(reason, "reason")
        guard cycle.isOpen(.plan) else { throw PlanProblem.notOpen }
        _ = try keep(
            part, item, entry.values, after: entry, seen: nil, because: reason, by: person,
            in: cycle, tx)
    }

    private func keep(
        _ part: PlanPart, _ item: String, _ values: [String: String], after before: PlanEntry?,
        seen: Int64?, because reason: String?, by person: PersonID, in cycle: Cycle,
        _ tx: borrowing WriteTx
    ) throws -> Int64 {
        let version = before?.version ?? 0
        // What was taken back is not there for whoever adds it anew.
        let isGone = before.map { !$0.stands } ?? true
        guard seen == nil || seen == version || (seen == 0 && isGone) else {
            throw PlanProblem.entryChanged
        }
        let body = JSONValue.object(
            values.sorted { $0.key < $1.key }.map { name, value in
                (name, name.hasSuffix("Pence") ? .number(value) : .string(value))
            })
        try tx.execute(
            """
            INSERT INTO commissioningPlanEntry (cycleId, part, item, version, body,
              withdrawnBecause, writtenById, writtenAt, writtenOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                cycle.id.rawValue, part.rawValue, item, version + 1, body.text, reason,
                person.rawValue, tx.now.milliseconds, Self.today(tx),
            ])
        try tx.audit(
            reason == nil ? "plan.entry" : "plan.withdrawal", "cycle:\(cycle.id.rawValue)",
            [
                ("part", .string(part.rawValue)), ("entry", .string(item)),
                ("version", .int(version + 1)),
            ])
        return version + 1
    }

    /// What was sent, field by field, and everything that is wrong with it by itself.
    private static func read(
        _ writing: PlanWriting, _ choices: PlanChoices
    ) -> ([String: String], [FieldProblem]) {
        var (values, written): ([String: String], Written) = ([:], Written())
        for field in writing.part.fields {
            let sent = (writing.values[field.name] ?? "").trimmed
            guard !sent.isEmpty else {
                if field.isNeeded {
                    written.problems.append(FieldProblem(field.name, "missing"))
                }
                continue
            }
            func wrong(_ code: String, _ arguments: [String: String] = [:]) {
                written.problems.append(FieldProblem(field.name, code, arguments))
            }
            func among(_ options: [String]) {
                if options.contains(sent) { return }
                wrong(
                    "not-an-option",
                    ["value": sent, "options": options.joined(separator: ", ")])
            }
            values[field.name] = sent
            switch field.kind {
            case .line(let maximum):
                values[field.name] = written.words(sent, field.name, maximum: maximum)
                if sent.hasControlCharacters { wrong("one-line") }
            case .text: values[field.name] = written.words(sent, field.name)
            case .oneOf(let options): among(options)
            case .listed: among((choices.byField[field.name] ?? []).map(\.key))
            case .day: if LocalDate(sent) == nil { wrong("not-date") }
            case .number: if (Int64(sent) ?? 0) < 1 { wrong("not-whole-number") }
            case .pence:
                if let amount = Money(written: sent) {
                    values[field.name] = "\(amount.pence)"
                } else {
                    wrong("not-pounds-typed")
                }
            }
        }
        for name in writing.values.keys.sorted()
        where !writing.part.fields.contains(where: { $0.name == name }) {
            if writing.values[name]?.trimmed.isEmpty == false {
                written.problems.append(FieldProblem(name, "unknown-key"))
            }
        }
        return (values, written.problems)
    }

    /// What is wrong with fields beside each other.
    private static func rules(
        _ part: PlanPart, _ values: [String: String], _ taken: [String: String],
        on today: LocalDate
    ) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        switch part {
        case .option:
            let isOpen = values["choice"].map { $0 == "open" } ?? true
            if !isOpen, values["why"] == nil {
                problems.append(FieldProblem("why", "plan-why-missing"))
            }
            if let from = values["costFromPence"].flatMap({ Int64($0) }),
                let to = values["costToPence"].flatMap({ Int64($0) }), from > to
            {
                problems.append(FieldProblem("costToPence", "plan-cost-order"))
            }
        case .talk:
            if let day = values["day"].flatMap({ LocalDate($0) }), day > today {
                problems.append(FieldProblem("day", "date-too-late", ["date": "\(today)"]))
            }
        case .gap:
            let figures = ["baseline", "now", "target"].filter { values[$0] != nil }
            let isOfWard = PlanEntry.needsOwnTarget(values.merging(taken) { $1 })
            if values["indicator"] != nil {
                // The target of the whole area says nothing of how many there are to be in a ward.
                if isOfWard, let target = values["target"],
                    IndicatorValue(target).map({ $0 < IndicatorValue(thousandths: 0) }) ?? true
                {
                    problems.append(FieldProblem("target", "plan-target-number"))
                }
                problems += figures.filter { !isOfWard || $0 != "target" }.map {
                    FieldProblem($0, "plan-of-indicator")
                }
                if values["better"] != nil {
                    problems.append(FieldProblem("better", "plan-of-indicator"))
                }
            } else {
                if values["area"] != nil {
                    problems.append(FieldProblem("area", "plan-area-alone"))
                }
                problems += ["baseline", "target"].filter { values[$0] == nil }.map {
                    FieldProblem($0, "plan-figure-missing")
                }
                let isNumber = figures.contains {
                    values[$0].flatMap { IndicatorValue($0) } != nil
                }
                if isNumber, values["better"] == nil {
                    problems.append(FieldProblem("better", "plan-better-missing"))
                }
            }
        case .vision, .mark, .outcome, .question, .share, .impact, .dates: break
        }
        return problems
    }
}
