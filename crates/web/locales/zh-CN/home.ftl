# 首页
home-late = 已超期
home-late-area = 辖区内已超期
home-next = 接下来办
home-changes = 最近变化
home-figures = 本月

# 通知、登录、出错
notices-mark-all = 全部标为已读
notices-unread = 未读：
demo-title = 演示：换个身份看看
demo-note = 演示数据均为虚构，随时可以重来。
error-reference = 联系管理员时请报这个编号：{ $x }
