import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// A challenge from in front of the tenant, as a step of each kind of flow.
@Suite struct VerificationTests {
    private static let opened = #"{"continuation_token":"ct-1"}"#
    private static let passwordWanted = #"{"continuation_token":"ct-2","challenge_type":"password"}"#
    private static let codeSent = #"{"continuation_token":"ct-3","challenge_type":"oob","challenge_channel":"email"}"#
    private static let challenge = """
        {"error":"risk_challenge_required","challenge":{"provider":"tmx","payload":{"page":"p-1"}}}
        """

    @Test func aProofSendsTheCallThatWaitedOnceMoreAndAnotherOneMayBeWanted() async throws {
        try await offline { device in
            let said = Said([(200, Self.opened), (403, Self.challenge), (403, Self.challenge), (200, Self.codeSent)])
            device.http = .host(said.transport)
            let flow = try device.client().signIn("casey@farm.example")
            let first = try want(try await flow.start(), \.verification)
            #expect(first.challenge.provider == "tmx" && first.challenge.payload == #"{"page":"p-1"}"#)
            #expect(first.challenge.attempt == 1 && !"\(first.challenge)".contains("p-1"))
            #expect(!flow.isDurable)
            let second = try want(try await first.reply.submit("proof-1"), \.verification)
            #expect(second.challenge.attempt == 2)
            _ = try want(try await second.reply.submit("proof-2"), \.code)
            #expect(said.proofs == [nil, nil, "proof-1", "proof-2"])
        }
    }

    @Test func goingBackLeadsToTheStepBeforeAndSendsNothing() async throws {
        try await offline { device in
            let said = Said([(200, Self.opened), (200, Self.passwordWanted), (403, Self.challenge)])
            device.http = .host(said.transport)
            let password = try want(try await device.client().signIn("casey@farm.example").start(), \.password)
            let held = try want(try await password.submit("Password-1"), \.verification)
            let wrong = try await failure { try await held.reply.submit("two words") }
            #expect(wrong.info.code == "invalid_proof")
            _ = try want(try await held.reply.goBack(), \.password)
            let stale = try await failure { try await held.reply.submit("proof-1") }
            #expect(stale.info.code == "stale_step")
            #expect(said.proofs.count == 3)
        }
    }

    @Test func aSignUpAndAResetAreHeldUpAtTheirFirstCall() async throws {
        try await offline { device in
            let answers = [(403, Self.challenge), (200, Self.opened), (200, Self.codeSent)]
            device.http = .host(Said(answers).transport)
            let signUp = try want(try await device.client().signUp("casey@farm.example").start(), \.verification)
            _ = try want(try await signUp.reply.submit("proof-1"), \.code)

            device.http = .host(Said(answers).transport)
            let flow = try device.client().resetPassword("casey@farm.example")
            let reset = try want(try await flow.start(), \.verification)
            let beginning = try await failure { try await reset.reply.goBack() }
            #expect(beginning.info.code == "not_started")
        }
    }

    private static let proved = #"{"continuation_token":"ct-4","expires_in":600}"#
    private static let taken = #"{"continuation_token":"ct-5","poll_interval":2}"#
    private static let changed = #"{"continuation_token":"ct-6","status":"succeeded"}"#

    private static func securityCode(tries: Int) -> String {
        """
        {"error":"risk_challenge_required","challenge":{"provider":"security_code","payload":\
        {"channel":"sms","hint":"+1 ***55","code_length":8,"tries_left":\(tries),"resend_after":60}}}
        """
    }

    @Test func aSecurityCodeIsToldOfAndCanBeAskedForAgain() async throws {
        try await offline { device in
            let said = Said([
                (200, Self.opened), (200, Self.codeSent), (200, Self.proved), (403, Self.securityCode(tries: 5)),
                (403, Self.securityCode(tries: 4)), (403, Self.securityCode(tries: 5)), (200, Self.taken),
                (200, Self.changed),
            ])
            device.http = .host(said.transport)
            let code = try want(try await device.client().resetPassword("casey@farm.example").start(), \.code)
            let password = try want(try await code.reply.submit("12345678"), \.newPassword)
            let first = try want(try await password.submit("Password-1"), \.verification)
            let sent = try #require(first.challenge.securityCode)
            #expect(sent.channel == .sms && sent.hint == "+1 ***55" && sent.codeLength == 8 && sent.triesLeft == 5)
            #expect(sent.resendAfter == 60 && !"\(sent) \(first.challenge)".contains("***55"))
            let wrong = try want(try await first.reply.submit("11111111"), \.verification)
            #expect(wrong.challenge.attempt == 2 && wrong.challenge.securityCode?.triesLeft == 4)
            let again = try want(try await wrong.reply.again(), \.verification)
            #expect(again.challenge.attempt == 1)
            let done = try want(try await again.reply.submit("22222222"), \.done)
            #expect(done.recovery == nil)
            #expect(said.proofs == [nil, nil, nil, nil, "11111111", nil, "22222222", nil])
        }
    }

    @Test func aSignInAndASignUpAskAgainWithoutAProof() async throws {
        try await offline { device in
            let answers = [(403, Self.challenge), (200, Self.opened), (200, Self.codeSent)]
            device.http = .host(Said(answers).transport)
            let signIn = try want(try await device.client().signIn("casey@farm.example").start(), \.verification)
            #expect(signIn.challenge.securityCode == nil)
            _ = try want(try await signIn.reply.again(), \.code)
            let stale = try await failure { try await signIn.reply.again() }
            #expect(stale.info.code == "stale_step")

            device.http = .host(Said(answers).transport)
            let signUp = try want(try await device.client().signUp("casey@farm.example").start(), \.verification)
            _ = try want(try await signUp.reply.again(), \.code)
        }
    }
}

/// A service that gives these answers, and keeps the proofs that it was shown.
private final class Said: @unchecked Sendable {
    private let lock = NSLock()
    private var left: [(Int, String)]
    private var shown: [String?] = []

    init(_ answers: [(Int, String)]) {
        left = answers
    }

    var proofs: [String?] { lock.withLock { shown } }

    var transport: Scripted {
        Scripted { [self] request in
            lock.withLock {
                shown.append(request.headers.first { $0.name == "x-risk-proof" }?.value)
                let (status, body) = left.removeFirst()
                return .json(status, body)
            }
        }
    }
}
