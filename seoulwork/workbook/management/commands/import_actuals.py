import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from pydantic import ConfigDict, TypeAdapter

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.entry.steps import LONGEST_REASON
from seoulwork.figures.divisions import Division, division, division_names
from seoulwork.workbook.clashes import DIFFERS, clashes
from seoulwork.workbook.contents import Content
from seoulwork.workbook.forms import FIRST_YEAR, LAST_YEAR
from seoulwork.workbook.importing.commit import Changed, commit
from seoulwork.workbook.importing.preview import commented, preview, remember
from seoulwork.workbook.importing.receive import addressee, check_not_imported, receive, refuse_lists, tidy_name
from seoulwork.workbook.models import LONGEST_SENDER, Workbook
from seoulwork.workbook.reading.sheet import read_sheets
from seoulwork.workbook.report import CELL, findings_of
from seoulwork.workbook.report import report as describe
from seoulwork.workbook.safety import Refused

_ANSWERS = TypeAdapter(dict[str, str], config=ConfigDict(strict=True))

REFUSED, WRONG_CALL = 1, 2
BAR = 30


class Command(BaseCommand):
    help = (
        "엑셀 통합 문서의 실적을 반입합니다. 화면에서와 같은 규칙으로, 모두 아니면 하나도 쓰지 않습니다. "
        "종료 코드: 0 반입했거나 반입할 수 있음, 1 거절, 2 잘못 부름."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="file", help="여럿이면 저마다 따로 봅니다.")
        parser.add_argument("--division", choices=list(division_names()), help="서식이면 없어도 됩니다.")
        parser.add_argument("--year", type=int, help="머리글에 연도가 없을 때")
        parser.add_argument("--sender", default="", help="보낸 곳; 그곳의 파일에 대해 답한 것을 기억합니다.")
        parser.add_argument("--answers", type=Path, help='물음에 대한 답: {"물음의 key": "답"} 꼴의 JSON 파일')
        parser.add_argument(
            "--user", help="반입한 사람으로 남길 로그인 이름; 그 사람이 화면에서 할 수 있는 만큼 합니다."
        )
        parser.add_argument(
            "--leave-out", action="store_true", help="--user가 넣을 수 없는 칸(열지 않았거나 잠긴 달)을 빼고 나머지만"
        )
        parser.add_argument("--reason", default="", help="마감했던 달을 고치는 사유")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--commented", type=Path, help="틀린 칸에 메모를 단 파일을 이 이름으로 만듭니다.")
        mode = parser.add_mutually_exclusive_group(required=True)
        mode.add_argument("--dry-run", action="store_true", help="미리보기만; 아무것도 쓰지 않음")
        mode.add_argument("--commit", action="store_true", help="반입")

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[Path] = options["files"]
        self._check_call(options)
        options["given"] = self._answers(options["answers"])
        options["by"] = self._user(options["user"])
        reports = self._several(files, options) if len(files) > 1 else [self._one(files[0], options)]
        self._finish(reports, options["format"])
        if not all(_is_right(each, options) for each in reports):
            sys.exit(REFUSED)

    def _several(self, files: list[Path], options: dict[str, Any]) -> list[dict[str, Any]]:
        """Each file by itself, once all were looked at: those that hold different figures for a place are not imported."""
        reports = [self._one(path, {**options, "commit": False}) for path in files]
        cells = ((number, each["division"], each["cells"]) for number, each in enumerate(reports) if "cells" in each)
        for clash in clashes(cells):
            for own, other in ((clash.first, clash.other), (clash.other, clash.first)):
                place = f"{clash.place['programme']} · {clash.place['figure']} {clash.place['month']}"
                said = f"{place}: {own.where} {own.value}, '{files[other.file].name}' {other.where} {other.value}"
                reports[own.file].setdefault("differs", []).append(said)
        for number, report in enumerate(reports):
            if options["commit"] and _is_right(report, options) and report["importable"]:
                reports[number] = self._one(files[number], options)
        return reports

    def _one(self, path: Path, options: dict[str, Any]) -> dict[str, Any]:
        """Look at a file, and import it if that is asked for and possible; what came of it."""
        given, by = options["given"], options["by"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"'{path}' 파일을 읽을 수 없습니다: {error.strerror}", returncode=WRONG_CALL) from error
        report: dict[str, Any] = {"file": path.name, "imported": False}
        try:
            self._bar(0, "파일을 읽는 중")
            sheets = read_sheets(content)
            refuse_lists(sheets)
            to = addressee(sheets, options["division"] or "")
            if to is None:
                raise CommandError("서식이 아닌 파일에는 --division이 필요합니다.", returncode=WRONG_CALL)
            self._check_right(by, to)
            check_not_imported(content, to)
            received = {"name": tidy_name(path.name), "sender": options["sender"].strip(), "year": options["year"]}
            found = preview(Workbook(division=to.key, **received), sheets, given, by=by)
            said = describe(found)
            report |= said
            report["cells"] = [
                {
                    **dict(zip(CELL, cell, strict=True)),
                    "text": own.text,
                    "unit_read": own.unit,
                    "stored": own.new,
                    "decision": own.state,
                }
                for cell, own in zip(
                    said["cells"], (each for _, cells in found.by_programme for each in cells), strict=True
                )
            ]
            if options["commented"]:
                report["commented"] = self._comment(options["commented"], content, said)
            if options["commit"] and found.importable:
                with transaction.atomic():
                    workbook, _ = receive(content, to=to, by=by, sheets=sheets, **received)
                    remember(workbook, given, by)
                    batch = commit(
                        workbook,
                        found.fingerprint,
                        by=by,
                        reason=options["reason"],
                        leaving_out=options["leave_out"],
                        sheets=sheets,
                        progress=self._bar,
                    )
                report |= {"imported": True, "batch": batch.pk, "figures": batch.figures, "sha256": workbook.sha256}
        except (Refused, Changed) as error:
            report["refused"] = str(error)
        return report

    def _check_call(self, options: dict[str, Any]) -> None:
        """Raises CommandError for arguments that can't be meant."""
        if options["year"] is not None and not FIRST_YEAR <= options["year"] <= LAST_YEAR:
            raise CommandError(f"연도는 {FIRST_YEAR}년부터 {LAST_YEAR}년까지입니다.", returncode=WRONG_CALL)
        for name, longest in (("sender", LONGEST_SENDER), ("reason", LONGEST_REASON)):
            if len(options[name].strip()) > longest:
                raise CommandError(f"--{name}: {longest}자까지 적을 수 있습니다.", returncode=WRONG_CALL)
        if options["commented"] and len(options["files"]) > 1:
            raise CommandError("--commented는 파일 하나에만 쓸 수 있습니다.", returncode=WRONG_CALL)
        if options["answers"] and not options["sender"].strip():
            raise CommandError(
                "--answers의 답은 보낸 곳마다 기억합니다. --sender를 함께 적어 주세요.", returncode=WRONG_CALL
            )

    def _comment(self, path: Path, content: bytes, report: Content) -> str:
        """Write the workbook with its comments, if there is anything to comment on; what came of it, in a sentence."""
        findings = findings_of(report)
        if not findings:
            return "메모를 달 칸이 없어 파일을 만들지 않았습니다."
        try:
            path.write_bytes(commented(content, findings))
        except Refused as error:
            return f"메모를 단 파일을 만들 수 없습니다. {error}"
        except OSError as error:
            raise CommandError(f"'{path}' 파일에 쓸 수 없습니다: {error.strerror}", returncode=WRONG_CALL) from error
        return f"메모를 단 파일을 만들었습니다: {path}"

    def _answers(self, path: Path | None) -> dict[str, str]:
        if path is None:
            return {}
        try:
            return _ANSWERS.validate_json(path.read_bytes())
        except OSError as error:
            raise CommandError(f"답 파일 '{path}'의 내용을 읽을 수 없습니다.", returncode=WRONG_CALL) from error
        except ValueError as error:
            raise CommandError('답은 {"물음의 key": "답"} 꼴이어야 합니다.', returncode=WRONG_CALL) from error

    def _user(self, name: str | None) -> User | None:
        if name is None:
            return None
        try:
            return User.objects.get(username=name, is_active=True)
        except User.DoesNotExist as error:
            raise CommandError(f"로그인 이름 '{name}'인 사용자가 없습니다.", returncode=WRONG_CALL) from error

    def _check_right(self, by: User | None, to: Division) -> None:
        if by is not None and not may(by, "import_confirm", "POST", to.key):
            raise CommandError(
                f"로그인 이름 '{by.username}'인 사용자는 {to.name}의 실적을 반입할 수 없습니다.", returncode=WRONG_CALL
            )

    # -------------------------------------------------------------------------------------------------- output

    def _bar(self, percent: int, text: str) -> None:
        if self.stderr.isatty():
            full = percent * BAR // 100
            self.stderr.write(
                f"\r[{'█' * full}{' ' * (BAR - full)}] {percent:3}% {text}    ", ending="\n" if percent == 100 else ""
            )

    def _finish(self, reports: list[dict[str, Any]], style: str) -> None:
        """Of one file its report, of several a list of theirs."""
        if style == "json":
            said = reports if len(reports) > 1 else reports[0]
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n\n".join("\n".join(_lines(each)) for each in reports))


