//! From a request to its answer: the route, the site, the role, the handler, the headers, the log line.

use crate::{
    ambient,
    config::Config,
    guard,
    headers::{Surface, protect},
    log, problem, reply,
    request::Ctx,
    route,
    routes::{self, Endpoint, Found, Route},
    site::Site,
};
use weft_shared::{
    id::SiteId,
    wire::problem::{Problem, ProblemKind},
};
use worker::{Context, Env, Request, Response};

/// Answers a request. It never fails: whatever goes wrong is an answer too.
pub async fn answer(request: Request, env: Env, background: Context) -> Response {
    let begun = ambient::now();
    // The bindings fold unknown methods into GET: ask the request itself.
    let method = request.inner().method();
    let path = request.path();
    ambient::stumble(&path, "request");
    let config = Config::load(&env);
    let secure = config.as_ref().is_ok_and(|config| config.secure());
    let (pattern, site, surface, outcome) = match (routes::find(&method, &path), config) {
        // Being alive needs no configuration.
        (Found::Route(route, _), _) if route.endpoint == Endpoint::Alive => {
            (route.pattern, None, Surface::Api, route::health::alive())
        }
        (Found::Route(route, params), config) => {
            let mut surface = surface_of(route);
            let outcome = match config {
                Ok(config) => {
                    let ctx = Ctx {
                        env,
                        config,
                        background,
                        request,
                        route,
                        params,
                        at: begun,
                        site: None,
                        presented: None,
                        signed_in: None,
                        caller: None,
                    };
                    handle(ctx, &mut surface).await
                }
                Err(problem) => Err(problem),
            };
            (route.pattern, site_in(&path, route), surface, outcome)
        }
        (Found::OtherMethods(methods), _) => ("(other method)", None, Surface::Api, other_method(&method, methods)),
        (Found::Nothing, _) => ("(nothing)", None, Surface::Api, Err(problem::not_found())),
    };
    let response = outcome.unwrap_or_else(|problem| {
        let rendered = problem::render(&problem, &surface);
        match problem::canonical_link(&problem, pattern, &path) {
            Some(link) => with_link(rendered, &link),
            None => rendered,
        }
    });
    let response = if method == "HEAD" { without_body(response) } else { response };
    log::request(
        pattern,
        known_method(&method),
        response.status_code(),
        ambient::now().since(begun),
        site.as_ref().map(SiteId::as_str),
    );
    // The answer to a WebSocket handshake goes to no document.
    if response.status_code() == 101 { response } else { protect(response, &surface, secure) }
}

