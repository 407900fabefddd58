"""A leaf: posts in the standing committee, and the words of the audit log."""

from django.db import models


class CommitteePost(models.TextChoices):
    # 组织法 第四十七条: elected by the congress from among its deputies.
    CHAIR = "chair", "主任"
    VICE_CHAIR = "vice_chair", "副主任"
    MEMBER = "member", "委员"


# What the acts of this part are called in the audit log; the codes never change.
AUDIT_ACTIONS = {
    "add_committee_member": "登记常委会组成人员",
    "end_committee_member": "登记不再是常委会组成人员",
}
