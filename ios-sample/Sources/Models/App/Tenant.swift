import Doorstep
import Foundation

/// The tenant that people sign in to, and what they sign in for.
public struct Tenant: Hashable, Sendable {
    public let authority: String
    public let clientID: String
    public let redirectURI: String
    public let scopes: [String]
    public let api: String

    /// Put yours here.
    public static let own = Tenant(
        authority: "https://contoso.ciamlogin.com/", clientID: "11111111-1111-4111-8111-111111111111",
        redirectURI: "doorstep://callback", scopes: ["api://todo/ToDo.Read"],
        api: "https://api.contoso.example/todo")

    var configuration: Configuration {
        var configuration = Configuration(authority: authority, clientID: clientID)
        configuration.redirectURI = redirectURI
        return configuration
    }
}
