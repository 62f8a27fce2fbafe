import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// What is left of a flow when its process is gone.
@Suite struct ResumeTests {
    @Test func aFlowGoesOnByItsIdInANewClient() async throws {
        try await onSandbox { sandbox, device in
            let flow = try device.client().signIn(ada, scopes: todo)
            let choice = try await adaAtSecondFactor(flow)
            _ = try await choice.reply.choose(choice.methods[0])
            #expect(flow.isDurable)
            let later = try device.client()
            let waiting = try #require(try await later.pending().first)
            #expect(waiting.id == flow.id)
            #expect(waiting.kind == .signIn && waiting.step == .mfaCodeRequired)
            #expect(waiting.since < waiting.until)
            try await finish(waiting.id, on: later, sandbox)
            #expect(try await later.pending() == [])
        }
    }

    @Test func aFlowGoesOnAfterItsProcessWasKilled() async throws {
        try await onSandbox { sandbox, device in
            let app = try RunningProcess(try child(), ["wait", device.authority, device.folder.path])
            let id = app.firstLine
            app.kill()
            try await finish(id, on: try device.client(), sandbox)
        }
    }

    @Test func aSignUpAndAResetGoOnAsWell() async throws {
        try await onSandbox { sandbox, device in
            let client = try device.client()
            let (signUp, reset) = (try client.signUp(dora), try client.resetPassword(bob))
            _ = try await signUp.start()
            _ = try await reset.start()
            let later = try device.client()
            guard case .signUp(let resumed) = try await later.resume(signUp.id) else {
                Issue.record("no sign-up")
                return
            }
            #expect(resumed.step?.code != nil)
            guard case .resetPassword(let changing) = try await later.resume(reset.id) else {
                Issue.record("no reset")
                return
            }
            let code = try want(try #require(changing.step), \.code)
            _ = try want(try await code.reply.submit(try await sandbox.code(to: bob)), \.newPassword)
        }
    }

    private func finish(_ id: String, on client: DoorstepClient, _ sandbox: Sandbox) async throws {
        guard case .signIn(let flow) = try await client.resume(id) else {
            Issue.record("no sign-in")
            return
        }
        #expect(flow.scopes.contains(todo[0]))
        let asked = try want(try #require(flow.step), \.mfaCode)
        #expect(try want(try await asked.reply.submit(try await sandbox.code(to: ada)), \.account).username == ada)
    }
}
