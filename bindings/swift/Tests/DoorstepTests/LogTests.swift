import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// The log is the process's: one test has it.
@Suite struct LogTests {
    @Test func theLogTellsOfCallsAndOfHooksThatFailButNoSecret() async throws {
        try await onSandbox { _, device in
            let lines = Collected<(DoorstepLog.Level, String)>()
            #expect(DoorstepLog.install(.debug) { lines.append(($0, $1)) })
            #expect(!DoorstepLog.install(.debug) { _, _ in })
            _ = try await signedInBob(try device.client())
            device.ownRecords = Failing(inner: try device.records(), error: Thrown(description: "told to the log"))
            _ = try await failure { try await device.client().accounts() }
            try await eventually { lines.all.contains { $0 == .warn && $1.contains("told to the log") } }
            #expect(lines.all.contains { $1.contains("called the service") })
            #expect(!lines.all.contains { $1.contains(bob) || $1.contains(bobPassword) })
        }
    }
}
