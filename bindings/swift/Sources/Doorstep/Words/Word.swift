/// A word of a list that grows with the service. Whatever a newer version knows is a word all the same.
public protocol Word: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == String {
    /// The word itself, such as `wrongCode`.
    var rawValue: String { get }
}

extension Word {
    public var description: String { rawValue }
}
