import DoorstepFFI
import Foundation

/// Keeps the one data key with which the library seals its records. It is called on threads of the library's, and may
/// take some time; it must not call the library, which may wait for it. What it throws counts as
/// ``VaultAnswer/locked``, so nothing is given up.
public protocol Vault: Sendable {
    /// The data key, or why there is none.
    func dataKey() throws -> VaultAnswer

    /// Keeps `key` from now on, in place of one that is gone. Where there is one by now, that one stays.
    func storeDataKey(_ key: Data) throws
}

/// What a vault says when it is asked for the data key.
public enum VaultAnswer: Sendable {
    /// Here it is: 32 bytes.
    case key(Data)
    /// There has never been one.
    case missing
    /// There may be one, but not now: the device is locked.
    case locked
    /// There was one, and it is gone for good.
    case invalidated
}

extension VaultAnswer: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .key: "key"
        case .missing: "missing"
        case .locked: "locked"
        case .invalidated: "invalidated"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A ``Vault``, as the library calls it.
final class RawVault: DoorstepFFI.Vault {
    private let host: any Vault

    init(_ host: any Vault) {
        self.host = host
    }

    func dataKey() throws -> DoorstepFFI.VaultAnswer {
        try lockable {
            switch try host.dataKey() {
            case .key(let bytes): .key(bytes: bytes)
            case .missing: .missing
            case .locked: .locked
            case .invalidated: .invalidated
            }
        }
    }

    func storeDataKey(key: Data) throws {
        var key = key
        defer { key.wipe() }
        try lockable { try host.storeDataKey(key) }
    }
}
