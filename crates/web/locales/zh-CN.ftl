# 公用
product = 邻里
brand = 邻里 Linli
skip = 跳到正文
close = 关闭
previous = 上一个
next = 下一个
photo = 照片
today = 今日
logout = 退出登录

# 导航
nav-main = 主菜单
nav-quick = 常用
nav-all = 全部
nav-waiting = 件待办
nav-area = 辖区：{ $x }
nav-area-switch = 切换辖区
nav-notices = { $n ->
    [0] 通知
   *[other] 通知，{ $n } 条未读
}
nav-other-language = EN
nav-reading = 阅读方式
search-label = 搜索
search-hint = 搜编号、内容、地址、姓名拼音首字母
text-large = 大字版
text-normal = 标准字号

# 键盘
keys-title = 键盘操作
keys-move = 下一条、上一条（也可用方向键）
keys-open = 打开所选的一条
keys-pick = 勾选，用于批量办理
keys-search = 搜索
keys-close = 关闭、返回
keys-help = 显示本说明

# 表单
form-errors = 有几处需要改
form-required = （必填）
form-optional = 选填
form-choose = 请选择
form-narrow = 查找{ $x }
form-narrow-hint = 输入名称或拼音首字母
form-none-found = 没有符合的，换个词试试
form-add-photo = 添加照片
form-workdays = 个工作日
form-place-map = 在地图上挪动地点
form-purpose = 仅用于{ $x }，加密保存，每次查看都留痕

# 脚本要说的话
say-unsaved = 填写的内容还没有提交，确定离开吗？
say-offline = 网络不通，内容没有提交。请检查网络后再试，已填的内容还在。
say-failed = 没有办成，请稍后再试；仍不行请联系管理员。
say-updated = 列表已更新
say-picked = 已选 { $n } 件
say-found = 找到 { $n } 项

# 各页共用
cancel = 取消
more = 更多
acts = 可以办的事
view = 查看方式
detail = 详情
related = 相关
colon = ：
comma = 、
semicolon = ；
basis = 依据：{ $x }
print = 打印
export = 导出
filter-apply = 筛选
filter-more = 更多条件
filter-reset = 重置
pager = 翻页
pager-prev = 上一页
pager-next = 下一页
nav-crumbs = 所在位置
map-fallback = 地图需要启用脚本；列表里有同样的内容。
light-late = 已超期
light-soon = 将到期
light-fine = 正常
late-count = 超期 { $n }

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

# 首页
home-late = 已超期
home-next = 接下来办
home-changes = 最近变化
home-figures = 本月

# 账号
account-name = 姓名
account-login = 登录名
account-roles = 岗位与辖区
account-roles-note = 一人可兼多岗；岗位决定能办什么，辖区决定能看哪里
account-status = 状态
account-second = 两步验证
account-last = 最近登录
account-basic = 基本信息
account-history = 变更记录
role = 岗位
body = 单位
area = 辖区
since = 任职时间

# 规则手册
chapters = 目录
handbook-moves = 办理动作
handbook-move = 动作
handbook-from-to = 从 → 到
handbook-who = 谁能办
handbook-fill = 必填
handbook-notes = 说明
handbook-basis = 依据
handbook-states = 状态
handbook-state = 状态
handbook-public = 居民看到
handbook-limit = 时限
handbook-fields = 登记项
handbook-field = 名称
handbook-kind = 类型
handbook-indicators = 指标
handbook-indicator = 指标
handbook-formula = 算法
handbook-version = 口径

# 日志
journal-checked = 校验于
journal-head = 链尾
journal-check = 重新校验
journal-sequence = 序号
journal-at = 时间
journal-who = 经办
journal-act = 动作
journal-on = 对象
journal-detail = 内容
journal-hash = 校验值
journal-erased = 个人信息已依法删除

# 通知、登录、出错
notices-mark-all = 全部标为已读
notices-unread = 未读：
demo-title = 演示：换个身份看看
demo-note = 演示数据均为虚构，随时可以重来。
error-reference = 联系管理员时请报这个编号：{ $x }

