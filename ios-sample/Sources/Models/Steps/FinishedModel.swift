import Observation

/// The flow is through: says so, and leads on. That is done at once; a button is for when it failed.
@MainActor @Observable
public final class FinishedModel {
    public let phrase: Phrase

    /// What was done beside that. The person reads it first: nothing goes on by itself.
    public let more: Phrase?
    public let work: Work
    private let next: @MainActor () async -> Void

    init(_ phrase: Phrase, more: Phrase? = nil, work: Work, next: @escaping @MainActor () async -> Void) {
        self.phrase = phrase
        self.more = more
        self.work = work
        self.next = next
    }

    public func proceed() async {
        await next()
    }
}
