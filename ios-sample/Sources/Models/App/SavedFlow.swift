import Foundation

/// Where the id of the flow that is under way outlives the process. It is all that the app keeps of a flow; the rest
/// lies sealed in the library's records.
@MainActor
public protocol SavedFlow: AnyObject {
    var id: String? { get set }
}

/// In the app's preferences.
@MainActor
public final class PreferredFlow: SavedFlow {
    private let preferences: UserDefaults
    private static let key = "flow"

    public init(_ preferences: UserDefaults = .standard) {
        self.preferences = preferences
    }

    public var id: String? {
        get { preferences.string(forKey: Self.key) }
        set { preferences.set(newValue, forKey: Self.key) }
    }
}
