import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// A reset because a device is lost: what is said in front of the tenant, and what is told at the end.
@Suite struct RecoveryTests {
    @Test func aStartThatNobodyConfirmsEndsBeforeACodeIsSent() async throws {
        try await offline { device in
            let told = Collected<String?>()
            device.http = .host(answers([#"{"continuation_token":"ct-1"}"#], told))
            let flow = try device.client().resetPassword("casey@farm.example", because: .deviceLost)
            let error = try await failure { try await flow.start() }
            #expect(error.info.code == "recovery_unconfirmed" && error.info.landing == .flowOver)
            guard case .broken(.configuration(let setting, let advice), _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(setting == .deviceLost && advice.contains("[device_lost]"))
            #expect(told.all == ["device_lost"])
        }
    }

    @Test func itSaysSoOnceAndTellsAtTheEndWhatWasCarriedOut() async throws {
        try await offline { device in
            let told = Collected<String?>()
            device.http = .host(
                answers(
                    [
                        #"{"continuation_token":"ct-1","recovery":"device_lost"}"#,
                        #"{"continuation_token":"ct-2","challenge_type":"oob","challenge_channel":"email"}"#,
                        #"{"continuation_token":"ct-3","expires_in":600}"#,
                        #"{"continuation_token":"ct-4","poll_interval":2}"#,
                        #"{"continuation_token":"ct-5","status":"succeeded"}"#,
                    ], told))
            let flow = try device.client().resetPassword("casey@farm.example", because: .deviceLost)
            let code = try want(try await flow.start(), \.code)
            _ = try want(try await code.reply.submit("12345678"), \.newPassword)

            guard case .resetPassword(let resumed) = try await device.client().resume(flow.id) else {
                Issue.record("it is a reset")
                return
            }
            let password = try want(resumed.current(), \.newPassword)
            let done = try want(try await password.submit("Password-1"), \.done)
            #expect(done.recovery == .deviceLost)
            #expect(told.all == ["device_lost", nil, nil, nil, nil])
        }
    }

    private func answers(_ bodies: [String], _ told: Collected<String?>) -> Scripted {
        Scripted { request in
            told.append(request.headers.first { $0.name == "x-recovery" }?.value)
            return .json(200, bodies[told.all.count - 1])
        }
    }
}
