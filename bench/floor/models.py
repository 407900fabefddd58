"""One table, filled together with the cases."""

from django.db import models


class Item(models.Model):
    title = models.CharField(max_length=100)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        app_label = "floor"
        managed = False
        db_table = "bench_item"

    def __str__(self):
        return self.title
