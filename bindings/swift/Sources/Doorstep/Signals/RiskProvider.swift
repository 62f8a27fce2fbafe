import Foundation

/// A risk provider's software. Nothing of it is called before the person consented to all of ``uses``. What takes
/// longer than its budget is cancelled; what is late or throws follows the policy of ``Signals``. It never ends a flow.
public protocol RiskProvider: Sendable {
    /// Its name, 1 to 32 of `a-z`, `0-9`, `-`, such as `tmx`.
    var id: String { get }

    /// The names of the headers that ``attach(_:to:)`` may give.
    var headers: [String] { get }

    /// What it does with data of the person's device. All of it needs consent.
    var uses: Set<DataUse> { get }

    /// Begins to profile the device under `session`, and gives back the id that it really uses: any other is a failure.
    /// It must not wait for the profile. It is called again with the same session where an earlier call was cut off,
    /// and in the process that resumes a flow.
    func begin(_ session: String, _ journey: RiskJourney) async throws -> String

    /// Waits until the profile is there.
    func ready(_ session: String) async throws -> RiskProfile

    /// The headers of one request, of the names in ``headers``. It must have them at hand.
    func attach(_ session: String, to route: RiskRoute) async throws -> [String: String]

    /// Judges what is about to happen.
    func check(_ session: String, _ purpose: RiskPurpose) async throws -> RiskVerdict

    /// Takes in what came of a decision, on a thread of its own.
    func report(_ session: String, _ outcome: RiskOutcome)

    /// The transaction is over; the next one has another session.
    func end(_ session: String, _ why: RiskEnd)
}

extension RiskProvider {
    public var headers: [String] { [] }

    public func ready(_ session: String) async throws -> RiskProfile { .full }

    public func attach(_ session: String, to route: RiskRoute) async throws -> [String: String] { [:] }

    public func check(_ session: String, _ purpose: RiskPurpose) async throws -> RiskVerdict { .allow }

    public func report(_ session: String, _ outcome: RiskOutcome) {}

    public func end(_ session: String, _ why: RiskEnd) {}
}

/// What data is used for, as a person consents to it.
public enum DataUse: String, Hashable, Sendable {
    /// What the device is: its kind, its system, its network, and what a provider's profile reads of it.
    case device
    /// How it is used: how long, how often, how fast; never what is typed.
    case behaviour
}

/// What happens where a provider is late, fails, or answers what is no answer.
public enum FailPolicy: Hashable, Sendable {
    /// Nothing is sent: ``Reason/riskUnavailable``. The flow stays where it is.
    case closed
    /// It goes on as if there were no provider; whatever stands in front of the service decides alone.
    case open
    /// The person has to solve something first.
    case challenge
}

/// What a transaction is, as far as it is known when it begins.
public struct RiskJourney: Hashable, Sendable {
    /// What it is for: `sign_in`, `sign_up`, `reset_password`; `nil` at a screen that has not begun a flow yet.
    public let flow: String?

    /// Whether it began in an earlier process.
    public let resumed: Bool

    /// For tests of a provider.
    public init(flow: String?, resumed: Bool) {
        self.flow = flow
        self.resumed = resumed
    }
}

/// How good a profile is.
public enum RiskProfile: String, Hashable, Sendable {
    /// All of it is there.
    case full
    /// Some of it is there, enough to be judged by.
    case partial
}

/// What is about to happen. The list grows: a `switch` over it has a `default`.
public enum RiskPurpose: Hashable, Sendable {
    /// A text message goes to a number that the tenant knows. The service shows it masked, so it is not given here.
    case smsToKnown
    /// A text message goes to a number that the person typed just now.
    case smsToNew(PhoneNumber)
    /// A first factor, or what stands for one, is exchanged for tokens.
    case token
    /// An account is about to be made.
    case signUp
    /// Something that this version has no word for.
    case other
}

/// A phone number. It does not print.
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// With `+` and digits.
    public let digits: String

    /// A number as it is.
    public init(_ digits: String) {
        self.digits = digits
    }

    public var description: String { "PhoneNumber" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What a provider says of that. What it can't say, it throws.
public enum RiskVerdict: Hashable, Sendable {
    /// It may happen.
    case allow
    /// Only after the person solved something; with what the provider's software needs to show it.
    case challenge(String)
    /// It must not happen, and nothing is sent: ``Denier/provider``.
    case block
}

/// What came of a decision, for a provider that learns from it.
public struct RiskOutcome: Hashable, Sendable {
    /// What was decided.
    public let decision: RiskDecision

    /// How it went.
    public let result: RiskResult

    /// The way of the code, where it was one: `email`, `sms`.
    public let channel: String?

    /// For tests of a provider.
    public init(_ decision: RiskDecision, _ result: RiskResult, channel: String? = nil) {
        self.decision = decision
        self.result = result
        self.channel = channel
    }
}
