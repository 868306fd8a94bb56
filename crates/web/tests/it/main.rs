//! Tests of the pages: one binary, linked once.

mod gallery;
mod words;
