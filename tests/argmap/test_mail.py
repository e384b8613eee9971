"""Mail that is not sent can set passwords, so only the server's own user may read it."""

from django.core import mail


def test_mail_that_is_not_sent_lies_in_a_folder_that_others_cannot_open(settings, tmp_path):
    settings.EMAIL_BACKEND = "argmap.mail.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    mail.send_mail("Choose a new password", "https://argmap.example/…", None, ["ruth@example.org"])
    assert settings.EMAIL_FILE_PATH.stat().st_mode & 0o777 == 0o700
    assert len(list(settings.EMAIL_FILE_PATH.iterdir())) == 1
