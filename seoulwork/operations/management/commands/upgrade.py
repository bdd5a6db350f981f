import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from seoulwork.operations import maintenance
from seoulwork.operations.backup.archive import Refused, opened
from seoulwork.operations.backup.making import make
from seoulwork.operations.checkup import examine
from seoulwork.operations.roles import NoSuchRole, grant
from seoulwork.operations.upgrading import Outlook, look, writing_roles
from seoulwork.staticfiles import collect_static_files, static_files_are_current


class Command(BaseCommand):
    help = (
        "데이터베이스를 이 프로그램의 판으로 올립니다: 살피고, 점검 화면을 걸고, 백업하고, 표를 바꾸고, 권한과 정적 파일과 찾기를 맞추고, "
        "doctor를 돌린 뒤 점검 화면을 내립니다. PostgreSQL에서는 표의 주인인 역할의 DATABASE_URL로 실행합니다."
    )
    requires_system_checks: Any = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="살피기만 하고 아무것도 바꾸지 않음")
        parser.add_argument("--backups", type=Path, default=settings.BACKUP_DIR, help="올리기 앞의 백업을 둘 폴더")
        parser.add_argument("--key", type=Path, help="그 백업을 암호화할 열쇠 파일")
        parser.add_argument(
            "--web-role", action="append", default=[], help="권한을 새로 줄 역할(이미 쓰던 것은 저절로)"
        )
        parser.add_argument("--accept-long", action="store_true", help="큰 표를 고치는 데 오래 걸려도 됨")
        parser.add_argument("--keep-page", action="store_true", help="마친 뒤에도 점검 화면을 둠")

    def handle(self, *args: Any, **options: Any) -> None:
        outlook = look(options["backups"], accept_long=options["accept_long"])
        if outlook.refusals:
            raise CommandError("\n".join(["올리지 않았습니다. 아무것도 바뀌지 않았습니다.", *outlook.refusals]))
        self.stdout.write(_told(outlook))
        if options["check"]:
            return
        steps = list(self._steps(outlook, options))
        with self._page_up():
            for number, (title, work) in enumerate(steps, 1):
                self.stdout.write(f"{number}/{len(steps)} {title}")
                self.stdout.flush()
                work()
        if record := maintenance.unfinished():
            _record({**record, "finished": True})
        if not options["keep_page"]:
            maintenance.end()
            self.stdout.write("점검 화면을 내렸습니다. 웹 서버와 작업 프로세스를 다시 띄워 주세요.")

    def _steps(self, outlook: Outlook, options: dict[str, Any]) -> Iterator[tuple[str, Callable[[], Any]]]:
        roles = sorted({*options["web_role"], *writing_roles()})
        if not outlook.new:
            yield "백업합니다.", lambda: self._back_up(outlook, options["backups"], options["key"])
        yield (
            f"데이터베이스를 올립니다(바꿀 것 {len(outlook.migrations)}개).",
            lambda: call_command("migrate", verbosity=0, interactive=False),
        )
        for role in roles:
            yield f"'{role}' 역할에 웹 서버가 쓰는 권한을 줍니다.", partial(self._grant, role)
        if not static_files_are_current():
            yield "정적 파일을 모읍니다.", collect_static_files
        if not outlook.new:
            yield "발행한 판에서 찾기와 수치의 화면에 쓰는 줄을 다시 만듭니다.", self._index
        yield "설치를 살핍니다(doctor).", partial(self._examine, outlook)

    @contextmanager
    def _page_up(self) -> Iterator[None]:
        """The page stands meanwhile, and stays when something failed: then nobody should go on writing before somebody has looked."""
        maintenance.begin()
        self.stdout.write("점검 화면을 걸었습니다.")
        try:
            yield
        except Exception as error:
            reason = str(error).strip().partition("\n")[0]
            raise CommandError(
                f"판올림이 멈췄습니다({type(error).__name__}: {reason}). 점검 화면은 걸려 있습니다. 까닭을 고친 뒤 다시 실행하거나, "
                f"앞 판의 프로그램과 {Path(settings.VAR_DIR, maintenance.RECORD)}에 적힌 백업으로 되돌려 주세요."
            ) from error

    def _back_up(self, outlook: Outlook, folder: Path, key: Path | None) -> None:
        try:
            path = make(folder, key)
            if key is None:
                with opened(path, None) as archive:
                    archive.check()
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        record = {
            "at": timezone.localtime().isoformat(timespec="seconds"),
            "backup": str(path),
            "applied": outlook.applied,
            "migrations": len(outlook.migrations),
            "finished": False,
        }
        # What an upgrade that broke off has left is half of each version: the way back leads to where that one began. Unless
        # the database is as it was before it: somebody has gone back, and what was entered since is in the new backup alone.
        begun = maintenance.unfinished()
        _record(begun if begun and begun.get("applied") != outlook.applied else record)
        self.stdout.write(f"    {path}")

    def _index(self) -> None:
        """An edition that can't be read is told, and is no reason to leave the page of maintenance up."""
        self.stdout.write("    ", ending="")
        try:
            call_command("index_editions", stdout=self.stdout)
        except CommandError as error:
            self.stdout.write(f"    {error}")

    def _grant(self, role: str) -> None:
        try:
            grant(role)
        except NoSuchRole as error:
            raise CommandError(str(error)) from error

    def _examine(self, outlook: Outlook) -> None:
        """What is stopped meanwhile, and the page itself, are no faults; nor that of a new database there is no backup yet."""
        known = {"tasks", "maintenance", "upgrade", *(["backup"] if outlook.new else [])}
        wrong = [each for each in examine() if each.remedy and each.key not in known]
        for each in wrong:
            self.stdout.write(f"    고칠 것  {each.text}\n        → {each.remedy}")
        if not wrong:
            self.stdout.write("    잘못된 것이 없습니다.")


def _record(record: dict[str, Any]) -> None:
    Path(settings.VAR_DIR, maintenance.RECORD).write_text(json.dumps(record, indent=2) + "\n")


def _told(outlook: Outlook) -> str:
    if outlook.new:
        return "데이터베이스를 새로 만듭니다."
    lines = [f"데이터베이스 {outlook.size >> 20:,}MB, 바꿀 것 {len(outlook.migrations)}개. 올릴 수 있습니다."]
    lines += [
        f"  오래 걸릴 수 있는 것: {each.table}({each.rows:,}행) - {', '.join(each.migrations)}" for each in outlook.long
    ]
    return "\n".join(lines)
