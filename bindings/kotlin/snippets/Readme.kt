package dev.doorstep

internal suspend fun readme(config: DoorstepConfig, vault: Vault, records: Records, ask: (String) -> String): Account {
    // snippet: README.md
}
