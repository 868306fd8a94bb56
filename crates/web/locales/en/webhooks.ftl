# Webhooks: news of acts for other programs
menu-webhooks = Webhooks
webhooks-about = With each act a message is sent to the addresses below, as Standard Webhooks describes it: signed, and in order. It holds number, register, move, state, area and time, and neither names nor words; whoever may know more asks the API by their own token.
webhooks-empty = No webhooks yet
webhook-new = Add a webhook
webhook-label = Name
webhook-label-hint = For example: district command centre
webhook-machine = Receiver
webhook-address = Address
webhook-address-hint = Begins with https://; addresses of internal networks must be opened by the operator first
webhook-area-hint = Acts here and in the areas below are sent
webhook-registers = Registers
webhook-all-registers = All registers
webhook-kinds = Which acts
webhook-all-hint = None chosen means all
webhook-kind-opened = Opened
webhook-kind-moved = Moved on
webhook-kind-closed = Closed
webhook-kind-noted = Other entries
webhook-ignored = Except acts of the account
webhook-ignored-hint = The login with which the receiver calls the API, so that it does not answer its own acts for ever
webhook-aside = Before you add one
webhook-aside-signed = Once it is saved, the signing secret is shown, and only then. Give it to the receiver, who checks the signature of each message with it.
webhook-aside-private = Registers that only some roles may see are not sent.
webhook-on = On
webhook-waiting = To be tried again
webhook-is-off = Off
webhook-why-waiting = The receiver did not take a message; it is tried again at { $x }. Those behind it wait, and none is lost.
webhook-why-gone = The receiver says that it is gone (410), so the webhook was switched off. Check the address before you switch it on.
webhook-why-failing = Nothing could be delivered for three days, or twenty messages in a row were refused, so the webhook was switched off. Switched on again, it goes on where it stopped.
webhook-why-asked = An administrator switched it off. Switched on again, it goes on where it stopped.
webhook-secret-title = The signing secret, shown this once
webhook-secret-note = Give it to the receiver now. After a change the former secret signs too for 24 hours, so that the receiver can change over.
webhook-behind = { $n ->
    [one] One entry of the journal to go
   *[other] { $n } entries of the journal to go
}
webhook-test = Send a test
webhook-test-good = The receiver took the test: { $status }, { $millis } ms
webhook-test-bad = The receiver did not take the test: { $status }, { $millis } ms
webhook-test-missed = The test did not arrive: { $x }
webhook-rotate = Change the secret
webhook-switch-on = Switch on
webhook-switch-off = Switch off
webhook-switched-on = Switched on
webhook-switched-off = Switched off
webhook-end = Delete
webhook-ended = The webhook is deleted
webhook-saved = The webhook is saved
webhook-settings = Settings
webhook-deliveries = Deliveries
webhook-deliveries-none = Nothing was sent yet. The next act will be.
webhook-act = Act
webhook-act-at = Done
webhook-tried = Last tried
webhook-answer = Answer
webhook-answered = { $status } · { $millis } ms
webhook-done = Delivered
webhook-given-up = Given up
webhook-tries = { $n ->
    [one] Tried once
   *[other] Tried { $n } times
}
webhook-again = Send again
webhook-replay = Send again what was given up
webhook-since = Since
webhook-replay-effect = All messages given up since that day are sent again with the same ids, by which the receiver knows them.
webhook-replayed = { $n ->
    [one] One message will be sent again
   *[other] { $n } messages will be sent again
}
webhook-missed-address = the address is not valid
webhook-missed-reach = the address is in a network that is not open; the operator opens it with --webhook-networks
webhook-missed-connection = no connection, or it broke off
webhook-missed-late = no answer within 15 seconds
rule-webhook-sequence = There is no such delivery: take its number from the list of deliveries
rule-webhook-label = Give it a name of at most 64 characters
rule-webhook-address = Give a whole address such as https://example.gov.cn/hook, without user name and password
rule-webhooks-many = There may be 50 webhooks at most; delete one that is not used
rule-unknown-login = There is no such login
event-webhook-new = Webhook added
event-webhook-change = Webhook changed
event-webhook-rotate = Webhook secret changed
event-webhook-on = Webhook switched on
event-webhook-off = Webhook switched off
event-webhook-end = Webhook deleted
event-webhook-replay = Messages sent again
event-webhook-given-up = A message was refused
api-webhooks = All webhooks
api-webhook-new = Adds a webhook; its secret is in this answer only
api-webhook = A webhook and its latest deliveries
api-webhook-change = Changes a webhook
api-webhook-end = Deletes a webhook
api-webhook-act = Test, new secret, on, off
api-webhook-replay = Send again what was not delivered
