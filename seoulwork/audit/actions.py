"""What may be done: the one place where actions have names."""

from django.db import models


class Action(models.TextChoices):
    """The key is stored and is what code asks for; the label is only shown."""

    DATA_LOADED = "data_loaded", "자료 반입"

    MONTH_OPENED = "month_opened", "입력 열기"
    MONTH_SUBMITTED = "month_submitted", "제출"
    MONTH_SENT_BACK = "month_sent_back", "돌려보냄"
    MONTH_APPROVED = "month_approved", "승인"
    MONTH_CLOSED = "month_closed", "마감"
    MONTH_REOPENED = "month_reopened", "다시 열기"
    MONTH_LOCKED_AGAIN = "month_locked_again", "다시 잠금"
    REMINDED = "reminded", "입력 안내"
    NOT_REACHED = "not_reached", "입력 안내 못 보냄"

    FIGURES_ENTERED = "figures_entered", "실적 입력"
    FIGURES_CLEARED = "figures_cleared", "값 지움"
    NOTE_WRITTEN = "note_written", "메모"
    SHORTFALL_EXPLAINED = "shortfall_explained", "부진 사유"
    EVIDENCE_ADDED = "evidence_added", "근거 자료 올림"
    EVIDENCE_REMOVED = "evidence_removed", "근거 자료 뺌"

    WORKBOOK_ANSWERED = "workbook_answered", "반입 대응"
    WORKBOOK_IMPORTED = "workbook_imported", "엑셀 반입"
    WORKBOOK_DISCARDED = "workbook_discarded", "받은 파일 지우기"
    IMPORT_UNDONE = "import_undone", "반입 되돌리기"

    ROW_ADDED = "row_added", "추가"
    ROW_CHANGED = "row_changed", "수정"
    ROW_REMOVED = "row_removed", "삭제"
    YEAR_CARRIED = "year_carried", "새해 이월"
    PLAN_KEPT = "plan_kept", "월별 계획"
    MANUSCRIPT_WRITTEN = "manuscript_written", "원고 고침"
    MANUSCRIPT_RESTORED = "manuscript_restored", "원고 되살림"
    MANUSCRIPT_CLASH_RESOLVED = "manuscript_clash_resolved", "엇갈린 줄 고름"
    MANUSCRIPT_SUBMITTED = "manuscript_submitted", "원고 제출"
    MANUSCRIPT_SETTLED = "manuscript_settled", "원고 확정"
    MANUSCRIPT_RETURNED = "manuscript_returned", "원고 돌려보냄"
    BRIEFING_PUBLISHED = "briefing_published", "업무보고 발행"
    FINDING_ACCEPTED = "finding_accepted", "점검 결과 받아들임"
    FINDING_REOPENED = "finding_reopened", "점검 결과 다시 봄"

    USER_ADDED = "user_added", "사용자 추가"
    USER_CHANGED = "user_changed", "사용자 수정"
    USER_UNLOCKED = "user_unlocked", "로그인 잠금 해제"
    PASSWORD_GIVEN = "password_given", "임시 비밀번호 발급"
    PASSWORD_CHANGED = "password_changed", "비밀번호 변경"
    SESSION_ENDED = "session_ended", "접속 끊기"
    SECOND_FACTOR_ON = "second_factor_on", "2단계 인증 켜기"
    SECOND_FACTOR_OFF = "second_factor_off", "2단계 인증 끄기"
    SECOND_FACTOR_REMOVED = "second_factor_removed", "2단계 인증 해제"
    RECOVERY_CODES_MADE = "recovery_codes_made", "복구 코드 만들기"
    RECOVERY_CODES_REMOVED = "recovery_codes_removed", "복구 코드 지우기"
