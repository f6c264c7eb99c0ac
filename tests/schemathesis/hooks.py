"""What a description cannot say is put right in requests that are to be accepted; all else is the tester's."""

import secrets

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    # Each request takes a key of its own: the same key again means the same request again.
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = secrets.token_hex(16)
    # A cursor comes from the answer before. Made up, it is refused.
    if case.query and "cursor" in case.query:
        del case.query["cursor"]
    if isinstance(case.body, dict):
        # Somebody of the site acts, by a medium on which the customer is.
        if "agent" in case.body:
            case.body["agent"] = "ada"
        case.body.pop("channel", None)
