import Doorstep
import Foundation
import Observation

/// Makes the app: on the tenant, or in a debug build on the sandbox that the drawer names.
@MainActor @Observable
public final class RootModel {
    /// What only the platform has.
    public struct Platform: Sendable {
        let vault: @Sendable () throws -> any Vault
        let records: @Sendable () throws -> any Records
        let browser: @MainActor () -> any Browser

        public init(
            vault: @escaping @Sendable () throws -> any Vault, records: @escaping @Sendable () throws -> any Records,
            browser: @escaping @MainActor () -> any Browser
        ) {
            self.vault = vault
            self.records = records
            self.browser = browser
        }
    }

    public private(set) var app: AppModel?

    /// Why there is no app: a setting is wrong.
    public private(set) var trouble: Trouble?
    private let platform: Platform
    private let preferences: UserDefaults

    public init(_ platform: Platform, preferences: UserDefaults = .standard) {
        self.platform = platform
        self.preferences = preferences
        #if DEBUG
            use(Sandbox(preferences))
        #else
            use(.own, plain: false, solver: nil)
        #endif
    }

    private func use(_ tenant: Tenant, plain: Bool, solver: (any ChallengeSolver)?) {
        do {
            var configuration = tenant.configuration
            configuration.allowsPlainHTTPToThisMachine = plain
            guard let api = URL(string: tenant.api) else { throw URLError(.badURL) }
            let client = try DoorstepClient(
                configuration, vault: try platform.vault(), records: try platform.records())
            app = AppModel(
                Surroundings(
                    client: client, scopes: tenant.scopes, api: ProtectedAPI(url: api),
                    saved: PreferredFlow(preferences), browser: platform.browser, solver: solver,
                    region: Locale.current.region?.identifier))
            trouble = nil
        } catch {
            app = nil
            trouble = Trouble(error, at: Date())
        }
    }

    #if DEBUG
        @ObservationIgnored public private(set) lazy var drawer = drawer(Sandbox(preferences))

        /// Points the app at another sandbox, now and at the next start.
        private func use(_ sandbox: Sandbox) {
            sandbox.save(in: preferences)
            let plain = sandbox.address.scheme == "http"
            use(sandbox.tenant, plain: plain, solver: SandboxSolver(sandbox))
        }

        private func drawer(_ sandbox: Sandbox) -> DeveloperModel {
            DeveloperModel(sandbox) { [weak self] in self?.use($0) }
        }
    #endif
}