async fn handle(mut ctx: Ctx, surface: &mut Surface) -> Result<Response, Problem> {
    if ctx.params.get("site").is_some() {
        let id: SiteId = ctx.param("site")?;
        // The operator's routes make sites; all others need one.
        if ctx.route.role != routes::Role::Admin {
            let site = Site::require(&ctx.env, &id).await?;
            if ctx.route.endpoint == Endpoint::Frame {
                *surface = Surface::Frame(site.settings.origins.iter().map(ToString::to_string).collect());
            }
            ctx.site = Some(site);
        }
    }
    guard::admit(&mut ctx).await?;
    // Whoever is no operator does not even learn which sites there are.
    if ctx.route.role == routes::Role::Admin
        && ctx.route.endpoint != Endpoint::PutSite
        && ctx.params.get("site").is_some()
    {
        ctx.site = Some(Site::require(&ctx.env, &ctx.param("site")?).await?);
    }
    match ctx.route.endpoint {
        Endpoint::Loader => route::assets::loader(ctx).await,
        Endpoint::Asset => route::assets::asset(ctx).await,
        Endpoint::Frame | Endpoint::Chat | Endpoint::Console | Endpoint::AdminPage | Endpoint::AccountPage => {
            route::pages::page(ctx).await
        }
        Endpoint::Alive => route::health::alive(),
        Endpoint::Ready => route::health::ready(ctx).await,
        Endpoint::Begin => route::visitor::begin(ctx).await,
        Endpoint::VisitorSocket => route::visitor::socket(ctx).await,
        Endpoint::VisitorFile => route::visitor::file(ctx).await,
        Endpoint::EndSession => route::visitor::end_session(ctx).await,
        Endpoint::RedeemLink => route::link::redeem(ctx).await,
        Endpoint::RefreshLink => route::link::refresh(ctx).await,
        Endpoint::WantLink => route::link::want(ctx).await,
        Endpoint::AskCode => route::code::ask(ctx).await,
        Endpoint::TypeCode => route::code::confirm(ctx).await,
        Endpoint::RedeemCode => route::spoken::redeem(ctx).await,
        Endpoint::Identify => route::identify::identify(ctx).await,
        Endpoint::Continue => route::identify::go_on(ctx).await,
        Endpoint::AgentCode => route::agent::code(ctx).await,
        Endpoint::SignIn => route::agent::sign_in(ctx).await,
        Endpoint::WhoAmI => route::agent::who_am_i(&ctx),
        Endpoint::SignOut => route::agent::sign_out(ctx).await,
        Endpoint::OwnSessions => route::account::sessions(ctx).await,
        Endpoint::EndOwnSessions => route::account::end_sessions(ctx).await,
        Endpoint::DeskSocket => route::desk::socket(ctx).await,
        Endpoint::ThreadSocket => route::thread::socket(ctx).await,
        Endpoint::RawMessage => route::thread::raw(ctx).await,
        Endpoint::ThreadFile => route::thread::file(ctx).await,
        Endpoint::PasskeyChallenge => route::passkey::challenge(&ctx),
        Endpoint::PasskeySignIn => route::passkey::sign_in(ctx).await,
        Endpoint::Passkeys => route::passkey::list(ctx).await,
        Endpoint::NewPasskeyChallenge => route::passkey::new_challenge(ctx).await,
        Endpoint::AddPasskey => route::passkey::add(ctx).await,
        Endpoint::RemovePasskey => route::passkey::remove(ctx).await,
        Endpoint::AccessSignIn => route::access::sign_in(ctx).await,
        Endpoint::Card => route::card::show(ctx).await,
        Endpoint::Search => route::search::search(ctx).await,
        Endpoint::Bulk => route::bulk::carry_out(ctx).await,
        Endpoint::BringFile => route::upload::bring(ctx).await,
        Endpoint::Board => route::board::show(ctx).await,
        Endpoint::Examples => route::board::examples(ctx).await,
        Endpoint::JudgeExample => route::board::judge(ctx).await,
        Endpoint::SiteSettings => route::site_admin::settings(ctx).await,
        Endpoint::PutSiteSettings => route::site_admin::put_settings(ctx).await,
        Endpoint::SiteAgents => route::site_admin::agents(ctx).await,
        Endpoint::PutSiteAgent => route::site_admin::put_agent(ctx).await,
        Endpoint::RemoveSiteAgent => route::site_admin::remove_agent(ctx).await,
        Endpoint::Keys => route::keys::list(ctx).await,
        Endpoint::NewKey => route::keys::make(ctx).await,
        Endpoint::RemoveKey => route::keys::remove(ctx).await,
        Endpoint::Providers => route::providers::list(ctx).await,
        Endpoint::PutSiteSecret => route::providers::put_secret(ctx).await,
        Endpoint::TestProvider => route::providers::test(ctx).await,
        Endpoint::Install => route::install::show(ctx).await,
        Endpoint::Person => route::person::show(ctx).await,
        Endpoint::Merge => route::person::merge(ctx).await,
        Endpoint::Unmerge => route::person::unmerge(ctx).await,
        Endpoint::Policy | Endpoint::OperatorPolicy => route::policy::show(ctx).await,
        Endpoint::PutPolicy | Endpoint::OperatorPutPolicy => route::policy::put(ctx).await,
        Endpoint::RestorePolicy | Endpoint::OperatorRestorePolicy => route::policy::restore(ctx).await,
        Endpoint::CheckPolicy => route::policy::check(ctx).await,
        Endpoint::RuleReport | Endpoint::OperatorRuleReport => route::policy::report(ctx).await,
        Endpoint::DryRun | Endpoint::OperatorDryRun => route::policy::dry_run(ctx).await,
        Endpoint::PutSecret => route::admin::put_secret(ctx).await,
        Endpoint::SetUp => route::admin::set_up(ctx).await,
        Endpoint::IdentifyByServer => route::identify_server::by_server(ctx).await,
        Endpoint::TwilioMessage => route::twilio::message(ctx).await,
        Endpoint::TwilioStatus => route::twilio::status(ctx).await,
        Endpoint::TwilioCall => route::twilio::call(ctx).await,
        Endpoint::TwilioCallStep => route::twilio::step(ctx).await,
        Endpoint::MetaHandshake => route::meta::handshake(ctx).await,
        Endpoint::MetaUpdate => route::meta::update(ctx).await,
        Endpoint::PutSite => route::admin::put_site(ctx).await,
        Endpoint::PutAgent => route::admin::put_agent(ctx).await,
        Endpoint::Rebuild => route::admin::rebuild(ctx).await,
        Endpoint::ReadModel => route::admin::read_model(ctx).await,
        Endpoint::Webhooks | Endpoint::ApiWebhooks => route::api::webhooks::list(ctx).await,
        Endpoint::NewWebhook => route::api::webhooks::make(ctx).await,
        Endpoint::ApiNewWebhook => route::api::webhooks::make_once(ctx).await,
        Endpoint::ApiWebhook => route::api::webhooks::show(ctx).await,
        Endpoint::ChangeWebhook | Endpoint::ApiChangeWebhook => route::api::webhooks::change(ctx).await,
        Endpoint::RotateWebhook => route::api::webhooks::rotate(ctx).await,
        Endpoint::ApiRotateWebhook => route::api::webhooks::rotate_once(ctx).await,
        Endpoint::RemoveWebhook | Endpoint::ApiRemoveWebhook => route::api::webhooks::remove(ctx).await,
        Endpoint::Deliveries | Endpoint::ApiDeliveries => route::api::webhooks::deliveries(ctx).await,
        Endpoint::DeliverAgain => route::api::webhooks::again(ctx).await,
        Endpoint::ApiDeliverAgain => route::api::webhooks::again_once(ctx).await,
        Endpoint::ApiDescription => route::api::describe(),
        Endpoint::ApiConversations => route::api::conversations::list(ctx).await,
        Endpoint::ApiConversation => route::api::conversations::show(ctx).await,
        Endpoint::ApiMessages => route::api::conversations::messages(ctx).await,
        Endpoint::ApiSend => route::api::acts::send(ctx).await,
        Endpoint::ApiNote => route::api::acts::note(ctx).await,
        Endpoint::ApiTag => route::api::acts::tag(ctx).await,
        Endpoint::ApiHandOff => route::api::acts::hand_off(ctx).await,
        Endpoint::ApiClose => route::api::acts::close(ctx).await,
        Endpoint::ApiReopen => route::api::acts::reopen(ctx).await,
        Endpoint::ApiCustomer => route::api::customers::show(ctx).await,
        Endpoint::ApiAccount => route::api::customers::by_account(ctx).await,
        Endpoint::ApiAgents => route::api::team::agents(ctx).await,
        Endpoint::ApiTeams => route::api::team::teams(&ctx),
        Endpoint::ApiSearch => route::api::search::search(ctx).await,
        Endpoint::DeliveryHook => route::hook::delivery(ctx).await,
    }
}

