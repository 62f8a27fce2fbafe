import Doorstep
import Foundation

/// A flow as screens follow it.
@MainActor
public protocol FlowModel: AnyObject {
    var title: Phrase { get }
    /// Said above the first screen, where the flow follows another one.
    var notice: Phrase? { get }
    var stage: Stage { get }
    var work: Work { get }
    /// Ends the flow, in any state.
    func cancel() async
    /// What helps, done.
    func apply(_ remedy: Remedy) async
}

/// Where flows lead when their own steps are through.
@MainActor
struct Ways {
    let saved: any SavedFlow
    let browser: @MainActor () -> any Browser
    let solver: (any ChallengeSolver)?
    let signedIn: @MainActor (Account) async throws -> Void
    let resetPassword: @MainActor (ResetPasswordFlow) async throws -> Void
    let deviceLost: @MainActor () async -> Void
    let signIn: @MainActor (SignInFlow, Phrase) async throws -> Void
    let startAgain: @MainActor () -> Void
}

/// What the models of the three flows have in common: a step becomes a stage, and an answer leads to the next step.
@MainActor
protocol Stepping: FlowModel {
    associatedtype Flow: AuthFlow
    var flow: Flow { get }
    var ways: Ways { get }
    var stage: Stage { get set }
    var shown: Flow.Step.ID? { get set }
    func stage(for step: Flow.Step) -> Stage
}

extension Stepping {
    /// Begins the flow. Its id is all that is kept.
    func start() async throws {
        show(try await flow.start())
        ways.saved.id = flow.id
    }

    /// Goes on where the flow stood when the system ended the app.
    func resume() {
        if let step = flow.step { show(step) }
    }

    /// An answer to the step that is shown, as a screen can give it.
    func answer<Input>(
        _ call: @escaping @MainActor (Input) async throws -> Flow.Step
    ) -> @MainActor (Input) async -> Void {
        { [weak self] input in await self?.move { try await call(input) } }
    }

    func answer(_ call: @escaping @MainActor () async throws -> Flow.Step) -> @MainActor () async -> Void {
        { [weak self] in await self?.move(call) }
    }

    /// Something beside the steps, as a screen can ask for it.
    func lead(_ call: @escaping @MainActor (Self) async throws -> Void) -> @MainActor () async -> Void {
        { [weak self] in
            guard let self else { return }
            await self.work.run { try await call(self) }
        }
    }

    public func cancel() async {
        ways.saved.id = nil
        try? await flow.cancel()
        ways.startAgain()
    }

    /// The step after `call`. One that failed may have moved the flow, too.
    func move(_ call: @MainActor () async throws -> Flow.Step) async {
        await work.run { show(try await call()) }
        if let step = flow.step { show(step) }
        await goOn()
    }

    private func show(_ step: Flow.Step) {
        guard step.id != shown else { return }
        shown = step.id
        stage = stage(for: step)
    }

    /// Goes on where nobody has to decide.
    func goOn() async {
        guard work.trouble == nil else { return }
        switch stage {
        case .finished(let model): if model.more == nil { await model.proceed() }
        case .mfa(let model): if let only = model.only { await model.choose(only) }
        default: break
        }
    }
}

extension Stepping {
    /// What somebody in front of the service wants first: a code, or that a provider's challenge is solved.
    func verify(
        _ challenge: RiskChallenge, submit: @escaping @MainActor (String) async throws -> Flow.Step,
        again: @escaping @MainActor () async throws -> Flow.Step,
        back: @escaping @MainActor () async throws -> Flow.Step
    ) -> Stage {
        if let code = challenge.securityCode {
            let answers = SecurityCodeModel.Answers(
                submit: answer { try await submit($0) }, again: answer(again), back: giveUp(back))
            return .securityCode(
                SecurityCodeModel(code, isAgain: challenge.attempt > 1, work: work, answers: answers))
        }
        let solve = ways.solver.map { solver in answer { try await submit(try await solver.proof(of: challenge)) } }
        return .verification(VerificationModel(challenge, work: work, send: solve, back: giveUp(back)))
    }

    /// Back from a challenge. Who gives it up where no step was before it, ends the flow.
    private func giveUp(
        _ back: @escaping @MainActor () async throws -> Flow.Step
    ) -> @MainActor () async -> Void {
        { [weak self] in
            guard let self else { return }
            var isAtStart = false
            await self.move {
                do {
                    return try await back()
                } catch DoorstepError.misuse(.notStarted, _) {
                    isAtStart = true
                    throw CancellationError()
                }
            }
            if isAtStart { await self.cancel() }
        }
    }

    /// A journey through the browser that begins in another flow than a sign-in, and ends in an account all the same.
    func browse(_ reason: BrowserReason, _ reply: BrowserReply) -> BrowserModel {
        BrowserModel(reason, work: work) { [weak self] in
            guard let self else { return }
            let browser = self.ways.browser()
            await self.work.run {
                guard case .signedIn(let account) = try await browser.journey(of: reply) else { return }
                self.ways.saved.id = nil
                try await self.ways.signedIn(account)
            }
        }
    }
}
