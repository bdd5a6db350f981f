from typing import Any

from django.core.management.commands import migrate

from seoulwork.figures import standing


class Command(migrate.Command):
    """Django's own. Behind one that fails in between, too, the triggers stand again which it took down or lost on its way."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        except BaseException:
            for error in standing.put_up(options["database"]):
                self.stderr.write(f"지키는 트리거를 다시 세우지 못했습니다. manage.py doctor로 확인해 주세요({error}).")
            raise
