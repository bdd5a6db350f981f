"""The forms of the import's pages."""

import hashlib
from collections.abc import Collection
from itertools import groupby
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.domain.periods import Month, PeriodError, Run
from seoulwork.figures.divisions import division_choices
from seoulwork.figures.labels import lazily, worded
from seoulwork.workbook.contents import Content
from seoulwork.workbook.importing.receive import tidy_name
from seoulwork.workbook.models import LONGEST_SENDER
from seoulwork.workbook.safety import LARGEST_FILE
from seoulwork.workbook.unpacking import LARGEST_TOTAL, MOST_FILES, is_packed

FIRST_YEAR, LAST_YEAR = 1901, 2999
BY_TEMPLATE = "template"
"""In place of a division: each file is a template, which names its own."""
ASKED_AT_ONCE = 20
"""Questions on one page: each offers every line of the division."""


def _year_field(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label="연도",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "연도는 2018처럼 네 자리 수로 적어 주세요."},
        **options,
    )


class TemplateForm(forms.Form):
    """Which months the template is for."""

    year = _year_field()
    first = forms.TypedChoiceField(label="첫 달", coerce=int, choices=[(each, f"{each}월") for each in range(1, 13)])
    last = forms.TypedChoiceField(label="마지막 달", coerce=int, choices=[(each, f"{each}월") for each in range(1, 13)])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("first", 0) > given.get("last", 12):
            self.add_error("last", "마지막 달이 첫 달보다 앞섭니다. 달을 다시 골라 주세요.")
        return given

    @property
    def run(self) -> Run:
        """The months asked for, once the form is valid."""
        year = self.cleaned_data["year"]
        return Run(Month(year, self.cleaned_data["first"]), Month(year, self.cleaned_data["last"]))


def half_year_before() -> dict[str, int]:
    """The half-year that is over: what a template is mostly asked for."""
    today = timezone.localdate()
    if today.month > 6:
        return {"year": today.year, "first": 1, "last": 6}
    return {"year": today.year - 1, "first": 7, "last": 12}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, as a list. Whether one of several is empty is told of that file alone, when it is read."""

    def __init__(self, **options: Any) -> None:
        accepted = ".xlsx,.csv,.zip,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        super().__init__(widget=FilesInput(attrs={"accept": accepted}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        if isinstance(data, list) and len(data) > 1:
            return data
        return [super().clean(data[0] if data else None, initial)]


class ListTemplateForm(forms.Form):
    """Of which year, from which month on, or of which day a list's workbook is made: what its kind asks for."""

    def __init__(self, asks: Collection[str], data: Any = None, *, year: int) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"year": year, "month": 1, "day": today})
        every: dict[str, forms.Field] = {
            "year": _year_field(),
            "run": forms.CharField(
                label="더 넣을 기간",
                required=False,
                max_length=20,
                help_text="한 해의 목표와 이미 저장된 기간은 모두 나옵니다. 다른 기간의 목표도 넣으려면 2018H1(상반기), 2018-01~2018-06, "
                "2019~2022처럼 적습니다.",
            ),
            "month": forms.TypedChoiceField(
                label="예산액을 넣을 달",
                coerce=int,
                choices=[(each, f"{each}월부터") for each in range(1, 13)],
                help_text="본예산은 1월, 추가경정예산은 그것이 쓰이는 달입니다. 이미 저장된 달은 모두 함께 나옵니다.",
            ),
            "day": forms.DateField(
                label="기준일", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), initial=today
            ),
        }
        self.fields.update({name: every[name] for name in asks})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("run"):
            try:
                Run.parse(given["run"])
            except PeriodError as error:
                self.add_error("run", str(error))
        return given

    @property
    def options(self) -> dict[str, str]:
        """What was asked for, once the form is valid."""
        return {name: str(value) for name, value in self.cleaned_data.items()}


