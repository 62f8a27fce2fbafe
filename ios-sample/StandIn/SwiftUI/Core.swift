// A stand-in that repeats the declarations of SwiftUI that this sample uses, and none of its behaviour. It lets Linux check
// the types in the app's views; no app is ever built with it.

@_exported import Foundation
@_exported import Observation

@MainActor @preconcurrency
public protocol View {
    associatedtype Body: View
    @ViewBuilder @MainActor @preconcurrency var body: Body { get }
}

extension Never: View {
    public var body: Never { fatalError("a stand-in has no body") }
}

extension Optional: View where Wrapped: View {
    public var body: Never { fatalError("a stand-in has no body") }
}

/// A view that SwiftUI draws itself.
public protocol Drawn: View where Body == Never {}

extension Drawn {
    public var body: Never { fatalError("a stand-in has no body") }
}

@resultBuilder
public enum ViewBuilder {
    public static func buildBlock<each Part: View>(_ part: repeat each Part) -> Several<(repeat each Part)> {
        Several()
    }
    public static func buildBlock<Part: View>(_ part: Part) -> Part { part }
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildIf<Part: View>(_ part: Part?) -> Part? { part }
    public static func buildEither<One: View, Other: View>(first: One) -> Either<One, Other> { Either() }
    public static func buildEither<One: View, Other: View>(second: Other) -> Either<One, Other> { Either() }
}

public struct Several<Parts>: Drawn {}
public struct Either<One, Other>: Drawn {}
// Made on no actor.
// swift-format-ignore
public struct EmptyView: Drawn { nonisolated public init() {} }
// swift-format-ignore
public struct AnyChanged: Drawn { nonisolated init() {} }

public protocol ViewModifier {
    associatedtype Body: View
    typealias Content = AnyChanged
    @ViewBuilder @MainActor @preconcurrency func body(content: Content) -> Body
}

extension View {
    public func modifier(_ modifier: some ViewModifier) -> some View { AnyChanged() }
}

@propertyWrapper
public struct State<Value> {
    private let value: Value
    public init(wrappedValue: Value) { value = wrappedValue }
    public var wrappedValue: Value {
        get { value }
        nonmutating set {}
    }
    public var projectedValue: Binding<Value> { Binding(of: nil) }
}

@propertyWrapper
public struct Binding<Value> {
    public init(
        get: @escaping @isolated(any) @Sendable () -> Value, set: @escaping @isolated(any) @Sendable (Value) -> Void
    ) {}
    init(of path: AnyKeyPath?) {}
    public var wrappedValue: Value {
        get { fatalError("a stand-in binds nothing") }
        nonmutating set {}
    }
    public var projectedValue: Binding<Value> { self }
}

@propertyWrapper @dynamicMemberLookup
public struct Bindable<Value: AnyObject & Observable> {
    public var wrappedValue: Value
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
    public var projectedValue: Bindable<Value> { self }
    public subscript<Member>(dynamicMember path: ReferenceWritableKeyPath<Value, Member>) -> Binding<Member> {
        Binding(of: path)
    }
}

@propertyWrapper
public struct FocusState<Value: Hashable> {
    public init() where Value == Bool {}
    public var wrappedValue: Value {
        get { fatalError("a stand-in has no focus") }
        nonmutating set {}
    }
    public var projectedValue: Focus { Focus() }
    public struct Focus {}
}

@propertyWrapper
public struct Environment<Value> {
    public init(_ path: KeyPath<EnvironmentValues, Value>) {}
    public var wrappedValue: Value { fatalError("a stand-in has no environment") }
}

@propertyWrapper
public struct ScaledMetric<Value> {
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
    public var wrappedValue: Value
}

public struct EnvironmentValues {
    public var scenePhase: ScenePhase
    public var dynamicTypeSize: DynamicTypeSize
    public var locale: Locale
    public var layoutDirection: LayoutDirection
}

public enum ScenePhase: Comparable, Hashable, Sendable { case background, inactive, active }
public enum LayoutDirection: Hashable, Sendable { case leftToRight, rightToLeft }

public enum DynamicTypeSize: Hashable, Comparable, Sendable {
    case large, accessibility1
    public var isAccessibilitySize: Bool { self >= .accessibility1 }
}
