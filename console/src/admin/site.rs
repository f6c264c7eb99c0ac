//! The site: its name, the pages that may hold the widget, its mail and its numbers.

use super::{
    Admin,
    parts::{Change, Fetched, code_line, code_lines, fetch, field, line, section, shown, split, tick},
    shell,
};
use crate::prelude::*;
use crate::{browser, strings::admin as words, view::press};
use weft_shared::wire::admin::{SettingsFile, SiteAccess, SiteMail, SiteMeta, SitePhone, SiteSettings, SiteTwilio};
use weft_widget::view::el::{El, el, list};

/// A text that is being written.
type Text = RwSignal<String>;

/// What is written in the form.
#[derive(Clone, Copy)]
struct Form {
    admin: Admin,
    change: Change,
    from: Fetched<SettingsFile>,
    /// The version that it was made from.
    version: StoredValue<String>,
    /// What the form said before anything was written in it.
    begun: StoredValue<Option<SiteSettings>>,
    name: Text,
    origins: Text,
    continue_url: Text,
    accent: Text,
    mail_from: Text,
    from_name: Text,
    reply_domain: Text,
    inbound: Text,
    authserv_id: Text,
    region: Text,
    at_twilio: RwSignal<bool>,
    account: Text,
    sms: Text,
    whatsapp: Text,
    voice: Text,
    team: Text,
    at_meta: RwSignal<bool>,
    number_id: Text,
    number: Text,
    at_access: RwSignal<bool>,
    team_domain: Text,
    audience: Text,
}

/// The page.
pub fn view(admin: Admin) -> AnyView {
    let (from, change): (Fetched<SettingsFile>, _) = (RwSignal::new(None), Change::new(admin));
    let load = move || {
        let routes = admin.app.routes();
        change.clear();
        fetch(from, admin, async move { routes.site_settings().await });
    };
    load();
    let written = StoredValue::new(None::<Form>);
    let unsaved = move || written.get_value().is_some_and(Form::changed);
    admin.guard(unsaved);
    let again = move || {
        if !unsaved() || browser::agrees(words::UNSAVED_LOAD) {
            load();
        }
    };
    let content = move |file: SettingsFile| {
        let now = Form::new(admin, change, from, file);
        written.set_value(Some(now));
        form(now, again)
    };
    shell::framed(words::SITE, None, vec![shown(from, load, content)])
}

