# 单位的一年、函件
year-years = 年份
year-of = { $x }年
year-records = { $n } 条
year-nobody = 这里还没有单位的记录
year-state = 状态
year-rated = 服务对象平均评分（{ $n } 次，满分 5）
letter-to = { $x }：
letter-number = 编号：{ $x }
record-letters = 函件
record-letters-note = 出具时查看本人姓名，用途记入日志
