//! Every route there is, as data: the router, the role checks, the logs and the tests read this one table.
//!
//! This file knows neither the platform nor our other modules, so that the authorisation matrix of the end-to-end
//! tests can include it as it is.

/// Who may use a route. Checked in one place, before the handler runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everybody.
    Public,
    /// A document of the edge itself: the `Origin` must be exactly its own.
    OwnPage,
    /// As `OwnPage`, with a visitor's `Authorization: Bearer <session>.<secret>`; the conversation checks the secret.
    Session,
    /// A signed-in agent of the site: the cookie, an own or absent `Origin`, and for requests that change something
    /// an own `Origin` and `X-Weft-Key`.
    Agent,
    /// As `Agent`, and the agent may change the site's rules.
    Lead,
    /// As `Agent`, and the agent looks after the site: its agents, keys, providers and settings.
    SiteAdmin,
    /// As `Agent`, for a socket: the cookie and an own `Origin`; the key comes in the first frame.
    AgentSocket,
    /// A program: `Authorization: Bearer <key>` with a key of the site's API that has this scope. The key names the site.
    Api(&'static str),
    /// The operator: `Authorization: Bearer <WEFT_ADMIN_KEY>`.
    Admin,
    /// The mail provider: HTTP Basic with `POSTMARK_HOOK`.
    Hook,
    /// A provider of messages and calls: the handler checks its signature over the raw bytes before it parses them.
    Provider,
}

/// What a route leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the table below says it")]
pub enum Endpoint {
    Loader,
    Frame,
    Chat,
    Console,
    AdminPage,
    AccountPage,
    Asset,
    Alive,
    Ready,
    Begin,
    RedeemLink,
    RefreshLink,
    WantLink,
    RedeemCode,
    Identify,
    Continue,
    AskCode,
    TypeCode,
    EndSession,
    VisitorSocket,
    VisitorFile,
    AgentCode,
    SignIn,
    WhoAmI,
    SignOut,
    OwnSessions,
    EndOwnSessions,
    DeskSocket,
    ThreadSocket,
    RawMessage,
    ThreadFile,
    PasskeyChallenge,
    PasskeySignIn,
    AccessSignIn,
    Passkeys,
    NewPasskeyChallenge,
    AddPasskey,
    RemovePasskey,
    Card,
    Search,
    Bulk,
    BringFile,
    Board,
    Examples,
    JudgeExample,
    SiteSettings,
    PutSiteSettings,
    SiteAgents,
    PutSiteAgent,
    RemoveSiteAgent,
    Keys,
    NewKey,
    RemoveKey,
    Providers,
    PutSiteSecret,
    TestProvider,
    Install,
    Webhooks,
    NewWebhook,
    ChangeWebhook,
    RotateWebhook,
    RemoveWebhook,
    Deliveries,
    DeliverAgain,
    ApiDescription,
    ApiConversations,
    ApiConversation,
    ApiMessages,
    ApiSend,
    ApiNote,
    ApiTag,
    ApiHandOff,
    ApiClose,
    ApiReopen,
    ApiCustomer,
    ApiAccount,
    ApiSearch,
    ApiAgents,
    ApiTeams,
    ApiWebhooks,
    ApiNewWebhook,
    ApiWebhook,
    ApiChangeWebhook,
    ApiRotateWebhook,
    ApiRemoveWebhook,
    ApiDeliveries,
    ApiDeliverAgain,
    Person,
    Merge,
    Unmerge,
    Policy,
    PutPolicy,
    RestorePolicy,
    CheckPolicy,
    RuleReport,
    DryRun,
    PutSite,
    PutAgent,
    PutSecret,
    SetUp,
    IdentifyByServer,
    OperatorPolicy,
    OperatorPutPolicy,
    OperatorRestorePolicy,
    OperatorRuleReport,
    OperatorDryRun,
    Rebuild,
    ReadModel,
    DeliveryHook,
    TwilioMessage,
    TwilioStatus,
    TwilioCall,
    TwilioCallStep,
    MetaHandshake,
    MetaUpdate,
}

