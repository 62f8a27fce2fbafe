import Doorstep
import Observation

/// The flow can't go on inside the app: says why, and opens the system's browser.
@MainActor @Observable
public final class BrowserModel {
    public let why: Phrase
    public let work: Work
    private let journey: @MainActor () async -> Void

    init(_ reason: BrowserReason, work: Work, journey: @escaping @MainActor () async -> Void) {
        why = reason.phrase
        self.work = work
        self.journey = journey
    }

    public func open() async {
        await journey()
    }
}

extension Browser {
    /// The whole journey, in a browser of any kind.
    func journey(of reply: BrowserReply) async throws -> SignInStep {
        try await reply.signIn(in: self)
    }
}
