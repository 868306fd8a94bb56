# 点菜、配菜：需求与资源对接
menu-match = 供需配菜
match-about = 按类别、地点、时间和手头负担整体权衡，给每项需求提出最合适的资源
match-why = 理由
match-ask = 请对方承接
match-nothing = 暂时没有合适的资源；到期会报街道协调
match-elsewhere = 合适的资源更适合别的需求，也可以从下面选
match-others = 另有 { $n } 个合适的
match-here = 就在本社区
match-near = 同街道：{ $x }
match-far = 可以过来：{ $x }
match-time = 时间一致：{ $x }
match-any-time = 时间不限
match-load =
    { $n ->
        [0] 手头没有在做的，最多同时 { $most } 项
       *[other] 手头 { $n } 项，最多同时 { $most } 项
    }
match-refused-this = 这项需求婉拒过，原因：{ $x }
match-refused = 近一年婉拒过 { $n } 次
match-none = 没有待配菜的需求
match-none-way = 社区点单以后，程序在这里提出合适的资源。
match-order = 点单
