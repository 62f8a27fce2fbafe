import Doorstep
import Observation

/// Lets the person choose how to get the code of a second factor.
@MainActor @Observable
public final class MfaModel {
    public let methods: [AuthMethod]
    public let work: Work
    private let send: @MainActor (AuthMethod) async -> Void

    init(_ methods: [AuthMethod], work: Work, send: @escaping @MainActor (AuthMethod) async -> Void) {
        self.methods = methods
        self.work = work
        self.send = send
    }

    /// With one method there is nothing to choose.
    var only: AuthMethod? { methods.count == 1 ? methods.first : nil }

    public func choose(_ method: AuthMethod) async {
        await send(method)
    }
}
