/// What became of a verification.
public enum ProveAnswer: Hashable, Sendable {
    /// The number may have a text.
    case verified
    /// It must not.
    case refused
    /// Another call could still prove possession; with what the app needs to go on with it.
    case next(String)
}

/// Prove: verifies that a number is the person's before a text goes to it, and says nothing of anything else.
///
/// It asks the app's own server, which holds the vendor's credentials: an app that held them would give them to
/// everybody.
public struct ProveProvider: RiskProvider {
    public let id = "prove"
    public let uses: Set<DataUse> = [.device]

    private let verify: @Sendable (_ session: String, _ number: String) async throws -> ProveAnswer
    private let knownNumber: @Sendable () async throws -> String?

    /// - Parameters:
    ///   - knownNumber: the number that the tenant has, with `+` and digits, for a second factor: the service shows it
    ///     masked, so the app brings it from where it knows it. Without it, a text to a known number is not judged,
    ///     which counts as no answer.
    ///   - verify: asks the app's server about a number; what it throws is no answer
    public init(
        knownNumber: @escaping @Sendable () async throws -> String? = { nil },
        verify: @escaping @Sendable (_ session: String, _ number: String) async throws -> ProveAnswer
    ) {
        self.knownNumber = knownNumber
        self.verify = verify
    }

    public func begin(_ session: String, _ journey: RiskJourney) async throws -> String { session }

    public func check(_ session: String, _ purpose: RiskPurpose) async throws -> RiskVerdict {
        switch purpose {
        case .smsToNew(let number):
            return try await verdict(session, number.digits)
        case .smsToKnown:
            guard let number = try await knownNumber() else { throw ProviderError.numberNotKnown }
            return try await verdict(session, number)
        default:
            return .allow
        }
    }

    private func verdict(_ session: String, _ number: String) async throws -> RiskVerdict {
        switch try await verify(session, number) {
        case .verified: .allow
        case .refused: .block
        case .next(let payload): .challenge(payload)
        }
    }
}
