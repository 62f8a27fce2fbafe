import Doorstep
import Observation

/// Asks for the name, and begins a flow with it. What was typed stays for the next one.
@MainActor @Observable
public final class EntryModel {
    /// What a person can be here for.
    enum Intent {
        case signIn, signUp, resetPassword, deviceLost
    }

    /// Goes to the service as it was typed.
    public var username = ""
    public let work: Work
    private let client: DoorstepClient
    private let begin: @MainActor (Intent, String) async throws -> Void

    private let lose: @MainActor () -> Void

    init(
        _ surroundings: Surroundings, begin: @escaping @MainActor (Intent, String) async throws -> Void,
        lose: @escaping @MainActor () -> Void
    ) {
        work = Work(now: surroundings.now)
        client = surroundings.client
        self.begin = begin
        self.lose = lose
    }

    /// Opens the connection while the person types. Nobody is told where that fails: the sign-in will.
    public func appear() async {
        try? await client.prepare()
    }

    public func signIn() async { await run(.signIn) }

    public func signUp() async { await run(.signUp) }

    public func resetPassword() async { await run(.resetPassword) }

    /// The phone is gone, or in wrong hands.
    public func deviceLost() async { lose() }

    public func apply(_ remedy: Remedy) async {
        switch remedy {
        case .signIn: await signIn()
        case .signUp: await signUp()
        case .resetPassword: await resetPassword()
        case .resend, .startAgain: work.settle()
        }
    }

    private func run(_ intent: Intent) async {
        await work.run { try await begin(intent, username) }
    }
}
