//! The node pool's properties.
// The doc comments are the descriptions in the JSON Schema, which is plain text.
#![allow(clippy::doc_markdown)]

use super::Map;
use super::keyword::{
    DranetMode, EvictionPolicy, GpuDriver, GpuInstanceProfile, GpuManagementMode, KubeletDiskType, Mode,
    OsDiskType, OsSku, OsType, PodIpAllocationMode, PoolType, PowerState, Priority, ScaleDownMode, SshAccess,
    UndrainableNodeBehavior, WorkloadRuntime,
};
use super::property::properties;
use super::stated::Stated;
use crate::decimal::Decimal;
use crate::to_json::Object;

/// The key of what a pool has beside the properties of this table. A plan file has such properties in their own places.
pub const UNKNOWN_PROPERTIES: &str = "otherProperties";

properties! {
    /// A node pool, with the property names of ARM's `agentPoolProfiles` (API version 2026-08-01). A property that is left
    /// out gets AKS's default. Ranges are those of the resource schema 2026-05-01 (published 2026-08-16) and of the API's
    /// descriptions (azure-mgmt-containerservice 41.8.0, 2026-10-19); that of maxPods is of IP address planning for
    /// AKS clusters (2026-04-16).
    pub struct NodePool in POOL_PROPERTIES {
        /// Name: a lower-case letter, then lower-case letters and digits; at most 12 characters, 6 for Windows.
        name: String = "name",
        /// System or User; required.
        mode: Option<Mode> = "mode",
        /// Node count when the pool is created, 0 to 1000 (System: 1 to 1000); 3 when left out.
        count: Option<i64> = "count",
        /// The cluster autoscaler sets the number of nodes.
        autoscaling: Stated<bool> = "enableAutoScaling",
        /// Minimum node count of the autoscaler, 0 to 1000.
        min_count: Option<i64> = "minCount",
        /// Maximum node count of the autoscaler, 1 to 1000.
        max_count: Option<i64> = "maxCount",
        /// VM size, for example Standard_D4ds_v5; AKS chooses one when left out.
        vm_size: Option<String> = "vmSize",
        /// Operating system; Linux when left out.
        os_type: Option<OsType> = "osType" or "Linux",
        /// Operating system image.
        os_sku: Option<OsSku> = "osSKU",
        /// Size of the OS disk in GiB, 30 to 2048, or 0, which lets AKS choose.
        os_disk_size: Option<i64> = "osDiskSizeGB",
        /// Type of the OS disk; when left out, Ephemeral if it fits.
        os_disk_type: Option<OsDiskType> = "osDiskType",
        /// Where the kubelet keeps its data.
        kubelet_disk_type: Option<KubeletDiskType> = "kubeletDiskType" or "OS",
        /// Maximum number of pods per node, 10 to 250; depends on the network plugin when left out.
        max_pods: Option<i64> = "maxPods",
        /// Availability zones, as strings.
        zones: Stated<Vec<String>> = "availabilityZones",
        /// Taints of the nodes, each key=value:Effect.
        taints: Stated<Vec<String>> = "nodeTaints",
        /// Labels of the nodes.
        labels: Stated<Map> = "nodeLabels",
        /// Azure tags of the pool.
        tags: Stated<Map> = "tags",
        /// Regular capacity, or Spot; Regular when left out.
        priority: Option<Priority> = "scaleSetPriority" or "Regular",
        /// What happens to an evicted Spot node; Delete when left out.
        eviction_policy: Option<EvictionPolicy> = "scaleSetEvictionPolicy",
        /// Maximum price of a Spot node in USD per hour, at most 5 decimals; -1 is up to the pay-as-you-go price.
        spot_max_price: Option<Decimal> = "spotMaxPrice",
        /// Extra nodes while upgrading: a number or a percentage, as text.
        max_surge: Option<String> = "upgradeSettings.maxSurge",
        /// Nodes that may be missing while upgrading: a number or a percentage, as text.
        max_unavailable: Option<String> = "upgradeSettings.maxUnavailable",
        /// Minutes to wait for a node to drain, 5 to 1440.
        drain_timeout: Option<i64> = "upgradeSettings.drainTimeoutInMinutes",
        /// Minutes to wait after a node was upgraded, 0 to 30.
        node_soak: Option<i64> = "upgradeSettings.nodeSoakDurationInMinutes",
        /// What an upgrade does with a node that cannot be drained.
        undrainable: Option<UndrainableNodeBehavior> = "upgradeSettings.undrainableNodeBehavior",
        /// Subnet of the nodes: a name in the plan's subnets, or a full resource ID.
        vnet_subnet: Option<String> = "vnetSubnetID",
        /// Subnet of the pods: a name in the plan's subnets, or a full resource ID.
        pod_subnet: Option<String> = "podSubnetID",
        /// How pods get addresses from the pod subnet.
        pod_ip_allocation: Option<PodIpAllocationMode> = "podIPAllocationMode",
        /// Kubernetes version of the nodes as text; the cluster's when left out.
        kubernetes_version: Option<String> = "orchestratorVersion",
        /// Ports that nodes open to the internet, each a range with a protocol.
        allowed_host_ports: Stated<Vec<Object>> = "networkProfile.allowedHostPorts",
        /// Resource IDs of the application security groups that the nodes belong to.
        application_security_groups: Stated<Vec<String>> = "networkProfile.applicationSecurityGroups",
        /// IP tags of the nodes' public IP addresses.
        public_ip_tags: Stated<Vec<Object>> = "networkProfile.nodePublicIPTags",
        /// Whether AKS manages DRANET on the nodes.
        dranet: Option<DranetMode> = "networkProfile.dranet.mode",
        /// Each node has a public IP address.
        public_ip: Stated<bool> = "enableNodePublicIP",
        /// Resource ID of the prefix that public IP addresses come from.
        public_ip_prefix: Option<String> = "nodePublicIPPrefixID",
        /// Disks are encrypted on the host.
        encryption_at_host: Stated<bool> = "enableEncryptionAtHost",
        /// Nodes use a FIPS image.
        fips: Stated<bool> = "enableFIPS",
        /// Nodes can attach ultra disks.
        ultra_ssd: Stated<bool> = "enableUltraSSD",
        /// Secure boot.
        secure_boot: Stated<bool> = "securityProfile.enableSecureBoot",
        /// Virtual TPM.
        vtpm: Stated<bool> = "securityProfile.enableVTPM",
        /// Who may log in to the nodes by SSH.
        ssh_access: Option<SshAccess> = "securityProfile.sshAccess" or "LocalUser",
        /// What happens to a node that scaling down removes; Delete when left out.
        scale_down_mode: Option<ScaleDownMode> = "scaleDownMode" or "Delete",
        /// GPU MIG profile: how each GPU is divided.
        gpu_instance_profile: Option<GpuInstanceProfile> = "gpuInstanceProfile",
        /// Whether AKS installs the GPU driver.
        gpu_driver: Option<GpuDriver> = "gpuProfile.driver",
        /// Whether AKS manages the GPU software of the nodes.
        gpu_management: Option<GpuManagementMode> = "gpuProfile.nvidia.managementMode",
        /// Workload runtime: what runs the containers.
        workload_runtime: Option<WorkloadRuntime> = "workloadRuntime" or "OCIContainer",
        /// The compute resource behind the pool; VirtualMachineScaleSets when left out.
        pool_type: Option<PoolType> = "type" or "VirtualMachineScaleSets",
        /// VM sizes of a VirtualMachines pool and their numbers of nodes, as ARM writes them.
        virtual_machines: Option<Object> = "virtualMachinesProfile",
        /// Size of the public IP prefix of a Gateway pool, 28 to 31; 31 when left out.
        gateway_prefix_size: Option<i64> = "gatewayProfile.publicIPPrefixSize",
        /// Resource ID of a proximity placement group.
        proximity_placement_group: Option<String> = "proximityPlacementGroupID",
        /// Resource ID of a dedicated host group.
        host_group: Option<String> = "hostGroupID",
        /// Resource ID of a capacity reservation group.
        capacity_reservation_group: Option<String> = "capacityReservationGroupID",
        /// Resource ID of the node pool snapshot that the pool is made from.
        snapshot: Option<String> = "creationData.sourceResourceId",
        /// VM size of the pool that the snapshot was taken of; Poolwright's own, to compare the families.
        snapshot_vm_size: Option<String> = "creationData.sourceVmSize",
        /// Taints that nodes have until they are ready (preview), each key=value:Effect.
        initialization_taints: Stated<Vec<String>> = "nodeInitializationTaints",
        /// The whole OS image is cached on an ephemeral disk (preview).
        full_caching: Stated<bool> = "enableOSDiskFullCaching",
        /// Message of the day on Linux nodes, in base64.
        message_of_the_day: Option<String> = "messageOfTheDay",
        /// Container images are streamed.
        artifact_streaming: Stated<bool> = "artifactStreamingProfile.enabled",
        /// Windows nodes have no outbound NAT.
        disable_outbound_nat: Stated<bool> = "windowsProfile.disableOutboundNat",
        /// DNS cache on the nodes, as ARM writes it.
        local_dns: Option<Object> = "localDNSProfile",
        /// Settings of the kubelet, as ARM writes them.
        kubelet_config: Option<Object> = "kubeletConfig",
        /// Settings of the Linux kernel, as ARM writes them.
        linux_os_config: Option<Object> = "linuxOSConfig",
        /// Whether the pool runs; the state of an existing pool.
        power_state: Option<PowerState> = "powerState.code" or "Running",
        /// Provisioning state of an existing pool.
        provisioning_state: Option<String> = "provisioningState" or "Succeeded",
        /// Properties that Poolwright doesn't know, kept as they are written and not checked.
        unknown: Object = "otherProperties",
    }
}
