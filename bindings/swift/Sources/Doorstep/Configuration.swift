import DoorstepFFI
import Foundation

/// What a ``DoorstepClient`` is set up with.
public struct Configuration: Hashable, Sendable {
    /// `https://contoso.ciamlogin.com/`, or a custom domain with the tenant's GUID behind it.
    public var authority: String

    /// The application (client) id of the app registration.
    public var clientID: String

    /// Those that the app has screens for.
    public var firstFactors = FirstFactors.passwordAndCode

    /// Whether the app has screens for a second factor; without them such a sign-in goes to the browser.
    public var mfa = true

    /// Whether the app has screens to register a method; without them likewise.
    public var registration = true

    /// Where the browser comes back to, as the app registration has it.
    public var redirectURI: String?

    /// The number of the context, `c1` to `c99`, that a step-up asks for where the gate in front of the tenant names
    /// none.
    public var stepUpContext: UInt8?

    /// The longest time that one request may take.
    public var requestTimeout: TimeInterval = 30

    /// How long a flow may wait for the person at one step.
    public var flowLifetime: TimeInterval = 30 * 60

    /// How long the app's own vault and records may take to answer.
    public var hookTimeout: TimeInterval = 10

    /// For a sandbox on loopback, and for nothing else.
    public var allowsPlainHTTPToThisMachine = false

    /// The rest has values that fit an app with all screens; each can be set.
    public init(authority: String, clientID: String) {
        self.authority = authority
        self.clientID = clientID
    }
}

/// The first factors that an app has screens for. An account with another one is sent to the browser.
public enum FirstFactors: Hashable, Sendable {
    /// Passwords and codes by e-mail.
    case passwordAndCode
    /// Passwords alone.
    case password
    /// Codes by e-mail alone.
    case code
}

extension Configuration {
    func raw(extraRootsPEM: String?, signals: Signals?) -> Settings {
        Settings(
            authority: authority,
            clientId: clientID,
            development: allowsPlainHTTPToThisMachine,
            firstFactors: firstFactors.raw,
            mfa: mfa,
            registration: registration,
            redirectUri: redirectURI,
            stepUpContext: stepUpContext,
            requestTimeoutMillis: requestTimeout.millis,
            flowLifetimeMillis: flowLifetime.millis,
            hookTimeoutMillis: hookTimeout.millis,
            extraRootsPem: extraRootsPEM,
            risk: signals?.raw
        )
    }
}

extension FirstFactors {
    fileprivate var raw: DoorstepFFI.FirstFactors {
        switch self {
        case .passwordAndCode: .passwordAndCode
        case .password: .password
        case .code: .code
        }
    }
}
