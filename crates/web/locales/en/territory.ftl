# Territory: import, look-up, grids on a map.

event-areas-import = Areas imported
event-grids-save = Grids changed
menu-areas = Areas
menu-grids = Grids
menu-where = Which grid

areas-tables = Tables of areas
areas-own = This place
areas-country = The country's codes
areas-tree = Tree of areas
areas-search = Find
areas-search-hint = Name, pinyin initials or code
areas-found = { $n ->
    [one] 1 area found
   *[other] { $n } areas found (60 at most are listed)
}
areas-country-count = { $x } areas of the country to look up
areas-country-empty = The country's table is not here yet
areas-country-how = Whoever operates the program imports it: linli import codes TABLES --data FOLDER
areas-code = Code
areas-level = Level
areas-within = Within
areas-below = Below it
areas-bodies = Bodies
areas-grids = Its grids on a map
areas-in-place = Show in this place
areas-subdistrict = Subdistrict
areas-town = Town
areas-township = Township
areas-park = Enterprise-run

grids-title = { $x } · grids
grids-list-sub = Choose a community to see and draw its grids
grids-count = { $n ->
    [one] 1 grid
   *[other] { $n } grids
}
grids-rule = { $least }–{ $most } households a grid ({ $basis })
grids-draft = This is a draft and not saved. Change it as you like, then save.
grids-map = Map of grids
grids-tools = Drawing tools
grids-draw = Draw a grid
grids-split = Split by a line
grids-corner = Remove corner
grids-remove = Remove grid
grids-undo = Undo
grids-hint = Choose a grid to drag its corners, split it by a line, or change its name and households.
grids-hint-draw = Press the corners one after the other; near a corner that is there it snaps. End at the first corner, by a double press or with Enter.
grids-hint-outline = This community has no outline yet: draw that first, then its grids.
grids-hint-split = Press once on either side of the grid: the line between is the cut.
grids-hint-split-none = Nothing was cut: choose a grid first; the line must cross its outline exactly twice.
grids-hint-chosen = Drag the dots to change the outline; corners shared with neighbours move together. Press a small dot to add a corner.
grids-hint-none = Choose a grid first.
grids-hint-corner = Corner: drag it, or push it with the arrow keys
grids-chosen = The chosen grid
grids-name = Name
grids-households = Households
grids-population = People
grids-ground = Ground
grids-marks = Size
grids-table = List of grids
grids-check = Check
grids-wrong = To be put right before it can be saved
grids-warn = It can be saved, but note
grids-well = No gap, no overlap.
grids-swap = Read it as latitude before longitude and turn it round
grids-number = Grids
grids-propose = Propose a division
grids-propose-note = Divides the community evenly into so many grids by known addresses, households and people, as a draft to change; the same data give the same division.
grids-file = Import and export GeoJSON
grids-datum = Coordinates must be WGS 84 or CGCS 2000, longitude first. GCJ-02, which map services in China use, is 300 to 500 m off; a file does not show it, so convert it first.
grids-file-open = Choose a file (8 MB at most)
grids-read = Read and check
grids-download = Download the grids as they stand
grids-text = The drawing as text (GeoJSON)
grids-landless = Grids without an outline yet:
grids-saved = Grids saved
grids-saved-gaps = { $n ->
    [one] Grids saved; there is one gap
   *[other] Grids saved; there are { $n } gaps
}
grids-stale = Somebody else saved this community's grids after you opened the page. Your drawing is still below: keep a copy of it, then open the page anew and compare.
grids-no-outline = The community has no outline, so it cannot be divided: draw or import that first (a polygon with the community's code).
grids-number-wrong = The number of grids must be from 1 to 300
grids-small = Fewer than { $x } households
grids-large = More than { $x } households
grids-unbalanced = Far from the mean of { $x }
grids-metres = { $x } m²
grids-hectares = { $x } ha
grids-of = { $grid }: { $said }
grids-not-json = this is not GeoJSON: it cannot be read from line { $line }, column { $column }
grids-not-collection = this is not a FeatureCollection; export it as a GeoJSON FeatureCollection
grids-too-large = The file is too large: 8 MB at most, far more than the grids of a community need
grids-too-many = { $n ->
    [one] one polygon
   *[other] { $n } polygons; a community has 300 grids at most
}
grids-not-polygon = the geometry is { $x }; it must be a Polygon
grids-parts = { $n ->
    [one] the grid has no part
   *[other] the grid is in { $n } parts; make each a grid of its own
}
grids-hole = there is a hole; split it by a line so that no grid surrounds another
grids-not-closed = the last corner is not the first; it was closed
grids-few-corners = fewer than three corners
grids-many-corners = { $n ->
    [one] one corner
   *[other] { $n } corners, 2,000 at most; simplify it first
}
grids-crossing = the outline crosses itself
grids-swapped = latitude and longitude are the wrong way round; longitude comes first
grids-out-of-range = not a place in China; make sure that these are degrees and not projected coordinates
grids-far = far away from this community
grids-code-twice = code { $x } is there twice
grids-code-form = code { $x } is not the community's with three digits; leave it empty to have one given
grids-no-number = { $x } must be 0 or a whole number above
grids-overlap = overlaps { $other } by { $size }
grids-gap = { $x } are in no grid
grids-outside = { $x } lie outside the community
grids-outline-none = the community has no outline, so gaps cannot be checked
grids-left-out = not drawn any more: it stays, so that its records are not lost, but has no ground; to abolish a grid, reorganise the territory

where-sub = An address or a point: which grid it lies in, and who answers
where-ask = Address or point
where-hint = such as 117.21, 31.84
where-swapped = Write a point as longitude, latitude, such as 117.21, 31.84
where-several = { $n ->
    [one] One address fits
   *[other] { $n } addresses fit; choose one
}
where-none = No grid was found
where-none-why = The address may not be known yet, or the point lies in no grid. Write it in another way, or give a point.
where-nobody = Nobody is in post at this level
where-bodies = { $n ->
    [one] 1 body
   *[other] { $n } bodies
}
