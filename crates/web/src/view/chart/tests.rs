use proptest::prelude::*;

use super::*;

fn chart(a: Vec<u32>, b: Vec<u32>) -> LineChart {
    let day = |n: usize| Day { label: format!("{n}"), name: format!("day {n}"), href: format!("/d/{n}") };
    LineChart {
        id: "t".to_owned(),
        days: (0..a.len()).map(day).collect(),
        series: vec![Series { label: "a".to_owned(), values: a }, Series { label: "b".to_owned(), values: b }],
        ..LineChart::default()
    }
}

fn is_round(mut step: u32) -> bool {
    while step.is_multiple_of(10) {
        step /= 10;
    }
    [1, 2, 5].contains(&step)
}

proptest! {
    #[test]
    fn ticks_are_round_few_and_reach_the_greatest_value(greatest in 0..2_000_000_000_u32, parts in 1..9_u32) {
        let scale = Scale::over(greatest, parts);
        prop_assert!(is_round(scale.step), "{scale:?}");
        prop_assert!(scale.top >= greatest && scale.top.is_multiple_of(scale.step));
        prop_assert!(scale.marks().count() <= parts as usize + 1);
        prop_assert_eq!(scale.marks().last(), Some(scale.top));
    }

    #[test]
    fn every_point_label_and_tick_stays_inside_the_plot(
        a in prop::collection::vec(0..900_000_u32, 0..100),
        b in prop::collection::vec(0..900_000_u32, 0..100),
        narrow: bool,
    ) {
        let frame = if narrow { Frame::NARROW } else { Frame::WIDE };
        let n = a.len();
        let drawing = chart(a, b).draw(frame);
        let inside_y = |y: f64| (frame.top - 0.01..=frame.plot_bottom() + 0.01).contains(&y);
        for line in &drawing.lines {
            prop_assert_eq!(line.points.len(), n);
            for (x, y) in &line.points {
                prop_assert!((frame.left - 0.01..=frame.plot_right() + 0.01).contains(x), "x {x}");
                prop_assert!(inside_y(*y), "y {y}");
            }
            prop_assert!(inside_y(line.label_y), "label {}", line.label_y);
        }
        prop_assert!(drawing.ticks.iter().all(|(y, _)| inside_y(*y)));
        prop_assert!(drawing.days.len() <= frame.marks);
        prop_assert_eq!(drawing.hits.len(), n);
        if let [one, two] = drawing.lines.as_slice() {
            prop_assert!(n == 0 || (one.label_y - two.label_y).abs() > 15.9, "labels overlap");
        }
    }

    #[test]
    fn a_sparkline_stays_in_its_box_whatever_the_values(values in prop::collection::vec(any::<f64>(), 0..60)) {
        let points = Sparkline { values, text: String::new() }.points();
        prop_assert!(points.iter().all(|(x, y)| (0.0..=100.0).contains(x) && (0.0..=24.0).contains(y)), "{points:?}");
    }
}

#[test]
fn a_greater_value_is_drawn_higher() {
    let drawing = chart(vec![0, 50, 100], vec![0, 0, 0]).draw(Frame::WIDE);
    let [low, middle, high] = drawing.lines[0].points[..] else { panic!("three points") };
    assert!(low.1 > middle.1 && middle.1 > high.1);
}

#[test]
fn a_bar_is_cut_at_its_ends() {
    for (share, percent) in [(-1.0, 0.0), (0.5, 50.0), (7.0, 100.0), (f64::NAN, 0.0)] {
        assert_eq!(Bar::new(share).percent(), percent);
    }
}

#[test]
fn the_figure_says_its_numbers_as_a_table_whose_days_lead_to_their_records() {
    let html = chart(vec![3, 4], vec![1, 2]).html(Locale::Zh).render().unwrap();
    assert!(html.contains(r#"<th scope="row"><a href="/d/1">day 1</a></th><td class="num">4</td><td class="num">2</td>"#), "{html}");
    assert!(!html.contains("style="));
}
