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
        /// A vendor's, such as `ThreatMetrixProvider` above its software.
        let provider: (any RiskProvider)?

        public init(
            vault: @escaping @Sendable () throws -> any Vault, records: @escaping @Sendable () throws -> any Records,
            browser: @escaping @MainActor () -> any Browser, provider: (any RiskProvider)? = nil
        ) {
            self.vault = vault
            self.records = records
            self.browser = browser
            self.provider = provider
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
            use(.own, plain: false, solver: nil, provider: platform.provider)
        #endif
    }

    private func use(
        _ tenant: Tenant, plain: Bool, solver: (any ChallengeSolver)?, provider: (any RiskProvider)?
    ) {
        do {
            var configuration = tenant.configuration
            configuration.allowsPlainHTTPToThisMachine = plain
            guard let api = URL(string: tenant.api) else { throw URLError(.badURL) }
            let risk = provider.map { _ in SignalsModel(preferences) }
            let client = try DoorstepClient(
                configuration, vault: try platform.vault(), records: try platform.records(),
                signals: provider.flatMap { risk?.signals($0) })
            risk?.attach(client)
            app = AppModel(
                Surroundings(
                    client: client, scopes: tenant.scopes, api: ProtectedAPI(url: api),
                    saved: PreferredFlow(preferences), browser: platform.browser, solver: solver,
                    risk: risk, region: Locale.current.region?.identifier))
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
            use(sandbox.tenant, plain: plain, solver: SandboxSolver(sandbox), provider: provider(sandbox))
        }

        /// The vendor's adapter above the sandbox's profiler, for a device that has one name for as long as the app lives.
        private func provider(_ sandbox: Sandbox) -> (any RiskProvider)? {
            let device = preferences.string(forKey: "device") ?? UUID().uuidString
            preferences.set(device, forKey: "device")
            return sandbox.risk.map { ThreatMetrixProvider(SandboxProfiling($0, device: device)) } ?? platform.provider
        }

        private func drawer(_ sandbox: Sandbox) -> DeveloperModel {
            DeveloperModel(sandbox) { [weak self] in self?.use($0) }
        }
    #endif
}
