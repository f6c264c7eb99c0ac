//! Requests of the desk as a whole: the same wish for several conversations, the board, search.

use super::{Failure, Routes, read, send};
use gloo_net::http::Method;
use weft_shared::wire::{
    board::Board,
    desk::{BulkDone, BulkWanted},
    search::Found,
};

impl Routes {
    /// The same wish for several conversations.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn bulk(&self, key: &str, wanted: &BulkWanted) -> Result<BulkDone, Failure> {
        read(send(Method::POST, &self.desk("bulk"), Some(key), Some(wanted)).await?)
    }

    /// The whole desk, for whoever leads a team.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn board(&self) -> Result<Board, Failure> {
        read(send(Method::GET, &self.desk("board"), None, None::<&()>).await?)
    }

    /// Messages with certain words. `query`: what follows the question mark, encoded.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn search(&self, query: &str) -> Result<Found, Failure> {
        read(send(Method::GET, &format!("{}?{query}", self.desk("search")), None, None::<&()>).await?)
    }

    pub(super) fn desk(&self, part: &str) -> String {
        format!("{}/desk/{part}", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_desk_are_those_of_the_protocol() {
        assert_eq!(Routes::new("demo").desk("bulk"), "/v1/sites/demo/desk/bulk");
    }
}
