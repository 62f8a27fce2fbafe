import Doorstep
import Foundation

/// What the app stands on. The app makes one, and each test.
@MainActor
public struct Surroundings {
    public let client: DoorstepClient
    /// What its tokens are for.
    public let scopes: [String]
    public let api: ProtectedAPI
    public let saved: any SavedFlow
    /// The system's browser, above the app's window.
    public let browser: @MainActor () -> any Browser
    /// Shows the challenges of a risk provider, where the app has one.
    public let solver: (any ChallengeSolver)?
    /// The risk signals, where the app has any.
    public let risk: SignalsModel?
    /// The region whose numbers a person most likely has.
    public let region: String?
    public let now: @Sendable () -> Date

    public init(
        client: DoorstepClient, scopes: [String], api: ProtectedAPI, saved: any SavedFlow,
        browser: @escaping @MainActor () -> any Browser, solver: (any ChallengeSolver)? = nil,
        risk: SignalsModel? = nil, region: String?,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.client = client
        self.scopes = scopes
        self.api = api
        self.saved = saved
        self.browser = browser
        self.solver = solver
        self.risk = risk
        self.region = region
        self.now = now
    }
}
