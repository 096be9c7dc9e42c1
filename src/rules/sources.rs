//! The documents that rules rest on, each with the date of the version that was read.

use super::Source;

// Articles.

/// Use system node pools.
pub const USE_SYSTEM_POOLS: Source = Source {
    title: "Use system node pools in AKS",
    url: "https://learn.microsoft.com/azure/aks/use-system-pools",
    date: "2026-04-30",
};
/// Create node pools.
pub const CREATE_NODE_POOLS: Source = Source {
    title: "Create node pools for a cluster in AKS",
    url: "https://learn.microsoft.com/azure/aks/create-node-pools",
    date: "2026-07-13",
};
/// Resize node pools.
pub const RESIZE_NODE_POOL: Source = Source {
    title: "Resize node pools in AKS",
    url: "https://learn.microsoft.com/azure/aks/resize-node-pool",
    date: "2025-08-28",
};
/// Quotas, VM size restrictions, and region availability.
pub const QUOTAS: Source = Source {
    title: "Quotas, VM size restrictions and region availability in AKS",
    url: "https://learn.microsoft.com/azure/aks/quotas-skus-regions",
    date: "2026-08-03",
};
/// Virtual machine sizes.
pub const VM_SIZES: Source = Source {
    title: "VM sizes in AKS",
    url: "https://learn.microsoft.com/azure/aks/aks-virtual-machine-sizes",
    date: "2025-08-05",
};
/// Best practices for the reliability of applications and clusters.
pub const RELIABILITY: Source = Source {
    title: "Reliability best practices for applications and clusters on AKS",
    url: "https://learn.microsoft.com/azure/aks/best-practices-app-cluster-reliability",
    date: "2026-08-20",
};
/// Best practices for large workloads.
pub const LARGE_CLUSTERS: Source = Source {
    title: "Best practices for performance and scaling of large workloads in AKS",
    url: "https://learn.microsoft.com/azure/aks/best-practices-performance-scale-large",
    date: "2026-06-05",
};
/// IP address planning, with the limits of pods on a node.
pub const IP_PLANNING: Source = Source {
    title: "IP address planning for AKS clusters",
    url: "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning",
    date: "2026-04-16",
};
/// Spot node pools.
pub const SPOT: Source = Source {
    title: "Add a Spot node pool to an AKS cluster",
    url: "https://learn.microsoft.com/azure/aks/spot-node-pool",
    date: "2025-04-06",
};
/// Rolling upgrades of node pools.
pub const ROLLING_UPGRADE: Source = Source {
    title: "Rolling upgrades of AKS node pools",
    url: "https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling",
    date: "2026-05-29",
};

// The API and the tools.

/// The descriptions in the Azure SDK's models of the AKS API.
pub const API: Source = Source {
    title: "AKS API 2026-08-01, as azure-mgmt-containerservice 41.8.0 describes it",
    url: "https://pypi.org/project/azure-mgmt-containerservice/41.8.0/",
    date: "2026-10-19",
};
/// The agent pool in the API's specification.
pub const API_POOL: Source = Source {
    title: "AKS API specification: the agent pool resource",
    url: "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerservice/resource-manager/Microsoft.ContainerService/aks/AgentPool.tsp",
    date: "2026-11-23",
};
/// The agent pool's properties in the API's specification.
pub const API_POOL_MODELS: Source = Source {
    title: "AKS API specification: the properties of an agent pool",
    url: "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerservice/resource-manager/Microsoft.ContainerService/aks/AgentPoolModels.tsp",
    date: "2026-11-23",
};
/// What the Azure CLI checks before it asks the service.
pub const CLI: Source = Source {
    title: "azure-cli 2.91.0, the checks of az aks and az aks nodepool",
    url: "https://pypi.org/project/azure-cli/2.91.0/",
    date: "2026-09-29",
};
/// The changelog of the service.
pub const CHANGELOG: Source = Source {
    title: "AKS changelog",
    url: "https://github.com/Azure/AKS/blob/master/CHANGELOG.md",
    date: "2026-07-17",
};

// Threads, for the server's words and for what users saw.

