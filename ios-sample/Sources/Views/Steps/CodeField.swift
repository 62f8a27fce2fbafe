import Doorstep
import SwiftUI

/// One real field, drawn as one box a character where the service says how many there are. Paste and autofill are the
/// field's own.
struct CodeField: View {
    let input: CodeInput
    let type: @MainActor (String) async -> Void

    @State private var text = ""
    @FocusState private var isFocused: Bool
    @Environment(\.dynamicTypeSize) private var size
    @ScaledMetric private var height: CGFloat = 44

    var body: some View {
        Group {
            if let length = input.length, !size.isAccessibilitySize {
                ZStack {
                    boxes(length).accessibilityHidden(true)
                    field.opacity(0.02)
                }
            } else {
                field.textFieldStyle(.roundedBorder)
            }
        }
        // A code reads from the left in every language.
        .environment(\.layoutDirection, .leftToRight)
        .onAppear { isFocused = true }
        .onChange(of: text) { _, typed in
            Task {
                await type(typed)
                isFocused = true
            }
        }
        .onChange(of: input.text) { _, plain in text = plain }
    }

    private var field: some View {
        TextField(text: $text) { Text(.code) }
            .textContentType(.oneTimeCode)
            .keyboardType(.asciiCapableNumberPad)
            .autocorrectionDisabled()
            .font(.title2.monospaced())
            .frame(minHeight: height)
            .focused($isFocused)
    }

    private func boxes(_ length: Int) -> some View {
        let letters = Array(input.text)
        return HStack(spacing: 6) {
            ForEach(0..<length, id: \.self) { index in
                Text(verbatim: index < letters.count ? String(letters[index]) : " ")
                    .font(.title2.monospaced())
                    .frame(maxWidth: .infinity, minHeight: height)
                    .overlay {
                        RoundedRectangle(cornerRadius: 8)
                            .stroke(isFocused && index == letters.count ? Color.accentColor : Color.secondary)
                    }
            }
        }
    }
}
