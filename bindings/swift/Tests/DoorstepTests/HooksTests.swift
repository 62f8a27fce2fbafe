import Doorstep
import DoorstepTestSupport
import Foundation
import Testing

/// What becomes of a call when the app's own transport, vault or records fail.
@Suite struct HooksTests {
    @Test func aLockedVaultKeepsTheFlowInMemoryAndLosesNothing() async throws {
        try await onSandbox { _, device in
            let kept = try device.client().signIn(ada)
            _ = try await kept.start()
            device.vault.isLocked = true
            let client = try device.client()
            try await expectLocked { try await client.resume(kept.id) }
            try await expectLocked { try await client.pending() }
            let flow = try client.signIn(bob)
            let reply = try want(try await flow.start(), \.password)
            #expect(!flow.isDurable)
            device.vault.isLocked = false
            #expect(try want(try await reply.submit(bobPassword), \.account).isDurable)
            guard case .signIn(let resumed) = try await client.resume(kept.id) else {
                Issue.record("no sign-in")
                return
            }
            #expect(resumed.step?.password != nil)
        }
    }

    @Test func anInvalidatedKeyIsReportedOnceAndANewOneMade() async throws {
        try await onSandbox { _, device in
            _ = try await signedInBob(try device.client())
            device.vault.isInvalidated = true
            let client = try device.client()
            guard case .broken(.storage, _) = try await failure({ try await client.accounts() }) else {
                Issue.record("not told")
                return
            }
            device.vault.isInvalidated = false
            #expect(try await client.accounts() == [])
            #expect(try await signedInBob(client).isDurable)
            #expect(try await device.client().accounts().count == 1)
        }
    }

    @Test func recordsThatThrowSayTheFirstLineOfWhy() async throws {
        try await offline { device in
            device.ownRecords = Failing(
                inner: try device.records(), error: Thrown(description: "the disk is on fire\nand so is the house"))
            let error = try await failure { try await device.client().accounts() }
            guard case .broken(.storage, let info) = error else {
                Issue.record(error)
                return
            }
            let reason = try #require(info.hostReason)
            #expect(reason.contains("the disk is on fire") && !reason.contains("house"))
        }
    }

    @Test func recordsThatAreLockedMeanLater() async throws {
        try await offline { device in
            device.ownRecords = Failing(inner: try device.records(), error: StorageLocked())
            try await expectLocked { try await device.client().accounts() }
        }
    }

    @Test func aVaultThatHangsTwiceIsNotAskedAThirdTime() async throws {
        try await onSandbox { _, device in
            _ = try await signedInBob(try device.client())
            let vault = HangingVault()
            device.ownVault = vault
            let client = try device.client { $0.hookTimeout = 1 }
            var reasons: [String] = []
            for _ in 0..<3 {
                let error = try await failure { try await client.accounts() }
                guard case .later(.storeLocked, _, let info) = error else { throw error }
                reasons.append(info.hostReason ?? "")
            }
            #expect(vault.asked == 2)
            #expect(reasons[0].contains("did not return"))
            #expect(reasons[2].contains("not called any more"))
            vault.letGo()
        }
    }

    @Test func aTransportThatThrowsMayHaveSent() async throws {
        try await offline { device in
            device.http = .host(Scripted { _ in throw Thrown(description: "no stack") })
            let error = try await failure { try await device.client().signIn(bob).start() }
            guard case .later(.noAnswer, _, _) = error else {
                Issue.record(error)
                return
            }
        }
    }

    @Test func aTransportThatNeverAnswersIsOverWithTheTimeAndItsTaskCancelled() async throws {
        try await offline { device in
            let cancelled = Collected<Bool>()
            device.http = .host(
                Scripted { _ in
                    await withTaskCancellationHandler {
                        while !Task.isCancelled { await Task.yield() }
                    } onCancel: {
                        cancelled.append(true)
                    }
                    throw CancellationError()
                })
            let error = try await failure { try await device.client { $0.requestTimeout = 0.05 }.signIn(bob).start() }
            guard case .later(.noAnswer, _, _) = error else {
                Issue.record(error)
                return
            }
            try await eventually { cancelled.all == [true] }
        }
    }

    private func expectLocked<Value>(_ call: () async throws -> Value) async throws {
        let error = try await failure(call)
        guard case .later(.storeLocked, _, _) = error else { throw error }
    }
}

/// Records whose list can't be had.
struct Failing: Records {
    let inner: FileRecords
    let error: any Error

    func save(_ bytes: Data, under key: String) throws { try inner.save(bytes, under: key) }
    func load(_ key: String) throws -> Data? { try inner.load(key) }
    func delete(_ key: String) throws { try inner.delete(key) }
    func keys(beginningWith prefix: String) throws -> [String] { throw error }
}

/// A vault that does not return until it is let.
private final class HangingVault: Vault, @unchecked Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let calls = Collected<Void>()

    var asked: Int { calls.all.count }

    func dataKey() throws -> VaultAnswer {
        calls.append(())
        gate.wait()
        return .locked
    }

    func storeDataKey(_ key: Data) throws {}

    func letGo() {
        for _ in 0..<asked { gate.signal() }
    }
}
