# What the program answers
input-note = Explanation
input-photos = Photos
input-body = Body in charge
input-bodies = Bodies called
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
no-too-many = Too many reports have just come from this network
no-too-many-way = { $n ->
    [one] Send it again in one minute; nothing you wrote is lost. If it is urgent, call your community.
   *[other] Send it again in { $n } minutes; nothing you wrote is lost. If it is urgent, call your community.
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
problem-itself = This is the very same matter: it cannot be merged into itself. Choose the other one.
problem-merged = That one has itself been merged into another: choose the one that is being handled
problem-unknown = What “{ $x }” names was not found
problem-wrong-kind = What was chosen for “{ $x }” does not fit; choose another
problem-among-unknown = “{ $x }” has ended or is not there: leave it out. None was told this time
problem-among-kind = “{ $x }” cannot be chosen here: leave it out. None was told this time
problem-among-twice = “{ $x }” was chosen twice: once is enough
problem-among-already = “{ $x }” was called already and is still at it: no need to call again. None was told this time
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
proposed-here = Covers { $x }: proposed
duplicate-near = { $n } m away
duplicate-same-grid = Same grid
review-title = For review: { $x }
review-workdays = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
event-wake = Past its limit: raised by the program
event-joined = { $n ->
    [one] One more person reported the same
   *[other] { $n } more people reported the same
}
event-said-at = { $what } (by the phone’s clock: { $time })
event-join = The same matter was joined to it
event-leave = A joined matter was taken out
event-told = A record opened from it moved on
event-told-of = { $what } ({ $number })
event-duty = By the responsibility list: { $x }
event-reveal = Looked at personal data
actor-resident = Resident
actor-voice = Neighbour who follows it
actor-system = The program
words-erased = These words were lawfully erased
form-review = Takes effect after review by: { $x }
api-about = The same operations as the pages, as JSON. An administrator gives an account its token.
api-list = Records of a register, paged by time
api-get = One record, with what can be done and what happened
api-open = Opens a record
api-move = Makes a move
api-vote = The vote on a record
api-vote-cast = Votes, or says that the papers are read
api-registers = Every register with its fields, states and moves
event-account-new = Account added
event-account-change = Account changed
report-title = Report a matter
report-staff = Staff sign-in
report-kept = Only those who handle it can see it; every look is recorded
report-follow-gone = That matter has just been closed and cannot be followed. Send yours instead; what you wrote is still here.
place-missing-desk = The place is missing: tap the map or write the address
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
track-merged = Handled together with { $x }, which is the same matter: what is said above is how that one stands
track-voices = { $n ->
    [one] One other person follows the same matter
   *[other] { $n } other people follow the same matter
}
track-thanks-rated = Thank you for rating it
track-thanks-added = Added to your report
track-thanks-done = Done
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
printed = Printed by { $name }, { $time }
board-before = { $x } before
board-below = below the { $n }% required
board-above = above the { $n }% expected
board-outside = { $n } below outside the bounds
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
search-way = Try a number, a few words, an address, pinyin initials, a phone or its last four digits, an identity number, an area, body or account. Only what you may see is found.
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
hold-opener = The body that opened it
hold-origin = Whoever holds the record it belongs to
hold-nobody = Nobody
hold-kind = { $x }
clock-keep = The limit stays as it is
clock-restart = the limit starts anew
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
kind-duty = A line of the responsibility list
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
batch-merge-effect = All ticked are merged into the one that was reported first; everybody who reported or follows them follows that one. Any of them can be taken out again.
batch-merge-two = Tick at least two to merge
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