/// Azure/AKS issue 1602: the server's words.
pub const ISSUE_NO_SYSTEM_POOL: Source = Source {
    title: "Azure/AKS issue 1602: the server's words",
    url: "https://github.com/Azure/AKS/issues/1602",
    date: "2026-11-23",
};
/// cluster-api-provider-azure issue 5947: the server's words.
pub const ISSUE_NO_NODES: Source = Source {
    title: "cluster-api-provider-azure issue 5947: the server's words",
    url: "https://github.com/kubernetes-sigs/cluster-api-provider-azure/issues/5947",
    date: "2026-11-23",
};
/// rancher/dashboard issue 11922: the server's words.
pub const ISSUE_NO_NODES_RANCHER: Source = Source {
    title: "rancher/dashboard issue 11922: the server's words",
    url: "https://github.com/rancher/dashboard/issues/11922",
    date: "2026-11-23",
};
/// azure-dev-docs issue 216: the server's words.
pub const ISSUE_SKU_TOO_LOW: Source = Source {
    title: "azure-dev-docs issue 216: the server's words",
    url: "https://github.com/MicrosoftDocs/azure-dev-docs/issues/216",
    date: "2026-11-23",
};
/// azure-dev-docs issue 213: a size of 2 vCPUs passes.
pub const ISSUE_SKU_PASSES: Source = Source {
    title: "azure-dev-docs issue 213: a size of 2 vCPUs passes",
    url: "https://github.com/MicrosoftDocs/azure-dev-docs/issues/213",
    date: "2026-11-23",
};
/// azure-docs issue 121181: 1 node and B-series sizes were taken.
pub const ISSUE_SYSTEM_POOL_RULES: Source = Source {
    title: "azure-docs issue 121181: 1 node and B-series sizes were taken",
    url: "https://github.com/MicrosoftDocs/azure-docs/issues/121181",
    date: "2026-11-23",
};
/// AKS-Construction issue 701: a B-series System pool.
pub const ISSUE_B_SERIES: Source = Source {
    title: "AKS-Construction issue 701: a B-series System pool",
    url: "https://github.com/Azure/AKS-Construction/issues/701",
    date: "2026-11-23",
};
/// Azure/AKS issue 2578: the server's words.
pub const ISSUE_RESTRICTED_TAINT: Source = Source {
    title: "Azure/AKS issue 2578: the server's words",
    url: "https://github.com/Azure/AKS/issues/2578",
    date: "2026-11-23",
};
/// Azure/AKS issue 1833: CriticalAddonsOnly is taken on every pool.
pub const ISSUE_CRITICAL_ADDONS: Source = Source {
    title: "Azure/AKS issue 1833: CriticalAddonsOnly is taken on every pool",
    url: "https://github.com/Azure/AKS/issues/1833",
    date: "2026-11-23",
};
/// Azure/AKS issue 1484: all pools tainted.
pub const ISSUE_TAINTED_POOLS: Source = Source {
    title: "Azure/AKS issue 1484: all pools tainted",
    url: "https://github.com/Azure/AKS/issues/1484",
    date: "2026-11-23",
};
/// Azure/AKS issue 1422: 30 pods are asked for at creation only.
pub const ISSUE_MAX_PODS: Source = Source {
    title: "Azure/AKS issue 1422: 30 pods are asked for at creation only",
    url: "https://github.com/Azure/AKS/issues/1422",
    date: "2026-11-23",
};
/// Azure/AKS issue 4404: a Spot price that is too low.
pub const ISSUE_SPOT_PRICE: Source = Source {
    title: "Azure/AKS issue 4404: a Spot price that is too low",
    url: "https://github.com/Azure/AKS/issues/4404",
    date: "2026-11-23",
};
/// cluster-api-provider-azure pull request 1175: the server's words.
pub const PULL_WINDOWS_SYSTEM: Source = Source {
    title: "cluster-api-provider-azure pull request 1175: the server's words",
    url: "https://github.com/kubernetes-sigs/cluster-api-provider-azure/pull/1175",
    date: "2026-11-23",
};
