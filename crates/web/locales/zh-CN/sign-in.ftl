# 登录的第二步、两步验证
code = 验证码
code-title = 输入验证码
code-hint = 手机验证器上现在显示的 6 位数字
code-either-hint = 手机验证器上现在显示的 6 位数字；手机不在身边，可以用一个恢复码
code-submit = 继续登录
code-by-app = 用手机验证器
code-by-recovery = 手机不在身边？用恢复码
code-recovery = 恢复码
code-recovery-hint = 开启两步验证时抄下的十个恢复码里，还没用过的一个
code-recovery-left = { $n ->
    [0] 已用恢复码登录，恢复码用完了，请马上换一批
   *[other] 已用恢复码登录，还剩 { $n } 个
}
code-again = 换一个账号登录
code-over = 登录没有在 10 分钟内完成，请重新登录
no-code = 还要输验证码
no-code-way = 这个账号开启了两步验证，请在登录页登录。
rule-code-wrong = 验证码不对，或者已经用过。请等验证器换一个新的再输；总是不对，请核对手机的时间。
rule-second-factor-there = 两步验证已经开启，不用再设
factors = 登录保护
factors-note = 密码之外再加一道，密码被人知道了也进不来
factor-title = 两步验证
factor-on = 已开启
factor-none = 未开启
factor-why = 开启以后，登录时除了密码，还要输手机验证器上的 6 位验证码。手机不用联网，也不用装指定的应用。
factor-must = 您的岗位要求两步验证，请先设好，再开始工作。只要几分钟：登录时除了密码，再输手机验证器上的 6 位验证码，手机不用联网。
factor-since = { $time }起开启，还有 { $n } 个恢复码没有用。
factor-step-app = 在手机上准备一个身份验证器：任何支持“动态口令（TOTP）”的应用或小程序都行。
factor-step-scan = 用它扫这个二维码。
factor-step-code = 输入它显示的 6 位数字。
factor-qr = 两步验证的二维码
factor-type = 扫不了，就手工输入密钥：
factor-open-app = 在这部手机上直接打开验证器
factor-set-up = 开启两步验证
factor-codes-title = 十个恢复码，只显示这一次
factor-codes-note = 手机丢了、换了，就用恢复码登录，每个只能用一次。请抄下或打印，收在稳妥的地方，不要和手机放在一起。
factor-go-on = 抄好了，开始工作
factor-renew = 换一批恢复码
factor-renew-effect = 换好以后，原来的恢复码全部作废。
factor-off = 关闭两步验证
factor-off-effect = 关闭以后，只用密码就能登录。
factor-off-asked = 您的岗位要求两步验证：关闭以后要马上重新设置，例如换手机时。
factor-is-off = 两步验证已关闭
factor-reset = 重设两步验证
factor-reset-note = 本人手机和恢复码都丢了，才由管理员重设。请先当面或电话核实是本人；重设后全部登录会退出，并记入操作日志。
factor-was-reset = 两步验证已重设
event-second-factor-on = 开启两步验证
event-second-factor-off = 关闭两步验证
event-second-factor-reset = 管理员重设两步验证
event-recovery-codes-new = 换一批恢复码

# 登录记录
journal-views = 日志种类
journal-acts = 经办
sign-ins = 登录记录
sign-ins-own = 最近的登录
sign-ins-own-note = 有不是您本人的，请马上改密码，并告诉系统管理员
sign-ins-none = 没有登录记录
sign-ins-shown = { $n } 条
sign-ins-kept = 每行与上一行相连，核验时一并检查；保存 190 天后自动删除。只记网段，不记完整地址；不记在线时长。
sign-ins-strangers = { $n ->
    [0] 近 30 天没有人用不存在的登录名试过。
   *[other] 近 30 天有 { $n } 次用的是不存在的登录名；输入的内容不保存。
}
sign-in-who = 账号
sign-in-what = 情况
sign-in-how = 方式
sign-in-network = 网段
sign-in-here = 服务器本机
sign-in-by = 由{ $x }退出
sign-in-in = 登录
sign-in-wrong-password = 密码不对
sign-in-wrong-code = 验证码不对
sign-in-locked = 账号锁住
sign-in-out = 退出
sign-in-ended = 被退出
way-password = 密码
way-code = 密码和验证码
way-recovery = 密码和恢复码
way-demo = 演示，一键登录

# 统一身份认证（单点登录）
login-or = 或者
signed-out = 已退出
sso-still-in = 您在统一身份认证那里可能还登录着；公用电脑请一并退出：
sso-sign-out = 退出{ $x }
sso-link = 绑定
sso-unlink = 解除绑定
sso-linked = 已绑定，以后可以用它登录
sso-unlinked = 已解除绑定
sso-is-linked = 已绑定
sso-not-linked = 未绑定
sso-account = 统一身份认证
no-account = 您的统一身份还没有对应的账号
no-account-way = 有账号的，请用密码登录，在“我的账号”里绑定一次；没有账号的，请找本单位的系统管理员开通。
no-sso-down = 统一身份认证现在连不上
no-sso-down-way = 请过几分钟再试，或者用登录名和密码登录。
no-sso-refused = 统一身份认证没有放行
no-sso-refused-way = 可能是您在那里取消了，或者没有这个系统的使用权限。请再试一次，或者用登录名和密码登录。
no-sso-lost = 登录没有完成
no-sso-lost-way = 停留太久，或者在另一个窗口里登录过。请重新登录。
rule-identity-taken = 这个统一身份已经绑定在另一个账号上。请先在那个账号里解除，或者请系统管理员解除。
rule-identity-other = 这个账号已经绑定了另一个统一身份，请先解除
way-sso = 统一身份认证
way-sso-code = 统一身份认证和验证码
way-sso-factor = 统一身份认证（含两步验证）
event-identity-link = 绑定统一身份
event-identity-unlink = 解除统一身份绑定

# 通行密钥
passkeys = 通行密钥
passkeys-note = 用电脑或手机的指纹、面容、锁屏密码登录，不用再输密码和验证码
passkeys-none = 还没有通行密钥
passkey-label = 名称
passkey-made = 添加时间
passkey-unused = 没有用过
passkey-add = 添加通行密钥
passkey-added = 通行密钥已添加，下次可以用它登录
passkey-end = 删除
passkey-ended = 通行密钥已删除
passkey-sign-in = 用通行密钥登录
passkey-not-shown = 没有登录：已取消，或者这台设备上没有本系统的通行密钥。
passkey-not-made = 没有添加：已取消，或者这台设备上已经有了。
passkey-no-browser = 这个浏览器不支持通行密钥，请换新版的 Edge、Chrome 或 Safari。
no-passkey = 这个通行密钥不能登录
no-passkey-way = 可能已经删除，或者停留太久。请再试一次，或者用登录名和密码登录。
no-passkey-wanted = 请用通行密钥登录
no-passkey-wanted-way = 您的岗位要求两步验证，这个账号只设了通行密钥。设备不在身边的，请找系统管理员重设两步验证。
rule-passkeys-many = 通行密钥最多 12 个，请先删除不用的
rule-passkey-label = 请写一个名称，最多 32 个字
rule-passkey-late = 停留太久了，请再添加一次
rule-passkey-wrong = 浏览器送来的内容核对不上，没有添加。请再试一次
way-passkey = 通行密钥
event-passkey-new = 添加通行密钥
event-passkey-end = 删除通行密钥
