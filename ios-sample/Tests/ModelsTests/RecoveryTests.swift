import Doorstep
import Foundation
import Testing

@testable import SampleModels

private let bob = "bob@contoso.example"
private let number = "+15550100199"
private let remembered = "Remembered-2026"

/// Resets that take a second proof, and a device that is lost: by the rules of the sandbox's gate.
@MainActor
@Suite struct RecoveryTests {
    private func ruled(_ scenario: String) throws -> Phone {
        let scenarios = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../sandbox/scenarios")
        return try Phone("--seed", scenarios.appendingPathComponent("\(scenario).toml").standardized.path)
    }

    private func app(_ phone: Phone) async throws -> AppModel {
        let profiled = try await Profiled(by: phone.risk)
        return try await phone.app(http: .host(profiled)) { $0.authority = phone.gate }
    }

    /// The mailbox's code and a new password, up to the second proof.
    private func proves(_ app: AppModel, _ phone: Phone) async throws -> SecurityCodeModel {
        await app.stage?.code?.type(try await phone.code(to: bob))
        await app.stage?.password?.give(remembered)
        return try #require(app.stage?.securityCode)
    }

    @Test func aNewPasswordTakesACodeThatCameAnotherWay() async throws {
        let phone = try ruled("rules_reset_code")
        let app = try await app(phone)
        app.entry.username = bob
        await app.entry.resetPassword()
        let code = try await proves(app, phone)
        #expect(code.target == Phrase(.codeSentBySms, text: "+1********9") && code.input.length == 8)
        #expect(code.triesLeft == Phrase(.triesLeft, number: 5) && !code.isAgain)
        #expect(app.stage?.isSecret == true)
        let right = try await phone.code(to: number)
        await code.type(right == "00000000" ? "11111111" : "00000000")
        let second = try #require(app.stage?.securityCode)
        #expect(second !== code && second.isAgain && second.triesLeft == Phrase(.triesLeft, number: 4))
        #expect(try await phone.sandbox.mailbox(to: number).count == 1)
        await second.type(right)
        #expect(app.account?.account.username == bob)
    }

    @Test func anotherSecurityCodeCanBeHadWhenTheWaitForItIsOver() async throws {
        let phone = try ruled("rules_reset_code")
        let app = try await app(phone)
        app.entry.username = bob
        await app.entry.resetPassword()
        let code = try await proves(app, phone)
        let now = Date()
        #expect(try #require(code.wait(at: now)) > 30 && code.wait(at: now.addingTimeInterval(61)) == nil)
        #expect(code.announcement(at: now.addingTimeInterval(61)) == nil)
        for codes in 2...3 {
            #expect(app.stage?.securityCode?.isResendable == true)
            try await phone.sandbox.tell("POST", "clock", #"{"advance_seconds":61}"#)
            await app.stage?.securityCode?.resend()
            #expect(try await phone.sandbox.mailbox(to: number).count == codes)
        }
        #expect(app.stage?.securityCode?.isResendable == false)
        await app.stage?.securityCode?.type(try await phone.code(to: number))
        #expect(app.account?.account.username == bob)
    }

    @Test func aLostDeviceIsPutRightAndThePersonIsToldBeforeAndAfter() async throws {
        let phone = try ruled("rules_device_lost")
        let app = try await app(phone)
        await app.signIn(bob)
        await app.stage?.password?.deviceLost()
        let lost = try #require(app.deviceLost)
        #expect(lost.username == bob && phone.saved.id == nil)
        #expect(try await phone.sandbox.mailbox().isEmpty)
        await lost.begin()
        let code = try await proves(app, phone)
        await code.type(try await phone.code(to: number))
        let done = try #require(app.stage?.finished)
        #expect(done.phrase == Phrase(.lostDone) && done.more == Phrase(.lostDoneMore))
        await done.proceed()
        #expect(app.account?.account.username == bob)
    }

    @Test func anAccountThatWasSecuredTakesNoOtherNewPasswordForAWhile() async throws {
        let phone = try ruled("rules_device_lost")
        let app = try await app(phone)
        app.entry.username = bob
        await app.entry.deviceLost()
        await app.deviceLost?.begin()
        let code = try await proves(app, phone)
        await code.type(try await phone.code(to: number))
        await app.flow?.cancel()
        await app.entry.resetPassword()
        await app.stage?.code?.type(try await phone.code(to: bob))
        await app.stage?.password?.give("Other-Than-That-1")
        #expect(app.flow?.work.trouble?.phrase == Phrase(.deniedProvider))
    }

    @Test func whereNobodyKnowsThatRecoveryNothingIsSent() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        app.entry.username = bob
        await app.entry.deviceLost()
        let lost = try #require(app.deviceLost)
        await lost.begin()
        #expect(lost.work.trouble?.phrase == Phrase(.lostRefused))
        #expect(try await phone.sandbox.mailbox().isEmpty)
        lost.cancel()
        #expect(app.isAtEntry && app.entry.username == bob)
    }

    @Test func aResetWhoseSignInFailedWaitsForIt() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        app.entry.username = bob
        await app.entry.resetPassword()
        await app.stage?.code?.type(try await phone.code(to: bob))
        try await phone.fault(#"{"endpoint":"oauth2/v2.0/token","status":503,"times":99}"#)
        await app.stage?.password?.give(remembered)
        let done = try #require(app.stage?.finished)
        #expect(done.phrase == Phrase(.passwordChanged) && done.work.trouble?.phrase == Phrase(.serverUnavailable))
        try await phone.sandbox.tell("PUT", "faults", #"{"faults":[]}"#)
        await done.proceed()
        #expect(app.account?.account.username == bob)
    }
}
