import DoorstepFFI

/// What a code is for. The list grows: a `switch` over it has a `default`.
public struct CodePurpose: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// It is the first factor of a sign-in.
    public static let firstFactor = Self(rawValue: "firstFactor")
    /// It is the second factor of a sign-in.
    public static let secondFactor = Self(rawValue: "secondFactor")
    /// It proves the address of a new account.
    public static let signUp = Self(rawValue: "signUp")
    /// It allows for a new password.
    public static let passwordReset = Self(rawValue: "passwordReset")
    /// It proves a contact that is being registered.
    public static let registration = Self(rawValue: "registration")
    /// One that this version does not know.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.CodePurpose) {
        self =
            switch raw {
            case .firstFactor: .firstFactor
            case .secondFactor: .secondFactor
            case .signUp: .signUp
            case .passwordReset: .passwordReset
            case .registration: .registration
            case .other: .other
            }
    }
}

/// The kinds of ``BrowserReason``. The list grows: a `switch` over it has a `default`.
public struct BrowserReasonKind: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A second factor is due, and the app has no screens for it.
    public static let missingMfaCapability = Self(rawValue: "missingMfaCapability")
    /// A method must be registered, and the app has no screens for it.
    public static let missingRegistrationCapability = Self(rawValue: "missingRegistrationCapability")
    /// The account needs a password, which the app did not offer.
    public static let passwordNotOffered = Self(rawValue: "passwordNotOffered")
    /// The account needs a code, which the app did not offer.
    public static let codeNotOffered = Self(rawValue: "codeNotOffered")
    /// The account belongs to another identity provider.
    public static let federated = Self(rawValue: "federated")
    /// The service wants a challenge that this version does not know.
    public static let unknownChallenge = Self(rawValue: "unknownChallenge")
    /// What stands in front of the service answered with a page that only a browser can pass.
    public static let edgeChallenge = Self(rawValue: "edgeChallenge")
    /// The service gave no reason that this version knows.
    public static let unstated = Self(rawValue: "unstated")
    /// One that this version does not know.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.BrowserReasonKind) {
        self =
            switch raw {
            case .missingMfaCapability: .missingMfaCapability
            case .missingRegistrationCapability: .missingRegistrationCapability
            case .passwordNotOffered: .passwordNotOffered
            case .codeNotOffered: .codeNotOffered
            case .federated: .federated
            case .unknownChallenge: .unknownChallenge
            case .edgeChallenge: .edgeChallenge
            case .unstated: .unstated
            case .other: .other
            }
    }
}

/// What a flow is for. The list grows: a `switch` over it has a `default`.
public struct FlowKind: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Signing in.
    public static let signIn = Self(rawValue: "signIn")
    /// Creating an account.
    public static let signUp = Self(rawValue: "signUp")
    /// Resetting a password.
    public static let resetPassword = Self(rawValue: "resetPassword")
    /// One that this version does not know.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.FlowKind) {
        self =
            switch raw {
            case .signIn: .signIn
            case .signUp: .signUp
            case .resetPassword: .resetPassword
            case .other: .other
            }
    }
}

/// The name of a step. The list grows: a `switch` over it has a `default`.
public struct StepKind: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A password.
    public static let passwordRequired = Self(rawValue: "passwordRequired")
    /// A code.
    public static let codeRequired = Self(rawValue: "codeRequired")
    /// The choice of a second factor.
    public static let mfaRequired = Self(rawValue: "mfaRequired")
    /// The code of a second factor.
    public static let mfaCodeRequired = Self(rawValue: "mfaCodeRequired")
    /// The choice of a method to register.
    public static let registrationRequired = Self(rawValue: "registrationRequired")
    /// The code of a method to register.
    public static let registrationCodeRequired = Self(rawValue: "registrationCodeRequired")
    /// Attributes of a new account.
    public static let attributesRequired = Self(rawValue: "attributesRequired")
    /// The account is there.
    public static let signedUp = Self(rawValue: "signedUp")
    /// A new password.
    public static let newPasswordRequired = Self(rawValue: "newPasswordRequired")
    /// The wait for a new password.
    public static let newPasswordSubmitted = Self(rawValue: "newPasswordSubmitted")
    /// The password is changed.
    public static let passwordReset = Self(rawValue: "passwordReset")
    /// A challenge of a risk provider.
    public static let verificationRequired = Self(rawValue: "verificationRequired")
    /// The browser.
    public static let browserRequired = Self(rawValue: "browserRequired")
    /// Somebody is signed in.
    public static let signedIn = Self(rawValue: "signedIn")
    /// One that this version does not know.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.StepKind) {
        self =
            switch raw {
            case .passwordRequired: .passwordRequired
            case .codeRequired: .codeRequired
            case .mfaRequired: .mfaRequired
            case .mfaCodeRequired: .mfaCodeRequired
            case .registrationRequired: .registrationRequired
            case .registrationCodeRequired: .registrationCodeRequired
            case .attributesRequired: .attributesRequired
            case .signedUp: .signedUp
            case .newPasswordRequired: .newPasswordRequired
            case .newPasswordSubmitted: .newPasswordSubmitted
            case .passwordReset: .passwordReset
            case .verificationRequired: .verificationRequired
            case .browserRequired: .browserRequired
            case .signedIn: .signedIn
            case .other: .other
            }
    }
}
