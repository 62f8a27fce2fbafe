import Foundation
import SampleModels
import SwiftUI

/// Another code: how long it takes until there can be one, spoken now and then.
struct ResendView: View {
    let model: any Resending
    let date: Date

    var body: some View {
        let left = model.wait(at: date)
        VStack(alignment: .leading) {
            LinkButton(key: .resend) { await model.resend() }.disabled(left != nil)
            if let left {
                Text(Phrase(.resendWait, number: left)).font(.footnote).foregroundStyle(.secondary).accessibilityHidden(
                    true)
            }
        }
        .onChange(of: model.announcement(at: date)) { _, phrase in
            if let phrase { announce(phrase) }
        }
    }
}
