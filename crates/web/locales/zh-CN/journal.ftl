# 日志
journal-checked = 核验于
journal-head = 链尾
journal-check = 核验全部
journal-sequence = 序号
journal-at = 时间
journal-who = 经办
journal-act = 动作
journal-on = 对象
journal-detail = 内容
journal-hash = 校验值
journal-erased = 个人信息已依法删除
