import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// Each of the five errors crosses with what it carries.
@Suite struct ErrorsTests {
    @Test func fixableSaysWhatToCorrectAndLeavesTheReplyGood() async throws {
        try await onSandbox { _, device in
            let flow = try device.client().signIn(bob)
            let reply = try want(try await flow.start(), \.password)
            let error = try await failure { try await reply.submit("wrong") }
            guard case .fixable(.wrongPassword, let info) = error else {
                Issue.record(error)
                return
            }
            #expect(info.code == "wrong_password")
            #expect(info.serverCode == 50126)
            #expect(info.correlationID == flow.correlationID)
            #expect(info.landing == .sameStep)
            #expect(info.timestamp != nil)
            #expect(info.hostReason == nil)
            #expect("\(error)".contains("AADSTS50126") && error.localizedDescription == info.description)
            #expect(flow.step?.id == reply.id)
            _ = try want(try await reply.submit(bobPassword), \.account)
        }
    }

    @Test func fixableNamesTheAttributesAndTheRuleOfAPassword() async throws {
        try await onSandbox { sandbox, device in
            let flow = try device.client { $0.clientID = attributesApp }.signUp(dora)
            let code = try want(try await flow.start(), \.code)
            let password = try want(try await code.reply.submit(try await sandbox.code(to: dora)), \.password)
            guard case .fixable(.passwordTooShort, _) = try await failure({ try await password.submit("a-B3") }) else {
                Issue.record("not too short")
                return
            }
            let page = try want(try await password.submit(doraPassword), \.attributes)
            let given: Attributes = [.displayName: "Dora", .city: "Bergen", "age": "old"]
            let error = try await failure { try await page.reply.submit(given) }
            guard case .fixable(.attributesRejected, let info) = error else {
                Issue.record(error)
                return
            }
            #expect(info.attributes == ["age"])
        }
    }

    @Test func laterSaysWhatToWaitForAndHowLong() async throws {
        try await onSandbox { _, device in
            let asked = try want(try await device.client().signIn(cleo).start(), \.code)
            let error = try await failure { try await asked.reply.resend() }
            guard case .later(.resendTooSoon, let wait?, _) = error else {
                Issue.record(error)
                return
            }
            #expect((200...300).contains(wait))
        }
    }

    @Test func laterSaysThatTheServiceAsksForFewerRequests() async throws {
        try await onSandbox { sandbox, device in
            try await sandbox.fault(#"{"endpoint":"oauth2/v2.0/initiate","status":429,"retry_after":17}"#)
            let error = try await failure { try await device.client().signIn(bob).start() }
            guard case .later(.throttled, retryAfter: 17, _) = error else {
                Issue.record(error)
                return
            }
        }
    }

    @Test(arguments: Stack.allCases)
    func laterOfflineIsToldByBothStacks(_ stack: Stack) async throws {
        try await offline { device in
            device.http = stack.http
            let error = try await failure { try await device.client().signIn(bob).start() }
            guard case .later(.offline, _, _) = error else {
                Issue.record(error)
                return
            }
        }
    }

    @Test func misuseSaysHowThingsStand() async throws {
        try await offline { device in
            let client = try device.client()
            let flow = try client.signIn(bob)
            guard case .misuse(.notStarted, _) = try await failure({ try flow.current() }) else {
                Issue.record("started")
                return
            }
            for id in ["no id at all", "a1a1a1a1-5555-4666-8777-888888888888"] {
                guard case .misuse(.finished, _) = try await failure({ try await client.resume(id) }) else {
                    Issue.record("resumed \(id)")
                    return
                }
            }
        }
    }

    @Test func deniedSaysWhoDecided() async throws {
        try await offline { device in
            device.http = .host(
                Scripted { _ in
                    .json(
                        400, #"{"error":"access_denied","error_codes":[53003],"error_description":"AADSTS53003: no."}"#)
                })
            let error = try await failure { try await device.client().signIn(bob).start() }
            guard case .denied(.policy, let info) = error else {
                Issue.record(error)
                return
            }
            #expect(info.serverCode == 53003)
            #expect(info.landing == .flowOver)
        }
    }

    @Test func brokenNamesTheSettingAndWhatToChange() async throws {
        try await offline { device in
            func setting(_ make: () async throws -> Any) async throws -> Setting {
                let error = try await failure { try await make() }
                guard case .broken(.configuration(let setting, let advice), _) = error else { throw error }
                #expect(!advice.isEmpty)
                return setting
            }
            #expect(try await setting { try device.client { $0.authority = "contoso" } } == .authority)
            #expect(try await setting { try device.client { $0.clientID = "app" } } == .clientId)
            #expect(try await setting { try device.client { $0.redirectURI = "javascript:x" } } == .redirectUri)
            let client = try device.client()
            #expect(try await setting { try client.signIn(bob, scopes: ["\""]) } == .scopes)
            #expect(try await setting { try client.signIn(bob, context: 100) } == .scopes)
            #expect(try await setting { try client.signIn(bob, context: -1) } == .scopes)
        }
    }

    @Test func brokenNamesWhereToLook() async throws {
        try await onSandbox { sandbox, device in
            try await sandbox.fault(#"{"endpoint":"oauth2/v2.0/initiate","status":200,"body":"html"}"#)
            let edge = try await failure { try await device.client().signIn(bob).start() }
            guard case .broken(.edge, _) = edge else {
                Issue.record(edge)
                return
            }
            let client = try device.client()
            let account = try await signedInBob(client)
            let challenge = try await failure {
                try await client.stepUp(
                    account, wwwAuthenticate: [#"Bearer error="insufficient_claims", claims="%%%""#])
            }
            guard case .broken(.api, _) = challenge else {
                Issue.record(challenge)
                return
            }
        }
    }
}
