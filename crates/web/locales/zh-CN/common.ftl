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
search-hint = 搜编号、内容、地址、手机尾号、拼音首字母
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
