import Doorstep
import Foundation
import Observation

/// Where the app is.
public enum Place {
    /// It reads who is signed in: nothing to be seen yet, and no flash of a sign-in.
    case starting
    case entry
    case deviceLost(DeviceLostModel)
    case flow(any FlowModel)
    case account(AccountModel)
}

/// The whole app: leads from the start to the account, and back.
@MainActor @Observable
public final class AppModel {
    public private(set) var place = Place.starting
    @ObservationIgnored public private(set) lazy var entry = EntryModel(
        surroundings, begin: { [weak self] in try await self?.begin($0, $1) },
        lose: { [weak self] in self?.lose() })
    public var risk: SignalsModel? { surroundings.risk }
    let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// Shows who is signed in, or the flow that the system broke off, or the entry. Needs no network.
    public func start() async {
        await entry.work.run {
            let flow = try await waiting()
            let client = surroundings.client
            var account = try await client.currentAccount()
            if account == nil { account = try await client.accounts().first }
            if let account {
                show(account, proving: flow)
            } else if let model = resumed(flow) {
                place = .flow(model)
            }
        }
        if case .starting = place { place = .entry }
    }

    /// Back to the entry, with the name as it was typed.
    func enter() {
        place = .entry
    }

    /// Says what the recovery of a lost device does, for the name as it was typed.
    private func lose() {
        let name = entry.username
        guard !name.isEmpty else { return enter() }
        place = .deviceLost(
            DeviceLostModel(
                name, work: work(), start: { [weak self] in try await self?.begin(.deviceLost, name) },
                leave: { [weak self] in self?.enter() }))
    }

    private func begin(_ intent: EntryModel.Intent, _ username: String) async throws {
        let client = surroundings.client
        let scopes = surroundings.scopes
        switch intent {
        case .signIn: try await begin(try client.signIn(username, scopes: scopes))
        case .signUp:
            let model = SignUpModel(try client.signUp(username, scopes: scopes), work: work(), ways: ways)
            try await begin(model)
        case .resetPassword: try await begin(try client.resetPassword(username, scopes: scopes))
        case .deviceLost: try await begin(try client.resetPassword(username, scopes: scopes, because: .deviceLost))
        }
    }

    private func begin(_ flow: SignInFlow, notice: Phrase? = nil) async throws {
        try await begin(SignInModel(flow, work: work(), ways: ways, region: surroundings.region, notice: notice))
    }

    private func begin(_ flow: ResetPasswordFlow) async throws {
        try await begin(ResetPasswordModel(flow, work: work(), ways: ways))
    }

    /// The place changes when there is something to show; who is signed in by then stays.
    private func begin(_ model: some Stepping) async throws {
        try await model.start()
        place = .flow(model)
        await model.goOn()
    }

    private func waiting() async throws -> ResumedFlow? {
        guard let id = surroundings.saved.id else { return nil }
        do {
            return try await surroundings.client.resume(id)
        } catch DoorstepError.misuse {
            surroundings.saved.id = nil
            return nil
        }
    }

    private func resumed(_ flow: ResumedFlow?) -> (any FlowModel)? {
        switch flow {
        case .signIn(let flow):
            let model = SignInModel(flow, work: work(), ways: ways, region: surroundings.region)
            model.resume()
            return model
        case .signUp(let flow):
            let model = SignUpModel(flow, work: work(), ways: ways)
            model.resume()
            return model
        case .resetPassword(let flow):
            let model = ResetPasswordModel(flow, work: work(), ways: ways)
            model.resume()
            return model
        case nil:
            return nil
        }
    }

    private func signedIn(_ account: Account) async throws {
        try await surroundings.client.setCurrent(account)
        show(account, proving: nil)
    }

    private func show(_ account: Account, proving flow: ResumedFlow?) {
        let model = AccountModel(account, surroundings) { [weak self] leaving in await self?.leave(leaving) }
        if case .signIn(let flow) = flow { model.resume(flow) }
        place = .account(model)
    }

    private func leave(_ leaving: AccountModel.Leaving) async {
        switch leaving {
        case .signedOut, .another:
            entry.username = ""
            enter()
        case .again(let username):
            entry.username = username
            enter()
        case .changed(let account):
            show(account, proving: nil)
        }
    }

    private func work() -> Work {
        Work(now: surroundings.now)
    }

    private var ways: Ways {
        Ways(
            saved: surroundings.saved, browser: surroundings.browser, solver: surroundings.solver,
            signedIn: { [weak self] in try await self?.signedIn($0) },
            resetPassword: { [weak self] in try await self?.begin($0) },
            deviceLost: { [weak self] in self?.lose() },
            signIn: { [weak self] in try await self?.begin($0, notice: $1) },
            startAgain: { [weak self] in self?.enter() })
    }
}
