//! After v10.2: what decided how the send side goes.

use crate::revision::{
    ErrorReset, InstanceClash, Patch,
    patch::{Effect::Decides, Separable::Yes},
};

use super::history;

history! {
    "318cb7906e" "v11.0" "Free the error earlier in the resume case" Yes,
        Decides(|r| r.error_reset = ErrorReset::Locked);
    "7e71439243" "v11.0" "yank: Move register instance earlier" Yes,
        Decides(|r| r.instance_clash = InstanceClash::Aborts);
}
