import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// One of the two HTTP stacks.
enum Stack: String, CaseIterable, CustomTestStringConvertible {
    case host, rust

    var http: HTTPStack { self == .host ? .host(URLSessionTransport()) : .rust() }
    var testDescription: String { rawValue }
}

/// Every flow, once over each of the two HTTP stacks.
@Suite struct FlowsTests {
    private func onSandbox(_ stack: Stack, test: (Sandbox, Device) async throws -> Void) async throws {
        try await DoorstepTests.onSandbox { sandbox, device in
            device.http = stack.http
            try await test(sandbox, device)
        }
    }

    @Test(arguments: Stack.allCases)
    func aPasswordAndASecondFactorEndInAnAccount(_ stack: Stack) async throws {
        try await onSandbox(stack) { sandbox, device in
            let flow = try device.client().signIn(ada, scopes: todo)
            #expect(flow.step == nil)
            let choice = try await adaAtSecondFactor(flow)
            #expect(flow.step?.mfa?.reply == choice.reply)
            #expect(choice.methods.map(\.channel) == [.email, .sms])
            let asked = try want(try await choice.reply.choose(choice.methods[1]), \.mfaCode)
            #expect(asked.sent.length == 8)
            let code = try await sandbox.code(to: "+15550100123")
            let account = try want(try await asked.reply.submit(code), \.account)
            #expect(account.name == "Ada")
            #expect(account.username == ada)
            #expect(account.claim("oid") == "\"\(account.id.objectID)\"")
            #expect(account.isDurable)
            #expect(flow.step == .signedIn(account))
        }
    }

    @Test(arguments: Stack.allCases)
    func aCodeByMailEndsInAnAccount(_ stack: Stack) async throws {
        try await onSandbox(stack) { sandbox, device in
            let asked = try want(try await device.client().signIn(cleo).start(), \.code)
            #expect(asked.sent.channel == .email)
            #expect(abs(asked.sent.sentAt.timeIntervalSinceNow) < 60)
            let code = Data(try await sandbox.code(to: cleo).utf8)
            #expect(try want(try await asked.reply.submit(code), \.account).username == cleo)
        }
    }

    @Test(arguments: Stack.allCases)
    func aSignUpWithAttributesLeadsOnToASignIn(_ stack: Stack) async throws {
        try await onSandbox(stack) { sandbox, device in
            let flow = try device.client { $0.clientID = attributesApp }.signUp(dora, scopes: todo)
            let code = try want(try await flow.start(), \.code)
            let password = try want(try await code.reply.submit(try await sandbox.code(to: dora)), \.password)
            let page = try want(try await password.submit(doraPassword), \.attributes)
            #expect(page.asked.map(\.name) == [.displayName, .city, "age"])
            #expect(page.asked.last?.kind == .number)
            let given: Attributes = [.displayName: "Dora", .city: "Bergen", "age": 36]
            let next = try want(try await page.reply.submit(given), \.next)
            #expect(try want(try await next.signIn().start(), \.account).name == "Dora")
        }
    }

    @Test(arguments: Stack.allCases)
    func aResetLeadsOnToASignInWithTheNewPassword(_ stack: Stack) async throws {
        try await onSandbox(stack) { sandbox, device in
            let client = try device.client()
            let code = try want(try await client.resetPassword(bob, scopes: todo).start(), \.code)
            let asked = try want(try await code.reply.submit(try await sandbox.code(to: bob)), \.newPassword)
            let next = try want(try await asked.submit("Gardener-2025!"), \.next)
            _ = try want(try await next.signIn().start(), \.account)
            _ = try want(try await client.signIn(bob, password: "Gardener-2025!").start(), \.account)
        }
    }

    @Test(arguments: Stack.allCases)
    func aRegistrationInTheMiddleOfASignIn(_ stack: Stack) async throws {
        try await onSandbox(stack) { sandbox, device in
            let flow = try device.client().signIn(bob, password: bobPassword, scopes: todo, context: 3)
            let choice = try want(try await flow.start(), \.registration)
            let phone = try #require(choice.methods.first { $0.channel == .sms })
            let asked = try want(
                try await choice.reply.register(phone, contact: "+15550100777"), \.registrationCode)
            _ = try want(try await asked.reply.submit(try await sandbox.code(to: "+15550100777")), \.account)
        }
    }

    @Test(arguments: Stack.allCases)
    func tokensComeFromMemoryAndByRefreshUntilTheSignOut(_ stack: Stack) async throws {
        try await onSandbox(stack) { _, device in
            let client = try device.client()
            let account = try await signedInBob(client)
            let token = try await account.accessToken()
            #expect(token.scopes.contains { $0.hasSuffix("ToDo.Read") })
            #expect(token.expiresAt > Date())
            #expect(try await account.accessToken().token == token.token)
            #expect(try await account.refreshedAccessToken().token != token.token)
            #expect(try await client.accounts() == [account])
            #expect(try await client.currentAccount() == nil)
            try await client.setCurrent(account)
            #expect(try await device.client().currentAccount() == account)
            try await account.signOut()
            #expect(try await client.accounts() == [])
            guard case .misuse(.signedOut, _) = try await failure({ try await account.accessToken() }) else {
                Issue.record("not signed out")
                return
            }
        }
    }

    @Test(arguments: Stack.allCases)
    func aLostAnswerIsToldAndTheRequestNeverRepeated(_ stack: Stack) async throws {
        try await onSandbox(stack) { sandbox, device in
            let flow = try device.client().signIn(bob)
            let reply = try want(try await flow.start(), \.password)
            try await sandbox.fault(#"{"endpoint":"oauth2/v2.0/token","drop":true,"when":"after"}"#)
            let error = try await failure { try await reply.submit(bobPassword) }
            guard case .later(.noAnswer, _, _) = error else {
                Issue.record(error)
                return
            }
            #expect(flow.isUncertain)
            #expect(try await sandbox.requests("oauth2/v2.0/token") == 1)
        }
    }

    @Test(arguments: Stack.allCases)
    func anAnswerThatIsTooLargeIsNotTakenIn(_ stack: Stack) async throws {
        try await onSandbox(stack) { sandbox, device in
            try await sandbox.fault(#"{"endpoint":"oauth2/v2.0/initiate","status":200,"body":"huge"}"#)
            let error = try await failure { try await device.client().signIn(bob).start() }
            #expect(error.info.code == "body_too_large")
        }
    }
}
