"""A small data folder, and what is done to it and asked of the database in the tests of loading."""

import shutil
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model

from seoulwork.figures.models import Unit

BRIEFING = """\
briefing:
  month: 2018-07
  reference_month: 2018-06
  session: 제282회 시의회 임시회
  committee: 기획경제위원회
  title: 2018 주요업무보고
  vision: 시민행복 일자리 도시 서울
bureau:
  name: 일자리노동정책관
  as_of: 2018-07-11
  directors: 1
  teams: 15
  off_quota_staff: 21
"""
DIVISION = """\
goal: 추진목표
policy_field: 분야
core_tasks:
  - 첫째 과제
  - 둘째 과제
functions:
  - 첫째 기능
headcount:
  as_of: 2018-07-11
  posts:
    6급: 9/11
    관리운영: 1/0
"""
PROGRAMME = """\
number: 1
title: 노동권 보호
gist:
  - 노동권을 보호
indicators:
  상담:
    name: 무료노무상담
    unit: 건
    targets:
      2018: 3,000
      2018H1: 1,500
    plans:
      2018: [250, 500, 750, "1,000", "1,250", "1,500", "1,750", "2,000", "2,250", "2,500", "2,750", "3,000"]
    actuals:
      2018-01~2018-05: 1,694
      2018-06: {value: 36, as_of: 2018-06-27, note: 추정}
  이용:
    unit: 명
    parts:
      청년: {actuals: {2018-06: "1,286"}}
      여성:
        parts:
          경력단절: {actuals: {2018-06: 7}}
  취업률:
    unit: "%"
    adds: 비율
    targets:
      2018: 55
    actuals:
      2018-06: 529/1,000
  누적상담:
    unit: 건
    adds: 최근
    flow: 상담
budgets:
  소요예산:
    kind: 소요예산
    year: 2018
    sources: {시비: "15,000백만원", 구비: "104억원"}
  보조금:
    kind: 보조금
    year: 2018
    amount: 2,496백만원
    execution:
      2018-06-30:
        spent: 1,157백만원
sections:
  - heading: 사업개요
    text: |
      ○ 상담 : {상담} 실시
        - 이용 {이용/청년} ({소요예산/시비})
  - heading: 향후계획
    milestones:
      - title: 평가위원회 개최
        when: 2018-12-11~2018-12-12
      - title: 포럼 개최 ({일정}, 서울)
        when: 2018-07~
"""


def add_of_2018(folder: Path, file: str) -> Path:
    """A programme of the printed document, with the tables that only its division has, beside the small one."""
    path = folder / file
    shutil.copy(settings.BASE_DIR / "fixtures/2018-07" / file, path)
    return path


def change(folder: Path, old: str, new: str, file: str = "labour/1.yaml") -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(folder: Path, text: str, file: str = "labour/1.yaml") -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def is_empty() -> bool:
    """Whether nothing of the project's own is stored but the usual units. One statement."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in _own_models() if model is not Unit]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' OR '.join(f'EXISTS (SELECT 1 FROM {table})' for table in tables)}")
        return not cursor.fetchone()[0]


def rows() -> dict[str, list[dict[str, Any]]]:
    """Everything that is stored of the project's own."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in _own_models()}


def _own_models() -> list[type[Model]]:
    own = ("seoulwork", *settings.DIVISIONS, "reports")
    stored = (model for model in apps.get_models() if model._meta.managed)  # a benchmark's model has no table
    return [model for model in stored if model.__module__.partition(".")[0] in own]
