# What goes on nearby: public matters
public-title = Matters nearby
public-about = How far public matters are that people reported. Shown are kind, place and progress; never who reported or what they wrote.
public-area = Community
public-all = All of them
public-show = Show
public-states = Progress
public-open = Under way
public-closed = Closed
public-map = Where matters under way are
public-none = Nothing public here
public-none-way = Choose another community, or tell us what you see.
public-reported = Reported
public-others = { $n ->
    [one] one more person has it
   *[other] { $n } more people have it
}
public-follow = I see it too: follow it
public-older = Older
public-report = Report a matter
