import XCTest
final class A: XCTestCase { func testA() {} }
