# Openness boards, and steps of a guided process
openness-title = Openness board
openness-choose = Choose your community: what is being decided, decisions on display and what came of them. As long as something is on display you can say what you think
openness-other-place = Another community
openness-none = Nothing is on display now
openness-past = { $n ->
    [one] One that was on display before
   *[other] { $n } that were on display before
}
openness-more = You can also
openness-heard = Say what you think
openness-period = { $from } to { $until }
openness-since = Since { $x }
openness-over = Its time on display is over: { $x }
openness-basis = Basis: { $x }
openness-steps = How far it is
openness-kept = { $n ->
   *[other] Your name and phone serve to answer you and nothing else; the program erases them { $n } days after the answer
}
steps = Steps
step-by = Due by { $x }
step-vote = { $due } due, { $present } present; { $yes } for, { $no } against, { $abstain } abstained
step-rule = It takes { $present } present and { $yes } for
step-void = Void: too few were there

# Fifteen-minute circles
circle-title = Within a walk
circle-choose = Choose a community to see what is within fifteen minutes on foot
circle-how = { $minutes } minutes on foot, which is { $metres } metres in a straight line. What stands across the border counts as well
circle-map = Map of the facilities
circle-share = { $reached } of { $all } addresses ({ $percent }%)
circle-here = { $n ->
    [one] One here
   *[other] { $n } here
}
circle-far = Addresses that reach none
circle-far-more = { $far } and { $n } more
