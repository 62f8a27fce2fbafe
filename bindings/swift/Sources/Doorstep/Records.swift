import DoorstepFFI
import Foundation

/// Keeps sealed bytes under short keys made of `a-z`, `0-9` and `-`. It is called on threads of the library's, and
/// must not call the library, which may wait for it. What it throws is an error of the area ``Area/storage``; a
/// ``StorageLocked`` means that nothing is lost.
public protocol Records: Sendable {
    /// Stores `bytes` under `key` in one piece: a reader sees the old record or the new one.
    func save(_ bytes: Data, under key: String) throws

    /// The record under `key`, if there is one.
    func load(_ key: String) throws -> Data?

    /// Removes the record under `key`; fine when there is none.
    func delete(_ key: String) throws

    /// The keys that begin with `prefix`, in any order.
    func keys(beginningWith prefix: String) throws -> [String]
}

/// Thrown by ``Records`` and by a ``Vault`` while the device is locked: nothing is lost.
public struct StorageLocked: Error, Hashable {
    /// For records and vaults of the app's own.
    public init() {}
}

/// ``Records``, as the library calls them.
final class RawRecords: DoorstepFFI.Records {
    private let host: any Records

    init(_ host: any Records) {
        self.host = host
    }

    func save(key: String, bytes: Data) throws {
        try lockable { try host.save(bytes, under: key) }
    }

    func load(key: String) throws -> Data? {
        try lockable { try host.load(key) }
    }

    func delete(key: String) throws {
        try lockable { try host.delete(key) }
    }

    func list(prefix: String) throws -> [String] {
        try lockable { try host.keys(beginningWith: prefix) }
    }
}

/// Runs a hook; a locked device is told apart from every other failure.
func lockable<Value>(_ call: () throws -> Value) throws -> Value {
    do {
        return try call()
    } catch is StorageLocked {
        throw HookError.Locked
    } catch {
        throw HookError.Failed(reason: String(describing: error))
    }
}