class UploadForm(forms.Form):
    """Files to be received, for one of the divisions that the user may import into."""

    division = forms.ChoiceField(label=lazily("{division}"))
    sender = forms.CharField(
        label="보낸 곳",
        max_length=LONGEST_SENDER,
        required=False,
        help_text="예: 서울시 기술교육원. 이름이 달라 물은 것에 답하면, 같은 곳의 다음 파일에는 다시 묻지 않습니다.",
    )
    year = _year_field(required=False, help_text="파일의 머리글에 연도 없이 '1월'처럼만 적혀 있을 때 넣습니다.")
    file = FilesField(
        label="엑셀 파일",
        help_text=f"내려받은 서식(실적·목표·월별 계획·예산·지표·인력)이나, 지표와 달이 있는 표가 든 .xlsx·.csv 파일(하나에 {LARGEST_FILE // 2**20}MB까지). "
        f"여러 개를 함께 고르거나 .zip으로 묶어 올려도 됩니다({MOST_FILES}개, 모두 {LARGEST_TOTAL // 2**20}MB까지).",
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        own = [(key, name) for key, name in division_choices() if may(user, "import_add", "POST", key)]
        field: Any = self.fields["division"]
        field.choices = (
            own if len(own) == 1 else [("", "고르세요"), *own, (BY_TEMPLATE, worded("서식마다 적힌 {division}"))]
        )

    def clean_file(self) -> list[UploadedFile]:
        """Refuse what is too much before it is taken into memory."""
        files: list[UploadedFile] = self.cleaned_data["file"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                f"파일이 {len(files):,}개입니다. 한 번에 {MOST_FILES}개까지 올릴 수 있으니 나누어 올려 주세요."
            )
        for file in files:
            if (file.size or 0) > (LARGEST_TOTAL if is_packed(file.name or "") else LARGEST_FILE):
                which = f"'{tidy_name(file.name or '')}' 파일이" if len(files) > 1 else "파일이"
                raise forms.ValidationError(
                    f"{which} {LARGEST_FILE // 2**20}MB보다 큽니다. 필요한 시트만 남겨 올려 주세요."
                )
        if sum(file.size or 0 for file in files) > LARGEST_TOTAL:
            raise forms.ValidationError(f"파일이 모두 {LARGEST_TOTAL // 2**20}MB보다 큽니다. 나누어 올려 주세요.")
        return files

    @property
    def several(self) -> bool:
        """Whether a bundle comes of it: several files, packed ones, or for the divisions that templates name."""
        files = self.cleaned_data["file"]
        return len(files) > 1 or is_packed(files[0].name) or self.cleaned_data["division"] == BY_TEMPLATE


class ReasonForm(forms.Form):
    """Why a batch is undone."""

    reason = forms.CharField(label="되돌리는 사유", max_length=300)


class TakeForm(forms.Form):
    """Import files of a bundle as they were seen: the fields `take` hold a file's key and its preview's fingerprint."""

    reason = forms.CharField(
        label="사유",
        max_length=300,
        required=False,
        help_text="파일마다 반입의 사유로 남습니다.",
    )


class ConfirmForm(forms.Form):
    """Import what the preview with the fingerprint showed; when it leaves something out, that has to be agreed to."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="사유",
        max_length=300,
        required=False,
        help_text="다시 연 달을 고치거나 남길 말이 있으면 적습니다. 값마다 이력에 남습니다.",
    )

    def __init__(self, *args: Any, barred: int, of_list: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if of_list:  # as on the pages on which a list is changed by hand
            self.fields["reason"].required = True
            self.fields["reason"].help_text = "누가 왜 바꾸었는지 기록에 남습니다."
        if barred:
            self.fields["leaving_out"] = forms.BooleanField(
                label=f"넣을 수 없는 {barred:,}칸을 빼고 나머지만 반입합니다.",
                error_messages={"required": "넣을 수 없는 칸을 빼고 반입한다고 표시한 뒤 반입해 주세요."},
            )


class QuestionsForm(forms.Form):
    """The questions of a report, each with every answer that it may have: first those that wait for one, none of them
    chosen beforehand, then those that were answered before, to be corrected. Who sent the workbook, if that is not known."""

    def __init__(self, content: Content, data: Any = None, *, sender: str = "") -> None:
        super().__init__(data)
        self.keys: dict[str, str] = {}
        if not sender:
            self.fields["sender"] = forms.CharField(
                label="보낸 곳",
                max_length=LONGEST_SENDER,
                help_text="답은 보낸 곳마다 기억합니다. 예: 서울시 기술교육원",
            )
        every = [
            (heading, [(line["answer"], line["figure"]) for line in lines])
            for heading, lines in groupby(content["lines"], lambda line: str(line["programme"]))
        ]
        for question in (*content["questions"][:ASKED_AT_ONCE], *content.get("answers", ())):
            answer = question.get("answer", "")
            name = "answer-" + hashlib.sha256(question["key"].encode()).hexdigest()[:16]
            likely = [(choice["answer"], choice["label"]) for choice in question["choices"]]
            choices = [("비슷한 이름", likely), *every] if question["any_line"] else likely
            self.keys[name] = question["key"]
            self.fields[name] = forms.ChoiceField(
                label=question["text"],
                help_text=" · ".join(filter(None, (question["place"], question.get("values", "")))),
                choices=[("", "다시 묻기" if answer else "고르세요"), *choices],
                initial=answer,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not self.answers:
            raise forms.ValidationError("답을 하나 이상 골라 주세요.")
        return given

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, corrected, or (empty) is to be asked again, by the questions' keys, once the form is valid."""
        return {key: self.cleaned_data[name] for name, key in self.keys.items() if name in self.changed_data}
