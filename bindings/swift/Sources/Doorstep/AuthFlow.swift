import Foundation

/// A flow on its way: a ``SignInFlow``, a ``SignUpFlow`` or a ``ResetPasswordFlow``.
///
/// A task that is cancelled while a call runs only stops waiting, with a `CancellationError`: the call runs to its
/// end, and ``step`` shows what came of it. Only ``cancel()`` ends a flow; see ``cancelledWithTask(_:)``.
public protocol AuthFlow: AnyObject, Sendable, Identifiable where ID == String {
    /// What the flow wants next.
    associatedtype Step: Hashable, Identifiable, Sendable

    /// Names the flow, across process death: the one thing to keep. ``DoorstepClient/resume(_:)`` takes it.
    var id: String { get }

    /// The flow's id in the service's logs.
    var correlationID: String { get }

    /// The step that the flow stands at; `nil` where it has none.
    var step: Step? { get }

    /// The step that the flow stands at, and each one that it comes to, for a screen to follow. A screen that is slow
    /// sees the newest one. It ends with the flow.
    var steps: AsyncStream<Step> { get }

    /// Whether the present step survives the process. It does not while the device's storage is locked.
    var isDurable: Bool { get }

    /// Whether the answer to an earlier call was lost, so that the service may be a step ahead. Go on as usual.
    var isUncertain: Bool { get }

    /// Begins the flow and gives its first step. Where it has begun already, gives the step it stands at.
    func start() async throws -> Step

    /// The step that the flow stands at, or why it has none. Sends nothing.
    func current() throws -> Step

    /// Ends the flow, in any state, as often as you like. An answer that is on its way is discarded.
    func cancel() async throws
}

extension AuthFlow {
    /// Runs `call`, and ends this flow where the task that waits is cancelled meanwhile.
    public func cancelledWithTask<Value: Sendable>(
        _ call: @Sendable () async throws -> Value
    ) async throws -> Value {
        let ending = Locked<Task<Void, Never>?>(nil)
        do {
            return try await withTaskCancellationHandler(operation: call) {
                // A task of its own: the one that is cancelled could not wait for it.
                ending.withLock { $0 = Task { try? await self.cancel() } }
            }
        } catch {
            await ending.withLock { $0 }?.value
            throw error
        }
    }
}

/// Names a step: the flow, and its revision there. A wrong code leaves the step as it is.
public struct StepID: Hashable, Sendable {
    let flow: String
    let revision: UInt64

    /// The one that a flow ends at.
    static func last(of flow: String) -> StepID {
        StepID(flow: flow, revision: .max)
    }
}
