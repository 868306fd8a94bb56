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

# Attendance
input-attendance = Who was there
input-made-up = Who has made it up
attendance-title = Attendance
attendance-line = { $due } due, { $present } present, { $excused } excused, { $absent } absent{ $made ->
    [0] { "" }
   *[other] , of whom { $made } have made it up
}
attendance-who = The roll
attendance-nobody = Nobody is due now: the roster is empty, or nobody is in post.
attendance-sum = Present {"{"}present{"}"} · Excused {"{"}excused{"}"} · Absent {"{"}absent{"}"}
mark-present = Present
mark-excused = Excused
mark-absent = Absent
mark-made-up = Made up
problem-attendance = Who was there: the roll is another one than you filled in, please go through it again; where posts changed around that day, plan the day first
problem-not-said = “{ $x }”: nothing is said of { $n } people yet, choose for each
problem-not-enough = “{ $x }” is more than there is: { $left } yuan are left
refusal-quorum = Too few were there for it to be a meeting
refusal-quorum-way = { $due } are due, { $present } were present, at least { $least } are needed. Meet on another day, or put it down as adjourned
