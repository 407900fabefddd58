"""What the database itself asks before the words of somebody are public."""

import pgtrigger

# Asked when the transaction ends: case and submitter are written one after the other.
PUBLIC_NEEDS_CONSENT = """
    IF EXISTS (SELECT FROM cases_case WHERE id = {case} AND is_public) AND NOT EXISTS
        (SELECT FROM cases_submitter WHERE case_id = {case} AND may_publish) THEN
        RAISE EXCEPTION 'public without consent: case %', {case}
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
PUBLISHED_WITH_CONSENT = pgtrigger.Trigger(
    name="public_needs_consent",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("is_public"),
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Q(new__is_public=True),
    func=PUBLIC_NEEDS_CONSENT.format(case="NEW.id"),
)
REFUSAL_TAKES_DOWN = pgtrigger.Trigger(
    name="refusal_takes_down",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("may_publish"),
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Q(new__may_publish=False),
    func=PUBLIC_NEEDS_CONSENT.format(case="NEW.case_id"),
)
