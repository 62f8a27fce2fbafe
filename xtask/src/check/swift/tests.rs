use super::*;

fn of(text: &str) -> String {
    declarations(text).join("\n")
}

#[test]
fn what_is_public_is_found_with_what_is_around_it() {
    let text = "
        /// A door.
        public final class Door: Sendable {
            private let lock = 1
            public let width: Int = 2

            public init(
                width: Int = 2,
                height: Int
            ) throws {
                self.width = width
            }

            public func open(_ how: How = .wide) async throws -> Room {
                let local = { 1 }
                return Room()
            }

            var hidden: Int { 1 }
        }
        struct Inner {
            public let never = 1
        }";
    let want = "public final class Door: Sendable\n\
                Door: public let width: Int\n\
                Door: public init(width: Int = 2, height: Int) throws\n\
                Door: public func open(_ how: How = .wide) async throws -> Room";
    assert_eq!(of(text), want);
}

#[test]
fn cases_of_enums_and_all_of_a_protocol_are_public() {
    let text = "
        public enum Step: Hashable {
            case one(Int)
            case two

            public var id: Int {
                switch self {
                case .one: 1
                case .two: 2
                }
            }
        }
        public protocol Vault: Sendable {
            func key() throws -> Key
        }
        enum Hidden {
            case three
        }";
    let want = "public enum Step: Hashable\nStep: case one(Int)\nStep: case two\nStep: public var id: Int\n\
                public protocol Vault: Sendable\nVault: func key() throws -> Key";
    assert_eq!(of(text), want);
}

#[test]
fn extensions_tell_what_they_add_and_conform_to() {
    let text = "
        extension Step: CustomStringConvertible, LocalizedError,
            ExpressibleByStringLiteral
        {
            public var description: String { \"\" }
        }
        extension Step {
            init(_ raw: Raw) {}
            fileprivate var other: Int { 1 }
        }";
    let want = "extension Step: CustomStringConvertible, LocalizedError, ExpressibleByStringLiteral\n\
                Step: public var description: String";
    assert_eq!(of(text), want);
}