# 我要反映、查进度
report-category = 类别
report-category-hint = 先写几句，类别会自动猜出来
report-category-find = 找类别：输入名称或拼音首字母
report-change = 换一类
report-photos = 照片
report-place = 在哪里
report-place-hint = 在地图上点一下，或者写地址
report-outside = 这个位置不在本区，请挪一下，或写清地址
report-map = 地图：拖动图钉，或点一下，标出位置；方向键移动地图
report-by-area = 说不清地址？直接选社区
report-area = 街道和社区
report-near = 附近有人反映过，是同一件事吗？
report-near-same = 是同一件事，跟进它
report-near-hint = 跟进后，您会看到同一件事的进度，不用重复办。
report-who = 留手机号，好通知您结果
report-who-open = 填写
report-send = 提交
report-send-to = 提交，交给{ $x }
report-uploading = 照片还在上传，传完就提交
report-draft-back = 上次没写完的内容还在，已经放回来了。
report-draft-clear = 不要了，重写
photo-remove = 去掉这张照片
photo-sent = 照片已上传
photo-failed = 没传上去
photo-retry = 重试
photo-many = 最多 { $n } 张
photo-progress = 上传中
photo-place = 照片里带有拍摄位置。
photo-place-use = 用拍照的位置
photo-chosen = 已选照片
here = 用我现在的位置
here-wait = 正在定位……
here-found = 已标在地图上，不准可以再挪
here-denied = 没有拿到定位权限，不影响反映：在地图上点一下，或者写地址就行。
here-missing = 暂时定不了位，请在地图上点一下，或者写地址。
thanks-with = 收到了，已交给{ $x }
thanks-joined = 已跟进同一件事，有进展会一起告诉您
thanks-number = 编号
thanks-link = 凭这个链接查进度
thanks-open = 看办理进度
thanks-save = 收藏这个页面，或者把链接发给自己。谁有链接谁就能看，请别外传。
thanks-no-phone = 您没留手机号，链接丢了就查不到了。
thanks-told = 办好后会发短信到 { $x }
thanks-next = 接下来
thanks-by = 最晚
thanks-again = 再反映一件事
copy = 复制
copied = 已复制
track-holder = 现在由谁办
track-by = 最晚
track-tiers = 办到哪一级
track-rated = 您的评价：{ $x }
track-report = 您反映的事
track-lines = 办理经过
track-keep = 本页链接（请收好，不要外传）
track-print = 打印
track-add = 补充说明或照片
track-add-note = 要补充什么
track-add-send = 补充上去
rate-title = 这件事办得怎么样？
rate-note = 想说的话
rate-send = 提交评价

# 巡查
patrol-tab-today = 今日
patrol-tab-map = 地图
patrol-tab-report = 上报
patrol-tab-me = 我的
patrol-found = 发现问题
patrol-found-hint = 拍一张、点一下、发出去
patrol-waiting = 要办的事
patrol-done = 今天办结 { $n } 件
patrol-what = 什么问题
patrol-other = 其他类别
patrol-words = 说两句
patrol-here = 就在我站的地方
patrol-address = 具体位置
patrol-send-step = 发出去
patrol-spot = 当场解决了
patrol-spot-hint = 办结存档，不再派给别人
patrol-spot-how = 怎么解决的
patrol-send = 上报
patrol-send-done = 办结存档
patrol-send-hint = 没当场解决的，进{ $x }
patrol-acts = 可以怎么办
patrol-reason = 为什么
patrol-map = 网格地图，每个点是一件没办完的事；下面有同样的清单
patrol-map-without = 另有 { $n } 件没有标位置，在下面的清单里
patrol-no-track = 本系统不记轨迹、不打卡、不排名。只有您按下定位时才读取位置。

# 看板
chart-table = 看每天的数字
chart-day = 日期
board-path = 上级辖区
board-period = 时间范围
board-more = 口径、大屏、导出、打印
board-from = 从
board-to = 到
board-show = 查看
board-records = 看这些事项
board-open = 在办
board-pressing = 需要您处理
board-see-all = 全部
board-trend-hint = 点任意一天，看当天的事项
board-areas-hint = 点名称看下一级；竖线是全辖区水平
board-late = 超期
board-categories = 居民在说什么
board-n = 件数
board-share = 占比
board-change = 比上期
board-where = 集中在
board-spots = 集中在哪里
board-spots-map = 各社区件数地图；旁边的列表是同样的数字
board-key = 颜色从浅到深，件数从少到多
wall-pressing = 正在盯的事
wall-stale = 连不上服务器，显示的是之前的数据
