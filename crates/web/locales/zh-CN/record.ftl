# 详情
record-changed = 这一件刚有新动态。您填的内容还在。
record-reload = 看最新情况
back-to-list = 返回列表
reveal = 查看（需填用途）
reveal-purpose = 查看用途
reveal-other = 其他用途
reveal-show = 查看
reveal-note = 谁在何时为何查看，都会记录
tiers = 办理进程
duplicates = 疑似重复 { $n } 件
timeline = 办理经过
