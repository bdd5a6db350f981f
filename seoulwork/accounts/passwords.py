"""What a new password has to be beside long enough: of letters, digits and signs, as the National Intelligence Service asks of public
offices, and no common word with some of these put to it."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

RULE = "글자, 숫자, 특수문자(!, -, # 따위)를 모두 넣어 주세요."
PUT_IN_PLACE = str.maketrans("@4031!$5", "aaoeiiss")
"""Which letter a sign or digit stands for in a word such as p@ssw0rd"""
OF_THIS_OFFICE = frozenset(
    [
        "seoul",
        "seoulwork",
        "seoulcity",
        "jobs",
        "administrator",
        "operator",
        "officer",
        "council",
        "서울",
        "서울시",
        "서울특별시",
        "일자리",
        "일자리정책",
        "주요업무보고",
        "업무보고",
        "관리자",
        "담당자",
    ]
)
"""Words that whoever guesses at an account of this office tries first"""


class KindsValidator:
    def validate(self, password: str, user: Any = None) -> None:
        signs = any(not each.isalnum() and not each.isspace() for each in password)
        if not (signs and any(map(str.isalpha, password)) and any(map(str.isdigit, password))):
            raise ValidationError(f"비밀번호에 {RULE}", "password_kinds")

    def get_help_text(self) -> str:
        return RULE


class CommonWordValidator(CommonPasswordValidator):
    """Django's list of 20,000 common passwords and the words of this office, each of them also with digits and signs around or inside."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        inner = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower())
        cores = {"".join(filter(str.isalpha, each)) for each in (inner, inner.translate(PUT_IN_PLACE))}
        if not cores.isdisjoint(self.passwords | OF_THIS_OFFICE):
            raise ValidationError(
                "흔한 낱말에 숫자나 특수문자를 더하기만 한 비밀번호입니다. 여러 낱말을 이어 주세요.",
                "password_too_common",
            )
