import DoorstepFFI

/// The kind of an HTTP status, by its first digit. The list grows: a `switch` over it has a `default`.
public struct StatusClass: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// No answer came.
    public static let none = Self(rawValue: "none")
    /// 200 to 299.
    public static let success = Self(rawValue: "success")
    /// 300 to 399.
    public static let redirection = Self(rawValue: "redirection")
    /// 400 to 499.
    public static let clientError = Self(rawValue: "clientError")
    /// 500 to 599.
    public static let serverError = Self(rawValue: "serverError")
    /// Any other number.
    public static let unknown = Self(rawValue: "unknown")
    /// One that this version does not know.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.StatusClass) {
        self =
            switch raw {
            case .none: .none
            case .success: .success
            case .redirection: .redirection
            case .clientError: .clientError
            case .serverError: .serverError
            case .unknown: .unknown
            case .other: .other
            }
    }
}

/// Why records were set aside. The list grows: a `switch` over it has a `default`.
public struct SetAside: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// They were damaged.
    public static let damaged = Self(rawValue: "damaged")
    /// Their key is gone.
    public static let keyInvalidated = Self(rawValue: "keyInvalidated")
    /// One that this version does not know.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.SetAside) {
        self =
            switch raw {
            case .damaged: .damaged
            case .keyInvalidated: .keyInvalidated
            case .other: .other
            }
    }
}

/// Where an access token came from. The list grows: a `switch` over it has a `default`.
public struct TokenSource: Word {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// From memory.
    public static let cache = Self(rawValue: "cache")
    /// From a refresh.
    public static let refresh = Self(rawValue: "refresh")
    /// One that this version does not know.
    public static let other = Self(rawValue: "other")

    init(_ raw: DoorstepFFI.TokenSource) {
        self =
            switch raw {
            case .cache: .cache
            case .refresh: .refresh
            case .other: .other
            }
    }
}
