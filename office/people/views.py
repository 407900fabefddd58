"""One's own account: landing by role, posts, password, other sessions."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from office.people.forms import UnlockForm
from office.people.services import accounts, locks
from office.people.services.login import has_second_factor, landing_of
from office.text.errors import ServiceError
from office.web.access import any_user, needs, public


@needs(any_user)
@require_safe
def landing(request):
    return redirect(landing_of(request.user))


@needs(any_user)
@require_safe
def account(request):
    context = {"second_factor": has_second_factor(request.user)}
    return render(request, "office/people/account.html", context)


@needs(any_user)
def password_change(request):
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            password = form.cleaned_data["new_password1"]
            user = accounts.set_password(
                user=request.user, password=password, by=request.user
            )
        except ServiceError as error:
            form.add_error("new_password1", str(error))
        else:
            update_session_auth_hash(request, user)
            messages.success(request, "密码改好了。")
            return redirect("office:landing")
    return render(request, "office/people/password.html", {"form": form})


@needs(any_user)
@require_POST
def end_other_sessions(request):
    user = accounts.end_sessions(user=request.user, by=request.user)
    update_session_auth_hash(request, user)
    messages.success(request, "其他地方的登录都已退出。")
    return redirect("office:account")


@public
@never_cache
def unlock(request):
    """The owner opens a lock of wrong passwords with the second factor."""
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            locks.unlock_with_code(request=request, **form.cleaned_data)
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "解开了，请登录。")
            return redirect("account_login")
    return render(request, "office/people/unlock.html", {"form": form})
