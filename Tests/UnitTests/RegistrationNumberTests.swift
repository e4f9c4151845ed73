import FundCore
import Testing

@testable import Applications

@Suite("Registration numbers of unusual forms")
struct RegistrationNumberTests {
    @Test("what registers give is known by it; what groups are told apart by stays as it was")
    func forms() {
        let cases: [(typed: String, key: String?, unusual: String?)] = [
            // These keys are in databases: they never change.
            ("1164883", "GB-CHC-1164883", nil), ("09506232", "GB-COH-09506232", "GB-COH-09506232"),
            ("SC042386", "GB-SC-SC042386", "GB-COH-SC042386"), ("NIC100019", "GB-NIC-100019", nil),
            ("OC123456", "GB-COH-OC123456", "GB-COH-OC123456"),
            // These have none, and are published all the same.
            ("IP12345R", nil, "GB-COH-IP12345R"), ("ip 12345r", nil, "GB-COH-IP12345R"),
            ("R0000123", nil, "GB-COH-R0000123"), ("1234567-1", nil, "GB-CHC-1234567"),
            ("123456-12", nil, "GB-CHC-123456"), ("ABC", nil, nil), ("NOTKNOWN", nil, nil),
            ("1234567-", nil, nil), ("-1", nil, nil), ("12345-1", nil, nil),
            ("1234567-1-1", nil, nil), ("A1234567", nil, nil), ("IP12345é", nil, nil),
            ("", nil, nil), ("IP12345R9", nil, nil),
        ]
        for (typed, key, unusual) in cases {
            #expect(Organisation.identifier(for: typed) == key, "\(typed)")
            #expect(RegistrationNumber(unusual: typed)?.identifier == unusual, "\(typed)")
            #expect(Organisation.looksRegistered(typed) == (key != nil || unusual != nil))
        }
    }
}
