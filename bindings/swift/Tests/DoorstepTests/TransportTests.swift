import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The platform's stack, beside what a sandbox can show of it; and a tenant behind TLS, whose authority no system
/// knows.
@Suite(.serialized) struct TransportTests {
    @Test func aRedirectIsAnAnswerAndNotFollowed() async throws {
        try await onSandbox { sandbox, device in
            let step = try want(
                try await device.client { $0.firstFactors = .code }.signIn(bob).start(), \.browser)
            let page = try await step.reply.authorizationURL()
            // The tenant sends who says that consent was refused back to the app.
            let wrong = page.absoluteString.replacingOccurrences(of: "response_type=code", with: "response_type=token")
            let answer = try await URLSessionTransport().send(HTTPRequest(.get, wrong, maxResponseBytes: 1 << 20))
            #expect((300...399).contains(answer.status), "\(answer)")
        }
    }

    @Test func moreThanIsAllowedIsNotReadAndLessIs() async throws {
        try await onSandbox { sandbox, _ in
            let address = "\(sandbox.tenant)/v2.0/.well-known/openid-configuration"
            let whole = try await URLSessionTransport().send(HTTPRequest(.get, address, maxResponseBytes: 1 << 20))
            #expect(whole.status == 200)
            #expect(whole.headers.contains { $0.name == "content-type" && $0.value.hasPrefix("application/json") })
            let most = HTTPRequest(.get, address, maxResponseBytes: whole.body.count)
            #expect(try await URLSessionTransport().send(most).body == whole.body)
            let less = HTTPRequest(.get, address, maxResponseBytes: whole.body.count - 1)
            await #expect(throws: HTTPFault.tooLarge) { try await URLSessionTransport().send(less) }
        }
    }

    @Test func aTaskThatIsCancelledTakesItsRequestWithIt() async throws {
        try await onSandbox { sandbox, _ in
            try await sandbox.fault(#"{"endpoint":"*","delay_ms":60000}"#)
            let ended = Collected<HTTPFault?>()
            let call = Task { ended.append(await Self.fault(of: URLSessionTransport(), sandbox)) }
            try await eventually { try await sandbox.faultsThatWait() == 0 }
            call.cancel()
            try await eventually { !ended.all.isEmpty }
            #expect(ended.all == [.lost])
        }
    }

    @Test func aTaskThatIsCancelledBeforehandSendsNothing() async throws {
        try await onSandbox { sandbox, _ in
            let transport = URLSessionTransport()
            let ended = Collected<HTTPFault?>()
            for _ in 0..<200 {
                Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    ended.append(await Self.fault(of: transport, sandbox))
                }
            }
            try await eventually { ended.all.count == 200 }
            #expect(ended.all.allSatisfy { $0 == .notSent })
            #expect(try await sandbox.requests("openid-configuration") == 0)
        }
    }

    @Test func aTaskThatIsCancelledAtAnyTimeEnds() async throws {
        try await onSandbox { sandbox, _ in
            let transport = URLSessionTransport()
            let ended = Collected<HTTPFault?>()
            for round in 0..<200 {
                let call = Task { ended.append(await Self.fault(of: transport, sandbox)) }
                for _ in 0..<round { await Task.yield() }
                call.cancel()
            }
            try await eventually { ended.all.count == 200 }
            #expect(ended.all.allSatisfy { [nil, .notSent, .lost].contains($0) })
        }
    }

    private static func fault(of transport: URLSessionTransport, _ sandbox: Sandbox) async -> HTTPFault? {
        let address = "\(sandbox.tenant)/v2.0/.well-known/openid-configuration"
        do {
            _ = try await transport.send(HTTPRequest(.get, address, maxResponseBytes: 1 << 20))
            return nil
        } catch {
            return error as? HTTPFault
        }
    }

    @Test func theLibrarysOwnStackTrustsTheRootsItIsGiven() async throws {
        try await onSandbox("--tls") { sandbox, device in
            device.http = .rust(extraRootsPEM: try #require(sandbox.caPEM))
            #expect(try await signedInBob(try device.client()).username == bob)
        }
    }

    /// Foundation on Linux knows the authorities of one file: a process that sees another one there.
    @Test(.enabled(if: Trust.canBeChanged, "trust can't be changed for one process here"))
    func thePlatformsStackTrustsWhomTheSystemTrusts() async throws {
        try await onSandbox("--tls") { sandbox, device in
            let file = device.folder.appendingPathComponent("ca.pem")
            try Data(try #require(sandbox.caPEM).utf8).write(to: file)
            let script = #"mount --bind "$1" \#(Trust.file) && exec "$2" sign-in "$3""#
            let app = try RunningProcess(
                Trust.unshare, ["--mount", "sh", "-c", script, "-", file.path, try child(), device.authority])
            #expect(app.firstLine == bob)
        }
    }

    @Test(arguments: Stack.allCases)
    func neitherStackTalksToAServerThatNobodyVouchesFor(_ stack: Stack) async throws {
        try await onSandbox("--tls") { sandbox, device in
            device.http = stack.http
            let error = try await failure { try await device.client().signIn(bob).start() }
            switch error {
            case .broken(.edge, _): break
            // Foundation on Linux does not say that it was for TLS that nothing came.
            case .later(.noAnswer, _, _) where stack == .host && !Trust.isExplained: break
            default: Issue.record(error)
            }
        }
    }
}

private enum Trust {
    static let file = "/etc/ssl/certs/ca-certificates.crt"
    static let unshare = "/usr/bin/unshare"

    static var isExplained: Bool {
        #if canImport(Darwin)
            true
        #else
            false
        #endif
    }

    static var canBeChanged: Bool {
        getuid() == 0 && [file, unshare].allSatisfy(FileManager.default.fileExists)
    }
}
