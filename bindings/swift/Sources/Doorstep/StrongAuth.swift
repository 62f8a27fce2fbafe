import DoorstepFFI

/// Answers ``SignInStep/registrationRequired(_:_:)``.
public struct RegistrationReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: SignInCourse

    /// Has a code sent to `contact`, an address or a number such as `+1 555 010 0123`.
    public func register(_ method: RegistrationMethod, contact: String) async throws -> SignInStep {
        try await course.move { [raw] in try raw.register(method: method.id, contact: contact) }
    }
}

/// Answers ``SignInStep/registrationCodeRequired(_:_:_:)``.
public struct RegistrationCodeReply: Reply {
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

    /// Takes another contact.
    public func register(_ method: RegistrationMethod, contact: String) async throws -> SignInStep {
        try await course.move { [raw] in try raw.register(method: method.id, contact: contact) }
    }
}
