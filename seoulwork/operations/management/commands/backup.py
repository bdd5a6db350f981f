from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulwork.operations.backup.archive import Refused, make_key
from seoulwork.operations.backup.making import make, prune
from seoulwork.operations.tasks import kept


class Command(BaseCommand):
    help = (
        "데이터베이스 전체(근거 자료와 발행한 파일 포함)를 한 파일로 백업합니다. 다른 사람이 입력하는 동안에도 됩니다."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="백업 파일을 둘 폴더")
        parser.add_argument("--key", type=Path, help="암호화할 열쇠 파일(공개 열쇠만 있어도 됩니다)")
        parser.add_argument("--keep", type=int, help="새 백업을 확인한 뒤 최근 것부터 이만큼만 남기고 지웁니다")
        parser.add_argument("--make-key", type=Path, help="새 열쇠 파일을 만들고 끝냅니다")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._handle(**options)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _handle(
        self, *, folder: Path | None, key: Path | None, keep: int | None, make_key: Path | None, **_: Any
    ) -> None:
        if make_key is not None:
            self.stdout.write(f"{make_key}에 비밀 열쇠를 만들었습니다. 이 서버 밖의 안전한 곳에도 보관해 주세요.")
            self.stdout.write(f"공개 열쇠: {_make_key(make_key)}")
            return
        if folder is None or not folder.is_dir():
            raise CommandError("백업을 둘 폴더를 적어 주세요. 있는 폴더여야 합니다.")
        if keep is not None and keep < 1:
            raise CommandError("--keep에는 1 이상의 수를 적어 주세요.")
        with kept("backup", Refused) as said:
            path = make(folder, key)
            said.append(f"{path}: {path.stat().st_size:,}바이트. 처음부터 끝까지 다시 읽어 확인했습니다.")
        self.stdout.write("\n".join(said))
        for old in prune(folder, keep) if keep else ():
            self.stdout.write(f"{old.name}: 지웠습니다.")


_make_key = make_key
