# Home
home-late = Late
home-late-area = Late in your area
home-next = Next to do
home-changes = Recent changes
home-figures = This month

# Notices, log-in, errors
notices-mark-all = Mark all as read
notices-unread = Unread:
demo-title = Demo: choose who you are
demo-note = All data are made up; start over at any time.
error-reference = Tell your administrator this reference: { $x }
