import DoorstepFFI

typealias SignUpCourse = Course<SignUpStep>

/// A sign-up on its way.
public final class SignUpFlow: AuthFlow {
    private let raw: DoorstepFFI.Flow
    private let course: SignUpCourse

    public let id: String
    public let correlationID: String

    init(_ raw: DoorstepFFI.Flow, looked: Bool = false) {
        self.raw = raw
        id = raw.id()
        correlationID = raw.correlationId()
        course = SignUpCourse(
            flow: id,
            now: { try raw.current() },
            ours: SignUpStep.init,
            isLast: { if case .signedUp = $0 { true } else { false } }
        )
        if looked { course.look() }
    }

    public var step: SignUpStep? { course.step }
    public var steps: AsyncStream<SignUpStep> { course.steps }
    public var isDurable: Bool { raw.isDurable() }
    public var isUncertain: Bool { raw.isUncertain() }

    public func start() async throws -> SignUpStep {
        try await course.move { [raw] in try raw.start() }
    }

    public func current() throws -> SignUpStep {
        try course.current { try raw.current() }
    }

    public func cancel() async throws {
        try await uninterrupted { [raw, course] in
            defer { course.look() }
            try await raw.cancel().done()
        }
    }
}

/// What a sign-up wants next. Exhaustive, as ``SignInStep`` is.
public enum SignUpStep: Hashable, Identifiable, Sendable {
    /// Ask for the code that was sent to the new account's address.
    case codeRequired(CodeSent, SignUpCodeReply)

    /// Ask for the new account's password.
    case passwordRequired(SignUpPasswordReply)

    /// Ask for attributes. It may come more than once: a user flow may have several pages.
    case attributesRequired([RequiredAttribute], AttributesReply)

    /// A risk provider wants a challenge solved before the call just made goes on. It may come in place of any step, and
    /// does not survive the process: what is resumed is the step before it.
    case verificationRequired(RiskChallenge, SignUpVerificationReply)

    /// The sign-up can't go on inside the app.
    case browserRequired(BrowserReason, BrowserReply)

    /// The account is there. Nobody is signed in yet: what it carries leads on.
    case signedUp(SignInAfter)

    public var id: StepID {
        switch self {
        case .codeRequired(_, let reply): reply.id
        case .passwordRequired(let reply): reply.id
        case .attributesRequired(_, let reply): reply.id
        case .verificationRequired(_, let reply): reply.id
        case .browserRequired(_, let reply): reply.id
        case .signedUp(let next): next.id
        }
    }
}

/// Answers ``SignUpStep/codeRequired(_:_:)``.
public struct SignUpCodeReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: SignUpCourse

    /// Takes the code. A wrong one is ``Problem/wrongCode``, and this reply goes on working.
    public func submit(_ code: some SecretText) async throws -> SignUpStep {
        let code = code.lent
        return try await course.move { [raw] in try raw.submit(given: code) }
    }

    /// Has another code sent; the one before is void.
    public func resend() async throws -> SignUpStep {
        try await course.move { [raw] in try raw.resend() }
    }
}

/// Answers ``SignUpStep/passwordRequired(_:)``.
public struct SignUpPasswordReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: SignUpCourse

    /// Takes the new account's password.
    public func submit(_ password: some SecretText) async throws -> SignUpStep {
        let password = password.lent
        return try await course.move { [raw] in try raw.submit(given: password) }
    }
}

/// Answers ``SignUpStep/attributesRequired(_:_:)``.
public struct AttributesReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: SignUpCourse

    /// Takes the attributes.
    public func submit(_ attributes: Attributes) async throws -> SignUpStep {
        try await course.move { [raw] in try raw.give(given: attributes.raw) }
    }
}

extension SignUpStep {
    fileprivate init(_ raw: DoorstepFFI.Step, _ course: SignUpCourse) throws {
        func id(_ revision: UInt64) -> StepID { StepID(flow: course.flow, revision: revision) }
        self =
            switch raw {
            case .codeRequired(let code, let revision, let reply):
                .codeRequired(CodeSent(code), SignUpCodeReply(id: id(revision), raw: reply, course: course))
            case .passwordRequired(let revision, let reply):
                .passwordRequired(SignUpPasswordReply(id: id(revision), raw: reply, course: course))
            case .attributesRequired(let attributes, let revision, let reply):
                .attributesRequired(
                    attributes.map(RequiredAttribute.init),
                    AttributesReply(id: id(revision), raw: reply, course: course))
            case .verificationRequired(let challenge, let revision, let reply):
                .verificationRequired(
                    RiskChallenge(challenge), SignUpVerificationReply(id: id(revision), raw: reply, course: course))
            case .browserRequired(let reason, let revision, let reply):
                .browserRequired(BrowserReason(reason), .lonely(id: id(revision), raw: reply, of: course))
            case .over(let signIn, _):
                .signedUp(SignInAfter(id: .last(of: course.flow), raw: signIn))
            case .mfaRequired, .mfaCodeRequired, .registrationRequired, .registrationCodeRequired,
                .newPasswordRequired, .newPasswordSubmitted, .signedIn:
                throw DoorstepError.defect
            }
    }
}
