import Doorstep
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The code of the guide, each piece in a function of its own.
public enum Guide {
    public static func setUp() throws -> DoorstepClient {
        // snippet: docs/getting-started/ios.md set-up
        return client
    }

    @MainActor
    public final class SignInModel {
        // snippet: docs/getting-started/ios.md model
    }

    public static func code(_ sent: CodeSent, typed: String, submit: (String) -> Void) {
        // snippet: docs/getting-started/ios.md code-input
    }

    public static func signUp(
        _ client: DoorstepClient, _ browser: some Browser, ask: (String) async throws -> String
    ) async throws -> SignInStep {
        // snippet: docs/getting-started/ios.md sign-up
    }

    public static func resume(_ client: DoorstepClient, flowID: String) async throws -> SignInStep? {
        // snippet: docs/getting-started/ios.md resume
    }

    public static func call(
        _ api: URL, _ client: DoorstepClient, _ account: Account, _ finish: (SignInFlow) async throws -> Void
    ) async throws -> Data {
        // snippet: docs/getting-started/ios.md step-up
    }

    @MainActor
    public static func browse(_ reply: BrowserReply, _ window: Window) async throws -> SignInStep? {
        // snippet: docs/getting-started/ios.md browser
    }

    // snippet: docs/getting-started/ios.md vault

    public static func explain(_ submit: () async throws -> SignInStep) async -> String {
        // snippet: docs/getting-started/ios.md errors
    }

    public static func cancel(_ flow: SignInFlow, _ reply: PasswordReply, _ password: String) async throws -> SignInStep
    {
        // snippet: docs/getting-started/ios.md cancel
    }
}
