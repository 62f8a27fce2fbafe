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

/// Keeps the data key in a store that outlives the app, and wipes it at the first launch after a re-install: the
/// records that it sealed went with the app.
///
/// Which launch is the first, a file beside the records tells. It is looked at only while the store can be read, so
/// that a locked device never looks like a new one.
struct InstallationVault<Store: SecretStore>: Vault {
    let store: Store
    let mark: URL

    func dataKey() throws -> VaultAnswer {
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

    func storeDataKey(_ key: Data) throws {
        switch try dataKey() {
        case .missing, .invalidated: try store.add(key)
        case .locked: throw StorageLocked()
        case .key(var stays): stays.wipe()
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