/// One route.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// Its method; `GET` also answers `HEAD`.
    pub method: &'static str,
    /// Its path: `{name}` is one segment.
    pub pattern: &'static str,
    /// Who may use it.
    pub role: Role,
    /// Where it leads.
    pub endpoint: Endpoint,
}

const fn route(method: &'static str, pattern: &'static str, role: Role, endpoint: Endpoint) -> Route {
    Route { method, pattern, role, endpoint }
}

/// All routes.
pub const ROUTES: &[Route] = &[
    route("GET", "/embed.js", Role::Public, Endpoint::Loader),
    route("GET", "/frame/{site}", Role::Public, Endpoint::Frame),
    route("GET", "/c/{site}", Role::Public, Endpoint::Chat),
    route("GET", "/console/{site}", Role::Public, Endpoint::Console),
    route("GET", "/admin/{site}", Role::Public, Endpoint::AdminPage),
    route("GET", "/account/{site}", Role::Public, Endpoint::AccountPage),
    route("GET", "/assets/{file}", Role::Public, Endpoint::Asset),
    route("GET", "/healthz", Role::Public, Endpoint::Alive),
    route("GET", "/readyz", Role::Public, Endpoint::Ready),
    route("POST", "/v1/sites/{site}/conversations", Role::OwnPage, Endpoint::Begin),
    route("POST", "/v1/sites/{site}/links/redeem", Role::OwnPage, Endpoint::RedeemLink),
    route("POST", "/v1/sites/{site}/links/refresh", Role::OwnPage, Endpoint::RefreshLink),
    route("POST", "/v1/sites/{site}/links", Role::OwnPage, Endpoint::WantLink),
    route("POST", "/v1/sites/{site}/codes/redeem", Role::OwnPage, Endpoint::RedeemCode),
    route("POST", "/v1/sites/{site}/conversations/{id}/identify", Role::Session, Endpoint::Identify),
    route("POST", "/v1/sites/{site}/conversations/{id}/continue", Role::Session, Endpoint::Continue),
    route("POST", "/v1/sites/{site}/conversations/{id}/code", Role::Session, Endpoint::AskCode),
    route("POST", "/v1/sites/{site}/conversations/{id}/proof", Role::Session, Endpoint::TypeCode),
    route("DELETE", "/v1/sites/{site}/conversations/{id}/session", Role::Session, Endpoint::EndSession),
    route("GET", "/v1/sites/{site}/conversations/{id}/socket", Role::OwnPage, Endpoint::VisitorSocket),
    route("GET", "/v1/sites/{site}/conversations/{id}/attachments/{file}", Role::Session, Endpoint::VisitorFile),
    route("POST", "/v1/sites/{site}/agent/code", Role::OwnPage, Endpoint::AgentCode),
    route("POST", "/v1/sites/{site}/agent/session", Role::OwnPage, Endpoint::SignIn),
    route("GET", "/v1/sites/{site}/agent/session", Role::Agent, Endpoint::WhoAmI),
    route("DELETE", "/v1/sites/{site}/agent/session", Role::Agent, Endpoint::SignOut),
    route("GET", "/v1/sites/{site}/agent/sessions", Role::Agent, Endpoint::OwnSessions),
    route("DELETE", "/v1/sites/{site}/agent/sessions", Role::Agent, Endpoint::EndOwnSessions),
    route("GET", "/v1/sites/{site}/desk/socket", Role::AgentSocket, Endpoint::DeskSocket),
    route("GET", "/v1/sites/{site}/desk/conversations/{id}/socket", Role::AgentSocket, Endpoint::ThreadSocket),
    route("GET", "/v1/sites/{site}/desk/conversations/{id}/messages/{message}/raw", Role::Agent, Endpoint::RawMessage),
    route("GET", "/v1/sites/{site}/desk/conversations/{id}/attachments/{file}", Role::Agent, Endpoint::ThreadFile),
    route("POST", "/v1/sites/{site}/agent/passkey/challenge", Role::OwnPage, Endpoint::PasskeyChallenge),
    route("POST", "/v1/sites/{site}/agent/passkey", Role::OwnPage, Endpoint::PasskeySignIn),
    route("POST", "/v1/sites/{site}/agent/access", Role::OwnPage, Endpoint::AccessSignIn),
    route("GET", "/v1/sites/{site}/desk/passkeys", Role::Agent, Endpoint::Passkeys),
    route("POST", "/v1/sites/{site}/desk/passkeys/challenge", Role::Agent, Endpoint::NewPasskeyChallenge),
    route("POST", "/v1/sites/{site}/desk/passkeys", Role::Agent, Endpoint::AddPasskey),
    route("DELETE", "/v1/sites/{site}/desk/passkeys/{passkey}", Role::Agent, Endpoint::RemovePasskey),
    route("GET", "/v1/sites/{site}/desk/conversations/{id}/card", Role::Agent, Endpoint::Card),
    route("POST", "/v1/sites/{site}/desk/conversations/{id}/attachments", Role::Agent, Endpoint::BringFile),
    route("GET", "/v1/sites/{site}/desk/search", Role::Agent, Endpoint::Search),
    route("POST", "/v1/sites/{site}/desk/bulk", Role::Agent, Endpoint::Bulk),
    route("GET", "/v1/sites/{site}/desk/board", Role::Lead, Endpoint::Board),
    route("GET", "/v1/sites/{site}/desk/examples", Role::Lead, Endpoint::Examples),
    route("POST", "/v1/sites/{site}/desk/examples/{example}", Role::Lead, Endpoint::JudgeExample),
    route("GET", "/v1/sites/{site}/desk/settings", Role::SiteAdmin, Endpoint::SiteSettings),
    route("PUT", "/v1/sites/{site}/desk/settings", Role::SiteAdmin, Endpoint::PutSiteSettings),
    route("GET", "/v1/sites/{site}/desk/agents", Role::SiteAdmin, Endpoint::SiteAgents),
    route("PUT", "/v1/sites/{site}/desk/agents/{agent}", Role::SiteAdmin, Endpoint::PutSiteAgent),
    route("DELETE", "/v1/sites/{site}/desk/agents/{agent}", Role::SiteAdmin, Endpoint::RemoveSiteAgent),
    route("GET", "/v1/sites/{site}/desk/keys", Role::SiteAdmin, Endpoint::Keys),
    route("POST", "/v1/sites/{site}/desk/keys", Role::SiteAdmin, Endpoint::NewKey),
    route("DELETE", "/v1/sites/{site}/desk/keys/{key}", Role::SiteAdmin, Endpoint::RemoveKey),
    route("GET", "/v1/sites/{site}/desk/webhooks", Role::SiteAdmin, Endpoint::Webhooks),
    route("POST", "/v1/sites/{site}/desk/webhooks", Role::SiteAdmin, Endpoint::NewWebhook),
    route("PATCH", "/v1/sites/{site}/desk/webhooks/{webhook}", Role::SiteAdmin, Endpoint::ChangeWebhook),
    route("POST", "/v1/sites/{site}/desk/webhooks/{webhook}/rotate", Role::SiteAdmin, Endpoint::RotateWebhook),
    route("DELETE", "/v1/sites/{site}/desk/webhooks/{webhook}", Role::SiteAdmin, Endpoint::RemoveWebhook),
    route("GET", "/v1/sites/{site}/desk/webhooks/{webhook}/deliveries", Role::SiteAdmin, Endpoint::Deliveries),
    route(
        "POST",
        "/v1/sites/{site}/desk/webhooks/{webhook}/deliveries/{delivery}/again",
        Role::SiteAdmin,
        Endpoint::DeliverAgain,
    ),
    route("GET", "/v1/sites/{site}/desk/providers", Role::SiteAdmin, Endpoint::Providers),
    route("PUT", "/v1/sites/{site}/desk/secrets/{name}", Role::SiteAdmin, Endpoint::PutSiteSecret),
    route("POST", "/v1/sites/{site}/desk/providers/{provider}/test", Role::SiteAdmin, Endpoint::TestProvider),
    route("GET", "/v1/sites/{site}/desk/install", Role::Lead, Endpoint::Install),
    route("GET", "/v1/sites/{site}/desk/customers/{customer}", Role::Agent, Endpoint::Person),
    route("POST", "/v1/sites/{site}/desk/customers/{customer}/merge", Role::Agent, Endpoint::Merge),
    route("POST", "/v1/sites/{site}/desk/customers/{customer}/unmerge", Role::Agent, Endpoint::Unmerge),
    route("GET", "/v1/sites/{site}/desk/policy", Role::Agent, Endpoint::Policy),
    route("PUT", "/v1/sites/{site}/desk/policy", Role::Lead, Endpoint::PutPolicy),
    route("POST", "/v1/sites/{site}/desk/policy/restore", Role::Lead, Endpoint::RestorePolicy),
    route("POST", "/v1/sites/{site}/desk/policy/check", Role::Agent, Endpoint::CheckPolicy),
    route("GET", "/v1/sites/{site}/desk/policy/report", Role::Agent, Endpoint::RuleReport),
    route("POST", "/v1/sites/{site}/desk/policy/dry-run", Role::Lead, Endpoint::DryRun),
    route("GET", "/api/v1/openapi.json", Role::Public, Endpoint::ApiDescription),
    route("GET", "/api/v1/conversations", Role::Api("conversations:read"), Endpoint::ApiConversations),
    route("GET", "/api/v1/conversations/{id}", Role::Api("conversations:read"), Endpoint::ApiConversation),
    route("GET", "/api/v1/conversations/{id}/messages", Role::Api("conversations:read"), Endpoint::ApiMessages),
    route("POST", "/api/v1/conversations/{id}/messages", Role::Api("conversations:write"), Endpoint::ApiSend),
    route("POST", "/api/v1/conversations/{id}/notes", Role::Api("conversations:write"), Endpoint::ApiNote),
    route("PUT", "/api/v1/conversations/{id}/tags", Role::Api("conversations:write"), Endpoint::ApiTag),
    route("POST", "/api/v1/conversations/{id}/handoff", Role::Api("conversations:write"), Endpoint::ApiHandOff),
    route("POST", "/api/v1/conversations/{id}/close", Role::Api("conversations:write"), Endpoint::ApiClose),
    route("POST", "/api/v1/conversations/{id}/reopen", Role::Api("conversations:write"), Endpoint::ApiReopen),
    route("GET", "/api/v1/customers/{customer}", Role::Api("customers:read"), Endpoint::ApiCustomer),
    route("PUT", "/api/v1/customers/by-account/{account}", Role::Api("customers:write"), Endpoint::ApiAccount),
    route("GET", "/api/v1/agents", Role::Api("conversations:read"), Endpoint::ApiAgents),
    route("GET", "/api/v1/teams", Role::Api("conversations:read"), Endpoint::ApiTeams),
    route("GET", "/api/v1/search", Role::Api("conversations:read"), Endpoint::ApiSearch),
    route("GET", "/api/v1/webhooks", Role::Api("webhooks"), Endpoint::ApiWebhooks),
    route("POST", "/api/v1/webhooks", Role::Api("webhooks"), Endpoint::ApiNewWebhook),
    route("GET", "/api/v1/webhooks/{webhook}", Role::Api("webhooks"), Endpoint::ApiWebhook),
    route("PATCH", "/api/v1/webhooks/{webhook}", Role::Api("webhooks"), Endpoint::ApiChangeWebhook),
    route("DELETE", "/api/v1/webhooks/{webhook}", Role::Api("webhooks"), Endpoint::ApiRemoveWebhook),
    route("POST", "/api/v1/webhooks/{webhook}/rotate", Role::Api("webhooks"), Endpoint::ApiRotateWebhook),
    route("GET", "/api/v1/webhooks/{webhook}/deliveries", Role::Api("webhooks"), Endpoint::ApiDeliveries),
    route(
        "POST",
        "/api/v1/webhooks/{webhook}/deliveries/{delivery}/again",
        Role::Api("webhooks"),
        Endpoint::ApiDeliverAgain,
    ),
    route("PUT", "/v1/admin/sites/{site}/secrets/{name}", Role::Admin, Endpoint::PutSecret),
    route("GET", "/v1/admin/sites/{site}/set-up", Role::Admin, Endpoint::SetUp),
    route("PUT", "/v1/admin/sites/{site}/identify", Role::Admin, Endpoint::IdentifyByServer),
    route("GET", "/v1/admin/sites/{site}/policy", Role::Admin, Endpoint::OperatorPolicy),
    route("PUT", "/v1/admin/sites/{site}/policy", Role::Admin, Endpoint::OperatorPutPolicy),
    route("POST", "/v1/admin/sites/{site}/policy/restore", Role::Admin, Endpoint::OperatorRestorePolicy),
    route("GET", "/v1/admin/sites/{site}/policy/report", Role::Admin, Endpoint::OperatorRuleReport),
    route("POST", "/v1/admin/sites/{site}/policy/dry-run", Role::Admin, Endpoint::OperatorDryRun),
    route("PUT", "/v1/admin/sites/{site}", Role::Admin, Endpoint::PutSite),
    route("PUT", "/v1/admin/sites/{site}/agents/{agent}", Role::Admin, Endpoint::PutAgent),
    route("POST", "/v1/admin/sites/{site}/rebuild", Role::Admin, Endpoint::Rebuild),
    route("GET", "/v1/admin/sites/{site}/read-model", Role::Admin, Endpoint::ReadModel),
    route("POST", "/v1/hooks/postmark/{site}", Role::Hook, Endpoint::DeliveryHook),
    route("POST", "/v1/hooks/twilio/{site}/messages", Role::Provider, Endpoint::TwilioMessage),
    route("POST", "/v1/hooks/twilio/{site}/status/{conversation}/{message}", Role::Provider, Endpoint::TwilioStatus),
    route("POST", "/v1/hooks/twilio/{site}/voice", Role::Provider, Endpoint::TwilioCall),
    route("POST", "/v1/hooks/twilio/{site}/voice/{conversation}/{step}", Role::Provider, Endpoint::TwilioCallStep),
    route("GET", "/v1/hooks/meta/{site}", Role::Provider, Endpoint::MetaHandshake),
    route("POST", "/v1/hooks/meta/{site}", Role::Provider, Endpoint::MetaUpdate),
];

