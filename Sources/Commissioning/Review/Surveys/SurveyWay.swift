/// How an answer came.
public enum SurveyWay: String, Sendable, CaseIterable {
    case link
    /// On paper, typed in by somebody of the group.
    case group
    /// On paper, typed in by an officer.
    case officer
    /// It came before this was kept, in a wave that has sheets of paper: it may be one of them.
    case unknown

    /// Whether somebody's answers before and after are both known to the group, or neither to
    /// anybody who typed in sheets.
    func isPlain(with other: SurveyWay) -> Bool {
        self == other && (self == .link || self == .group)
    }
}

/// How many answers came each way.
struct SurveyCrowd {
    private var counts: [SurveyWay: Int] = [:]

    init(_ ways: some Sequence<SurveyWay>) {
        for way in ways { counts[way, default: 0] += 1 }
    }

    private func count(_ way: SurveyWay) -> Int { counts[way] ?? 0 }

    /// Whether the group may have typed in some of them, and so knows what they say.
    var isKnownInPart: Bool { count(.group) + count(.unknown) > 0 }

    func without(_ others: SurveyCrowd) -> SurveyCrowd {
        var rest = self
        for (way, count) in others.counts { rest.counts[way, default: 0] -= count }
        return rest
    }

    /// Whether somebody who takes away what they know is left with nobody, or with enough people:
    /// the group knows the sheets that it typed in, and may have seen those that an officer did.
    ///
    /// - Parameters:
    ///   - isKnownInPart: whether the group may have typed in some of what figures are made of;
    ///     where it has not, it may still know the sheets that an officer typed in.
    ///   - minimum: the smallest group that is shown.
    func hidesFew(_ minimum: Int, isKnownInPart: Bool) -> Bool {
        let link = count(.link)
        // The group may have collected the sheets that an officer typed in.
        guard isKnownInPart else { return count(.officer) == 0 || link == 0 || link >= minimum }
        // Any of these may have come over the link, or none: only enough of the others hide them.
        if count(.unknown) > 0 { return link >= minimum }
        return [link, link + count(.officer)].allSatisfy { $0 == 0 || $0 >= minimum }
    }
}