fn optional(text: Text) -> Option<String> {
    let text = text.get_untracked().trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn plain(text: Text) -> String {
    text.get_untracked().trim().to_owned()
}

impl Form {
    fn new(admin: Admin, change: Change, from: Fetched<SettingsFile>, file: SettingsFile) -> Self {
        let SettingsFile { version, settings } = file;
        let phone = settings.phone.unwrap_or_default();
        let (at_twilio, at_meta) = (phone.twilio.is_some(), phone.meta.is_some());
        let (twilio, meta) = (phone.twilio.unwrap_or_default(), phone.meta.unwrap_or_default());
        let at_access = settings.access.is_some();
        let access = settings.access.unwrap_or_default();
        let maybe = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let form = Self {
            admin,
            change,
            from,
            version: StoredValue::new(version),
            begun: StoredValue::new(None),
            name: RwSignal::new(settings.name),
            origins: RwSignal::new(settings.origins.join("\n")),
            continue_url: maybe(settings.continue_url),
            accent: maybe(settings.accent),
            mail_from: RwSignal::new(settings.mail.from),
            from_name: RwSignal::new(settings.mail.from_name),
            reply_domain: RwSignal::new(settings.mail.reply_domain),
            inbound: RwSignal::new(settings.mail.inbound.join("\n")),
            authserv_id: RwSignal::new(settings.mail.authserv_id),
            region: RwSignal::new(phone.region),
            at_twilio: RwSignal::new(at_twilio),
            account: RwSignal::new(twilio.account),
            sms: maybe(twilio.sms),
            whatsapp: maybe(twilio.whatsapp),
            voice: maybe(twilio.voice),
            team: maybe(twilio.team),
            at_meta: RwSignal::new(at_meta),
            number_id: RwSignal::new(meta.number_id),
            number: RwSignal::new(meta.number),
            at_access: RwSignal::new(at_access),
            team_domain: RwSignal::new(access.team_domain),
            audience: RwSignal::new(access.audience),
        };
        form.begun.set_value(Some(form.wanted()));
        form
    }

    /// Whether something was written that is not saved.
    fn changed(self) -> bool {
        self.begun.with_value(|begun| begun.as_ref().is_some_and(|begun| *begun != self.wanted()))
    }

    fn wanted(self) -> SiteSettings {
        let twilio = self.at_twilio.get_untracked().then(|| SiteTwilio {
            account: plain(self.account),
            sms: optional(self.sms),
            whatsapp: optional(self.whatsapp),
            voice: optional(self.voice),
            team: optional(self.team),
        });
        let meta = self
            .at_meta
            .get_untracked()
            .then(|| SiteMeta { number_id: plain(self.number_id), number: plain(self.number) });
        let region = optional(self.region);
        let any = region.is_some() || twilio.is_some() || meta.is_some();
        SiteSettings {
            name: plain(self.name),
            origins: split(&self.origins.get_untracked()),
            continue_url: optional(self.continue_url),
            accent: optional(self.accent),
            mail: SiteMail {
                from: plain(self.mail_from),
                from_name: plain(self.from_name),
                reply_domain: plain(self.reply_domain),
                inbound: split(&self.inbound.get_untracked()),
                authserv_id: plain(self.authserv_id),
            },
            access: self
                .at_access
                .get_untracked()
                .then(|| SiteAccess { team_domain: plain(self.team_domain), audience: plain(self.audience) }),
            phone: any.then(|| SitePhone { region: region.unwrap_or_default(), twilio, meta }),
        }
    }

    fn save(self) {
        let (routes, key, version, wanted) =
            (self.admin.app.routes(), self.admin.key(), self.version.get_value(), self.wanted());
        let ask = async move { routes.put_site_settings(&key, &version, &wanted).await };
        self.change.run(ask, move |file| {
            self.from.set(Some(Ok(file)));
            self.admin.app.say(words::SAVED.to_owned());
            browser::focus_soon("page-title");
        });
    }

    fn field(
        self,
        at: (&'static str, &'static str),
        label: &'static str,
        hint: &'static str,
        text: Text,
        input: El,
    ) -> AnyView {
        field(self.change, at, label, hint, text, input)
    }
}

fn form(form: Form, load: impl Fn() + Clone + Send + Sync + 'static) -> AnyView {
    let again = press("button").tap(load).text(words::LOAD_AGAIN);
    let bar = el("DIV").class("admin-bar").child(again.done()).child(form.change.submit(words::SAVE));
    el("FORM")
        .class("admin-form admin-column")
        .attr("novalidate", "")
        .submit(move || form.save())
        .child(site_part(form))
        .child(mail_part(form))
        .child(phone_part(form))
        .child(access_part(form))
        .child(form.change.trouble())
        .child(bar.done())
        .done()
}

fn site_part(form: Form) -> AnyView {
    section(words::SITE, "")
        .child(form.field(("site-name", "name"), words::SITE_NAME, words::SITE_NAME_HINT, form.name, line()))
        .child(form.field(
            ("site-origins", "origins"),
            words::ORIGINS,
            words::ORIGINS_HINT,
            form.origins,
            code_lines("3"),
        ))
        .child(form.field(
            ("site-continue", "continue_url"),
            words::CONTINUE,
            words::CONTINUE_HINT,
            form.continue_url,
            code_line(),
        ))
        .child(form.field(("site-accent", "accent"), words::ACCENT, words::ACCENT_HINT, form.accent, code_line()))
        .done()
}

fn mail_part(form: Form) -> AnyView {
    section(words::MAIL, "")
        .child(form.field(
            ("mail-from", "mail.from"),
            words::MAIL_FROM,
            words::MAIL_FROM_HINT,
            form.mail_from,
            code_line(),
        ))
        .child(form.field(
            ("mail-name", "mail.from_name"),
            words::FROM_NAME,
            words::FROM_NAME_HINT,
            form.from_name,
            line(),
        ))
        .child(form.field(
            ("mail-inbound", "mail.inbound"),
            words::INBOUND,
            words::INBOUND_HINT,
            form.inbound,
            code_lines("2"),
        ))
        .child(form.field(
            ("mail-reply", "mail.reply_domain"),
            words::REPLY_DOMAIN,
            words::REPLY_DOMAIN_HINT,
            form.reply_domain,
            code_line(),
        ))
        .child(form.field(
            ("mail-authserv", "mail.authserv_id"),
            words::AUTHSERV,
            words::AUTHSERV_HINT,
            form.authserv_id,
            code_line(),
        ))
        .done()
}

fn phone_part(form: Form) -> AnyView {
    let number =
        move |at, label, text| form.field(at, label, words::NUMBER_HINT, text, code_line().attr("inputmode", "tel"));
    let twilio = list(move || {
        if !form.at_twilio.get() {
            return Vec::new();
        }
        vec![
            form.field(
                ("twilio-account", "phone.twilio.account"),
                words::ACCOUNT,
                words::ACCOUNT_HINT,
                form.account,
                code_line(),
            ),
            number(("twilio-texts", "phone.twilio.sms"), words::TEXT_NUMBER, form.sms),
            number(("twilio-wa", "phone.twilio.whatsapp"), words::WA_NUMBER, form.whatsapp),
            number(("twilio-calls", "phone.twilio.voice"), words::CALL_NUMBER, form.voice),
            number(("twilio-team", "phone.twilio.team"), words::TEAM_NUMBER, form.team),
        ]
    });
    let meta = list(move || {
        if !form.at_meta.get() {
            return Vec::new();
        }
        vec![
            form.field(
                ("meta-id", "phone.meta.number_id"),
                words::NUMBER_ID,
                words::NUMBER_ID_HINT,
                form.number_id,
                code_line(),
            ),
            number(("meta-number", "phone.meta.number"), words::WA_NUMBER, form.number),
        ]
    });
    let flip = |flag: RwSignal<bool>| move || flag.update(|flag| *flag = !*flag);
    section(words::NUMBERS, words::NUMBERS_BODY)
        .child(form.field(
            ("phone-region", "phone.region"),
            words::REGION,
            words::REGION_HINT,
            form.region,
            code_line(),
        ))
        .child(tick(words::AT_TWILIO.to_owned(), move || form.at_twilio.get(), flip(form.at_twilio)))
        .child(twilio)
        .child(tick(words::AT_META.to_owned(), move || form.at_meta.get(), flip(form.at_meta)))
        .child(meta)
        .done()
}

fn access_part(form: Form) -> AnyView {
    let fields = list(move || {
        if !form.at_access.get() {
            return Vec::new();
        }
        let (domain, audience) = (("access-domain", "access.team_domain"), ("access-audience", "access.audience"));
        vec![
            form.field(domain, words::TEAM_DOMAIN, words::TEAM_DOMAIN_HINT, form.team_domain, code_line()),
            form.field(audience, words::AUDIENCE, words::AUDIENCE_HINT, form.audience, code_line()),
        ]
    });
    let flip = move || form.at_access.update(|flag| *flag = !*flag);
    section(words::SIGN_IN, words::SIGN_IN_BODY)
        .child(tick(words::AT_ACCESS.to_owned(), move || form.at_access.get(), flip))
        .child(fields)
        .done()
}
