import Doorstep
import Observation

/// Lets the person choose how to get the code of a second factor: as the last time, first.
@MainActor @Observable
public final class MfaModel {
    public let methods: [AuthMethod]
    public let work: Work
    private let send: @MainActor (AuthMethod) async -> Void

    /// - Parameter last: the way that the last code came by
    init(
        _ methods: [AuthMethod], last: String?, work: Work, send: @escaping @MainActor (AuthMethod) async -> Void
    ) {
        self.methods = methods.filter { $0.channel.word == last } + methods.filter { $0.channel.word != last }
        self.work = work
        self.send = send
    }

    /// With one method there is nothing to choose.
    var only: AuthMethod? { methods.count == 1 ? methods.first : nil }

    public func choose(_ method: AuthMethod) async {
        await send(method)
    }
}

extension Channel {
    /// To remember it by.
    var word: String {
        switch self {
        case .email: "email"
        case .sms: "sms"
        case .unknown(let word): word
        }
    }
}
