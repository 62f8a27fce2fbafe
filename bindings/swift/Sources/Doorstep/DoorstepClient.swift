import DoorstepFFI
import Foundation

/// Signs people in to one application of one tenant. Make one for the whole app.
///
/// Every call that waits for the service throws a ``DoorstepError``, or a `CancellationError` where the task that
/// waits is cancelled. A call that nobody waits for any more still runs to its end.
public final class DoorstepClient: Sendable {
    private let raw: DoorstepFFI.Client

    /// - Parameters:
    ///   - onEvent: takes in what happens, on a thread of its own, one event at a time and in their order
    /// - Throws: ``DoorstepError/broken(_:_:)`` when a setting is wrong, naming it and what to change
    public init(
        _ configuration: Configuration,
        vault: any Vault,
        records: any Records,
        http: HTTPStack = .host(URLSessionTransport()),
        signals: Signals? = nil,
        onEvent: (@Sendable (Event) -> Void)? = nil
    ) throws {
        raw = try told {
            try DoorstepFFI.Client(
                settings: configuration.raw(extraRootsPEM: http.extraRootsPEM, signals: signals),
                transport: http.transport.map(RawTransport.init),
                vault: RawVault(vault),
                records: RawRecords(records),
                events: onEvent.map(RawEvents.init),
                risk: signals?.provider.map { RawRisk($0) }
            )
        }
    }

    /// A sign-in, to be begun with ``AuthFlow/start()``.
    ///
    /// - Parameters:
    ///   - password: given ahead, it saves a step where the account has one
    ///   - scopes: what the access token is for, such as `api://todo/ToDo.Read`
    ///   - context: the authentication context to ask for: 3 for `c3`
    public func signIn(
        _ username: String,
        password: (any SecretText)? = nil,
        scopes: [String] = [],
        context: Int? = nil
    ) throws -> SignInFlow {
        let request = SignInRequest(
            username: username, password: password?.lent, scopes: scopes, context: context.map(number(ofContext:)))
        return SignInFlow(try told { try raw.signIn(request: request) })
    }

    /// A new account, to be begun with ``AuthFlow/start()``. What is given ahead saves a step.
    public func signUp(
        _ username: String,
        password: (any SecretText)? = nil,
        attributes: Attributes = [:],
        scopes: [String] = [],
        context: Int? = nil
    ) throws -> SignUpFlow {
        let request = SignUpRequest(
            username: username, password: password?.lent, attributes: attributes.raw, scopes: scopes,
            context: context.map(number(ofContext:)))
        return SignUpFlow(try told { try raw.signUp(request: request) })
    }

    /// A password reset, to be begun with ``AuthFlow/start()``.
    ///
    /// - Parameters:
    ///   - reason: says that the password is not just forgotten. A gate that knows this recovery does more, once the
    ///     person has proved themselves twice: sessions everywhere end, and for a while no text and no other reset
    ///     reaches the account. At the end this device forgets its own session of it. Where nothing in front of the
    ///     service confirms that, the start fails with ``Setting/deviceLost``, before anybody is sent a code
    public func resetPassword(
        _ username: String,
        scopes: [String] = [],
        context: Int? = nil,
        because reason: RecoveryReason? = nil
    ) throws -> ResetPasswordFlow {
        let request = ResetPasswordRequest(
            username: username, scopes: scopes, context: context.map(number(ofContext:)), recovery: reason?.raw)
        return ResetPasswordFlow(try told { try raw.resetPassword(request: request) })
    }

    /// Goes on with the flow `id`, also after the process died, without the network. Its ``AuthFlow/step`` is there
    /// at once. ``Misuse/finished`` where there is none; ``Reason/storeLocked`` while the device is locked: nothing
    /// is lost.
    public func resume(_ id: String) async throws -> ResumedFlow {
        let raw = raw
        let (kind, flow) = try await listening { try await raw.resume(id: id).resumed() }
        return switch kind {
        case .signIn: .signIn(SignInFlow(flow, looked: true))
        case .signUp: .signUp(SignUpFlow(flow, looked: true))
        case .resetPassword: .resetPassword(ResetPasswordFlow(flow, looked: true))
        case .other: throw DoorstepError.defect
        }
    }

    /// The flows that wait for the person, without the network.
    public func pending() async throws -> [WaitingFlow] {
        let raw = raw
        return try await listening { try await raw.pending().waiting() }.map(WaitingFlow.init)
    }

    /// The accounts that are signed in.
    public func accounts() async throws -> [Account] {
        let raw = raw
        return try await listening { try await raw.accounts().accounts() }.map(Account.init)
    }

    /// The account that was chosen with ``setCurrent(_:)``, while it is signed in.
    public func currentAccount() async throws -> Account? {
        let raw = raw
        return try await listening { try await raw.currentAccount().accounts() }.first.map(Account.init)
    }

    /// Makes `account` the current one, across the end of the process.
    public func setCurrent(_ account: Account) async throws {
        let raw = raw
        try await listening { try await raw.setCurrent(account: account.raw).done() }
    }

    /// Says what the person consents to from now on, in place of what was said before. No signal is told and no
    /// provider called before that, and it is for this process: where the person consented earlier, say so again.
    /// Withdrawn, it ends what runs; flows go on without.
    public func setConsent(_ uses: Set<DataUse>) throws {
        try told { try raw.setConsent(uses: uses.map(\.rawValue)) }
    }

    /// Tells what the app found out, in place of what it told before, as far as the person consents to it.
    /// ``Setting/signals`` when it is not on the list, or looks like an address or a number.
    public func tell(_ signals: CollectedSignals) throws {
        try told { try raw.setCollected(json: signals.json) }
    }

    /// Opens the connection to the service while the person types. Sends nothing about them. With ``Signals``, and
    /// consent to them, the provider begins its profile, too.
    public func prepare() async throws {
        let raw = raw
        try await listening { try await raw.prepare().done() }
    }

    /// Answers what an API asked for in its `WWW-Authenticate` headers when it refused the token for `scopes`: a
    /// token that it should take, or a sign-in that ends in the same account. `nil` where a step-up would not help.
    public func stepUp(
        _ account: Account,
        wwwAuthenticate: [String],
        scopes: [String] = []
    ) async throws -> StepUp? {
        let raw = raw
        let answer = try await listening {
            try await raw.stepUp(account: account.raw, wanted: scopes, wwwAuthenticate: wwwAuthenticate)
                .stepUp()
        }
        return answer.map(StepUp.init)
    }
}

/// A number that no context has is refused with the rest of the settings.
private func number(ofContext context: Int) -> UInt8 {
    (1...99).contains(context) ? UInt8(context) : 0
}
