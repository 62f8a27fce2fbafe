import Doorstep
import Testing

@Suite struct CodeInputTests {
    @Test func whatNoCodeHoldsIsLeftOut() {
        func shown(_ length: Int?, _ typed: String) -> String {
            var input = CodeInput(length: length)
            _ = input.change(to: typed)
            return input.text
        }
        #expect(shown(8, " 1234-56 78\n") == "12345678")
        #expect(shown(8, "\u{661}\u{662}\u{663}\u{664}\u{ff15}678") == "12345678")
        #expect(shown(4, "123456") == "1234")
        #expect(shown(4, "é½ⅷ1") == "1")
    }

    @Test func aWholeCodeIsHandedOutOnceHoweverOftenItIsReported() {
        var input = CodeInput(length: 4)
        let typed = ["123", "1234", "1234 ", "123", "1234"]
        #expect(typed.map { input.change(to: $0) } == [nil, "1234", nil, nil, nil])
        #expect(input.change(to: "5678") == "5678")
        input.clear()
        #expect(input.text == "")
        #expect(input.change(to: "5678") == "5678")
    }

    @Test func aCodeOfUnknownLengthWaitsForThePerson() {
        var input = CodeInput(length: nil)
        #expect(input.change(to: "123456789") == nil)
        #expect(input.text == "123456789")
    }
}
