/// The screen that a flow wants. The steps of all flows come down to these; each has one view.
public enum Stage {
    /// The first call runs.
    case starting
    case password(PasswordModel)
    case code(CodeModel)
    case mfa(MfaModel)
    case strongAuth(StrongAuthModel)
    case attributes(AttributesModel)
    case verification(VerificationModel)
    case securityCode(SecurityCodeModel)
    case browser(BrowserModel)
    /// The flow is through; what leads on can be tried again.
    case finished(FinishedModel)

    /// Whether the app switcher must not show it.
    public var isSecret: Bool {
        switch self {
        case .password, .code, .securityCode: true
        case .starting, .mfa, .strongAuth, .attributes, .verification, .browser, .finished: false
        }
    }
}
