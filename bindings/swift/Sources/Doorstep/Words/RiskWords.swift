/// Where a request goes that may bear headers. The list grows: a `switch` over it has a `default`.
public struct RiskRoute: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A sign-in begins.
    public static let signIn = Self(rawValue: "sign_in")
    /// A code of a sign-in is asked for.
    public static let challenge = Self(rawValue: "challenge")
    /// A proof is exchanged for tokens.
    public static let token = Self(rawValue: "token")
    /// A code to a new contact is asked for.
    public static let registerChallenge = Self(rawValue: "register_challenge")
    /// A new contact is proved.
    public static let registerContinue = Self(rawValue: "register_continue")
    /// A sign-up begins.
    public static let signUp = Self(rawValue: "sign_up")
    /// A code of a sign-up is asked for.
    public static let signUpChallenge = Self(rawValue: "sign_up_challenge")
    /// A sign-up goes on.
    public static let signUpContinue = Self(rawValue: "sign_up_continue")
    /// A password reset begins.
    public static let reset = Self(rawValue: "reset")
    /// A code of a password reset is asked for.
    public static let resetChallenge = Self(rawValue: "reset_challenge")
    /// A password reset goes on.
    public static let resetContinue = Self(rawValue: "reset_continue")
    /// A new password is set.
    public static let resetSubmit = Self(rawValue: "reset_submit")
}

/// What was decided. The list grows: a `switch` over it has a `default`.
public struct RiskDecision: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Whether the password is right.
    public static let password = Self(rawValue: "password")
    /// Whether the code that is the first factor is right.
    public static let firstCode = Self(rawValue: "first_code")
    /// Whether the second factor is right. It begins when one is asked for.
    public static let secondFactor = Self(rawValue: "second_factor")
    /// Whether a new contact is the person's. It begins when one is asked for.
    public static let registration = Self(rawValue: "registration")
    /// Whether the address of a new account is the person's.
    public static let signUpCode = Self(rawValue: "sign_up_code")
    /// Whether an account was made.
    public static let signUp = Self(rawValue: "sign_up")
    /// Whether the reset is the person's.
    public static let resetCode = Self(rawValue: "reset_code")
    /// Whether a password was changed.
    public static let passwordReset = Self(rawValue: "password_reset")
    /// Whether there are tokens.
    public static let signIn = Self(rawValue: "sign_in")
}

/// How a decision went. The list grows: a `switch` over it has a `default`.
public struct RiskResult: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// It was asked for. Where nothing follows, the person gave up.
    public static let begun = Self(rawValue: "begun")
    /// It was passed.
    public static let passed = Self(rawValue: "passed")
    /// It was failed.
    public static let failed = Self(rawValue: "failed")
    /// A provider, or what stands in front of the service, decided against it.
    public static let blocked = Self(rawValue: "blocked")
}

/// How a transaction ended. The list grows: a `switch` over it has a `default`.
public struct RiskEnd: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Somebody is signed in.
    public static let completed = Self(rawValue: "completed")
    /// The app ended it.
    public static let cancelled = Self(rawValue: "cancelled")
    /// It failed, or waited too long.
    public static let failed = Self(rawValue: "failed")
    /// The person no longer consents.
    public static let consentWithdrawn = Self(rawValue: "consent_withdrawn")
}
