# Needs and offers
menu-match = Needs and offers
match-about = For each need the offer that suits best, weighed together by kind, place, time and load
match-why = Reasons
match-ask = Ask for it
match-nothing = Nothing suits for now; when its limit passes the subdistrict is told
match-elsewhere = What suits is of more use to other needs; choose below all the same
match-others =
    { $n ->
        [one] One more that suits
       *[other] { $n } more that suit
    }
match-here = In this community
match-near = Same subdistrict: { $x }
match-far = Comes from { $x }
match-time = Same time: { $x }
match-any-time = At any time
match-load =
    { $n ->
        [0] Carries nothing now, up to { $most } at once
       *[other] Carries { $n } now, up to { $most } at once
    }
match-refused-this = Refused this need before: { $x }
match-refused =
    { $n ->
        [one] Refused once within a year
       *[other] Refused { $n } times within a year
    }
match-none = No need looks for an offer
match-none-way = When a community asks for something, what suits it is proposed here.
match-order = Ask for something
