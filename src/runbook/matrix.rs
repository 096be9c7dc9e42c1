//! What of a pool can be changed in place, and what needs a new pool.
//!
//! The facts are those of the API's PUT of an agent pool, of `az aks nodepool update` (azure-cli 2.91.0), of the
//! codes that the service answers with, and of the articles about each property, as of 2026-11-23.

/// How a property of a pool is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By an update of the pool.
    Update,
    /// By scaling the pool.
    Scale,
    /// By setting the pool's mode.
    Mode,
    /// By an upgrade of the pool.
    Upgrade,
    /// By starting or stopping the pool.
    Power,
    /// Not at all: it takes a new pool.
    NewPool,
    /// It takes a new pool, but for a preview.
    PreviewOnly,
    /// Nobody changes it: it is what the service says.
    Fact,
}

/// Each property of a pool, and how it is changed.
pub const MATRIX: &[(&str, How)] = &[
    ("name", How::NewPool),
    ("mode", How::Mode),
    ("count", How::Scale),
    ("enableAutoScaling", How::Update),
    ("minCount", How::Update),
    ("maxCount", How::Update),
    // In place by a preview (API 2026-01-02-preview).
    ("vmSize", How::PreviewOnly),
    ("osType", How::NewPool),
    ("osSKU", How::Update),
    ("osDiskSizeGB", How::NewPool),
    ("osDiskType", How::NewPool),
    ("kubeletDiskType", How::NewPool),
    ("maxPods", How::NewPool),
    ("availabilityZones", How::PreviewOnly),
    ("nodeTaints", How::Update),
    ("nodeLabels", How::Update),
    ("tags", How::Update),
    ("scaleSetPriority", How::NewPool),
    ("scaleSetEvictionPolicy", How::NewPool),
    ("spotMaxPrice", How::NewPool),
    ("upgradeSettings.maxSurge", How::Update),
    ("upgradeSettings.maxUnavailable", How::Update),
    ("upgradeSettings.drainTimeoutInMinutes", How::Update),
    ("upgradeSettings.nodeSoakDurationInMinutes", How::Update),
    ("upgradeSettings.undrainableNodeBehavior", How::Update),
    ("vnetSubnetID", How::NewPool),
    ("podSubnetID", How::NewPool),
    ("podIPAllocationMode", How::NewPool),
    ("orchestratorVersion", How::Upgrade),
    ("enableNodePublicIP", How::NewPool),
    ("nodePublicIPPrefixID", How::NewPool),
    ("enableEncryptionAtHost", How::NewPool),
    ("enableFIPS", How::Update),
    ("enableUltraSSD", How::NewPool),
    ("securityProfile.enableSecureBoot", How::Update),
    ("securityProfile.enableVTPM", How::Update),
    ("securityProfile.sshAccess", How::Update),
    ("scaleDownMode", How::Update),
    ("gpuInstanceProfile", How::NewPool),
    ("gpuProfile.driver", How::Update),
    ("workloadRuntime", How::NewPool),
    ("type", How::NewPool),
    ("virtualMachinesProfile", How::Update),
    ("gatewayProfile.publicIPPrefixSize", How::NewPool),
    ("proximityPlacementGroupID", How::NewPool),
    ("hostGroupID", How::NewPool),
    ("capacityReservationGroupID", How::PreviewOnly),
    ("creationData.sourceResourceId", How::NewPool),
    ("creationData.sourceVmSize", How::NewPool),
    ("nodeInitializationTaints", How::NewPool),
    ("enableOSDiskFullCaching", How::NewPool),
    ("messageOfTheDay", How::NewPool),
    ("artifactStreamingProfile.enabled", How::Update),
    ("windowsProfile.disableOutboundNat", How::NewPool),
    ("localDNSProfile", How::Update),
    ("kubeletConfig", How::NewPool),
    ("linuxOSConfig", How::NewPool),
    ("powerState.code", How::Power),
    ("provisioningState", How::Fact),
];

/// How a property of a pool is changed; a property that is not listed takes a new pool.
pub fn how(key: &str) -> How {
    MATRIX.iter().find(|(name, _)| *name == key).map_or(How::NewPool, |(_, how)| *how)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::POOL_PROPERTIES;

    #[test]
    fn the_matrix_has_every_property_of_a_pool_in_its_order() {
        let listed: Vec<&str> = MATRIX.iter().map(|(key, _)| *key).collect();
        let known: Vec<&str> = POOL_PROPERTIES.iter().map(|property| property.key).collect();
        assert_eq!(listed, known);
    }
}
