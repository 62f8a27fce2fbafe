import Doorstep

public func signals(
    _ configuration: Configuration, vault: any Vault, records: any Records, profiling: any ThreatMetrixProfiling
) async throws -> DoorstepClient {
    // snippet: docs/signals.md set-up
    // snippet: docs/signals.md consent
    return client
}

public func collected(_ client: DoorstepClient, _ code: CodeSent) throws -> CodeInput {
    // snippet: docs/signals.md collect
    return input
}
