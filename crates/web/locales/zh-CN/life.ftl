# 履职一览和辖区日历
menu-duties = 年度任务一览
menu-calendar = 辖区日历
duties-title = { $x }年度一览
duties-coverage = 完成情况
duties-year = 全年
duties-body = 组织
duties-done = 已完成
duties-bodies = { $n } 个组织
duties-all = 全部记录
duties-note = 任务由程序按规定生成，不用填报；完成数只算到期和已开展的。
duties-none = 这一年没有到期的任务
duties-none-way = 任务从启用之日所在的周期起生成，此前的不补。
duties-overdue-n = 逾期 { $n }
duty-done = 按期完成
duty-late = 逾期后完成
duty-planned = 已安排
duty-due = 待安排
duty-overdue = 已逾期
duty-waived = 免予开展
duty-sign-late = 迟
duty-sign-planned = 定
duty-made-up = 补 { $n }
duty-there = 应到 { $due } 到会 { $present } 补课 { $made }
duty-until = 最迟 { $x }
every-month = 每月
every-quarter = 每季度
every-half = 每半年
every-year = 每年
duty-in-month = { $n }月
duty-in-quarter = { $n ->
    [1] 一季度
    [2] 二季度
    [3] 三季度
   *[other] 四季度
}
duty-in-half = { $n ->
    [1] 上半年
   *[other] 下半年
}
duty-in-year = 全年
almanac-shows = 显示方式
almanac-kinds = 显示哪些
almanac-month = 月历
almanac-list = 清单
almanac-all = 全部
almanac-planned = 会议活动和预约
almanac-due = 办理期限
almanac-again = 每年的日子
almanac-terms = 任期届满
almanac-none = 这个月没有安排
almanac-none-way = 会议、活动、预约、办理期限、任期届满和政治生日会自动出现在这里。
almanac-due-title = 到期：{ $x }
almanac-years = { $what } { $years } 年 · { $title }
calendar-planned = { $what }（{ $state }）{ $number }
handbook-until = 到“{ $x }”为止
almanac-cut = 这里太多，每类只列出最先的 300 条；请在左上角选到街道或社区
almanac-subscribe = 订阅到手机日历
