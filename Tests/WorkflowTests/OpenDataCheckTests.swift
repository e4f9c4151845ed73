import Awards
import Bootstrap
import FundCore
import TestSupport
import Testing
import Workflows

@testable import Publishing

/// What the check says of one award, and what is refused of `publishing.yaml`.
@Suite("Checks of open data")
struct OpenDataCheckTests {
    private static func award(
        title: String = "Mending", summary: String = "We mend.", pence: Int64 = 100,
        on: String = "2027-01-20", starts: String? = nil, ends: String? = nil,
        recipient: PublishedRecipient = .organisation(
            id: "GB-CHC-1139799", name: "Elm Menders", charityNumber: "1139799",
            companyNumber: nil),
        wards: [String] = ["millbrook"], odd: String? = nil, ended: String? = nil,
        aside: DaysSetAside? = nil, linked: String? = nil
    ) -> PublishedAward {
        PublishedAward(
            id: AwardID(1), reference: "CF27-0001-A", round: "round-1", title: title,
            summary: summary, awarded: Money(pence: pence), requested: nil, awardedOn: on,
            startsOn: starts, endsOn: ends, endedOn: ended, recipient: recipient, priorities: [],
            wards: wards, payments: [], receipts: [], changedAt: Instant(milliseconds: 0),
            oddNumber: odd, names: ["Alex Madeup"], daysSetAside: aside,
            linkedNumber: linked)
    }

    @Test("each thing that readers of the data check for is told before")
    func checks() throws {
        let fund = try TestFund()
        let rules = try #require(try fund.services.configuration().publishing)
        let today = try #require(LocalDate("2027-02-01"))
        let checker = PublishChecker(rules, today: today, names: ["Olive O'Staff"])
        func codes(_ award: PublishedAward) -> [String] { checker.findings(of: award).map(\.code) }
        #expect(codes(Self.award()).isEmpty)
        func group(_ id: String, _ name: String, _ charity: String?, _ company: String?)
            -> PublishedRecipient
        {
            .organisation(id: id, name: name, charityNumber: charity, companyNumber: company)
        }
        let cases: [(PublishedAward, [String])] = [
            (Self.award(title: " "), ["publish-no-title"]),
            (Self.award(summary: ""), ["publish-no-purpose"]),
            (Self.award(title: "a\nb"), ["publish-line-break"]),
            (Self.award(on: ""), ["publish-no-date"]),
            (Self.award(on: "2026-02-30"), ["publish-date-impossible"]),
            (Self.award(on: "2027-02-02"), ["publish-date-future"]),
            (Self.award(pence: 0), ["publish-amount"]),
            (
                Self.award(starts: "2027-04-02", ends: "2027-04-01"),
                ["publish-start-after-end"]
            ),
            (
                Self.award(aside: DaysSetAside(start: "2027-04-02", end: nil)),
                ["publish-days-set-aside"]
            ), (Self.award(summary: "By alex  MADEUP, then"), ["publish-name"]),
            (
                Self.award(starts: "2027-04-01", ended: "2027-03-01"),
                ["publish-start-after-end"]
            ),
            (
                Self.award(recipient: group("360G-example-group-1", "Alex J. Madeup", nil, nil)),
                ["publish-name", "publish-no-number"]
            ),
            (Self.award(summary: "Ask Olive O'Staff."), ["publish-name"]),
            (Self.award(summary: "Alexander Madeupson is another"), []),
            (Self.award(summary: "In 2027 0 people came, 1000000000 steps"), []),
            (Self.award(summary: "Ring +44 114 496 0001"), ["publish-phone"]),
            (Self.award(summary: "at sw1a2aa."), ["publish-postcode"]),
            (Self.award(title: "Mending", summary: "Mending"), ["publish-title-same"]),
            (Self.award(title: String(repeating: "é", count: 141)), ["publish-long-title"]),
            (Self.award(wards: []), ["publish-no-place"]),
            (Self.award(wards: ["nowhere"]), ["publish-no-code"]),
            (
                Self.award(recipient: group("XX-YY-1", "Elm", "1139799", nil)),
                ["publish-register"]
            ),
            (
                Self.award(recipient: group("GB-CHC-12", "Elm", "12", nil)),
                ["publish-charity-number"]
            ),
            (
                Self.award(recipient: group("GB-COH-123", "Elm", nil, "123")),
                ["publish-company-number"]
            ),
            (
                Self.award(recipient: group("360G-example-group-1", "Elm", nil, nil)),
                ["publish-no-number"]
            ),
            (
                Self.award(
                    recipient: group("360G-example-group-1", "Elm", nil, nil), odd: "no number"),
                ["publish-odd-number"]
            ),
            (
                Self.award(recipient: group("GB-COH-IP12345R", "Elm", nil, "IP12345R")), []
            ), (Self.award(linked: "1139799-1"), ["publish-linked-charity"]),
            (
                Self.award(
                    recipient: group("360G-example-group-1", "Alex Madeup Fund", nil, nil)),
                ["publish-name", "publish-no-number"]
            ), (Self.award(recipient: .individual(id: "360G-example-person-1"), wards: []), []),
        ]
        for (award, expected) in cases {
            #expect(codes(award) == expected, "\(award.title) \(award.summary)")
        }
    }

    @Test("everything that is wrong with publishing.yaml is told at once, with its line")
    func settings() throws {
        let told = problem {
            _ = try TestFund(edits: [
                ("Config/publishing.yaml", "identifier: GB-LAE-EXM", "identifier: XX-1"),
                ("Config/publishing.yaml", "prefix: example", "prefix: a-b c"),
                ("Config/publishing.yaml", "site: https://fund.example.org", "site: fund"),
                ("Config/publishing.yaml", "country: GB", "country: gb"),
                ("Config/publishing.yaml", "scope: GLS050", "scope: GLS051"),
                ("Config/publishing.yaml", "    millbrook: {", "    nowhere: {"),
                (
                    "Config/publishing.yaml", "{code: E05999002, type: WD}",
                    "{code: S11AA, type: XX}"
                ),
                (
                    "Config/publishing.yaml", "{code: E05999003, type: WD}",
                    "{code: sw1a 2aa, type: ROA - CPP}"
                ),
                ("Config/publishing.yaml", "{code: E05999004, type: WD}", "{code: E0 5, type: wd}"),
                (
                    "Config/publishing.yaml", "{code: E05999005, type: WD}",
                    "{code: E05999005, type: WD, former: true}"
                ),
                ("Config/publishing.yaml", "  programme: {code: CF", "  programme: {code: C F"),
            ])
        }
        #expect(
            told?.fields.map(\.code) == [
                "not-org-id", "not-giving-prefix", "not-web-address", "not-country",
                "not-an-option", "not-code", "no-such-ward", "place-postcode", "not-place-type",
                "place-postcode", "not-code", "not-place-type", "ward-still-there",
            ])
        #expect(told?.fields.allSatisfy { $0.place.hasPrefix("publishing.yaml:") } == true)
    }
}
