import DoorstepFFI
import Foundation

/// Why a call failed, by the reaction that it calls for. There are five, and there will be no sixth.
public enum DoorstepError: Error, Hashable, Sendable {
    /// The person can correct it: show the problem at the field and let them try again.
    case fixable(Problem, ErrorInfo)

    /// Time can correct it: wait, for `retryAfter` where that is known, then do the same again.
    case later(Reason, retryAfter: TimeInterval?, ErrorInfo)

    /// The app's screen is stale: show what the word says.
    case misuse(Misuse, ErrorInfo)

    /// Somebody decided against it: stop and explain.
    case denied(Denier, ErrorInfo)

    /// Somebody must look into it: log it, and tell the person that it is not their fault.
    case broken(Area, ErrorInfo)

    /// What it says to logs and to support.
    public var info: ErrorInfo {
        switch self {
        case .fixable(_, let info), .later(_, _, let info), .misuse(_, let info), .denied(_, let info),
            .broken(_, let info):
            info
        }
    }
}

extension DoorstepError: LocalizedError, CustomStringConvertible {
    public var errorDescription: String? { info.description }
    public var description: String { info.description }
}

/// What an error says to logs and to support. But for ``hostReason``, it holds no personal data.
public struct ErrorInfo: Hashable, Sendable {
    /// Stable, in snake case: key string tables and alerts by it.
    public let code: String

    /// One sentence in English for developers.
    public let summary: String

    /// Whether the flow goes on.
    public let landing: Landing

    /// The flow's id in the service's logs.
    public let correlationID: String?

    /// The first of the service's error numbers (the digits of `AADSTS…`).
    public let serverCode: Int?

    /// The service's `suberror`, when it is a plain word.
    public let suberror: String?

    /// The service's time of the error, as it wrote it.
    public let timestamp: String?

    /// The names of the attributes that it is about.
    public let attributes: [AttributeName]

    /// The first line of what the app's own vault or records threw meanwhile.
    public let hostReason: String?
}

extension ErrorInfo: CustomStringConvertible {
    public var description: String {
        let details = [
            code,
            serverCode.map { "AADSTS\($0)" },
            correlationID.map { "correlation id \($0)" },
            hostReason,
        ]
        return "\(summary) (\(details.compactMap { $0 }.joined(separator: ", ")))"
    }
}

/// Where an error leaves the flow.
public enum Landing: Hashable, Sendable {
    /// The flow goes on, at the step that ``AuthFlow/step`` shows.
    case sameStep
    /// The flow is over. Start a new one.
    case flowOver
}

/// Where to look.
public enum Area: Hashable, Sendable {
    /// A setting is wrong: `advice` says what to change, and where.
    case configuration(Setting, advice: String)
    /// The service answered something that the protocol does not allow.
    case server
    /// An API asks for something that can't be asked of the service.
    case api
    /// A proxy, a captive portal or a firewall answered in the service's place.
    case edge
    /// Reading or writing a record failed, or a saved one was damaged or its key is gone.
    case storage
    /// A defect of this library, or of how it was put into the app.
    case `internal`
}

/// Runs a call of the library; what it throws is a ``DoorstepError``.
func told<Value>(_ call: () throws -> Value) throws -> Value {
    do {
        return try call()
    } catch {
        throw DoorstepError(telling: error)
    }
}

extension DoorstepError {
    /// What the library cannot explain.
    static let defect = DoorstepError.broken(
        .internal,
        ErrorInfo(
            code: "defect", summary: "The library failed inside.", landing: .flowOver, correlationID: nil,
            serverCode: nil, suberror: nil, timestamp: nil, attributes: [], hostReason: nil))

    /// Whatever the library throws: an error of its own, or what a panic in it becomes.
    init(telling error: any Error) {
        self =
            switch error {
            case DoorstepFFI.Failure.Fixable(let problem, let info):
                .fixable(Problem(problem), ErrorInfo(info))
            case DoorstepFFI.Failure.Later(let reason, let retryAfter, let info):
                .later(Reason(reason), retryAfter: retryAfter.map(TimeInterval.init(millis:)), ErrorInfo(info))
            case DoorstepFFI.Failure.Misuse(let now, let info):
                .misuse(Misuse(now), ErrorInfo(info))
            case DoorstepFFI.Failure.Denied(let by, let info):
                .denied(Denier(by), ErrorInfo(info))
            case DoorstepFFI.Failure.Broken(let area, let info):
                .broken(Area(area), ErrorInfo(info))
            default:
                .defect
            }
    }
}

extension ErrorInfo {
    fileprivate init(_ raw: DoorstepFFI.ErrorInfo) {
        code = raw.code
        summary = raw.summary
        landing = raw.landing == .sameStep ? .sameStep : .flowOver
        correlationID = raw.correlationId
        serverCode = raw.serverCode.map(Int.init)
        suberror = raw.suberror
        timestamp = raw.timestamp
        attributes = raw.attributes.map(AttributeName.init(rawValue:))
        hostReason = raw.hostReason
    }
}

extension Area {
    fileprivate init(_ raw: DoorstepFFI.Area) {
        self =
            switch raw {
            case .configuration(let setting, let advice): .configuration(Setting(setting), advice: advice)
            case .server: .server
            case .api: .api
            case .edge: .edge
            case .storage: .storage
            case .internal: .internal
            }
    }
}
