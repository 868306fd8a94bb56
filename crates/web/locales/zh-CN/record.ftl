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

# 到会
input-attendance = 到会情况
input-made-up = 已补课的人
attendance-title = 到会情况
attendance-line = 应到 { $due } 人，到会 { $present } 人，请假 { $excused } 人，缺席 { $absent } 人{ $made ->
    [0] { "" }
   *[other] ，其中已补课 { $made } 人
}
attendance-who = 名单
attendance-nobody = 现在没有应到的人：名册上没有人，或者没有人在任。
attendance-sum = 到会 {"{"}present{"}"} · 请假 {"{"}excused{"}"} · 缺席 {"{"}absent{"}"}
mark-present = 到会
mark-excused = 请假
mark-absent = 缺席
mark-made-up = 已补课
problem-attendance = 到会情况：应到名单与您填写时不同，请重新核对每个人；会议前后有人任免的，先安排好会议日期
problem-not-said = “{ $x }”还有 { $n } 人没有标明，请逐人选择
problem-not-enough = “{ $x }”超过余额：现有 { $left } 元
refusal-quorum = 到会人数不足，不能登记为已召开
refusal-quorum-way = 应到 { $due } 人，到会 { $present } 人，至少须 { $least } 人到会。请另择日期重开，或登记为流会
