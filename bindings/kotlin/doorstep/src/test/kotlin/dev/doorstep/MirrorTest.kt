package dev.doorstep

import kotlin.enums.EnumEntries
import kotlin.test.Test
import kotlin.test.assertEquals

/** The words that cross have one of the same name here. */
internal class MirrorTest {
    @Test
    fun every_word_of_the_library_has_ours() {
        fun same(theirs: EnumEntries<*>, ours: EnumEntries<*>) = assertEquals(theirs.map { it.name }, ours.map { it.name })
        same(dev.doorstep.ffi.Landing.entries, Landing.entries)
        same(dev.doorstep.ffi.Problem.entries, Problem.entries)
        same(dev.doorstep.ffi.Reason.entries, Reason.entries)
        same(dev.doorstep.ffi.MisuseKind.entries, MisuseKind.entries)
        same(dev.doorstep.ffi.Denier.entries, Denier.entries)
        same(dev.doorstep.ffi.Setting.entries, Setting.entries)
        same(dev.doorstep.ffi.CodePurpose.entries, CodePurpose.entries)
        same(dev.doorstep.ffi.BrowserReasonKind.entries, BrowserReasonKind.entries)
        same(dev.doorstep.ffi.RecoveryReason.entries, RecoveryReason.entries)
        same(dev.doorstep.ffi.FirstFactors.entries, FirstFactors.entries)
        same(dev.doorstep.ffi.FlowKind.entries, FlowKind.entries)
        same(dev.doorstep.ffi.StepKind.entries, StepKind.entries)
        same(dev.doorstep.ffi.HttpMethod.entries, HttpMethod.entries)
        same(dev.doorstep.ffi.HttpFault.entries, HttpFault.entries)
        same(dev.doorstep.ffi.StatusClass.entries, StatusClass.entries)
        same(dev.doorstep.ffi.SetAside.entries, SetAside.entries)
        same(dev.doorstep.ffi.TokenSource.entries, TokenSource.entries)
        same(dev.doorstep.ffi.FailPolicy.entries, FailPolicy.entries)
        same(dev.doorstep.ffi.LogLevel.entries, LogLevel.entries)
    }
}
