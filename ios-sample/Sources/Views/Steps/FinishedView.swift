import SampleModels
import SwiftUI

/// The flow is through. What leads on runs by itself, unless there is something to read; the button is for that, and for
/// when it failed.
struct FinishedView: View {
    let model: FinishedModel

    var body: some View {
        Page(title: model.phrase) {
            if let more = model.more { Text(more) }
            WorkButton(key: .go, work: model.work, action: model.proceed)
        }
    }
}
