from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_two_readers"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="typed_at",
            field=models.DateTimeField(null=True),
        ),
    ]
