import Applications
import Assessment
import Awards
import Correspondence
import FundStore

extension Services {
    /// The reserve list, awards from it, and what is told of both.
    static let reserveList = Migration(
        66, "the reserve list, and awards from it",
        [
            AssessmentModule.reserveView, AwardsModule.reserveSchema,
            ApplicationsModule.listingSchema, "DROP VIEW reserveRecommendation;",
            CorrespondenceModule.reserveLettersSchema,
        ].joined(separator: "\n"))
}
