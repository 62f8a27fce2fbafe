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
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                exchanges.begin(task, limit: request.maxResponseBytes, continuation)
            }
        } onCancel: {
            task.cancel()
        }
    }
}

/// The exchanges that are on their way.
private final class Exchanges: NSObject, URLSessionDataDelegate {
    private struct Exchange {
        let limit: Int
        let continuation: CheckedContinuation<HTTPResponse, any Error>
        var body = Data()
        var isTooLarge = false
    }

    private static let headersRead = ["content-type", "retry-after"]

    private let exchanges = Locked<[Int: Exchange]>([:])

    func begin(_ task: URLSessionTask, limit: Int, _ continuation: CheckedContinuation<HTTPResponse, any Error>) {
        exchanges.withLock { $0[task.taskIdentifier] = Exchange(limit: limit, continuation: continuation) }
        task.resume()
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
        let isTooLarge = exchanges.withLock { exchanges in
            guard var exchange = exchanges.removeValue(forKey: dataTask.taskIdentifier) else { return false }
            exchange.isTooLarge = exchange.isTooLarge || exchange.body.count + data.count > exchange.limit
            if !exchange.isTooLarge { exchange.body.append(data) }
            exchanges[dataTask.taskIdentifier] = exchange
            return exchange.isTooLarge
        }
        if isTooLarge { dataTask.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = exchanges.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
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
