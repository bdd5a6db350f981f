"""The type checker's plugin for Django, taught where the models are that the shared abstract ones refer to across files.

By itself it looks for the model that a foreign key names (`"Programme"`) in the file of the key alone. The models of one
division stand for all, as in figures/concrete.py.
"""

from mypy.options import Options
from mypy_django_plugin.main import NewSemanalDjangoPlugin

SHARED = "seoulwork.figures.models."


class ModelTypes(NewSemanalDjangoPlugin):
    def __init__(self, options: Options) -> None:
        super().__init__(options)
        modules = self.django_context.model_modules
        for file in [name for name in modules if name.startswith(SHARED)]:
            modules[file] = modules["labour.models"] | modules[file]


def plugin(version: str) -> type[ModelTypes]:
    return ModelTypes
