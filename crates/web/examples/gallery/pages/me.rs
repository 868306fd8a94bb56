//! Made-up keys of an account, and its owner's own page.

use linli_web::Locale;
use linli_web::view::*;

use super::common::*;
use super::office::plain;

pub fn keys(l: Locale) -> KeyLists {
    let session = |browser: &str, began: &str, seen: &str, here: bool| SessionRow {
        key: began.into(),
        browser: browser.into(),
        began: at(began),
        seen: at(seen),
        here,
    };
    KeyLists {
        l,
        sessions: vec![
            session("Edge · Windows", "08:31", "10:42", true),
            session("微信 · Android", l.pick("昨日 17:20", "yesterday 17:20"), "07:55", false),
        ],
        end_session: "/me/sessions/end".into(),
        end_sessions: "/me/sessions/end-others".into(),
        end_sessions_label: l.pick("退出其他全部", "End all others").into(),
        tokens: vec![TokenRow {
            key: "t".into(),
            label: l.pick("街道大屏", "Subdistrict's wall").into(),
            made: at("2026-03-01"),
            until: "2027-02-28".into(),
        }],
        end_token: "/me/tokens/end".into(),
    }
}

fn password(l: Locale, name: &str, zh: &str, en: &str, hint: &str) -> Field {
    Field {
        name: name.into(),
        label: l.pick(zh, en).into(),
        hint: hint.into(),
        required: true,
        kind: FieldKind::Password { new: name != "old" },
        wide: true,
        ..Field::default()
    }
}

fn password_form(l: Locale) -> ActForm {
    let rules = l.pick("至少 10 个字符；不能是登录名，不能是大家常用的密码", "At least 10 characters; not the login, not a common one");
    ActForm {
        title: l.pick("修改密码", "Change password").into(),
        action: "/me/password".into(),
        fields: vec![
            password(l, "old", "现在的密码", "Present password", ""),
            password(l, "new", "新密码", "New password", rules),
            password(l, "again", "再输一遍新密码", "New password once more", ""),
        ],
        submit: l.pick("修改密码", "Change password").into(),
        ..ActForm::default()
    }
}

pub fn me(l: Locale) -> MePage {
    MePage {
        shell: shell(l, l.pick("我的账号", "My account"), "/me"),
        login: "limin".into(),
        posts: strings(&["街道派单员 · 三里庵街道行政服务中心"]),
        made: "k3vq7m2xwz5dtn4hjr6ypb8fcs9ag1eu".into(),
        second_factor: Badge { text: l.pick("未开启", "Off").into(), tone: "" },
        password: password_form(l),
        keys: keys(l),
        sso: Some(SsoState {
            label: l.pick("统一身份认证", "Single sign-on").into(),
            state: Badge { text: l.pick("未绑定", "Not linked").into(), tone: "" },
            link: "/me/sso/link".into(),
            unlink: String::new(),
        }),
        calendar: CalendarLink { since: Some(at("2026-03-01")), made: "https://linli.example.cn/calendar/k3vq7m2xwz5dtn4h.ics".into() },
        passkeys: Some(PasskeyList {
            l,
            rows: vec![PasskeyRow { key: "p".into(), label: "Edge · Windows".into(), made: at("2026-03-01"), used: at("08:31") }],
            proposed: "Edge · Windows".into(),
        }),
        sign_ins: sign_ins(l, false),
        make_token: ActForm {
            title: l.pick("制作令牌", "Make a token").into(),
            action: "/me/tokens".into(),
            fields: vec![
                Field { name: "label".into(), label: l.pick("给什么程序用", "Which program it is for").into(), ..Field::default() },
                Field { name: "until".into(), label: l.pick("用到哪天", "Last day").into(), kind: FieldKind::Date, ..Field::default() },
            ],
            submit: l.pick("制作令牌", "Make a token").into(),
            ..ActForm::default()
        },
    }
}

pub fn must_change(l: Locale) -> PasswordPage {
    PasswordPage {
        shell: plain(l, l.pick("修改密码", "Change password")),
        why: l.pick("这个密码是管理员设的，请先改成自己的。", "An administrator set this password: change it first.").into(),
        form: password_form(l),
        links: Vec::new(),
    }
}

