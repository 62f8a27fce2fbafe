import Doorstep
import Foundation

/// A key in a file, as it is: for tests. It can be locked away, or lost.
public final class PlainVault: Vault, @unchecked Sendable {
    private let file: URL
    private let lock = NSLock()
    private var locked = false
    private var invalidated = false

    public init(file: URL) {
        self.file = file
    }

    public var isLocked: Bool {
        get { lock.withLock { locked } }
        set { lock.withLock { locked = newValue } }
    }

    public var isInvalidated: Bool {
        get { lock.withLock { invalidated } }
        set { lock.withLock { invalidated = newValue } }
    }

    public func dataKey() throws -> VaultAnswer {
        if isLocked { return .locked }
        if isInvalidated { return .invalidated }
        return FileManager.default.fileExists(atPath: file.path) ? .key(try Data(contentsOf: file)) : .missing
    }

    public func storeDataKey(_ key: Data) throws {
        switch try dataKey() {
        case .locked: throw StorageLocked()
        case .key: return
        case .missing, .invalidated: try key.write(to: file)
        }
    }
}
