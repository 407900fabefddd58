"""Accounts and the text size. Of allauth only what is used has an address."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import include, path

from office.notices import views as notices_views
from office.people import views as accounts
from office.web import text_size
from office.web.access import public

own = [
    path("size", text_size.size, name="size"),
    path("account/landing", accounts.landing, name="landing"),
    path("account/", accounts.account, name="account"),
    path("account/reminders", notices_views.reminders, name="reminders"),
    path("desk/notices/", notices_views.desk_notices, name="notices"),
    path("desk/notices/read", notices_views.desk_notices_read, name="notices_read"),
    path("account/unlock/", accounts.unlock, name="unlock"),
    path("account/others/end", accounts.end_other_sessions, name="end_other_sessions"),
]

# allauth looks these names up without a namespace.
allauth_patterns = [
    path("login/", public(account.login), name="account_login"),
    path("logout/", public(account.logout), name="account_logout"),
    path("password/", accounts.password_change, name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", public(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery/generate/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]

urlpatterns = [
    path("", include((own, "office"))),
    path("account/", include(allauth_patterns)),
]
