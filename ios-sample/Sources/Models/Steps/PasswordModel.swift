import Observation

/// Asks for the password, or for a new one.
@MainActor @Observable
public final class PasswordModel {
    public enum Kind: Hashable, Sendable {
        /// The password of the account.
        case current
        /// The one of an account that is being made.
        case first
        /// The one that takes the place of a forgotten one.
        case new
    }

    public let kind: Kind
    public let work: Work

    /// What the field holds. It goes to the library and nowhere else, and is dropped when it was taken.
    public var text = ""
    public var isRevealed = false

    private let send: @MainActor (String) async -> Void
    private let forget: (@MainActor () async -> Void)?
    private let lose: (@MainActor () async -> Void)?

    init(
        _ kind: Kind, work: Work, forgotten: (@MainActor () async -> Void)? = nil,
        lost: (@MainActor () async -> Void)? = nil,
        send: @escaping @MainActor (String) async -> Void
    ) {
        self.kind = kind
        self.work = work
        self.send = send
        forget = forgotten
        lose = lost
    }

    public var title: Phrase {
        switch kind {
        case .current: Phrase(.passwordTitle)
        case .first: Phrase(.passwordFirstTitle)
        case .new: Phrase(.passwordNewTitle)
        }
    }

    /// In words, for new passwords; the length is all that it goes by.
    public var strength: Phrase? {
        guard kind != .current, !text.isEmpty else { return nil }
        return switch text.count {
        case ..<8: Phrase(.strengthShort)
        case ..<15: Phrase(.strengthFair)
        default: Phrase(.strengthGood)
        }
    }

    public var isForgettable: Bool { forget != nil }

    public func submit() async {
        await send(text)
        if work.trouble == nil { text = "" }
    }

    /// Leads on to a reset for the same person.
    public func forgotten() async {
        await forget?()
    }

    /// Leads on to the recovery of a lost device.
    public func deviceLost() async {
        await lose?()
    }
}
