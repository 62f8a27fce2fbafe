import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The admin side of a sandbox on the developer's machine. It exists in no service.
public struct Sandbox: Sendable {
    /// A message that the sandbox sent.
    public struct Mail: Decodable, Hashable, Sendable {
        public let to: String
        public let channel: String
        /// Not in a mere notice.
        public let code: String?
        public let purpose: String
    }

    private struct Solved: Decodable {
        let proof: String
    }

    /// How the risk provider answers the next question.
    public enum Verdict: String, CaseIterable, Sendable {
        case pass, challenge, reject, error
    }

    /// Such as `http://127.0.0.1:4000`.
    public let address: URL
    /// The gate in front of it, where the app goes through that.
    public let gate: URL?
    /// The risk provider that the gate asks, and that profiles this device.
    public let risk: URL?
    let token: String?
    private let session: URLSession

    public init(address: URL, gate: URL? = nil, risk: URL? = nil, token: String? = nil, session: URLSession = .shared) {
        self.address = address
        self.gate = gate
        self.risk = risk
        self.token = token
        self.session = session
    }

    public var authority: String { address.appendingPathComponent("contoso.onmicrosoft.com").absoluteString }
    public var api: URL { address.appendingPathComponent("api/todo") }

    /// What was sent, newest first.
    public func mailbox(to address: String? = nil) async throws -> [Mail] {
        let query = address.map { [URLQueryItem(name: "to", value: $0)] } ?? []
        return try JSONDecoder().decode([Mail].self, from: try await ask("GET", "mailbox", query: query)).reversed()
    }

    /// Lets the next question about a text message, a token or a sign-up end so.
    public func judge(_ verdict: Verdict) async throws {
        try await tell("PUT", "risk", #"{"match":{},"verdict":"\#(verdict.rawValue)","times":1}"#)
    }

    /// Presses the button of a challenge; gives its proof.
    func solve(_ id: String) async throws -> String {
        let body = try JSONEncoder().encode(["challenge": id])
        return try JSONDecoder().decode(Solved.self, from: try await ask("POST", "risk/solve", body: body)).proof
    }

    /// A call of the admin API with a body.
    public func tell(_ method: String, _ path: String, _ json: String) async throws {
        _ = try await ask(method, path, body: Data(json.utf8))
    }

    private func ask(
        _ method: String, _ path: String, query: [URLQueryItem] = [], body: Data? = nil
    ) async throws -> Data {
        var parts = URLComponents(url: address.appendingPathComponent("admin/\(path)"), resolvingAgainstBaseURL: false)
        if !query.isEmpty { parts?.queryItems = query }
        let encoded = parts?.percentEncodedQuery?.replacingOccurrences(of: "+", with: "%2B")
        parts?.percentEncodedQuery = encoded
        guard let url = parts?.url else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        let (answer, response) = try await session.data(for: request)
        guard let status = (response as? HTTPURLResponse)?.statusCode, status < 300 else {
            throw URLError(.badServerResponse)
        }
        return answer
    }
}
