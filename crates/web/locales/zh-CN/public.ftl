# 身边的事：公开的事项
public-title = 身边的事
public-about = 大家反映的公共问题办到哪一步。只公开类别、地点和进度，不公开谁反映的、写了什么。
public-area = 社区
public-all = 全区
public-show = 查看
public-states = 办理进度
public-open = 正在办
public-closed = 已办结
public-map = 正在办的事在地图上的位置
public-none = 这里没有公开的事项
public-none-way = 换一个社区看看，或者把您看到的问题告诉我们。
public-reported = 反映时间
public-others = 另有{ $n }人反映
public-follow = 我也遇到了，跟进它
public-older = 更早的
public-report = 我要反映一件事
