# Analysis of what residents need
menu-analysis = Analysis
analysis-title = { $x } · Analysis
analysis-month = Month
analysis-of-month = { $year }-{ $month }
analysis-no-past = { $x }; less than four weeks of records before, nothing is compared
analysis-brief = Brief
analysis-docx = Word document (DOCX)
analysis-xlsx = Excel workbook (XLSX)
analysis-summary = Summary
analysis-how = How it is counted
analysis-more = { $n } more lines are in the brief.
analysis-received = { $measure }: { $n }.
analysis-area = Area
analysis-what = Area or category
analysis-p = p of chance
analysis-ratio = Ratio (95% interval)

analysis-hot = What stands out
analysis-hot-said = Of { $of } pairs of a place and a category compared, { $n ->
    [0] none stands out
    [one] one has clearly more than its own past and than its peers
   *[other] { $n } have clearly more than their own past and than their peers
}.
analysis-hot-no-past = Less than four weeks of records before: nothing can stand out yet.
analysis-hot-how = The count of each pair is compared with its own past by the day (weekday and month taken out), and with that of the other areas by household (by their counts of all categories where households are not known). Both by the exact conditional test of a ratio of Poisson rates (given the sum, a count is binomial); the larger p is taken; intervals are those of Clopper and Pearson at 95%. In the year before weekly counts varied { $spread } times as much as chance has it; counts are divided by what exceeds 1 before they are tested. All pairs together go by Benjamini and Hochberg: of those listed no more than { $chance }% are expected to be chance. Fewer than { $least } are not listed.
analysis-suggested = Past suggests
analysis-own-past = Against own past
analysis-peers = Against peers per household

analysis-moved = What changed in a week
analysis-moved-said = { $week }: { $up } rose, { $down } fell.
analysis-moved-how = The week is compared with the mean week of { $before } (weekday and month taken out), by the exact conditional test on both sides, with the spread of "What stands out"; areas and categories together go by Benjamini and Hochberg at { $chance }%. Where neither side has { $least } nothing is compared.
analysis-way = Which way
analysis-up = ▲ rose
analysis-down = ▼ fell
analysis-week = This week
analysis-usual = Usual week

analysis-trend = Trend without the season
analysis-chart = { $x } by week: counted, and without the season
analysis-even-short = Evened
analysis-even = Without the season
analysis-week-of = Week
analysis-trend-short = Less than eight weeks of records: there is no trend to be seen.
analysis-trend-up = Rising: { $n } in the last four weeks, { $was } in the four before; without the season { $ratio } times as many.
analysis-trend-down = Falling: { $n } in the last four weeks, { $was } in the four before; without the season { $ratio } times as many.
analysis-trend-level = Level: { $n } in the last four weeks, { $was } in the four before; without the season { $ratio } times as many, an interval that holds 1.
analysis-trend-how = Ratio to moving average (classical multiplicative decomposition): count = trend × weekday × month × rest. Factor of a weekday = sum of its counts ÷ sum of the centred 7-day moving averages on the same days, brought to a mean of 1; factor of a month = sum of its counts a day ÷ sum of the centred 2×12-month moving averages, which takes 26 months of records. Without the season = sum over days of count ÷ (weekday × month). Holidays and make-up days are not reckoned apart. Weekdays from Monday: { $weekdays }. { $months }
analysis-months = Months from January: { $x }.
analysis-months-not = With less than 26 months of records months are not told apart.

analysis-again = What comes again
analysis-again-said = { $n ->
    [0] Nowhere was the same reported again within { $days } days after it was closed
    [one] At one place the same was reported again within { $days } days after it was closed
   *[other] At { $n } places the same was reported again within { $days } days after it was closed
}.
analysis-again-how = Same grid, same category, no farther than { $near } metres (without a point: the grid), reported within { $days } days after the one before was closed: such matters form a chain. What was reported while the other was open is the same report twice and not counted. Where the one before took more than { $taken } days to be closed, it may be missed.
analysis-times = Times
analysis-latest = Latest
analysis-records = Its records

analysis-quiet = Quiet places
analysis-quiet-said = Over the last { $days } days { $n ->
    [0] no place reported clearly less than its households suggest
    [one] one place reported clearly less than its households suggest
   *[other] { $n } places reported clearly less than their households suggest
}.
analysis-quiet-unknown = { " " }Of { $n } more nobody wrote down the households; they cannot be judged.
analysis-quiet-how = Over { $over } the counts of the whole area are spread by households (suggested = all × its households ÷ all households). Listed are places with fewer per household than the others, by the exact conditional test on one side and Benjamini and Hochberg at { $chance }%, that have less than { $quiet }% of what is suggested. Quiet does not mean that nothing is the matter: perhaps nobody asks, perhaps all is well; somebody should go and see.
analysis-by-households = Households suggest
analysis-per-household = Against others per household

analysis-rates = Rates of the month
analysis-rates-said = The period before is { $x }.
analysis-rates-how = Each by the formula, version and clause beside it, as on the board.
analysis-rate = Indicator
analysis-value = This period
analysis-parts = Of / over
analysis-before = Period before
analysis-formula = Formula
analysis-version = Version and clause
