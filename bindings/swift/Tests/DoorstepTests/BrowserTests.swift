import DoorstepTestSupport
import Foundation
import Testing

@testable import Doorstep

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The way through the browser.
@Suite struct BrowserTests {
    @Test func aJourneyThroughTheBrowserEndsInAnAccount() async throws {
        try await onSandbox { _, device in
            let client = try device.client { $0.firstFactors = .code }
            let flow = try client.signIn(bob, scopes: todo)
            let step = try want(try await flow.start(), \.browser)
            #expect(step.reason.kind == .passwordNotOffered)
            let account = try want(try await step.reply.signIn(in: Surfer()), \.account)
            #expect(account.username == bob)
            #expect(flow.step == .signedIn(account))
        }
    }

    @Test func aForeignCallbackIsNotTakenAndTheStepStays() async throws {
        try await onSandbox { _, device in
            let flow = try device.client { $0.mfa = false }.signIn(ada, password: adaPassword, scopes: todo)
            let step = try want(try await flow.start(), \.browser)
            #expect(step.reason.kind == .missingMfaCapability)
            let page = try await step.reply.authorizationURL(prompt: "login").absoluteString
            #expect(page.contains("code_challenge=") && page.contains("prompt=login"))
            let foreign = try #require(URL(string: "doorstep://callback?code=c&state=no"))
            guard case .misuse(.staleStep, _) = try await failure({ try await step.reply.complete(foreign) }) else {
                Issue.record("taken")
                return
            }
            await #expect(throws: BrowserClosed.self) { try await step.reply.signIn(in: ClosedBrowser()) }
            #expect(flow.step?.browser?.reply == step.reply)
        }
    }

    @Test func aSignUpThatEndsInTheBrowserEndsItsSteps() async throws {
        try await onSandbox { _, device in
            device.http = sentToTheBrowser
            let flow = try device.client().signUp(dora)
            try await expectEnd(of: flow, by: try want(try await flow.start(), \.browser))
        }
    }

    @Test func aResetThatEndsInTheBrowserEndsItsSteps() async throws {
        try await onSandbox { _, device in
            device.http = sentToTheBrowser
            let flow = try device.client().resetPassword(bob)
            try await expectEnd(of: flow, by: try want(try await flow.start(), \.browser))
        }
    }

    /// The service, where it takes no sign-up and no reset inside the app.
    private var sentToTheBrowser: HTTPStack {
        let inner = URLSessionTransport()
        return .host(
            Scripted { request in
                let isElse = request.method == .get || request.url.contains("/oauth2/")
                return isElse ? try await inner.send(request) : .json(200, #"{"challenge_type":"redirect"}"#)
            })
    }

    /// Whoever follows sees a step that stays while the journey comes to nothing, and the end when it leads somewhere.
    private func expectEnd(of flow: some AuthFlow, by reply: Doorstep.BrowserReply) async throws {
        let ended = Collected<Bool>()
        Task {
            for await _ in flow.steps {}
            ended.append(true)
        }
        await #expect(throws: BrowserClosed.self) { try await reply.signIn(in: ClosedBrowser()) }
        let foreign = try #require(URL(string: "doorstep://callback?code=c&state=no"))
        _ = try await failure { try await reply.complete(foreign) }
        #expect(flow.step != nil && ended.all.isEmpty)
        #expect(try await reply.signIn(in: Surfer()).account?.username == bob)
        #expect(flow.step == nil)
        try await eventually { !ended.all.isEmpty }
    }

    @Test func theJourneyEndsWhereThePagesAddressSays() throws {
        let page = try #require(URL(string: "https://c.example/authorize?redirect_uri=doorstep%3A%2F%2Fcallback&x=1"))
        #expect(try BrowserReply.redirect(of: page).absoluteString == "doorstep://callback")
        let other = try #require(URL(string: "https://c.example/authorize"))
        #expect(throws: DoorstepError.self) { try BrowserReply.redirect(of: other) }
    }
}

struct ClosedBrowser: Browser {
    func callback(from page: URL, to redirect: URL) async throws -> URL { throw BrowserClosed() }
}

/// A browser in which Bob signs in.
struct Surfer: Browser {
    func callback(from page: URL, to redirect: URL) async throws -> URL {
        let session = URLSession(configuration: .ephemeral, delegate: NoRedirects(), delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        var (html, answer) = try await session.data(from: page)
        for (name, value) in [("username", bob), ("password", bobPassword)] {
            let text = String(decoding: html, as: UTF8.self)
            var form = URLComponents()
            form.queryItems =
                ["form_token": try #require(text.matches(#"name="form_token" value="([^"]*)""#).first), name: value]
                .map { URLQueryItem(name: $0, value: $1) }
            let action = try #require(text.matches(#"action="([^"]*)""#).first)
            let place = URL(string: action.replacingOccurrences(of: "&amp;", with: "&"), relativeTo: answer.url)
            var post = URLRequest(url: try #require(place))
            post.httpMethod = "POST"
            post.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "content-type")
            post.httpBody = Data(try #require(form.percentEncodedQuery).replacingOccurrences(of: "+", with: "%2B").utf8)
            (html, answer) = try await session.data(for: post)
        }
        let callback = try #require((answer as? HTTPURLResponse)?.value(forHTTPHeaderField: "location"))
        #expect(callback.hasPrefix(redirect.absoluteString))
        return try #require(URL(string: callback))
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
