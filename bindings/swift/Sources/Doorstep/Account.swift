import DoorstepFFI
import Foundation

/// Names an account across sign-ins and applications of one tenant.
public struct AccountID: Hashable, Sendable {
    /// The person's object id in the tenant.
    public let objectID: String

    /// The tenant's id.
    public let tenantID: String
}

/// Somebody who is signed in.
public struct Account: Identifiable, Sendable {
    /// Names the account.
    public let id: AccountID
    let raw: DoorstepFFI.Account

    init(_ raw: DoorstepFFI.Account) {
        let id = raw.id()
        self.id = AccountID(objectID: id.objectId, tenantID: id.tenantId)
        self.raw = raw
    }

    /// The person's display name, from the id token. For display only: never proof towards a server.
    public var name: String? { raw.name() }

    /// The name that the person signs in with.
    public var username: String? { raw.username() }

    /// Any claim of the id token, as JSON.
    public func claim(_ name: String) -> String? {
        raw.claim(name: name)
    }

    /// Whether the session survives the process. It does not while the device's storage is locked.
    public var isDurable: Bool { raw.isDurable() }

    /// A token for `scopes`, or for those of the sign-in where there are none: from memory while it is fresh, else by
    /// a refresh, of which one runs at a time. ``DoorstepError/later(_:retryAfter:_:)`` keeps the session;
    /// ``Misuse/signedOut`` is definitive.
    public func accessToken(for scopes: [String] = []) async throws -> AccessToken {
        try await token(for: scopes, fresh: false)
    }

    /// As ``accessToken(for:)``, always by a refresh: for an API that refused a token which should have been good.
    public func refreshedAccessToken(for scopes: [String] = []) async throws -> AccessToken {
        try await token(for: scopes, fresh: true)
    }

    /// Forgets the session on this device.
    public func signOut() async throws {
        try await uninterrupted { [raw] in try await raw.signOut().done() }
    }

    private func token(for scopes: [String], fresh: Bool) async throws -> AccessToken {
        AccessToken(try await listening { [raw] in try await raw.accessToken(wanted: scopes, fresh: fresh).token() })
    }
}

extension Account: Hashable {
    public static func == (one: Account, other: Account) -> Bool {
        one.id == other.id
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
    }
}

extension Account: CustomStringConvertible, CustomReflectable {
    public var description: String { "Account(\(id.objectID))" }
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// An access token to call an API with. It does not print itself.
public struct AccessToken: Sendable {
    /// For the header `Authorization: Bearer`. A `String` can't be wiped: do not keep it.
    public let token: String

    /// The scopes it was granted with.
    public let scopes: [String]

    /// When it expires, by this device's clock.
    public let expiresAt: Date

    init(_ raw: DoorstepFFI.AccessToken) {
        token = raw.token
        scopes = raw.scopes
        expiresAt = Date(millis: raw.expiresAtMillis)
    }
}

extension AccessToken: CustomStringConvertible, CustomReflectable {
    public var description: String { "AccessToken(scopes: \(scopes))" }
    public var customMirror: Mirror { Mirror(self, children: ["scopes": scopes, "expiresAt": expiresAt]) }
}

/// What answers an API's challenge.
public enum StepUp: Sendable {
    /// A token that the API should take: the call can simply be made again.
    case token(AccessToken)

    /// The person must prove more. The flow ends in the same account; after that the call can be made again.
    case signIn(SignInFlow)
}

extension StepUp {
    init(_ raw: DoorstepFFI.StepUp) {
        self =
            switch raw {
            case .token(let token): .token(AccessToken(token))
            case .signIn(let flow): .signIn(SignInFlow(flow))
            }
    }
}
