import Doorstep
import Observation

/// A sign-up: it leads on to a sign-in of the new account.
@MainActor @Observable
public final class SignUpModel: FlowModel, Stepping {
    public internal(set) var stage = Stage.starting
    public let work: Work
    let flow: SignUpFlow
    let ways: Ways
    @ObservationIgnored var shown: StepID?

    init(_ flow: SignUpFlow, work: Work, ways: Ways) {
        self.flow = flow
        self.work = work
        self.ways = ways
    }

    public var title: Phrase { Phrase(.signUp) }
    public var notice: Phrase? { nil }

    public func apply(_ remedy: Remedy) async {
        switch remedy {
        case .resend: if case .code(let code) = stage { await code.resend() }
        case .signIn, .signUp, .resetPassword, .startAgain: await cancel()
        }
    }

    func stage(for step: SignUpStep) -> Stage {
        switch step {
        case .codeRequired(let sent, let reply):
            .code(
                CodeModel(
                    sent, for: .signUp, work: work,
                    answers: .init(
                        submit: answer { try await reply.submit($0) }, resend: answer { try await reply.resend() },
                        change: { [weak self] in Task { await self?.cancel() } })))
        case .passwordRequired(let reply):
            .password(PasswordModel(.first, work: work, send: answer { try await reply.submit($0) }))
        case .attributesRequired(let asked, let reply):
            .attributes(AttributesModel(asked, work: work, send: answer { try await reply.submit($0) }))
        case .verificationRequired(let challenge, let reply):
            verify(
                challenge, submit: { try await reply.submit($0) }, again: { try await reply.again() },
                back: { try await reply.goBack() })
        case .browserRequired(let reason, let reply):
            .browser(browse(reason, reply))
        case .signedUp(let next):
            .finished(
                FinishedModel(
                    Phrase(.signedUp), work: work,
                    next: lead { try await $0.ways.signIn(next.signIn(), Phrase(.signedUp)) }))
        }
    }
}
