"""Context shared by all demonstration stories: the county, its calendar, its inbox."""

from datetime import datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from cases.models import Case, Category, ConsentText
from demo.county.places import County
from deputies.models import LiaisonStation
from office.calendar.services.deadlines import WorkCalendar, load_calendar
from office.models import Notice

READ_AFTER = timedelta(days=10)


class DemoContext:
    """The environment of the stories; ``cases`` holds the resulting cases by story key."""

    def __init__(self, county: County):
        self.county = county
        self.calendar: WorkCalendar = load_calendar()
        self.today = timezone.localdate()
        self.consent = ConsentText.objects.order_by("version").last()
        self.categories = {row.code: row for row in Category.objects.all()}
        self.stations = {row.code: row for row in LiaisonStation.objects.all()}
        self.cases: dict[str, Case] = {}
        self.last_notice = 0

    def date_notices(self, at: datetime) -> None:
        """Set the past dates of the notices, and mark old ones as read."""
        new = Notice.objects.filter(pk__gt=self.last_notice)
        new.update(created_at=at)
        if at < timezone.now() - READ_AFTER:
            new.update(read_at=F("created_at") + timedelta(hours=2))
        newest = Notice.objects.order_by("pk").last()
        self.last_notice = newest.pk if newest else 0

    def moment(self, days: int, hour: float) -> datetime:
        """``hour`` o'clock of the ``days``-th working day before today."""
        day = self.calendar.add_workdays(self.today, -days)
        midnight = timezone.make_aware(datetime.combine(day, time()))
        return midnight + timedelta(hours=hour)
