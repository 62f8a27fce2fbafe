import Foundation

/// A password, a code or an address with a code in it, on its way in: text in UTF-8.
///
/// The copy that is handed on is wiped when it was used, where it lies on the heap: `Data` keeps up to 14 bytes in
/// itself, and those nobody gets at. What the app holds is the app's to wipe: `Data` can be, with `resetBytes(in:)`, a
/// `String` cannot.
public protocol SecretText: Sendable {
    /// Lends the bytes, for as long as `use` runs.
    func withBytes(_ use: (UnsafeRawBufferPointer) -> Void)
}

extension String: SecretText {
    public func withBytes(_ use: (UnsafeRawBufferPointer) -> Void) {
        var text = self
        text.withUTF8 { use(UnsafeRawBufferPointer($0)) }
    }
}

extension Substring: SecretText {
    public func withBytes(_ use: (UnsafeRawBufferPointer) -> Void) {
        var text = self
        text.withUTF8 { use(UnsafeRawBufferPointer($0)) }
    }
}

extension Data: SecretText {
    public func withBytes(_ use: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes(use)
    }
}

extension SecretText {
    /// A copy that is wiped when nobody holds it any more.
    var lent: Data {
        wipedData(of: self)
    }
}

/// A copy of `secret` that is wiped, and then let go, when nobody holds it any more. `wiped` sees it in between.
func wipedData(of secret: some SecretText, wiped: (@Sendable ([UInt8]) -> Void)? = nil) -> Data {
    var copy = Data()
    secret.withBytes { bytes in
        guard !bytes.isEmpty else { return }
        let place = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        place.copyMemory(from: bytes)
        let letGo = Data.Deallocator.custom { start, count in
            wipe(start, count)
            wiped?(Array(UnsafeRawBufferPointer(start: start, count: count)))
            start.deallocate()
        }
        copy = Data(bytesNoCopy: place.baseAddress!, count: bytes.count, deallocator: letGo)
    }
    return copy
}

/// Overwrites in a way that no optimiser leaves out.
func wipe(_ start: UnsafeMutableRawPointer, _ count: Int) {
    #if canImport(Darwin)
        memset_s(start, count, 0, count)
    #else
        explicit_bzero(start, count)
    #endif
}

extension Data {
    /// Overwrites these bytes, where nobody else holds them.
    mutating func wipe() {
        withUnsafeMutableBytes { bytes in
            if let start = bytes.baseAddress { Doorstep.wipe(start, bytes.count) }
        }
    }
}
