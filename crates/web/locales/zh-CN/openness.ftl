# 公开栏、议事步骤
openness-title = 公开栏
openness-choose = 选您的社区：看正在议的事、决议公示和实施结果，公示期内可以提意见
openness-other-place = 换个社区
openness-none = 目前没有公开事项
openness-past = { $n ->
   *[other] 此前公开的 { $n } 件
}
openness-more = 还可以
openness-heard = 可以提意见
openness-period = { $from }至{ $until }
openness-since = { $x }起
openness-over = 公示期已过：{ $x }
openness-basis = 依据：{ $x }
openness-steps = 议到哪一步
openness-kept = { $n ->
   *[other] 您留下的姓名和电话只用来答复您，答复后 { $n } 天由程序删除
}
steps = 办理步骤
step-by = { $x }前完成
step-vote = 应到 { $due } 人，实到 { $present } 人；同意 { $yes }、反对 { $no }、弃权 { $abstain }
step-rule = 按规定到会不少于 { $present } 人、同意不少于 { $yes } 票
step-void = 人数不足，无效

# 一刻钟便民生活圈
circle-title = 一刻钟便民圈
circle-choose = 选社区，看走路一刻钟能到哪些设施
circle-how = 步行 { $minutes } 分钟，折合直线 { $metres } 米以内；邻近社区的设施也算
circle-map = 设施位置图
circle-share = { $all } 处地址中 { $reached } 处到得了（{ $percent }%）
circle-here = { $n ->
   *[other] 本社区有 { $n } 处
}
circle-far = 到不了的地址
circle-far-more = { $far }等，另有 { $n } 处
