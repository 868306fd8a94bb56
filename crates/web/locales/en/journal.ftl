# Journal
journal-checked = Verified
journal-head = head of chain
journal-check = Verify all
journal-sequence = No.
journal-at = Time
journal-who = By
journal-act = Act
journal-on = Record
journal-detail = Content
journal-hash = Hash
journal-erased = personal data lawfully erased
