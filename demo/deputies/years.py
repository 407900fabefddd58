"""履职 of the demonstration: activities with evidence, and last year's evaluation.

Last year's activity records are imported like an office's own sheet.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from demo.cases.texts import MARK
from demo.county.places import County
from deputies.activities.enums.activities import LeaveKind
from deputies.activities.enums.records import RecordKind
from deputies.activities.services import activities
from deputies.activities.services.activities import Facts, Votes
from deputies.activities.services.records import RecordDraft, write_activity_records
from deputies.models import Deputy, Mandate, Sheet
from deputies.performance.services import evaluations as performance
from deputies.register.enums import DeputyKind
from office.files.services import take_in_file
from office.models import Attachment, Notice, User

# Records of each kind that a diligent deputy had last year, with titles.
LAST_YEAR = (
    (RecordKind.CHECK_IN, 12, "联系选民日报到"),
    (RecordKind.RECEPTION, 14, "接待选民"),
    (RecordKind.OPINION, 12, "代选民提出意见"),
    (RecordKind.SUGGESTION, 2, "领衔提出建议"),
    (RecordKind.JOINT_SUGGESTION, 4, "联名提出建议"),
    (RecordKind.SESSION, 2, "出席县人民代表大会会议"),
    (RecordKind.INSPECTION, 3, "集中视察重点项目"),
    (RecordKind.RESEARCH, 2, "专题调研农村供水"),
    (RecordKind.VISIT, 6, "走访选民户"),
    (RecordKind.MEDIATION, 3, "调处邻里纠纷"),
    (RecordKind.VOLUNTEER, 2, "参加志愿服务"),
    (RecordKind.TRAINING, 2, "参加履职培训"),
    (RecordKind.REPORT, 1, "向选民述职"),
)
# Working days before today, kind, place, text, verified or not.
ACTIVITIES = (
    (24, RecordKind.MEDIATION, "探沂镇许家村", "调解两户宅基地排水纠纷", "granted"),
    (18, RecordKind.RESEARCH, "板材产业园", "调研除尘设施运行情况", "granted"),
    (12, RecordKind.REPORT, "探沂镇代表联络站", "向选区选民述职", "granted"),
    (5, RecordKind.VOLUNTEER, "红卫村水渠边", "和选民一起清理渠边杂草", "waiting"),
    (4, RecordKind.VISIT, "探沂镇", "走访", "refused"),
)


def play_years(county: County) -> None:
    """This year's activities of one deputy, and everybody's previous year."""
    last = getattr(Notice.objects.order_by("pk").last(), "pk", 0)
    office, liu = county.users["gongwei"], county.users["daibiao"]
    deputy = Deputy.objects.get(user=liu)
    for days, kind, place, title, disposition in ACTIVITIES:
        _declare(deputy, (days, kind, place, title), disposition, office)
    _take_leave(deputy, office)
    Notice.objects.filter(pk__gt=last).update(read_at=timezone.now())
    last = getattr(Notice.objects.order_by("pk").last(), "pk", 0)
    _evaluate(county, timezone.localdate().year - 1, deputy)
    Notice.objects.filter(pk__gt=last).update(
        created_at=timezone.now() - timedelta(days=200), read_at=timezone.now()
    )


def _declare(
    deputy: Deputy,
    what: tuple[int, RecordKind, str, str],
    disposition: str,
    office: User,
) -> None:
    days, kind, place, title = what
    if deputy.user is None:
        return
    votes = Votes(42, 38, 3, 0, 1) if kind == RecordKind.REPORT else None
    text = f"{title}，现场听了 {days + 6} 位选民的意见，能当场说清的当场说清。{MARK}"
    facts = Facts(
        kind, timezone.localdate() - timedelta(days=days), place, title, text, votes
    )
    activity = activities.declare_activity(
        deputy=deputy,
        facts=facts,
        source_key=f"demo-{kind}-{days}",
        attachments=[_photo(title, deputy.user)],
        by=deputy.user,
    )
    if disposition == "granted":
        activities.decide_activity(activity=activity, granted=True, by=office)
    if disposition == "refused":
        reason = "没有写清走访了哪几户，请补写后重新申报。"
        activities.decide_activity(
            activity=activity, granted=False, decision=reason, by=office
        )


def _photo(title: str, by: User) -> Attachment:
    """A drawn placeholder for a photo: a field, a road and a sky, no real place."""
    shade = sum(title.encode()) % 40
    image = Image.new("RGB", (960, 640), (196, 214, 226 - shade // 2))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 380, 960, 640), fill=(122 + shade, 150, 96))
    pen.polygon(((420, 380), (540, 380), (760, 640), (200, 640)), fill=(176, 168, 156))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    file = SimpleUploadedFile("示例照片.jpg", out.getvalue(), "image/jpeg")
    return take_in_file(upload=file, by=by)


def _take_leave(deputy: Deputy, office: User) -> None:
    today = timezone.localdate()
    if deputy.user is None:
        return
    leave = activities.ask_leave(
        deputy=deputy,
        kind=LeaveKind.DUTY,
        first_on=today + timedelta(days=8),
        last_on=today + timedelta(days=10),
        reason="参加市里的代表培训" + MARK,
        by=deputy.user,
    )
    activities.decide_leave(leave=leave, granted=True, by=office)


def _evaluate(county: County, year: int, deputy: Deputy) -> None:
    office = county.users["gongwei"]
    evaluation = performance.open_year(year=year, by=office)
    seats = list(
        Mandate.objects.in_office()
        .filter(starts_on__year__lte=year)
        .select_related("deputy")
        .order_by("pk")
    )
    for n, seat in enumerate(seats):
        seat.scored_as = [DeputyKind.GRASSROOTS, *DeputyKind][n % 4]
    Mandate.objects.bulk_update(seats, ["scored_as"])
    people = {seat.deputy_id for seat in seats}
    write_activity_records(
        drafts=_activity_records(county, sorted(people), year), by=office
    )
    performance.count_year(evaluation=evaluation, by=office)
    shown_on = date(year + 1, 1, 12)
    performance.show_year(evaluation=evaluation, by=office, today=shown_on)
    sheet = Sheet.objects.filter(evaluation=evaluation, mandate__deputy=deputy).first()
    if sheet is not None and deputy.user is not None:
        made_at = timezone.make_aware(
            datetime.combine(shown_on + timedelta(days=1), time(10))
        )
        asked = performance.object_to_sheet(
            sheet=sheet,
            text="三月份到东安前站接待选民一次没有记上，站里有登记。" + MARK,
            by=deputy.user,
            at=made_at,
        )
        note = "已查站里登记，当天由另一位代表值班，本次不补记。" + MARK
        performance.answer_objection(
            objection=asked, upheld=False, answer=note, by=county.users["gongwei2"]
        )
    performance.settle_year(evaluation=evaluation, by=office)


def _activity_records(
    county: County, people: list[int], year: int
) -> Iterator[RecordDraft]:
    """Three in five were diligent; some did half of it, a few little."""
    for deputy in people:
        zeal = county.chance.choice([1.0, 1.0, 0.95, 0.62, 0.4])
        for kind, most, words in LAST_YEAR:
            for n in range(round(most * zeal)):
                month = 1 + n * 12 // most
                day = (
                    5 if kind == RecordKind.CHECK_IN else county.chance.randrange(6, 28)
                )
                yield RecordDraft(
                    deputy,
                    kind,
                    date(year, month, day),
                    f"demo:{year}:{deputy}:{kind}:{n}",
                    words + MARK,
                )
