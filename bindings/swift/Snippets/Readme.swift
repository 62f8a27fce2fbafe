import Doorstep

public func readme(
    _ configuration: Configuration, vault: any Vault, records: any Records, browser: some Browser,
    ask: (String) async throws -> String
) async throws -> Account {
    // snippet: README.md
}
