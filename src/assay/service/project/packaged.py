"""Reading the service's own data: TOML that lies in a package, checked against a model."""

import tomllib
from importlib.resources import files
from typing import TypeVar

from pydantic import BaseModel

Model = TypeVar("Model", bound=BaseModel)


def packaged(package: str, file: str, model: type[Model]) -> Model:
    """Read a file of a package, like ("assay.service.cases", "limits.toml", Limits).

    Raises:
        ValidationError: If the file is not in the model's shape.
    """
    text = files(package).joinpath(file).read_text(encoding="utf-8")
    return model.model_validate(tomllib.loads(text))