pub fn stand_ins(l: Locale) -> StandIns {
    StandIns {
        l,
        rows: vec![StandInRow {
            key: "s".into(),
            who: l.pick("李敏 代 张蕾", "李敏 for 张蕾").into(),
            post: "社区受理员 · 三里庵社区受理中心".into(),
            period: l.pick("2026-03-01 至 2026-03-05", "2026-03-01 to 2026-03-05").into(),
            state: Badge { text: l.pick("进行中", "Running").into(), tone: "fine" },
        }],
        end: "/me/stand-in/end".into(),
    }
}

pub fn stand_in(l: Locale) -> StandInPage {
    let title = l.pick("代班安排", "Standing in");
    StandInPage {
        shell: shell(l, title, "/me"),
        crumbs: Crumbs { l, above: vec![link(l.pick("我的账号", "My account"), "/me")], here: title.into() },
        arranged: stand_ins(l),
        form: None,
        none: l.pick("您的岗位不能请人代班。", "Your roles cannot be handed over.").into(),
    }
}

pub fn second_factor(l: Locale, fresh: bool) -> SecondFactorPage {
    let code = |id: &str| Field {
        name: "code".into(),
        id: id.into(),
        label: l.pick("验证码", "Code").into(),
        required: true,
        kind: FieldKind::OneTime,
        ..Field::default()
    };
    let form = |title: &str, id: &str| ActForm {
        title: title.into(),
        action: "/me/second-factor".into(),
        fields: vec![code(id)],
        submit: title.into(),
        ..ActForm::default()
    };
    SecondFactorPage {
        shell: plain(l, l.pick("两步验证", "Two-step sign-in")),
        why: l.pick("登录时除了密码，再输手机上的验证码。", "Signing in then takes a code of your phone besides the password.").into(),
        codes: if fresh { strings(&["k3vq7-m2xwz", "5dtn4-hjr6y"]) } else { Vec::new() },
        qr: if fresh { None } else { QrCode::new("otpauth://totp/x?secret=K3VQ7M2X".into(), "K3VQ7M2X") },
        set_up: (!fresh).then(|| form(l.pick("开启", "Turn on"), "")),
        renew: fresh.then(|| form(l.pick("换一批恢复码", "New recovery codes"), "codes")),
        off: fresh.then(|| form(l.pick("关闭", "Turn off"), "off")),
        links: vec![link(l.pick("我的账号", "My account"), "/me")],
    }
}

pub fn sign_ins(l: Locale, named: bool) -> SignInList {
    let row = |time: &str, what: &str, tone: &'static str, how: &str| SignInRow {
        at: at(time),
        who: "张蕾".into(),
        what: Badge { text: what.into(), tone },
        how: how.into(),
        browser: "Edge · Windows".into(),
        network: "203.0.113.*".into(),
    };
    SignInList {
        l,
        named,
        rows: vec![
            row("08:31", l.pick("登录", "Signed in"), "fine", l.pick("密码", "Password")),
            row("08:30", l.pick("密码不对", "Wrong password"), "soon", ""),
        ],
    }
}

pub fn all_sign_ins(l: Locale) -> SignInsPage {
    let tab = |zh: &str, en: &str, href: &str, current| Tab { label: l.pick(zh, en).into(), href: href.into(), current, ..Tab::default() };
    SignInsPage {
        shell: shell(l, l.pick("操作日志", "Journal"), "/admin/journal"),
        tabs: vec![tab("经办", "Acts", "/admin/journal", false), tab("登录", "Sign-ins", "/admin/journal/sign-ins", true)],
        strangers: l.pick("近 30 天有 3 次不存在的登录名。", "3 tries with unknown logins in the last 30 days.").into(),
        filter: FilterBar {
            action: "/admin/journal/sign-ins".into(),
            controls: vec![Field { name: "login".into(), label: l.pick("登录名", "Login").into(), ..Field::default() }],
            reset: "/admin/journal/sign-ins".into(),
            ..FilterBar::default()
        },
        list: sign_ins(l, true),
        pager: Pager::default(),
        empty: Empty::default(),
    }
}
