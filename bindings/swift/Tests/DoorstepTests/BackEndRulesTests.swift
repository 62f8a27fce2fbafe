import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// The gate's back-end rules, from Swift, against the sandbox whose gate has them.
@Suite struct BackEndRulesTests {
    private static let bobPhone = "+15550100199"
    private static let doraPhone = "+15550100333"
    private static let newPassword = "Carpenter-77"

    private static func scenario(_ rules: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../../sandbox/scenarios/\(rules).toml").standardized
    }

    private func onRules(_ seed: URL, test: (Sandbox, Device) async throws -> Void) async throws {
        try await onSandbox("--seed", seed.path) { sandbox, _ in try await test(sandbox, try Device(sandbox.gate)) }
    }

    private func passwordAsked(_ sandbox: Sandbox, _ flow: ResetPasswordFlow) async throws -> NewPasswordReply {
        let mailed = try want(try await flow.start(), \.code)
        return try want(try await mailed.reply.submit(try await sandbox.code(to: bob)), \.newPassword)
    }

    private func heldUp(
        _ sandbox: Sandbox, _ flow: ResetPasswordFlow
    ) async throws -> (challenge: RiskChallenge, reply: ResetVerificationReply) {
        try want(try await passwordAsked(sandbox, flow).submit(Self.newPassword), \.verification)
    }

    @Test func aResetTakesASecurityCodeAfterAWrongOneAndAnotherOne() async throws {
        try await onRules(Self.scenario("rules_reset_code")) { sandbox, device in
            let client = try device.client()
            let first = try await heldUp(sandbox, try client.resetPassword(bob))
            let code = try #require(first.challenge.securityCode)
            #expect(code.channel == .sms && code.codeLength == 8 && code.triesLeft == 5 && code.resendAfter == 60)
            let sent = try await sandbox.code(to: Self.bobPhone)

            let other = sent == "00000000" ? "11111111" : "00000000"
            let wrong = try want(try await first.reply.submit(other), \.verification)
            #expect(wrong.challenge.attempt == 2 && wrong.challenge.securityCode?.triesLeft == 4)
            let early = try want(try await wrong.reply.again(), \.verification)
            #expect(try await sandbox.code(to: Self.bobPhone) == sent, "the wait is not over")
            try await sandbox.advance(seconds: 61)
            let again = try want(try await early.reply.again(), \.verification)
            #expect(try await sandbox.code(to: Self.bobPhone) != sent)
            let void = try want(try await again.reply.submit(sent), \.verification)

            let done = try want(
                try await void.reply.submit(try await sandbox.code(to: Self.bobPhone)), \.done)
            #expect(done.recovery == nil)
            _ = try want(try await done.next.signIn().start(), \.account)
        }
    }

    @Test func aLostDeviceEndsSessionsEverywhereAndFreezesOtherResets() async throws {
        try await onRules(Self.scenario("rules_device_lost")) { sandbox, device in
            let elsewhere = try Device(sandbox.gate)
            let lost = try await signedInBob(try elsewhere.client())
            let client = try device.client()
            let here = try await signedInBob(client)

            let held = try await heldUp(sandbox, try client.resetPassword(bob, because: .deviceLost))
            let code = try await sandbox.code(to: Self.bobPhone)
            let done = try want(try await held.reply.submit(code), \.done)
            #expect(done.recovery == .deviceLost)
            #expect(try await client.accounts() == [])
            let gone = try await failure { try await here.accessToken(for: todo) }
            #expect(gone.info.code == "signed_out")
            let refused = try await failure { try await lost.refreshedAccessToken(for: todo) }
            #expect(refused.info.code == "refresh_rejected")

            let thief = try await passwordAsked(sandbox, try elsewhere.client().resetPassword(bob))
            guard case .denied(.gate, _) = try await failure({ try await thief.submit("Thief-2026!") }) else {
                Issue.record("not denied")
                return
            }
            _ = try want(try await done.next.signIn().start(), \.account)
            #expect(try await client.accounts().count == 1)
        }
    }

    @Test func aLostDeviceNeedsAGateThatKnowsWhatToDo() async throws {
        try await onRules(Self.scenario("rules_reset_code")) { sandbox, device in
            for there in [device, try Device(sandbox.tenant)] {
                let flow = try there.client().resetPassword(bob, because: .deviceLost)
                let error = try await failure { try await flow.start() }
                #expect(error.info.code == "recovery_unconfirmed")
            }
            #expect(try await sandbox.requests("resetpassword/v1.0/challenge") == 0)
        }
    }

    @Test func aSignUpLandsInAGroupWhosePolicyIsInForceAtTheFirstSignIn() async throws {
        try await onRules(Self.scenario("rules_sign_up_group")) { sandbox, device in
            device.signals = Signals()
            let client = try device.client()
            try client.setConsent([.device])
            let mailed = try want(try await client.signUp(dora, password: doraPassword).start(), \.code)
            let next = try want(try await mailed.reply.submit(try await sandbox.code(to: dora)), \.next)
            let choice = try want(try await next.signIn().start(), \.registration)
            let phone = try #require(choice.methods.first { $0.channel == .sms })
            let texted = try want(
                try await choice.reply.register(phone, contact: Self.doraPhone), \.registrationCode)
            _ = try want(try await texted.reply.submit(try await sandbox.code(to: Self.doraPhone)), \.account)
        }
    }

    @Test func aSecondCodeAfterARecoverySaysWhatTheFirstOneWasFor() async throws {
        let rules = try String(contentsOf: Self.scenario("rules_reset_code"), encoding: .utf8)
        let always = """

            [[policies.conditional_access]]
            name = "Always"
            users = { include = ["all"] }
            require = "mfa"
            """
        let seed = FileManager.default.temporaryDirectory.appendingPathComponent("doorstep-\(UUID().uuidString).toml")
        try (rules + always).write(to: seed, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: seed) }
        try await onRules(seed) { sandbox, device in
            let held = try await heldUp(sandbox, try device.client().resetPassword(bob))
            let code = try await sandbox.code(to: Self.bobPhone)
            let done = try want(try await held.reply.submit(code), \.done)
            let choice = try want(try await done.next.signIn().start(), \.mfa)
            let mailbox = try #require(choice.methods.first { $0.channel == .email })
            let mailed = try want(try await choice.reply.choose(mailbox), \.mfaCode)
            #expect(mailed.sent.repeats == .passwordReset)
            _ = try want(try await mailed.reply.submit(try await sandbox.code(to: bob)), \.account)
        }
    }
}
