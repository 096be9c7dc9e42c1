//! One VM size.

use std::sync::Arc;

use super::PREFIX;
use crate::date::Date;
use crate::plan::Decimal;

/// Processor architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Architecture {
    X64,
    Arm64,
}

/// What is known of a VM size.
#[derive(Clone, Debug, PartialEq)]
pub struct VmSize {
    /// The name, for example `Standard_D4ds_v5`.
    pub name: String,
    /// The quota family, as `az vm list-usage` names it.
    pub family: Arc<str>,
    /// The series, read off the name: `Ddsv5`.
    pub series: Arc<str>,
    /// vCPUs that count against quota.
    pub quota_vcpus: u32,
    /// vCPUs that the system sees: fewer than the quota counts in a constrained size.
    pub vcpus: u32,
    /// Memory in GiB.
    pub memory_gib: f64,
    /// Processor architecture.
    pub architecture: Architecture,
    /// GPUs; `None` if the source does not say.
    pub gpus: Option<u32>,
    /// Yes (`y`), no (`n`) or not said (`?`) for each [`Trait`].
    pub(super) traits: [u8; TRAITS],
    /// GiB of the temporary disk; `None` if the source does not say.
    pub temp_gib: Option<u32>,
    /// GiB of the cache that an ephemeral OS disk may fill; `None` if the source does not say.
    pub cache_gib: Option<u32>,
    /// GiB of all NVMe disks together; `None` if the source does not say.
    pub nvme_gib: Option<u32>,
    /// The model of the GPUs; empty if the size has none.
    pub gpu_model: Arc<str>,
    /// Maximum number of data disks; `None` if the source does not say.
    pub data_disks: Option<u32>,
    /// What becomes of its series: `2028-11-15!`; empty if nothing is announced.
    pub(super) end: Arc<str>,
    /// Where it is offered, as a number of the patterns of the catalog.
    pub(super) offer: u16,
    /// The same in the list of the user's subscription, if that has it.
    pub(super) own_offer: Option<u16>,
}

/// The retirement of a VM series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retirement {
    /// The day from which its VMs do not run any more.
    pub date: Date,
    /// Whether the source says that it has retired already.
    pub is_past: bool,
    /// Whether its capacity does not grow any more: no more quota, and none for new subscriptions.
    pub is_capped: bool,
}

impl Retirement {
    /// Returns whether its VMs do not run any more.
    pub fn is_over(self, today: Date) -> bool {
        self.is_past || today >= self.date
    }
}

/// Number of the letters of [`Trait`].
pub(super) const TRAITS: usize = 8;

/// The disk controllers of a VM size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum DiskControllers {
    Scsi,
    Nvme,
    Both,
}

impl DiskControllers {
    /// Returns its name: `SCSI`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scsi => "SCSI",
            Self::Nvme => "NVMe",
            Self::Both => "SCSI and NVMe",
        }
    }
}

/// What a VM size can do or not, in the order of the catalog's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    /// An ephemeral OS disk.
    Ephemeral,
    /// Encryption at host.
    EncryptionAtHost,
    /// Hyper-V generation 2.
    Generation2,
    /// Trusted launch.
    TrustedLaunch,
    /// It is a confidential VM.
    Confidential,
    /// AKS refuses it.
    RefusedByAks,
    /// Hyper-V generation 1.
    Generation1,
    /// SCSI (`s`), NVMe (`n`) or both (`b`).
    DiskControllers,
}

impl VmSize {
    fn has(&self, fact: Trait) -> Option<bool> {
        match self.traits.get(fact as usize) {
            Some(b'y') => Some(true),
            Some(b'n') => Some(false),
            _ => None,
        }
    }

    /// Returns whether it can have an ephemeral OS disk, if that is known.
    pub fn ephemeral(&self) -> Option<bool> {
        self.has(Trait::Ephemeral)
    }

    /// Returns whether its host can encrypt its disks, if that is known.
    pub fn encryption_at_host(&self) -> Option<bool> {
        self.has(Trait::EncryptionAtHost)
    }

    /// Returns whether it runs images of Hyper-V generation 2, if that is known.
    pub fn generation2(&self) -> Option<bool> {
        self.has(Trait::Generation2)
    }

    /// Returns whether it runs images of Hyper-V generation 1, if that is known.
    pub fn generation1(&self) -> Option<bool> {
        self.has(Trait::Generation1)
    }

    /// Returns its disk controllers, if they are known.
    pub fn disk_controllers(&self) -> Option<DiskControllers> {
        match self.traits.get(Trait::DiskControllers as usize)? {
            b's' => Some(DiskControllers::Scsi),
            b'n' => Some(DiskControllers::Nvme),
            b'b' => Some(DiskControllers::Both),
            _ => None,
        }
    }

    /// Returns whether it has GPUs.
    pub fn has_gpus(&self) -> bool {
        self.gpus.is_some_and(|gpus| gpus > 0)
    }

    /// Returns whether it has trusted launch, if that is known.
    pub fn trusted_launch(&self) -> Option<bool> {
        self.has(Trait::TrustedLaunch)
    }

    /// Returns whether it is a confidential VM (SEV-SNP or TDX).
    pub fn is_confidential(&self) -> bool {
        self.has(Trait::Confidential) == Some(true)
    }

    /// Returns whether AKS has it on its list of sizes that no pool may have.
    pub fn is_refused(&self) -> bool {
        self.has(Trait::RefusedByAks) == Some(true)
    }

    /// Returns whether it has fewer than the 2 vCPUs and 2 GiB that any node pool needs (quotas-skus-regions,
    /// 2026-08-03).
    pub fn is_too_small(&self) -> bool {
        self.vcpus < 2 || self.memory_gib < 2.0
    }

    /// Returns GiB that an ephemeral OS disk may have: the largest of cache, temporary disk and NVMe disks. `None`
    /// where that is not known.
    pub fn ephemeral_room_gib(&self) -> Option<u32> {
        let disks = [self.cache_gib, self.temp_gib, self.nvme_gib];
        disks.into_iter().flatten().max().filter(|room| *room > 0)
    }

    /// Returns what becomes of its series, if Microsoft has announced that it retires.
    pub fn retirement(&self) -> Option<Retirement> {
        let date = Date::parse(self.end.get(..10)?)?;
        Some(Retirement { date, is_past: self.end.contains('*'), is_capped: self.end.contains('!') })
    }

    /// Returns whether the size belongs to a B series (burstable): B, Bsv2, Basv2, Bpsv2.
    pub fn is_burstable(&self) -> bool {
        let rest = self.name.strip_prefix(PREFIX).unwrap_or(&self.name);
        let mut letters = rest.chars();
        letters.next() == Some('B') && letters.next().is_some_and(|next| next.is_ascii_digit())
    }

    /// Returns the memory as text, in GiB: "16", "3.5".
    pub fn memory(&self) -> String {
        let hundredths = (self.memory_gib * 100.0) as u64;
        Decimal::parse(&format!("{}.{:02}", hundredths / 100, hundredths % 100))
            .map(|gib| gib.to_string())
            .unwrap_or_default()
    }

    /// Returns the name without `Standard_`.
    pub fn short_name(&self) -> &str {
        self.name.strip_prefix(PREFIX).unwrap_or(&self.name)
    }
}
