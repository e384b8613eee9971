"""What people fill in to import: files, or a pasted text with its provenance."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from documents.provenance import LONGEST, Source, source_from_row
from exchange.codebooks import plan, read_codebook
from exchange.formats.entry import CodebookError
from exchange.intake import File
from exchange.manifest import NAME, Manifest, ManifestError, read_manifest
from projects.refusals import RefusableForm


class SeveralFiles(forms.ClearableFileInput):
    """A file control in which several may be chosen."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files: the value is a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [file for file in data or [] if file]
        if not files:
            raise ValidationError(self.error_messages["required"], "required")
        return files


class FilesForm(forms.Form):
    """Files to import; a manifest.json among them says where the others come from."""

    file = FilesField(
        label="Choose files",
        allow_empty_file=True,
        error_messages={"required": "Choose one file or more."},
        widget=SeveralFiles(attrs={"accept": ".txt,.text,.md,.markdown,.json,text/plain,text/markdown"}),
    )

    def clean(self) -> dict[str, Any]:
        """Tell the manifest from the texts, and read it."""
        cleaned = super().clean() or {}
        files: list[UploadedFile[Any]] = cleaned.get("file", [])
        manifests = [file for file in files if file.name == NAME]
        manifest: Manifest = {}
        try:
            for file in manifests[:1]:
                manifest = read_manifest(file.read())
        except ManifestError as error:
            raise ValidationError(f"The manifest cannot be used, so nothing was imported. {error}") from error
        texts = [file for file in files if file.name != NAME]
        if files and not texts:
            raise ValidationError("Choose the texts as well as their manifest.")
        cleaned["texts"] = [File(str(file.name), file.read, manifest.get(str(file.name), {})) for file in texts]
        cleaned["absent"] = sorted(set(manifest) - {str(file.name) for file in texts})
        return cleaned


class CodebookForm(forms.Form):
    """A codebook file. Valid, its data have `lines`: what each of its tags would do."""

    file = forms.FileField(
        label="Choose a codebook",
        help_text="A .qdc file (REFI-QDA), as ATLAS.ti, MAXQDA, NVivo and QualCoder write it, or a table saved as CSV.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
        widget=forms.ClearableFileInput(attrs={"accept": ".qdc,.xml,.csv,.txt,text/csv,application/xml"}),
    )

    def __init__(self, *args: Any, project: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean(self) -> dict[str, Any]:
        """Read the file and compare it with the codebook that is here."""
        cleaned = super().clean() or {}
        if file := cleaned.get("file"):
            try:
                cleaned["lines"] = plan(self.project, read_codebook(str(file.name), file.read()))
            except CodebookError as error:
                self.add_error("file", str(error))
        return cleaned


class ConfirmForm(forms.Form):
    """A codebook that was shown, sent back as CSV to be taken in. Valid, its data have `lines`."""

    book = forms.CharField(strip=False, max_length=20_000_000)

    def __init__(self, *args: Any, project: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean(self) -> dict[str, Any]:
        """Compare again: the codebook may have changed since it was shown."""
        cleaned = super().clean() or {}
        if book := cleaned.get("book"):
            try:
                cleaned["lines"] = plan(self.project, read_codebook("book.csv", book.encode()))
            except CodebookError as error:
                self.add_error("book", str(error))
        return cleaned


class PasteForm(RefusableForm):
    """A pasted text with its provenance."""

    text = forms.CharField(
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={"required": "Paste the text here."},
    )
    title = forms.CharField(required=False, help_text="Left empty, the text’s first line becomes the title.")
    byline = forms.CharField(required=False, help_text="Who wrote it, as it is printed.")
    outlet = forms.CharField(required=False, help_text="The newspaper, programme, site or parliament.")
    published_on = forms.CharField(
        required=False, label="Date of publication", widget=forms.DateInput(attrs={"type": "date"})
    )
    url = forms.CharField(
        required=False,
        label="Address",
        help_text="Where it was published: https://…",
        widget=forms.URLInput(attrs={"maxlength": LONGEST["url"]}),
    )
    language = forms.CharField(required=False, help_text="A language tag such as en, en-GB or de-AT.")
    licence = forms.CharField(required=False, help_text="Under what terms it may be used, such as CC BY 4.0.")
    markdown = forms.BooleanField(required=False, label="Lines that begin with # are headings (Markdown)")

    def origin(self) -> list[forms.BoundField]:
        """The fields that say where the text comes from, its title apart."""
        return [self[name] for name in ("byline", "outlet", "published_on", "language", "url", "licence")]

    def source(self) -> Source:
        """The text with what was said of it; ValidationError with the reasons, by field."""
        return source_from_row(self.cleaned_data)
