import Doorstep
import Foundation
import Testing

@testable import SampleModels

private let ada = "ada@contoso.example"
private let bob = "bob@contoso.example"
private let cleo = "cleo@contoso.example"

/// What goes wrong, what takes long, and what the system breaks off.
@MainActor
@Suite struct WaysTests {
    @Test func theFlowGoesOnAtItsStepInANewProcess() async throws {
        let phone = try Phone()
        let first = try await phone.app()
        await first.signIn(cleo)
        let code = try #require(first.stage?.code)
        let later = try await phone.app()
        let same = try #require(later.stage?.code)
        #expect(same.sent.sentAt == code.sent.sentAt)
        await same.type(try await phone.code(to: cleo))
        #expect(later.account?.account.username == cleo)
    }

    @Test func aSignUpAndAResetGoOnAsWell() async throws {
        let phone = try Phone()
        await (try await phone.app()).signUp("dora@contoso.example")
        let signUp = try await phone.app()
        #expect(signUp.flow is SignUpModel && signUp.stage?.code?.purpose == .signUp)
        await signUp.flow?.cancel()
        signUp.entry.username = bob
        await signUp.entry.resetPassword()
        let reset = try await phone.app()
        #expect(reset.flow is ResetPasswordModel)
        await reset.stage?.code?.type(try await phone.code(to: bob))
        #expect(reset.stage?.password?.kind == .new)
    }

    @Test func anotherCodeCanBeHadAfterTheServersIntervalAndIsAnnouncedNowAndThen() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        await app.signIn(cleo)
        let code = try #require(app.stage?.code)
        let sent = code.sent.sentAt
        #expect(code.sent.resendAfter == 300)
        #expect(code.wait(at: sent) == 300 && code.wait(at: sent.addingTimeInterval(299.5)) == 1)
        #expect(code.wait(at: sent.addingTimeInterval(300)) == nil)
        let spoken = (0...300).filter { code.announcement(at: sent.addingTimeInterval(Double($0))) != nil }
        #expect(spoken.count == 30)
        await code.resend()
        #expect(code.work.trouble?.phrase == Phrase(.throttled))
        #expect(try #require(code.wait(at: Date())) > 250)
    }

    @Test func withoutAnIntervalTheWaitIsHalfAMinuteAndTheNewCodeHasAStepOfItsOwn() async throws {
        let phone = try Phone()
        try await phone.sandbox.tell("PUT", "policies", #"{"codes":{"interval":null,"length":6}}"#)
        let app = try await phone.app()
        await app.signIn(cleo)
        let code = try #require(app.stage?.code)
        #expect(code.sent.length == 6 && code.wait(at: code.sent.sentAt) == 30)
        await code.resend()
        let next = try #require(app.stage?.code)
        #expect(next !== code)
        await next.type(try await phone.code(to: cleo))
        #expect(app.account != nil)
    }

    @Test func theBrowserLeadsOnAndClosingItIsNoError() async throws {
        let phone = try Phone()
        let app = try await phone.app { $0.firstFactors = .code }
        await app.signIn(bob)
        let browser = try #require(app.stage?.browser)
        #expect(browser.why == Phrase(.browserOtherFactor))
        await browser.open()
        #expect(browser.work.trouble == nil && app.stage?.browser === browser)
        phone.browser = FormBrowser([("username", bob), ("password", "Builder-2024!")])
        await browser.open()
        #expect(app.account?.account.username == bob)
    }

    @Test func offlineIsToldFromAFaultOfTheService() async throws {
        let phone = try Phone()
        let app = try await phone.app(http: .host(NoNetwork()))
        await app.signIn(bob)
        #expect(app.entry.work.trouble?.phrase == Phrase(.offline))
        let online = try await phone.app()
        try await phone.fault(#"{"endpoint":"oauth2/v2.0/initiate","status":503,"times":9}"#)
        await online.signIn(bob)
        #expect(online.entry.work.trouble?.phrase == Phrase(.serverUnavailable))
    }

    @Test func whoIsThrottledIsToldWhenAndTheButtonWaits() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        try await phone.fault(#"{"endpoint":"oauth2/v2.0/initiate","status":429,"retry_after":40,"times":9}"#)
        await app.signIn(bob)
        let trouble = try #require(app.entry.work.trouble)
        let retryAt = try #require(trouble.retryAt)
        #expect(trouble.phrase == Phrase(.throttled))
        #expect(!app.entry.work.isReady(at: retryAt.addingTimeInterval(-1)))
        #expect(app.entry.work.isReady(at: retryAt))
    }

    @Test func anErrorCanBeCopiedWithItsCodeAndCorrelationId() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        await app.signIn(bob)
        await app.stage?.password?.give("wrong")
        let details = try #require(app.flow?.work.trouble?.details)
        let correlation = try #require(details.correlationID)
        #expect(details.text.contains("code: \(details.code)") && details.text.contains(correlation))
        #expect(!details.text.contains(bob) && !details.text.contains("AADSTS"))
    }

    @Test func aCallThatTakesLongSaysSo() async throws {
        let start = Date(timeIntervalSince1970: 1_000_000)
        let work = Work { start }
        await work.run {
            #expect(work.isBusy && !work.isSlow(at: start.addingTimeInterval(7)))
            #expect(work.isSlow(at: start.addingTimeInterval(8)))
            await work.run { Issue.record("a second call began") }
        }
        #expect(!work.isBusy && !work.isSlow(at: start.addingTimeInterval(60)))
    }

    @Test func aSecondCodeToTheSameMailboxIsExplained() async throws {
        let phone = try Phone()
        try await phone.sandbox.tell(
            "PATCH", "users/\(bob)",
            #"{"groups":["mfa"],"methods":[{"channel":"email","target":"\#(bob)"}]}"#)
        let app = try await phone.app()
        app.entry.username = bob
        await app.entry.resetPassword()
        await app.stage?.code?.type(try await phone.code(to: bob))
        await app.stage?.password?.give("Gardener-2025!")
        let second = try #require(app.stage?.code)
        #expect(second.why == Phrase(.repeatsPasswordReset))
        #expect(app.flow?.notice == Phrase(.passwordChanged))
        await second.type(try await phone.code(to: bob))
        #expect(app.account != nil)
    }

    @Test func thePasswordsAndCodesAreSecretScreens() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        await app.signIn(ada)
        #expect(app.stage?.isSecret == true)
        await app.stage?.password?.give("Lovelace-1815")
        #expect(app.stage?.isSecret == false)
    }
}

private struct NoNetwork: Transport {
    func send(_ request: HTTPRequest) async throws -> HTTPResponse { throw HTTPFault.notSent }
}
