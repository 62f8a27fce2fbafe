import DoorstepFFI
import Foundation

typealias ResetPasswordCourse = Course<ResetPasswordStep>

/// A password reset on its way.
public final class ResetPasswordFlow: AuthFlow {
    private let raw: DoorstepFFI.Flow
    private let course: ResetPasswordCourse

    public let id: String
    public let correlationID: String

    init(_ raw: DoorstepFFI.Flow, looked: Bool = false) {
        self.raw = raw
        id = raw.id()
        correlationID = raw.correlationId()
        course = ResetPasswordCourse(
            flow: id,
            now: { try raw.current() },
            ours: ResetPasswordStep.init,
            isLast: { if case .passwordReset = $0 { true } else { false } }
        )
        if looked { course.look() }
    }

    public var step: ResetPasswordStep? { course.step }
    public var steps: AsyncStream<ResetPasswordStep> { course.steps }
    public var isDurable: Bool { raw.isDurable() }
    public var isUncertain: Bool { raw.isUncertain() }

    public func start() async throws -> ResetPasswordStep {
        try await course.move { [raw] in try raw.start() }
    }

    public func current() throws -> ResetPasswordStep {
        try course.current { try raw.current() }
    }

    public func cancel() async throws {
        try await uninterrupted { [raw, course] in
            defer { course.look() }
            try await raw.cancel().done()
        }
    }
}

/// What a password reset wants next. Exhaustive, as ``SignInStep`` is.
public enum ResetPasswordStep: Hashable, Identifiable, Sendable {
    /// Ask for the code that was sent to the account's address.
    case codeRequired(CodeSent, ResetCodeReply)

    /// Ask for the new password, which the service takes until that time, when it says so.
    case newPasswordRequired(until: Date?, NewPasswordReply)

    /// The service has the new password and has not said yet that it is changed: the wait for that broke off.
    case newPasswordSubmitted(NewPasswordWait)

    /// A risk provider wants a challenge solved before the call just made goes on. It may come in place of any step, and
    /// does not survive the process: what is resumed is the step before it.
    case verificationRequired(RiskChallenge, ResetVerificationReply)

    /// The reset can't go on inside the app.
    case browserRequired(BrowserReason, BrowserReply)

    /// The password is changed. Nobody is signed in yet: what it carries leads on. Where the reset was begun because of
    /// it, `recovery` says what was carried out beside that: tell the person.
    case passwordReset(SignInAfter, recovery: RecoveryReason?)

    public var id: StepID {
        switch self {
        case .codeRequired(_, let reply): reply.id
        case .newPasswordRequired(_, let reply): reply.id
        case .newPasswordSubmitted(let reply): reply.id
        case .verificationRequired(_, let reply): reply.id
        case .browserRequired(_, let reply): reply.id
        case .passwordReset(let next, _): next.id
        }
    }
}

/// Answers ``ResetPasswordStep/codeRequired(_:_:)``.
public struct ResetCodeReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: ResetPasswordCourse

    /// Takes the code. A wrong one is ``Problem/wrongCode``, and this reply goes on working.
    public func submit(_ code: some SecretText) async throws -> ResetPasswordStep {
        let code = code.lent
        return try await course.move { [raw] in try raw.submit(given: code) }
    }

    /// Has another code sent; the one before is void.
    public func resend() async throws -> ResetPasswordStep {
        try await course.move { [raw] in try raw.resend() }
    }
}

/// Answers ``ResetPasswordStep/newPasswordRequired(until:_:)``.
public struct NewPasswordReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: ResetPasswordCourse

    /// Takes the new password, and waits until it is changed.
    public func submit(_ password: some SecretText) async throws -> ResetPasswordStep {
        let password = password.lent
        return try await course.move { [raw] in try raw.submit(given: password) }
    }
}

/// Answers ``ResetPasswordStep/newPasswordSubmitted(_:)``.
public struct NewPasswordWait: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: ResetPasswordCourse

    /// Waits on until the password is changed.
    public func waitOn() async throws -> ResetPasswordStep {
        try await course.move { [raw] in try raw.waitOn() }
    }
}

extension ResetPasswordStep {
    fileprivate init(_ raw: DoorstepFFI.Step, _ course: ResetPasswordCourse) throws {
        func id(_ revision: UInt64) -> StepID { StepID(flow: course.flow, revision: revision) }
        self =
            switch raw {
            case .codeRequired(let code, let revision, let reply):
                .codeRequired(CodeSent(code), ResetCodeReply(id: id(revision), raw: reply, course: course))
            case .newPasswordRequired(let until, let revision, let reply):
                .newPasswordRequired(
                    until: until.map(Date.init(millis:)),
                    NewPasswordReply(id: id(revision), raw: reply, course: course))
            case .newPasswordSubmitted(let revision, let reply):
                .newPasswordSubmitted(NewPasswordWait(id: id(revision), raw: reply, course: course))
            case .verificationRequired(let challenge, let revision, let reply):
                .verificationRequired(
                    RiskChallenge(challenge), ResetVerificationReply(id: id(revision), raw: reply, course: course))
            case .browserRequired(let reason, let revision, let reply):
                .browserRequired(BrowserReason(reason), .lonely(id: id(revision), raw: reply, of: course))
            case .over(let signIn, let recovery):
                .passwordReset(
                    SignInAfter(id: .last(of: course.flow), raw: signIn), recovery: recovery.map(RecoveryReason.init))
            case .passwordRequired, .mfaRequired, .mfaCodeRequired, .registrationRequired, .registrationCodeRequired,
                .attributesRequired, .signedIn:
                throw DoorstepError.defect
            }
    }
}
