import Doorstep
import Foundation
import Testing

@testable import SampleModels

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

private let dora = "dora@contoso.example"

/// The app behind the sandbox's gate, as the risk provider answers.
@MainActor
@Suite struct GateTests {
    private func app(
        _ phone: Phone, _ verdict: Sandbox.Verdict, solver: (any ChallengeSolver)? = nil
    ) async throws -> AppModel {
        let profiled = try await Profiled(by: phone.risk)
        let app = try await phone.app(http: .host(profiled), solver: solver) { $0.authority = phone.gate }
        try await phone.sandbox.judge(verdict)
        return app
    }

    @Test func aChallengeIsSolvedAndTheSignUpGoesOn() async throws {
        let phone = try Phone()
        let app = try await app(phone, .challenge, solver: SandboxSolver(phone.sandbox))
        await app.signUp(dora)
        let challenge = try #require(app.stage?.verification)
        #expect(challenge.isSolvable && !challenge.isAgain)
        await challenge.solve()
        #expect(app.flow?.work.trouble == nil)
        await app.stage?.code?.type(try await phone.code(to: dora))
        #expect(app.stage?.password?.kind == .first)
    }

    @Test func aProofThatIsNotTakenLeadsToAnotherChallenge() async throws {
        let phone = try Phone()
        let app = try await app(phone, .challenge, solver: WrongSolver())
        try await phone.sandbox.tell("PUT", "risk", #"{"match":{},"verdict":"challenge"}"#)
        await app.signUp(dora)
        let first = try #require(app.stage?.verification)
        await first.solve()
        let second = try #require(app.stage?.verification)
        #expect(second !== first && second.isAgain)
    }

    @Test func whoCannotBeShownTheChallengeCanGoBack() async throws {
        let phone = try Phone()
        let app = try await app(phone, .challenge)
        await app.signUp(dora)
        let challenge = try #require(app.stage?.verification)
        #expect(!challenge.isSolvable)
        await challenge.goBack()
        #expect(app.isAtEntry && phone.saved.id == nil)
    }

    @Test func aProviderThatRefusesIsToldFromOneThatIsAway() async throws {
        let phone = try Phone()
        let app = try await app(phone, .reject)
        await app.signUp(dora)
        #expect(app.entry.work.trouble?.phrase == Phrase(.deniedProvider))
        try await phone.sandbox.judge(.error)
        await app.signUp(dora)
        #expect(app.entry.work.trouble?.phrase == Phrase(.riskUnavailable))
        #expect(try await phone.sandbox.mailbox().isEmpty)
        try await phone.sandbox.judge(.pass)
        await app.signUp(dora)
        #expect(app.stage?.code?.purpose == .signUp)
    }

    @Test func theDrawerShowsTheMailboxAndSetsTheNextVerdict() async throws {
        let phone = try Phone()
        let profiled = try await Profiled(by: phone.risk)
        let app = try await phone.app(http: .host(profiled)) { $0.authority = phone.gate }
        let drawer = DeveloperModel(phone.sandbox) { _ in }
        await drawer.judge(.reject)
        #expect(drawer.verdict == .reject && !drawer.isUnreachable)
        await app.signUp(dora)
        #expect(app.entry.work.trouble?.phrase == Phrase(.deniedProvider))
        await drawer.judge(.pass)
        await app.signUp(dora)
        await drawer.refresh()
        let mail = try #require(drawer.mail.first)
        #expect(mail.to == dora && mail.purpose == "sign_up")
        await app.stage?.code?.type(try #require(mail.code))
        #expect(app.stage?.password != nil)
        let nowhere = DeveloperModel(Sandbox("http://127.0.0.1:1", gate: "", risk: "", token: nil)) { _ in }
        await nowhere.refresh()
        #expect(nowhere.isUnreachable)
    }
}

/// Comes back with what no provider gave.
private struct WrongSolver: ChallengeSolver {
    func proof(of challenge: RiskChallenge) async throws -> String { "no-such-proof" }
}

/// A device that the provider has profiled, on whatever way the gate is told of the session.
final class Profiled: Transport {
    private let session = String(repeating: "5f0c1a2b", count: 4)
    private let inner = URLSessionTransport()

    init(by provider: String) async throws {
        var request = URLRequest(url: try #require(URL(string: provider + "/fp/device")))
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data(#"{"session_id":"\#(session)","device_id":"my-phone"}"#.utf8)
        let (_, answer) = try await URLSession.shared.data(for: request)
        try #require((answer as? HTTPURLResponse)?.statusCode ?? 500 < 300)
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await inner.send(
            HTTPRequest(
                request.method, request.url, headers: request.headers + [("x-risk-session", session)],
                body: request.body, timeout: request.timeout, maxResponseBytes: request.maxResponseBytes))
    }
}
