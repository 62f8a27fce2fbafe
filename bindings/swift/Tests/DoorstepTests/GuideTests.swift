import Doorstep
import DoorstepSnippets
import DoorstepTestSupport
import Foundation
import Testing

/// The lines of the README and of the guide, which xtask makes functions of.
@Suite struct GuideTests {
    @Test func theReadmesLinesSignSomebodyIn() async throws {
        try await onSandbox { sandbox, device in
            let account = try await readme(
                configuration(device.authority), vault: device.vault, records: try device.records(), browser: Surfer()
            ) { what in
                what == "Password" ? adaPassword : try await sandbox.code(to: ada)
            }
            #expect(account.username == ada)
        }
    }

    @Test func theGuidesClientCanBeMade() async throws {
        let flow = try Guide.setUp().signIn(bob)
        #expect(flow.step == nil)
    }

    @MainActor
    @Test func theGuidesModelSignsSomebodyIn() async throws {
        let sandbox = try Sandbox()
        let device = try Device(sandbox.tenant)
        let model = Guide.SignInModel()
        try await model.signIn(ada, with: try device.client())
        try await model.submit("wrong")
        #expect(model.problem == .wrongPassword)
        try await model.submit(adaPassword)
        #expect(model.problem == nil)
        try await model.choose(try #require(model.step?.mfa).methods[0])
        try await model.submit(try await sandbox.code(to: ada))
        #expect(model.step?.account?.username == ada)
    }

    @Test func theGuidesSignUpEndsInAnAccountAndItsCodeIsHandedOut() async throws {
        try await onSandbox { sandbox, device in
            let client = try device.client { $0.clientID = attributesApp }
            let step = try await Guide.signUp(client, Surfer()) { what in
                what == "Password" ? doraPassword : try await sandbox.code(to: dora)
            }
            #expect(step.account?.name == "Dora")
            let asked = try want(try await device.client().signIn(cleo).start(), \.code)
            let submitted = Collected<String>()
            Guide.code(asked.sent, typed: " 1234 5678 ") { submitted.append($0) }
            #expect(submitted.all == ["12345678"])
        }
    }

    @Test func theGuideResumesAndExplainsAndCancels() async throws {
        try await onSandbox { _, device in
            let flow = try device.client().signIn(bob)
            _ = try await flow.start()
            let step = try #require(try await Guide.resume(try device.client(), flowID: flow.id))
            let reply = try want(step, \.password)
            #expect(await Guide.explain { try await reply.submit("wrong") } == "Please check: wrongPassword")
            #expect(try await Guide.cancel(flow, reply, bobPassword).account?.username == bob)
            #expect(await Guide.explain { try await reply.submit("late") } == "This screen is out of date.")
        }
    }

    @Test func theGuideProvesMoreWhereAnAPIAsks() async throws {
        try await onSandbox { sandbox, device in
            device.ownVault = Guide.SharedVault(file: device.folder.appendingPathComponent("shared"))
            let client = try device.client()
            let account = try await signedInBob(client)
            #expect(try await device.client().accounts() == [account])
            let body = try await Guide.call(try #require(URL(string: sandbox.api)), client, account) { flow in
                let password = try want(try await flow.start(), \.password)
                let choice = try want(try await password.submit(bobPassword), \.registration)
                let phone = try #require(choice.methods.first { $0.channel == .sms })
                let asked = try want(
                    try await choice.reply.register(phone, contact: "+15550100777"), \.registrationCode)
                _ = try want(try await asked.reply.submit(try await sandbox.code(to: "+15550100777")), \.account)
            }
            #expect(!body.isEmpty)
        }
    }

    @Test func theGuideDoesNotAskWithoutEndWhereTheProofIsNotGiven() async throws {
        try await onSandbox { sandbox, device in
            let client = try device.client()
            let account = try await signedInBob(client)
            let asked = Collected<String>()
            let body = try await Guide.call(try #require(URL(string: sandbox.api)), client, account) { flow in
                asked.append(flow.id)
                try #require(asked.all.count < 3)
            }
            #expect(asked.all.count == 1)
            #expect(!body.isEmpty)
        }
    }

    @Test func theGuidesVaultKeepsTheKeyThatIsThere() async throws {
        try await offline { device in
            let vault = Guide.SharedVault(file: device.folder.appendingPathComponent("shared"))
            for key in [7, 8] { try vault.storeDataKey(Data([UInt8(key)])) }
            guard case .key(let kept) = try vault.dataKey() else { throw Thrown(description: "no key") }
            #expect(kept == Data([7]))
        }
    }

    @MainActor
    @Test func theGuideGoesThroughTheBrowser() async throws {
        let sandbox = try Sandbox()
        let device = try Device(sandbox.tenant)
        let flow = try device.client { $0.firstFactors = .code }.signIn(bob)
        let reply = try want(try await flow.start(), \.browser).reply
        #expect(try await Guide.browse(reply, Window(browser: ClosedBrowser())) == nil)
        #expect(try await Guide.browse(reply, Window(browser: Surfer()))?.account?.username == bob)
    }
}
