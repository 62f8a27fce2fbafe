import Doorstep
import Foundation
import Observation

/// The calls of one flow or screen, one at a time: whether one runs, and what went wrong with the last one.
@MainActor @Observable
public final class Work {
    public private(set) var busySince: Date?
    public private(set) var trouble: Trouble?

    /// The time, which tests set.
    public let now: @Sendable () -> Date

    /// From then on a screen says that it is still at it, and offers to stop.
    private static let slow: TimeInterval = 8

    public init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    public var isBusy: Bool { busySince != nil }

    /// Whether the call takes so long that the person should be told.
    public func isSlow(at time: Date) -> Bool {
        busySince.map { time.timeIntervalSince($0) >= Self.slow } ?? false
    }

    /// Whether a button may be pressed: nothing runs, and nothing has to be waited for.
    public func isReady(at time: Date) -> Bool {
        !isBusy && trouble?.wait(at: time) == nil
    }

    /// Runs `call` unless one runs already. A person who closes the browser has done nothing wrong.
    func run(_ call: @MainActor () async throws -> Void) async {
        guard !isBusy else { return }
        busySince = now()
        trouble = nil
        defer { busySince = nil }
        do {
            try await call()
        } catch {
            let isNone = error is CancellationError || error is BrowserClosed
            trouble = isNone ? nil : Trouble(error, at: now())
        }
    }

    /// Forgets what went wrong, because the person went elsewhere.
    func settle() {
        trouble = nil
    }
}
