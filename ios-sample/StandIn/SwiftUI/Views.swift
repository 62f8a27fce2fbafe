// Views, by the initialisers that the sample uses.

public struct Text: Drawn {
    public init(verbatim text: String) {}
}

public struct Image: Drawn { public init(systemName: String) {} }
public struct Spacer: Drawn { public init() {} }
public struct ProgressView: Drawn { public init() {} }

public struct Label<Title: View, Icon: View>: Drawn {
    public init(@ViewBuilder title: () -> Title, @ViewBuilder icon: () -> Icon) {}
}

public struct Button<Content: View>: Drawn {
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Content) {}
}

extension Button where Content == Text {
    public init(_ title: some StringProtocol, action: @escaping @MainActor () -> Void) {}
}

public struct TextField<Title: View>: Drawn {
    public init(text: Binding<String>, prompt: Text? = nil, @ViewBuilder label: () -> Title) {}
}

public struct SecureField<Title: View>: Drawn {
    public init(text: Binding<String>, prompt: Text? = nil, @ViewBuilder label: () -> Title) {}
}

public struct Toggle<Title: View>: Drawn {
    public init(isOn: Binding<Bool>, @ViewBuilder label: () -> Title) {}
}

public struct Picker<Title: View, Value: Hashable, Content: View>: Drawn {
    public init(selection: Binding<Value>, @ViewBuilder content: () -> Content, @ViewBuilder label: () -> Title) {}
}

public struct VStack<Content: View>: Drawn {
    public init(
        alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content
    ) {}
}

public struct HStack<Content: View>: Drawn {
    public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}

public struct ZStack<Content: View>: Drawn { public init(@ViewBuilder content: () -> Content) {} }
public struct Group<Content: View>: Drawn { public init(@ViewBuilder content: () -> Content) {} }
public struct ScrollView<Content: View>: Drawn { public init(@ViewBuilder content: () -> Content) {} }
public struct List<Content: View>: Drawn { public init(@ViewBuilder content: () -> Content) {} }
public struct NavigationStack<Content: View>: Drawn { public init(@ViewBuilder root: () -> Content) {} }

public struct Section<Header: View, Content: View, Footer: View>: Drawn {
    public init(
        @ViewBuilder content: () -> Content, @ViewBuilder header: () -> Header, @ViewBuilder footer: () -> Footer
    ) {}
}

extension Section where Footer == EmptyView {
    public init(@ViewBuilder content: () -> Content, @ViewBuilder header: () -> Header) {}
}

public struct DisclosureGroup<Title: View, Content: View>: Drawn {
    public init(@ViewBuilder content: @escaping () -> Content, @ViewBuilder label: () -> Title) {}
}

public struct ForEach<Items: RandomAccessCollection, ID: Hashable, Content: View>: Drawn {
    public init(
        _ items: Items, id: KeyPath<Items.Element, ID>, @ViewBuilder content: @escaping (Items.Element) -> Content
    ) {}
}

extension ForEach where Items.Element: Identifiable, ID == Items.Element.ID {
    public init(_ items: Items, @ViewBuilder content: @escaping (Items.Element) -> Content) {}
}

public struct TimelineView<Schedule: TimelineSchedule, Content: View>: Drawn {
    public init(_ schedule: Schedule, @ViewBuilder content: @escaping (TimelineViewDefaultContext) -> Content) {}
}

public struct TimelineViewDefaultContext { public let date: Date }

public protocol TimelineSchedule {}
public struct PeriodicTimelineSchedule: TimelineSchedule {}

extension TimelineSchedule where Self == PeriodicTimelineSchedule {
    public static func periodic(from start: Date, by interval: TimeInterval) -> PeriodicTimelineSchedule {
        PeriodicTimelineSchedule()
    }
}

// swift-format-ignore
public struct Color: Drawn, ShapeStyle, Hashable {
    public static let accentColor = Color(white: 0)
    public static let secondary = Color(white: 0)
    public static let clear = Color(white: 0)
    public static let red = Color(white: 0)
    nonisolated public init(white: Double) {}
}

public struct RoundedRectangle: Drawn {
    public init(cornerRadius: CGFloat) {}
    public func stroke(_ style: some ShapeStyle) -> some View { AnyChanged() }
}
