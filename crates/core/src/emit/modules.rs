//! The Azure Verified Modules that texts are written for: versions, when they were read, and names that differ from
//! ARM's.
//!
//! Read in github.com/Azure/bicep-registry-modules (2026-08-07) and
//! github.com/Azure/terraform-azurerm-avm-res-containerservice-managedcluster (tag v0.8.1, 2026-08-19).

use super::values::EGRESS_GATEWAY;

/// The version of the API that the Bicep modules speak, and that the lists of values in the Terraform module are of.
pub(super) const AVM_API: &str = "2025-10-01";
/// Why a property is left out that came after [`AVM_API`].
pub(super) const NOT_IN_AVM_API: &str = "is not in API 2025-10-01, which the module speaks; use Bicep or ARM";
/// Why a property is left out that no stable version of the API has.
pub(super) const PREVIEW_IN_AVM: &str =
    "is a preview, which API 2025-10-01 of the module doesn't have; allow previews, and use Bicep or ARM";
/// The Bicep module of a cluster with its pools.
pub(super) const BICEP_CLUSTER: &str = "br/public:avm/res/container-service/managed-cluster:0.14.0";
/// The Bicep module of a pool.
pub(super) const BICEP_POOL: &str = "br/public:avm/res/container-service/managed-cluster/agent-pool:0.1.1";
/// The Terraform module of a cluster with its pools.
pub(super) const TERRAFORM_CLUSTER: &str = "Azure/avm-res-containerservice-managedcluster/azurerm";
/// The Terraform module of a pool.
pub(super) const TERRAFORM_POOL: &str =
    "Azure/avm-res-containerservice-managedcluster/azurerm//modules/agentpool";
/// The version of both.
pub(super) const TERRAFORM_VERSION: &str = "0.8.1";

/// Parameters of a pool in Bicep, by the property of ARM that they are.
pub(super) const BICEP_OF_POOL: &[(&str, &str)] = &[
    ("name", "name"),
    ("availabilityZones", "availabilityZones"),
    ("capacityReservationGroupID", "capacityReservationGroupResourceId"),
    ("count", "count"),
    ("creationData", "sourceResourceId"),
    ("enableAutoScaling", "enableAutoScaling"),
    ("enableEncryptionAtHost", "enableEncryptionAtHost"),
    ("enableFIPS", "enableFIPS"),
    ("enableNodePublicIP", "enableNodePublicIP"),
    ("enableUltraSSD", "enableUltraSSD"),
    ("gatewayProfile", "gatewayProfile"),
    ("gpuInstanceProfile", "gpuInstanceProfile"),
    ("gpuProfile", "gpuProfile"),
    ("hostGroupID", "hostGroupResourceId"),
    ("kubeletConfig", "kubeletConfig"),
    ("kubeletDiskType", "kubeletDiskType"),
    ("linuxOSConfig", "linuxOSConfig"),
    ("localDNSProfile", "localDNSProfile"),
    ("maxCount", "maxCount"),
    ("maxPods", "maxPods"),
    ("messageOfTheDay", "messageOfTheDay"),
    ("minCount", "minCount"),
    ("mode", "mode"),
    ("networkProfile", "networkProfile"),
    ("nodeLabels", "nodeLabels"),
    ("nodePublicIPPrefixID", "nodePublicIpPrefixResourceId"),
    ("nodeTaints", "nodeTaints"),
    ("orchestratorVersion", "orchestratorVersion"),
    ("osDiskSizeGB", "osDiskSizeGB"),
    ("osDiskType", "osDiskType"),
    ("osSKU", "osSKU"),
    ("osType", "osType"),
    ("podIPAllocationMode", "podIPAllocationMode"),
    ("podSubnetID", "podSubnetResourceId"),
    ("proximityPlacementGroupID", "proximityPlacementGroupResourceId"),
    ("scaleDownMode", "scaleDownMode"),
    ("scaleSetEvictionPolicy", "scaleSetEvictionPolicy"),
    ("scaleSetPriority", "scaleSetPriority"),
    ("securityProfile", "securityProfile"),
    ("spotMaxPrice", "spotMaxPrice"),
    ("tags", "tags"),
    ("type", "type"),
    ("upgradeSettings", "upgradeSettings"),
    ("virtualMachinesProfile", "virtualMachinesProfile"),
    ("vmSize", "vmSize"),
    ("vnetSubnetID", "vnetSubnetResourceId"),
    ("windowsProfile", "windowsProfile"),
    ("workloadRuntime", "workloadRuntime"),
];

