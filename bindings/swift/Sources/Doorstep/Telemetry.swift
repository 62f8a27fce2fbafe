import DoorstepFFI
import Foundation

/// Something that happened. It holds no personal data, no token and no text of the service's.
public enum Event: Hashable, Sendable {
    /// A call to the service ended.
    case callFinished(CallFinished)

    /// A flow came to a step.
    case stepShown(FlowKind, StepKind, correlationID: String)

    /// A flow ended: `signed_in`, `cancelled`, or the code of an error.
    case flowEnded(FlowKind, outcome: String, correlationID: String)

    /// Saved records could not be read and were set aside.
    case recordsSetAside(SetAside, count: Int)

    /// A risk provider was called, or would have been if it were not at rest.
    case riskHookCalled(RiskHookCalled)

    /// An access token was handed out.
    case tokenGiven(from: TokenSource)
}

/// A call to the service, when it has ended.
public struct CallFinished: Hashable, Sendable {
    /// What was asked, such as `redeem_password`.
    public let call: String

    /// What came of it: a name such as `granted`, or the code of an error.
    public let outcome: String

    /// What kind of status the answer had.
    public let status: StatusClass

    /// How long it took.
    public let latency: TimeInterval

    /// How many repetitions there were, each of a request that never left the device.
    public let retries: Int

    /// The call's id in the service's logs.
    public let correlationID: String
}

/// A call of a risk provider, when it has ended.
public struct RiskHookCalled: Hashable, Sendable {
    /// Which call: `begin`, `ready`, `check`, `attach`.
    public let hook: String

    /// What came of it, such as `allow`; or why nothing did: `late`, `failed`, `resting`, `other_session`,
    /// `bad_header`.
    public let outcome: String

    /// How long it took.
    public let latency: TimeInterval

    /// The flow's id in the service's logs; `nil` before there is a flow.
    public let correlationID: String?
}

/// The library's log, which goes nowhere unless it is asked for.
public enum DoorstepLog {
    /// How much a line matters.
    public enum Level: Hashable, Sendable {
        /// A defect.
        case error
        /// Something failed, and the library goes on.
        case warn
        /// What a developer of the app may want to know.
        case info
        /// What a developer of the library may want to know.
        case debug
    }

    /// Sends the log of the whole process, up to `level`, to `write`, on a thread of its own. The first one stays
    /// until the process ends: `false` where there is one already. Lines hold no secret and no personal data, but for
    /// what the app's own vault and records threw.
    @discardableResult
    public static func install(_ level: Level, write: @escaping @Sendable (Level, String) -> Void) -> Bool {
        setLogSink(level: level.raw, sink: RawLog(write: write))
    }
}

private final class RawLog: DoorstepFFI.LogSink {
    private let write: @Sendable (DoorstepLog.Level, String) -> Void

    init(write: @escaping @Sendable (DoorstepLog.Level, String) -> Void) {
        self.write = write
    }

    func log(level: DoorstepFFI.LogLevel, line: String) {
        write(DoorstepLog.Level(level), line)
    }
}

extension DoorstepLog.Level {
    fileprivate var raw: DoorstepFFI.LogLevel {
        switch self {
        case .error: .error
        case .warn: .warn
        case .info: .info
        case .debug: .debug
        }
    }

    fileprivate init(_ raw: DoorstepFFI.LogLevel) {
        self =
            switch raw {
            case .error: .error
            case .warn: .warn
            case .info: .info
            case .debug: .debug
            }
    }
}

/// Takes events in, as the library calls it.
final class RawEvents: DoorstepFFI.EventSink {
    private let onEvent: @Sendable (Event) -> Void

    init(_ onEvent: @escaping @Sendable (Event) -> Void) {
        self.onEvent = onEvent
    }

    func record(event: DoorstepFFI.Event) {
        onEvent(Event(event))
    }
}

extension Event {
    fileprivate init(_ raw: DoorstepFFI.Event) {
        self =
            switch raw {
            case .callFinished(let call, let outcome, let status, let latency, let retries, let correlationID):
                .callFinished(
                    CallFinished(
                        call: call, outcome: outcome, status: StatusClass(status),
                        latency: TimeInterval(millis: latency), retries: Int(retries), correlationID: correlationID))
            case .stepShown(let flow, let step, let correlationID):
                .stepShown(FlowKind(flow), StepKind(step), correlationID: correlationID)
            case .flowEnded(let flow, let outcome, let correlationID):
                .flowEnded(FlowKind(flow), outcome: outcome, correlationID: correlationID)
            case .recordsSetAside(let why, let count):
                .recordsSetAside(SetAside(why), count: Int(clamping: count))
            case .riskHookCalled(let hook, let outcome, let latency, let correlationID):
                .riskHookCalled(
                    RiskHookCalled(
                        hook: hook, outcome: outcome, latency: TimeInterval(millis: latency),
                        correlationID: correlationID))
            case .tokenGiven(let from):
                .tokenGiven(from: TokenSource(from))
            }
    }
}