const fn surface_of(route: &Route) -> Surface {
    match route.endpoint {
        Endpoint::Loader => Surface::Loader,
        Endpoint::Asset => Surface::Asset,
        // Who may frame it is known when its site is.
        Endpoint::Frame => Surface::Frame(Vec::new()),
        Endpoint::Chat | Endpoint::Console | Endpoint::AdminPage | Endpoint::AccountPage => Surface::Page,
        _ => Surface::Api,
    }
}

fn other_method(method: &str, mut allowed: Vec<&'static str>) -> Result<Response, Problem> {
    allowed.push("OPTIONS");
    let response = if method == "OPTIONS" {
        reply::nothing()
    } else {
        problem::render(&Problem::new(ProblemKind::MethodNotAllowed), &Surface::Api)
    };
    let headers = response.headers().clone();
    let _ = headers.set("allow", &allowed.join(", "));
    Ok(response.with_headers(headers))
}

fn with_link(response: Response, link: &str) -> Response {
    let headers = response.headers().clone();
    let _ = headers.set("link", link);
    response.with_headers(headers)
}

fn without_body(response: Response) -> Response {
    let status = response.status_code();
    let headers = response.headers().clone();
    worker::ResponseBuilder::new().with_status(status).with_headers(headers).empty()
}

/// Only what has the form of a site's id gets into the log.
fn site_in(path: &str, route: &Route) -> Option<SiteId> {
    let place = route.pattern.split('/').position(|part| part == "{site}")?;
    path.split('/').nth(place)?.parse().ok()
}

/// Methods are the client's words: only known ones get into the log.
fn known_method(method: &str) -> &'static str {
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        .into_iter()
        .find(|known| *known == method)
        .unwrap_or("other")
}
