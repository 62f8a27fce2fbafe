/// What the adapter calls of the vendor's software. The app implements it, by a line each.
public protocol HumanSoftware: Sendable {
    /// The headers that the software has for the next request. They change, so they are asked for each time.
    func headers() -> [String: String]

    /// Sets what goes along with the software's own events, so that the vendor's records can be found by the session.
    func setSession(_ session: String)
}

/// HUMAN: the software's headers go along with the requests that a gate watches, and the gate asks the vendor. A token
/// of a single character is the software's word for an error, and none is sent.
public struct HumanProvider: RiskProvider {
    public let id = "human"
    public let headers = [HumanProvider.authorization, "x-px-original-token"]
    public let uses: Set<DataUse> = [.device, .behaviour]

    private let software: any HumanSoftware

    private static let authorization = "x-px-authorization"

    /// With the app's own instance of the software.
    public init(_ software: any HumanSoftware) {
        self.software = software
    }

    public func begin(_ session: String, _ journey: RiskJourney) async throws -> String {
        software.setSession(session)
        return session
    }

    public func attach(_ session: String, to route: RiskRoute) async throws -> [String: String] {
        let given = software.headers().map { ($0.key.lowercased(), $0.value) }
        let ours = Dictionary(given, uniquingKeysWith: { $1 }).filter { headers.contains($0.key) }
        guard ours[Self.authorization, default: ""].count > 1 else { throw ProviderError.noToken }
        return ours
    }
}