impl Endpoint {
    /// Whether it is reached by a WebSocket handshake.
    #[must_use]
    pub const fn is_socket(self) -> bool {
        matches!(self, Self::VisitorSocket | Self::DeskSocket | Self::ThreadSocket)
    }
}

/// The variable segments of a path, by name, as they came: nothing is decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(&'static str, String)>);

impl Params {
    /// One of them.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// What the table says to a request.
#[derive(Debug)]
pub enum Found {
    /// This route.
    Route(&'static Route, Params),
    /// The path exists, with these methods only.
    OtherMethods(Vec<&'static str>),
    /// There is nothing.
    Nothing,
}

/// Looks a request up.
#[must_use]
pub fn find(method: &str, path: &str) -> Found {
    let wanted = if method == "HEAD" { "GET" } else { method };
    let mut others = Vec::new();
    for route in ROUTES {
        if let Some(params) = matching(route.pattern, path) {
            if route.method == wanted {
                return Found::Route(route, params);
            }
            others.push(route.method);
            if route.method == "GET" {
                others.push("HEAD");
            }
        }
    }
    if others.is_empty() { Found::Nothing } else { Found::OtherMethods(others) }
}

fn matching(pattern: &'static str, path: &str) -> Option<Params> {
    let (mut segments, mut params) = (path.split('/'), Vec::new());
    for part in pattern.split('/') {
        let segment = segments.next()?;
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => params.push((name, segment.to_owned())),
            None if part == segment => {}
            _ => return None,
        }
    }
    segments.next().is_none().then_some(Params(params))
}

// Named, because this file is also taken in from elsewhere: then the usual place is another.
#[cfg(test)]
#[path = "routes/tests.rs"]
mod tests;
