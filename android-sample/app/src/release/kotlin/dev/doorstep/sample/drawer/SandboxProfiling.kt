package dev.doorstep.sample.drawer

import dev.doorstep.RiskProvider

/** A release has no sandbox: put your provider here, such as a `ThreatMetrixProvider` above the vendor's software. */
@Suppress("UNUSED_PARAMETER")
fun riskProvider(address: String?, device: String): RiskProvider? = null
