import Forms
import FundCore
import FundStore
import GRDB

/// Whom an application names: what somebody else's interest in it may show by.
public struct ApplicationParties: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let organisation: String
    public let postcode: String?
    /// Of its contact and of others that it names.
    public var emails: [String] = []
    public var people: [String] = []
}

extension ApplicationsModule {
    /// Whom each application of a round names, by reference.
    ///
    /// - Parameter form: the round's: a question that `screens` a person names some.
    public func parties(
        of round: RoundID, _ form: Form, in tx: borrowing ReadTx
    ) throws -> [ApplicationParties] {
        var found = try tx.list(
            """
            SELECT application.id, reference, organisation, postcode, name, email
            FROM application LEFT JOIN applicationContact ON applicationId = application.id
            WHERE roundId = ? ORDER BY application.id
            """, [round.rawValue]
        ) { row in
            ApplicationParties(
                application: ApplicationID(row[0]), reference: Reference(stored: row[1]),
                organisation: row[2], postcode: row[3],
                emails: [row[5] as String?].compactMap(\.self),
                people: (row[4] as String?).map(Self.names) ?? [])
        }
        let places = Dictionary(
            uniqueKeysWithValues: found.enumerated().map { ($1.application, $0) })
        for question in form.questions where question.screens == .person || question.isReach {
            for (application, text) in try textAnswers(to: question.key, in: round, tx) {
                guard let place = places[application] else { continue }
                if question.screens == .person {
                    found[place].people += Self.names(in: text)
                } else if text.contains("@") {
                    found[place].emails.append(text)
                }
            }
        }
        return found
    }
}

extension Question {
    /// Whether its answer may be somebody's email address.
    fileprivate var isReach: Bool { fills == nil && (type == .email || type == .text) }
}
