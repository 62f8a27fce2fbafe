import Foundation
import Testing

/// Whether anything stays behind of steps that are past.
@Suite struct LeakTests {
    @Test func tenThousandStepsLeaveNothingBehind() async throws {
        let child = try RunningProcess(try child(), ["grow"])
        let grown = try #require(Int(child.firstLine))
        #expect(grown < 2_048, "\(grown) KiB for 10,000 steps")
    }
}
