# Organisations
menu-bodies = Organisations
bodies-title = Organisations of { $x }
bodies-count = { $n ->
    [one] one body
   *[other] { $n } bodies
}
bodies-search = Name
bodies-areas = Areas below
bodies-chart = Organisation chart
bodies-list = Show as a list
bodies-part = Part
bodies-duty = Answers for
bodies-are = Bodies
bodies-fit = There
bodies-whole = Complete
bodies-short = Missing in { $n }
bodies-over = Too many in { $n }
bodies-ending = Terms that end soon
bodies-ending-none = No term ends soon
bodies-vacant = Vacant
bodies-vacant-none = Nothing is vacant
bodies-more-vacant = { $n } more are vacant: look at the areas below
body-name = Name
body-name-hint = Left empty, it is called as its kind is
body-kind = Kind
body-about = Where it belongs
body-above = Body above
body-above-hint = In this area or above it; left empty, it stands alone
body-below = Bodies below
body-new = New body
body-new-in = New body in { $x }
body-change = Rename or move
body-end = End
body-end-of = End { $x }
body-ended = Ended { $x }
body-saved = Saved
# Appointments
office-concurrent = Concurrent
office-dedicated = Full-time
office-seats = { $n ->
    [one] one seat
   *[other] { $n } seats
}
office-years = { $n ->
    [one] one year
   *[other] { $n } years
}
office-vacant = { $n } vacant
office-ends = Ends { $x }
office-since = Since { $x }
office-unit = Unit
office-term = Term
office-how = How
office-elsewhere = Also serves in
office-nobody = Nobody holds it
office-no-posts = The pack has no posts for this kind of body
office-past = { $n ->
    [one] One earlier holder
   *[other] { $n } earlier holders
}
office-rights = Is owed
office-rule = Only if
office-appoint = Appoint
office-appoint-as = Appoint: { $x }
office-appointed = The appointment is recorded
office-votes = { $how } ({ $due } due, { $present } present, { $agreed } for it)
office-end = Remove
office-end-of = Remove { $x } from the post
office-renew = Another term
office-delay = Put off
office-delay-of = Put off the end of { $x }’s term
office-stand-in = Stand-in
office-stand-in-for = Stand in for { $x }
office-stands-in = stands in
office-person = Somebody known
office-person-hint = Choose somebody known, or write a new name beside
office-name = Name of somebody new
office-standing = There as
office-member = Is a Party member
office-here = Membership is kept in this organisation
office-from = First day
office-to = Last day
office-to-hint = Left empty: the whole term of { $n } years
office-due = Due
office-present = Present
office-agreed = For it
office-people = people
office-basis = Basis (paper, meeting)
office-last-day = Last day
office-new-end = Put off to
office-why = Why
standing-head = Head
standing-deputy = Deputy in charge
standing-staff = Staff
standing-resident = Resident
way-elected = Elected
way-appointed = Appointed
way-co-opted = Co-opted
way-competition = Open competition
right-papers = Gets the papers
right-vote = Votes
right-appraise = Appraises the work
# Why somebody is not appointed
not-appointed = Not in this way
office-no-such-post = This body has no such post
office-body-ended = The body ended on { $x }
office-backwards = The last day comes before the first: change the dates
office-term-long = A term lasts { $years } years at most: until { $last } at the latest
office-wrong-way = Nobody comes into this post in that way
office-no-votes = An election needs the numbers of those due, present and for it
office-miscounted = The numbers do not fit: no more present than due, no more for it than present
office-no-quorum = Too few were present: at least { $n } are needed
office-not-carried = Too few were for it: at least { $n } votes are needed
office-overlaps = They hold this post already on some of these days: change the dates
office-other-body = They are full-time { $post } of { $body }, and the two do not go together: appoint them concurrently, or end that post first
office-full = All { $n } seats are taken on some of these days: end an appointment first
office-nobody-to-stand-in = Whom they would stand in for does not hold the post on all these days, or somebody stands in already
office-delay-long = It can be put off until { $x } at the latest
office-over = This appointment has ended already
# Rules
rule-date = Fill in a date such as 2026-03-01
rule-number = Fill in a whole number
rule-body-level = Bodies of this kind do not stand at this level
rule-body-one = An area has one body of this kind, and it is here already
rule-body-name = A name has at most 60 characters
rule-body-area = The body above must stand in this area or above it
rule-body-circle = A body cannot stand below itself or below one that is below it
rule-body-future = It can end today at the latest
rule-body-desk = It is the desk of a tier and stays as long as its area does
rule-body-has-below = There are bodies below it: move them first
rule-body-busy = It still has open matters: hand them over first
rule-body-staffed = There are still accounts in it: move them first
# History
event-body-new = Body made
event-body-change = Body changed
event-body-end = Body ended
event-appointment-new = Appointed
event-appointment-end = Removed
event-appointment-delay = Term put off
event-stand-in = Stands in
home-terms = Terms that end soon
