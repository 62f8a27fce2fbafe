import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// Runs a test on a sandbox and a device of its own.
func onSandbox(_ flags: String..., test: (Sandbox, Device) async throws -> Void) async throws {
    let sandbox = try Sandbox(flags)
    try await test(sandbox, try Device(sandbox.tenant))
}

/// Runs a test on a device alone, where no service answers.
func offline(test: (Device) async throws -> Void) async throws {
    try await test(try Device("http://127.0.0.1:1/contoso.onmicrosoft.com"))
}

/// What a hook of a test throws.
struct Thrown: Error, CustomStringConvertible {
    let description: String
}

/// The error that `call` must end in.
func failure<Value>(
    _ call: () async throws -> Value, at place: SourceLocation = #_sourceLocation
) async throws -> DoorstepError {
    do {
        _ = try await call()
    } catch let error as DoorstepError {
        return error
    }
    try #require(Bool(false), "no error", sourceLocation: place)
    throw CancellationError()
}

/// What a step must carry, told by `read`.
func want<Step, Value>(
    _ step: Step, _ read: (Step) -> Value?, at place: SourceLocation = #_sourceLocation
) throws -> Value {
    try #require(read(step), "\(step)", sourceLocation: place)
}

/// Waits for what another thread will bring about.
func eventually(_ holds: () async throws -> Bool) async throws {
    let end = Date().addingTimeInterval(60)
    while try await !holds() {
        try #require(Date() < end, "it never came about")
        try await Task.sleep(nanoseconds: 2_000_000)
    }
}

extension SignInStep {
    var password: PasswordReply? { if case .passwordRequired(let reply) = self { reply } else { nil } }
    var code: (sent: CodeSent, reply: CodeReply)? {
        if case .codeRequired(let sent, let reply) = self { (sent, reply) } else { nil }
    }
    var mfa: (methods: [AuthMethod], reply: MfaReply)? {
        if case .mfaRequired(let methods, let reply) = self { (methods, reply) } else { nil }
    }
    var mfaCode: (sent: CodeSent, reply: MfaCodeReply)? {
        if case .mfaCodeRequired(let sent, _, let reply) = self { (sent, reply) } else { nil }
    }
    var registration: (methods: [RegistrationMethod], reply: RegistrationReply)? {
        if case .registrationRequired(let methods, let reply) = self { (methods, reply) } else { nil }
    }
    var registrationCode: (sent: CodeSent, reply: RegistrationCodeReply)? {
        if case .registrationCodeRequired(let sent, _, let reply) = self { (sent, reply) } else { nil }
    }
    var verification: (challenge: RiskChallenge, reply: VerificationReply)? {
        if case .verificationRequired(let challenge, let reply) = self { (challenge, reply) } else { nil }
    }
    var browser: (reason: BrowserReason, reply: BrowserReply)? {
        if case .browserRequired(let reason, let reply) = self { (reason, reply) } else { nil }
    }
    var account: Account? { if case .signedIn(let account) = self { account } else { nil } }
}

extension SignUpStep {
    var code: (sent: CodeSent, reply: SignUpCodeReply)? {
        if case .codeRequired(let sent, let reply) = self { (sent, reply) } else { nil }
    }
    var password: SignUpPasswordReply? { if case .passwordRequired(let reply) = self { reply } else { nil } }
    var attributes: (asked: [RequiredAttribute], reply: AttributesReply)? {
        if case .attributesRequired(let asked, let reply) = self { (asked, reply) } else { nil }
    }
    var verification: (challenge: RiskChallenge, reply: SignUpVerificationReply)? {
        if case .verificationRequired(let challenge, let reply) = self { (challenge, reply) } else { nil }
    }
    var browser: BrowserReply? { if case .browserRequired(_, let reply) = self { reply } else { nil } }
    var next: SignInAfter? { if case .signedUp(let next) = self { next } else { nil } }
}

extension ResetPasswordStep {
    var code: (sent: CodeSent, reply: ResetCodeReply)? {
        if case .codeRequired(let sent, let reply) = self { (sent, reply) } else { nil }
    }
    var newPassword: NewPasswordReply? { if case .newPasswordRequired(_, let reply) = self { reply } else { nil } }
    var verification: (challenge: RiskChallenge, reply: ResetVerificationReply)? {
        if case .verificationRequired(let challenge, let reply) = self { (challenge, reply) } else { nil }
    }
    var browser: BrowserReply? { if case .browserRequired(_, let reply) = self { reply } else { nil } }
    var next: SignInAfter? { done?.next }
    var done: (next: SignInAfter, recovery: RecoveryReason?)? {
        if case .passwordReset(let next, let recovery) = self { (next, recovery) } else { nil }
    }
}

/// Ada's sign-in, up to the choice of her second factor.
func adaAtSecondFactor(_ flow: SignInFlow) async throws -> (methods: [AuthMethod], reply: MfaReply) {
    let password = try want(try await flow.start(), \.password)
    return try want(try await password.submit(adaPassword), \.mfa)
}

/// Bob, signed in.
func signedInBob(_ client: DoorstepClient) async throws -> Account {
    let flow = try client.signIn(bob, password: bobPassword, scopes: todo)
    return try want(try await flow.start(), \.account)
}
