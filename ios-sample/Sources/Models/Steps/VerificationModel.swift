import Doorstep
import Observation

/// What shows a provider's challenge and comes back with a proof that it is solved: the vendor's SDK in a product, the
/// sandbox's button in this app.
public protocol ChallengeSolver: Sendable {
    func proof(of challenge: RiskChallenge) async throws -> String
}

/// A provider wants to know that a person is there, before a text is sent or an account is made.
@MainActor @Observable
public final class VerificationModel {
    public let work: Work

    /// Whether an earlier proof was not taken.
    public let isAgain: Bool
    private let send: (@MainActor () async -> Void)?
    private let back: @MainActor () async -> Void

    init(
        _ challenge: RiskChallenge, work: Work, send: (@MainActor () async -> Void)?,
        back: @escaping @MainActor () async -> Void
    ) {
        self.work = work
        isAgain = challenge.attempt > 1
        self.send = send
        self.back = back
    }

    /// Whether this app can show the challenge at all.
    public var isSolvable: Bool { send != nil }

    public func solve() async {
        await send?()
    }

    /// Gives the challenge up.
    public func goBack() async {
        await back()
    }
}
