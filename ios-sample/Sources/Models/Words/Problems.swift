import Doorstep

// The library's words as sentences of this app. Its lists grow, so each ends in a sentence that is always true.

extension Problem {
    var phrase: Phrase {
        switch self {
        case .wrongPassword: Phrase(.wrongPassword)
        case .wrongCode: Phrase(.wrongCode)
        case .userNotFound: Phrase(.userNotFound)
        case .userExists: Phrase(.userExists)
        case .invalidUsername: Phrase(.invalidUsername)
        case .blankPassword: Phrase(.blankPassword)
        case .blankCode: Phrase(.blankCode)
        case .blankContact: Phrase(.blankContact)
        case .inputTooLong: Phrase(.inputTooLong)
        case .methodBlocked, .contactRejected, .contactDisallowed: Phrase(.contactRefused)
        case .attributesRejected, .attributesMissing: Phrase(.attributesRefused)
        case .noPassword: Phrase(.noPassword)
        case .passwordResetRequired: Phrase(.passwordResetRequired)
        case .interactionRequired: Phrase(.interactionRequired)
        case .passwordTooWeak: Phrase(.passwordTooWeak)
        case .passwordTooShort: Phrase(.passwordTooShort)
        case .passwordTooLong: Phrase(.passwordTooLong)
        case .passwordBanned: Phrase(.passwordBanned)
        case .passwordRecentlyUsed: Phrase(.passwordRecentlyUsed)
        case .passwordInvalid: Phrase(.passwordInvalid)
        case .passwordNotChanged: Phrase(.passwordNotChanged)
        default: Phrase(.fixableOther)
        }
    }

    var remedy: Remedy? {
        switch self {
        case .wrongPassword, .passwordResetRequired: .resetPassword
        case .wrongCode: .resend
        case .userNotFound: .signUp
        case .userExists, .noPassword, .interactionRequired: .signIn
        default: nil
        }
    }
}

extension Reason {
    var phrase: Phrase {
        switch self {
        case .offline: Phrase(.offline)
        case .noAnswer: Phrase(.noAnswer)
        case .throttled, .tooManyCodes, .resendTooSoon: Phrase(.throttled)
        case .lockedOut: Phrase(.lockedOut)
        case .serverUnavailable, .edgeUnavailable: Phrase(.serverUnavailable)
        case .storeLocked: Phrase(.storeLocked)
        case .stillChanging: Phrase(.stillChanging)
        case .riskUnavailable: Phrase(.riskUnavailable)
        default: Phrase(.laterOther)
        }
    }
}

extension Area {
    var phrase: Phrase {
        switch self {
        case .configuration(.deviceLost, advice: _): Phrase(.lostRefused)
        case .configuration: Phrase(.brokenSetUp)
        case .edge: Phrase(.brokenEdge)
        case .server, .api, .storage, .internal: Phrase(.brokenOther)
        }
    }
}

extension BrowserReason {
    var phrase: Phrase {
        switch kind {
        case .federated: Phrase(.browserFederated)
        case .missingMfaCapability, .missingRegistrationCapability: Phrase(.browserMore)
        case .passwordNotOffered, .codeNotOffered: Phrase(.browserOtherFactor)
        case .edgeChallenge: Phrase(.browserCheck)
        default: Phrase(.browserOther)
        }
    }
}

extension CodePurpose {
    /// Why there is another code in the mailbox already.
    var phrase: Phrase {
        switch self {
        case .firstFactor: Phrase(.repeatsFirstFactor)
        case .signUp: Phrase(.repeatsSignUp)
        case .passwordReset: Phrase(.repeatsPasswordReset)
        default: Phrase(.repeatsOther)
        }
    }
}

extension Channel {
    /// What the way is called.
    public var phrase: Phrase {
        switch self {
        case .email: Phrase(.channelEmail)
        case .sms: Phrase(.channelSms)
        case .unknown: Phrase(.channelOther)
        }
    }
}
