# Calendar feed
calendar-title = Calendar
calendar-note = Limits of what waits for you, and what your bodies have planned, in the calendar of your phone and computer; without titles, names and numbers
calendar-none = There is no address yet
calendar-since = The address was made
calendar-make = Make an address
calendar-again = Make another address
calendar-end = Revoke the address
calendar-ended = The address is revoked
calendar-made = The address of your calendar, shown this once
calendar-made-note = In your calendar program choose “subscribe” or “add by URL” and paste it. Whoever has the address sees your limits and plans: do not pass it on, and make another if it got out.
calendar-name = Limits · { $x }
calendar-due = Due: { $what } ({ $state }) { $number }
calendar-term = Term ends: { $body } · { $post }
event-calendar-new = Address of a calendar made
event-calendar-end = Address of a calendar revoked
