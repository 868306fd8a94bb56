//! What hangs on a public board says nothing that nobody meant to be read by all.

use serde_json::json;

use crate::town::{COMMUNITIES, Served};

#[test]
fn a_question_hangs_on_the_board_as_the_community_put_it_and_never_as_it_was_typed() {
    let served = Served::new();
    let asked = json!({ "about": "residents", "question": "公益金花在哪里，我是三栋的王小明", "area": COMMUNITIES[0] });
    let question = served.town.open("resident", "question", "ask", asked).unwrap().record;
    let answer = json!({ "shown": "公益金花在哪里", "answer": "逐笔账目贴在公开栏。" });
    served.town.act("clerk1", &question.id, "answer_openly", answer).unwrap();
    let anybody = served.resident();
    for path in [format!("/openness?area={}", COMMUNITIES[0]), format!("/openness/{}", question.number)] {
        let page = anybody.get(&path);
        assert!(page.page(200).contains("公益金花在哪里") && !page.body.contains("王小明"), "{path}");
    }
    let paper = anybody.get(&format!("/openness/{}", question.number));
    assert_eq!(paper.body.matches("公益金花在哪里").count(), 1, "what heads it is not said again");
}
