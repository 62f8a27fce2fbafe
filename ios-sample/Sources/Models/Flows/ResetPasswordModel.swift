import Doorstep
import Observation

/// A password reset: it leads on to a sign-in with the new password.
@MainActor @Observable
public final class ResetPasswordModel: FlowModel, Stepping {
    public internal(set) var stage = Stage.starting
    public let work: Work
    let flow: ResetPasswordFlow
    let ways: Ways
    @ObservationIgnored var shown: StepID?

    init(_ flow: ResetPasswordFlow, work: Work, ways: Ways) {
        self.flow = flow
        self.work = work
        self.ways = ways
    }

    public var title: Phrase { Phrase(.resetPassword) }
    public var notice: Phrase? { nil }

    public func apply(_ remedy: Remedy) async {
        switch remedy {
        case .resend: if case .code(let code) = stage { await code.resend() }
        case .signIn, .signUp, .resetPassword, .startAgain: await cancel()
        }
    }

    func stage(for step: ResetPasswordStep) -> Stage {
        switch step {
        case .codeRequired(let sent, let reply):
            .code(
                CodeModel(
                    sent, for: .passwordReset, work: work,
                    answers: .init(
                        submit: answer { try await reply.submit($0) }, resend: answer { try await reply.resend() })))
        case .newPasswordRequired(_, let reply):
            .password(PasswordModel(.new, work: work, send: answer { try await reply.submit($0) }))
        case .newPasswordSubmitted(let wait):
            .finished(FinishedModel(Phrase(.stillChanging), work: work, next: answer { try await wait.waitOn() }))
        case .verificationRequired(let challenge, let reply):
            verify(
                challenge, submit: { try await reply.submit($0) }, again: { try await reply.again() },
                back: { try await reply.goBack() })
        case .browserRequired(let reason, let reply):
            .browser(browse(reason, reply))
        case .passwordReset(let next, let recovery):
            .finished(
                FinishedModel(
                    Phrase(recovery == nil ? .passwordChanged : .lostDone),
                    more: recovery.map { _ in Phrase(.lostDoneMore) }, work: work,
                    next: lead { try await $0.ways.signIn(next.signIn(), Phrase(.passwordChanged)) }))
        }
    }
}
