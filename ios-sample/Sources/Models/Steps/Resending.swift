import Foundation

/// A screen on which another code can be asked for, after a while.
@MainActor
public protocol Resending {
    /// The seconds until another code may be asked for.
    func wait(at time: Date) -> Int?
    func resend() async
}

extension Resending {
    /// What a screen reader says of the wait: not each second.
    public func announcement(at time: Date) -> Phrase? {
        guard let left = wait(at: time) else { return nil }
        return left % 10 == 0 ? Phrase(.resendWait, number: left) : nil
    }
}
