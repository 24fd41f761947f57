"""Accounts, tokens and jobs. What the plan's mechanisms record lives in the store's append-only log, not here."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do; the table of rights is access.yaml."""

    ADMINISTRATOR = "administrator", _("管理员")
    PLANNER = "planner", _("规划人员")
    REVIEWER = "reviewer", _("审核人员")
    REPORTER = "reporter", _("填报人员")
    EVALUATOR = "evaluator", _("评估人员")
    PUBLIC = "public", _("公众")


class Organisation(models.Model):
    """A body that reports, reviews or evaluates. It has dates of validity and, after a reform, a successor: its work moves with a record."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    name_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    region = models.CharField(_("地区代码"), max_length=12, blank=True)
    valid_from = models.DateField(_("起始日期"), null=True, blank=True)
    valid_to = models.DateField(_("终止日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name=_("承接机构"), related_name="predecessors"
    )
    basis = models.CharField(_("依据文号"), max_length=120, blank=True)

    class Meta:
        """Names for the admin."""

        verbose_name = _("机构")
        verbose_name_plural = _("机构名录")
        ordering = ("code",)

    def __str__(self) -> str:
        return str(self.name)

    def valid_on(self, day: date) -> bool:
        """Whether the body exists on that day; an open end counts as unlimited."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def current(self, day: date) -> Organisation:
        """The body that carries this one's work on a day: itself, or the end of the chain of successors."""
        seen: set[int] = set()
        body = self
        while not body.valid_on(day) and body.successor is not None and body.pk not in seen:
            seen.add(body.pk)
            body = body.successor
        return body


class Duty(models.TextChoices):
    """A place in the signing of papers, beside the role."""

    LEADER = "leader", _("领导")
    SECRECY = "secrecy", _("保密审查")


class Person(AbstractUser):
    """An account. A person belongs to one organisation and has one role; Django's own staff flag follows from the role."""

    first_name = None
    last_name = None
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices, default=Role.REPORTER)
    duty = models.CharField(_("审签职责"), max_length=12, choices=Duty.choices, blank=True, default="")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("机构"), related_name="people"
    )

    class Meta:
        """Names for the admin."""

        verbose_name = _("账号")
        verbose_name_plural = _("人员")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only an administrator is staff; nobody else reaches Django's admin, whatever was ticked."""
        self.is_staff = self.is_superuser = self.role == Role.ADMINISTRATOR
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return str(self.name or self.username)

    def get_full_name(self) -> str:
        """The name people read."""
        return str(self)

    def get_short_name(self) -> str:
        """The same."""
        return str(self)


class Token(models.Model):
    """A key of the API for one organisation. Only its SHA-256 is kept; it is shown once."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="tokens", verbose_name=_("机构"))
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices, default=Role.EVALUATOR)
    label = models.CharField(_("用途"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created = models.DateTimeField(_("生成时间"), default=timezone.now, editable=False)
    expires = models.DateField(_("有效期至"), null=True, blank=True)
    revoked = models.BooleanField(_("已撤销"), default=False)

    class Meta:
        """Names for the admin."""

        verbose_name = _("接口密钥")
        verbose_name_plural = _("接口密钥清单")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.label}"


class LoginFailure(models.Model):
    """Failed logins by name and address: what slows a guesser down."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last = models.DateTimeField(default=timezone.now)


class Job(models.Model):
    """A piece of long work: queued by a page, done by the worker, watched by the page that asked."""

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未成功")
        CANCELLED = "cancelled", _("已取消")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("种类"), max_length=32)
    key = models.CharField(max_length=80, blank=True, db_index=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.QUEUED, db_index=True)
    progress = models.PositiveSmallIntegerField(_("进度"), default=0)
    stage = models.CharField(max_length=60, blank=True)
    result = models.JSONField(default=dict)
    fault = models.JSONField(default=dict)
    asked_by = models.CharField(_("发起人"), max_length=60, blank=True)
    organisation = models.CharField(max_length=40, blank=True, db_index=True)
    created = models.DateTimeField(_("提交时间"), default=timezone.now)
    due = models.DateTimeField(default=timezone.now)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    worker = models.CharField(max_length=80, blank=True)

    class Meta:
        """The oldest first."""

        ordering = ("-created",)
        verbose_name = _("后台任务")
        verbose_name_plural = _("后台任务")

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)


class Setting(models.Model):
    """A switch of the site, with who set it and when: the public site is one."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=200)
    set_by = models.CharField(max_length=60, blank=True)
    set_at = models.DateTimeField(default=timezone.now)
