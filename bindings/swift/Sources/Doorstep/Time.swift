import Foundation

extension TimeInterval {
    /// As it crosses the boundary; what no clock can hold becomes the nearest that one can.
    var millis: UInt64 {
        let millis = (self * 1000).rounded()
        guard millis > 0 else { return 0 }
        return millis < 1e15 ? UInt64(millis) : UInt64(1e15)
    }

    init(millis: UInt64) {
        self = Double(millis) / 1000
    }
}

extension Date {
    init(millis: UInt64) {
        self.init(timeIntervalSince1970: TimeInterval(millis: millis))
    }
}
