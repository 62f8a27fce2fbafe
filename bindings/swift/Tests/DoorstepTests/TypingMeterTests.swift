import Doorstep
import Testing

@Suite struct TypingMeterTests {
    private func typed(_ count: Int) -> TypingMeter {
        var meter = TypingMeter()
        for key in 0..<count { meter.change(from: key, to: key + 1, at: Double(key) / 10) }
        return meter
    }

    private func told(_ meter: TypingMeter) -> CollectedSignals {
        var signals = CollectedSignals()
        meter.add(to: &signals)
        return signals
    }

    @Test func typingIsToldInSumsAndMedians() {
        var meter = typed(9)
        meter.change(from: 9, to: 8, at: 0.9)
        meter.changeFocus()
        let signals = told(meter)
        #expect(signals.keystrokes == 9 && signals.erasures == 1 && signals.focusChanges == 1)
        #expect((99...100).contains(signals.keystrokeMedianMillis ?? 0))
        #expect((0...1).contains(signals.keystrokeSpreadMillis ?? -1))
        #expect(signals.fieldMillis == 900)
    }

    @Test func ofAFewKeysNoTimesAreTold() {
        #expect(told(typed(7)).keystrokeMedianMillis == nil)
        #expect(told(typed(7)).keystrokeSpreadMillis == nil)
    }

    @Test func whatComesAtOnceIsAPasteAndNoTyping() {
        var meter = TypingMeter()
        meter.change(from: 0, to: 6, at: 1)
        #expect(told(meter).pastes == 1 && told(meter).keystrokes == 0)
        meter.clear()
        #expect(told(meter).pastes == 0 && told(meter).fieldMillis == nil)
    }

    @Test func aCodeIsMeteredAsItIsTyped() {
        var input = CodeInput(length: 4)
        input.meter = TypingMeter()
        for typed in ["1", "12", "1", "1234"] { _ = input.change(to: typed) }
        let signals = input.meter.map(told)
        #expect(signals?.keystrokes == 2 && signals?.erasures == 1 && signals?.pastes == 1)
    }
}
