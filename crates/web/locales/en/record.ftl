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
