use serde::{Deserialize, Serialize};

/// Meaning of a connect's `true` to its callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ConnectResult {
    /// Failure, to `multifd_channel_connect` and to the callback of the connection. The
    /// callback of the handshake, which fca676429c added later, takes it for success.
    Inverted,
    /// Success, to every caller (a339149afa).
    TrueIsSuccess,
}

impl ConnectResult {
    /// Verdict of the handshake's callback on a connect that went well.
    pub(crate) fn handshake_sees_success(self) -> bool {
        match self {
            ConnectResult::Inverted => false,
            ConnectResult::TrueIsSuccess => true,
        }
    }
}
