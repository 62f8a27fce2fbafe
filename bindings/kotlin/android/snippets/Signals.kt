package dev.doorstep.android

import dev.doorstep.CodeInput
import dev.doorstep.CodeSent
import dev.doorstep.CollectedSignals
import dev.doorstep.DataUse
import dev.doorstep.Doorstep
import dev.doorstep.DoorstepConfig
import dev.doorstep.FailPolicy
import dev.doorstep.Records
import dev.doorstep.Signals
import dev.doorstep.TypingMeter
import dev.doorstep.Vault
import dev.doorstep.adapters.ThreatMetrixProfiling
import dev.doorstep.adapters.ThreatMetrixProvider

internal suspend fun signals(config: DoorstepConfig, vault: Vault, records: Records, profiling: ThreatMetrixProfiling): Doorstep {
    // snippet: docs/signals.md set-up
    // snippet: docs/signals.md consent
    return doorstep
}

internal fun collected(doorstep: Doorstep, device: DeviceSignals, code: CodeSent, submit: (String) -> Unit): CodeInput {
    // snippet: docs/signals.md collect
    return input
}
