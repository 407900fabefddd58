"""Stations and deputies for the public: the lists, and the page of each."""

from django.urls import path

from portal.directory.views import deputies, deputy, station, stations

urlpatterns = [
    path("stations/", stations.stations, name="stations"),
    path("stations/places.json", stations.station_places, name="station_places"),
    path("stations/<slug:code>/poster", stations.poster, name="poster"),
    path("s/<slug:code>", station.station, name="station"),
    path("deputies/", deputies.deputies, name="deputies"),
    path("d/<slug:code>", deputy.deputy, name="deputy"),
]
