import DoorstepTestSupport
import Foundation
import Testing

@testable import Doorstep

@Suite final class StoresTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("doorstep-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    @Test func recordsAreReplacedListedAndDeleted() throws {
        let place = folder.appendingPathComponent("records")
        let records = try FileRecords(folder: place)
        #expect(try records.load("flow-1") == nil)
        try records.save(Data([1]), under: "flow-1")
        try records.save(Data([2]), under: "flow-1")
        try records.save(Data([3]), under: "session-1")
        try Data("half".utf8).write(to: place.appendingPathComponent(".flow-2.x"))
        #expect(try records.load("flow-1") == Data([2]))
        #expect(try records.keys(beginningWith: "flow-") == ["flow-1"])
        #expect(try records.keys(beginningWith: "").sorted() == ["flow-1", "session-1"])
        try records.delete("flow-1")
        try records.delete("flow-1")
        #expect(try records.keys(beginningWith: "flow-") == [])
    }

    @Test func recordsAreTheOwnersAlone() throws {
        let place = folder.appendingPathComponent("records")
        let records = try FileRecords(folder: place)
        try records.save(Data([1]), under: "flow-1")
        func permissions(_ url: URL) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
        }
        #expect(try permissions(place) == 0o700)
        #expect(try permissions(place.appendingPathComponent("flow-1")) == 0o600)
    }

    @Test func aKeyIsNeverAPath() throws {
        let records = try FileRecords(folder: folder)
        for key in ["../key", "a/b", "", "A", ".a"] {
            #expect(throws: (any Error).self) { try records.load(key) }
            #expect(throws: (any Error).self) { try records.save(Data(), under: key) }
        }
    }

    @Test func theKeyOfThisInstallationStays() throws {
        let vault = installation(Store())
        #expect(try "\(vault.dataKey())" == "missing")
        try vault.storeDataKey(Data([7]))
        try vault.storeDataKey(Data([8]))
        #expect(try key(of: vault) == Data([7]))
        #expect(try key(of: installation(vault.store)) == Data([7]))
    }

    @Test func theKeyOfAnEarlierInstallationIsWiped() throws {
        let store = Store()
        try store.add(Data([7]))
        let vault = installation(store)
        #expect(try "\(vault.dataKey())" == "missing")
        #expect(store.secret == nil)
        try vault.storeDataKey(Data([8]))
        #expect(try key(of: vault) == Data([8]))
    }

    @Test func aLockedDeviceIsNeverTakenForANewOne() throws {
        let store = Store()
        try store.add(Data([7]))
        store.isLocked = true
        let vault = installation(store)
        #expect(try "\(vault.dataKey())" == "locked")
        #expect(throws: StorageLocked.self) { try vault.storeDataKey(Data([8])) }
        #expect(store.secret == Data([7]))
        #expect(!FileManager.default.fileExists(atPath: vault.mark.path))
    }

    @Test func aFolderThatIsNotThereIsMadeForTheMark() throws {
        let place = folder.appendingPathComponent("new/place")
        let vault = InstallationVault(store: Store(), mark: place.appendingPathComponent(".installation"))
        #expect(try "\(vault.dataKey())" == "missing")
        try vault.storeDataKey(Data([7]))
        #expect(try key(of: vault) == Data([7]))
        let permissions = try FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions] as? Int
        #expect(permissions == 0o700)
    }

    @Test func aKeyThatAnotherVaultStoresMeanwhileIsNotWiped() throws {
        let store = Store()
        try store.add(Data([0]))
        let (one, other) = (installation(store), installation(store))
        let ended = DispatchSemaphore(value: 0)
        store.afterNextRead = {
            Thread.detachNewThread {
                try? other.storeDataKey(Data([7]))
                ended.signal()
            }
            // Where it is kept waiting, as it should be, it ends later.
            if ended.wait(timeout: .now() + .milliseconds(200)) == .success { ended.signal() }
        }
        #expect(try "\(one.dataKey())" == "missing")
        try one.storeDataKey(Data([8]))
        ended.wait()
        #expect(store.removals == 1)
        #expect(try key(of: one) == store.secret && key(of: other) == store.secret)
    }

    private func installation(_ store: Store) -> InstallationVault<Store> {
        InstallationVault(store: store, mark: folder.appendingPathComponent(".installation"))
    }
}

private func key(of vault: InstallationVault<Store>) throws -> Data? {
    if case .key(let key) = try vault.dataKey() { key } else { nil }
}

/// A store that outlives the app.
private final class Store: SecretStore {
    private struct State {
        var secret: Data?
        var isLocked = false
        var removals = 0
        var afterNextRead: (@Sendable () -> Void)?
    }

    private let state = Locked(State())

    var secret: Data? { state.withLock { $0.secret } }
    var removals: Int { state.withLock { $0.removals } }

    var isLocked: Bool {
        get { state.withLock { $0.isLocked } }
        set { state.withLock { $0.isLocked = newValue } }
    }

    var afterNextRead: (@Sendable () -> Void)? {
        get { state.withLock { $0.afterNextRead } }
        set { state.withLock { $0.afterNextRead = newValue } }
    }

    func read() throws -> StoredSecret {
        let (read, then) = state.withLock { state in
            defer { state.afterNextRead = nil }
            let read = state.isLocked ? .locked : state.secret.map(StoredSecret.secret) ?? .nothing
            return (read, state.afterNextRead)
        }
        then?()
        return read
    }

    func add(_ secret: Data) throws {
        state.withLock { $0.secret = $0.secret ?? secret }
    }

    func remove() throws {
        state.withLock { state in
            state.secret = nil
            state.removals += 1
        }
    }
}
