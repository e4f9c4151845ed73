/// Lists about payments.
extension Listing {
    /// What a payment run would pay or leave out.
    public static let payables = Listing([
        Column("reference", .plain), Column("organisation", .text), Column("instalment", .plain),
        Column("amountPence", .pence), Column("trigger", .plain), Column("dueOn", .plain),
        Column("isDue", .plain), Column("obstacles", .plain),
    ])

    public static let runs = Listing([
        Column("reference", .plain), Column("status", .plain, said: "run-status"),
        Column("instalments", .plain),
        Column("totalPence", .pence), Column("approvedBy", .text), Column("approvedOn", .plain),
        Column("payOn", .plain), Column("paid", .plain), Column("failed", .plain),
        Column("returned", .plain),
    ])

    /// What a run pays, and what came of it.
    public static let runItems = Listing([
        Column("reference", .plain), Column("organisation", .text), Column("instalment", .plain),
        Column("amountPence", .pence), Column("outcome", .plain), Column("happenedOn", .plain),
        Column("reason", .text), Column("evidence", .text),
    ])

    /// How the groups of a run were told of their money.
    public static let advices = Listing([
        Column("reference", .plain), Column("organisation", .text),
        Column("amountPence", .pence), Column("status", .plain), Column("toldOn", .plain),
        Column("expectedOn", .plain), Column("mail", .plain),
    ])

    /// Where a round's money stood at the end of a day.
    public static let statement = Listing([
        Column("round", .plain), Column("on", .plain), Column("allottedPence", .pence),
        Column("reservedPence", .pence), Column("committedPence", .pence),
        Column("paidPence", .pence), Column("returnedPence", .pence),
        Column("recoveredPence", .pence), Column("recoveredHeldPence", .pence),
        Column("remainingPence", .pence), Column("recordedLater", .plain),
    ])

    public static let exemptions = Listing([
        Column("number", .plain), Column("person", .text), Column("duty", .plain),
        Column("apartFrom", .plain), Column("reason", .text), Column("until", .plain),
        Column("grantedBy", .text), Column("grantedAt", .plain), Column("endedBy", .text),
        Column("endedAt", .plain), Column("endedBecause", .text),
    ])

    /// What groups were asked to pay back.
    public static let recoveries = Listing([
        Column("number", .plain), Column("reference", .plain), Column("kind", .plain),
        Column("duePence", .pence), Column("receivedPence", .pence), Column("reason", .text),
        Column("demandedBy", .text), Column("demandedAt", .plain), Column("toComePence", .pence),
    ])
}
