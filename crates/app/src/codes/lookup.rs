//! The country's table in the store: imported by command, looked up by administrators.

use linli_store::{Code, Write};

use super::{CodeLevel, CodeTable, Wrong};
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Areas directly below one that are shown at most; no area of the country has as many.
const BELOW: i64 = 2_000;

impl CodeTable {
    /// Adds what keeps a table from being the country's: a parent whose digits do not begin its children's codes, because what lies below an area is
    /// found by its digits.
    pub fn check_digits(&mut self) {
        let found: Vec<_> = self
            .rows
            .iter()
            .filter(|row| !row.parent.is_empty() && CodeLevel::of(&row.parent).is_some() && !row.code.starts_with(&row.parent))
            .filter_map(|row| {
                let head = self.heads.get(row.file)?;
                Some(head.wrong(row.line, head.parent, &row.parent, Wrong::NotAbove))
            })
            .collect();
        self.mistakes.extend(found);
    }
}

impl App {
    /// Replaces the country's table by a checked one, in one transaction.
    ///
    /// # Errors
    /// [`AppError::Store`]; then the old table is still there.
    pub fn import_codes(&self, table: CodeTable) -> Result<usize, AppError> {
        let realm = self.realm();
        let codes: Vec<Code> = table.rows.into_iter().map(|row| Code { code: row.code, name: row.name }).collect();
        self.store().write(move |w: &mut Write<'_>| {
            linli_store::put_codes(w, realm, &codes)?;
            Ok::<_, AppError>(codes.len())
        })
    }

    /// The path to an area of the country, the widest first, and the areas directly below it; provinces where the code is empty.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] to all but administrators, [`AppError::NotFound`] for a code that the table lacks.
    pub fn code_at(&self, context: &Context, code: &str) -> Result<(Vec<Code>, Vec<Code>), AppError> {
        self.may_look_up(context)?;
        let realm = self.realm();
        self.store().read(|tx| {
            let mut path = Vec::new();
            for level in CodeLevel::ALL {
                if let Some(digits) = code.get(..level.digits()) {
                    path.extend(linli_store::code(tx, realm, digits)?);
                }
            }
            if !code.is_empty() && path.last().is_none_or(|last| last.code != code) {
                return Err(AppError::NotFound("area"));
            }
            Ok((path, linli_store::codes_below(tx, realm, code, BELOW)?))
        })
    }

    /// Areas of the country by a part of their name, by pinyin initials or by the front of their code; the widest first.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] to all but administrators.
    pub fn find_codes(&self, context: &Context, text: &str, limit: i64) -> Result<Vec<Code>, AppError> {
        self.may_look_up(context)?;
        let realm = self.realm();
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.store().read(|tx| linli_store::find_codes(tx, realm, text, limit))?)
    }

    /// How many areas of each level the country's table has.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] to all but administrators.
    pub fn count_codes(&self, context: &Context) -> Result<Vec<i64>, AppError> {
        self.may_look_up(context)?;
        let realm = self.realm();
        Ok(self.store().read(|tx| linli_store::count_codes(tx, realm))?)
    }

    fn may_look_up(&self, context: &Context) -> Result<(), AppError> {
        let may = context.grants_where(self.pack(), |role| role.admin).next().is_some();
        if may { Ok(()) } else { Err(AppError::Forbidden("areas")) }
    }
}
