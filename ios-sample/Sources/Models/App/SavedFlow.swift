import Foundation

/// Where the id of the flow that is under way outlives the process. It is all that the app keeps of a flow; the rest
/// lies sealed in the library's records. Beside it stands a habit of the person's, by a word.
@MainActor
public protocol SavedFlow: AnyObject {
    var id: String? { get set }

    /// The way that the last second factor came by; it is offered first.
    var lastChannel: String? { get set }
}

/// In the app's preferences.
@MainActor
public final class PreferredFlow: SavedFlow {
    private let preferences: UserDefaults
    private static let key = "flow"
    private static let channelKey = "channel"

    public init(_ preferences: UserDefaults = .standard) {
        self.preferences = preferences
    }

    public var id: String? {
        get { preferences.string(forKey: Self.key) }
        set { preferences.set(newValue, forKey: Self.key) }
    }

    public var lastChannel: String? {
        get { preferences.string(forKey: Self.channelKey) }
        set { preferences.set(newValue, forKey: Self.channelKey) }
    }
}
