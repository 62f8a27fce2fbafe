import DoorstepFFI
import Foundation

/// A flow that waits for the person.
public struct WaitingFlow: Hashable, Identifiable, Sendable {
    /// ``DoorstepClient/resume(_:)`` takes it.
    public let id: String

    /// What it is for.
    public let kind: FlowKind

    /// The step it waits at.
    public let step: StepKind

    /// Since when.
    public let since: Date

    /// Until when, at most.
    public let until: Date

    init(_ raw: DoorstepFFI.WaitingFlow) {
        id = raw.id
        kind = FlowKind(raw.kind)
        step = StepKind(raw.step)
        since = Date(millis: raw.sinceMillis)
        until = Date(millis: raw.untilMillis)
    }
}

/// A flow that goes on after the process died.
public enum ResumedFlow: Sendable {
    /// A sign-in.
    case signIn(SignInFlow)
    /// A sign-up.
    case signUp(SignUpFlow)
    /// A password reset.
    case resetPassword(ResetPasswordFlow)
}
