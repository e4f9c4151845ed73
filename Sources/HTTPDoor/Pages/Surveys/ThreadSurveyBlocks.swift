import Commissioning
import Publishing

extension Visit {
    /// What those who take part said, at the end of an award's thread; nothing where nobody was
    /// to be asked.
    func surveyed(_ told: ThreadSurvey?, _ reference: String) -> [Block] {
        guard let told else { return [] }
        var blocks: [Block] = [.heading3(w("page.thread-survey"))]
        if told.survey.waves.contains(where: \.isClosed) {
            blocks += withheldBlocks(told.results, told.survey)
            blocks.append(
                .table(
                    resultTable(
                        "thread-survey", w("page.thread-survey"),
                        told.results.map { ($0, nil) })))
        } else {
            blocks.append(.paragraph(w("page.survey-results-later")))
        }
        blocks.append(
            .linkLine(
                PageLink(
                    w("page.survey-of", ["reference": reference]),
                    Route.workSurvey.link(round, reference))))
        return blocks
    }
}
