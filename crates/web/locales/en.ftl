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
report-who = Leave a phone number, so that we can call you back
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
thanks-told = When it is done, your community calls you back: { $x }
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

# Routes
input-note = Explanation
input-photos = Photos
input-body = Body in charge
input-workdays = Working days
input-rating = Rating
input-other = The other matter
input-category = Category
input-urgency = Urgency
input-place = Place
input-source = Source
no-not-found = Not found
no-not-found-way = It may have been passed on or merged, or it lies outside your area. Go back to the list and open it again.
no-forbidden = You may not do this
no-forbidden-way = If you need it, ask your administrator for the right.
no-signed-out = Please sign in
no-signed-out-way = You come back to this page afterwards.
no-login = Wrong login or password
no-login-way = Check both. If you forgot the password, your administrator can set a new one.
no-login-locked = Too many wrong tries: the account is locked for a while
no-login-locked-way = { $n ->
    [one] Try again in one minute, or ask your administrator.
   *[other] Try again in { $n } minutes, or ask your administrator.
}
no-inputs = A few things need correcting
no-key-reused = This form was sent already
no-key-reused-way = What it says now differs from what was sent. If it is another matter, press send once more.
no-disk-full = The server's disk is full: nothing was saved
no-disk-full-way = What you typed is still here. Keep the page open and tell your administrator at once.
no-unavailable = The system is busy: nothing was saved
no-unavailable-way = What you typed is still here. Send it again in a few seconds.
no-internal = Something broke: nothing was saved
no-internal-way = Try once more; if it fails again, tell your administrator when it happened.
no-json = The request's body is not valid JSON
rule-purpose-short = Say what you look at it for, in at least 4 characters
rule-login-form = The login must not be empty or contain spaces, and has at most 64 characters
rule-login-taken = Somebody has this login; choose another
rule-password-short = A password has at least 10 characters
rule-role-body = This role does not exist in this body
rule-unknown = There is no such entry; choose from the list
rule-missing = This must be filled in
photo-too-large = Photo { $n } is too large (15 MB at most) and was not taken. Choose a smaller one or take a new one.
photo-not-a-photo = File { $n } is not a photo and was not taken. Choose a JPG, PNG or WebP picture.
photo-damaged = Photo { $n } cannot be opened and was not taken. Choose another or take it again.
photo-too-many = At most { $n } photos; the others were not taken.
photo-of = Photo, taken { $x }
refusal-not-from-here = “{ $move }” is not possible while it is “{ $state }”
refusal-not-from-here-way = Somebody may just have done something. Look at the latest state before you decide.
refusal-not-yours = “{ $move }” is not yours to do
refusal-not-yours-way = It is for: { $x }.
refusal-guard = The rules do not allow this yet
refusal-stale = Somebody has just changed this
refusal-stale-way = Look at the latest state and send it again; what you typed is still here.
refusal-pending = “{ $x }” is waiting for review
refusal-pending-way = The next step is possible once it has been reviewed.
refusal-outside = This place is outside the district
refusal-outside-way = This place is outside the district. Move the pin into the district or write an address inside it; for a place elsewhere, report it there.
refusal-nobody = There is no { $x } here yet
refusal-nobody-way = Ask the administrator to set the body up first.
refusal-own-act = You cannot review what you asked for yourself
refusal-own-act-way = A colleague must review it.
refusal-nothing = There is nothing to change
problem-missing = Please fill in “{ $x }”
problem-no-words = “{ $x }” has no words yet: say in a few words what it is
problem-too-long = “{ $x }” is too long: at most { $max } characters, now { $is }
problem-out-of-range = “{ $x }” must be between { $min } and { $max }
problem-not-a-choice = Choose one of those listed for “{ $x }”
problem-bad-phone = “{ $x }” is not right: a mobile number has 11 digits, a landline needs its area code
problem-bad-form = “{ $x }” is not written the right way
problem-unknown = What “{ $x }” names was not found
problem-wrong-kind = What was chosen for “{ $x }” does not fit; choose another
problem-too-many = At most { $max } for “{ $x }”
problem-unexpected = “{ $x }” is not asked for here
menu-patrol = Today
menu-desk = Desk
menu-home = Home
menu-notices = Notices
menu-board = Board
menu-wall = Wall display
menu-handbook = Handbook
menu-accounts = Accounts
menu-journal = Journal
menu-ledgers = Registers
menu-overview = Overview
menu-office = Office
map-of-list = The list's matters on the map
error-to-desk = Back to my desk
error-to-report = Report a matter
related-alike = May be the same matter
approve = Agree
refuse = Refuse
act-done = { $number }: “{ $act }” is done; it is now “{ $state }”
act-to = { $act }: { $body }
act-other-body = Another body
time-yesterday = yesterday { $x }
time-this-year = { $day }/{ $month } { $time }
time-day = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
} { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
due-paused = Clock stopped
due-left = { $x } left
due-late = { $x } late
length-workdays = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
length-hours = { $n } h
length-minutes = { $n } min
source-resident = From a resident
source-patrol = From patrol
source-window = At the window
source-hotline = By hotline
source-api = From another system
source-import = Imported
source-meeting = From a meeting
followers = { $n ->
    [one] one more reported it
   *[other] { $n } more reported it
}
mark-supervised = Supervised
mark-pending = For review
mark-reopened = Reopened
mark-returned = { $n ->
    [one] Returned once
   *[other] Returned { $n } times
}
tier-handler = Body in charge
tier-verify = Verify
tier-rate = Rating
login-title = Staff sign-in
login-name = Login
login-password = Password
login-submit = Sign in
login-resident = I am a resident and want to report something
view-list = List
view-map = Map
desk-nothing-open = Nothing is open yet
desk-nothing-open-way = Choose one in the list on the left.
desk-empty = Nothing to do here
desk-empty-way = New matters appear here by themselves.
filter-category = Category
filter-all-categories = All categories
filter-area = Area
list-shown = { $n } match
list-total = { $n } in all
record-no-acts = This is not yours to handle now; you can read it.
fact-place = Place
fact-category = Category
fact-urgency = Urgency
fact-holder = With
fact-due = This step by
fact-deadline = All of it by
fact-rating = Resident's rating
yes = Yes
no = No
money = ¥{ $x }
unit-yuan = yuan
reveal-for-contact = To ask the reporter about it
reveal-for-call = To call back
reveal-for-check = To check the facts
reveal-shown-for = Shown for “{ $x }”; the journal says so
proposal = Proposed: { $x }
proposal-reason = { $category } belongs to “{ $duty }” (responsibility list { $item })
proposal-record = { $n } resolved in the last 90 days, { $percent }% on time
proposed-by = Proposed by responsibility list { $x }
duplicate-near = { $n } m away
duplicate-same-grid = Same grid
review-title = For review: { $x }
review-workdays = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
event-wake = Past its limit: raised by the program
event-join = The same matter was joined to it
event-leave = A joined matter was taken out
event-reveal = Looked at personal data
actor-resident = Resident
actor-system = The program
words-erased = These words were lawfully erased
form-review = Takes effect after review by: { $x }
api-about = The same operations as the pages, as JSON. An administrator gives an account its token.
api-list = Records of a register, paged by time
api-get = One record, with what can be done and what happened
api-open = Opens a record
api-move = Makes a move
api-registers = Every register with its fields, states and moves
event-account-new = Account added
event-account-change = Account changed
report-title = Report a matter
report-staff = Staff sign-in
report-kept = Only those who handle it can see it; every look is recorded
report-follow-gone = That matter has just been closed and cannot be followed. Send yours instead; what you wrote is still here.
place-missing = The place is missing: tap the map or write the address; if it is hard to say, just choose your community.
place-unknown = “{ $x }” was not found. Tap the map, or choose your community below; the address you wrote goes along.
place-several = More than one place matches “{ $x }”: { $names }. Write more of it, choose one from the list, or tap the map.
place-from-photo = The map shows where the photo was taken. If that is right, send again; if not, move the pin or write the address.
near-address = Near { $x }
near-metres = { $n } m from here, reported { $time }:{" "}
near-grid = In the same grid, reported { $time }:{" "}
thanks-title = Received
thanks-urgent = If there is danger, get away first and call 110, 119 or 120 at once.
thanks-step-holder = { $x } looks at it first and settles it on the spot if possible
thanks-step-up = What one level cannot settle goes up and to the body in charge
thanks-step-rate = When it is done you rate it; if you are not satisfied it is done again
track-title = Progress
track-sent-out = sent out
track-promise = You hear from us by { $x }
track-merged = Handled together with { $number }. That one is now: { $state }
track-thanks-rated = Thank you for rating it
track-thanks-added = Added to your report
rate-after-bad = For “{ $label }” or worse: { $then }.
patrol-late = { $n } late
patrol-soon = { $n } soon
patrol-all = { $n } in all
patrol-calm = Nothing to do now
patrol-calm-way = New matters appear here.
patrol-handle = Handle
patrol-see-place = Place
patrol-reporter = Reporter
patrol-when = Time
patrol-goes-to = To { $x }
patrol-grid = Grid
patrol-grid-size = { $households } households, { $people } people
patrol-my-list = my list ({ $x })
patrol-sent = { $x } is reported and in your list
patrol-sent-done = { $x } is kept as settled
period-month = This month
period-last = Last month
period-30 = Last 30 days
period-own = Choose
range-month = { $day }–{ $day2 } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
range-long = { $year }-{ $month }-{ $day } to { $year2 }-{ $month2 }-{ $day2 }
board-sub = { $now }, compared with { $before }
board-formula = Formulas { $x }
board-as-of = Figures as of { $x }
board-calm = Nothing is late or due soon.
board-empty = No matters in this period
board-empty-way = Choose another period or the area above.
board-printed = Printed by { $name }, { $time }
board-before = { $x } before
board-weeks = The last { $n } weeks
board-lights = Amber from { $n }% of the limit, red past it
board-areas = By { $x }
board-whole = { $x } in all
trend-title = { $a } and { $b } each day
trend-desc = In { $n } days most came on { $day }: { $most }.
change-none = no change
change-more-percent = { $x }% more than before
change-less-percent = { $x }% less than before
change-more-points = { $x } points more than before
change-less-points = { $x } points less than before
calendar-more = { $n } more
calendar-month = { $month }/{ $year }
weekday = { $n ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
calendar-makeup = Working
calendar-holiday = Holiday
register-many = More than { $n }
register-count = { $n } in all
register-new = Add
register-new-of = Add: { $x }
register-new-otherwise = Another way to add it
register-empty = No records match
register-empty-way = Ask for less, or reset to see all of them.
export-xlsx = Export to Excel
export-csv = Export as CSV
view-table = Table
view-board = Board
view-calendar = Calendar
column-number = Number
column-title = Matter
column-state = State
column-area = Place
column-category = Category
column-holder = With
column-due = This step by
column-created = Opened
column-closed = Closed
column-rating = Rating
filter-all = All
filter-light = Time limit
filter-from = From
filter-to = To
opened = { $x } is registered
home-greeting = Hello, { $x }
home-calm = Nothing to do now
home-calm-way = New matters appear here, and you are told.
search-title = Search
search-summary = “{ $words }”: { $n } found
search-nothing-asked = What are you looking for?
search-nothing-found = Nothing found
search-way = Try a number, a few words, an address or pinyin initials. Only what you may see is found.
notices-all = All
notices-shown = { $n } shown
notices-empty = No notices
accounts-count = { $n ->
    [one] 1 account
   *[other] { $n } accounts
}
account-new = New account
account-search = Name or login
account-role = Role
account-no-role = No role
account-body = Body
account-password = Password
account-password-rule = At least 10 characters; ask the person to change it after the first sign-in.
account-password-keep = Leave it empty to keep it; changing it signs the person out.
account-disable = Disable this account
account-disabled = Disabled
account-locked = Locked for now
account-active = Active
account-saved = { $x } is saved
accounts-empty = No accounts match
save = Save
handbook-diagram = State diagram
handbook-required = Required
handbook-derived = Filled by the program
handbook-personal = Personal, used only for: { $x }
actor-anyone = Anyone
hold-up = One tier up
hold-down = One tier down
hold-chosen = The chosen body
hold-previous = The body before
hold-mine = The body of whoever does it
hold-nobody = Nobody
hold-kind = { $x }
clock-keep = The limit stays as it is
clock-suspend = The clock stops
clock-resume = The clock goes on
clock-extend = The limit is extended
kind-text = One line, at most { $n } characters
kind-long-text = Several lines, at most { $n } characters
kind-int = Whole number
kind-money = Money (yuan)
kind-date = Date
kind-time = Time
kind-bool = Yes or no
kind-category = Category
kind-body = Body
kind-phone = Telephone
kind-person = Name
kind-address = Address
kind-photos = Photos, at most { $n }
journal-sound = { $n } entries verified: unbroken and unchanged
journal-wrong = { $n } faults found: tell the auditor at once
journal-holds = Verified
journal-breaks = Broken
journal-entries = { $n } entries
journal-not-checked = Not verified yet
journal-range = Entries { $from } to { $to }
journal-empty = No entries
desk-views-more = More views
batch-proposed = Each to its proposed body
batch-proposed-note = By the duty list, each matter goes to the body proposed for it; those without one stay
batch-submit = { $x } (all ticked)
batch-effect = Each is an act of its own; those that cannot be done are named with the reason
batch-nothing = Nothing is ticked yet
batch-no-proposal = The duty list proposes nobody: choose a body for it by itself
batch-done = { $act }: { $done } done{ $refused ->
    [0] {""}
   *[other] , { $refused } refused
}
today-late = Late { $x }
event-raised = Past its limit: { $x } has been told
event-asked = Time for “{ $x }”: the holder has been told
near-here = Right here, reported { $x }:{" "}
change-more-count = { $x } more than before
change-less-count = { $x } fewer than before
hint-start = While you type: its category, its grid, and whether somebody reported it before.
hint-category = Likely category
hint-place = Grid
hint-near = If it is the same matter, open that one and add to it instead of registering it twice.
board-others = Other rates
no-method = This path does not take that method
no-method-way = See /api/v1/openapi.json for the methods it takes.
calendar-assumed = {" "}(that year’s holidays are not published yet: plain weekends assumed)
