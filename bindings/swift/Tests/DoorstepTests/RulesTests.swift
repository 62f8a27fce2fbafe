import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What holds for every flow, seen from Swift.
@Suite struct RulesTests {
    @Test func aDoubleTapSendsOnce() async throws {
        try await onSandbox { sandbox, device in
            let (gate, _, reply) = try await bobBehindAGate(device)
            async let first = reply.submit(bobPassword)
            try await eventually { gate.waiting == 1 }
            guard case .misuse(.busy, _) = try await failure({ try await reply.submit(bobPassword) }) else {
                Issue.record("not busy")
                return
            }
            gate.open()
            _ = try want(try await first, \.account)
            #expect(try await sandbox.requests("oauth2/v2.0/token") == 1)
        }
    }

    @Test func aStaleReplyIsToldSoAndSendsNothing() async throws {
        try await onSandbox { sandbox, device in
            let flow = try device.client().signIn(ada)
            let stale = try want(try await flow.start(), \.password)
            _ = try want(try await stale.submit(adaPassword), \.mfa)
            let sent = try await sandbox.requests("token")
            guard case .misuse(.staleStep, _) = try await failure({ try await stale.submit(adaPassword) }) else {
                Issue.record("not stale")
                return
            }
            #expect(try await sandbox.requests("token") == sent)
            #expect(flow.step?.mfa != nil)
        }
    }

    @Test func aCancelledFlowIsOverForEveryReply() async throws {
        try await onSandbox { _, device in
            let flow = try device.client().signIn(bob)
            let reply = try want(try await flow.start(), \.password)
            try await flow.cancel()
            try await flow.cancel()
            #expect(flow.step == nil)
            guard case .misuse(.cancelled, _) = try await failure({ try await reply.submit(bobPassword) }) else {
                Issue.record("not cancelled")
                return
            }
            #expect(try await device.client().pending() == [])
        }
    }

    @Test func aCancelledTaskOnlyStopsWaiting() async throws {
        try await onSandbox { _, device in
            let (gate, flow, reply) = try await bobBehindAGate(device)
            let tap = Task { try await reply.submit(bobPassword) }
            try await eventually { gate.waiting == 1 }
            tap.cancel()
            await #expect(throws: CancellationError.self) { try await tap.value }
            gate.open()
            try await eventually { flow.step?.account != nil }
            #expect(try await device.client().accounts().count == 1)
        }
    }

    @Test func whereTheAppAsksACancelledTaskEndsTheFlow() async throws {
        try await onSandbox { _, device in
            let (gate, flow, reply) = try await bobBehindAGate(device)
            let tap = Task { try await flow.cancelledWithTask { try await reply.submit(bobPassword) } }
            try await eventually { gate.waiting == 1 }
            tap.cancel()
            await #expect(throws: CancellationError.self) { try await tap.value }
            gate.open()
            guard case .misuse(.cancelled, _) = try await failure({ try flow.current() }) else {
                Issue.record("not cancelled")
                return
            }
            #expect(try await device.client().accounts() == [])
        }
    }

    @Test func aTaskThatIsCancelledAlreadyBeginsNothingButCanEndAFlow() async throws {
        try await onSandbox { sandbox, device in
            let flow = try device.client().signIn(bob)
            let reply = try want(try await flow.start(), \.password)
            let late = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                await #expect(throws: CancellationError.self) { try await reply.submit(bobPassword) }
                try await flow.cancel()
            }
            try await late.value
            #expect(try await sandbox.requests("oauth2/v2.0/token") == 0)
            guard case .misuse(.cancelled, _) = try await failure({ try flow.current() }) else {
                Issue.record("not cancelled")
                return
            }
        }
    }

    @Test func aFlowThatWaitedTooLongIsExpired() async throws {
        try await onSandbox { _, device in
            let flow = try device.client { $0.flowLifetime = 0.001 }.signIn(bob)
            // Slow machines may see it expire before its first step is out.
            _ = try? await flow.start()
            try await eventually {
                if case .misuse(.expired, _)? = (try? await failure({ try flow.current() })) { true } else { false }
            }
        }
    }

    @Test func anAPIThatAsksForMoreGetsARegistrationAndThenItsToken() async throws {
        try await onSandbox { sandbox, device in
            let client = try device.client()
            let account = try await signedInBob(client)
            let refused = try await refusal(sandbox, try await account.accessToken(for: todo).token)
            let challenge = try #require(refused)
            if try await client.stepUp(account, wwwAuthenticate: [#"Basic realm="x""#], scopes: todo) != nil {
                Issue.record("a step-up would not help")
            }
            let stepUp = try await client.stepUp(account, wwwAuthenticate: [challenge], scopes: todo)
            guard case .signIn(let flow) = stepUp else {
                Issue.record("no sign-in")
                return
            }
            let password = try want(try await flow.start(), \.password)
            let choice = try want(try await password.submit(bobPassword), \.registration)
            let phone = try #require(choice.methods.first { $0.channel == .sms })
            let asked = try want(
                try await choice.reply.register(phone, contact: "+15550100777"), \.registrationCode)
            _ = try want(try await asked.reply.submit(try await sandbox.code(to: "+15550100777")), \.account)
            #expect(try await refusal(sandbox, try await account.accessToken(for: todo).token) == nil)
        }
    }

    /// What the protected API says to a token: nothing where it takes it.
    private func refusal(_ sandbox: Sandbox, _ token: String) async throws -> String? {
        var call = URLRequest(url: try #require(URL(string: sandbox.api)))
        call.setValue("Bearer \(token)", forHTTPHeaderField: "authorization")
        let answer = try await URLSession.shared.data(for: call).1 as? HTTPURLResponse
        return answer?.statusCode == 200 ? nil : answer?.value(forHTTPHeaderField: "www-authenticate")
    }

    @Test func eventsTellWhatHappenedInOrder() async throws {
        try await onSandbox { _, device in
            _ = try await signedInBob(try device.client())
            func ended() -> [String] {
                device.events.all.compactMap { if case .flowEnded(_, let outcome, _) = $0 { outcome } else { nil } }
            }
            try await eventually { !ended().isEmpty }
            let calls = device.events.all.compactMap { event in
                if case .callFinished(let call) = event { call } else { nil as CallFinished? }
            }
            #expect(calls.map(\.call) == ["open", "first_challenge", "redeem_password"])
            #expect(calls.allSatisfy { $0.status == .success })
            #expect(ended() == ["signed_in"])
        }
    }

    /// Bob at the password, with what he sends from now on held back.
    private func bobBehindAGate(_ device: Device) async throws -> (Gate, SignInFlow, PasswordReply) {
        let gate = Gate()
        device.http = .host(gate)
        let flow = try device.client().signIn(bob)
        let reply = try want(try await flow.start(), \.password)
        gate.close()
        return (gate, flow, reply)
    }
}
