# A year of duties, and the calendar of an area
menu-duties = Duties of the year
menu-calendar = Calendar
duties-title = { $x }: the year
duties-coverage = How far they have come
duties-year = The year
duties-body = Body
duties-done = Done
duties-bodies = { $n ->
    [one] { $n } body
   *[other] { $n } bodies
}
duties-all = All records
duties-note = The program opens what falls due by rule; nobody fills in a table. Counted are those that are done or overdue.
duties-none = Nothing fell due in this year
duties-none-way = Duties begin with the period in which the rule was first followed; none are made up for the time before.
duties-overdue-n = { $n } overdue
duty-done = Done in time
duty-late = Done late
duty-planned = Planned
duty-due = To be planned
duty-overdue = Overdue
duty-waived = Waived
duty-sign-late = L
duty-sign-planned = P
duty-made-up = +{ $n }
duty-there = { $due } due, { $present } present, { $made } made up
duty-until = due by { $x }
every-month = monthly
every-quarter = quarterly
every-half = half-yearly
every-year = yearly
duty-in-month = { $n ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[other] Dec
}
duty-in-quarter = Q{ $n }
duty-in-half = H{ $n }
duty-in-year = Year
almanac-shows = How it is shown
almanac-kinds = What is shown
almanac-month = Month
almanac-list = List
almanac-all = All
almanac-planned = Meetings, activities, bookings
almanac-due = Limits
almanac-again = Days of each year
almanac-terms = Terms that end
almanac-none = Nothing is on this month
almanac-none-way = Meetings, activities, bookings, limits, terms that end and political birthdays come here by themselves.
almanac-due-title = Due: { $x }
almanac-years = { $what }, { $years } years · { $title }
calendar-planned = { $what } ({ $state }) { $number }
handbook-until = until “{ $x }”
almanac-cut = There is too much here: of each kind the first 300 are shown. Choose a subdistrict or a community at the top left
almanac-subscribe = Subscribe on a phone
