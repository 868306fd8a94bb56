//! Import by the pages alone, without script: template, file, check, decision, copy with marks.

use std::time::{Duration, Instant};

use crate::town::{Answer, Browser, GRIDS, Part, Served};

/// Follows the import's page until it has come to rest.
fn settled(browser: &Browser<'_>, path: &str) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = browser.get(path);
        assert_eq!(answer.status, 200, "{}", answer.body);
        if !answer.body.contains("<progress") {
            return answer;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "it does not end");
        std::thread::yield_now();
    }
}

fn send(browser: &Browser<'_>, file: &str, bytes: &[u8]) -> Answer {
    browser.send("/registers/wish/import", &[Part::Words("move", "post_here"), Part::File("file", file, bytes)])
}

#[test]
fn a_clerk_fetches_the_template_sends_it_back_filled_and_imports_it() {
    let served = Served::new();
    let clerk = served.staff("clerk1");
    let register = clerk.get("/registers/wish");
    assert!(register.page(200).contains("/registers/wish/import"));
    let page = clerk.get("/registers/wish/import");
    assert!(page.page(200).contains("心愿") && page.body.contains("/registers/wish/import/template?move=post%5Fhere"), "{}", page.body);
    let template = clerk.get("/registers/wish/import/template?move=post_here");
    assert_eq!(template.status, 200);
    assert!(template.headers["content-type"].contains("spreadsheetml"));
    let text =
        format!("心愿,类型,姓名,电话,位置\n想要一副老花镜,物品,刘奶奶,13812345678,{}\n想有人陪着下棋,陪伴,,,梅苑社区 02网格\n", GRIDS[0]);
    let sent = send(&clerk, "心愿清单.csv", text.as_bytes());
    let here = sent.location().to_owned();
    let checked = settled(&clerk, &here);
    assert!(checked.body.contains("没有错") && checked.body.contains("心愿清单.csv"), "{}", checked.body);
    let run = clerk.send(&format!("{here}/run"), &[Part::Words("mode", "all")]);
    assert_eq!(run.location(), here);
    let done = settled(&clerk, &here);
    assert!(done.body.contains("已导入") && done.body.contains("已新增"), "{}", done.body);
    let list = clerk.get("/registers/wish");
    assert!(list.body.contains("想要一副老花镜") && list.body.contains("W2026-00002"), "{}", list.body);
    // Sent again, all of it is known.
    let again = settled(&clerk, send(&clerk, "心愿清单.csv", text.as_bytes()).location());
    assert!(again.body.contains("没有要导入的"), "{}", again.body);
    served.town.sound();
}

#[test]
fn mistakes_are_listed_with_place_value_and_way_out_and_the_good_rows_come_in() {
    let served = Served::new();
    let clerk = served.staff("clerk1");
    let text = format!("心愿,类型,电话,位置\n想要一副老花镜,眼镜,12345,{}\n想有人陪着下棋,陪伴,,{}\n", GRIDS[0], GRIDS[1]);
    let here = send(&clerk, "有错.csv", text.as_bytes()).location().to_owned();
    let page = settled(&clerk, &here);
    for words in ["1 行有错", "B 类型", "眼镜", "可以填：物品、帮忙", "C 电话", "手机号是 11 位", "只导入正确的 1 行"]
    {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(!page.body.contains("12345</td>"), "what is personal is not repeated");
    let no = clerk.send(&format!("{here}/run"), &[Part::Words("mode", "all")]);
    assert!(no.headers["set-cookie"].contains("linli_said"), "said and not done");
    assert!(clerk.get("/registers/wish").body.contains("没有符合条件的记录"));
    let marked = clerk.get(&format!("{here}/marked"));
    assert!(marked.status == 200 && marked.headers["content-disposition"].contains("filename*=UTF-8''"));
    clerk.send(&format!("{here}/run"), &[Part::Words("mode", "good")]);
    let done = settled(&clerk, &here);
    assert!(done.body.contains("1 行没有进"), "{}", done.body);
    assert!(clerk.get("/registers/wish").body.contains("W2026-00001"));
}

#[test]
fn a_file_that_is_none_is_said_on_the_page_and_others_imports_are_not_there() {
    let served = Served::new();
    let clerk = served.staff("clerk1");
    let no = send(&clerk, "旧表.xlsx", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]);
    assert!(no.page(422).contains("旧版的 .xls"), "{}", no.body);
    let none = send(&clerk, "", b"");
    assert!(none.page(422).contains("请选一个文件"), "{}", none.body);
    let here = send(&clerk, "a.csv", "心愿,位置\n老花镜,梅苑社区 01网格\n".as_bytes()).location().to_owned();
    settled(&clerk, &here);
    assert_eq!(served.staff("clerk2").get(&here).status, 404);
    assert_eq!(served.staff("clerk2").send(&format!("{here}/run"), &[Part::Words("mode", "all")]).status, 404);
    assert_eq!(served.staff("auditor").get("/registers/wish/import").status, 403);
}

