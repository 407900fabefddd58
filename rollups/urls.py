"""月汇总、月报和移交事项, below ``/desk/rollups/``."""

from django.urls import path

from rollups.handing import views as items
from rollups.months import views as rollups
from rollups.reports import views as reports

app_name = "rollups"

urlpatterns = [
    path("desk/rollups/", rollups.rollups, name="rollups"),
    path("desk/rollups/count", rollups.rollup_count, name="rollup_count"),
    path("desk/rollups/<int:year>-<int:month>", rollups.rollup, name="rollup"),
    path(
        "desk/rollups/<int:year>-<int:month>/towns/<int:pk>",
        rollups.rollup_town,
        name="rollup_town",
    ),
    path(
        "desk/rollups/<int:year>-<int:month>/stations/<slug:code>",
        rollups.rollup_station,
        name="rollup_station",
    ),
    path("desk/rollups/topics/<int:pk>", rollups.topic, name="topic"),
    path("desk/reports/", reports.reports, name="reports"),
    path("desk/reports/<int:pk>", reports.report, name="report"),
    path("desk/reports/<int:pk>/write/<slug:section>", reports.write, name="write"),
    path(
        "desk/reports/<int:pk>/topics/<int:topic_pk>",
        reports.topic_edit,
        name="topic_edit",
    ),
    path("desk/reports/<int:pk>/check", reports.check, name="check"),
    path("desk/reports/<int:pk>/approve", reports.approve, name="approve"),
    path("desk/reports/<int:pk>/back", reports.send_back, name="send_back"),
    path("desk/reports/<int:pk>/word", reports.word, name="word"),
    path("desk/reports/<int:pk>/annex", reports.annex, name="annex"),
    path("desk/reports/<int:pk>/items/add", items.item_add, name="item_add"),
    path("desk/reports/<int:pk>/hand-over", items.hand_over_all, name="hand_over_all"),
    path("desk/items/", items.items, name="items"),
    path("desk/items/<int:pk>", items.item, name="item"),
    path("desk/items/<int:pk>/edit", items.item_edit, name="item_edit"),
    path("desk/items/<int:pk>/drop", items.item_drop, name="item_drop"),
    path("desk/items/<int:pk>/<slug:act>", items.item_act, name="item_act"),
]
