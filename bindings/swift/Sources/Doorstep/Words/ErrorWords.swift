import DoorstepFFI

/// What to wait for. The list grows: a `switch` over it has a `default`.
public struct Reason: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The device has no network, or the service can't be reached. Nothing was sent.
    public static let offline = Self(rawValue: "offline")
    /// The connection broke or no answer came in time. The service may have acted.
    public static let noAnswer = Self(rawValue: "noAnswer")
    /// The service asks for fewer requests.
    public static let throttled = Self(rawValue: "throttled")
    /// Too many failures: the account is locked for a while.
    public static let lockedOut = Self(rawValue: "lockedOut")
    /// Too many codes were asked for.
    public static let tooManyCodes = Self(rawValue: "tooManyCodes")
    /// The interval between two codes is not over. Nothing was sent.
    public static let resendTooSoon = Self(rawValue: "resendTooSoon")
    /// The service is still changing the password.
    public static let stillChanging = Self(rawValue: "stillChanging")
    /// The service can't answer now.
    public static let serverUnavailable = Self(rawValue: "serverUnavailable")
    /// What stands in front of the service can't reach it now.
    public static let edgeUnavailable = Self(rawValue: "edgeUnavailable")
    /// The risk of the call could not be judged now, so it was not let through: the service never saw it.
    public static let riskUnavailable = Self(rawValue: "riskUnavailable")
    /// The device's storage is locked.
    public static let storeLocked = Self(rawValue: "storeLocked")
    /// Another one: see ``ErrorInfo/code``.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.Reason) {
        self =
            switch raw {
            case .offline: .offline
            case .noAnswer: .noAnswer
            case .throttled: .throttled
            case .lockedOut: .lockedOut
            case .tooManyCodes: .tooManyCodes
            case .resendTooSoon: .resendTooSoon
            case .stillChanging: .stillChanging
            case .serverUnavailable: .serverUnavailable
            case .edgeUnavailable: .edgeUnavailable
            case .riskUnavailable: .riskUnavailable
            case .storeLocked: .storeLocked
            case .other: .other
            }
    }
}

/// How a flow or an account stands when it can't take a call. The list grows: a `switch` over it has a `default`.
public struct Misuse: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Another call on the same flow runs. Nothing was sent.
    public static let busy = Self(rawValue: "busy")
    /// The reply belongs to a step that is past; ``AuthFlow/step`` has the live one. Nothing was sent.
    public static let staleStep = Self(rawValue: "staleStep")
    /// The flow has not been started.
    public static let notStarted = Self(rawValue: "notStarted")
    /// The flow ended, or there is none of that id.
    public static let finished = Self(rawValue: "finished")
    /// The flow was cancelled.
    public static let cancelled = Self(rawValue: "cancelled")
    /// The flow waited too long.
    public static let expired = Self(rawValue: "expired")
    /// The account was signed out.
    public static let signedOut = Self(rawValue: "signedOut")
    /// Another one: see ``ErrorInfo/code``.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.MisuseKind) {
        self =
            switch raw {
            case .busy: .busy
            case .staleStep: .staleStep
            case .notStarted: .notStarted
            case .finished: .finished
            case .cancelled: .cancelled
            case .expired: .expired
            case .signedOut: .signedOut
            case .other: .other
            }
    }
}

/// Who decided against it. The list grows: a `switch` over it has a `default`.
public struct Denier: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The tenant's policy.
    public static let policy = Self(rawValue: "policy")
    /// The gate in front of the service, which never saw the call.
    public static let gate = Self(rawValue: "gate")
    /// A risk provider, in the app or in front of the service. The service never saw the call.
    public static let provider = Self(rawValue: "provider")
    /// Another one: see ``ErrorInfo/code``.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.Denier) {
        self =
            switch raw {
            case .policy: .policy
            case .gate: .gate
            case .provider: .provider
            case .other: .other
            }
    }
}

/// The setting to change. The list grows: a `switch` over it has a `default`.
public struct Setting: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// ``Configuration/authority``.
    public static let authority = Self(rawValue: "authority")
    /// ``Configuration/clientID``.
    public static let clientId = Self(rawValue: "clientId")
    /// ``Configuration/firstFactors``.
    public static let firstFactors = Self(rawValue: "firstFactors")
    /// ``Configuration/redirectURI``, or what the app registration has in its place.
    public static let redirectUri = Self(rawValue: "redirectUri")
    /// The scopes or the context asked for.
    public static let scopes = Self(rawValue: "scopes")
    /// The app registration's switch for native authentication.
    public static let nativeAuthentication = Self(rawValue: "nativeAuthentication")
    /// The app registration's switch for public client flows.
    public static let publicClientFlows = Self(rawValue: "publicClientFlows")
    /// The user flow that the application belongs to.
    public static let userFlow = Self(rawValue: "userFlow")
    /// The consent to the permissions asked for.
    public static let consent = Self(rawValue: "consent")
    /// The risk signals: a header, the provider's name, or what was collected.
    public static let signals = Self(rawValue: "signals")
    /// ``Configuration/stepUpContext``.
    public static let stepUpContext = Self(rawValue: "stepUpContext")
    /// The recovery of a lost device, which nothing in front of the tenant carries out.
    public static let deviceLost = Self(rawValue: "deviceLost")
    /// Another one: see ``ErrorInfo/code``.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.Setting) {
        self =
            switch raw {
            case .authority: .authority
            case .clientId: .clientId
            case .firstFactors: .firstFactors
            case .redirectUri: .redirectUri
            case .scopes: .scopes
            case .nativeAuthentication: .nativeAuthentication
            case .publicClientFlows: .publicClientFlows
            case .userFlow: .userFlow
            case .consent: .consent
            case .signals: .signals
            case .stepUpContext: .stepUpContext
            case .deviceLost: .deviceLost
            case .other: .other
            }
    }
}
