package dev.doorstep.migrating

import dev.doorstep.Account
import dev.doorstep.AuthMethod
import dev.doorstep.CodeSent
import dev.doorstep.Doorstep
import dev.doorstep.DoorstepException
import dev.doorstep.Landing
import dev.doorstep.Problem
import dev.doorstep.SignInStep

// snippet: docs/migrating-from-msal.md sign-in
