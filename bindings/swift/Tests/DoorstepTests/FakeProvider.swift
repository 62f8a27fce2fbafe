import Doorstep
import Foundation

/// A risk provider that does what a test tells it to.
final class FakeProvider: RiskProvider, @unchecked Sendable {
    let id = "tmx"
    let headers: [String]
    let uses: Set<DataUse> = [.device]
    let told = Collected<String>()
    let numbers = Collected<String>()
    var verdict: @Sendable (RiskPurpose) async throws -> RiskVerdict = { _ in .allow }
    var attached = ["X-Px-Authorization": "3:token"]
    var session: @Sendable (String) -> String = { $0 }

    init(headers: [String] = ["x-px-authorization"]) {
        self.headers = headers
    }

    func begin(_ session: String, _ journey: RiskJourney) async throws -> String {
        told.append("begin \(journey.flow ?? "screen") \(journey.resumed)")
        return self.session(session)
    }

    func attach(_ session: String, to route: RiskRoute) async throws -> [String: String] { attached }

    func check(_ session: String, _ purpose: RiskPurpose) async throws -> RiskVerdict {
        told.append("check \(purpose)")
        if case .smsToNew(let number) = purpose { numbers.append(number.digits) }
        return try await verdict(purpose)
    }

    func report(_ session: String, _ outcome: RiskOutcome) {
        told.append("\(outcome.decision) \(outcome.result) \(outcome.channel ?? "-")")
    }

    func end(_ session: String, _ why: RiskEnd) {
        told.append("end \(why)")
    }
}

/// The platform's transport, which keeps what the requests that go by bear.
final class Watching: Transport {
    private let inner = URLSessionTransport()
    private let seen = Collected<(String, [String: String])>()

    /// The headers beyond the ordinary ones of the requests whose path ends in `end`.
    func headers(_ end: String) -> [[String: String]] {
        let requests = seen.all.filter { $0.0.hasSuffix(end) }
        return requests.map { $0.1.filter { $0.key.hasPrefix("x-") && !$0.key.hasPrefix("x-client-") } }
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        seen.append((request.url, Dictionary(request.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })))
        return try await inner.send(request)
    }
}
