# 报名参加、候补、证明
join-none = 近期没有可报名的活动
join-none-way = 换一个社区看看，或者过几天再来。
join-who = 组织方
join-room = 还有 { $n } 个名额
join-room-any = 人数不限
join-room-none = 已报满，可以候补
join-waits =
    { $n ->
        [0] 已报满。现在候补，您排第一；有人退出时自动递补。
       *[other] 已报满，前面有 { $n } 人候补；有人退出时按先后自动递补。
    }
join-wait = 候补
join-over = 报名已经截止。
join-done = 已收到。请保存这个页面的链接：取消、填写时长、开证明都在这里
certificate-check = 核对证明
certificate-check-it = 核对
certificate-check-about = 按证明上的编号、校验码和姓名核对真假。
certificate-number = 编号
certificate-code = 校验码
certificate-name = 姓名
certificate-where = 核对网址
certificate-about = 任何人可以凭编号、校验码和您的姓名核对这份证明。记录更改后，旧的校验码失效。
certificate-good = 证明属实，姓名相符
certificate-nameless = 证明属实；姓名已按规定删除，无法核对
certificate-other = 有这份证明，但姓名不符
certificate-unknown = 没有这份证明：编号或校验码不对，或者记录已经更改
