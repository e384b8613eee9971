"""The table in which all server processes count how often somebody tried to sign in: what `createcachetable` makes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[
                "create table accounts_cache ("
                "cache_key varchar(255) not null primary key, value text not null, expires timestamptz not null)",
                "create index accounts_cache_expires on accounts_cache (expires)",
            ],
            reverse_sql="drop table accounts_cache",
        ),
    ]
