import FundCore
import Testing

@testable import HTTPDoor

@Suite("How much comes over the links of surveys")
struct SurveyLimitTests {
    private let start = ContinuousClock.now

    @Test("each link has a limit of its own, by network and in all, and forgets after its time")
    func links() {
        let limit = SurveyLimit(ofLink: 300)
        let (one, other) = (SurveyWaveID(1), SurveyWaveID(2))
        for place in 1...150 {
            #expect(limit.admit("2001:db8:1:2::\(place)", to: one, at: start))
        }
        #expect(!limit.admit("2001:db8:1:2::999", to: one, at: start))
        #expect(limit.admit("2001:db8:1:2::999", to: other, at: start))
        for place in 151...300 { #expect(limit.admit("client \(place)", to: one, at: start)) }
        #expect(!limit.admit("somebody", to: one, at: start))
        // One that is full keeps nobody from another.
        #expect(limit.admit("somebody", to: other, at: start) && limit.count == 302)
        #expect(!limit.admit("somebody", to: one, at: start + .seconds(899)))
        #expect(limit.admit("somebody", to: one, at: start + .seconds(901)))
        // What is over of the others goes with the next that comes a minute later.
        #expect(limit.count == 3)
        #expect(limit.admit("somebody", to: other, at: start + .seconds(965)) && limit.count == 2)
    }

    @Test("what is counted in all stays bounded")
    func all() {
        let limit = SurveyLimit(ofLink: 30, ofAll: 100)
        for link in 1...4 {
            for place in 1...50 {
                let isTaken = limit.admit(
                    "client \(place)", to: SurveyWaveID(Int64(link)), at: start)
                #expect(isTaken == (place <= 30 && (link - 1) * 30 + place <= 100))
            }
        }
        #expect(limit.count == 100)
        #expect(!limit.admit("somebody", to: SurveyWaveID(99), at: start))
        #expect(limit.admit("somebody", to: SurveyWaveID(99), at: start + .seconds(901)))
        #expect(limit.count == 1)
    }

    @Test("who tries many links that lead nowhere is stopped, but not who has the right one there")
    func tries() {
        let limit = SurveyLimit()
        limit.note("right", "192.0.2.1", isRight: true, at: start)
        for place in 1...29 { limit.note("\(place)", "192.0.2.1", isRight: false, at: start) }
        #expect(limit.mayTry("new", "192.0.2.1", at: start))
        limit.note("30", "192.0.2.1", isRight: false, at: start)
        #expect(!limit.mayTry("new", "192.0.2.1", at: start))
        #expect(limit.mayTry("right", "192.0.2.1", at: start))
        #expect(limit.mayTry("new", "192.0.2.2", at: start))
        #expect(!limit.mayTry("new", "192.0.2.1", at: start + .seconds(899)))
        #expect(limit.mayTry("new", "192.0.2.1", at: start + .seconds(901)))
        // Nobody is remembered for longer.
        #expect(limit.networkCount == 1)
        limit.note("right", "192.0.2.3", isRight: true, at: start + .seconds(901))
        #expect(limit.networkCount == 1)
    }
}
