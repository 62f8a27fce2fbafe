import Doorstep
import Foundation
import Testing

@testable import SampleModels

private let ada = "ada@contoso.example"
private let adaPassword = "Lovelace-1815"
private let bob = "bob@contoso.example"
private let bobPassword = "Builder-2024!"
private let cleo = "cleo@contoso.example"

/// Signing in, as the screens do it.
@MainActor
@Suite struct SignInTests {
    @Test func aPasswordAndASecondFactorLeadToTheAccount() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        #expect(app.isAtEntry)
        await app.signIn(ada)
        let password = try #require(app.stage?.password)
        await password.give(adaPassword)
        #expect(password.text.isEmpty)
        let choice = try #require(app.stage?.mfa)
        await choice.choose(try #require(choice.methods.first { $0.channel == .sms }))
        let code = try #require(app.stage?.code)
        #expect(code.sent.length == 8 && code.why == Phrase(.whySecondFactor))
        await code.type(try await phone.code(to: "+15550100123"))
        #expect(app.account?.account.username == ada)
        #expect(phone.saved.id == nil)
    }

    @Test func theWayOfTheLastCodeComesFirst() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        await app.signIn(ada)
        await app.stage?.password?.give(adaPassword)
        let last = try #require(app.stage?.mfa?.methods.last)
        await app.stage?.mfa?.choose(last)
        await app.flow?.cancel()
        await app.signIn(ada)
        await app.stage?.password?.give(adaPassword)
        let methods = try #require(app.stage?.mfa?.methods)
        #expect(methods.count == 2 && methods.first?.channel == last.channel)
    }

    @Test func aWholeCodeIsSentOnceAndAWrongOneStaysInTheField() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        await app.signIn(cleo)
        let code = try #require(app.stage?.code)
        await code.type("1234 567")
        #expect(code.work.trouble == nil)
        await code.type("1234-5678")
        let trouble = try #require(code.work.trouble)
        #expect(trouble.phrase == Phrase(.wrongCode) && trouble.isAtField && trouble.remedy == .resend)
        await code.type("12345678")
        #expect(code.work.trouble == trouble && code.input.text == "12345678")
        #expect(app.stage?.code === code)
        await code.type(try await phone.code(to: cleo))
        #expect(app.account?.account.username == cleo)
    }

    @Test func aWrongPasswordOffersAResetWhichGoesStraightIn() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        await app.signIn(bob)
        await app.stage?.password?.give("wrong")
        #expect(app.flow?.work.trouble?.phrase == Phrase(.wrongPassword))
        let remedy = try #require(app.flow?.work.trouble?.remedy)
        #expect(remedy == .resetPassword)
        await app.flow?.apply(remedy)
        #expect(app.flow is ResetPasswordModel)
        await app.stage?.code?.type(try await phone.code(to: bob))
        let new = try #require(app.stage?.password)
        #expect(new.kind == .new)
        await new.give("password")
        #expect(new.work.trouble?.isAtField == true && new.text == "password")
        await new.give("Gardener-2025!")
        #expect(app.account?.account.username == bob)
    }

    @Test func anUnknownNameOffersASignUpWithTheNameKept() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        await app.signIn("dora@contoso.example")
        #expect(app.isAtEntry)
        #expect(app.entry.work.trouble?.remedy == .signUp)
        await app.entry.apply(.signUp)
        #expect(app.stage?.code?.purpose == .signUp)
        await app.flow?.cancel()
        #expect(app.isAtEntry && app.entry.username == "dora@contoso.example")
        #expect(phone.saved.id == nil)
    }

    @Test func anAliasSignsInAsTheAddressDoes() async throws {
        let phone = try Phone("--seed", scenario("alias"))
        let app = try await phone.app()
        await app.signIn("bob77")
        await app.stage?.password?.give(bobPassword)
        #expect(app.account?.account.username == bob)
    }

    @Test func anotherWayToGetTheCodeIsAlwaysThere() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        await app.signIn(ada)
        await app.stage?.password?.give(adaPassword)
        let mfa = try #require(app.stage?.mfa)
        await mfa.choose(try #require(mfa.methods.first { $0.channel == .email }))
        let mail = try #require(app.stage?.code)
        await mail.choose(try #require(mail.methods.first { $0.channel == .sms }))
        let message = try #require(app.stage?.code)
        #expect(message.sent.channel == .sms)
        await message.type(try await phone.code(to: "+15550100123"))
        #expect(app.account != nil)
    }

    @Test func oneMethodIsNotAskedFor() async throws {
        let phone = try Phone()
        try await phone.sandbox.tell(
            "POST", "users",
            """
            {"username":"dora@contoso.example","password":"Tulip-42!","groups":["mfa"],
             "methods":[{"channel":"sms","target":"+15550100199"}]}
            """)
        let app = try await phone.app()
        await app.signIn("dora@contoso.example")
        await app.stage?.password?.give("Tulip-42!")
        #expect(app.stage?.code?.sent.channel == .sms)
    }

    @Test func aMethodIsRegisteredAndItsNumberCanBeChanged() async throws {
        let phone = try Phone("--seed", scenario("sign_up_mfa"))
        let app = try await phone.app()
        await app.signUp("dora@contoso.example")
        await app.stage?.code?.type(try await phone.code(to: "dora@contoso.example"))
        if let password = app.stage?.password { await password.give("Explorer-2000") }
        let first = try #require(app.stage?.strongAuth)
        first.method = first.methods.first { $0.channel == .sms }
        first.contact = "07700 900123"
        #expect(first.whole == "+447700900123")
        await first.register()
        let code = try #require(app.stage?.code)
        #expect(code.purpose == .registration && code.isChangeable)
        code.change()
        let second = try #require(app.stage?.strongAuth)
        second.method = second.methods.first { $0.channel == .sms }
        second.contact = "+1 (555) 010-0777"
        await second.register()
        await app.stage?.code?.type(try await phone.code(to: "+15550100777"))
        #expect(app.account?.account.username == "dora@contoso.example")
    }
}

/// A seed file of the sandbox.
func scenario(_ name: String) -> String {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return folder.appendingPathComponent("sandbox/scenarios/\(name).toml").path
}
