//! Rules about disks.

pub(super) mod full_cache_ephemeral;
pub(super) mod kubelet_disk_temporary;
pub(super) mod os_disk_default_managed_size;
pub(super) mod os_disk_ephemeral_fits;
pub(super) mod os_disk_size_range;
pub(super) mod os_disk_type_default;
