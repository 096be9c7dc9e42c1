//! The rules, a folder a topic: each is a file that decides and, beside it, a page that explains.

pub(super) mod autoscaler;
pub(super) mod cluster;
pub(super) mod disk;
pub(super) mod gpu;
pub(super) mod label;
pub(super) mod network;
pub(super) mod operation;
pub(super) mod os;
pub(super) mod pool;
pub(super) mod quota;
pub(super) mod size;
pub(super) mod special;
pub(super) mod spot;
pub(super) mod system_pool;
pub(super) mod upgrade;
pub(super) mod user_pool;
pub(super) mod version;
pub(super) mod windows;
pub(super) mod zones;
