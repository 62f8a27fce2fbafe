// The little of a browser that the client asks for, for Node. Import it before the client.
//
// Storage is not here: the journeys keep the client's cache in memory.

globalThis.window = globalThis;
Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });
globalThis.crypto ??= (await import("node:crypto")).webcrypto;

// Tabs tell each other about sign-ins over a channel; here there is one tab, and an open channel
// would keep the process alive.
delete globalThis.BroadcastChannel;
