# Patrol
patrol-tab-today = Today
patrol-tab-map = Map
patrol-tab-report = Report
patrol-tab-me = Me
patrol-found = Found a problem
patrol-found-hint = Photo, tap, send
patrol-waiting = To do
patrol-done = { $n ->
    [one] One settled today
   *[other] { $n } settled today
}
patrol-what = What is it
patrol-other = Other categories
patrol-words = A few words
patrol-here = Right where I stand
patrol-address = Where exactly
patrol-send-step = Send
patrol-spot = Settled on the spot
patrol-spot-hint = Closed and kept; nobody else gets it
patrol-spot-how = How it was settled
patrol-send = Report
patrol-send-done = Close and keep
patrol-send-hint = What is not settled on the spot goes to { $x }
patrol-acts = What can be done
patrol-reason = Why
patrol-map = Map of the grid, one point for each open matter; the same matters are listed below
patrol-map-without = { $n ->
    [one] One more has no place on the map; it is in the list below
   *[other] { $n } more have no place on the map; they are in the list below
}
patrol-no-track = Nothing here records tracks, check-ins or rankings. Your place is read only when you press the button.

# Without a signal
patrol-tab-queue = To send
patrol-tracks = By law, ways at work are recorded: { $why } (basis: { $basis })
field-app = Linli Patrol
field-app-about = The grid lead’s round: look and report without a signal; it is sent when there is one
field-offline = No signal
field-offline-title = There is no signal now
field-offline-text = This phone does not keep today’s list any more: you signed out, the session has ended, or half a day has passed. What you reported and was not sent is still here and goes once you have signed in.
field-try = Try again
field-no-signal = No signal: what you report and do is kept on this phone and sent when there is one
field-as-of = As of
field-found-hint = Works without a signal: it is kept until there is one
field-kept-here = What you did here waits on this phone to be sent
field-calm = New matters appear here when there is a signal.
field-deleted = This page is kept on this phone and deleted when you sign out, when the session ends, or after half a day.
queue-title = To send
queue-about = What you report and do without a signal is kept on this phone, sent in order when there is one, and arrives exactly once.
queue-script = This page needs scripts.
queue-needs = For you to decide
queue-waiting = Waiting to be sent
queue-sent = Sent
queue-none = Nothing waits to be sent
queue-none-way = This phone holds no report and no act that has not arrived.
queue-now = Send now
queue-room = Room left on this phone:
queue-photos = photos
queue-again-at = Not sent yet; tried again by itself:
queue-yours = What you wanted
queue-theirs = How it is now
queue-again = Send it on what is there now
queue-as-note = Keep it as a note only
queue-edit = Change it and send
queue-open = Open this matter
queue-drop = Do not send
queue-drop-sure = It is then deleted from this phone for good. Are you sure?
queue-kept = Kept on this phone; it is sent when there is a signal
queue-full = This phone has no room left: this photo was not kept. Everything kept before is still here. Connect so that some can be sent, or report with fewer photos.
queue-left = Room left
queue-photo-unread = The phone cannot read this photo, so it was not kept; choose another
queue-nowhere = This browser cannot keep anything on the phone: without a signal, write it down on paper first
queue-photo-here = Photo kept on this phone
queue-sending = Sending…
queue-signed-out = Your session has ended. Everything not sent is still here: sign in, and it goes on.
queue-needs-line = Something could not be sent: it is for you to decide
queue-clock = This phone’s clock is minutes off: the server’s time counts as received
queue-not-yours = Another account kept this: it is not sent in your name
