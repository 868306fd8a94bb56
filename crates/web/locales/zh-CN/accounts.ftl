# 账号
account-name = 姓名
account-login = 登录名
account-roles = 岗位与辖区
account-roles-note = 一人可兼多岗；岗位决定能办什么，辖区决定能看哪里
account-status = 状态
account-basic = 基本信息
account-history = 变更记录
role = 岗位
body = 单位
area = 辖区
since = 任职时间
