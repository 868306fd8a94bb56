# Hand-over of shifts
menu-shift = Shift
shift-since = This shift since { $x }
shift-since-day = No hand-over yet; shown since { $x }
shift-waiting = { $who } handed over at { $at }; nobody has taken over yet
shift-before = Last shift: { $who } handed over at { $at }, { $next } took over
shift-take = Take over
shift-flow = Came and ended in this shift
shift-what = Ledger
shift-came = New
shift-ended = Closed
shift-held = In hand
shift-none = None.
shift-more = { $n ->
    [one] One more on the desk
   *[other] { $n } more on the desk
}
shift-how = The program makes these lists, nobody fills them in; how long each was is kept with the hand-over. Nobody takes over from themselves.
