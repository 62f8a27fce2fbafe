import Foundation

/// Records as files of a folder that backups leave out: a record that comes back on another device cannot be opened
/// there. The files can be read from the first unlock after a start on.
public struct FileRecords: Records {
    private let folder: URL

    /// In `folder`, which is made when it is not there.
    public init(folder: URL) throws {
        self.folder = folder
        try Self.make(folder)
    }

    /// Makes `folder` where it is not there, and keeps it out of backups.
    static func make(_ folder: URL) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: attributes(permissions: 0o700))
        #if canImport(Darwin)
            var values = URLResourceValues()
            values.isExcludedFromBackup = true
            var place = folder
            try place.setResourceValues(values)
        #endif
    }

    /// In a folder of its own in the app's Application Support.
    public static func inApplicationSupport() throws -> FileRecords {
        let support = try FileManager.default.url(
            for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        return try FileRecords(folder: support.appendingPathComponent("dev.doorstep", isDirectory: true))
    }

    public func save(_ bytes: Data, under key: String) throws {
        let place = try file(key)
        let unfinished = folder.appendingPathComponent(".\(key).\(UUID().uuidString)")
        let made = FileManager.default.createFile(
            atPath: unfinished.path, contents: nil, attributes: Self.attributes(permissions: 0o600))
        guard made else { throw RecordsFault("a record cannot be made", errno: errno) }
        do {
            let handle = try FileHandle(forWritingTo: unfinished)
            try handle.write(contentsOf: bytes)
            try handle.synchronize()
            try handle.close()
            guard rename(unfinished.path, place.path) == 0 else {
                throw RecordsFault("a record cannot be put in its place", errno: errno)
            }
        } catch {
            try? FileManager.default.removeItem(at: unfinished)
            throw Self.toldApart(error)
        }
    }

    public func load(_ key: String) throws -> Data? {
        do {
            return try Data(contentsOf: try file(key))
        } catch CocoaError.fileReadNoSuchFile {
            return nil
        } catch {
            throw Self.toldApart(error)
        }
    }

    public func delete(_ key: String) throws {
        do {
            try FileManager.default.removeItem(at: try file(key))
        } catch CocoaError.fileNoSuchFile {
            return
        }
    }

    public func keys(beginningWith prefix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix(prefix) && Self.isKey($0) }
    }

    private func file(_ key: String) throws -> URL {
        guard Self.isKey(key) else { throw RecordsFault("not a key of a record") }
        return folder.appendingPathComponent(key)
    }

    private static func isKey(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }
    }

    private static func attributes(permissions: Int) -> [FileAttributeKey: Any] {
        #if os(iOS)
            [
                .posixPermissions: permissions,
                .protectionKey: FileProtectionType.completeUntilFirstUserAuthentication,
            ]
        #else
            [.posixPermissions: permissions]
        #endif
    }

    /// A file that may not be read is one that is locked, where files are.
    private static func toldApart(_ error: any Error) -> any Error {
        #if os(iOS)
            switch (error as? CocoaError)?.code {
            case .fileReadNoPermission, .fileWriteNoPermission: StorageLocked()
            default: error
            }
        #else
            error
        #endif
    }
}

/// Why a record could not be kept.
private struct RecordsFault: Error, CustomStringConvertible {
    let description: String

    init(_ what: String) {
        description = what
    }

    init(_ what: String, errno: Int32) {
        description = "\(what): \(String(cString: strerror(errno)))"
    }
}
