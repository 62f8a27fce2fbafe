//! The kinds of devices that an app may run on.

use clap::ValueEnum;
use object::elf::{EM_AARCH64, EM_ARM, EM_X86_64, Machine};

/// A processor as Android, Rust and LLVM call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Abi {
    /// arm64-v8a: phones
    #[value(name = "arm64-v8a")]
    Arm64,
    /// armeabi-v7a: old and small phones
    #[value(name = "armeabi-v7a")]
    ArmV7,
    /// `x86_64`: emulators and Chromebooks
    #[value(name = "x86_64")]
    X86,
}

/// The oldest Android that counts (Android 7.0).
pub(crate) const MIN_SDK: u32 = 24;

impl Abi {
    pub(crate) const ALL: [Self; 3] = [Self::Arm64, Self::ArmV7, Self::X86];

    /// The folder's name in an app.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64-v8a",
            Self::ArmV7 => "armeabi-v7a",
            Self::X86 => "x86_64",
        }
    }

    /// What rustc calls it.
    pub(crate) fn triple(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-linux-android",
            Self::ArmV7 => "armv7-linux-androideabi",
            Self::X86 => "x86_64-linux-android",
        }
    }

    /// What clang calls it.
    pub(crate) fn clang(self) -> String {
        let name = match self {
            Self::ArmV7 => "armv7a-linux-androideabi",
            other => other.triple(),
        };
        format!("{name}{MIN_SDK}")
    }

    /// The machine's number in an ELF file.
    pub(crate) fn machine(self) -> Machine {
        match self {
            Self::Arm64 => EM_AARCH64,
            Self::ArmV7 => EM_ARM,
            Self::X86 => EM_X86_64,
        }
    }
}
