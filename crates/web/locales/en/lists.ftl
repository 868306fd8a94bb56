# Lists
desk-views = Views
list-more = More
pick-all = Select all on this page
pick-one = Select: { $x }
pick-row = Select row { $n }
picked = Selected
board-all = { $n ->
    [one] The one record
   *[other] All { $n }
}
columns = Columns
columns-apply = Apply
month-prev = Previous month
month-next = Next month
month-now = This month
