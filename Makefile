.DEFAULT_GOAL := help
.PHONY: audit sbom crawl help setup run test test-long check lint format lock coverage kills pictures dumps benchmark clean deploy-check cluster faults load open-data-drill backup-drill bundle bundle-drill
PORT := 8000

help: ## 명령 목록
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

setup: ## 설치: 시스템 패키지, .venv, node_modules
	@tools/setup.sh

run: setup ## 2018년 자료로 시연 서버 실행 (PORT=8000)
	@exec .venv/bin/python manage.py run_demo --address 127.0.0.1:$(PORT)

test: ## 변경마다 하는 검사: 정적 검사, SQLite·PostgreSQL·브라우저 시험, 시험이 실행한 코드
	@tools/setup.sh --tests
	@.venv/bin/python tools/run_tests.py

test-long: ## 판을 내기 전의 긴 검사: 두 데이터베이스에서 모든 시험을, 임의의 예를 많이
	@tools/setup.sh --tests
	@.venv/bin/python tools/run_tests.py --long

check: ## 몇 분마다 할 짧은 검사: 정적 검사, 데이터베이스와 브라우저 없는 시험
	@tools/setup.sh --tests
	@.venv/bin/python tools/run_tests.py --quick

# The type checker takes most of the time: it begins first, the others go on beside it.
LINTS := mypy ruff-check ruff-format lint-imports djlint migrations biome tsc tsc-reports
lint-with-mypy := .venv/bin/mypy
lint-with-ruff-check := .venv/bin/ruff check
lint-with-ruff-format := .venv/bin/ruff format --check
lint-with-lint-imports := .venv/bin/lint-imports
lint-with-djlint := .venv/bin/djlint templates --lint
lint-with-migrations := .venv/bin/python manage.py makemigrations --check --dry-run
lint-with-biome := node_modules/.bin/biome lint --error-on-warnings
lint-with-tsc := node_modules/.bin/tsc
lint-with-tsc-reports := node_modules/.bin/tsc -p reports

lint: ## 정적 검사
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target $(LINTS:%=lint-with-%)

.PHONY: $(LINTS:%=lint-with-%)
$(LINTS:%=lint-with-%):
	@echo '-- $($@)'; $($@)

format: ## 코드 정리
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

lock: ## 의존성 잠금 파일 갱신 (판올림: make lock FLAGS=--upgrade)
	.venv/bin/uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-emit-find-links \
		--universal --python-version 3.11 -o requirements.lock --quiet $(FLAGS)
	npm install --package-lock-only --ignore-scripts

coverage: ## SQLite의 시험만: 실행한 줄과 갈래를 세어 모자란 곳을 알림
	@tools/setup.sh --tests
	@.venv/bin/python tools/run_tests.py --coverage

crawl: ## 실행 중인 서버를 Wapiti(역할마다)와 schemathesis(열린 자료)로 공격해 보는 긴 시험 (MINUTES=6)
	@.venv/bin/python tools/drills/crawl.py --minutes $(or $(MINUTES),6)

sbom: ## 쓰는 꾸러미의 목록(CycloneDX)과 라이선스 쪽을 만듦
	.venv/bin/python tools/materials.py

audit: ## 잠긴 판의 알려진 취약점을 물어봄 (인터넷이 되는 곳에서)
	@.venv/bin/python -m tools.drills.audit

kills: ## 반입 프로세스를 200번씩 죽여 보는 긴 시험 (SQLite, PostgreSQL)
	KILLS=200 .venv/bin/pytest tests/workbook/test_killed_imports.py
	KILLS=200 tools/with-postgresql.sh .venv/bin/pytest tests/workbook/test_killed_imports.py

deploy-check: ## deploy/의 설정 파일을 그것을 읽는 프로그램에 읽혀 봄 (관리자 권한)
	@tools/setup.sh --drills
	@.venv/bin/python -m tools.drills.deploy

cluster: ## 웹 서버 둘, 작업 서버, 주·예비 데이터베이스를 죽이고 끊으며 50명이 입력해 봄 (관리자 권한, 몇 분)
	@tools/setup.sh --drills
	@.venv/bin/python -m tools.drills.cluster

faults: ## 훈련: 디스크가 차고, 데이터베이스가 끊기고, 프로세스가 죽고, 여럿이 부딪힐 때 (관리자 권한; KILLS, AWAY, HUNT로 줄이거나 늘림)
	@tools/setup.sh --drills
	@.venv/bin/python -m tools.drills.faults

backup-drill: ## 훈련: 실적 300만 건의 백업, 확인, 되돌리기를 두 데이터베이스에서 (ACTUALS로 줄임)
	@tools/setup.sh --drills
	@.venv/bin/python -m tools.drills.backup

open-data-drill: ## 훈련: 공개 자료를 Schemathesis, pandas, frictionless로 읽어 봄 (ASKED로 늘리거나 줄임)
	@.venv/bin/python -m tools.drills.readers

load: ## 훈련: 월말의 부하(직원 100명 입력, 시의원 200명 열람, 반입과 발행)에서 걸린 시간과 메모리
	@tools/setup.sh --drills
	@.venv/bin/python -m tools.drills.load

pictures: ## README와 docs의 그림을 실행 중인 프로그램에서 다시 찍음
	.venv/bin/python tools/take_pictures.py

dumps: ## 판올림 시험에 쓸 이 판의 데이터베이스를 tests/upgrades에 적음 (SQLite, PostgreSQL)
	.venv/bin/python tools/dump_database.py
	tools/with-postgresql.sh .venv/bin/python tools/dump_database.py

benchmark: ## 느려지면 안 되는 것을 두 데이터베이스에서 재어 docs/maintainers/performance.md에 적음 (긴 측정; FLAGS=--full)
	@.venv/bin/python tools/run_benchmarks.py $(FLAGS)

bundle: ## 인터넷 없는 서버에 설치할 묶음을 var/bundle에 만듦 (Debian 12에서)
	@tools/setup.sh
	@tools/make_bundle.sh

bundle-drill: bundle ## 묶음을 네트워크 없는 빈 Debian에 설치해 보고 판올림하고 되돌림 (root, debootstrap)
	@tools/setup.sh --drills
	@tools/drills/bundle.sh

clean: ## 설치한 것과 시연 자료를 모두 지움
	rm -rf .venv node_modules var .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -exec rm -rf {} +
