# Accounts
account-name = Name
account-login = Login
account-roles = Roles and areas
account-roles-note = A person may hold several roles; the role says what, the area says where
account-status = Status
account-basic = Basics
account-history = Changes
role = Role
body = Body
area = Area
since = Since
