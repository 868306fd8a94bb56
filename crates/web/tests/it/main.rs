//! Tests of the pages: one binary, linked once.

mod api;
mod gallery;
mod words;
