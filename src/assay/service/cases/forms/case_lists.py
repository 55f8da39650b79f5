"""The form a case list is sent with."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from assay.files.tables import limits as file_limits
from assay.service.cases.storage import ENDINGS
from assay.service.project.plain_forms import PlainForm

MILLION = 1_000_000


class UploadForm(PlainForm):
    """A case list."""

    file = forms.FileField(
        label="Case list",
        help_text="A CSV (UTF-8), XLSX or ODS file with a row for each case",
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty. Choose another",
            "max_length": "The file’s name is too long. Shorten it",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what can't be a case list before it is kept."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if Path(file.name or "").suffix.lower() not in ENDINGS:
            raise forms.ValidationError("The file must be a CSV, XLSX or ODS file")
        most = file_limits()["bytes"]
        if (file.size or 0) > most:
            raise forms.ValidationError(f"The file must be smaller than {most // MILLION} MB")
        return file
