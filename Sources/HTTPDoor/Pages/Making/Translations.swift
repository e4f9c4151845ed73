import Assessment
import Forms
import FundCore
import Rounds

/// What the fund's own files say, in the language of the page where that has words for it.
extension TextCatalogue {
    func title(of section: Form.Section) -> String {
        translation("sections.\(section.key)") ?? section.title
    }

    func title(of criterion: ScoringScheme.Criterion) -> String {
        translation("criteria.\(criterion.key).title") ?? criterion.title
    }

    func question(of criterion: ScoringScheme.Criterion) -> String {
        translation("criteria.\(criterion.key).question") ?? criterion.question
    }

    /// What earns a score on a criterion; nil where the fund's files do not say.
    func descriptor(of score: String, on criterion: ScoringScheme.Criterion) -> String? {
        translation("criteria.\(criterion.key).descriptors.\(score)")
            ?? criterion.descriptors[score]
    }

    /// `4 – Strong`.
    func score(_ value: String, in scheme: ScoringScheme) -> String {
        "\(value) – \(translation("scale.\(value)") ?? scheme.labels[value] ?? "")"
    }

    func title(of priority: Priority) -> String {
        translation("priorities.\(priority.key)") ?? priority.title
    }

    func title(ofRound key: String, _ title: String) -> String {
        translation("rounds.\(key)") ?? title
    }

    func purpose(of about: FundAbout) -> String {
        translation("about.purpose") ?? about.purpose
    }

    func sentences(_ list: String, _ sentences: [String]) -> [String] {
        sentences.enumerated().map { translation("about.\(list).\($0 + 1)") ?? $1 }
    }

    /// `20%`, `12.5%`.
    func percent(_ basisPoints: Int64) -> String {
        let text = Money(pence: basisPoints).plainPounds
        return (text.hasSuffix(".00") ? String(text.dropLast(3)) : text) + "%"
    }
}
