"""The people who work with the portal and what they may do, with dates."""

from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from office.people.enums import Role
from office.people.querysets import RoleGrantQuerySet
from office.text.secrecy import SealedTextField
from office.units.models import Unit
from office.web.prepared import Prepared, read_together


class User(AbstractUser):
    """A person with an account: staff, handler or deputy. Residents have none.

    What they may do is in ``grants``, never in Django's groups and permissions.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)
    phone = SealedTextField("手机", blank=True, default="")
    must_change_password = models.BooleanField("下次登录改密码", default=False)
    password_changed_at = models.DateTimeField("上次改密码时间", null=True, blank=True)

    closed_at = models.DateTimeField("停用时间", null=True, blank=True)

    # Raised to log a person out everywhere: sessions signed with an older one are void.
    session_series = models.PositiveIntegerField("会话批次", default=0)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ["username"]
        constraints = [
            # "GongWei" beside "gongwei" would be two people with one name at the login.
            models.UniqueConstraint(
                Lower("username"),
                name="office_user_name_once_in_any_case",
                violation_error_message="这个账号已经有了。",
            ),
        ]

    def __str__(self):
        return self.name or self.username

    # How the audit calls it: no word of a resident is in it.
    audit_name = property(__str__)

    def _get_session_auth_hash(self, secret=None):
        signed = super()._get_session_auth_hash(secret=secret)
        return f"{signed}{self.session_series}"

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @cached_property
    def posts(self) -> list["RoleGrant"]:
        """The grants in force now, read once a request."""
        # A person has few, ended ones included; at every page of staff they are asked.
        now, (grants, units) = timezone.now(), read_together(self.pk, _GRANTS, _UNITS)
        by_pk = {unit.pk: unit for unit in units}
        posts = [grant for grant in grants if grant.is_in_force(now)]
        for post in posts:
            post.unit = by_pk[post.unit_id]
        return posts

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    def has_role(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    def unit_ids(self, *roles: Role) -> list[int]:
        """The units at which this user holds one of ``roles`` (any, when none given)."""
        return [p.unit_id for p in self.posts if not roles or p.role in roles]

    def holds(self, role: Role, unit: Unit) -> bool:
        return any(p.role == role and p.unit_id == unit.pk for p in self.posts)


class RoleGrant(models.Model):
    """A role held by a person at a unit from one moment to another.

    A grant is ended, never deleted, so that the past can be asked.
    """

    user = models.ForeignKey(
        User, models.PROTECT, related_name="grants", verbose_name="用户"
    )
    role = models.CharField("角色", max_length=24, choices=Role)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="grants", verbose_name="单位"
    )
    started_at = models.DateTimeField("起", default=timezone.now)
    ended_at = models.DateTimeField("止", null=True, blank=True)
    granted_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="授予人",
    )
    ended_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="收回人",
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="office_grant_role_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="office_grant_ends_after_it_starts",
                violation_error_message="授权的止日不能早于起日。",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(ended_at__isnull=True),
                name="office_grant_open_once",
                violation_error_message="该用户在这个单位已有这个角色。",
            ),
        ]

    def is_in_force(self, at: datetime) -> bool:
        """As ``RoleGrantQuerySet.in_force``."""
        return self.started_at <= at and (self.ended_at is None or self.ended_at > at)

    def __str__(self):
        return f"{self.user}：{self.unit}{self.get_role_display()}"


_GRANTS = Prepared(lambda key: RoleGrant.objects.filter(user=key))
_UNITS = Prepared(
    lambda key: Unit.objects.filter(
        pk__in=RoleGrant.objects.filter(user=key).values("unit")
    )
)