#[test]
fn what_goes_out_comes_back_unchanged_and_personal_fields_stay_masked() {
    let served = Served::new();
    let clerk = served.staff("clerk1");
    let text = format!(
        "心愿,类型,许愿人,姓名,电话,位置\n\"=想要老花镜,\"\"轻一点\"\"的\",物品,老人,刘奶奶,13812345678,{}\n-想有人陪着下棋,陪伴,,,0551-65310001,{}\n",
        GRIDS[0], GRIDS[1]
    );
    let here = send(&clerk, "心愿.csv", text.as_bytes()).location().to_owned();
    settled(&clerk, &here);
    clerk.send(&format!("{here}/run"), &[Part::Words("mode", "all")]);
    let done = settled(&clerk, &here);
    assert!(done.body.contains("已新增"), "{}", done.body);
    let out = clerk.get("/export/wish.csv").body;
    assert!(out.contains("刘**") && out.contains("138****5678") && !out.contains("13812345678"), "{out}");
    let parts = [Part::Words("move", "post_here"), Part::Words("updates", "true"), Part::File("file", "wish.csv", out.as_bytes())];
    let back = settled(&clerk, clerk.send("/registers/wish/import", &parts).location());
    assert!(back.body.contains("没有要导入的") && back.body.contains("<dt>没有变化</dt><dd>2</dd>"), "{}", back.body);
    // With a purpose, in full; each look is in the record's history.
    assert!(clerk.send("/export/wish.csv", &[Part::Words("purpose", "看")]).body.contains("用途"));
    let full = clerk.send("/export/wish.csv", &[Part::Words("purpose", "节前走访慰问")]).body;
    assert!(full.contains("13812345678") && full.contains("刘奶奶"), "{full}");
    let app = &served.town.app;
    let lines = app.store().read(|tx| linli_store::journal(tx, app.realm(), 0, 100)).unwrap();
    assert_eq!(lines.iter().filter(|line| line.entry.name == "reveal").count(), 2);
    let parts = [Part::Words("move", "post_here"), Part::Words("updates", "true"), Part::File("file", "full.csv", full.as_bytes())];
    assert!(settled(&clerk, clerk.send("/registers/wish/import", &parts).location()).body.contains("<dt>没有变化</dt><dd>2</dd>"));
    served.town.sound();
}

#[test]
fn a_dispatcher_imports_the_hotlines_orders_and_fetches_the_answers() {
    let served = Served::new();
    let street = served.staff("street1");
    assert!(street.get("/registers/case").page(200).contains("/registers/case/exchange/hotline"));
    let here = "/registers/case/exchange/hotline";
    let page = street.get(here);
    assert!(page.page(200).contains("工单编号") && page.body.contains("特急 → 紧急"), "{}", page.body);
    let send = |text: &str| street.send(here, &[Part::File("file", "工单.csv", text.as_bytes())]);
    let no = send("诉求内容,问题分类\n路灯坏了,路灯\n");
    assert!(no.page(422).contains("少了必需的列：工单编号"), "{}", no.body);
    let order = "诉求内容,工单编号,所属区域,问题分类\n梅苑小区路灯坏了,HF-1,梅苑社区,路灯\n";
    let job = send(order).location().to_owned();
    let checked = settled(&street, &job);
    assert!(checked.body.contains("没有错") && checked.body.contains("12345热线工单"), "{}", checked.body);
    street.send(&format!("{job}/run"), &[Part::Words("mode", "all")]);
    assert!(settled(&street, &job).body.contains("已新增"));
    let again = settled(&street, send(&format!("{order}\n")).location());
    assert!(again.body.contains("<dt>没有变化</dt><dd>1</dd>"), "{}", again.body);
    let app = &served.town.app;
    let found = app.store().read(|tx| linli_store::exchange_order(tx, app.realm(), "case", "hotline", "HF-1")).unwrap().unwrap();
    served.town.act("street1", &found.record, "solve", serde_json::json!({ "note": "灯泡已更换" })).unwrap();
    let answers = street.get(&format!("{here}/answers?from=2026-01-01&to=2026-12-31&kind=csv"));
    assert!(
        answers.page(200).contains("HF-1") && answers.body.contains("已办结") && answers.body.contains("灯泡已更换"),
        "{}",
        answers.body
    );
    let back = settled(&street, send(&answers.body).location());
    assert!(back.body.contains("<dt>没有变化</dt><dd>1</dd>") && back.body.contains("没有要导入的"), "{}", back.body);
    assert!(street.get(&format!("{here}/answers?from=2026-01-02&to=2026-01-01")).page(422).contains("结束的日子不能早于开始的日子"));
    assert_eq!(
        street.get(&format!("{here}/answers?from=2026-01-01&to=2026-12-31")).headers["content-type"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
    assert_eq!(served.staff("clerk1").get(here).status, 403);
    assert_eq!(street.get("/registers/case/exchange/nosuch").status, 404);
    served.town.sound();
}
