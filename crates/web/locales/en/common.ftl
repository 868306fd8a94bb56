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
search-hint = Number, words, address, last 4 of a phone
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
