import Applications
import Awards
import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// A round's reserve list and the awards from it, for programs.
extension Endpoint {
    private static let reserveReaders: Set<Role> = [.officer, .decisionMaker, .auditor]

    /// An award from the list as the public record has it.
    static let reserveShown = Schema.object([
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("amountPence", .pence), .needed("reason", .text),
        .needed("orderReason", .nullable(.text)), .needed("decidedOn", .day),
        .needed("effectiveOn", .day), .needed("calledInOn", .nullable(.day)),
        .needed("callInReason", .nullable(.text)),
        .needed(
            "callInOutcome", .nullable(.oneOf(CallInVerdict.allCases.map(\.rawValue)))),
        .needed("awardedOn", .nullable(.day)), .needed("endedOn", .nullable(.day)),
        .needed("endReason", .nullable(.text)),
    ])

    private static let entry = Schema.object([
        .needed("place", .nullable(.count)), .needed("reference", .reference),
        .needed("organisation", .text), .needed("title", .text), .needed("rank", .count),
        .needed("requestedPence", .pence), .needed("minimumPence", .pence),
        .needed("state", .oneOf(ReserveState.allCases.map(\.rawValue))),
        .needed("amountPence", .nullable(.pence)), .needed("orderReason", .nullable(.text)),
        .needed("proposedBy", .nullable(.text)), .needed("decidedBy", .nullable(.text)),
        .needed("decisionReason", .nullable(.text)), .needed("decidedOn", .nullable(.day)),
        .needed("effectiveOn", .nullable(.day)), .needed("calledInOn", .nullable(.day)),
        .needed("endedBecause", .nullable(.text)),
        .needed("proposal", .nullable(.integer(1...Int64.max))),
    ])

    private static let list = Schema.object([
        .needed("round", .text), .needed("leftPence", .pence), .needed("pendingPence", .pence),
        .needed("freePence", .pence), .needed("closedBecause", .nullable(.text)),
        .needed("list", .list(entry)),
    ])

    private static let reason = Schema.Member.needed("reason", .text)
    /// The number of what was read, where whoever acts says it.
    private static let readNumber = Schema.Member.optional(
        "proposal", .nullable(.integer(1...Int64.max)))

    private static let acts = ApplicationActs(shown: entry, said: "As it is now") {
        try await $0.reserveEntry()
    }

    static let reserveEndpoints =
        [
            Endpoint(
                .get, .reserve,
                "Shows a round's reserve list in the order of its ranks, what was put off, and the"
                    + " money that is free",
                for: reserveReaders, .json(list, "The list"), [.tagged]
            ) { ask in ask.found(try await ask.reserveList()) },
            Endpoint(
                .post, .reserveClosing,
                "Ends a round's reserve list: groups that are still on it are told",
                for: [.officer, .decisionMaker], body: .json(.object([reason])),
                .json(list, "As it is now", status: .created), [.ruled, .creating]
            ) { ask in
                let body = try await ask.bytes()
                var fields = JSONFields(try Ask.json(body))
                let reason = fields.reserveReason()
                try fields.refuseProblems()
                let (workflows, round) = (ask.house.workflows, ask.path("round"))
                let (_, isRepeat) = try await ask.once(body) { principal in
                    try workflows.closeReserve(round: round, reason: reason, as: principal)
                } keeping: { (_: Int) in
                    .null
                }
                ask.house.mail.nudge()
                return ask.created(try await ask.reserveList(), isRepeat: isRepeat)
            },
            Endpoint(
                .get, .reserveEntry, "Shows how an application stands on the reserve list",
                for: reserveReaders, .json(entry, "The application"), [.ruled, .tagged]
            ) { ask in ask.found(try await ask.reserveEntry()) },
            Endpoint(
                .post, .reserveDecisions,
                "Decides on what is proposed, as one who neither proposed nor scored",
                for: [.decisionMaker],
                body: .json(
                    .object([
                        .needed("verdict", .oneOf(ReserveVerdict.allCases.map(\.rawValue))), reason,
                        readNumber,
                    ])), .json(entry, "As it is now", status: .created), [.ruled, .creating]
            ) { ask in
                let body = try await ask.bytes()
                var fields = JSONFields(try Ask.json(body))
                let verdict = fields.choice("verdict", of: ReserveVerdict.self)
                let reason = fields.reserveReason()
                let read = fields.reserveRead()
                try fields.refuseProblems()
                let (house, reference) = (ask.house, ask.path("reference"))
                let (_, isRepeat) = try await ask.once(body) { principal in
                    try house.workflows.decideReserve(
                        reference, proposal: read, verdict ?? .refused, reason: reason,
                        holidays: try house.services.configuration().bankHolidays, as: principal)
                } keeping: { (_: ReserveDecided) in
                    .null
                }
                return ask.created(try await ask.reserveEntry(), isRepeat: isRepeat)
            },
        ] + reserveActs

