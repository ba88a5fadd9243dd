//! Everything that must hold.

mod machine;
