import DoorstepFFI

/// Answers ``SignInStep/mfaRequired(_:_:)``.
public struct MfaReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: SignInCourse

    /// Has a code sent by `method`.
    public func choose(_ method: AuthMethod) async throws -> SignInStep {
        try await course.move { [raw] in try raw.choose(method: method.id) }
    }
}

/// Answers ``SignInStep/mfaCodeRequired(_:_:_:)``.
public struct MfaCodeReply: Reply {
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

    /// Has a code sent by another method.
    public func choose(_ method: AuthMethod) async throws -> SignInStep {
        try await course.move { [raw] in try raw.choose(method: method.id) }
    }
}
