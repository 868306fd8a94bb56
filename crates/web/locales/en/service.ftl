# Services, the window, the queue, sheets on the wall
menu-window = Service window
service-guide = Services
service-search = Look for a service
service-search-hint = Its name, a word for it, or pinyin initials
service-find = Search
service-none = Nothing was found for “{ $x }”. Try other words, or
service-all = see all services
service-count =
    { $n ->
        [one] { $n } service
       *[other] { $n } services
    }
service-more = At the window and on the wall
service-visits =
    { $n ->
        [0] No visit needed
        [one] { $n } visit at most
       *[other] { $n } visits at most
    }
service-free = Free of charge
service-bring = What to bring
service-bring-nothing = Nothing at all.
service-not-asked = Looked up by us: you need not bring it
service-keeper = from { $x }
service-for = Who can have it
service-steps = What happens
service-limit = Settled within
service-level = Decided by
service-ways = Ways to ask for it
service-basis = Basis
service-do = What you can do now
service-day = { $weekday }, { $day }/{ $month }
service-papers = Photos of your papers
service-papers-hint = One clear photo of each paper listed above, nine at most
service-slot-hint = Only times with room are listed
service-left = { $n } left
service-next = Next
service-area-missing = Choose your community
turns-title = Queue
turns-choose = Choose a community to see its call screen
turns-called = Now called
turns-nobody-called = Nobody is called
turns-desk = Window { $n }
turns-waiting = { $n } waiting
sheet-choose = Choose a community
sheet-empty = There is nothing here yet
sheet-changed = Last changed { $x }
sheet-others = Other sheets
window-queue = Queue
window-desk = My window
window-next = Call the next
window-nobody = Nobody waits
window-called = { $turn } was called to window { $desk }
window-at = Window { $n }
window-take = Take in
window-screen = Call screen
window-sheets = Sheets of this centre
window-papers = Papers
window-papers-note = Tick what you have received; those with * must all be there
window-otherwise = Other ways to take it in
receipt-title = Receipt
receipt-next = Next person
receipt-record = See the record
receipt-at = Taken in
receipt-state = State
receipt-papers = Papers received
receipt-by = Settled by
receipt-follow = Follow it at
receipt-note = At this address you see how it stands and rate it, without an account. Keep it: this receipt is not shown a second time.
receipt-print = Print it with your browser and hand it over.
visits-title = Visits
visits-period = settled in the last year
visits-within = Within the promise
visits-formula = Settled with no more visits than promised ÷ all settled
visits-records = Settled
visits-over = Over the promise
visits-service = Service
visits-target = Promised
visits-mean = Mean
visits-rating = Rating (how many)
kind-service = A service
kind-materials = Materials received
kind-slot = A time that was booked
problem-full = “{ $x }”: this time is full, choose another
