//! Days on which Azure ends an image or a network: what rules say, and what a plan's deadlines are.
//!
//! Sources, with the days on which they were read, are on the pages of the rules named here.

/// The day on which the images of Flatcar Container Linux are removed (os-sku-retired-linux).
pub const FLATCAR_IMAGES_END: &str = "2026-09-08";
/// The day from which on no new pool can use Azure Linux OS Guard (os-guard-retired).
pub const OS_GUARD_CLOSES: &str = "2026-12-10";
/// The day on which the images of Azure Linux OS Guard are removed (os-guard-retired).
pub const OS_GUARD_IMAGES_END: &str = "2027-03-10";
/// The last day on which Ubuntu 22.04 is supported (ubuntu-22-04-retirement).
pub const UBUNTU_22_04_ENDS: &str = "2027-06-30";
/// The day on which the images of Ubuntu 22.04 are removed (ubuntu-22-04-retirement).
pub const UBUNTU_22_04_IMAGES_END: &str = "2028-04-30";
/// The day on which Windows Server 2019 retires (windows-os-sku-version).
pub const WINDOWS_2019_RETIRES: &str = "2026-03-01";
/// The day on which the images of Windows Server 2019 are removed (windows-os-sku-version).
pub const WINDOWS_2019_IMAGES_END: &str = "2027-04-01";
/// The day on which Windows Annual retires (windows-os-sku-version).
pub const WINDOWS_ANNUAL_RETIRES: &str = "2026-05-15";
/// The day on which kubenet retires (cluster-kubenet-retirement).
pub const KUBENET_RETIRES: &str = "2028-03-31";
/// The day on which Azure Network Policy Manager retires on Linux (network-policy-azure-limits).
pub const NETWORK_POLICY_MANAGER_RETIRES: &str = "2028-09-30";
