/// How a profile of ThreatMetrix ended.
public enum ThreatMetrixStatus: Hashable, Sendable {
    /// All of it is there.
    case ok
    /// Some of it is there (`PartialProfile`).
    case partial
    /// Any other status: network, certificates, interrupted.
    case failed
}

/// What the adapter calls of the vendor's profiling software. The app implements it, by a line or two each.
public protocol ThreatMetrixProfiling: Sendable {
    /// Begins to profile with `session` set in the options, and gives back the session of the handle, which is there
    /// at once. `onEnd` is called when the profile ends, from any thread.
    func profile(_ session: String, onEnd: @escaping @Sendable (ThreatMetrixStatus) -> Void) -> String

    /// Sends what was noted of typing and touches, before something is submitted.
    func sendBehaviour()

    /// Ends the profile that runs.
    func cancel()
}

/// LexisNexis ThreatMetrix: profiles the device; the verdict is the server's, which asks by the session. A text, a
/// token and a new account wait for the profile; one that failed counts as an answer that did not come.
public final class ThreatMetrixProvider: RiskProvider {
    public let id = "tmx"
    public let uses: Set<DataUse>

    private let software: any ThreatMetrixProfiling
    private let behaviour: Bool
    private let profiles = Locked<[String: Profile]>([:])

    private struct Profile {
        var status: ThreatMetrixStatus?
        var waiting: [AsyncStream<ThreatMetrixStatus>.Continuation] = []
    }

    /// - Parameter behaviour: whether typing and touches are noted, which needs consent to ``DataUse/behaviour``, too
    public init(_ software: any ThreatMetrixProfiling, behaviour: Bool = false) {
        self.software = software
        self.behaviour = behaviour
        uses = behaviour ? [.device, .behaviour] : [.device]
    }

    public func begin(_ session: String, _ journey: RiskJourney) async throws -> String {
        profiles.withLock { $0[session] = Profile() }
        return software.profile(session) { [profiles] status in
            let waiting = profiles.withLock { profiles in
                profiles[session]?.status = status
                return profiles[session]?.waiting ?? []
            }
            for one in waiting { one.yield(status) }
        }
    }

    public func ready(_ session: String) async throws -> RiskProfile {
        let statuses = AsyncStream<ThreatMetrixStatus> { continuation in
            let status = profiles.withLock { profiles in
                profiles[session]?.waiting.append(continuation)
                return profiles[session].map(\.status) ?? .failed
            }
            if let status { continuation.yield(status) }
        }
        for await status in statuses {
            switch status {
            case .ok: return .full
            case .partial: return .partial
            case .failed: throw ProviderError.profileFailed
            }
        }
        throw CancellationError()
    }

    public func check(_ session: String, _ purpose: RiskPurpose) async throws -> RiskVerdict {
        if behaviour { software.sendBehaviour() }
        return .allow
    }

    public func end(_ session: String, _ why: RiskEnd) {
        let ended = profiles.withLock { $0.removeValue(forKey: session) }
        if let ended, ended.status == nil { software.cancel() }
    }
}

/// Why an adapter can't answer.
enum ProviderError: Error {
    case profileFailed
    case noToken
    case numberNotKnown
}
