import Doorstep

/// Hands every call on to a provider, and notes it for the person.
final class WatchedProvider: RiskProvider {
    let id: String
    let headers: [String]
    let uses: Set<DataUse>
    private let provider: any RiskProvider
    private let note: @Sendable (SignalNote) -> Void

    init(_ provider: any RiskProvider, note: @escaping @Sendable (SignalNote) -> Void) {
        id = provider.id
        headers = provider.headers
        uses = provider.uses
        self.provider = provider
        self.note = note
    }

    func begin(_ session: String, _ journey: RiskJourney) async throws -> String {
        let used = try await provider.begin(session, journey)
        note(SignalNote(.began, about: used))
        return used
    }

    func ready(_ session: String) async throws -> RiskProfile {
        try await provider.ready(session)
    }

    func attach(_ session: String, to route: RiskRoute) async throws -> [String: String] {
        try await provider.attach(session, to: route)
    }

    func check(_ session: String, _ purpose: RiskPurpose) async throws -> RiskVerdict {
        note(SignalNote(.asked, about: purpose.word))
        return try await provider.check(session, purpose)
    }

    func report(_ session: String, _ outcome: RiskOutcome) {
        note(SignalNote(.told, about: "\(outcome.decision.rawValue), \(outcome.result.rawValue)"))
        provider.report(session, outcome)
    }

    func end(_ session: String, _ why: RiskEnd) {
        note(SignalNote(.ended, about: why.rawValue))
        provider.end(session, why)
    }
}

extension RiskPurpose {
    /// Without the number.
    fileprivate var word: String {
        switch self {
        case .smsToKnown: "sms"
        case .smsToNew: "sms, new number"
        case .token: "token"
        case .signUp: "sign_up"
        default: "other"
        }
    }
}
