# 列表
desk-views = 分类
list-more = 更多
pick-all = 全选本页
pick-one = 勾选：{ $x }
pick-row = 勾选第 { $n } 行
picked = 已选
board-all = 全部 { $n } 条
columns = 列
columns-apply = 应用
month-prev = 上一月
month-next = 下一月
month-now = 本月
