use crate::{
    each,
    sample::{AT, ATTACHMENT, CONVERSATION, CUSTOMER, LATER, MESSAGE, OTHER, agent, channel, hold, write},
};
use weft_shared::{
    evidence::Assurance,
    handoff::Party,
    id::{DeliveryId, HandoffId, KeyId, WebhookId},
    identity::{IdentifierKind, Standing},
    message::Delivery,
    routing::Priority,
    wire::api::{
        AgentLine, Agents, AttemptLine, Close, Conversation, ConversationPage, Customer, CustomerConversation,
        Deliveries, DeliveryLine, DeliveryState, File, HandoffTime, HookData, HookEvent, HookPayload, KeyLine, KeyMade,
        Known, KnownIdentifier, Message, MessagePage, Moment, NewHandoff, NewKey, NewMessage, NewNote, NewTags,
        NewWebhook, Offer, Reopen, Scope, SearchHit, SearchPage, Sender, State, TeamLine, Teams, WebhookChange,
        WebhookLine, WebhookMade, Webhooks, WhoIs,
    },
};

const KEY: KeyId = KeyId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0011);
const WEBHOOK: WebhookId = WebhookId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0012);
const DELIVERY: DeliveryId = DeliveryId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0013);
const HANDOFF: HandoffId = HandoffId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0014);

fn plain() -> Conversation {
    Conversation {
        id: CONVERSATION,
        customer: CUSTOMER,
        subject: None,
        state: State::Closed,
        owner: None,
        team: None,
        queued_since: None,
        on_hold: false,
        offer: None,
        handoffs: Vec::new(),
        channel: None,
        intent: None,
        tier: None,
        priority: Priority::Normal,
        tags: Vec::new(),
        waiting: false,
        opened_at: Moment(AT),
        updated_at: Moment(AT),
        active_at: None,
        continues_in: None,
        seq: 1,
    }
}

fn conversation() -> Conversation {
    Conversation {
        subject: Some("Parcel".to_owned()),
        state: State::Open,
        owner: Some(agent()),
        team: Some("parcels".to_owned()),
        queued_since: Some(Moment(AT)),
        on_hold: true,
        offer: Some(Offer {
            handoff: HANDOFF,
            by: agent(),
            to: Party::Team("returns".to_owned()),
            expires_at: Some(Moment(LATER)),
        }),
        handoffs: vec![HandoffTime { handoff: HANDOFF, offered_at: Moment(AT), accepted_at: Moment(LATER) }],
        channel: Some(channel()),
        intent: Some("where-is-it".to_owned()),
        tier: Some("gold".to_owned()),
        priority: Priority::High,
        tags: vec!["lost".to_owned()],
        waiting: true,
        active_at: Some(Moment(AT)),
        continues_in: Some(OTHER),
        seq: 12,
        ..plain()
    }
}

fn message() -> Message {
    Message {
        id: MESSAGE,
        seq: 3,
        at: Moment(AT),
        channel: channel(),
        from: Sender::Customer,
        agent: None,
        name: Some("Jo".to_owned()),
        level: Some(Assurance::ChannelControl),
        subject: Some("Parcel".to_owned()),
        text: "Where is my parcel?".to_owned(),
        delivery: None,
        attachments: vec![File { id: ATTACHMENT, name: "label.pdf".to_owned(), size: 4_711 }],
    }
}

fn key_line() -> KeyLine {
    KeyLine {
        id: KEY,
        name: "Shop system".to_owned(),
        scopes: Scope::ALL.to_vec(),
        shown: "weft_demo_…".to_owned(),
        made_at: AT,
        made_by: agent(),
        last_used: Some(LATER),
    }
}

fn webhook() -> WebhookLine {
    WebhookLine {
        id: WEBHOOK,
        url: "https://shop.example/hooks/weft".to_owned(),
        events: HookEvent::ALL.to_vec(),
        description: Some("Shop system".to_owned()),
        enabled: false,
        disabled_because: Some("it answered 410 Gone".to_owned()),
        made_at: Moment(AT),
        made_by: "ada".to_owned(),
        former_secret_until: Some(Moment(LATER)),
    }
}

#[test]
fn keys_keep_their_form() {
    hold("api.KeyLine", &key_line());
    hold("api.NewKey", &NewKey { name: "Shop system".to_owned(), scopes: vec![Scope::Webhooks] });
    hold("api.KeyMade", &KeyMade { key: "weft_demo_…".to_owned(), line: KeyLine { last_used: None, ..key_line() } });
}

#[test]
fn conversations_and_messages_keep_their_form() {
    hold("api.Conversation", &conversation());
    hold("api.Conversation.plain", &plain());
    each!("api", State {
        "open": State::Open => State::Open,
        "closed": State::Closed => State::Closed,
    });
    each!("api", Sender {
        "customer": Sender::Customer => Sender::Customer,
        "outsider": Sender::Outsider => Sender::Outsider,
        "agent": Sender::Agent => Sender::Agent,
        "system": Sender::System => Sender::System,
    });
    hold("api.ConversationPage", &ConversationPage { conversations: vec![plain()], next: Some("cursor".to_owned()) });
    hold("api.Message", &message());
    let sent = Message {
        from: Sender::Agent,
        agent: Some(agent()),
        level: None,
        subject: None,
        delivery: Some(Delivery::Sent),
        attachments: Vec::new(),
        ..message()
    };
    hold("api.MessagePage", &MessagePage { messages: vec![sent], next: None });
}

