import Foundation

/// A value behind a lock.
final class Locked<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) {
        self.value = value
    }

    func withLock<Result>(_ use: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try use(&value)
    }
}

/// Runs `call` to its end, whatever becomes of the task that waits: where that one is cancelled, it stops waiting. In a
/// task that is cancelled already, nothing is begun.
func listening<Value: Sendable>(_ call: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try Task.checkCancellation()
    let answer = Answer<Value>()
    Task {
        do {
            answer.give(.success(try await call()))
        } catch {
            answer.give(.failure(DoorstepError(telling: error)))
        }
    }
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { answer.wait($0) }
    } onCancel: {
        answer.give(.failure(CancellationError()))
    }
}

/// Runs `call` to its end, and waits for that in a task that is cancelled, too.
func uninterrupted(_ call: @escaping @Sendable () async throws -> Void) async throws {
    let done = Task {
        do {
            try await call()
        } catch {
            throw DoorstepError(telling: error)
        }
    }
    try await done.value
}

/// Where one answer is waited for. The first one counts.
final class Answer<Value: Sendable>: Sendable {
    private enum State {
        case open
        case waiting(CheckedContinuation<Value, any Error>)
        case given(Result<Value, any Error>)
        case over
    }

    private let state = Locked(State.open)

    func give(_ result: Result<Value, any Error>) {
        let waiting: CheckedContinuation<Value, any Error>? = state.withLock { state in
            switch state {
            case .open:
                state = .given(result)
                return nil
            case .waiting(let continuation):
                state = .over
                return continuation
            case .given, .over:
                return nil
            }
        }
        waiting?.resume(with: result)
    }

    func wait(_ continuation: CheckedContinuation<Value, any Error>) {
        let given: Result<Value, any Error>? = state.withLock { state in
            guard case .given(let result) = state else {
                state = .waiting(continuation)
                return nil
            }
            state = .over
            return result
        }
        if let given { continuation.resume(with: given) }
    }
}
