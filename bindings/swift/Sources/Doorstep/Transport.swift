import DoorstepFFI
import Foundation

/// Whose HTTP stack carries the requests.
public enum HTTPStack: Sendable {
    /// The host's, so that its trust, proxies, VPN and protocols apply.
    case host(any Transport)

    /// The library's own, on rustls with the system's trust. Only a build with the feature `rustls` has it.
    ///
    /// `extraRootsPEM` holds certificates that are trusted besides, for a sandbox with TLS.
    case rust(extraRootsPEM: String? = nil)

    var transport: (any Transport)? {
        if case .host(let transport) = self { transport } else { nil }
    }

    var extraRootsPEM: String? {
        if case .rust(let pem) = self { pem } else { nil }
    }
}

/// Sends requests. A transport follows no redirect, keeps no cookies, repeats nothing by itself, and stops reading at
/// ``HTTPRequest/maxResponseBytes``.
public protocol Transport: Sendable {
    /// Sends `request` and gives back the answer, whatever its status. Where nobody waits any more, the task is
    /// cancelled.
    ///
    /// - Throws: an ``HTTPFault``; any other error counts as ``HTTPFault/lost``
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}

/// A request to be sent as it stands. It does not print its ``body``, which holds passwords and codes.
public struct HTTPRequest: Sendable {
    /// The method.
    public let method: HTTPMethod

    /// The absolute address.
    public let url: String

    /// Names in lower case, with their values.
    public let headers: [(name: String, value: String)]

    /// The body.
    public let body: Data

    /// How long the whole exchange may take.
    public let timeout: TimeInterval

    /// The largest body that may be taken in.
    public let maxResponseBytes: Int

    /// A request, for the tests of a transport.
    public init(
        _ method: HTTPMethod,
        _ url: String,
        headers: [(name: String, value: String)] = [],
        body: Data = Data(),
        timeout: TimeInterval = 30,
        maxResponseBytes: Int
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maxResponseBytes = maxResponseBytes
    }
}

/// The methods that the protocol uses.
public enum HTTPMethod: String, Hashable, Sendable {
    /// Every endpoint of the native authentication API.
    case post = "POST"
    /// Documents.
    case get = "GET"
}

/// An answer, whatever its status. It does not print its ``body``, which holds tokens.
public struct HTTPResponse: Sendable {
    /// The status code.
    public let status: Int

    /// Of these, `content-type`, `retry-after`, `cf-mitigated` and `x-amzn-waf-action` are read.
    public let headers: [(name: String, value: String)]

    /// The body.
    public var body: Data

    /// An answer as it came.
    public init(status: Int, headers: [(name: String, value: String)], body: Data) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why there was no answer.
public enum HTTPFault: Error, Hashable, Sendable {
    /// The request surely never left the device.
    case notSent
    /// No answer came in time.
    case timedOut
    /// The connection broke after the request may have been sent.
    case lost
    /// The server could not prove who it is.
    case untrusted
    /// The answer was larger than the request allowed.
    case tooLarge
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { "HTTPRequest(\(method.rawValue) \(url))" }
    public var customMirror: Mirror { Mirror(self, children: ["method": method, "url": url]) }
}

extension HTTPResponse: CustomStringConvertible, CustomReflectable {
    public var description: String { "HTTPResponse(\(status))" }
    public var customMirror: Mirror { Mirror(self, children: ["status": status]) }
}

/// A ``Transport``, as the library calls it: each request is a task, which ends in its slot.
final class RawTransport: DoorstepFFI.Transport {
    private let host: any Transport
    private let tasks = Locked<[UInt64: Task<Void, Never>]>([:])

    init(_ host: any Transport) {
        self.host = host
    }

    func send(id: UInt64, request: DoorstepFFI.HttpRequest, slot: DoorstepFFI.Slot) {
        let request = HTTPRequest(request)
        // Behind the lock, so that no task is over before it is in the list.
        tasks.withLock { tasks in
            tasks[id] = Task { [self] in
                await exchange(request, slot)
                self.tasks.withLock { _ = $0.removeValue(forKey: id) }
            }
        }
    }

    func abort(id: UInt64) {
        tasks.withLock { $0.removeValue(forKey: id) }?.cancel()
    }

    private func exchange(_ request: HTTPRequest, _ slot: DoorstepFFI.Slot) async {
        do {
            var response = try await host.send(request)
            slot.complete(response: response.raw)
            response.body.wipe()
        } catch {
            slot.fail(fault: ((error as? HTTPFault) ?? .lost).raw)
        }
    }
}

extension HTTPRequest {
    fileprivate init(_ raw: DoorstepFFI.HttpRequest) {
        method = raw.method == .get ? .get : .post
        url = raw.url
        headers = raw.headers.map { ($0.name, $0.value) }
        body = raw.body
        timeout = TimeInterval(millis: raw.timeoutMillis)
        maxResponseBytes = Int(clamping: raw.maxResponseBytes)
    }
}

extension HTTPResponse {
    fileprivate var raw: DoorstepFFI.HttpResponse {
        let headers = headers.map { DoorstepFFI.Header(name: $0.name, value: $0.value) }
        return DoorstepFFI.HttpResponse(status: UInt16(clamping: status), headers: headers, body: body)
    }
}

extension HTTPFault {
    fileprivate var raw: DoorstepFFI.HttpFault {
        switch self {
        case .notSent: .notSent
        case .timedOut: .timedOut
        case .lost: .lost
        case .untrusted: .untrusted
        case .tooLarge: .tooLarge
        }
    }
}
