//! One module for each command.

pub(crate) mod backup;
pub(crate) mod demo;
pub(crate) mod figures;
pub(crate) mod import;
pub(crate) mod pack;
pub(crate) mod serve;
pub(crate) mod tables;
pub(crate) mod token;
pub(crate) mod verify;
