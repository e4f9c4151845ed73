import Applications
import Assessment
import Awards
import Commissioning
import Correspondence
import Documents
import FundStore
import Identity
import Payments

/// The register of personal data: what each module says of its own tables, in the order in which
/// rows are erased: what refers to others before what it refers to.
public enum PersonalRegister {
    public static let all =
        ApplicationsModule.personalData + CorrespondenceModule.personalData
        + AssessmentModule.personalData + AwardsModule.personalData
        + PaymentsModule.personalData + CommissioningModule.personalData
        + DocumentsModule.personalData + IdentityModule.personalData + FundStore.personalData
}