def _is_right(report: dict[str, Any], options: dict[str, Any]) -> bool:
    """Whether a file was imported, can be, or gives nothing to import."""
    if "refused" in report or report["errors"] or report["questions"] or "differs" in report:
        return False
    return options["leave_out"] or not report["barred"]


def _lines(report: dict[str, Any]) -> list[str]:
    """The report for people: what it comes to, then what has to be looked at. The single cells are in the JSON."""
    if "refused" in report:
        return [f"{report['file']}: {report['refused']}"]
    counts = report["counts"]
    lines = [
        f"{report['file']}: {division(report['division']).name} {report['period']}".rstrip(),
        f"새 값 {counts['new']:,}, 바뀜 {counts['changed']:,}, 같음 {counts['equal']:,}, 거절 {counts['refused']:,}",
    ]
    for title, key in (("오류", "errors"), ("넣을 수 없는 칸", "barred"), ("확인할 것", "warnings")):
        if report[key]:
            lines.append(f"{title} {len(report[key]):,}건")
            lines += [f"  '{each['sheet']}' {each['cell']} {each['value']}: {each['cause']}" for each in report[key]]
    for question in report["questions"]:
        lines.append(f"물음 ({question['place']}) {question['text']}  key={question['key']}")
        lines += [f"    {choice['answer']}  {choice['label']}" for choice in question["choices"]]
    lines += [f"읽지 않음·숨김: '{each['sheet']}' {each['place']} {each['text']}" for each in report["left"]]
    for each in report["replacements"]:
        same = "같음" if each["adds_up"] else "다름"
        lines.append(
            f"{each['programme']} · {each['figure']}: {each['period']} {each['stored']} → 달마다의 값으로 {each['months']} ({same})"
        )
    for each in report["executed"]["sums"] if report["executed"] else ():
        unit = report["executed"]["unit"]
        lines.append(f"집행 합계 {each['heading']} {each['measure']}: {each['before']} → {each['after']}{unit}")
    lines += [f"다른 파일과 다름: {each}" for each in report.get("differs", ())]
    if "commented" in report:
        lines.append(report["commented"])
    if report["imported"]:
        lines.append(
            f"반입했습니다: 값 {report['figures']:,}개, 반입 번호 {report['batch']}, SHA-256 {report['sha256']}"
        )
    elif "differs" in report:
        lines.append(DIFFERS)
    elif report["importable"]:
        left_out = " --leave-out을 함께 적으면 넣을 수 없는 칸을 빼고" if report["barred"] else ""
        lines.append(f"반입할 수 있습니다.{left_out} --commit으로 반입하세요.")
    elif report["nothing"]:
        lines.append(report["nothing"])
    else:
        lines.append("반입하지 않았습니다. 하나도 쓰지 않았습니다.")
    return lines
