/// What answers a step. It has only the methods that are valid there, and one of a step that is past sends nothing:
/// it throws ``Misuse/staleStep``.
public protocol Reply: Hashable, Identifiable, Sendable where ID == StepID {
    /// The step that it answers.
    var id: StepID { get }
}

extension Reply {
    public static func == (one: Self, other: Self) -> Bool {
        one.id == other.id
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
    }
}
