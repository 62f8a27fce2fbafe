//! The slices of the XCFramework: one for each kind of device that a framework is loaded on.

use clap::ValueEnum;
use object::macho::{CPU_TYPE_ARM64, CPU_TYPE_X86_64, CpuType};
use object::macho::{PLATFORM_IOS, PLATFORM_IOSSIMULATOR, PLATFORM_MACOS, Platform};

/// One slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Slice {
    /// Phones and tablets
    #[value(name = "ios-arm64")]
    Device,
    /// The simulator, on both kinds of Mac
    #[value(name = "ios-arm64_x86_64-simulator")]
    Simulator,
    /// Both kinds of Mac
    #[value(name = "macos-arm64_x86_64")]
    Mac,
}

pub(crate) const ALL: [Slice; 3] = [Slice::Device, Slice::Simulator, Slice::Mac];

/// A processor, by Apple's name for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Arch {
    Arm64,
    X86_64,
}

impl Arch {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86_64 => "x86_64",
        }
    }

    pub(crate) fn cpu(self) -> CpuType {
        match self {
            Self::Arm64 => CPU_TYPE_ARM64,
            Self::X86_64 => CPU_TYPE_X86_64,
        }
    }

    pub(crate) fn of(cpu: CpuType) -> Option<Self> {
        [Self::Arm64, Self::X86_64]
            .into_iter()
            .find(|arch| arch.cpu() == cpu)
    }
}

impl Slice {
    /// Its folder in the XCFramework, as `xcodebuild` names it.
    pub(crate) fn identifier(self) -> &'static str {
        match self {
            Self::Device => "ios-arm64",
            Self::Simulator => "ios-arm64_x86_64-simulator",
            Self::Mac => "macos-arm64_x86_64",
        }
    }

    /// What Rust calls its targets.
    pub(crate) fn targets(self) -> &'static [(Arch, &'static str)] {
        match self {
            Self::Device => &[(Arch::Arm64, "aarch64-apple-ios")],
            Self::Simulator => &[
                (Arch::Arm64, "aarch64-apple-ios-sim"),
                (Arch::X86_64, "x86_64-apple-ios"),
            ],
            Self::Mac => &[
                (Arch::Arm64, "aarch64-apple-darwin"),
                (Arch::X86_64, "x86_64-apple-darwin"),
            ],
        }
    }

    /// What its code says that it runs on.
    pub(crate) fn platform(self) -> Platform {
        match self {
            Self::Device => PLATFORM_IOS,
            Self::Simulator => PLATFORM_IOSSIMULATOR,
            Self::Mac => PLATFORM_MACOS,
        }
    }

    /// The platform in the words of Clang's and the linker's options.
    pub(crate) fn platform_option(self) -> &'static str {
        match self {
            Self::Device => "ios",
            Self::Simulator => "ios-simulator",
            Self::Mac => "macos",
        }
    }

    /// The platform and its variant in the words of the XCFramework's list.
    pub(crate) fn supported(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Device => ("ios", None),
            Self::Simulator => ("ios", Some("simulator")),
            Self::Mac => ("macos", None),
        }
    }

    /// The platform in the words of a bundle.
    pub(crate) fn bundle_platform(self) -> &'static str {
        match self {
            Self::Device => "iPhoneOS",
            Self::Simulator => "iPhoneSimulator",
            Self::Mac => "MacOSX",
        }
    }

    /// The oldest system that the slice runs on.
    pub(crate) fn oldest(self) -> Oldest {
        match self {
            Self::Device | Self::Simulator => Oldest {
                major: 15,
                variable: "IPHONEOS_DEPLOYMENT_TARGET",
                key: "MinimumOSVersion",
            },
            Self::Mac => Oldest {
                major: 12,
                variable: "MACOSX_DEPLOYMENT_TARGET",
                key: "LSMinimumSystemVersion",
            },
        }
    }

    /// Frameworks for a Mac keep their versions apart; those for phones are flat.
    pub(crate) fn has_versions(self) -> bool {
        self == Self::Mac
    }
}

/// The oldest system, and who is told of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Oldest {
    pub(crate) major: u16,
    /// The compilers read it here.
    pub(crate) variable: &'static str,
    /// A bundle's property.
    pub(crate) key: &'static str,
}

impl Oldest {
    pub(crate) fn version(self) -> String {
        format!("{}.0", self.major)
    }
}
