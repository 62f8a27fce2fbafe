import Doorstep
import Foundation
import Testing

/// The adapters, each with its vendor's software in miniature.
@Suite struct AdaptersTests {
    private let session = "0f6d1c3a111142228333444455556666"
    private let journey = RiskJourney(flow: "sign_in", resumed: false)

    private final class Profiling: ThreatMetrixProfiling, @unchecked Sendable {
        let ownSession: String?
        let calls = Collected<String>()
        var end: @Sendable (ThreatMetrixStatus) -> Void = { _ in }

        init(ownSession: String? = nil) {
            self.ownSession = ownSession
        }

        func profile(_ session: String, onEnd: @escaping @Sendable (ThreatMetrixStatus) -> Void) -> String {
            end = onEnd
            return ownSession ?? session
        }

        func sendBehaviour() { calls.append("behaviour") }

        func cancel() { calls.append("cancel") }
    }

    @Test func threatMetrixBeginsAtOnceAndIsWaitedForLater() async throws {
        let software = Profiling()
        let provider = ThreatMetrixProvider(software, behaviour: true)
        #expect(try await provider.begin(session, journey) == session)
        async let ready = provider.ready(session)
        software.end(.partial)
        #expect(try await ready == .partial)
        #expect(try await provider.ready(session) == .partial)
        #expect(try await provider.check(session, .token) == .allow)
        provider.end(session, .completed)
        #expect(software.calls.all == ["behaviour"])
    }

    @Test func threatMetrixSaysWhichSessionItReallyUsesAndThatAProfileFailed() async throws {
        let software = Profiling(ownSession: "its-own")
        let provider = ThreatMetrixProvider(software)
        #expect(try await provider.begin(session, journey) == "its-own")
        software.end(.failed)
        await #expect(throws: (any Error).self) { try await provider.ready(session) }
        #expect(provider.uses == [.device])
    }

    @Test func threatMetrixEndsAProfileThatNobodyWaitsFor() async throws {
        let software = Profiling()
        let provider = ThreatMetrixProvider(software)
        _ = try await provider.begin(session, journey)
        provider.end(session, .consentWithdrawn)
        #expect(software.calls.all == ["cancel"])
    }

    private final class Human: HumanSoftware, @unchecked Sendable {
        var token = "3:first"
        var known: String?

        func headers() -> [String: String] { ["X-PX-Authorization": token, "User-Agent": "app"] }

        func setSession(_ session: String) { known = session }
    }

    @Test func humanTakesItsHeadersAnewEachTimeAndNoneWhereTheSoftwareFailed() async throws {
        let software = Human()
        let provider = HumanProvider(software)
        _ = try await provider.begin(session, journey)
        #expect(software.known == session)
        #expect(try await provider.attach(session, to: .signUp) == ["x-px-authorization": "3:first"])
        software.token = "3:second"
        #expect(try await provider.attach(session, to: .signUp)["x-px-authorization"] == "3:second")
        software.token = "2"
        await #expect(throws: (any Error).self) { try await provider.attach(session, to: .signUp) }
    }

    @Test func proveIsAskedAboutNumbersAlone() async throws {
        let asked = Collected<String>()
        func provider(_ answer: ProveAnswer, known: String?) -> ProveProvider {
            ProveProvider(
                knownNumber: { known },
                verify: { _, number in
                    asked.append(number)
                    return answer
                })
        }
        let new = RiskPurpose.smsToNew(PhoneNumber("+15550100123"))
        #expect(try await provider(.refused, known: nil).check(session, .token) == .allow)
        #expect(try await provider(.verified, known: nil).check(session, new) == .allow)
        #expect(try await provider(.refused, known: "+15550100199").check(session, .smsToKnown) == .block)
        #expect(try await provider(.next("bind"), known: nil).check(session, new) == .challenge("bind"))
        let unknown = provider(.verified, known: nil)
        await #expect(throws: (any Error).self) { try await unknown.check(session, .smsToKnown) }
        #expect(asked.all == ["+15550100123", "+15550100199", "+15550100123"])
    }
}
