"""YAML files in which every value knows its line. All values are text; what they mean is the loader's business."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from seoulwork.domain.korean import particle


class DataFileError(ValueError):
    """A wrong entry; `str()` names file and line."""

    def __init__(self, message: str, file: str, line: int) -> None:
        super().__init__(f"{file} {line}행: {message}")


class Entry:
    """One node of a file: a text, a list or a mapping. It begins where its key stands, if it has one."""

    def __init__(self, node: yaml.Node, file: str, name: str = "", key: yaml.Node | None = None) -> None:
        self.node, self.file, self.name = node, file, name
        self.line = int((key or node).start_mark.line) + 1

    @property
    def place(self) -> str:
        return f"{self.file} {self.line}행"

    def error(self, message: str) -> DataFileError:
        return DataFileError(message, self.file, self.line)

    @property
    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.error(f"'{self.name}'에는 글이나 숫자 하나가 와야 합니다.")
        return str(self.node.value).strip()

    @property
    def lines(self) -> str:
        """A text of several lines, with the indents that it has."""
        return self.text and str(self.node.value).rstrip()

    @property
    def is_text(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    def items(self) -> list[tuple[str, "Entry"]]:
        """The entries of a mapping, in order. Raises DataFileError for a repeated key, one that is no text, an empty value."""
        if self.is_text and not self.node.value:
            return []
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error(f"'{self.name}' 아래에는 '이름: 값'이 와야 합니다.")
        found: dict[str, Entry] = {}
        for key, value in self.node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Entry(key, self.file).error("이름 자리에는 글 하나가 와야 합니다.")
            entry = Entry(value, self.file, str(key.value), key)
            if key.value in found:
                raise Entry(key, self.file).error(f"'{key.value}'{particle(key.value, '이/가')} 두 번 나옵니다.")
            if isinstance(value, yaml.ScalarNode) and value.value == "":
                raise entry.error(f"'{key.value}'의 값이 비어 있습니다. 쉼표가 든 숫자는 따옴표로 묶어 주세요.")
            found[str(key.value)] = entry
        return list(found.items())

    def values(self) -> list["Entry"]:
        return [entry for _, entry in self.items()]

    def mapping(self, known: tuple[str, ...] = ()) -> dict[str, "Entry"]:
        """The entries as a dict. With `known`, raises DataFileError for any other key."""
        found = dict(self.items())
        if known:
            for key, entry in found.items():
                if key not in known:
                    raise entry.error(f"여기에 쓸 수 없는 항목입니다: '{key}'. 쓸 수 있는 항목: {', '.join(known)}")
        return found

    def __iter__(self) -> Iterator["Entry"]:
        if isinstance(self.node, yaml.SequenceNode):
            return (Entry(node, self.file, self.name) for node in self.node.value)
        if self.is_text:
            return iter([self])
        raise self.error(f"'{self.name}'에는 목록이 와야 합니다.")

    def required(self, key: str) -> "Entry":
        found = dict(self.items()).get(key)
        if found is None:
            raise self.error(f"'{key}' 항목이 없습니다.")
        return found


def read(path: Path, root: Path) -> Entry:
    """The root entry of a file; its places are named relative to `root`. Raises DataFileError."""
    name = path.relative_to(root).as_posix()
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataFileError(f"YAML 형식이 아닙니다({error.problem}).", name, line) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataFileError("파일을 읽을 수 없습니다. UTF-8로 저장된 YAML인지 확인해 주세요.", name, 1) from error
    if node is None:
        raise DataFileError("파일이 비어 있습니다.", name, 1)
    return Entry(node, name)
