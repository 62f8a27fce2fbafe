import Doorstep
import Observation

/// Registers a contact for second factors: a method, and an address or a number.
@MainActor @Observable
public final class StrongAuthModel {
    public let methods: [RegistrationMethod]
    public let work: Work
    public var method: RegistrationMethod? {
        didSet { if method != oldValue { contact = method?.knownContact ?? "" } }
    }

    /// An address, or a number with or without the country's code.
    public var contact: String
    public var country: DialCode

    private let send: @MainActor (RegistrationMethod, String) async -> Void

    init(
        _ methods: [RegistrationMethod], region: String?, work: Work,
        send: @escaping @MainActor (RegistrationMethod, String) async -> Void
    ) {
        self.methods = methods
        self.work = work
        self.send = send
        method = methods.first
        contact = methods.first?.knownContact ?? ""
        country = DialCode.of(region: region)
    }

    public var isPhone: Bool { method?.channel == .sms }

    /// What is sent to the service, as the person should see it before.
    public var whole: String {
        isPhone ? country.international(contact) : contact
    }

    public func register() async {
        guard let method else { return }
        await send(method, whole)
    }
}
