import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The API that the app calls with its tokens.
public struct ProtectedAPI: Sendable {
    /// What it says.
    public enum Answer: Hashable, Sendable {
        case items([Item])
        /// The token is not enough; these are the headers that say what would be.
        case refused([String])
        case failed(status: Int)
    }

    /// One thing to do.
    public struct Item: Decodable, Hashable, Sendable {
        public let title: String
        public let done: Bool
    }

    private struct List: Decodable {
        let todos: [Item]
    }

    public let url: URL
    private let session: URLSession

    public init(url: URL, session: URLSession = .shared) {
        self.url = url
        self.session = session
    }

    func call(token: String) async throws -> Answer {
        var request = URLRequest(url: url)
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        let (body, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { return .failed(status: 0) }
        if response.statusCode == 200 { return .items(try JSONDecoder().decode(List.self, from: body).todos) }
        guard let challenge = response.value(forHTTPHeaderField: "WWW-Authenticate") else {
            return .failed(status: response.statusCode)
        }
        return .refused([challenge])
    }
}
