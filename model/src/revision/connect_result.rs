use serde::{Deserialize, Serialize};

/// What a connect's `true` means to those who call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ConnectResult {
    /// Failure, to `multifd_channel_connect` and to the callback of the connection. The
    /// callback of the handshake, which fca676429c added later, takes it for success.
    Inverted,
    /// Success, to everybody (a339149afa).
    TrueIsSuccess,
}

impl ConnectResult {
    /// What the callback of the handshake makes of a connect that went well.
    pub(crate) fn handshake_sees_success(self) -> bool {
        match self {
            ConnectResult::Inverted => false,
            ConnectResult::TrueIsSuccess => true,
        }
    }
}
