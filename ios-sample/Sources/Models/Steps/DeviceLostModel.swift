import Observation

/// The recovery of a lost device: a password reset that does more. It says so before anything begins.
@MainActor @Observable
public final class DeviceLostModel {
    public let username: String
    public let work: Work
    private let start: @MainActor () async throws -> Void
    private let leave: @MainActor () -> Void

    init(
        _ username: String, work: Work, start: @escaping @MainActor () async throws -> Void,
        leave: @escaping @MainActor () -> Void
    ) {
        self.username = username
        self.work = work
        self.start = start
        self.leave = leave
    }

    public func begin() async {
        await work.run { try await start() }
    }

    public func cancel() {
        leave()
    }
}
