// Modifiers, by the signatures that the sample uses.

extension View {
    public func font(_ font: Font?) -> some View { AnyChanged() }
    public func foregroundStyle(_ style: some ShapeStyle) -> some View { AnyChanged() }
    public func tint(_ color: Color?) -> some View { AnyChanged() }
    public func padding() -> some View { AnyChanged() }
    public func opacity(_ opacity: Double) -> some View { AnyChanged() }
    public func ignoresSafeArea() -> some View { AnyChanged() }
    public func disabled(_ isDisabled: Bool) -> some View { AnyChanged() }
    public func id(_ id: some Hashable) -> some View { AnyChanged() }
    public func tag(_ tag: some Hashable) -> some View { AnyChanged() }
    public func overlay(@ViewBuilder content: () -> some View) -> some View { AnyChanged() }
    public func frame(
        minWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil, maxHeight: CGFloat? = nil,
        alignment: Alignment = .center
    ) -> some View { AnyChanged() }

    public func buttonStyle(_ style: ButtonStyle) -> some View { AnyChanged() }
    public func textFieldStyle(_ style: RoundedBorderTextFieldStyle) -> some View { AnyChanged() }
    public func pickerStyle(_ style: SegmentedPickerStyle) -> some View { AnyChanged() }
    public func textSelection(_ selectability: TextSelectability) -> some View { AnyChanged() }

    public func textContentType(_ type: UITextContentType?) -> some View { AnyChanged() }
    public func keyboardType(_ type: UIKeyboardType) -> some View { AnyChanged() }
    public func textInputAutocapitalization(_ way: TextInputAutocapitalization?) -> some View { AnyChanged() }
    public func autocorrectionDisabled(_ isDisabled: Bool = true) -> some View { AnyChanged() }
    public func submitLabel(_ label: SubmitLabel) -> some View { AnyChanged() }
    public func onSubmit(_ action: @escaping @MainActor () -> Void) -> some View { AnyChanged() }
    public func focused(_ focus: FocusState<Bool>.Focus) -> some View { AnyChanged() }

    public func accessibilityLabel(_ label: Text) -> some View { AnyChanged() }
    public func accessibilityHint(_ hint: Text) -> some View { AnyChanged() }
    public func accessibilityHidden(_ isHidden: Bool) -> some View { AnyChanged() }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View { AnyChanged() }
    public func accessibilityElement(children: AccessibilityChildBehavior) -> some View { AnyChanged() }

    public func navigationTitle(_ title: Text) -> some View { AnyChanged() }
    public func toolbar(@ViewBuilder content: () -> some View) -> some View { AnyChanged() }
    public func sheet(isPresented: Binding<Bool>, @ViewBuilder content: @escaping () -> some View) -> some View {
        AnyChanged()
    }
    public func environment<Value>(_ path: WritableKeyPath<EnvironmentValues, Value>, _ value: Value) -> some View {
        AnyChanged()
    }

    public func task(_ action: @escaping @Sendable @MainActor () async -> Void) -> some View { AnyChanged() }
    public func onAppear(perform action: @escaping @MainActor () -> Void) -> some View { AnyChanged() }
    public func onChange<Value: Equatable>(
        of value: Value, initial: Bool = false, _ action: @escaping @MainActor (Value, Value) -> Void
    ) -> some View { AnyChanged() }
    public func onChange<Value: Equatable>(
        of value: Value, initial: Bool = false, _ action: @escaping @MainActor () -> Void
    ) -> some View { AnyChanged() }
}

public struct ToolbarItem<Content: View>: Drawn {
    public init(placement: ToolbarItemPlacement, @ViewBuilder content: () -> Content) {}
}
