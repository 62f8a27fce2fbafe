import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// Risk signals from Swift, against the sandbox.
@Suite struct SignalsTests {
    private let provider = FakeProvider()
    private let watching = Watching()

    private func client(_ device: Device, _ signals: Signals) throws -> DoorstepClient {
        device.http = .host(watching)
        device.signals = signals
        let client = try device.client()
        try client.setConsent([.device, .behaviour])
        return client
    }

    private func signals(_ onFailure: FailPolicy = .closed, check: TimeInterval = 20) -> Signals {
        var signals = Signals(provider: provider, onFailure: onFailure)
        signals.budgets.begin = 20
        signals.budgets.ready = 20
        signals.budgets.attach = 20
        signals.budgets.check = check
        return signals
    }

    private func isUnavailable(_ error: DoorstepError) -> Bool {
        if case .later(.riskUnavailable, _, _) = error { true } else { false }
    }

    @Test func aProviderIsAskedBeforeASignInGivesTokensAndItsHeadersGoAlong() async throws {
        try await onSandbox { _, device in
            _ = try await signedInBob(try client(device, signals()))
            let token = try #require(watching.headers("/token").first)
            #expect(token["x-px-authorization"] == "3:token")
            #expect(token["x-risk-provider"] == "tmx")
            #expect(token["x-risk-session"]?.count == 32)
            #expect(watching.headers("/initiate") == [[:]])
            try await eventually { provider.told.all.contains("end completed") }
            let told = ["begin sign_in false", "check token", "password passed -", "end completed"]
            #expect(provider.told.all == told)
        }
    }

    @Test func withoutConsentNobodyIsAskedAndNothingGoesAlong() async throws {
        try await onSandbox { _, device in
            let client = try client(device, signals())
            try client.setConsent([])
            _ = try await signedInBob(client)
            #expect(provider.told.all == [])
            #expect(watching.headers("/token") == [[:]])
        }
    }

    /// Ada, where a text to her phone is the next thing.
    private func atTexts(_ client: DoorstepClient) async throws -> (AuthMethod, MfaReply) {
        let password = try want(try await client.signIn(ada).start(), \.password)
        let (methods, reply) = try want(try await password.submit(adaPassword), \.mfa)
        return (try #require(methods.first { $0.channel == .sms }), reply)
    }

    @Test func noTextLeavesWhereTheProviderBlocksOrThrows() async throws {
        try await onSandbox { sandbox, device in
            let (sms, reply) = try await atTexts(try client(device, signals(.open)))
            let before = try await sandbox.requests("/challenge")
            provider.verdict = { _ in .block }
            guard case .denied(.provider, _) = try await failure({ try await reply.choose(sms) }) else {
                Issue.record("not denied")
                return
            }
            provider.verdict = { _ in throw Thrown(description: "no vendor") }
            #expect(isUnavailable(try await failure { try await reply.choose(sms) }))
            #expect(try await sandbox.requests("/challenge") == before)
            #expect(provider.told.all.contains("check smsToKnown"))
        }
    }

    @Test func noTextLeavesWhereTheProviderHangs() async throws {
        try await onSandbox { sandbox, device in
            provider.verdict = { _ in
                try await Task.sleep(nanoseconds: 3_600_000_000_000)
                return .allow
            }
            let (sms, reply) = try await atTexts(try client(device, signals(.open, check: 0.05)))
            let before = try await sandbox.requests("/challenge")
            #expect(isUnavailable(try await failure { try await reply.choose(sms) }))
            #expect(try await sandbox.requests("/challenge") == before)
        }
    }

    @Test func aNumberThatWasTypedIsGivenToTheProviderAndDoesNotPrint() async throws {
        try await onSandbox { _, device in
            provider.verdict = { if case .smsToNew = $0 { .block } else { .allow } }
            let client = try client(device, signals())
            let flow = try client.signIn(bob, password: bobPassword, scopes: todo, context: 3)
            guard case .registrationRequired(let methods, let reply) = try await flow.start() else {
                Issue.record("nothing is to be registered")
                return
            }
            let sms = try #require(methods.first { $0.channel == .sms })
            _ = try await failure { try await reply.register(sms, contact: "+1 555 010 0123") }
            #expect(provider.numbers.all == ["+15550100123"])
            #expect(!provider.told.all.contains { $0.contains("555") })
        }
    }

    @Test func aProviderThatUsesAnotherSessionOrAnotherHeaderHasFailed() async throws {
        try await onSandbox { _, device in
            provider.session = { _ in String(repeating: "0", count: 32) }
            let other = try client(device, signals())
            #expect(isUnavailable(try await failure { try await signedInBob(other) }))
            provider.session = { $0 }
            for headers in [["x-other": "1"], ["x-px-authorization": "1\r\nx-admin: 1"]] {
                provider.attached = headers
                let client = try client(device, signals())
                #expect(isUnavailable(try await failure { try await signedInBob(client) }))
            }
            #expect(watching.headers("/token") == [])
            try await eventually {
                device.events.all.contains {
                    if case .riskHookCalled(let called) = $0 { called.outcome == "bad_header" } else { false }
                }
            }
        }
    }

    @Test func whatTheAppFoundOutGoesAlongAndWhatIsNotOnTheListIsRefused() async throws {
        try await onSandbox { _, device in
            var own = Signals()
            own.headers = [AppHeader("x-attest", "statement", routes: [.token])]
            let client = try client(device, own)
            var collected = CollectedSignals()
            collected.addDevice(appVersion: "2.1.0")
            try client.tell(collected)
            _ = try await signedInBob(client)
            let token = try #require(watching.headers("/token").first)
            #expect(token["x-attest"] == "statement")
            #expect(token["x-risk-signals"] != nil)
            for wrong in ["Ada's \"phone\"", "ada@contoso.example", "+1 555 010 0123"] {
                collected.model = wrong
                let error = try await failure { try client.tell(collected) }
                guard case .broken(.configuration(.signals, _), _) = error else {
                    Issue.record(error)
                    return
                }
                #expect(!"\(error)".contains(wrong))
            }
        }
    }

    @Test func whatMustNotBeAddedIsRefusedWhenTheClientIsMade() async throws {
        try await offline { device in
            for name in ["x-ms-a", "attest", "x-client-sku"] {
                device.signals = Signals()
                device.signals?.headers = [AppHeader(name, "1", routes: [.token])]
                _ = try await failure { try device.client() }
            }
            device.signals = Signals(provider: FakeProvider(headers: ["x-risk-session"]), onFailure: .open)
            _ = try await failure { try device.client() }
        }
    }

    @Test func nothingOfSignalsPrints() {
        let header = AppHeader("x-attest", "planted", routes: [])
        var collected = CollectedSignals()
        collected.model = "planted"
        let printed = "\(header) \(collected) \(RiskPurpose.smsToNew(PhoneNumber("planted")))"
        #expect(!printed.contains("planted"))
    }
}
