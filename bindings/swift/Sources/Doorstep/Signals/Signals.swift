import DoorstepFFI
import Foundation

/// What goes along with the requests of a ``DoorstepClient``'s flows for whoever judges them, and who is asked before
/// they are sent. Nothing of it before ``DoorstepClient/setConsent(_:)``.
public struct Signals: Sendable {
    let provider: (any RiskProvider)?
    private let onFailure: FailPolicy

    /// What happens before a text message where the provider does not answer: closed, as it can't be had back.
    public var onSmsFailure = FailPolicy.closed

    /// The same before a new account: what was chosen for tokens, unless said otherwise.
    public var onSignUpFailure: FailPolicy

    /// How long the provider's calls may take.
    public var budgets = RiskBudgets()

    /// The routes whose requests bear signals; none for those that a gate watches.
    public var routes: [RiskRoute] = []

    /// Headers of the app's own. They go without consent, so they must tell nothing of the person or the device.
    public var headers: [AppHeader] = []

    /// Sends the session as `session_id`, too, for what was built after Microsoft's sample.
    public var legacySessionHeader = false

    /// Signals of `provider` and of the app's own.
    ///
    /// - Parameter onFailure: what happens before tokens where the provider does not answer; there is no default, as
    ///   none is right for everybody
    public init(provider: any RiskProvider, onFailure: FailPolicy) {
        self.provider = provider
        self.onFailure = onFailure
        onSignUpFailure = onFailure
    }

    /// Signals of the app's own alone: a session for each flow, and what ``DoorstepClient/tell(_:)`` was told. Nobody
    /// is asked.
    public init() {
        provider = nil
        onFailure = .open
        onSignUpFailure = .open
    }

    var raw: RiskSettings {
        RiskSettings(
            provider: provider?.id ?? "",
            providerHeaders: provider?.headers ?? [],
            uses: (provider?.uses ?? []).map(\.rawValue),
            policy: onFailure.raw,
            smsPolicy: onSmsFailure.raw,
            signUpPolicy: onSignUpFailure.raw,
            beginMillis: budgets.begin.millis,
            readyMillis: budgets.ready.millis,
            attachMillis: budgets.attach.millis,
            checkMillis: budgets.check.millis,
            routes: routes.map(\.rawValue),
            headers: headers.map(\.raw),
            legacySessionHeader: legacySessionHeader
        )
    }
}

/// How long each call of a provider may take.
public struct RiskBudgets: Hashable, Sendable {
    /// To begin a profile.
    public var begin: TimeInterval = 0.3
    /// Until the profile is there.
    public var ready: TimeInterval = 1.5
    /// For the headers of one request.
    public var attach: TimeInterval = 0.05
    /// To judge.
    public var check: TimeInterval = 0.8

    /// Those that fit most providers; each can be set.
    public init() {}
}

/// A header of the app's own. Its value does not print.
public struct AppHeader: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// It begins with `x-`; names that others have a use for are refused when the client is made.
    public let name: String

    /// What it says.
    public let value: String

    /// The routes whose requests bear it.
    public let routes: [RiskRoute]

    /// A header of the requests of `routes`.
    public init(_ name: String, _ value: String, routes: [RiskRoute]) {
        self.name = name
        self.value = value
        self.routes = routes
    }

    public var description: String { "AppHeader(\(name))" }
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }

    fileprivate var raw: AddedHeader {
        AddedHeader(name: name, value: value, routes: routes.map(\.rawValue))
    }
}

extension FailPolicy {
    fileprivate var raw: DoorstepFFI.FailPolicy {
        switch self {
        case .closed: .closed
        case .open: .open
        case .challenge: .challenge
        }
    }
}
