import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// A flow up to the call that a vector answers.
struct Play {
    let vector: Vector
    let device: Device

    /// The calls that come before each, and what the service says to them.
    private static let before: [String: [String]] = [
        "open": [],
        "first_challenge": [opened],
        "redeem_password": [opened, passwordWanted],
        "redeem_code": [opened, codeSent],
        "open_sign_up": [],
        "sign_up_challenge": [opened],
        "sign_up_code": [opened, codeSent],
        "open_reset": [],
        "reset_challenge": [opened],
        "reset_code": [opened, codeSent],
        "new_password": [opened, codeSent, codeProved],
    ]

    static var asks: Dictionary<String, [String]>.Keys { before.keys }

    private static let opened = #"{"continuation_token":"ct-1"}"#
    private static let passwordWanted = #"{"continuation_token":"ct-2","challenge_type":"password"}"#
    private static let codeSent = """
        {"continuation_token":"ct-2","challenge_type":"oob","binding_method":"prompt","challenge_channel":"email",\
        "challenge_target_label":"c***y@f***m.example","code_length":8}
        """
    private static let codeProved = #"{"continuation_token":"ct-3","expires_in":600}"#

    func outcome() async throws -> Vector.Outcome {
        let answers = Answers((Self.before[vector.ask] ?? []).map { .json(200, $0) } + [vector.answer])
        device.http = .host(Scripted { _ in try answers.next() })
        let client = try device.client()
        do {
            if vector.ask.contains("sign_up") { return try await signUp(client) }
            if vector.ask.contains("reset") || vector.ask == "new_password" { return try await reset(client) }
            return try await signIn(client)
        } catch let error as DoorstepError {
            return Vector.Outcome(error)
        }
    }

    private func signIn(_ client: DoorstepClient) async throws -> Vector.Outcome {
        var step = try await client.signIn("casey@farm.example").start()
        if vector.ask == "redeem_password" { step = try await want(step, \.password).submit("Password-1") }
        if vector.ask == "redeem_code" { step = try await want(step, \.code).reply.submit("12345678") }
        return switch step {
        case .passwordRequired: .password
        case .codeRequired(let code, _): Vector.Outcome(code)
        case .verificationRequired(let challenge, _): Vector.Outcome(challenge)
        case .browserRequired(let reason, _): Vector.Outcome(reason)
        default: .other
        }
    }

    private func signUp(_ client: DoorstepClient) async throws -> Vector.Outcome {
        var step = try await client.signUp("casey@farm.example").start()
        if vector.ask == "sign_up_code" { step = try await want(step, \.code).reply.submit("12345678") }
        return switch step {
        case .passwordRequired: .password
        case .codeRequired(let code, _): Vector.Outcome(code)
        case .verificationRequired(let challenge, _): Vector.Outcome(challenge)
        case .browserRequired(let reason, _): Vector.Outcome(reason)
        default: .other
        }
    }

    private func reset(_ client: DoorstepClient) async throws -> Vector.Outcome {
        var step = try await client.resetPassword("casey@farm.example", because: vector.recovery).start()
        if ["reset_code", "new_password"].contains(vector.ask) {
            step = try await want(step, \.code).reply.submit("12345678")
        }
        if vector.ask == "new_password" { step = try await want(step, \.newPassword).submit("Password-1") }
        return switch step {
        case .codeRequired(let code, _): Vector.Outcome(code)
        case .verificationRequired(let challenge, _): Vector.Outcome(challenge)
        case .browserRequired(let reason, _): Vector.Outcome(reason)
        default: .other
        }
    }
}

/// What the service says, one after the other; the last one from then on.
private final class Answers: @unchecked Sendable {
    private let lock = NSLock()
    private var left: [HTTPResponse]

    init(_ answers: [HTTPResponse]) {
        left = answers
    }

    func next() throws -> HTTPResponse {
        lock.withLock { left.count > 1 ? left.removeFirst() : left[0] }
    }
}
