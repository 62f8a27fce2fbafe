import Doorstep
import Observation

/// A sign-in.
@MainActor @Observable
public final class SignInModel: FlowModel, Stepping {
    public internal(set) var stage = Stage.starting
    public let notice: Phrase?
    public let work: Work
    let flow: SignInFlow
    let ways: Ways
    let region: String?
    @ObservationIgnored var shown: StepID?

    init(_ flow: SignInFlow, work: Work, ways: Ways, region: String?, notice: Phrase? = nil) {
        self.flow = flow
        self.work = work
        self.ways = ways
        self.region = region
        self.notice = notice
    }

    public var title: Phrase { Phrase(.signIn) }

    public func apply(_ remedy: Remedy) async {
        switch remedy {
        case .resetPassword: await forgotten()
        case .resend: if case .code(let code) = stage { await code.resend() }
        case .signIn, .signUp, .startAgain: await cancel()
        }
    }

    func stage(for step: SignInStep) -> Stage {
        switch step {
        case .passwordRequired(let reply):
            .password(
                PasswordModel(
                    .current, work: work, forgotten: lead { try await $0.ways.resetPassword($0.flow.resetPassword()) },
                    lost: { [weak self] in await self?.lost() },
                    send: answer { try await reply.submit($0) }))
        case .codeRequired(let sent, let reply):
            .code(
                CodeModel(
                    sent, for: .firstFactor, work: work,
                    answers: .init(
                        submit: answer { try await reply.submit($0) }, resend: answer { try await reply.resend() })))
        case .mfaRequired(let methods, let reply):
            .mfa(
                MfaModel(
                    methods, last: ways.saved.lastChannel, work: work,
                    send: choosing { try await reply.choose($0) }))
        case .mfaCodeRequired(let sent, let methods, let reply):
            .code(
                CodeModel(
                    sent, for: .secondFactor, work: work, methods: methods,
                    answers: .init(
                        submit: answer { try await reply.submit($0) }, resend: answer { try await reply.resend() },
                        choose: choosing { try await reply.choose($0) })))
        case .registrationRequired(let methods, let reply):
            .strongAuth(register(methods) { try await reply.register($0, contact: $1) })
        case .registrationCodeRequired(let sent, let methods, let reply):
            .code(
                CodeModel(
                    sent, for: .registration, work: work,
                    answers: .init(
                        submit: answer { try await reply.submit($0) }, resend: answer { try await reply.resend() },
                        change: { [weak self] in
                            self?.change(methods) { try await reply.register($0, contact: $1) }
                        })))
        case .verificationRequired(let challenge, let reply):
            verify(
                challenge, submit: { try await reply.submit($0) }, again: { try await reply.again() },
                back: { try await reply.goBack() })
        case .browserRequired(let reason, let reply):
            .browser(
                BrowserModel(
                    reason, work: work,
                    journey: answer { [ways] in try await ways.browser().journey(of: reply) }))
        case .signedIn(let account):
            .finished(
                FinishedModel(
                    Phrase(.signedIn), work: work,
                    next: lead {
                        $0.ways.saved.id = nil
                        try await $0.ways.signedIn(account)
                    }))
        }
    }

    /// A choice of a method, which is remembered.
    private func choosing(
        _ call: @escaping @MainActor (AuthMethod) async throws -> SignInStep
    ) -> @MainActor (AuthMethod) async -> Void {
        answer { [ways] (method: AuthMethod) in
            ways.saved.lastChannel = method.channel.word
            return try await call(method)
        }
    }

    /// The phone is gone, too: this sign-in ends.
    private func lost() async {
        await cancel()
        await ways.deviceLost()
    }

    private func forgotten() async {
        if case .password(let password) = stage { await password.forgotten() }
    }

    private typealias Register = @MainActor (RegistrationMethod, String) async throws -> SignInStep

    private func register(_ methods: [RegistrationMethod], _ call: @escaping Register) -> StrongAuthModel {
        let send = answer { (given: (RegistrationMethod, String)) in try await call(given.0, given.1) }
        return StrongAuthModel(methods, region: region, work: work) { await send(($0, $1)) }
    }

    /// Another contact than the one that the code went to.
    private func change(_ methods: [RegistrationMethod], _ call: @escaping Register) {
        work.settle()
        stage = .strongAuth(register(methods, call))
    }
}
