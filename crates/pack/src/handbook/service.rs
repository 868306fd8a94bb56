//! The catalogue of services and appointments in words.

use super::{Part, Section, Writer, span_in_words};
use crate::lang::Lang;
use crate::model::{Booking, Days, Form, Material, Service};

impl Writer<'_> {
    /// A list for each group, in the order of the pack.
    pub(super) fn services(&self) -> Vec<Section> {
        let groups = self.pack.service_groups.values().map(|group| {
            let own = self.pack.services.values().filter(|service| service.group == group.name);
            let head = [
                ("事项", "Service"),
                ("条件", "For whom"),
                ("材料", "To bring"),
                ("程序自行核验", "Looked up, not asked for"),
                ("时限", "Limit"),
                ("办理层级", "Decided by"),
                ("办理方式", "Ways"),
                ("至多跑几次", "Visits at most"),
                ("依据", "Basis"),
            ];
            let parts = self.table(&head, own.map(|service| self.service(service)).collect());
            let title = group.label.get(self.lang).to_owned();
            Section { id: format!("services-{}", group.name), depth: 2, title, parts }
        });
        groups.collect()
    }

    fn service(&self, service: &Service) -> Vec<String> {
        let label = |material: &Material| {
            let only = material.only.as_ref().map(|only| format!("({})", only.get(self.lang))).unwrap_or_default();
            format!("{}{only}", material.label.get(self.lang))
        };
        let brought = service.materials.values().filter(|material| material.keeper.is_none());
        let brought = brought.map(|material| format!("{} {}", label(material), form_in_words(material.form, self.lang)));
        let kept = service
            .materials
            .values()
            .filter_map(|material| material.keeper.as_ref().map(|keeper| format!("{}({})", label(material), keeper.get(self.lang))));
        vec![
            service.label.get(self.lang).to_owned(),
            self.list(service.conditions.iter().map(|text| text.get(self.lang).to_owned())),
            self.list(brought),
            self.list(kept),
            span_in_words(service.limit, self.lang),
            self.level(&service.level),
            self.list(service.ways.iter().map(|way| way_in_words(way, self.lang).to_owned())),
            service.visits.to_string(),
            service.basis.clone(),
        ]
    }

    pub(super) fn booking(&self, booking: &Booking) -> Part {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let slots = booking.slots.values().map(|slots| {
            let days = match slots.days {
                Days::Workdays => self.say("工作日", "working days"),
                Days::Free => self.say("休息日", "days off"),
                Days::Every => self.say("每天", "every day"),
            };
            let words = self.lang.pick(
                "{label}：{days} {from}–{to}，每{every}分钟{capacity}人",
                "{label}: {days} {from}–{to}, {capacity} each {every} minutes",
            );
            words
                .replace("{label}", slots.label.get(self.lang))
                .replace("{days}", &days)
                .replace("{from}", &clock(slots.from))
                .replace("{to}", &clock(slots.to))
                .replace("{every}", &slots.every.to_string())
                .replace("{capacity}", &slots.capacity.to_string())
        });
        let words = self.lang.pick("可预约{ahead}天内：{slots}（{basis}）", "Can be booked {ahead} days ahead: {slots} ({basis})");
        let slots = slots.collect::<Vec<_>>().join(self.lang.pick("；", "; "));
        Part::Paragraph(words.replace("{ahead}", &booking.ahead.to_string()).replace("{slots}", &slots).replace("{basis}", &booking.basis))
    }
}

/// In which form a material is brought.
#[must_use]
pub fn form_in_words(form: Form, lang: Lang) -> &'static str {
    match form {
        Form::Original => lang.pick("原件", "original"),
        Form::Copy => lang.pick("复印件", "copy"),
        Form::Both => lang.pick("原件及复印件", "original and copy"),
        Form::Filled => lang.pick("现场填写", "filled in at the window"),
    }
}

/// A way in which a service can be asked for.
#[must_use]
pub fn way_in_words(way: &str, lang: Lang) -> &'static str {
    match way {
        "online" => lang.pick("网上申请", "online"),
        "home" => lang.pick("上门办理", "at home"),
        "agent" => lang.pick("服务代办", "through an agent"),
        _ => lang.pick("窗口办理", "at the window"),
    }
}
