package dev.doorstep.sample.drawer

import dev.doorstep.RiskChallenge
import dev.doorstep.sample.models.ChallengeSolver

/** Stands for a provider's software in debug builds: it solves what the sandbox at [sandbox] asks, without a word. */
fun sandboxSolver(sandbox: () -> String): ChallengeSolver = object : ChallengeSolver {
    override suspend fun solve(challenge: RiskChallenge): CharSequence? = DeveloperModel(sandbox).solve(challenge.payload)
}
