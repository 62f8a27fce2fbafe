import DoorstepFFI

/// Answers ``SignInStep/verificationRequired(_:_:)``.
public struct VerificationReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: SignInCourse

    /// Takes the proof that the provider's software gave for the solved challenge, and sends the call that it was asked
    /// for once more. One that is not taken leads to this step again, with another challenge.
    public func submit(_ proof: some SecretText) async throws -> SignInStep {
        let proof = proof.lent
        return try await course.move { [raw] in try raw.submit(given: proof) }
    }

    /// Sends the call once more without a proof, for another challenge: another security code where the wait for one is
    /// over, the same challenge where it is not, and what would have followed where nothing is to be solved any more.
    public func again() async throws -> SignInStep {
        try await course.move { [raw] in try raw.resend() }
    }

    /// Gives the challenge up and goes back to the step before it. Sends nothing. Where there was none, the flow stands
    /// at its beginning again: ``Misuse/notStarted``.
    public func goBack() async throws -> SignInStep {
        try await course.move { [raw] in try raw.goBack() }
    }
}

/// Answers ``SignUpStep/verificationRequired(_:_:)``.
public struct SignUpVerificationReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: SignUpCourse

    /// Takes the proof that the provider's software gave for the solved challenge, and sends the call that it was asked
    /// for once more. One that is not taken leads to this step again, with another challenge.
    public func submit(_ proof: some SecretText) async throws -> SignUpStep {
        let proof = proof.lent
        return try await course.move { [raw] in try raw.submit(given: proof) }
    }

    /// Sends the call once more without a proof, for another challenge: another security code where the wait for one is
    /// over, the same challenge where it is not, and what would have followed where nothing is to be solved any more.
    public func again() async throws -> SignUpStep {
        try await course.move { [raw] in try raw.resend() }
    }

    /// Gives the challenge up and goes back to the step before it. Sends nothing. Where there was none, the flow stands
    /// at its beginning again: ``Misuse/notStarted``.
    public func goBack() async throws -> SignUpStep {
        try await course.move { [raw] in try raw.goBack() }
    }
}

/// Answers ``ResetPasswordStep/verificationRequired(_:_:)``.
public struct ResetVerificationReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: ResetPasswordCourse

    /// Takes the proof that the provider's software gave for the solved challenge, and sends the call that it was asked
    /// for once more. One that is not taken leads to this step again, with another challenge.
    public func submit(_ proof: some SecretText) async throws -> ResetPasswordStep {
        let proof = proof.lent
        return try await course.move { [raw] in try raw.submit(given: proof) }
    }

    /// Sends the call once more without a proof, for another challenge: another security code where the wait for one is
    /// over, the same challenge where it is not, and what would have followed where nothing is to be solved any more.
    public func again() async throws -> ResetPasswordStep {
        try await course.move { [raw] in try raw.resend() }
    }

    /// Gives the challenge up and goes back to the step before it. Sends nothing. Where there was none, the flow stands
    /// at its beginning again: ``Misuse/notStarted``.
    public func goBack() async throws -> ResetPasswordStep {
        try await course.move { [raw] in try raw.goBack() }
    }
}
