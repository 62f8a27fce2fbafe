//! Enums without data, as they cross the boundary.

/// An enum of crate `doorstep`, word for word. Where the core may add words, `else` names the variant for those
/// that have none here.
macro_rules! mirror {
    (
        $(#[$doc:meta])*
        $name:ident of $core:ty {
            $($(#[$variant_doc:meta])* $variant:ident,)+
        } $(else $other:ident)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            $(
                /// One that this version of the boundary has no word for.
                $other,
            )?
        }

        #[cfg(test)]
        impl $name {
            /// The words that have a twin in the core.
            pub(crate) const WORDS: &[&str] = &[$(stringify!($variant)),+];
        }

        impl From<$core> for $name {
            fn from(core: $core) -> Self {
                type Core = $core;
                match core {
                    $(Core::$variant => Self::$variant,)+
                    $(_ => Self::$other,)?
                }
            }
        }
    };
}

pub(crate) use mirror;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// The core's recorded surface: its enums can't be listed from here, because they may grow.
    const SURFACE: &str = include_str!("../../../core/api.txt");

    fn words_of(path: &str) -> BTreeSet<&'static str> {
        let prefix = format!("pub doorstep::{path}::");
        let words = SURFACE
            .lines()
            .filter_map(|line| line.strip_prefix(&prefix));
        words
            .map(|word| word.split(['(', ':']).next().unwrap_or(word))
            .collect()
    }

    #[test]
    fn every_word_of_the_core_has_a_twin() {
        let twins: [(&str, &[&str]); 15] = [
            ("Landing", crate::Landing::WORDS),
            ("Reason", crate::Reason::WORDS),
            ("Misuse", crate::MisuseKind::WORDS),
            ("Denier", crate::Denier::WORDS),
            ("Setting", crate::Setting::WORDS),
            ("CodePurpose", crate::CodePurpose::WORDS),
            ("BrowserReasonKind", crate::BrowserReasonKind::WORDS),
            ("RecoveryReason", crate::RecoveryReason::WORDS),
            ("FlowKind", crate::FlowKind::WORDS),
            ("StepKind", crate::StepKind::WORDS),
            ("ports::events::StatusClass", crate::StatusClass::WORDS),
            ("ports::events::SetAside", crate::SetAside::WORDS),
            ("ports::events::TokenSource", crate::TokenSource::WORDS),
            ("Problem", crate::Problem::WORDS),
            ("PasswordRule", crate::Problem::RULES),
        ];
        for (path, twins) in twins {
            assert_eq!(words_of(path), twins.iter().copied().collect(), "{path}");
        }
    }
}
