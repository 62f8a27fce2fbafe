import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// Steps as a screen follows them.
@Suite struct StepsTests {
    @Test func aStepIsNamedByItsFlowAndItsRevision() async throws {
        try await onSandbox { _, device in
            let client = try device.client()
            let flow = try client.signIn(ada)
            let first = try await flow.start()
            #expect(try flow.current() == first)
            #expect(try flow.current().id == first.id)
            let reply = try want(first, \.password)
            _ = try await failure { try await reply.submit("wrong") }
            #expect(flow.step?.id == first.id)
            let second = try await reply.submit(adaPassword)
            #expect(second.id != first.id)
            #expect(try await client.signIn(ada).start().id != first.id)
            #expect(Set([first, second, try flow.current()]).count == 2)
        }
    }

    @Test func whoeverFollowsSeesEachStepAndTheEnd() async throws {
        try await onSandbox { sandbox, device in
            let flow = try device.client().signIn(ada)
            let seen = Collected<String>()
            let screen = Task {
                for await step in flow.steps { seen.append(name(step)) }
                seen.append("end")
            }
            let choice = try await adaAtSecondFactor(flow)
            try await eventually { seen.all.last == "mfa" }
            let asked = try want(try await choice.reply.choose(choice.methods[0]), \.mfaCode)
            try await eventually { seen.all.last == "code" }
            _ = try await asked.reply.submit(try await sandbox.code(to: ada))
            await screen.value
            #expect(seen.all.suffix(4) == ["mfa", "code", "done", "end"])
        }
    }

    @Test func whoeverFollowsLateSeesThePresentStepAndACancelEndsIt() async throws {
        try await onSandbox { _, device in
            let flow = try device.client().signIn(bob)
            _ = try await flow.start()
            var steps = flow.steps.makeAsyncIterator()
            #expect(await steps.next()?.password != nil)
            try await flow.cancel()
            #expect(await steps.next() == nil)
            var later = flow.steps.makeAsyncIterator()
            #expect(await later.next() == nil)
        }
    }

    @Test func stepsAndTokensDoNotPrintWhatTheyHold() async throws {
        try await onSandbox { sandbox, device in
            let asked = try want(try await device.client().signIn(cleo).start(), \.code)
            let account = try want(try await asked.reply.submit(try await sandbox.code(to: cleo)), \.account)
            let token = try await account.accessToken()
            var printed = ""
            dump(token, to: &printed)
            dump(asked.sent, to: &printed)
            printed +=
                "\(token) \(asked.sent) \(String(reflecting: token)) \(Attributes(dictionaryLiteral: (.city, "Bergen")))"
            for secret in [token.token, asked.sent.sentTo, "Bergen"] { #expect(!printed.contains(secret)) }
        }
    }

    private func name(_ step: SignInStep) -> String {
        switch step {
        case .passwordRequired: "password"
        case .mfaRequired: "mfa"
        case .mfaCodeRequired: "code"
        case .signedIn: "done"
        default: "other"
        }
    }
}
