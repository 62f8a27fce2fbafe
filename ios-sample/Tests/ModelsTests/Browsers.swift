import Doorstep
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The person closes it at once.
struct ClosedBrowser: Browser {
    func callback(from page: URL, to redirect: URL) async throws -> URL { throw BrowserClosed() }
}

/// A browser in which somebody fills the sandbox's forms, one field a page.
struct FormBrowser: Browser {
    private let fields: [(name: String, value: String)]

    init(_ fields: [(String, String)]) {
        self.fields = fields
    }

    func callback(from page: URL, to redirect: URL) async throws -> URL {
        let session = URLSession(configuration: .ephemeral, delegate: NoRedirects(), delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        var (html, answer) = try await session.data(from: page)
        for (name, value) in fields {
            let text = String(decoding: html, as: UTF8.self)
            let token = try #require(text.between(#"name="form_token" value=""#, #"""#))
            let action = try #require(text.between(#"action=""#, #"""#)).replacingOccurrences(of: "&amp;", with: "&")
            var post = URLRequest(url: try #require(URL(string: action, relativeTo: answer.url)))
            post.httpMethod = "POST"
            post.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
            post.httpBody = Data("form_token=\(try encoded(token))&\(name)=\(try encoded(value))".utf8)
            (html, answer) = try await session.data(for: post)
        }
        let back = try #require((answer as? HTTPURLResponse)?.value(forHTTPHeaderField: "Location"))
        return try #require(URL(string: back))
    }

    private func encoded(_ text: String) throws -> String {
        try #require(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    }
}

private final class NoRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}

extension String {
    fileprivate func between(_ start: String, _ end: String) -> String? {
        guard let from = range(of: start), let to = self[from.upperBound...].range(of: end) else { return nil }
        return String(self[from.upperBound..<to.lowerBound])
    }
}
