import Doorstep
import DoorstepSnippets
import DoorstepTestSupport
import Testing

/// The lines of docs/migrating-from-msal.md, which xtask makes a source of.
@Suite struct MigratingTests {
    @MainActor
    @Test func thePagesLinesSignSomebodyInWhoErrsTwice() async throws {
        let sandbox = try Sandbox()
        let screens = Clumsy(sandbox)
        let account = try await signIn(try Device(sandbox.tenant).client(), username: ada, screens: screens)
        #expect(account?.username == ada)
        #expect(screens.shown == [.wrongPassword, .wrongCode])
        #expect(screens.kept.count == 1)
    }
}

/// Types the password and the code wrong once each.
@MainActor
private final class Clumsy: Screens {
    private let sandbox: Sandbox
    private(set) var kept: [String] = []
    private(set) var shown: [Problem] = []

    init(_ sandbox: Sandbox) {
        self.sandbox = sandbox
    }

    func keep(_ flowID: String) {
        kept.append(flowID)
    }

    func show(_ problem: Problem) {
        shown.append(problem)
    }

    func password() async -> String {
        shown.isEmpty ? "not it" : adaPassword
    }

    func code(_ sent: CodeSent) async -> String {
        guard let right = try? await sandbox.code(to: ada) else { return "no code came" }
        return shown.count < 2 ? right.dropLast() + (right.last == "0" ? "1" : "0") : right
    }

    func oneOf(_ methods: [AuthMethod]) async -> AuthMethod {
        methods[0]
    }
}
