//! What each rule says to a verdict. One function for each column of the table in `docs/risk.md` 7.

use super::{Asked, Decision, FailPolicy, Mode, SessionState, Situation, Verdict};

/// Tokens: whoever is not known to be harmless proves more.
pub(super) fn token(situation: Situation) -> Decision {
    match situation.session {
        SessionState::Missing | SessionState::Malformed => step_up(situation),
        SessionState::Present => match situation.verdict {
            Verdict::Pass => Decision::Allow,
            Verdict::Challenge | Verdict::Review | Verdict::UnknownSession => step_up(situation),
            Verdict::Reject => Decision::Block,
            Verdict::RateLimit => Decision::RateLimit,
            Verdict::Failed => match situation.fail {
                FailPolicy::Closed => Decision::FailClosed,
                FailPolicy::Open => Decision::Allow,
                FailPolicy::Challenge => step_up(situation),
            },
        },
    }
}

/// Text messages: nothing but a pass lets one be sent, whatever the fail policy.
pub(super) fn sms(situation: Situation) -> Decision {
    match situation.session {
        SessionState::Missing | SessionState::Malformed => Decision::Block,
        SessionState::Present => match situation.verdict {
            Verdict::Pass => Decision::Allow,
            Verdict::Challenge | Verdict::Review => Decision::Challenge,
            Verdict::Reject | Verdict::UnknownSession => Decision::Block,
            Verdict::RateLimit => Decision::RateLimit,
            Verdict::Failed => match situation.fail {
                FailPolicy::Closed | FailPolicy::Open => Decision::FailClosed,
                FailPolicy::Challenge => Decision::Challenge,
            },
        },
    }
}

/// New accounts: who shows no session may be a program, and is challenged.
pub(super) fn sign_up(situation: Situation) -> Decision {
    match situation.session {
        SessionState::Missing | SessionState::Malformed => Decision::Challenge,
        SessionState::Present => match situation.verdict {
            Verdict::Pass => Decision::Allow,
            Verdict::Challenge | Verdict::Review | Verdict::UnknownSession => Decision::Challenge,
            Verdict::Reject => Decision::Block,
            Verdict::RateLimit => Decision::RateLimit,
            Verdict::Failed => match situation.fail {
                FailPolicy::Closed => Decision::FailClosed,
                FailPolicy::Open => Decision::Allow,
                FailPolicy::Challenge => Decision::Challenge,
            },
        },
    }
}

fn step_up(situation: Situation) -> Decision {
    match (situation.mode, situation.asked) {
        (Mode::Rewrite, Asked::Named | Asked::Unnamed) | (Mode::Resubmit, Asked::Named) => {
            Decision::StepUp
        }
        (Mode::Resubmit, Asked::Unnamed) => Decision::AskAgain,
    }
}
