package dev.doorstep.sample.drawer

import dev.doorstep.RiskChallenge
import dev.doorstep.sample.models.ChallengeSolver

/** A release has no sandbox: put your provider's software here. Without it the person can go back. */
@Suppress("UNUSED_PARAMETER")
fun sandboxSolver(sandbox: () -> String): ChallengeSolver = object : ChallengeSolver {
    override suspend fun solve(challenge: RiskChallenge): CharSequence? = null
}
