import SampleModels
import SwiftUI

/// The second proof of a reset: a code that came another way than the first one.
struct SecurityCodeView: View {
    let model: SecurityCodeModel

    var body: some View {
        Page(title: Phrase(.securityTitle)) {
            Text(model.target)
            CodeField(input: model.input, type: model.type)
            if model.isAgain {
                Text(.wrongCode).foregroundStyle(.red).onAppear { announce(Phrase(.wrongCode)) }
            }
            if let tries = model.triesLeft { Text(tries) }
            WorkButton(key: .go, work: model.work, action: model.submit)
            Text(.securityWhy).foregroundStyle(.secondary)
            if model.isResendable {
                TimelineView(.periodic(from: .now, by: 1)) { moment in
                    ResendView(model: model, date: moment.date)
                }
            }
            LinkButton(key: .back, action: model.goBack)
        }
    }
}
