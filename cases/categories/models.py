"""Categories of cases, and the units competent for them."""

from django.db import models

from office.models import Division, Unit
from office.places.enums import DivisionLevel


class Category(models.Model):
    """事项类别, two levels. ``keywords`` are used to suggest it for a text."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级类别",
    )
    keywords = models.TextField("关键词", blank=True, help_text="用空格分开。")
    position = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "事项类别"
        ordering = ["position", "code"]

    def __str__(self):
        return self.name


class Competence(models.Model):
    """管理权限: the unit competent for a category at a level, and why."""

    category = models.ForeignKey(
        Category, models.CASCADE, related_name="competences", verbose_name="类别"
    )
    level = models.CharField("层级", max_length=8, choices=DivisionLevel)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="限于区划",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="competences", verbose_name="承办单位"
    )
    basis = models.CharField("理由", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "管理权限"
        ordering = ["category", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "level", "division"],
                nulls_distinct=False,
                name="cases_competence_one_unit",
                violation_error_message="这个类别在这一级已经定了承办单位。",
            ),
        ]

    def __str__(self):
        return f"{self.category}：{self.unit}"


class ConsentText(models.Model):
    """The consent shown to residents (个人信息保护法 第十四条、第十七条). Never edited."""

    version = models.PositiveSmallIntegerField("版本", unique=True)
    text = models.TextField("告知内容")
    valid_from = models.DateField("启用日")

    class Meta:
        verbose_name = verbose_name_plural = "告知同意书"
        ordering = ["-version"]

    def __str__(self):
        return f"第 {self.version} 版"
