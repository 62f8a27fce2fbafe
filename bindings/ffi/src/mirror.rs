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
