//! What each route of the API does.

use crate::routes::Endpoint;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use weft_shared::{
    channel::Channel,
    id::{AgentId, ConversationId, CustomerId, DeliveryId, WebhookId},
    wire::api::{
        Agents, Close, Conversation, ConversationPage, Customer, Deliveries, DeliveryLine, Known, Message, MessagePage,
        NewHandoff, NewMessage, NewNote, NewTags, NewWebhook, Reopen, SearchPage, Teams, WebhookChange, WebhookLine,
        WebhookMade, Webhooks, WhoIs,
    },
};

/// The answer when nothing is wrong.
pub struct Answer {
    pub status: u16,
    pub schema: Option<Value>,
    pub description: &'static str,
}

/// One operation.
pub struct Operation {
    pub id: &'static str,
    pub tag: &'static str,
    pub summary: &'static str,
    pub more: &'static str,
    pub query: Vec<Value>,
    pub body: Option<Value>,
    pub answer: Answer,
    pub problems: &'static [u16],
    pub once: bool,
}

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

/// A read: nothing is sent, nothing changes.
fn get(id: &'static str, tag: &'static str, summary: &'static str, answer: Value) -> Operation {
    Operation {
        id,
        tag,
        summary,
        more: "",
        query: Vec::new(),
        body: None,
        answer: Answer { status: 200, schema: Some(answer), description: "It." },
        problems: &[404],
        once: false,
    }
}

/// A request with an `Idempotency-Key`.
fn post(
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    body: Option<Value>,
    status: u16,
    answer: Value,
) -> Operation {
    let answer = Answer { status, schema: Some(answer), description: "It is done." };
    Operation { body, answer, problems: &[404, 409, 413, 422], once: true, ..get(id, tag, summary, Value::Null) }
}

/// The parameter of a path.
pub fn in_path(name: &str, generator: &mut SchemaGenerator) -> Value {
    let schema = match name {
        "id" => of::<ConversationId>(generator),
        "customer" => of::<CustomerId>(generator),
        "webhook" => of::<WebhookId>(generator),
        "delivery" => of::<DeliveryId>(generator),
        "account" => json!({ "type": "string", "minLength": 1, "maxLength": 128 }),
        _ => json!({ "type": "string" }),
    };
    json!({ "name": name, "in": "path", "required": true, "schema": schema })
}

fn in_query(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema })
}

fn paged(mut first: Vec<Value>) -> Vec<Value> {
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 50 });
    first.push(in_query("limit", "How many lines, at most.", limit));
    first.push(cursor());
    first
}

fn cursor() -> Value {
    let schema = json!({ "type": "string", "pattern": r"^[0-9a-z_]+\.[0-9a-f]{16}$" });
    in_query("cursor", "`next` of the page before, with the same filters.", schema)
}

fn state() -> Value {
    in_query("state", "Open or closed ones only.", json!({ "type": "string", "enum": ["open", "closed"] }))
}

/// What a route does; none when nobody described it yet.
pub fn operation(endpoint: Endpoint, types: &mut SchemaGenerator) -> Option<Operation> {
    conversations(endpoint, types).or_else(|| others(endpoint, types)).or_else(|| webhooks(endpoint, types))
}

fn conversations(endpoint: Endpoint, types: &mut SchemaGenerator) -> Option<Operation> {
    const TAG: &str = "Conversations";
    let one = of::<Conversation>(types);
    Some(match endpoint {
        Endpoint::ApiConversations => Operation {
            more: "The latest begun first. New conversations come before the first page and move nothing. The list follows \
                   what happens within a second or so.",
            query: paged(vec![
                state(),
                in_query("owner", "Those of this agent only.", of::<AgentId>(types)),
                in_query(
                    "team",
                    "Those with this team only.",
                    json!({ "type": "string", "pattern": "^[a-z0-9-]{1,40}$" }),
                ),
                in_query("channel", "Those whose last message came or went there only.", of::<Channel>(types)),
                in_query(
                    "updated_since",
                    "Those that changed since only.",
                    json!({ "type": "string", "format": "date-time" }),
                ),
            ]),
            problems: &[],
            ..get("listConversations", TAG, "Conversations of the site.", of::<ConversationPage>(types))
        },
        Endpoint::ApiConversation => get("getConversation", TAG, "A conversation as it is now.", one),
        Endpoint::ApiMessages => Operation {
            more: "The earliest first.",
            query: paged(Vec::new()),
            ..get("listMessages", TAG, "The messages of a conversation.", of::<MessagePage>(types))
        },
        Endpoint::ApiSend => Operation {
            more: "It takes the conversation if nobody has it, within the agent's capacity; it is refused when a colleague has it.",
            ..post(
                "sendMessage",
                TAG,
                "Answers the customer in the name of an agent.",
                Some(of::<NewMessage>(types)),
                201,
                of::<Message>(types),
            )
        },
        Endpoint::ApiNote => {
            post("addNote", TAG, "Notes something that customers never see.", Some(of::<NewNote>(types)), 201, one)
        }
        Endpoint::ApiTag => Operation {
            once: false,
            ..post("setTags", TAG, "Says what the tags are.", Some(of::<NewTags>(types)), 200, one)
        },
        Endpoint::ApiHandOff => Operation {
            more: "The note is checked as in the console: a poor one is refused with its field, the rule and an example. An \
                   agent is offered it and the owner stays until they accept; a team has it in its queue at once.",
            ..post(
                "handOff",
                TAG,
                "Hands a conversation to an agent or a team, with a note.",
                Some(of::<NewHandoff>(types)),
                200,
                one,
            )
        },
        Endpoint::ApiClose => post("close", TAG, "Ends a conversation.", Some(of::<Close>(types)), 200, one),
        Endpoint::ApiReopen => {
            post("reopen", TAG, "Lets a conversation go on; the agent has it.", Some(of::<Reopen>(types)), 200, one)
        }
        _ => return None,
    })
}

