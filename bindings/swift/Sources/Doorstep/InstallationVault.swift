import Foundation

/// Where a secret lies that outlives the app: a Keychain outlives it on iOS.
protocol SecretStore: Sendable {
    func read() throws -> StoredSecret
    /// Adds it where there is none.
    func add(_ secret: Data) throws
    func remove() throws
}

/// What a ``SecretStore`` says.
enum StoredSecret: Sendable {
    case secret(Data)
    case nothing
    case locked
}

/// One vault at a time, of all that a process has: between the look at a key of an earlier installation and its wipe,
/// another one would have stored a key.
private let turns = Locked(())

/// Keeps the data key in a store that outlives the app, and wipes it at the first launch after a re-install: the
/// records that it sealed went with the app.
///
/// Which launch is the first, a file beside the records tells. It is looked at only while the store can be read, so
/// that a locked device never looks like a new one.
struct InstallationVault<Store: SecretStore>: Vault {
    let store: Store
    let mark: URL

    func dataKey() throws -> VaultAnswer {
        try turns.withLock { _ in try look() }
    }

    func storeDataKey(_ key: Data) throws {
        try turns.withLock { _ in
            switch try look() {
            case .missing, .invalidated: try store.add(key)
            case .locked: throw StorageLocked()
            case .key(var stays): stays.wipe()
            }
        }
    }

    private func look() throws -> VaultAnswer {
        switch try store.read() {
        case .locked:
            return .locked
        case .nothing:
            try leaveMark()
            return .missing
        case .secret(let key) where hasMark:
            return .key(key)
        case .secret(var key):
            key.wipe()
            try store.remove()
            try leaveMark()
            return .missing
        }
    }

    private var hasMark: Bool {
        FileManager.default.fileExists(atPath: mark.path)
    }

    private func leaveMark() throws {
        guard !hasMark else { return }
        let folder = mark.deletingLastPathComponent()
        if !FileManager.default.fileExists(atPath: folder.path) { try FileRecords.make(folder) }
        try Data().write(to: mark)
    }
}
