import SampleModels
import SwiftUI

/// What every screen of a flow has: a heading, room for large text, and a width that can be read.
struct Page<Content: View>: View {
    let title: Phrase
    @ViewBuilder let content: () -> Content

    var body: some View {
        VStack(alignment: .leading, spacing: 16) {
            Text(title).font(.title2.bold()).accessibilityAddTraits(.isHeader)
            content()
        }
        .frame(maxWidth: 480, alignment: .leading)
    }
}
