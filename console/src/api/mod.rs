//! Requests to the edge.

mod admin;
mod desk;
mod open;
mod passkey;

use crate::json;
use gloo_net::http::{Method, RequestBuilder};
use serde::{Serialize, de::DeserializeOwned};
use weft_shared::{
    id::{AttachmentId, ConversationId, CustomerId, MessageId},
    wire::{
        agent::{Me, SignIn, SignInWanted},
        person::{MergeWanted, Person, UnmergeWanted},
        policy::{
            CheckWanted, DryRun, DryRunWanted, PolicyChecked, PolicyFile, PolicyWanted, RestoreWanted, RuleReport,
        },
        problem::{Problem, ProblemKind},
    },
};

/// Why a request did not do what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The edge said no.
    Problem(Box<Problem>),
    /// No answer came.
    Unreachable,
}

impl Failure {
    /// Whether the edge answered with this kind of problem.
    #[must_use]
    pub fn is(&self, kind: ProblemKind) -> bool {
        matches!(self, Self::Problem(problem) if problem.is(kind))
    }
}

/// The routes of one site, and nothing but their addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routes {
    base: String,
}

impl Routes {
    /// Those of a site.
    #[must_use]
    pub fn new(site: &str) -> Self {
        Self { base: format!("/v1/sites/{site}") }
    }

    /// The live inbox.
    #[must_use]
    pub fn desk_socket(&self) -> String {
        format!("{}/desk/socket", self.base)
    }

    /// One conversation, live.
    #[must_use]
    pub fn thread_socket(&self, conversation: ConversationId) -> String {
        format!("{}/desk/conversations/{conversation}/socket", self.base)
    }

    /// The raw original of a message.
    #[must_use]
    pub fn raw(&self, conversation: ConversationId, message: MessageId) -> String {
        format!("{}/desk/conversations/{conversation}/messages/{message}/raw", self.base)
    }

    /// A file.
    #[must_use]
    pub fn attachment(&self, conversation: ConversationId, attachment: AttachmentId) -> String {
        format!("{}/desk/conversations/{conversation}/attachments/{attachment}", self.base)
    }

    /// Asks for a code to sign in.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn ask_code(&self, address: String) -> Result<(), Failure> {
        let path = format!("{}/agent/code", self.base);
        send(Method::POST, &path, None, Some(&SignInWanted { address })).await.map(drop)
    }

    /// Signs in.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn sign_in(&self, address: String, code: String) -> Result<Me, Failure> {
        read(send(Method::POST, &self.session(), None, Some(&SignIn { address, code })).await?)
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn me(&self) -> Result<Me, Failure> {
        read(send(Method::GET, &self.session(), None, None::<&()>).await?)
    }

    /// Signs out.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn sign_out(&self, key: &str) -> Result<(), Failure> {
        send(Method::DELETE, &self.session(), Some(key), None::<&()>).await.map(drop)
    }

    /// A customer; one that was merged away is answered by whom it is now.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn person(&self, customer: CustomerId) -> Result<Person, Failure> {
        let get = async |id: &str| send(Method::GET, &self.customer(id), None, None::<&()>).await;
        match get(&customer.to_string()).await {
            Err(Failure::Problem(problem)) if problem.is(ProblemKind::Moved) => match &problem.canonical {
                Some(now) => read(get(now).await?),
                None => Err(Failure::Problem(problem)),
            },
            answer => read(answer?),
        }
    }

    /// Says that another customer is the same as this one.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn merge(&self, key: &str, customer: CustomerId, wanted: &MergeWanted) -> Result<Person, Failure> {
        let path = format!("{}/merge", self.customer(&customer.to_string()));
        read(send(Method::POST, &path, Some(key), Some(wanted)).await?)
    }

    /// Takes a merge back.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn unmerge(&self, key: &str, customer: CustomerId, wanted: &UnmergeWanted) -> Result<Person, Failure> {
        let path = format!("{}/unmerge", self.customer(&customer.to_string()));
        read(send(Method::POST, &path, Some(key), Some(wanted)).await?)
    }

    /// The site's rules.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn policy(&self) -> Result<PolicyFile, Failure> {
        read(send(Method::GET, &self.rules(""), None, None::<&()>).await?)
    }

    /// A new version of the site's rules.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn put_policy(&self, key: &str, wanted: &PolicyWanted) -> Result<PolicyFile, Failure> {
        read(send(Method::PUT, &self.rules(""), Some(key), Some(wanted)).await?)
    }

    /// Brings an earlier version of the rules back.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn restore_policy(&self, key: &str, version: u64) -> Result<PolicyFile, Failure> {
        let wanted = RestoreWanted { version: Some(version) };
        read(send(Method::POST, &self.rules("/restore"), Some(key), Some(&wanted)).await?)
    }

    /// Whether a file of rules is right.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn check_policy(&self, key: &str, text: String) -> Result<PolicyChecked, Failure> {
        read(send(Method::POST, &self.rules("/check"), Some(key), Some(&CheckWanted { text })).await?)
    }

    /// How the rules are kept.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn rule_report(&self) -> Result<RuleReport, Failure> {
        read(send(Method::GET, &self.rules("/report"), None, None::<&()>).await?)
    }

    /// What other rules would have changed.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn dry_run(&self, key: &str, wanted: &DryRunWanted) -> Result<DryRun, Failure> {
        read(send(Method::POST, &self.rules("/dry-run"), Some(key), Some(wanted)).await?)
    }

    fn customer(&self, customer: &str) -> String {
        format!("{}/desk/customers/{customer}", self.base)
    }

    fn rules(&self, part: &str) -> String {
        format!("{}/desk/policy{part}", self.base)
    }

    fn session(&self) -> String {
        format!("{}/agent/session", self.base)
    }
}

