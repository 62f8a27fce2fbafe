//! Who may import whom in `core` and in `gate`. Items under `#[cfg(test)]` are free of these rules.

/// Module -> what it may import.
pub(super) type Rows = &'static [(&'static str, &'static [&'static str])];

/// Plain words that everybody may use, each other included.
pub(super) const BASE: &[&str] = &[
    "address",
    "ids",
    "secret",
    "error",
    "fault",
    "log_safe",
    "clock",
    "authority",
    "challenge",
    "attributes",
    "browser",
    "terms",
    "config",
    "json",
    "part",
];

/// What a flow of one kind may use: our words for requests and answers, and the machine it is part of. Not the
/// wire, not the service, not the host's ports, and no other kind.
const FLOW_KIND: &[&str] = &["exchange", "flow::machine", "flow::step", "flow::finish"];

/// Module of `core` -> what it may import, beside `BASE` and whatever its own row covers. The longest row that fits
/// a module counts for it; a module without a row is a finding, so that the table stays whole.
pub(super) const CORE: Rows = &[
    (
        "client",
        &[
            "flow", "session", "signals", "service", "exchange", "ports", "archive", "outbox",
        ],
    ),
    (
        "session",
        &["service", "exchange", "archive", "outbox", "ports::events"],
    ),
    (
        "flow",
        &[
            "session",
            "signals",
            "service",
            "exchange",
            "archive",
            "outbox",
            "ports::events",
            "ports::http",
            "ports::risk",
        ],
    ),
    // The machine sends each stage to its kind, and any flow can go on into a sign-in, the second factor, a
    // registration.
    (
        "flow::machine",
        &[
            "exchange",
            "flow::record",
            "flow::sign_in",
            "flow::sign_up",
            "flow::reset_password",
            "flow::sign_in_after",
            "flow::mfa",
            "flow::strong_auth",
            "flow::browser",
            "flow::verification",
        ],
    ),
    (
        "flow::finish",
        &[
            "exchange",
            "flow::machine",
            "flow::sign_in",
            "flow::sign_in_after",
            "flow::mfa",
            "flow::strong_auth",
        ],
    ),
    ("flow::sign_in", FLOW_KIND),
    ("flow::sign_up", FLOW_KIND),
    ("flow::reset_password", FLOW_KIND),
    ("flow::sign_in_after", FLOW_KIND),
    ("flow::mfa", FLOW_KIND),
    ("flow::strong_auth", FLOW_KIND),
    (
        "flow::browser",
        &["exchange", "flow::machine", "flow::finish", "flow::record"],
    ),
    (
        "flow::verification",
        &["exchange", "flow::machine", "flow::record"],
    ),
    (
        "flow::record",
        &["flow::machine", "flow::turns", "ports::risk"],
    ),
    // What goes along with a flow's requests, and who is asked before: of the flows themselves it knows nothing.
    ("signals", &["exchange", "outbox", "ports"]),
    ("service", &["wire", "exchange", "outbox", "ports"]),
    ("wire", &["exchange", "ports::http"]),
    ("exchange", &[]),
    (
        "archive",
        &[
            "seal",
            "outbox",
            "ports::events",
            "ports::records",
            "ports::vault",
        ],
    ),
    ("outbox", &["ports::events"]),
    ("seal", &["ports::vault"]),
    ("store", &["ports"]),
    ("transport", &["ports"]),
    ("ports", &[]),
    // An event names flows and steps as an app knows them.
    ("ports::events", &["flow"]),
    // So does what a risk provider is told.
    ("ports::risk", &["flow", "ports"]),
    // The clock is the one port that the words need: expiry is data, the time is not.
    ("clock", &["ports"]),
    ("address", &[]),
    ("ids", &[]),
    ("secret", &[]),
    ("error", &[]),
    ("fault", &[]),
    ("json", &[]),
    ("log_safe", &[]),
    ("authority", &[]),
    ("challenge", &[]),
    ("attributes", &[]),
    ("browser", &[]),
    ("part", &[]),
    ("terms", &[]),
    ("config", &[]),
];

/// The same for `gate`: what decides knows nothing of what is done about it.
pub(super) const GATE: Rows = &[
    ("words", &[]),
    ("claims", &[]),
    ("clock", &[]),
    ("decide", &["words"]),
    ("seal", &["words", "claims", "decide"]),
    ("trust", &[]),
    ("provider", &["decide", "clock", "trust"]),
    ("config", &["claims", "decide", "seal", "provider", "trust"]),
    // What the rules work with: of calls and flows it knows nothing.
    ("back_end", &["clock", "config", "provider"]),
    (
        "proxy",
        &[
            "words", "claims", "clock", "decide", "seal", "trust", "provider", "config", "back_end",
        ],
    ),
];