    private static let reserveActs = [
        acts.act(
            ReserveProposalID.self, .reserveProposals,
            "Proposes money that is free: without an amount, all that was asked for or is left",
            for: [.officer],
            [
                .optional("amountPence", .nullable(.integer(1...Money.greatest.pence))),
                .optional("orderReason", .nullable(.text)),
            ]
        ) { fields in
            let pence = fields.wholeNumber("amountPence")
            if let pence, !(1...Money.greatest.pence).contains(pence) {
                fields.report(
                    "amountPence", "out-of-range",
                    ["minimum": "1", "maximum": "\(Money.greatest.pence)"])
            }
            let orderReason = fields.text(
                "orderReason", maximum: AwardsModule.greatestReserveReason)
            return {
                try $0.proposeReserve(
                    $1, amount: pence.map { Money(pence: $0) }, orderReason: orderReason, as: $2)
            }
        },
        acts.act(
            Void.self, .reserveCallIns,
            "Suspends a decision on money from the list before it has effect",
            for: [.decisionMaker, .officer],
            [reason, .optional("by", .nullable(.text)), readNumber]
        ) { fields in
            let reason = fields.reserveReason()
            let read = fields.reserveRead()
            let by = fields.text("by", maximum: 200)
            return { try $0.callInReserve($1, proposal: read, by: by, reason: reason, as: $2) }
        },
        acts.act(
            Void.self, .reserveOutcomes, "Says what came of such a call-in",
            for: [.decisionMaker, .officer],
            [
                .needed("outcome", .oneOf(CallInVerdict.allCases.map(\.rawValue))), reason,
                readNumber,
            ]
        ) { fields in
            let verdict = fields.choice("outcome", of: CallInVerdict.self)
            let reason = fields.reserveReason()
            let read = fields.reserveRead()
            return {
                try $0.endReserveCallIn(
                    $1, proposal: read, verdict ?? .returned, reason: reason, as: $2)
            }
        },
        acts.act(
            ReserveDecided.self, .reserveAwards,
            "Makes the award of a decision that has come to have effect",
            for: [.officer, .decisionMaker], [readNumber]
        ) { fields in
            let read = fields.reserveRead()
            return { try $0.makeReserveAward($1, proposal: read, as: $2) }
        },
        acts.act(
            Void.self, .reserveDrops,
            "Ends an award that is approved and not made: the group is on the list as before",
            for: [.decisionMaker], [reason, readNumber]
        ) { fields in
            let reason = fields.reserveReason()
            let read = fields.reserveRead()
            return { try $0.dropReserve($1, proposal: read, reason: reason, as: $2) }
        },
        acts.act(
            Void.self, .reserveRemovals, "Takes a group off the list", for: [.officer],
            [.needed("ground", .oneOf(ListedEndGround.ofOne.map(\.rawValue))), reason]
        ) { fields in
            let ground = fields.choice("ground", of: ListedEndGround.self)
            if ground == .closed { fields.report("ground", "choose-one") }
            let reason = fields.reserveReason()
            return { try $0.endListed($1, ground ?? .closed, reason: reason, as: $2) }
        },
    ]
}

extension Ask {
    fileprivate func reserveList() async throws -> JSONValue {
        let (reports, round, asker) = (house.reports, path("round"), asker)
        return try await read { try reports.reserve(of: round, as: try asker.principal).json }
    }

    fileprivate func reserveEntry() async throws -> JSONValue {
        let (reports, reference, asker) = (house.reports, path("reference"), asker)
        return try await read {
            let (report, entry) = try reports.reserveEntry(
                reference, as: try asker.principal)
            return Listing.reserve.json(entry.row(report.emails))
        }
    }
}

extension JSONFields {
    /// The number of the proposal that was read; nil where it is not said.
    fileprivate mutating func reserveRead() -> ReserveProposalID? {
        guard let number = wholeNumber("proposal") else { return nil }
        guard number > 0 else {
            report(
                "proposal", "out-of-range", ["minimum": "1", "maximum": "\(Int64.max)"])
            return nil
        }
        return ReserveProposalID(number)
    }

    fileprivate mutating func reserveReason() -> String {
        text("reason", required: true, maximum: AwardsModule.greatestReserveReason) ?? ""
    }
}
