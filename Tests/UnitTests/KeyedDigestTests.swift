import FundCore
import Testing

@Suite("Survey codes under a secret")
struct KeyedDigestTests {
    @Test("a digest under a secret is that of RFC 4231, and secrets differ")
    func known() {
        let digest = KeyedDigest(secret: Array("Jefe".utf8)).bytes(
            of: "what do ya want for nothing?")
        #expect(
            digest == [
                0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08,
                0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39, 0x83, 0x9d, 0xec,
                0x58, 0xb9, 0x64, 0xec, 0x38, 0x43,
            ])
        let secrets = Set((0..<100).map { _ in KeyedDigest.newSecret() })
        #expect(secrets.count == 100)
        #expect(secrets.allSatisfy { $0.count == KeyedDigest.byteCount })
    }
}
