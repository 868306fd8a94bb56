//! A register that people fill in themselves, on their phone.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, PhoneShell};

/// The form.
#[derive(Template)]
#[template(path = "report/fill_in.html")]
pub struct FillInPage {
    /// The frame.
    pub shell: PhoneShell,
    /// What it is for.
    pub intro: String,
    /// What is asked.
    pub form: ActForm,
    /// 保存到核对后 180 天，到期删除.
    pub kept: String,
}
