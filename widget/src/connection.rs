//! When to connect, wait, ping and give up: the socket's life as a state machine without any socket.

/// The longest pause between two tries, in milliseconds.
pub const LONGEST_WAIT: u32 = 30_000;
/// The first try's longest pause, in milliseconds.
const FIRST_WAIT: u32 = 500;
/// How often a heartbeat is sent, in milliseconds.
pub const HEARTBEAT: u32 = 20_000;

/// Where the connection is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing to connect with.
    #[default]
    Idle,
    /// A socket is opening, or its hello is not yet answered.
    Connecting,
    /// Frames flow.
    Online,
    /// Lost; another try is planned.
    Waiting,
    /// Over for good with these credentials.
    Ended(Ending),
}

/// Why it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Another tab has fresh credentials which this one cannot see.
    Replaced,
    /// The session ended by itself or is not known any more.
    Expired,
    /// Somebody signed out.
    SignedOut,
    /// This page is older or newer than the edge.
    Version,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// There are credentials, perhaps other ones than before.
    Wanted,
    /// The credentials are gone.
    Unwanted,
    /// The hello was accepted.
    Welcomed,
    /// Anything was heard.
    Heard,
    /// The socket closed or never opened. `random` is uniform over all of `u32`; `at_least` is the edge's wish in milliseconds.
    Lost {
        /// For the jitter.
        random: u32,
        /// Not earlier than this.
        at_least: u32,
    },
    /// The pause is over.
    Waited,
    /// The network came back or the page became visible: no reason to wait longer.
    Nudged,
    /// [`HEARTBEAT`] passed.
    Beat,
    /// The edge ended it.
    Ended(Ending),
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Open a new socket in place of any other.
    Open,
    /// Close the socket.
    Close,
    /// Send a heartbeat.
    Ping,
    /// Wait that many milliseconds, then [`Happened::Waited`].
    Wait(u32),
    /// Nothing.
    Rest,
}

/// The connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// Where it is.
    pub phase: Phase,
    tries: u32,
    unanswered: bool,
}

/// A pause with full jitter (uniform from nothing to a bound that doubles): clients that fell together do not come back together.
#[must_use]
pub fn pause(tries: u32, random: u32) -> u32 {
    let bound = FIRST_WAIT.saturating_mul(1 << tries.min(10)).min(LONGEST_WAIT);
    u32::try_from((u64::from(bound) * u64::from(random)) >> 32).unwrap_or(bound)
}

impl Connection {
    /// Takes in what happened.
    pub fn on(&mut self, happened: Happened) -> Act {
        match (happened, self.phase) {
            (Happened::Wanted, _) => {
                self.tries = 0;
                self.open()
            }
            (Happened::Unwanted, _) => self.stop(Phase::Idle),
            (Happened::Ended(why), _) => self.stop(Phase::Ended(why)),
            (Happened::Welcomed, Phase::Connecting) => {
                *self = Self { phase: Phase::Online, ..Self::default() };
                Act::Rest
            }
            (Happened::Heard, _) => {
                self.unanswered = false;
                Act::Rest
            }
            (Happened::Lost { random, at_least }, Phase::Connecting | Phase::Online) => {
                let wait = pause(self.tries, random).max(at_least.min(10 * LONGEST_WAIT));
                self.tries = self.tries.saturating_add(1);
                self.phase = Phase::Waiting;
                Act::Wait(wait)
            }
            (Happened::Waited | Happened::Nudged, Phase::Waiting) => self.open(),
            // After sleep or a change of network a socket may be dead without a close event: ask it.
            (Happened::Nudged, Phase::Online) => {
                self.unanswered = true;
                Act::Ping
            }
            (Happened::Beat, Phase::Online) if self.unanswered => self.open(),
            (Happened::Beat, Phase::Online) => {
                self.unanswered = true;
                Act::Ping
            }
            _ => Act::Rest,
        }
    }

    fn open(&mut self) -> Act {
        self.phase = Phase::Connecting;
        self.unanswered = false;
        Act::Open
    }

    fn stop(&mut self, phase: Phase) -> Act {
        *self = Self { phase, ..Self::default() };
        Act::Close
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn online() -> Connection {
        let mut connection = Connection::default();
        assert_eq!(connection.on(Happened::Wanted), Act::Open);
        connection.on(Happened::Welcomed);
        connection
    }

    #[test]
    fn pauses_grow_and_never_exceed_thirty_seconds() {
        assert!(pause(0, u32::MAX) < 500);
        assert!(pause(3, u32::MAX) < 4_000);
        for tries in 0..100 {
            assert!(pause(tries, u32::MAX) < LONGEST_WAIT);
            assert_eq!(pause(tries, 0), 0);
        }
    }

    #[test]
    fn a_lost_socket_is_opened_again_after_a_pause() {
        let mut connection = online();
        assert!(matches!(connection.on(Happened::Lost { random: u32::MAX, at_least: 0 }), Act::Wait(ms) if ms < 500));
        assert_eq!(connection.on(Happened::Waited), Act::Open);
        assert!(matches!(connection.on(Happened::Lost { random: u32::MAX, at_least: 0 }), Act::Wait(ms) if ms > 500));
    }

    #[test]
    fn the_edge_may_ask_for_a_longer_pause() {
        assert_eq!(online().on(Happened::Lost { random: 0, at_least: 5_000 }), Act::Wait(5_000));
    }

    #[test]
    fn the_network_coming_back_ends_the_pause_at_once() {
        let mut connection = online();
        connection.on(Happened::Lost { random: 1, at_least: 0 });
        assert_eq!(connection.on(Happened::Nudged), Act::Open);
        assert_eq!(connection.on(Happened::Nudged), Act::Rest);
    }

    #[test]
    fn a_heartbeat_without_an_answer_means_a_dead_socket() {
        let mut connection = online();
        assert_eq!(connection.on(Happened::Beat), Act::Ping);
        connection.on(Happened::Heard);
        assert_eq!(connection.on(Happened::Beat), Act::Ping);
        assert_eq!(connection.on(Happened::Beat), Act::Open);
    }

    #[test]
    fn an_ended_connection_stays_ended_until_there_are_new_credentials() {
        let mut connection = online();
        assert_eq!(connection.on(Happened::Ended(Ending::Expired)), Act::Close);
        for happened in [Happened::Lost { random: 0, at_least: 0 }, Happened::Waited, Happened::Nudged, Happened::Beat]
        {
            assert_eq!(connection.on(happened), Act::Rest);
        }
        assert_eq!(connection.on(Happened::Wanted), Act::Open);
    }
}
