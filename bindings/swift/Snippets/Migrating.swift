import Doorstep

// snippet: docs/migrating-from-msal.md sign-in
