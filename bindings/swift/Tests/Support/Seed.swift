import Doorstep

// What the sandbox is seeded with.

public let ada = "ada@contoso.example"
public let adaPassword = "Lovelace-1815"
public let bob = "bob@contoso.example"
public let bobPassword = "Builder-2024!"
public let cleo = "cleo@contoso.example"
public let dora = "dora@contoso.example"
public let doraPassword = "Explorer-2000"
public let app = "11111111-1111-4111-8111-111111111111"
public let attributesApp = "33333333-3333-4333-8333-333333333333"
public let todo = ["api://todo/ToDo.Read"]

/// Set up for a sandbox.
public func configuration(_ authority: String, clientID: String = app) -> Configuration {
    var configuration = Configuration(authority: authority, clientID: clientID)
    configuration.redirectURI = "doorstep://callback"
    configuration.allowsPlainHTTPToThisMachine = true
    return configuration
}