#[test]
fn what_programs_do_keeps_its_form() {
    let text = "It left us today.".to_owned();
    hold("api.NewMessage", &NewMessage { agent: agent(), text: text.clone(), channel: Some(channel()) });
    hold("api.NewNote", &NewNote { agent: agent(), text, mentions: vec![agent()] });
    hold("api.NewTags", &NewTags { agent: agent(), tags: vec!["lost".to_owned()] });
    hold(
        "api.NewHandoff",
        &NewHandoff {
            agent: agent(),
            wants: "The parcel.".to_owned(),
            done: "Asked the carrier.".to_owned(),
            promised: "An answer today.".to_owned(),
            next: "Call the carrier.".to_owned(),
            owner: Party::Agent(agent()),
            due: Moment(LATER),
        },
    );
    hold("api.Close", &Close { agent: agent() });
    hold("api.Reopen", &Reopen { agent: agent() });
}

#[test]
fn customers_and_what_is_found_keep_their_form() {
    let identifier = KnownIdentifier {
        kind: IdentifierKind::Mail,
        value: "jo@example.com".to_owned(),
        standing: Standing::Proven,
        since: Moment(AT),
    };
    let conversation = CustomerConversation { id: CONVERSATION, open: true, active_at: Moment(AT) };
    hold("api.Customer", &Customer { id: CUSTOMER, identifiers: vec![identifier], conversations: vec![conversation] });
    hold(
        "api.WhoIs",
        &WhoIs {
            mail: vec!["jo@example.com".to_owned()],
            phone: vec!["+447700900123".to_owned()],
            deal: vec!["D-100".to_owned()],
            tier: Some("gold".to_owned()),
        },
    );
    hold("api.Known", &Known { customer: CUSTOMER, conflicts: vec!["jo@example.com".to_owned()] });
    let hit = SearchHit {
        conversation: CONVERSATION,
        seq: 3,
        at: Moment(AT),
        channel: Some(channel()),
        owner: Some(agent()),
        open: true,
        text: "Where is my parcel?".to_owned(),
    };
    let teams = vec!["returns".to_owned()];
    let line = AgentLine { id: agent(), name: "Ada".to_owned(), teams };
    hold("api.Agents", &Agents { agents: vec![line] });
    let line = TeamLine { name: "returns".to_owned(), label: "Returns".to_owned() };
    hold("api.Teams", &Teams { teams: vec![line] });
    hold("api.SearchPage", &SearchPage { hits: vec![hit], next: Some("cursor".to_owned()) });
}

#[test]
fn webhooks_keep_their_form() {
    hold("api.WebhookLine", &webhook());
    hold("api.Webhooks", &Webhooks { webhooks: Vec::new() });
    let url = "https://shop.example/hooks/weft".to_owned();
    hold("api.NewWebhook", &NewWebhook { url: url.clone(), events: vec![HookEvent::Opened], description: None });
    hold(
        "api.WebhookChange",
        &WebhookChange {
            url: Some(url),
            events: Some(Vec::new()),
            description: Some(String::new()),
            enabled: Some(true),
        },
    );
    hold("api.WebhookMade", &WebhookMade { webhook: webhook(), secret: "whsec_…".to_owned() });
    each!("api", DeliveryState {
        "pending": DeliveryState::Pending => DeliveryState::Pending,
        "delivered": DeliveryState::Delivered => DeliveryState::Delivered,
        "failed": DeliveryState::Failed => DeliveryState::Failed,
    });
    let line = DeliveryLine {
        id: DELIVERY,
        event: HookEvent::Received,
        conversation: CONVERSATION,
        at: Moment(AT),
        state: DeliveryState::Pending,
        attempts: vec![
            AttemptLine { at: Moment(AT), status: Some(503), error: None },
            AttemptLine { at: Moment(LATER), status: None, error: Some("it cannot be reached".to_owned()) },
        ],
        next_at: Some(Moment(LATER)),
    };
    hold("api.Deliveries", &Deliveries { deliveries: vec![line], next: Some("cursor".to_owned()) });
    write("api.HookEvent", &HookEvent::ALL);
    write("api.Scope", &Scope::ALL);
}

#[test]
fn what_webhooks_are_told_keeps_its_form() {
    let data = HookData {
        conversation: CONVERSATION,
        customer: CUSTOMER,
        seq: 3,
        agent: Some(agent()),
        to: Some(Party::Agent(agent())),
        message: None,
        message_id: None,
        delivery: None,
        now: Some(Box::new(plain())),
    };
    let payload = |kind, data| HookPayload { kind, timestamp: Moment(AT), data };
    hold("api.HookPayload.handed-off", &payload(HookEvent::HandedOff, data.clone()));
    let plain = HookData { agent: None, to: None, now: None, ..data };
    let received = HookData { message: Some(message()), ..plain.clone() };
    hold("api.HookPayload.received", &payload(HookEvent::Received, received));
    let delivery = HookData { message_id: Some(MESSAGE), delivery: Some(Delivery::Failed), ..plain };
    hold("api.HookPayload.delivery", &payload(HookEvent::DeliveryChanged, delivery));
}