fn others(endpoint: Endpoint, types: &mut SchemaGenerator) -> Option<Operation> {
    let day = || json!({ "type": "string", "format": "date" });
    Some(match endpoint {
        Endpoint::ApiDescription => Operation {
            problems: &[],
            ..get("describe", "Description", "This description.", json!({ "type": "object" }))
        },
        Endpoint::ApiCustomer => Operation {
            more: "One who was merged into another is answered 410, with `Link: <…>; rel=\"canonical\"`.",
            problems: &[404, 410],
            ..get("getCustomer", "Customers", "A customer.", of::<Customer>(types))
        },
        Endpoint::ApiAccount => Operation {
            body: Some(of::<WhoIs>(types)),
            more: "What is absent stays as it is. An address that is proven to be another customer's is not moved: it is in \
                   `conflicts`, and agents are told.",
            problems: &[413, 422],
            ..get("putAccount", "Customers", "Says what belongs to an account of the site.", of::<Known>(types))
        },
        Endpoint::ApiAgents => Operation {
            more: "Those in whose name something can be done, and to whom conversations can be handed.",
            problems: &[],
            ..get("listAgents", "Team", "All agents of the site, by id.", of::<Agents>(types))
        },
        Endpoint::ApiTeams => Operation {
            problems: &[],
            ..get("listTeams", "Team", "All teams of the site, by name.", of::<Teams>(types))
        },
        Endpoint::ApiSearch => Operation {
            more: "Words, and phrases in quotes, all of which must occur in a message, a subject or a note.",
            query: vec![
                json!({
                    "name": "q", "in": "query", "required": true, "description": "What to look for.",
                    "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
                }),
                in_query("conversation", "In this conversation only.", of::<ConversationId>(types)),
                in_query("channel", "On this channel only.", of::<Channel>(types)),
                in_query("owner", "In conversations of this agent only.", of::<AgentId>(types)),
                in_query("intent", "In conversations about this only.", json!({ "type": "string", "minLength": 1 })),
                state(),
                in_query("from", "Not written before this day.", day()),
                in_query("until", "Not written after this day.", day()),
                cursor(),
            ],
            problems: &[],
            ..get("search", "Search", "Finds messages across conversations.", of::<SearchPage>(types))
        },
        _ => return None,
    })
}

fn webhooks(endpoint: Endpoint, types: &mut SchemaGenerator) -> Option<Operation> {
    const TAG: &str = "Webhooks";
    let line = of::<WebhookLine>(types);
    Some(match endpoint {
        Endpoint::ApiWebhooks => {
            Operation { problems: &[], ..get("listWebhooks", TAG, "The site's webhooks.", of::<Webhooks>(types)) }
        }
        Endpoint::ApiNewWebhook => post(
            "makeWebhook",
            TAG,
            "Makes a webhook; its secret is shown this once.",
            Some(of::<NewWebhook>(types)),
            201,
            of::<WebhookMade>(types),
        ),
        Endpoint::ApiWebhook => get("getWebhook", TAG, "A webhook.", line),
        Endpoint::ApiChangeWebhook => Operation {
            once: false,
            ..post("changeWebhook", TAG, "Changes a webhook.", Some(of::<WebhookChange>(types)), 200, line)
        },
        Endpoint::ApiRemoveWebhook => Operation {
            answer: Answer { status: 204, schema: None, description: "It is gone." },
            ..get("removeWebhook", TAG, "Removes a webhook with its log.", Value::Null)
        },
        Endpoint::ApiRotateWebhook => Operation {
            more: "For 24 hours requests carry a second signature, by the former secret.",
            ..post("rotateSecret", TAG, "Gives a webhook a new secret.", None, 200, of::<WebhookMade>(types))
        },
        Endpoint::ApiDeliveries => Operation {
            more: "The latest first: the last thousand, for 30 days.",
            query: paged(Vec::new()),
            ..get("listDeliveries", TAG, "What a webhook was told, try by try.", of::<Deliveries>(types))
        },
        Endpoint::ApiDeliverAgain => {
            post("deliverAgain", TAG, "Tells it once more, under the same id.", None, 202, of::<DeliveryLine>(types))
        }
        _ => return None,
    })
}
