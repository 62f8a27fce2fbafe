import Foundation
import Testing

@testable import Doorstep

@Suite struct SecretsTests {
    @Test func aLentSecretIsWipedWhenNobodyHoldsItAnyMore() throws {
        let seen = Collected<[UInt8]>()
        let text = "Lovelace-1815-and-more"
        var data: Data? = wipedData(of: text) { seen.append($0) }
        #expect(data == Data(text.utf8))
        #expect(seen.all.isEmpty)
        data = nil
        #expect(seen.all == [[UInt8](repeating: 0, count: text.utf8.count)])
    }

    @Test func textsOfEveryKindAreLentAsUTF8() {
        #expect("Gnädig".lent == Data("Gnädig".utf8))
        #expect("Gnädig".dropFirst().lent == Data("nädig".utf8))
        #expect(Data([1, 2]).lent == Data([1, 2]))
        #expect("".lent == Data())
    }

    @Test func bytesAreWipedInPlace() {
        var data = Data("hunter2".utf8)
        data.wipe()
        #expect(data == Data(count: 7))
    }
}
