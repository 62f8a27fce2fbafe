import Foundation

/// Counts how a field is typed into: sums and medians, never a key, a text, or the time between two keys that are
/// known. ``CodeInput`` does it by itself.
public struct TypingMeter: Hashable, Sendable {
    private var gaps: [TimeInterval] = []
    private var first: TimeInterval?
    private var last: TimeInterval?
    private var keystrokes = 0
    private var erasures = 0
    private var pastes = 0
    private var focusChanges = 0

    /// Fewer keystrokes than these would tell the keys by their times.
    private static let fewest = 8

    /// Nothing counted yet.
    public init() {}

    /// The field's length went from `before` to `after` at `time`, in seconds of any clock. Several characters at once
    /// came by a paste, or by what fills fields in.
    public mutating func change(from before: Int, to after: Int, at time: TimeInterval = Date().timeIntervalSince1970) {
        guard before != after else { return }
        if after < before {
            erasures += 1
        } else if after - before > 1 {
            pastes += 1
        } else {
            if let last { gaps.append(max(0, time - last)) }
            keystrokes += 1
        }
        first = first ?? time
        last = time
    }

    /// The field got the focus, or lost it.
    public mutating func changeFocus() {
        focusChanges += 1
    }

    /// Forgets all of it.
    public mutating func clear() {
        self = TypingMeter()
    }

    /// Adds it to `signals`. Times are told from eight keystrokes on.
    public func add(to signals: inout CollectedSignals) {
        signals.keystrokes = keystrokes
        signals.erasures = erasures
        signals.pastes = pastes
        signals.focusChanges = focusChanges
        guard let first, let last else { return }
        signals.fieldMillis = Self.millis(last - first)
        if keystrokes >= Self.fewest, !gaps.isEmpty {
            let sorted = gaps.sorted()
            signals.keystrokeMedianMillis = Self.millis(sorted[sorted.count / 2])
            signals.keystrokeSpreadMillis = Self.millis(sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4])
        }
    }

    /// A day at most: a clock that was set forward says nothing about the typing.
    private static func millis(_ interval: TimeInterval) -> Int {
        Int(min(max(0, interval), 24 * 60 * 60) * 1000)
    }
}
