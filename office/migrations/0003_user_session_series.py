from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("office", "0002_delivery_sending"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_series",
            field=models.PositiveIntegerField(default=0, verbose_name="会话批次"),
        ),
    ]
