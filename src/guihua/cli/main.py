"""`guihua VERB …`: finds the verb's file, hands it its arguments, and turns every error into words and an exit status.

Exit status: 0 done, 1 findings of severity error or a refused verification, 2 bad input, 3 not fully checked, 4 a fault of guihua's own
(one message and a report file, never a traceback).
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from types import ModuleType

from guihua.errors import GuihuaError
from guihua.plan.display import of_locale

GROUPS = (
    ("项目 project", ("init", "demo", "doctor")),
    ("读 read", ("read", "survey", "show", "explain", "review", "diff", "systems")),
    ("校 check", ("check", "audit", "verify", "sign", "implied", "compare")),
    ("测 track", ("import", "harvest", "indicators", "gaps", "track", "alarms", "drivers", "series", "backtest", "template", "export", "store")),
    ("谋 paths", ("path", "allot", "risk", "model")),
    ("写 report", ("page", "report", "trace", "chart")),
    ("办 run", ("bodies", "leagues", "forms", "selfassess", "ledger", "oversee", "run", "rules", "projects", "permits")),
    ("站 site", ("serve", "worker", "user", "mcp")),
)  # fmt: skip


COLLECT = (50_000, 20, 20)
"""When garbage is looked for: a command makes many small records and ends soon, so less often than by default."""


def main(argv: Sequence[str] | None = None) -> int:  # noqa: PLR0911  (one line a way to end)
    """Run the command; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    before = os.environ.get("GUIHUA_LANG")
    _never_fail_on_a_character()
    gc.set_threshold(*COLLECT)
    try:
        os.environ["GUIHUA_LANG"], arguments = _language(arguments)
        if not arguments or arguments[0] in ("-h", "--help"):
            from guihua.cli._next import next_steps

            print("\n".join(() if arguments else next_steps()) or _help())
            return 0
        if arguments[0] in ("-V", "--version"):
            from guihua.version import __version__

            print(f"guihua {__version__}")
            return 0
        return _run(arguments[0], arguments[1:])
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except (GuihuaError, OSError) as error:
        print(_word(_of_system(error) if isinstance(error, OSError) else error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("已中断 interrupted", file=sys.stderr)
        return 130
    except Exception as error:
        from guihua.cli._fault import FAULT, report

        print(_word(report(error, arguments)), file=sys.stderr)
        return FAULT
    finally:
        _restore(before)


def _run(verb: str, arguments: list[str]) -> int:
    """Import the verb's file, parse its arguments, run it."""
    if verb not in verbs():
        from difflib import get_close_matches

        near = get_close_matches(verb, verbs(), 1)
        raise GuihuaError(
            "CLI-VERB-UNKNOWN",
            f"没有命令 no command {verb!r}",
            f"是否要用 did you mean: guihua {near[0]}" if near else "guihua --help 列出全部命令 lists the commands",
        )
    from guihua.cli._output import refuse_standard_input
    from guihua.cli._rights import add_account, require

    refuse_standard_input(arguments)
    module = load(verb)
    parser = argparse.ArgumentParser(
        prog=f"guihua {verb}", description=module.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    module.configure(parser)
    add_account(parser, verb)
    args = parser.parse_args(arguments)
    require(verb, arguments, args)
    return int(module.run(args) or 0)


def verbs() -> tuple[str, ...]:
    """The verbs that there are: files of this folder without a leading underscore (`import_.py` is `import`)."""
    names = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return tuple(sorted(n.rstrip("_") for n in names if not n.startswith("_") and n != "main"))


def load(verb: str) -> ModuleType:
    """The module of one verb."""
    name = verb if (Path(__file__).parent / f"{verb}.py").exists() else f"{verb}_"
    return import_module(f"guihua.cli.{name}")


def _help() -> str:
    lines = [
        "guihua — 把规划变成可重算的软件 · turns a development plan into software that can be recomputed",
        "读中文规划；界面中英文 plans in Chinese are read; the interface is in Chinese and English",
        "",
        "用法 usage: guihua [--lang zh|en] VERB [OPTIONS]    guihua VERB --help",
    ]
    there = verbs()
    placed = {verb for _, group in GROUPS for verb in group}
    groups = (*GROUPS, ("其他 other", tuple(v for v in there if v not in placed)))
    for title, group in groups:
        present = [verb for verb in group if verb in there]
        if present:
            lines += ["", title]
            lines += [f"  {verb:<9} {load(verb).HELP}" for verb in present]
    lines += [
        "",
        "退出码 exit status: 0 完成 done; 1 有错误级意见或核验被拒 errors found or verification refused;",
        "                    2 输入有误 bad input; 3 未能全部核验 not fully checked; 4 程序自身出错 a fault of guihua's own",
    ]
    return "\n".join(lines)


def _language(arguments: list[str]) -> tuple[str, list[str]]:
    """Take --lang (anywhere before the verb's own options would) out of the arguments; else GUIHUA_LANG, else the locale where it is
    English, else zh."""
    language, rest, i = os.environ.get("GUIHUA_LANG") or of_locale(os.environ), [], 0
    while i < len(arguments):
        argument = arguments[i]
        if argument == "--lang":
            language, i = arguments[i + 1] if i + 1 < len(arguments) else "", i + 1
        elif argument.startswith("--lang="):
            language = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
        i += 1
    short = language[:2].lower()
    if short not in ("zh", "en"):
        raise GuihuaError("CLI-LANGUAGE", f"没有这种语言 no language {language!r}", "zh 中文, en English")
    return short, rest


def _never_fail_on_a_character() -> None:
    """On a terminal of another encoding (GBK), print ? for what it does not have (the sign for met, a rule's dash)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _of_system(error: OSError) -> GuihuaError:
    """What the system refused, in the house's form: a file or folder that cannot be read, made or written."""
    return GuihuaError(
        "FILE-SYSTEM",
        f"文件或文件夹用不了 the system refuses: {error.strerror or error}",
        "检查路径、权限和磁盘空间 check the path, the permissions and the space left",
        str(error.filename or ""),
    )


def _restore(language: str | None) -> None:
    """Put the environment back: a caller's next command speaks the caller's language."""
    if language is None:
        os.environ.pop("GUIHUA_LANG", None)
    else:
        os.environ["GUIHUA_LANG"] = language


def _word(error: GuihuaError) -> str:
    """An error as people read it: what, where, how to mend it."""
    lines = [f"✗ [{error.code}] {error.title}"]
    if str(error.where):
        lines.append(f"  位置 where: {error.where}")
    if error.hint:
        lines.append(f"  办法 hint: {error.hint}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
