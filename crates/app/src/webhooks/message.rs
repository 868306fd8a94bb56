//! What is sent and how it is signed: *Standard Webhooks* 1.0.0. Pure: time and ids are handed in.

use hmac::{Hmac, KeyInit as _, Mac as _};
use linli_pack::model::Register;
use linli_pack::record::{Instant, Record};
use linli_store::{Acted, Webhook};
use serde_json::json;
use sha2::Sha256;

/// What secrets begin with.
pub(super) const SECRET: &str = "whsec_";

/// The kind of an act: what a webhook asks for.
pub(super) fn kind(act: &Acted, register: &Register) -> &'static str {
    let open = |state: &str| register.states.get(state).is_some_and(|state| state.open);
    match (act.from.as_str(), act.to.as_str()) {
        ("", _) => "opened",
        (from, to) if open(from) && !open(to) => "closed",
        (from, to) if from != to => "moved",
        _ => "noted",
    }
}

/// The news of an act: which record, which move, from where to where. No words and no names.
pub(super) fn news(act: &Acted, record: &Record, kind: &str) -> String {
    json!({
        "type": format!("{}.{}", act.register, act.name),
        "timestamp": stamp(act.at),
        "data": {
            "sequence": act.seq,
            "kind": kind,
            "register": act.register,
            "record": act.record,
            "number": record.number,
            "move": act.name,
            "from": act.from,
            "state": act.to,
            "area": record.area,
            "holder": act.holder,
            "version": act.version,
            "url": format!("/api/v1/records/{}", act.record),
        },
    })
    .to_string()
}

/// What an administrator has sent to see whether anybody is there.
pub(super) fn test(now: Instant, area: &str) -> String {
    json!({ "type": "webhook.test", "timestamp": stamp(now), "data": { "area": area } }).to_string()
}

fn stamp(at: Instant) -> String {
    jiff::Timestamp::from_second(at).map(|stamp| stamp.to_string()).unwrap_or_default()
}

/// The signatures of a message: by the secret, and by the former one as long as it is good.
pub(super) fn signatures(hook: &Webhook, id: &str, now: Instant, body: &str) -> String {
    let former = hook.old_until.is_some_and(|until| now < until).then_some(&hook.old_secret);
    let secrets = std::iter::once(&hook.secret).chain(former);
    secrets.filter_map(|secret| signature(secret, id, now, body)).collect::<Vec<_>>().join(" ")
}

fn signature(secret: &str, id: &str, now: Instant, body: &str) -> Option<String> {
    let key = data_encoding::BASE64.decode(secret.strip_prefix(SECRET)?.as_bytes()).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{now}.{body}").as_bytes());
    Some(format!("v1,{}", data_encoding::BASE64.encode(&mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn a_message_is_signed_as_in_the_specifications_own_example() {
        let signed =
            signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }
}
