//! The keys of teams of Cloudflare Access, as the real one serves them.

use super::Carrier;
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::Json,
    routing::get,
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The teams, by their domains. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Teams(Arc<Mutex<HashMap<String, Team>>>);

#[derive(Debug, Default)]
struct Team {
    keys: Vec<Value>,
    asked: usize,
}

impl Teams {
    fn open(&self) -> MutexGuard<'_, HashMap<String, Team>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on a team signs by these keys (JWK, with their `kid`).
    pub fn sign_by(&self, team: &str, keys: Vec<Value>) {
        self.open().entry(team.to_owned()).or_default().keys = keys;
    }

    /// How often a team's keys were asked for.
    #[must_use]
    pub fn asked(&self, team: &str) -> usize {
        self.open().get(team).map_or(0, |team| team.asked)
    }
}

/// The routes.
pub fn routes() -> Router<Carrier> {
    Router::new().route("/access/{team}/cdn-cgi/access/certs", get(certificates))
}

async fn certificates(State(carrier): State<Carrier>, Path(team): Path<String>) -> Result<Json<Value>, StatusCode> {
    let mut teams = carrier.teams.open();
    let team = teams.get_mut(&team).ok_or(StatusCode::NOT_FOUND)?;
    team.asked += 1;
    Ok(Json(json!({ "keys": team.keys, "public_certs": [] })))
}
