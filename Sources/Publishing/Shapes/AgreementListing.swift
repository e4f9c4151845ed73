extension Listing {
    /// A round's awards, offered, agreed or ended.
    public static let agreements = Listing([
        Column("reference", .plain), Column("organisation", .text),
        Column("state", .plain, said: "agreement-state"),
        Column("version", .plain), Column("amountPence", .pence),
        Column("paidPence", .pence, inTable: false), Column("startsOn", .plain, inTable: false),
        Column("endsOn", .plain, inTable: false), Column("offeredOn", .plain, inTable: false),
        Column("lapsesOn", .plain), Column("agreedOn", .plain),
        Column("minimalAssistance", .plain), Column("confirmedAt", .plain, inTable: false),
        Column("request", .plain),
    ])
}
