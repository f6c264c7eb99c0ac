//! Points in time, as other programs read them.

use crate::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt};

/// A moment in RFC 3339, in UTC to the millisecond, as in `2026-11-22T03:51:00.000Z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub Timestamp);

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.to_string();
        write!(f, "{}.{:03}Z", seconds.trim_end_matches('Z'), self.0.0.rem_euclid(1_000))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let read = Timestamp::parse_rfc3339(&text).map(Self);
        read.ok_or_else(|| de::Error::custom(format!("{text:?} is no moment such as 2026-11-22T03:51:00Z")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_moment_reads_back_as_written(ms in -62_000_000_000_000_i64..250_000_000_000_000) {
            let moment = Moment(Timestamp(ms));
            let text = serde_json::to_string(&moment).unwrap();
            prop_assert_eq!(serde_json::from_str::<Moment>(&text).unwrap(), moment);
        }
    }
}
