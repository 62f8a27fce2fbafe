import SwiftUI

/// Covers what the app switcher would take a picture of.
private struct Shade: ViewModifier {
    let isSecret: Bool
    @Environment(\.scenePhase) private var phase

    func body(content: Content) -> some View {
        content.overlay {
            if isSecret && phase != .active { Color(white: 0.5).ignoresSafeArea().accessibilityHidden(true) }
        }
    }
}

extension View {
    func shaded(when isSecret: Bool) -> some View {
        modifier(Shade(isSecret: isSecret))
    }
}
