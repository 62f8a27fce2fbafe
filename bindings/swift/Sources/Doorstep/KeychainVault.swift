#if canImport(Security)
    import Foundation
    import Security

    /// Keeps the data key in the Keychain, on this device alone, readable from the first unlock after a start on. What
    /// the Keychain kept from an earlier installation is wiped.
    public struct KeychainVault: Vault {
        private let vault: InstallationVault<KeychainItem>

        /// One folder, one service: a key that lies under `service` while `folder` bears no mark counts as one of an
        /// earlier installation. Two vaults with one service and different folders would wipe each other's key, be
        /// they of one app or of apps and extensions that share an access group.
        ///
        /// - Parameters:
        ///   - service: names the key in the Keychain; no other folder's vault has the same
        ///   - folder: where the mark of this installation lies, made when it is not there; it must go with the app,
        ///     and backups must leave it out, as they do with the folder of ``FileRecords``
        public init(service: String, folder: URL) {
            vault = InstallationVault(
                store: KeychainItem(service: service),
                mark: folder.appendingPathComponent(".installation"))
        }

        /// With its mark in the folder of ``FileRecords/inApplicationSupport()``, and a service that bears the bundle's
        /// identifier: an app and its extensions, which have folders of their own, have keys of their own.
        public static func standard() throws -> KeychainVault {
            let support = try FileManager.default.url(
                for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
            let service = ["dev.doorstep", Bundle.main.bundleIdentifier].compactMap(\.self).joined(separator: ".")
            return KeychainVault(
                service: service, folder: support.appendingPathComponent("dev.doorstep", isDirectory: true))
        }

        public func dataKey() throws -> VaultAnswer {
            try vault.dataKey()
        }

        public func storeDataKey(_ key: Data) throws {
            try vault.storeDataKey(key)
        }
    }

    /// One generic password of the data-protection Keychain.
    private struct KeychainItem: SecretStore {
        let service: String

        func read() throws -> StoredSecret {
            var query = item
            query[kSecReturnData as String] = true
            query[kSecMatchLimit as String] = kSecMatchLimitOne
            var found: CFTypeRef?
            switch SecItemCopyMatching(query as CFDictionary, &found) {
            case errSecSuccess:
                return (found as? Data).map(StoredSecret.secret) ?? .nothing
            case errSecItemNotFound:
                return .nothing
            case errSecInteractionNotAllowed, errSecNotAvailable:
                return .locked
            case let status:
                throw KeychainFault(status: status)
            }
        }

        func add(_ secret: Data) throws {
            var query = item
            query[kSecValueData as String] = secret
            query[kSecAttrAccessible as String] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
            switch SecItemAdd(query as CFDictionary, nil) {
            case errSecSuccess, errSecDuplicateItem: return
            case errSecInteractionNotAllowed, errSecNotAvailable: throw StorageLocked()
            case let status: throw KeychainFault(status: status)
            }
        }

        func remove() throws {
            switch SecItemDelete(item as CFDictionary) {
            case errSecSuccess, errSecItemNotFound: return
            case errSecInteractionNotAllowed, errSecNotAvailable: throw StorageLocked()
            case let status: throw KeychainFault(status: status)
            }
        }

        private var item: [String: Any] {
            [
                kSecClass as String: kSecClassGenericPassword,
                kSecAttrService as String: service,
                kSecAttrAccount as String: "data-key",
                kSecAttrSynchronizable as String: false,
                kSecUseDataProtectionKeychain as String: true,
            ]
        }
    }

    /// The Keychain said no.
    private struct KeychainFault: Error, CustomStringConvertible {
        let status: OSStatus

        var description: String { "the Keychain says \(status)" }
    }
#endif
