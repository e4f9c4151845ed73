import Applications
import Bootstrap
import Correspondence
import FundCore
import Payments
import Publishing
import Synchronization
import Workflows

/// Takes every letter, and keeps it.
public final class KeepingTransport: MailTransport, Sendable {
    public let name = "smtp"
    private let kept = Mutex<[(recipient: String, text: String)]>([])

    public init() {}

    public var messages: [(recipient: String, text: String)] { kept.withLock { $0 } }

    public func deliver(_ message: MailMessage) -> DeliveryOutcome {
        kept.withLock {
            $0.append((message.recipient, String(decoding: message.bytes, as: UTF8.self)))
        }
        return .delivered
    }
}

/// A round that asks for bank details: two groups wrote their own applications, were awarded money and
/// told so on 1 February 2027.
public final class PaidRound: Sendable {
    public static let edits = [
        (
            file: "Config/rounds.yaml", old: "    controls: {} ",
            new: "    bank: {coolingOffDays: 5}\n    controls: {bankVerification: true} "
        ),
        (
            file: "Config/form.yaml", old: "  - key: your-project\n",
            new: """
              - key: by-phone
                title: By phone
                questions:
                  - key: contactPhone
                    type: phone
                    title: What is their phone number?
                    required: false

              - key: your-project

            """
        ),
    ]
    public static let phone = "0114 496 0001"

    public let fund: TestFund
    public let transport = KeepingTransport()
    /// Of Elm, whose own person is elm@example.com, and of Oak.
    public let elm: String
    public let oak: String
    public let key: BankKey

    /// - Parameter isReleased: whether its payment runs are proposed, approved and released.
    public init(
        tables: Bool = true, isReleased: Bool = false,
        edits: [(file: String, old: String, new: String)] = []
    ) throws {
        let released = (
            file: "Config/rounds.yaml", old: "controls: {bankVerification: true} ",
            new: "controls: {bankVerification: true, paymentRelease: true} "
        )
        fund = try TestFund(edits: Self.edits + (isReleased ? [released] : []) + edits)
        key = try BankKey(base64: BankKey.fresh(), setting: "COHESION_BANK_KEY")
        try fund.open()
        var references: [String] = []
        for name in ["elm", "oak"] {
            let text = Self.application(name)
            references.append(
                try fund.workflows.submitApplication(
                    try JSONReader.read(Array(text.utf8)), source: name, round: "round-1",
                    late: nil, as: try fund.volunteer("\(name)@example.com")
                ).reference.description)
        }
        (elm, oak) = (references[0], references[1])
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        for reference in references { try fund.score(reference, by: "p1", 4) }
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Best fit", as: try fund.person("decider"))
        fund.setTime("2027-02-01T10:00")
    }

    public static func application(_ name: String) -> String {
        TestFund.application("Group \(name)", email: "\(name)@example.com").replacing(
            "\"answers\":{", with: "\"answers\":{\"contactPhone\":\"\(phone)\",")
    }

    public func send() throws {
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: transport, directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: try fund.person("officer"))
    }

    public static func details(
        account: String = "66374958", name: String = "Elm Road Gardeners"
    ) throws -> PayeeDetails {
        try PayeeDetails(
            accountName: name, sortCode: "08-99-99", account: account, rollNumber: nil)
    }

    /// Elm's own person, or Oak's, enters details.
    @discardableResult
    public func enter(
        _ details: PayeeDetails? = nil, for group: String = "elm", key: BankKey? = nil,
        tables: ModulusTables? = nil
    ) throws -> Payee {
        try fund.workflows.enterBankDetails(
            of: group == "elm" ? elm : oak, try details ?? Self.details(), paperReason: nil,
            key: key ?? self.key, tables: tables,
            as: try fund.volunteer("\(group)@example.com")
        ).payee
    }

    public func confirm(
        _ result: ConfirmationResult = .match, reason: String? = nil, for group: String = "elm",
        by person: String = "finance"
    ) throws {
        try fund.workflows.confirmPayee(
            of: group == "elm" ? elm : oak, result, on: try fund.services.today(), reason: reason,
            as: try fund.person(person))
    }

    public func call(
        _ number: String = phone, source: String? = nil, confirmed: Bool = true,
        for group: String = "elm", by person: String = "finance"
    ) throws {
        try fund.workflows.callBackPayee(
            of: group == "elm" ? elm : oak, number: number, source: source, isConfirmed: confirmed,
            as: try fund.person(person))
    }

    public func state() throws -> PayeeState {
        try fund.services.reports.payeeFile(elm, as: TestFund.operator).state
    }
}
