# Ways to be told: mail, text messages and chats
channels-title = Ways to be told
channels-about = Know of new notices without signing in. Whether, by which way and when is yours to choose. A message holds the step, the number and the area, and no titles, names or phone numbers. What you have read inside is not told again.
channels-none = There is no way yet
channels-none-way = Once the operator has set up a mail server or a gateway, you can choose it here.
channel-mail = E-mail address
channel-phone = Phone number
channel-name = Your name there
channel-purpose = only to send you notices; deleted when you switch it off
channel-pace = When
channel-now = At once
channel-daily = Once a day, at 8 in the morning
channel-quiet-from = Quiet from
channel-quiet-to = Quiet until
channel-quiet-hint = For example 22:00; what falls in waits until the end, but for what the rules call urgent
channel-quiet-to-hint = For example 07:00; it may go over midnight
channel-on = On
channel-off = Off
channel-start = Switch on
channel-saved = Saved
channel-end = Switch off
channel-ended = Switched off, and the address deleted
channel-problem = The last message did not arrive. Check the address; it is tried again, for three days.
rule-mail-form = Give a whole address such as limin@example.gov.cn
rule-phone-form = Give a mobile number of 11 digits, or a landline with its area code
rule-minute-form = Write it as 22:00
rule-quiet-both = Give both the beginning and the end of the quiet hours
menu-channels = Notices outside
told-about = Notices sent by mail, text message and chat in the last 30 days. What fails is tried again for three days; what was given up is still inside, for whoever signs in.
told-none-way = Write notify.toml into the data folder and restart; the operator's handbook says how.
told-channel = Way
told-people = People
told-sent = Sent
told-given-up = Given up
told-failing = Failing now
told-lost = Messages to reporters that did not arrive
letter-subject = { $place }: { $n ->
    [one] one new notice
   *[other] { $n } new notices
}
letter-more = and { $n } more
letter-open = See { $x }
reporter-subject = { $x }: what you reported is done
reporter-from = { $x }: {" "}
reporter-text = What you reported ({ $number }) is done. See the result and rate it: { $link }
event-subscribe = Notices outside set up
event-unsubscribe = Notices outside switched off
