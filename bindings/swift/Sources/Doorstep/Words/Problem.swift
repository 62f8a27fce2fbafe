import DoorstepFFI

/// What a person can correct. The list grows: a `switch` over it has a `default`.
public struct Problem: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The password is not right.
    public static let wrongPassword = Self(rawValue: "wrongPassword")
    /// The code is not right, or no longer.
    public static let wrongCode = Self(rawValue: "wrongCode")
    /// There is no account of that name.
    public static let userNotFound = Self(rawValue: "userNotFound")
    /// That is no name that an account could have.
    public static let invalidUsername = Self(rawValue: "invalidUsername")
    /// No password was given.
    public static let blankPassword = Self(rawValue: "blankPassword")
    /// No code was given.
    public static let blankCode = Self(rawValue: "blankCode")
    /// What was given is longer than any such thing.
    public static let inputTooLong = Self(rawValue: "inputTooLong")
    /// The method is not among those that the step offers.
    public static let unknownMethod = Self(rawValue: "unknownMethod")
    /// The service does not send to that address or number: choose another method.
    public static let methodBlocked = Self(rawValue: "methodBlocked")
    /// No contact was given.
    public static let blankContact = Self(rawValue: "blankContact")
    /// The contact was not taken.
    public static let contactRejected = Self(rawValue: "contactRejected")
    /// The tenant does not send to that region.
    public static let contactDisallowed = Self(rawValue: "contactDisallowed")
    /// There is an account of that name already: sign in, or take another name.
    public static let userExists = Self(rawValue: "userExists")
    /// Those that ``ErrorInfo/attributes`` names were not taken.
    public static let attributesRejected = Self(rawValue: "attributesRejected")
    /// Those that ``ErrorInfo/attributes`` names are missing: start again with them.
    public static let attributesMissing = Self(rawValue: "attributesMissing")
    /// The account has no password that could be reset: it signs in by code.
    public static let noPassword = Self(rawValue: "noPassword")
    /// The service did not change the password.
    public static let passwordNotChanged = Self(rawValue: "passwordNotChanged")
    /// The person left the browser's page without signing in.
    public static let browserCancelled = Self(rawValue: "browserCancelled")
    /// The browser came back too late, or twice: begin another journey.
    public static let browserCodeRejected = Self(rawValue: "browserCodeRejected")
    /// The password must be reset before it can be used again.
    public static let passwordResetRequired = Self(rawValue: "passwordResetRequired")
    /// A policy wants the person to prove more than a silent refresh can: sign in again.
    public static let interactionRequired = Self(rawValue: "interactionRequired")
    /// The proof of a challenge is empty, too long, or no text that can be sent. Nothing was sent.
    public static let invalidProof = Self(rawValue: "invalidProof")
    /// It needs more kinds of characters.
    public static let passwordTooWeak = Self(rawValue: "passwordTooWeak")
    /// The password is too short.
    public static let passwordTooShort = Self(rawValue: "passwordTooShort")
    /// The password is too long.
    public static let passwordTooLong = Self(rawValue: "passwordTooLong")
    /// The password is on the tenant's list of those that are easily guessed.
    public static let passwordBanned = Self(rawValue: "passwordBanned")
    /// The password was used not long ago.
    public static let passwordRecentlyUsed = Self(rawValue: "passwordRecentlyUsed")
    /// It has characters that are not allowed.
    public static let passwordInvalid = Self(rawValue: "passwordInvalid")
    /// Another one: see ``ErrorInfo/code``.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.Problem) {
        self =
            switch raw {
            case .wrongPassword: .wrongPassword
            case .wrongCode: .wrongCode
            case .userNotFound: .userNotFound
            case .invalidUsername: .invalidUsername
            case .blankPassword: .blankPassword
            case .blankCode: .blankCode
            case .inputTooLong: .inputTooLong
            case .unknownMethod: .unknownMethod
            case .methodBlocked: .methodBlocked
            case .blankContact: .blankContact
            case .contactRejected: .contactRejected
            case .contactDisallowed: .contactDisallowed
            case .userExists: .userExists
            case .attributesRejected: .attributesRejected
            case .attributesMissing: .attributesMissing
            case .noPassword: .noPassword
            case .passwordNotChanged: .passwordNotChanged
            case .browserCancelled: .browserCancelled
            case .browserCodeRejected: .browserCodeRejected
            case .passwordResetRequired: .passwordResetRequired
            case .interactionRequired: .interactionRequired
            case .invalidProof: .invalidProof
            case .passwordTooWeak: .passwordTooWeak
            case .passwordTooShort: .passwordTooShort
            case .passwordTooLong: .passwordTooLong
            case .passwordBanned: .passwordBanned
            case .passwordRecentlyUsed: .passwordRecentlyUsed
            case .passwordInvalid: .passwordInvalid
            case .other: .other
            }
    }
}
