package dev.doorstep.bench

/** The value that [share] of all are below. */
internal fun LongArray.quantile(share: Double): Double =
    sorted()[(share * size).toInt().coerceAtMost(size - 1)].toDouble()

internal fun LongArray.median(): Double = quantile(0.5)

internal fun List<Double>.median(): Double = sorted()[size / 2]

/** One line as `cargo xtask bench` reads it. The spread is that of [rounds], of the ratios where there is a peer. */
internal fun tell(row: String, rounds: List<Double>, peers: List<Double>? = null) {
    val told = peers?.let { rounds.zip(it) { own, peer -> own / peer } } ?: rounds
    val peer = peers?.let { ""","peer":${it.median()}""" }.orEmpty()
    println("""{"row":"$row","figure":${rounds.median()}$peer,"spread":[${told.min()},${told.max()}]}""")
}
