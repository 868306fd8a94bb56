# Patrol
patrol-tab-today = Today
patrol-tab-map = Map
patrol-tab-report = Report
patrol-tab-me = Me
patrol-found = Found a problem
patrol-found-hint = Photo, tap, send
patrol-waiting = To do
patrol-done = { $n ->
    [one] One settled today
   *[other] { $n } settled today
}
patrol-what = What is it
patrol-other = Other categories
patrol-words = A few words
patrol-here = Right where I stand
patrol-address = Where exactly
patrol-send-step = Send
patrol-spot = Settled on the spot
patrol-spot-hint = Closed and kept; nobody else gets it
patrol-spot-how = How it was settled
patrol-send = Report
patrol-send-done = Close and keep
patrol-send-hint = What is not settled on the spot goes to { $x }
patrol-acts = What can be done
patrol-reason = Why
patrol-map = Map of the grid, one point for each open matter; the same matters are listed below
patrol-map-without = { $n ->
    [one] One more has no place on the map; it is in the list below
   *[other] { $n } more have no place on the map; they are in the list below
}
patrol-no-track = Nothing here records tracks, check-ins or rankings. Your place is read only when you press the button.
