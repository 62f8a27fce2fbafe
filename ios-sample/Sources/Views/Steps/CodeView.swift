import SampleModels
import SwiftUI

/// A code that was sent.
struct CodeView: View {
    let model: CodeModel

    var body: some View {
        Page(title: model.title) {
            Text(model.target)
            if let why = model.why { Text(why).foregroundStyle(.secondary) }
            CodeField(input: model.input, type: model.type)
            WorkButton(key: .go, work: model.work, action: model.submit)
            TimelineView(.periodic(from: .now, by: 1)) { moment in
                ResendView(model: model, date: moment.date)
            }
            if model.isChangeable { LinkButton(key: .codeChange) { model.change() } }
            if !model.methods.isEmpty {
                Text(.otherWay).font(.headline).accessibilityAddTraits(.isHeader)
                MethodList(methods: model.methods, work: model.work, choose: model.choose)
            }
        }
    }
}
