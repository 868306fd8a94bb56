# 日历订阅
calendar-title = 日历订阅
calendar-note = 待办期限、本机构安排的会议和活动进手机和电脑的日历；没有标题、姓名和电话
calendar-none = 还没有订阅地址
calendar-since = 订阅地址生成于
calendar-make = 生成订阅地址
calendar-again = 换一个地址
calendar-end = 收回地址
calendar-ended = 订阅地址已收回
calendar-made = 您的订阅地址，只显示这一次
calendar-made-note = 在日历软件里选“订阅日历”或“通过网址添加”，粘贴这个地址。知道地址的人都能看到您的待办期限和安排，请不要转发；泄露了就换一个。
calendar-name = { $x }待办期限
calendar-due = 到期：{ $what }（{ $state }）{ $number }
calendar-term = 任期届满：{ $body } · { $post }
event-calendar-new = 生成日历订阅地址
event-calendar-end = 收回日历订阅地址
