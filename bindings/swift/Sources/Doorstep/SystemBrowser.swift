#if canImport(AuthenticationServices)
    import AuthenticationServices

    /// The system's sheet for web sign-ins. The redirect URI needs a scheme of the app's own; a universal link comes
    /// back to the app by itself, and goes into ``BrowserReply/complete(_:)``.
    @MainActor
    public final class SystemBrowser: NSObject, Browser {
        private let anchor: ASPresentationAnchor
        private let isPrivate: Bool
        private var session: ASWebAuthenticationSession?

        /// - Parameters:
        ///   - anchor: the window that the sheet belongs to
        ///   - isPrivate: whether the page sees none of the browser's cookies, and leaves none
        public init(anchor: ASPresentationAnchor, isPrivate: Bool = false) {
            self.anchor = anchor
            self.isPrivate = isPrivate
        }

        public func callback(from page: URL, to redirect: URL) async throws -> URL {
            defer { session = nil }
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    open(page, scheme: redirect.scheme) { continuation.resume(with: $0) }
                }
            } onCancel: {
                Task { await self.close() }
            }
        }

        private func open(_ page: URL, scheme: String?, done: @escaping @Sendable (Result<URL, any Error>) -> Void) {
            let session = ASWebAuthenticationSession(url: page, callbackURLScheme: scheme) { callback, error in
                if let callback {
                    done(.success(callback))
                } else if (error as? ASWebAuthenticationSessionError)?.code == .canceledLogin {
                    done(.failure(BrowserClosed()))
                } else {
                    done(.failure(error ?? BrowserClosed()))
                }
            }
            session.presentationContextProvider = self
            session.prefersEphemeralWebBrowserSession = isPrivate
            self.session = session
            // A sheet that can't be shown says so to the handler above.
            session.start()
        }

        private func close() {
            session?.cancel()
        }
    }

    extension SystemBrowser: ASWebAuthenticationPresentationContextProviding {
        public nonisolated func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
            MainActor.assumeIsolated { anchor }
        }
    }
#endif
