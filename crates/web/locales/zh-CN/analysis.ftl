# 民情分析
menu-analysis = 民情分析
analysis-title = { $x } · 民情分析
analysis-month = 月份
analysis-of-month = { $year } 年 { $month } 月
analysis-no-past = { $x }，之前的记录不足四周，不作对比
analysis-brief = 简报
analysis-docx = Word 文档（DOCX）
analysis-xlsx = Excel 工作簿（XLSX）
analysis-summary = 概况
analysis-how = 怎样数
analysis-more = 另有 { $n } 行，见简报。
analysis-received = { $measure } { $n } 件。
analysis-area = 辖区
analysis-what = 辖区或类别
analysis-p = 偶然概率 p
analysis-ratio = 倍数（95% 区间）

analysis-hot = 突出的地方
analysis-hot-said = 比较了 { $of } 组“地方 + 类别”，{ $n ->
    [0] 没有明显突出的
   *[other] { $n } 组明显多于自己的过去和同级其他地方
}。
analysis-hot-no-past = 之前的记录不足四周，还看不出哪里突出。
analysis-hot-how = 每组的件数与自己过去的日均件数比（星期、月份的季节差别已去掉），再与同级其他地方每户的件数比（户数不全时按各地总件数）。两次都用泊松率比的精确条件检验（给定合计，件数服从二项分布），取较大的 p；区间为 Clopper–Pearson 95% 区间。之前一年各地每周件数的离散度为 { $spread }，大于 1 时件数先除以它再检验。所有组一起按 Benjamini–Hochberg 控制：列出的组中偶然的预期不超过 { $chance }%。少于 { $least } 件的不列。
analysis-suggested = 按过去推算
analysis-own-past = 比自己的过去
analysis-peers = 比同级每户

analysis-moved = 一周变化
analysis-moved-said = { $week }：上升 { $up } 项，下降 { $down } 项。
analysis-moved-how = 这一周与 { $before } 的周均件数比（星期、月份的季节差别已去掉），双侧精确条件检验，离散度与“突出的地方”同；辖区和类别一起按 Benjamini–Hochberg 控制在 { $chance }%。两边都不足 { $least } 件的不比。
analysis-way = 方向
analysis-up = ▲ 上升
analysis-down = ▼ 下降
analysis-week = 这一周
analysis-usual = 往常一周

analysis-trend = 去掉季节的走势
analysis-chart = 每周{ $x }：实际与去季节
analysis-even-short = 去季节
analysis-even = 去季节件数
analysis-week-of = 一周
analysis-trend-short = 记录不足八周，看不出走势。
analysis-trend-up = 上升：近四周 { $n } 件，之前四周 { $was } 件，去季节后为 { $ratio } 倍。
analysis-trend-down = 下降：近四周 { $n } 件，之前四周 { $was } 件，去季节后为 { $ratio } 倍。
analysis-trend-level = 平稳：近四周 { $n } 件，之前四周 { $was } 件，去季节后为 { $ratio } 倍，区间含 1。
analysis-trend-how = 移动平均比率法（经典乘法分解）：件数 = 走势 × 星期 × 月份 × 其余。星期系数 = 各星期几的件数之和 ÷ 同日的 7 天居中移动平均之和，均值调为 1；月份系数 = 各月日均件数之和 ÷ 2×12 月居中移动平均之和，要有 26 个月的记录。去季节件数 = Σ 每天件数 ÷（星期系数 × 月份系数）。节假日和调休不单独计算。星期系数（周一起）：{ $weekdays }。{ $months }
analysis-months = 月份系数（一月起）：{ $x }。
analysis-months-not = 记录不足 26 个月，月份不作区分。

analysis-again = 反复发生的事
analysis-again-said = { $n ->
    [0] 没有发现办结后 { $days } 天内又反映的同一件事
   *[other] { $n } 处办结后 { $days } 天内又有人反映同一件事
}。
analysis-again-how = 同一网格、同一类别、相距不超过 { $near } 米（没有坐标的按网格），在前一件办结后 { $days } 天内又上报的，连成一串；前一件还没办结就上报的是同时反映，不算。前一件从上报到办结超过 { $taken } 天的可能漏计。
analysis-times = 次数
analysis-latest = 最近一次
analysis-records = 各次事项

analysis-quiet = 偏静的地方
analysis-quiet-said = 近 { $days } 天，{ $n ->
    [0] 没有哪里的件数明显少于按户数推算的数
   *[other] { $n } 处的件数明显少于按户数推算的数
}。
analysis-quiet-unknown = 另有 { $n } 处没有户数，无法判断。
analysis-quiet-how = { $over }，按户数把全辖区的件数摊到各处（推算 = 总件数 × 本处户数 ÷ 总户数）。列出的地方：每户件数比其余地方少，单侧精确条件检验经 Benjamini–Hochberg 控制在 { $chance }%，且不到推算的 { $quiet }%。偏静不等于没有事：可能是没有人去问，也可能确实平安，要上门看。
analysis-by-households = 按户数推算
analysis-per-household = 比其余每户

analysis-rates = 本月指标
analysis-rates-said = 上期为 { $x }。
analysis-rates-how = 每项指标按所列算法、版本和依据计算，与看板一致。
analysis-rate = 指标
analysis-value = 本期
analysis-parts = 分子 / 分母
analysis-before = 上期
analysis-formula = 算法
analysis-version = 版本和依据
