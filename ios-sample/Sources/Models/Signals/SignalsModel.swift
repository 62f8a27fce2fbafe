import Doorstep
import Foundation
import Observation

/// The risk signals, for the person to see and to decide on: the consent, the session, and what was told.
@MainActor @Observable
public final class SignalsModel {
    /// What happened with the provider, newest first.
    public private(set) var notes: [SignalNote] = []

    /// The session of the sign-in that goes on, as the provider knows it.
    public private(set) var session: String?

    public private(set) var isConsented: Bool

    /// What the app said of the device, by the names under which it travels.
    public private(set) var device: [TellTale] = []
    private let preferences: UserDefaults
    @ObservationIgnored private var client: DoorstepClient?

    private static let key = "riskConsent"
    private static let most = 50

    init(_ preferences: UserDefaults) {
        self.preferences = preferences
        isConsented = preferences.bool(forKey: Self.key)
    }

    /// Nothing is profiled and nothing is told before, and nothing any more when it is withdrawn.
    public func consent(_ isConsented: Bool) {
        self.isConsented = isConsented
        preferences.set(isConsented, forKey: Self.key)
        settle()
    }

    /// What the app tells of the device, as it is on the list that the library allows.
    private var collected: CollectedSignals {
        var signals = CollectedSignals()
        signals.addDevice(appVersion: "0.1")
        return signals
    }

    /// Signs that `provider` is asked, and that this model hears of it.
    func signals(_ provider: any RiskProvider) -> Signals {
        let watched = WatchedProvider(provider) { note in
            Task { @MainActor [weak self] in self?.note(note) }
        }
        var signals = Signals(provider: watched, onFailure: .closed)
        signals.budgets.begin = 2
        return signals
    }

    /// The client that the consent is for.
    func attach(_ client: DoorstepClient) {
        self.client = client
        settle()
    }

    private func settle() {
        guard let client else { return }
        do {
            try client.setConsent(isConsented ? [.device] : [])
            let signals = isConsented ? collected : CollectedSignals()
            try client.tell(signals)
            device = TellTale.all(of: signals)
        } catch {
            note(SignalNote(.refused, about: (error as? DoorstepError)?.info.code ?? "app"))
        }
    }

    private func note(_ note: SignalNote) {
        if note.kind == .began { session = note.about }
        if note.kind == .ended { session = nil }
        notes = Array(([note] + notes).prefix(Self.most))
    }
}

/// Something that passed between the library and the provider. It holds no number and no name.
public struct SignalNote: Hashable, Identifiable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A profile began, under the session.
        case began
        /// The provider was asked before something happened.
        case asked
        /// The provider was told how it went.
        case told
        /// The session is over.
        case ended
        /// The library did not take the signals.
        case refused
    }

    public let id = UUID()
    public let kind: Kind
    /// The session, the purpose or the outcome, in the provider's words.
    public let about: String

    init(_ kind: Kind, about: String) {
        self.kind = kind
        self.about = about
    }

    public var phrase: Phrase {
        switch kind {
        case .began: Phrase(.riskBegan)
        case .asked: Phrase(.riskAsked)
        case .told: Phrase(.riskTold)
        case .ended: Phrase(.riskEnded)
        case .refused: Phrase(.riskRefused)
        }
    }
}

/// One thing that the app says of the device.
public struct TellTale: Hashable, Identifiable, Sendable {
    public let name: String
    public let value: String

    public var id: String { name }

    static func all(of signals: CollectedSignals) -> [TellTale] {
        [
            ("os", signals.os), ("os_version", signals.osVersion), ("app_version", signals.appVersion),
            ("locale", signals.locale), ("utc_offset_minutes", signals.utcOffsetMinutes.map(String.init)),
        ]
        .compactMap { name, value in value.map { TellTale(name: name, value: $0) } }
    }
}
