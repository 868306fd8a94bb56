# A unit's year, letters
year-years = Years
year-of = { $x }
year-records =
    { $n ->
        [one] One record
       *[other] { $n } records
    }
year-nobody = No unit has records here yet
year-state = State
year-rated =
    { $n ->
        [one] Rating by the served (once, of 5)
       *[other] Mean rating by the served ({ $n } times, of 5)
    }
letter-to = To { $x }
letter-number = No. { $x }
record-letters = Letters
record-letters-note = It shows the name; the look is written down with its purpose
