# Call-backs
menu-call-backs = Call-backs
event-call-back-draw = Drew whom to call back
review-note = Reason of the review (required)
call-back-never = Nothing was drawn yet: the program draws when a period has ended.
call-back-last = Last draw: { $period }, { $drawn } of { $of } closed and not yet rated, seed { $seed }
call-back-rule = Once a { $every } has ended the program draws at random: { $share }% of what was closed and not yet rated in each { $level }, at least { $least }. The seed is made when it is drawn and stands in the journal: nobody can choose, and anybody can draw again and compare.
call-back-week = week
call-back-month = month
call-back-say = What to ask
call-back-script = “Good day, this is { $x }. What you told us about has been settled. Are you satisfied with how it was done? Is there anything else you would like to say?”
call-back-levels = Five levels
call-back-bad = Very dissatisfied and dissatisfied reopen the matter: contact within 1 working day, put right within 15, rated once again.
call-back-waiting = { $n ->
    [0] To be called
   *[other] { $n } to be called
}
call-back-who = Who
call-back-answer = Answer
call-back-put-down = Put down
call-back-own = Settled by your own body: somebody else calls
call-back-none = Nobody to be called
call-back-none-way = Everybody who was drawn has answered, or it is not yet time to draw.
call-back-all = The register
