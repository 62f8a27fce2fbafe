import Doorstep
import Foundation
import Testing

@testable import SampleModels

private let dora = "dora@contoso.example"

/// Making an account, as the screens do it.
@MainActor
@Suite struct SignUpTests {
    @Test func aSignUpWithAttributesGoesStraightIn() async throws {
        let phone = try Phone()
        let app = try await phone.app("33333333-3333-4333-8333-333333333333")
        await app.signUp(dora)
        await app.stage?.code?.type(try await phone.code(to: dora))
        let password = try #require(app.stage?.password)
        #expect(password.kind == .first)
        await password.give("Explorer-2000")
        let page = try #require(app.stage?.attributes)
        page.fill(.displayName, "Dora")
        page.fill("age", "thirty")
        await page.submit()
        #expect(page.fields.map { page.problem(of: $0) } == [nil, Phrase(.attributeMissing), Phrase(.attributeNumber)])
        #expect(page.work.trouble == nil)
        page.fill(.city, "Bergen")
        page.fill("age", "36")
        await page.submit()
        let account = try #require(app.account)
        #expect(account.account.name == "Dora")
        #expect(account.claims.contains { $0.name == "name" && $0.value == "Dora" })
    }

    @Test func aSignUpMayAskOnTwoPagesAndHoldsTextsToTheirPattern() async throws {
        let phone = try Phone("--seed", scenario("sign_up_two_screens"))
        let app = try await phone.app()
        await app.signUp(dora)
        await app.stage?.code?.type(try await phone.code(to: dora))
        let first = try #require(app.stage?.attributes)
        first.fill(.displayName, "Dora")
        await first.submit()
        let second = try #require(app.stage?.attributes)
        #expect(second !== first)
        second.fill(.postalCode, "Bergen")
        await second.submit()
        #expect(second.problem(of: second.fields[0]) == Phrase(.attributePattern))
        #expect(second.fields.last?.label == Phrase(.attributeOther, text: "Hobbies"))
        second.fill(.postalCode, "1234 AB")
        await second.submit()
        #expect(app.account != nil)
    }

    @Test func aPasswordThatIsNotTakenStaysWithTheServersReason() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        await app.signUp(dora)
        await app.stage?.code?.type(try await phone.code(to: dora))
        let password = try #require(app.stage?.password)
        for (given, expected) in [
            ("Short-1", Key.passwordTooShort), ("alllowercase", .passwordTooWeak), ("Qwerty-12345", .passwordBanned),
        ] {
            await password.give(given)
            #expect(password.work.trouble?.phrase == Phrase(expected))
            #expect(app.stage?.password === password)
        }
        password.text = "Explorer"
        #expect(password.strength == Phrase(.strengthFair))
        await password.give("Explorer-2000")
        #expect(app.account != nil)
    }

    @Test func anAddressThatIsTakenLeadsToTheSignIn() async throws {
        let phone = try Phone()
        let app = try await phone.app()
        await app.signUp("bob@contoso.example")
        #expect(app.isAtEntry)
        let remedy = try #require(app.entry.work.trouble?.remedy)
        #expect(remedy == .signIn)
        await app.entry.apply(remedy)
        #expect(app.stage?.password?.kind == .current)
    }
}
