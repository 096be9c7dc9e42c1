//! Rules about disks.

pub(in crate::lint) mod full_cache_ephemeral;
pub(in crate::lint) mod kubelet_disk_temporary;
pub(in crate::lint) mod os_disk_default_managed_size;
pub(in crate::lint) mod os_disk_ephemeral_fits;
pub(in crate::lint) mod os_disk_size_range;
pub(in crate::lint) mod os_disk_type_default;
