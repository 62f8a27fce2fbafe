import Doorstep
import Foundation
import Observation

/// Who is signed in: the claims, the token, the protected API, and the ways out.
@MainActor @Observable
public final class AccountModel {
    /// How the person goes from here.
    enum Leaving {
        case signedOut
        /// To sign in with another account; this one stays.
        case another
        /// To prove who they are, because the session ended.
        case again(String)
        case changed(Account)
    }

    public let account: Account
    public let work: Work
    public private(set) var token: TokenState?
    public private(set) var items: [ProtectedAPI.Item] = []
    public private(set) var others: [Account] = []

    /// The sign-in that the API asked for, shown above the account. The call is made again behind it.
    public private(set) var proof: SignInModel?

    private let surroundings: Surroundings
    private let leave: @MainActor (Leaving) async -> Void

    init(
        _ account: Account, _ surroundings: Surroundings, leave: @escaping @MainActor (Leaving) async -> Void
    ) {
        self.account = account
        self.surroundings = surroundings
        self.leave = leave
        work = Work(now: surroundings.now)
    }

    /// What the id token says. For display: a server believes none of it.
    public var claims: [Claim] {
        Claim.names.compactMap { name in account.claim(name).map { Claim(name: name, json: $0) } }
    }

    /// Reads the accounts and the token.
    public func appear() async {
        await work.run {
            others = try await surroundings.client.accounts().filter { $0 != account }
            token = TokenState(try await account.accessToken())
        }
    }

    /// A fresh token, whatever the old one is good for.
    public func renew() async {
        await work.run { token = TokenState(try await account.refreshedAccessToken()) }
    }

    /// Calls the API, and proves more where it asks for that.
    public func callAPI() async {
        await work.run { try await call(mayProve: true) }
        await proof?.goOn()
    }

    /// The person does not want to prove more.
    public func giveUp() async {
        await proof?.cancel()
    }

    public func signOut() async {
        await work.run {
            try await account.signOut()
            await leave(.signedOut)
        }
    }

    /// Signs in with another account, beside this one.
    public func add() async {
        await leave(.another)
    }

    public func change(to account: Account) async {
        await work.run {
            try await surroundings.client.setCurrent(account)
            await leave(.changed(account))
        }
    }

    public func apply(_ remedy: Remedy) async {
        switch remedy {
        case .signIn: await leave(.again(account.username ?? ""))
        default: work.settle()
        }
    }

    /// Goes on with the proof that the system broke off.
    func resume(_ flow: SignInFlow) {
        let model = prove(flow)
        model.resume()
        proof = model
    }

    private func call(mayProve: Bool) async throws {
        let token = try await account.accessToken(for: surroundings.scopes)
        switch try await surroundings.api.call(token: token.token) {
        case .items(let items):
            self.items = items
            self.token = TokenState(token)
        case .refused(let challenge) where mayProve:
            try await stepUp(challenge)
        case .refused, .failed:
            throw Refused()
        }
    }

    private func stepUp(_ challenge: [String]) async throws {
        switch try await surroundings.client.stepUp(account, wwwAuthenticate: challenge, scopes: surroundings.scopes) {
        case .token:
            try await call(mayProve: false)
        case .signIn(let flow):
            let model = prove(flow)
            try await model.start()
            proof = model
        case nil:
            throw Refused()
        }
    }

    private func prove(_ flow: SignInFlow) -> SignInModel {
        let ways = Ways(
            saved: surroundings.saved, browser: surroundings.browser, solver: surroundings.solver,
            signedIn: { [weak self] _ in
                self?.proof = nil
                await self?.work.run { try await self?.call(mayProve: false) }
            },
            resetPassword: { [weak self] _ in
                self?.proof = nil
                await self?.leave(.again(self?.account.username ?? ""))
            },
            deviceLost: { [weak self] in
                self?.proof = nil
                await self?.leave(.again(self?.account.username ?? ""))
            },
            signIn: { _, _ in },
            startAgain: { [weak self] in self?.proof = nil })
        return SignInModel(
            flow, work: Work(now: surroundings.now), ways: ways, region: surroundings.region,
            notice: Phrase(.whyStepUp))
    }

    /// The API wants what nobody can give.
    private struct Refused: Error {}
}

/// What a screen shows of an access token: never the token.
public struct TokenState: Hashable, Sendable {
    public let scopes: [String]
    public let expiresAt: Date

    init(_ token: AccessToken) {
        scopes = token.scopes
        expiresAt = token.expiresAt
    }
}

/// A claim of the id token, by its own name.
public struct Claim: Hashable, Identifiable, Sendable {
    public let name: String
    public let value: String

    public var id: String { name }

    static let names = ["name", "preferred_username", "email", "oid", "tid", "acrs", "auth_time", "iat", "exp"]

    init(name: String, json: String) {
        self.name = name
        let text = try? JSONDecoder().decode(String.self, from: Data(json.utf8))
        value = text ?? json
    }
}
