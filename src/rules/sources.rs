//! The documents that rules rest on, each with the date of the version that was read.

use super::Source;

/// Use system node pools in AKS.
pub const USE_SYSTEM_POOLS: Source = Source {
    title: "Use system node pools in AKS",
    url: "https://learn.microsoft.com/azure/aks/use-system-pools",
    date: "2026-04-30",
};
/// Create node pools for a cluster in AKS.
pub const CREATE_NODE_POOLS: Source = Source {
    title: "Create node pools for a cluster in AKS",
    url: "https://learn.microsoft.com/azure/aks/create-node-pools",
    date: "2026-07-13",
};
/// Resize node pools in AKS.
pub const RESIZE_NODE_POOL: Source = Source {
    title: "Resize node pools in AKS",
    url: "https://learn.microsoft.com/azure/aks/resize-node-pool",
    date: "2025-08-28",
};
/// Quotas, VM size restrictions, and region availability in AKS.
pub const QUOTAS: Source = Source {
    title: "Quotas, VM size restrictions and region availability in AKS",
    url: "https://learn.microsoft.com/azure/aks/quotas-skus-regions",
    date: "2026-08-03",
};
/// The descriptions in the Azure SDK's models of the AKS API.
pub const API: Source = Source {
    title: "AKS API 2026-08-01, as azure-mgmt-containerservice 41.8.0 describes it",
    url: "https://pypi.org/project/azure-mgmt-containerservice/41.8.0/",
    date: "2026-10-19",
};
/// Azure/AKS issue 1602.
pub const ISSUE_NO_SYSTEM_POOL: Source = Source {
    title: "Azure/AKS issue 1602: the server's words",
    url: "https://github.com/Azure/AKS/issues/1602",
    date: "2026-11-23",
};
