# 交接班
menu-shift = 交接班
shift-since = 本班自 { $x } 起
shift-since-day = 还没有交过班，先看 { $x } 以来
shift-waiting = { $who }于 { $at } 交班，等待接班
shift-before = 上一班：{ $who }于 { $at } 交班，{ $next }接班
shift-take = 去接班
shift-flow = 本班受理和办结
shift-what = 台账
shift-came = 新登记
shift-ended = 办结
shift-held = 手上在办
shift-none = 没有。
shift-more = 另有 { $n } 件，见工作台
shift-how = 清单由程序列出，不用填写；交班时各清单的件数随交班记录保存。不能自己接自己的班。