async fn send(method: Method, path: &str, key: Option<&str>, body: Option<&impl Serialize>) -> Result<String, Failure> {
    let key = key.map(|key| ("X-Weft-Key", key));
    let body = body.map(serde_json::to_string).transpose().map_err(|_| ours())?;
    send_with(method, path, key.as_slice(), body).await
}

async fn send_with(
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<String>,
) -> Result<String, Failure> {
    let mut request = RequestBuilder::new(path).method(method);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = match body {
        Some(body) => request.header("Content-Type", "application/json").body(body),
        None => request.build(),
    };
    let answer = request.map_err(|_| ours())?.send().await.map_err(|_| Failure::Unreachable)?;
    let text = answer.text().await.map_err(|_| Failure::Unreachable)?;
    if answer.ok() {
        return Ok(text);
    }
    let problem = json::read(&text).unwrap_or_else(|| {
        let kind = ProblemKind::ALL.iter().copied().find(|kind| kind.status() == answer.status());
        Problem::new(kind.unwrap_or(ProblemKind::Internal))
    });
    Err(Failure::Problem(Box::new(problem)))
}

fn read<T: DeserializeOwned>(text: String) -> Result<T, Failure> {
    json::read(&text).ok_or_else(ours)
}

/// An answer that makes no sense here: most likely one side is older than the other.
fn ours() -> Failure {
    Failure::Problem(Box::new(Problem::new(ProblemKind::UnsupportedVersion)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_protocol() {
        let routes = Routes::new("demo");
        let id = ConversationId::from_bits(1);
        assert_eq!(routes.desk_socket(), "/v1/sites/demo/desk/socket");
        assert_eq!(routes.thread_socket(id), format!("/v1/sites/demo/desk/conversations/{id}/socket"));
        assert_eq!(routes.rules("/dry-run"), "/v1/sites/demo/desk/policy/dry-run");
        assert_eq!(routes.customer("x"), "/v1/sites/demo/desk/customers/x");
        let message = MessageId::from_bits(2);
        assert_eq!(routes.raw(id, message), format!("/v1/sites/demo/desk/conversations/{id}/messages/{message}/raw"));
    }
}