/// The images that the Bicep module takes.
pub(super) const BICEP_IMAGES: &[&str] = &[
    "AzureLinux",
    "AzureLinux3",
    "CBLMariner",
    "Ubuntu",
    "Ubuntu2204",
    "Ubuntu2404",
    "Windows2019",
    "Windows2022",
    "Windows2025",
];

/// Properties of a pool that the Bicep module always sends, with a value of its own where none is given.
pub(super) const BICEP_ALWAYS: &[&str] = &[
    "availabilityZones",
    "count",
    "enableEncryptionAtHost",
    "enableNodePublicIP",
    "enableUltraSSD",
    "osType",
    "scaleSetEvictionPolicy",
    "vmSize",
];

/// Parameters of the cluster in Bicep, by the path of ARM's properties that they are.
pub(super) const BICEP_OF_CLUSTER: &[(&str, &str)] = &[
    ("dnsPrefix", "dnsPrefix"),
    ("kubernetesVersion", "kubernetesVersion"),
    ("supportPlan", "supportPlan"),
    ("autoUpgradeProfile", "autoUpgradeProfile"),
    ("networkProfile.networkPlugin", "networkPlugin"),
    ("networkProfile.networkPluginMode", "networkPluginMode"),
    ("networkProfile.networkDataplane", "networkDataplane"),
    ("networkProfile.networkPolicy", "networkPolicy"),
    ("networkProfile.podCidr", "podCidr"),
    ("networkProfile.serviceCidr", "serviceCidr"),
    ("networkProfile.dnsServiceIP", "dnsServiceIP"),
    ("networkProfile.ipFamilies", "ipFamilies"),
    ("networkProfile.loadBalancerSku", "loadBalancerSku"),
    ("networkProfile.outboundType", "outboundType"),
    ("networkProfile.staticEgressGatewayProfile", "staticEgressGatewayProfile"),
    ("nodeProvisioningProfile", "nodeProvisioningProfile"),
    ("autoScalerProfile", "autoScalerProfile"),
    ("addonProfiles.aciConnectorLinux.enabled", "aciConnectorLinuxEnabled"),
    ("apiServerAccessProfile", "apiServerAccessProfile"),
    ("windowsProfile", "windowsProfile"),
];

/// Inputs of a pool in Terraform, by the property that they are. A dot is an object inside.
pub(super) const TERRAFORM_OF_POOL: &[(&str, &str)] = &[
    ("name", "name"),
    ("mode", "mode"),
    ("count", "count_of"),
    ("enableAutoScaling", "enable_auto_scaling"),
    ("minCount", "min_count"),
    ("maxCount", "max_count"),
    ("vmSize", "vm_size"),
    ("osType", "os_type"),
    ("osSKU", "os_sku"),
    ("osDiskSizeGB", "os_disk_size_gb"),
    ("osDiskType", "os_disk_type"),
    ("kubeletDiskType", "kubelet_disk_type"),
    ("maxPods", "max_pods"),
    ("availabilityZones", "availability_zones"),
    ("nodeTaints", "node_taints"),
    ("nodeLabels", "node_labels"),
    ("tags", "tags"),
    ("scaleSetPriority", "scale_set_priority"),
    ("scaleSetEvictionPolicy", "scale_set_eviction_policy"),
    ("spotMaxPrice", "spot_max_price"),
    ("upgradeSettings.maxSurge", "upgrade_settings.max_surge"),
    ("upgradeSettings.maxUnavailable", "upgrade_settings.max_unavailable"),
    ("upgradeSettings.drainTimeoutInMinutes", "upgrade_settings.drain_timeout_in_minutes"),
    ("upgradeSettings.nodeSoakDurationInMinutes", "upgrade_settings.node_soak_duration_in_minutes"),
    ("upgradeSettings.undrainableNodeBehavior", "upgrade_settings.undrainable_node_behavior"),
    ("vnetSubnetID", "vnet_subnet_id"),
    ("podSubnetID", "pod_subnet_id"),
    ("podIPAllocationMode", "pod_ip_allocation_mode"),
    ("networkProfile.allowedHostPorts", "network_profile.allowed_host_ports"),
    ("networkProfile.applicationSecurityGroups", "network_profile.application_security_groups"),
    ("networkProfile.nodePublicIPTags", "network_profile.node_public_ip_tags"),
    ("gpuProfile.nvidia.managementMode", "gpu_profile.nvidia.management_mode"),
    ("orchestratorVersion", "orchestrator_version"),
    ("enableNodePublicIP", "enable_node_public_ip"),
    ("nodePublicIPPrefixID", "node_public_ip_prefix_id"),
    ("enableEncryptionAtHost", "enable_encryption_at_host"),
    ("enableFIPS", "enable_fips"),
    ("enableUltraSSD", "enable_ultra_ssd"),
    ("securityProfile.enableSecureBoot", "security_profile.enable_secure_boot"),
    ("securityProfile.enableVTPM", "security_profile.enable_vtpm"),
    ("securityProfile.sshAccess", "security_profile.ssh_access"),
    ("scaleDownMode", "scale_down_mode"),
    ("gpuInstanceProfile", "gpu_instance_profile"),
    ("gpuProfile.driver", "gpu_profile.driver"),
    ("workloadRuntime", "workload_runtime"),
    ("type", "type"),
    ("virtualMachinesProfile", "virtual_machines_profile"),
    ("gatewayProfile.publicIPPrefixSize", "gateway_profile.public_ip_prefix_size"),
    ("proximityPlacementGroupID", "proximity_placement_group_id"),
    ("hostGroupID", "host_group_id"),
    ("capacityReservationGroupID", "capacity_reservation_group_id"),
    ("creationData.sourceResourceId", "creation_data.source_resource_id"),
    ("nodeInitializationTaints", "node_initialization_taints"),
    ("enableOSDiskFullCaching", "enable_os_disk_full_caching"),
    ("messageOfTheDay", "message_of_the_day"),
    ("artifactStreamingProfile.enabled", "artifact_streaming_profile.enabled"),
    ("windowsProfile.disableOutboundNat", "windows_profile.disable_outbound_nat"),
    ("localDNSProfile", "local_dns_profile"),
    ("kubeletConfig", "kubelet_config"),
    ("linuxOSConfig", "linux_os_config"),
];

