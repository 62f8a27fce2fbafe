import Doorstep
import Foundation

/// A host that answers as it is told.
final class Scripted: Transport {
    private let answer: @Sendable (HTTPRequest) async throws -> HTTPResponse

    init(_ answer: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse) {
        self.answer = answer
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await answer(request)
    }
}

extension HTTPResponse {
    static func json(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("content-type", "application/json")], body: Data(body.utf8))
    }
}

/// The platform's transport behind a gate: while it is closed, requests are held back.
final class Gate: Transport, @unchecked Sendable {
    private let inner = URLSessionTransport()
    private let lock = NSLock()
    private var closed = false
    private var held = 0

    /// How many requests wait.
    var waiting: Int { lock.withLock { held } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if lock.withLock({ closed }) {
            lock.withLock { held += 1 }
            try await eventually { self.lock.withLock { !self.closed } }
            lock.withLock { held -= 1 }
        }
        return try await inner.send(request)
    }

    func close() { lock.withLock { closed = true } }

    func open() { lock.withLock { closed = false } }
}
