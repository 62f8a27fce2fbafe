import Foundation

/// What an app found out about the device and how it is used, for ``DoorstepClient/tell(_:)``. It is a closed list:
/// what is not here is not sent. What stays `nil` is left out. It does not print its values.
public struct CollectedSignals: Hashable, Sendable, Encodable {
    /// `android`, `ios`, `macos`, `linux`, `windows` or `other`.
    public var os: String?
    /// Its version.
    public var osVersion: String?
    /// The device's model, as its maker calls it.
    public var model: String?
    /// The app's version.
    public var appVersion: String?
    /// The language and region that the person set, such as `de-AT`.
    public var locale: String?
    /// How far the zone is ahead.
    public var utcOffsetMinutes: Int?
    /// Whether the clock goes to 24.
    public var clock24h: Bool?
    /// `wifi`, `cellular`, `ethernet`, `other` or `none`.
    public var network: String?
    /// Whether data costs.
    public var metered: Bool?
    /// Whether it goes through a private network.
    public var vpn: Bool?
    /// Of `emulator`, `debugger`, `debuggable`, `root`, `jailbreak`, `hook`. Hints, and wrong often enough.
    public var hints: [String]?
    /// A random number of 32 hexadecimal digits that the app made for this installation, and can make anew.
    public var install: String?
    /// Characters that were typed one by one.
    public var keystrokes: Int?
    /// The median of the times between them.
    public var keystrokeMedianMillis: Int?
    /// How far the middle half of these times lies apart.
    public var keystrokeSpreadMillis: Int?
    /// How often something was erased.
    public var erasures: Int?
    /// How often several characters came at once.
    public var pastes: Int?
    /// How often the system filled a field in.
    public var autofills: Int?
    /// How often a field got or lost the focus.
    public var focusChanges: Int?
    /// How long fields were worked at.
    public var fieldMillis: Int?
    /// How often the screen was touched.
    public var touches: Int?
    /// Touches while another window lay over the app's.
    public var obscuredTouches: Int?

    /// Nothing yet.
    public init() {}

    enum CodingKeys: String, CodingKey {
        case os
        case osVersion = "os_version"
        case model
        case appVersion = "app_version"
        case locale
        case utcOffsetMinutes = "utc_offset_minutes"
        case clock24h = "clock_24h"
        case network
        case metered
        case vpn
        case hints
        case install
        case keystrokes
        case keystrokeMedianMillis = "keystroke_median_ms"
        case keystrokeSpreadMillis = "keystroke_spread_ms"
        case erasures
        case pastes
        case autofills
        case focusChanges = "focus_changes"
        case fieldMillis = "field_ms"
        case touches
        case obscuredTouches = "obscured_touches"
    }

    var json: String {
        guard let data = try? JSONEncoder().encode(self) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}

extension CollectedSignals: CustomStringConvertible, CustomReflectable {
    public var description: String { "CollectedSignals" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension CollectedSignals {
    /// Adds what the system says of itself without a permission: kind, version, language, zone. No identifier, no
    /// list of apps, no place, and no interface that Apple wants a reason for.
    public mutating func addDevice(appVersion: String) {
        #if os(iOS)
            os = "ios"
        #elseif os(macOS)
            os = "macos"
        #else
            os = "linux"
        #endif
        let version = ProcessInfo.processInfo.operatingSystemVersion
        osVersion = "\(version.majorVersion).\(version.minorVersion)"
        self.appVersion = appVersion
        locale = Locale.current.identifier.replacingOccurrences(of: "_", with: "-")
        utcOffsetMinutes = TimeZone.current.secondsFromGMT() / 60
    }
}
