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
            try Task.checkCancellation()
            let answer = Answer<URL>()
            defer { session = nil }
            open(page, scheme: redirect.scheme, answer)
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { answer.wait($0) }
            } onCancel: {
                answer.give(.failure(CancellationError()))
                Task { await self.close() }
            }
        }

        private func open(_ page: URL, scheme: String?, _ answer: Answer<URL>) {
            // The system calls back on a queue of its own: without `@Sendable` this would be the main actor's, and trap.
            let session = ASWebAuthenticationSession(url: page, callbackURLScheme: scheme) {
                @Sendable callback, error in
                if let callback {
                    answer.give(.success(callback))
                } else if (error as? ASWebAuthenticationSessionError)?.code == .canceledLogin {
                    answer.give(.failure(BrowserClosed()))
                } else {
                    answer.give(.failure(error ?? BrowserClosed()))
                }
            }
            session.presentationContextProvider = self
            session.prefersEphemeralWebBrowserSession = isPrivate
            self.session = session
            // A sheet that can't be shown may say so to the handler above, and then that counts; it need not.
            if !session.start() { answer.give(.failure(SheetNotShown())) }
        }

        private func close() {
            session?.cancel()
        }
    }

    /// The system did not show its sheet.
    private struct SheetNotShown: Error, CustomStringConvertible {
        let description = "the browser's sheet could not be shown"
    }

    extension SystemBrowser: ASWebAuthenticationPresentationContextProviding {
        public nonisolated func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor {
            MainActor.assumeIsolated { anchor }
        }
    }
#endif