/// Inputs of the cluster in Terraform.
pub(super) const TERRAFORM_OF_CLUSTER: &[(&str, &str)] = &[
    ("sku.name", "sku.name"),
    ("tier", "sku.tier"),
    ("kubernetesVersion", "kubernetes_version"),
    ("supportPlan", "support_plan"),
    ("autoUpgradeProfile.upgradeChannel", "auto_upgrade_profile.upgrade_channel"),
    ("autoUpgradeProfile.nodeOSUpgradeChannel", "auto_upgrade_profile.node_os_upgrade_channel"),
    ("networkProfile.networkPlugin", "network_profile.network_plugin"),
    ("networkProfile.networkPluginMode", "network_profile.network_plugin_mode"),
    ("networkProfile.networkDataplane", "network_profile.network_dataplane"),
    ("networkProfile.networkPolicy", "network_profile.network_policy"),
    ("networkProfile.podCidr", "network_profile.pod_cidr"),
    ("networkProfile.serviceCidr", "network_profile.service_cidr"),
    ("networkProfile.dnsServiceIP", "network_profile.dns_service_ip"),
    ("networkProfile.ipFamilies", "network_profile.ip_families"),
    ("networkProfile.loadBalancerSku", "network_profile.load_balancer_sku"),
    ("networkProfile.outboundType", "network_profile.outbound_type"),
    (EGRESS_GATEWAY, "network_profile.static_egress_gateway_profile.enabled"),
    ("nodeProvisioningProfile.mode", "node_provisioning_profile.mode"),
    ("autoScalerProfile", "auto_scaler_profile"),
    ("apiServerAccessProfile.enablePrivateCluster", "api_server_access_profile.enable_private_cluster"),
    ("windowsProfile.adminUsername", "windows_profile.admin_username"),
    ("tags", "tags"),
];

/// The keys of objects and their names in Terraform, where those are not ARM's in small letters with underscores.
pub(super) const TERRAFORM_RENAMED: &[(&str, &str)] =
    &[("kubeDNSOverrides", "kube_dns_overrides"), ("vnetDNSOverrides", "vnet_dns_overrides")];

/// The keys that objects of a pool have in Terraform in addition to those of azurerm.
pub(super) const TERRAFORM_KEYS: &[&str] = &[
    "failSwapOn",
    "seccompDefault",
    "netIpv4IpLocalPortRange",
    "sysctls",
    "mode",
    "state",
    "kubeDNSOverrides",
    "vnetDNSOverrides",
    "cacheDurationInSeconds",
    "forwardDestination",
    "forwardPolicy",
    "maxConcurrent",
    "protocol",
    "queryLogging",
    "serveStale",
    "serveStaleDurationInSeconds",
    "scale",
    "manual",
    "size",
    "count",
    "portStart",
    "portEnd",
    "ipTagType",
    "tag",
];
