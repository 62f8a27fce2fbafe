import SampleModels
import SwiftUI

/// Why it goes on in the browser, and the way there.
struct BrowserView: View {
    let model: BrowserModel

    var body: some View {
        Page(title: Phrase(.browserTitle)) {
            Text(model.why)
            WorkButton(key: .browserOpen, work: model.work, action: model.open)
        }
    }
}
