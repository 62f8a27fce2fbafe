import DoorstepFFI
import Foundation

/// How a flow moves: what the library says becomes a step of ours, and is published.
final class Course<Step: Sendable>: Sendable {
    private struct State {
        var step: Step?
        var isOver = false
        var followers: [UUID: AsyncStream<Step>.Continuation] = [:]
    }

    private let state = Locked(State())
    /// Asks the flow where it stands, where there is a flow to ask.
    private let now: (@Sendable () throws -> DoorstepFFI.Step)?
    private let ours: @Sendable (DoorstepFFI.Step, Course) throws -> Step
    private let isLast: @Sendable (Step) -> Bool
    private let moved: (@Sendable () -> Void)?
    let flow: String

    init(
        flow: String,
        now: (@Sendable () throws -> DoorstepFFI.Step)?,
        ours: @escaping @Sendable (DoorstepFFI.Step, Course) throws -> Step,
        isLast: @escaping @Sendable (Step) -> Bool,
        moved: (@Sendable () -> Void)? = nil
    ) {
        self.flow = flow
        self.now = now
        self.ours = ours
        self.isLast = isLast
        self.moved = moved
    }

    var step: Step? {
        state.withLock { $0.step }
    }

    var steps: AsyncStream<Step> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { follower in
            let id = UUID()
            follower.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.followers.removeValue(forKey: id) }
            }
            let isOver = state.withLock { state in
                if let step = state.step { follower.yield(step) }
                if !state.isOver { state.followers[id] = follower }
                return state.isOver
            }
            if isOver { follower.finish() }
        }
    }

    /// A step that came of a call, whether somebody still waits for it or not. A call that failed may have moved the
    /// flow, too.
    func move(_ call: @escaping @Sendable () throws -> DoorstepFFI.Call) async throws -> Step {
        try await listening { [self] in
            defer { moved?() }
            do {
                return try publish(try await call().step())
            } catch {
                look()
                throw error
            }
        }
    }

    /// The present step of the flow, or what is wrong with asking for it.
    func current(_ now: () throws -> DoorstepFFI.Step) throws -> Step {
        try publish(try told(now))
    }

    /// Publishes the present step, if there is one.
    func look() {
        guard let now else { return }
        do {
            try publish(try now())
        } catch DoorstepFFI.Failure.Misuse(.notStarted, _) {
            return
        } catch {
            publish(nil)
        }
    }

    @discardableResult
    private func publish(_ raw: DoorstepFFI.Step) throws -> Step {
        let step = try ours(raw, self)
        publish(step)
        return step
    }

    private func publish(_ step: Step?) {
        let left = state.withLock { state in
            state.step = step
            state.isOver = step.map(isLast) ?? true
            if let step { for follower in state.followers.values { follower.yield(step) } }
            return state.isOver ? Array(state.followers.values) : []
        }
        // Finishing calls back to leave the list.
        for follower in left { follower.finish() }
    }
}
