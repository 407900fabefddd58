from django.urls import include, path

from deputies.contact.views import check_in as check_in_views
from deputies.mandates.views import announcements as announcement_views

app_name = "deputies"

urlpatterns = [
    path("in/<int:pk>/<slug:code>", check_in_views.check_in_link, name="check_in_link"),
    path("desk/activities/", include("deputies.activities.urls")),
    path("desk/performance/", include("deputies.performance.urls")),
    path("desk/assign/", include("deputies.groups.urls")),
    path("desk/chat-groups/", include("deputies.chat_groups.urls")),
    path("desk/contact/", include("deputies.contact.urls")),
    path("announcements/", announcement_views.announcements, name="announcements"),
    path(
        "announcements/<int:pk>", announcement_views.announcement, name="announcement"
    ),
    path("desk/elections/", include("deputies.elections.urls")),
    path("desk/assemblies/", include("deputies.assemblies.urls")),
    path("desk/committee/", include("deputies.committee.urls")),
    path("desk/register/", include("deputies.terms.urls")),
]
