import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The platform's own HTTP stack. It keeps nothing: no cookies, no cache, no credentials.
public final class URLSessionTransport: Transport {
    private let session: URLSession
    private let exchanges = Exchanges()

    /// - Parameter configuration: for proxies, protocols and the like; what must not be kept is switched off in a copy
    public init(_ configuration: URLSessionConfiguration = .ephemeral) {
        let own = configuration.copy() as? URLSessionConfiguration ?? .ephemeral
        own.httpCookieStorage = nil
        own.httpShouldSetCookies = false
        own.httpCookieAcceptPolicy = .never
        own.urlCache = nil
        own.urlCredentialStorage = nil
        own.requestCachePolicy = .reloadIgnoringLocalCacheData
        session = URLSession(configuration: own, delegate: exchanges, delegateQueue: nil)
    }

    deinit {
        session.finishTasksAndInvalidate()
    }

    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let url = URL(string: request.url) else { throw HTTPFault.notSent }
        var raw = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: request.timeout)
        raw.httpMethod = request.method.rawValue
        raw.httpShouldHandleCookies = false
        for (name, value) in request.headers { raw.setValue(value, forHTTPHeaderField: name) }
        if request.method == .post { raw.httpBody = request.body }
        let task = session.dataTask(with: raw)
        exchanges.expect(task)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                exchanges.begin(task, limit: request.maxResponseBytes, continuation)
            }
        } onCancel: {
            exchanges.cancel(task)
        }
    }
}

/// The exchanges that are on their way. Each is begun, cancelled or ended under one lock: its task may be cancelled
/// before it has begun, and what the session says of a task that nobody waits for yet would be lost.
private final class Exchanges: NSObject, URLSessionDataDelegate {
    private enum Place {
        case expected
        case cancelled
        case begun(Exchange)
    }

    private struct Exchange {
        let limit: Int
        let continuation: CheckedContinuation<HTTPResponse, any Error>
        var body = Data()
        var isTooLarge = false
    }

    private static let headersRead = ["content-type", "retry-after", "cf-mitigated", "x-amzn-waf-action"]

    private let places = Locked<[Int: Place]>([:])

    func expect(_ task: URLSessionTask) {
        places.withLock { $0[task.taskIdentifier] = .expected }
    }

    func begin(_ task: URLSessionTask, limit: Int, _ continuation: CheckedContinuation<HTTPResponse, any Error>) {
        let mayBegin = places.withLock { places in
            guard case .expected = places.removeValue(forKey: task.taskIdentifier) else { return false }
            places[task.taskIdentifier] = .begun(Exchange(limit: limit, continuation: continuation))
            return true
        }
        if mayBegin {
            task.resume()
        } else {
            // The session lets go of a task only when it is over.
            task.cancel()
            continuation.resume(throwing: HTTPFault.notSent)
        }
    }

    func cancel(_ task: URLSessionTask) {
        let hasBegun = places.withLock { places in
            switch places[task.taskIdentifier] {
            case .begun: return true
            case .expected: places[task.taskIdentifier] = .cancelled
            case .cancelled, nil: break
            }
            return false
        }
        if hasBegun { task.cancel() }
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // The redirect itself is the answer.
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooLarge = places.withLock { places in
            guard case .begun(var exchange) = places.removeValue(forKey: dataTask.taskIdentifier) else { return false }
            exchange.isTooLarge = exchange.isTooLarge || exchange.body.count + data.count > exchange.limit
            if !exchange.isTooLarge { exchange.body.append(data) }
            places[dataTask.taskIdentifier] = .begun(exchange)
            return exchange.isTooLarge
        }
        if isTooLarge { dataTask.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard case .begun(let exchange) = places.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else {
            return
        }
        if exchange.isTooLarge {
            exchange.continuation.resume(throwing: HTTPFault.tooLarge)
        } else if let error {
            exchange.continuation.resume(throwing: HTTPFault(error))
        } else if let response = task.response as? HTTPURLResponse {
            let headers = Self.headersRead.compactMap { name in
                response.value(forHTTPHeaderField: name).map { (name: name, value: $0) }
            }
            let answer = HTTPResponse(status: response.statusCode, headers: headers, body: exchange.body)
            exchange.continuation.resume(returning: answer)
        } else {
            exchange.continuation.resume(throwing: HTTPFault.lost)
        }
    }
}

extension HTTPFault {
    /// What is known for sure; the rest may have been sent.
    fileprivate init(_ error: any Error) {
        switch (error as? URLError)?.code {
        case .notConnectedToInternet, .cannotFindHost, .dnsLookupFailed, .cannotConnectToHost, .dataNotAllowed,
            .internationalRoamingOff, .callIsActive:
            self = .notSent
        case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
            .clientCertificateRequired, .appTransportSecurityRequiresSecureConnection:
            self = .untrusted
        case .timedOut:
            self = .timedOut
        default:
            self = .lost
        }
    }
}
