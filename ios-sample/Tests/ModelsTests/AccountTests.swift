import Doorstep
import Foundation
import Testing

@testable import SampleModels

private let ada = "ada@contoso.example"
private let bob = "bob@contoso.example"

/// Who is signed in, and what they can do.
@MainActor
@Suite struct AccountTests {
    private func signedIn(_ phone: Phone) async throws -> (AppModel, AccountModel) {
        let app = try await phone.app()
        await app.signIn(bob)
        await app.stage?.password?.give("Builder-2024!")
        return (app, try #require(app.account))
    }

    @Test func theNextStartIsSilentAndTheTokenIsShownByItsExpiryAlone() async throws {
        let phone = try Phone()
        _ = try await signedIn(phone)
        let account = try #require(try await phone.app().account)
        await account.appear()
        let token = try #require(account.token)
        #expect(token.expiresAt > Date() && token.scopes.contains { $0.hasSuffix("ToDo.Read") })
        await account.renew()
        #expect(account.work.trouble == nil)
        #expect(try #require(account.token).expiresAt >= token.expiresAt)
    }

    @Test func theAPIAsksForMoreAndIsCalledAgainBehindTheProof() async throws {
        let phone = try Phone()
        let (app, account) = try await signedIn(phone)
        await account.callAPI()
        #expect(account.items.isEmpty)
        let proof = try #require(account.proof)
        #expect(proof.notice == Phrase(.whyStepUp) && phone.saved.id == proof.flow.id)
        await proof.stage.password?.give("Builder-2024!")
        let method = try #require(proof.stage.strongAuth)
        method.method = method.methods.first { $0.channel == .sms }
        method.contact = "+15550100777"
        await method.register()
        await proof.stage.code?.type(try await phone.code(to: "+15550100777"))
        #expect(account.proof == nil && account.work.trouble == nil)
        #expect(account.items.map(\.title) == ["Water the tulips", "Answer the door"])
        #expect(app.account === account && phone.saved.id == nil)
    }

    @Test func aProofThatWasBrokenOffWaitsAboveTheAccount() async throws {
        let phone = try Phone()
        let (_, account) = try await signedIn(phone)
        await account.callAPI()
        let later = try #require(try await phone.app().account)
        #expect(later.proof?.stage.password != nil)
        await later.giveUp()
        #expect(later.proof == nil && phone.saved.id == nil)
    }

    @Test func accountsStandBesideEachOtherUntilTheySignOut() async throws {
        let phone = try Phone()
        let (app, account) = try await signedIn(phone)
        await account.add()
        #expect(app.isAtEntry)
        await app.signIn("cleo@contoso.example")
        await app.stage?.code?.type(try await phone.code(to: "cleo@contoso.example"))
        let cleo = try #require(app.account)
        await cleo.appear()
        #expect(cleo.others == [account.account])
        await cleo.change(to: account.account)
        #expect(try await phone.app().account?.account == account.account)
        try await #require(app.account).signOut()
        #expect(app.isAtEntry)
        #expect(try await phone.app().account?.account == cleo.account)
    }

    @Test func aSessionThatEndedAsksForTheSamePersonAgain() async throws {
        let phone = try Phone()
        let (app, account) = try await signedIn(phone)
        try await phone.sandbox.tell("POST", "revoke", #"{"username":"\#(bob)"}"#)
        await account.renew()
        let remedy = try #require(account.work.trouble?.remedy)
        #expect(remedy == .signIn)
        await account.apply(remedy)
        #expect(app.isAtEntry && app.entry.username == bob)
    }
}
