/// Every text of the app, by its name in `Localizable.xcstrings`.
public enum Key: String, CaseIterable, Sendable {
    // Entry
    case appName, entryIntroduction, username, signIn, signUp, resetPassword, startAgain, cancel, resend, go

    // Steps
    case passwordTitle, passwordFirstTitle, passwordNewTitle, password, reveal, hide, forgotten
    case strengthShort, strengthFair, strengthGood
    case codeTitle, codeSignUpTitle, codeRegistrationTitle, codeSentByEmail, codeSentBySms, code, codeChange
    case resendWait, otherWay, whySecondFactor, whyStepUp
    case repeatsFirstFactor, repeatsSignUp, repeatsPasswordReset, repeatsOther
    case mfaTitle, channelEmail, channelSms, channelOther
    case strongAuthTitle, strongAuthWhy, method, contactEmail, contactPhone, country, willBeSentTo, smsCosts
    case attributesTitle, optional
    case attributeDisplayName, attributeGivenName, attributeSurname, attributeJobTitle, attributeStreetAddress
    case attributePostalCode, attributeCity, attributeState, attributeCountry, attributeOther
    case browserTitle, browserOpen, browserFederated, browserMore, browserOtherFactor, browserCheck, browserOther
    case verificationTitle, verificationWhy, verificationAgain, verificationUnknown, verificationSolve, back
    case securityTitle, securitySent, securityWhy, triesLeft
    case lost, lostTitle, lostProofs, lostThen, lostBegin, lostDone, lostDoneMore, lostRefused
    case signedIn, signedUp, passwordChanged

    // Account
    case claims, token, tokenScopes, tokenExpires, tokenRenew, apiTitle, apiCall, done, open
    case accounts, addAccount, signOut, signOutScope

    // Risk signals
    case riskTitle, riskWhy, riskConsent, riskSession, riskNone, riskSent, riskBegan, riskAsked, riskTold, riskEnded
    case riskRefused, riskDevice, riskNothing

    // What goes wrong
    case wrongPassword, wrongCode, userNotFound, userExists, invalidUsername, blankPassword, blankCode, blankContact
    case inputTooLong, contactRefused, attributesRefused, attributeRefused, attributeMissing, attributeNumber
    case attributePattern, noPassword, passwordResetRequired, interactionRequired, passwordTooWeak, passwordTooShort
    case passwordTooLong, passwordBanned, passwordRecentlyUsed, passwordInvalid, passwordNotChanged, fixableOther
    case offline, noAnswer, throttled, lockedOut, serverUnavailable, storeLocked, stillChanging, laterOther,
        riskUnavailable
    case misuseSignedOut, misuseOther, deniedOther, deniedProvider, brokenSetUp, brokenEdge, brokenOther
    case waitSeconds, details, copy, working, stillWorking
}
