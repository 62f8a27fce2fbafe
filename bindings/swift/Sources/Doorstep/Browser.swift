import DoorstepFFI
import Foundation

/// Answers `browserRequired` of any flow.
public struct BrowserReply: Reply {
    public let id: StepID
    let raw: DoorstepFFI.Reply
    let course: SignInCourse

    /// The address of the service's sign-in page, for a browser of the system and for nothing else: it names the
    /// person. Each call begins a new journey, and the one before it is void. Needs ``Configuration/redirectURI``.
    ///
    /// - Parameters:
    ///   - domainHint: leads straight to an identity provider, such as `Google`
    ///   - prompt: the page's `prompt`, such as `login`
    public func authorizationURL(domainHint: String? = nil, prompt: String? = nil) async throws -> URL {
        let address = try await listening { [raw] in
            try await raw.authorizationUrl(domainHint: domainHint, prompt: prompt).address()
        }
        guard let url = URL(string: address) else { throw DoorstepError.defect }
        return url
    }

    /// Takes the whole address that the browser came back with, and signs in.
    public func complete(_ callback: URL) async throws -> SignInStep {
        let callback = callback.absoluteString.lent
        return try await course.move { [raw] in try raw.submit(given: callback) }
    }

    /// The whole journey, in `browser`.
    ///
    /// - Throws: also what the browser throws, such as ``BrowserClosed``: the step stays as it is
    public func signIn(
        in browser: some Browser,
        domainHint: String? = nil,
        prompt: String? = nil
    ) async throws -> SignInStep {
        let page = try await authorizationURL(domainHint: domainHint, prompt: prompt)
        return try await complete(try await browser.callback(from: page, to: Self.redirect(of: page)))
    }

    /// Where the page's journey ends, as its address says.
    static func redirect(of page: URL) throws -> URL {
        let query = URLComponents(url: page, resolvingAgainstBaseURL: false)?.queryItems
        let redirect = query?.first { $0.name == "redirect_uri" }?.value
        guard let url = redirect.flatMap(URL.init(string:)) else { throw DoorstepError.defect }
        return url
    }

    /// For a journey that another flow than a sign-in began: it ends in an account, and nobody follows its steps. Who
    /// follows those of the flow that began it sees what became of that one.
    static func lonely<Step>(
        id: StepID, raw: DoorstepFFI.Reply, of began: Course<Step>
    ) -> BrowserReply {
        BrowserReply(id: id, raw: raw, course: .signIn(flow: id.flow, now: nil, moved: { began.look() }))
    }
}

/// A browser of the system, such as ``SystemBrowser``.
public protocol Browser: Sendable {
    /// Opens `page` and gives back the whole address, which begins with `redirect`, that the journey ended at.
    func callback(from page: URL, to redirect: URL) async throws -> URL
}

/// The person closed the browser.
public struct BrowserClosed: Error, Hashable {
    /// For a ``Browser`` of the app's own.
    public init() {}
}

/// Why a flow can't go on inside the app.
public struct BrowserReason: Hashable, Sendable, CustomStringConvertible {
    /// The kind of reason.
    public let kind: BrowserReasonKind

    /// The service's own sentence, for a developer's eyes: it is in no fixed language and form.
    public let serverText: String?

    public var description: String { "BrowserReason(\(kind.rawValue))" }

    init(_ raw: DoorstepFFI.BrowserReason) {
        kind = BrowserReasonKind(raw.kind)
        serverText = raw.serverText
    }
}
