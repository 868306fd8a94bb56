# The second step of signing in
code = Code
code-title = Enter the code
code-hint = The six digits that the authenticator on your phone shows now
code-either-hint = The six digits that the authenticator on your phone shows now; without your phone, a recovery code
code-submit = Go on
code-by-app = Use the authenticator
code-by-recovery = No phone at hand? Use a recovery code
code-recovery = Recovery code
code-recovery-hint = One of the ten that you wrote down when you set this up, not used yet
code-recovery-left = { $n ->
    [0] Signed in by a recovery code. It was the last one: make new ones now
    [one] Signed in by a recovery code; one is left
   *[other] Signed in by a recovery code; { $n } are left
}
code-again = Sign in with another account
code-over = The sign-in was not finished within ten minutes: sign in again
no-code = A code is asked for too
no-code-way = This account signs in in two steps: use the sign-in page.
rule-code-wrong = This code is wrong or was used already. Wait until the authenticator shows a new one; if none is ever right, check your phone's clock.
rule-second-factor-there = Two-step sign-in is on already
factors = Protection of sign-ins
factors-note = One thing more than a password, so that somebody who knows it still cannot get in
factor-title = Two-step sign-in
factor-on = On
factor-none = Off
factor-why = Signing in then takes the six digits of an authenticator on your phone besides the password. The phone needs no network, and no particular app.
factor-must = Your role asks for two-step sign-in: set it up before you start. It takes a few minutes; signing in then takes the six digits of an authenticator on your phone besides the password. The phone needs no network.
factor-since = On since { $time }; { $n ->
    [one] one recovery code is
   *[other] { $n } recovery codes are
} left.
factor-step-app = Have an authenticator on your phone: any app or mini-program that does time-based codes (TOTP).
factor-step-scan = Scan this code with it.
factor-step-code = Type the six digits that it shows.
factor-qr = QR code for two-step sign-in
factor-type = If you cannot scan it, type the key:
factor-open-app = Open the authenticator on this phone
factor-set-up = Turn on two-step sign-in
factor-codes-title = Ten recovery codes, shown this once
factor-codes-note = If your phone is lost or replaced, sign in with one of these; each works once. Write or print them, and keep them in a safe place, not with the phone.
factor-go-on = Kept them; go on
factor-renew = Make new recovery codes
factor-renew-effect = The old ones stop working.
factor-off = Turn off two-step sign-in
factor-off-effect = The password alone is then enough.
factor-off-asked = Your role asks for two-step sign-in: you set it up again at once, for example on a new phone.
factor-is-off = Two-step sign-in is off
factor-reset = Reset two-step sign-in
factor-reset-note = Only when somebody has lost phone and recovery codes. Make sure that it is them, in person or by phone. All their sign-ins end, and the journal says so.
factor-was-reset = Two-step sign-in is reset
event-second-factor-on = Two-step sign-in turned on
event-second-factor-off = Two-step sign-in turned off
event-second-factor-reset = Two-step sign-in reset by an administrator
event-recovery-codes-new = New recovery codes made

# The journal of sign-ins
journal-views = Journals
journal-acts = Acts
sign-ins = Sign-ins
sign-ins-own = Latest sign-ins
sign-ins-own-note = If one is not yours, change your password now and tell your administrator
sign-ins-none = No sign-ins
sign-ins-shown = { $n ->
    [one] One line
   *[other] { $n } lines
}
sign-ins-kept = Each line stands on the one before, which the check of the journal proves. Kept for 190 days; the network only, no whole address, no time online.
sign-ins-strangers = { $n ->
    [0] Nobody tried a login that does not exist in the last 30 days.
    [one] One try in the last 30 days was with a login that does not exist; what was typed is not kept.
   *[other] { $n } tries in the last 30 days were with logins that do not exist; what was typed is not kept.
}
sign-in-who = Account
sign-in-what = What happened
sign-in-how = Way
sign-in-network = Network
sign-in-here = The server itself
sign-in-by = Ended by { $x }
sign-in-in = Signed in
sign-in-wrong-password = Wrong password
sign-in-wrong-code = Wrong code
sign-in-locked = Account locked
sign-in-out = Signed out
sign-in-ended = Ended from elsewhere
way-password = Password
way-code = Password and code
way-recovery = Password and recovery code
way-demo = Demo, one press

# Single sign-on
login-or = or
signed-out = Signed out
sso-still-in = You may still be signed in at the place's single sign-on; on a shared computer end that too:
sso-sign-out = Sign out of { $x }
sso-link = Link
sso-unlink = Unlink
sso-linked = Linked: you can sign in by it from now on
sso-unlinked = Unlinked
sso-is-linked = Linked
sso-not-linked = Not linked
sso-account = Single sign-on
no-account = No account here is linked to you
no-account-way = If you have one, sign in with its password and link it once under My account; if not, ask your administrator.
no-sso-down = Single sign-on does not answer
no-sso-down-way = Try again in a few minutes, or sign in with login and password.
no-sso-refused = Single sign-on did not let you in
no-sso-refused-way = You may have cancelled there, or may not use this program. Try again, or sign in with login and password.
no-sso-lost = The sign-in was not finished
no-sso-lost-way = It took too long, or another window was faster. Sign in again.
rule-identity-taken = This person is linked to another account. Unlink them there first, or ask an administrator.
rule-identity-other = This account is linked to another person there; unlink it first
way-sso = Single sign-on
way-sso-code = Single sign-on and code
way-sso-factor = Single sign-on (two steps there)
event-identity-link = Account linked to single sign-on
event-identity-unlink = Account unlinked from single sign-on

# Passkeys
passkeys = Passkeys
passkeys-note = Sign in with the finger, face or PIN of your computer or phone, with no password and no code
passkeys-none = No passkeys yet
passkey-label = Name
passkey-made = Added
passkey-unused = Not used yet
passkey-add = Add a passkey
passkey-added = The passkey is added: you can sign in with it next time
passkey-end = Remove
passkey-ended = The passkey is removed
passkey-sign-in = Sign in with a passkey
passkey-not-shown = Not signed in: cancelled, or this device has no passkey of this place.
passkey-not-made = Not added: cancelled, or this device has one already.
passkey-no-browser = This browser cannot do passkeys; use a recent Edge, Chrome or Safari.
no-passkey = This passkey does not open
no-passkey-way = It may have been removed, or it took too long. Try again, or sign in with login and password.
no-passkey-wanted = Sign in with your passkey
no-passkey-wanted-way = Your role asks for two steps, and this account has passkeys only. Without your device, ask an administrator to reset two-step sign-in.
rule-passkeys-many = There are twelve passkeys already: remove one that you do not use
rule-passkey-label = Give it a name of at most 32 characters
rule-passkey-late = It took too long: add it again
rule-passkey-wrong = What the browser sent does not fit; nothing was added. Try again
way-passkey = Passkey
event-passkey-new = Passkey added
event-passkey-end = Passkey removed
