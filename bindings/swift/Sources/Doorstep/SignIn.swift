import DoorstepFFI

typealias SignInCourse = Course<SignInStep>

/// A sign-in on its way.
public final class SignInFlow: AuthFlow {
    private let raw: DoorstepFFI.Flow
    private let course: SignInCourse

    public let id: String
    public let correlationID: String

    init(_ raw: DoorstepFFI.Flow, looked: Bool = false) {
        self.raw = raw
        id = raw.id()
        correlationID = raw.correlationId()
        course = .signIn(flow: id, now: { try raw.current() })
        if looked { course.look() }
    }

    public var step: SignInStep? { course.step }
    public var steps: AsyncStream<SignInStep> { course.steps }
    public var isDurable: Bool { raw.isDurable() }
    public var isUncertain: Bool { raw.isUncertain() }

    /// What the sign-in asks tokens for.
    public var scopes: [String] { raw.scopes() }

    public func start() async throws -> SignInStep {
        try await course.move { [raw] in try raw.start() }
    }

    public func current() throws -> SignInStep {
        try course.current { try raw.current() }
    }

    public func cancel() async throws {
        try await uninterrupted { [raw, course] in
            defer { course.look() }
            try await raw.cancel().done()
        }
    }

    /// A password reset for the same person, for who has forgotten the password. The sign-in stays as it is.
    public func resetPassword() -> ResetPasswordFlow {
        ResetPasswordFlow(raw.resetPassword()!)
    }
}

/// What a sign-in wants next. Exhaustive: a step is added only together with a capability that the app declares.
public enum SignInStep: Hashable, Identifiable, Sendable {
    /// Ask for the password.
    case passwordRequired(PasswordReply)

    /// Ask for the code that was sent as first factor.
    case codeRequired(CodeSent, CodeReply)

    /// A second factor is due: let the person choose how to get a code.
    case mfaRequired([AuthMethod], MfaReply)

    /// Ask for the code that was sent as second factor; the methods are for who wants another way.
    case mfaCodeRequired(CodeSent, [AuthMethod], MfaCodeReply)

    /// A strong-auth method must be registered: let the person choose one and name a contact.
    case registrationRequired([RegistrationMethod], RegistrationReply)

    /// Ask for the code that was sent to the contact to be registered.
    case registrationCodeRequired(CodeSent, [RegistrationMethod], RegistrationCodeReply)

    /// A risk provider wants a challenge solved before the call just made goes on. It may come in place of any step, and
    /// does not survive the process: what is resumed is the step before it.
    case verificationRequired(RiskChallenge, VerificationReply)

    /// The sign-in can't go on inside the app.
    case browserRequired(BrowserReason, BrowserReply)

    /// Done.
    case signedIn(Account)

    public var id: StepID {
        switch self {
        case .passwordRequired(let reply): reply.id
        case .codeRequired(_, let reply): reply.id
        case .mfaRequired(_, let reply): reply.id
        case .mfaCodeRequired(_, _, let reply): reply.id
        case .registrationRequired(_, let reply): reply.id
        case .registrationCodeRequired(_, _, let reply): reply.id
        case .verificationRequired(_, let reply): reply.id
        case .browserRequired(_, let reply): reply.id
        case .signedIn(let account): .last(of: account.id.objectID)
        }
    }
}

/// Answers ``SignInStep/passwordRequired(_:)``.
public struct PasswordReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: SignInCourse

    /// Takes the password. A wrong one is ``Problem/wrongPassword``, and this reply goes on working.
    public func submit(_ password: some SecretText) async throws -> SignInStep {
        let password = password.lent
        return try await course.move { [raw] in try raw.submit(given: password) }
    }
}

/// Answers ``SignInStep/codeRequired(_:_:)``.
public struct CodeReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: SignInCourse

    /// Takes the code. A wrong one is ``Problem/wrongCode``, and this reply goes on working.
    public func submit(_ code: some SecretText) async throws -> SignInStep {
        let code = code.lent
        return try await course.move { [raw] in try raw.submit(given: code) }
    }

    /// Has another code sent; the one before is void.
    public func resend() async throws -> SignInStep {
        try await course.move { [raw] in try raw.resend() }
    }
}

/// Leads on from a finished sign-up or reset to a sign-in of the same person, as the same flow.
public struct SignInAfter: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Flow

    /// The sign-in, to be begun with ``AuthFlow/start()``. In most tenants it ends there.
    public func signIn() -> SignInFlow {
        SignInFlow(raw)
    }
}

extension Course where Step == SignInStep {
    /// `moved` is called after each move, whatever became of it.
    static func signIn(
        flow: String, now: (@Sendable () throws -> DoorstepFFI.Step)?, moved: (@Sendable () -> Void)? = nil
    ) -> SignInCourse {
        SignInCourse(
            flow: flow,
            now: now,
            ours: SignInStep.init,
            isLast: { if case .signedIn = $0 { true } else { false } },
            moved: moved)
    }
}

extension SignInStep {
    fileprivate init(_ raw: DoorstepFFI.Step, _ course: SignInCourse) throws {
        func id(_ revision: UInt64) -> StepID { StepID(flow: course.flow, revision: revision) }
        self =
            switch raw {
            case .passwordRequired(let revision, let reply):
                .passwordRequired(PasswordReply(id: id(revision), raw: reply, course: course))
            case .codeRequired(let code, let revision, let reply):
                .codeRequired(CodeSent(code), CodeReply(id: id(revision), raw: reply, course: course))
            case .mfaRequired(let methods, let revision, let reply):
                .mfaRequired(
                    methods.map(AuthMethod.init), MfaReply(id: id(revision), raw: reply, course: course))
            case .mfaCodeRequired(let code, let methods, let revision, let reply):
                .mfaCodeRequired(
                    CodeSent(code), methods.map(AuthMethod.init),
                    MfaCodeReply(id: id(revision), raw: reply, course: course))
            case .registrationRequired(let methods, let revision, let reply):
                .registrationRequired(
                    methods.map(RegistrationMethod.init),
                    RegistrationReply(id: id(revision), raw: reply, course: course))
            case .registrationCodeRequired(let code, let methods, let revision, let reply):
                .registrationCodeRequired(
                    CodeSent(code), methods.map(RegistrationMethod.init),
                    RegistrationCodeReply(id: id(revision), raw: reply, course: course))
            case .verificationRequired(let challenge, let revision, let reply):
                .verificationRequired(
                    RiskChallenge(challenge), VerificationReply(id: id(revision), raw: reply, course: course))
            case .browserRequired(let reason, let revision, let reply):
                .browserRequired(
                    BrowserReason(reason), BrowserReply(id: id(revision), raw: reply, course: course))
            case .signedIn(let account):
                .signedIn(Account(account))
            case .attributesRequired, .newPasswordRequired, .newPasswordSubmitted, .over:
                throw DoorstepError.defect
            }
    }
}
