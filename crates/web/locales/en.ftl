# General
product = Linli
brand = Linli 邻里
skip = Skip to content
close = Close
previous = Previous
next = Next
photo = Photo
today = Today
logout = Log out

# Navigation
nav-main = Main menu
nav-quick = Quick menu
nav-all = Menu
nav-waiting = waiting
nav-area = Area: { $x }
nav-area-switch = Change area
nav-notices = { $n ->
    [0] Notices
    [one] Notices, one unread
   *[other] Notices, { $n } unread
}
nav-other-language = 中文
nav-reading = Reading
search-label = Search
search-hint = Number, words, address, initials
text-large = Large text
text-normal = Normal text

# Keyboard
keys-title = Keyboard
keys-move = Next and previous in the list (arrow keys work too)
keys-open = Open the selected entry
keys-pick = Tick it for a batch act
keys-search = Search
keys-close = Close or go back
keys-help = Show this help

# Forms
form-errors = Please correct these
form-required = (required)
form-optional = optional
form-choose = Choose one
form-narrow = Find: { $x }
form-narrow-hint = Type a name or its initials
form-none-found = Nothing matches; try another word
form-add-photo = Add photo
form-workdays = working days
form-place-map = Move the place on the map
form-purpose = Used only for: { $x }. Stored encrypted; every look is recorded.

# What scripts say
say-unsaved = What you typed has not been sent. Leave anyway?
say-offline = No connection, nothing was sent. What you typed is still here; check the network and try again.
say-failed = That did not work. Try again in a moment; if it still fails, ask your administrator.
say-updated = The list was updated
say-picked = { $n } selected
say-found = { $n } found

# Shared by pages
cancel = Cancel
more = More
acts = What can be done
view = View
detail = Details
related = Related
colon = {": "}
comma = {", "}
semicolon = {"; "}
basis = Basis: { $x }
print = Print
export = Export
filter-apply = Apply
filter-more = More filters
filter-reset = Reset
pager = Pages
pager-prev = Previous
pager-next = Next
nav-crumbs = You are here
map-fallback = The map needs scripts; the list shows the same records.
light-late = Late
light-soon = Due soon
light-fine = In time
late-count = { $n } late

# Lists
desk-views = Views
list-more = More
pick-all = Select all on this page
pick-one = Select: { $x }
pick-row = Select row { $n }
picked = Selected
board-all = { $n ->
    [one] The one record
   *[other] All { $n }
}
columns = Columns
columns-apply = Apply
month-prev = Previous month
month-next = Next month
month-now = This month

# Record
record-changed = This record has just changed. What you typed is still here.
record-reload = See the latest
back-to-list = Back to the list
reveal = Show (state your purpose)
reveal-purpose = Purpose
reveal-other = Other purpose
reveal-show = Show
reveal-note = Who looked, when and why is recorded
tiers = Progress
duplicates = { $n ->
    [one] One likely duplicate
   *[other] { $n } likely duplicates
}
timeline = History

# Home
home-late = Late
home-next = Next to do
home-changes = Recent changes
home-figures = This month

# Accounts
account-name = Name
account-login = Login
account-roles = Roles and areas
account-roles-note = A person may hold several roles; the role says what, the area says where
account-status = Status
account-second = Two-step
account-last = Last log-in
account-basic = Basics
account-history = Changes
role = Role
body = Body
area = Area
since = Since

# Handbook
chapters = Chapters
handbook-moves = Moves
handbook-move = Move
handbook-from-to = From → to
handbook-who = By whom
handbook-fill = Must be filled
handbook-notes = Notes
handbook-basis = Basis
handbook-states = States
handbook-state = State
handbook-public = Residents read
handbook-limit = Time limit
handbook-fields = Fields
handbook-field = Field
handbook-kind = Kind
handbook-indicators = Indicators
handbook-indicator = Indicator
handbook-formula = Formula
handbook-version = Version

# Journal
journal-checked = Verified
journal-head = head of chain
journal-check = Verify again
journal-sequence = No.
journal-at = Time
journal-who = By
journal-act = Act
journal-on = Record
journal-detail = Content
journal-hash = Hash
journal-erased = personal data lawfully erased

# Notices, log-in, errors
notices-mark-all = Mark all as read
notices-unread = Unread:
demo-title = Demo: choose who you are
demo-note = All data are made up; start over at any time.
error-reference = Tell your administrator this reference: { $x }

# Report and tracking
report-category = Category
report-category-hint = Write a few words and the category is guessed
report-category-find = Find a category: type its name
report-change = Other category
report-photos = Photos
report-place = Where
report-place-hint = Tap the map or write the address
report-outside = This place is outside the district: move the pin or write the address
report-map = Map: drag the pin or tap to mark the place; arrow keys move the map
report-by-area = Not sure of the address? Choose the community
report-area = Subdistrict and community
report-near = Somebody reported something nearby. Is it the same?
report-near-same = Same matter: follow it
report-near-hint = You will see how that one goes; nothing has to be done twice.
report-who = Leave a phone number to hear the result
report-who-open = Fill in
report-send = Send
report-send-to = Send to { $x }
report-uploading = Photos are still uploading; the report is sent right after
report-draft-back = What you had not finished is back.
report-draft-clear = Discard and start again
photo-remove = Remove this photo
photo-sent = Photo uploaded
photo-failed = Not uploaded
photo-retry = Try again
photo-many = At most { $n } photos
photo-progress = Uploading
photo-place = The photo says where it was taken.
photo-place-use = Use that place
photo-chosen = Photos chosen
here = Use where I am now
here-wait = Finding your place…
here-found = Marked on the map; move it if it is not right
here-denied = No permission to read your place. That is fine: tap the map or write the address.
here-missing = Your place cannot be found now. Tap the map or write the address.
thanks-with = Received. { $x } has it
thanks-joined = You now follow the same matter; you will hear how it goes
thanks-number = Number
thanks-link = Follow it with this link
thanks-open = See how it goes
thanks-save = Bookmark this page or send yourself the link. Whoever has the link can look: keep it to yourself.
thanks-no-phone = You left no phone number; without the link you cannot look it up.
thanks-told = When it is done, a text message goes to { $x }
thanks-next = What happens next
thanks-by = by
thanks-again = Report something else
copy = Copy
copied = Copied
track-holder = Who has it
track-by = By
track-tiers = Which tier has it
track-rated = Your rating: { $x }
track-report = What you reported
track-lines = What happened
track-keep = Link to this page (keep it to yourself)
track-print = Print
track-add = Add words or photos
track-add-note = What would you like to add
track-add-send = Add
rate-title = How well was this handled?
rate-note = Anything to say
rate-send = Send rating

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

# Board
chart-table = The numbers of each day
chart-day = Day
board-path = Areas above
board-period = Period
board-more = Formulas, wall display, export, print
board-from = From
board-to = To
board-show = Show
board-records = show the records
board-open = Open
board-pressing = Needs you
board-see-all = All
board-trend-hint = Press a day to see its records
board-areas-hint = Press a name to go down; the tick marks the whole area
board-late = Late
board-categories = What people bring
board-n = Cases
board-share = Share
board-change = Change
board-where = Gathers at
board-spots = Where it gathers
board-spots-map = Map of cases by community; the list beside has the same numbers
board-key = The darker, the more cases
wall-pressing = Being watched
wall-stale = No connection; these are earlier figures
