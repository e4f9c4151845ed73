import FundCore
import FundStore

/// What an officer says an award was given to, where names do not tell.
public enum RecipientKind: String, Sendable, CaseIterable {
    /// A person: published without name, ward or a word of theirs.
    case individual
    case group
}

extension AwardsModule {
    /// The schema's part of saying that an award is a person's: beside the public words, and stays
    /// with later ones. Nothing where nobody said, so that the names tell.
    public static let individualSchema = """
        ALTER TABLE awardPublicWords ADD COLUMN recipient TEXT
          CHECK (recipient IN ('individual', 'group'));

        DROP VIEW awardPublished;
        \(publishedView(saying: "words.title, words.summary, words.name, words.recipient"))
        """

    /// Those of a round's applications of which an officer said that the award is to such a one.
    public func said(
        _ kind: RecipientKind, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> Set<ApplicationID> {
        Set(
            try publicWords(inRound: round, in: tx).filter { $0.value.recipient == kind }
                .map(\.key))
    }
}
